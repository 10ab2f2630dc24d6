//! Numbers: finite doubles, read without loss and written as ECMAScript writes them.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.3>,
//! <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>

use super::decimal::nearest_double;

/// A finite IEEE 754 double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(f64);

impl Number {
    /// Largest integer below which every integer is a double: 2⁵³ − 1.
    pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

    /// `None` for NaN and the infinities, which JSON cannot write.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// The value.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0
    }

    /// The value, if it is a non-negative integer that a double holds exactly.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "range and integrality are checked first"
    )]
    pub fn as_u64(self) -> Option<u64> {
        let fits = self.0 >= 0.0 && self.0 <= Self::MAX_SAFE_INTEGER as f64 && self.0.fract() == 0.0;
        fits.then_some(self.0 as u64)
    }

    /// Reads a literal that already has JSON's number grammar.
    ///
    /// `None` where the double would not be the number written: out of range, a non-zero literal that becomes zero, an
    /// integer beyond 2⁵³ that is neither the double's exact value nor its ECMAScript spelling. Readers in other languages
    /// keep such integers exact, so one signature would cover two readings. Fractions round, as RFC 8785 has it.
    pub(super) fn from_literal(literal: &str) -> Option<Self> {
        let value = Self::from_f64(nearest_double(literal))?;
        let mantissa = literal.split(['e', 'E']).next().unwrap_or(literal);
        let vanished = value.0 == 0.0 && mantissa.bytes().any(|b| matches!(b, b'1'..=b'9'));
        let is_integer = !literal.contains(['.', 'e', 'E']);
        // 15 digits always fit; only longer ones need the comparison.
        let rounded = is_integer && literal.len() > 15 && !value.is_exactly(literal) && !value.is_written(literal);
        (!vanished && !rounded).then_some(value)
    }

    fn is_written(self, literal: &str) -> bool {
        ryu_js::Buffer::new().format_finite(self.0) == literal
    }

    #[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
    fn is_exactly(self, integer: &str) -> bool {
        // Beyond, the conversion saturates, and the largest `i128` would pass for 2¹²⁷.
        let fits = self.0.abs() < 2_f64.powi(127);
        fits && integer.parse::<i128>().is_ok_and(|exact| exact == self.0 as i128)
    }

    /// Appends the ECMAScript form: the shortest digits that read back as the same double, and of two equally near the
    /// even one. That last rule is why the standard library's formatter, which rounds such a tie up, is not used.
    pub(super) fn write(self, out: &mut String) {
        out.push_str(ryu_js::Buffer::new().format_finite(self.0));
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(f64::from(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: f64) -> String {
        let mut out = String::new();
        Number::from_f64(value).unwrap().write(&mut out);
        out
    }

    #[test]
    fn writes_the_samples_of_rfc_8785_appendix_b() {
        // IEEE 754 bits and the ECMAScript form, from the RFC's table.
        let samples = [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ];
        for (bits, expected) in samples {
            assert_eq!(written(f64::from_bits(bits)), expected, "{bits:#x}");
        }
    }

    #[test]
    fn refuses_literals_a_double_would_change() {
        for literal in [
            "1e400",
            "-1e400",
            "9007199254740993",
            "-9007199254740993",
            "1e-400",
            "123456789012345678901234567890123456789012",
            "170141183460469231731687303715884105727",
            "-170141183460469231731687303715884105729",
        ] {
            assert_eq!(Number::from_literal(literal), None, "{literal}");
        }
        for literal in [
            "9007199254740992",
            "9007199254740994",
            "0",
            "-0",
            "0e5",
            "0.1",
            "1E30",
            "333333333.33333329",
            "295147905179352830000",
            "295147905179352825856",
            "85070591730234615865843651857942052864",
        ] {
            assert!(Number::from_literal(literal).is_some(), "{literal}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn reads_back_what_it_wrote(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite() && value != 0.0);
            let text = written(value);
            prop_assert_eq!(Number::from_literal(&text).unwrap().as_f64().to_bits(), bits);
        }
    }
}
