//! The forms in which credentials are issued, and the other body that asks for one.

use harness::{Answer, Client as _, TestIssuer, production};
use proofpass::json::{Limits, Object, Pointer, Value, parse};
use proofpass::key::SigningKey;
use proofpass::securing::sd_jwt::{Holding, KeyBindingOptions};
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use proofpass_issuer::store::api_keys::{Environment, Scope};

const FORMATS: [(&str, &str); 3] =
    [("vc+ld+json", "application/vc"), ("vc+jwt", "application/vc+jwt"), ("dc+sd-jwt", "application/dc+sd-jwt")];

/// A template of which a holder withholds parts, open to anybody.
async fn with_parts(t: &TestIssuer) -> String {
    let body = r#"{"name":"parts","visibility":"public","credentialType":"Licence",
        "claimsSchema":{"type":"object","properties":{"number":{"type":"string"},"status":{"type":"string"},
            "holder":{"type":"object","properties":{"name":{"type":"string"},"born":{"type":"string"}}},
            "score":{"type":"number"},"note":{"type":"string"},"subject_status":{"type":"string"}}},
        "claims":[{"claim":"/number"},{"claim":"/status","handling":"disclosable"},
            {"claim":"/holder","handling":"disclosable"},{"claim":"/holder/born","handling":"hidden"},
            {"claim":"/score","handling":"hidden"},{"claim":"/note","handling":"hidden"}]}"#;
    let made = t.a().post("/api/v1/templates", body).await;
    assert_eq!(made.status, 201, "{made}");
    let id = made.member("id");
    let published = t.a().post(&format!("/api/v1/templates/{id}/versions/1/publish"), "{}").await;
    assert_eq!(published.status, 200, "{published}");
    id
}

