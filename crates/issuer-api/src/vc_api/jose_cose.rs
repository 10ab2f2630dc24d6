//! Securing with JOSE and COSE by itself: one document and one verification method, and one of three words.
//!
//! In scope: what the specification's own test suite asks for. It hands over the key, also the private one, and asks of a
//! presentation whether its own token holds and whether what it carries stands in envelopes: not whether that verifies, for
//! which it gives no keys. Nor does it ask about time, or whether the key is the issuer's (one of its credentials is signed
//! by somebody else's). Out of scope: all that; the verifier checks it.
//! Spec: <https://www.w3.org/TR/vc-jose-cose/>

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proofpass::bundle::Bundle;
use proofpass::credential::UnsignedCredential;
use proofpass::did::VerificationMethodId;
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::{PublicKey, SigningKey};
use proofpass::presentation::{Presentation, UnsignedPresentation};
use proofpass::securing::cose::PreparedSign1;
use proofpass::securing::jose::PreparedToken;
use proofpass::securing::sd_jwt::{Frame, PreparedSdJwt, SdJwtOptions};
use proofpass::time::Timestamp;
use proofpass::verify::{Check, CheckName, Code, CredentialReport, Material, Outcome, Policy, verify};

use super::Evaluation;
use crate::rng::{Rng, bytes};

/// What is secured, and how: a feature of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    is_presentation: bool,
    mechanism: Mechanism,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mechanism {
    Cose,
    Jose,
    SdJwt,
}

impl Feature {
    /// The feature of this name, such as `credential_jose`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (kind, mechanism) = name.split_once('_')?;
        let is_presentation = match kind {
            "credential" => false,
            "presentation" => true,
            _ => return None,
        };
        let mechanism = match mechanism {
            "cose" => Mechanism::Cose,
            "jose" => Mechanism::Jose,
            "sdjwt" => Mechanism::SdJwt,
            _ => return None,
        };
        Some(Self { is_presentation, mechanism })
    }
}

/// Members that data model 2.0 defines for a credential and for a presentation. The suite wants others refused when a
/// document is secured, whatever its context says of them; the service itself takes what the context defines.
const CREDENTIAL: [&str; 17] = [
    "@context",
    "confidenceMethod",
    "credentialSchema",
    "credentialStatus",
    "credentialSubject",
    "description",
    "evidence",
    "id",
    "issuer",
    "name",
    "refreshService",
    "relatedResource",
    "renderMethod",
    "termsOfUse",
    "type",
    "validFrom",
    "validUntil",
];
const PRESENTATION: [&str; 7] =
    ["@context", "holder", "id", "refreshService", "termsOfUse", "type", "verifiableCredential"];

/// Secures a document under a verification method that holds its private key. `disclose` are the paths of what a holder
/// may leave out, such as `credentialSubject.phoneNumbers[0]`. The text of the result is there where the word is success.
#[must_use]
pub fn secure(
    feature: Feature,
    document: &Object,
    method: &Object,
    disclose: &[String],
    rng: &dyn Rng,
) -> (Evaluation, Option<String>) {
    let known: &[&str] = if feature.is_presentation { &PRESENTATION } else { &CREDENTIAL };
    if document.iter().any(|(name, _)| !known.contains(&name)) {
        return (Evaluation::Failure, None);
    }
    let Some(key) = secret(method) else { return (Evaluation::Indeterminate, None) };
    match secured(feature, document, method, &key, disclose, rng) {
        // Nothing goes out that does not come in again.
        Some(text) if check(feature, text.as_bytes(), method) == Evaluation::Success => {
            (Evaluation::Success, Some(text))
        }
        _ => (Evaluation::Failure, None),
    }
}

