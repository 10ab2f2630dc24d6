//! Registering, verifying an address and choosing another password where letters are sent; and the outbox itself.

use std::collections::HashSet;

use harness::{Answer, Client as _, PASSWORD, TestIssuer, TestPerson};
use http::Request;
use insta::assert_snapshot;
use proofpass::json::Value;
use proofpass_issuer::store::mails::{self, Settled};
use tokio::task::JoinSet;

const REGISTER: &str = "/api/v1/auth/register";
const VERIFY: &str = "/api/v1/auth/verify-email";
const FORGOT: &str = "/api/v1/auth/forgot-password";
const RESET: &str = "/api/v1/auth/reset-password";

fn registration(email: &str, password: &str, more: &str) -> String {
    format!(r#"{{"email":"{email}","password":"{password}","name":"Somebody"{more}}}"#)
}

async fn register(t: &TestIssuer, email: &str) -> Answer {
    t.anonymous().post(REGISTER, registration(email, PASSWORD, "")).await
}

async fn verify(t: &TestIssuer, token: &str) -> Answer {
    t.anonymous().post(VERIFY, format!(r#"{{"token":"{token}"}}"#)).await
}

async fn forgot(t: &TestIssuer, email: &str) -> Answer {
    t.anonymous().post(FORGOT, format!(r#"{{"email":"{email}"}}"#)).await
}

async fn reset(t: &TestIssuer, token: &str, password: &str) -> Answer {
    t.anonymous().post(RESET, format!(r#"{{"token":"{token}","password":"{password}"}}"#)).await
}

async fn log_in(t: &TestIssuer, email: &str, password: &str) -> Answer {
    t.anonymous().post("/api/v1/auth/login", format!(r#"{{"email":"{email}","password":"{password}"}}"#)).await
}

/// Somebody who registered and answered the letter.
async fn verified(t: &TestIssuer, email: &str) -> TestPerson {
    assert_eq!(register(t, email).await.status, 202);
    let token = t.letter_token("email-verification", email).await;
    assert_eq!(verify(t, &token).await.status, 200);
    t.signed_in(email).await
}

#[tokio::test]
async fn an_account_begins_with_the_answer_to_a_letter() {
    let t = TestIssuer::with_mail().await;
    let body = registration("Ada@Example.com", PASSWORD, r#","organization":"Analytical Engines""#);
    let asked = t.anonymous().post(REGISTER, body).await;
    assert_snapshot!(asked, @r#"
    202 Accepted
    content-type: application/json

    {"email":"Ada@Example.com"}
    "#);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 401, "there is no account yet");
    assert_eq!(t.database.count("select count(*) from users").await, 0);

    let token = t.letter_token("email-verification", "Ada@Example.com").await;
    let done = verify(&t, &token).await;
    assert_snapshot!(done, @r#"
    200 OK
    content-type: application/json

    {"email":"Ada@Example.com","organization":{"id":"[id]","name":"Analytical Engines","role":"admin"},"organizationTaken":false}
    "#);
    assert_eq!(verify(&t, &token).await.pointers(), ["/token"], "good once");
    let ada = t.signed_in("ada@example.com").await;
    let me = t.with_person(&ada).get("/api/v1/auth/me").await;
    assert!(me.text().contains(r#""emailVerified":true"#), "{me}");
    assert!(me.text().contains("Analytical Engines"), "{me}");
}

#[tokio::test]
async fn nobody_learns_by_registering_who_has_an_account() {
    let t = TestIssuer::with_mail().await;
    verified(&t, "ada@example.com").await;
    let known = register(&t, "ada@example.com").await;
    let unknown = register(&t, "eve@example.com").await;
    assert_eq!(known.to_string().replace("ada@", "eve@"), unknown.to_string());
    let letters = t.letters().await;
    let kinds = [("account-exists", "ada@example.com"), ("email-verification", "eve@example.com")];
    assert_eq!(letters.kinds(), kinds, "its owner learns it, by letter");
    assert!(!letters.letters()[0].text.contains('#'), "which carries nothing");
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 200, "and nothing changed");

    // Nor by a name that is taken: an organisation is founded by the answer, and not before.
    let with = |email: &str| registration(email, PASSWORD, r#","organization":"Acme GmbH""#);
    for email in ["ada@example.com", "bob@example.com"] {
        assert_eq!(t.anonymous().post(REGISTER, with(email)).await.status, 202);
    }
    let tokens = t.letters().await;
    assert_eq!(tokens.kinds().len(), 2);
    let token = tokens.letters()[1].text.split_once('#').unwrap().1.lines().next().unwrap();
    let done = verify(&t, token).await;
    assert!(
        done.text().contains(r#""organizationTaken":true"#) && !done.text().contains(r#""organization":"#),
        "{done}"
    );
    assert_eq!(log_in(&t, "bob@example.com", PASSWORD).await.status, 200, "the account is there all the same");
}

#[tokio::test]
async fn whoever_registers_somebody_elses_address_changes_nothing_for_its_owner() {
    let t = TestIssuer::with_mail().await;
    register(&t, "ada@example.com").await;
    let hers = t.letter_token("email-verification", "ada@example.com").await;
    // Later, and with a password of their own: her link still makes what she registered.
    t.anonymous().post(REGISTER, registration("ada@example.com", "a thief's password", "")).await;
    let theirs = t.letter_token("email-verification", "ada@example.com").await;
    assert_eq!(verify(&t, &hers).await.status, 200);
    assert_eq!(verify(&t, &theirs).await.status, 409, "the address has an account now");
    assert_eq!(log_in(&t, "ada@example.com", "a thief's password").await.status, 401);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn what_a_letter_carried_is_good_for_its_time_and_in_one_spelling() {
    let t = TestIssuer::with_mail().await;
    register(&t, "ada@example.com").await;
    let token = t.letter_token("email-verification", "ada@example.com").await;
    let other = format!("{}{}", &token[..token.len() - 1], if token.ends_with('A') { 'B' } else { 'A' });
    for wrong in
        ["", "ev_", &token[3..], &token.replace("ev_", "pr_"), &token.to_lowercase(), &other, "x'; drop table users"]
    {
        assert_eq!(verify(&t, wrong).await.pointers(), ["/token"], "{wrong}");
    }
    assert_eq!(reset(&t, &token, "another password").await.pointers(), ["/token"], "for what it is for");
    t.clock.advance_seconds(86_400);
    assert_eq!(verify(&t, &token).await.pointers(), ["/token"]);
    assert_eq!(t.database.count("select count(*) from users").await, 0);
    let stored = "select count(*) from registrations where encode(token_digest, 'escape') like '%ev_%'";
    assert_eq!(t.database.count(stored).await, 0, "the digest is kept, and nothing else");
}

#[tokio::test]
async fn of_answers_at_once_one_counts() {
    let t = TestIssuer::with_mail().await;
    register(&t, "ada@example.com").await;
    let token = t.letter_token("email-verification", "ada@example.com").await;
    let mut answers = JoinSet::new();
    for _ in 0..8 {
        let (client, body) = (t.anonymous(), format!(r#"{{"token":"{token}"}}"#));
        answers.spawn(async move { client.post(VERIFY, body).await.status.as_u16() });
    }
    let mut answers = answers.join_all().await;
    answers.sort_unstable();
    assert_eq!(answers, [200, 422, 422, 422, 422, 422, 422, 422]);
}

#[tokio::test]
async fn nobody_is_written_to_without_end_and_nobody_is_told() {
    let t = TestIssuer::with_mail().await;
    for _ in 0..8 {
        assert_eq!(register(&t, "ada@example.com").await.status, 202);
        assert_eq!(forgot(&t, "ada@EXAMPLE.com").await.status, 202);
    }
    assert_eq!(register(&t, "bob@example.com").await.status, 202);
    let letters = t.letters().await;
    let to = |address: &str| letters.kinds().iter().filter(|(_, to)| *to == address).count();
    // Of the five, those about passwords had nobody to go to, and count all the same.
    assert_eq!((to("ada@example.com"), to("bob@example.com")), (3, 1));
    t.clock.advance_seconds(3600);
    register(&t, "ada@example.com").await;
    assert_eq!(t.letters().await.kinds().len(), 1);
}

#[tokio::test]
async fn somebody_who_forgot_their_password_chooses_another() {
    let t = TestIssuer::with_mail().await;
    let ada = verified(&t, "ada@example.com").await;
    for _ in 0..11 {
        log_in(&t, "ada@example.com", "wrong wrong").await;
    }
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 429);
    let known = forgot(&t, "ada@example.com").await;
    let unknown = forgot(&t, "eve@example.com").await;
    assert_eq!(known.status, 202);
    assert_eq!(known.to_string().replace("ada@", "eve@"), unknown.to_string());
    assert_eq!(forgot(&t, "nobody").await.pointers(), ["/email"]);
    let token = t.letter_token("password-reset", "ada@example.com").await;

    for (password, pointer) in [("short", "/password"), ("aaaaaaaaaa", "/password"), ("ada@example.com", "/password")] {
        assert_eq!(reset(&t, &token, password).await.pointers(), [pointer], "{password}: and the link stays good");
    }
    assert_eq!(reset(&t, &token, "another password").await.status, 204);
    assert_eq!(t.letters().await.kinds(), [("password-changed", "ada@example.com")]);
    assert_eq!(reset(&t, &token, "a third password").await.pointers(), ["/token"], "good once");
    assert_eq!(t.with_person(&ada).get("/api/v1/auth/me").await.status, 401, "every session ended");
    assert_eq!(log_in(&t, "ada@example.com", "another password").await.status, 200, "and so did the lock");
    t.clock.advance_seconds(1);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 401);
}

#[tokio::test]
async fn a_link_for_another_password_ends_with_its_hour_and_with_any_other() {
    let t = TestIssuer::with_mail().await;
    let ada = verified(&t, "ada@example.com").await;
    forgot(&t, "ada@example.com").await;
    let late = t.letter_token("password-reset", "ada@example.com").await;
    t.clock.advance_seconds(3600);
    assert_eq!(reset(&t, &late, "another password").await.pointers(), ["/token"]);

    forgot(&t, "ada@example.com").await;
    let first = t.letter_token("password-reset", "ada@example.com").await;
    forgot(&t, "ada@example.com").await;
    let second = t.letter_token("password-reset", "ada@example.com").await;
    assert_eq!(reset(&t, &second, "another password").await.status, 204);
    assert_eq!(reset(&t, &first, "a third password").await.pointers(), ["/token"], "one that was used ends the others");

    t.clock.advance_seconds(3600);
    t.letters().await;
    forgot(&t, "ada@example.com").await;
    let unused = t.letter_token("password-reset", "ada@example.com").await;
    let ada = TestPerson { token: log_in(&t, "ada@example.com", "another password").await.member("token"), ..ada };
    let change = r#"{"currentPassword":"another password","newPassword":"a third password"}"#;
    assert_eq!(t.with_person(&ada).post("/api/v1/auth/password", change).await.status, 204);
    assert_eq!(t.letters().await.kinds(), [("password-changed", "ada@example.com")]);
    assert_eq!(reset(&t, &unused, "a fourth password").await.pointers(), ["/token"], "and so does changing it");
}

#[tokio::test]
async fn without_mail_nothing_pretends_to_be_sent() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let refused = forgot(&t, "ada@example.com").await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (422, "invalid-request"), "{refused}");
    assert!(refused.text().contains("PROOFPASS_SMTP_URL"));
    assert_eq!(t.with_person(&ada).post("/api/v1/auth/verify-email/letter", "").await.status, 422);
    assert_eq!(t.with_person(&ada).get("/api/v1/auth/me").await.text().matches(r#""emailVerified":false"#).count(), 1);
    assert_eq!(t.database.count("select count(*) from mails").await, 0);
}

#[tokio::test]
async fn an_account_from_before_letters_verifies_its_address_later() {
    let t = TestIssuer::with_mail().await;
    let add = "insert into users values ('01a20ae6-ed17-706a-b5f4-c87ea95de1a6', 'old@example.com', 'old@example.com', 'Old', $1, false, now())";
    let hash = format!(
        "$argon2id$v=19$m=19456,t=2,p=1${}",
        "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    );
    sqlx::query(add).bind(hash).execute(&mut t.database.connect().await).await.unwrap();
    forgot(&t, "old@example.com").await;
    let token = t.letter_token("password-reset", "old@example.com").await;
    assert_eq!(reset(&t, &token, PASSWORD).await.status, 204);
    t.letters().await;
    let old = t.signed_in("old@example.com").await;
    let again = t.with_person(&old).post("/api/v1/auth/verify-email/letter", "").await;
    assert_eq!((again.status.as_u16(), again.problem().as_str()), (409, "conflict"), "answering that letter showed it");

    sqlx::raw_sql("update users set email_verified_at = null").execute(&mut t.database.connect().await).await.unwrap();
    assert_eq!(t.with_person(&old).post("/api/v1/auth/verify-email/letter", "").await.status, 202);
    let token = t.letter_token("email-verification", "old@example.com").await;
    assert_eq!(verify(&t, &token).await.status, 200);
    let me = t.with_person(&old).get("/api/v1/auth/me").await;
    assert!(me.text().contains(r#""emailVerified":true"#), "{me}");
}

#[tokio::test]
async fn letters_are_in_the_language_of_whoever_asks() {
    let t = TestIssuer::with_mail().await;
    for (header, subject) in [
        ("de-CH, en;q=0.5", "Bestätigen Sie Ihre E-Mail-Adresse · ProofPass"),
        ("es", "Confirme su dirección de correo · ProofPass"),
        ("fr;q=0.9, it", "Confirmez votre adresse électronique · ProofPass"),
        ("ja", "Confirm your email address · ProofPass"),
    ] {
        let email = format!("{}@example.com", &header[..2]);
        let request = Request::post(REGISTER).header("content-type", "application/json");
        let request = request.header("accept-language", header);
        assert_eq!(t.anonymous().send(request, registration(&email, PASSWORD, "")).await.status, 202);
        assert_eq!(t.letters().await.letters()[0].subject, subject);
    }
}

#[tokio::test]
async fn a_letter_is_written_with_what_caused_it_or_not_at_all() {
    let t = TestIssuer::with_mail().await;
    let connection = &mut t.database.connect().await;
    sqlx::raw_sql("alter table mails add constraint full_up check (false) not valid")
        .execute(connection)
        .await
        .unwrap();
    assert_eq!(register(&t, "ada@example.com").await.status, 500);
    assert_eq!(t.database.count("select count(*) from registrations").await, 0);
}

#[tokio::test]
async fn of_many_carriers_one_takes_each_letter() {
    let t = TestIssuer::with_mail().await;
    for at in 0..12 {
        register(&t, &format!("p{at}@example.com")).await;
    }
    let mut carriers = JoinSet::new();
    for _ in 0..6 {
        let (store, now) = (t.issuer.store.clone(), t.now());
        carriers.spawn(async move {
            let mut taken = Vec::new();
            while let Some(mail) = mails::claim(&store, now, now.plus_seconds(180)).await.unwrap() {
                taken.push(mail.id);
            }
            taken
        });
    }
    let taken: Vec<_> = carriers.join_all().await.into_iter().flatten().collect();
    assert_eq!((taken.len(), taken.iter().collect::<HashSet<_>>().len()), (12, 12));
}

#[tokio::test]
async fn a_carrier_that_dies_leaves_its_letter_to_another_and_has_no_say_any_more() {
    let t = TestIssuer::with_mail().await;
    register(&t, "ada@example.com").await;
    let claim = async || mails::claim(&t.issuer.store, t.now(), t.now().plus_seconds(180)).await.unwrap();
    let dead = claim().await.unwrap();
    assert!(claim().await.is_none(), "it is the first one's");
    t.clock.advance_seconds(180);
    let second = claim().await.unwrap();
    assert_eq!((second.id, second.attempt), (dead.id, 2));
    let settle = async |attempt| {
        let claim = (second.id, attempt);
        mails::settle(&t.issuer.store, claim, Settled::Sent, None, t.now()).await.unwrap()
    };
    assert!(!settle(1).await, "late, and no longer the one who carries it");
    assert!(settle(2).await);
    assert!(!settle(2).await, "once");
    let rest = "select count(*) from mails where sealed_letter is not null or state <> 'sent'";
    assert_eq!(t.database.count(rest).await, 0, "and nothing of it is kept");
}

#[tokio::test]
async fn what_waits_in_the_outbox_tells_nobody_anything() {
    let t = TestIssuer::with_mail().await;
    register(&t, "ada@example.com").await;
    let shown = "select count(*) from mails where encode(sealed_letter, 'escape') ~ '(ada|ev_|account)'";
    assert_eq!(t.database.count(shown).await, 0);
}

#[tokio::test]
async fn the_pages_that_letters_lead_to_speak_four_languages_and_need_nothing_inline() {
    let t = TestIssuer::new().await;
    for (page, german) in
        [("invitation", "Beitreten"), ("verify-email", "Adresse bestätigen"), ("reset-password", "Passwort ändern")]
    {
        let path = format!("/account/{page}");
        let answer = t.anonymous().get(&format!("{path}?lang=de")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-language")), (200, "de"));
        assert!(answer.text().contains(german), "{answer}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        for inline in ["<script>", "<style", "style=", "onclick", "http://", "https://"] {
            // The icon is a picture in its own address, which names its format.
            let text = answer.text().replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains(inline), "{inline}");
        }
        let english = t.anonymous().get(&path).await;
        assert_eq!(english.header("content-language"), "en");
    }
    for file in ["account.css", "account.js"] {
        assert_eq!(t.anonymous().get(&format!("/assets/account/{file}")).await.status, 200);
    }
    assert_eq!(t.anonymous().get("/account/nothing").await.status, 404);
    let list = t.anonymous().get("/openapi.json").await.object();
    assert!(list.get("paths").and_then(Value::as_object).unwrap().get(VERIFY).is_some());
}
