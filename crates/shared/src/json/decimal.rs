//! A decimal literal as the nearest double, without the standard library's tables.
//!
//! Short literals take one multiplication or division of doubles, which are exact and round once (Clinger's fast path);
//! all others are a quotient of natural numbers, rounded. Both give the double that IEEE 754 asks for, a tie the even one.
//! Source: W. D. Clinger, How to read floating point numbers accurately, PLDI 1990.

use super::natural::Natural;

/// Bits of a double's significand, with the one that is not written.
const SIGNIFICAND: i32 = 53;

/// The power of two that the least bit of the smallest doubles stands for.
const LEAST: i32 = -1074;

/// Digits that decide: half way between two doubles, decimals have at most so many. Of those that follow it only matters
/// whether they are all zero.
const DIGITS: usize = 768;

/// The nearest double of a literal that has JSON's number grammar; infinite where it is out of range.
pub(super) fn nearest_double(literal: &str) -> f64 {
    let (negative, unsigned) = literal.strip_prefix('-').map_or((false, literal), |rest| (true, rest));
    let value = Decimal::read(unsigned).nearest();
    if negative { -value } else { value }
}

/// `digits * 10^exponent`
struct Decimal {
    /// ASCII digits, without zeros in front.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    fn read(literal: &str) -> Self {
        let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut exponent = saturating(exponent).saturating_sub(length(fraction));
        let written = whole.bytes().chain(fraction.bytes()).skip_while(|digit| *digit == b'0');
        let mut digits: Vec<u8> = written.collect();
        if let Some(beyond @ [_, ..]) = digits.get(DIGITS..) {
            let rest = u8::from(beyond.iter().any(|digit| *digit != b'0'));
            exponent = exponent.saturating_add(length(beyond)).saturating_sub(1);
            digits.truncate(DIGITS);
            digits.push(b'0' + rest);
        }
        Self { digits, exponent }
    }

    fn nearest(&self) -> f64 {
        // The power of ten above the value: beyond these even the nearest double is infinite, or zero.
        let magnitude = self.exponent.saturating_add(length(&self.digits));
        if self.digits.is_empty() || magnitude < -330 {
            return 0.0;
        }
        if magnitude > 310 {
            return f64::INFINITY;
        }
        // Within ±1100 now: there are at most 769 digits.
        let exponent = i32::try_from(self.exponent).unwrap_or(0);
        self.exactly(exponent).unwrap_or_else(|| self.rounded(exponent))
    }

    /// Where both the digits and the power of ten are doubles, so that one operation rounds, and rounds correctly.
    #[expect(clippy::cast_precision_loss, reason = "the digits are below 2⁵³")]
    fn exactly(&self, exponent: i32) -> Option<f64> {
        if self.digits.len() > 15 || exponent.abs() > 22 {
            return None;
        }
        let digits = self.digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')) as f64;
        let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
        Some(if exponent < 0 { digits / power } else { digits * power })
    }

    fn rounded(&self, exponent: i32) -> f64 {
        let (mut numerator, mut denominator) = (Natural::from(0), Natural::from(1));
        // As many digits at a time as a limb has.
        for digits in self.digits.chunks(9) {
            let power = digits.iter().fold(1, |power, _| power * 10);
            let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
            numerator.multiply_add(power, number);
        }
        let scaled = if exponent < 0 { &mut denominator } else { &mut numerator };
        scaled.multiply_by_power_of_ten(exponent.unsigned_abs());

        // The significand is the quotient by a power of two that leaves it the bits it has, or one more; or that of the
        // smallest doubles, which leaves fewer.
        let bits = numerator.bits().cast_signed() - denominator.bits().cast_signed();
        let power = (bits - SIGNIFICAND).max(LEAST);
        let quotient = |power: i32| {
            let (mut numerator, mut denominator) = (numerator.clone(), denominator.clone());
            let scaled = if power < 0 { &mut numerator } else { &mut denominator };
            scaled.multiply_by_power_of_two(power.unsigned_abs());
            numerator.divided_by(denominator)
        };
        match quotient(power) {
            // Rounded to a bit that a double does not have: once more, from the exact value.
            long if long >= 1 << SIGNIFICAND => composed(quotient(power + 1), power + 1),
            significand => composed(significand, power),
        }
    }
}

