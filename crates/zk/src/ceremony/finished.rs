//! What a ceremony leaves behind: a proving key and a verifying key.

use ark_groth16::ProvingKey;
use ark_serialize::CanonicalSerialize as _;

use super::Refusal;
use super::verifying::Transcript;
use crate::bn254::Bn254;
use crate::formats::{Kind, Zkey};
use crate::groth16::VerifyingKey;

/// What may be believed of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Several have contributed, nobody could choose the outcome, and the powers are somebody else's as well. Who they
    /// were is for people to judge.
    Ceremony,
    /// For development: nobody, or one person, or nobody but this machine has contributed, and could forge proofs.
    Development,
}

impl Standing {
    /// As it stands in records.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ceremony => "ceremony",
            Self::Development => "development",
        }
    }

    pub(super) fn of(transcript: &Transcript<'_>) -> Self {
        let contributions = transcript.key().contributions();
        let people = contributions.iter().filter(|contribution| *contribution.kind() == Kind::Somebody).count();
        let beacon = people < contributions.len();
        if people >= 2 && beacon && transcript.powers_contributions() > 0 { Self::Ceremony } else { Self::Development }
    }
}

/// The keys of a circuit.
#[derive(Clone, Debug)]
pub struct Finished {
    /// For provers that use [`CircomReduction`](crate::qap::CircomReduction), and no other.
    pub proving_key: ProvingKey<Bn254>,
    /// What proofs verify under.
    pub verifying_key: VerifyingKey,
    /// What may be believed of them.
    pub standing: Standing,
}

/// The keys, of a transcript that was verified and that somebody has contributed to.
pub fn finalize(transcript: &Transcript<'_>) -> Result<Finished, Refusal> {
    let key = transcript.key();
    if key.contributions().is_empty() {
        return Err(Refusal::Uncontributed);
    }
    let proving_key = proving_key(key);
    let verifying_key = VerifyingKey::new(proving_key.vk.clone(), key.public()).map_err(Refusal::VerifyingKey)?;
    Ok(Finished { proving_key, verifying_key, standing: Standing::of(transcript) })
}

impl Finished {
    /// The proving key in arkworks' uncompressed form, as `prove` reads it.
    #[must_use]
    pub fn proving_key_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.proving_key.uncompressed_size());
        // Writing into memory does not fail.
        self.proving_key.serialize_uncompressed(&mut bytes).unwrap_or_default();
        bytes
    }
}

fn proving_key(key: &Zkey) -> ProvingKey<Bn254> {
    ProvingKey {
        vk: ark_groth16::VerifyingKey {
            alpha_g1: key.alpha_g1,
            beta_g2: key.beta_g2,
            gamma_g2: key.gamma_g2,
            delta_g2: key.delta_g2,
            gamma_abc_g1: key.ic.clone(),
        },
        beta_g1: key.beta_g1,
        delta_g1: key.delta_g1,
        a_query: key.a.clone(),
        b_g1_query: key.b_g1.clone(),
        b_g2_query: key.b_g2.clone(),
        h_query: key.h.clone(),
        l_query: key.l.clone(),
    }
}
