//! Sums of points times scalars, of which a proof is made: by buckets, added in affine coordinates many at a time.
//!
//! In scope: the sum, in parts that can be computed apart from each other. Out of scope: where the parts are computed.
//!
//! A scalar is written in signed digits; for each place of them, points of equal digits are added up in a bucket, and the
//! buckets by their digits. Within a bucket points are added in pairs: the slopes of all pairs of a place are divided in
//! one inversion, so that an addition costs six products rather than ten.
//!
//! Nothing here runs in constant time. What is summed are a holder's own secrets on the holder's own machine.

mod buckets;
mod coordinate;
#[cfg(feature = "wasm")]
mod lazy;
mod sum;

use std::ops::Range;

use ark_ec::AffineRepr as _;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ff::{BigInt, BigInteger as _, PrimeField as _, Zero as _};

use self::buckets::Buckets;
use self::sum::{Point, Sum};
use super::Fr;

pub(crate) use self::coordinate::Kept;

/// The narrowest digits that are tried. With two bits the highest digit would have no room for what is carried.
const NARROWEST: usize = 3;

/// The widest digits that are tried.
const WIDEST: usize = 14;

/// What an addition in affine coordinates costs, in products.
const COST_OF_PAIR: usize = 6;

/// What a bucket costs when it is counted in, in products: two additions in projective coordinates.
const COST_OF_BUCKET: usize = 24;

/// How scalars are written: in signed digits of so many bits, at so many places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    bits: usize,
}

impl Digits {
    /// The digits with which a sum of so many points costs least.
    pub(crate) fn for_points(count: usize) -> Self {
        let cost = |bits: usize| Self { bits }.places() * (count * COST_OF_PAIR + (COST_OF_BUCKET << (bits - 1)));
        Self { bits: (NARROWEST..=WIDEST).min_by_key(|&bits| cost(bits)).unwrap_or(WIDEST) }
    }

    /// How many places there are. A scalar is taken with the sign that makes it small: below 0.76 · 2^253.
    pub(crate) fn places(self) -> usize {
        (Fr::MODULUS_BIT_SIZE as usize).div_ceil(self.bits)
    }

    /// Half of 2^bits at each place. With it added to a scalar, each digit is what stands there minus that half.
    fn halves(self) -> BigInt<4> {
        let mut halves = BigInt::zero();
        for place in 0..self.places() {
            let bit = self.bits * place + self.bits - 1;
            // What would be beyond the last word is not needed: the highest digit has room above it.
            if bit < 256 {
                halves.0[bit / 64] |= 1 << (bit % 64);
            }
        }
        halves
    }

    /// The digit at a place of a scalar to which the halves were added.
    fn digit(self, lifted: &BigInt<4>, place: usize) -> i32 {
        let start = self.bits * place;
        let (word, bit) = (start / 64, start % 64);
        let mut window = lifted.0[word] >> bit;
        if bit + self.bits > 64 && word < 3 {
            window |= lifted.0[word + 1] << (64 - bit);
        }
        let digit = i32::try_from(window & ((1 << self.bits) - 1)).unwrap_or_default();
        if start + self.bits > 256 { digit } else { digit - (1 << (self.bits - 1)) }
    }
}

/// The part of Σ scalar · point that the digits at these places make. The sum is that of all places' parts.
pub(crate) fn part<P>(
    points: &[Affine<P>],
    scalars: &[BigInt<4>],
    digits: Digits,
    places: Range<usize>,
) -> Projective<P>
where
    P: SWCurveConfig<ScalarField = Fr>,
    P::BaseField: Kept,
{
    let halves = digits.halves();
    let mut kept = Vec::with_capacity(points.len());
    let mut lifted = Vec::with_capacity(points.len());
    for (point, scalar) in points.iter().zip(scalars) {
        let Some((x, y)) = point.xy() else { continue };
        if scalar.is_zero() {
            continue;
        }
        let mut negative = Fr::MODULUS;
        negative.sub_with_borrow(scalar);
        let (mut scalar, y) = if negative < *scalar { (negative, -y) } else { (*scalar, y) };
        scalar.add_with_carry(&halves);
        kept.push(Point { x: x.keep(), y: y.keep() });
        lifted.push(scalar);
    }
    let mut buckets = Buckets::new(1 << (digits.bits - 1));
    let mut total = Sum::zero();
    for place in places.clone().rev() {
        for _ in 0..digits.bits {
            total.double();
        }
        total.add(&buckets.sum(&kept, lifted.iter().map(|scalar| digits.digit(scalar, place))));
    }
    for _ in 0..digits.bits * places.start {
        total.double();
    }
    match total.to_affine() {
        Some(point) => Affine::new_unchecked(Kept::give(&point.x), Kept::give(&point.y)).into(),
        None => Projective::zero(),
    }
}

/// Σ scalar · point.
#[cfg(test)]
fn msm<P>(points: &[Affine<P>], scalars: &[BigInt<4>]) -> Projective<P>
where
    P: SWCurveConfig<ScalarField = Fr>,
    P::BaseField: Kept,
{
    let digits = Digits::for_points(points.len());
    part(points, scalars, digits, 0..digits.places())
}

#[cfg(test)]
mod tests;
