//! Asking for proofs and taking answers: nonces that count once, nullifiers that count everybody once, and the regression
//! tests of the predecessor's hole B7 (a value bound to nothing, padding taken for a member, replay).

use std::sync::Arc;

use harness::{Anonymous, Answer as Heard, Client as _, TestIssuer};
use http::Request;
use proofpass::json::{Object, Value};
use proofpass::zk::{ProofPresentation, ProofRequest, openid4vp};
use proofpass_issuer::http::App;
use proofpass_issuer::issue::proof_request;
use proofpass_issuer::issue::{Issuer, Parts};
use proofpass_issuer::store::api_keys::{Environment, Scope};
use proofpass_zk::credential::HolderSecret;

use crate::holders::{adult, developers, holder, path, template};

const REQUESTS: &str = "/api/v1/zkp/requests";
const ISSUE: &str = "/api/v1/attestations";
const ADULT: &str = r#"{"credential":{"type":"Identity"},"facts":[{"claim":"/birthDate","type":"date","ageAtLeast":18},{"claim":"/country","type":"string","in":["DE","AT"]}]}"#;

/// Asks, and fetches what is asked as a wallet does.
async fn asked(t: &TestIssuer, body: &str) -> (Heard, ProofRequest) {
    let made = t.a().post(REQUESTS, body).await;
    assert_eq!(made.status, 201, "{made}");
    let (audience, url) = openid4vp::read_link(&made.member("link")).unwrap();
    let fetched = t.anonymous().get(path(&url)).await;
    assert_eq!((fetched.status.as_u16(), fetched.header("access-control-allow-origin")), (200, "*"), "{fetched}");
    let request = openid4vp::read_request_object(&fetched.body).unwrap();
    assert_eq!(request.audience(), audience);
    (made, request)
}

async fn send(t: &TestIssuer, request: &ProofRequest, presentation: &ProofPresentation) -> Heard {
    t.anonymous().post(path(request.response_uri().unwrap()), openid4vp::response(presentation).to_string()).await
}

/// Lets an endpoint of the first organisation be told of everything.
async fn listening(t: &TestIssuer) {
    let endpoint = format!(
        "insert into webhook_endpoints
            (webhook_endpoint_id, organization_id, url, description, kinds, sealed_secret, created_at)
        values (gen_random_uuid(), '{}', 'https://x.example', '', '{{}}', 'x', now())",
        t.a.id
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(endpoint)).execute(&mut t.database.connect().await).await.unwrap();
}

/// Another instance of the service on the same database, in production or not.
fn instance(t: &TestIssuer, test_keys: bool) -> Anonymous {
    let issuer = Issuer::new(Parts {
        store: t.issuer.store.clone(),
        sealer: t.issuer.sealer.clone(),
        peppers: harness::peppers(),
        clock: t.issuer.clock.clone(),
        rng: t.issuer.rng.clone(),
        public_url: t.issuer.public_url.clone(),
        test_keys,
        default_plan: t.issuer.default_plan,
        mail: false,
    });
    t.with_app(App::new(issuer, None))
}

async fn result(t: &TestIssuer, made: &Heard) -> Heard {
    t.a().get(&format!("{REQUESTS}/{}/result", made.member("id"))).await
}

