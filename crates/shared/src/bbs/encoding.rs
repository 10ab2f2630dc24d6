//! Points and scalars as bytes: big-endian, points compressed with three flags in the first byte.
//!
//! There is one encoding of each value, and no encoding of the identity or of a point outside the subgroup is read: with
//! either, proofs hold of anything.
//! Spec: draft-irtf-cfrg-bbs-signatures §4.2.4, §7.2.2

use ark_bls12_381::{Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr as _;
use ark_ff::{BigInteger as _, PrimeField as _, Zero as _};
use ark_serialize::{CanonicalDeserialize as _, CanonicalSerialize as _};

use super::Invalid;

/// Length of a point of G1.
pub(super) const G1: usize = 48;

/// Length of a point of G2.
pub(super) const G2: usize = 96;

/// Length of a scalar.
pub(super) const SCALAR: usize = 32;

pub(super) fn read_g1(bytes: &[u8; G1]) -> Result<G1Affine, Invalid> {
    // With the checks that it is on the curve and in the subgroup.
    let point = G1Affine::deserialize_compressed(&bytes[..]).map_err(|_| Invalid)?;
    if point.is_zero() || write_g1(&point) != *bytes { Err(Invalid) } else { Ok(point) }
}

pub(super) fn write_g1(point: &G1Affine) -> [u8; G1] {
    let mut bytes = [0; G1];
    // Cannot fail: it is as long as the array. If it did, what is written would be no point.
    let _ = point.serialize_compressed(&mut bytes[..]);
    bytes
}

pub(super) fn read_g2(bytes: &[u8; G2]) -> Result<G2Affine, Invalid> {
    let point = G2Affine::deserialize_compressed(&bytes[..]).map_err(|_| Invalid)?;
    if point.is_zero() || write_g2(&point) != *bytes { Err(Invalid) } else { Ok(point) }
}

pub(super) fn write_g2(point: &G2Affine) -> [u8; G2] {
    let mut bytes = [0; G2];
    let _ = point.serialize_compressed(&mut bytes[..]);
    bytes
}

/// Below the order of the groups, and not zero.
pub(super) fn read_scalar(bytes: &[u8; SCALAR]) -> Result<Fr, Invalid> {
    let scalar = Fr::from_be_bytes_mod_order(bytes);
    if scalar.is_zero() || write_scalar(&scalar) != *bytes { Err(Invalid) } else { Ok(scalar) }
}

pub(super) fn write_scalar(scalar: &Fr) -> [u8; SCALAR] {
    let mut bytes = [0; SCALAR];
    let digits = scalar.into_bigint().to_bytes_be();
    bytes[SCALAR - digits.len()..].copy_from_slice(&digits);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::hex;

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn reads_points_of_the_subgroup_in_one_form_only() {
        let good = write_g1(&G1Affine::generator());
        assert_eq!(read_g1(&good), Ok(G1Affine::generator()));
        let changed = |change: &dyn Fn(&mut [u8; G1])| {
            let mut bytes = good;
            change(&mut bytes);
            read_g1(&bytes)
        };
        // Without the flag of compression, with that of the identity, with both flags that exclude each other.
        assert_eq!(changed(&|bytes| bytes[0] &= 0x7f), Err(Invalid));
        assert_eq!(changed(&|bytes| bytes[0] |= 0x40), Err(Invalid));
        // The identity itself, and in a longer word.
        for last in [0, 1] {
            let mut identity = [0; G1];
            (identity[0], identity[47]) = (0xc0, last);
            assert_eq!(read_g1(&identity), Err(Invalid));
        }
        // The same x and p more, which the field would take for the same.
        let p = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
        let mut over: [u8; G1] = unhex(p).try_into().unwrap();
        over[0] |= 0x80;
        assert_eq!(read_g1(&over), Err(Invalid), "x = p");
        // No point has x = 1; x = 4 has one, outside the subgroup: r times it is not the identity.
        let with_x = |x: u8| {
            let mut bytes = [0; G1];
            (bytes[0], bytes[47]) = (0x80, x);
            bytes
        };
        let on_the_curve = (0..=255).filter(|x| G1Affine::deserialize_compressed_unchecked(&with_x(*x)[..]).is_ok());
        let on_the_curve: Vec<u8> = on_the_curve.collect();
        assert!(on_the_curve.len() > 64 && on_the_curve.len() < 192);
        assert!(on_the_curve.iter().all(|x| read_g1(&with_x(*x)) == Err(Invalid)), "a point of another order");
    }

    #[test]
    fn reads_keys_of_the_subgroup_in_one_form_only() {
        let good = write_g2(&G2Affine::generator());
        assert_eq!(read_g2(&good), Ok(G2Affine::generator()));
        for (at, flag) in [(0, 0x80), (0, 0x40)] {
            let mut bytes = good;
            bytes[at] ^= flag;
            assert_eq!(read_g2(&bytes), Err(Invalid));
        }
        let mut identity = [0; G2];
        identity[0] = 0xc0;
        assert_eq!(read_g2(&identity), Err(Invalid));
        let with_x = |x: u8| {
            let mut bytes = [0; G2];
            (bytes[0], bytes[95]) = (0x80, x);
            bytes
        };
        let on_the_curve = (0..=255).filter(|x| G2Affine::deserialize_compressed_unchecked(&with_x(*x)[..]).is_ok());
        let on_the_curve: Vec<u8> = on_the_curve.collect();
        assert!(on_the_curve.len() > 64 && on_the_curve.len() < 192);
        assert!(on_the_curve.iter().all(|x| read_g2(&with_x(*x)) == Err(Invalid)), "a point of another order");
    }

    #[test]
    fn reads_scalars_below_the_order_that_are_not_zero() {
        let order = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
        let order: [u8; SCALAR] = unhex(order).try_into().unwrap();
        let mut below = order;
        below[31] -= 1;
        assert_eq!(read_scalar(&below).map(|scalar| hex(&write_scalar(&scalar))), Ok(hex(&below)));
        let mut above = order;
        above[31] += 1;
        for bytes in [[0; SCALAR], order, above, [0xff; SCALAR]] {
            assert_eq!(read_scalar(&bytes), Err(Invalid), "{}", hex(&bytes));
        }
    }
}
