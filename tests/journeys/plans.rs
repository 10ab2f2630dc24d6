//! What an operator says on the machine of the service: plans, superadmins, and from where an API key may be used.

use harness::{Database, PASSWORD, Proofpass};

use crate::shop::{object, text};
use crate::wire::ask;

#[tokio::test]
async fn an_operator_gives_plans_makes_superadmins_and_keys_for_some_addresses() {
    let database = Database::empty().await;
    let program = Proofpass::on(&database.url()).with("PROOFPASS_DEFAULT_PLAN", "free");
    program.ok(["migrate"]);
    let organization = text(&object(&program.ok(["organizations", "create", "--name", "Acme GmbH", "--json"])), "id");
    let fails = |arguments: &[&str], code: i32, why: &str| {
        let output = program.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(code) && said.contains(why), "{arguments:?}: {said}");
    };

    let set = object(&program.ok(["organizations", "plan", &organization, "pro", "--json"]));
    assert_eq!((text(&set, "plan"), text(&set, "before")), ("pro".to_owned(), "free".to_owned()));
    fails(&["organizations", "plan", &organization, "gold"], 1, "/plan must be one of free, pro, enterprise");
    fails(&["organizations", "plan", "01a20ae6-ed17-706a-b5f4-c87ea95de1a6", "pro"], 1, "not found");
    fails(&["organizations", "plan", "acme", "pro"], 64, "UUID");

    let create = ["keys", "api", "create", "--name", "x", "--organization", &organization, "--json"];
    let key = program.ok([&create[..], &["--from", "192.0.2.0/24", "--from", "2001:db8::7"]].concat());
    assert!(key.contains(r#""allowedAddresses":["192.0.2.0/24","2001:db8::7/128"]"#), "{key}");
    fails(&[&create[..], &["--from", "192.0.2.1/24"]].concat(), 64, "has digits behind its prefix");
    program.ok(["organizations", "plan", &organization, "free"]);
    program.ok(create);
    fails(&create, 1, "the plan free allows 2 API keys");

    let server = program.serve();
    let body = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}","name":"Ada"}}"#);
    let json = "content-type: application/json\r\n";
    let answer = ask(server.address, "POST", "/api/v1/auth/register", json, &body).await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let made = object(&program.ok(["accounts", "superadmin", "--email", "ada@example.com", "--json"]));
    assert!(made.to_string().contains(r#""superadmin":true"#));
    let ended = object(&program.ok(["accounts", "superadmin", "--email", "ada@example.com", "--end", "--json"]));
    assert!(ended.to_string().contains(r#""superadmin":false"#));
    fails(&["accounts", "superadmin", "--email", "bob@example.com"], 1, "not found");
}
