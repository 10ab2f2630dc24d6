//! `bbs-2023`: the W3C's own vectors, and parts of credentials of our own.

use proofpass::bbs::SecretKey;
use proofpass::bundle::Bundle;
use proofpass::credential::{SignedCredential, UnsignedCredential};
use proofpass::digest::Digest;
use proofpass::jcs::canonicalize_object;
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::{KeyType, PublicKey, SigningKey};
use proofpass::multibase::encode_base58btc;
use proofpass::securing::data_integrity::{
    Blinding, DeriveError, HmacKey, PrepareError, Prepared, ProofOptions, SignError, Suite, derive, expand_seed,
    mandatory_by_default, sign_bbs,
};
use proofpass::time::Timestamp;
use proofpass::verify::{Code, Verdict};

use crate::disclosure::{
    CITIZENSHIP, Change, MANDATORY, SHAPES, TakenApart, base64url, member, pointers, proof_value, refused, replaced,
    text, verify, vocabulary, with_changed_proof, with_proof_value,
};
use crate::object;
use crate::own::{NOW, Vector, unsigned};
use crate::third_party::{folder, hex, text_of};

/// The draft's `seeded_random_scalars`, with which the vectors were made, for so many scalars (RFC 9380 §5.3.1): under the
/// interface's identifier alone, where the draft's own cases have a longer tag.
fn mocked(seed: &[u8], scalars: usize) -> Vec<u8> {
    let tag: &[u8] = b"BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_";
    let tag = [tag, &[u8::try_from(tag.len()).unwrap()]].concat();
    let length = scalars * 48;
    let hash = |parts: &[&[u8]]| *Digest::of(&[&parts.concat(), &tag[..]].concat()).as_bytes();
    let first = hash(&[&[0; 64], seed, &u16::try_from(length).unwrap().to_be_bytes(), &[0]]);
    let (mut bytes, mut before) = (Vec::new(), [0; 32]);
    for number in 1..=u8::try_from(length.div_ceil(32)).unwrap() {
        before.iter_mut().zip(first).for_each(|(byte, first)| *byte ^= first);
        before = hash(&[&before, &[number]]);
        bytes.extend(before);
    }
    bytes.truncate(length);
    bytes
}

