//! What a test suite must be told about the endpoints: an entry for its list of implementations.
//!
//! The form is that of the W3C's and the Credentials Community Group's suites, which share it (`localConfig.cjs`).

use proofpass::json::{Object, Value};
use proofpass::key::KeyType;

use super::{Profile, Securing, VcApi};

/// The versions of the data model that are issued and verified.
const VERSIONS: [&str; 2] = ["1.1", "2.0"];

/// What the endpoints verify, in the words of the suites. Not `JWT` and, for presentations, not `EnvelopingProof`: by
/// those the suites mean the form of data model 1.1, a credential within the claim `vc`, which the standard for tokens
/// forbids.
const VERIFIED: [&str; 9] = [
    "vc-api",
    "vc2.0",
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "ecdsa-sd-2023",
    "bbs-2023",
    STATUS_LISTS,
];

/// What is derived for holders.
const DERIVED: [&str; 3] = ["vcHolder", "ecdsa-sd-2023", "bbs-2023"];

const STATUS_LISTS: &str = "BitstringStatusList";

/// The implementation, as a suite's list has it.
#[must_use]
pub fn describe(api: &VcApi) -> Object {
    let base = &*api.base;
    let mut issuers: Vec<Value> = Profile::ALL.into_iter().map(|profile| issuer(api, profile).into()).collect();
    issuers.push(issuer_of_statuses(api).into());
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
        .with("setStatusLists", vec![endpoint("/credentials/status", &[STATUS_LISTS])])
        .with("vcHolders", vec![endpoint("/credentials/derive", &DERIVED)])
        .with("didResolvers", vec![endpoint("/identifiers", &["did-key"])])
}

/// The first issuer once more, asked for a status in each credential: a suite hands an endpoint's `options` on.
fn issuer_of_statuses(api: &VcApi) -> Object {
    let status = Object::new().with("type", "BitstringStatusListEntry").with("statusPurpose", "revocation");
    issuer(api, Profile::ALL[0])
        .with("tags", vec![Value::from(STATUS_LISTS)])
        .with("options", Object::new().with("credentialStatus", status))
}

fn issuer(api: &VcApi, profile: Profile) -> Object {
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
        .with("endpoint", format!("{}/{}/credentials/issue", api.base, profile.name))
        .with("tags", tags)
        .with("supports", supports());
    // A suite that is given options writes the mandatory pointers of one test into them, for all that follow.
    let issuer = match profile.securing {
        Securing::Disclosure(_) => issuer,
        Securing::Proof(_) | Securing::Token => issuer.with("options", Object::new()),
    };
    match profile.key_type {
        KeyType::P256 => issuer.with("supportedEcdsaKeyTypes", curves(&["P-256"])),
        KeyType::P384 => issuer.with("supportedEcdsaKeyTypes", curves(&["P-384"])),
        // Ed25519 and BLS12-381, which are no curves of ECDSA.
        _ => issuer,
    }
}

fn supports() -> Object {
    Object::new().with("vc", VERSIONS.map(Value::from).to_vec())
}

fn curves(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| Value::from(*name)).collect()
}
