//! The verifier as a whole: what it accepts, and the many ways in which it does not.

use super::*;
use crate::credential::UnsignedCredential;
use crate::did::VerificationMethodId;
#[cfg(feature = "rdfc")]
use crate::digest::HashAlgorithm;
use crate::json::{Limits, Object, Value, parse};
use crate::key::SigningKey;
#[cfg(feature = "rdfc")]
use crate::multibase::encode_base58btc;
use crate::securing::data_integrity::{PrepareError, Prepared, ProofOptions};

pub(super) const NOW: &str = "2026-11-23T12:00:00Z";

pub(super) fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(super) fn object(text: &str) -> Object {
    match parse(text.as_bytes(), &Limits::DOCUMENT).unwrap() {
        Value::Object(object) => object,
        other => panic!("{other}"),
    }
}

pub(super) fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

pub(super) fn unsigned(issuer: &str) -> Object {
    object(
        r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],
            "credentialSubject":{"id":"did:ex:subject","grade":"A"}}"#,
    )
    .with("issuer", issuer)
}

fn options() -> ProofOptions {
    ProofOptions::new(&key().public_key(), time("2026-01-01T00:00:00Z"))
}

fn sign_with(credential: Object, options: ProofOptions) -> Object {
    let credential = UnsignedCredential::new(credential).unwrap();
    Prepared::new(credential, &key().public_key(), options).unwrap().signed_by(&key()).unwrap().into_object()
}

pub(super) fn sign(credential: Object) -> Object {
    sign_with(credential, options())
}

fn good() -> Object {
    sign(unsigned(&key().public_key().did_key()))
}

/// The codes of a bare credential's report, `document` first.
fn codes_with(credential: &Object, policy: &str, material: &Material) -> (Verdict, Vec<Code>) {
    let policy = Policy::from_value(&object(policy).into()).unwrap();
    let report = verify_bytes(credential.to_string().as_bytes(), material, &policy, time(NOW));
    (report.verdict(), report.checks().map(Check::code).collect())
}

fn codes(credential: &Object) -> (Verdict, Vec<Code>) {
    codes_with(credential, "{}", &Material::default())
}

fn code_of(credential: &Object, check: CheckName) -> Code {
    let report = verify_bytes(credential.to_string().as_bytes(), &Material::default(), &Policy::default(), time(NOW));
    report.checks().find(|found| found.name() == check).unwrap().code()
}

/// The signed credential with a member of its proof changed.
fn with_proof(name: &str, value: Option<&str>) -> Object {
    let mut credential = good();
    let Some(Value::Object(mut proof)) = credential.remove("proof") else { panic!() };
    match value {
        Some(value) => proof.insert(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap()),
        None => proof.remove(name),
    };
    credential.with("proof", proof)
}

#[test]
fn accepts_a_good_credential() {
    let (verdict, codes) = codes(&good());
    assert_eq!(verdict, Verdict::Accept);
    assert_eq!(
        codes,
        [
            Code::DocumentRead,
            Code::DataModelConforms,
            Code::SignatureValid,
            Code::IssuerControlsKey,
            Code::WithinValidity,
            Code::NoStatus,
            Code::NoSchema,
            Code::NoResources,
            Code::NoDomain,
            Code::NoTrustList
        ]
    );
}

#[test]
fn the_report_is_these_bytes() {
    let report = verify_bytes(good().to_string().as_bytes(), &Material::default(), &Policy::default(), time(NOW));
    let json = report.to_json();
    assert!(json.starts_with(
        r#"{"reportVersion":1,"verdict":"accept","verifiedAt":"2026-11-23T12:00:00Z","checks":[{"check":"document","outcome":"pass","required":true,"code":"document-read","message":"The document could be read.","pointer":null}],"presentation":null,"credentials":[{"id":null,"types":["VerifiableCredential"],"name":null,"issuer":{"id":"did:key:"#
    ));
    assert!(parse(json.as_bytes(), &Limits::DOCUMENT).is_ok());
    // The order of members in the document changes nothing that is signed.
    let mut reordered = Object::new();
    let good = good();
    for (name, value) in good.iter().collect::<Vec<_>>().into_iter().rev() {
        reordered.insert(name, value.clone());
    }
    let again = verify_bytes(reordered.to_string().as_bytes(), &Material::default(), &Policy::default(), time(NOW));
    assert_eq!(again.to_json(), json);
}

