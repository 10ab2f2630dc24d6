//! Proofs of which holders show parts: their values, what BBS makes them of, and deriving.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use proofpass::bbs::SecretKey;
use proofpass::bundle::Bundle;
use proofpass::credential::{SignedCredential, UnsignedCredential};
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::{KeyType, PublicKey, SigningKey};
use proofpass::rdf::HashAlgorithm;
use proofpass::securing::data_integrity::{
    Blinding, DeriveError, Disclosure, HmacKey, Prepared, ProofOptions, Suite, derive, expand_seed, sign_bbs,
};
use proofpass::testing;
use proofpass::time::Timestamp;
use proofpass::verify::{Check, CheckName, Code, Material, Policy, verify_bytes};

use crate::linked::read;
use crate::{Source, known};

const SUITES: [Suite; 2] = [Suite::EcdsaSd2023, Suite::Bbs2023];

fn multibase(text: &str) -> Vec<u8> {
    let digits = text.strip_prefix('u').unwrap_or_else(|| panic!("{text}"));
    BASE64URL.decode(digits).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The target `proof_values`.
pub(crate) fn values(bytes: &[u8]) {
    for (at, suite) in SUITES.into_iter().enumerate() {
        for (is_base, kind) in [(true, 0), (false, 1)] {
            // As it stands, and behind what such a value begins with.
            let start = [0xd9, 0x5d, u8::try_from(2 * at + kind).unwrap_or(0), 0x85];
            for bytes in [bytes.to_vec(), [&start[..], bytes].concat()] {
                let Some(text) = testing::proof_value(suite, is_base, &bytes) else { continue };
                let written = multibase(&text);
                assert_eq!(written.len(), bytes.len(), "two spellings of one value");
                // Labels may stand in any order; everything else has one spelling.
                assert!(written == bytes || (!is_base && testing::proof_value(suite, is_base, &written) == Some(text)));
                assert_eq!(testing::proof_value(suite, !is_base, &bytes), None, "a base proof and a derived one");
            }
        }
    }
}

fn proof_value_of(document: &Object) -> Vec<u8> {
    let proof = document.get("proof").and_then(Value::as_object);
    let value = proof.and_then(|proof| proof.get("proofValue")).and_then(Value::as_str);
    multibase(value.unwrap_or_else(|| panic!("no proof: {document}")))
}

pub(crate) fn value_seeds() -> Vec<Vec<u8>> {
    let derived = BASES.iter().filter_map(|base| shown(base, &pointers(&["/credentialSubject/a"])).ok());
    let objects: Vec<Object> = BASES.iter().cloned().chain(derived).collect();
    let values = objects.iter().map(proof_value_of);
    values.flat_map(|value| [value[4..].to_vec(), value]).collect()
}

/// The target `bbs`.
pub(crate) fn bbs(bytes: &[u8]) {
    if let Some(written) = testing::bbs_proof(bytes) {
        assert_eq!(written, bytes);
    }
    if let Some(written) = testing::bbs_signature(bytes) {
        assert_eq!(written, bytes);
    }
    if let Ok(key) = PublicKey::from_point(KeyType::Bls12381G2, bytes) {
        assert_eq!(key.to_point(), bytes);
        assert_eq!(PublicKey::from_multikey(&key.to_multikey()), Ok(key));
    }
}

pub(crate) fn bbs_seeds() -> Vec<Vec<u8>> {
    let derived = shown(&BASES[1], &pointers(&["/credentialSubject/a"])).unwrap_or_else(|fault| panic!("{fault}"));
    // Behind the head of the value and that of the byte string; and the base proof's signature likewise.
    let (derived, base) = (proof_value_of(&derived), proof_value_of(&BASES[1]));
    let length = usize::from(u16::from_be_bytes([derived[5], derived[6]]));
    let key = SecretKey::from_material(&SEED, b"").public_key().to_point();
    vec![derived[7..7 + length].to_vec(), base[6..6 + 80].to_vec(), key, vec![0xc0; 48]]
}

const SEED: [u8; 32] = *b"ProofPass vectors: not a secret!";

/// Where pointers lead, and where not.
const PLACES: [&str; 20] = [
    "",
    "/issuer",
    "/issuer/name",
    "/validFrom",
    "/credentialSubject",
    "/credentialSubject/a",
    "/credentialSubject/b",
    "/credentialSubject/b/0",
    "/credentialSubject/b/1",
    "/credentialSubject/c",
    "/credentialSubject/c/d",
    "/credentialSubject/list",
    "/credentialSubject/list/0",
    "/credentialSubject/list/1",
    "/credentialSubject/twins/0",
    "/credentialSubject/twins/1/n",
    "/type",
    "/type/1",
    "/nowhere",
    "/credentialSubject/b/-",
];

fn pointers(texts: &[&str]) -> Vec<Pointer> {
    texts.iter().filter_map(|text| Pointer::parse(text).ok()).collect()
}

/// A credential with a base proof, one for each suite.
static BASES: LazyLock<[Object; 2]> = LazyLock::new(|| {
    let issuer = SigningKey::p256(&SEED).unwrap_or_else(|fault| panic!("{fault}"));
    let bbs_issuer = SecretKey::from_material(&SEED, b"");
    let credential = |key: &PublicKey| {
        let contexts = r#"["https://www.w3.org/ns/credentials/v2",{"@vocab":"https://a.example/",
            "list":{"@id":"https://a.example/list","@container":"@list"}}]"#;
        let subject =
            r#"{"a":"1","b":["2","3"],"c":{"d":"4","e":{"f":5}},"list":["x","y"],"twins":[{"n":"1"},{"n":"1"}]}"#;
        let value = |text: &str| known::json(text.as_bytes()).unwrap_or(Value::Null);
        Object::new()
            .with("@context", value(contexts))
            .with("type", vec![Value::from("VerifiableCredential"), "Passport".into()])
            .with("issuer", Object::new().with("id", key.did_key()).with("name", "Example Works"))
            .with("validFrom", "2026-01-01T00:00:00Z")
            .with("credentialSubject", value(subject))
    };
    let unsigned =
        |key: &PublicKey| UnsignedCredential::new(credential(key)).unwrap_or_else(|fault| panic!("{fault:?}"));
    let options = |key: &PublicKey| ProofOptions::new(key, Timestamp::MIN.plus_seconds(63_000_000_000));
    let hmac_key = || HmacKey::from([9; 32]);
    let mandatory = || pointers(&["/issuer", "/validFrom"]);

    let key = issuer.public_key();
    let proof_key = SigningKey::p256(&[11; 32]).unwrap_or_else(|fault| panic!("{fault}"));
    let disclosure = Disclosure { hmac_key: hmac_key(), proof_key, mandatory: mandatory() };
    let options_sd = ProofOptions { suite: Suite::EcdsaSd2023, ..options(&key) };
    let prepared =
        Prepared::base(unsigned(&key), &key, options_sd, disclosure).unwrap_or_else(|fault| panic!("{fault}"));
    let ecdsa = prepared.signed_by(&issuer).unwrap_or_else(|fault| panic!("{fault}")).into_object();

    let key = bbs_issuer.public_key();
    let bbs = sign_bbs(unsigned(&key), &bbs_issuer, options(&key), hmac_key(), mandatory());
    [ecdsa, bbs.unwrap_or_else(|fault| panic!("{fault}")).into_object()]
});

