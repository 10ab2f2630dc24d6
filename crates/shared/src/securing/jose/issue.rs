//! Making a token.
//!
//! Spec: <https://www.w3.org/TR/vc-jose-cose/#with-jose>

use super::{Algorithm, TYPE_CREDENTIAL, Token};
use crate::credential::{SignedCredential, UnsignedCredential};
use crate::did::VerificationMethodId;
use crate::jcs::canonicalize_object;
use crate::json::{Object, Value};
use crate::key::{PublicKey, Signature, SignatureMismatch, SigningKey};
use crate::multibase::encode_base64url_digits;
use crate::securing::Securing;

/// A token short of its signature: what a signer, near or far, is asked to sign.
#[derive(Clone, Debug)]
pub struct PreparedToken {
    claims: Object,
    key: PublicKey,
    signing_input: String,
}

impl PreparedToken {
    /// A credential as `vc+jwt`, to be signed by `key` under `method`, or under its own `did:key` where there is none.
    ///
    /// # Errors
    /// If `method` is the `did:key` or `did:jwk` of another key, or keys of that type sign no tokens.
    pub fn new(
        credential: UnsignedCredential,
        key: &PublicKey,
        method: Option<&VerificationMethodId>,
    ) -> Result<Self, SignatureMismatch> {
        let members = Object::new().with("cty", "vc");
        Self::of(credential.into_object(), key, method, TYPE_CREDENTIAL, &members)
    }

    pub(crate) fn of(
        claims: Object,
        key: &PublicKey,
        method: Option<&VerificationMethodId>,
        typ: &str,
        more: &Object,
    ) -> Result<Self, SignatureMismatch> {
        if method.and_then(VerificationMethodId::own_key).is_some_and(|named| named != Ok(*key)) {
            return Err(SignatureMismatch);
        }
        let key_id = method.map_or_else(|| key.verification_method(), ToString::to_string);
        let mut header = Object::new().with("kid", key_id).with("typ", typ);
        for (name, value) in more.iter() {
            header.insert(name, Value::clone(value));
        }
        Self::under(header, claims, key)
    }

    /// Under a header that is complete but for the algorithm.
    pub(crate) fn under(header: Object, claims: Object, key: &PublicKey) -> Result<Self, SignatureMismatch> {
        let header = header.with("alg", Algorithm::name(key.key_type()).ok_or(SignatureMismatch)?);
        let part = |object: &Object| encode_base64url_digits(canonicalize_object(object).as_bytes());
        let signing_input = format!("{}.{}", part(&header), part(&claims));
        Ok(Self { claims, key: *key, signing_input })
    }

    /// The bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        self.signing_input.as_bytes()
    }

    /// Attaches the signature after verifying it, so that no faulty signer lets a bad credential out.
    pub fn secure(self, signature: &Signature) -> Result<SignedCredential, SignatureMismatch> {
        let (token, claims) = self.into_token(signature)?;
        Ok(SignedCredential::secured(claims, Securing::Jose(Box::new(token))))
    }

    /// Signs with a key at hand.
    pub fn signed_by(self, key: &SigningKey) -> Result<SignedCredential, SignatureMismatch> {
        let signature = key.sign(self.signing_input());
        self.secure(&signature)
    }

    /// The text in compact form, after the signature was verified: for what is no credential.
    pub fn compact(self, signature: &Signature) -> Result<String, SignatureMismatch> {
        self.key.verify(self.signing_input(), signature)?;
        Ok(format!("{}.{}", self.signing_input, encode_base64url_digits(signature.as_bytes())))
    }

    pub(crate) fn into_token(self, signature: &Signature) -> Result<(Token, Object), SignatureMismatch> {
        self.key.verify(self.signing_input(), signature)?;
        let text = format!("{}.{}", self.signing_input, encode_base64url_digits(signature.as_bytes()));
        let (token, _) = Token::parse(&text).map_err(|_| SignatureMismatch)?;
        Ok((token, self.claims))
    }
}
