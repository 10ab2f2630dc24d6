//! Coordinates as nine limbs all the time, reduced only as far as the next product needs it.
//!
//! In scope: what is computed between taking points and giving their sum. Out of scope: numbers that anybody else sees.
//!
//! A number stands for its class modulo the prime; it is not negative and below 1.02 times the prime after every function
//! here, so that a product of two is reduced to below 1.02 times the prime again (`limbs::reduce`).

#![expect(clippy::inline_always, reason = "each is a part of a product, and a call would cost as much as the part")]
#![expect(clippy::cast_possible_truncation, reason = "limbs are below 2^29")]
#![expect(clippy::cast_sign_loss, reason = "masked limbs are not negative")]

use ark_ff::{BigInt, Field as _};

use super::coordinate::{Coordinate, Kept as _};
use crate::bn254::Fq;
use crate::bn254::fields::FqConfig;
use crate::bn254::limbs::{self, Columns, Limbs, Modulus, SHIFT};

/// An element of the base field, times 2^261.
#[derive(Clone, Copy)]
pub(crate) struct Lazy([u32; 9]);

/// An element of the quadratic extension.
#[derive(Clone, Copy)]
pub(crate) struct Lazy2 {
    pub(super) re: Lazy,
    pub(super) im: Lazy,
}

/// Sums and differences of limbs, before carries are taken.
type Differences = [i64; 9];

const MASK: i64 = limbs::MASK.cast_signed();

/// 2^276 / prime, where the reciprocal is of the prime's bits from 2^232 on: what makes a quotient of the last limb.
const RECIPROCAL: i64 = {
    // The prime's upper 64 bits, which are those from 2^192 on: 2^276 / (top · 2^192) is 2^84 / top.
    let top = FqConfig::WORDS[3] as u128;
    ((1u128 << 84) / top) as i64
};

/// Taken from a quotient before it is rounded down: more than all that was left out of it. 2^-16 of a prime.
const MARGIN: i64 = 1 << 28;

impl Lazy {
    /// An element as it is kept elsewhere, times 2^256, in the form of this module.
    pub(super) fn of(element: &Fq) -> Self {
        // It is kept times 2^256, and 2^5 is what is missing. Below 32 times the prime there is room for it.
        let limbs = limbs::split_shifted::<SHIFT>(&element.0.0);
        let mut shifted = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { shifted[I] = limbs[I].cast_signed(); });
        Self::fold(&shifted)
    }

    pub(super) fn to_element(self) -> Fq {
        // Divided by 2^261, and then times 2^512 and divided by 2^256.
        let mut columns = [0; 18];
        columns[..9].copy_from_slice(&self.limbs());
        let words = limbs::join(&limbs::reduce::<FqConfig>(columns));
        let mut element = Fq::new_unchecked(BigInt(limbs::subtract_modulus::<FqConfig>(&words)));
        element *= Fq::new_unchecked(<FqConfig as ark_ff::MontConfig<4>>::R2);
        element
    }

    #[inline(always)]
    fn limbs(&self) -> Limbs {
        let mut limbs = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { limbs[I] = u64::from(self.0[I]); });
        limbs
    }

    #[inline(always)]
    fn signed(&self) -> Differences {
        let mut limbs = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { limbs[I] = i64::from(self.0[I]); });
        limbs
    }

    #[inline(always)]
    fn from_limbs(limbs: &Limbs) -> Self {
        let mut kept = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { kept[I] = limbs[I] as u32; });
        Self(kept)
    }

    #[inline(always)]
    fn product(a: &Limbs, b: &Limbs) -> Self {
        let mut columns = [0; 18];
        limbs::multiply_into(&mut columns, a, b);
        Self::from_limbs(&limbs::reduce::<FqConfig>(columns))
    }

    /// Carries, and as many primes less (or more) as make the number not negative and below 1.0001 times the prime. The
    /// limbs may be off by some limbs' size; the number they make, by some primes.
    #[inline(always)]
    fn fold(d: &Differences) -> Self {
        // How often the prime goes into the number, from its last limb: what the others add or take is a
        // millionth of the prime for each, and what the reciprocal left out as much: both are below the margin.
        let quotient = (d[8] * RECIPROCAL - MARGIN) >> 44;
        let mut kept = [0; 9];
        let mut carry = 0;
        each!(I of 0 1 2 3 4 5 6 7 8 => {
            let limb = d[I] - quotient * FqConfig::LIMBS[I].cast_signed() + carry;
            kept[I] = (limb & MASK) as u32;
            carry = limb >> limbs::BITS;
        });
        debug_assert_eq!(carry, 0, "the quotient was wrong");
        Self(kept)
    }
}

impl Coordinate for Lazy {
    const ZERO: Self = Self([0; 9]);

