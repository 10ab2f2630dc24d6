//! How often somebody may ask.

use std::collections::HashMap;
use std::time::Duration;

use axum::Router;
use harness::{Anonymous, Answer, ApiKeyClient, Client, PASSWORD, Redis, TestIssuer};
use http::Method;
use proofpass_issuer::http::router;
use proofpass_issuer::limiter::{Limit, Limiter, Limits};
use proofpass_issuer::store::api_keys::{Environment, Scope};
use tokio::task::JoinSet;

/// The guide's.
fn limits() -> Limits {
    let limit = |text| Limit::parse(text).unwrap();
    Limits { auth: limit("5/900"), expensive: limit("20/60"), global: limit("100/60"), user: limit("200/60") }
}

fn limited(t: &TestIssuer) -> Router {
    router(t.app.clone().with_limiter(Limiter::new(limits(), t.clock.clone())))
}

fn nobody(router: &Router) -> Anonymous {
    Anonymous::of(router.clone())
}

fn holder(router: &Router, key: &str) -> ApiKeyClient {
    ApiKeyClient::of(router.clone(), key)
}

/// How many of `tries` were refused; each of those as it must be.
async fn refused(client: &impl Client, path: &str, tries: usize) -> usize {
    let mut refused = 0;
    for _ in 0..tries {
        let answer = client.get(path).await;
        if answer.status == 429 {
            assert_eq!(answer.problem(), "rate-limited");
            assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1, "{answer}");
            refused += 1;
        }
    }
    refused
}

