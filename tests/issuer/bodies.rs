//! What is read, and what is refused before it is understood.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use harness::{Answer, Client, TestIssuer};
use http::Request;
use http::header::CONTENT_TYPE;
use hyper::body::Frame;
use insta::assert_snapshot;
use proofpass::json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, Sleep, sleep};

const PATH: &str = "/api/v1/attestations";

#[tokio::test]
async fn what_is_not_json_is_malformed() {
    let t = TestIssuer::new().await;
    for body in [
        "",
        " ",
        "null x",
        "{",
        "[1,]",
        "{'a':1}",
        "\u{feff}{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":9007199254740993}",
        "{\"a\":1e400}",
        "{\"a\":1e-400}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\u{1}\"}",
    ] {
        let answer = t.a().post(PATH, body).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, "malformed-request"), "{body}");
    }
    let not_utf8 = Request::post(PATH).header(CONTENT_TYPE, "application/json");
    assert_eq!(t.a().send(not_utf8, vec![b'"', 0xff, b'"']).await.problem(), "malformed-request");
    let duplicate = t.a().post(PATH, t.request(t.a.private).replace("\"claims\"", "\"claims\":{},\"claims\"")).await;
    assert_snapshot!(duplicate, @r#"
    400 Bad Request
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/malformed-request","title":"The request could not be read","status":400,"detail":"The body cannot be read: a member name appears twice in one object (object ends at byte 150).","instance":"urn:uuid:[id]"}
    "#);
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn bombs_are_refused_while_they_are_read() {
    let t = TestIssuer::new().await;
    let good = t.request(t.a.private);
    let with_claims = |claims: &str| good.replace(r#"{"certificationId":"CERT-001"}"#, claims);
    let deep = with_claims(&"[".repeat(100_000));
    assert_eq!(t.a().post(PATH, deep).await.problem(), "malformed-request");
    let closed = with_claims(&format!("{}{}", "[".repeat(40), "]".repeat(40)));
    assert_eq!(t.a().post(PATH, closed).await.problem(), "malformed-request");
    let wide = with_claims(&format!("[{}0]", "0,".repeat(30_000)));
    assert_eq!(t.a().post(PATH, wide).await.problem(), "malformed-request");
    let long = with_claims(&format!(r#"{{"certificationId":"{}"}}"#, "x".repeat(70_000)));
    assert_eq!(t.a().post(PATH, long).await.problem(), "malformed-request");
}

#[tokio::test]
async fn at_most_256_kib_are_read_whatever_is_announced() {
    let t = TestIssuer::new().await;
    let large = t.request(t.a.private).replace("CERT-001", &"x".repeat(300 << 10));
    assert_snapshot!(t.a().post(PATH, large.clone()).await, @r#"
    413 Payload Too Large
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/payload-too-large","title":"The request is too large","status":413,"detail":"At most 262144 bytes are read.","instance":"urn:uuid:[id]"}
    "#);
    // In pieces, without a length.
    let body = Body::new(Pieces(large.into_bytes()));
    let request = Request::post(PATH).header(CONTENT_TYPE, "application/json");
    assert_eq!(t.a().send(request, body).await.problem(), "payload-too-large");
    // A length that nobody would wait for.
    let request =
        Request::post(PATH).header(CONTENT_TYPE, "application/json").header("content-length", u64::MAX.to_string());
    assert_eq!(t.a().send(request, "{}").await.problem(), "payload-too-large");
    // Just as much as is allowed.
    let padded = format!("{}{}", t.request(t.a.private), " ".repeat((256 << 10) - t.request(t.a.private).len()));
    assert_eq!(t.a().post(PATH, padded.clone()).await.status, 201);
    assert_eq!(t.a().post(PATH, format!("{padded} ")).await.problem(), "payload-too-large");
}

/// A body in pieces of 8 KiB.
struct Pieces(Vec<u8>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = self.0.len().min(8 << 10);
        let piece: Bytes = self.0.drain(..length).collect();
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }
}

/// So many bytes at once, and then nothing for ever.
struct Stuck {
    bytes: usize,
    /// How many have been read and are waited for.
    held: Arc<AtomicUsize>,
}

impl HttpBody for Stuck {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match std::mem::take(&mut self.bytes) {
            0 => {
                self.held.fetch_add(1, Ordering::SeqCst);
                Poll::Pending
            }
            bytes => Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b' '; bytes]))))),
        }
    }
}

