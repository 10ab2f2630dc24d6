//! SD-JWT: tokens of which a holder shows parts, and may show to be theirs.
//!
//! In scope: reading one in compact form and in the JSON serialization with one signature; which claims it discloses;
//! what its key binding says; making one and presenting it (feature `issue`). Two kinds of claims travel in them: the
//! credentials and presentations of data model 2.0 (`vc+sd-jwt`, `vp+sd-jwt`), and the credentials of SD-JWT VC
//! (`dc+sd-jwt`), which have claims of their own.
//! Out of scope: X.509 certificates in the header; type metadata, but for its digest (`verify`).
//! Specs: <https://www.rfc-editor.org/rfc/rfc9901>, <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>,
//! <https://www.w3.org/TR/vc-jose-cose/#with-sd-jwt>

mod disclosure;
#[cfg(feature = "issue")]
mod holder;
#[cfg(feature = "issue")]
mod issue;

#[cfg(feature = "issue")]
pub use holder::{Holding, HoldingError, KeyBindingOptions, PreparedKeyBinding};
#[cfg(feature = "issue")]
pub use issue::{Frame, FrameError, PreparedSdJwt, SdJwtOptions};

use super::jose::{Token, TokenError};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Value};
use disclosure::Disclosures;

/// The header's `typ` for a credential of data model 2.0 (Securing with JOSE and COSE §6.1).
pub const TYPE_VC: &str = "vc+sd-jwt";

/// The header's `typ` for a presentation of data model 2.0.
pub const TYPE_VP: &str = "vp+sd-jwt";

/// The header's `typ` for a credential of SD-JWT VC (§2.2.1).
pub const TYPE_DC: &str = "dc+sd-jwt";

/// The header's `typ` for key binding (RFC 9901 §4.3).
pub const TYPE_KEY_BINDING: &str = "kb+jwt";

/// What no holder may leave out of a credential of SD-JWT VC (§2.2.2.3), in whole or in part.
const ALWAYS_DISCLOSED: [&str; 8] = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"];

/// Why text is no SD-JWT that can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SdJwtError {
    /// What is disclosed does not fit what was signed.
    #[error("a disclosure that does not fit the token")]
    Disclosure,
    /// Not a token with its disclosures.
    #[error("not an SD-JWT")]
    Malformed,
    /// A token with an extension that must be understood, or digests by an algorithm that is not read here.
    #[error("an SD-JWT of a kind that is not read here")]
    Unsupported,
}

impl From<TokenError> for SdJwtError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Malformed => Self::Malformed,
            TokenError::Unsupported => Self::Unsupported,
        }
    }
}

/// An SD-JWT, with key binding or without: parsed, not yet believed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SdJwt {
    text: String,
    /// The issuer's token.
    pub(crate) token: Token,
    /// What the holder signed, if they did.
    pub(crate) binding: Option<KeyBinding>,
    /// Whether its claims are those of SD-JWT VC.
    pub(crate) is_sd_jwt_vc: bool,
    /// Digests whose claims are not shown. Some may stand for nothing (RFC 9901 §4.2.5).
    pub(crate) undisclosed: u32,
    hash: HashAlgorithm,
}

/// A holder's token about the disclosures that stand before it (RFC 9901 §4.3).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyBinding {
    pub(crate) token: Token,
    pub(crate) claims: Object,
}

impl SdJwt {
    /// Takes an SD-JWT apart into what secures it and the claims it shows: those of the issuer's token, with what is
    /// disclosed in its place, and without a trace of what is not.
    pub(crate) fn parse(text: &str) -> Result<(Self, Object), SdJwtError> {
        // RFC 9901 §7.1 (1): everything before the last tilde is the issuer's, what follows the holder's.
        let (issued, binding) = text.rsplit_once('~').ok_or(SdJwtError::Malformed)?;
        let mut parts = issued.split('~');
        let (token, mut payload) = Token::parse(parts.next().unwrap_or_default())?;
        let binding = match binding {
            "" => None,
            text => {
                let (token, claims) = Token::parse(text)?;
                Some(KeyBinding { token, claims })
            }
        };
        // (2.5)
        let hash = match payload.remove("_sd_alg") {
            None => HashAlgorithm::Sha256,
            Some(Value::String(name)) => hash_algorithm(&name).ok_or(SdJwtError::Unsupported)?,
            Some(_) => return Err(SdJwtError::Malformed),
        };
        let always: Vec<Option<Value>> = ALWAYS_DISCLOSED.map(|name| payload.get(name).cloned()).into();
        // (3) to (5)
        let mut disclosures = Disclosures::read(parts, hash)?;
        let claims = disclosures.process(payload)?;
        let undisclosed = disclosures.undisclosed()?;

        let is_sd_jwt_vc = token.header.media_type.as_deref() == Some(TYPE_DC)
            || (claims.get("vct").is_some() && claims.get("@context").is_none());
        let kept = || ALWAYS_DISCLOSED.iter().zip(&always).all(|(name, value)| claims.get(name) == value.as_ref());
        if is_sd_jwt_vc && !kept() {
            return Err(SdJwtError::Disclosure);
        }
        Ok((Self { text: text.to_owned(), token, binding, is_sd_jwt_vc, undisclosed, hash }, claims))
    }

    /// The compact form.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The `sd_hash` that binds a holder's token to what stands before it (RFC 9901 §4.3.1).
    pub(crate) fn hash(&self) -> String {
        let end = self.text.rfind('~').map_or(0, |at| at + 1);
        disclosure::digest(self.hash, &self.text[..end])
    }
}

/// The algorithms by which digests are made here: names of the IANA registry, from `sha-256` on.
fn hash_algorithm(name: &str) -> Option<HashAlgorithm> {
    match name {
        "sha-256" => Some(HashAlgorithm::Sha256),
        "sha-384" => Some(HashAlgorithm::Sha384),
        "sha-512" => Some(HashAlgorithm::Sha512),
        _ => None,
    }
}

/// The compact form of an SD-JWT in the JSON serialization (RFC 9901 §8): flattened, or general with one signature.
pub(crate) fn compact(object: &Object) -> Option<String> {
    let text = |object: &Object, name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let payload = text(object, "payload")?;
    let signed = match object.get("signatures") {
        None => object,
        Some(Value::Array(signatures)) if signatures.len() == 1 => signatures.first()?.as_object()?,
        Some(_) => return None,
    };
    let header = signed.get("header")?.as_object()?;
    let mut compact = format!("{}.{payload}.{}~", text(signed, "protected")?, text(signed, "signature")?);
    for disclosure in header.get("disclosures")?.as_array()? {
        compact.push_str(disclosure.as_str()?);
        compact.push('~');
    }
    if let Some(binding) = header.get("kb_jwt") {
        compact.push_str(binding.as_str()?);
    }
    Some(compact)
}

#[cfg(test)]
mod tests;