/// `significand * 2^power`; the significand may be 2⁵³.
fn composed(significand: u64, power: i32) -> f64 {
    const IMPLIED: u64 = 1 << (SIGNIFICAND - 1);
    // A significand that is written with all its bits has no exponent of its own: it is one of the smallest doubles.
    let Some(fraction) = significand.checked_sub(IMPLIED) else { return f64::from_bits(significand) };
    // A fraction that is a whole unit carries into the exponent, and from the largest exponent into infinity.
    let exponent = u64::from((power - LEAST + 1).unsigned_abs());
    if exponent > 2046 { f64::INFINITY } else { f64::from_bits((exponent << (SIGNIFICAND - 1)) + fraction) }
}

fn length<T: AsRef<[u8]> + ?Sized>(digits: &T) -> i64 {
    i64::try_from(digits.as_ref().len()).unwrap_or(i64::MAX)
}

/// A whole number with or without a sign; one beyond what can be counted is as good as the last that can.
fn saturating(text: &str) -> i64 {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    let number = digits
        .iter()
        .fold(0_i64, |number, digit| number.saturating_mul(10).saturating_add(i64::from(digit.wrapping_sub(b'0'))));
    if negative { -number } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(literal: &str) {
        let expected: f64 = literal.parse().unwrap();
        assert_eq!(nearest_double(literal).to_bits(), expected.to_bits(), "{literal}");
    }

    #[test]
    fn reads_the_edges_as_the_standard_library_does() {
        for literal in [
            "0",
            "-0",
            "0.0",
            "0e999999999999999999999",
            "-0e-99999999999999999999999",
            "1",
            "-1",
            "0.1",
            "1e22",
            "1e23",
            "-1e23",
            "123456789012345",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.0000000000000001",
            "0.000000000000000000000000000000000000000000000001",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "2.225073858507201136057409796709131975934819546351645648023426109724822222021076945516529523908135087914149158913039621106870086438694594645527657207407820621743379988141063267329253552286881372149012981122451451889849057222307285255133155755015914397476397983411801999323962548289017107081850690630666655994938275772572015763062690663332647565300009245888316433037779791869612049497390377829704905051080609940730262937128958950003583799967207254304360284078895771796150945516748243471030702609144621572289880258182545180325707018860872113128079512233426288368622321503775666622503982534335974568884423900265498198385487948292206894721689831099698365846814022854243330660339850886445804001034933970427567186443383770486037861622771738545623065874679014086723327636718751234567890123456789012345678901e-308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1.797693134862315807e308",
            "1.797693134862315808e308",
            "1e308",
            "1e309",
            "1e310",
            "1e400",
            "1e999999999999999999999999",
            "4.9e-324",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.5e-324",
            "7.4e-324",
            "7.5e-324",
            "1e-323",
            "1e-330",
            "1e-400",
            "1e-9999999999999999999999",
            "6.8e-309",
            "8.98846567431158e307",
            "3.5e+5",
            "3.5E-5",
        ] {
            agrees(literal);
        }
    }

    /// `significand * 2^power` for a power that is not positive: all its digits, and a power of ten.
    fn written_out(significand: u64, power: i32) -> (String, i32) {
        let mut digits = Natural::from(significand);
        for _ in 0..power.unsigned_abs() {
            digits.multiply_add(5, 0);
        }
        (digits.decimal(), power)
    }

    #[test]
    fn digits_beyond_those_that_decide_still_break_a_tie() {
        // Half way between two doubles, as many digits as a tie can have.
        let (tie, power) = written_out((1 << 54) - 1, LEAST - 1);
        assert_eq!(tie.len(), DIGITS);
        for end in ["", "0", "000000", "0000001", "00000000000000000001"] {
            agrees(&format!("{tie}{end}e{}", power - i32::try_from(end.len()).unwrap()));
            agrees(&format!("0.{}{tie}{end}", "0".repeat(1075 - tie.len())));
        }
        agrees(&format!("1{}.5e-2000", "0".repeat(2000)));
        agrees(&format!("0.{}1e2000", "0".repeat(1999)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn reads_what_the_standard_library_reads(literal in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?") {
            agrees(&literal);
        }

        #[test]
        fn reads_shortest_forms_and_those_half_way_to_the_next(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            agrees(&format!("{value:e}"));
            agrees(&format!("{value}"));
            // A bit more than a double has, with nothing after it, a little, and a little less.
            let (tie, power) = written_out((bits & ((1 << 53) - 1)) | 1, -(i32::from((bits >> 53) as u16) % 1075));
            for end in ["0", "1"] {
                agrees(&format!("{tie}{end}e{}", power - 1));
            }
        }
    }
}
