//! The circuit `cred-s/1`: one signed credential of 32 claims, four facts about it, in one proof of 2^14 constraints.
//!
//! In scope: what must hold between the public numbers and what the holder keeps, as rank-1 constraints. Out of scope:
//! whether it does (`prove`), and whether a proof shows it ([`crate::groth16`]).
//!
//! For public `issuer key, policy, context, now, status root, nullifier`, the holder knows
//!
//! 1. a key `A` on the curve with `H(A) = issuer key`, and a signature of a message `m` under it;
//! 2. `m = H(version, type, H(secret), status list, index ‖ from ‖ until, claims root)`;
//! 3. 32 leaves under the claims root;
//! 4. the question whose hash is `policy`: type, status list, scope, four slots, a set; the type is the message's;
//! 5. for each slot that asks something a leaf `H(key, value, salt)` with the slot's key, whose value does what is asked;
//! 6. `from ≤ now ≤ until`;
//! 7. if the question names a status list: it is the message's, and under the status root the bit at its index is zero;
//! 8. `nullifier = H(secret, scope)`.
//!
//! `context` is in no equation but its own square: a proof for one occasion is none for another because Groth16 binds it.
//!
//! Rank-1 constraints are written down here directly, without a library of gadgets between: every wire and its constraint
//! stand on neighbouring lines (docs/adr/0013-zero-knowledge-is-a-crate-below.md).

mod curve;
mod hash;
mod numbers;
mod slots;
mod status;
mod wire;
mod witness;

#[cfg(test)]
pub(crate) mod tests;

use ark_relations::gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError};

use crate::bn254::Fr;
use crate::credential::{ARITY, INDEX_BITS, TIME_BITS, version};
use wire::{Builder, Wire};

pub use witness::{Holding, Unprovable, Witness};

/// What the circuit is called, with its version: another circuit has another name and another key.
pub const NAME: &str = "cred-s/1";

/// The circuit, with what the holder knows. For a setup, what that is does not matter.
#[derive(Clone, Debug)]
pub struct Circuit(pub Witness);

impl Circuit {
    /// For a setup.
    #[must_use]
    pub fn blank() -> Self {
        Self(Witness::blank())
    }
}

impl ConstraintSynthesizer<Fr> for Circuit {
    fn generate_constraints(self, system: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
        let builder = Builder::new(system);
        synthesize(&builder, &self.0)
    }
}

fn synthesize(builder: &Builder, witness: &Witness) -> Result<(), SynthesisError> {
    let [issuer_key, policy, context, now, status_root, nullifier] = builder.inputs(witness.public)?;

    // 4: the question.
    let [credential_type, status_list, scope] =
        builder.witnesses([witness.credential_type, witness.policy_status_list, witness.scope])?;
    let slots: Vec<[Wire; 4]> =
        witness.operands.iter().map(|slot| builder.witnesses(*slot)).collect::<Result<_, _>>()?;
    let set = builder.witnesses(witness.set)?;
    let question: Vec<Wire> =
        [&[credential_type.clone(), status_list.clone(), scope.clone()], slots.as_flattened(), &set[..]].concat();
    builder.equal(&hash::chain(builder, &question)?, &policy)?;

    // 3: the claims.
    let leaves = builder.witnesses(witness.leaves)?;
    let nodes: Vec<Wire> =
        leaves.chunks_exact(ARITY).map(|node| hash::hash(builder, node)).collect::<Result<_, _>>()?;
    let claims_root = hash::hash(builder, &nodes)?;

    // 5: what is shown of them.
    for (slot, opening) in slots.iter().zip(&witness.openings) {
        slots::shows(builder, slot, &set, &leaves, opening)?;
    }

    // 2: the message.
    let secret = builder.witness(witness.secret)?;
    let holder = hash::hash(builder, std::slice::from_ref(&secret))?;
    let own_list = builder.witness(witness.status_list)?;
    let index = numbers::bits(builder, witness.status_index, INDEX_BITS)?;
    let from = numbers::number(builder, witness.valid_from, TIME_BITS)?;
    let until = numbers::number(builder, witness.valid_until, TIME_BITS)?;
    let term = numbers::joined(&index)
        .scale(Fr::from(1_u128 << (2 * TIME_BITS)))
        .plus(&from.scale(Fr::from(1_u128 << TIME_BITS)))
        .plus(&until);
    let version = Wire::constant(version());
    let message = hash::hash(builder, &[version, credential_type, holder, own_list.clone(), term, claims_root])?;

    // 1: the signature.
    let key = builder.witnesses(witness.issuer)?;
    builder.equal(&hash::hash(builder, &key)?, &issuer_key)?;
    curve::signed(builder, &key, &message, &witness.signature_point, witness.signature_scalar)?;

    // 6: the time.
    numbers::at_least(builder, &now, &from, TIME_BITS)?;
    numbers::at_least(builder, &until, &now, TIME_BITS)?;

    // 7: the status.
    status::not_withdrawn(builder, &status_list, &own_list, &index, &status_root, &witness.status_path)?;

    // 8: the nullifier.
    builder.equal(&hash::hash(builder, &[secret, scope])?, &nullifier)?;

    builder.product(&context, &context)?;
    Ok(())
}
