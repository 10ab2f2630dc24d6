//! `ecdsa-sd-2023`: the W3C's own vectors, and parts of credentials of our own.

use proofpass::bundle::Bundle;
use proofpass::credential::{SignedCredential, UnsignedCredential};
use proofpass::jcs::canonicalize_object;
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::SigningKey;
use proofpass::multibase::decode_base58btc;
use proofpass::securing::data_integrity::{
    Blinding, DeriveError, Disclosure, HmacKey, PrepareError, Prepared, ProofOptions, Suite, derive,
};
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Code, Material, Policy, Verdict, verify_bytes};
use proptest::prelude::*;

use crate::mutations::{mutations, signed_meaning};
use crate::object;
use crate::own::{NOW, Vector, unsigned};
use crate::third_party::{folder, hex, text_of};

/// The terms of the citizenship context that the vectors use, which say the same from inside a document.
pub(crate) const CITIZENSHIP: &str = r#"{"@vocab":"https://w3id.org/citizenship#","Person":"https://schema.org/Person",
    "additionalName":"https://schema.org/additionalName","familyName":"https://schema.org/familyName",
    "gender":"https://schema.org/gender","givenName":"https://schema.org/givenName",
    "identifier":"https://schema.org/identifier","image":{"@id":"https://schema.org/image","@type":"@id"},
    "birthDate":{"@id":"https://schema.org/birthDate","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},
    "residentSince":{"@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}"#;

pub(crate) fn pointers(texts: &[&str]) -> Vec<Pointer> {
    texts.iter().map(|text| Pointer::parse(text).unwrap()).collect()
}

/// As a holder has it: parsed.
fn parsed(document: &Object) -> SignedCredential {
    Bundle::parse(document.to_string().as_bytes()).unwrap().credentials()[0].clone()
}

fn shown(document: &Object, picked: &[&str]) -> Result<Object, DeriveError> {
    let blinding = Blinding { presentation_header: &[], random: &mut |_| panic!("no use for chance") };
    derive(&parsed(document), &pointers(picked), blinding).map(SignedCredential::into_object)
}

/// What became of the proof, and the verdict.
pub(crate) fn verify(document: &Object) -> (Code, Verdict) {
    let now = Timestamp::parse(NOW).unwrap();
    let report = verify_bytes(document.to_string().as_bytes(), &Material::default(), &Policy::default(), now);
    let proof = report.checks().find(|check| check.name() == CheckName::Proof).unwrap();
    (proof.code(), report.verdict())
}

pub(crate) fn member<'a>(document: &'a Object, name: &str) -> &'a Object {
    document.get(name).and_then(Value::as_object).unwrap()
}

pub(crate) fn proof_value(document: &Object) -> &str {
    member(document, "proof").get("proofValue").and_then(Value::as_str).unwrap()
}

pub(crate) fn with_proof_value(document: &Object, value: &str) -> Object {
    let mut document = document.clone();
    let proof = member(&document, "proof").clone().with("proofValue", value);
    document.insert("proof", proof);
    document
}

/// A derived proof value, taken apart by hand.
pub(crate) trait TakenApart {
    fn of(value: &str) -> Self;
    fn write(&self) -> String;
}

/// The document with something done to the value of its proof.
pub(crate) fn with_changed_proof<P: TakenApart>(document: &Object, change: &dyn Fn(&mut P)) -> Object {
    let mut parts = P::of(proof_value(document));
    change(&mut parts);
    with_proof_value(document, &parts.write())
}

/// Something done to a proof, by its name.
pub(crate) type Change<'a, P> = (&'a str, &'a dyn Fn(&mut P));

