//! Inviting people, joining, and every way of not getting in; handing the role of an admin on.

use harness::{Answer, Client as _, PASSWORD, TestIssuer, TestPerson};
use http::Method;
use insta::assert_snapshot;
use proofpass::json::Value;
use proofpass_issuer::store::memberships::Role;

const INVITATIONS: &str = "/api/v1/invitations";
const ACCEPT: &str = "/api/v1/invitations/accept";
const LOOK: &str = "/api/v1/invitations/look";

async fn invite(t: &TestIssuer, by: &TestPerson, email: &str, role: &str) -> Answer {
    t.with_person(by).post(INVITATIONS, format!(r#"{{"email":"{email}","role":"{role}"}}"#)).await
}

fn with_token(token: &str) -> String {
    format!(r#"{{"token":"{token}"}}"#)
}

fn with_account(token: &str, name: &str, password: &str) -> String {
    format!(r#"{{"token":"{token}","account":{{"name":"{name}","password":"{password}"}}}}"#)
}

/// The token in the link that an admin gets where no letters are sent.
fn token_of(invited: &Answer) -> String {
    assert_eq!(invited.status, 201, "{invited}");
    invited.member("link").split_once('#').unwrap().1.to_owned()
}

async fn open(t: &TestIssuer, by: &TestPerson) -> usize {
    let list = t.with_person(by).get(INVITATIONS).await;
    assert!(!list.text().contains("iv_"), "{list}");
    list.object().get("invitations").and_then(Value::as_array).unwrap().len()
}

/// An admin of the first organisation, where letters are sent.
async fn with_mail() -> (TestIssuer, TestPerson) {
    let t = TestIssuer::with_mail().await;
    let body = format!(r#"{{"email":"ada@example.com","password":"{PASSWORD}","name":"Ada"}}"#);
    t.anonymous().post("/api/v1/auth/register", body).await;
    let token = t.letter_token("email-verification", "ada@example.com").await;
    t.anonymous().post("/api/v1/auth/verify-email", with_token(&token)).await;
    let ada = t.joined("ada@example.com", t.a.id, Role::Admin).await;
    (t, ada)
}

#[tokio::test]
async fn somebody_without_an_account_joins_by_letter() {
    let (t, ada) = with_mail().await;
    let invited = invite(&t, &ada, "Grace@example.com", "user").await;
    assert_snapshot!(invited, @r#"
    201 Created
    content-type: application/json

    {"id":"[id]","email":"Grace@example.com","role":"user","invitedBy":"[id]","createdAt":"2026-11-23T12:00:00Z","expiresAt":"2026-11-30T12:00:00Z"}
    "#);
    let letters = t.letters().await;
    assert_eq!(letters.kinds(), [("invitation", "Grace@example.com")]);
    assert!(
        letters.letters()[0].text.contains("Ada invites you to work for Acme GmbH"),
        "{}",
        letters.letters()[0].text
    );
    let token = letters.tokens().remove(0);
    let offer = t.anonymous().post(LOOK, with_token(&token)).await;
    assert_eq!(
        offer.text(),
        r#"{"organization":"Acme GmbH","email":"Grace@example.com","role":"user","hasAccount":false}"#
    );
    assert_eq!(t.anonymous().post(ACCEPT, with_token(&token)).await.pointers(), ["/account"]);
    for (name, password, pointer) in [("G", PASSWORD, "/account/name"), ("Grace", "short", "/account/password")] {
        let refused = t.anonymous().post(ACCEPT, with_account(&token, name, password)).await;
        assert_eq!(refused.pointers(), [pointer], "and the link stays good");
    }
    let joined = t.anonymous().post(ACCEPT, with_account(&token, "Grace", PASSWORD)).await;
    assert_eq!((joined.status.as_u16(), joined.member("role").as_str()), (200, "user"), "{joined}");
    assert_eq!(t.anonymous().post(ACCEPT, with_account(&token, "Grace", PASSWORD)).await.pointers(), ["/token"]);
    let grace = t.signed_in("grace@example.com").await;
    assert_eq!(t.with_person(&grace).post("/api/v1/attestations", t.request(t.a.private)).await.status, 201);
    assert!(t.with_person(&grace).get("/api/v1/auth/me").await.text().contains(r#""emailVerified":true"#));
    assert_eq!(open(&t, &ada).await, 0);
}

#[tokio::test]
async fn somebody_with_an_account_joins_by_letter_or_signed_in() {
    let (t, ada) = with_mail().await;
    for (email, signed_in) in [("bob@example.com", false), ("cy@example.com", true)] {
        let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}","name":"Somebody"}}"#);
        t.anonymous().post("/api/v1/auth/register", body).await;
        let token = t.letter_token("email-verification", email).await;
        t.anonymous().post("/api/v1/auth/verify-email", with_token(&token)).await;
        assert_eq!(invite(&t, &ada, email, "admin").await.status, 201);
        let token = t.letter_token("invitation", email).await;
        let offer = t.anonymous().post(LOOK, with_token(&token)).await;
        assert!(offer.text().contains(r#""hasAccount":true"#), "{offer}");
        let second = t.anonymous().post(ACCEPT, with_account(&token, "Somebody", PASSWORD)).await;
        assert_eq!((second.status.as_u16(), second.problem().as_str()), (409, "conflict"), "the address has one");
        let person = t.signed_in(email).await;
        let joined = if signed_in {
            t.with_person(&person).post(ACCEPT, with_token(&token)).await
        } else {
            t.anonymous().post(ACCEPT, with_token(&token)).await
        };
        assert_eq!((joined.status.as_u16(), joined.member("role").as_str()), (200, "admin"), "{joined}");
    }
    let members = t.with_person(&ada).get("/api/v1/members").await.object();
    assert_eq!(members.get("members").and_then(Value::as_array).unwrap().len(), 3);
}

#[tokio::test]
async fn without_letters_an_admin_passes_the_link_on() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.person("bob@example.com").await;
    let token = token_of(&invite(&t, &ada, "bob@example.com", "user").await);
    let offer = t.anonymous().post(LOOK, with_token(&token)).await;
    assert!(!offer.text().contains("hasAccount"), "an admin learns nothing of accounts: {offer}");
    let nobody = t.anonymous().post(ACCEPT, with_token(&token)).await;
    assert_eq!(nobody.status, 401, "who it is nobody knows: {nobody}");
    assert_eq!(t.with_person(&bob).post(ACCEPT, with_token(&token)).await.status, 200);
    let token = token_of(&invite(&t, &ada, "new@example.com", "user").await);
    assert_eq!(t.anonymous().post(ACCEPT, with_account(&token, "New", PASSWORD)).await.status, 200);
    let new = t.signed_in("new@example.com").await;
    assert!(t.with_person(&new).get("/api/v1/auth/me").await.text().contains(r#""emailVerified":false"#));
    assert_eq!(t.database.count("select count(*) from mails").await, 0);
}

#[tokio::test]
async fn admins_invite_and_others_do_not() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    let alone = t.person("alone@example.com").await;
    for person in [&bob, &alone] {
        assert_eq!(invite(&t, person, "new@example.com", "user").await.status, 403);
        assert_eq!(t.with_person(person).get(INVITATIONS).await.status, 403);
    }
    for (email, role, pointer) in [
        ("new@example.com", "superadmin", "/role"),
        ("new@example.com", "", "/role"),
        ("new", "user", "/email"),
        ("a b@example.com", "user", "/email"),
    ] {
        assert_eq!(invite(&t, &ada, email, role).await.pointers(), [pointer], "{email} {role}");
    }
    for email in ["bob@example.com", "BOB@Example.com"] {
        let taken = invite(&t, &ada, email, "user").await;
        assert_eq!((taken.status.as_u16(), taken.problem().as_str()), (409, "conflict"), "a member already");
    }
    let invited = invite(&t, &ada, "new@example.com", "user").await;
    assert_eq!(invited.status, 201);
    assert_eq!(invite(&t, &ada, "New@example.com", "admin").await.status, 409, "once at a time");
    assert_eq!(invite(&t, &eve, "new@example.com", "user").await.status, 201, "others know nothing of it");
    assert_eq!((open(&t, &ada).await, open(&t, &eve).await), (1, 1));

    let path = format!("{INVITATIONS}/{}", invited.member("id"));
    for person in [&bob, &eve] {
        assert!(matches!(t.with_person(person).call(Method::DELETE, &path).await.status.as_u16(), 403 | 404));
    }
    assert_eq!(t.with_person(&ada).call(Method::DELETE, &path).await.status, 204);
    assert_eq!(t.with_person(&ada).call(Method::DELETE, &path).await.status, 404);
    let token = token_of(&invited);
    assert_eq!(t.anonymous().post(ACCEPT, with_account(&token, "New", PASSWORD)).await.pointers(), ["/token"]);
    assert_eq!(t.anonymous().post(LOOK, with_token(&token)).await.pointers(), ["/token"]);
    assert_eq!(invite(&t, &ada, "new@example.com", "user").await.status, 201, "and may be invited anew");
}

#[tokio::test]
async fn an_invitation_is_good_once_for_seven_days_and_by_its_token_alone() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.person("bob@example.com").await;
    let token = token_of(&invite(&t, &ada, "bob@example.com", "user").await);
    for wrong in ["", "iv_", &token[1..], &token.replace("iv_", "ev_"), &format!("{token}x")] {
        assert_eq!(t.with_person(&bob).post(ACCEPT, with_token(wrong)).await.pointers(), ["/token"], "{wrong}");
    }
    assert_eq!(t.with_key("pk_live_bad").post(ACCEPT, with_token(&token)).await.status, 401);
    assert_eq!(t.a().post(ACCEPT, with_token(&token)).await.status, 403, "an API key joins nothing");
    let joined =
        tokio::join!(async { t.with_person(&bob).post(ACCEPT, with_token(&token)).await.status.as_u16() }, async {
            t.with_person(&bob).post(ACCEPT, with_token(&token)).await.status.as_u16()
        },);
    assert_eq!(joined.0.min(joined.1), 200, "{joined:?}");
    assert_eq!(joined.0.max(joined.1), 422, "{joined:?}");

    let token = token_of(&invite(&t, &ada, "cy@example.com", "user").await);
    assert_eq!(t.with_person(&bob).post(ACCEPT, with_token(&token)).await.status, 409, "a member already");
    t.clock.advance_seconds(7 * 86_400);
    assert_eq!(t.anonymous().post(ACCEPT, with_account(&token, "Cy", PASSWORD)).await.pointers(), ["/token"]);
    let ada = t.signed_in("ada@example.com").await;
    assert_eq!(open(&t, &ada).await, 0);
    assert_eq!(invite(&t, &ada, "cy@example.com", "user").await.status, 201, "the one that ended is in nobody's way");
}

#[tokio::test]
async fn an_admin_hands_the_role_on_and_only_once() {
    let t = TestIssuer::new().await;
    let ada = t.member("ada@example.com", t.a.id, Role::Admin).await;
    let bob = t.member("bob@example.com", t.a.id, Role::User).await;
    let cy = t.member("cy@example.com", t.a.id, Role::User).await;
    let eve = t.member("eve@example.com", t.b.id, Role::Admin).await;
    let hand_on = async |by: &TestPerson, to: &TestPerson| {
        t.with_person(by).post(&format!("/api/v1/members/{}/transfer", to.id), "").await.status.as_u16()
    };
    assert_eq!(hand_on(&bob, &cy).await, 403);
    assert_eq!(hand_on(&ada, &eve).await, 404, "not a member");
    assert_eq!(hand_on(&eve, &bob).await, 404);
    assert_eq!(hand_on(&ada, &ada).await, 409);
    // To two at once: one of them gets it.
    let mut handed = <[u16; 2]>::from(tokio::join!(hand_on(&ada, &bob), hand_on(&ada, &cy)));
    handed.sort_unstable();
    assert_eq!(handed, [204, 403]);
    let admins = "select count(*) from memberships m join organizations o using (organization_id)
        where m.role = 'admin' and o.name = 'Acme GmbH'";
    assert_eq!(t.database.count(admins).await, 1);
    assert_eq!(hand_on(&ada, &bob).await, 403, "hers no more");
}
