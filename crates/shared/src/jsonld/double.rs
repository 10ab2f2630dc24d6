//! The canonical text of an `xsd:double`: exact digits without the standard library's float formatting, which would be a
//! twelfth of the module that carries JSON-LD.
//!
//! Spec: <https://www.w3.org/TR/json-ld11-api/#data-round-tripping> ("%1.15E", without trailing zeros)

use crate::json::natural::Natural;

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
    scaled.multiply_by_power_of_ten(tens.unsigned_abs());
    let scaled = if power < 0 { &mut denominator } else { &mut numerator };
    scaled.multiply_by_power_of_two(power.unsigned_abs());
    numerator.divided_by(denominator)
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
