//! Holders of committed claims: what wallets keep, and what they make of a request.

use std::sync::LazyLock;

use harness::{Answer as Heard, Client as _, TestIssuer};
use http::Request;
use proofpass::json::Value;
use proofpass::zk::{
    Answer, CommittedCredential, ProofPresentation, ProofRequest, StatusBits, StatusEvidence, Unanswerable, listed_key,
    secret_from_text,
};
use proofpass_issuer::issue::{Parts, PublicUrl};
use proofpass_zk::credential::HolderSecret;
use proofpass_zk::prove::{ProvingKey, development_key};

const ISSUE: &str = "/api/v1/attestations";

static KEY: LazyLock<ProvingKey> = LazyLock::new(|| development_key().unwrap());

/// An issuer of a developer, over https, whose first organisation signs as its `did:web`.
pub(crate) async fn developers() -> TestIssuer {
    let https = |parts| Parts { public_url: PublicUrl::parse("https://issuer.example").unwrap(), ..parts };
    let t = TestIssuer::with(https, None).await;
    let web = Request::put("/api/v1/issuer-identity").header("content-type", "application/json");
    assert_eq!(t.a().send(web, r#"{"method":"web"}"#).await.status, 200);
    assert_eq!(t.a().post("/api/v1/issuer-keys", r#"{"replace":true}"#).await.status, 201);
    t
}

/// Somebody with a credential: what a wallet keeps.
pub(crate) struct Holder {
    /// The attestation's id.
    pub(crate) attestation: String,
    pub(crate) file: CommittedCredential,
    pub(crate) secret: HolderSecret,
}

pub(crate) async fn template(t: &TestIssuer) -> String {
    let body = r#"{"name":"Identity","credentialType":"Identity","visibility":"private",
        "claimsSchema":{"type":"object","properties":{"birthDate":{"type":"string","format":"date"},
            "country":{"type":"string"},"income":{"type":"integer"}}},
        "claims":[{"claim":"/birthDate","handling":"committed"},{"claim":"/country","handling":"committed"},
            {"claim":"/income","handling":"committed"}]}"#;
    let id = t.a().post("/api/v1/templates", body).await.member("id");
    t.a().post(&format!("/api/v1/templates/{id}/versions/1/publish"), "{}").await;
    id
}

pub(crate) async fn holder(t: &TestIssuer, template: &str, claims: &str, more: &str) -> (Holder, Heard) {
    let body =
        format!(r#"{{"templateId":"{template}","subject":{{"id":"P-1","type":"Person"}},"claims":{claims}{more}}}"#);
    let answer = t.a().post(ISSUE, body).await;
    assert_eq!(answer.status, 201, "{answer}");
    let file = answer.object().get("committed").and_then(Value::as_object).unwrap().clone();
    let secret = match answer.object().get("holderSecret").and_then(Value::as_str) {
        Some(text) => secret_from_text(text).unwrap(),
        None => HolderSecret::new([3; 31]),
    };
    let holder =
        Holder { attestation: answer.member("id"), file: CommittedCredential::from_object(&file).unwrap(), secret };
    (holder, answer)
}

pub(crate) async fn adult(t: &TestIssuer) -> Holder {
    holder(t, &template(t).await, r#"{"birthDate":"1990-05-17","country":"DE"}"#, "").await.0
}

pub(crate) fn path(url: &str) -> &str {
    url.strip_prefix("https://issuer.example").unwrap()
}

impl Holder {
    /// What a wallet makes of a request, with what is published now.
    pub(crate) async fn answer(
        &self,
        t: &TestIssuer,
        request: &ProofRequest,
    ) -> Result<ProofPresentation, Unanswerable> {
        let document = t.anonymous().get(&format!("/organizations/{}/did.json", t.a.id)).await.object();
        let key = listed_key(&document, self.file.verification_method(), t.now()).unwrap();
        let evidence = if request.max_status_age_seconds().is_some() {
            let url = &self.file.status().unwrap().url;
            let commitment = t.anonymous().get(path(url)).await.object();
            let bits = t.anonymous().get(&format!("{}/bits", path(url))).await;
            StatusEvidence::new(&commitment, &StatusBits::parse(&bits.body, url).unwrap())
        } else {
            None
        };
        let answer = Answer::new(request, &self.file, &key, &self.secret, evidence.as_ref())?;
        let mut random = [0; 128];
        proofpass_issuer::rng::Rng::fill(&*t.issuer.rng, &mut random).unwrap();
        answer.prove(&KEY, &random)
    }
}
