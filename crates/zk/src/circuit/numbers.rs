//! Numbers as bits, and numbers that are not smaller than others.

use ark_ff::{BigInteger as _, PrimeField as _};
use ark_relations::gr1cs::SynthesisError;

use super::wire::{Builder, Wire};
use crate::bn254::Fr;

/// A number below 2^`length` as bits, the lowest first: each a truth. The caller binds [`joined`] of them.
pub(super) fn bits(builder: &Builder, value: Fr, length: usize) -> Result<Vec<Wire>, SynthesisError> {
    let value = value.into_bigint();
    (0..length).map(|place| builder.boolean(value.get_bit(place))).collect()
}

/// The number that bits are.
pub(super) fn joined(bits: &[Wire]) -> Wire {
    let mut power = Fr::from(1);
    Wire::sum(bits.iter().map(|bit| {
        let here = power;
        power += power;
        (here, bit)
    }))
}

/// A number that is below 2^`length`.
pub(super) fn number(builder: &Builder, value: Fr, length: usize) -> Result<Wire, SynthesisError> {
    Ok(joined(&bits(builder, value, length)?))
}

/// `0 ≤ wire < 2^length`.
pub(super) fn in_range(builder: &Builder, wire: &Wire, length: usize) -> Result<(), SynthesisError> {
    builder.equal(&number(builder, wire.value(), length)?, wire)
}

/// `0 ≤ left − right < 2^length`, modulo the field: of numbers far below the modulus, `right ≤ left`.
pub(super) fn at_least(builder: &Builder, left: &Wire, right: &Wire, length: usize) -> Result<(), SynthesisError> {
    in_range(builder, &left.minus(right), length)
}

/// The bits of a wire, as many as the modulus has, and of the one number below the modulus that it is.
pub(super) fn canonical_bits(builder: &Builder, wire: &Wire) -> Result<Vec<Wire>, SynthesisError> {
    let length = usize::try_from(Fr::MODULUS_BIT_SIZE).map_err(|_| SynthesisError::Unsatisfiable)?;
    let bits = bits(builder, wire.value(), length)?;
    builder.equal(&joined(&bits), wire)?;
    let mut most = Fr::MODULUS;
    most.sub_with_borrow(&1_u64.into());
    at_most(builder, &bits, &most.to_bits_le())?;
    Ok(bits)
}

/// The number of these bits is at most that of those, which is a constant: from the highest down, as long as all ones of
/// the constant are ones here, no zero of it is a one here.
pub(super) fn at_most(builder: &Builder, bits: &[Wire], most: &[bool]) -> Result<(), SynthesisError> {
    let mut still_equal = Wire::one();
    for (bit, most) in bits.iter().zip(most).rev() {
        if *most {
            still_equal = builder.product(&still_equal, bit)?;
        } else {
            builder.no_product(&still_equal, bit)?;
        }
    }
    Ok(())
}
