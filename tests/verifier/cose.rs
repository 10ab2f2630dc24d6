//! Credentials and presentations as COSE signatures: our own vectors.

use proofpass::credential::UnsignedCredential;
use proofpass::json::{Object, Value};
use proofpass::key::SigningKey;
use proofpass::presentation::UnsignedPresentation;
use proofpass::securing::cose::PreparedSign1;
use proofpass::verify::Code::*;
use proofpass::verify::Verdict::*;

use crate::cases::base64;
use crate::own::{Vector, key, unsigned};
use crate::tokens::{base64url, token_by};

fn by(key: &SigningKey) -> Vec<u8> {
    let credential = unsigned(r#"{"weight":12.5}"#).with("issuer", key.public_key().did_key());
    let credential = UnsignedCredential::new(credential).unwrap();
    PreparedSign1::credential(credential, &key.public_key(), None).unwrap().signed_by(key).unwrap()
}

/// Signatures for other implementations to verify, one for each type of key, in base64.
pub(crate) fn issued() -> Vec<Object> {
    let keys = [key(), SigningKey::p256(&[3; 32]).unwrap(), SigningKey::p384(&[3; 48]).unwrap()];
    let one = |key: &SigningKey| Object::new().with("jwk", key.public_key().to_jwk()).with("cose", base64(&by(key)));
    keys.iter().map(one).collect()
}

fn envelope(bytes: &[u8]) -> Object {
    Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2")])
        .with("id", format!("data:application/vc+cose;base64,{}", base64(bytes)))
        .with("type", "EnvelopedVerifiableCredential")
}

fn presented(credentials: Vec<Value>, more: fn(Object) -> Object) -> Vec<u8> {
    let presentation = Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2")])
        .with("type", vec![Value::from("VerifiablePresentation")])
        .with("holder", key().public_key().did_key())
        .with("verifiableCredential", credentials);
    let presentation = UnsignedPresentation::new(more(presentation)).unwrap();
    PreparedSign1::presentation(presentation, &key().public_key(), None).unwrap().signed_by(&key()).unwrap()
}

fn replaced(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = by(&key());
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    bytes.splice(at..at + from.len(), to.iter().copied());
    bytes
}

pub(crate) fn vectors() -> Vec<Vector> {
    let vector = |name, verdict, code, document: Vec<u8>| Vector::new(name, verdict, code, "{}", document);
    let asking = |name, verdict, code, document: Vec<u8>| {
        Vector::new(name, verdict, code, r#"{"challenge":"n-0S6_WzA2Mj"}"#, document)
    };
    let good = by(&key());
    let of_one = || vec![Value::from(envelope(&by(&key())))];
    let with_nonce = |presentation: Object| presentation.with("nonce", "n-0S6_WzA2Mj");
    vec![
        vector("accepts_cose", Accept, None, good.clone()),
        vector("accepts_cose_without_its_tag", Accept, None, good[1..].to_vec()),
        vector("accepts_cose_in_base64", Accept, None, base64(&good).into_bytes()),
        vector("accepts_cose_in_base64url", Accept, None, base64url(&good).into_bytes()),
        vector("accepts_cose_of_p256", Accept, None, by(&SigningKey::p256(&[7; 32]).unwrap())),
        vector("accepts_cose_of_p384", Accept, None, by(&SigningKey::p384(&[7; 48]).unwrap())),
        vector("accepts_cose_in_an_envelope", Accept, None, envelope(&good).to_string().into_bytes()),
        vector("accepts_a_presentation_as_cose", Accept, Some(NoChallenge), presented(of_one(), |it| it)),
        asking("accepts_a_presentation_as_cose_for_this_occasion", Accept, None, presented(of_one(), with_nonce)),
        asking("rejects_a_presentation_as_cose_without_the_challenge", Reject, Some(ChallengeMismatch), {
            presented(of_one(), |it| it)
        }),
        asking("leaves_cose_that_nobody_shows_undecided", Undecided, Some(NotPresented), good.clone()),
        vector("accepts_a_token_in_a_presentation_as_cose", Accept, Some(NoChallenge), {
            presented(vec![token_by(&key(), unsigned(r#"{"a":1}"#)).to_object().into()], |it| it)
        }),
        vector("rejects_changed_cose", Reject, Some(SignatureMismatch), replaced(b"12.5", b"12.6")),
        vector("rejects_cose_with_a_changed_type", Reject, Some(TokenTypeMismatch), replaced(b"vc+cose", b"vp+cose")),
        vector("rejects_cose_of_a_shared_secret", Reject, Some(AlgorithmRefused), {
            replaced(&[0xa4, 0x01, 0x27], &[0xa4, 0x01, 0x05])
        }),
        vector("rejects_cose_of_another_algorithm", Reject, Some(KeyMismatch), {
            replaced(&[0xa4, 0x01, 0x27], &[0xa4, 0x01, 0x26])
        }),
        vector("leaves_cose_of_another_curve_undecided", Undecided, Some(AlgorithmUnsupported), {
            replaced(&[0xa4, 0x01, 0x27], &[0xa4, 0x01, 0x2e])
        }),
        vector("rejects_cose_cut_short", Reject, Some(EnvelopeMalformed), good[..good.len() - 1].to_vec()),
        vector("rejects_cose_with_something_after_it", Reject, Some(EnvelopeMalformed), [&good[..], &[0]].concat()),
        vector("rejects_cose_in_hexadecimal", Reject, Some(JsonSyntax), {
            good.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
        }),
        vector("rejects_cose_in_an_envelope_of_base64url", Reject, Some(EnvelopeMalformed), {
            let text = envelope(&good).to_string();
            let (digits, found) = (base64(&good), base64url(&good));
            text.replacen(&digits, &format!("{found}_"), 1).into_bytes()
        }),
    ]
}
