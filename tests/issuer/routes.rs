//! Every route for every caller: a route that nobody thought about is not in the golden.

use std::collections::HashSet;
use std::fmt::Write as _;

use harness::{Answer, Client, TestIssuer};
use http::{Method, Request};
use proofpass::json::{Limits, Object, Value, parse};
use proofpass_issuer::http::{openapi_document, routes};
use proofpass_issuer::store::memberships::Role;

use crate::assert_golden;
use crate::package::Package;

fn document() -> Object {
    let Value::Object(document) = parse(openapi_document().as_bytes(), &Limits::DOCUMENT).unwrap() else { panic!() };
    document
}

fn member<'a>(object: &'a Object, name: &str) -> &'a Object {
    object.get(name).and_then(Value::as_object).unwrap()
}

#[test]
fn the_description_is_the_committed_one() {
    assert_golden("docs/openapi.json", openapi_document());
}

#[test]
fn the_description_is_openapi_3_1_and_whole() {
    let document = document();
    let mut ids = HashSet::new();
    assert!(document.get("openapi").and_then(Value::as_str).unwrap().starts_with("3.1."));
    for (path, operations) in member(&document, "paths").iter() {
        for (method, operation) in operations.as_object().unwrap().iter() {
            let operation = operation.as_object().unwrap();
            for name in ["operationId", "summary", "tags", "responses"] {
                assert!(operation.get(name).is_some(), "{method} {path} has no {name}");
            }
            let id = operation.get("operationId").and_then(Value::as_str).unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            for (status, response) in member(operation, "responses").iter() {
                let described = response.as_object().unwrap().get("description").and_then(Value::as_str);
                assert!(described.is_some_and(|text| !text.is_empty()), "{method} {path} {status} has no description");
            }
        }
    }
}

#[tokio::test]
async fn every_route_answers_every_caller_as_planned() {
    let package = Package::new("routes");
    let t = TestIssuer::with(|parts| parts, Some(&package.folder())).await;
    let (public, issued) = t.issue(t.a.public).await;
    let (private, _) = t.issue(t.a.private).await;
    let job = t.a().post("/api/v1/attestations/batch", "[{}]").await.member("id");
    let passport = |visibility| format!(r#"{{"productId":"{visibility}","name":"x","visibility":"{visibility}"}}"#);
    let public_passport = t.a().post("/api/v1/passports", passport("public")).await.member("id");
    let private_passport = t.a().post("/api/v1/passports", passport("private")).await.member("id");
    t.member("member@example.com", t.a.id, Role::User).await;
    t.member("admin@example.com", t.a.id, Role::Admin).await;
    t.member("other@example.com", t.b.id, Role::Admin).await;
    t.person("alone@example.com").await;
    let people = ["member@example.com", "admin@example.com", "other@example.com", "alone@example.com"];
    let list = issued.status_lists()[0].rsplit('/').next().unwrap().to_owned();
    let mut table = String::from(
        "# method route: nobody, key, other organisation's key, bad key | member, admin, other organisation's admin, person without one\n",
    );
    for (method, path) in routes() {
        let ids =
            if path.contains("{id}") { vec![(" public", public), (" private", private)] } else { vec![("", public)] };
        for (kind, id) in ids {
            let (id, is_template) = (id.to_string(), path.starts_with("/api/v1/templates/{id}"));
            let template = if kind == " private" { t.a.private } else { t.a.public };
            let passport = if kind == " private" { &private_passport } else { &public_passport };
            let id = if path.starts_with("/api/v1/jobs/{id}") { job.clone() } else { id };
            let is_passport = path.starts_with("/api/v1/passports/{id}");
            let id = if is_template { template.to_string() } else { id };
            let id = if is_passport { passport.clone() } else { id };
            let id = if path.contains("/status-lists/") { list.clone() } else { id };
            let id =
                if path.starts_with("/organizations/") || path.contains("/{id}/zk/") { t.a.id.to_string() } else { id };
            let path_of = path
                .replace("{version}", "1")
                .replace("{number}", "1")
                .replace("{productId}", "public")
                .replace("{memberId}", &id)
                .replace("{eventId}", &id);
            let concrete = path_of
                .replace("{id}", &id)
                .replace("{slug}", "not-found")
                .replace("{operation}", "verify")
                .replace("{*path}", "element.js");
            let nobody = ask(&t.anonymous(), &t, &method, &concrete).await;
            let owner = ask(&t.a(), &t, &method, &concrete).await;
            let other = ask(&t.b(), &t, &method, &concrete).await;
            let bad = ask(&t.with_key("pk_live_bad"), &t, &method, &concrete).await;
            let row = [nobody, owner, other, bad].map(|answer| answer.status.as_u16().to_string()).join(" ");
            write!(table, "{method} {path}{kind}: {row} |").unwrap();
            for email in people {
                // Signed in anew each time: some routes end the session.
                let person = t.signed_in(email).await;
                let answer = ask(&t.with_person(&person), &t, &method, &concrete).await;
                write!(table, " {}", answer.status.as_u16()).unwrap();
            }
            table.push('\n');
        }
    }
    assert_golden("tests/goldens/routes.txt", &table);
}

async fn ask(client: &impl Client, t: &TestIssuer, method: &Method, path: &str) -> Answer {
    match (method, path) {
        (&Method::POST, "/api/v1/attestations") => client.post(path, t.request(t.a.private)).await,
        (&Method::POST, "/api/v1/attestations/batch") => client.post(path, "[{}]").await,
        (&Method::POST, "/api/v1/zkp/requests") => {
            client.post(path, r#"{"credential":{"type":"T","issuers":["did:web:a.example"]},"facts":[]}"#).await
        }
        (&Method::POST, "/api/v1/passports") => client.post(path, r#"{"productId":"x","name":"x"}"#).await,
        (&Method::POST, "/api/v1/api-keys") => client.post(path, r#"{"name":"x"}"#).await,
        (&Method::PATCH, _)
            if ["/api/v1/templates/", "/api/v1/attestations/", "/api/v1/api-keys/"]
                .iter()
                .any(|at| path.starts_with(at)) =>
        {
            client.patch(path, "{}").await
        }
        (&Method::PATCH, _) => {
            let request = Request::patch(path).header("content-type", "application/json");
            client.send(request, r#"{"role":"user"}"#).await
        }
        (&Method::POST, _) => client.post(path, "{}").await,
        _ => client.call(method.clone(), path).await,
    }
}
