//! What the service counts, for Prometheus.
//!
//! In scope: every metric, its name and its labels; the text they are read as. Out of scope: who reads it (`http`).
//!
//! Labels have few values, all of them ours: never a tenant, a key, an identifier or anything that a client chose.
//! Specs: <https://prometheus.io/docs/practices/naming/>, <https://prometheus.io/docs/instrumenting/exposition_formats/>

use std::sync::LazyLock;
use std::time::Duration;

use prometheus::core::Collector;
use prometheus::process_collector::ProcessCollector;
use prometheus::{
    Encoder as _, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

/// Seconds. Few, because there is one of each for every route.
const ROUTE_BUCKETS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Seconds, for what takes microseconds.
const REDIS_BUCKETS: [f64; 7] = [0.000_25, 0.000_5, 0.001, 0.0025, 0.01, 0.025, 0.1];

/// Content type of [`text`].
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    duration: HistogramVec,
    limited: IntCounterVec,
    issued: IntCounter,
    verified: IntCounterVec,
    failures: IntCounter,
    key_requests: IntCounter,
    quota_exceeded: IntCounter,
    connections_active: IntGauge,
    connections_idle: IntGauge,
    connections_max: IntGauge,
    redis_up: IntGauge,
    redis_duration: Histogram,
    redis_errors: IntCounter,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

impl Metrics {
    fn new() -> Self {
        let registry = Registry::new();
        let new = Self {
            requests: counters(
                &registry,
                "http_requests_total",
                "Requests that were answered.",
                &["method", "route", "status"],
            ),
            duration: kept(
                &registry,
                HistogramVec::new(
                    HistogramOpts::new(
                        "http_request_duration_seconds",
                        "Time from a request's header to its answer's.",
                    )
                    .buckets(ROUTE_BUCKETS.into()),
                    &["method", "route"],
                ),
            ),
            limited: counters(
                &registry,
                "rate_limit_requests_total",
                "Requests that were counted against a limit.",
                &["tier", "result"],
            ),
            issued: counter(&registry, "vc_issued_total", "Credentials that were issued and committed."),
            verified: counters(&registry, "vc_verified_total", "Documents that were verified.", &["verdict"]),
            failures: counter(
                &registry,
                "vc_verification_failures_total",
                "Documents that were verified and not accepted.",
            ),
            key_requests: counter(
                &registry,
                "api_key_requests_total",
                "Requests of programs that showed a valid API key.",
            ),
            quota_exceeded: counter(
                &registry,
                "api_key_quota_exceeded_total",
                "Requests that were refused because a plan's allowance was used up.",
            ),
            connections_active: gauge(
                &registry,
                "db_connections_active",
                "Connections to the database that are in use.",
            ),
            connections_idle: gauge(&registry, "db_connections_idle", "Connections to the database that wait."),
            connections_max: gauge(&registry, "db_connections_max", "Connections to the database that there may be."),
            redis_up: gauge(
                &registry,
                "redis_up",
                "Whether Redis answers: 0 where it does not, or where there is none.",
            ),
            redis_duration: kept(
                &registry,
                Histogram::with_opts(
                    HistogramOpts::new("redis_operation_duration_seconds", "Time that an operation in Redis took.")
                        .buckets(REDIS_BUCKETS.into()),
                ),
            ),
            redis_errors: counter(
                &registry,
                "redis_connection_errors_total",
                "Operations in Redis that failed or took too long.",
            ),
            registry,
        };
        new.begin();
        new
    }

    /// What an alert asks for must be there before the first of it.
    fn begin(&self) {
        let build = kept(
            &self.registry,
            IntGaugeVec::new(Opts::new("proofpass_build_info", "Which version this is; always 1."), &["version"]),
        );
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        for verdict in ["accept", "reject", "undecided"] {
            self.verified.with_label_values(&[verdict]);
        }
        // Fails only where there is no /proc.
        let _ = self.registry.register(Box::new(ProcessCollector::for_self()));
    }
}

fn counter(registry: &Registry, name: &str, help: &str) -> IntCounter {
    kept(registry, IntCounter::new(name, help))
}

fn gauge(registry: &Registry, name: &str, help: &str) -> IntGauge {
    kept(registry, IntGauge::new(name, help))
}

fn counters(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
    kept(registry, IntCounterVec::new(Opts::new(name, help), labels))
}

fn kept<M: Collector + Clone + 'static>(registry: &Registry, made: prometheus::Result<M>) -> M {
    // Unwrap safety: the names and labels are constants of this file, each once, and a test makes them all.
    #[expect(clippy::unwrap_used, reason = "constants")]
    let metric = made.unwrap();
    #[expect(clippy::unwrap_used, reason = "constants")]
    registry.register(Box::new(metric.clone())).unwrap();
    metric
}

