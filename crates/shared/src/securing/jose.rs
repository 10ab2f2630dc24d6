//! Credentials and presentations as the payload of a JSON Web Signature: `vc+jwt` and `vp+jwt`.
//!
//! In scope: reading and making one token in compact form, with a closed list of algorithms; which key its header names.
//! Out of scope: JWE, JSON serialization, unencoded payloads, keys inside headers (they prove nothing about the issuer),
//! the claim `vc` of data model 1.1.
//! Specs: <https://www.w3.org/TR/vc-jose-cose/>, <https://www.rfc-editor.org/rfc/rfc7515>,
//! <https://www.rfc-editor.org/rfc/rfc8725>, <https://www.rfc-editor.org/rfc/rfc9864>

#[cfg(feature = "issue")]
mod issue;

#[cfg(feature = "issue")]
pub use issue::PreparedToken;

use crate::did::VerificationMethodId;
#[cfg(feature = "issue")]
use crate::json::Number;
use crate::json::{Limits, Object, Value, parse};
use crate::key::{KeyType, PublicKey, Signature};
use crate::multibase::decode_base64url_digits;
use crate::time::Timestamp;

/// The header's `typ` for a credential (§6.1.1).
pub const TYPE_CREDENTIAL: &str = "vc+jwt";

/// The header's `typ` for a presentation (§6.1.2).
pub const TYPE_PRESENTATION: &str = "vp+jwt";

/// Why text is no token that can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Not three parts in base64url, the first two of them JSON objects.
    #[error("not a JSON Web Token in compact form")]
    Malformed,
    /// Something beside the token, or an extension that must be understood and is not.
    #[error("a token of a kind that is not read here")]
    Unsupported,
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// One on the list: `EdDSA` and `Ed25519`, `ES256`, `ES384`, with feature `p521` `ES512`.
    For(KeyType),
    /// None at all, or one where whoever can verify can also sign.
    Worthless,
    /// Another one.
    Other,
}

impl Algorithm {
    fn parse(name: &str) -> Self {
        match name {
            "EdDSA" | "Ed25519" => Self::For(KeyType::Ed25519),
            #[cfg(feature = "ecdsa")]
            "ES256" => Self::For(KeyType::P256),
            #[cfg(feature = "ecdsa")]
            "ES384" => Self::For(KeyType::P384),
            #[cfg(feature = "p521")]
            "ES512" => Self::For(KeyType::P521),
            _ if name.eq_ignore_ascii_case("none") || name.starts_with("HS") => Self::Worthless,
            _ => Self::Other,
        }
    }

    /// The name for a header, if keys of that type sign tokens. RFC 9864 prefers `Ed25519`; `EdDSA` is what verifiers know.
    #[cfg_attr(not(feature = "bbs"), expect(clippy::unnecessary_wraps, reason = "BLS12-381 keys sign no tokens"))]
    pub(crate) fn name(key: KeyType) -> Option<&'static str> {
        match key {
            #[cfg(feature = "bbs")]
            KeyType::Bls12381G2 => None,
            KeyType::Ed25519 => Some("EdDSA"),
            #[cfg(feature = "ecdsa")]
            KeyType::P256 => Some("ES256"),
            #[cfg(feature = "ecdsa")]
            KeyType::P384 => Some("ES384"),
            #[cfg(feature = "p521")]
            KeyType::P521 => Some("ES512"),
        }
    }
}

/// What a header says of a signature: how it was made, over what kind of thing, and under which key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    /// `typ`, in lower case and without `application/`.
    pub(crate) media_type: Option<String>,
    pub(crate) key_id: Option<String>,
    /// Whether certificates come with it, which are not read here.
    #[cfg(feature = "sd-jwt")]
    pub(crate) has_certificates: bool,
}