fn code_of(report: &Heard, check: &str) -> String {
    let proof = report.object().get("proof").and_then(Value::as_object).unwrap_or_else(|| panic!("{report}")).clone();
    let checks = proof.get("checks").and_then(Value::as_array).unwrap().to_vec();
    let found =
        checks.iter().filter_map(Value::as_object).find(|one| one.get("check").unwrap().as_str() == Some(check));
    found.unwrap().get("code").unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn b7_a_proof_is_bound_to_a_signed_credential_and_to_its_request_and_counts_once() {
    let t = developers().await;
    listening(&t).await;
    let holder = adult(&t).await;
    let (made, request) = asked(&t, ADULT).await;
    assert_eq!(made.member("state"), "pending");
    assert_eq!(request.nonce().len(), 43);
    assert_eq!(request.issuers(), [format!("did:web:issuer.example:organizations:{}", t.a.id)]);
    let presentation = holder.answer(&t, &request).await.unwrap();

    // A number that somebody knows is nothing that anybody signed: whatever is changed, nothing is accepted.
    let (_, other) = asked(&t, ADULT).await;
    let forged = ProofPresentation { request: other.digest(), ..presentation.clone() };
    for (request, presentation, check, code) in
        [(&other, &presentation, "request", "request-differs"), (&other, &forged, "proof", "proof-fails")]
    {
        let report = send(&t, request, presentation).await;
        assert_eq!(report.member("verdict"), "reject", "{report}");
        assert_eq!(code_of(&report, check), code);
    }
    let mut spoiled = presentation.clone();
    spoiled.proof[255] ^= 1;
    let report = send(&t, &request, &spoiled).await;
    assert_eq!(report.member("verdict"), "reject", "{report}");
    // What was refused uses nothing up.
    assert_eq!(result(&t, &made).await.member("state"), "pending");

    let accepted = send(&t, &request, &presentation).await;
    assert_eq!((accepted.status.as_u16(), accepted.member("verdict").as_str()), (200, "accept"), "{accepted}");
    assert_eq!([code_of(&accepted, "key"), code_of(&accepted, "replay")], ["circuit-key-development", "first-use"]);
    let result = result(&t, &made).await;
    assert_eq!(result.member("state"), "verified", "{result}");
    let report = result.object().get("report").and_then(Value::as_object).unwrap().clone();
    assert_eq!(report.get("verdict").unwrap().as_str(), Some("accept"));
    assert!(!result.text().contains("1990-05-17") && !accepted.text().contains("1990-05-17"), "nothing else is shown");

    // Replay: the same one, the same as a form, and another proof of the same holder.
    let form = Request::post(path(request.response_uri().unwrap()))
        .header("content-type", "application/x-www-form-urlencoded");
    let token = Object::new().with("proof", vec![Value::from(presentation.to_object())]).to_string();
    let escaped = token.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let again = holder.answer(&t, &request).await.unwrap();
    assert_ne!(again.proof, presentation.proof);
    for replayed in [
        send(&t, &request, &presentation).await,
        send(&t, &request, &again).await,
        // After a restart, or elsewhere.
        instance(&t, true).post(path(request.response_uri().unwrap()), presentation.to_object().to_string()).await,
        t.anonymous().send(form, format!("state=x&vp_token={escaped}")).await,
    ] {
        assert_eq!((replayed.status.as_u16(), replayed.problem().as_str()), (409, "conflict"), "{replayed}");
    }
    let told = "select count(*) from webhook_events where kind = 'proof.verified'";
    assert_eq!(t.database.count(told).await, 1);
    let payload = "select count(*) from webhook_events where kind = 'proof.verified' and payload like '%nullifier%'";
    assert_eq!(t.database.count(payload).await, 0);
}

#[tokio::test]
async fn b7_padding_and_absence_are_no_members_and_no_zero() {
    let t = developers().await;
    let template = template(&t).await;
    let (nobody, _) = holder(&t, &template, r#"{"birthDate":"1990-05-17"}"#, "").await;
    let (_, request) =
        asked(&t, r#"{"credential":{"type":"Identity"},"facts":[{"claim":"/country","type":"string","in":["DE"]}]}"#)
            .await;
    assert!(nobody.answer(&t, &request).await.is_err(), "an absent claim is in no set");
    let (_, request) =
        asked(&t, r#"{"credential":{"type":"Identity"},"facts":[{"claim":"/income","type":"integer","atMost":10}]}"#)
            .await;
    assert!(nobody.answer(&t, &request).await.is_err(), "an absent claim is not zero");
    let (_, request) = asked(
        &t,
        r#"{"credential":{"type":"Identity"},"facts":[{"claim":"/income","type":"absent","isAbsent":true}]}"#,
    )
    .await;
    let presentation = nobody.answer(&t, &request).await.unwrap();
    assert_eq!(send(&t, &request, &presentation).await.member("verdict"), "accept");
    // Somebody else's age is nobody's proof, nor is another type of credential.
    let (young, _) = holder(&t, &template, r#"{"birthDate":"2012-01-01","country":"DE"}"#, "").await;
    let (_, request) = asked(&t, ADULT).await;
    assert!(young.answer(&t, &request).await.is_err());
    let (_, request) = asked(&t, &ADULT.replace(r#""type":"Identity""#, r#""type":"Licence""#)).await;
    assert!(nobody.answer(&t, &request).await.is_err());
}

#[tokio::test]
async fn b7_many_who_send_the_same_proof_at_once_are_accepted_once() {
    let t = developers().await;
    listening(&t).await;
    let holder = adult(&t).await;
    let (_, request) = asked(&t, ADULT).await;
    let presentation = holder.answer(&t, &request).await.unwrap();
    let body = Arc::new(presentation.to_object().to_string());
    let mut statuses = Vec::new();
    let sent = (0..8).map(|_| {
        let (client, body, path) = (t.anonymous(), body.clone(), path(request.response_uri().unwrap()).to_owned());
        tokio::spawn(async move { client.post(&path, body.to_string()).await.status.as_u16() })
    });
    for one in sent.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
    assert_eq!(t.database.count("select count(*) from webhook_events where kind = 'proof.verified'").await, 1);
}

#[tokio::test]
async fn everybody_counts_once_for_a_purpose_and_an_epoch_and_is_nobody_elsewhere() {
    let t = developers().await;
    let template = template(&t).await;
    let commitment = proofpass::zk::commitment_to_text(HolderSecret::new([3; 31]).commitment());
    let named = format!(r#","holder":{{"commitment":"{commitment}"}}"#);
    let claims = r#"{"birthDate":"1990-05-17","country":"DE"}"#;
    // Two credentials of one holder.
    let (one, _) = holder(&t, &template, claims, &named).await;
    let (two, _) = holder(&t, &template, claims, &named).await;
    let vote =
        |epoch: &str| ADULT.replacen('{', &format!(r#"{{"nullifier":{{"purpose":"vote","epoch":"{epoch}"}},"#), 1);
    let (first, request) = asked(&t, &vote("2026-11")).await;
    assert_eq!(send(&t, &request, &one.answer(&t, &request).await.unwrap()).await.member("verdict"), "accept");
    let (second, request) = asked(&t, &vote("2026-11")).await;
    let again = send(&t, &request, &two.answer(&t, &request).await.unwrap()).await;
    assert_eq!(again.problem(), "conflict");
    assert!(again.member("detail").contains("once"), "{again}");
    // The request is still there for somebody else.
    assert_eq!(result(&t, &second).await.member("state"), "pending");
    let (third, request) = asked(&t, &vote("2026-12")).await;
    assert_eq!(send(&t, &request, &two.answer(&t, &request).await.unwrap()).await.member("verdict"), "accept");
    let (one, three) = (result(&t, &first).await.member("nullifier"), result(&t, &third).await.member("nullifier"));
    assert!(!one.is_empty() && one != three);
}

#[tokio::test]
async fn what_was_withdrawn_since_is_refused_and_so_is_what_comes_too_late() {
    let t = developers().await;
    let holder = adult(&t).await;
    let (_, request) = asked(&t, ADULT).await;
    let early = holder.answer(&t, &request).await.unwrap();
    let withdrawn = t.a().post(&format!("{ISSUE}/{}/revoke", holder.attestation), r#"{"reason":"x"}"#).await;
    assert_eq!(withdrawn.status, 200);
    assert!(holder.answer(&t, &request).await.is_err(), "its bit is set");
    // With the commitment of before: this service knows a later one.
    t.clock.advance_seconds(1);
    let (_, newer) = asked(&t, ADULT).await;
    assert_eq!(newer.facts(), request.facts());
    let report = send(&t, &request, &early).await;
    assert_eq!(report.member("verdict"), "reject", "{report}");
    assert_eq!(code_of(&report, "status"), "status-commitment-superseded");

    let (made, request) = asked(&t, &ADULT.replacen('{', r#"{"status":"none","expiresInSeconds":30,"#, 1)).await;
    let answer = holder.answer(&t, &request).await.unwrap();
    t.clock.advance_seconds(1000);
    let report = send(&t, &request, &answer).await;
    assert_eq!(
        (report.member("verdict").as_str(), code_of(&report, "validity").as_str()),
        ("reject", "request-expired")
    );
    assert_eq!(result(&t, &made).await.member("state"), "expired");
    t.clock.advance_seconds(31 * 86_400);
    assert!(proof_request::sweep(&t.issuer).await.unwrap() > 0);
    assert_eq!(result(&t, &made).await.problem(), "not-found");
    assert_eq!(t.anonymous().get(&format!("{REQUESTS}/{}", made.member("id"))).await.problem(), "not-found");
}

#[tokio::test]
async fn a_request_is_filled_in_by_the_service_and_refused_where_it_cannot_be_asked() {
    let t = developers().await;
    let (made, request) = asked(&t, ADULT).await;
    assert_eq!(request.audience(), format!("https://issuer.example/organizations/{}", t.a.id));
    assert_eq!(request.expires(), t.now().plus_seconds(600));
    assert_eq!(request.id(), format!("urn:uuid:{}", made.member("id")));
    assert_eq!(made.header("location"), format!("https://issuer.example{REQUESTS}/{}", made.member("id")));
    let (_, second) = asked(&t, ADULT).await;
    assert_ne!(request.nonce(), second.nonce());
    for (name, value, pointer) in [
        ("nonce", r#""AAECAwQFBgcICQoLDA0ODw""#, "/nonce"),
        ("audience", r#""https://other.example""#, "/audience"),
        ("responseUri", r#""https://other.example""#, "/responseUri"),
        ("id", r#""urn:uuid:x""#, "/id"),
        ("expiresInSeconds", "29", "/expiresInSeconds"),
        ("expiresInSeconds", "86401", "/expiresInSeconds"),
        ("expiresInSeconds", "\"60\"", "/expiresInSeconds"),
        ("expires", "\"2026-11-23T12:00:00Z\"", "/expires"),
        ("expires", "\"soon\"", "/expires"),
        ("status", "1", "/status"),
        ("nullifier", r#"{"purpose":"vote"}"#, "/nullifier/epoch"),
        ("validAt", "\"soon\"", "/validAt"),
        ("more", "1", ""),
    ] {
        let refused = t.a().post(REQUESTS, ADULT.replacen('{', &format!(r#"{{"{name}":{value},"#), 1)).await;
        assert_eq!(refused.pointers(), [pointer], "{name}: {refused}");
    }
    for (facts, pointer) in [
        (r#"[{"claim":"/a","type":"date","ageAtLeast":-1}]"#, "/facts/0"),
        (r#"[{"claim":"a","type":"integer","atLeast":1}]"#, "/facts/0"),
        (r#"[{"claim":"/a","type":"string","atLeast":"x"}]"#, "/facts/0"),
        (r#"[{"claim":"/a","type":"integer","in":[]}]"#, "/facts/0"),
        ("{}", "/facts"),
    ] {
        let refused = t
            .a()
            .post(
                REQUESTS,
                format!(r#"{{"credential":{{"type":"T","issuers":["did:web:a.example"]}},"facts":{facts}}}"#),
            )
            .await;
        assert!(refused.pointers()[0].starts_with(pointer), "{facts}: {refused}");
    }
    let qr = t.anonymous().get(&format!("{REQUESTS}/{}/qr?format=svg", made.member("id"))).await;
    assert_eq!((qr.status.as_u16(), qr.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(t.anonymous().get(&format!("{REQUESTS}/{}/qr?content=url", made.member("id"))).await.status, 422);
    let list = t.a().get(&format!("{REQUESTS}?limit=1")).await;
    let next = t.a().get(&format!("{REQUESTS}?limit=1&cursor={}", list.member("next"))).await;
    // Made within one millisecond: which is the newer one is chance. Each is on a page of its own.
    for one in [&request, &second] {
        let on = [&list, &next].map(|page| page.text().contains(&one.id()[9..]));
        assert!(on[0] != on[1], "{list} {next}");
    }
}

#[tokio::test]
async fn nobody_asks_in_the_name_of_a_website_by_saying_that_it_is_theirs() {
    let t = developers().await;
    let web = Request::put("/api/v1/issuer-identity").header("content-type", "application/json");
    assert_eq!(t.a().send(web, r#"{"method":"web","domain":"bank.example"}"#).await.status, 200);
    let own = format!("https://issuer.example/organizations/{}", t.a.id);
    assert_eq!(asked(&t, ADULT).await.1.audience(), own);
}

#[tokio::test]
async fn requests_are_for_those_with_the_scopes_and_results_for_who_asked() {
    let t = developers().await;
    let with = async |scope| t.with_key(&t.new_key(Environment::Live, &[scope], 1).await);
    let (reader, writer) = (with(Scope::ProofsRead).await, with(Scope::ProofsWrite).await);
    assert_eq!(reader.post(REQUESTS, ADULT).await.problem(), "insufficient-scope");
    let made = writer.post(REQUESTS, ADULT).await;
    assert_eq!(made.status, 201, "{made}");
    let result = format!("{REQUESTS}/{}/result", made.member("id"));
    assert_eq!(reader.get(&result).await.member("state"), "pending");
    assert_eq!(writer.get(&result).await.problem(), "insufficient-scope");
    assert_eq!(t.b().get(&result).await.problem(), "not-found");
    assert_eq!(t.anonymous().get(&result).await.problem(), "unauthenticated");
    assert_eq!(t.b().get(REQUESTS).await.object().get("items").and_then(Value::as_array).unwrap().len(), 0);
    let answer = format!("{REQUESTS}/{}/presentations", made.member("id"));
    for (body, status) in [("{}", 200), ("[]", 422), ("{", 422), (r#"{"vp_token":{}}"#, 422), ("", 422)] {
        let heard = t.anonymous().post(&answer, body).await;
        assert_eq!(heard.status, status, "{body}: {heard}");
        if status == 200 {
            assert_ne!(heard.member("verdict"), "accept");
        }
    }
    for form in ["", "vp_token", "vp_token=%", "vp_token=%zz", "vp_token=1&vp_token=2"] {
        let request = Request::post(&answer).header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(t.anonymous().send(request, form).await.problem(), "malformed-request", "{form}");
    }
    let absent = format!("{REQUESTS}/01a20ae6-ed17-706a-b5f4-c87ea95de1a6/presentations");
    assert_eq!(t.anonymous().post(&absent, "{}").await.problem(), "not-found");
}

#[tokio::test]
async fn in_production_nothing_is_asked_and_nothing_accepted_under_a_key_for_development() {
    let t = developers().await;
    let holder = adult(&t).await;
    let (made, request) = asked(&t, ADULT).await;
    let presentation = holder.answer(&t, &request).await.unwrap();
    // The same service, in production.
    let strict = instance(&t, false);
    let report = strict.post(path(request.response_uri().unwrap()), presentation.to_object().to_string()).await;
    assert_eq!(
        (report.member("verdict").as_str(), code_of(&report, "key").as_str()),
        ("reject", "circuit-key-not-allowed")
    );
    assert_eq!(result(&t, &made).await.member("state"), "pending");
    let asking = Request::post(REQUESTS).header("content-type", "application/json").header("x-api-key", &t.a.key);
    let refused = strict.send(asking, ADULT).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (409, "conflict"), "{refused}");
    assert!(refused.member("detail").contains("PROOFPASS_ENV"));
}
