//! Custody of the issuer's private key while it signs.
//!
//! In scope: a key held in this process. Out of scope: where it rests (`store`, sealed), remote signers, which take
//! the same 64 bytes and give the same signature.
//! Specs: <https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022>, <https://www.w3.org/TR/vc-jose-cose/>,
//! <https://www.rfc-editor.org/rfc/rfc9901>

use proofpass::credential::{SignedCredential, UnsignedCredential};
use proofpass::did::VerificationMethodId;
use proofpass::key::{PublicKey, SignatureMismatch, SigningKey};
use proofpass::securing::data_integrity::{PrepareError, Prepared, ProofOptions, SignError};
use proofpass::securing::jose::PreparedToken;
use proofpass::securing::sd_jwt::PreparedSdJwt;
use proofpass::time::Timestamp;

/// Signs for one organisation.
#[derive(Debug)]
pub struct Signer {
    key: SigningKey,
}

impl Signer {
    /// With the Ed25519 key of `seed`.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_seed(seed) }
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }

    /// Signs a credential. The signature is verified, strictly, before the credential leaves: a fault in the machine
    /// or a wrong key must not become a bad credential. `method` names the key.
    pub fn secure(
        &self,
        credential: UnsignedCredential,
        method: VerificationMethodId,
        created: Timestamp,
    ) -> Result<SignedCredential, SignError> {
        let key = self.public_key();
        let options = ProofOptions { method: Some(method), ..ProofOptions::new(&key, created) };
        Ok(Prepared::new(credential, &key, options)?.signed_by(&self.key)?)
    }

    /// The same as text, which nobody has verified: whoever asks for it does that before it leaves, by the path that
    /// everybody takes who reads it.
    pub fn text(
        &self,
        credential: UnsignedCredential,
        method: VerificationMethodId,
        created: Timestamp,
    ) -> Result<String, PrepareError> {
        let key = self.public_key();
        let options = ProofOptions { method: Some(method), ..ProofOptions::new(&key, created) };
        Ok(Prepared::new(credential, &key, options)?.signed_text(&self.key))
    }

    /// Signs a credential as a token in compact form. The signature is verified before it leaves.
    pub fn token(
        &self,
        credential: UnsignedCredential,
        method: &VerificationMethodId,
    ) -> Result<String, SignatureMismatch> {
        let token = PreparedToken::new(credential, &self.public_key(), Some(method))?.signed_by(&self.key)?;
        token.token().map(str::to_owned).ok_or(SignatureMismatch)
    }

    /// Signs a token that is no credential; as above.
    pub fn other_token(&self, prepared: PreparedToken) -> Result<String, SignatureMismatch> {
        let signature = self.key.sign(prepared.signing_input());
        prepared.compact(&signature)
    }

    /// Signs what was made ready to be signed with this key; as above.
    pub fn sd_jwt(&self, prepared: PreparedSdJwt) -> Result<String, SignatureMismatch> {
        prepared.signed_by(&self.key)
    }
}
