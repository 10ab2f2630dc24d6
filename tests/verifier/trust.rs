//! Our own vectors of whom a verifier trusts and for what: issuers, their websites, types, kinds of proofs.

use proofpass::did::VerificationMethodId;
use proofpass::json::{Object, Value};
use proofpass::key::SigningKey;
use proofpass::securing::data_integrity::ProofOptions;
use proofpass::time::Timestamp;
use proofpass::verify::Code::*;
use proofpass::verify::Verdict::*;

use crate::object;
use crate::own::{NOW, Vector, good, key, sign_with, unsigned};
use crate::tokens::{raw, token_by};

const DID: &str = "did:web:works.example";

const ORIGIN: &str = "https://shop.example";

/// A DID document that lists a key and names websites.
fn document(did: &str, key: &SigningKey, endpoint: &str) -> Object {
    let multikey = key.public_key().to_multikey();
    object(
        format!(
            r##"{{"id":"{did}","verificationMethod":[{{"id":"#k","type":"Multikey","controller":"{did}","publicKeyMultibase":"{multikey}"}}],"assertionMethod":["#k"],"service":[{{"id":"#w","type":"LinkedDomains","serviceEndpoint":{endpoint}}}]}}"##
        )
        .as_bytes(),
    )
}

fn by(did: &str, key: &SigningKey, credential: Object) -> Object {
    let method = VerificationMethodId::parse(&format!("{did}#k")).ok();
    let created = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    sign_with(
        key,
        credential.with("issuer", did),
        ProofOptions { method, ..ProofOptions::new(&key.public_key(), created) },
    )
}

fn types(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| Value::from(*name)).collect()
}

/// What links a DID with an origin, before it is signed.
fn linkage(did: &str, origin: &str) -> Object {
    let mut credential = unsigned("{}")
        .with("type", types(&["VerifiableCredential", "DomainLinkageCredential"]))
        .with("issuer", did)
        .with("validUntil", "2027-01-01T00:00:00Z")
        .with("credentialSubject", Object::new().with("id", did).with("origin", origin));
    credential.remove("id");
    credential
}

/// The same as the older token: `vc`, and beside it whose it is and for how long.
fn older_linkage(exp: u32) -> Object {
    let mut vc = linkage(DID, ORIGIN);
    vc.remove("validFrom");
    vc.remove("validUntil");
    let vc = vc
        .with("@context", types(&["https://www.w3.org/2018/credentials/v1"]))
        .with("issuanceDate", "2026-01-01T00:00:00Z");
    Object::new().with("iss", DID).with("sub", DID).with("nbf", 1_767_225_600).with("exp", exp).with("vc", vc)
}

fn older_token(claims: &Object) -> Value {
    let header = Object::new().with("alg", "EdDSA").with("kid", format!("{DID}#k"));
    raw(&header, claims).into()
}

fn entry(what: &str, object: Object, from: &str, at: &str) -> Vec<Value> {
    vec![Object::new().with(what, object).with("from", from).with("at", at).into()]
}

/// The document of the issuer, and what the website says.
fn material(endpoint: &str, linked: Option<Vec<Value>>) -> Object {
    let documents =
        entry("document", document(DID, &key(), endpoint), "https://works.example/.well-known/did.json", NOW);
    let material = Object::new().with("didDocuments", documents);
    let Some(linked) = linked else { return material };
    let configuration = Object::new()
        .with("@context", "https://identity.foundation/.well-known/did-configuration/v1")
        .with("linked_dids", linked);
    let url = format!("{ORIGIN}/.well-known/did-configuration.json");
    material.with("didConfigurations", entry("configuration", configuration, &url, NOW))
}

/// The same, with what the website says fetched at another time.
fn heard_at(material: Object, at: &str) -> Object {
    let [Value::Object(entry)] = material.get("didConfigurations").unwrap().as_array().unwrap() else { panic!() };
    let entry = entry.clone().with("at", at);
    material.with("didConfigurations", vec![Value::from(entry)])
}