fn secured(
    feature: Feature,
    document: &Object,
    method: &Object,
    key: &SigningKey,
    disclose: &[String],
    rng: &dyn Rng,
) -> Option<String> {
    let id = VerificationMethodId::parse(text(method, "id")?).ok()?;
    let (id, public) = (Some(&id), key.public_key());
    let document = document.clone();
    if feature.mechanism == Mechanism::SdJwt {
        let paths = disclose.iter().map(|path| pointer(path)).collect::<Option<Vec<_>>>()?;
        let mut salts = paths.iter().map(|_| bytes(rng).ok()).collect::<Option<Vec<[u8; 16]>>>()?;
        let frame = Frame::new(paths, 0);
        let options = SdJwtOptions { method: id, ..SdJwtOptions::new(&public) };
        let mut is_short = false;
        let mut salt = || {
            salts.pop().unwrap_or_else(|| {
                is_short = true;
                [0; 16]
            })
        };
        let prepared = if feature.is_presentation {
            PreparedSdJwt::presentation(UnsignedPresentation::new(document).ok()?, &frame, &options, &mut salt)
        } else {
            PreparedSdJwt::credential(UnsignedCredential::new(document).ok()?, &frame, &options, &mut salt)
        };
        let token = prepared.ok()?.signed_by(key).ok()?;
        return (!is_short).then_some(token);
    }
    Some(match (feature.mechanism, feature.is_presentation) {
        (Mechanism::Jose | Mechanism::SdJwt, false) => {
            let prepared = PreparedToken::new(UnsignedCredential::new(document).ok()?, &public, id).ok()?;
            prepared.signed_by(key).ok()?.token()?.to_owned()
        }
        (Mechanism::Jose | Mechanism::SdJwt, true) => {
            let presentation = UnsignedPresentation::new(document).ok()?;
            presentation.as_token(key, id, None, None).ok()?.token()?.to_owned()
        }
        (Mechanism::Cose, false) => {
            let prepared = PreparedSign1::credential(UnsignedCredential::new(document).ok()?, &public, id).ok()?;
            STANDARD.encode(prepared.signed_by(key).ok()?)
        }
        (Mechanism::Cose, true) => {
            let prepared = PreparedSign1::presentation(UnsignedPresentation::new(document).ok()?, &public, id).ok()?;
            STANDARD.encode(prepared.signed_by(key).ok()?)
        }
    })
}

/// Whether a secured document is one, by this verification method.
#[must_use]
pub fn check(feature: Feature, secured: &[u8], method: &Object) -> Evaluation {
    if !is_of(feature.mechanism, secured) {
        return Evaluation::Failure;
    }
    let Ok(bundle) = Bundle::parse(secured) else { return Evaluation::Failure };
    if bundle.presentation().is_some() != feature.is_presentation {
        return Evaluation::Failure;
    }
    // A key that a token names without saying whose it is, is its holder's: the one that came with it.
    let holder = bundle.presentation().and_then(Presentation::holder);
    let Some(material) = material(method, holder) else { return Evaluation::Failure };
    // Any time will do: a token that has ended was signed by the key all the same.
    let report = verify(&bundle, &material, &Policy::default(), Timestamp::MIN);
    let asked = |check: &&Check| matches!(check.name(), CheckName::Holder | CheckName::Proof | CheckName::Structure);
    let checks: Vec<&Check> = if let Some(presentation) = report.presentation() {
        if !bundle.presentation().is_some_and(|presentation| carries_envelopes(presentation.object())) {
            return Evaluation::Failure;
        }
        presentation.checks().iter().filter(asked).collect()
    } else {
        report.credentials().iter().flat_map(CredentialReport::checks).filter(asked).collect()
    };
    let outcome = |check: &&Check| match check.code() {
        Code::ProofExpired | Code::ProofNotYetValid => Outcome::Pass,
        code => code.outcome(),
    };
    let is = |wanted: Outcome| checks.iter().any(|check| outcome(check) == wanted);
    let is_readable = public(method).is_some();
    if is(Outcome::Fail) || (is(Outcome::NotChecked) && is_readable) {
        // The key that it should be by is known here, and it is not by that.
        Evaluation::Failure
    } else if is(Outcome::NotChecked) || checks.is_empty() {
        Evaluation::Indeterminate
    } else {
        Evaluation::Success
    }
}

/// Whether text is of this form.
fn is_of(mechanism: Mechanism, secured: &[u8]) -> bool {
    let text = secured.trim_ascii();
    let has = |byte| text.contains(&byte);
    match mechanism {
        Mechanism::Cose => !has(b'{') && !has(b'.'),
        Mechanism::Jose => !has(b'{') && has(b'.') && !has(b'~'),
        Mechanism::SdJwt => !has(b'{') && has(b'.') && has(b'~'),
    }
}

/// §3.1.2 and its like: what a presentation carries stands in envelopes, as data URLs of their media types.
fn carries_envelopes(presentation: &Object) -> bool {
    const PREFIXES: [&str; 3] =
        ["data:application/vc+jwt,", "data:application/vc+sd-jwt,", "data:application/vc+cose;base64,"];
    let entries = presentation.get("verifiableCredential").map_or(&[][..], Value::as_set);
    entries.iter().all(|entry| {
        let id = entry.as_object().and_then(|entry| text(entry, "id")).unwrap_or_default();
        PREFIXES.iter().any(|prefix| id.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()))
    })
}

