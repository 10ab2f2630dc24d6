//! Natural numbers of any size: as much arithmetic as it takes to turn decimals into doubles and back, exactly.
//!
//! The standard library's conversions carry tables that are a tenth of the smallest verifier; these carry none.
//! Source: D. E. Knuth, The Art of Computer Programming, volume 2, 4.3.1.

use std::cmp::Ordering;

/// A natural number, the lowest limb first, without zeros at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Natural(Vec<u32>);

impl Natural {
    /// `self * factor + summand`
    pub(crate) fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    /// `self * 10^exponent`
    pub(crate) fn multiply_by_power_of_ten(&mut self, exponent: u32) {
        for _ in 0..exponent / 9 {
            self.multiply_add(1_000_000_000, 0);
        }
        self.multiply_add(10_u32.pow(exponent % 9), 0);
    }

    /// `self * 2^exponent`
    pub(crate) fn multiply_by_power_of_two(&mut self, exponent: u32) {
        if !self.0.is_empty() {
            self.0.splice(0..0, (0..exponent / 32).map(|_| 0));
            self.multiply_add(1 << (exponent % 32), 0);
        }
    }

    /// Bits without those at the top that are zero.
    pub(crate) fn bits(&self) -> u32 {
        let limbs = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        limbs.saturating_mul(32) - self.0.last().map_or(0, |top| top.leading_zeros())
    }

    /// `self / divisor`, rounded to the nearest integer, a tie to the even one. The divisor is not zero, and the quotient
    /// below 2⁶³.
    pub(crate) fn divided_by(mut self, mut divisor: Self) -> u64 {
        // A divisor whose highest bit is set, so that the highest limbs say what the next digit is, or one or two more.
        let shift = divisor.0.last().map_or(0, |top| top.leading_zeros());
        self.multiply_by_power_of_two(shift);
        divisor.multiply_by_power_of_two(shift);
        let length = divisor.0.len();
        self.0.resize(length + 2, 0);
        let mut quotient = 0;
        for at in [1, 0] {
            let digit = divide_digit(&mut self.0[at..=at + length], &divisor.0);
            quotient = quotient << 32 | u64::from(digit);
        }
        // What is left stands against the divisor as twice the remainder against it.
        self.multiply_add(2, 0);
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        match self.cmp(&divisor) {
            Ordering::Less => quotient,
            Ordering::Equal => quotient + (quotient & 1),
            Ordering::Greater => quotient + 1,
        }
    }
}

/// One digit of a quotient. The dividend has a limb more than the divisor, and keeps what remains. (Algorithm D, steps D3
/// to D6, with a coarser guess and so one more correction.)
fn divide_digit(dividend: &mut [u32], divisor: &[u32]) -> u32 {
    let ([.., below, top], [.., leading]) = (&*dividend, divisor) else { return 0 };
    let guess = (u64::from(*top) << 32 | u64::from(*below)) / u64::from(*leading);
    let mut digit = u32::try_from(guess).unwrap_or(u32::MAX);
    let mut negative = subtract(dividend, divisor, digit);
    while negative {
        digit -= 1;
        negative = !add(dividend, divisor);
    }
    digit
}

/// `from -= divisor * digit`, modulo a power of two; whether that was below zero.
fn subtract(from: &mut [u32], divisor: &[u32], digit: u32) -> bool {
    let (mut carry, mut borrow) = (0, false);
    for (at, limb) in from.iter_mut().enumerate() {
        carry += u64::from(divisor.get(at).copied().unwrap_or(0)) * u64::from(digit);
        let (less, first) = limb.overflowing_sub(low(carry));
        let (less, second) = less.overflowing_sub(u32::from(borrow));
        (*limb, borrow) = (less, first || second);
        carry >>= 32;
    }
    borrow
}

