//! What the built binary counts.

use std::io::Write as _;
use std::process::{Command, Stdio};

use harness::{Database, Proofpass};

use crate::wire::{ask, body};

#[tokio::test]
async fn metrics_are_on_a_listener_of_their_own_and_prometheus_can_read_them() {
    let database = Database::new().await;
    let server = Proofpass::on(&database.url())
        .with("PROOFPASS_METRICS_LISTEN", "127.0.0.1:0")
        .with("PROOFPASS_RATE_LIMIT_GLOBAL", "1000/60")
        .serve();
    for path in [
        "/health",
        "/ready",
        "/problems/not-found",
        "/api/v1/attestations/00000000-0000-7000-8000-000000000000",
        "/x/y",
    ] {
        ask(server.address, "GET", path, "x-api-key: pk_live_secret\r\n", "").await;
    }
    let json = "content-type: application/json\r\n";
    ask(server.address, "POST", "/api/v1/verify", json, r#"{"type":"nothing"}"#).await;
    assert!(ask(server.address, "GET", "/metrics", "", "").await.starts_with("HTTP/1.1 404 "), "not for the public");
    assert!(ask(server.metrics(), "GET", "/health", "", "").await.starts_with("HTTP/1.1 404 "));

    let answer = ask(server.metrics(), "GET", "/metrics", "", "").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("text/plain; version=0.0.4"), "{answer}");
    let text = body(&answer);
    for line in [
        r#"http_requests_total{method="GET",route="/health",status="200"} 1"#,
        r#"http_requests_total{method="GET",route="/problems/{slug}",status="200"} 1"#,
        r#"http_requests_total{method="GET",route="/api/v1/attestations/{id}",status="401"} 1"#,
        r#"http_requests_total{method="GET",route="none",status="404"} 2"#,
        r#"http_request_duration_seconds_count{method="GET",route="/health"} 1"#,
        r#"vc_verified_total{verdict="reject"} 1"#,
        r#"rate_limit_requests_total{result="allowed",tier="global"} 5"#,
        "db_connections_max 16",
    ] {
        assert!(text.lines().any(|other| other == line), "{line} is not in {text}");
    }
    assert!(!text.contains("secret") && !text.contains("00000000-"), "{text}");
    promtool(text);
}

fn promtool(text: &str) {
    let mut command = Command::new("promtool");
    command.args(["check", "metrics"]).stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        println!("not run: promtool check metrics, there is no promtool here");
        return;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
