//! Our own vectors: one file per case under `tests/vectors`, mostly rejections.
//!
//! A file is a few header lines, an empty line, and the document's bytes:
//!
//! ```text
//! expect: reject signature-mismatch
//! now: 2026-11-23T12:00:00Z
//! policy: {"require":["proof"]}
//! material: {"schemas":[…],"statusLists":[…]}
//!
//! {"@context":…}
//! ```
//!
//! `material` is left out where there is none. `expect` names the verdict and the first code that is not a plain pass, if
//! there is one. The files are written by `PROOFPASS_BLESS=1` from the list below and compared with it ever after: another
//! implementation can read them without this one.

use std::path::PathBuf;

use proofpass::credential::UnsignedCredential;
use proofpass::json::{Object, Value};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{Prepared, ProofOptions, Suite};
use proofpass::time::Timestamp;
use proofpass::verify::{Check, Code, Outcome, Request, Verdict};

use crate::{object, package, statuses};

pub(crate) const NOW: &str = "2026-11-23T12:00:00Z";

/// A document and how to verify it.
pub(crate) struct Vector {
    pub(crate) name: &'static str,
    pub(crate) expect: (Verdict, Option<Code>),
    pub(crate) policy: &'static str,
    pub(crate) material: Object,
    pub(crate) document: Vec<u8>,
}

/// The key of every vector; it signs nothing else.
pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed(b"ProofPass vectors: not a secret!")
}

/// An unsigned credential with this subject.
pub(crate) fn unsigned(subject: &str) -> Object {
    Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2")])
        .with("id", "urn:uuid:019352a0-0000-7000-8000-000000000001")
        .with("type", vec![Value::from("VerifiableCredential")])
        .with("issuer", Object::new().with("id", key().public_key().did_key()).with("name", "Example Works"))
        .with("validFrom", "2026-01-01T00:00:00Z")
        .with("credentialSubject", object(subject.as_bytes()))
}

/// The same, signed.
pub(crate) fn signed(credential: Object) -> Object {
    signed_as(Suite::EddsaJcs2022, credential)
}

/// A subject whose every term is defined by [`json_ld_contexts`].
const JSON_LD_SUBJECT: &str = r#"{"id":"https://example.com/products/1","weight":12.5}"#;

fn json_ld_contexts() -> Vec<Value> {
    let terms = Object::new().with("weight", "https://example.com/terms#weight");
    vec!["https://www.w3.org/ns/credentials/v2".into(), terms.into()]
}

/// The same, in a suite of choice.
pub(crate) fn signed_as(suite: Suite, credential: Object) -> Object {
    let created = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let options = ProofOptions { suite, ..ProofOptions::new(&key().public_key(), created) };
    sign_with(&key(), credential, options)
}

/// The same, by a key and in a manner of choice.
pub(crate) fn sign_with(key: &SigningKey, credential: Object, options: ProofOptions) -> Object {
    let credential = UnsignedCredential::new(credential).unwrap();
    Prepared::new(credential, &key.public_key(), options).unwrap().signed_by(key).unwrap().into_object()
}

