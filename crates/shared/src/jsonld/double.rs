//! The canonical text of an `xsd:double`: exact digits without the standard library's float formatting, which would be a
//! twelfth of the module that carries JSON-LD.
//!
//! Spec: <https://www.w3.org/TR/json-ld11-api/#data-round-tripping> ("%1.15E", without trailing zeros)

use std::cmp::Ordering;

/// Long division in binary: no quotient here has more bits.
const BITS: u32 = 60;

/// Digits before and after the point.
const DIGITS: u32 = 16;

/// The canonical form, with at most fifteen digits after the point.
pub(super) fn canonical_double(value: f64) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let (digits, exponent) = digits_of(value.abs());
    let (first, rest) = digits.split_at(1);
    let rest = rest.trim_end_matches('0');
    let rest = if rest.is_empty() { "0" } else { rest };
    format!("{sign}{first}.{rest}E{exponent}")
}

/// Sixteen digits of a finite value that is not negative, and the power of ten of the first.
fn digits_of(value: f64) -> (String, i32) {
    if value == 0.0 {
        return ("0".repeat(16), 0);
    }
    let (mantissa, power) = parts(value);
    // A little less than log10(2), and one less where that makes it more: below the true exponent by two at the most.
    let magnitude = power + 63 - mantissa.leading_zeros().cast_signed();
    let mut exponent = (magnitude * 30_102).div_euclid(100_000) - i32::from(magnitude < 0);
    loop {
        let digits = scaled(mantissa, power, exponent);
        if digits < 10_u64.pow(DIGITS) {
            return (digits.to_string(), exponent);
        }
        exponent += 1;
    }
}

/// `mantissa * 2^power`, exactly.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match i32::try_from(bits >> 52 & 0x7ff).unwrap_or(0) {
        0 => (fraction, -1074),
        exponent => (fraction | 1 << 52, exponent - 1075),
    }
}

/// `mantissa * 2^power / 10^(exponent - 15)`, rounded to the nearest integer, a tie to the even one.
fn scaled(mantissa: u64, power: i32, exponent: i32) -> u64 {
    let (mut numerator, mut denominator) = (Natural::from(mantissa), Natural::from(1));
    let tens = exponent - (DIGITS.cast_signed() - 1);
    let scaled = if tens < 0 { &mut numerator } else { &mut denominator };
    for _ in 0..tens.unsigned_abs() {
        scaled.multiply(10);
    }
    let twos = if power < 0 { &mut denominator } else { &mut numerator };
    for _ in 0..power.unsigned_abs() / 31 {
        twos.multiply(1 << 31);
    }
    twos.multiply(1 << (power.unsigned_abs() % 31));

    for _ in 0..BITS / 20 {
        denominator.multiply(1 << 20);
    }
    let mut quotient = 0;
    for _ in 0..=BITS {
        quotient <<= 1;
        if numerator.compare(&denominator) != Ordering::Less {
            numerator.subtract(&denominator);
            quotient |= 1;
        }
        numerator.multiply(2);
    }
    // What is left stands against the denominator as twice the remainder against the divisor.
    match numerator.compare(&denominator) {
        Ordering::Less => quotient,
        Ordering::Equal => quotient + (quotient & 1),
        Ordering::Greater => quotient + 1,
    }
}

/// A natural number of any size, the lowest limb first, without zeros at the top.
struct Natural(Vec<u32>);

impl Natural {
    fn multiply(&mut self, factor: u32) {
        let mut carry = 0_u64;
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// `other` is not the greater one.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = 0_i64;
        for (at, limb) in self.0.iter_mut().enumerate() {
            let difference = i64::from(*limb) - i64::from(other.0.get(at).copied().unwrap_or(0)) + borrow;
            *limb = low(difference.cast_unsigned());
            borrow = difference >> 32;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
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

#[expect(clippy::cast_possible_truncation, reason = "the upper half is carried on")]
fn low(value: u64) -> u32 {
    value as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The standard library's digits.
    fn expected(value: f64) -> String {
        let text = format!("{value:.15E}");
        let (mantissa, exponent) = text.split_once('E').unwrap();
        let mantissa = mantissa.trim_end_matches('0');
        let point = if mantissa.ends_with('.') { "0" } else { "" };
        format!("{mantissa}{point}E{exponent}")
    }

    #[test]
    #[expect(clippy::excessive_precision, reason = "ties and their neighbours")]
    fn writes_the_edges() {
        for value in [
            0.0,
            -0.0,
            1.0,
            5.5,
            -1.5e-7,
            5e-324,
            f64::MIN_POSITIVE,
            f64::MAX,
            1e21,
            1e22,
            1e23,
            9.999_999_999_999_999e22,
            0.1,
            1_424_953_923_781_206.25,
            // Ties between two digits: to the even one, up and down.
            1_125_899_906_842_624.5,
            1_125_899_906_842_625.5,
            9_999_999_999_999_999.0,
            9_999_999_999_999_999.5,
        ] {
            assert_eq!(canonical_double(value), expected(value), "{value:e}");
        }
        assert_eq!(canonical_double(5.3), "5.3E0");
    }

    proptest! {
        #[test]
        fn writes_what_the_standard_library_writes(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(canonical_double(value), expected(value));
        }

        #[test]
        fn and_so_for_values_of_everyday_size(value in -1e18_f64..1e18) {
            prop_assert_eq!(canonical_double(value), expected(value));
        }
    }
}
