//! Baby Jubjub: the twisted Edwards curve 168700 x² + y² = 1 + 168696 x² y² over the scalar field of BN254.
//!
//! In scope: points, their encoding, and which are good as a key. Out of scope: signatures ([`crate::eddsa`]).
//!
//! The curve's addition is complete (168700 is a square, 168696 is none): no case needs a rule of its own. Its order is
//! eight times a prime; what is read from outside is checked to lie in the subgroup of that prime.
//!
//! Spec: <https://eips.ethereum.org/EIPS/eip-2494>.

use ark_ec::twisted_edwards::{Affine, MontCurveConfig, Projective, TECurveConfig};
use ark_ec::{AffineRepr as _, CurveConfig, CurveGroup as _};
use ark_ff::fields::{Fp256, MontBackend, MontConfig};
use ark_ff::{AdditiveGroup as _, BigInt, BigInteger as _, Field as _, MontFp, PrimeField as _};

use crate::bn254::Fr;
use crate::text;

/// The field of scalars: numbers modulo the prime order of the subgroup.
pub type Scalar = Fp256<MontBackend<ScalarConfig, 4>>;
/// A point by its two coordinates.
pub type Point = Affine<BabyJubjub>;
/// A point for adding.
pub type PointSum = Projective<BabyJubjub>;

/// The modulus of [`Scalar`].
#[derive(MontConfig, Debug)]
#[modulus = "2736030358979909402780800718157159386076813972158567259200215660948447373041"]
#[generator = "31"]
pub struct ScalarConfig;

/// The curve's constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BabyJubjub;

impl CurveConfig for BabyJubjub {
    type BaseField = Fr;
    type ScalarField = Scalar;

    const COFACTOR: &'static [u64] = &[8];
    const COFACTOR_INV: Scalar =
        MontFp!("2394026564107420727433200628387514462817212225638746351800188703329891451411");
}

impl TECurveConfig for BabyJubjub {
    const COEFF_A: Fr = MontFp!("168700");
    const COEFF_D: Fr = MontFp!("168696");
    /// EIP-2494's base point `B`, of prime order.
    const GENERATOR: Point = Point::new_unchecked(
        MontFp!("5299619240641551281634865583518297030282874472190772894086521144482721001553"),
        MontFp!("16950150798460657717958625567821834550301663161624707787222815936182638968203"),
    );

    type MontCurveConfig = Self;
}

impl MontCurveConfig for BabyJubjub {
    const COEFF_A: Fr = MontFp!("168698");
    const COEFF_B: Fr = Fr::ONE;

    type TECurveConfig = Self;
}

/// The base point times a secret: the same doublings and additions whatever the scalar is, and no branch on its bits.
///
/// The field arithmetic below is arkworks', whose last subtraction depends on values: this resists whoever counts
/// operations, not whoever measures power.
pub fn times_base(scalar: Scalar) -> Point {
    let bits = scalar.into_bigint().to_bits_le();
    let (mut sum, mut power) = (PointSum::default(), BabyJubjub::GENERATOR.into_group());
    let bits = &bits[..usize::try_from(Scalar::MODULUS_BIT_SIZE).unwrap_or(usize::MAX).min(bits.len())];
    for bit in bits {
        let added = sum + power;
        sum = PointSum::new_unchecked(
            choose(*bit, added.x, sum.x),
            choose(*bit, added.y, sum.y),
            choose(*bit, added.t, sum.t),
            choose(*bit, added.z, sum.z),
        );
        power.double_in_place();
    }
    sum.into_affine()
}

fn choose(bit: bool, one: Fr, other: Fr) -> Fr {
    let mask = u64::from(bit).wrapping_neg();
    let mut limbs = [0; 4];
    for (limb, (one, other)) in limbs.iter_mut().zip(one.0.0.iter().zip(other.0.0)) {
        *limb = other ^ (mask & (one ^ other));
    }
    Fr::new_unchecked(BigInt::new(limbs))
}

/// The point of these coordinates, if it can be a key: on the curve, in the subgroup of prime order, not the neutral one.
#[must_use]
pub fn key_point(x: Fr, y: Fr) -> Option<Point> {
    let point = Point::new_unchecked(x, y);
    (point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve() && !point.is_zero()).then_some(point)
}

/// 64 bytes: both coordinates, the most significant byte of each first.
#[must_use]
pub fn to_bytes(point: &Point) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&text::to_bytes(point.x));
    bytes[32..].copy_from_slice(&text::to_bytes(point.y));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_ff::{UniformRand as _, Zero as _};
    use ark_std::rand::SeedableRng as _;
    use ark_std::rand::rngs::StdRng;

    #[test]
    fn the_base_point_has_prime_order() {
        assert!(BabyJubjub::GENERATOR.is_on_curve());
        assert!(BabyJubjub::GENERATOR.is_in_correct_subgroup_assuming_on_curve());
        assert!(!BabyJubjub::GENERATOR.is_zero());
    }

    #[test]
    fn multiplying_without_branches_is_multiplying() {
        let mut random = StdRng::seed_from_u64(1);
        for _ in 0..20 {
            let scalar = Scalar::rand(&mut random);
            assert_eq!(times_base(scalar), (BabyJubjub::GENERATOR * scalar).into_affine());
        }
        assert!(times_base(Scalar::zero()).is_zero());
        assert_eq!(times_base(-Scalar::from(1)), -BabyJubjub::GENERATOR);
    }

    /// EIP-2494's generator of the whole curve, of which the base point is eight times.
    #[test]
    fn points_outside_the_subgroup_are_no_keys() {
        let (x, y) = (
            "995203441582195749578291179787384436505546430278305826713579947235728471134",
            "5472060717959818805561601436314318772137091100104008585924551046643952123905",
        );
        let whole = Point::new_unchecked(text::from_decimal(x).expect("x"), text::from_decimal(y).expect("y"));
        assert!(whole.is_on_curve());
        assert_eq!(whole.mul_by_cofactor(), BabyJubjub::GENERATOR);
        assert_eq!(key_point(whole.x, whole.y), None);
        assert_eq!(key_point(Fr::zero(), Fr::from(1)), None, "the neutral point");
        assert_eq!(key_point(Fr::zero(), -Fr::from(1)), None, "the point of order two");
        assert_eq!(key_point(Fr::from(1), Fr::from(1)), None, "not on the curve");
        assert_eq!(key_point(BabyJubjub::GENERATOR.x, BabyJubjub::GENERATOR.y), Some(BabyJubjub::GENERATOR));
    }
}