pub(crate) fn good() -> Object {
    signed(unsigned(r#"{"id":"https://example.com/products/1","weight":12.5}"#))
}

const EMBEDDED: &str = r#"{"a":"https://example.com/a","b":"https://example.com/b"}"#;
const EMBEDDED_OTHERWISE: &str = r#"{"b":"https://example.com/b","a":"https://example.com/a"}"#;

/// A credential whose second context is embedded in it.
fn embedded_context() -> Object {
    let contexts = vec![Value::from("https://www.w3.org/ns/credentials/v2"), object(EMBEDDED.as_bytes()).into()];
    signed(unsigned(r#"{"a":1,"b":2}"#).with("@context", contexts))
}

/// A credential under the older proof type.
fn older() -> Object {
    let context = Value::from("https://w3id.org/security/suites/ed25519-2020/v1");
    let contexts = [json_ld_contexts(), vec![context]].concat();
    signed_as(Suite::Ed25519Signature2020, unsigned(JSON_LD_SUBJECT).with("@context", contexts))
}

/// A credential that has ended and may be revoked, signed for what it says, and then written otherwise.
fn respelled(from: &str, to: &str) -> Vec<u8> {
    let status = Object::new().with("id", "https://example.com/status#1").with("type", "https://example.com/Status");
    let credential = unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts());
    let credential = credential.with("validUntil", "2026-02-01T00:00:00Z").with("credentialStatus", status);
    let text = signed_as(Suite::EddsaRdfc2022, credential).to_string();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

/// A credential that points at something.
fn related(url: &str, digest: &str) -> Vec<u8> {
    let resource = Object::new().with("id", url).with("digestSRI", digest);
    signed(unsigned(r#"{"a":1}"#).with("relatedResource", resource)).to_string().into_bytes()
}

fn replaced(from: &str, to: &str) -> Vec<u8> {
    let text = good().to_string();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

/// The list. Order is that of the report's checks.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn vectors() -> Vec<Vector> {
    use Code::*;
    use Verdict::*;
    let text = |object: Object| object.to_string().into_bytes();
    let vector = |name, verdict, code, document| Vector {
        name,
        expect: (verdict, code),
        policy: "{}",
        material: Object::new(),
        document,
    };
    let bundle = |credentials: Vec<Value>| {
        Object::new().with("type", "ProofPassBundle").with("version", 1).with("credentials", credentials)
    };
    let plain = |with: fn(Object) -> Object| text(signed(with(unsigned(r#"{"a":1}"#))));
    let mut many = Object::new();
    for n in 0..300 {
        many.insert(format!("claim {n}"), "a value that is not long");
    }
    let mut vectors = vec![
        vector("accepts_a_credential", Accept, None, text(good())),
        vector("accepts_a_bundle_of_two", Accept, None, text(bundle(vec![good().into(), good().into()]))),
        vector("accepts_numbers_in_any_spelling", Accept, None, replaced("12.5", "1250.0e-2")),
        vector("accepts_escapes_in_any_spelling", Accept, None, replaced("weight", "\\u0077eight")),
        vector("accepts_white_space", Accept, None, replaced("{\"@context\"", "\r\n\t {\n\"@context\" ")),
        vector(
            "accepts_unicode",
            Accept,
            None,
            text(signed(unsigned("{\"\u{20ac}\":\"\u{1f600}\",\"\u{fb33}\":\"e\u{301}\",\"\u{1f600}\":\"\\u0000\"}"))),
        ),
        vector(
            "accepts_extreme_numbers",
            Accept,
            None,
            text(signed(unsigned(r#"{"n":[5e-324,1.7976931348623157e308,-0,1e21,1e-7,9007199254740991,0.1]}"#))),
        ),
        vector("accepts_many_claims", Accept, None, text(signed(unsigned("{}").with("credentialSubject", many)))),
        vector(
            "accepts_prototype_names",
            Accept,
            None,
            text(signed(unsigned(r#"{"__proto__":{"a":1},"constructor":"x","toString":1}"#))),
        ),
        vector(
            "accepts_an_embedded_context_in_any_order",
            Accept,
            None,
            embedded_context().to_string().replacen(EMBEDDED, EMBEDDED_OTHERWISE, 1).into_bytes(),
        ),
        vector(
            "accepts_contexts_added_after_signing",
            Accept,
            Some(ContextsAdded),
            replaced("credentials/v2\"]", "credentials/v2\",\"https://example.com/context\"]"),
        ),
        vector(
            "accepts_a_signature_over_json_ld",
            Accept,
            None,
            text(signed_as(Suite::EddsaRdfc2022, unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts()))),
        ),
        vector(
            "accepts_json_ld_in_another_spelling",
            Accept,
            None,
            // The same statements: a list of one for a single value, and a whole IRI for a term.
            signed_as(Suite::EddsaRdfc2022, unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts()))
                .to_string()
                .replacen("\"weight\":12.5", "\"https://example.com/terms#weight\":[12.5]", 1)
                .into_bytes(),
        ),
        vector("accepts_an_ed25519_signature_2020", Accept, None, text(older())),
        vector("rejects_nothing", Reject, Some(JsonSyntax), Vec::new()),
        vector("rejects_text", Reject, Some(JsonSyntax), b"hello".to_vec()),
        vector("rejects_latin_1", Reject, Some(NotUtf8), b"{\"a\":\"\xe9\"}".to_vec()),
        vector(
            "rejects_a_byte_order_mark",
            Reject,
            Some(JsonSyntax),
            [b"\xef\xbb\xbf".to_vec(), text(good())].concat(),
        ),
        vector(
            "rejects_a_duplicate_name",
            Reject,
            Some(DuplicateKey),
            replaced("\"weight\":12.5", "\"weight\":12.5,\"weight\":12.5"),
        ),
        vector(
            "rejects_a_duplicate_name_in_escapes",
            Reject,
            Some(DuplicateKey),
            replaced("\"weight\":12.5", "\"weight\":12.5,\"w\\u0065ight\":1"),
        ),
        vector("rejects_a_number_that_rounds", Reject, Some(NumberNotExact), replaced("12.5", "9007199254740993")),
        vector("rejects_a_number_out_of_range", Reject, Some(NumberNotExact), replaced("12.5", "1e400")),
        vector(
            "rejects_a_number_that_saturates",
            Reject,
            Some(NumberNotExact),
            replaced("12.5", "170141183460469231731687303715884105727"),
        ),
        vector(
            "rejects_endless_proofs",
            Reject,
            Some(TooManyProofs),
            text(Object::new().with("@context", Vec::new()).with("proof", vec![Value::Null; 2001])),
        ),
        vector("rejects_deep_nesting", Reject, Some(TooDeep), [b"[".repeat(65), b"]".repeat(65)].concat()),
        vector("rejects_an_array", Reject, Some(NotABundle), b"[]".to_vec()),
        vector("rejects_another_object", Reject, Some(NotABundle), b"{\"type\":\"Something\"}".to_vec()),
        vector("rejects_an_empty_bundle", Reject, Some(NoCredentials), text(bundle(Vec::new()))),
        vector(
            "rejects_a_bundle_of_a_later_version",
            Reject,
            Some(NotABundle),
            text(bundle(vec![good().into()]).with("version", 2)),
        ),
        vector(
            "rejects_a_bundle_with_more_in_it",
            Reject,
            Some(NotABundle),
            text(bundle(vec![good().into()]).with("evidence", Vec::new())),
        ),
        vector(
            "rejects_one_bad_credential_among_good_ones",
            Reject,
            Some(SignatureMismatch),
            text(bundle(vec![good().into(), good().with("name", "x").into(), good().into()])),
        ),
        vector(
            "rejects_a_missing_context",
            Reject,
            Some(ContextInvalid),
            replaced("\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"id\"", "\"id\""),
        ),
        vector(
            "rejects_a_subject_without_claims",
            Reject,
            Some(SubjectInvalid),
            text(good().with("credentialSubject", Object::new())),
        ),
        vector("rejects_a_local_identifier", Reject, Some(IdInvalid), text(good().with("id", "PROD-123"))),
        vector(
            "rejects_a_date_without_a_zone",
            Reject,
            Some(DateInvalid),
            text(good().with("validFrom", "2026-01-01T00:00:00")),
        ),
        vector("rejects_a_name_that_is_a_number", Reject, Some(TextInvalid), text(good().with("name", 7))),
        vector(
            "rejects_a_related_resource_without_digest",
            Reject,
            Some(ResourceMalformed),
            text(good().with("relatedResource", Object::new().with("id", "https://example.com/manual.pdf"))),
        ),
        vector(
            "accepts_a_related_resource_that_is_away",
            Accept,
            Some(ResourceUnresolved),
            related("https://example.com/manual.pdf", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ),
        vector(
            "accepts_a_related_context",
            Accept,
            None,
            related(
                "https://www.w3.org/ns/credentials/v2",
                "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
            ),
        ),
        vector(
            "rejects_a_related_context_that_differs",
            Reject,
            Some(ResourceMismatch),
            related(
                "https://www.w3.org/ns/credentials/v2",
                "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb",
            ),
        ),
        vector(
            "rejects_a_related_resource_whose_digest_is_none",
            Reject,
            Some(DigestMalformed),
            related("https://example.com/manual.pdf", "sha384-a"),
        ),
        vector("rejects_an_unsigned_credential", Reject, Some(ProofMissing), text(unsigned(r#"{"a":1}"#))),
        vector("rejects_a_changed_claim", Reject, Some(SignatureMismatch), replaced("12.5", "12.6")),
        vector(
            "rejects_a_changed_issuer_name",
            Reject,
            Some(SignatureMismatch),
            replaced("Example Works", "Example Forks"),
        ),
        vector(
            "rejects_an_added_claim",
            Reject,
            Some(SignatureMismatch),
            replaced("\"weight\"", "\"colour\":\"red\",\"weight\""),
        ),
        vector(
            "rejects_json_ld_with_a_changed_claim",
            Reject,
            Some(SignatureMismatch),
            signed_as(Suite::EddsaRdfc2022, unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts()))
                .to_string()
                .replacen("12.5", "12.6", 1)
                .into_bytes(),
        ),
        vector(
            "rejects_json_ld_with_an_undefined_term",
            Reject,
            Some(JsonLdInvalid),
            signed_as(Suite::EddsaRdfc2022, unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts()))
                .to_string()
                .replacen("\"weight\"", "\"colour\":\"red\",\"weight\"", 1)
                .into_bytes(),
        ),
        vector(
            "rejects_json_ld_whose_terms_were_given_another_meaning",
            Reject,
            Some(SignatureMismatch),
            signed_as(Suite::EddsaRdfc2022, unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts()))
                .to_string()
                .replacen("terms#weight", "terms#price", 1)
                .into_bytes(),
        ),
        vector(
            "rejects_an_end_in_another_spelling",
            Reject,
            Some(MemberRespelled),
            respelled(
                "\"validUntil\":\"2026-02-01T00:00:00Z\"",
                "\"https://www.w3.org/2018/credentials#validUntil\":{\"@type\":\"http://www.w3.org/2001/XMLSchema#dateTime\",\"@value\":\"2026-02-01T00:00:00Z\"}",
            ),
        ),
        vector(
            "rejects_a_status_in_another_spelling",
            Reject,
            Some(MemberRespelled),
            respelled("\"credentialStatus\"", "\"https://www.w3.org/2018/credentials#credentialStatus\""),
        ),
        vector("rejects_a_proof_type_with_a_cryptosuite", Reject, Some(ProofMalformed), {
            let text = older().to_string();
            text.replacen("\"created\"", "\"cryptosuite\":\"eddsa-rdfc-2022\",\"created\"", 1).into_bytes()
        }),
        vector("rejects_a_removed_claim", Reject, Some(SignatureMismatch), replaced(",\"weight\":12.5", "")),
        vector("rejects_a_normalized_text", Reject, Some(SignatureMismatch), {
            let composed = signed(unsigned("{\"a\":\"\u{e9}\"}")).to_string();
            composed.replace('\u{e9}', "e\u{301}").into_bytes()
        }),
        vector(
            "rejects_a_changed_proof_time",
            Reject,
            Some(SignatureMismatch),
            replaced("\"created\":\"2026-01-01", "\"created\":\"2026-01-02"),
        ),
        vector(
            "rejects_a_proof_for_authentication",
            Reject,
            Some(PurposeMismatch),
            replaced("assertionMethod", "authentication"),
        ),
        vector(
            "rejects_a_key_that_is_no_key",
            Reject,
            Some(KeyInvalid),
            replaced("\"verificationMethod\":\"did:key:z6Mk", "\"verificationMethod\":\"did:key:z6Mj"),
        ),
        vector(
            "rejects_another_issuer",
            Reject,
            Some(IssuerDiffers),
            plain(|c| c.with("issuer", "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")),
        ),
        vector(
            "rejects_an_expired_credential",
            Reject,
            Some(Expired),
            plain(|c| c.with("validUntil", "2026-11-23T11:58:59Z")),
        ),
        vector(
            "rejects_a_credential_of_the_future",
            Reject,
            Some(NotYetValid),
            plain(|c| c.with("validFrom", "2026-11-23T12:01:01Z")),
        ),
        vector("accepts_within_the_tolerance", Accept, None, plain(|c| c.with("validUntil", "2026-11-23T11:59:00Z"))),
        Vector {
            policy: r#"{"toleranceSeconds":0}"#,
            ..vector(
                "rejects_without_tolerance",
                Reject,
                Some(Expired),
                plain(|c| c.with("validUntil", "2026-11-23T11:59:59Z")),
            )
        },
        vector(
            "leaves_a_status_undecided",
            Undecided,
            Some(StatusUnsupported),
            plain(|c| c.with("credentialStatus", Object::new().with("type", "OtherStatusEntry"))),
        ),
        vector(
            "leaves_an_unknown_context_undecided",
            Undecided,
            Some(ContextUnknown),
            signed_as(Suite::EddsaRdfc2022, unsigned(JSON_LD_SUBJECT).with("@context", json_ld_contexts()))
                .to_string()
                .replacen("ns/credentials/v2\"", "ns/credentials/v2\",\"https://example.com/context\"", 1)
                .into_bytes(),
        ),
        vector(
            "leaves_an_unknown_suite_undecided",
            Undecided,
            Some(SuiteUnsupported),
            replaced("eddsa-jcs-2022", "unknown-2026"),
        ),
        vector(
            "leaves_a_key_at_another_url_undecided",
            Undecided,
            Some(KeyUnresolved),
            replaced("\"verificationMethod\":\"did:key:", "\"verificationMethod\":\"https://example.com/"),
        ),
        vector(
            "leaves_a_url_issuer_undecided",
            Undecided,
            Some(IssuerUnresolved),
            plain(|c| c.with("issuer", "https://example.com/")),
        ),
        Vector {
            policy: r#"{"require":["proof"]}"#,
            ..vector(
                "accepts_a_url_issuer_where_proofs_are_enough",
                Accept,
                Some(IssuerUnresolved),
                plain(|c| c.with("issuer", "https://example.com/")),
            )
        },
        Vector {
            policy: r#"{"trustedIssuers":["did:web:example.com"]}"#,
            ..vector("rejects_an_issuer_off_the_list", Reject, Some(IssuerNotTrusted), text(good()))
        },
    ];
    let old = || {
        let contexts = vec![Value::from("https://www.w3.org/2018/credentials/v1")];
        let mut old = unsigned(r#"{"a":1}"#).with("@context", contexts);
        old.remove("validFrom");
        old.with("issuanceDate", "2026-01-01T00:00:00Z")
    };
    let ended = old().with("expirationDate", "2026-02-01T00:00:00Z");
    let changed = signed(old()).with("expirationDate", "2027-02-01T00:00:00Z");
    let undated = |name: &str| {
        let mut credential = signed(old());
        credential.remove(name);
        text(credential)
    };
    vectors.extend([
        vector("accepts_data_model_1", Accept, None, text(signed(old()))),
        vector("rejects_data_model_1_that_expired", Reject, Some(Expired), text(signed(ended))),
        vector("rejects_data_model_1_that_was_changed", Reject, Some(SignatureMismatch), text(changed)),
        vector("rejects_data_model_1_without_a_date", Reject, Some(DateInvalid), undated("issuanceDate")),
    ]);
    vectors.extend(crate::tokens::vectors());
    vectors.extend(crate::sd_jwt::vectors());
    vectors.extend(crate::cose::vectors());
    vectors.extend(crate::presentations::vectors());
    vectors.extend(crate::disclosure::vectors());
    vectors.extend(crate::bbs::vectors());
    vectors.extend(statuses::vectors());
    vectors.extend(crate::schemas::vectors());
    vectors.extend(crate::trust::vectors());
    vectors
}

impl Vector {
    pub(crate) fn new(
        name: &'static str,
        verdict: Verdict,
        code: Option<Code>,
        policy: &'static str,
        document: impl Into<Vec<u8>>,
    ) -> Self {
        Self { name, expect: (verdict, code), policy, material: Object::new(), document: document.into() }
    }

    fn path(&self) -> PathBuf {
        package().join("vectors").join(format!("{}.txt", self.name))
    }

    fn file(&self) -> Vec<u8> {
        let (verdict, code) = self.expect;
        let code = code.map(|code| format!(" {code}")).unwrap_or_default();
        let material = if self.material.is_empty() { String::new() } else { format!("material: {}\n", self.material) };
        let head = format!("expect: {}{code}\nnow: {NOW}\npolicy: {}\n{material}\n", verdict.as_str(), self.policy);
        [head.into_bytes(), self.document.clone()].concat()
    }
}

#[test]
fn own_vectors_are_the_files_and_get_their_verdict() {
    let vectors = vectors();
    for vector in &vectors {
        if std::env::var_os("PROOFPASS_BLESS").is_some() {
            std::fs::write(vector.path(), vector.file()).unwrap();
        }
        assert!(std::fs::read(vector.path()).unwrap_or_default() == vector.file(), "{} differs", vector.name);

        let options = object(format!(r#"{{"now":"{NOW}","policy":{}}}"#, vector.policy).as_bytes());
        let options = options.with("material", vector.material.clone()).into();
        let report = Request::with_options(&vector.document, &options, None).unwrap().report();
        // Trust without a list is never a pass, and neither is an issuer without a website; they say nothing about a vector.
        let remarkable = |code: &Code| match code {
            Code::ContextsAdded | Code::RefreshAvailable => true,
            Code::NoDomain | Code::NoTrustList => false,
            other => other.outcome() != Outcome::Pass,
        };
        let found = report.checks().map(Check::code).find(remarkable);
        assert_eq!((report.verdict(), found), vector.expect, "{}", vector.name);
    }
    let files = std::fs::read_dir(package().join("vectors")).unwrap().count();
    assert_eq!(files, vectors.len(), "a file without a vector");
}
