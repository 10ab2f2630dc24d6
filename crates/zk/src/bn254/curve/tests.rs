//! Ours beside arkworks': the same numbers from the same numbers, limb by limb and byte by byte.

use ark_bn254 as ark;
use ark_ec::pairing::Pairing as _;
use ark_ec::{AffineRepr as _, CurveGroup as _, PrimeGroup as _};
use ark_ff::{BigInt, Field as _, MontConfig, PrimeField as _};
use ark_serialize::{CanonicalDeserialize as _, CanonicalSerialize, Compress, Validate};
use proptest::prelude::*;

use super::{Bn254, Config, Fq, Fq2, Fr, G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::bn::BnConfig as _;

fn bytes(value: &impl CanonicalSerialize, compress: Compress) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.serialize_with_mode(&mut bytes, compress).unwrap();
    bytes
}

/// The limbs that are kept, whatever number they stand for: below the prime, and often at an edge of it.
fn limbs<C: MontConfig<4>>() -> impl Strategy<Value = BigInt<4>> {
    let word =
        prop_oneof![4 => any::<u64>(), 1 => Just(0), 1 => Just(u64::MAX), 1 => Just(1), 1 => Just((1 << 29) - 1)];
    let below = prop::array::uniform4(word).prop_map(|mut words| {
        words[3] %= C::MODULUS.0[3];
        BigInt(words)
    });
    let near = (0u64..3).prop_map(|distance| {
        let mut words = C::MODULUS.0;
        words[0] -= distance + 1;
        BigInt(words)
    });
    let small = (0u64..3).prop_map(|small| BigInt([small, 0, 0, 0]));
    prop_oneof![8 => below, 1 => near, 1 => small, 1 => Just(C::R), 1 => Just(C::R2)]
}

macro_rules! same_field {
    ($name:ident, $ours:ident, $theirs:ty, $config:ty) => {
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(4096))]

                #[test]
                fn computes_what_arkworks_computes(
                    numbers in prop::collection::vec((limbs::<$config>(), limbs::<$config>()), 7),
                    exponent in any::<u64>(),
                ) {
                    let ours = |limbs: BigInt<4>| $ours::new_unchecked(limbs);
                    let theirs = |limbs: BigInt<4>| <$theirs>::new_unchecked(limbs);
                    for &(a, b) in &numbers {
                        prop_assert_eq!((ours(a) * ours(b)).0, (theirs(a) * theirs(b)).0);
                        prop_assert_eq!((ours(a) * ours(a)).0, (theirs(a) * theirs(a)).0);
                        prop_assert_eq!(ours(a).square().0, theirs(a).square().0);
                        prop_assert_eq!((ours(a) + ours(b)).0, (theirs(a) + theirs(b)).0);
                        prop_assert_eq!((ours(a) - ours(b)).0, (theirs(a) - theirs(b)).0);
                        prop_assert_eq!((-ours(a)).0, (-theirs(a)).0);
                        prop_assert_eq!((ours(a) + ours(a)).0, (theirs(a) + theirs(a)).0);
                        prop_assert_eq!(ours(a).into_bigint(), theirs(a).into_bigint());
                        prop_assert_eq!($ours::from_bigint(a).map(|x| x.0), <$theirs>::from_bigint(a).map(|x| x.0));
                    }
                    let (a, b) = numbers[0];
                    prop_assert_eq!(ours(a).inverse().map(|x| x.0), theirs(a).inverse().map(|x| x.0));
                    prop_assert_eq!(ours(a).pow([exponent]).0, theirs(a).pow([exponent]).0);
                    prop_assert_eq!(ours(b).sqrt().is_some(), theirs(b).sqrt().is_some());
                    let sums = [
                        (sum::<$ours, 1>(&numbers, ours).0, sum::<$theirs, 1>(&numbers, theirs).0),
                        (sum::<$ours, 2>(&numbers, ours).0, sum::<$theirs, 2>(&numbers, theirs).0),
                        (sum::<$ours, 3>(&numbers, ours).0, sum::<$theirs, 3>(&numbers, theirs).0),
                        (sum::<$ours, 4>(&numbers, ours).0, sum::<$theirs, 4>(&numbers, theirs).0),
                        (sum::<$ours, 7>(&numbers, ours).0, sum::<$theirs, 7>(&numbers, theirs).0),
                    ];
                    for (ours, theirs) in sums {
                        prop_assert_eq!(ours, theirs);
                    }
                }
            }

            fn sum<F: ark_ff::Field, const M: usize>(
                numbers: &[(BigInt<4>, BigInt<4>)],
                of: impl Fn(BigInt<4>) -> F,
            ) -> F {
                let a: [F; M] = std::array::from_fn(|at| of(numbers[at].0));
                let b: [F; M] = std::array::from_fn(|at| of(numbers[at].1));
                F::sum_of_products(&a, &b)
            }

            #[test]
            fn has_the_constants_of_arkworks() {
                use ark_ff::FftField as _;
                assert_eq!($ours::MODULUS, <$theirs>::MODULUS);
                assert_eq!($ours::GENERATOR.0, <$theirs>::GENERATOR.0);
                assert_eq!($ours::TWO_ADIC_ROOT_OF_UNITY.0, <$theirs>::TWO_ADIC_ROOT_OF_UNITY.0);
                assert_eq!($ours::TWO_ADICITY, <$theirs>::TWO_ADICITY);
                assert_eq!($ours::from(7u64).0, <$theirs>::from(7u64).0);
            }

            #[test]
            fn refuses_a_number_that_is_not_below_the_prime() {
                assert_eq!($ours::from_bigint($ours::MODULUS), None);
                let mut too_large = Vec::new();
                $ours::MODULUS.serialize_uncompressed(&mut too_large).unwrap();
                assert!($ours::deserialize_uncompressed(&*too_large).is_err());
                let mut largest = too_large;
                largest[0] -= 1;
                assert_eq!($ours::deserialize_uncompressed(&*largest).unwrap(), -$ours::from(1u64));
            }
        }
    };
}