fn standing(answer: &Answer) -> [&str; 5] {
    ["ratelimit-policy", "ratelimit", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"]
        .map(|name| answer.header(name))
}

#[tokio::test]
async fn of_150_requests_of_nobody_100_are_answered_and_headers_say_how_it_stands() {
    let t = TestIssuer::new().await;
    let nobody = nobody(&limited(&t));
    let first = nobody.get("/problems/not-found").await;
    assert_eq!(first.status, 200);
    assert_eq!(standing(&first), ["\"global\";q=100;w=60", "\"global\";r=99;t=1", "100", "99", "1"]);
    assert_eq!(refused(&nobody, "/problems/not-found", 149).await, 50);
    let last = nobody.get("/no/such/route").await;
    assert_eq!(standing(&last), ["\"global\";q=100;w=60", "\"global\";r=0;t=60", "100", "0", "60"]);
    assert_eq!((last.status.as_u16(), last.header("retry-after")), (429, "1"));
    t.clock.advance_seconds(6);
    assert_eq!(refused(&nobody, "/problems/not-found", 12).await, 2, "ten were forgotten");
}

#[tokio::test]
async fn who_asks_at_once_gets_no_more_than_who_asks_in_turn() {
    let t = TestIssuer::new().await;
    assert_eq!(allowed_at_once(&[limited(&t)], 600).await, 100);
}

/// How many of `tries`, all sent at once, to one router after the other, are let through.
async fn allowed_at_once(routers: &[Router], tries: usize) -> usize {
    let mut running = JoinSet::new();
    for at in 0..tries {
        let nobody = nobody(&routers[at % routers.len()]);
        running.spawn(async move { nobody.get("/problems/not-found").await.status.as_u16() });
    }
    let mut counts: HashMap<u16, usize> = HashMap::new();
    for status in running.join_all().await {
        *counts.entry(status).or_default() += 1;
    }
    assert_eq!(counts.values().sum::<usize>(), tries);
    assert_eq!(counts.keys().filter(|status| ![200, 429].contains(*status)).count(), 0, "{counts:?}");
    counts.get(&200).copied().unwrap_or_default()
}

#[tokio::test]
async fn keys_and_people_are_counted_by_themselves_wherever_they_are() {
    let t = TestIssuer::new().await;
    let router = limited(&t);
    let path = "/api/v1/attestations?limit=1";
    assert_eq!(refused(&nobody(&router), path, 101).await, 1, "this address has had its share");
    let (mine, theirs) = (holder(&router, &t.a.key), holder(&router, &t.b.key));
    let first = mine.get(path).await;
    assert_eq!((first.status.as_u16(), first.header("ratelimit")), (200, "\"user\";r=199;t=1"));
    assert_eq!(refused(&mine, path, 200).await, 1);
    assert_eq!(refused(&theirs, path, 1).await, 0, "another key");
    let second = t.new_key(Environment::Live, &Scope::ALL, 90).await;
    assert_eq!(refused(&holder(&router, &second), path, 1).await, 0, "another key of the same organisation");
    let person = t.founder("ada@example.com", "Ada Ltd").await;
    let answer = holder(&router, &person.token).get("/api/v1/auth/me").await;
    assert_eq!((answer.status.as_u16(), answer.header("x-ratelimit-remaining")), (200, "199"));
    // The same person in another session.
    let again = t.signed_in("ada@example.com").await;
    let answer = holder(&router, &again.token).get("/api/v1/auth/me").await;
    assert_eq!(answer.header("x-ratelimit-remaining"), "198");
}

#[tokio::test]
async fn a_key_that_is_none_makes_nobody_somebody() {
    let t = TestIssuer::new().await;
    let router = limited(&t);
    for at in 0..100 {
        let answer = holder(&router, &format!("pk_live_{at}")).get("/api/v1/attestations").await;
        assert_eq!((answer.status.as_u16(), answer.header("ratelimit-policy")), (401, "\"global\";q=100;w=60"));
    }
    let path = "/api/v1/attestations";
    assert_eq!(holder(&router, "pk_live_x").get(path).await.status, 429);
    assert_eq!(holder(&router, "eyJhbGciOiJub25lIn0.e30.").get("/problems/not-found").await.status, 429);
    assert_eq!(nobody(&router).get("/problems/not-found").await.status, 429);
    assert_eq!(holder(&router, &t.a.key).get(path).await.status, 200);
}

#[tokio::test]
async fn passwords_are_tried_five_times_in_a_quarter_of_an_hour_and_nothing_else_is_held_up() {
    let t = TestIssuer::new().await;
    let person = t.founder("ada@example.com", "Ada Ltd").await;
    let router = limited(&t);
    let body = |password: &str| format!(r#"{{"email":"ada@example.com","password":"{password}"}}"#);
    for left in (0..5).rev() {
        let answer = nobody(&router).post("/api/v1/auth/login", body("wrong but long")).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-ratelimit-remaining")), (401, left.to_string().as_str()));
    }
    let refused = nobody(&router).post("/api/v1/auth/login", body(PASSWORD)).await;
    assert_eq!((refused.problem().as_str(), refused.header("retry-after")), ("rate-limited", "180"));
    let register = nobody(&router).post("/api/v1/auth/register", body(PASSWORD)).await;
    assert_eq!(register.status, 429, "the same tier");
    // Who is signed in goes on working, and changes their password in a count of their own.
    let ada = holder(&router, &person.token);
    assert_eq!(refused_of(&ada, 20).await, 0);
    let refresh = format!(r#"{{"refreshToken":"{}"}}"#, person.refresh);
    assert_eq!(nobody(&router).post("/api/v1/auth/refresh", refresh).await.status, 200);
    let change = r#"{"currentPassword":"wrong but long","newPassword":"another long one"}"#;
    assert_eq!(ada.post("/api/v1/auth/password", change).await.status, 422);
    t.clock.advance_seconds(180);
    assert_eq!(nobody(&router).post("/api/v1/auth/login", body(PASSWORD)).await.status, 200);
}

async fn refused_of(client: &impl Client, tries: usize) -> usize {
    refused(client, "/api/v1/auth/me", tries).await
}

#[tokio::test]
async fn probes_files_and_what_browsers_ask_first_cost_nothing() {
    let t = TestIssuer::new().await;
    let nobody = nobody(&limited(&t));
    assert_eq!(refused(&nobody, "/health", 150).await, 0);
    let asked = nobody.call(Method::OPTIONS, "/api/v1/verify").await;
    assert_eq!((asked.status.as_u16(), asked.header("ratelimit")), (204, ""));
    assert_eq!(nobody.get("/problems/not-found").await.header("x-ratelimit-remaining"), "99");
}

#[tokio::test]
async fn what_makes_others_work_has_a_limit_of_its_own_and_pages_elsewhere_can_read_why() {
    let t = TestIssuer::new().await;
    let nobody = nobody(&limited(&t));
    for _ in 0..20 {
        assert_eq!(nobody.post("/api/v1/verify?resolve", "{}").await.status, 422, "nothing is fetched here");
    }
    let refused = nobody.post("/api/v1/verify?resolve=material", "{}").await;
    assert_eq!((refused.problem().as_str(), refused.header("retry-after")), ("rate-limited", "3"));
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert!(refused.header("access-control-expose-headers").contains("retry-after"));
    assert_eq!(nobody.post("/api/v1/verify", "{}").await.status, 200);
}

#[tokio::test]
async fn instances_that_share_a_redis_count_together_exactly() {
    let Some(redis) = Redis::start("count-together") else { return };
    let t = TestIssuer::new().await;
    // Within the test, less than one of these is forgotten.
    let slow = Limits { global: Limit::parse("100/86400").unwrap(), ..limits() };
    let instance =
        || router(t.app.clone().with_limiter(Limiter::new(slow, t.clock.clone()).with_redis(&redis.url()).unwrap()));
    let instances = [instance(), instance(), instance()];
    let mut allowed = 0;
    // As many at once as an unoptimised build answers within the time that Redis is given; the first finds the connections.
    for tries in [3].into_iter().chain([60; 10]) {
        allowed += allowed_at_once(&instances, tries).await;
    }
    assert_eq!(allowed, 100);
    let answer = nobody(&instance()).get("/problems/not-found").await;
    assert_eq!(answer.header("x-ratelimit-remaining"), "0", "{answer}");
    let wait: u32 = answer.header("retry-after").parse().unwrap();
    assert!((800..=864).contains(&wait), "{answer}");
}

#[tokio::test]
async fn without_its_redis_an_instance_counts_by_itself_and_nobody_is_turned_away_for_it() {
    let Some(mut redis) = Redis::start("count-alone") else { return };
    let t = TestIssuer::new().await;
    let slow = Limits { global: Limit::parse("100/86400").unwrap(), ..limits() };
    let limiter = Limiter::new(slow, t.clock.clone()).with_redis(&redis.url()).unwrap();
    let router = router(t.app.clone().with_limiter(limiter));
    let mut allowed = allowed_at_once(std::slice::from_ref(&router), 1).await;
    allowed += allowed_at_once(std::slice::from_ref(&router), 59).await;
    assert_eq!(allowed, 60);
    redis.kill();
    allowed += allowed_at_once(std::slice::from_ref(&router), 500).await;
    assert!((101..=200).contains(&allowed), "{allowed}");
    assert_eq!(allowed_at_once(std::slice::from_ref(&router), 50).await, 0);
    redis.restart();
    // It is left alone for a second after it failed.
    let start = std::time::Instant::now();
    while nobody(&router).get("/problems/not-found").await.status == 429 {
        assert!(start.elapsed() < Duration::from_secs(20), "it is back, and is not asked");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    redis.freeze(true);
    let start = std::time::Instant::now();
    for _ in 0..20 {
        assert_eq!(nobody(&router).get("/problems/not-found").await.status, 429, "as this process counts");
    }
    assert!(start.elapsed() < Duration::from_secs(2), "not each of them waited for it");
    redis.freeze(false);
}
