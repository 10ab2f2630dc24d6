//! What was signed: our own vectors, and what each secured document in them says.
//!
//! Keys of the vectors sign nothing else, so whatever is accepted must say what one of them says. What a document says is
//! worked out here from its parts, apart from how the verifier does it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use proofpass::bundle::Bundle;
use proofpass::credential::SignedCredential;
use proofpass::jcs::canonicalize;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::jsonld::{Loaded, Options, bundled, to_rdf};
use proofpass::rdf::HashAlgorithm;
use proofpass::testing;
use proofpass::verify::{Check, CheckName, Material, Outcome, Report, Request, Verdict};

/// One of `tests/vectors`.
pub(crate) struct Vector {
    pub(crate) name: String,
    /// `{"now","policy","material"}`
    pub(crate) options: Object,
    pub(crate) document: Vec<u8>,
    pub(crate) is_accepted: bool,
}

/// The folder of a package of ours.
pub(crate) fn tests() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn json(bytes: &[u8]) -> Option<Value> {
    parse(bytes, &Limits { bytes: usize::MAX, nodes: usize::MAX, ..Limits::DOCUMENT }).ok()
}

pub(crate) fn object(bytes: &[u8]) -> Option<Object> {
    json(bytes)?.as_object().cloned()
}

/// Every vector, by name.
pub(crate) fn vectors() -> &'static [Vector] {
    static VECTORS: LazyLock<Vec<Vector>> = LazyLock::new(|| {
        let folder = tests().join("vectors");
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()));
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        files.iter().filter_map(|file| read(file)).collect()
    });
    &VECTORS
}

fn read(file: &std::path::Path) -> Option<Vector> {
    let bytes = std::fs::read(file).ok()?;
    let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let mut options = Object::new().with("now", field("now")?);
    for name in ["policy", "material"] {
        if let Some(value) = field(name) {
            options.insert(name, json(value.as_bytes())?);
        }
    }
    Some(Vector {
        name: file.file_stem()?.to_string_lossy().into_owned(),
        options,
        document: bytes[end + 2..].to_vec(),
        is_accepted: field("expect")?.starts_with("accept"),
    })
}

/// Those that are accepted.
pub(crate) fn accepted() -> &'static [&'static Vector] {
    static ACCEPTED: LazyLock<Vec<&'static Vector>> =
        LazyLock::new(|| vectors().iter().filter(|vector| vector.is_accepted).collect());
    &ACCEPTED
}

/// What the proofs of our vectors cover, credentials and presentations.
fn signed() -> &'static BTreeSet<String> {
    static SIGNED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let mut signed = BTreeSet::new();
        for vector in vectors() {
            let Ok(bundle) = Bundle::parse(&vector.document) else { continue };
            let request = Request::with_options(&vector.document, &vector.options.clone().into(), None);
            let report = request.unwrap_or_else(|fault| panic!("{}: {fault}", vector.name)).report();
            for (credential, found) in bundle.credentials().iter().zip(report.credentials()) {
                if passed(found.checks(), CheckName::Proof) {
                    signed.extend(covered(credential.token(), credential.object()));
                }
            }
            if let (Some(presentation), Some(found)) = (bundle.presentation(), report.presentation())
                && passed(found.checks(), CheckName::Holder)
            {
                signed.extend(covered(presentation.token(), presentation.object()));
            }
        }
        assert!(signed.len() > 40, "only {} vectors are signed", signed.len());
        signed
    });
    &SIGNED
}

fn passed(checks: &[Check], name: CheckName) -> bool {
    checks.iter().any(|check| check.name() == name && check.code().outcome() == Outcome::Pass)
}

/// What secures an object says, once for each proof. Empty where nothing does.
fn covered(envelope: Option<&str>, object: &Object) -> Vec<String> {
    if let Some(text) = envelope {
        return vec![covered_by_envelope(text)];
    }
    let mut document = object.clone();
    document.remove("proof");
    let proofs = object.get("proof").map_or(&[][..], Value::as_set).iter();
    proofs.map(|proof| proof.as_object().map_or_else(String::new, |proof| covered_by(proof, &document))).collect()
}

fn covered_by_envelope(text: &str) -> String {
    if let Some(data) = text.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) {
        let payload = testing::base64(data.1).and_then(|bytes| testing::sign1(&bytes));
        return payload.map_or_else(String::new, |payload| format!("cose {}", canonicalize(&payload.into())));
    }
    // The issuer's token, without its signature: what is disclosed hangs on it by digests.
    let token = text.split('~').next().unwrap_or_default();
    token.rsplit_once('.').map_or_else(String::new, |(signed, _)| format!("token {signed}"))
}

