//! What a test suite must be told about the endpoints: an entry for its list of implementations.
//!
//! The form is that of the W3C's and the Credentials Community Group's suites, which share it (`localConfig.cjs`).

use proofpass::json::{Object, Value};
use proofpass::key::KeyType;

use super::{Profile, Securing, VcApi};

/// What the endpoints verify, in the words of the suites. Not `JWT` and, for presentations, not `EnvelopingProof`: by
/// those the suites mean the form of data model 1.1, a credential within the claim `vc`, which the standard for tokens
/// forbids.
const VERIFIED: [&str; 8] = [
    "vc-api",
    "vc2.0",
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "ecdsa-sd-2023",
    "bbs-2023",
];

/// What holders derive.
const DERIVED: [&str; 3] = ["vcHolder", "ecdsa-sd-2023", "bbs-2023"];

/// The implementation that answers under `base`, such as `https://127.0.0.1:40443`.
#[must_use]
pub fn describe(api: &VcApi, base: &str) -> Object {
    let issuers: Vec<Value> = Profile::ALL.into_iter().map(|profile| issuer(api, profile, base)).collect();
    let endpoint = |path: &str, tags: &[&str]| {
        let tags: Vec<Value> = tags.iter().map(|tag| Value::from(*tag)).collect();
        let id = api.did(Profile::ALL[0]);
        Value::from(
            Object::new()
                .with("id", id)
                .with("endpoint", format!("{base}{path}"))
                .with("tags", tags)
                .with("supports", supports())
                .with("supportedEcdsaKeyTypes", curves(&["P-256", "P-384"])),
        )
    };
    let credentials = [&VERIFIED[..], &["EnvelopingProof"]].concat();
    Object::new()
        .with("name", "ProofPass")
        .with("implementation", "ProofPass")
        .with("issuers", issuers)
        .with("verifiers", vec![endpoint("/credentials/verify", &credentials)])
        .with("vpVerifiers", vec![endpoint("/presentations/verify", &VERIFIED)])
        .with("vcHolders", vec![endpoint("/credentials/derive", &DERIVED)])
        .with("didResolvers", vec![endpoint("/identifiers", &["did-key"])])
}

fn issuer(api: &VcApi, profile: Profile, base: &str) -> Value {
    let tags: &[&str] = match (profile.name, profile.securing) {
        // Suites that ask for any issuer take the first with their tag.
        ("eddsa-rdfc-2022", _) => &["eddsa-rdfc-2022", "vc2.0", "vc-api"],
        ("vc-jwt-eddsa", _) => &["EnvelopingProof"],
        (_, Securing::Disclosure(suite) | Securing::Proof(suite)) => &[suite.as_str()],
        (_, Securing::Token) => &[],
    };
    let tags: Vec<Value> = tags.iter().map(|tag| Value::from(*tag)).collect();
    let issuer = Object::new()
        .with("id", api.did(profile))
        .with("endpoint", format!("{base}/{}/credentials/issue", profile.name))
        .with("tags", tags)
        .with("supports", supports())
        .with("options", Object::new());
    match profile.key_type {
        KeyType::P256 => issuer.with("supportedEcdsaKeyTypes", curves(&["P-256"])).into(),
        KeyType::P384 => issuer.with("supportedEcdsaKeyTypes", curves(&["P-384"])).into(),
        // Ed25519, which is no curve of ECDSA.
        _ => issuer.into(),
    }
}

fn supports() -> Object {
    Object::new().with("vc", vec![Value::from("2.0")])
}

fn curves(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| Value::from(*name)).collect()
}