impl Header {
    fn read(header: &Object) -> Result<Self, TokenError> {
        // RFC 7515 §4.1.11: what must be understood and is not. None of the extensions is.
        if header.get("crit").is_some() || header.get("b64").is_some() {
            return Err(TokenError::Unsupported);
        }
        let optional = |name: &str| match header.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or(TokenError::Malformed),
        };
        Ok(Self {
            algorithm: Algorithm::parse(optional("alg")?.ok_or(TokenError::Malformed)?),
            media_type: optional("typ")?.map(media_type),
            key_id: optional("kid")?.map(str::to_owned),
            #[cfg(feature = "sd-jwt")]
            has_certificates: header.get("x5c").is_some(),
        })
    }

    /// The method whose key is said to have signed (§4.1.1): `kid` as a DID URL, or as the name of a key of whoever
    /// answers for what is signed, `author`. Where that is a key itself, the header need not name one.
    pub(crate) fn method(&self, author: &str) -> Option<VerificationMethodId> {
        let name = match self.key_id.as_deref() {
            Some(url) if self.names_a_method() => return VerificationMethodId::parse(url).ok(),
            Some(name) if name != author => name.strip_prefix('#').unwrap_or(name),
            _ if author.starts_with("did:jwk:") => "0",
            _ => author.strip_prefix("did:key:")?,
        };
        VerificationMethodId::parse(&format!("{author}#{name}")).ok()
    }

    /// Whether `kid` is a URL of its own, that of a verification method.
    pub(crate) fn names_a_method(&self) -> bool {
        self.key_id.as_deref().is_some_and(|name| is_absolute(name) && name.contains('#'))
    }

    /// Whether the header says that this is something else than `expected`. One that says nothing, or no more than that
    /// it is a token, says nothing against it.
    pub(crate) fn is_of_other_type(&self, expected: &str) -> bool {
        self.media_type.as_deref().is_some_and(|typ| typ != expected && typ != "jwt")
    }
}

/// A media type as it is compared: in lower case and without `application/` (RFC 7515 §4.1.9).
pub(crate) fn media_type(typ: &str) -> String {
    let typ = typ.to_ascii_lowercase();
    typ.strip_prefix("application/").map(str::to_owned).unwrap_or(typ)
}

/// A token in compact form: parsed, not yet believed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    text: String,
    /// Where the signature begins, past its dot.
    signature_at: usize,
    signature: Signature,
    pub(crate) header: Header,
}

