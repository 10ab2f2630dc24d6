//! What issuers of tokens publish: their keys, and the status lists of their tokens.
//!
//! Specs: <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>, §5,
//! <https://www.rfc-editor.org/rfc/rfc7517#section-5>

use super::super::request::{InvalidOption, Members};
use super::{Fetched, Material, each, fetched, origin};
use crate::credential::is_url;
use crate::did::Document;
use crate::json::{Object, Value};
use crate::securing::jose::numeric_date;
use crate::securing::{Securing, open_token};
use crate::time::Timestamp;

/// Keys that an issuer publishes: its metadata (`/.well-known/jwt-vc-issuer`), or the key set that those name.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedKeys {
    /// The issuer, or the URL of the key set.
    name: String,
    jwks_uri: Option<String>,
    keys: Vec<Value>,
}

impl PublishedKeys {
    /// Where the keys are, where they are not here.
    #[must_use]
    pub fn jwks_uri(&self) -> Option<&str> {
        self.jwks_uri.as_deref()
    }

    fn has_same_name(found: &Fetched<Self>, other: &Fetched<Self>) -> bool {
        found.name == other.name
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &Object> {
        self.keys.iter().filter_map(Value::as_object)
    }
}

/// A status list in a token, from the `uri` of the tokens that it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusListToken {
    claims: Object,
    securing: Securing,
}

impl StatusListToken {
    /// The claims. Nobody has checked them yet.
    #[cfg(feature = "status")]
    pub(crate) fn claims(&self) -> &Object {
        &self.claims
    }

    pub(crate) fn securing(&self) -> &Securing {
        &self.securing
    }
}

/// The keys of a JSON Web Key Set, as many as a document may list.
fn keys_of(set: Option<&Value>) -> Result<Vec<Value>, InvalidOption> {
    let keys = set.and_then(Value::as_object).and_then(|set| set.get("keys")?.as_array());
    let keys = keys.filter(|keys| keys.len() <= Document::MAX_METHODS);
    keys.map(<[Value]>::to_vec).ok_or(InvalidOption::at("", "a key set of no more than 256 keys"))
}

impl Material {
    /// Adds the metadata of an `https` issuer (`/.well-known/jwt-vc-issuer`); later ones of the same issuer replace
    /// earlier ones.
    pub fn add_issuer_metadata(&mut self, metadata: &Object, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        let text = |name: &str| metadata.get(name).and_then(Value::as_str);
        let name = text("issuer").filter(|issuer| is_url(issuer)).ok_or(InvalidOption::at("/issuer", "a URL"))?;
        let jwks_uri = text("jwks_uri").map(str::to_owned);
        // §5.2: the one or the other.
        let keys = match (metadata.get("jwks"), &jwks_uri) {
            (None, Some(_)) => Vec::new(),
            (Some(set), None) => keys_of(Some(set)).map_err(|fault| fault.under("/jwks"))?,
            (None, None) | (Some(_), Some(_)) => return Err(InvalidOption::at("", "either jwks or jwks_uri")),
        };
        Fetched { what: PublishedKeys { name: name.to_owned(), jwks_uri, keys }, from, at }
            .replace(&mut self.issuers, PublishedKeys::has_same_name);
        Ok(())
    }

    /// Adds a JSON Web Key Set; a later one from the same URL replaces an earlier one.
    pub fn add_jwk_set(&mut self, set: Object, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        let keys = keys_of(Some(&set.into()))?;
        Fetched { what: PublishedKeys { name: from.clone(), jwks_uri: None, keys }, from, at }
            .replace(&mut self.jwk_sets, PublishedKeys::has_same_name);
        Ok(())
    }

    /// Adds a status list in a token, in compact form; a later one from the same URL replaces an earlier one. What is
    /// wrong with it is for the report to say.
    pub fn add_status_list_token(&mut self, token: &str, from: String, at: Timestamp) -> Result<(), InvalidOption> {
        if !is_url(&from) {
            return Err(InvalidOption::at("/from", "a URL"));
        }
        let (claims, securing) = open_token(token);
        Fetched { what: StatusListToken { claims, securing }, from, at }
            .replace(&mut self.status_list_tokens, Fetched::is_from_same_url);
        Ok(())
    }

    /// Reads what is said of tokens' issuers in the JSON form of material.
    pub(super) fn read_published(&mut self, members: &Members<'_>) -> Result<(), InvalidOption> {
        each(members, "issuerMetadata", Self::MAX_DOCUMENTS, |entry| {
            let (metadata, from, at) = fetched(entry, "metadata")?;
            self.add_issuer_metadata(&metadata, from, at).map_err(|fault| fault.under("/metadata"))
        })?;
        each(members, "jwkSets", Self::MAX_DOCUMENTS, |entry| {
            let (set, from, at) = fetched(entry, "jwkSet")?;
            self.add_jwk_set(set, from, at).map_err(|fault| fault.under("/jwkSet"))
        })?;
        each(members, "statusListTokens", Self::MAX_STATUS_LISTS, |entry| {
            let members = Members::of(entry, &["token", "from", "at"])?;
            let token = members.text("token")?.ok_or(InvalidOption::at("/token", "text"))?;
            let (from, at) = origin(&members)?;
            self.add_status_list_token(token.trim_ascii(), from, at)
        })
    }

    /// The status lists in tokens that vouch for themselves: as [`Self::stapled`], by `iat` and `exp`.
    pub(super) fn stapled_tokens(&self, now: Timestamp) -> Vec<Fetched<StatusListToken>> {
        let dated = self.status_list_tokens.iter().filter_map(|list| {
            let time = |name: &str| numeric_date(&list.what.claims, name).ok().flatten();
            let (at, _end) = (time("iat")?, time("exp")?);
            let recent = at.plus_seconds(Self::MAX_STAPLED_SECONDS) >= now;
            recent.then(|| Fetched { at, ..list.clone() })
        });
        dated.collect()
    }

    /// The metadata of an issuer, if they are here.
    #[must_use]
    pub fn issuer_metadata(&self, issuer: &str) -> Option<&Fetched<PublishedKeys>> {
        self.issuers.iter().find(|found| found.name == issuer)
    }

    /// The key set from `url`, if it is here.
    #[must_use]
    pub fn jwk_set(&self, url: &str) -> Option<&Fetched<PublishedKeys>> {
        self.jwk_sets.iter().find(|found| found.name == url)
    }

    /// The status list in a token from `url`, if it is here.
    #[must_use]
    pub fn status_list_token(&self, url: &str) -> Option<&Fetched<StatusListToken>> {
        self.status_list_tokens.iter().find(|found| found.from == url)
    }
}
