//! Organisations and their members: who may do what, and that one organisation learns nothing of another.

use harness::{Answer, Client as _, TestIssuer, TestPerson};
use http::Method;
use http::Request;
use proofpass::json::Value;
use proofpass_issuer::store::memberships::Role;

async fn set_role(t: &TestIssuer, by: &TestPerson, of: &TestPerson, role: &str) -> Answer {
    let request = Request::patch(format!("/api/v1/members/{}", of.id)).header("content-type", "application/json");
    t.with_person(by).send(request, format!(r#"{{"role":"{role}"}}"#)).await
}

async fn remove(t: &TestIssuer, by: &TestPerson, of: &TestPerson) -> u16 {
    t.with_person(by).call(Method::DELETE, &format!("/api/v1/members/{}", of.id)).await.status.as_u16()
}

async fn members(t: &TestIssuer, by: &TestPerson) -> usize {
    let list = t.with_person(by).get("/api/v1/members").await.object();
    list.get("members").and_then(Value::as_array).unwrap().len()
}

#[tokio::test]
async fn whoever_founds_an_organisation_can_issue_for_it_at_once() {
    let t = TestIssuer::new().await;
    let ada = t.person("ada@example.com").await;
    let caller = t.with_person(&ada);
    let before = caller.post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_eq!((before.status.as_u16(), before.problem().as_str()), (403, "insufficient-scope"), "{before}");
    assert_eq!(caller.get("/api/v1/members").await.status, 403);

    let made = caller.post("/api/v1/organizations", r#"{"name":"Analytical Engines"}"#).await;
    assert_eq!(made.status, 201, "{made}");
    assert_eq!(members(&t, &ada).await, 1);
    let keys = "select count(*) from issuer_keys k join organizations o using (organization_id)
        where o.name = 'Analytical Engines' and k.active";
    assert_eq!(t.database.count(keys).await, 1);
    // Not a template of theirs, and they learn no more of it.
    let other = caller.post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_eq!(other.pointers(), ["/templateId"]);

    let taken = caller.post("/api/v1/organizations", r#"{"name":"Acme GmbH"}"#).await;
    assert_eq!(taken.problem(), "conflict");
    for name in ["", " ", "a\\nb", &"x".repeat(201)] {
        let refused = caller.post("/api/v1/organizations", format!(r#"{{"name":"{name}"}}"#)).await;
        assert_eq!(refused.pointers(), ["/name"], "{name:?}");
    }
}

#[tokio::test]
async fn a_person_of_two_organisations_chooses() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::User).await;
    let caller = t.with_person(&ada);
    assert_eq!(caller.post("/api/v1/attestations", t.request(t.a.private)).await.status, 201);
    assert_eq!(caller.post("/api/v1/organizations", r#"{"name":"Hers"}"#).await.status, 201);
    assert_eq!(caller.post("/api/v1/attestations", t.request(t.a.private)).await.status, 422, "acts for the new one");
    let list = caller.get("/api/v1/organizations").await.object();
    assert_eq!(list.get("organizations").and_then(Value::as_array).unwrap().len(), 2);
    let choose = |id: String| caller.post("/api/v1/auth/organization", format!(r#"{{"organizationId":"{id}"}}"#));
    assert_eq!(choose(t.a.id.to_string()).await.status, 200);
    assert_eq!(caller.post("/api/v1/attestations", t.request(t.a.private)).await.status, 201);
    for other in [t.b.id.to_string(), "x".to_owned(), ada.id.clone()] {
        assert_eq!(choose(other).await.pointers(), ["/organizationId"]);
    }
}

#[tokio::test]
async fn admins_change_roles_and_others_do_not() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    let refused = set_role(&t, &bob, &bob, "admin").await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (403, "insufficient-scope"));
    assert_eq!(set_role(&t, &eve, &bob, "admin").await.status, 404, "not hers to know of");
    assert_eq!(set_role(&t, &ada, &eve, "user").await.status, 404);
    for role in ["superadmin", "owner", "", "Admin"] {
        assert_eq!(set_role(&t, &ada, &bob, role).await.pointers(), ["/role"], "{role}");
    }
    assert_eq!(set_role(&t, &ada, &bob, "admin").await.status, 204);
    assert_eq!(set_role(&t, &bob, &ada, "user").await.status, 204, "from the next request on, without signing in anew");
    assert_eq!(set_role(&t, &ada, &bob, "user").await.status, 403);
}

#[tokio::test]
async fn the_last_admin_stays_also_when_two_leave_at_once() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::Admin).await;
    let left = tokio::join!(remove(&t, &ada, &ada), remove(&t, &bob, &bob));
    let mut left = [left.0, left.1];
    left.sort_unstable();
    assert_eq!(left, [204, 409]);
    let admins = "select count(*) from memberships where role = 'admin'";
    assert_eq!(t.database.count(admins).await, 1);
}

#[tokio::test]
async fn a_member_who_is_removed_can_do_nothing_from_then_on() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    assert_eq!(remove(&t, &bob, &ada).await, 403);
    assert_eq!(remove(&t, &eve, &bob).await, 404);
    assert_eq!(members(&t, &ada).await, 2);
    assert_eq!(remove(&t, &ada, &bob).await, 204);
    assert_eq!(remove(&t, &ada, &bob).await, 404);
    let late = t.with_person(&bob).post("/api/v1/attestations", t.request(t.a.private)).await;
    assert_eq!((late.status.as_u16(), late.problem().as_str()), (403, "insufficient-scope"));
    assert_eq!(t.with_person(&bob).get("/api/v1/auth/me").await.status, 200, "the account is theirs");
}
