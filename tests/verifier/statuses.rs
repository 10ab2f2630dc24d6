//! Our own vectors of status lists, and lists for other implementations to read.

use proofpass::credential::UnsignedCredential;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::{ProofOptions, Suite};
use proofpass::status::{List, Publication, Purpose};
use proofpass::time::Timestamp;
use proofpass::verify::{Code, Request, Verdict};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::cases::write_file;
use crate::hostile::json_text;
use crate::own::{NOW, Vector, key, sign_with, signed, signed_as, unsigned};

const URL: &str = "https://example.com/status/1";

/// The bit that is set in every list here. Its neighbours are not.
const SET: usize = 94_567;

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn list(entries: usize, purpose: Purpose, time_to_live: Option<u32>) -> Object {
    let mut list = List::new(entries).unwrap();
    list.set(SET, true).unwrap();
    let publication = Publication {
        url: URL,
        issuer: key().public_key().did_key().into(),
        purpose,
        valid_from: time("2026-01-01T00:00:00Z"),
        valid_until: None,
        time_to_live,
    };
    list.credential(publication).unwrap().object().clone()
}

/// 1,024 bytes, none of them set.
const SHORT: &str = "uH4sIAAAAAAACA2NgGAWjYBSMVAAALq-17wAEAAA";

/// A list of the smallest size.
fn small(purpose: Purpose) -> Object {
    list(0, purpose, None)
}

/// The list with a member of its subject changed.
fn with_subject(mut list: Object, change: impl Fn(Object) -> Object) -> Object {
    let Some(Value::Object(subject)) = list.remove("credentialSubject") else { panic!() };
    list.with("credentialSubject", change(subject))
}

/// The list with its bits in another text.
fn with_bits(list: Object, change: impl Fn(&str) -> String) -> Object {
    with_subject(list, |subject| {
        let encoded = change(subject.get("encodedList").unwrap().as_str().unwrap());
        subject.with("encodedList", encoded)
    })
}

fn sign_by_another(list: Object) -> Object {
    let other = SigningKey::from_seed(&[2; 32]);
    let list = list.with("issuer", other.public_key().did_key());
    let options = ProofOptions::new(&other.public_key(), time("2026-01-01T00:00:00Z"));
    sign_with(&other, list, options)
}

/// The same list in the words of Status List 2021.
fn older(list: Object) -> Object {
    let types = vec![Value::from("VerifiableCredential"), "StatusList2021Credential".into()];
    with_bits(with_subject(list, |subject| subject.with("type", "StatusList2021")), |encoded| encoded[1..].to_owned())
        .with("type", types)
}

/// Material of lists fetched at that time, each from the place it names.
fn fetched(lists: &[Object], at: &str) -> Object {
    let entry = |list: &Object| {
        let from = list.get("id").unwrap().as_str().unwrap();
        Value::from(Object::new().with("credential", list.clone()).with("from", from).with("at", at))
    };
    Object::new().with("statusLists", lists.iter().map(entry).collect::<Vec<_>>())
}