/// The method in a document of its controller, under its own name and under that of its key (`kid`), and the key among
/// those that an issuer publishes.
fn material(method: &Object, holder: Option<&str>) -> Option<Material> {
    let (controller, jwk) = (text(method, "controller")?, method.get("publicKeyJwk")?.as_object()?);
    let document = |owner: &str| {
        let names = [text(method, "id").map(str::to_owned), text(jwk, "kid").map(|kid| format!("{owner}#{kid}"))];
        let ids: Vec<Value> = names.into_iter().flatten().map(Value::from).collect();
        let one = |id: &Value| {
            let method = Object::new().with("id", id.clone()).with("type", "JsonWebKey").with("controller", owner);
            Value::from(method.with("publicKeyJwk", jwk.clone()))
        };
        let methods: Vec<Value> = ids.iter().map(one).collect();
        let document = Object::new().with("id", owner).with("verificationMethod", methods);
        document.with("assertionMethod", ids.clone()).with("authentication", ids)
    };
    let at = Timestamp::MIN;
    let mut material = Material::default();
    for owner in [Some(controller), holder].into_iter().flatten() {
        material.add_did_document(document(owner), owner.to_owned(), at).ok()?;
    }
    let keys = Object::new().with("keys", vec![Value::from(jwk.clone())]);
    let metadata = Object::new().with("issuer", controller).with("jwks", keys);
    // An issuer that is a DID publishes none.
    let _ = material.add_issuer_metadata(&metadata, controller.to_owned(), at);
    Some(material)
}

fn public(method: &Object) -> Option<PublicKey> {
    PublicKey::from_jwk(method.get("publicKeyJwk")?.as_object()?).ok()
}

/// The private key, if it is of a kind that signs here.
fn secret(method: &Object) -> Option<SigningKey> {
    let jwk = method.get("secretKeyJwk")?.as_object()?;
    let scalar = URL_SAFE_NO_PAD.decode(text(jwk, "d")?).ok()?;
    match text(jwk, "crv")? {
        "Ed25519" => Some(SigningKey::from_seed(scalar.as_slice().try_into().ok()?)),
        "P-256" => SigningKey::p256(scalar.as_slice().try_into().ok()?).ok(),
        "P-384" => SigningKey::p384(scalar.as_slice().try_into().ok()?).ok(),
        "P-521" => SigningKey::p521(scalar.as_slice().try_into().ok()?).ok(),
        _ => None,
    }
}

/// `a.b[0]` as `/a/b/0`.
fn pointer(path: &str) -> Option<Pointer> {
    Pointer::parse(&format!("/{}", path.replace(['.', '['], "/").replace(']', ""))).ok()
}

fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use proofpass::json::{Limits, parse};

    use super::*;
    use crate::rng::RngUnavailable;

    const ISSUER: &str = "https://issuer.example/keys";

    /// Salts need not be secret here.
    #[derive(Debug)]
    struct Ones;

    impl Rng for Ones {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), RngUnavailable> {
            bytes.fill(1);
            Ok(())
        }
    }

    fn object(text: &str) -> Object {
        match parse(text.as_bytes(), &Limits::DOCUMENT) {
            Ok(Value::Object(object)) => object,
            other => panic!("{other:?}"),
        }
    }

    /// A method of each kind of key that signs here.
    fn methods() -> [Object; 4] {
        let p256 = SigningKey::p256(&[7; 32]).unwrap();
        let p384 = SigningKey::p384(&[7; 48]).unwrap();
        let mut long = [7; 66];
        long[0] = 0;
        let p521 = SigningKey::p521(&long).unwrap();
        let ed25519 = SigningKey::from_seed(&[7; 32]);
        [(p256, &[7; 32][..]), (p384, &[7; 48]), (p521, &long), (ed25519, &[7; 32])].map(|(key, scalar)| {
            let jwk = key.public_key().to_jwk();
            Object::new()
                .with("id", format!("{ISSUER}#key-1"))
                .with("type", "JsonWebKey")
                .with("controller", ISSUER)
                .with("publicKeyJwk", jwk.clone())
                .with("secretKeyJwk", jwk.with("d", URL_SAFE_NO_PAD.encode(scalar)))
        })
    }

    fn credential() -> Object {
        object(
            r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],
            "issuer":"https://issuer.example/keys","validFrom":"2030-01-01T00:00:00Z",
            "credentialSubject":{"id":"did:ex:a","description":"A thing","names":["a","b"]}}"#,
        )
    }

    fn presentation(id: &str) -> Object {
        let text = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiablePresentation","holder":"https://issuer.example/keys"}"#;
        let envelope = Object::new().with("@context", "https://www.w3.org/ns/credentials/v2").with("id", id);
        let envelope = envelope.with("type", "EnvelopedVerifiableCredential");
        object(text).with("verifiableCredential", vec![Value::from(envelope)])
    }

    /// Each feature with a document for it and what may be left out.
    fn features() -> Vec<(&'static str, Feature, Object, Vec<String>)> {
        let token = "data:application/vc+jwt,e30.e30.AA";
        [
            ("credential_jose", credential(), &[][..]),
            ("credential_cose", credential(), &[]),
            ("credential_sdjwt", credential(), &["credentialSubject.description", "credentialSubject.names[1]"]),
            ("presentation_jose", presentation(token), &[]),
            ("presentation_cose", presentation(token), &[]),
            ("presentation_sdjwt", presentation(token), &["verifiableCredential[0]"]),
        ]
        .into_iter()
        .map(|(name, document, paths)| {
            (name, Feature::named(name).unwrap(), document, paths.iter().map(ToString::to_string).collect())
        })
        .collect()
    }

    #[test]
    fn what_goes_out_comes_in_again_and_under_no_other_name() {
        for method in methods() {
            for (name, feature, document, paths) in features() {
                let (result, token) = secure(feature, &document, &method, &paths, &Ones);
                assert_eq!(result, Evaluation::Success, "{name}");
                let token = token.unwrap();
                assert_eq!(token.matches('~').count(), if paths.is_empty() { 0 } else { paths.len() + 1 });
                for (other_name, other, _, _) in features() {
                    let expected = if name == other_name { Evaluation::Success } else { Evaluation::Failure };
                    assert_eq!(check(other, token.as_bytes(), &method), expected, "{name} as {other_name}");
                }
                for stranger in methods().into_iter().filter(|other| *other != method) {
                    assert_eq!(check(feature, token.as_bytes(), &stranger), Evaluation::Failure, "{name}");
                }
                // One character of the token, in its middle, is another.
                let at = token.split('~').next().unwrap().len() / 2;
                let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
                let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
                assert_eq!(check(feature, changed.as_bytes(), &method), Evaluation::Failure, "{name}");
            }
        }
    }

    #[test]
    fn refuses_what_is_none() {
        let [method, ..] = methods();
        let named = |name| Feature::named(name).unwrap();
        for name in ["", "credential", "credential_", "jose_credential", "presentation_jwt", "Credential_jose"] {
            assert_eq!(Feature::named(name), None, "{name}");
        }
        let issue = |name, document: &Object, paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
            secure(named(name), document, &method, &paths, &Ones).0
        };
        for name in ["credential_jose", "credential_cose", "credential_sdjwt"] {
            for document in [
                credential().with("unheardOf", 1u32),
                credential().with("proof", Object::new()),
                presentation("data:application/vc+jwt,e30.e30.AA"),
                Object::new(),
            ] {
                assert_eq!(issue(name, &document, &[]), Evaluation::Failure, "{name} {document}");
            }
        }
        // What a verifier must see, or what is not there, cannot be left out.
        for path in ["issuer", "nothing", "credentialSubject.names[2]", "credentialSubject.", ""] {
            assert_eq!(issue("credential_sdjwt", &credential(), &[path]), Evaluation::Failure, "{path}");
        }
        for id in ["", "a-credential", "data:application/vc+jwt,", "data:text/plain,e30.e30.AA"] {
            for name in ["presentation_jose", "presentation_cose", "presentation_sdjwt"] {
                assert_eq!(issue(name, &presentation(id), &[]), Evaluation::Failure, "{name} {id}");
            }
        }
        for (name, _, document, _) in features() {
            assert_eq!(check(named(name), document.to_string().as_bytes(), &method), Evaluation::Failure, "{name}");
            assert_eq!(check(named(name), b"", &method), Evaluation::Failure, "{name}");
        }
    }

    #[test]
    fn says_what_it_cannot_tell() {
        let [mut method, ..] = methods();
        let feature = Feature::named("credential_jose").unwrap();
        let token = secure(feature, &credential(), &method, &[], &Ones).1.unwrap();
        let curve = Object::new().with("kty", "EC").with("crv", "secp256k1").with("x", "AA").with("y", "AA");
        method.insert("publicKeyJwk", curve.clone());
        method.insert("secretKeyJwk", curve.with("d", "AA"));
        assert_eq!(check(feature, token.as_bytes(), &method), Evaluation::Indeterminate);
        assert_eq!(secure(feature, &credential(), &method, &[], &Ones), (Evaluation::Indeterminate, None));
        // But an unheard-of member is refused whatever the key.
        let other = credential().with("unheardOf", 1u32);
        assert_eq!(secure(feature, &other, &method, &[], &Ones).0, Evaluation::Failure);
    }
}
