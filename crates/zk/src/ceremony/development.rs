//! Powers of tau for development: made in one place by one party, who could have kept the number.
//!
//! In scope: a whole file, with its Lagrange form, so that keys can be made where the public powers are not at hand. Out of
//! scope: production: nobody has contributed to such a file, and every key from it is
//! [`Standing::Development`](super::Standing).

use ark_ec::{CurveGroup, PrimeGroup as _, ScalarMul};
use ark_ff::Field as _;
use ark_poly::{EvaluationDomain as _, Radix2EvaluationDomain};
use blake2::{Blake2b512, Digest as _};
use zeroize::Zeroizing;

use super::Entropy;
use super::keypair::Words;
use crate::bn254::{Fr, G1Projective, G2Projective};
use crate::formats::{MAX_POWER, PtauParts, Threads, write_ptau};

/// Powers for circuits of up to two to `power` rows, as a file. None where `power` is 0 or above [`MAX_POWER`].
#[must_use]
pub fn powers(power: u32, entropy: &Entropy, threads: Threads) -> Option<Vec<u8>> {
    if power == 0 || power > MAX_POWER {
        return None;
    }
    let mut hasher = Blake2b512::new();
    hasher.update(b"ProofPass powers of tau for development/1");
    hasher.update(entropy.as_slice());
    let hash: [u8; 64] = hasher.finalize().into();
    let hash = Zeroizing::new(hash);
    let mut seed = Zeroizing::new([0_u8; 32]);
    seed.copy_from_slice(&hash[..32]);
    let mut words = Words::new(&seed);
    let [tau, alpha, beta] = [(); 3].map(|()| Zeroizing::new(words.number::<Fr>()));

    let size = 1_usize << power;
    let mut numbers = Zeroizing::new(Vec::with_capacity(2 * size - 1));
    let mut number = Fr::ONE;
    for _ in 0..2 * size - 1 {
        numbers.push(number);
        number *= *tau;
    }
    let times = |numbers: &[Fr], factor: &Fr| {
        Zeroizing::new(numbers.iter().map(|number| *number * factor).collect::<Vec<Fr>>())
    };
    let levels =
        |highest: u32| Zeroizing::new((0..=highest).flat_map(|level| lagrange(&numbers, level)).collect::<Vec<Fr>>());
    let (few, prepared) = (Zeroizing::new(numbers[..size].to_vec()), levels(power));
    let g1 = |numbers: &[Fr]| multiples::<G1Projective>(numbers, threads);
    let g2 = |numbers: &[Fr]| multiples::<G2Projective>(numbers, threads);
    Some(write_ptau(&PtauParts {
        power,
        tau_g1: g1(&numbers),
        tau_g2: g2(&few),
        alpha_tau_g1: g1(&times(&few, &alpha)),
        beta_tau_g1: g1(&times(&few, &beta)),
        beta_g2: (G2Projective::generator() * *beta).into_affine(),
        lagrange_tau_g1: g1(&levels(power + 1)),
        lagrange_tau_g2: g2(&prepared),
        lagrange_alpha_g1: g1(&times(&prepared, &alpha)),
        lagrange_beta_g1: g1(&times(&prepared, &beta)),
    }))
}

/// The Lagrange polynomials of a domain, at tau. Of the largest, the highest power is not there and taken for zero.
fn lagrange(numbers: &[Fr], level: u32) -> Vec<Fr> {
    let size = 1 << level;
    let domain = Radix2EvaluationDomain::<Fr>::new(size);
    // Unwrap safety: a power of two far below 2^28 (`MAX_POWER`).
    domain.map(|domain| domain.ifft(&numbers[..size.min(numbers.len())])).unwrap_or_default()
}

fn multiples<G: CurveGroup<ScalarField = Fr> + ScalarMul<MulBase = <G as CurveGroup>::Affine>>(
    numbers: &[Fr],
    threads: Threads,
) -> Vec<<G as CurveGroup>::Affine> {
    let generator = G::generator();
    threads.parts(numbers, |part| generator.batch_mul(part)).into_iter().flatten().collect()
}
