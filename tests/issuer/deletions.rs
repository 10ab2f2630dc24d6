//! Deleting an organisation and an account: what goes at once, and what stays for whoever verifies.

use harness::{Answer, Client as _, PASSWORD, TestIssuer, TestPerson};
use proofpass_issuer::id::OrganizationId;
use proofpass_issuer::issue::api_key::{self, NewApiKey};
use proofpass_issuer::issue::status_list;
use proofpass_issuer::network::Networks;
use proofpass_issuer::store::api_keys::{Environment, Scope};
use proofpass_issuer::store::memberships::Role;

async fn delete(t: &TestIssuer, by: &TestPerson, id: OrganizationId, name: &str, password: &str) -> Answer {
    let path = format!("/api/v1/organizations/{id}/deletion");
    t.with_person(by).post(&path, format!(r#"{{"name":"{name}","password":"{password}"}}"#)).await
}

async fn delete_account(t: &TestIssuer, by: &TestPerson, email: &str, password: &str) -> Answer {
    let body = format!(r#"{{"email":"{email}","password":"{password}"}}"#);
    t.with_person(by).post("/api/v1/auth/me/deletion", body).await
}

fn path_of(url: &str) -> &str {
    url.strip_prefix("http://issuer.test").unwrap()
}

#[tokio::test]
async fn of_a_deleted_organisation_what_it_signed_stays_and_nobody_acts_for_it() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let (id, issued) = t.issue(t.a.public).await;
    let invitation = r#"{"email":"new@example.com","role":"user"}"#;
    let invited = t.with_person(&ada).post("/api/v1/invitations", invitation).await.member("link");

    for (name, password, pointer) in
        [("Acme", PASSWORD, "/name"), ("acme gmbh", PASSWORD, "/name"), ("Acme GmbH", "wrong wrong", "/password")]
    {
        assert_eq!(delete(&t, &ada, t.a.id, name, password).await.pointers(), [pointer]);
    }
    assert_eq!(delete(&t, &bob, t.a.id, "Acme GmbH", PASSWORD).await.status, 403);
    assert_eq!(delete(&t, &ada, t.b.id, "Borealis Oy", PASSWORD).await.status, 404, "not hers");
    assert_eq!(t.a().get(&format!("/api/v1/attestations/{id}")).await.status, 200, "all is as it was");

    assert_eq!(delete(&t, &ada, t.a.id, "Acme GmbH", PASSWORD).await.status, 204);
    assert_eq!(delete(&t, &ada, t.a.id, "Acme GmbH", PASSWORD).await.status, 404);
    assert_eq!(t.a().get(&format!("/api/v1/attestations/{id}")).await.status, 401, "API keys ended");
    for person in [&ada, &bob] {
        assert_eq!(t.with_person(person).post("/api/v1/attestations", t.request(t.a.private)).await.status, 403);
        let me = t.with_person(person).get("/api/v1/auth/me").await;
        assert!(me.status == 200 && me.text().contains(r#""organizations":[]"#), "the account stays: {me}");
    }
    let token = invited.split_once('#').unwrap().1;
    let accept = format!(r#"{{"token":"{token}","account":{{"name":"New","password":"{PASSWORD}"}}}}"#);
    assert_eq!(t.anonymous().post("/api/v1/invitations/accept", accept).await.pointers(), ["/token"]);
    let second = t.with_person(&ada).post("/api/v1/organizations", r#"{"name":"Acme GmbH"}"#).await;
    assert_eq!(second.problem(), "conflict", "nobody takes its place");
    let scopes = Scope::ALL.to_vec();
    let (name, environment, addresses) = ("x".to_owned(), Environment::Live, Networks::default());
    let new = NewApiKey { organization_id: t.a.id, name, environment, scopes, addresses, days: 1 };
    assert!(api_key::create(&t.issuer, new).await.is_err(), "not from the command line either");

    // Whoever verifies notices nothing, also a year later: lists go on being signed.
    for _ in 0..2 {
        let report = t.anonymous().get(&format!("/api/v1/attestations/{id}/verify")).await;
        assert_eq!(report.member("verdict"), "accept", "{report}");
        assert_eq!(t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.status, 200);
        let list = t.anonymous().get(path_of(&issued.status_lists()[0])).await;
        assert_eq!(list.status, 200);
        t.clock.advance_seconds(300 * 86_400);
        status_list::sweep(&t.issuer).await.unwrap();
    }
}

#[tokio::test]
async fn passwords_are_not_guessed_where_something_is_deleted() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    for _ in 0..11 {
        assert_eq!(delete(&t, &ada, t.a.id, "Acme GmbH", "wrong wrong").await.status, 422);
    }
    assert_eq!(delete(&t, &ada, t.a.id, "Acme GmbH", PASSWORD).await.status, 429);
    assert_eq!(delete_account(&t, &ada, "ada@example.com", PASSWORD).await.status, 429);
    let change = format!(r#"{{"currentPassword":"{PASSWORD}","newPassword":"another password"}}"#);
    assert_eq!(t.with_person(&ada).post("/api/v1/auth/password", change).await.status, 429);
}

#[tokio::test]
async fn a_batch_of_a_deleted_organisation_issues_nothing_more() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let rows = vec![t.request(t.a.private); 3].join(",");
    assert_eq!(t.a().post("/api/v1/attestations/batch", format!("[{rows}]")).await.status, 202);
    let other = t.request(t.b.private);
    assert_eq!(t.b().post("/api/v1/attestations/batch", format!("[{other}]")).await.status, 202);
    assert_eq!(delete(&t, &ada, t.a.id, "Acme GmbH", PASSWORD).await.status, 204);
    t.app.work_off().await.unwrap();
    assert_eq!(t.attestations().await, 1, "the other organisation's");
    assert_eq!(t.database.count("select count(*) from jobs where state = 'cancelled'").await, 1);
    let lease = "select count(*) from jobs where state in ('waiting', 'active') or lease_token is not null";
    assert_eq!(t.database.count(lease).await, 0);
}

#[tokio::test]
async fn the_admins_of_a_deleted_organisation_are_told() {
    let t = TestIssuer::with_mail().await;
    for email in ["ada@example.com", "bob@example.com", "cy@example.com"] {
        let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}","name":"Somebody"}}"#);
        t.anonymous().post("/api/v1/auth/register", body).await;
        let token = t.letter_token("email-verification", email).await;
        t.anonymous().post("/api/v1/auth/verify-email", format!(r#"{{"token":"{token}"}}"#)).await;
    }
    let ada = t.joined("ada@example.com", t.a.id, Role::Admin).await;
    t.joined("bob@example.com", t.a.id, Role::Admin).await;
    t.joined("cy@example.com", t.a.id, Role::User).await;
    assert_eq!(delete(&t, &ada, t.a.id, "Acme GmbH", PASSWORD).await.status, 204);
    let kinds = [("organization-deleted", "ada@example.com"), ("organization-deleted", "bob@example.com")];
    let letters = t.letters().await;
    let mut told = letters.kinds();
    told.sort_unstable();
    assert_eq!(told, kinds);
    assert_eq!(delete_account(&t, &ada, "ada@example.com", PASSWORD).await.status, 204);
    assert_eq!(t.letters().await.kinds(), [("account-deleted", "ada@example.com")]);
}

#[tokio::test]
async fn an_account_is_deleted_with_all_that_says_whose_it_was() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::User).await;
    let other = t.signed_in("ada@example.com").await;
    let issued = t.with_person(&ada).post("/api/v1/attestations", t.request(t.a.public)).await;
    assert_eq!(issued.status, 201);
    for (email, password, pointer) in [
        ("bob@example.com", PASSWORD, "/email"),
        ("", PASSWORD, "/email"),
        ("ada@example.com", "wrong wrong", "/password"),
    ] {
        assert_eq!(delete_account(&t, &ada, email, password).await.pointers(), [pointer]);
    }
    assert_eq!(delete_account(&t, &ada, "Ada@example.com", PASSWORD).await.status, 204);
    for person in [&ada, &other] {
        assert_eq!(t.with_person(person).get("/api/v1/auth/me").await.status, 401);
        let refresh = format!(r#"{{"refreshToken":"{}"}}"#, person.refresh);
        assert_eq!(t.anonymous().post("/api/v1/auth/refresh", refresh).await.status, 401);
    }
    let login = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}"}}"#);
    assert_eq!(t.anonymous().post("/api/v1/auth/login", login).await.status, 401);
    let left = "select count(*) from users where email like '%ada%' or email_key like '%ada%' or name = 'Somebody'";
    assert_eq!(t.database.count(left).await, 0);
    assert_eq!(t.database.count("select count(*) from memberships").await, 0);
    let path = format!("/api/v1/attestations/{}/verify", issued.member("id"));
    assert_eq!(t.anonymous().get(&path).await.member("verdict"), "accept", "what she issued stays");
    assert_eq!(t.database.count("select count(*) from attestations where user_id is not null").await, 1);
    t.person("ada@example.com").await;
}

#[tokio::test]
async fn the_last_admin_deletes_the_organisation_first_also_when_two_go_at_once() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let alone = delete_account(&t, &ada, "ada@example.com", PASSWORD).await;
    assert_eq!((alone.status.as_u16(), alone.problem().as_str()), (409, "conflict"));
    assert_eq!(t.with_person(&ada).get("/api/v1/auth/me").await.status, 200);
    let bob = t.member("bob@example.com", t.a.id, Role::Admin).await;
    let gone =
        tokio::join!(async { delete_account(&t, &ada, "ada@example.com", PASSWORD).await.status.as_u16() }, async {
            delete_account(&t, &bob, "bob@example.com", PASSWORD).await.status.as_u16()
        },);
    assert_eq!((gone.0.min(gone.1), gone.0.max(gone.1)), (204, 409));
    let admins = t.database.count("select count(*) from memberships where role = 'admin'").await;
    assert_eq!(admins, 1);
    let members = if gone.0 == 409 { &ada } else { &bob };
    assert_eq!(delete(&t, members, t.a.id, "Acme GmbH", PASSWORD).await.status, 204);
    let email = if gone.0 == 409 { "ada@example.com" } else { "bob@example.com" };
    assert_eq!(delete_account(&t, members, email, PASSWORD).await.status, 204);
}
