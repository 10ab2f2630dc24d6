//! What only an SD-JWT has: a holder's key binding, and issuers who publish their keys at an `https` URL.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc9901#section-7.3>,
//! <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>, §5

use super::securing::{key_error, key_type};
use super::{Check, CheckName, Code, Outcome, Verifier};
use crate::credential::SignedCredential;
use crate::did::VerificationMethodId;
use crate::json::{Object, Value};
use crate::key::PublicKey;
use crate::securing::data_integrity::Purpose;
use crate::securing::jose::{Header, numeric_date};
use crate::securing::sd_jwt::{KeyBinding, SdJwt, TYPE_KEY_BINDING};

impl Verifier<'_> {
    /// The checks of key binding, where there is one. That there must be one is for the policy to say.
    pub(super) fn key_binding(&self, credential: &SignedCredential) -> Vec<Check> {
        let Some(token) = credential.securing().sd_jwt() else { return Vec::new() };
        let Some(binding) = &token.binding else { return Vec::new() };
        let holder = self.holder(token, binding, credential.object()).err().unwrap_or(Code::HolderSigned);
        let challenge = match holder.outcome() {
            Outcome::Pass => self.occasion(&binding.claims, "nonce", "aud"),
            Outcome::Fail | Outcome::NotChecked => Code::NotReached,
        };
        let check = |name, code| Check::new(name, code, self.policy);
        vec![check(CheckName::Holder, holder), check(CheckName::Challenge, challenge)]
    }

    /// RFC 9901 §7.3 (5), but for what is asked of the occasion (5.6). How old a binding may be is no more than that: one
    /// that repeats a fresh challenge is fresh.
    fn holder(&self, token: &SdJwt, binding: &KeyBinding, payload: &Object) -> Result<(), Code> {
        let (header, claims) = (&binding.token.header, &binding.claims);
        // (5.4)
        if header.media_type.as_deref() != Some(TYPE_KEY_BINDING) {
            return Err(Code::TokenTypeMismatch);
        }
        // §4.3: each of them once, and as text.
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let time = |name: &str| numeric_date(claims, name).map_err(|_| Code::ProofMalformed);
        let (Some(hash), Some(_), Some(_)) = (text("sd_hash"), text("aud"), text("nonce")) else {
            return Err(Code::ProofMalformed);
        };
        let made = time("iat")?.ok_or(Code::ProofMalformed)?;
        let (ends, begins) = (time("exp")?, time("nbf")?.map_or(made, |begin| begin.max(made)));
        // (5.1) to (5.3)
        let key_type = key_type(header)?;
        let key = self.confirmation(payload)?;
        if key.key_type() != key_type {
            return Err(Code::KeyMismatch);
        }
        if !binding.token.is_by(&key) {
            return Err(Code::SignatureMismatch);
        }
        // (5.7)
        if hash != token.hash() {
            return Err(Code::KeyBindingMismatch);
        }
        // (5.5), (5.8)
        let tolerance = self.policy.tolerance();
        if self.now.plus_seconds(tolerance) < begins {
            return Err(Code::ProofNotYetValid);
        }
        if ends.is_some_and(|end| end < self.now.plus_seconds(-tolerance)) {
            return Err(Code::ProofExpired);
        }
        Ok(())
    }

    /// The key that the issuer confirms to be the holder's (RFC 7800 §3.2, §3.4).
    fn confirmation(&self, payload: &Object) -> Result<PublicKey, Code> {
        let confirmation = payload.get("cnf").ok_or(Code::HolderUnnamed)?.as_object().ok_or(Code::KeyInvalid)?;
        if let Some(jwk) = confirmation.get("jwk") {
            return PublicKey::from_jwk(jwk.as_object().ok_or(Code::KeyInvalid)?).map_err(key_error);
        }
        match confirmed_method(payload) {
            Some(method) => self.key(&method, Purpose::Authentication, self.now),
            None => Err(Code::KeyUnsupported),
        }
    }

    /// The key that a header names among those that an `https` issuer publishes (SD-JWT VC §5); none where the issuer or
    /// the header is of another kind.
    pub(super) fn published_key(&self, header: &Header, issuer: &str) -> Option<Result<PublicKey, Code>> {
        if header.has_certificates && !issuer.starts_with("did:") {
            return Some(Err(Code::KeyUnsupported));
        }
        (issuer.starts_with("https://") && !header.names_a_method()).then(|| self.key_from_metadata(header, issuer))
    }

    fn key_from_metadata(&self, header: &Header, issuer: &str) -> Result<PublicKey, Code> {
        let key_type = key_type(header)?;
        let metadata = self.material.issuer_metadata(issuer).ok_or(Code::KeyUnresolved)?;
        let keys = match metadata.jwks_uri() {
            Some(url) => self.material.jwk_set(url).ok_or(Code::KeyUnresolved)?,
            None => metadata,
        };
        if [metadata, keys].iter().any(|found| self.policy.is_stale(found.at(), self.now)) {
            return Err(Code::KeyStale);
        }
        let named = |key: &&Object| match &header.key_id {
            Some(name) => key.get("kid").and_then(Value::as_str) == Some(name),
            // One that names none must have one of its type only.
            None => PublicKey::from_jwk(key).is_ok_and(|key| key.key_type() == key_type),
        };
        let mut found = keys.keys().filter(named);
        match (found.next(), found.next()) {
            (Some(key), None) => PublicKey::from_jwk(key).map_err(key_error),
            (None, _) => Err(Code::KeyNotAuthorized),
            (Some(_), Some(_)) => Err(Code::KeyUnresolved),
        }
    }
}

/// The verification method by which an issuer confirms a holder's key, where it does so by name.
pub(crate) fn confirmed_method(payload: &Object) -> Option<VerificationMethodId> {
    let name = payload.get("cnf")?.as_object()?.get("kid")?.as_str()?;
    VerificationMethodId::parse(name).ok()
}
