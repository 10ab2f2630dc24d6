//! Resolving DIDs that hold their own key, and dereferencing the verification method in them.
//!
//! In scope: `did:key` (Ed25519, P-256, P-384, BLS12-381 G2) and `did:jwk`, in the forms that `did:key` has for its documents; the
//! document alone or with what is said about it. Out of scope: DIDs for which something must be fetched.
//! Specs: <https://w3c-ccg.github.io/did-key-spec/>, <https://github.com/quartzjer/did-jwk/blob/main/spec.md>,
//! <https://www.w3.org/TR/did-resolution/>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofpass::did::Did;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::{KeyError, KeyType, PublicKey};
use proofpass::multibase::decode_base58btc_up_to;

/// The answer to a question about a DID.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Why there is no document, in the word of the specification.
    pub error: Option<&'static str>,
    /// What the answer is, as media types have it.
    pub media_type: &'static str,
    /// The whole answer.
    pub body: Object,
}

/// What a caller wants to get (DID Resolution, HTTPS binding).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Representation {
    /// The document by itself, in JSON.
    Json,
    /// The document by itself, in JSON-LD.
    JsonLd,
    /// The document between its metadata, in the form that test suites for `did:key` read.
    Result,
    /// The same in the form of DID Resolution: without a document where there is none.
    Resolution,
}

impl Representation {
    /// The first that an `Accept` header names of those that there are; `None` if it names others only.
    #[must_use]
    pub fn accepted(header: Option<&str>) -> Option<Self> {
        let Some(header) = header else { return Some(Self::Result) };
        header.split(',').find_map(|range| match range.split(';').next().unwrap_or_default().trim() {
            "application/did" | "application/did+ld+json" => Some(Self::JsonLd),
            "application/did+json" => Some(Self::Json),
            "application/did-resolution" => Some(Self::Resolution),
            "application/json" | "application/ld+json" | "application/*" | "*/*" => Some(Self::Result),
            _ => None,
        })
    }
}

/// The form that a verification method takes (did:key §3.1.1, `publicKeyFormat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Multikey,
    JsonWebKey,
    JsonWebKey2020,
    Ed25519VerificationKey2020,
}

impl Form {
    /// Forms of the time before, and of keys that agree on secrets, are known as such and are not written here.
    const EXPERIMENTAL: [&str; 4] = [
        "Ed25519VerificationKey2018",
        "X25519KeyAgreementKey2019",
        "X25519KeyAgreementKey2020",
        "EcdsaSecp256k1VerificationKey2019",
    ];

    /// The form that was asked for, for a key of this type.
    fn asked(name: Option<&str>, key_type: KeyType) -> Result<Self, &'static str> {
        match name {
            None | Some("Multikey") => Ok(Self::Multikey),
            Some("JsonWebKey") => Ok(Self::JsonWebKey),
            Some("JsonWebKey2020") => Ok(Self::JsonWebKey2020),
            Some("Ed25519VerificationKey2020") if key_type == KeyType::Ed25519 => Ok(Self::Ed25519VerificationKey2020),
            Some("Ed25519VerificationKey2020") => Err("invalidPublicKeyType"),
            Some(_) => Err("unsupportedPublicKeyType"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Multikey => "Multikey",
            Self::JsonWebKey => "JsonWebKey",
            Self::JsonWebKey2020 => "JsonWebKey2020",
            Self::Ed25519VerificationKey2020 => "Ed25519VerificationKey2020",
        }
    }

    fn context(self) -> &'static str {
        match self {
            Self::Multikey => "https://w3id.org/security/multikey/v1",
            Self::JsonWebKey => "https://w3id.org/security/jwk/v1",
            Self::JsonWebKey2020 => "https://w3id.org/security/suites/jws-2020/v1",
            Self::Ed25519VerificationKey2020 => "https://w3id.org/security/suites/ed25519-2020/v1",
        }
    }
}