fn body(template: &str, claims: &str, more: &str) -> String {
    format!(r#"{{"templateId":"{template}","subject":{{"id":"P-1","type":"Product"}},"claims":{claims}{more}}}"#)
}

const CLAIMS: &str =
    r#"{"number":"7","status":"active","holder":{"name":"Ada","born":"1815-12-10"},"score":12.5,"note":"Ü"}"#;

async fn issue(t: &TestIssuer, template: &str, claims: &str, more: &str) -> Answer {
    let answer = t.a().post("/api/v1/attestations", body(template, claims, more)).await;
    assert_eq!(answer.status, 201, "{answer}");
    answer
}

/// The credential of an answer, as its media type has it.
fn credential(answer: &Answer) -> String {
    match answer.object().get("credential") {
        Some(Value::String(token)) => token.clone(),
        Some(object) => object.to_string(),
        None => panic!("{answer}"),
    }
}

/// The claims in a token.
fn payload(token: &str) -> Object {
    object(&decoded(token.split('.').nth(1).unwrap()))
}

fn header(token: &str) -> Object {
    object(&decoded(token.split('.').next().unwrap()))
}

fn object(bytes: &[u8]) -> Object {
    parse(bytes, &Limits::DOCUMENT).unwrap().as_object().unwrap().clone()
}

fn decoded(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn verdict(document: &str, t: &TestIssuer) -> Verdict {
    verify_bytes(document.as_bytes(), &Material::default(), &Policy::default(), t.now()).verdict()
}

#[tokio::test]
async fn every_format_is_issued_fetched_and_verified_and_refused_once_changed() {
    let t = TestIssuer::new().await;
    let template = t.a.public.to_string();
    for (format, media_type) in FORMATS {
        let more = format!(r#","format":"{format}""#);
        let issued = issue(&t, &template, r#"{"certificationId":"CERT-001"}"#, &more).await;
        assert_eq!(issued.member("format"), format);
        let path = format!("/api/v1/attestations/{}", issued.member("id"));
        assert_eq!(t.a().get(&path).await.body, issued.body);
        let bare = t.anonymous().get(&format!("{path}/credential")).await;
        assert_eq!((bare.status.as_u16(), bare.header("content-type")), (200, media_type));
        assert_eq!(bare.text(), credential(&issued));
        let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
        assert_eq!(verdict(bundle.text(), &t), Verdict::Accept, "{format}: {bundle}");
        for report in [
            t.anonymous().get(&format!("{path}/verify")).await,
            t.anonymous().post("/api/v1/verify", bare.text()).await,
            t.anonymous().post("/api/v1/verify", bundle.text()).await,
        ] {
            assert_eq!(report.member("verdict"), "accept", "{format}: {report}");
            assert!(report.text().contains("signature-valid"), "{report}");
        }
        // One letter of what was signed.
        let text = bare.text();
        let at = if format == "vc+ld+json" { text.find("CERT-001").unwrap() } else { text.find('.').unwrap() + 40 };
        let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        assert_eq!(verdict(&changed, &t), Verdict::Reject, "{format}");
    }
    let plain = t.issue(t.a.public).await.1;
    assert_eq!(plain.member("format"), "vc+ld+json", "by default");
}

#[tokio::test]
async fn a_token_is_the_credential_and_names_its_key() {
    for (url, kid) in [("http://issuer.test", "did:key:"), ("https://issuer.example", "did:web:issuer.example:")] {
        let t = TestIssuer::with(|parts| if url == "https://issuer.example" { production(parts) } else { parts }, None);
        let t = t.await;
        if kid.starts_with("did:web") {
            let request = http::Request::put("/api/v1/issuer-identity").header("content-type", "application/json");
            assert_eq!(t.a().send(request, r#"{"method":"web"}"#).await.status, 200);
            let made = t.a().post("/api/v1/issuer-keys", r#"{"replace":true}"#).await;
            assert_eq!(made.status, 201, "{made}");
        }
        for (format, typ) in [("vc+jwt", "vc+jwt"), ("dc+sd-jwt", "dc+sd-jwt")] {
            let more = format!(r#","format":"{format}""#);
            let issued = issue(&t, &t.a.public.to_string(), r#"{"certificationId":"C"}"#, &more).await;
            let token = credential(&issued);
            let (header, payload) = (header(&token), payload(&token));
            let text = |object: &Object, name: &str| object.get(name).and_then(Value::as_str).unwrap().to_owned();
            assert_eq!((text(&header, "typ").as_str(), text(&header, "alg").as_str()), (typ, "EdDSA"));
            assert!(text(&header, "kid").starts_with(kid), "{header}");
            let is_vc = format == "vc+jwt";
            assert_eq!(payload.get("@context").is_some(), is_vc, "{payload}");
            assert_eq!(payload.get("vc"), None);
            let report = t.anonymous().post("/api/v1/verify", token).await;
            assert_eq!(report.member("verdict"), "accept", "{report}");
        }
        if kid.starts_with("did:web") {
            // What JOSE implementations look for: the method that is a JSON Web Key.
            let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await;
            let issued =
                issue(&t, &t.a.public.to_string(), r#"{"certificationId":"C"}"#, r#","format":"vc+jwt""#).await;
            let kid = header(&credential(&issued)).get("kid").and_then(Value::as_str).unwrap().to_owned();
            assert!(document.text().contains(&format!(r#"{{"id":"{kid}","type":"JsonWebKey""#)), "{document}");
        }
    }
}

#[tokio::test]
async fn a_holder_withholds_and_shows_what_the_template_lets_them() {
    let t = TestIssuer::new().await;
    let template = with_parts(&t).await;
    let holder = SigningKey::from_seed(&[9; 32]);
    let more = format!(r#","format":"dc+sd-jwt","cnf":{{"jwk":{}}}"#, holder.public_key().to_jwk());
    let issued = issue(&t, &template, CLAIMS, &more).await;
    let path = format!("/api/v1/attestations/{}", issued.member("id"));
    let whole = credential(&issued);

    // What is signed in sight: not the name of anything that can be withheld.
    let signed = payload(&whole);
    for name in ["iss", "iat", "nbf", "vct", "jti", "sub", "cnf", "subject_type", "identifier", "number", "_sd"] {
        assert!(signed.get(name).is_some(), "{name}: {signed}");
    }
    let text = signed.to_string();
    for secret in ["Ada", "1815", "12.5", "Ü", "subject_status", "score", "note", "born", "\"holder\""] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }

    let everything = Holding::parse(&whole).unwrap();
    let places: Vec<&str> = everything.claims().map(Pointer::as_str).collect();
    for place in ["/subject_status", "/holder", "/holder/born", "/score", "/note"] {
        assert!(places.contains(&place), "{places:?}");
    }

    // Anybody: what is disclosable, and nothing that only the holder shows.
    let anybodys = t.anonymous().get(&format!("{path}/credential")).await;
    let open = Holding::parse(anybodys.text()).unwrap();
    let mut places: Vec<&str> = open.claims().map(Pointer::as_str).collect();
    places.sort_unstable();
    assert_eq!(places, ["/holder", "/subject_status"]);
    assert_eq!(t.b().get(&format!("{path}/credential")).await.body, anybodys.body);
    assert_eq!(t.a().get(&format!("{path}/credential")).await.text(), whole);
    let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
    assert!(bundle.text().contains(anybodys.text()) && !bundle.text().contains(&whole), "{bundle}");
    for report in [
        t.anonymous().get(&format!("{path}/verify")).await,
        t.a().get(&format!("{path}/verify")).await,
        t.anonymous().post("/api/v1/verify", anybodys.text()).await,
    ] {
        assert_eq!(report.member("verdict"), "accept", "{report}");
    }

    // The holder, to somebody, now.
    let options = KeyBindingOptions { audience: "https://v.example", nonce: "n", issued_at: t.now() };
    let chosen = [Pointer::parse("/holder/born").unwrap()];
    let shown = everything.bind(&chosen, &holder.public_key(), &options).unwrap().signed_by(&holder).unwrap();
    let request =
        |shown: &str| format!(r#"{{"bundle":"{shown}","policy":{{"challenge":"n","domain":"https://v.example"}}}}"#);
    let report = t.anonymous().post("/api/v1/verify", request(&shown)).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");
    assert!(report.text().contains("holder-signed"), "{report}");
    let thief = SigningKey::from_seed(&[8; 32]);
    assert!(everything.bind(&chosen, &thief.public_key(), &options).is_err());
}

#[tokio::test]
async fn whether_a_withheld_claim_is_there_cannot_be_counted() {
    let t = TestIssuer::new().await;
    let template = with_parts(&t).await;
    let digests = async |claims: &str| {
        let issued = issue(&t, &template, claims, r#","format":"dc+sd-jwt""#).await;
        payload(&credential(&issued)).get("_sd").and_then(Value::as_array).map_or(0, <[Value]>::len)
    };
    assert_eq!(digests(r#"{"score":1}"#).await, digests(r#"{"score":1,"note":"x"}"#).await);
}

#[tokio::test]
async fn what_a_format_cannot_say_is_refused_and_nothing_is_kept() {
    let t = TestIssuer::new().await;
    let template = with_parts(&t).await;
    let jwk = SigningKey::from_seed(&[9; 32]).public_key().to_jwk();
    let private = jwk.clone().with("d", "AA");
    for (claims, more, pointer) in [
        ("{}", r#","format":"jwt_vc""#.to_owned(), "/format"),
        ("{}", r#","format":"VC+JWT""#.to_owned(), "/format"),
        ("{}", r#","format":7"#.to_owned(), "/format"),
        ("{}", format!(r#","cnf":{{"jwk":{jwk}}}"#), "/cnf"),
        ("{}", format!(r#","format":"vc+jwt","cnf":{{"jwk":{jwk}}}"#), "/cnf"),
        ("{}", format!(r#","format":"dc+sd-jwt","cnf":{{"jwk":{private}}}"#), "/cnf/jwk/d"),
        ("{}", r#","format":"dc+sd-jwt","cnf":{"jwk":{}}"#.to_owned(), "/cnf/jwk"),
        ("{}", r#","format":"dc+sd-jwt","cnf":{"jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"}}"#.to_owned(), "/cnf/jwk"),
        ("{}", r#","format":"dc+sd-jwt","cnf":{}"#.to_owned(), "/cnf"),
        ("{}", r#","format":"dc+sd-jwt","validFrom":"1969-12-31T23:59:59Z""#.to_owned(), "/validFrom"),
        (r#"{"status":"a","subject_status":"b"}"#, r#","format":"dc+sd-jwt""#.to_owned(), "/claims/subject_status"),
    ] {
        let answer = t.a().post("/api/v1/attestations", body(&template, claims, &more)).await;
        assert_eq!(answer.pointers(), [pointer], "{more}");
        assert!(!answer.text().contains("\"AA\""), "{answer}");
    }
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn passports_gather_tokens_as_anybody_may_see_them() {
    let t = TestIssuer::new().await;
    let template = with_parts(&t).await;
    let token = issue(&t, &template, CLAIMS, r#","format":"dc+sd-jwt""#).await;
    let jwt = issue(&t, &template, CLAIMS, r#","format":"vc+jwt""#).await;
    let members =
        format!(r#"[{{"attestationId":"{}"}},{{"attestationId":"{}"}}]"#, token.member("id"), jwt.member("id"));
    let body = format!(r#"{{"productId":"x","name":"x","visibility":"public","members":{members}}}"#);
    let passport = t.a().post("/api/v1/passports", body).await;
    assert_eq!(passport.status, 201, "{passport}");
    let path = format!("/api/v1/passports/{}", passport.member("id"));
    let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
    assert_eq!(bundle.text().matches("EnvelopedVerifiableCredential").count(), 2, "{bundle}");
    assert!(!bundle.text().contains(&credential(&token)), "not what only the holder shows");
    let report = t.anonymous().get(&format!("{path}/verify")).await;
    assert_eq!(report.member("verdict"), "accept", "{report}");
}

#[tokio::test]
async fn the_version_of_the_template_is_recorded() {
    let t = TestIssuer::new().await;
    let template = with_parts(&t).await;
    let version = |answer: &Answer| answer.object().get("templateVersion").cloned();
    assert_eq!(version(&issue(&t, &template, "{}", "").await), Some(Value::from(1)));
    let changed = t.a().patch(&format!("/api/v1/templates/{template}"), r#"{"validityDays":3}"#).await;
    assert_eq!(changed.status, 200, "{changed}");
    t.a().post(&format!("/api/v1/templates/{template}/versions/2/publish"), "{}").await;
    let second = issue(&t, &template, "{}", "").await;
    assert_eq!(version(&second), Some(Value::from(2)));
    let fetched = t.a().get(&format!("/api/v1/attestations/{}", second.member("id"))).await;
    assert_eq!(version(&fetched), Some(Value::from(2)));
}

#[tokio::test]
async fn the_other_body_names_a_template_by_its_type_and_a_subject_by_its_id() {
    let t = TestIssuer::new().await;
    let template = with_parts(&t).await;
    let harvest = r#"{"farmName":"F","location":{"country":"DE","region":"BW"},"productType":"apples","harvestDate":"2026-09-01","quantity":1,"unit":"kg"}"#;
    for (kind, claims, expected) in [
        ("farm-origin", harvest, "farm-origin"),
        ("FarmOrigin", harvest, "farm-origin"),
        ("parts", "{}", template.as_str()),
        ("Licence", "{}", template.as_str()),
        (&template, "{}", template.as_str()),
    ] {
        for subject in ["P-1", "did:example:1"] {
            let body = format!(r#"{{"subject":"{subject}","type":"{kind}","claims":{claims}}}"#);
            let answer = t.a().post("/api/v1/attestations", body).await;
            assert_eq!(answer.status, 201, "{kind}: {answer}");
            assert_eq!(answer.member("templateId"), expected);
            assert!(answer.text().contains(&format!(r#""subject":{{"id":"{subject}","type":"Thing"}}"#)), "{answer}");
            let report = t.a().get(&format!("/api/v1/attestations/{}/verify", answer.member("id"))).await;
            assert_eq!(report.member("verdict"), "accept");
        }
    }
    // Half of one and half of the other is understood, too.
    for body in [
        format!(r#"{{"subject":"P-1","templateId":"{template}","claims":{{}}}}"#),
        r#"{"subject":{"id":"P-1","type":"Product"},"type":"Licence","claims":{},"blockchain_network":null}"#
            .to_owned(),
    ] {
        assert_eq!(t.a().post("/api/v1/attestations", body.clone()).await.status, 201, "{body}");
    }
    let kept = t.attestations().await;
    for (body, pointer) in [
        (r#"{"subject":"P-1","claims":{}}"#.to_owned(), "/templateId"),
        (r#"{"subject":"P-1","type":"Unheard","claims":{}}"#.to_owned(), "/type"),
        (r#"{"subject":"P-1","type":"a\u0000b","claims":{}}"#.to_owned(), "/type"),
        // Both of the templates that every test has.
        (r#"{"subject":"P-1","type":"ProductCertificate","claims":{"certificationId":"x"}}"#.to_owned(), "/type"),
        (format!(r#"{{"subject":"P-1","type":"Licence","templateId":"{template}","claims":{{}}}}"#), "/type"),
        (format!(r#"{{"subject":"P-1","type":"{}","claims":{{"certificationId":"x"}}}}"#, t.b.public), "/templateId"),
        (r#"{"subject":"","type":"Licence","claims":{}}"#.to_owned(), "/subject/id"),
        (r#"{"subject":7,"type":"Licence","claims":{}}"#.to_owned(), "/subject"),
        (r#"{"subject":{"id":7,"type":"x"},"type":"Licence","claims":{}}"#.to_owned(), "/subject/id"),
        (
            r#"{"subject":"P-1","type":"Licence","claims":{},"blockchain_network":"stellar-testnet"}"#.to_owned(),
            "/blockchain_network",
        ),
    ] {
        assert_eq!(t.a().post("/api/v1/attestations", body.clone()).await.pointers(), [pointer], "{body}");
    }
    let unknown = r#"{"subject":{"id":"P-1","type":"x","name":"y"},"type":"Licence","claims":{}}"#;
    assert_eq!(t.a().post("/api/v1/attestations", unknown).await.problem(), "malformed-request");
    assert_eq!(t.attestations().await, kept);
}

#[tokio::test]
async fn what_a_test_key_issues_says_so_and_every_report_repeats_it() {
    let t = TestIssuer::new().await;
    let client = t.with_key(&t.new_key(Environment::Test, &Scope::ALL, 90).await);
    for (format, _) in FORMATS {
        let more = format!(r#","format":"{format}""#);
        let body = body(&t.a.public.to_string(), r#"{"certificationId":"CERT-001"}"#, &more);
        for (caller, says) in [(&client, true), (&t.a(), false)] {
            let issued = caller.post("/api/v1/attestations", body.clone()).await;
            assert_eq!(issued.status, 201, "{issued}");
            let path = format!("/api/v1/attestations/{}", issued.member("id"));
            let bundle = t.anonymous().get(&format!("{path}/bundle")).await;
            for report in [
                t.anonymous().get(&format!("{path}/verify")).await,
                t.anonymous().post("/api/v1/verify", credential(&issued)).await,
                t.anonymous().post("/api/v1/verify", bundle.text()).await,
            ] {
                assert_eq!(report.member("verdict"), "accept", "{report}");
                assert_eq!(report.text().contains(r#""test":true"#), says, "{format}: {report}");
            }
        }
    }
    // It is signed: taking it out is seen.
    let signed = credential(&client.post("/api/v1/attestations", t.request(t.a.public)).await);
    let changed = signed.replacen(r#""TestCredential","#, "", 1);
    assert_ne!(changed, signed);
    assert_eq!(verdict(&changed, &t), Verdict::Reject);
    // And nobody says it of their own accord with another meaning.
    let template = r#"{"name":"x","credentialType":"TestCredential","claimsSchema":{"type":"object"}}"#;
    assert_eq!(t.a().post("/api/v1/templates", template).await.pointers(), ["/credentialType"]);
}