fn credential() -> Vec<u8> {
    let credential = unsigned(r#"{"a":1}"#).with("type", types(&["VerifiableCredential", "Membership", "Diploma"]));
    by(DID, &key(), credential).to_string().into_bytes()
}

const ASKS_FOR_DOMAIN: &str = r#"{"require":["proof","issuer","domain"]}"#;
const TRUSTS_ORIGIN: &str = r#"{"trustedIssuers":[{"origin":"https://shop.example"}]}"#;

/// The list: what websites confirm, and what they do not.
#[expect(clippy::too_many_lines, reason = "a table")]
fn domains() -> Vec<Vector> {
    let one = format!(r#""{ORIGIN}""#);
    let vector = |name, verdict, code, policy, linked: Option<Vec<Value>>| Vector {
        material: material(&one, linked),
        ..Vector::new(name, verdict, code, policy, credential())
    };
    let good = || Value::from(by(DID, &key(), linkage(DID, ORIGIN)));
    let leaves = |name, code, entry: Value| vector(name, Undecided, Some(code), ASKS_FOR_DOMAIN, Some(vec![entry]));
    let other = SigningKey::from_seed(&[2; 32]);
    let changed = |with: &dyn Fn(Object) -> Object| by(DID, &key(), with(linkage(DID, ORIGIN))).into();
    let without = |name: &str| {
        let mut credential = linkage(DID, ORIGIN);
        credential.remove(name);
        Value::from(by(DID, &key(), credential))
    };
    let end = 1_798_761_600;
    vec![
        vector("accepts_a_website_that_confirms_its_owner", Accept, None, ASKS_FOR_DOMAIN, Some(vec![good()])),
        vector("accepts_an_issuer_known_by_its_website", Accept, None, TRUSTS_ORIGIN, Some(vec![good()])),
        vector(
            "accepts_a_website_that_confirms_its_owner_by_an_older_token",
            Accept,
            None,
            ASKS_FOR_DOMAIN,
            Some(vec![Value::from(1), "nonsense".into(), older_token(&older_linkage(end))]),
        ),
        Vector {
            material: material(&format!(r#"{{"origins":["https://none.example","{ORIGIN}/"]}}"#), Some(vec![good()])),
            ..Vector::new("accepts_one_website_of_two", Accept, None, TRUSTS_ORIGIN, credential())
        },
        vector("accepts_a_website_that_is_silent_where_nobody_asks", Accept, Some(DomainUnresolved), "{}", None),
        vector("leaves_a_website_that_is_silent_undecided", Undecided, Some(DomainUnresolved), ASKS_FOR_DOMAIN, None),
        vector(
            "leaves_an_issuer_whose_website_is_silent_undecided",
            Undecided,
            Some(DomainUnresolved),
            TRUSTS_ORIGIN,
            None,
        ),
        Vector {
            material: heard_at(material(&one, Some(vec![good()])), "2026-11-22T12:00:00Z"),
            ..Vector::new(
                "leaves_a_website_of_yesterday_undecided",
                Undecided,
                Some(DomainUnresolved),
                r#"{"require":["proof","domain"],"maxMaterialAgeSeconds":60}"#,
                credential(),
            )
        },
        leaves("leaves_a_website_that_confirms_another_undecided", DomainNotLinked, {
            let other_did = "did:web:other.example";
            by(other_did, &key(), linkage(other_did, ORIGIN)).into()
        }),
        leaves("leaves_a_link_with_another_website_undecided", DomainNotLinked, {
            by(DID, &key(), linkage(DID, "https://other.example")).into()
        }),
        leaves(
            "leaves_a_link_that_another_signed_undecided",
            DomainNotLinked,
            by(DID, &other, linkage(DID, ORIGIN)).into(),
        ),
        leaves("leaves_a_link_that_was_changed_undecided", DomainNotLinked, {
            by(DID, &key(), linkage(DID, ORIGIN)).with("name", "changed").into()
        }),
        leaves("leaves_a_link_that_nobody_signed_undecided", DomainNotLinked, linkage(DID, ORIGIN).into()),
        leaves("leaves_a_link_without_an_end_undecided", DomainNotLinked, without("validUntil")),
        leaves("leaves_a_link_without_a_beginning_undecided", DomainNotLinked, without("validFrom")),
        leaves("leaves_a_link_that_expired_undecided", DomainNotLinked, {
            changed(&|link| link.with("validUntil", "2026-11-01T00:00:00Z"))
        }),
        leaves("leaves_a_link_of_the_future_undecided", DomainNotLinked, {
            changed(&|link| link.with("validFrom", "2026-12-01T00:00:00Z"))
        }),
        leaves("leaves_a_link_of_another_type_undecided", DomainNotLinked, {
            changed(&|link| link.with("type", types(&["VerifiableCredential"])))
        }),
        leaves("leaves_a_link_of_another_subject_undecided", DomainNotLinked, {
            changed(&|link| {
                link.with("credentialSubject", Object::new().with("id", "did:web:a.example").with("origin", ORIGIN))
            })
        }),
        leaves("leaves_a_link_in_an_unknown_suite_undecided", DomainUnverified, {
            let text = by(DID, &key(), linkage(DID, ORIGIN)).to_string().replace("eddsa-jcs-2022", "unknown-2026");
            object(text.as_bytes()).into()
        }),
        leaves(
            "leaves_an_older_token_that_expired_undecided",
            DomainNotLinked,
            older_token(&older_linkage(1_767_300_000)),
        ),
        leaves("leaves_an_older_token_of_another_subject_undecided", DomainNotLinked, {
            older_token(&older_linkage(end).with("sub", "did:web:a.example"))
        }),
        leaves("leaves_an_older_token_of_another_issuer_undecided", DomainNotLinked, {
            older_token(&older_linkage(end).with("iss", "did:web:a.example"))
        }),
        leaves("leaves_an_older_token_without_an_end_undecided", DomainNotLinked, {
            let mut claims = older_linkage(end);
            claims.remove("exp");
            older_token(&claims)
        }),
        leaves("leaves_an_older_token_that_was_changed_undecided", DomainNotLinked, {
            let token = older_token(&older_linkage(end));
            token.as_str().unwrap().replacen("eyJhbGciOiJFZERTQSIs", "eyJhbGciOiJFZERTQSIg", 1).into()
        }),
        vector(
            "rejects_an_issuer_whose_website_does_not_confirm_it",
            Reject,
            Some(DomainNotLinked),
            TRUSTS_ORIGIN,
            Some(vec![linkage(DID, ORIGIN).into()]),
        ),
    ]
}

/// The list: issuers, types, proofs.
pub(crate) fn vectors() -> Vec<Vector> {
    let none = |name, verdict, code, policy| Vector {
        material: material("[]", None),
        ..Vector::new(name, verdict, code, policy, credential())
    };
    let plain = |name, verdict, code, policy| Vector::new(name, verdict, code, policy, good().to_string());
    let token = || token_by(&key(), unsigned(r#"{"a":1}"#)).token().unwrap().to_owned();
    let mut vectors = domains();
    vectors.extend([
        none(
            "accepts_an_issuer_trusted_for_these_types",
            Accept,
            None,
            r#"{"trustedIssuers":[{"id":"did:web:works.example","types":["Diploma","Membership"]}]}"#,
        ),
        none("accepts_one_type_of_those_asked_for", Accept, None, r#"{"types":["Licence","Diploma"]}"#),
        none(
            "rejects_an_issuer_trusted_for_one_type_of_two",
            Reject,
            Some(IssuerNotTrustedForType),
            r#"{"trustedIssuers":["did:web:other.example",{"id":"did:web:works.example","types":["Membership"]}]}"#,
        ),
        none(
            "rejects_an_issuer_trusted_for_nothing",
            Reject,
            Some(IssuerNotTrustedForType),
            r#"{"trustedIssuers":[{"id":"did:web:works.example","types":[]}]}"#,
        ),
        none("rejects_an_issuer_that_names_no_website", Reject, Some(IssuerNotTrusted), TRUSTS_ORIGIN),
        none("rejects_a_type_that_is_not_asked_for", Reject, Some(TypeNotAccepted), r#"{"types":["Licence"]}"#),
        plain("accepts_a_suite_that_is_asked_for", Accept, None, r#"{"proofs":["ES256","eddsa-jcs-2022"]}"#),
        plain(
            "rejects_a_suite_that_is_not_asked_for",
            Reject,
            Some(ProofNotAccepted),
            r#"{"proofs":["ecdsa-jcs-2019"]}"#,
        ),
        Vector::new("accepts_an_algorithm_that_is_asked_for", Accept, None, r#"{"proofs":["EdDSA"]}"#, token()),
        Vector::new(
            "rejects_an_algorithm_that_is_not_asked_for",
            Reject,
            Some(ProofNotAccepted),
            r#"{"proofs":["ES256","eddsa-jcs-2022"]}"#,
            token(),
        ),
    ]);
    vectors
}
