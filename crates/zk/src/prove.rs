//! Making proofs of `cred-s/1`.
//!
//! In scope: the prover's key, the proof, and that no proof leaves which does not verify. Out of scope: randomness, which
//! the caller brings; where keys come from (`ceremony`); splitting the work (the browser's prover).
//!
//! The equations of the circuit are the same for every proof. They are written down once; for each proof only the values
//! on the wires are computed.

mod development;
#[cfg(test)]
mod tests;

use std::fmt;

use ark_ff::PrimeField as _;
use ark_relations::gr1cs::{
    ConstraintSynthesizer as _, ConstraintSystem, ConstraintSystemRef, Matrix, OptimizationGoal, R1CS_PREDICATE_LABEL,
    SynthesisError, SynthesisMode,
};
use ark_serialize::{CanonicalDeserialize as _, CanonicalSerialize as _};
use sha2::{Digest as _, Sha256};

use crate::bn254::{Bn254, Fr};
use crate::circuit::{Circuit, Witness};
use crate::groth16::{InvalidKey, Proof, VerifyingKey};
use crate::parts::Proving;
use crate::statement::{PUBLIC_INPUTS, Statement};

pub use development::development_key;

/// How many bytes of randomness one proof takes.
pub const RANDOMNESS: usize = 128;

/// What it takes to prove: the key of a setup, and the circuit's equations.
pub struct ProvingKey {
    key: ark_groth16::ProvingKey<Bn254>,
    verifying: VerifyingKey,
    equations: Equations,
}

/// The circuit as matrices.
#[derive(Clone, Debug)]
pub struct Equations {
    matrices: Vec<Matrix<Fr>>,
    inputs: usize,
    constraints: usize,
}

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProveError {
    /// The statement does not follow from what the holder knows, or the key is another circuit's.
    #[error("the proof does not verify")]
    Unsatisfied,
    /// The key is not as long as the circuit.
    #[error("the proving key is of another circuit")]
    Circuit,
}

/// Why bytes are no proving key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidProvingKey {
    /// Not the bytes whose SHA-256 was told.
    #[error("the proving key is not the one that was asked for")]
    Digest,
    /// Not the form of a key, or one of another circuit.
    #[error("the proving key cannot be read, or is of another circuit")]
    Form,
    /// The verifying key in it is not sound.
    #[error(transparent)]
    Verifying(#[from] InvalidKey),
}

impl Equations {
    /// Those of `cred-s/1`.
    pub fn new() -> Result<Self, SynthesisError> {
        let system = ConstraintSystem::new_ref();
        system.set_optimization_goal(OptimizationGoal::Constraints);
        system.set_mode(SynthesisMode::Setup);
        Circuit::blank().generate_constraints(system.clone())?;
        system.finalize();
        let mut matrices = system.to_matrices()?;
        let matrices = matrices.remove(R1CS_PREDICATE_LABEL).ok_or(SynthesisError::MissingCS)?;
        Ok(Self { matrices, inputs: system.num_instance_variables(), constraints: system.num_constraints() })
    }

    /// `A`, `B` and `C`, row by row.
    #[must_use]
    pub fn matrices(&self) -> &[Matrix<Fr>] {
        &self.matrices
    }

    /// Public wires, with the constant one.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many equations there are.
    #[must_use]
    pub fn constraints(&self) -> usize {
        self.constraints
    }
}

/// The values on all wires: the constant one, what is public, what is not.
pub fn assignment(witness: Witness) -> Result<Vec<Fr>, SynthesisError> {
    let system: ConstraintSystemRef<Fr> = ConstraintSystem::new_ref();
    system.set_mode(SynthesisMode::Prove { construct_matrices: false, generate_lc_assignments: false });
    Circuit(witness).generate_constraints(system.clone())?;
    let mut values = system.instance_assignment()?;
    values.extend(system.witness_assignment()?);
    Ok(values)
}

impl ProvingKey {
    /// A key of a setup. Its points are believed: they come from a setup that was verified, or from bytes with a digest
    /// that was told.
    pub fn new(key: ark_groth16::ProvingKey<Bn254>) -> Result<Self, InvalidProvingKey> {
        let equations = Equations::new().map_err(|_| InvalidProvingKey::Form)?;
        let verifying = VerifyingKey::new(key.vk.clone(), PUBLIC_INPUTS)?;
        let wires = key.a_query.len();
        let is_of_circuit = equations.matrices.iter().flatten().flatten().all(|(_, wire)| *wire < wires)
            && [key.b_g1_query.len(), key.b_g2_query.len(), key.l_query.len() + equations.inputs] == [wires; 3];
        is_of_circuit.then_some(Self { key, verifying, equations }).ok_or(InvalidProvingKey::Form)
    }

    /// The key that these bytes are, if their SHA-256 is this. Points are then not checked one by one: that would take
    /// longer than proving.
    pub fn from_bytes(bytes: &[u8], sha256: &[u8; 32]) -> Result<Self, InvalidProvingKey> {
        if Sha256::digest(bytes)[..] != sha256[..] {
            return Err(InvalidProvingKey::Digest);
        }
        let mut rest = bytes;
        let key = ark_groth16::ProvingKey::deserialize_uncompressed_unchecked(&mut rest);
        Self::new(key.ok().filter(|_| rest.is_empty()).ok_or(InvalidProvingKey::Form)?)
    }

    /// arkworks' uncompressed form: about 5 MB.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.key.uncompressed_size());
        // Writing into memory does not fail.
        self.key.serialize_uncompressed(&mut bytes).unwrap_or_default();
        bytes
    }

    /// What its proofs verify under.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// As arkworks has it.
    #[must_use]
    pub fn as_ark(&self) -> &ark_groth16::ProvingKey<Bn254> {
        &self.key
    }

    /// The circuit's equations.
    #[must_use]
    pub fn equations(&self) -> &Equations {
        &self.equations
    }

    /// Proves a statement. The randomness hides what the holder knows: fresh bytes that nobody can guess, for each proof.
    pub fn prove(
        &self,
        witness: Witness,
        statement: &Statement,
        randomness: &[u8; RANDOMNESS],
    ) -> Result<Proof, ProveError> {
        Proving::new(self, witness, *statement, randomness)?.prove(self)
    }
}

/// The two numbers that blind a proof.
#[must_use]
pub fn blinding(randomness: &[u8; RANDOMNESS]) -> [Fr; 2] {
    [&randomness[..64], &randomness[64..]].map(Fr::from_be_bytes_mod_order)
}

impl fmt::Debug for ProvingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProvingKey").field("verifying", &self.verifying).finish_non_exhaustive()
    }
}
