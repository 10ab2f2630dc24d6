//! A passport in the words of the UN Transparency Protocol, version 0.6.1: its issuer and its subject.
//!
//! In scope: the product as UNTP describes it, as far as a passport knows it. Out of scope: claims of conformity, emissions and
//! circularity, which are the business of whoever measures them: a passport gathers their credentials. Contexts are
//! addresses only, because UNTP's schema asks for text there; our own names have a context of their own, published beside.
//! Spec: <https://uncefact.github.io/spec-untp/docs/specification/DigitalProductPassport>

use proofpass::json::{Object, Value};

use super::super::PublicUrl;
use super::super::product_id::{self, Link};
use crate::store::passports::Passport;

/// Its context, which the verifier has at hand.
const CONTEXT: &str = "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/";

/// Names of ours that are names of UNTP as well.
pub(super) const TERMS: [&str; 2] = ["DigitalProductPassport", "Product"];

/// The contexts after that of credentials.
pub(super) fn contexts(url: &PublicUrl) -> Vec<Value> {
    vec![CONTEXT.into(), format!("{url}/contexts/passport/v1").into()]
}

/// An issuer as UNTP types it.
pub(super) fn issuer(named: &Object) -> Object {
    let mut issuer = Object::new().with("type", vec![Value::from("CredentialIssuer")]);
    for (name, value) in named.iter() {
        issuer.insert(name, value.clone());
    }
    issuer
}

/// The passport, of the product. What the product's id says as a GS1 Digital Link is said in UNTP's members too: its
/// number, batch and serial number, and which of a model, a batch and an item the passport is about.
pub(super) fn subject(url: String, product_url: String, passport: &Passport) -> Object {
    let link = Link::parse(&passport.product_id);
    let registered = link.as_ref().map_or(passport.product_id.as_str(), |link| link.gtin);
    let mut product = Object::new()
        .with("type", vec![Value::from("Product")])
        .with("id", product_url)
        .with("name", passport.name.as_str())
        .with("registeredId", registered);
    if let Some(description) = &passport.description {
        product.insert("description", description.as_str());
    }
    let mut level = "model";
    if let Some(link) = link {
        let scheme = Object::new()
            .with("type", vec![Value::from("IdentifierScheme")])
            .with("id", product_id::GTIN_SCHEME)
            .with("name", "Global Trade Identification Number (GTIN)");
        product.insert("idScheme", scheme);
        if let Some(batch) = link.batch {
            product.insert("batchNumber", batch);
            level = "batch";
        }
        if let Some(serial) = link.serial {
            product.insert("serialNumber", serial);
            level = "item";
        }
    }
    Object::new()
        .with("type", vec![Value::from("ProductPassport")])
        .with("id", url)
        .with("product", product)
        .with("granularityLevel", level)
}
