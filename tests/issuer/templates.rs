//! Managing what an organisation has: names, schemas, what may not stand twice.

use harness::TestIssuer;
use proofpass_issuer::issue::api_key::{self, NewApiKey};
use proofpass_issuer::issue::template::{self, NewTemplate};
use proofpass_issuer::issue::{Error, organization};
use proofpass_issuer::network::Networks;
use proofpass_issuer::store::Conflict;
use proofpass_issuer::store::api_keys::{Environment, Scope};
use proofpass_issuer::store::templates::Visibility;

fn pointer<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(faults)) => faults[0].pointer.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn templates_are_named_once_in_each_organisation() {
    let t = TestIssuer::new().await;
    let new = |name: &str| NewTemplate {
        organization_id: t.a.id,
        name: name.to_owned(),
        credential_type: "T".to_owned(),
        claims_schema: harness::schema().to_owned(),
        visibility: Visibility::Private,
        validity_days: None,
    };
    template::create(&t.issuer, new("one")).await.unwrap();
    let again = template::create(&t.issuer, new("one")).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::TemplateName))), "{again:?}");
    template::create(&t.issuer, NewTemplate { organization_id: t.b.id, ..new("one") }).await.unwrap();

    for (broken, expected) in [
        (NewTemplate { name: String::new(), ..new("x") }, "/name"),
        (NewTemplate { name: " x".to_owned(), ..new("x") }, "/name"),
        (NewTemplate { name: "x\u{7}".to_owned(), ..new("x") }, "/name"),
        (NewTemplate { name: "x".repeat(201), ..new("x") }, "/name"),
        (NewTemplate { credential_type: "a b".to_owned(), ..new("x") }, "/credentialType"),
        (NewTemplate { credential_type: "VerifiableCredential".to_owned(), ..new("x") }, "/credentialType"),
        (NewTemplate { claims_schema: "{}".to_owned(), ..new("x") }, "/claimsSchema/type"),
        (NewTemplate { claims_schema: "not json".to_owned(), ..new("x") }, "/claimsSchema"),
        (NewTemplate { validity_days: Some(0), ..new("x") }, "/validityDays"),
        (NewTemplate { validity_days: Some(36_501), ..new("x") }, "/validityDays"),
    ] {
        assert_eq!(pointer(template::create(&t.issuer, broken).await), expected);
    }
    let nobody = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6".parse().unwrap();
    let result = template::create(&t.issuer, NewTemplate { organization_id: nobody, ..new("x") }).await;
    assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
}

#[tokio::test]
async fn organisations_are_named_once() {
    let t = TestIssuer::new().await;
    let again = organization::create(&t.issuer, "Acme GmbH").await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::OrganizationName))), "{again:?}");
    assert_eq!(pointer(organization::create(&t.issuer, "").await), "/name");
}

#[tokio::test]
async fn every_api_key_ends_within_a_year() {
    let t = TestIssuer::new().await;
    let new = |days| NewApiKey {
        organization_id: t.a.id,
        name: "x".to_owned(),
        environment: Environment::Live,
        scopes: Scope::ALL.to_vec(),
        addresses: Networks::default(),
        days,
    };
    for days in [0, 366, u16::MAX] {
        assert_eq!(pointer(api_key::create(&t.issuer, new(days)).await), "/days");
    }
    assert_eq!(pointer(api_key::create(&t.issuer, NewApiKey { scopes: Vec::new(), ..new(1) }).await), "/scopes");
    let (_, record) = api_key::create(&t.issuer, new(365)).await.unwrap();
    assert_eq!(record.expires_at, t.now().plus_seconds(365 * 86_400));
    let nobody = "01a20ae6-ed17-706a-b5f4-c87ea95de1a6".parse().unwrap();
    let result = api_key::create(&t.issuer, NewApiKey { organization_id: nobody, ..new(1) }).await;
    assert!(matches!(result, Err(Error::NotFound)));
}
