//! Whether two pairs of points have the same ratio, by a pairing.

use ark_ec::pairing::Pairing as _;
use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::Zero as _;

use crate::bn254::{Bn254, G1Affine, G2Affine};

/// Whether `after` is to `before` in G1 as `after` to `before` in G2. Points at infinity have no ratio.
pub(super) fn is_same((before, after): (G1Affine, G1Affine), (before2, after2): (G2Affine, G2Affine)) -> bool {
    if before.is_zero() || after.is_zero() || before2.is_zero() || after2.is_zero() {
        return false;
    }
    is_same_or_zero((before, after), (before2, after2))
}

/// The same of sums, which may be at infinity where all their points are.
pub(super) fn is_same_or_zero((before, after): (G1Affine, G1Affine), (before2, after2): (G2Affine, G2Affine)) -> bool {
    let negative = (-after.into_group()).into_affine();
    Bn254::multi_pairing([before, negative], [after2, before2]).is_zero()
}
