//! Baby Jubjub in constraints, and signatures over it.
//!
//! Addition is complete: whatever two points of the curve are, the divisors are not zero and the sum is theirs. So every
//! point here must be on the curve before it is added.

use std::sync::OnceLock;

use ark_ec::twisted_edwards::TECurveConfig as _;
use ark_ec::{AffineRepr as _, CurveGroup};
use ark_ff::{BigInteger as _, Field as _, PrimeField as _};
use ark_relations::gr1cs::SynthesisError;

use super::hash::hash;
use super::numbers::{at_most, bits, canonical_bits};
use super::wire::{Builder, Wire};
use crate::babyjubjub::{BabyJubjub, Point, PointSum, Scalar};
use crate::bn254::Fr;

/// Bits that one addition of a multiple of the base point takes.
const WINDOW: usize = 3;

/// A point that is on the curve.
#[derive(Clone, Debug)]
struct PointWire {
    x: Wire,
    y: Wire,
}

/// `S·B = R + 8·H(R, A, m)·A`, for the key `A` and the message `m`, a point `R` and a number `S` below the group's order.
///
/// The equation is checked as `R = S·B − 8·H(R, A, m)·A`: so `R` is on the curve, and in the subgroup if `A` is.
pub(super) fn signed(
    builder: &Builder,
    key: &[Wire; 2],
    message: &Wire,
    point: &[Fr; 2],
    scalar: Fr,
) -> Result<(), SynthesisError> {
    let [r_x, r_y] = builder.witnesses(*point)?;
    let key = on_curve(builder, key)?;
    let challenge = hash(builder, &[r_x.clone(), r_y.clone(), key.x.clone(), key.y.clone(), message.clone()])?;
    let challenge = canonical_bits(builder, &challenge)?;

    let length = usize::try_from(Scalar::MODULUS_BIT_SIZE).map_err(|_| SynthesisError::Unsatisfiable)?;
    let scalar = bits(builder, scalar, length)?;
    let mut most = Scalar::MODULUS;
    most.sub_with_borrow(&1_u64.into());
    at_most(builder, &scalar, &most.to_bits_le())?;

    let mut eight_times = key;
    for _ in 0..3 {
        eight_times = eight_times.doubled(builder)?;
    }
    let left = times_base(builder, &scalar)?;
    let right = times(builder, &challenge, &eight_times)?;
    let difference = left.plus(builder, &right.negated())?;
    builder.equal(&difference.x, &r_x)?;
    builder.equal(&difference.y, &r_y)
}

/// `a·x² + y² = 1 + d·x²·y²`.
fn on_curve(builder: &Builder, [x, y]: &[Wire; 2]) -> Result<PointWire, SynthesisError> {
    let (x_square, y_square) = (builder.product(x, x)?, builder.product(y, y)?);
    let left = x_square.scale(BabyJubjub::COEFF_A).plus(&y_square).minus(&Wire::one());
    builder.enforce(&x_square.scale(BabyJubjub::COEFF_D), &y_square, &left)?;
    Ok(PointWire { x: x.clone(), y: y.clone() })
}

impl PointWire {
    fn negated(&self) -> Self {
        Self { x: self.x.scale(-Fr::ONE), y: self.y.clone() }
    }

    fn plus(&self, builder: &Builder, other: &Self) -> Result<Self, SynthesisError> {
        let (a, d) = (BabyJubjub::COEFF_A, BabyJubjub::COEFF_D);
        let one = builder.product(&self.x, &other.y)?;
        let two = builder.product(&self.y, &other.x)?;
        // (y₁ − a·x₁)(x₂ + y₂) = y₁y₂ − a·x₁x₂ + y₁x₂ − a·x₁y₂
        let all = builder.product(&Wire::sum([(Fr::ONE, &self.y), (-a, &self.x)]), &other.x.plus(&other.y))?;
        let four = builder.product(&one, &two)?.scale(d);
        let x = builder.quotient(&one.plus(&two), &Wire::one().plus(&four))?;
        let above = Wire::sum([(Fr::ONE, &all), (a, &one), (-Fr::ONE, &two)]);
        let y = builder.quotient(&above, &Wire::one().minus(&four))?;
        Ok(Self { x, y })
    }

