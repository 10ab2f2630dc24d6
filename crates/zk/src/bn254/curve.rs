//! BN254 over our own fields: the tower, both groups, and what a pairing needs.
//!
//! In scope: the curve's parameters, as arkworks wants to be told them. Out of scope: arithmetic in the prime fields
//! (`fields`).
//!
//! Every constant is that of `ark-bn254`, taken over limb by limb, so that the two cannot differ in a digit.

use ark_bn254::{
    Config as ArkConfig, Fq6Config as ArkFq6Config, Fq12Config as ArkFq12Config, g1::Config as ArkG1,
    g2::Config as ArkG2,
};
use ark_ec::AffineRepr as _;
use ark_ec::bn::{self, Bn, BnConfig, TwistType};
use ark_ec::models::CurveConfig;
use ark_ec::scalar_mul::glv::GLVConfig;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ff::{AdditiveGroup, BigInt, Field as _, Fp6, Fp6Config, Fp12Config, Zero as _};

use super::fields::{Fq, Fq2, Fq2Config, Fr, fq, fq2, fr};

/// BN254, with its pairing.
pub type Bn254 = Bn<Config>;

/// A point of the first group.
pub type G1Affine = bn::G1Affine<Config>;
/// A point of the first group, in projective coordinates.
pub type G1Projective = bn::G1Projective<Config>;
/// A point of the second group.
pub type G2Affine = bn::G2Affine<Config>;
/// A point of the second group, in projective coordinates.
pub type G2Projective = bn::G2Projective<Config>;

/// The curve as a whole.
#[derive(Debug)]
pub struct Config;

/// The sextic extension.
#[derive(Clone, Copy, Debug)]
pub struct Fq6Config;

/// The extension of degree twelve.
#[derive(Clone, Copy, Debug)]
pub struct Fq12Config;

/// The first group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct G1Config;

/// The second group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct G2Config;

/// Their elements as ours: the same limbs.
const fn fq2s<const N: usize>(theirs: &[ark_bn254::Fq2]) -> [Fq2; N] {
    assert!(theirs.len() == N);
    let mut ours = [Fq2::ZERO; N];
    let mut at = 0;
    while at < N {
        ours[at] = fq2(theirs[at]);
        at += 1;
    }
    ours
}

impl Fp6Config for Fq6Config {
    type Fp2Config = Fq2Config;

    /// u + 9
    const NONRESIDUE: Fq2 = fq2(ArkFq6Config::NONRESIDUE);
    const FROBENIUS_COEFF_FP6_C1: &'static [Fq2] = &fq2s::<6>(ArkFq6Config::FROBENIUS_COEFF_FP6_C1);
    const FROBENIUS_COEFF_FP6_C2: &'static [Fq2] = &fq2s::<6>(ArkFq6Config::FROBENIUS_COEFF_FP6_C2);

    #[inline]
    fn mul_fp2_by_nonresidue_in_place(element: &mut Fq2) -> &mut Fq2 {
        // (a + b·u)(9 + u), where u² is -1: 9a - b, and 9b + a.
        let mut nine = *element;
        nine.double_in_place().double_in_place().double_in_place();
        nine += &*element;
        *element = Fq2::new(nine.c0 - element.c1, nine.c1 + element.c0);
        element
    }
}

impl Fp12Config for Fq12Config {
    type Fp6Config = Fq6Config;

    const NONRESIDUE: Fp6<Fq6Config> = {
        let theirs = ArkFq12Config::NONRESIDUE;
        Fp6::<Fq6Config>::new(fq2(theirs.c0), fq2(theirs.c1), fq2(theirs.c2))
    };
    const FROBENIUS_COEFF_FP12_C1: &'static [Fq2] = &fq2s::<12>(ArkFq12Config::FROBENIUS_COEFF_FP12_C1);
}

impl BnConfig for Config {
    const X: &'static [u64] = ArkConfig::X;
    const X_IS_NEGATIVE: bool = ArkConfig::X_IS_NEGATIVE;
    const ATE_LOOP_COUNT: &'static [i8] = ArkConfig::ATE_LOOP_COUNT;
    const TWIST_TYPE: TwistType = ArkConfig::TWIST_TYPE;
    const TWIST_MUL_BY_Q_X: Fq2 = fq2(ArkConfig::TWIST_MUL_BY_Q_X);
    const TWIST_MUL_BY_Q_Y: Fq2 = fq2(ArkConfig::TWIST_MUL_BY_Q_Y);