/// So many bodies, once all of them are held.
async fn stuck(client: &(impl Client + Clone + 'static), path: &str, number: usize, bytes: usize) -> JoinSet<Answer> {
    let (mut sent, held) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
    for _ in 0..number {
        let (client, path, body) = (client.clone(), path.to_owned(), Stuck { bytes, held: held.clone() });
        let request = Request::post(path).header(CONTENT_TYPE, "application/json");
        sent.spawn(async move { client.send(request, Body::new(body)).await });
    }
    while held.load(Ordering::SeqCst) < number {
        tokio::select! {
            answer = sent.join_next() => panic!("one of them is answered: {answer:?}"),
            () = sleep(Duration::from_millis(1)) => {}
        }
    }
    sent
}

#[tokio::test]
async fn whatever_is_sent_at_once_has_its_room_in_memory_and_no_more() {
    let t = TestIssuer::new().await;
    let verify = async |length: usize| t.anonymous().post("/api/v1/verify", " ".repeat(length)).await;
    let (small, command, document) = (16 << 10, 256 << 10, 5 << 20);

    let mut documents = stuck(&t.anonymous(), "/api/v1/verify", 32, document).await;
    assert_snapshot!(verify(command + 1).await, @r#"
    503 Service Unavailable
    content-type: application/problem+json
    retry-after: 2

    {"type":"http://issuer.test/problems/unavailable","title":"Not available just now","status":503,"detail":"Too much is being read at once. Repeat the request after the time in Retry-After.","instance":"urn:uuid:[id]"}
    "#);
    assert_eq!(verify(command).await.status, 200);

    let mut commands = stuck(&t.anonymous(), "/api/v1/verify", 256, command).await;
    assert_eq!(verify(small + 1).await.problem(), "unavailable");
    assert_eq!(verify(small).await.status, 200, "what a credential takes is always read");

    // Who shows a key has room apart.
    let padded = |length: usize| {
        let request = t.request(t.a.private);
        format!("{request}{}", " ".repeat(length - request.len()))
    };
    assert_eq!(t.a().post(PATH, padded(command)).await.status, 201);
    let mut callers = stuck(&t.a(), PATH, 256, command).await;
    assert_eq!(t.a().post(PATH, padded(small + 1)).await.problem(), "unavailable");
    assert_eq!(t.a().post(PATH, padded(small)).await.status, 201);

    for stuck in [&mut documents, &mut commands, &mut callers] {
        stuck.shutdown().await;
    }
    assert_eq!((verify(document).await.status.as_u16(), verify(command).await.status.as_u16()), (200, 200));
    assert_eq!(t.a().post(PATH, padded(command)).await.status, 201, "the room is free again");
}

/// A byte now and then.
struct Dripping(Pin<Box<Sleep>>);

impl HttpBody for Dripping {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        ready!(self.0.as_mut().poll(context));
        self.0.as_mut().reset(Instant::now() + Duration::from_millis(20));
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b" ")))))
    }
}

#[tokio::test]
async fn a_body_arrives_in_time_or_not_at_all() {
    let t = TestIssuer::new().await;
    let (idle, total) = (Duration::from_millis(200), Duration::from_millis(500));
    let client = t.with_app(t.app.clone().with_body_times(idle, total));
    for path in ["/api/v1/verify", "/api/v1/attestations/01a20ae6-ed17-706a-b5f4-c87ea95de1a6/verify"] {
        let post = || Request::post(path).header(CONTENT_TYPE, "application/json");
        let start = Instant::now();
        let answer = client.send(post(), Body::new(Dripping(Box::pin(sleep(Duration::ZERO))))).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (408, "request-timeout"));
        assert!(start.elapsed() >= total && start.elapsed() < 2 * total, "{:?}", start.elapsed());
        let start = Instant::now();
        let answer = client.send(post(), Body::new(Stuck { bytes: 1, held: Arc::default() })).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (408, "request-timeout"));
        assert!(start.elapsed() >= idle && start.elapsed() < total, "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn only_json_by_its_name_is_read() {
    let t = TestIssuer::new().await;
    let send = async |media_types: &[&str], coding: Option<&str>| {
        let mut request =
            media_types.iter().fold(Request::post(PATH), |request, name| request.header(CONTENT_TYPE, *name));
        if let Some(coding) = coding {
            request = request.header("content-encoding", coding);
        }
        t.a().send(request, t.request(t.a.private)).await
    };
    for name in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/ld+json",
    ] {
        assert_eq!(send(&[name], None).await.status, 201, "{name}");
    }
    for names in [
        &[][..],
        &["text/plain"],
        &["application/x-www-form-urlencoded"],
        &["multipart/form-data; boundary=x"],
        &["application/jsonx"],
        &["application/json; charset=utf-16"],
        &["application/json", "text/plain"],
        &["application/json, text/plain"],
        &["json"],
        &[""],
    ] {
        let answer = send(names, None).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (415, "unsupported-media-type"), "{names:?}");
    }
    assert_eq!(send(&["application/json"], Some("gzip")).await.problem(), "unsupported-media-type");
    assert_eq!(send(&["application/json"], Some("identity")).await.status, 201);
}