    fn doubled(&self, builder: &Builder) -> Result<Self, SynthesisError> {
        let (a, d) = (BabyJubjub::COEFF_A, BabyJubjub::COEFF_D);
        let one = builder.product(&self.x, &self.y)?;
        let all = builder.product(&Wire::sum([(Fr::ONE, &self.y), (-a, &self.x)]), &self.x.plus(&self.y))?;
        let four = builder.product(&one, &one)?.scale(d);
        let x = builder.quotient(&one.scale(Fr::from(2)), &Wire::one().plus(&four))?;
        let above = Wire::sum([(Fr::ONE, &all), (a - Fr::ONE, &one)]);
        let y = builder.quotient(&above, &Wire::one().minus(&four))?;
        Ok(Self { x, y })
    }
}

/// Bits times a point, two bits at a time from the highest.
fn times(builder: &Builder, bits: &[Wire], point: &PointWire) -> Result<PointWire, SynthesisError> {
    let neutral = PointWire { x: Wire::constant(Fr::from(0)), y: Wire::one() };
    let twice = point.doubled(builder)?;
    let thrice = twice.plus(builder, point)?;
    let chosen = |low: &Wire, high: &Wire, of: fn(&PointWire) -> &Wire| {
        let small = builder.choose(low, of(point), of(&neutral))?;
        let large = builder.choose(low, of(&thrice), of(&twice))?;
        builder.choose(high, &large, &small)
    };
    let mut sum: Option<PointWire> = None;
    for pair in bits.chunks(2).rev() {
        let [low, high] = pair else { return Err(SynthesisError::Unsatisfiable) };
        let here = PointWire { x: chosen(low, high, |point| &point.x)?, y: chosen(low, high, |point| &point.y)? };
        sum = Some(match sum {
            Some(sum) => sum.doubled(builder)?.doubled(builder)?.plus(builder, &here)?,
            None => here,
        });
    }
    sum.ok_or(SynthesisError::Unsatisfiable)
}

/// Bits times the base point: for each three of them, one of eight constants.
fn times_base(builder: &Builder, bits: &[Wire]) -> Result<PointWire, SynthesisError> {
    let zero = Wire::constant(Fr::from(0));
    let mut sum: Option<PointWire> = None;
    for (window, table) in bits.chunks(WINDOW).zip(multiples_of_base()) {
        let bit = |place: usize| window.get(place).unwrap_or(&zero);
        let (low, middle, high) = (bit(0), bit(1), bit(2));
        let low_middle = builder.product(low, middle)?;
        let low_high = builder.product(low, high)?;
        let middle_high = builder.product(middle, high)?;
        let all = builder.product(&low_middle, high)?;
        let one = Wire::one();
        let terms = [&one, low, middle, &low_middle, high, &low_high, &middle_high, &all];
        let interpolated = |of: fn(&Point) -> Fr| {
            // The polynomial without squares that takes these values: differences over the subsets of its bits.
            let mut factors: [Fr; 8] = std::array::from_fn(|index| of(&table[index]));
            for place in 0..WINDOW {
                for index in 0..8 {
                    if index >> place & 1 == 1 {
                        let without = factors[index ^ 1 << place];
                        factors[index] -= without;
                    }
                }
            }
            Wire::sum(factors.into_iter().zip(terms))
        };
        let here = PointWire { x: interpolated(|point| point.x), y: interpolated(|point| point.y) };
        sum = Some(match sum {
            Some(sum) => sum.plus(builder, &here)?,
            None => here,
        });
    }
    sum.ok_or(SynthesisError::Unsatisfiable)
}

/// For each window, the multiples 0 to 7 of the base point times 8 to the power of the window.
fn multiples_of_base() -> &'static [[Point; 8]] {
    static MULTIPLES: OnceLock<Vec<[Point; 8]>> = OnceLock::new();
    MULTIPLES.get_or_init(|| {
        let windows = usize::try_from(Scalar::MODULUS_BIT_SIZE).unwrap_or_default().div_ceil(WINDOW);
        let mut power = BabyJubjub::GENERATOR.into_group();
        let table = |_| {
            let mut multiple = PointSum::default();
            let all: [PointSum; 8] = std::array::from_fn(|_| {
                let here = multiple;
                multiple += power;
                here
            });
            power = multiple;
            all.map(CurveGroup::into_affine)
        };
        (0..windows).map(table).collect()
    })
}
