//! Whom the built binary takes a request to be from, and how it counts.

use std::sync::atomic::{AtomicUsize, Ordering};

use harness::{Database, Proofpass, Redis, Server};
use secrecy::ExposeSecret as _;

use crate::wire::ask;

async fn start(change: impl FnOnce(Proofpass) -> Proofpass) -> (Server, Database) {
    let database = Database::new().await;
    (change(Proofpass::on(&database.url()).with("PROOFPASS_RATE_LIMIT_AUTH", "5/900")).serve(), database)
}

static OTHERS: AtomicUsize = AtomicUsize::new(0);

/// Statuses of eight log-ins.
async fn log_ins(server: &Server, headers: impl Fn(usize) -> String) -> Vec<String> {
    let mut statuses = Vec::new();
    for at in 0..8 {
        let headers = format!("content-type: application/json\r\n{}", headers(at));
        // Somebody else each time: an account that is tried too often has a lock of its own.
        let body = format!(
            r#"{{"email":"{}@b.example","password":"wrong but long"}}"#,
            OTHERS.fetch_add(1, Ordering::Relaxed)
        );
        let answer = ask(server.address, "POST", "/api/v1/auth/login", &headers, &body).await;
        statuses.push(answer.split(' ').nth(1).unwrap().to_owned());
    }
    statuses
}

fn limited(statuses: &[String]) -> usize {
    statuses.iter().filter(|status| *status == "429").count()
}

#[tokio::test]
async fn clients_behind_a_proxy_on_this_machine_are_told_apart() {
    let (server, _database) = start(|program| program).await;
    let statuses = log_ins(&server, |at| format!("x-forwarded-for: 203.0.113.99, 192.0.2.{at}\r\n")).await;
    assert_eq!(statuses, ["401"; 8]);
    // What a client writes of its own is to the left, and makes it nobody else.
    let statuses = log_ins(&server, |at| format!("x-forwarded-for: 192.0.2.{at}, 198.51.100.7\r\n")).await;
    assert_eq!(limited(&statuses), 3, "{statuses:?}");
    let statuses = log_ins(&server, |at| format!("forwarded: for=192.0.2.{at}\r\n")).await;
    assert_eq!(limited(&statuses), 3, "{statuses:?}");
}

#[tokio::test]
async fn nobody_is_believed_who_is_no_trusted_proxy_and_the_log_says_so_once() {
    let (server, _database) = start(|program| program.with("PROOFPASS_TRUSTED_PROXIES", "10.0.0.0/8")).await;
    let statuses = log_ins(&server, |at| format!("x-forwarded-for: 192.0.2.{at}\r\n")).await;
    assert_eq!(limited(&statuses), 3, "{statuses:?}");
    assert_eq!(server.log().matches("set PROOFPASS_TRUSTED_PROXIES").count(), 1, "{}", server.log());
    assert!(!server.log().contains("192.0.2."), "{}", server.log());
}

#[tokio::test]
async fn two_instances_count_together_and_say_once_that_redis_is_away() {
    let Some(mut redis) = Redis::start("journey") else { return };
    let url = redis.url().expose_secret().to_owned();
    let (one, _first) = start(|program| program.with("REDIS_URL", &url)).await;
    let (other, _second) = start(|program| program.with("REDIS_URL", &url)).await;
    assert_eq!(limited(&log_ins(&one, |_| String::new()).await), 3);
    assert_eq!(limited(&log_ins(&other, |_| String::new()).await), 8);
    redis.kill();
    let statuses = log_ins(&one, |_| String::new()).await;
    assert_eq!(limited(&statuses), 3, "by itself: {statuses:?}");
    let log = one.log();
    assert_eq!(log.matches("Redis is away").count(), 1, "{log}");
    assert!(!log.contains("ERROR"), "{log}");
    redis.restart();
    one.logged_while("Redis is back", || async {
        ask(one.address, "GET", "/problems/not-found", "", "").await;
        log_ins(&one, |_| String::new()).await;
    })
    .await;
}
