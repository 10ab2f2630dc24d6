//! One slot: a claim, and what is shown of it.

use ark_ff::Field as _;
use ark_relations::gr1cs::SynthesisError;

use super::hash::hash;
use super::numbers::in_range;
use super::wire::{Builder, Wire};
use super::witness::SlotWitness;
use crate::bn254::Fr;
use crate::policy::Predicate;

/// How many bits an ordered value has.
const ORDERED_BITS: usize = 64;

/// The operation `[operation, key, low, high]` holds of the leaf that the slot opens. With operation 0, nothing does.
pub(super) fn shows(
    builder: &Builder,
    slot: &[Wire; 4],
    set: &[Wire],
    leaves: &[Wire],
    opening: &SlotWitness,
) -> Result<(), SynthesisError> {
    let [operation, key, low, high] = slot;

    // Which operation: one of them, or none.
    let flags: Vec<Wire> = (1..=Predicate::OPERATIONS)
        .map(|number| builder.boolean(operation.value() == Fr::from(number as u64)))
        .collect::<Result<_, _>>()?;
    let active = Wire::sum(flags.iter().map(|flag| (Fr::ONE, flag)));
    builder.no_product(&active, &active.not())?;
    builder.equal(&Wire::sum((1_u64..).map(Fr::from).zip(&flags)), operation)?;
    let [range, equal, not_equal, within, without] = &flags[..] else { return Err(SynthesisError::Unsatisfiable) };

    // Which leaf: exactly one if there is an operation, else none; and it is the one of this key.
    let selected: Vec<Wire> =
        opening.selection.iter().map(|is_selected| builder.boolean(*is_selected)).collect::<Result<_, _>>()?;
    builder.equal(&Wire::sum(selected.iter().map(|one| (Fr::ONE, one))), &active)?;
    let products: Vec<Wire> =
        selected.iter().zip(leaves).map(|(one, leaf)| builder.product(one, leaf)).collect::<Result<_, _>>()?;
    let leaf = Wire::sum(products.iter().map(|product| (Fr::ONE, product)));
    let [value, salt] = builder.witnesses([opening.value, opening.salt])?;
    let opened = hash(builder, &[key.clone(), value.clone(), salt])?;
    builder.no_product(&active, &opened.minus(&leaf))?;

    // low ≤ value ≤ high, where both differences are below 2^64: nothing wraps around the modulus.
    in_range(builder, &builder.product(range, &value.minus(low))?, ORDERED_BITS)?;
    in_range(builder, &builder.product(range, &high.minus(&value))?, ORDERED_BITS)?;

    let difference = value.minus(low);
    builder.no_product(equal, &difference)?;

    let (first, rest) = set.split_first().ok_or(SynthesisError::Unsatisfiable)?;
    let product =
        rest.iter().try_fold(value.minus(first), |product, member| builder.product(&product, &value.minus(member)))?;
    builder.no_product(within, &product)?;

    // What must not be zero has an inverse.
    let nonzero = builder.product(not_equal, &difference)?.plus(&builder.product(without, &product)?);
    let inverse = builder.witness(nonzero.value().inverse().unwrap_or_default())?;
    builder.enforce(&nonzero, &inverse, &not_equal.plus(without))
}
