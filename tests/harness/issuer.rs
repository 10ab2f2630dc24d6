//! An issuer in this process: the real router on a real database, with two organisations.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use proofpass::time::Timestamp;
use proofpass_issuer::clock::{Clock as _, ManualClock};
use proofpass_issuer::http::assets::Assets;
use proofpass_issuer::http::{App, router};
use proofpass_issuer::id::{AttestationId, OrganizationId, TemplateId};
use proofpass_issuer::issue::api_key::{self, NewApiKey, Pepper, Peppers};
use proofpass_issuer::issue::plan::Plan;
use proofpass_issuer::issue::template::{self, NewTemplate};
use proofpass_issuer::issue::{Issuer, Parts, PublicUrl, issuer_key, organization};
use proofpass_issuer::network::Networks;
use proofpass_issuer::store::Store;
use proofpass_issuer::store::api_keys::{Environment, Scope};
use proofpass_issuer::store::seal::Sealer;
use proofpass_issuer::store::templates::Visibility;
use secrecy::{SecretBox, SecretString};

use crate::{Anonymous, Answer, ApiKeyClient, Cable, Client as _, Database, SeededRng};

/// When every test begins.
pub const START: &str = "2026-11-23T12:00:00Z";

/// An issuer of one test.
pub struct TestIssuer {
    /// What decides.
    pub issuer: Issuer,
    /// The time, which stands still.
    pub clock: Arc<ManualClock>,
    /// The service, before it has routes.
    pub app: App,
    /// The service.
    pub router: Router,
    /// An organisation.
    pub a: Organization,
    /// Another, which must not learn anything about the first.
    pub b: Organization,
    /// Where it all rests.
    pub database: Database,
}

/// An organisation with keys and templates.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Key.
    pub id: OrganizationId,
    /// A key with every scope.
    pub key: String,
    /// Open to anybody.
    pub public: TemplateId,
    /// Open to the organisation.
    pub private: TemplateId,
}

/// The schema of the templates of [`TestIssuer`].
#[must_use]
pub fn schema() -> &'static str {
    r#"{"type":"object","required":["certificationId"],"properties":{"certificationId":{"type":"string"},"weight":{"type":"number"},"parts":{"type":"array","items":{"type":"object","properties":{"material":{"type":"string"}}}}}}"#
}

/// Settings of production in place of those of development.
#[must_use]
pub fn production(parts: Parts) -> Parts {
    Parts { test_keys: false, public_url: PublicUrl::parse("https://issuer.example").unwrap(), ..parts }
}

/// Keys of API key hashes.
#[must_use]
pub fn peppers() -> Peppers {
    Peppers { current: Pepper::new(SecretBox::new(Box::new([8; 32]))), older: Vec::new() }
}

impl TestIssuer {
    /// With the settings of development.
    pub async fn new() -> Self {
        Self::with(|parts| parts, None).await
    }

    /// With other settings, and with the verifier's files where a folder is given.
    pub async fn with(change: impl FnOnce(Parts) -> Parts, assets: Option<&Path>) -> Self {
        let database = Database::new().await;
        let url = database.url();
        Self::on(database, &url, change, assets).await
    }

    /// With a cable to its database.
    pub async fn wired() -> (Self, Cable) {
        let database = Database::new().await;
        let cable = Cable::to(&database).await;
        (Self::on(database, &cable.url(), |parts| parts, None).await, cable)
    }

