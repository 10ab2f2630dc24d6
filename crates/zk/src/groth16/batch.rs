//! Many proofs under one key at the price of few.
//!
//! Each equation is raised to a power of its own that nobody could know before all proofs and inputs were fixed: the first
//! 128 bits of a hash of all of them. If one equation is wrong, the product of all holds with a chance of one in 2^128.
//!
//! Spec: <https://eprint.iacr.org/2016/260>, with the small exponents test of Bellare, Garay and Rabin (1998).

use ark_ec::{AffineRepr as _, CurveGroup as _, VariableBaseMSM as _};
use ark_ff::{BigInt, PrimeField as _, Zero as _};
use sha2::{Digest as _, Sha256};

use super::{Proof, VerifyingKey, affine, constant, product};
use crate::bn254::{Fr, G1Affine, G1Projective};
use crate::text;

/// Whether every one of these proofs shows the statement beside it. Not said is which one does not: ask each.
///
/// Without any, it is true: nothing is claimed.
#[must_use]
pub fn verify_batch(key: &VerifyingKey, all: &[(&[Fr], Proof)]) -> bool {
    if all.iter().any(|(inputs, _)| inputs.len() != key.inputs()) {
        return false;
    }
    if let [(inputs, proof)] = all {
        return key.verifies(inputs, proof);
    }
    let powers = powers(key, all);
    // One multiple for each input, however many proofs there are.
    let mut of_inputs = vec![Fr::zero(); key.inputs() + 1];
    for ((inputs, _), power) in all.iter().zip(&powers) {
        of_inputs[0] += power;
        for (sum, input) in of_inputs[1..].iter_mut().zip(*inputs) {
            *sum += *power * input;
        }
    }
    let scalars: Vec<BigInt<4>> = of_inputs.iter().map(|sum| sum.into_bigint()).collect();
    let inputs = G1Projective::msm_bigint(&key.key.gamma_abc_g1, &scalars);
    let (ends, powers): (Vec<G1Affine>, Vec<BigInt<4>>) =
        all.iter().zip(&powers).map(|((_, proof), power)| (proof.c, power.into_bigint())).unzip();
    let ends = G1Projective::msm_bigint(&ends, &powers);

    let raised: Vec<G1Projective> =
        all.iter().zip(&powers).map(|((_, proof), power)| proof.a.mul_bigint(power)).collect();
    let mut left = G1Projective::normalize_batch(&raised);
    left.extend([affine(-inputs), affine(-ends)]);
    let mut right: Vec<_> = all.iter().map(|(_, proof)| proof.b).collect();
    right.extend([key.key.gamma_g2, key.key.delta_g2]);
    product(&left, &right) == constant(key) * of_inputs[0]
}

fn powers(key: &VerifyingKey, all: &[(&[Fr], Proof)]) -> Vec<Fr> {
    let mut transcript = Sha256::new().chain_update(b"proofpass-zk/1/batch\0").chain_update(key.digest());
    transcript.update((all.len() as u64).to_be_bytes());
    for (inputs, proof) in all {
        for input in *inputs {
            transcript.update(text::to_bytes(*input));
        }
        transcript.update(proof.to_bytes());
    }
    let transcript = transcript.finalize();
    let power = |index: usize| {
        let digest = Sha256::new().chain_update(transcript).chain_update((index as u64).to_be_bytes()).finalize();
        Fr::from_be_bytes_mod_order(&digest[..16])
    };
    (0..all.len()).map(power).collect()
}
