//! Points as EIP-196 and EIP-197 have them.

use ark_ec::AffineRepr as _;

use crate::bn254::{Fq, Fq2, G1Affine, G2Affine};
use crate::text::{from_bytes, to_bytes};

/// A point with coordinates below the modulus and what follows it. Whether it is on the curve is another question.
pub(super) fn g1(bytes: &[u8]) -> Option<(G1Affine, &[u8])> {
    let (x, rest) = element(bytes)?;
    let (y, rest) = element(rest)?;
    Some((G1Affine::new_unchecked(x, y), rest))
}

/// The same on the twist.
pub(super) fn g2(bytes: &[u8]) -> Option<(G2Affine, &[u8])> {
    let (x, rest) = extension(bytes)?;
    let (y, rest) = extension(rest)?;
    Some((G2Affine::new_unchecked(x, y), rest))
}

/// Writes a point that is not at infinity into 64 bytes.
pub(super) fn write_g1(point: &G1Affine, bytes: &mut [u8]) {
    let (x, y) = point.xy().unwrap_or_default();
    bytes[..32].copy_from_slice(&to_bytes(x));
    bytes[32..].copy_from_slice(&to_bytes(y));
}

/// Writes a point that is not at infinity into 128 bytes.
pub(super) fn write_g2(point: &G2Affine, bytes: &mut [u8]) {
    let (x, y) = point.xy().unwrap_or_default();
    for (place, part) in bytes.chunks_exact_mut(32).zip([x.c1, x.c0, y.c1, y.c0]) {
        place.copy_from_slice(&to_bytes(part));
    }
}

fn extension(bytes: &[u8]) -> Option<(Fq2, &[u8])> {
    let (imaginary, rest) = element(bytes)?;
    let (real, rest) = element(rest)?;
    Some((Fq2::new(real, imaginary), rest))
}

fn element(bytes: &[u8]) -> Option<(Fq, &[u8])> {
    let (first, rest) = bytes.split_first_chunk::<32>()?;
    Some((from_bytes(first)?, rest))
}