    async fn on(
        database: Database,
        url: &SecretString,
        change: impl FnOnce(Parts) -> Parts,
        assets: Option<&Path>,
    ) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::parse(START).unwrap()));
        let issuer = Issuer::new(change(Parts {
            store: Store::open(url).unwrap(),
            sealer: Sealer::new(&SecretBox::new(Box::new([7; 32]))),
            peppers: peppers(),
            clock: clock.clone(),
            rng: Arc::new(SeededRng::new("issuer")),
            public_url: PublicUrl::parse("http://issuer.test").unwrap(),
            test_keys: true,
            // Tests of plans say another.
            default_plan: Plan::Enterprise,
            mail: false,
        }));
        let a = Organization::create(&issuer, "Acme GmbH").await;
        let b = Organization::create(&issuer, "Borealis Oy").await;
        let app = App::new(issuer.clone(), assets.map(|folder| Assets::read(folder).unwrap()));
        Self { issuer, clock, router: router(app.clone()), app, a, b, database }
    }

    /// Nobody in particular.
    #[must_use]
    pub fn anonymous(&self) -> Anonymous {
        Anonymous(self.router.clone())
    }

    /// Nobody in particular, who asks a service with other settings.
    #[must_use]
    pub fn with_app(&self, app: App) -> Anonymous {
        Anonymous(router(app))
    }

    /// The first organisation's program.
    #[must_use]
    pub fn a(&self) -> ApiKeyClient {
        self.with_key(&self.a.key)
    }

    /// The second organisation's program.
    #[must_use]
    pub fn b(&self) -> ApiKeyClient {
        self.with_key(&self.b.key)
    }

    /// Whoever holds `key`.
    #[must_use]
    pub fn with_key(&self, key: &str) -> ApiKeyClient {
        ApiKeyClient { router: self.router.clone(), key: key.to_owned() }
    }

    /// A new key of the first organisation.
    pub async fn new_key(&self, environment: Environment, scopes: &[Scope], days: u16) -> String {
        new_key(&self.issuer, self.a.id, environment, scopes, days).await
    }

    /// A new template of the first organisation, private, named by its own schema's digest.
    pub async fn new_template(&self, schema: &str) -> TemplateId {
        let name = proofpass::digest::Digest::of(schema.as_bytes()).to_string();
        new_template(&self.issuer, self.a.id, &name, schema, Visibility::Private, None).await
    }

    /// An attestation of the first organisation, and its id.
    pub async fn issue(&self, template: TemplateId) -> (AttestationId, Answer) {
        let answer = self.a().post("/api/v1/attestations", self.request(template)).await;
        assert_eq!(answer.status, 201, "{answer}");
        (answer.member("id").parse().unwrap(), answer)
    }

    /// The body of a good request.
    #[must_use]
    pub fn request(&self, template: TemplateId) -> String {
        format!(
            r#"{{"templateId":"{template}","subject":{{"id":"PROD-123","type":"Product"}},"claims":{{"certificationId":"CERT-001"}}}}"#
        )
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How many attestations there are.
    pub async fn attestations(&self) -> i64 {
        self.database.count("select count(*) from attestations").await
    }
}

impl fmt::Debug for TestIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestIssuer")
    }
}

impl Organization {
    async fn create(issuer: &Issuer, name: &str) -> Self {
        let id = organization::create(issuer, name).await.unwrap().id;
        issuer_key::create(issuer, id, false).await.unwrap();
        Self {
            id,
            key: new_key(issuer, id, Environment::Live, &Scope::ALL, 90).await,
            public: new_template(issuer, id, "public", schema(), Visibility::Public, Some(365)).await,
            private: new_template(issuer, id, "private", schema(), Visibility::Private, None).await,
        }
    }
}

async fn new_key(issuer: &Issuer, id: OrganizationId, environment: Environment, scopes: &[Scope], days: u16) -> String {
    let (name, scopes, addresses) = ("test".to_owned(), scopes.to_vec(), Networks::default());
    let new = NewApiKey { organization_id: id, name, environment, scopes, addresses, days };
    api_key::create(issuer, new).await.unwrap().0.expose().to_owned()
}

async fn new_template(
    issuer: &Issuer,
    organization_id: OrganizationId,
    name: &str,
    schema: &str,
    visibility: Visibility,
    validity_days: Option<u16>,
) -> TemplateId {
    let new = NewTemplate {
        organization_id,
        name: name.to_owned(),
        credential_type: "ProductCertificate".to_owned(),
        claims_schema: schema.to_owned(),
        visibility,
        validity_days,
    };
    template::create(issuer, new).await.unwrap().0.id
}