impl Token {
    /// Takes a token apart into what secures it and the claims it holds.
    pub(crate) fn parse(text: &str) -> Result<(Self, Object), TokenError> {
        if text.contains('~') {
            return Err(TokenError::Unsupported);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;
        let (header, claims) = (object(header)?, object(payload)?);
        let token = Self {
            signature_at: signed.len() + 1,
            signature: decode_base64url_digits(signature).map_err(|_| TokenError::Malformed)?.into(),
            header: Header::read(&header)?,
            text: text.to_owned(),
        };
        Ok((token, claims))
    }

    /// The compact form.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether `key` made this token.
    pub(crate) fn is_by(&self, key: &PublicKey) -> bool {
        key.verify(&self.text.as_bytes()[..self.signature_at - 1], &self.signature).is_ok()
    }
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("did:") || url.starts_with("https://")
}

fn object(part: &str) -> Result<Object, TokenError> {
    let bytes = decode_base64url_digits(part).map_err(|_| TokenError::Malformed)?;
    match parse(&bytes, &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(TokenError::Malformed),
    }
}

/// A time as a claim has it (RFC 7519 §2, `NumericDate`).
#[cfg(feature = "issue")]
#[must_use]
pub fn date(time: Timestamp) -> Value {
    // Seconds up to the year 9999 are exact.
    #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
    let seconds = time.unix_seconds() as f64;
    Number::from_f64(seconds).map_or(Value::Null, Value::Number)
}

/// A claim that is a time in seconds since 1970 (RFC 7519 §2, `NumericDate`); an error if it is something else.
pub(crate) fn numeric_date(claims: &Object, name: &str) -> Result<Option<Timestamp>, TokenError> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    let Value::Number(number) = value else { return Err(TokenError::Malformed) };
    let seconds = number.as_f64();
    // Fractions are allowed and are of no interest; what is out of range is no time.
    #[expect(clippy::cast_possible_truncation, reason = "in range by the comparison")]
    let whole = (0.0..=253_402_300_799.0).contains(&seconds).then_some(seconds as i64);
    whole.and_then(|seconds| Timestamp::from_unix_seconds(seconds).ok()).map(Some).ok_or(TokenError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"alg":"ES256"}`, `{}`
    const GOOD: &str = "eyJhbGciOiJFUzI1NiJ9.e30.AA";

    #[test]
    fn takes_a_token_apart() {
        let (token, claims) = Token::parse(GOOD).unwrap();
        assert_eq!((token.as_str(), claims.is_empty()), (GOOD, true));
        assert!(!token.header.is_of_other_type(TYPE_CREDENTIAL));
    }

    #[test]
    fn refuses_what_is_none() {
        for (text, error) in [
            ("", TokenError::Malformed),
            ("e30.e30", TokenError::Malformed),
            // No `alg`; `alg` that is no text; a header that is no object; padding; a fourth part; JSON twice.
            ("e30.e30.AA", TokenError::Malformed),
            ("eyJhbGciOjF9.e30.AA", TokenError::Malformed),
            ("W10.e30.AA", TokenError::Malformed),
            ("eyJhbGciOiJFUzI1NiJ9.e30=.AA", TokenError::Malformed),
            ("eyJhbGciOiJFUzI1NiJ9.e30.e30.AA", TokenError::Malformed),
            ("eyJhbGciOiJFUzI1NiIsImFsZyI6Im5vbmUifQ.e30.AA", TokenError::Malformed),
            ("eyJhbGciOiJFUzI1NiJ9.e30.A", TokenError::Malformed),
            // `crit`; disclosures.
            ("eyJhbGciOiJFUzI1NiIsImNyaXQiOlsieCJdfQ.e30.AA", TokenError::Unsupported),
            ("eyJhbGciOiJFUzI1NiJ9.e30.AA~", TokenError::Unsupported),
        ] {
            assert_eq!(Token::parse(text).err(), Some(error), "{text}");
        }
    }

    #[test]
    fn finds_the_method_that_a_header_names() {
        for (key_id, author, expected) in [
            (None, "did:key:z6Mk", Some("did:key:z6Mk#z6Mk")),
            (None, "did:jwk:e30", Some("did:jwk:e30#0")),
            (None, "did:web:a.example", None),
            (None, "https://a.example", None),
            (Some("did:web:a.example#k"), "did:web:b.example", Some("did:web:a.example#k")),
            (Some("#k"), "did:web:a.example", Some("did:web:a.example#k")),
            (Some("k"), "did:web:a.example", Some("did:web:a.example#k")),
            (Some("did:key:z6Mk"), "did:key:z6Mk", Some("did:key:z6Mk#z6Mk")),
            (Some("k"), "https://a.example", Some("https://a.example#k")),
            (Some("https://a.example/i#k"), "did:web:a.example", Some("https://a.example/i#k")),
            (Some("k"), "http://a.example", None),
            (Some("http://a.example#k"), "https://b.example", None),
            (Some(""), "did:web:a.example", None),
            (Some("did:web:a.example/p#k"), "did:web:a.example", None),
        ] {
            let mut token = Token::parse(GOOD).unwrap().0;
            token.header.key_id = key_id.map(str::to_owned);
            let method = token.header.method(author).map(|method| method.to_string());
            assert_eq!(method.as_deref(), expected, "{key_id:?} {author}");
        }
    }

    #[test]
    fn the_list_of_algorithms_is_closed() {
        for name in ["none", "None", "NONE", "HS256", "HS512"] {
            assert_eq!(Algorithm::parse(name), Algorithm::Worthless, "{name}");
        }
        for name in ["", "RS256", "PS512", "ES256K", "es256", "eddsa", "Ed448"] {
            assert_eq!(Algorithm::parse(name), Algorithm::Other, "{name}");
        }
        assert_eq!(Algorithm::parse("EdDSA"), Algorithm::For(KeyType::Ed25519));
    }

    #[test]
    fn reads_times_in_seconds() {
        let read = |text: &str| {
            let Ok(Value::Object(claims)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!() };
            numeric_date(&claims, "exp").map(|time| time.map(|time| time.to_string()))
        };
        assert_eq!(read("{}"), Ok(None));
        assert_eq!(read(r#"{"exp":1.9}"#), Ok(Some("1970-01-01T00:00:01Z".to_owned())));
        for text in [r#"{"exp":"1"}"#, r#"{"exp":-1}"#, r#"{"exp":1e300}"#, r#"{"exp":null}"#] {
            assert_eq!(read(text), Err(TokenError::Malformed), "{text}");
        }
    }
}