fn covered_by(proof: &Object, document: &Object) -> String {
    let word = |name: &str| proof.get(name).and_then(Value::as_str).unwrap_or_default();
    let suite = if word("type") == "DataIntegrityProof" { word("cryptosuite") } else { word("type") };
    if suite.contains("jcs") {
        let mut document = document.clone();
        if let Some(context) = proof.get("@context") {
            document.insert("@context", context.clone());
        }
        return format!("jcs {}", canonicalize(&document.into()));
    }
    let loader = |url: &str| bundled(url).map(Loaded::Compiled);
    let options = Options { base: None, loader: &loader, rdf_direction: None, strict: true };
    let canonical = to_rdf(&document.clone().into(), &options).ok().and_then(|quads| {
        // By the longer hash too, there is one text only.
        quads.canonicalize(HashAlgorithm::Sha256).ok()
    });
    canonical.map_or_else(String::new, |canonical| format!("rdf {}", canonical.to_n_quads()))
}

/// An accepted document says what one of the vectors says, each credential in it and the presentation around them.
pub(crate) fn assert_known(bundle: &Bundle, report: &Report) {
    if report.verdict() != Verdict::Accept {
        return;
    }
    for credential in bundle.credentials() {
        let covered = covered(credential.token(), credential.object());
        assert!(!covered.is_empty(), "accepted without a proof");
        for meaning in covered {
            assert!(signed().contains(&meaning), "accepted, and nobody signed it: {meaning}");
        }
    }
    if let (Some(presentation), Some(found)) = (bundle.presentation(), report.presentation())
        && passed(found.checks(), CheckName::Holder)
    {
        for meaning in covered(presentation.token(), presentation.object()) {
            assert!(signed().contains(&meaning), "a presentation that no holder signed: {meaning}");
        }
    }
}

/// The order of the checks of a credential.
const CREDENTIAL: [&str; 9] =
    ["structure", "proof", "issuer", "validity", "status", "schema", "resources", "domain", "trust"];

/// A report keeps its own rules: its schema, the order of its checks, and the verdict that follows from them.
pub(crate) fn assert_rules(report: &Report) {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let file = tests().join("../docs/report.schema.json");
        let text = std::fs::read(&file).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
        let schema = crate::json::other_reader(&text).unwrap_or_default();
        jsonschema::draft202012::new(&schema).unwrap_or_else(|fault| panic!("{fault}"))
    });
    let text = report.to_json();
    let value =
        crate::json::other_reader(text.as_bytes()).unwrap_or_else(|| panic!("a report that is no JSON: {text}"));
    if let Err(fault) = SCHEMA.validate(&value) {
        panic!("a report against its schema: {fault}\n{text}");
    }
    assert_eq!(
        json(text.as_bytes()).map(|value| value.to_string()).as_deref(),
        Some(text.as_str()),
        "another spelling"
    );
    for credential in report.credentials() {
        assert!(credential.checks().iter().map(|check| check.name().as_str()).eq(CREDENTIAL), "{text}");
    }
    let outcomes = || report.checks().map(|check| (check.code().outcome(), check.is_required()));
    let expected = if outcomes().any(|(outcome, _)| outcome == Outcome::Fail) {
        Verdict::Reject
    } else if outcomes().any(|(outcome, required)| outcome == Outcome::NotChecked && required) {
        Verdict::Undecided
    } else {
        Verdict::Accept
    };
    assert_eq!(report.verdict(), expected, "{text}");
    assert_eq!(report.checks().next().map(Check::name), Some(CheckName::Document));
}

/// Everything that must hold of a document and what it is verified with.
pub(crate) fn assert_verified_well(document: &[u8], options: &Value) -> Option<Verdict> {
    let request = || Request::with_options(document, options, None);
    let report = request().ok()?.report();
    assert_rules(&report);
    let text = report.to_json();
    assert_eq!(request().ok()?.report().to_json(), text, "the same twice, and two reports");
    if let Ok(bundle) = &Bundle::parse(document) {
        assert_known(bundle, &report);
        assert_eq!(report.accepted(bundle).is_some(), report.verdict() == Verdict::Accept, "{text}");
        // What is asked for is asked for once.
        let needs = request().ok()?.needs(&Material::default());
        for (at, need) in needs.iter().enumerate() {
            assert!(!needs[..at].contains(need), "asked for twice: {need:?}");
        }
        // Written and read again it is the same bundle.
        let written = bundle.to_object().to_string();
        if let Ok(again) = Bundle::parse(written.as_bytes()) {
            let digests =
                |bundle: &Bundle| bundle.credentials().iter().map(SignedCredential::digest).collect::<Vec<_>>();
            assert_eq!(digests(&again), digests(bundle), "{written}");
        }
    }
    Some(report.verdict())
}
