//! What status lists make of a credential, and everything that a list may be wrong with.

use super::super::tests::{NOW, key, object, sign, time, unsigned};
use super::*;
use crate::credential::UnsignedCredential;
use crate::json::{Limits, Object, Value, parse};
use crate::key::SigningKey;
use crate::securing::data_integrity::{Prepared, ProofOptions};
use crate::status::{List, Publication};
use crate::verify::{Check, CheckName, Material, Policy, Verdict, verify_bytes};

const URL: &str = "https://issuer.example/status/1";

fn issuer_did() -> String {
    key().public_key().did_key()
}

/// A list of the smallest size with these bits set.
fn list(set: &[usize]) -> List {
    let mut list = List::new(0).unwrap();
    for index in set {
        list.set(*index, true).unwrap();
    }
    list
}

fn publication(purpose: Purpose) -> Publication<'static> {
    Publication {
        url: URL,
        issuer: issuer_did().into(),
        purpose,
        valid_from: time("2026-01-01T00:00:00Z"),
        valid_until: None,
        time_to_live: None,
    }
}

/// The unsigned credential of a revocation list with bit 7 set.
fn unsigned_list() -> Object {
    list(&[7]).credential(publication(Purpose::Revocation)).unwrap().object().clone()
}

/// The same with another member of its subject, or without one.
fn with_subject(name: &str, value: Option<Value>) -> Object {
    let mut list = unsigned_list();
    let Some(Value::Object(mut subject)) = list.remove("credentialSubject") else { panic!() };
    match value {
        Some(value) => subject.insert(name, value),
        None => subject.remove(name),
    };
    list.with("credentialSubject", subject)
}

fn entry(purpose: Purpose, index: usize) -> Object {
    List::entry(URL, purpose, index)
}

fn credential(entries: impl Into<Value>) -> Object {
    sign(unsigned(&issuer_did()).with("credentialStatus", entries))
}

fn at_hand(list: Object) -> Material {
    let mut material = Material::default();
    material.add_status_list(list, URL.into(), time(NOW)).unwrap();
    material
}

/// The verdict, the status, and where.
fn judged(credential: &Object, policy: &str, material: &Material) -> (Verdict, Code, Option<String>) {
    let policy = Policy::from_value(&object(policy).into()).unwrap();
    let report = verify_bytes(credential.to_string().as_bytes(), material, &policy, time(NOW));
    let check = report.checks().find(|check| check.name() == CheckName::Status).unwrap();
    let others = |check: &&Check| !matches!(check.name(), CheckName::Status | CheckName::Domain | CheckName::Trust);
    assert!(report.checks().filter(others).all(|check| check.code().outcome() == Outcome::Pass));
    (report.verdict(), check.code(), check.pointer().map(str::to_owned))
}

/// What the list makes of the credential at index 3, whose bit is not set.
fn code_with(list: Object) -> Code {
    judged(&credential(entry(Purpose::Revocation, 3)), "{}", &at_hand(list)).1
}