/// A request was answered. `route` is a template, never an address.
pub fn answered(method: &str, route: &str, status: u16, elapsed: Duration) {
    let method = match method {
        "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT" => method,
        _ => "other",
    };
    METRICS.requests.with_label_values(&[method, route, &status.to_string()]).inc();
    METRICS.duration.with_label_values(&[method, route]).observe(elapsed.as_secs_f64());
}

/// A request was counted against a limit.
pub fn limited(tier: &str, allowed: bool) {
    METRICS.limited.with_label_values(&[tier, if allowed { "allowed" } else { "refused" }]).inc();
}

/// Credentials were issued, and are there to stay.
pub fn issued(count: u64) {
    METRICS.issued.inc_by(count);
}

/// A document was verified.
pub fn verified(verdict: &str) {
    METRICS.verified.with_label_values(&[verdict]).inc();
    if verdict != "accept" {
        METRICS.failures.inc();
    }
}

/// A program showed a valid key.
pub fn api_key_used() {
    METRICS.key_requests.inc();
}

/// A plan's allowance was used up.
pub fn quota_exceeded() {
    METRICS.quota_exceeded.inc();
}

/// Redis was asked.
pub fn redis_operation(elapsed: Duration) {
    METRICS.redis_duration.observe(elapsed.as_secs_f64());
}

/// Redis failed or was too slow.
pub fn redis_failed() {
    METRICS.redis_errors.inc();
}

/// Whether Redis answers.
pub fn redis_is_up(up: bool) {
    METRICS.redis_up.set(i64::from(up));
}

/// How the pool of connections stands.
pub fn database_connections(active: u32, idle: u32, most: u32) {
    METRICS.connections_active.set(active.into());
    METRICS.connections_idle.set(idle.into());
    METRICS.connections_max.set(most.into());
}

/// All of it, in Prometheus's text format.
#[must_use]
pub fn text() -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail; a family without samples would, and is not gathered.
    if let Err(error) = TextEncoder::new().encode(&METRICS.registry.gather(), &mut text) {
        tracing::warn!(error = %error, "Could not write the metrics");
    }
    String::from_utf8(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_in_the_text_and_a_client_chooses_no_label() {
        answered("GET", "/api/v1/attestations/{id}", 200, Duration::from_millis(7));
        answered("BREW", "none", 405, Duration::ZERO);
        verified("reject");
        issued(3);
        let text = text();
        for line in [
            r#"http_requests_total{method="GET",route="/api/v1/attestations/{id}",status="200"} 1"#,
            r#"http_requests_total{method="other",route="none",status="405"} 1"#,
            r#"vc_verified_total{verdict="accept"} 0"#,
            r#"vc_verified_total{verdict="reject"} 1"#,
            "vc_verification_failures_total 1",
            "vc_issued_total 3",
            "redis_up 0",
            "# TYPE http_request_duration_seconds histogram",
        ] {
            assert!(text.lines().any(|other| other == line), "{line} is not in {text}");
        }
        assert!(!text.contains("BREW") && text.contains("process_resident_memory_bytes"), "{text}");
    }
}
