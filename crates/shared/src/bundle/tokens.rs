//! What SD-JWTs need beyond what every credential may need: keys that issuers and holders name otherwise, and the status
//! lists of tokens.
//!
//! Specs: <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>, §5,
//! <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>, §8

use super::{Bundle, Need, add_document};
use crate::credential::is_url;
use crate::securing::Securing;
use crate::securing::jose::Header;
use crate::verify::Material;
use crate::verify::confirmed_method;

impl Bundle {
    pub(super) fn add_needs_of_tokens(&self, have: &Material, needs: &mut Vec<Need>) {
        let tokens = self.credentials.iter().filter(|credential| credential.securing().may_be_by_published_key());
        for credential in tokens {
            let issuer = credential.issuer().unwrap_or_default();
            add_keys(credential.securing(), issuer, have, needs);
            if credential.has_key_binding()
                && let Some(method) = confirmed_method(credential.object())
            {
                add_document(method.did().clone(), have, needs);
            }
            if let Some(url) = credential.token_status_url() {
                match have.status_list_token(url) {
                    None => add(Need::StatusListToken(url.to_owned()), Material::MAX_STATUS_LISTS, needs),
                    Some(list) => {
                        add_keys(list.securing(), issuer, have, needs);
                        if let Some(did) = list.securing().signer(Some(issuer)) {
                            add_document(did, have, needs);
                        }
                    }
                }
            }
        }
        let presentation = self.presentation.as_ref();
        if let Some(presentation) = presentation.filter(|shown| shown.securing().may_be_by_published_key()) {
            add_keys(presentation.securing(), presentation.holder().unwrap_or_default(), have, needs);
        }
    }
}

/// What is missing of the keys that an `https` issuer publishes.
fn add_keys(securing: &Securing, issuer: &str, have: &Material, needs: &mut Vec<Need>) {
    let names_key_of_did = |header: &Header| header.key_id.as_deref().is_some_and(|name| name.starts_with("did:"));
    let is_published = securing.header().is_some_and(|header| !header.has_certificates && !names_key_of_did(header));
    if !is_published || !is_fetchable(issuer) {
        return;
    }
    match have.issuer_metadata(issuer) {
        None => add(Need::IssuerMetadata(issuer.to_owned()), Bundle::MAX_CREDENTIALS, needs),
        Some(metadata) => {
            if let Some(url) = metadata.jwks_uri().filter(|url| is_fetchable(url) && have.jwk_set(url).is_none()) {
                add(Need::JwkSet(url.to_owned()), Bundle::MAX_CREDENTIALS, needs);
            }
        }
    }
}

/// Each thing once, and no more of a kind than are asked for.
fn add(need: Need, most: usize, needs: &mut Vec<Need>) {
    let is_like = |other: &&Need| std::mem::discriminant(*other) == std::mem::discriminant(&need);
    if !needs.contains(&need) && needs.iter().filter(is_like).count() < most {
        needs.push(need);
    }
}

fn is_fetchable(url: &str) -> bool {
    url.starts_with("https://") && is_url(url)
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
