//! Sums beside those of arkworks' own way.

use ark_ec::{AffineRepr as _, CurveGroup as _, PrimeGroup, VariableBaseMSM};
use ark_ff::UniformRand as _;
use ark_std::rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use super::*;
use crate::bn254::{G1Projective, G2Projective};

fn random_points<P>(count: usize, rng: &mut StdRng) -> Vec<Affine<P>>
where
    P: SWCurveConfig<ScalarField = Fr>,
{
    let points: Vec<_> = (0..count).map(|_| Projective::<P>::generator() * Fr::rand(rng)).collect();
    Projective::normalize_batch(&points)
}

/// As witnesses have them: many of one bit, some of 64, and those of a whole hash.
fn like_a_witness(count: usize, rng: &mut StdRng) -> Vec<Fr> {
    (0..count)
        .map(|_| match rng.gen_range(0..8) {
            0 | 1 => Fr::from(0u64),
            2 => Fr::from(1u64),
            3 => -Fr::from(1u64),
            4 => Fr::from(rng.r#gen::<u64>()),
            5 => -Fr::from(rng.r#gen::<u64>()),
            _ => Fr::rand(rng),
        })
        .collect()
}

fn agrees<P>(points: &[Affine<P>], scalars: &[Fr])
where
    P: SWCurveConfig<ScalarField = Fr>,
    P::BaseField: Kept,
    Projective<P>: VariableBaseMSM<MulBase = Affine<P>, ScalarField = Fr>,
{
    let bigints: Vec<_> = scalars.iter().map(|scalar| scalar.into_bigint()).collect();
    let expected = Projective::<P>::msm_bigint(points, &bigints);
    assert_eq!(msm(points, &bigints), expected);
    for bits in [NARROWEST, 4, 7, 8, 11, WIDEST] {
        let digits = Digits { bits };
        let middle = digits.places() / 3;
        let parts = [0..middle, middle..middle + 1, middle + 1..digits.places()];
        let sum: Projective<P> = parts.into_iter().map(|places| part(points, &bigints, digits, places)).sum();
        assert_eq!(sum, expected, "digits of {bits} bits");
    }
}

fn edges<P>()
where
    P: SWCurveConfig<ScalarField = Fr>,
    P::BaseField: Kept,
    Projective<P>: VariableBaseMSM<MulBase = Affine<P>, ScalarField = Fr>,
{
    let mut rng = StdRng::seed_from_u64(5);
    let rng = &mut rng;
    let points = random_points::<P>(300, rng);
    agrees(&points, &like_a_witness(300, rng));
    agrees::<P>(&[], &[]);
    for scalar in [Fr::from(0u64), Fr::from(1u64), -Fr::from(1u64), -Fr::from(2u64), Fr::from(u64::MAX), Fr::rand(rng)]
    {
        agrees(&points[..1], &[scalar]);
        // All of them in the same buckets.
        agrees(&points[..33], &vec![scalar; 33]);
        // A point again and again, which is doubled.
        agrees(&[points[0]; 13], &[scalar; 13]);
        // A point and its negative, of which nothing is left, among others and alone.
        agrees(&[points[0], -points[0]], &[scalar; 2]);
        agrees(&[points[1], points[0], -points[0], points[0], points[2]], &[scalar; 5]);
        agrees(&[points[0], points[0], -points[0], -points[0]], &[scalar; 4]);
        // Infinity.
        agrees(&[Affine::zero(), points[0], Affine::zero()], &[scalar; 3]);
        agrees(&[Affine::<P>::zero()], &[scalar]);
    }
    // Half of the order, and one beside it: where a scalar changes its sign.
    let half = -Fr::from(2u64).inverse_or_one();
    for offset in 0..3u64 {
        agrees(&points[..2], &[half + Fr::from(offset), half - Fr::from(offset)]);
    }
}

trait InverseOrOne {
    fn inverse_or_one(self) -> Self;
}

impl InverseOrOne for Fr {
    fn inverse_or_one(self) -> Self {
        ark_ff::Field::inverse(&self).unwrap_or(self)
    }
}

#[test]
fn sums_in_the_first_group_are_those_of_arkworks() {
    edges::<<G1Projective as CurveConfigOf>::Config>();
}

#[test]
fn sums_in_the_second_group_are_those_of_arkworks() {
    edges::<<G2Projective as CurveConfigOf>::Config>();
}

trait CurveConfigOf: PrimeGroup {
    type Config;
}

impl<P: SWCurveConfig> CurveConfigOf for Projective<P> {
    type Config = P;
}

#[test]
fn many_points_make_the_sum_of_arkworks() {
    let mut rng = StdRng::seed_from_u64(6);
    let points = random_points(3000, &mut rng);
    let scalars = like_a_witness(3000, &mut rng);
    let bigints: Vec<_> = scalars.iter().map(|scalar| scalar.into_bigint()).collect();
    assert_eq!(msm(&points, &bigints), G1Projective::msm_bigint(&points, &bigints));
    assert_ne!(msm(&points[1..], &bigints), G1Projective::msm_bigint(&points, &bigints));
}

#[test]
fn wider_digits_are_for_more_points() {
    let bits: Vec<_> = [1, 30, 1000, 16_384, 1 << 20].map(|count| Digits::for_points(count).bits).into();
    assert!(bits.is_sorted());
    assert_eq!(bits[3], 10);
}