/// `to += divisor`, modulo a power of two; whether it went over that.
fn add(to: &mut [u32], divisor: &[u32]) -> bool {
    let mut carry = 0;
    for (at, limb) in to.iter_mut().enumerate() {
        carry += u64::from(*limb) + u64::from(divisor.get(at).copied().unwrap_or(0));
        *limb = low(carry);
        carry >>= 32;
    }
    carry > 0
}

impl From<u64> for Natural {
    fn from(value: u64) -> Self {
        let mut limbs = vec![low(value), low(value >> 32)];
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self(limbs)
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the upper half is carried on")]
fn low(value: u64) -> u32 {
    value as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Natural {
        pub(crate) fn decimal(&self) -> String {
            let (mut limbs, mut digits) = (self.0.clone(), Vec::new());
            while !limbs.is_empty() {
                let mut rest = 0;
                for limb in limbs.iter_mut().rev() {
                    let dividend = u64::from(rest) << 32 | u64::from(*limb);
                    (*limb, rest) = (low(dividend / 10), low(dividend % 10));
                }
                digits.push(char::from_digit(rest, 10).unwrap());
                while limbs.last() == Some(&0) {
                    limbs.pop();
                }
            }
            digits.iter().rev().collect()
        }
    }

    fn natural(mut value: u128) -> Natural {
        let mut limbs = Vec::new();
        while value > 0 {
            limbs.push(low(u64::try_from(value & 0xffff_ffff).unwrap()));
            value >>= 32;
        }
        Natural(limbs)
    }

    fn nearest(dividend: u128, divisor: u128) -> u128 {
        let (quotient, rest) = (dividend / divisor, dividend % divisor);
        match rest.cmp(&(divisor - rest)) {
            Ordering::Less => quotient,
            Ordering::Equal => quotient + (quotient & 1),
            Ordering::Greater => quotient + 1,
        }
    }

    #[test]
    fn divides_where_the_first_guess_is_too_large() {
        for (dividend, divisor) in [
            // Guesses above the largest digit, too large by one, and by two.
            (0x7fff_ffff_8000_0000_0000_0000_0000_0000, 0x8000_0000_ffff_ffff_ffff_ffff),
            (0x0000_0000_8000_0000_ffff_fffe_0000_0000, 0x8000_0000_ffff_ffff),
            (0x0000_7fff_8000_0000_0000_0000, 0x8000_0000_0000_0001_0000),
            (0x7fff_ffff_ffff_ffff_0000_0000_0000_0000, 0xffff_ffff_ffff_ffff),
            (0, 7),
            (7, 1),
            (1, u128::MAX),
            (3, 2),
            (5, 2),
        ] {
            let quotient = natural(dividend).divided_by(natural(divisor));
            assert_eq!(u128::from(quotient), nearest(dividend, divisor), "{dividend:x} / {divisor:x}");
        }
    }

    proptest! {
        #[test]
        fn divides_as_machine_numbers_do(dividend: u128, divisor in 1..u128::MAX, less in 0_u32..128, fewer in 0_u32..128) {
            let (dividend, divisor) = (dividend >> less, (divisor >> fewer).max(1));
            prop_assume!(dividend / divisor < 1 << 63);
            let quotient = natural(dividend).divided_by(natural(divisor));
            prop_assert_eq!(u128::from(quotient), nearest(dividend, divisor));
        }

        #[test]
        fn multiplies_as_machine_numbers_do(value: u32, factor: u32, summand: u32, two in 0_u32..32, ten in 0_u32..9) {
            let mut product = natural(u128::from(value));
            product.multiply_add(factor, summand);
            product.multiply_by_power_of_two(two);
            product.multiply_by_power_of_ten(ten);
            let expected = (u128::from(value) * u128::from(factor) + u128::from(summand)) * 2_u128.pow(two) * 10_u128.pow(ten);
            prop_assert_eq!(product.bits(), 128 - expected.leading_zeros());
            if expected > 0 {
                prop_assert_eq!(product, natural(expected));
            }
        }
    }
}
