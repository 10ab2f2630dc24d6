//! Making a COSE signature.
//!
//! Spec: <https://www.w3.org/TR/vc-jose-cose/#with-cose>

use super::{TAG, TYPE_CREDENTIAL, TYPE_PRESENTATION, to_be_signed};
use crate::cbor::Writer;
use crate::credential::UnsignedCredential;
use crate::did::VerificationMethodId;
use crate::jcs::canonicalize_object;
use crate::json::Object;
use crate::key::{KeyType, PublicKey, Signature, SignatureMismatch, SigningKey};
use crate::presentation::UnsignedPresentation;

/// A `COSE_Sign1` short of its signature: what a signer, near or far, is asked to sign.
#[derive(Clone, Debug)]
pub struct PreparedSign1 {
    protected: Vec<u8>,
    payload: Vec<u8>,
    signed: Vec<u8>,
    key: PublicKey,
}

impl PreparedSign1 {
    /// A credential as `vc+cose`, to be signed by `key` under `method`, or under its own `did:key` where there is none.
    ///
    /// # Errors
    /// If `method` is the `did:key` or `did:jwk` of another key.
    pub fn credential(
        credential: UnsignedCredential,
        key: &PublicKey,
        method: Option<&VerificationMethodId>,
    ) -> Result<Self, SignatureMismatch> {
        Self::of(&credential.into_object(), "application/vc", TYPE_CREDENTIAL, key, method)
    }

    /// The same of a presentation, as `vp+cose`.
    pub fn presentation(
        presentation: UnsignedPresentation,
        key: &PublicKey,
        method: Option<&VerificationMethodId>,
    ) -> Result<Self, SignatureMismatch> {
        Self::of(&presentation.into_object(), "application/vp", TYPE_PRESENTATION, key, method)
    }

    fn of(
        object: &Object,
        content: &str,
        typ: &str,
        key: &PublicKey,
        method: Option<&VerificationMethodId>,
    ) -> Result<Self, SignatureMismatch> {
        if method.and_then(VerificationMethodId::own_key).is_some_and(|named| named != Ok(*key)) {
            return Err(SignatureMismatch);
        }
        let key_id = method.map_or_else(|| key.verification_method(), ToString::to_string);
        let mut header = Writer::new();
        header.map(4);
        header.integer(1);
        header.integer(match key.key_type() {
            // `EdDSA`; RFC 9864 prefers -19, and -8 is what verifiers know.
            KeyType::Ed25519 => -8,
            #[cfg(feature = "ecdsa")]
            KeyType::P256 => -7,
            #[cfg(feature = "ecdsa")]
            KeyType::P384 => -35,
            #[cfg(feature = "p521")]
            KeyType::P521 => -36,
            #[cfg(feature = "bbs")]
            KeyType::Bls12381G2 => return Err(SignatureMismatch),
        });
        header.integer(3);
        header.text(content);
        header.integer(4);
        header.bytes(key_id.as_bytes());
        header.integer(16);
        header.text(&format!("application/{typ}"));
        let (protected, payload) = (header.into_bytes(), canonicalize_object(object).into_bytes());
        let signed = to_be_signed(&protected, &payload);
        Ok(Self { protected, payload, signed, key: *key })
    }

    /// The bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        &self.signed
    }

    /// The bytes of the signature with its tag, after verifying it.
    pub fn secure(self, signature: &Signature) -> Result<Vec<u8>, SignatureMismatch> {
        self.key.verify(&self.signed, signature)?;
        let mut writer = Writer::new();
        writer.tag(TAG as usize);
        writer.array(4);
        writer.bytes(&self.protected);
        writer.map(0);
        writer.bytes(&self.payload);
        writer.bytes(signature.as_bytes());
        Ok(writer.into_bytes())
    }

    /// Signs with a key at hand.
    pub fn signed_by(self, key: &SigningKey) -> Result<Vec<u8>, SignatureMismatch> {
        let signature = key.sign(&self.signed);
        self.secure(&signature)
    }
}