#[test]
fn a_bit_decides() {
    let material = at_hand(sign(unsigned_list()));
    let at = |index| judged(&credential(entry(Purpose::Revocation, index)), "{}", &material);
    let revoked = (Verdict::Reject, Code::Revoked, Some("/credentialStatus/0".into()));
    assert_eq!(at(7), revoked);
    for index in [0, 6, 8, 131_071] {
        assert_eq!(at(index), (Verdict::Accept, Code::StatusClear, None), "{index}");
    }
    assert_eq!(at(131_072).1, Code::StatusIndexOutOfRange);
    // What rejects does so whatever the policy asks for.
    let revoked = judged(&credential(entry(Purpose::Revocation, 7)), r#"{"require":[]}"#, &material);
    assert_eq!(revoked.0, Verdict::Reject);
}

#[test]
fn what_a_bit_means_is_its_purpose() {
    for (purpose, verdict, code) in [
        (Purpose::Revocation, Verdict::Reject, Code::Revoked),
        (Purpose::Suspension, Verdict::Reject, Code::Suspended),
        (Purpose::Refresh, Verdict::Accept, Code::RefreshAvailable),
        (Purpose::Message, Verdict::Undecided, Code::StatusMessage),
    ] {
        let material = at_hand(sign(list(&[7]).credential(publication(purpose)).unwrap().object().clone()));
        let at = |index| judged(&credential(entry(purpose, index)), "{}", &material);
        assert_eq!((at(7).0, at(7).1), (verdict, code));
        assert_eq!((at(8).0, at(8).1), (Verdict::Accept, Code::StatusClear));
    }
    // A list may be for several.
    let purposes = vec![Value::from("refresh"), "revocation".into()];
    assert_eq!(code_with(sign(with_subject("statusPurpose", Some(purposes.into())))), Code::StatusClear);
}

#[test]
fn what_is_not_at_hand_is_never_good() {
    let asked = credential(entry(Purpose::Revocation, 3));
    let place = Some("/credentialStatus/0".into());
    let none = judged(&asked, "{}", &Material::default());
    assert_eq!(none, (Verdict::Undecided, Code::StatusListUnresolved, place));
    let mut elsewhere = Material::default();
    elsewhere.add_status_list(sign(unsigned_list()), format!("{URL}/"), time(NOW)).unwrap();
    assert_eq!(judged(&asked, "{}", &elsewhere).1, Code::StatusListUnresolved);
    let indifferent = judged(&asked, r#"{"require":["proof"]}"#, &Material::default());
    assert_eq!((indifferent.0, indifferent.1), (Verdict::Accept, Code::StatusListUnresolved));
}

#[test]
fn the_worst_entry_decides_and_is_pointed_at() {
    let material = at_hand(sign(with_subject(
        "statusPurpose",
        Some(vec![Value::from("refresh"), "revocation".into(), "suspension".into()].into()),
    )));
    let clear = || Value::from(entry(Purpose::Revocation, 3));
    let unknown = || Value::from(object(r#"{"type":"OtherEntry"}"#));
    let malformed = || Value::from(object(r#"{"type":"BitstringStatusListEntry"}"#));
    let of = |entries: Vec<Value>| judged(&credential(entries), "{}", &material);
    let place = |at: usize| Some(format!("/credentialStatus/{at}"));
    let (revoked, suspended, refresh) = [Purpose::Revocation, Purpose::Suspension, Purpose::Refresh]
        .map(|purpose| Value::from(entry(purpose, 7)))
        .into();
    assert_eq!(of(vec![clear(), clear()]), (Verdict::Accept, Code::StatusClear, None));
    assert_eq!(of(vec![clear(), refresh.clone()]), (Verdict::Accept, Code::RefreshAvailable, place(1)));
    assert_eq!(of(vec![refresh.clone(), unknown()]), (Verdict::Undecided, Code::StatusUnsupported, place(1)));
    assert_eq!(of(vec![unknown(), malformed()]), (Verdict::Reject, Code::StatusEntryMalformed, place(1)));
    assert_eq!(of(vec![malformed(), suspended.clone()]), (Verdict::Reject, Code::Suspended, place(1)));
    assert_eq!(of(vec![suspended, refresh, revoked.clone()]), (Verdict::Reject, Code::Revoked, place(2)));

    let many = |last: Value| [vec![clear(); Bundle::MAX_STATUSES - 1], vec![last]].concat();
    assert_eq!(of(many(clear())).1, Code::StatusClear);
    assert_eq!(of([many(clear()), vec![clear()]].concat()), (Verdict::Undecided, Code::TooManyStatuses, place(16)));
    assert_eq!(of([many(revoked), vec![clear()]].concat()).1, Code::Revoked);
    assert_eq!(of(Vec::new()).1, Code::NoStatus);
}

#[test]
fn a_list_is_believed_only_as_its_issuer_signed_it() {
    assert_eq!(code_with(sign(unsigned_list())), Code::StatusClear);
    assert_eq!(code_with(unsigned_list()), Code::StatusListInvalid, "unsigned");
    // Changed after signing: the bit of somebody who was revoked cleared, or the list made to last longer.
    let other = list(&[]).credential(publication(Purpose::Revocation)).unwrap().object().clone();
    let subject = other.get("credentialSubject").unwrap().clone();
    assert_eq!(code_with(sign(unsigned_list()).with("credentialSubject", subject)), Code::StatusListInvalid);
    let lasting = sign(unsigned_list()).with("validUntil", "2099-01-01T00:00:00Z");
    assert_eq!(code_with(lasting), Code::StatusListInvalid);
    // Signed by somebody else, under the issuer's name and under their own.
    let other = SigningKey::from_seed(&[8; 32]);
    let sign_by_other = |list: Object| {
        let options = ProofOptions::new(&other.public_key(), time(NOW));
        let prepared = Prepared::new(UnsignedCredential::new(list).unwrap(), &other.public_key(), options).unwrap();
        prepared.signed_by(&other).unwrap().into_object()
    };
    assert_eq!(code_with(sign_by_other(unsigned_list())), Code::StatusListInvalid);
    let own_name = unsigned_list().with("issuer", other.public_key().did_key());
    assert_eq!(code_with(sign_by_other(own_name)), Code::StatusListForeign);
    // The issuer may be written in either way.
    let named = Object::new().with("id", issuer_did()).with("name", "Status service");
    assert_eq!(code_with(sign(unsigned_list().with("issuer", named))), Code::StatusClear);
    // Another list of the issuer's, served in the place of this one.
    assert_eq!(code_with(sign(unsigned_list().with("id", "https://issuer.example/status/2"))), Code::StatusListForeign);
    let mut nameless = unsigned_list();
    nameless.remove("id");
    assert_eq!(code_with(sign(nameless)), Code::StatusClear);
}

#[test]
fn no_single_byte_of_a_list_can_be_changed_to_clear_a_credential() {
    let list = sign(unsigned_list()).to_string();
    let revoked = credential(entry(Purpose::Revocation, 7));
    for at in 0..list.len() {
        for flip in [0x01, 0x02, 0x10, 0x20] {
            let mut bytes = list.clone().into_bytes();
            bytes[at] ^= flip;
            let Ok(Value::Object(changed)) = parse(&bytes, &Limits::DOCUMENT) else { continue };
            let (verdict, ..) = judged(&revoked, "{}", &at_hand(changed));
            assert_ne!(verdict, Verdict::Accept, "byte {at} ^ {flip:#x}");
        }
    }
}

#[test]
fn what_cannot_be_verified_of_a_list_is_not_believed() {
    let mut signed = sign(unsigned_list());
    let Some(Value::Object(proof)) = signed.remove("proof") else { panic!() };
    let with = |name: &str, value: &str| signed.clone().with("proof", proof.clone().with(name, value));
    assert_eq!(code_with(with("cryptosuite", "other-2026")), Code::StatusListUnverified);
    assert_eq!(code_with(with("verificationMethod", "did:web:issuer.example#k")), Code::StatusListUnverified);
    assert_eq!(code_with(with("proofPurpose", "authentication")), Code::StatusListInvalid);
    let enveloped = object(
        r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"EnvelopedVerifiableCredential","id":"data:application/vc+cose,x"}"#,
    );
    assert_eq!(code_with(enveloped), Code::StatusListUnverified);
    assert_eq!(code_with(Object::new()), Code::StatusListInvalid);
    assert_eq!(code_with(sign(unsigned_list()).with("type", "Other")), Code::StatusListInvalid);
    // Whom the list's issuer URL belongs to is not known.
    assert_eq!(code_with(sign(unsigned_list().with("issuer", "https://issuer.example/"))), Code::StatusListUnverified);
}

#[test]
fn a_list_is_of_its_time() {
    let until = |end: &str| code_with(sign(unsigned_list().with("validUntil", end)));
    assert_eq!(until("2027-01-01T00:00:00Z"), Code::StatusClear);
    assert_eq!(until("2026-11-23T11:59:00Z"), Code::StatusClear, "within the tolerance");
    assert_eq!(until("2026-11-23T11:58:59Z"), Code::StatusListStale);
    assert_eq!(code_with(sign(unsigned_list().with("validFrom", "2026-11-23T12:01:01Z"))), Code::StatusListStale);

    // Fetched an hour ago.
    let mut material = Material::default();
    let hourly = |ttl: u32| sign(with_subject("ttl", Some(ttl.into())));
    let mut with = |list: Object, policy: &str| {
        material.add_status_list(list, URL.into(), time("2026-11-23T11:00:00Z")).unwrap();
        judged(&credential(entry(Purpose::Revocation, 3)), policy, &material)
    };
    assert_eq!(with(hourly(3_600_000), "{}").1, Code::StatusClear);
    let stale = with(hourly(3_599_999), "{}");
    assert_eq!((stale.0, stale.1), (Verdict::Undecided, Code::StatusListStale));
    assert_eq!(with(hourly(0), "{}").1, Code::StatusListStale);
    for (policy, code) in [
        ("{}", Code::StatusClear),
        (r#"{"maxMaterialAgeSeconds":3600}"#, Code::StatusClear),
        (r#"{"maxMaterialAgeSeconds":3599}"#, Code::StatusListStale),
        (r#"{"maxStatusAgeSeconds":3599}"#, Code::StatusListStale),
        (r#"{"maxMaterialAgeSeconds":60,"maxStatusAgeSeconds":3600}"#, Code::StatusClear),
        (r#"{"maxMaterialAgeSeconds":3600,"maxStatusAgeSeconds":60}"#, Code::StatusListStale),
    ] {
        assert_eq!(with(sign(unsigned_list()), policy).1, code, "{policy}");
    }
    // The policy does not stretch what the issuer allows.
    assert_eq!(with(hourly(60_000), r#"{"maxStatusAgeSeconds":86400}"#).1, Code::StatusListStale);
}

#[test]
fn a_list_must_be_what_the_entry_asks_for() {
    let encoded = || list(&[]).encode();
    for (name, value) in [
        ("type", None),
        ("type", Some("StatusList2021".into())),
        ("statusPurpose", None),
        ("statusPurpose", Some(1.into())),
        ("statusPurpose", Some(Vec::new().into())),
        ("statusPurpose", Some(vec![Value::from("revocation"), 1.into()].into())),
        ("encodedList", None),
        ("encodedList", Some("".into())),
        ("encodedList", Some("u".into())),
        ("encodedList", Some(encoded()[1..].into())),
        ("encodedList", Some(format!("z{}", &encoded()[1..]).into())),
        ("encodedList", Some(format!("{}=", encoded()).into())),
        ("encodedList", Some(encoded()[..40].into())),
        ("ttl", Some("300000".into())),
        ("ttl", Some(Value::Null)),
    ] {
        let shown = format!("{name} {value:?}");
        assert_eq!(code_with(sign(with_subject(name, value))), Code::StatusListMalformed, "{shown:.80}");
    }
    let untyped = unsigned_list().with("type", vec![Value::from("VerifiableCredential")]);
    assert_eq!(code_with(sign(untyped)), Code::StatusListMalformed);
    let subject = unsigned_list().get("credentialSubject").unwrap().clone();
    let twice = unsigned_list().with("credentialSubject", vec![subject.clone(), subject]);
    assert_eq!(code_with(sign(twice)), Code::StatusListMalformed);

    assert_eq!(code_with(sign(with_subject("statusPurpose", Some("suspension".into())))), Code::StatusPurposeMismatch);

    // 131,071 entries, and as many of two bits as there are bits for one.
    let zeros = |bytes: usize| sign(with_subject("encodedList", Some(List::of_zeros(bytes).encode().into())));
    assert_eq!(code_with(zeros(16 << 10)), Code::StatusClear);
    assert_eq!(code_with(zeros((16 << 10) - 1)), Code::StatusListTooShort);
    let messages = |n: usize| Value::from(object(&format!(r#"{{"status":"0x{n}","message":"m"}}"#)));
    let wide = entry(Purpose::Revocation, 3)
        .with("statusSize", 2)
        .with("statusMessage", (0..4).map(messages).collect::<Vec<_>>());
    let wide = |bytes: usize| judged(&credential(wide.clone()), "{}", &at_hand(zeros(bytes))).1;
    assert_eq!(wide(16 << 10), Code::StatusListTooShort);
    assert_eq!(wide(32 << 10), Code::StatusClear);
}

#[test]
fn lists_expand_to_so_much_and_no_more() {
    let of = |bytes: usize| sign(with_subject("encodedList", Some(List::of_zeros(bytes).encode().into())));
    assert_eq!(code_with(of(Bitstring::MAX_BYTES)), Code::StatusClear);
    assert_eq!(code_with(of(Bitstring::MAX_BYTES + 1)), Code::StatusListTooLarge);

    // All lists of a bundle together. The third of the largest finds no room; a credential that asks twice costs once.
    let url = |n: usize| format!("https://issuer.example/status/{n}");
    let largest = of(Bitstring::MAX_BYTES);
    let mut material = Material::default();
    for n in 1..=3 {
        let mut list = largest.clone();
        list.remove("proof");
        material.add_status_list(sign(list.with("id", url(n))), url(n), time(NOW)).unwrap();
    }
    let entries = |lists: &[usize]| {
        let entry = |n: &usize| Value::from(List::entry(&url(*n), Purpose::Revocation, 3));
        judged(&credential(lists.iter().map(entry).collect::<Vec<_>>()), "{}", &material)
    };
    assert_eq!(entries(&[1, 2, 1, 2, 2]).1, Code::StatusClear);
    let place = Some("/credentialStatus/3".into());
    assert_eq!(entries(&[1, 2, 2, 3]), (Verdict::Undecided, Code::StatusListTooLarge, place));
}

#[test]
fn reads_the_older_form() {
    let old = |mut list: Object| {
        let Some(Value::Object(subject)) = list.remove("credentialSubject") else { panic!() };
        let encoded = subject.get("encodedList").unwrap().as_str().unwrap()[1..].to_owned();
        list.with("type", vec![Value::from("VerifiableCredential"), "StatusList2021Credential".into()])
            .with("credentialSubject", subject.with("type", "StatusList2021").with("encodedList", encoded))
    };
    let material = at_hand(sign(old(unsigned_list())));
    let asked = |index: usize| entry(Purpose::Revocation, index).with("type", "StatusList2021Entry");
    assert_eq!(judged(&credential(asked(3)), "{}", &material).1, Code::StatusClear);
    assert_eq!(judged(&credential(asked(7)), "{}", &material).1, Code::Revoked);
    // Neither form answers for the other.
    assert_eq!(judged(&credential(entry(Purpose::Revocation, 3)), "{}", &material).1, Code::StatusListMalformed);
    let new = at_hand(sign(unsigned_list()));
    assert_eq!(judged(&credential(asked(3)), "{}", &new).1, Code::StatusListMalformed);
}

#[test]
fn a_status_list_is_not_asked_for_its_own_status() {
    let revoked = unsigned_list().with("credentialStatus", entry(Purpose::Revocation, 7));
    assert_eq!(code_with(sign(revoked)), Code::StatusClear);
}

#[test]
fn material_points_at_the_list_that_is_wrong() {
    let material = |entry: &str| {
        let text = format!(r#"{{"statusLists":[{entry}]}}"#);
        Material::from_value(&object(&text).into()).map(|_| ()).map_err(|fault| fault.pointer)
    };
    let at = |pointer: &str| Err(format!("/statusLists/0{pointer}"));
    assert_eq!(material(r#"{"credential":{},"from":"https://a.example/1","at":"2026-01-01T00:00:00Z"}"#), Ok(()));
    for (entry, pointer) in [
        ("1", ""),
        ("{}", "/credential"),
        (r#"{"credential":"x"}"#, "/credential"),
        (r#"{"credential":{}}"#, "/from"),
        (r#"{"credential":{},"from":"x","at":"2026-01-01T00:00:00Z"}"#, "/from"),
        (r#"{"credential":{},"from":"https://a.example/1"}"#, "/at"),
        (r#"{"credential":{},"from":"https://a.example/1","at":"now"}"#, "/at"),
        (r#"{"credential":{},"document":{},"from":"https://a.example/1","at":"2026-01-01T00:00:00Z"}"#, ""),
    ] {
        assert_eq!(material(entry), at(pointer), "{entry}");
    }
    let proofs = Object::new().with("proof", vec![Value::Null; 17]);
    assert!(Material::default().add_status_list(proofs, URL.into(), time(NOW)).is_err());
    let entry = r#"{"credential":{},"from":"https://a.example/1","at":"2026-01-01T00:00:00Z"}"#;
    let many = |count: usize| object(&format!(r#"{{"statusLists":[{}]}}"#, vec![entry; count].join(","))).into();
    assert!(Material::from_value(&many(Material::MAX_STATUS_LISTS)).is_ok());
    assert!(Material::from_value(&many(Material::MAX_STATUS_LISTS + 1)).is_err());
}

/// A file that encloses a list and says that it was fetched just now.
fn enclosing(credential: &Object, list: Object) -> Vec<u8> {
    let list = Object::new().with("credential", list).with("from", URL).with("at", NOW);
    let material = Object::new().with("statusLists", vec![Value::from(list)]);
    crate::bundle::Bundle::evidence(credential.clone().into(), material, time(NOW)).to_string().into_bytes()
}

#[test]
fn a_list_that_a_file_encloses_counts_while_it_is_fresh_by_its_own_word() {
    let credential = credential(entry(Purpose::Revocation, 7));
    let with = |bits: &[usize], from: &str, until: Option<&str>| {
        let publication =
            Publication { valid_from: time(from), valid_until: until.map(time), ..publication(Purpose::Revocation) };
        sign(list(bits).credential(publication).unwrap().object().clone())
    };
    let judged = |list: Object, policy: &str, material: &Material| {
        let policy = Policy::from_value(&object(policy).into()).unwrap();
        let report = verify_bytes(&enclosing(&credential, list), material, &policy, time(NOW));
        (
            report.verdict(),
            report.credentials()[0].checks().iter().find(|c| c.name() == CheckName::Status).map(Check::code),
        )
    };
    let nothing = Material::default();
    let now = time(NOW);
    let ago = |seconds: i64| now.plus_seconds(-seconds).to_string();
    let tomorrow = now.plus_seconds(86_400).to_string();
    let (week, hour) = (7 * 86_400, 3_600);
    let is = |verdict, code| (verdict, Some(code));
    let accept = is(Verdict::Accept, Code::StatusClear);
    let unresolved = is(Verdict::Undecided, Code::StatusListUnresolved);
    assert_eq!(judged(with(&[], &ago(hour), Some(&tomorrow)), "{}", &nothing), accept);
    assert_eq!(judged(with(&[7], &ago(hour), Some(&tomorrow)), "{}", &nothing), is(Verdict::Reject, Code::Revoked));
    assert_eq!(judged(with(&[], &ago(week), Some(&tomorrow)), "{}", &nothing), accept);
    // Too old, without an end, ended, not begun.
    assert_eq!(judged(with(&[], &ago(week + 1), Some(&tomorrow)), "{}", &nothing), unresolved);
    assert_eq!(judged(with(&[], &ago(hour), None), "{}", &nothing), unresolved);
    let stale = is(Verdict::Undecided, Code::StatusListStale);
    assert_eq!(judged(with(&[], &ago(week), Some(&ago(hour))), "{}", &nothing), stale);
    assert_eq!(judged(with(&[], &tomorrow, Some(&tomorrow)), "{}", &nothing), stale);
    // Its age is what its issuer signed, not what the file says.
    let young = r#"{"maxStatusAgeSeconds":3599}"#;
    assert_eq!(judged(with(&[], &ago(hour), Some(&tomorrow)), young, &nothing), stale);
    assert_eq!(judged(with(&[], &ago(hour), Some(&tomorrow)), r#"{"maxStatusAgeSeconds":3600}"#, &nothing), accept);
    // What the verifier brings itself comes first.
    let fetched = at_hand(with(&[7], &ago(hour), Some(&tomorrow)));
    assert_eq!(judged(with(&[], &ago(hour), Some(&tomorrow)), "{}", &fetched), is(Verdict::Reject, Code::Revoked));
    // A changed list is no list.
    let mut changed = with(&[7], &ago(hour), Some(&tomorrow));
    let clear = with(&[], &ago(hour), Some(&tomorrow)).get("credentialSubject").cloned().unwrap();
    changed.insert("credentialSubject", clear);
    assert_eq!(judged(changed, "{}", &nothing), is(Verdict::Reject, Code::StatusListInvalid));
}