#[tokio::test]
async fn unknown_members_are_named_and_nothing_is_understood() {
    let t = TestIssuer::new().await;
    let good = t.request(t.a.private);
    assert_snapshot!(t.a().post(PATH, good.replacen('{', r#"{"templateID":"x","#, 1)).await, @r#"
    400 Bad Request
    content-type: application/problem+json

    {"type":"http://issuer.test/problems/malformed-request","title":"The request could not be read","status":400,"detail":"The body has a member that is not known.","instance":"urn:uuid:[id]","errors":[{"pointer":"/templateID","detail":"this member is not known here; known are `templateId`, `subject`, `type`, `claims`, `validFrom`, `validUntil`, `format`, `cnf`, `holder`, `evidence`, `label`, `tags`, `externalReference`, `blockchain_network`"}]}
    "#);
    for (body, pointer) in [
        (&good.replace("\"type\"", "\"kind\""), "/subject/kind"),
        (&good.replace("\"Product\"", "\"Product\",\"a/b\":\"x\""), "/subject/a~1b"),
    ] {
        let answer = t.a().post(PATH, body.as_str()).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, "malformed-request"), "{answer}");
        assert!(answer.text().contains(&format!(r#""pointer":"{pointer}""#)), "{answer}");
    }
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn missing_and_misshapen_members_are_named_and_not_repeated() {
    let t = TestIssuer::new().await;
    let good = t.request(t.a.private);
    let template = t.a.private.to_string();
    let claims = r#"{"certificationId":"CERT-001"}"#;
    for (body, pointer, detail) in [
        ("null".to_owned(), "", "expected an object"),
        ("[]".to_owned(), "", "expected an object"),
        // What a struct reads from an array elsewhere.
        (format!(r#"["{template}",["PROD-123","Product"],{claims}]"#), "", "expected an object"),
        (format!(r#"["{template}",["PROD-123","Product"],{claims},null,null]"#), "", "expected an object"),
        (
            good.replace(r#"{"id":"PROD-123","type":"Product"}"#, r#"["PROD-123","Product"]"#),
            "/subject",
            "expected an object or a string",
        ),
        ("{}".to_owned(), "", "the member `subject` is missing"),
        (good.replace(r#","type":"Product""#, ""), "/subject", "the member `type` is missing"),
        (good.replace("\"PROD-123\"", "123"), "/subject/id", "expected a string"),
        (good.replace("\"PROD-123\"", "null"), "/subject/id", "expected a string"),
        (good.replace("\"Product\"", "{}"), "/subject/type", "expected a string"),
        (good.replace(&template, "secret"), "/templateId", "not a UUID in lower-case hyphenated form"),
        (good.replace(&template, &template.to_uppercase()), "/templateId", "not a UUID in lower-case hyphenated form"),
        (good.replace(claims, "[]"), "/claims", "expected an object"),
        (good.replace(claims, "\"secret\""), "/claims", "expected an object"),
        (good.replace(claims, "null"), "/claims", "expected an object"),
    ] {
        let answer = t.a().post(PATH, body.as_str()).await;
        assert_eq!(answer.pointers(), [pointer], "{body}");
        assert!(answer.text().contains(&format!(r#""detail":"{detail}""#)), "{body}: {answer}");
        assert!(!answer.text().contains("secret"), "{answer}");
    }
    assert_eq!(t.attestations().await, 0);
}

#[tokio::test]
async fn numbers_are_kept_exactly() {
    let t = TestIssuer::new().await;
    for (written, kept) in [
        ("141e48", "1.41e+50"),
        ("0.1", "0.1"),
        ("1.0", "1"),
        ("-0", "0"),
        ("9007199254740992", "9007199254740992"),
        ("123456789.12345678", "123456789.12345678"),
        ("5e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ] {
        let body = t.request(t.a.private).replace("\"CERT-001\"", &format!("\"CERT-001\",\"weight\":{written}"));
        let answer = t.a().post(PATH, body).await;
        assert_eq!(answer.status, 201, "{answer}");
        let subject = answer.credential().get("credentialSubject").and_then(Value::as_object).unwrap().clone();
        assert_eq!(subject.get("weight").unwrap().to_string(), kept);
        assert!(answer.text().contains(&format!("\"weight\":{kept}}}")), "the text itself: {written}");
    }
}