#[test]
fn w3c_bbs_vectors_from_base_to_verdict() {
    let Some(folder) = folder("w3c/vc-di-bbs/TestVectors") else { return };
    let read = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let (keys, material) =
        (Value::from(object(&read("BBSKeyMaterial.json"))), Value::from(object(&read("BBSDeriveMaterial.json"))));
    let key = SecretKey::from_bytes(hex(text_of(&keys, "privateKeyHex"))[..].try_into().unwrap()).unwrap();
    assert_eq!(key.public_key().to_point(), hex(text_of(&keys, "publicKeyHex")));
    let hmac_key = || HmacKey::from(<[u8; 32]>::try_from(hex(text_of(&keys, "hmacKeyString"))).unwrap());
    let (header, seed) =
        (hex(text_of(&material, "presentationHeaderHex")), hex(text_of(&material, "pseudoRandSeedHex")));
    for (name, selection) in [("", "windSelective.json"), ("prc/", "prCredSelective.json")] {
        let contexts = |document: Object| {
            // The terms of the citizenship context, which say the same from inside a document.
            let contexts = document.get("@context").and_then(Value::as_array).unwrap();
            let own = |context: &Value| match context.as_str() {
                Some(url) if url.contains("citizenship") => Value::from(object(CITIZENSHIP.as_bytes())),
                _ => context.clone(),
            };
            let contexts: Vec<Value> = contexts.iter().map(own).collect();
            document.with("@context", contexts)
        };
        let document = |file: &str| contexts(object(&read(&format!("{name}{file}.json"))));
        let (base, revealed) = (document("addSignedSDBase"), document("derivedRevealDocument"));
        let list = proofpass::json::parse(&read(selection), &proofpass::json::Limits::DOCUMENT).unwrap();
        let picked: Vec<Pointer> =
            list.as_array().unwrap().iter().map(|text| Pointer::parse(text.as_str().unwrap()).unwrap()).collect();

        // With their chance we derive their proof, byte by byte.
        let their_proof =
            text_of(&Value::from(object(&read(&format!("{name}derivedDisclosureData.json")))), "bbsProof").len() / 2;
        let mut random = mocked(&seed, (their_proof - 272) / 32 + 5).into_iter();
        let mut fill = |bytes: &mut [u8]| bytes.iter_mut().for_each(|byte| *byte = random.next().unwrap());
        let blinding = Blinding { presentation_header: &header, random: &mut fill };
        let derived = derive(&parsed(&base), &picked, blinding).unwrap().into_object();
        assert_eq!(canonicalize_object(&derived), canonicalize_object(&revealed), "{name}");
        assert!(random.next().is_none(), "{name}");
        assert_eq!(verify(&revealed).0, Code::SignatureValid, "{name}");
        assert_eq!(verify(&base), (Code::ProofNotDerived, Verdict::Reject), "{name}");

        // With their keys we make their base proof.
        let mut credential = base.clone();
        credential.remove("proof");
        let mandatory = Value::from(object(&read(&format!("{name}addRawBaseSignatureInfo.json"))));
        let mandatory = mandatory.as_object().unwrap().get("mandatoryPointers").unwrap().as_array().unwrap().to_vec();
        let mandatory = mandatory.iter().map(|text| Pointer::parse(text.as_str().unwrap()).unwrap()).collect();
        let created = Timestamp::parse("2023-08-15T23:36:38Z").unwrap();
        let options = ProofOptions { created: Some(created), ..ProofOptions::new(&key.public_key(), created) };
        let credential = UnsignedCredential::new(credential).unwrap();
        let made = sign_bbs(credential, &key, options, hmac_key(), mandatory).unwrap().into_object();
        assert_eq!(canonicalize_object(&made), canonicalize_object(&base), "{name}");
    }
    // Bound to a holder's secret, to a pseudonym, to both: known, and not checked.
    for name in ["HolderBinding", "Pseudonym", "PseudonymHB"] {
        let document = |file: &str| object(&read(&format!("{name}/{file}.json")));
        assert_eq!(verify(&document("addSignedSDBase")).0, Code::ProofNotDerived, "{name}");
        let (code, verdict) = verify(&document("derivedRevealDocument"));
        assert_eq!(code, Code::SuiteUnsupported, "{name}");
        assert_ne!(verdict, Verdict::Accept, "{name}");
    }
}

fn key() -> SecretKey {
    SecretKey::from_material(b"ProofPass vectors: not a secret!", b"")
}

/// As a holder has it: parsed.
fn parsed(document: &Object) -> SignedCredential {
    Bundle::parse(document.to_string().as_bytes()).unwrap().credentials()[0].clone()
}

fn unsecured(subject: &str) -> Object {
    let contexts = vec![Value::from("https://www.w3.org/ns/credentials/v2"), vocabulary().into()];
    let issuer = Object::new().with("id", key().public_key().did_key()).with("name", "Example Works");
    unsigned(subject).with("@context", contexts).with("issuer", issuer)
}