/// Resolves a DID, or dereferences a DID URL with a fragment. `format` and `experimental` are `publicKeyFormat` and
/// `enableExperimentalPublicKeyTypes`.
#[must_use]
pub fn resolve(text: &str, representation: Option<Representation>, format: Option<&str>, experimental: bool) -> Answer {
    // What goes beyond a DID names a part of its document.
    let end = text.find(['#', '/', '?']);
    let (did, rest) = text.split_at(end.unwrap_or(text.len()));
    let found = match representation {
        None => Err("representationNotSupported"),
        // Only a DID has a document (DID Core §7.1).
        Some(Representation::Resolution) if end.is_some() => Err("invalidDid"),
        Some(_) => find(did, end.map(|_| rest), format, experimental),
    };
    let is_part = end.is_some();
    match (representation, found) {
        (Some(Representation::Json), Ok(mut document)) => {
            // What JSON-LD adds is no part of this representation (DID Core §6.2.1).
            document.remove("@context");
            Answer { error: None, media_type: "application/did+json", body: document }
        }
        (Some(Representation::JsonLd), Ok(document)) => {
            Answer { error: None, media_type: "application/did+ld+json", body: document }
        }
        (Some(Representation::Result), found) => in_result(found, is_part),
        (_, found) => in_resolution(found, is_part),
    }
}

fn in_result(found: Result<Object, &'static str>, is_part: bool) -> Answer {
    let metadata = if is_part { "didDereferencingMetadata" } else { "didResolutionMetadata" };
    let error = found.as_ref().err().copied();
    let about = match error {
        Some(error) => Object::new().with("error", error),
        None => Object::new().with("contentType", "application/did+ld+json"),
    };
    let body = Object::new()
        .with("@context", "https://w3id.org/did-resolution/v1")
        // The test suite for did:key wants a document even where there is none.
        .with("didDocument", found.unwrap_or_default())
        .with("didDocumentMetadata", Object::new())
        .with(metadata, about);
    Answer { error, media_type: "application/json", body }
}

/// The result of `resolve` (DID Core §7.1), or of `dereference` (§7.2) for a part of a document.
fn in_resolution(found: Result<Object, &'static str>, is_part: bool) -> Answer {
    let names = if is_part {
        ["dereferencingMetadata", "content", "contentMetadata"]
    } else {
        ["didResolutionMetadata", "didDocument", "didDocumentMetadata"]
    };
    let (error, about, document) = match found {
        Ok(document) => (None, Object::new(), Value::from(document)),
        Err(error) => (Some(error), Object::new().with("error", error), Value::Null),
    };
    let [metadata, content, content_metadata] = names;
    let body = Object::new().with(metadata, about).with(content, document).with(content_metadata, Object::new());
    let media_type = if is_part { "application/did-url-dereferencing" } else { "application/did-resolution" };
    Answer { error, media_type, body }
}

/// The document, or the verification method that `rest` names in it.
fn find(did: &str, rest: Option<&str>, format: Option<&str>, experimental: bool) -> Result<Object, &'static str> {
    let did = Did::parse(did).map_err(|_| "invalidDid")?;
    let (method, id) = did.as_str().trim_start_matches("did:").split_once(':').ok_or("invalidDid")?;
    let (key, own_fragment) = match method {
        "key" => (key_of_did_key(id)?, id),
        "jwk" => (key_of_did_jwk(id)?, "0"),
        _ => return Err("methodNotSupported"),
    };
    if !experimental && format.is_some_and(|format| Form::EXPERIMENTAL.contains(&format)) {
        return Err("invalidPublicKeyType");
    }
    // A key of a did:jwk is written as what it is, unless something else is asked for.
    let usual = (method == "jwk").then_some("JsonWebKey");
    let form = Form::asked(format.or(usual), key.key_type())?;
    let method_id = format!("{did}#{own_fragment}");
    let Some(rest) = rest else { return Ok(document(&did, &method_id, &key, form)) };
    match rest.strip_prefix('#') {
        Some(fragment) if fragment == own_fragment => {
            Ok(verification_method(&did, &method_id, &key, form).with("@context", form.context()))
        }
        // Documents here have no other parts, and nothing behind a path or a query.
        _ if is_of_a_url(rest) => Err("notFound"),
        _ => Err("invalidDidUrl"),
    }
}

/// Path, query and fragment of a DID URL (DID Core §3.2, RFC 3986 §3.3 to §3.5).
fn is_of_a_url(rest: &str) -> bool {
    let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let is_right = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(&byte);
    before.bytes().chain(fragment.bytes()).all(is_right)
}

