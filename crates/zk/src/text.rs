//! Bytes and numbers as field elements.
//!
//! In scope: digests cut to fit the field, field elements as decimal text and as bytes. Out of scope: what they mean.
//!
//! A field element has one spelling here: decimal without leading zeros in text, 32 bytes with the most significant first
//! in memory, and always below the modulus. Nothing is ever reduced in silence.

use ark_ff::{BigInt, BigInteger as _, PrimeField};
use sha2::{Digest as _, Sha256};

use crate::bn254::Fr;

/// What begins every digest of this crate, so that none is one of another protocol's.
const DOMAIN: &[u8] = b"proofpass-zk/1/";

/// How many decimal digits a field element has at most.
const MAX_DIGITS: usize = 78;

/// The first 31 bytes of the SHA-256 of a use and of parts, each with its length before it, as a number: always below the
/// modulus, and different parts never read the same.
#[must_use]
pub fn digest(usage: &str, parts: &[&[u8]]) -> Fr {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    hash.update(usage.as_bytes());
    hash.update([0]);
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Fr::from_be_bytes_mod_order(&hash.finalize()[..31])
}

/// 32 bytes, the most significant first.
#[must_use]
pub fn to_bytes<F: PrimeField<BigInt = BigInt<4>>>(element: F) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(&element.into_bigint().to_bytes_be());
    bytes
}

/// The element of these bytes, the most significant first. None, if they are no number below the modulus.
#[must_use]
pub fn from_bytes<F: PrimeField<BigInt = BigInt<4>>>(bytes: &[u8; 32]) -> Option<F> {
    let mut limbs = [0; 4];
    for (limb, chunk) in limbs.iter_mut().rev().zip(bytes.chunks_exact(8)) {
        *limb = chunk.iter().fold(0, |limb, byte| limb << 8 | u64::from(*byte));
    }
    F::from_bigint(BigInt::new(limbs))
}

/// In decimal.
#[must_use]
pub fn to_decimal<F: PrimeField<BigInt = BigInt<4>>>(element: F) -> String {
    // Digit by digit from the end: what arkworks brings along for this is a tenth of a verifier's Wasm.
    let (mut number, mut digits) = (to_bytes(element), String::new());
    loop {
        let mut rest = 0;
        for byte in &mut number {
            let here = rest << 8 | u32::from(*byte);
            // Below 256: the rest before was below ten.
            *byte = u8::try_from(here / 10).unwrap_or_default();
            rest = here % 10;
        }
        digits.insert(0, char::from_digit(rest, 10).unwrap_or_default());
        if number == [0; 32] {
            return digits;
        }
    }
}

/// The element that this decimal text spells: digits alone, no leading zero, below the modulus.
#[must_use]
pub fn from_decimal<F: PrimeField<BigInt = BigInt<4>>>(text: &str) -> Option<F> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > MAX_DIGITS || (digits[0] == b'0' && digits.len() > 1) {
        return None;
    }
    let mut limbs = [0_u64; 4];
    for digit in digits {
        let mut carry = u128::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
        for limb in &mut limbs {
            let product = u128::from(*limb) * 10 + carry;
            *limb = u64::try_from(product & u128::from(u64::MAX)).ok()?;
            carry = product >> 64;
        }
        if carry != 0 {
            return None;
        }
    }
    F::from_bigint(BigInt::new(limbs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MODULUS: &str = "21888242871839275222246405745257275088548364400416034343698204186575808495617";

    #[test]
    fn one_spelling_of_a_field_element() {
        for good in ["0", "1", "21888242871839275222246405745257275088548364400416034343698204186575808495616"] {
            assert_eq!(to_decimal(from_decimal::<Fr>(good).expect("a field element")), good);
        }
        let huge = "9".repeat(78);
        for bad in ["", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "١", MODULUS, &huge, &"1".repeat(79)]
        {
            assert_eq!(from_decimal::<Fr>(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn bytes_at_and_above_the_modulus_are_none() {
        let mut bytes = to_bytes(-Fr::from(1));
        assert_eq!(from_bytes::<Fr>(&bytes), Some(-Fr::from(1)));
        bytes[31] += 1;
        assert_eq!(from_bytes::<Fr>(&bytes), None);
        assert_eq!(from_bytes::<Fr>(&[0xff; 32]), None);
    }

    #[test]
    fn parts_do_not_run_together_and_uses_are_apart() {
        let all = [
            digest("a", &[b"bc"]),
            digest("a", &[b"b", b"c"]),
            digest("a", &[b"bc", b""]),
            digest("ab", &[b"c"]),
            digest("a", &[]),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|other| other != one));
            assert!(one.into_bigint().num_bits() <= 248);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: [u8; 32]) {
            let element = Fr::from_be_bytes_mod_order(&bytes);
            prop_assert_eq!(to_decimal(element), element.into_bigint().to_string());
            prop_assert_eq!(from_decimal::<Fr>(&to_decimal(element)), Some(element));
            prop_assert_eq!(from_bytes::<Fr>(&to_bytes(element)), Some(element));
        }
    }
}
