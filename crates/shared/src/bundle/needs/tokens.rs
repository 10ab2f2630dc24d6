//! What SD-JWTs need beyond what every credential may need: keys that issuers and holders name otherwise, and the status
//! lists of tokens.
//!
//! Specs: <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>, §5,
//! <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>, §8

use super::{Need, Needs, is_on_the_web};
use crate::bundle::Bundle;
use crate::credential::SignedCredential;
use crate::securing::Securing;
use crate::verify::{Material, confirmed_method};

impl Needs<'_> {
    /// The key of a holder, and the status list of a token.
    pub(super) fn of_token(&mut self, credential: &SignedCredential) {
        let method = confirmed_method(credential.object()).filter(|_| credential.has_key_binding());
        self.documents(method.map(|method| method.controller().clone()).into_iter());
        if !credential.securing().may_be_by_published_key() {
            return;
        }
        let Some(url) = credential.token_status_url() else { return };
        let Some(list) = self.have.status_list_token(url) else {
            return self.add_up_to(Need::StatusListToken(url.to_owned()), Material::MAX_STATUS_LISTS);
        };
        self.key_of_securing(list.securing(), credential.issuer());
    }

    /// What is missing of the keys that an `https` issuer publishes; whether the key of a token is one of those.
    pub(super) fn published_key(&mut self, securing: &Securing, issuer: Option<&str>) -> bool {
        let by_name = securing.header().is_some_and(|header| !header.has_certificates && !header.names_a_method());
        let Some(issuer) = issuer.filter(|issuer| is_on_the_web(issuer)) else { return false };
        if !by_name || !securing.may_be_by_published_key() {
            return false;
        }
        match self.have.issuer_metadata(issuer) {
            None => self.add_up_to(Need::IssuerMetadata(issuer.to_owned()), Bundle::MAX_CREDENTIALS),
            Some(metadata) => {
                let url = metadata.jwks_uri().filter(|url| is_on_the_web(url) && self.have.jwk_set(url).is_none());
                if let Some(url) = url {
                    self.add_up_to(Need::JwkSet(url.to_owned()), Bundle::MAX_CREDENTIALS);
                }
            }
        }
        true
    }

    /// No more of a kind than are asked for.
    fn add_up_to(&mut self, need: Need, most: usize) {
        if self.needs.iter().filter(|other| other.kind() == need.kind()).count() < most {
            self.add(need);
        }
    }
}

/// SD-JWT VC §5: the well-known string stands between host and path.
pub(super) fn metadata_url(issuer: &str) -> String {
    let rest = issuer.strip_prefix("https://").unwrap_or(issuer);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("https://{host}/.well-known/jwt-vc-issuer{}", path.strip_suffix('/').unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::metadata_url;

    #[test]
    fn metadata_stand_between_host_and_path() {
        for (issuer, url) in [
            ("https://a.example", "https://a.example/.well-known/jwt-vc-issuer"),
            ("https://a.example/", "https://a.example/.well-known/jwt-vc-issuer"),
            ("https://a.example/tenant/1234", "https://a.example/.well-known/jwt-vc-issuer/tenant/1234"),
            ("https://a.example:8443/tenant/", "https://a.example:8443/.well-known/jwt-vc-issuer/tenant"),
        ] {
            assert_eq!(metadata_url(issuer), url);
        }
    }
}
