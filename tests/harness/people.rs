//! People of a test: they register, and call with the tokens they get.

use proofpass::json::Value;
use proofpass_issuer::id::{OrganizationId, UserId};
use proofpass_issuer::store::memberships::{self, Role};

use crate::{Answer, ApiKeyClient, Client as _, TestIssuer};

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse; battery 'staple'";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct TestPerson {
    /// Key.
    pub id: String,
    /// Their access token.
    pub token: String,
    /// Their refresh token.
    pub refresh: String,
    /// Their session.
    pub session: String,
}

impl TestPerson {
    /// From what they were told.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let body = answer.object();
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap().to_owned();
        let user = body.get("user").and_then(Value::as_object).unwrap();
        let id = user.get("id").and_then(Value::as_str).unwrap().to_owned();
        Self { id, token: text("token"), refresh: text("refreshToken"), session: text("sessionId") }
    }
}

impl TestIssuer {
    /// Somebody new, who acts for nobody.
    pub async fn person(&self, email: &str) -> TestPerson {
        TestPerson::of(&self.register(email, None).await)
    }

    /// Somebody new, with an organisation of their own.
    pub async fn founder(&self, email: &str, organization: &str) -> TestPerson {
        TestPerson::of(&self.register(email, Some(organization)).await)
    }

    /// Somebody new, who works for an organisation that is there.
    pub async fn member(&self, email: &str, organization: OrganizationId, role: Role) -> TestPerson {
        let person = self.person(email).await;
        let user: UserId = person.id.parse().unwrap();
        let mut tx = self.issuer.store.tx("test_member").await.unwrap();
        memberships::insert(&mut tx, organization, user, role, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        let choice = format!(r#"{{"organizationId":"{organization}"}}"#);
        let answer = self.with_person(&person).post("/api/v1/auth/organization", choice).await;
        TestPerson { token: answer.member("token"), ..person }
    }

    /// Somebody who is there, and works for an organisation from now on, in a session of its own.
    pub async fn joined(&self, email: &str, organization: OrganizationId, role: Role) -> TestPerson {
        let user: UserId = self.signed_in(email).await.id.parse().unwrap();
        let mut tx = self.issuer.store.tx("test_join").await.unwrap();
        memberships::insert(&mut tx, organization, user, role, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.signed_in(email).await
    }

    /// Somebody who is there, in a session of its own.
    pub async fn signed_in(&self, email: &str) -> TestPerson {
        let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}"}}"#);
        TestPerson::of(&self.anonymous().post("/api/v1/auth/login", body).await)
    }

    /// Whoever holds the tokens of `person`.
    #[must_use]
    pub fn with_person(&self, person: &TestPerson) -> ApiKeyClient {
        self.with_key(&person.token)
    }

    async fn register(&self, email: &str, organization: Option<&str>) -> Answer {
        let organization = organization.map(|name| format!(r#","organization":"{name}""#)).unwrap_or_default();
        let body = format!(r#"{{"email":"{email}","password":"{PASSWORD}","name":"Somebody"{organization}}}"#);
        let answer = self.anonymous().post("/api/v1/auth/register", body).await;
        assert_eq!(answer.status, 201, "{answer}");
        answer
    }
}
