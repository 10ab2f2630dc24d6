//! The bit at a credential's place in the status tree.

use ark_ff::Field as _;
use ark_relations::gr1cs::SynthesisError;

use super::hash::hash;
use super::numbers::joined;
use super::wire::{Builder, Wire};
use super::witness::PathWitness;
use crate::bn254::Fr;
use crate::status::{ARITY, LEAF_BITS, LEAF_BITS_LOG};

/// If a list is asked for, it is the credential's own, and under the root the bit at the index is zero. If none is asked
/// for, the root is zero.
pub(super) fn not_withdrawn(
    builder: &Builder,
    asked: &Wire,
    own: &Wire,
    index: &[Wire],
    root: &Wire,
    path: &PathWitness,
) -> Result<(), SynthesisError> {
    // One if a list is asked for: asked · inverse, which is 0 or 1, and 0 only where asked is.
    let inverse = builder.witness(asked.value().inverse().unwrap_or_default())?;
    let is_asked = builder.product(asked, &inverse)?;
    builder.no_product(asked, &is_asked.not())?;

    builder.no_product(&is_asked, &asked.minus(own))?;
    builder.no_product(&is_asked.not(), root)?;

    let (places, way) = index.split_at(LEAF_BITS_LOG);
    let bits: Vec<Wire> =
        (0..LEAF_BITS).map(|place| builder.boolean(path.leaf >> place & 1 == 1)).collect::<Result<_, _>>()?;
    let bit = chosen(builder, &bits, places)?;
    builder.no_product(&is_asked, &bit)?;

    let mut here = joined(&bits);
    for (step, children) in way.chunks_exact(2).zip(&path.children) {
        let children: [Wire; ARITY] = builder.witnesses(*children)?;
        // The child at this step is where we come from.
        let both = builder.product(&step[0], &step[1])?;
        let second = builder.product(&step[0].minus(&both), &children[1].minus(&children[0]))?;
        let third = builder.product(&step[1].minus(&both), &children[2].minus(&children[0]))?;
        let fourth = builder.product(&both, &children[3].minus(&children[0]))?;
        builder.equal(&Wire::sum([&children[0], &second, &third, &fourth].map(|part| (Fr::ONE, part))), &here)?;
        here = hash(builder, &children)?;
    }
    builder.no_product(&is_asked, &here.minus(root))
}

/// The one of a power of two of wires that the places, the lowest first, number.
fn chosen(builder: &Builder, all: &[Wire], places: &[Wire]) -> Result<Wire, SynthesisError> {
    let mut left = all.to_vec();
    for place in places {
        left = left.chunks_exact(2).map(|pair| builder.choose(place, &pair[1], &pair[0])).collect::<Result<_, _>>()?;
    }
    left.pop().ok_or(SynthesisError::Unsatisfiable)
}