/// Each of the changes makes a proof that is refused for this reason.
pub(crate) fn refused<P: TakenApart>(good: &Object, code: Code, changes: &[Change<'_, P>]) {
    for (what, change) in changes {
        assert_eq!(verify(&with_changed_proof(good, change)), (code, Verdict::Reject), "{what}");
    }
}

/// A private key in the vectors' form: a multicodec of two bytes, and the scalar.
fn secret(keys: &Value, name: &str) -> SigningKey {
    let text = text_of(keys.as_object().unwrap().get(name).unwrap(), "secretKeyMultibase");
    let bytes: [u8; 34] = decode_base58btc(text).unwrap();
    SigningKey::p256(bytes[2..].try_into().unwrap()).unwrap()
}

#[test]
fn w3c_sd_vectors_from_base_to_verdict() {
    let Some(folder) = folder("w3c/vc-di-ecdsa/TestVectors/ecdsa-sd-2023") else { return };
    let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let keys = Value::from(object(&read("SDKeyMaterial.json")));
    let hmac_key = || HmacKey::from(<[u8; 32]>::try_from(hex(text_of(&keys, "hmacKeyString"))).unwrap());
    let (issuer, proof_key) = (secret(&keys, "baseKeyPair"), || secret(&keys, "proofKeyPair"));
    for name in ["employ", "prc"] {
        let read = |file: &str| {
            let document = object(&read(&format!("{name}/{file}.json")));
            let contexts = document.get("@context").map(|contexts| {
                vec![contexts.as_array().unwrap()[0].clone(), Value::from(object(CITIZENSHIP.as_bytes()))]
            });
            contexts.into_iter().fold(document, |document, contexts| document.with("@context", contexts))
        };
        let (base, revealed) = (read("addSignedSDBase"), read("derivedRevealDocument"));
        let selective = ["/validFrom", "/validUntil", "/credentialSubject/birthCountry"];
        // What a holder makes of their base proof is what they made of it, byte by byte.
        let derived = shown(&base, &selective).unwrap();
        assert_eq!(canonicalize_object(&derived), canonicalize_object(&revealed), "{name}");
        assert_eq!(verify(&revealed).0, Code::SignatureValid, "{name}");
        assert_eq!(verify(&base), (Code::ProofNotDerived, Verdict::Reject), "{name}");
        // With their keys we make their base proof.
        let mut credential = base.clone();
        credential.remove("proof");
        let options = ProofOptions::new(&issuer.public_key(), Timestamp::parse("2023-08-15T23:36:38Z").unwrap());
        let mandatory = pointers(&["/issuer"]);
        let disclosure = Disclosure { hmac_key: hmac_key(), proof_key: proof_key(), mandatory };
        let credential = UnsignedCredential::new(credential).unwrap();
        let prepared = Prepared::base(credential, &issuer.public_key(), options, disclosure).unwrap();
        let hashes = Value::from(read("addHashData"));
        let (proof_hash, mandatory_hash) = (hex(text_of(&hashes, "proofHash")), hex(text_of(&hashes, "mandatoryHash")));
        assert!(prepared.signing_input().starts_with(&proof_hash), "{name}");
        assert!(prepared.signing_input().ends_with(&mandatory_hash), "{name}");
        assert_eq!(prepared.signing_input().len(), 32 + 35 + 32, "{name}");
        let made = prepared.signed_by(&issuer).unwrap().into_object();
        assert_eq!(proof_value(&made), proof_value(&base), "{name}");
    }
}

const ISSUER: [u8; 32] = [7; 32];

/// A credential of our own with a base proof.
fn base(subject: &str, mandatory: &[&str]) -> Object {
    let issuer = SigningKey::p256(&ISSUER).unwrap();
    prepared(unsecured(subject), &issuer, mandatory).unwrap().signed_by(&issuer).unwrap().into_object()
}

/// The same without a proof.
fn unsecured(subject: &str) -> Object {
    let issuer = SigningKey::p256(&ISSUER).unwrap();
    let contexts = vec![Value::from("https://www.w3.org/ns/credentials/v2"), vocabulary().into()];
    let issuer_node = Object::new().with("id", issuer.public_key().did_key()).with("name", "Example Works");
    unsigned(subject).with("@context", contexts).with("issuer", issuer_node)
}

/// Terms of every kind.
pub(crate) fn vocabulary() -> Object {
    object(
        br#"{"@vocab":"https://example.com/vocabulary#","list":{"@id":"https://example.com/vocabulary#list",
            "@container":"@list"},"languages":{"@id":"https://example.com/vocabulary#languages","@container":"@language"},
            "index":{"@id":"https://example.com/vocabulary#index","@container":"@index"},
            "ids":{"@id":"https://example.com/vocabulary#ids","@container":"@id"},
            "graph":{"@id":"https://example.com/vocabulary#graph","@container":"@graph"},
            "types":{"@id":"https://example.com/vocabulary#types","@container":"@type"},
            "raw":{"@id":"https://example.com/vocabulary#raw","@type":"@json"},
            "of":{"@reverse":"https://example.com/vocabulary#has"}}"#,
    )
}

