//! Public keys as JSON Web Keys.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc7517>, <https://www.rfc-editor.org/rfc/rfc7518#section-6.2>,
//! <https://www.rfc-editor.org/rfc/rfc8037>

use super::{KeyError, KeyType, PRIVATE_MEMBERS, PublicKey};
use crate::json::{Object, Value};
use crate::multibase::decode_base64url_digits;
#[cfg(feature = "issue")]
use crate::multibase::encode_base64url_digits;

impl PublicKey {
    /// Reads a public key. One that is not meant for signatures, or that carries a private half, is none.
    pub fn from_jwk(jwk: &Object) -> Result<Self, KeyError> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        if PRIVATE_MEMBERS.iter().any(|name| jwk.get(name).is_some()) {
            return Err(KeyError::Malformed);
        }
        let (key_type, algorithms): (_, &[&str]) = match (text("kty"), text("crv")) {
            (Some("OKP"), Some("Ed25519")) => (KeyType::Ed25519, &["EdDSA", "Ed25519"]),
            #[cfg(feature = "ecdsa")]
            (Some("EC"), Some("P-256")) => (KeyType::P256, &["ES256"]),
            #[cfg(feature = "ecdsa")]
            (Some("EC"), Some("P-384")) => (KeyType::P384, &["ES384"]),
            #[cfg(feature = "p521")]
            (Some("EC"), Some("P-521")) => (KeyType::P521, &["ES512"]),
            (Some(_), _) => return Err(KeyError::Unsupported),
            (None, _) => return Err(KeyError::Malformed),
        };
        let is = |name: &str, allowed: &[&str]| {
            jwk.get(name).is_none_or(|value| value.as_str().is_some_and(|text| allowed.contains(&text)))
        };
        let verifies = |operations: &Value| {
            operations.as_array().is_some_and(|all| all.iter().any(|operation| operation.as_str() == Some("verify")))
        };
        if !is("alg", algorithms) || !is("use", &["sig"]) || !jwk.get("key_ops").is_none_or(verifies) {
            return Err(KeyError::Malformed);
        }
        let coordinate =
            |name: &str| text(name).and_then(|text| decode_base64url_digits(text).ok()).ok_or(KeyError::Malformed);
        let x = coordinate("x")?;
        if key_type == KeyType::Ed25519 {
            return Self::from_point(key_type, &x);
        }
        let y = coordinate("y")?;
        // RFC 7518 §6.2.1.2: both in the full length of the field.
        if x.len() != y.len() {
            return Err(KeyError::Malformed);
        }
        Self::from_point(key_type, &[&[4], &x[..], &y].concat())
    }

    /// As a JSON Web Key with the members that its thumbprint (RFC 7638) is made of, in that order.
    #[cfg(feature = "issue")]
    #[must_use]
    pub fn to_jwk(&self) -> Object {
        let (x, y) = self.coordinates();
        let (kind, curve) = match self.key_type() {
            // draft-ietf-cose-bls-key-representations.
            #[cfg(feature = "bbs")]
            KeyType::Bls12381G2 => ("OKP", "BLS12381G2"),
            KeyType::Ed25519 => ("OKP", "Ed25519"),
            #[cfg(feature = "ecdsa")]
            KeyType::P256 => ("EC", "P-256"),
            #[cfg(feature = "ecdsa")]
            KeyType::P384 => ("EC", "P-384"),
            #[cfg(feature = "p521")]
            KeyType::P521 => ("EC", "P-521"),
        };
        let jwk = Object::new().with("crv", curve).with("kty", kind).with("x", encode_base64url_digits(&x));
        match y {
            Some(y) => jwk.with("y", encode_base64url_digits(&y)),
            None => jwk,
        }
    }

    #[cfg(feature = "issue")]
    fn coordinates(&self) -> (Vec<u8>, Option<Vec<u8>>) {
        #[cfg(feature = "ecdsa")]
        let halves = |point: &[u8]| {
            let (x, y) = point[1..].split_at(point.len() / 2);
            (x.to_vec(), Some(y.to_vec()))
        };
        match &self.0 {
            #[cfg(feature = "bbs")]
            super::Point::Bls12381G2(key) => (key.to_bytes().to_vec(), None),
            super::Point::Ed25519(key) => (key.as_bytes().to_vec(), None),
            #[cfg(feature = "ecdsa")]
            super::Point::P256(key) => halves(key.to_sec1_point(false).as_bytes()),
            #[cfg(feature = "ecdsa")]
            super::Point::P384(key) => halves(key.to_sec1_point(false).as_bytes()),
            #[cfg(feature = "p521")]
            super::Point::P521(key) => halves(key.to_sec1_point(false).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    fn jwk(text: &str) -> Object {
        match parse(text.as_bytes(), &Limits::DOCUMENT).unwrap() {
            Value::Object(object) => object,
            other => panic!("{other}"),
        }
    }

    /// RFC 8037 appendix A.2.
    const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    /// RFC 7517 appendix A.1.
    #[cfg(feature = "ecdsa")]
    const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"}"#;

    #[test]
    fn reads_public_keys_for_signatures() {
        assert_eq!(PublicKey::from_jwk(&jwk(ED25519)).unwrap().key_type(), KeyType::Ed25519);
        for (name, value) in [("alg", "EdDSA"), ("alg", "Ed25519"), ("use", "sig"), ("kid", "x")] {
            assert!(PublicKey::from_jwk(&jwk(ED25519).with(name, value)).is_ok(), "{name} {value}");
        }
        for (name, value) in [
            ("alg", Value::from("ES256")),
            ("alg", 1.into()),
            ("use", "enc".into()),
            ("key_ops", vec![Value::from("sign")].into()),
            ("key_ops", "verify".into()),
            ("d", "AA".into()),
            ("d", Value::Null),
            ("x", "AA".into()),
            ("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=".into()),
            // Bits that belong to no byte.
            ("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp".into()),
            ("x", 1.into()),
        ] {
            let refused = PublicKey::from_jwk(&jwk(ED25519).with(name, value.clone()));
            assert_eq!(refused, Err(KeyError::Malformed), "{name} {value}");
        }
        for (name, value) in [("kty", "RSA"), ("kty", "EC"), ("crv", "X25519"), ("kty", "oct")] {
            assert_eq!(PublicKey::from_jwk(&jwk(ED25519).with(name, value)), Err(KeyError::Unsupported));
        }
        assert_eq!(PublicKey::from_jwk(&Object::new()), Err(KeyError::Malformed));
    }

    #[cfg(feature = "ecdsa")]
    #[test]
    fn reads_points_on_the_curve_only() {
        let mut good = jwk(P256);
        assert_eq!(PublicKey::from_jwk(&good), Err(KeyError::Malformed), "meant for encryption");
        good.remove("use");
        let key = PublicKey::from_jwk(&good).unwrap();
        assert_eq!(key.key_type(), KeyType::P256);
        let x = good.get("x").unwrap().clone();
        for (name, value) in [("y", x), ("y", "".into()), ("x", "AA".into()), ("crv", "P-384".into())] {
            assert_eq!(PublicKey::from_jwk(&good.clone().with(name, value)), Err(KeyError::Malformed), "{name}");
        }
        #[cfg(feature = "issue")]
        assert_eq!(PublicKey::from_jwk(&key.to_jwk()), Ok(key));
    }
}