#[test]
fn only_the_report_about_a_bundle_marks_it_verified() {
    let bundle = Bundle::parse(good().to_string().as_bytes()).unwrap();
    let other =
        Bundle::parse(sign(unsigned(&key().public_key().did_key()).with("id", "urn:x:1")).to_string().as_bytes());
    let report = verify(&bundle, &Material::default(), &Policy::default(), time(NOW));
    assert!(report.accepted(&bundle).is_some());
    assert!(report.accepted(&other.unwrap()).is_none());
    let late = verify(
        &Bundle::parse(with_proof("created", None).to_string().as_bytes()).unwrap(),
        &Material::default(),
        &Policy::default(),
        time(NOW),
    );
    assert!(late.accepted(&bundle).is_none());
}

#[test]
fn rejects_any_change_to_what_was_signed() {
    for (name, value) in [
        ("credentialSubject", r#"{"id":"did:ex:subject","grade":"B"}"#),
        ("type", r#"["VerifiableCredential","More"]"#),
        ("issuer", r#"{"id":"did:ex:other"}"#),
        ("validUntil", r#""2099-01-01T00:00:00Z""#),
        ("name", r#""Another""#),
    ] {
        let changed = good().with(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap());
        let (verdict, codes) = codes(&changed);
        assert_eq!((verdict, codes[2]), (Verdict::Reject, Code::SignatureMismatch), "{name}");
    }
}

#[test]
fn names_what_is_wrong_with_a_proof() {
    let method = |text: &str| Some(format!("\"{text}\""));
    let other = SigningKey::from_seed(&[8; 32]).public_key();
    for (name, value, code) in [
        ("type", method("Ed25519Signature2018"), Code::SuiteUnsupported),
        ("type", method("Ed25519Signature2020"), Code::ProofMalformed),
        ("type", Some("1".into()), Code::ProofMalformed),
        ("cryptosuite", method("unknown-2026"), Code::SuiteUnsupported),
        ("cryptosuite", method("eddsa-rdfc-2022"), Code::JsonLdInvalid),
        ("cryptosuite", None, Code::ProofMalformed),
        ("previousProof", method("urn:x"), Code::PreviousProofMissing),
        ("previousProof", Some("[1]".into()), Code::ProofMalformed),
        ("verificationMethod", None, Code::ProofMalformed),
        ("verificationMethod", method("https://a.example/#k"), Code::KeyUnresolved),
        ("verificationMethod", method("did:web:a.example?versionId=1#k"), Code::KeyUnresolved),
        ("verificationMethod", method("no url"), Code::ProofMalformed),
        ("verificationMethod", method("did:web:a.example#k"), Code::KeyUnresolved),
        ("verificationMethod", method("did:key:z6Mk#z6Mk"), Code::KeyInvalid),
        (
            "verificationMethod",
            method(
                "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme#zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
            ),
            Code::KeyUnsupported,
        ),
        ("verificationMethod", method(&other.verification_method()), Code::SignatureMismatch),
        ("proofPurpose", None, Code::ProofMalformed),
        ("proofPurpose", method("authentication"), Code::PurposeMismatch),
        ("proofValue", None, Code::ProofMalformed),
        (
            "proofValue",
            method("z3FXQjecWufY46yg5abdVZsXqLhxhueuSoZgNSARiKBk9czhSePTFehP8c3PGfb6a22gkfUKods5D2UAUL5n2Brb"),
            Code::SignatureMismatch,
        ),
        ("proofValue", method("uAAAA"), Code::ProofMalformed),
        ("proofValue", method("z"), Code::ProofMalformed),
        ("created", method("yesterday"), Code::ProofMalformed),
        ("created", method("2026-01-02T00:00:00Z"), Code::SignatureMismatch),
        ("created", None, Code::SignatureMismatch),
        ("expires", method("never"), Code::ProofMalformed),
        ("expires", method("2027-01-01T00:00:00Z"), Code::SignatureMismatch),
        ("@context", method("https://other.example"), Code::ContextMismatch),
        ("@context", None, Code::SignatureMismatch),
        ("challenge", method("x"), Code::SignatureMismatch),
    ] {
        assert_eq!(code_of(&with_proof(name, value.as_deref()), CheckName::Proof), code, "{name} {value:?}");
    }
    let mut bare = good();
    bare.remove("proof");
    assert_eq!(code_of(&bare, CheckName::Proof), Code::ProofMissing);
    assert_eq!(code_of(&bare.clone().with("proof", Vec::new()), CheckName::Proof), Code::ProofMissing);
    assert_eq!(code_of(&bare.with("proof", "z"), CheckName::Proof), Code::ProofMalformed);
}

#[test]
fn contexts_may_be_appended_and_nothing_else() {
    let contexts = |list: &str| good().with("@context", parse(list.as_bytes(), &Limits::DOCUMENT).unwrap());
    let appended = contexts(r#"["https://www.w3.org/ns/credentials/v2","https://more.example"]"#);
    assert_eq!(code_of(&appended, CheckName::Proof), Code::ContextsAdded);
    assert_eq!(codes(&appended).0, Verdict::Accept);
    for list in
        ["[]", r#"["https://more.example","https://www.w3.org/ns/credentials/v2"]"#, r#""https://more.example""#]
    {
        assert_eq!(code_of(&contexts(list), CheckName::Proof), Code::ContextMismatch, "{list}");
    }
    let mut without = good();
    without.remove("@context");
    assert_eq!(code_of(&without, CheckName::Proof), Code::ContextMismatch);
}

#[test]
fn an_earlier_proof_is_named_once() {
    let proof = |name: &str, value: &str| good_proof().with(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap());
    let with = |names: &str| {
        let proofs = vec![proof("previousProof", names).into(), proof("id", r#""urn:p""#).into()];
        code_of(&good().with("proof", Value::Array(proofs)), CheckName::Proof)
    };
    // Neither was signed with these members: where the name leads to one proof, that is all that is wrong.
    assert_eq!(with(r#""urn:p""#), Code::SignatureMismatch);
    assert_eq!(with(r#"["urn:p"]"#), Code::SignatureMismatch);
    // What a proof covers is copied, and a name is shorter than a proof.
    assert_eq!(with(r#"["urn:p","urn:p"]"#), Code::PreviousProofMissing);
    assert_eq!(with(r#"["urn:p","urn:q"]"#), Code::PreviousProofMissing);
    let twice = vec![
        proof("previousProof", r#""urn:p""#).into(),
        proof("id", r#""urn:p""#).into(),
        proof("id", r#""urn:p""#).into(),
    ];
    assert_eq!(code_of(&good().with("proof", Value::Array(twice)), CheckName::Proof), Code::PreviousProofMissing);
}

fn good_proof() -> Object {
    good().get("proof").and_then(Value::as_object).cloned().unwrap()
}

#[test]
fn every_proof_of_a_set_must_verify() {
    let mut credential = good();
    let proof = credential.remove("proof").unwrap();
    let set = |proofs: Vec<Value>| code_of(&credential.clone().with("proof", proofs), CheckName::Proof);
    let Some(Value::Object(broken)) = with_proof("created", None).remove("proof") else { panic!() };
    let Some(Value::Object(foreign)) = with_proof("cryptosuite", Some("\"x\"")).remove("proof") else { panic!() };
    let (broken, foreign) = (Value::Object(broken), Value::Object(foreign));
    assert_eq!(set(vec![proof.clone(), proof.clone()]), Code::SignatureValid);
    assert_eq!(set(vec![proof.clone(), foreign.clone()]), Code::SuiteUnsupported);
    assert_eq!(set(vec![foreign.clone(), broken.clone(), proof.clone()]), Code::SignatureMismatch);
    assert_eq!(set(vec![broken, foreign]), Code::SignatureMismatch);
    assert_eq!(set(vec![proof.clone(); Bundle::MAX_PROOFS]), Code::SignatureValid);
    let many = credential.with("proof", vec![proof; Bundle::MAX_PROOFS + 1]).to_string();
    let report = verify_bytes(many.as_bytes(), &Material::default(), &Policy::default(), time(NOW));
    assert_eq!(report.checks().map(Check::code).collect::<Vec<_>>(), [Code::TooManyProofs]);
}

#[test]
fn an_embedded_context_is_the_same_in_any_order_of_its_members() {
    let contexts = |list: &str| parse(list.as_bytes(), &Limits::DOCUMENT).unwrap();
    let signed = sign(unsigned(&key().public_key().did_key()).with(
        "@context",
        contexts(r#"["https://www.w3.org/ns/credentials/v2",{"a":"https://a.example/a","b":"https://a.example/b"}]"#),
    ));
    let respelt = |list: &str| code_of(&signed.clone().with("@context", contexts(list)), CheckName::Proof);
    let other_order =
        r#"["https://www.w3.org/ns/credentials/v2",{"b":"https://a.example/b","a":"https://a.example/a"}]"#;
    assert_eq!(respelt(other_order), Code::SignatureValid);
    let other_meaning =
        r#"["https://www.w3.org/ns/credentials/v2",{"b":"https://a.example/a","a":"https://a.example/b"}]"#;
    assert_eq!(respelt(other_meaning), Code::ContextMismatch);
}

#[test]
fn the_issuer_must_be_who_signed() {
    let differs = sign(unsigned("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"));
    assert_eq!(codes(&differs), {
        let mut expected = codes(&good()).1;
        expected[3] = Code::IssuerDiffers;
        expected[8] = Code::NotReached;
        (Verdict::Reject, expected)
    });
    let (verdict, found) = codes(&sign(unsigned("https://issuer.example/")));
    assert_eq!((verdict, found[3]), (Verdict::Undecided, Code::IssuerUnresolved));
    // A policy that asks for proofs only, as the W3C's own vectors need.
    let proof_only = r#"{"require":["proof"]}"#;
    let (verdict, _) = codes_with(&sign(unsigned("https://issuer.example/")), proof_only, &Material::default());
    assert_eq!(verdict, Verdict::Accept);
    let (verdict, _) = codes_with(&differs, proof_only, &Material::default());
    assert_eq!(verdict, Verdict::Reject, "a contradiction rejects, required or not");
}

#[test]
fn time_decides_validity_with_a_tolerance() {
    let with = |from: &str, until: &str, policy: &str| {
        let credential = unsigned(&key().public_key().did_key()).with("validFrom", from).with("validUntil", until);
        codes_with(&sign(credential), policy, &Material::default()).1[4]
    };
    let (early, late) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    assert_eq!(with(early, late, "{}"), Code::WithinValidity);
    assert_eq!(with("2026-11-23T12:01:00Z", late, "{}"), Code::WithinValidity);
    assert_eq!(with("2026-11-23T12:01:01Z", late, "{}"), Code::NotYetValid);
    assert_eq!(with(early, "2026-11-23T11:59:00Z", "{}"), Code::WithinValidity);
    assert_eq!(with(early, "2026-11-23T11:58:59Z", "{}"), Code::Expired);
    assert_eq!(with(early, "2026-11-23T11:59:59Z", r#"{"toleranceSeconds":0}"#), Code::Expired);
    assert_eq!(with(early, NOW, r#"{"toleranceSeconds":0}"#), Code::WithinValidity);
    // A date that cannot be read decides nothing; the structure check has failed already.
    let unreadable = good().with("validUntil", "soon");
    assert_eq!(code_of(&unreadable, CheckName::Validity), Code::NotReached);
    assert_eq!(code_of(&unreadable, CheckName::Structure), Code::DateInvalid);
}

#[test]
fn an_expired_proof_is_refused() {
    let options = ProofOptions { expires: Some(time("2026-02-01T00:00:00Z")), ..options() };
    let secured = sign_with(unsigned(&key().public_key().did_key()), options);
    assert_eq!(code_of(&secured, CheckName::Proof), Code::ProofExpired);
}

#[test]
fn what_is_not_checked_is_said_and_never_accepted() {
    let issuer = key().public_key().did_key();
    let status = sign(unsigned(&issuer).with("credentialStatus", object(r#"{"type":"OtherStatusEntry"}"#)));
    let (verdict, found) = codes(&status);
    assert_eq!((verdict, found[5]), (Verdict::Undecided, Code::StatusUnsupported));
    let schema = object(r#"{"id":"https://a.example/s","type":"JsonSchema"}"#);
    let schema = sign(unsigned(&issuer).with("credentialSchema", schema));
    let (verdict, found) = codes(&schema);
    assert_eq!((verdict, found[6]), (Verdict::Accept, Code::SchemaUnresolved));
    let (verdict, _) = codes_with(&schema, r#"{"require":["schema"]}"#, &Material::default());
    assert_eq!(verdict, Verdict::Undecided);
    let enveloped = object(
        r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"EnvelopedVerifiableCredential","id":"data:application/vc+cose,x"}"#,
    );
    let (verdict, found) = codes(&enveloped);
    assert_eq!((verdict, found[1], found[2]), (Verdict::Undecided, Code::FormatUnsupported, Code::FormatUnsupported));
}

#[test]
fn related_resources_are_compared_where_they_are_at_hand() {
    // "hello", and its digests.
    const SRI: &str = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
    const MULTIBASE: &str = "uEiAs8k26X7CjDiboOyrFueKeGxYeXB-nQl5zBDNik4uYJA";
    let issuer = key().public_key().did_key();
    let signed = |digests: &str| {
        let resource = object(&format!(r#"{{"id":"https://a.example/picture",{digests}}}"#));
        sign(unsigned(&issuer).with("relatedResource", resource))
    };
    let hello = |bytes: &str| {
        let material = format!(
            r#"{{"resources":[{{"url":"https://a.example/picture","bytes":"{bytes}","from":"https://a.example/picture","at":"2026-11-23T12:00:00Z"}}]}}"#
        );
        Material::from_value(&object(&material).into()).unwrap()
    };
    let found = |digests: &str, material: &Material, policy: &str| {
        let (verdict, found) = codes_with(&signed(digests), policy, material);
        (verdict, found[7])
    };
    let both = format!(r#""digestSRI":"{SRI}","digestMultibase":"{MULTIBASE}""#);
    assert_eq!(found(&both, &hello("aGVsbG8="), "{}"), (Verdict::Accept, Code::ResourcesMatch));
    assert_eq!(found(&both, &hello("aGVsbG8"), "{}"), (Verdict::Accept, Code::ResourcesMatch));
    assert_eq!(found(&both, &hello("aGVsbG8h"), "{}"), (Verdict::Reject, Code::ResourceMismatch));
    let one_wrong = format!(r#""digestSRI":"{}","digestMultibase":"{MULTIBASE}""#, SRI.replacen("LPJ", "LPK", 1));
    assert_eq!(found(&one_wrong, &hello("aGVsbG8="), "{}"), (Verdict::Reject, Code::ResourceMismatch));
    // Often a picture is away, and nobody is refused for it unless they are asked for it.
    let away = Material::default();
    assert_eq!(found(&both, &away, "{}"), (Verdict::Accept, Code::ResourceUnresolved));
    assert_eq!(found(&both, &away, r#"{"require":["resources"]}"#), (Verdict::Undecided, Code::ResourceUnresolved));
    let neither = r#""digestSRI":"sha384-a""#;
    assert_eq!(found(neither, &away, "{}"), (Verdict::Reject, Code::DigestMalformed));
    let older = r#""digestSRI":"sha1-qvTGHdzF6KLavt4PO0gs2a6pQ00=""#;
    assert_eq!(found(older, &hello("aGVsbG8="), "{}"), (Verdict::Accept, Code::DigestUnsupported));
    // A good one does not outweigh a bad one, wherever it stands.
    let resource = |id: &str, digest: &str| {
        Value::from(object(&format!(r#"{{"id":"https://a.example/{id}","digestSRI":"{digest}"}}"#)))
    };
    let wrong = SRI.replacen("LPJ", "LPK", 1);
    for (first, second, third) in [("picture", "b", "c"), ("b", "picture", "c"), ("c", "b", "picture")] {
        let list = [first, second, third].map(|id| resource(id, if id == "picture" { &wrong } else { SRI }));
        let document = sign(unsigned(&issuer).with("relatedResource", list.to_vec()));
        let (verdict, found) = codes_with(&document, "{}", &hello("aGVsbG8="));
        assert_eq!((verdict, found[7]), (Verdict::Reject, Code::ResourceMismatch));
    }
}

#[cfg(feature = "rdfc")]
#[test]
fn bundled_contexts_are_at_hand_where_their_bytes_are_known() {
    let context = "https://www.w3.org/ns/credentials/v2";
    let issuer = key().public_key().did_key();
    let digest = crate::jsonld::bundled(context).and_then(|context| context.digest(HashAlgorithm::Sha384)).unwrap();
    let multihash = [vec![0x20, 0x30], digest].concat();
    let with = |id: &str, multihash: &[u8]| {
        let resource = Object::new().with("id", id).with("digestMultibase", encode_base58btc(multihash));
        let (verdict, found) = codes(&sign(unsigned(&issuer).with("relatedResource", resource)));
        (verdict, found[7])
    };
    assert_eq!(with(context, &multihash), (Verdict::Accept, Code::ResourcesMatch));
    let mut other = multihash.clone();
    other[20] ^= 1;
    assert_eq!(with(context, &other), (Verdict::Reject, Code::ResourceMismatch));
    // Of this one only the meaning is known.
    assert_eq!(with("https://w3id.org/vdl/v1", &multihash), (Verdict::Accept, Code::ResourceUnresolved));
}

#[test]
fn trust_is_the_policys_to_give() {
    let issuer = key().public_key().did_key();
    let with = |list: &str| codes_with(&good(), &format!(r#"{{"trustedIssuers":[{list}]}}"#), &Material::default());
    assert_eq!(with(&format!("\"{issuer}\"")).0, Verdict::Accept);
    for list in ["", "\"did:ex:other\"", &format!("\"{issuer}#\"")] {
        let (verdict, found) = with(list);
        assert_eq!((verdict, found[9]), (Verdict::Reject, Code::IssuerNotTrusted), "{list}");
    }
    // A trusted name under somebody else's signature is not trusted.
    let stolen = sign(unsigned("did:ex:trusted"));
    let (verdict, found) = codes_with(&stolen, r#"{"trustedIssuers":["did:ex:trusted"]}"#, &Material::default());
    assert_eq!((verdict, found[9]), (Verdict::Reject, Code::NotReached));
}

#[test]
fn keys_of_other_methods_come_from_material() {
    let did = "did:web:issuer.example";
    let method = format!("{did}#key-1");
    let named = VerificationMethodId::parse(&method).unwrap();
    let signed = sign_with(unsigned(did), ProofOptions { method: Some(named), ..options() });
    let document = |multikey: &str| {
        object(&format!(
            r#"{{"id":"{did}","verificationMethod":[{{"id":"{method}","type":"Multikey","controller":"{did}","publicKeyMultibase":"{multikey}"}}],"assertionMethod":["{method}"]}}"#
        ))
    };
    let material = |document: Object| {
        let mut material = Material::default();
        material
            .add_did_document(
                document,
                "https://issuer.example/.well-known/did.json".into(),
                time("2026-11-23T00:00:00Z"),
            )
            .unwrap();
        material
    };
    let ours = key().public_key().to_multikey();
    assert_eq!(codes_with(&signed, "{}", &material(document(&ours))).0, Verdict::Accept);
    let fresh = r#"{"maxMaterialAgeSeconds":43200}"#;
    assert_eq!(codes_with(&signed, fresh, &material(document(&ours))).0, Verdict::Accept);
    let (verdict, found) = codes_with(&signed, r#"{"maxMaterialAgeSeconds":43199}"#, &material(document(&ours)));
    assert_eq!((verdict, found[2]), (Verdict::Undecided, Code::KeyStale));
    let theirs = SigningKey::from_seed(&[9; 32]).public_key().to_multikey();
    assert_eq!(codes_with(&signed, "{}", &material(document(&theirs))).1[2], Code::SignatureMismatch);
    let mut unlisted = document(&ours);
    unlisted.remove("assertionMethod");
    assert_eq!(codes_with(&signed, "{}", &material(unlisted)).1[2], Code::KeyNotAuthorized);
    assert_eq!(codes(&signed).1[2], Code::KeyUnresolved);
}

#[test]
fn a_key_is_good_until_its_end_by_the_time_asked_about_and_by_the_proofs_own() {
    let id = "https://issuer.example/keys";
    let with = |created: &str, end: &str| {
        let named = VerificationMethodId::parse(&format!("{id}#k")).unwrap();
        let options = ProofOptions { method: Some(named), created: Some(time(created)), ..options() };
        let signed = sign_with(unsigned(id), options);
        let key = key().public_key().to_multikey();
        let document = format!(
            r##"{{"id":"{id}","verificationMethod":{{"id":"#k","type":"Multikey","controller":"{id}","publicKeyMultibase":"{key}"{end}}},"assertionMethod":"#k"}}"##
        );
        let mut material = Material::default();
        material.add_did_document(object(&document), id.into(), time(NOW)).unwrap();
        let (verdict, found) = codes_with(&signed, "{}", &material);
        (verdict, found[2])
    };
    let (before, after) = ("2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z");
    assert_eq!(with(before, ""), (Verdict::Accept, Code::SignatureValid));
    assert_eq!(with(before, r#","expires":"2998-01-01T00:00:00Z""#), (Verdict::Accept, Code::SignatureValid));
    for (created, end, code) in [
        // Made before, by its own word, which a thief can write as well.
        (before, r#","expires":"2026-06-01T00:00:00Z""#, Code::KeyExpired),
        (before, r#","revoked":"2026-06-01T00:00:00Z""#, Code::KeyRevoked),
        // Made after the end, by its own word, although that is yet to come.
        (after, r#","expires":"2998-01-01T00:00:00Z""#, Code::KeyExpired),
        (after, r#","revoked":"2998-01-01T00:00:00Z""#, Code::KeyRevoked),
    ] {
        assert_eq!(with(created, end), (Verdict::Reject, code), "{created} {end}");
    }
}

#[test]
fn a_key_does_not_sign_under_the_name_of_another() {
    let other = SigningKey::from_seed(&[8; 32]).public_key();
    for (key, fits) in [(key().public_key(), true), (other, false)] {
        let credential = UnsignedCredential::new(unsigned("did:ex:a")).unwrap();
        let method = VerificationMethodId::parse(&self::key().public_key().verification_method()).unwrap();
        let prepared = Prepared::new(credential, &key, ProofOptions { method: Some(method), ..options() });
        assert_eq!(prepared.err(), (!fits).then_some(PrepareError::Method));
    }
}

#[test]
fn a_document_with_endless_keys_is_refused() {
    let with = |count: usize| {
        let methods = vec![Value::from("did:web:a.example#k"); count];
        let document = Object::new().with("id", "did:web:a.example").with("assertionMethod", methods);
        Material::default().add_did_document(document, "https://a.example/".into(), time(NOW))
    };
    assert_eq!(with(256), Ok(()));
    assert!(with(257).is_err());
}

#[test]
fn no_single_byte_of_a_good_bundle_can_be_changed_unnoticed() {
    let bundle = Bundle::parse(good().to_string().as_bytes()).unwrap();
    let text = bundle.to_object().to_string();
    let original = bundle.credentials()[0].digest();
    for at in 0..text.len() {
        for flip in [0x01, 0x02, 0x10, 0x20, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            let report = verify_bytes(&bytes, &Material::default(), &Policy::default(), time(NOW));
            assert_ne!(report.verdict(), Verdict::Accept, "byte {at} ^ {flip:#x} of {original}");
        }
    }
}