fn made(credential: Object, mandatory: &[&str]) -> Result<Object, SignError> {
    let options = ProofOptions::new(&key().public_key(), Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
    let credential = UnsignedCredential::new(credential).unwrap();
    let signed = sign_bbs(credential, &key(), options, HmacKey::from([9; 32]), pointers(mandatory));
    signed.map(SignedCredential::into_object)
}

/// A credential of our own with a base proof.
fn base(subject: &str) -> Object {
    made(unsecured(subject), MANDATORY).unwrap()
}

/// With the chance of a seed.
fn shown_with(seed: u8, header: &[u8], document: &Object, picked: &[&str]) -> Result<Object, DeriveError> {
    let mut random = expand_seed([seed; 32]);
    let blinding = Blinding { presentation_header: header, random: &mut random };
    derive(&parsed(document), &pointers(picked), blinding).map(SignedCredential::into_object)
}

fn shown(document: &Object, picked: &[&str]) -> Result<Object, DeriveError> {
    shown_with(1, b"", document, picked)
}

#[test]
fn a_holder_shows_parts_and_no_more() {
    for (subject, picked, expected) in SHAPES {
        let base = base(subject);
        assert_eq!(verify(&base), (Code::ProofNotDerived, Verdict::Reject), "{subject}");
        let derived = shown(&base, picked).unwrap();
        assert_eq!(derived.get("credentialSubject"), Some(&object(expected.as_bytes()).into()), "{subject}");
        assert_eq!(verify(&derived), (Code::SignatureValid, Verdict::Accept), "{subject}");
        let whole = shown_with(2, b"a nonce", &base, &[""]).unwrap();
        assert_eq!(verify(&whole), (Code::SignatureValid, Verdict::Accept), "{subject}");
    }
}

#[test]
fn two_proofs_of_one_credential_have_nothing_in_common() {
    let base = base(r#"{"a":"1","part":{"n":"1"},"hidden":"3"}"#);
    let proofs = [1, 2].map(|seed| {
        let derived = shown_with(seed, b"", &base, &["/credentialSubject/part"]).unwrap();
        assert_eq!(verify(&derived), (Code::SignatureValid, Verdict::Accept));
        assert!(member(&derived, "proof").get("created").is_none(), "the time would be the same");
        Parts::of(proof_value(&derived))
    });
    let [one, other] = &proofs;
    let chunks = |parts: &Parts| parts.proof.chunks(16).map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert!(chunks(one).iter().zip(chunks(other)).all(|(one, other)| *one != other));
    // Nor does the holder's key for names stand in it, nor the issuer's signature.
    let issued = base64url(proof_value(&base));
    for secret in [&[9; 32][..], &issued[7..7 + 48], &issued[7 + 48..7 + 80]] {
        for parts in &proofs {
            let bytes = base64url(&parts.write());
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[test]
fn says_why_a_part_cannot_be_shown() {
    let base = base(r#"{"list":["a","b"],"a":"1"}"#);
    for (picked, error) in
        [("/credentialSubject/other", DeriveError::Pointer(0)), ("/credentialSubject/list/1", DeriveError::NotApart)]
    {
        assert_eq!(shown(&base, &[picked]), Err(error), "{picked}");
    }
    let derived = shown(&base, &["/credentialSubject/a"]).unwrap();
    assert_eq!(shown(&derived, &[]), Err(DeriveError::BaseProof));
    assert_eq!(shown_with(1, &[0; 1025], &base, &[]), Err(DeriveError::PresentationHeader));
    assert!(shown_with(1, &[0; 1024], &base, &[]).is_ok());
    // A statement that was not signed: the holder is told, and no verifier.
    let changed = base.clone().with("credentialSubject", object(br#"{"list":["a","b"],"a":"2"}"#));
    assert_eq!(shown(&changed, &["/credentialSubject/a"]), Err(DeriveError::BaseProof));
    // A base proof that is damaged: in its signature, its header, its key.
    let bytes = base64url(proof_value(&base));
    for at in [10, 60, 100, 160, 200] {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        let damaged = with_proof_value(&base, &text(&bytes));
        assert_eq!(shown(&damaged, &["/credentialSubject/a"]), Err(DeriveError::BaseProof), "byte {at}");
    }
    for length in [0, 2, 3, 50, bytes.len() - 1] {
        let damaged = with_proof_value(&base, &text(&bytes[..length]));
        assert_eq!(shown(&damaged, &["/credentialSubject/a"]), Err(DeriveError::BaseProof), "{length} bytes");
    }
}

#[test]
fn says_why_no_base_proof_is_made() {
    let error = |credential: Object, mandatory: &[&str]| made(credential, mandatory).unwrap_err();
    for pointer in ["/credentialSubject/other", "/credentialSubject/list/0"] {
        let found = error(unsecured(r#"{"list":["a","b"]}"#), &[pointer]);
        assert_eq!(found, SignError::Prepare(PrepareError::Mandatory), "{pointer}");
    }
    assert_eq!(error(unsigned(r#"{"undefined":1}"#), &[]), SignError::Prepare(PrepareError::JsonLd));
    // More messages than verifiers work on.
    let claims = (0..1600).fold(Object::new(), |claims, at| claims.with(format!("c{at}"), "x"));
    assert_eq!(error(unsecured(&claims.to_string()), &[]), SignError::Prepare(PrepareError::TooMuchWork));
    // The key signs nothing but this, and nothing but such a key signs this.
    let key = key().public_key();
    let at = Timestamp::parse(NOW).unwrap();
    let credential = || UnsignedCredential::new(unsecured(r#"{"a":"1"}"#)).unwrap();
    for suite in [Suite::EddsaJcs2022, Suite::EcdsaRdfc2019] {
        let options = ProofOptions { suite, ..ProofOptions::new(&key, at) };
        assert_eq!(Prepared::new(credential(), &key, options).err(), Some(PrepareError::KeyType));
    }
    let p256 = SigningKey::p256(&[7; 32]).unwrap().public_key();
    for key in [key, p256] {
        let options = ProofOptions { suite: Suite::Bbs2023, ..ProofOptions::new(&key, at) };
        assert_eq!(Prepared::new(credential(), &key, options).err(), Some(PrepareError::Suite));
    }
}

#[test]
fn validity_and_status_are_mandatory_by_default() {
    let status = object(
        br#"{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7",
        "statusListCredential":"https://lists.example/1"}"#,
    );
    let credential = unsecured(r#"{"a":"1","b":"2"}"#).with("validUntil", "2027-01-01T00:00:00Z");
    let credential = credential.with("credentialStatus", status).with("name", "A name");
    let pointers = mandatory_by_default(&UnsignedCredential::new(credential.clone()).unwrap());
    let texts: Vec<&str> = pointers.iter().map(Pointer::as_str).collect();
    assert_eq!(texts, ["/credentialStatus", "/issuer", "/type", "/validFrom", "/validUntil"]);
    let derived = shown(&made(credential.clone(), &texts).unwrap(), &["/credentialSubject/a"]).unwrap();
    for name in ["credentialStatus", "issuer", "type", "validFrom", "validUntil"] {
        assert_eq!(derived.get(name), credential.get(name), "{name}");
    }
    assert!(derived.get("name").is_none());
    assert_eq!(verify(&derived).0, Code::SignatureValid);
    // And no holder takes them away by hand.
    for name in ["credentialStatus", "validFrom", "validUntil"] {
        let mut less = derived.clone();
        less.remove(name);
        assert_eq!(verify(&less), (Code::SignatureMismatch, Verdict::Reject), "{name}");
    }
}

struct Parts {
    proof: Vec<u8>,
    labels: Vec<(u8, u8)>,
    mandatory: Vec<u8>,
    selective: Vec<u8>,
    header: Vec<u8>,
}

impl TakenApart for Parts {
    /// Of values with few of each, whose heads are one byte; a proof's is three.
    fn of(value: &str) -> Self {
        let bytes = base64url(value);
        assert_eq!(bytes[..5], [0xd9, 0x5d, 0x03, 0x85, 0x59]);
        let mut rest = &bytes[5..];
        let mut take = |length: usize| {
            let (taken, left) = rest.split_at(length);
            rest = left;
            taken.to_vec()
        };
        let length = take(2);
        let proof = take(usize::from(length[0]) << 8 | usize::from(length[1]));
        let mut many = |major: u8, each: usize| {
            let count = usize::from(take(1)[0] - major);
            take(count * each)
        };
        let labels = many(0xa0, 2).chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let (mandatory, selective, header) = (many(0x80, 1), many(0x80, 1), many(0x40, 1));
        assert!(rest.is_empty());
        Self { proof, labels, mandatory, selective, header }
    }

    fn write(&self) -> String {
        let count = |major: u8, count: usize| vec![major | u8::try_from(count).unwrap()];
        let mut bytes = vec![0xd9, 0x5d, 0x03, 0x85, 0x59];
        bytes.extend(u16::try_from(self.proof.len()).unwrap().to_be_bytes());
        bytes.extend(&self.proof);
        bytes.extend(count(0xa0, self.labels.len()));
        bytes.extend(self.labels.iter().flat_map(|(label, name)| [*label, *name]));
        for (major, list) in [(0x80, &self.mandatory), (0x80, &self.selective), (0x40, &self.header)] {
            bytes.extend(count(major, list.len()));
            bytes.extend(list);
        }
        text(&bytes)
    }
}

/// A credential with blank nodes, mandatory statements and others, shown in part.
fn good() -> Object {
    let subject = r#"{"a":"1","b":"2","part":[{"n":"1"},{"n":"2"}],"hidden":"3"}"#;
    let picked = ["/credentialSubject/a", "/credentialSubject/b", "/credentialSubject/part"];
    shown_with(3, b"nonce", &base(subject), &picked).unwrap()
}

#[test]
fn nothing_that_is_shown_can_be_changed() {
    let good = good();
    assert_eq!(verify(&good), (Code::SignatureValid, Verdict::Accept));
    for (from, to) in [
        ("\"a\":\"1\"", "\"a\":\"2\""),
        ("\"a\":\"1\",", ""),
        ("\"a\":\"1\"", "\"a\":\"1\",\"c\":\"1\""),
        ("\"a\":\"1\",\"b\":\"2\"", "\"a\":\"2\",\"b\":\"1\""),
        ("{\"n\":\"2\"}", "{\"n\":\"1\"}"),
        ("\"2026-01-01T00:00:00Z\",", "\"2025-01-01T00:00:00Z\","),
        ("\"Example Works\"", "\"Sample Works\""),
        ("assertionMethod\",", "assertionMethod\",\"expires\":\"2099-01-01T00:00:00Z\","),
    ] {
        let document = good.to_string();
        assert!(document.contains(from), "{from}");
        let changed = object(document.replacen(from, to, 1).as_bytes());
        assert_eq!(verify(&changed), (Code::SignatureMismatch, Verdict::Reject), "{from} to {to}");
    }
}

#[test]
fn nothing_in_a_derived_proof_can_be_changed() {
    let good = good();
    let parts = Parts::of(proof_value(&good));
    let with = |change: &dyn Fn(&mut Parts)| verify(&with_changed_proof(&good, change));
    assert_eq!(with(&|_| {}), (Code::SignatureValid, Verdict::Accept));
    assert_eq!(with(&|parts| parts.labels.reverse()), (Code::SignatureValid, Verdict::Accept));
    assert_eq!((parts.labels.len(), parts.header.as_slice()), (3, &b"nonce"[..]));
    let mismatches: [Change<Parts>; 11] = [
        ("a scalar", &|parts| parts.proof[200] ^= 1),
        ("the challenge", &|parts| *parts.proof.last_mut().unwrap() ^= 1),
        ("points swapped", &|parts| {
            let (one, other) = parts.proof.split_at_mut(48);
            one.swap_with_slice(&mut other[..48]);
        }),
        ("a hidden message less", &|parts| parts.proof.truncate(parts.proof.len() - 32)),
        ("a hidden message more", &|parts| parts.proof.extend([1; 32])),
        ("the presentation header", &|parts| parts.header[0] ^= 1),
        ("no presentation header", &|parts| parts.header.clear()),
        ("another index", &|parts| *parts.selective.last_mut().unwrap() += 1),
        ("an index less", &|parts| {
            let less = parts.selective.len() - 1;
            parts.selective.truncate(less);
        }),
        ("names swapped", &|parts| {
            let name = parts.labels[0].1;
            parts.labels[0].1 = std::mem::replace(&mut parts.labels[1].1, name);
        }),
        ("a mandatory statement as another", &|parts| parts.mandatory.truncate(1)),
    ];
    refused(&good, Code::SignatureMismatch, &mismatches);
    let malformed: [Change<Parts>; 11] = [
        ("one name for two nodes", &|parts| parts.labels[0].1 = parts.labels[1].1),
        ("a label twice", &|parts| parts.labels[0].0 = 1),
        ("a label beyond all", &|parts| parts.labels[2].0 = 0x17),
        ("mandatory indexes out of order", &|parts| parts.mandatory.swap(0, 1)),
        ("selective indexes out of order", &|parts| parts.selective.swap(0, 1)),
        ("an index twice", &|parts| parts.selective[1] = parts.selective[0]),
        ("half a scalar more", &|parts| parts.proof.extend([1; 16])),
        ("the identity", &|parts| {
            parts.proof[..48].fill(0);
            parts.proof[0] = 0xc0;
        }),
        ("no point of the curve", &|parts| parts.proof[1..48].fill(0xff)),
        ("a scalar that is zero", &|parts| parts.proof[144..176].fill(0)),
        ("a scalar beyond the order", &|parts| parts.proof[144..176].fill(0xff)),
    ];
    refused(&good, Code::ProofMalformed, &malformed);
    assert_eq!(with(&|parts| parts.proof.truncate(240)), (Code::ProofMalformed, Verdict::Reject));
}

#[test]
fn a_proof_value_is_read_whole_or_not_at_all() {
    let good = good();
    let bytes = base64url(proof_value(&good));
    let verify = |value: &str| verify(&with_proof_value(&good, value)).0;
    for length in 0..bytes.len() {
        assert_eq!(verify(&text(&bytes[..length])), Code::ProofMalformed, "{length}");
    }
    assert_eq!(verify(&text(&[&bytes[..], &[0]].concat())), Code::ProofMalformed);
    let with = |at: usize, instead: &[u8]| text(&[&bytes[..at], instead, &bytes[at + 1..]].concat());
    for (what, value) in [
        ("a header of another suite", with(2, &[0x01])),
        ("a header of nothing known", with(2, &[0x0a])),
        ("a longer head than needed", with(3, &[0x98, 5])),
        ("an array without end", with(3, &[0x9f])),
        ("a length of four bytes", with(4, &[0x5a, 0, 0])),
        ("a length that is not there", with(5, &[0xff])),
        ("a tag", with(3, &[0xd8, 64, 0x85])),
    ] {
        assert_eq!(verify(&value), Code::ProofMalformed, "{what}");
    }
    for (kind, code) in [
        (2, Code::ProofNotDerived),
        (4, Code::ProofNotDerived),
        (5, Code::SuiteUnsupported),
        (6, Code::ProofNotDerived),
        (7, Code::SuiteUnsupported),
        (8, Code::ProofNotDerived),
        (9, Code::SuiteUnsupported),
    ] {
        assert_eq!(verify(&with(2, &[kind])), code, "{kind}");
    }
    // Under another suite's name, and the other's key under this one's.
    for (other, code) in [("ecdsa-sd-2023", Code::ProofMalformed), ("eddsa-rdfc-2022", Code::ProofMalformed)] {
        let renamed = good.to_string().replacen("bbs-2023", other, 1);
        assert_eq!(self::verify(&object(renamed.as_bytes())).0, code, "{other}");
    }
}

#[test]
fn another_key_is_refused_by_its_type_or_by_its_signature() {
    let good = good();
    let methods = [
        (SecretKey::from_material(&[5; 32], b"").public_key(), Code::SignatureMismatch),
        (SigningKey::p256(&[5; 32]).unwrap().public_key(), Code::KeyMismatch),
        (SigningKey::from_seed(&[5; 32]).public_key(), Code::KeyMismatch),
    ];
    let with_method = |method: String| {
        let proof = member(&good, "proof").clone().with("verificationMethod", method);
        verify(&good.clone().with("proof", proof))
    };
    for (key, code) in methods {
        assert_eq!(with_method(key.verification_method()), (code, Verdict::Reject));
    }
    // The identity, a point outside the subgroup, and bytes too few and too many.
    let point = key().public_key().to_point();
    let mut identity = vec![0; 96];
    identity[0] = 0xc0;
    let outside = (0..=255_u8).map(|x| {
        let mut bytes = vec![0; 96];
        (bytes[0], bytes[95]) = (0x80, x);
        bytes
    });
    let others = [identity, point[..95].to_vec(), [&point[..], &[0]].concat()];
    for bytes in others.into_iter().chain(outside.take(8)) {
        let multikey = encode_base58btc(&[&[0xeb, 0x01], &bytes[..]].concat());
        let (code, verdict) = with_method(format!("did:key:{multikey}#{multikey}"));
        assert!(matches!(code, Code::KeyInvalid | Code::KeyUnsupported), "{multikey}: {code:?}");
        assert_ne!(verdict, Verdict::Accept);
    }
    let multikey = key().public_key().to_multikey();
    assert!(multikey.starts_with("zUC7"));
    let read = PublicKey::from_multikey(&multikey).unwrap();
    assert_eq!((read, read.key_type()), (key().public_key(), KeyType::Bls12381G2));
}

#[test]
fn verifies_so_many_messages_and_no_more() {
    let good = good();
    let with_hidden = |count: usize| {
        verify(&with_changed_proof(&good, &|parts: &mut Parts| parts.proof.extend([1; 32].repeat(count))))
    };
    assert_eq!(with_hidden(1400), (Code::SignatureMismatch, Verdict::Reject));
    assert_eq!(with_hidden(1499), (Code::TooMuchWork, Verdict::Undecided));
    assert_eq!(with_hidden(1510), (Code::ProofMalformed, Verdict::Reject));
}

/// Base proofs and what is shown of them, for other implementations.
pub(crate) fn for_others() -> Vec<Object> {
    let shapes = [
        (r#"{"id":"did:example:a","grade":"A","mark":1.5}"#, &["/credentialSubject/grade"][..]),
        (
            r#"{"part":[{"n":1,"m":{"x":"1","y":"2"}},{"n":2},{"n":3}],"text":"\u00dc \ud83d\ude00 \"\\\n"}"#,
            &["/credentialSubject/part/2", "/credentialSubject/part/0/m/y", "/credentialSubject/text"],
        ),
        (r#"{"part":[{"part":{"a":"1"}},{"part":{"a":"1"}}]}"#, &["/credentialSubject/part/1"]),
    ];
    let made = shapes.iter().map(|(subject, picked)| {
        let base = base(subject);
        let derived = shown_with(4, b"nonce", &base, picked).unwrap();
        let picked: Vec<Value> = picked.iter().map(|pointer| Value::from(*pointer)).collect();
        Object::new().with("base", base).with("picked", picked).with("derived", derived)
    });
    made.collect()
}

/// The vectors for other readers.
pub(crate) fn vectors() -> Vec<Vector> {
    use Code::*;
    use Verdict::*;
    let good = good();
    let proof = |change: &dyn Fn(&mut Parts)| with_changed_proof(&good, change);
    let kind = |kind: u8| {
        let mut bytes = base64url(proof_value(&good));
        bytes[2] = kind;
        with_proof_value(&good, &text(&bytes))
    };
    let replaced = |from: &str, to: &str| replaced(&good, from, to);
    let vector = |name, verdict, code, document: Object| Vector::new(name, verdict, code, "{}", document.to_string());
    vec![
        vector("accepts_an_unlinkable_part", Accept, None, good.clone()),
        vector("rejects_an_unlinkable_base_proof", Reject, Some(ProofNotDerived), base(r#"{"a":"1"}"#)),
        vector(
            "rejects_an_unlinkable_part_with_another_claim",
            Reject,
            Some(SignatureMismatch),
            replaced(r#""a":"1""#, r#""a":"2""#),
        ),
        vector(
            "rejects_an_unlinkable_part_with_a_claim_less",
            Reject,
            Some(SignatureMismatch),
            replaced(r#""a":"1","#, ""),
        ),
        vector(
            "rejects_an_unlinkable_part_for_another_occasion",
            Reject,
            Some(SignatureMismatch),
            proof(&|parts| parts.header[0] ^= 1),
        ),
        vector(
            "rejects_an_unlinkable_part_with_the_identity",
            Reject,
            Some(ProofMalformed),
            proof(&|parts| {
                parts.proof[..48].fill(0);
                parts.proof[0] = 0xc0;
            }),
        ),
        vector("leaves_a_part_bound_to_a_holder_undecided", Undecided, Some(SuiteUnsupported), kind(5)),
    ]
}
