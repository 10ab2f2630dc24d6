//! Documents as large as are read, each of a shape that could cost the square of its length, or more memory than it has.
//!
//! What a reader does is bounded by counts of steps, and where a bound is missing such a document takes minutes: the test
//! runner ends what hangs. The second that each may take here is on a machine with other things to do.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proofpass::json::{Object, Value};
use proofpass::multibase::encode_base58btc;
use proofpass::securing::data_integrity::Suite;
use proofpass::time::Timestamp;
use proofpass::verify::{Code, Material, Policy, Verdict, verify_bytes};

use crate::cases::base64;
use crate::own::{NOW, key, signed_as, unsigned};

/// What everything must be done within, many times what it takes: half of the test runner's own patience.
const PATIENCE: Duration = Duration::from_secs(30);

/// Bytes of a document, a little below the cap.
const LARGE: usize = 5_000_000;

/// What `part` makes of 0, 1, 2 and so on, with commas between, as long as fits into `room`.
fn listed(room: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0.. {
        let next = part(at);
        if text.len() + next.len() + 1 > room {
            break;
        }
        let _ = write!(text, "{}{next}", if at > 0 { "," } else { "" });
    }
    text
}

/// A credential with one more member, and these proofs: complete but for their signatures, which are others'.
fn credential(suite: &str, contexts: &str, member: &str, proofs: impl Fn(usize) -> String, count: usize) -> String {
    let controller = key().public_key().did_key();
    let method = key().public_key().verification_method();
    let value = encode_base58btc(&[7; 64]);
    let proof = |at: usize| {
        let kind = if suite == "Ed25519Signature2020" {
            format!(r#""type":"{suite}""#)
        } else {
            format!(r#""type":"DataIntegrityProof","cryptosuite":"{suite}""#)
        };
        format!(
            r#"{{{kind},"created":"2026-01-01T00:00:00Z","verificationMethod":"{method}","proofPurpose":"assertionMethod","proofValue":"{value}"{}}}"#,
            proofs(at)
        )
    };
    let proofs: Vec<String> = (0..count).map(proof).collect();
    format!(
        r#"{{"@context":["https://www.w3.org/ns/credentials/v2"{contexts}],"type":["VerifiableCredential"],"issuer":"{controller}",{member},"proof":[{}]}}"#,
        proofs.join(",")
    )
}

fn none(_: usize) -> String {
    String::new()
}

fn subject(members: &str) -> String {
    format!(r#""credentialSubject":{{{members}}}"#)
}

/// Shapes of JSON, and of what is signed as JSON.
fn plain() -> Vec<(&'static str, Vec<u8>)> {
    const JCS: &str = "eddsa-jcs-2022";
    let room = LARGE - 2_000;
    let zeros = "0".repeat(790);
    let members = |name: &str| listed(room, |at| format!(r#""{name}{at}":"some text to fill it""#));
    let names = |count: usize| listed(count * 5, |_| r#""urn:p0""#.to_owned());
    let chain = |at: usize| format!(r#","id":"urn:p{at}","previousProof":[{}]"#, names(230));
    let heavy = |at: usize| {
        if at == 0 {
            format!(r#","id":"urn:p0","note":"{}""#, "x".repeat(1_000_000))
        } else {
            format!(r#","id":"urn:p{at}","previousProof":[{}]"#, names(20_000))
        }
    };
    let every = |at: usize| {
        format!(
            r#","id":"urn:p{at}","previousProof":[{}]"#,
            listed(2000, |other| format!(r#""urn:p{}""#, at.wrapping_sub(other + 1)))
        )
    };
    let contexts = listed(1_000_000, |at| format!(r#"{{"a{at}":"b"}}"#));
    let own_contexts = |at: usize| {
        let context = if at < 2 { contexts.as_str() } else { r#"{"a0":"b"}"# };
        format!(r#","@context":["https://www.w3.org/ns/credentials/v2",{context}]"#)
    };
    let digits = |at: usize| format!("{at}.{zeros}{at}e-{}", at % 300);
    vec![
        ("members with names that begin alike", credential(JCS, "", &subject(&members(&"x".repeat(20))), none, 1)),
        ("names beyond the first plane", credential(JCS, "", &subject(&members("\u{1f600}")), none, 1)),
        ("numbers of many digits", credential(JCS, "", &subject(&format!(r#""n":[{}]"#, listed(room, digits))), none, 1)),
        ("one number", credential(JCS, "", &subject(&format!(r#""n":1.{}"#, "3".repeat(room))), none, 1)),
        ("escapes", credential(JCS, "", &subject(&listed(room, |at| format!(r#""{at}":"{}""#, r"\u0001".repeat(999)))), none, 1)),
        ("proofs that build on one", credential(JCS, "", &subject(r#""a":1"#), chain, 2000)),
        ("proofs that build on a large one", credential(JCS, "", &subject(r#""a":1"#), heavy, 17)),
        ("proofs that build on those before", credential(JCS, "", &subject(r#""a":1"#), every, 1500)),
        ("proofs with contexts of their own", credential(JCS, &format!(",{contexts}"), &subject(r#""a":1"#), own_contexts, 60)),
        ("types", credential(JCS, "", &format!(r#""credentialSubject":{{"a":1}},"evidence":{{"type":[{}]}}"#, listed(3_000_000, |at| format!(r#""T{at}""#))), none, 1)),
        ("status entries", credential(JCS, "", &format!(r#""credentialSubject":{{"a":1}},"credentialStatus":[{}]"#, listed(room, |at| format!(r#"{{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"{at}","statusListCredential":"https://a.example/{at}"}}"#))), none, 1)),
        ("schemas", credential(JCS, "", &format!(r#""credentialSubject":{{"a":1}},"credentialSchema":[{}]"#, listed(room, |at| format!(r#"{{"type":"JsonSchema","id":"https://a.example/{at}"}}"#))), none, 1)),
        ("resources", credential(JCS, "", &format!(r#""credentialSubject":{{"a":1}},"relatedResource":[{}]"#, listed(room, |at| format!(r#"{{"id":"https://a.example/{at}","digestSRI":"sha256-AAAA"}}"#))), none, 1)),
        ("credentials", format!(r#"{{"type":"ProofPassBundle","version":1,"credentials":[{}]}}"#, vec![credential(JCS, "", &subject(&listed(1500, |at| format!(r#""{at}":1"#))), none, 2); 900].join(","))),
        ("a presentation", format!(r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiablePresentation","verifiableCredential":[{}]}}"#, listed(1_200_000, |_| "{}".to_owned()))),
    ]
    .into_iter()
    .map(|(name, text)| (name, text.into_bytes()))
    .collect()
}

/// Shapes of JSON-LD.
#[expect(clippy::too_many_lines, reason = "a table")]
fn linked() -> Vec<(&'static str, Vec<u8>)> {
    const RDFC: &str = "eddsa-rdfc-2022";
    let room = LARGE - 2_000;
    let vocabulary = r#",{"@vocab":"https://a.example/"}"#;
    let terms = |count: usize| listed(count, |at| format!(r#""t{at}":"https://a.example/{at}""#));
    // A node of one member counts three values, and half a million are read.
    let nodes = |room: usize| format!(r#""p":[{}]"#, listed(room, |at| format!(r#"{{"n":"{at}"}}"#)));
    let alike = |room: usize| format!(r#""p":[{}]"#, listed(room, |_| r#"{"n":"1"}"#.to_owned()));
    let scoped = format!(
        r#",{{"@vocab":"https://a.example/","p":{{"@id":"https://a.example/p","@context":{{{}}}}}}}"#,
        terms(100_000)
    );
    let chained = listed(400_000, |at| format!(r#""t{at}":"t{}:x""#, at + 1));
    let deep = format!("{}1{}", r#"{"p":"#.repeat(58), "}".repeat(58));
    let lists = format!("{}1{}", r#"{"@list":["#.repeat(28), "]}".repeat(28));
    let long = "v".repeat(1_000_000);
    let aliased = |keyword: &str, value: &str| {
        let terms = listed(1_500_000, |at| format!(r#""t{at}":"{keyword}""#));
        let members = listed(1_500_000, |at| format!(r#""t{at}":{value}"#));
        credential(RDFC, &format!(",{{{terms}}}"), &subject(&members), none, 1)
    };
    let many = |suite: &str, contexts: &str, member: &str| credential(suite, contexts, member, none, 2000);
    vec![
        ("nodes", credential(RDFC, vocabulary, &subject(&nodes(2_100_000)), none, 1)),
        ("nodes that look alike", credential(RDFC, vocabulary, &subject(&alike(400_000)), none, 1)),
        ("a set of proofs over many nodes", many(RDFC, vocabulary, &subject(&nodes(2_000_000)))),
        ("the same in the older suite", many("Ed25519Signature2020", vocabulary, &subject(&nodes(2_000_000)))),
        (
            "a set of proofs over an unknown context",
            many(RDFC, r#","https://a.example/unknown""#, &subject(&nodes(2_000_000))),
        ),
        ("a set of derived proofs", many("ecdsa-sd-2023", vocabulary, &subject(&nodes(2_000_000)))),
        (
            "a set of proofs over a large context",
            many(RDFC, &format!(",{{{}}}", terms(room - 900_000)), &subject(r#""t1":"a""#)),
        ),
        ("a large context", credential(RDFC, &format!(",{{{}}}", terms(room)), &subject(r#""t1":"a""#), none, 1)),
        ("a context at every node", credential(RDFC, &scoped, &subject(&nodes(2_000_000)), none, 1)),
        (
            "terms that lean on each other",
            credential(RDFC, &format!(",{{{chained}}}"), &subject(r#""t1":"a""#), none, 1),
        ),
        (
            "contexts",
            credential(
                RDFC,
                &format!(",{}", listed(room, |at| format!(r#"{{"t{at}":"https://a.example/"}}"#))),
                &subject(r#""t1":"a""#),
                none,
                1,
            ),
        ),
        (
            "deep nodes",
            credential(RDFC, vocabulary, &subject(&listed(1_900_000, |at| format!(r#""m{at}":{deep}"#))), none, 1),
        ),
        (
            "deep lists",
            credential(RDFC, vocabulary, &subject(&listed(1_900_000, |at| format!(r#""m{at}":{lists}"#))), none, 1),
        ),
        (
            "types",
            credential(
                RDFC,
                vocabulary,
                &subject(&format!(r#""type":[{}]"#, listed(3_000_000, |at| format!(r#""T{at}""#)))),
                none,
                1,
            ),
        ),
        (
            "values of one property",
            credential(
                RDFC,
                vocabulary,
                &subject(&format!(r#""p":[{}]"#, listed(1_900_000, |at| at.to_string()))),
                none,
                1,
            ),
        ),
        (
            "languages",
            credential(
                RDFC,
                &format!(r#"{vocabulary},{{"l":{{"@id":"https://a.example/l","@container":"@language"}}}}"#),
                &subject(&format!(r#""l":{{{}}}"#, listed(1_900_000, |at| format!(r#""en-x{at}":"a""#)))),
                none,
                1,
            ),
        ),
        (
            "names for one property",
            credential(
                RDFC,
                &format!(",{{{}}}", listed(1_700_000, |at| format!(r#""t{at}":"https://a.example/p""#))),
                &subject(&listed(1_700_000, |at| format!(r#""t{at}":"a""#))),
                none,
                1,
            ),
        ),
        (
            "properties of one node",
            credential(RDFC, vocabulary, &subject(&listed(3_000_000, |at| format!(r#""m{at}":"a""#))), none, 1),
        ),
        ("aliases of @included", aliased("@included", r#"{"id":"urn:x:1"}"#)),
        ("aliases of @type", aliased("@type", r#""urn:x:1""#)),
        (
            "scoped contexts",
            credential(
                RDFC,
                &format!(
                    ",{{{}}}",
                    listed(3_000_000, |at| format!(r#""t{at}":{{"@id":"https://a.example/","@context":{{}}}}"#))
                ),
                &subject(r#""t1":"a""#),
                none,
                1,
            ),
        ),
        (
            "a long vocabulary",
            credential(
                RDFC,
                &format!(r#",{{"@vocab":"https://a.example/{long}"}}"#),
                &subject(&listed(2_500_000, |at| format!(r#""m{at}":"a""#))),
                none,
                1,
            ),
        ),
        (
            "a long prefix",
            credential(
                RDFC,
                &format!(r#"{vocabulary},{{"p":"https://a.example/{long}/"}}"#),
                &subject(&format!(r#""q":[{}]"#, listed(2_500_000, |at| format!(r#"{{"id":"p:{at}"}}"#)))),
                none,
                1,
            ),
        ),
        (
            "a long datatype",
            credential(
                RDFC,
                &format!(r#",{{"q":{{"@id":"https://a.example/q","@type":"https://a.example/{long}"}}}}"#),
                &subject(&format!(r#""q":[{}]"#, listed(2_500_000, |at| format!(r#""{at}""#)))),
                none,
                1,
            ),
        ),
        (
            "a long language",
            credential(
                RDFC,
                &format!(r#"{vocabulary},{{"@language":"en-x{}"}}"#, "-aaaaaaaa".repeat(100_000)),
                &subject(&format!(r#""q":[{}]"#, listed(2_500_000, |at| format!(r#""{at}""#)))),
                none,
                1,
            ),
        ),
        (
            "properties of a long subject",
            credential(
                RDFC,
                vocabulary,
                &format!(
                    r#""credentialSubject":{{"id":"https://a.example/{long}",{}}}"#,
                    listed(500_000, |at| format!(r#""m{at}":"a""#))
                ),
                none,
                1,
            ),
        ),
        (
            "values of a long subject",
            credential(
                RDFC,
                vocabulary,
                &format!(
                    r#""credentialSubject":{{"id":"https://a.example/{long}","q":[{}]}}"#,
                    listed(2_500_000, |at| format!(r#""{at}""#))
                ),
                none,
                1,
            ),
        ),
        (
            "one node named everywhere",
            credential(
                RDFC,
                vocabulary,
                &subject(&format!(
                    r#""p":[{}]"#,
                    listed(1_900_000, |at| format!(r#"{{"id":"https://a.example/n","q":"{at}"}}"#))
                )),
                none,
                1,
            ),
        ),
        (
            "long identifiers",
            credential(
                RDFC,
                vocabulary,
                &subject(&listed(room, |at| {
                    format!(r#""m{at}":{{"id":"https://a.example/{}"}}"#, "../".repeat(10_000))
                })),
                none,
                1,
            ),
        ),
    ]
    .into_iter()
    .map(|(name, text)| (name, text.into_bytes()))
    .collect()
}

/// Shapes of envelopes.
fn enveloped() -> Vec<(&'static str, Vec<u8>)> {
    let base64url = |text: &str| base64(text.as_bytes()).replace('+', "-").replace('/', "_").replace('=', "");
    let head = |major: u8, length: usize| {
        [vec![major << 5 | 0x1a], u32::try_from(length).unwrap().to_be_bytes().to_vec()].concat()
    };
    // A map of parameters that no two have the same name, each of them a small number.
    let labels = 800_000;
    let parameters: Vec<u8> = (0..labels).flat_map(|at| [head(0, 70_000 + at), vec![0]].concat()).collect();
    let protected = [0xa1, 1, 0x26];
    let cose =
        [&[0xd2, 0x84, 0x43][..], &protected, &head(5, labels), &parameters, &[0x42], b"{}", &[0x41, 0]].concat();
    let token =
        |payload: &str| format!("{}.{}.AA", base64url(r#"{"alg":"EdDSA","typ":"vc+sd-jwt"}"#), base64url(payload));
    let digests = format!(r#"{{"_sd":[{}]}}"#, listed(3_600_000, |at| format!(r#""{at}""#)));
    let nested = format!(r#"{{"a":[{}]}}"#, listed(3_600_000, |at| format!(r#"{{"...":"{at}"}}"#)));
    let disclosures: String = (0..9_999).map(|at| base64url(&format!(r#"["{at}","n{at}",1]"#)) + "~").collect();
    let padded = |payload: &str| format!("{}~", token(payload));
    vec![
        ("parameters of a COSE signature", cose),
        ("digests", padded(&digests).into_bytes()),
        ("digests in a list", padded(&nested).into_bytes()),
        ("disclosures", format!("{}~{disclosures}", token("{}")).into_bytes()),
        ("tildes", format!("{}{}", token("{}"), "~".repeat(4_000_000)).into_bytes()),
        ("dots", ".".repeat(LARGE).into_bytes()),
        ("digits", "1".repeat(LARGE).into_bytes()),
        ("brackets", "[".repeat(LARGE).into_bytes()),
        ("base64 of what begins like a COSE signature", format!("0oR{}", "A".repeat(LARGE)).into_bytes()),
    ]
}

/// Every document gets its report in time, and none is accepted.
fn try_all(documents: Vec<(&'static str, Vec<u8>)>) {
    let now = Timestamp::parse(NOW).unwrap();
    for (name, document) in documents {
        let started = Instant::now();
        let report = verify_bytes(&document, &Material::default(), &Policy::default(), now);
        let elapsed = started.elapsed();
        let code = report.checks().map(proofpass::verify::Check::code).find(|code| *code != Code::DocumentRead);
        println!("{name}: {} bytes, {elapsed:.1?}, {code:?}", document.len());
        assert_ne!(report.verdict(), Verdict::Accept, "{name}");
        assert!(elapsed < PATIENCE, "{name} took {elapsed:?}");
    }
}

#[test]
fn large_documents_of_json_end() {
    try_all(plain());
}

#[test]
fn large_documents_of_json_ld_end() {
    try_all(linked());
}

#[test]
fn large_envelopes_end() {
    try_all(enveloped());
}

/// A graph whose nodes cannot be told apart in a lifetime: refused, and said to be.
#[test]
fn a_poisoned_graph_is_not_judged() {
    let node = |from: usize| {
        let others =
            (0..20).filter(|to| *to != from).map(|to| Value::from(Object::new().with("id", format!("_:n{to}"))));
        Value::from(Object::new().with("id", format!("_:n{from}")).with("p", others.collect::<Vec<_>>()))
    };
    let contexts =
        ["https://www.w3.org/ns/credentials/v2".into(), Object::new().with("@vocab", "https://a.example/").into()];
    let good = unsigned(r#"{"id":"urn:x:1","p":"1"}"#).with("@context", contexts.to_vec());
    let poisoned = |suite: Suite| {
        let signed = signed_as(suite, good.clone());
        signed.with(
            "credentialSubject",
            Object::new().with("id", "urn:x:1").with("p", (0..20).map(node).collect::<Vec<_>>()),
        )
    };
    let report = verify_bytes(
        poisoned(Suite::EddsaRdfc2022).to_string().as_bytes(),
        &Material::default(),
        &Policy::default(),
        Timestamp::parse(NOW).unwrap(),
    );
    assert!(report.checks().any(|check| check.code() == Code::TooMuchWork), "{}", report.to_json());
    assert_ne!(report.verdict(), Verdict::Accept);
}
