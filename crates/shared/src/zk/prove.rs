//! Answering a request: what a wallet does with the file that an issuer gave it.
//!
//! In scope: from a request, a committed credential and its holder's secret to what the circuit is told, and from a proof
//! to a presentation. Out of scope: the proof itself ([`proofpass_zk::prove`]), randomness, the holder's consent, whether
//! the request is open.
//!
//! What goes wrong here is for the holder's eyes: it tells what the credential does not say.

use proofpass_zk::bn254::Fr;
use proofpass_zk::circuit::{Holding, Unprovable, Witness};
use proofpass_zk::claim::Value as Claimed;
use proofpass_zk::credential::HolderSecret;
use proofpass_zk::eddsa::PublicKey;
use proofpass_zk::groth16::{PROOF_LENGTH, Proof};
use proofpass_zk::prove::{ProveError, ProvingKey, RANDOMNESS};
use proofpass_zk::statement::Statement;
use proofpass_zk::status::StatusTree;

use super::value::write_value;
use super::{
    Circuit, CommittedCredential, Fact, ProofPresentation, ProofRequest, Stapled, StatusBits, StatusCommitment,
};
use crate::credential::SignedCredential;
use crate::digest::Digest;
use crate::json::{Object, Value};

/// What was withdrawn, as a wallet has fetched it.
#[derive(Clone, Debug)]
pub struct StatusEvidence {
    credential: SignedCredential,
    commitment: StatusCommitment,
    tree: StatusTree,
}

/// An answer that lacks nothing but its proof.
#[derive(Clone, Debug)]
pub struct Answer {
    witness: Witness,
    statement: Statement,
    presentation: ProofPresentation,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unanswerable {
    /// The credential's issuer is none of those that are asked for.
    #[error("the credential is by another issuer than those that are asked for")]
    Issuer,
    /// Whether it was withdrawn is asked, and the evidence is not there or not what the credential names.
    #[error("the evidence of what was withdrawn is missing, or of another list")]
    Status,
    /// The file cannot be used.
    #[error("the claims of the file cannot be committed")]
    Claims,
    /// The credential does not say what is asked.
    #[error(transparent)]
    Unprovable(#[from] Unprovable),
    /// No proof came of it.
    #[error(transparent)]
    Prove(#[from] ProveError),
}

impl StatusEvidence {
    /// A status commitment and the bits under it. `None` if it is none, or of other bits. Whether it is its issuer's word
    /// is for the wallet to check, as it is for the verifier.
    #[must_use]
    pub fn new(commitment: &Object, bits: &StatusBits) -> Option<Self> {
        let credential = SignedCredential::new(commitment.clone());
        let (commitment, tree) = (StatusCommitment::read(&credential).ok()?, bits.tree()?);
        (commitment.root == tree.root()).then_some(Self { credential, commitment, tree })
    }
}

impl Answer {
    /// What a credential answers to a request.
    ///
    /// # Errors
    /// If what is asked is not so, or cannot be shown.
    pub fn new(
        request: &ProofRequest,
        committed: &CommittedCredential,
        issuer: &PublicKey,
        secret: &HolderSecret,
        status: Option<&StatusEvidence>,
    ) -> Result<Self, Unanswerable> {
        if !request.issuers().iter().any(|issuer| issuer == committed.issuer()) {
            return Err(Unanswerable::Issuer);
        }
        let status = match (request.max_status_age_seconds(), status, committed.status()) {
            (None, ..) => None,
            (Some(_), Some(evidence), Some(place)) if evidence.commitment.url == place.url => Some(evidence),
            (Some(_), ..) => return Err(Unanswerable::Status),
        };
        let disclosed = disclosed(request, committed)?;
        let url = status.map(|evidence| evidence.commitment.url.as_str());
        let asked = request.asked(url, &disclosed).ok_or(Unanswerable::Status)?;
        let claims = committed.commitments().map_err(|_| Unanswerable::Claims)?;
        let message = committed.message(&claims);
        let signature = committed.signature();
        let holding = Holding { message: &message, issuer, signature, claims: &claims, secret };
        let tree = status.map(|evidence| &evidence.tree);
        let (witness, statement) = Witness::new(&holding, &asked.policy, asked.context, asked.now, tree)?;
        let presentation = ProofPresentation {
            circuit: Circuit::CredS1.as_str().to_owned(),
            key: Digest::of(&[]),
            request: request.digest(),
            issuer: committed.issuer().to_owned(),
            verification_method: committed.verification_method().to_owned(),
            status: status.map(|evidence| Stapled::Whole(Box::new(evidence.credential.clone()))),
            disclosed,
            nullifier: statement.nullifier,
            proof: Box::new([0; PROOF_LENGTH]),
        };
        Ok(Self { witness, statement, presentation })
    }

    /// What the circuit is told: the holder's secrets are in it.
    #[must_use]
    pub fn witness(&self) -> &Witness {
        &self.witness
    }

    /// What is public.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// What is shown beside the proof, in the clear: for a wallet to ask its holder about.
    #[must_use]
    pub fn disclosed(&self) -> &[Value] {
        &self.presentation.disclosed
    }

    /// Proves it, with fresh bytes that nobody can guess, and puts it together.
    ///
    /// # Errors
    /// If no proof that verifies comes of it.
    pub fn prove(self, key: &ProvingKey, randomness: &[u8; RANDOMNESS]) -> Result<ProofPresentation, Unanswerable> {
        let proof = key.prove(self.witness.clone(), &self.statement, randomness)?;
        Ok(self.with_proof(&proof, key.verifying_key().digest().into()))
    }

    /// Puts it together with a proof that was made elsewhere, under the key of this digest.
    #[must_use]
    pub fn with_proof(self, proof: &Proof, key: Digest) -> ProofPresentation {
        ProofPresentation { key, proof: Box::new(proof.to_bytes()), ..self.presentation }
    }
}

/// The values that a request asks to be disclosed. Of several members, the first.
fn disclosed(request: &ProofRequest, committed: &CommittedCredential) -> Result<Vec<Value>, Unprovable> {
    let facts = request.facts().iter().enumerate().filter(|(_, fact)| fact.is_disclosure());
    let value = |(at, fact): (usize, &Fact)| {
        let mut claims = committed.claims().iter();
        let claim = claims.find(|claim| claim.pointer == fact.claim() && claim.r#type == fact.claim_type());
        let value = claim.map(|claim| &claim.value).filter(|value| **value != Claimed::Absent);
        value.map(|value| write_value(value, fact.claim_type())).ok_or(Unprovable::NoClaim(at))
    };
    facts.map(value).collect()
}

/// The number that stands for the holder in a request's scope: what two answers of one holder have in common.
#[must_use]
pub fn nullifier(request: &ProofRequest, secret: &HolderSecret) -> Fr {
    secret.nullifier(request.scope())
}