    /// 2^261 modulo the prime: 2^5 as it is kept elsewhere.
    const ONE: Self = {
        let limbs = limbs::split(&Fq::new(BigInt([1 << SHIFT, 0, 0, 0])).0.0);
        let mut kept = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { kept[I] = limbs[I] as u32; });
        Self(kept)
    };

    #[inline(never)]
    fn plus(&self, other: &Self) -> Self {
        let (a, b) = (self.signed(), other.signed());
        let mut sum = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { sum[I] = a[I] + b[I]; });
        Self::fold(&sum)
    }

    #[inline(never)]
    fn minus(&self, other: &Self) -> Self {
        let (a, b) = (self.signed(), other.signed());
        let mut difference = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { difference[I] = a[I] - b[I]; });
        Self::fold(&difference)
    }

    #[inline(never)]
    fn minus_both(&self, other: &Self, another: &Self) -> Self {
        let (a, b, c) = (self.signed(), other.signed(), another.signed());
        let mut difference = [0; 9];
        each!(I of 0 1 2 3 4 5 6 7 8 => { difference[I] = a[I] - b[I] - c[I]; });
        Self::fold(&difference)
    }

    fn negated(&self) -> Self {
        Self::ZERO.minus(self)
    }

    #[inline(never)]
    fn times(&self, other: &Self) -> Self {
        Self::product(&self.limbs(), &other.limbs())
    }

    #[inline(never)]
    fn squared(&self) -> Self {
        Self::from_limbs(&limbs::reduce::<FqConfig>(limbs::square::<0>(&self.limbs())))
    }

    #[inline(never)]
    fn cross(&self, other: &Self, a: &Self, b: &Self) -> Self {
        // Of what is taken away the negative is added: columns stay positive.
        let mut columns = [0; 18];
        limbs::multiply_into(&mut columns, &self.limbs(), &other.limbs());
        limbs::multiply_into(&mut columns, &a.negated().limbs(), &b.limbs());
        Self::from_limbs(&limbs::reduce::<FqConfig>(columns))
    }

    fn is_zero(&self) -> bool {
        let prime = FqConfig::LIMBS;
        self.0 == [0; 9] || self.0.iter().zip(prime).all(|(&limb, prime)| u64::from(limb) == prime)
    }

    fn inverse(&self) -> Self {
        self.to_element().inverse().map_or(Self::ZERO, |inverse| inverse.keep())
    }
}

impl Coordinate for Lazy2 {
    const ZERO: Self = Self { re: Lazy::ZERO, im: Lazy::ZERO };
    const ONE: Self = Self { re: Lazy::ONE, im: Lazy::ZERO };

    fn plus(&self, other: &Self) -> Self {
        Self { re: self.re.plus(&other.re), im: self.im.plus(&other.im) }
    }

    fn minus(&self, other: &Self) -> Self {
        Self { re: self.re.minus(&other.re), im: self.im.minus(&other.im) }
    }

    fn minus_both(&self, other: &Self, another: &Self) -> Self {
        Self { re: self.re.minus_both(&other.re, &another.re), im: self.im.minus_both(&other.im, &another.im) }
    }

    fn negated(&self) -> Self {
        Self { re: self.re.negated(), im: self.im.negated() }
    }

    #[inline(never)]
    fn times(&self, other: &Self) -> Self {
        // (a + bi)(c + di), from ac, bd and (a + b)(c + d), none of them reduced: limbs of sums are below 2^30.
        let (a, b, c, d) = (self.re.limbs(), self.im.limbs(), other.re.limbs(), other.im.limbs());
        let (mut ac, mut bd, mut all) = ([0; 18], [0; 18], [0; 18]);
        limbs::multiply_into(&mut ac, &a, &c);
        limbs::multiply_into(&mut bd, &b, &d);
        limbs::multiply_into(&mut all, &sum_of(&a, &b), &sum_of(&c, &d));
        Self { re: difference_of_columns(&ac, &bd), im: rest_of_columns(&all, &ac, &bd) }
    }

    #[inline(never)]
    fn squared(&self) -> Self {
        // (a + b)(a - b) and 2ab.
        let sum = sum_of(&self.re.limbs(), &self.im.limbs());
        let re = Lazy::product(&sum, &self.re.minus(&self.im).limbs());
        let (a, b) = (self.re.limbs(), self.im.limbs());
        let im = Lazy::product(&sum_of(&a, &a), &b);
        Self { re, im }
    }

    fn is_zero(&self) -> bool {
        self.re.is_zero() && self.im.is_zero()
    }

    fn inverse(&self) -> Self {
        // (a - bi) / (a² + b²)
        let norm = self.re.squared().plus(&self.im.squared());
        let inverse = norm.inverse();
        Self { re: self.re.times(&inverse), im: self.im.negated().times(&inverse) }
    }
}

/// The limbs of a sum, without carries: each below 2^30.
#[inline(always)]
fn sum_of(a: &Limbs, b: &Limbs) -> Limbs {
    let mut sum = [0; 9];
    each!(I of 0 1 2 3 4 5 6 7 8 => { sum[I] = a[I] + b[I]; });
    sum
}

/// a - b, reduced.
#[inline(never)]
fn difference_of_columns(a: &Columns, b: &Columns) -> Lazy {
    let mut columns = [0i64; 18];
    each!(I of 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 => { columns[I] = a[I].cast_signed() - b[I].cast_signed(); });
    Lazy::fold(&limbs::reduce_signed::<FqConfig>(columns))
}

/// all - a - b, reduced, where no column of it is negative.
#[inline(never)]
fn rest_of_columns(all: &Columns, a: &Columns, b: &Columns) -> Lazy {
    let mut columns = [0; 18];
    each!(I of 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 => { columns[I] = all[I] - a[I] - b[I]; });
    Lazy::from_limbs(&limbs::reduce::<FqConfig>(columns))
}