fn document(did: &Did, method_id: &str, key: &PublicKey, form: Form) -> Object {
    let relationship = || vec![Value::from(method_id)];
    Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/did/v1"), form.context().into()])
        .with("id", did.as_str())
        .with("verificationMethod", vec![verification_method(did, method_id, key, form).into()])
        .with("authentication", relationship())
        .with("assertionMethod", relationship())
        .with("capabilityDelegation", relationship())
        .with("capabilityInvocation", relationship())
}

fn verification_method(did: &Did, method_id: &str, key: &PublicKey, form: Form) -> Object {
    let method = Object::new().with("id", method_id).with("type", form.name()).with("controller", did.as_str());
    match form {
        Form::Multikey | Form::Ed25519VerificationKey2020 => method.with("publicKeyMultibase", key.to_multikey()),
        Form::JsonWebKey | Form::JsonWebKey2020 => method.with("publicKeyJwk", key.to_jwk()),
    }
}

/// did:key §3.1.2. There is one version of the method, and it is not written.
fn key_of_did_key(multikey: &str) -> Result<PublicKey, &'static str> {
    // Longer than any key that is read: RSA, whose keys have a codec too.
    const LONGEST: usize = 1024;
    let error = match PublicKey::from_multikey(multikey) {
        Ok(key) => return Ok(key),
        Err(error) => error,
    };
    let bytes = decode_base58btc_up_to(multikey, LONGEST).map_err(|_| "invalidDid")?;
    let (point, length) = match *bytes {
        [0xed, 0x01, ref point @ ..] => (point, 32),
        [0x80, 0x24, ref point @ ..] => (point, 33),
        [0x81, 0x24, ref point @ ..] => (point, 49),
        [0xeb, 0x01, ref point @ ..] => (point, 96),
        _ => return Err("unsupportedPublicKeyType"),
    };
    match error {
        KeyError::Malformed if point.len() != length => Err("invalidPublicKeyLength"),
        // On no curve; a type that is read and still not supported there is none.
        _ => Err("invalidPublicKey"),
    }
}

