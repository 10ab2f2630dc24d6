//! Notices that API keys end: each once, to those whose business it is, and to nobody else.

use harness::{Client as _, PASSWORD, TestIssuer, TestPerson};
use http::{Method, Request};
use proofpass_issuer::issue::key_notice::sweep;
use proofpass_issuer::store::memberships::Role;

const KEYS: &str = "/api/v1/api-keys";
const DAY: u64 = 86_400;

/// Somebody of the first organisation whose address is verified, and who reads `language`.
async fn reader(t: &TestIssuer, email: &str, role: Role, language: &str) -> TestPerson {
    let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}","name":"Somebody"}}"#);
    t.anonymous().post("/api/v1/auth/register", body.as_str()).await;
    let token = t.letter_token("email-verification", email).await;
    t.anonymous().post("/api/v1/auth/verify-email", format!(r#"{{"token":"{token}"}}"#)).await;
    let person = t.joined(email, t.a.id, role).await;
    let login = Request::post("/api/v1/auth/login").header("content-type", "application/json");
    let login = login.header("accept-language", language);
    let login = t.anonymous().send(login, body.replace(r#","name":"Somebody""#, "")).await;
    assert_eq!(login.status, 200, "{login}");
    person
}

async fn make(t: &TestIssuer, by: &TestPerson, name: &str, days: u16) -> String {
    t.with_person(by).post(KEYS, format!(r#"{{"name":"{name}","days":{days}}}"#)).await.member("id")
}

/// What the notices that are due say, in the order of their addresses: kind, address, subject, and the line with the keys.
async fn notices(t: &TestIssuer) -> Vec<(String, String, String, String)> {
    sweep(&t.issuer).await.unwrap();
    let all = t.letters().await;
    let line = |text: &str| text.lines().next().unwrap().to_owned();
    let mut all: Vec<_> = std::iter::zip(all.kinds(), all.letters())
        .map(|((kind, to), letter)| (kind.to_owned(), to.to_owned(), letter.subject.clone(), line(&letter.text)))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn admins_are_told_14_and_3_days_before_and_when_it_has_happened_each_once() {
    let t = TestIssuer::with_mail().await;
    let ada = reader(&t, "ada@example.com", Role::Admin, "en").await;
    reader(&t, "bert@example.com", Role::Admin, "de-CH, en;q=0.5").await;
    reader(&t, "cy@example.com", Role::User, "en").await;
    make(&t, &ada, "shop floor", 30).await;
    make(&t, &ada, "night shift", 30).await;
    assert_eq!(notices(&t).await, []);
    t.clock.advance_seconds(16 * DAY - 1);
    assert_eq!(notices(&t).await, [], "a second too early");
    t.clock.advance_seconds(1);
    let told = notices(&t).await;
    let to: Vec<_> = told.iter().map(|(kind, to, ..)| (kind.as_str(), to.as_str())).collect();
    assert_eq!(to, [("api-keys-expiring", "ada@example.com"), ("api-keys-expiring", "bert@example.com")]);
    assert!(told[0].2.starts_with("API keys of Acme GmbH expire soon"), "{told:?}");
    assert!(told[1].2.starts_with("API-Schlüssel von Acme GmbH laufen bald ab"), "{told:?}");
    for text in ["shop floor (", "night shift (", "2026-12-23T12:00:00Z"] {
        assert!(told[0].3.contains(text) && told[1].3.contains(text), "{text}: {told:?}");
    }
    assert_eq!(notices(&t).await, [], "not twice");
    t.clock.advance_seconds(11 * DAY);
    assert_eq!(notices(&t).await.len(), 2);
    assert_eq!(notices(&t).await, []);
    t.clock.advance_seconds(3 * DAY);
    let told = notices(&t).await;
    assert!(told.len() == 2 && told.iter().all(|one| one.0 == "api-keys-expired"), "{told:?}");
    t.clock.advance_seconds(DAY);
    assert_eq!(notices(&t).await, []);
}

#[tokio::test]
async fn processes_that_look_at_once_tell_once() {
    let t = TestIssuer::with_mail().await;
    let ada = reader(&t, "ada@example.com", Role::Admin, "en").await;
    for at in 0..25 {
        make(&t, &ada, &format!("key {at}"), 20).await;
    }
    t.clock.advance_seconds(6 * DAY);
    let (one, two, three) = tokio::join!(sweep(&t.issuer), sweep(&t.issuer), sweep(&t.issuer));
    assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 25);
    let all = t.letters().await;
    // As many letters as there were processes that found some; every key in one of them.
    let text: String = all.letters().iter().map(|letter| letter.text.lines().next().unwrap()).collect();
    let counted = text.matches("key ").count();
    let rest: usize =
        text.split("; +").skip(1).map(|rest| rest.split('.').next().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(counted + rest, 25, "{text}");
}

#[tokio::test]
async fn keys_that_somebody_has_seen_to_are_not_spoken_of() {
    let t = TestIssuer::with_mail().await;
    let ada = reader(&t, "ada@example.com", Role::Admin, "en").await;
    let withdrawn = make(&t, &ada, "withdrawn", 30).await;
    let rotated = make(&t, &ada, "rotated", 30).await;
    // Made within the time of a notice: whoever made it knows.
    make(&t, &ada, "week", 7).await;
    make(&t, &ada, "day", 1).await;
    t.with_person(&ada).call(Method::DELETE, &format!("{KEYS}/{withdrawn}")).await;
    t.with_person(&ada).post(&format!("{KEYS}/{rotated}/rotate"), r#"{"overlapHours":168}"#).await;
    assert_eq!(notices(&t).await, []);
    t.clock.advance_seconds(DAY);
    let told = notices(&t).await;
    assert!(told.len() == 1 && told[0].3.contains("day (") && !told[0].3.contains("week"), "{told:?}");
    t.clock.advance_seconds(3 * DAY);
    let told = notices(&t).await;
    assert!(told.len() == 1 && told[0].3.contains("week (") && told[0].0 == "api-keys-expiring", "{told:?}");
    // Nobody looked for weeks: the latest word counts, and what is long over is none.
    t.clock.advance_seconds(27 * DAY);
    let told = notices(&t).await;
    assert!(told.len() == 1 && told[0].0 == "api-keys-expired", "{told:?}");
    assert!(told[0].3.contains("rotated (") && told[0].3.matches("2026-").count() == 1, "the new one: {told:?}");
}

#[tokio::test]
async fn notices_keep_nobody_from_letters_that_they_ask_for() {
    let t = TestIssuer::with_mail().await;
    let ada = reader(&t, "ada@example.com", Role::Admin, "en").await;
    // More of them within an hour than letters that somebody may ask for.
    for at in 0..6 {
        make(&t, &ada, &format!("{at}"), 1).await;
        t.clock.advance_seconds(60);
    }
    t.clock.advance_seconds(DAY - 6 * 60);
    for _ in 0..6 {
        assert_eq!(notices(&t).await.len(), 1);
        t.clock.advance_seconds(60);
    }
    let body = r#"{"email":"ada@example.com"}"#;
    assert_eq!(t.anonymous().post("/api/v1/auth/forgot-password", body).await.status, 202);
    t.letter_token("password-reset", "ada@example.com").await;
}

#[tokio::test]
async fn webhooks_are_told_without_any_letters_and_of_ones_own_keys_only() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    let hook = r#"{"url":"https://hooks.example/x","events":["api-key.expiring","api-key.expired"]}"#;
    for person in [&ada, &eve] {
        assert_eq!(t.with_person(person).post("/api/v1/webhooks", hook).await.status, 201);
    }
    let id = make(&t, &ada, "shop floor", 30).await;
    t.clock.advance_seconds(16 * DAY);
    assert_eq!((sweep(&t.issuer).await.unwrap(), sweep(&t.issuer).await.unwrap()), (1, 0));
    t.clock.advance_seconds(14 * DAY);
    assert_eq!(sweep(&t.issuer).await.unwrap(), 1);
    for kind in ["api-key.expiring", "api-key.expired"] {
        let query = format!(
            "select payload from webhook_events where kind = '{kind}' and organization_id = '{}'
             and (select count(*) from webhook_events) = 2 and (select count(*) from mails) = 0",
            t.a.id
        );
        let mut connection = t.database.connect().await;
        let payload: String = sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&mut connection).await.unwrap();
        assert!(payload.contains(&id) && payload.contains(r#""name":"shop floor""#), "{payload}");
        assert!(payload.contains(r#""expiresAt":"2026-12-23T12:00:00Z""#), "{payload}");
    }
}