fn prepared(credential: Object, issuer: &SigningKey, mandatory: &[&str]) -> Result<Prepared, PrepareError> {
    let options = ProofOptions::new(&issuer.public_key(), Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
    prepared_with(credential, issuer, mandatory, options)
}

fn prepared_with(
    credential: Object,
    issuer: &SigningKey,
    mandatory: &[&str],
    options: ProofOptions,
) -> Result<Prepared, PrepareError> {
    let disclosure = Disclosure {
        hmac_key: HmacKey::from([9; 32]),
        proof_key: SigningKey::p256(&[8; 32]).unwrap(),
        mandatory: pointers(mandatory),
    };
    Prepared::base(UnsignedCredential::new(credential).unwrap(), &issuer.public_key(), options, disclosure)
}

pub(crate) const MANDATORY: &[&str] = &["/issuer", "/type", "/validFrom"];

/// Subjects of every shape that expansion cares about, what is picked of each, and what is shown of it.
pub(crate) const SHAPES: &[(&str, &[&str], &str)] = &[
    (r#"{"id":"urn:a","a":1,"b":2,"c":3}"#, &["/credentialSubject/b"], r#"{"id":"urn:a","b":2}"#),
    (
        r#"{"a":1,"part":[{"type":"P","n":1},{"type":"P","n":2},{"type":"P","n":3,"m":{"x":1,"y":2}}]}"#,
        &["/credentialSubject/part/2/m/y", "/credentialSubject/part/0"],
        r#"{"part":[{"type":"P","n":1},{"type":"P","m":{"y":2}}]}"#,
    ),
    // Nodes that look alike.
    (
        r#"{"part":[{"part":{"a":1}},{"part":{"a":1}},{"part":{"part":{"a":1}}},{}]}"#,
        &["/credentialSubject/part/1", "/credentialSubject/part/2/part"],
        r#"{"part":[{"part":{"a":1}},{"part":{"part":{"a":1}}}]}"#,
    ),
    // Ordered lists go as a whole, and among several each is itself.
    (
        r#"{"list":["a","b",["c"]],"x":{"list":["a"]},"y":{"list":[{"z":1},{"z":1}]}}"#,
        &["/credentialSubject/y/list"],
        r#"{"y":{"list":[{"z":1},{"z":1}]}}"#,
    ),
    (r#"{"list":["a","b",["c",[]]],"n":1}"#, &["/credentialSubject/list"], r#"{"list":["a","b",["c",[]]]}"#),
    (
        r#"{"languages":{"de":"A","en":["B","C"]},"raw":{"id":1,"x":[{}]},"index":{"i":{"k":1},"j":{"k":2}}}"#,
        &["/credentialSubject/languages/en/1", "/credentialSubject/raw", "/credentialSubject/index/j"],
        r#"{"languages":{"en":["C"]},"raw":{"id":1,"x":[{}]},"index":{"j":{"k":2}}}"#,
    ),
    (
        r#"{"a":{"@value":"x","@language":"de"},"b":{"@set":[{"c":1}]},"of":[{"d":1},{"d":2}],"@included":{"e":1}}"#,
        &["/credentialSubject/a", "/credentialSubject/b", "/credentialSubject/of/1/d"],
        r#"{"a":{"@value":"x","@language":"de"},"b":{"@set":[{"c":1}]},"of":[{"d":2}]}"#,
    ),
    (
        r#"{"ids":{"urn:1":{"a":1,"b":{"c":1}},"urn:2":{"a":2}},"types":{"T":{"a":3,"b":4},"U":[{"a":3}]},"graph":{"a":4,"b":{"c":5}}}"#,
        &["/credentialSubject/ids/urn:1/b", "/credentialSubject/types/T/b", "/credentialSubject/graph/b"],
        r#"{"ids":{"urn:1":{"b":{"c":1}}},"types":{"T":{"b":4}},"graph":{"b":{"c":5}}}"#,
    ),
    // Labels of the document's own stay at home where nothing needs them.
    (r#"{"a":1,"part":{"@id":"_:p","b":2,"c":3}}"#, &["/credentialSubject/part/b"], r#"{"part":{"b":2}}"#),
    (r#"{"a/b":1,"m~n":{"\u00e9":2,"":3}}"#, &["/credentialSubject/m~0n/\u{e9}"], r#"{"m~n":{"\u00e9":2}}"#),
];

#[test]
fn a_holder_shows_parts_and_no_more() {
    for (subject, picked, expected) in SHAPES {
        let base = base(subject, MANDATORY);
        assert_eq!(verify(&base), (Code::ProofNotDerived, Verdict::Reject), "{subject}");
        let derived = shown(&base, picked).unwrap();
        assert_eq!(derived.get("credentialSubject"), Some(&object(expected.as_bytes()).into()), "{subject}");
        assert_eq!(verify(&derived), (Code::SignatureValid, Verdict::Accept), "{subject}");
        // All of it, and each of its members alone.
        let whole = shown(&base, &[""]).unwrap();
        assert_eq!(verify(&whole), (Code::SignatureValid, Verdict::Accept), "{subject}");
        for (name, _) in member(&base, "credentialSubject").iter() {
            let pointer = format!("/credentialSubject/{}", name.replace('~', "~0").replace('/', "~1"));
            let derived = shown(&base, &[&pointer]).unwrap();
            assert_eq!(verify(&derived).0, Code::SignatureValid, "{subject} {pointer}");
        }
    }
}

/// Claims of any shape.
fn arb_claims() -> impl Strategy<Value = Object> {
    let scalar = prop_oneof![
        "[a-c]{1,2}".prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (0u32..3).prop_map(Value::from),
    ];
    let value = scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            arb_members(inner).prop_map(Value::from),
        ]
    });
    arb_members(value).prop_filter("a subject says something", |claims| !claims.is_empty())
}

fn arb_members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Object> {
    prop::collection::vec(("[p-t/~]", value), 0..4)
        .prop_map(|members| members.into_iter().fold(Object::new(), |object, (name, member)| object.with(name, member)))
}

/// The pointers to everything in a value.
fn pointers_into(value: &Value, path: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, member)| (name.to_owned(), member)).collect(),
        Value::Array(elements) => elements.iter().enumerate().map(|(at, element)| (at.to_string(), element)).collect(),
        _ => Vec::new(),
    };
    for (name, member) in members {
        let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
        found.push(path.clone());
        pointers_into(member, &path, found);
    }
}