    type Fp = Fq;
    type Fp2Config = Fq2Config;
    type Fp6Config = Fq6Config;
    type Fp12Config = Fq12Config;
    type G1Config = G1Config;
    type G2Config = G2Config;
}

impl CurveConfig for G1Config {
    type BaseField = Fq;
    type ScalarField = Fr;

    const COFACTOR: &'static [u64] = ArkG1::COFACTOR;
    const COFACTOR_INV: Fr = fr(<ArkG1 as CurveConfig>::COFACTOR_INV);
}

impl SWCurveConfig for G1Config {
    const COEFF_A: Fq = fq(<ArkG1 as SWCurveConfig>::COEFF_A);
    const COEFF_B: Fq = fq(<ArkG1 as SWCurveConfig>::COEFF_B);
    const GENERATOR: G1Affine = {
        let theirs = <ArkG1 as SWCurveConfig>::GENERATOR;
        G1Affine::new_unchecked(fq(theirs.x), fq(theirs.y))
    };

    /// (0, 0) is on no curve whose b is not zero, and stands for infinity.
    type ZeroFlag = ();

    #[inline]
    fn mul_by_a(_: Fq) -> Fq {
        Fq::zero()
    }

    fn mul_projective(point: &Projective<Self>, scalar: &[u64]) -> Projective<Self> {
        Self::glv_mul_projective(*point, Fr::from_sign_and_limbs(true, scalar))
    }

    fn is_in_correct_subgroup_assuming_on_curve(_: &Affine<Self>) -> bool {
        // The cofactor is one.
        true
    }
}

impl GLVConfig for G1Config {
    const ENDO_COEFFS: &'static [Fq] = &[fq(<ArkG1 as GLVConfig>::ENDO_COEFFS[0])];
    const LAMBDA: Fr = fr(<ArkG1 as GLVConfig>::LAMBDA);
    const SCALAR_DECOMP_COEFFS: [(bool, BigInt<4>); 4] = <ArkG1 as GLVConfig>::SCALAR_DECOMP_COEFFS;

    fn endomorphism(point: &Projective<Self>) -> Projective<Self> {
        let mut image = *point;
        image.x *= Self::ENDO_COEFFS[0];
        image
    }

    fn endomorphism_affine(point: &Affine<Self>) -> Affine<Self> {
        let mut image = *point;
        image.x *= Self::ENDO_COEFFS[0];
        image
    }
}

impl CurveConfig for G2Config {
    type BaseField = Fq2;
    type ScalarField = Fr;

    const COFACTOR: &'static [u64] = ArkG2::COFACTOR;
    const COFACTOR_INV: Fr = fr(<ArkG2 as CurveConfig>::COFACTOR_INV);
}

/// 6·x², where x is the curve's parameter: what multiplies a point of the group as raising its coordinates to the power of
/// the base field's prime does.
const SIX_X_SQUARED: [u64; 2] = {
    let x = <ArkConfig as BnConfig>::X[0] as u128;
    let bytes = (6 * x * x).to_le_bytes();
    let (low, high) = bytes.split_at(8);
    [word(low), word(high)]
};

const fn word(bytes: &[u8]) -> u64 {
    let mut word = 0;
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        word = word << 8 | bytes[at] as u64;
    }
    word
}

impl SWCurveConfig for G2Config {
    const COEFF_A: Fq2 = fq2(<ArkG2 as SWCurveConfig>::COEFF_A);
    const COEFF_B: Fq2 = fq2(<ArkG2 as SWCurveConfig>::COEFF_B);
    const GENERATOR: G2Affine = {
        let theirs = <ArkG2 as SWCurveConfig>::GENERATOR;
        G2Affine::new_unchecked(fq2(theirs.x), fq2(theirs.y))
    };

    /// As in the first group.
    type ZeroFlag = ();

    #[inline]
    fn mul_by_a(_: Fq2) -> Fq2 {
        Fq2::zero()
    }

    fn is_in_correct_subgroup_assuming_on_curve(point: &G2Affine) -> bool {
        // EPRINT 2022/352, section 4.3: [6x²]P is ψ(P) in the subgroup and nowhere else.
        let mut image = *point;
        image.x.frobenius_map_in_place(1);
        image.y.frobenius_map_in_place(1);
        image.x *= Config::TWIST_MUL_BY_Q_X;
        image.y *= Config::TWIST_MUL_BY_Q_Y;
        point.mul_bigint(SIX_X_SQUARED) == image
    }
}

#[cfg(test)]
mod tests;
