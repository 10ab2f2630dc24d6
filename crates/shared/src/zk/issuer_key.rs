//! An issuer's key for commitments, as a JSON Web Key in its DID document.
//!
//! In scope: `{"kty":"EC","crv":"BabyJubJub","alg":"EdDSA-Poseidon","x":…,"y":…}`. Out of scope: whether the method may be
//! used ([`crate::did`]), custody.

use proofpass_zk::eddsa::PublicKey;

use super::read::{base64url, bytes};
use crate::did::{Document, VerificationMethodId};
use crate::json::{Object, Value};
use crate::key::{KeyError, PRIVATE_MEMBERS};
use crate::time::Timestamp;

const CURVE: &str = "BabyJubJub";
const ALGORITHM: &str = "EdDSA-Poseidon";

/// Reads a public key. A point that is none, that has small order, or that carries a private half, is no key.
///
/// # Errors
/// [`KeyError::Unsupported`] for a key of another curve.
pub fn from_jwk(jwk: &Object) -> Result<PublicKey, KeyError> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    if PRIVATE_MEMBERS.iter().any(|name| jwk.get(name).is_some()) {
        return Err(KeyError::Malformed);
    }
    match (text("kty"), text("crv")) {
        (Some("EC"), Some(CURVE)) => {}
        (Some(_), _) => return Err(KeyError::Unsupported),
        (None, _) => return Err(KeyError::Malformed),
    }
    let is = |name: &str, only: &str| jwk.get(name).is_none_or(|value| value.as_str() == Some(only));
    let verifies = |operations: &Value| {
        operations.as_array().is_some_and(|all| all.iter().any(|operation| operation.as_str() == Some("verify")))
    };
    if !is("alg", ALGORITHM) || !is("use", "sig") || !jwk.get("key_ops").is_none_or(verifies) {
        return Err(KeyError::Malformed);
    }
    let coordinate = |name: &str| text(name).and_then(bytes::<32>).ok_or(KeyError::Malformed);
    PublicKey::from_bytes(&coordinate("x")?, &coordinate("y")?).ok_or(KeyError::Malformed)
}

/// The key that a DID document lists for assertions under this method, if it is in force at a time: for wallets, which have
/// fetched the document of the issuer.
#[must_use]
pub fn listed_key(document: &Object, method: &str, at: Timestamp) -> Option<PublicKey> {
    let method = VerificationMethodId::parse(method).ok()?;
    Document(document.clone()).commitment_key(&method, at).ok()
}

/// The key as a JSON Web Key.
#[must_use]
pub fn to_jwk(key: &PublicKey) -> Object {
    let point = key.to_bytes();
    let (x, y) = point.split_at(32);
    Object::new()
        .with("kty", "EC")
        .with("crv", CURVE)
        .with("alg", ALGORITHM)
        .with("x", base64url(x))
        .with("y", base64url(y))
}

/// The verification method of a DID document that has the key.
#[cfg(feature = "issue")]
#[must_use]
pub fn verification_method(id: &str, controller: &str, key: &PublicKey) -> Object {
    Object::new()
        .with("id", id)
        .with("type", "JsonWebKey")
        .with("controller", controller)
        .with("publicKeyJwk", to_jwk(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proofpass_zk::eddsa::SigningKey;

    #[test]
    fn a_key_is_read_back_and_nothing_else_is_one() {
        let key = SigningKey::from_seed(&[7; 32]).public_key();
        let good = to_jwk(&key);
        assert_eq!(from_jwk(&good), Ok(key));
        for (name, value) in [("use", "sig"), ("kid", "zk-1")] {
            assert_eq!(from_jwk(&good.clone().with(name, value)), Ok(key));
        }
        let x = good.get("x").unwrap().clone();
        // The neutral point, the point of order two, and one off the curve.
        let zero = base64url(&[0; 32]);
        let mut one = [0; 32];
        one[31] = 1;
        let modulus_minus_one = base64url(&proofpass_zk::text::to_bytes(-proofpass_zk::bn254::Fr::from(1)));
        for (x, y) in [(&zero, &base64url(&one)), (&zero, &modulus_minus_one), (&base64url(&one), &base64url(&one))] {
            let jwk = good.clone().with("x", x.as_str()).with("y", y.as_str());
            assert_eq!(from_jwk(&jwk), Err(KeyError::Malformed), "{x} {y}");
        }
        for (name, value) in [
            ("alg", Value::from("ES256")),
            ("use", "enc".into()),
            ("key_ops", vec![Value::from("sign")].into()),
            ("d", zero.into()),
            ("y", x),
            ("x", "AA".into()),
            ("x", base64url(&[0xff; 32]).into()),
            ("x", 1.into()),
        ] {
            assert_eq!(from_jwk(&good.clone().with(name, value.clone())), Err(KeyError::Malformed), "{name} {value}");
        }
        for (name, value) in [("crv", "P-256"), ("kty", "OKP")] {
            assert_eq!(from_jwk(&good.clone().with(name, value)), Err(KeyError::Unsupported), "{name}");
        }
        assert_eq!(from_jwk(&Object::new()), Err(KeyError::Malformed));
    }
}