same_field!(coordinates, Fq, ark::Fq, ark::FqConfig);
same_field!(scalars, Fr, ark::Fr, ark::FrConfig);

/// Points of both groups by a scalar, ours and theirs.
fn points(scalar: u64) -> ((G1Affine, G2Affine), (ark::G1Affine, ark::G2Affine)) {
    let ours = (G1Projective::generator() * Fr::from(scalar), G2Projective::generator() * Fr::from(scalar));
    let theirs = (
        ark::G1Projective::generator() * ark::Fr::from(scalar),
        ark::G2Projective::generator() * ark::Fr::from(scalar),
    );
    ((ours.0.into_affine(), ours.1.into_affine()), (theirs.0.into_affine(), theirs.1.into_affine()))
}

#[test]
fn points_and_pairings_have_the_bytes_of_arkworks() {
    for (left, right) in [(1, 1), (2, 3), (0, 5), (u64::MAX, 0x1234_5678_9abc_def0)] {
        let ((g1, _), (ark_g1, _)) = points(left);
        let ((_, g2), (_, ark_g2)) = points(right);
        for compress in [Compress::Yes, Compress::No] {
            assert_eq!(bytes(&g1, compress), bytes(&ark_g1, compress));
            assert_eq!(bytes(&g2, compress), bytes(&ark_g2, compress));
            assert_eq!(G1Affine::deserialize_with_mode(&*bytes(&g1, compress), compress, Validate::Yes).unwrap(), g1);
            assert_eq!(G2Affine::deserialize_with_mode(&*bytes(&g2, compress), compress, Validate::Yes).unwrap(), g2);
        }
        let paired = Bn254::pairing(g1, g2);
        assert_eq!(bytes(&paired.0, Compress::No), bytes(&ark::Bn254::pairing(ark_g1, ark_g2).0, Compress::No));
    }
}

#[test]
fn a_pairing_is_bilinear() {
    let ((g1, g2), _) = points(1);
    let ((six, _), _) = points(6);
    let ((_, seven), _) = points(7);
    let ((forty_two, _), _) = points(42);
    assert_eq!(Bn254::pairing(six, seven), Bn254::pairing(forty_two, g2));
    assert_ne!(Bn254::pairing(six, g2), Bn254::pairing(forty_two, g2));
    assert_ne!(Bn254::pairing(g1, g2), Bn254::pairing(six, g2));
}

#[test]
fn a_point_outside_the_subgroup_is_refused() {
    // The twist has points of other orders: most that solve the equation are not in the group.
    let mut refused = 0;
    for x in 0..20u64 {
        let Some(point) = G2Affine::get_point_from_x_unchecked(Fq2::new(Fq::from(x), Fq::from(1u64)), true) else {
            continue;
        };
        assert!(point.is_on_curve());
        assert_eq!(
            point.is_in_correct_subgroup_assuming_on_curve(),
            point.mul_bigint(Fr::MODULUS).into_affine().is_zero()
        );
        assert!(G2Affine::deserialize_uncompressed(&*bytes(&point, Compress::No)).is_err());
        refused += 1;
    }
    assert!(refused > 3);
}

#[test]
fn the_loop_of_the_pairing_is_that_of_the_curve() {
    // 6x + 2, in digits of -1, 0 and 1.
    let counted = Config::ATE_LOOP_COUNT.iter().rev().fold(0i128, |sum, &digit| 2 * sum + i128::from(digit));
    assert_eq!(counted, 6 * i128::from(Config::X[0]) + 2);
}
