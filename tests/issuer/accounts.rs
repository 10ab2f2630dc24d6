//! Accounts: registering, signing in, staying signed in, signing out; and every way of not getting in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{Answer, Client as _, PASSWORD, TestIssuer, TestPerson};
use http::Request;
use http::header::AUTHORIZATION;
use insta::assert_snapshot;
use proofpass::json::Value;
use proofpass::key::SigningKey;
use proofpass_issuer::issue::token_key::{self, Turn};
use tokio::task::JoinSet;

const REGISTER: &str = "/api/v1/auth/register";
const LOGIN: &str = "/api/v1/auth/login";
const REFRESH: &str = "/api/v1/auth/refresh";
const ME: &str = "/api/v1/auth/me";

async fn log_in(t: &TestIssuer, email: &str, password: &str) -> Answer {
    t.anonymous().post(LOGIN, format!(r#"{{"email":"{email}","password":"{password}"}}"#)).await
}

async fn refresh(t: &TestIssuer, token: &str) -> Answer {
    t.anonymous().post(REFRESH, format!(r#"{{"refreshToken":"{token}"}}"#)).await
}

async fn me(t: &TestIssuer, token: &str) -> u16 {
    t.with_key(token).get(ME).await.status.as_u16()
}

#[tokio::test]
async fn somebody_registers_works_signs_out_and_comes_back() {
    let t = TestIssuer::new().await;
    let ada = t.founder("Ada@Example.com", "Analytical Engines").await;
    let profile = t.with_person(&ada).get(ME).await;
    assert_eq!(profile.header("cache-control"), "no-store");
    assert_snapshot!(profile, @r#"
    200 OK
    content-type: application/json

    {"user":{"id":"[id]","email":"Ada@Example.com","name":"Somebody","role":"user","emailVerified":false,"createdAt":"2026-11-23T12:00:00Z"},"organization":{"id":"[id]","name":"Analytical Engines","role":"admin"},"organizations":[{"id":"[id]","name":"Analytical Engines","role":"admin"}],"sessionId":"[id]"}
    "#);

    let out = t.with_person(&ada).post("/api/v1/auth/logout", "").await;
    assert_eq!((out.status.as_u16(), out.text()), (204, ""));
    assert_eq!(me(&t, &ada.token).await, 401, "an access token ends with its session");
    assert_eq!(refresh(&t, &ada.refresh).await.status, 401, "and so does a refresh token");

    let back = log_in(&t, "ada@EXAMPLE.com", PASSWORD).await;
    assert_eq!(back.status, 200, "{back}");
    let ada = TestPerson::of(&back);
    assert_eq!(me(&t, &ada.token).await, 200);
}

#[tokio::test]
async fn a_founder_issues_with_their_token_and_the_row_says_who_it_was() {
    let t = TestIssuer::new().await;
    let member = t.member("worker@example.com", t.a.id, proofpass_issuer::store::memberships::Role::User).await;
    let issued = t.with_person(&member).post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_eq!(issued.status, 201, "{issued}");
    let by_people = "select count(*) from attestations where user_id is not null and api_key_id is null";
    assert_eq!(t.database.count(by_people).await, 1);
    let path = format!("/api/v1/attestations/{}", issued.member("id"));
    assert_eq!(t.a().get(&path).await.status, 200);
    assert_eq!(t.b().get(&path).await.status, 404);
}

#[tokio::test]
async fn what_is_no_account_is_refused_and_nothing_stays() {
    let t = TestIssuer::new().await;
    t.founder("ada@example.com", "Analytical Engines").await;
    let users = t.database.count("select count(*) from users").await;
    let body = |email: &str, password: &str, name: &str, more: &str| {
        format!(r#"{{"email":"{email}","password":"{password}","name":"{name}"{more}}}"#)
    };
    for (request, pointer) in [
        (body("ada", PASSWORD, "Ada", ""), "/email"),
        (body("a b@c.d", PASSWORD, "Ada", ""), "/email"),
        (body("new@example.com", "short", "Ada", ""), "/password"),
        (body("new@example.com", "aaaaaaaaaaaa", "Ada", ""), "/password"),
        (body("new@example.com", "NEW@example.com", "Ada", ""), "/password"),
        (body("new@example.com", PASSWORD, "A", ""), "/name"),
        (body("new@example.com", PASSWORD, " Ada ", ""), "/name"),
        (body("new@example.com", PASSWORD, "Ada", r#","organization":"""#), "/organization"),
    ] {
        assert_eq!(t.anonymous().post(REGISTER, &request).await.pointers(), [pointer], "{request}");
    }
    for request in [
        body("new@example.com", PASSWORD, "Ada", r#","role":"superadmin""#),
        body("new@example.com", PASSWORD, "Ada", r#","superadmin":true"#),
        r#"{"email":"new@example.com"}"#.to_owned(),
        "[]".to_owned(),
    ] {
        let answer = t.anonymous().post(REGISTER, &request).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{request}: {answer}");
    }
    // A taken address; and a taken name, where the account must not stay behind without its organisation.
    for (request, status) in [
        (body("ADA@example.com", PASSWORD, "Ada", ""), 409),
        (body("new@example.com", PASSWORD, "Ada", r#","organization":"Analytical Engines""#), 409),
    ] {
        let answer = t.anonymous().post(REGISTER, &request).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, "conflict"), "{request}");
    }
    assert_eq!(t.database.count("select count(*) from users").await, users);
}

#[tokio::test]
async fn a_password_may_hold_what_people_type() {
    let t = TestIssuer::new().await;
    // The predecessor refused `;` and `select`, and dropped quotes.
    for (at, password) in ["select; drop--", "O'Brien <b>", "пароль пароль", "\\u0000 nul"].iter().enumerate()
    {
        let email = format!("p{at}@example.com");
        let body = format!(r#"{{"email":"{email}","password":"{}","name":"P P"}}"#, password.replace('\\', "\\\\"));
        assert_eq!(t.anonymous().post(REGISTER, body).await.status, 201, "{password}");
        assert_eq!(log_in(&t, &email, &password.replace('\\', "\\\\")).await.status, 200, "{password}");
    }
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let t = TestIssuer::new().await;
    t.person("ada@example.com").await;
    let wrong = log_in(&t, "ada@example.com", "not the password").await;
    assert_snapshot!(wrong, @r#"
    401 Unauthorized
    content-type: application/problem+json
    www-authenticate: Bearer realm="ProofPass"

    {"type":"http://issuer.test/problems/unauthenticated","title":"Who are you?","status":401,"detail":"The email address or the password is wrong.","instance":"urn:uuid:[id]"}
    "#);
    let unknown = log_in(&t, "nobody@example.com", "not the password").await;
    assert_eq!(unknown.to_string(), wrong.to_string());
    // Nor by a lock: both are locked by the eleventh failure, and say so alike.
    for _ in 0..10 {
        for email in ["ada@example.com", "nobody@example.com"] {
            assert_eq!(log_in(&t, email, "not the password").await.status, 401);
        }
    }
    let locked = log_in(&t, "ada@example.com", "not the password").await;
    assert_eq!((locked.status.as_u16(), locked.problem().as_str()), (429, "rate-limited"));
    assert_eq!(locked.header("retry-after"), "15");
    assert_eq!(log_in(&t, "nobody@example.com", "not the password").await.to_string(), locked.to_string());
}

#[tokio::test]
async fn a_lock_holds_the_right_password_too_grows_and_ends() {
    let t = TestIssuer::new().await;
    t.person("ada@example.com").await;
    t.person("bob@example.com").await;
    for _ in 0..11 {
        assert_eq!(log_in(&t, "ada@example.com", "wrong wrong").await.status, 401);
    }
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 429);
    assert_eq!(log_in(&t, "bob@example.com", PASSWORD).await.status, 200, "others do not notice");
    t.clock.advance_seconds(15);
    assert_eq!(log_in(&t, "ada@example.com", "wrong wrong").await.status, 401);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.header("retry-after"), "30");
    t.clock.advance_seconds(30);
    for _ in 0..20 {
        log_in(&t, "ada@example.com", "wrong wrong").await;
        t.clock.advance_seconds(900);
    }
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 200, "never longer than a quarter of an hour");
    assert_eq!(log_in(&t, "ada@example.com", "wrong wrong").await.status, 401);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 200, "the right password begins anew");
}

#[tokio::test]
async fn attempts_at_once_are_all_counted() {
    let t = TestIssuer::new().await;
    t.person("ada@example.com").await;
    let mut attempts = JoinSet::new();
    for _ in 0..16 {
        let client = t.anonymous();
        let body = r#"{"email":"ada@example.com","password":"wrong wrong"}"#;
        attempts.spawn(async move { client.post(LOGIN, body).await.status });
    }
    assert!(attempts.join_all().await.iter().all(|status| *status == 401));
    let counted = "select failures::bigint from login_failures";
    assert!(t.database.count(counted).await > 10);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 429);
}

#[tokio::test]
async fn an_access_token_is_good_for_ten_minutes_and_only_as_it_was_made() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    t.clock.advance_seconds(599);
    assert_eq!(me(&t, &ada.token).await, 200);
    for at in 0..ada.token.len() {
        let mut token = ada.token.clone();
        let other = if &token[at..=at] == "A" { "B" } else { "A" };
        token.replace_range(at..=at, other);
        assert_eq!(me(&t, &token).await, 401, "{at}");
    }
    let parts: Vec<&str> = ada.token.split('.').collect();
    let header = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
    let sign = |header: &str, payload: &str| {
        let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(header));
        let signature = SigningKey::from_seed(&[9; 32]).sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))
    };
    let respelt = header.replace("{\"alg\"", "{ \"alg\"");
    let none = header.replace("EdDSA", "none");
    for token in [
        format!("{}.{}.", URL_SAFE_NO_PAD.encode(&none), parts[1]),
        format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(&respelt), parts[1], parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}=.{}.{}", parts[0], parts[1], parts[2]),
        format!("{}.{}.{}=", parts[0], parts[1], parts[2]),
        format!("{}.x", ada.token),
        sign(&header, parts[1]),
        sign(&header.replace("at+jwt", "JWT"), parts[1]),
        "a.".repeat(3000),
    ] {
        assert_eq!(me(&t, &token).await, 401, "{token}");
    }
    t.clock.advance_seconds(1);
    assert_eq!(me(&t, &ada.token).await, 401);
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_a_stolen_one_ends_the_session() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let next = TestPerson::of(&refresh(&t, &ada.refresh).await);
    assert_eq!(me(&t, &next.token).await, 200);
    assert_ne!(next.refresh, ada.refresh);
    // The same request again, at once: refused, and no harm done.
    assert_eq!(refresh(&t, &ada.refresh).await.status, 401);
    let last = TestPerson::of(&refresh(&t, &next.refresh).await);
    t.clock.advance_seconds(11);
    assert_eq!(refresh(&t, &next.refresh).await.status, 401);
    assert_eq!(refresh(&t, &last.refresh).await.status, 401, "the session is over for whoever holds its tokens");
    assert_eq!(me(&t, &last.token).await, 401);
}

#[tokio::test]
async fn what_is_no_refresh_token_is_refused() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let bob = t.person("bob@example.com").await;
    let secret = ada.refresh.rsplit_once('_').unwrap().1;
    let of_bob = bob.refresh.rsplit_once('_').unwrap().0;
    for token in [
        "",
        "rt_",
        &ada.token,
        &ada.refresh[..ada.refresh.len() - 1],
        &format!("{}x", ada.refresh),
        &format!("{of_bob}_{secret}"),
        &format!("rt_{}_{secret}", "0197a9c0-0000-7000-8000-00000000000a"),
    ] {
        assert_eq!(refresh(&t, token).await.status, 401, "{token}");
    }
    assert_eq!(refresh(&t, &ada.refresh).await.status, 200, "guesses of others end nothing");
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_however_often_it_is_refreshed() {
    let t = TestIssuer::new().await;
    let mut ada = t.person("ada@example.com").await;
    for _ in 0..29 {
        t.clock.advance_seconds(86_400);
        ada = TestPerson::of(&refresh(&t, &ada.refresh).await);
    }
    t.clock.advance_seconds(86_400);
    assert_eq!(refresh(&t, &ada.refresh).await.status, 401);
}

#[tokio::test]
async fn sessions_are_seen_and_ended_by_their_owner_alone() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let bob = t.person("bob@example.com").await;
    let phone = Request::post(LOGIN).header("content-type", "application/json").header("user-agent", "Phone\u{a0}7");
    let body = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}"}}"#);
    let phone = TestPerson::of(&t.anonymous().send(phone, body).await);
    let list = t.with_person(&ada).get("/api/v1/auth/sessions").await.object();
    let list = list.get("sessions").and_then(Value::as_array).unwrap().to_vec();
    let current = |session: &&Value| session.as_object().unwrap().get("current") == Some(&Value::Bool(true));
    assert_eq!((list.len(), list.iter().filter(current).count()), (2, 1));

    let path = format!("/api/v1/auth/sessions/{}", phone.session);
    assert_eq!(t.with_person(&bob).call(http::Method::DELETE, &path).await.status, 404);
    assert_eq!(me(&t, &phone.token).await, 200);
    assert_eq!(t.with_person(&ada).call(http::Method::DELETE, &path).await.status, 204);
    assert_eq!(me(&t, &phone.token).await, 401);
    assert_eq!(t.with_person(&ada).call(http::Method::DELETE, &path).await.status, 404);
    assert_eq!(me(&t, &ada.token).await, 200);
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let other = TestPerson::of(&log_in(&t, "ada@example.com", PASSWORD).await);
    let change = |current: &str, new: &str| format!(r#"{{"currentPassword":"{current}","newPassword":"{new}"}}"#);
    let path = "/api/v1/auth/password";
    let asked = t.with_person(&ada);
    assert_eq!(asked.post(path, change("wrong wrong", "another one")).await.pointers(), ["/currentPassword"]);
    assert_eq!(asked.post(path, change(PASSWORD, "short")).await.pointers(), ["/newPassword"]);
    assert_eq!(me(&t, &other.token).await, 200);
    assert_eq!(asked.post(path, change(PASSWORD, "another one")).await.status, 204);
    assert_eq!((me(&t, &ada.token).await, me(&t, &other.token).await), (200, 401));
    assert_eq!(refresh(&t, &other.refresh).await.status, 401);
    assert_eq!(log_in(&t, "ada@example.com", PASSWORD).await.status, 401);
    assert_eq!(log_in(&t, "ada@example.com", "another one").await.status, 200);
}

#[tokio::test]
async fn keys_turn_without_anybody_noticing() {
    let t = TestIssuer::new().await;
    let kids = async || {
        let set = t.anonymous().get("/.well-known/jwks.json").await.object();
        set.get("keys").and_then(Value::as_array).unwrap().len()
    };
    let mut ada = t.person("ada@example.com").await;
    assert_eq!(kids().await, 1);
    // By themselves, over three months: a next key is there a day before, and no session is interrupted.
    let mut most = 0;
    for hour in 0..29 * 24 {
        t.clock.advance_seconds(3600);
        if hour % 6 == 0 {
            most = most.max(kids().await);
        }
        if hour % 24 == 0 {
            ada = TestPerson::of(&refresh(&t, &ada.refresh).await);
            assert_eq!(me(&t, &ada.token).await, 200);
        }
    }
    ada = TestPerson::of(&log_in(&t, "ada@example.com", PASSWORD).await);
    for _ in 0..3 {
        t.clock.advance_seconds(12 * 3600);
        most = most.max(kids().await);
        ada = TestPerson::of(&refresh(&t, &ada.refresh).await);
        assert_eq!(me(&t, &ada.token).await, 200);
    }
    assert_eq!(most, 2);

    // By hand, announced: tokens of before stay good; the new key signs after a day.
    let before = ada.token.clone();
    token_key::turn(&t.issuer, Turn::Announced).await.unwrap();
    assert_eq!(me(&t, &before).await, 200);
    ada = TestPerson::of(&refresh(&t, &ada.refresh).await);
    assert_eq!(ada.token.split('.').next(), before.split('.').next(), "the same key for now");
    t.clock.advance_seconds(86_400);
    ada = TestPerson::of(&refresh(&t, &ada.refresh).await);
    assert_ne!(ada.token.split('.').next(), before.split('.').next());

    // At once: what the old key signed is good no longer; whoever is signed in refreshes.
    token_key::turn(&t.issuer, Turn::AtOnce).await.unwrap();
    assert_eq!(me(&t, &ada.token).await, 401);
    ada = TestPerson::of(&refresh(&t, &ada.refresh).await);
    assert_eq!(me(&t, &ada.token).await, 200);
    assert_eq!(kids().await, 1);
}

#[tokio::test]
async fn processes_that_start_at_once_make_one_key() {
    let t = TestIssuer::new().await;
    let mut starts = JoinSet::new();
    for _ in 0..8 {
        let issuer = t.issuer.clone();
        starts.spawn(async move { token_key::look_after(&issuer).await });
    }
    assert!(starts.join_all().await.iter().all(Result::is_ok));
    assert_eq!(t.database.count("select count(*) from token_keys").await, 1);
}

#[tokio::test]
async fn secrets_of_people_are_nowhere_in_the_database() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let rows = "select count(*) from users u, sessions s, token_keys k
        where u::text || s::text || k::text like '%' || $1 || '%'";
    let mut connection = t.database.connect().await;
    for secret in [PASSWORD, &ada.refresh, ada.refresh.rsplit_once('_').unwrap().1, &ada.token] {
        let found: i64 = sqlx::query_scalar(rows).bind(secret).fetch_one(&mut connection).await.unwrap();
        assert_eq!(found, 0);
    }
}

#[tokio::test]
async fn a_token_in_the_wrong_header_is_no_key_and_two_are_none() {
    let t = TestIssuer::new().await;
    let ada = t.founder("ada@example.com", "Analytical Engines").await;
    let request = Request::get(ME).header("x-api-key", &ada.token);
    assert_eq!(t.anonymous().send(request, "").await.status, 401);
    let request = Request::get(ME).header(AUTHORIZATION, format!("Bearer {}", ada.token)).header("x-api-key", &t.a.key);
    assert_eq!(t.anonymous().send(request, "").await.problem(), "malformed-request");
    let program = t.a().get(ME).await;
    assert_eq!((program.status.as_u16(), program.problem().as_str()), (403, "insufficient-scope"));
}