fn credential(status: impl Into<Value>) -> Object {
    signed(unsigned(r#"{"a":1}"#).with("credentialStatus", status))
}

fn messages(values: usize) -> Vec<Value> {
    let message = |n| Object::new().with("status", format!("0x{n:x}")).with("message", "m").into();
    (0..values).map(message).collect()
}

/// The list: credentials whose status is asked for, and what is at hand.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn vectors() -> Vec<Vector> {
    use Code::*;
    use Purpose::*;
    use Verdict::*;
    let entry = |purpose, index| List::entry(URL, purpose, index);
    let vector = |name, verdict, code, status: Value, lists: &[Object]| Vector {
        name,
        expect: (verdict, code),
        policy: "{}",
        material: fetched(lists, NOW),
        document: credential(status).to_string().into_bytes(),
    };
    // The credential beside the one that is revoked, with a list that has something wrong with it.
    let with_list =
        |name, verdict, code, list| vector(name, verdict, Some(code), entry(Revocation, SET + 1).into(), &[list]);
    let with_entry =
        |name, verdict, code, entry: Object| vector(name, verdict, code, entry.into(), &[signed(small(Revocation))]);
    let largest = |n: u32| {
        let url = format!("https://example.com/status/{n}");
        signed(list(List::MAX_ENTRIES, Revocation, None).with("id", url))
    };
    let largest_entry = |n: u32| Value::from(List::entry(&format!("https://example.com/status/{n}"), Revocation, 1));
    vec![
        with_entry("accepts_a_status_that_is_clear", Accept, None, entry(Revocation, SET + 1)),
        with_entry("accepts_the_last_status_of_a_list", Accept, None, entry(Revocation, 131_071)),
        vector(
            "accepts_a_status_list_in_the_older_form",
            Accept,
            None,
            entry(Revocation, SET + 1).with("type", "StatusList2021Entry").into(),
            &[signed(older(small(Revocation)))],
        ),
        vector(
            "accepts_a_credential_with_a_newer_version",
            Accept,
            Some(RefreshAvailable),
            entry(Refresh, SET).into(),
            &[signed(small(Refresh))],
        ),
        vector(
            "accepts_a_status_list_signed_over_json_ld",
            Accept,
            None,
            entry(Revocation, SET - 1).into(),
            &[signed_as(Suite::EddsaRdfc2022, small(Revocation))],
        ),
        with_entry("rejects_a_revoked_credential", Reject, Some(Revoked), entry(Revocation, SET)),
        vector(
            "rejects_a_suspended_credential",
            Reject,
            Some(Suspended),
            entry(Suspension, SET).into(),
            &[signed(small(Suspension))],
        ),
        vector(
            "rejects_a_revoked_credential_among_other_statuses",
            Reject,
            Some(Revoked),
            vec![
                Object::new().with("type", "OtherEntry").into(),
                Value::from(entry(Refresh, SET)),
                entry(Revocation, SET).into(),
            ]
            .into(),
            &[signed(with_subject(small(Revocation), |subject| {
                subject.with("statusPurpose", vec![Value::from("refresh"), "revocation".into()])
            }))],
        ),
        vector(
            "rejects_a_revoked_credential_in_the_older_form",
            Reject,
            Some(Revoked),
            entry(Revocation, SET).with("type", "StatusList2021Entry").into(),
            &[signed(older(small(Revocation)))],
        ),
        vector(
            "rejects_a_status_of_several_bits",
            Reject,
            Some(Revoked),
            // Bit 94,567 is the second of the two of value 47,283.
            entry(Revocation, SET / 2).with("statusSize", 2).with("statusMessage", messages(4)).into(),
            &[signed(list(262_144, Revocation, None))],
        ),
        with_entry(
            "rejects_a_status_without_a_list",
            Reject,
            Some(StatusEntryMalformed),
            Object::new().with("type", "BitstringStatusListEntry"),
        ),
        with_entry(
            "rejects_a_status_index_with_a_leading_zero",
            Reject,
            Some(StatusEntryMalformed),
            entry(Revocation, 1).with("statusListIndex", "01"),
        ),
        with_entry(
            "rejects_a_negative_status_index",
            Reject,
            Some(StatusEntryMalformed),
            entry(Revocation, 1).with("statusListIndex", "-1"),
        ),
        with_entry(
            "rejects_a_status_index_that_is_a_number",
            Reject,
            Some(StatusEntryMalformed),
            entry(Revocation, 1).with("statusListIndex", 1),
        ),
        with_entry(
            "rejects_a_status_of_several_bits_without_messages",
            Reject,
            Some(StatusEntryMalformed),
            entry(Revocation, 1).with("statusSize", 2),
        ),
        with_entry("rejects_a_status_beyond_the_list", Reject, Some(StatusIndexOutOfRange), entry(Revocation, 131_072)),
        with_entry(
            "rejects_a_status_beyond_any_list",
            Reject,
            Some(StatusIndexOutOfRange),
            entry(Revocation, 1).with("statusListIndex", "36893488147419103233"),
        ),
        with_list(
            "rejects_a_status_list_changed_after_signing",
            Reject,
            StatusListInvalid,
            signed(small(Revocation)).with("validUntil", "2099-01-01T00:00:00Z"),
        ),
        with_list("rejects_an_unsigned_status_list", Reject, StatusListInvalid, small(Revocation)),
        with_list(
            "rejects_a_status_list_of_another_kind",
            Reject,
            StatusListMalformed,
            signed(older(small(Revocation))),
        ),
        with_list(
            "rejects_a_status_list_without_its_base",
            Reject,
            StatusListMalformed,
            signed(with_bits(small(Revocation), |encoded| encoded[1..].to_owned())),
        ),
        with_list(
            "rejects_a_status_list_in_another_base",
            Reject,
            StatusListMalformed,
            signed(with_bits(small(Revocation), |encoded| format!("z{}", &encoded[1..]))),
        ),
        with_list(
            "rejects_a_status_list_that_was_cut",
            Reject,
            StatusListMalformed,
            signed(with_bits(small(Revocation), |encoded| encoded[..encoded.len() - 8].to_owned())),
        ),
        with_list(
            "rejects_a_status_list_with_more_after_it",
            Reject,
            StatusListMalformed,
            signed(with_bits(small(Revocation), |encoded| format!("{encoded}AAAA"))),
        ),
        with_list(
            "rejects_a_status_list_with_another_sum",
            Reject,
            StatusListMalformed,
            // The length takes the last four bytes, and the checksum those before it.
            signed(with_bits(small(Revocation), |encoded| {
                let at = encoded.len() - 8;
                let other = if &encoded[at..=at] == "A" { "B" } else { "A" };
                format!("{}{other}{}", &encoded[..at], &encoded[at + 1..])
            })),
        ),
        with_list(
            "rejects_a_status_list_that_is_too_short",
            Reject,
            StatusListTooShort,
            signed(with_bits(small(Revocation), |_| SHORT.to_owned())),
        ),
        with_list(
            "rejects_a_status_list_for_another_purpose",
            Reject,
            StatusPurposeMismatch,
            signed(small(Suspension)),
        ),
        vector(
            "leaves_a_status_list_that_is_missing_undecided",
            Undecided,
            Some(StatusListUnresolved),
            entry(Revocation, 1).into(),
            &[],
        ),
        with_list(
            "leaves_a_status_list_of_another_issuer_undecided",
            Undecided,
            StatusListForeign,
            sign_by_another(small(Revocation)),
        ),
        with_list(
            "leaves_a_status_list_that_has_ended_undecided",
            Undecided,
            StatusListStale,
            signed(small(Revocation).with("validUntil", "2026-11-23T11:58:59Z")),
        ),
        with_list(
            "leaves_a_status_list_of_the_future_undecided",
            Undecided,
            StatusListStale,
            signed(small(Revocation).with("validFrom", "2026-11-23T12:01:01Z")),
        ),
        Vector {
            material: fetched(&[signed(list(0, Revocation, Some(300_000)))], "2026-11-23T11:54:59Z"),
            ..with_entry(
                "leaves_a_status_list_to_be_refreshed_undecided",
                Undecided,
                Some(StatusListStale),
                entry(Revocation, 1),
            )
        },
        Vector {
            policy: r#"{"maxMaterialAgeSeconds":86400,"maxStatusAgeSeconds":60}"#,
            material: fetched(&[signed(small(Revocation))], "2026-11-23T11:58:59Z"),
            ..with_entry("leaves_an_old_status_list_undecided", Undecided, Some(StatusListStale), entry(Revocation, 1))
        },
        with_list("leaves_a_status_list_in_an_unknown_suite_undecided", Undecided, StatusListUnverified, {
            let mut list = signed(small(Revocation));
            let Some(Value::Object(proof)) = list.remove("proof") else { panic!() };
            list.with("proof", proof.with("cryptosuite", "other-2026"))
        }),
        vector(
            "leaves_a_status_message_undecided",
            Undecided,
            Some(StatusMessage),
            entry(Message, SET).with("statusMessage", messages(2)).into(),
            &[signed(small(Message))],
        ),
        with_entry(
            "leaves_a_status_for_an_unknown_purpose_undecided",
            Undecided,
            Some(StatusUnsupported),
            entry(Revocation, 1).with("statusPurpose", "archival"),
        ),
        vector(
            "leaves_endless_statuses_undecided",
            Undecided,
            Some(TooManyStatuses),
            vec![Value::from(entry(Revocation, 1)); 17].into(),
            &[signed(small(Revocation))],
        ),
        vector(
            "leaves_status_lists_that_fill_the_memory_undecided",
            Undecided,
            Some(StatusListTooLarge),
            [1, 2, 3].map(largest_entry).to_vec().into(),
            &[1, 2, 3].map(largest),
        ),
    ]
}

fn verdict(credential: &Object, list: Object) -> Verdict {
    let options = Object::new().with("now", NOW).with("material", fetched(&[list.with("id", URL)], NOW));
    let bytes = credential.to_string().into_bytes();
    Request::with_options(&bytes, &options.into(), None).unwrap().report().verdict()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any JSON in the place of any member of an entry or of a list, and signed like that by the issuer itself.
    #[test]
    fn nothing_in_the_place_of_a_member_clears_a_revoked_credential(
        text in json_text(),
        at in any::<Index>(),
        in_entry in any::<bool>(),
    ) {
        let Ok(value) = parse(text.as_bytes(), &Limits::DOCUMENT) else { return Ok(()) };
        let replaced = |object: Object| {
            let name = object.iter().nth(at.index(object.len())).unwrap().0.to_owned();
            object.with(name, value.clone())
        };
        let (mut entry, mut list) = (List::entry(URL, Purpose::Revocation, SET), small(Purpose::Revocation));
        if in_entry {
            entry = replaced(entry);
        } else {
            list = with_subject(list, replaced);
        }
        let credential = unsigned(r#"{"a":1}"#).with("credentialStatus", entry.clone());
        let keeps_the_data_model = [&credential, &list].iter().all(|one| UnsignedCredential::new((*one).clone()).is_ok());
        // Another place in the list is another credential's.
        let elsewhere = entry.get("statusListIndex") != Some(&SET.to_string().into());
        if keeps_the_data_model && !(elsewhere && value.as_str().is_some()) {
            prop_assert_ne!(verdict(&signed(credential), signed(list)), Verdict::Accept);
        }
    }
}

/// Lists in either suite, each with the credential that is revoked by it and one that is not.
#[test]
fn writes_status_lists_for_other_implementations() {
    let published = |suite: Suite| {
        let credential = |index| {
            let status = List::entry(URL, Purpose::Revocation, index);
            Value::from(signed_as(suite, unsigned(r#"{"id":"did:example:a"}"#).with("credentialStatus", status)))
        };
        Value::from(
            Object::new()
                .with("list", signed_as(suite, small(Purpose::Revocation)))
                .with("revoked", credential(SET))
                .with("clear", credential(SET + 1)),
        )
    };
    write_file("status-jcs.json", &published(Suite::EddsaJcs2022).to_string());
    write_file("status-rdfc.json", &published(Suite::EddsaRdfc2022).to_string());
}