/// Whether a pointer into a subject leads to a value without parts.
fn is_scalar(subject: &Object, pointer: &str) -> bool {
    let tokens = pointer.split('/').skip(2).map(|token| token.replace("~1", "/").replace("~0", "~"));
    let found = tokens.fold(Value::from(subject.clone()), |value, token| match value {
        Value::Object(object) => object.get(&token).unwrap().clone(),
        Value::Array(elements) => elements[token.parse::<usize>().unwrap()].clone(),
        _ => panic!("{pointer} leads to nothing"),
    });
    !matches!(found, Value::Object(_) | Value::Array(_))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is picked of whatever is said can be shown, and nothing else is in it.
    #[test]
    fn any_part_can_be_shown(claims in arb_claims(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let mut all = Vec::new();
        pointers_into(&claims.clone().into(), "/credentialSubject", &mut all);
        let picked: Vec<&str> = picks.iter().map(|pick| all[pick.index(all.len())].as_str()).collect();
        let mandatory: Vec<&str> = picks.iter().take(1).map(|pick| all[(pick.index(all.len()) + 1) % all.len()].as_str()).collect();
        let base = base(&claims.to_string(), &mandatory);
        let derived = shown(&base, &picked).unwrap();
        prop_assert_eq!(verify(&derived).0, Code::SignatureValid);
        // As many values as stand below what was picked, each once.
        let below = |pointer: &str, picked: &str| pointer == picked || pointer.starts_with(&format!("{picked}/"));
        let expected = all.iter().filter(|pointer| {
            let mut ways = picked.iter().chain(&mandatory);
            is_scalar(&claims, pointer) && ways.any(|picked| below(pointer, picked))
        });
        let subject = member(&derived, "credentialSubject");
        let mut left = Vec::new();
        pointers_into(&subject.clone().into(), "/credentialSubject", &mut left);
        let left = left.iter().filter(|pointer| is_scalar(subject, pointer));
        prop_assert_eq!(left.count(), expected.count());
    }
}

#[test]
fn what_is_mandatory_is_always_there() {
    let base = base(r#"{"id":"urn:a","a":1,"b":{"c":2}}"#, &["/issuer/name", "/credentialSubject/b"]);
    let derived = shown(&base, &[]).unwrap();
    assert_eq!(member(&derived, "credentialSubject").to_string(), r#"{"id":"urn:a","b":{"c":2}}"#);
    assert_eq!(verify(&derived), (Code::SignatureValid, Verdict::Accept));
    // Even by somebody who leaves it out by hand.
    let mut without = shown(&base, &["/credentialSubject/a"]).unwrap();
    without.insert("credentialSubject", object(br#"{"id":"urn:a","a":1}"#));
    assert_eq!(verify(&without), (Code::SignatureMismatch, Verdict::Reject));
}

#[test]
fn says_why_a_part_cannot_be_shown() {
    let subject =
        r#"{"list":["a","b"],"a":{"@value":"x","@language":"de"},"part":{"@id":"_:p","n":1},"same":{"@id":"_:p"}}"#;
    let base = base(subject, MANDATORY);
    for (picked, error) in [
        ("/credentialSubject/other", DeriveError::Pointer(1)),
        ("/credentialSubject/list/2", DeriveError::Pointer(1)),
        ("/proof", DeriveError::Pointer(1)),
        // Some of an ordered list, a value without its language: nobody signed that.
        ("/credentialSubject/list/1", DeriveError::NotApart),
        ("/credentialSubject/a/@value", DeriveError::NotApart),
    ] {
        assert_eq!(shown(&base, &["/credentialSubject/part", picked]), Err(error), "{picked}");
    }
    // Without its label a node that is named twice would be two.
    let both = ["/credentialSubject/part/n", "/credentialSubject/same"];
    assert_eq!(shown(&base, &both), Err(DeriveError::NotApart));
    // Only base proofs are derived from, and only one of a set.
    let derived = shown(&base, &["/credentialSubject/part"]).unwrap();
    assert_eq!(shown(&derived, &[]), Err(DeriveError::BaseProof));
    let proof = base.get("proof").unwrap().clone();
    assert_eq!(shown(&base.clone().with("proof", vec![proof.clone(), proof]), &[""]), Err(DeriveError::BaseProof));
    // A statement more than were signed.
    let more = base.clone().with("credentialSubject", object(br#"{"list":["a","b"],"n":1}"#));
    assert_eq!(shown(&more, &["/credentialSubject/n"]), Err(DeriveError::BaseProof));
    assert_eq!(shown(&self::base(r#"{"a":1}"#, &[]), &[]), Err(DeriveError::Nothing));
    // Another context, an unknown one, a term that nothing defines.
    let contexts = |last: &str| vec![Value::from("https://www.w3.org/ns/credentials/v2"), last.into()];
    let unknown = base.clone().with("@context", contexts("https://example.com/context"));
    assert_eq!(shown(&unknown, &[]), Err(DeriveError::ContextUnknown));
    let undefined = base.with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2")]);
    assert_eq!(shown(&undefined, &[]), Err(DeriveError::JsonLd));
}

#[test]
fn says_why_no_base_proof_is_made() {
    let issuer = SigningKey::p256(&ISSUER).unwrap();
    let linked = || {
        let mut credential = base(r#"{"list":["a","b"]}"#, &[]);
        credential.remove("proof");
        credential
    };
    for pointer in ["/credentialSubject/other", "/credentialSubject/list/0"] {
        assert_eq!(prepared(linked(), &issuer, &[pointer]).err(), Some(PrepareError::Mandatory), "{pointer}");
    }
    let p384 = SigningKey::p384(&[7; 48]).unwrap();
    for other in [p384, SigningKey::from_seed(&[7; 32])] {
        assert_eq!(prepared(linked(), &other, &[]).err(), Some(PrepareError::KeyType));
        let options = ProofOptions::new(&issuer.public_key(), Timestamp::parse(NOW).unwrap());
        let disclosure = Disclosure { hmac_key: HmacKey::from([0; 32]), proof_key: other, mandatory: Vec::new() };
        let credential = UnsignedCredential::new(linked()).unwrap();
        let prepared = Prepared::base(credential, &issuer.public_key(), options, disclosure);
        assert_eq!(prepared.err(), Some(PrepareError::KeyType));
    }
    assert_eq!(prepared(unsigned(r#"{"undefined":1}"#), &issuer, &[]).err(), Some(PrepareError::JsonLd));
    let options = ProofOptions::new(&issuer.public_key(), Timestamp::parse(NOW).unwrap());
    let options = ProofOptions { suite: Suite::EcdsaSd2023, ..options };
    let credential = UnsignedCredential::new(linked()).unwrap();
    let prepared = Prepared::new(credential, &issuer.public_key(), options);
    assert_eq!(prepared.err(), Some(PrepareError::Suite));
}

struct Parts {
    signature: Vec<u8>,
    key: Vec<u8>,
    signatures: Vec<Vec<u8>>,
    labels: Vec<(u8, Vec<u8>)>,
    mandatory: Vec<u8>,
}

impl TakenApart for Parts {
    /// Of values with fewer than 24 of each, whose heads are one byte.
    fn of(value: &str) -> Self {
        let bytes = base64url(value);
        assert_eq!(bytes[..4], [0xd9, 0x5d, 0x01, 0x85]);
        let mut rest = &bytes[4..];
        let mut take = |length: usize| {
            let (taken, left) = rest.split_at(length);
            rest = left;
            taken.to_vec()
        };
        let mut string = |length: u8| {
            assert_eq!(take(2), [0x58, length]);
            take(length.into())
        };
        let (signature, key) = (string(64), string(35));
        let count = take(1)[0] - 0x80;
        let signatures = (0..count).map(|_| take(66)[2..].to_vec()).collect();
        let count = take(1)[0] - 0xa0;
        let labels = (0..count).map(|_| (take(1)[0], take(34)[2..].to_vec())).collect();
        let count = take(1)[0] - 0x80;
        let mandatory = take(count.into());
        assert!(take(0).is_empty() && rest.is_empty());
        Self { signature, key, signatures, labels, mandatory }
    }

    fn write(&self) -> String {
        let count = |major: u8, count: usize| match count {
            0..24 => vec![major | u8::try_from(count).unwrap()],
            _ => [&[major | 0x19][..], &u16::try_from(count).unwrap().to_be_bytes()].concat(),
        };
        let string = |bytes: &[u8]| [&[0x58, u8::try_from(bytes.len()).unwrap()], bytes].concat();
        let mut bytes = vec![0xd9, 0x5d, 0x01, 0x85];
        bytes.extend([string(&self.signature), string(&self.key), count(0x80, self.signatures.len())].concat());
        bytes.extend(self.signatures.iter().flat_map(|signature| string(signature)));
        bytes.extend(count(0xa0, self.labels.len()));
        bytes.extend(self.labels.iter().flat_map(|(label, name)| [vec![*label], string(name)].concat()));
        bytes.extend(count(0x80, self.mandatory.len()));
        bytes.extend(&self.mandatory);
        text(&bytes)
    }
}

const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub(crate) fn base64url(text: &str) -> Vec<u8> {
    let bits = text[1..].chars().flat_map(|digit| {
        let value = DIGITS.find(digit).unwrap();
        (0..6).rev().map(move |bit| value >> bit & 1)
    });
    let bits: Vec<usize> = bits.collect();
    let byte = |bits: &[usize]| u8::try_from(bits.iter().fold(0, |byte, bit| byte << 1 | bit)).unwrap();
    bits.chunks_exact(8).map(byte).collect()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    let bits: Vec<usize> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| usize::from(byte >> bit & 1))).collect();
    let digit = |bits: &[usize]| {
        let value = (0..6).fold(0, |value, at| value << 1 | bits.get(at).unwrap_or(&0));
        char::from(DIGITS.as_bytes()[value])
    };
    std::iter::once('u').chain(bits.chunks(6).map(digit)).collect()
}

/// A credential with blank nodes, mandatory statements and others, shown in part.
fn good() -> Object {
    let subject = r#"{"a":"1","b":"2","part":[{"n":"1"},{"n":"2"}],"hidden":"3"}"#;
    let picked = ["/credentialSubject/a", "/credentialSubject/b", "/credentialSubject/part"];
    shown(&base(subject, MANDATORY), &picked).unwrap()
}

#[test]
fn nothing_that_is_shown_can_be_changed() {
    let good = good();
    assert_eq!(verify(&good), (Code::SignatureValid, Verdict::Accept));
    let replaced = |from: &str, to: &str| replaced(&good, from, to);
    for (from, to) in [
        ("\"a\":\"1\"", "\"a\":\"2\""),
        ("\"a\":\"1\",", ""),
        ("\"a\":\"1\"", "\"a\":\"1\",\"c\":\"1\""),
        // Both values were signed, for the other property.
        ("\"a\":\"1\",\"b\":\"2\"", "\"a\":\"2\",\"b\":\"1\""),
        ("{\"n\":\"2\"}", ""),
        ("{\"n\":\"2\"}", "{\"n\":\"1\"}"),
        ("{\"n\":\"1\"}", "{\"n\":\"1\"},{\"n\":\"3\"}"),
        ("\"2026-01-01T00:00:00Z\",", "\"2025-01-01T00:00:00Z\","),
        ("\"Example Works\"", "\"Sample Works\""),
        ("assertionMethod\",", "assertionMethod\",\"expires\":\"2099-01-01T00:00:00Z\","),
        ("vocabulary#\"", "other#\""),
    ] {
        // A comma too many, where the last element goes.
        let to = if to.is_empty() && from.starts_with('{') { "{}" } else { to };
        assert_eq!(verify(&replaced(from, to)), (Code::SignatureMismatch, Verdict::Reject), "{from} to {to}");
    }
}

/// What is shown of a credential that has ended, by a proof that has ended as well.
fn ended() -> Object {
    let issuer = SigningKey::p256(&ISSUER).unwrap();
    let credential = unsecured(r#"{"a":"1","b":"2"}"#).with("validUntil", ENDED);
    let time = |text| Timestamp::parse(text).unwrap();
    let options = ProofOptions::new(&issuer.public_key(), time("2026-01-01T00:00:00Z"));
    let options = ProofOptions { expires: Some(time(ENDED)), ..options };
    let prepared = prepared_with(credential, &issuer, &["/issuer", "/validFrom", "/validUntil"], options).unwrap();
    let base = prepared.signed_by(&issuer).unwrap().into_object();
    shown(&base, &["/credentialSubject/a"]).unwrap()
}

const ENDED: &str = "2026-02-01T00:00:00Z";

/// The same statement, where nobody looks for it.
fn respelled(document: &Object, member: &str, iri: &str) -> Object {
    let (text, member) = (document.to_string(), format!(r#""{member}":"{ENDED}""#));
    assert!(text.contains(&member), "{member}");
    let value = format!(r#"{{"@type":"http://www.w3.org/2001/XMLSchema#dateTime","@value":"{ENDED}"}}"#);
    object(text.replacen(&member, &format!(r#""{iri}":{value}"#), 1).as_bytes())
}

const VALID_UNTIL: (&str, &str) = ("validUntil", "https://www.w3.org/2018/credentials#validUntil");

#[test]
fn what_is_read_by_name_is_shown_by_name() {
    let ended = ended();
    assert_eq!(verify(&ended), (Code::ProofExpired, Verdict::Reject));
    for (member, iri) in [VALID_UNTIL, ("expires", "https://w3id.org/security#expiration")] {
        assert_eq!(verify(&respelled(&ended, member, iri)), (Code::MemberRespelled, Verdict::Reject), "{member}");
    }
    // An issuer makes nothing of the kind, and nothing is derived from it.
    let credential = |subject| unsecured(subject).with("validUntil", ENDED);
    let issuer = SigningKey::p256(&ISSUER).unwrap();
    let other = respelled(&credential(r#"{"a":"1"}"#), VALID_UNTIL.0, VALID_UNTIL.1);
    assert_eq!(prepared(other, &issuer, MANDATORY).err(), Some(PrepareError::JsonLd));
    let base = prepared(credential(r#"{"a":"1"}"#), &issuer, MANDATORY).unwrap().signed_by(&issuer).unwrap();
    let other = respelled(base.object(), VALID_UNTIL.0, VALID_UNTIL.1);
    assert_eq!(shown(&other, &["/credentialSubject/a"]), Err(DeriveError::JsonLd));
}

#[test]
fn nothing_in_a_derived_proof_can_be_changed() {
    let good = good();
    let parts = Parts::of(proof_value(&good));
    let with = |change: &dyn Fn(&mut Parts)| verify(&with_changed_proof(&good, change));
    assert_eq!(with(&|_| {}), (Code::SignatureValid, Verdict::Accept));
    // The order of a map means nothing.
    assert_eq!(with(&|parts| parts.labels.reverse()), (Code::SignatureValid, Verdict::Accept));
    assert_eq!(parts.labels.len(), 3);
    let other_key = SigningKey::p256(&[6; 32]).unwrap().public_key().to_point();
    let mismatches: [Change<Parts>; 9] = [
        ("the issuer's signature", &|parts| parts.signature[40] ^= 1),
        ("the proof's key", &|parts| parts.key[2..].copy_from_slice(&other_key)),
        ("a signature", &|parts| parts.signatures[3][40] ^= 1),
        ("signatures swapped", &|parts| parts.signatures.swap(0, 1)),
        ("a signature less", &|parts| parts.signatures.truncate(2)),
        ("a signature more", &|parts| parts.signatures.push(vec![1; 64])),
        ("names swapped", &|parts| {
            let name = parts.labels[0].1.clone();
            parts.labels[0].1 = std::mem::replace(&mut parts.labels[1].1, name);
        }),
        ("a name less", &|parts| parts.labels.truncate(2)),
        ("a mandatory statement as another", &|parts| parts.mandatory.truncate(1)),
    ];
    refused(&good, Code::SignatureMismatch, &mismatches);
    let last = u8::try_from(parts.signatures.len() + parts.mandatory.len()).unwrap();
    let more: [Change<Parts>; 2] = [
        ("a name more", &|parts| parts.labels.push((3, vec![1; 32]))),
        ("a statement that is not there", &|parts| {
            parts.mandatory.push(last);
            parts.signatures.pop();
        }),
    ];
    refused(&good, Code::SignatureMismatch, &more);
    let malformed: [Change<Parts>; 9] = [
        ("one name for two nodes", &|parts| parts.labels[0].1 = parts.labels[1].1.clone()),
        ("a label twice", &|parts| parts.labels[0].0 = 1),
        ("a label beyond all", &|parts| parts.labels[2].0 = 0x17),
        ("a label left out", &|parts| parts.labels[2].0 = 3),
        ("indexes out of order", &|parts| parts.mandatory.swap(0, 1)),
        ("an index twice", &|parts| parts.mandatory[1] = parts.mandatory[0]),
        ("a key of another type", &|parts| parts.key[0] = 0x81),
        ("no point of the curve", &|parts| parts.key[1 + 1] = 5),
        ("a short signature", &|parts| parts.signatures[0].truncate(63)),
    ];
    refused(&good, Code::ProofMalformed, &malformed);
}

#[test]
fn another_key_is_refused_by_its_type_or_by_its_signature() {
    let good = good();
    let keys = [
        (SigningKey::p256(&[5; 32]).unwrap(), Code::SignatureMismatch),
        (SigningKey::p384(&[5; 48]).unwrap(), Code::KeyMismatch),
        (SigningKey::from_seed(&[5; 32]), Code::KeyMismatch),
    ];
    for (key, code) in keys {
        let method = key.public_key().verification_method();
        let proof = member(&good, "proof").clone().with("verificationMethod", method);
        assert_eq!(verify(&good.clone().with("proof", proof)), (code, Verdict::Reject));
    }
}

#[test]
fn a_proof_value_is_read_whole_or_not_at_all() {
    let good = good();
    let bytes = base64url(proof_value(&good));
    let verify = |value: &str| verify(&with_proof_value(&good, value)).0;
    assert_eq!(verify(&text(&bytes)), Code::SignatureValid);
    for length in 0..bytes.len() {
        assert_eq!(verify(&text(&bytes[..length])), Code::ProofMalformed, "{length}");
    }
    assert_eq!(verify(&text(&[&bytes[..], &[0]].concat())), Code::ProofMalformed);
    let with = |at: usize, instead: &[u8]| text(&[&bytes[..at], instead, &bytes[at + 1..]].concat());
    for (what, value) in [
        ("no proof value at all", String::new()),
        ("another base", proof_value(&good).replacen('u', "z", 1)),
        ("padding", format!("{}==", text(&bytes))),
        ("a header of another suite", with(2, &[0x02])),
        ("a longer head than needed", with(3, &[0x98, 5])),
        ("an array without end", with(3, &[0x9f])),
        ("a tag", with(3, &[0xd8, 64, 0x85])),
    ] {
        assert_eq!(verify(&value), Code::ProofMalformed, "{what}");
    }
    assert_eq!(verify(&with(2, &[0x00])), Code::ProofNotDerived);
    // The signature of another suite under this one's name, and this one's under another's.
    let renamed = good.to_string().replacen("ecdsa-sd-2023", "ecdsa-rdfc-2019", 1);
    assert_eq!(self::verify(&object(renamed.as_bytes())).0, Code::ProofMalformed);
}

#[test]
fn one_byte_mutations_are_never_accepted_as_something_else() {
    let document = good().to_string().into_bytes();
    let original = signed_meaning(&document);
    let (policy, now) = (Policy::default(), Timestamp::parse(NOW).unwrap());
    // All kinds of bytes and all kinds of damage, some thousand of them.
    for mutated in mutations(&document).step_by(19) {
        if verify_bytes(&mutated, &Material::default(), &policy, now).verdict() == Verdict::Accept {
            assert_eq!(signed_meaning(&mutated), original, "{}", String::from_utf8_lossy(&mutated));
        }
    }
}

#[test]
fn verifies_so_many_signatures_and_no_more() {
    let claims = |count: usize| {
        let claims =
            (0..count).fold(Object::new().with("id", "urn:a"), |claims, at| claims.with(format!("c{at}"), "x"));
        let mut document = good();
        document.insert("credentialSubject", claims);
        let parts = Parts { labels: Vec::new(), mandatory: Vec::new(), ..Parts::of(proof_value(&document)) };
        // Beside the claims: type, issuer and its name, subject, beginning.
        let parts = Parts { signatures: vec![vec![1; 64]; count + 5], ..parts };
        with_proof_value(&document, &parts.write())
    };
    assert_eq!(verify(&claims(1500)), (Code::SignatureMismatch, Verdict::Reject));
    let (code, verdict) = verify(&claims(2000));
    assert_eq!((code, verdict), (Code::TooMuchWork, Verdict::Undecided));
    // The budget is one for all that a bundle holds.
    let bundle = Object::new().with("type", "ProofPassBundle").with("version", 1);
    let bundle = bundle.with("credentials", vec![Value::from(claims(1200)), claims(1200).into()]);
    let now = Timestamp::parse(NOW).unwrap();
    let report = verify_bytes(bundle.to_string().as_bytes(), &Material::default(), &Policy::default(), now);
    let proofs = report.checks().filter(|check| check.name() == CheckName::Proof).map(proofpass::verify::Check::code);
    assert_eq!(proofs.collect::<Vec<_>>(), [Code::SignatureMismatch, Code::TooMuchWork]);
}

/// Base proofs and what is shown of them, for other implementations: none of the shapes that they read differently.
pub(crate) fn for_others() -> Vec<Object> {
    let shapes = [
        (r#"{"id":"did:example:a","grade":"A","mark":1.5}"#, &["/credentialSubject/grade"][..]),
        (
            r#"{"part":[{"n":1,"m":{"x":"1","y":"2"}},{"n":2},{"n":3}],"text":"\u00dc \ud83d\ude00 \"\\\n"}"#,
            &["/credentialSubject/part/2", "/credentialSubject/part/0/m/y", "/credentialSubject/text"],
        ),
        (r#"{"part":[{"part":{"a":"1"}},{"part":{"a":"1"}}]}"#, &["/credentialSubject/part/1"]),
        (r#"{"list":["a",{"b":"c"}],"n":"1"}"#, &["/credentialSubject/list"]),
    ];
    let made = shapes.iter().map(|(subject, picked)| {
        let base = base(subject, MANDATORY);
        let derived = shown(&base, picked).unwrap();
        let picked: Vec<Value> = picked.iter().map(|pointer| Value::from(*pointer)).collect();
        Object::new().with("base", base).with("picked", picked).with("derived", derived)
    });
    made.collect()
}

/// The document with one text in the place of another.
pub(crate) fn replaced(document: &Object, from: &str, to: &str) -> Object {
    let text = document.to_string();
    assert!(text.contains(from), "{from}");
    object(text.replacen(from, to, 1).as_bytes())
}

/// The vectors for other readers.
pub(crate) fn vectors() -> Vec<Vector> {
    use Code::*;
    use Verdict::*;
    let good = good();
    let proof = |change: &dyn Fn(&mut Parts)| with_changed_proof(&good, change);
    let replaced = |from: &str, to: &str| {
        let document = good.to_string();
        assert!(document.contains(from), "{from}");
        object(document.replacen(from, to, 1).as_bytes())
    };
    let vector = |name, verdict, code, document: Object| Vector::new(name, verdict, code, "{}", document.to_string());
    vec![
        vector("accepts_a_part_of_a_credential", Accept, None, good.clone()),
        vector("rejects_a_base_proof", Reject, Some(ProofNotDerived), base(r#"{"a":"1"}"#, MANDATORY)),
        vector("rejects_a_part_with_a_claim_less", Reject, Some(SignatureMismatch), replaced(r#""a":"1","#, "")),
        vector(
            "rejects_a_part_with_a_claim_more",
            Reject,
            Some(SignatureMismatch),
            replaced(r#""a":"1","#, r#""a":"1","c":"1","#),
        ),
        vector(
            "rejects_a_part_with_claims_exchanged",
            Reject,
            Some(SignatureMismatch),
            replaced(r#""a":"1","b":"2""#, r#""a":"2","b":"1""#),
        ),
        vector(
            "rejects_a_part_with_signatures_exchanged",
            Reject,
            Some(SignatureMismatch),
            proof(&|parts| parts.signatures.swap(0, 1)),
        ),
        vector(
            "rejects_a_part_with_one_name_for_two_nodes",
            Reject,
            Some(ProofMalformed),
            proof(&|parts| parts.labels[0].1 = parts.labels[1].1.clone()),
        ),
        vector(
            "rejects_a_part_with_indexes_out_of_order",
            Reject,
            Some(ProofMalformed),
            proof(&|parts| parts.mandatory.swap(0, 1)),
        ),
        vector(
            "rejects_a_part_with_its_end_in_another_spelling",
            Reject,
            Some(MemberRespelled),
            respelled(&ended(), VALID_UNTIL.0, VALID_UNTIL.1),
        ),
    ]
}