fn key_of_did_jwk(encoded: &str) -> Result<PublicKey, &'static str> {
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| "invalidDid")?;
    let Ok(Value::Object(jwk)) = parse(&bytes, &Limits::DOCUMENT) else { return Err("invalidDid") };
    PublicKey::from_jwk(&jwk).map_err(|error| match error {
        KeyError::Unsupported => "unsupportedPublicKeyType",
        _ => "invalidPublicKey",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const P256: &str = "did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
    const P384: &str = "did:key:z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54";
    const BLS12381: &str = "did:key:zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ";
    const JWK: &str = "did:jwk:eyJjcnYiOiJFZDI1NTE5Iiwia3R5IjoiT0tQIiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3aGN2UGFwaU1scndJYWFQY0hVUm8ifQ";

    fn error(text: &str, format: Option<&str>) -> Option<&'static str> {
        resolve(text, Some(Representation::Result), format, false).error
    }

    #[test]
    fn resolves_keys_of_every_type_in_every_form() {
        for did in [ED25519, P256, P384, BLS12381, JWK] {
            for format in [None, Some("Multikey"), Some("JsonWebKey"), Some("JsonWebKey2020")] {
                let found = resolve(did, Some(Representation::Result), format, false);
                assert_eq!(found.error, None, "{did} {format:?}");
                let document = found.body.get("didDocument").and_then(Value::as_object).unwrap();
                assert_eq!(document.get("id").and_then(Value::as_str), Some(did));
                let method = document.get("verificationMethod").unwrap().as_array().unwrap()[0].as_object().unwrap();
                assert_eq!(method.get("controller").and_then(Value::as_str), Some(did));
                if let Some(format) = format {
                    assert_eq!(method.get("type").and_then(Value::as_str), Some(format));
                }
                let method = method.get("id").and_then(Value::as_str).unwrap();
                assert_eq!(error(method, format), None, "{method}");
            }
        }
    }

    #[test]
    fn says_why_there_is_no_document() {
        let short = format!("did:key:{}", proofpass::multibase::encode_base58btc(&[0xed, 0x01, 1, 2]));
        let short_g2 =
            format!("did:key:{}", proofpass::multibase::encode_base58btc(&[&[0xeb, 0x01], &[1; 95][..]].concat()));
        let identity = format!(
            "did:key:{}",
            proofpass::multibase::encode_base58btc(&[&[0xeb, 0x01, 0xc0], &[0; 95][..]].concat())
        );
        let secp256k1 =
            format!("did:key:{}", proofpass::multibase::encode_base58btc(&[&[0xe7, 0x01], &[2; 33][..]].concat()));
        for (text, expected) in [
            ("notDid:key:z6Mk", "invalidDid"),
            ("did:key:@", "invalidDid"),
            ("did:key:6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "invalidDid"),
            ("did:key:1:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "invalidDid"),
            ("did:jwk:e30", "invalidPublicKey"),
            ("did:jwk:_", "invalidDid"),
            ("did:web:a.example", "methodNotSupported"),
            (&short, "invalidPublicKeyLength"),
            (&short_g2, "invalidPublicKeyLength"),
            (&identity, "invalidPublicKey"),
            (&secp256k1, "unsupportedPublicKeyType"),
        ] {
            let found = resolve(text, Some(Representation::Result), None, false);
            assert_eq!(found.error, Some(expected), "{text}");
            assert!(found.body.get("didResolutionMetadata").is_some());
        }
        for (rest, expected) in [
            ("#^", "invalidDidUrl"),
            ("#a#b", "invalidDidUrl"),
            ("/pa th", "invalidDidUrl"),
            ("?{a}", "invalidDidUrl"),
            ("#", "notFound"),
            ("/path", "notFound"),
            ("?a#b", "notFound"),
            ("#z6LS", "notFound"),
        ] {
            let found = resolve(&format!("{ED25519}{rest}"), Some(Representation::Result), None, false);
            assert_eq!(found.error, Some(expected), "{rest}");
            assert!(found.body.get("didDereferencingMetadata").is_some());
        }
    }

    #[test]
    fn refuses_forms_that_a_key_does_not_take() {
        assert_eq!(error(ED25519, Some("unknown")), Some("unsupportedPublicKeyType"));
        assert_eq!(error(ED25519, Some("Ed25519VerificationKey2020")), None);
        assert_eq!(error(P256, Some("Ed25519VerificationKey2020")), Some("invalidPublicKeyType"));
        assert_eq!(error(ED25519, Some("Ed25519VerificationKey2018")), Some("invalidPublicKeyType"));
        let allowed = resolve(ED25519, Some(Representation::Result), Some("Ed25519VerificationKey2018"), true);
        assert_eq!(allowed.error, Some("unsupportedPublicKeyType"), "known, and not written here");
    }

    #[test]
    fn a_representation_is_the_document_and_nothing_else() {
        let of = |text: &str, header| resolve(text, Representation::accepted(Some(header)), None, false);
        let method = format!("{ED25519}#{}", ED25519.trim_start_matches("did:key:"));
        for text in [ED25519, &method, P256, JWK] {
            let (json, json_ld) = (of(text, "application/did+json"), of(text, "text/html, application/did;q=1, */*"));
            assert_eq!((json.media_type, json_ld.media_type), ("application/did+json", "application/did+ld+json"));
            assert_eq!(json.body.get("id").and_then(Value::as_str), Some(text));
            assert!(json.body.get("@context").is_none() && json_ld.body.get("@context").is_some());
            let mut without = json_ld.body;
            without.remove("@context");
            assert_eq!(without, json.body);
        }
    }

    #[test]
    fn an_error_has_no_document() {
        let of = |text: &str, header| resolve(text, Representation::accepted(Some(header)), None, false);
        let part = format!("{ED25519}#none");
        for (text, header, error, member) in [
            (ED25519, "application/did+cbor", "representationNotSupported", "didDocument"),
            (ED25519, "text/html", "representationNotSupported", "didDocument"),
            ("did:key:@", "application/did-resolution", "invalidDid", "didDocument"),
            ("did:key:@", "application/did+json", "invalidDid", "didDocument"),
            (&part, "application/did+json", "notFound", "content"),
            (&part, "application/did-resolution", "invalidDid", "content"),
        ] {
            let answer = of(text, header);
            assert_eq!((answer.error, answer.body.get(member)), (Some(error), Some(&Value::Null)), "{text} {header}");
        }
        let whole = of(ED25519, "application/did-resolution");
        assert_eq!((whole.error, whole.media_type), (None, "application/did-resolution"));
        assert_eq!(whole.body.get("didResolutionMetadata"), Some(&Object::new().into()), "of `resolve`");
    }
}
