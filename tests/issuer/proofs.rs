//! Proofs to try it out: the predecessor's routes, about what an issuer signed.

use harness::{Answer, Client as _, TestIssuer};
use proofpass::json::{Object, Value};
use proofpass::zk::secret_to_text;

use crate::holders::{Holder, adult, developers, holder, template};

const PROOFS: &str = "/api/v1/zkp/proofs";

fn body(holder: &Holder, kind: &str, claim: &str, inputs: &str) -> String {
    let private = Object::new()
        .with("committed", holder.file.to_object())
        .with("holderSecret", secret_to_text(&holder.secret).as_str());
    format!(
        r#"{{"attestation_id":"{}","circuit_type":"{kind}","claim":"{claim}","public_inputs":{inputs},"private_inputs":{private}}}"#,
        holder.attestation
    )
}

async fn until_made(t: &TestIssuer, answer: Answer) -> Answer {
    assert!([201, 202].contains(&answer.status.as_u16()), "{answer}");
    let path = answer.header("location").strip_prefix("https://issuer.example").unwrap().to_owned();
    for _ in 0..600 {
        let now = t.a().get(&path).await;
        if now.member("state") != "proving" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no proof after a minute");
}

#[tokio::test]
async fn the_predecessors_three_kinds_are_proven_of_what_was_signed_and_verify() {
    let t = developers().await;
    let (rich, _) =
        holder(&t, &template(&t).await, r#"{"birthDate":"1990-05-17","country":"DE","income":987654321}"#, "").await;
    for (kind, claim, inputs) in [
        ("threshold", "/income", r#"{"threshold":4000}"#),
        ("range", "/birthDate", r#"{"min":"1990-01-01","max":"1990-12-31"}"#),
        ("set_membership", "/country", r#"{"set":["DE","AT"]}"#),
    ] {
        let made = until_made(&t, t.a().post(PROOFS, body(&rich, kind, claim, inputs)).await).await;
        assert_eq!([made.member("state"), made.member("circuit_type")], ["proven", kind], "{made}");
        let public = made.object().get("public_inputs").and_then(Value::as_object).unwrap().clone();
        let signals = public.get("publicSignals").and_then(Value::as_array).unwrap().to_vec();
        assert_eq!(signals.len(), 6);
        assert_eq!(public.get("nullifierHash"), signals.last());
        let verify = format!("{PROOFS}/{}/verify", made.member("id"));
        let verified = t.a().get(&verify).await;
        assert!(verified.text().starts_with(r#"{"valid":true,"#), "{verified}");
        // A look changes nothing.
        let row = "select count(*) from proofs where finished_at > created_at + interval '1 second'";
        assert_eq!(t.database.count(row).await, 0);
        t.clock.advance_seconds(60);
        t.a().get(&verify).await;
        assert_eq!(t.database.count(row).await, 0);
    }
    let list = t.a().get(&format!("{PROOFS}?limit=2&offset=1")).await;
    assert_eq!(list.object().get("count"), Some(&Value::from(3)));
    assert_eq!(list.object().get("proofs").and_then(Value::as_array).unwrap().len(), 2);
    // Neither the file nor the secret nor the value is anywhere.
    let mut connection = t.database.connect().await;
    let kept: String =
        sqlx::query_scalar("select string_agg(p::text, ' ') from proofs p").fetch_one(&mut connection).await.unwrap();
    let seed = rich.file.to_object().get("seed").unwrap().as_str().unwrap().to_owned();
    for word in ["987654321", "1990-05-17", &seed, secret_to_text(&rich.secret).as_str()] {
        assert!(!kept.contains(word), "{word}");
    }
    // It is an answer for a day, and until something is withdrawn.
    let id = list.object().get("proofs").and_then(Value::as_array).unwrap()[0]
        .as_object()
        .unwrap()
        .get("id")
        .unwrap()
        .clone();
    let verify = format!("{PROOFS}/{}/verify", id.as_str().unwrap());
    let revoked = t.a().post(&format!("/api/v1/attestations/{}/revoke", rich.attestation), r#"{"reason":"x"}"#).await;
    assert_eq!(revoked.status, 200);
    let verified = t.a().get(&verify).await;
    assert!(
        verified.text().contains("status-commitment-superseded") && verified.text().contains(r#""valid":false"#),
        "{verified}"
    );
    t.clock.advance_seconds(90_000);
    assert!(t.a().get(&verify).await.text().contains("request-expired"));
}

#[tokio::test]
async fn b7_a_value_that_somebody_says_is_refused() {
    let t = developers().await;
    let holder = adult(&t).await;
    let said = format!(
        r#"{{"attestation_id":"{}","circuit_type":"threshold","claim":"/income","public_inputs":{{"threshold":18}},"private_inputs":{{"value":19}}}}"#,
        holder.attestation
    );
    assert_eq!(t.a().post(PROOFS, said).await.pointers(), ["/private_inputs/value"]);
    assert_eq!(t.database.count("select count(*) from proofs").await, 0);
}

#[tokio::test]
async fn what_does_not_follow_or_is_somebody_elses_is_refused_and_says_where() {
    let t = developers().await;
    let template = template(&t).await;
    let claims = r#"{"birthDate":"1990-05-17","country":"DE","income":987654321}"#;
    let (one, _) = holder(&t, &template, claims, "").await;
    let (other, _) = holder(&t, &template, claims, "").await;
    let good = |kind: &str, claim: &str, inputs: &str| body(&one, kind, claim, inputs);
    let committed = one.file.to_object();
    let changed = |name: &str, value: &str| {
        good("threshold", "/income", r#"{"threshold":1}"#)
            .replace(&committed.to_string(), &committed.clone().with(name, value).to_string())
    };
    let absent = good("threshold", "/income", r#"{"threshold":1}"#).replace(&one.attestation, &t.a.id.to_string());
    for (body, pointer) in [
        (good("threshold", "/income", r#"{"threshold":987654322}"#), "/public_inputs"),
        (good("range", "/income", r#"{"min":1,"max":987654320}"#), "/public_inputs"),
        (good("set_membership", "/country", r#"{"set":["AT"]}"#), "/public_inputs"),
        (good("set_membership", "/country", r#"{"set":[]}"#), "/public_inputs/set"),
        (good("range", "/income", r#"{"min":9,"max":1}"#), "/public_inputs"),
        (good("threshold", "/income", r#"{"threshold":2.5}"#), "/public_inputs/threshold"),
        (good("threshold", "/income", "{}"), "/public_inputs/threshold"),
        (good("threshold", "/country", r#"{"threshold":1}"#), "/public_inputs"),
        (good("equality", "/income", r#"{"threshold":1}"#), "/circuit_type"),
        (good("threshold", "/salary", r#"{"threshold":1}"#), "/claim"),
        (changed("signature", "x"), "/private_inputs/committed/signature"),
        (
            changed("credential", "urn:uuid:01a20ae6-ed17-706a-b5f4-c87ea95de1a6"),
            "/private_inputs/committed/credential",
        ),
        (changed("credentialType", "Licence"), "/private_inputs/committed/signature"),
        (changed("holder", "7"), "/private_inputs/holderSecret"),
        (absent, "/attestation_id"),
        (
            good("threshold", "/income", r#"{"threshold":1}"#)
                .replace(secret_to_text(&one.secret).as_str(), secret_to_text(&other.secret).as_str()),
            "/private_inputs/holderSecret",
        ),
    ] {
        let refused = t.a().post(PROOFS, body).await;
        assert_eq!(refused.status, 422, "{pointer}: {refused}");
        assert!(refused.pointers()[0].starts_with(pointer), "{pointer}: {refused}");
        assert!(
            !refused.text().contains("987654321") && !refused.text().contains(secret_to_text(&one.secret).as_str())
        );
    }
    assert_eq!(
        t.b().post(PROOFS, good("threshold", "/income", r#"{"threshold":1}"#)).await.pointers(),
        ["/attestation_id"]
    );
    t.a().post(&format!("/api/v1/attestations/{}/suspend", one.attestation), r#"{"reason":"x"}"#).await;
    let refused = t.a().post(PROOFS, good("threshold", "/income", r#"{"threshold":1}"#)).await;
    assert_eq!(refused.pointers(), ["/public_inputs"], "it is suspended");
    assert_eq!(t.database.count("select count(*) from proofs").await, 0);
}

#[tokio::test]
async fn proofs_are_their_organisations_and_nothing_is_proven_in_production() {
    let t = developers().await;
    let holder = adult(&t).await;
    let made =
        until_made(&t, t.a().post(PROOFS, body(&holder, "set_membership", "/country", r#"{"set":["DE"]}"#)).await)
            .await;
    for path in [made.member("id"), format!("{}/verify", made.member("id"))] {
        assert_eq!(t.b().get(&format!("{PROOFS}/{path}")).await.problem(), "not-found");
        assert_eq!(t.anonymous().get(&format!("{PROOFS}/{path}")).await.problem(), "unauthenticated");
    }
    assert!(t.b().get(PROOFS).await.text().contains(r#""count":0"#));
    for bad in ["offset=-1", "offset=x", "limit=0", "limit=101"] {
        assert_eq!(t.a().get(&format!("{PROOFS}?{bad}")).await.status, 422, "{bad}");
    }
    let production = TestIssuer::with(harness::production, None).await;
    let refused = production.a().post(PROOFS, body(&holder, "set_membership", "/country", r#"{"set":["DE"]}"#)).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (409, "conflict"), "{refused}");
}