fn shown(base: &Object, picked: &[Pointer]) -> Result<Object, DeriveError> {
    let bundle = Bundle::parse(base.to_string().as_bytes()).unwrap_or_else(|fault| panic!("{fault}"));
    let mut random = expand_seed([1; 32]);
    let blinding = Blinding { presentation_header: b"", random: &mut random };
    derive(&bundle.credentials()[0], picked, blinding).map(SignedCredential::into_object)
}

/// What a credential says of itself without its proof, a line each in which no blank node has a name.
fn statements(credential: &Object) -> BTreeSet<String> {
    let mut document = credential.clone();
    document.remove("proof");
    let dataset = read(&document.into(), true).unwrap_or_else(|fault| panic!("{fault}"));
    let canonical = dataset.canonicalize(HashAlgorithm::Sha256).unwrap_or_else(|fault| panic!("{fault}"));
    let nameless = |line: &String| {
        let words = line.split(' ').map(|word| if word.starts_with("_:") { "_:" } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    canonical.lines().iter().map(nameless).collect()
}

/// The target `derive`.
pub(crate) fn derive_some(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let base = &BASES[source.below(2)];
    let picked: Vec<&str> = (0..source.below(5)).map(|_| source.one_of(&PLACES)).collect();
    let mut picked = pointers(&picked);
    picked.extend(
        std::str::from_utf8(source.rest())
            .ok()
            .and_then(|text| Pointer::parse(text).ok())
            .filter(|text| !text.as_str().is_empty()),
    );
    let Ok(derived) = shown(base, &picked) else { return };
    let (whole, part) = (statements(base), statements(&derived));
    assert!(part.is_subset(&whole), "{derived} says what nobody signed");
    let now = Timestamp::MIN.plus_seconds(63_500_000_000);
    let report = |document: &Object| {
        verify_bytes(document.to_string().as_bytes(), &Material::default(), &Policy::default(), now)
    };
    let proof = |document: &Object| {
        let report = report(document);
        known::assert_rules(&report);
        report.checks().find(|check| check.name() == CheckName::Proof).map(Check::code)
    };
    assert_eq!(proof(&derived), Some(Code::SignatureValid), "{derived}");
    // A statement less than the proof says, and it does not hold.
    if let Some(Value::Object(mut subject)) = derived.get("credentialSubject").cloned() {
        let names: Vec<String> = subject.iter().map(|(name, _)| name.to_owned()).collect();
        if let Some(name) = names.get(source.below(names.len().max(1))) {
            subject.remove(name);
            let less = derived.clone().with("credentialSubject", subject);
            assert_ne!(proof(&less), Some(Code::SignatureValid), "{less}");
        }
    }
    // Nothing is derived from what was derived.
    assert!(shown(&derived, &picked).is_err());
}

pub(crate) fn derive_seeds() -> Vec<Vec<u8>> {
    let all = (0..2).flat_map(|suite| (0..20).map(move |place| vec![suite, 1, place]));
    all.chain([vec![0, 3, 5, 7, 9], vec![1, 2, 11, 15], vec![0, 0], [&[1, 0][..], b"/credentialSubject/c/e"].concat()])
        .collect()
}
