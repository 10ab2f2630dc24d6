//! A contribution: delta is multiplied with a factor, and what is divided by delta is divided by the factor.

use ark_ec::{AffineRepr as _, CurveGroup as _};
use blake2::{Blake2b512, Digest as _};
use zeroize::Zeroizing;

use super::keypair::Keypair;
use super::{Entropy, Refusal};
use crate::bn254::{Fr, G1Affine, G1Projective};
use crate::formats::{Contribution, Kind, Name, Threads, Zkey};

/// How often a beacon is hashed at the least, as a power of two: snarkjs takes no less.
pub const MIN_ITERATIONS: u8 = 10;
/// And at the most: some seconds. Whoever verifies has to do it again.
pub const MAX_ITERATIONS: u8 = 24;

/// Contributes somebody's randomness. The factor and its seed are overwritten; who keeps `entropy` keeps the factor.
///
/// `entropy` is 64 random bytes of the operating system; `more` is what the contributor adds, such as throws of dice.
pub fn contribute(
    key: &mut Zkey,
    name: Name,
    entropy: &Entropy,
    more: &[u8],
    threads: Threads,
) -> Result<Contribution, Refusal> {
    let mut hasher = Blake2b512::new();
    hasher.update(b"ProofPass contribution/1");
    hasher.update(entropy.as_slice());
    hasher.update(key.circuit_hash);
    hasher.update((more.len() as u64).to_le_bytes());
    hasher.update(more);
    let mut hash = Zeroizing::new([0_u8; 64]);
    hasher.finalize_into((&mut *hash).into());
    let mut seed = Zeroizing::new([0_u8; 32]);
    seed.copy_from_slice(&hash[..32]);
    add(key, &Keypair::from_seed(&seed), Some(name), Kind::Somebody, threads)
}

/// Contributes a public value that nobody could know before a certain time. It is the last contribution.
pub fn beacon(
    key: &mut Zkey,
    name: Option<Name>,
    value: &[u8],
    iterations: u8,
    threads: Threads,
) -> Result<Contribution, Refusal> {
    if !(MIN_ITERATIONS..=MAX_ITERATIONS).contains(&iterations) {
        return Err(Refusal::Iterations);
    }
    if value.is_empty() || value.len() > usize::from(u8::MAX) {
        return Err(Refusal::BeaconLength);
    }
    let kind = Kind::Beacon { value: value.to_vec(), iterations };
    add(key, &Keypair::from_beacon(value, iterations), name, kind, threads)
}

fn add(
    key: &mut Zkey,
    keypair: &Keypair,
    name: Option<Name>,
    kind: Kind,
    threads: Threads,
) -> Result<Contribution, Refusal> {
    if key.contributions.iter().any(|contribution| matches!(contribution.kind, Kind::Beacon { .. })) {
        return Err(Refusal::Ended);
    }
    let transcript = keypair.transcript(&before(key, key.contributions.len()));
    let factor = Zeroizing::new(keypair.factor());
    key.delta_g1 = (key.delta_g1.into_group() * *factor).into_affine();
    key.delta_g2 = (key.delta_g2.into_group() * *factor).into_affine();
    let inverse = keypair.inverse();
    key.l = times(&key.l, &inverse, threads);
    key.h = times(&key.h, &inverse, threads);
    let contribution = Contribution {
        delta_after: key.delta_g1,
        g1_s: keypair.g1_s,
        g1_sx: keypair.g1_sx,
        g2_spx: keypair.proof(&transcript),
        transcript,
        kind,
        name,
    };
    key.contributions.push(contribution.clone());
    Ok(contribution)
}

/// The hash of all that the contribution of that index is bound to.
pub(super) fn before(key: &Zkey, index: usize) -> Blake2b512 {
    let mut hasher = Blake2b512::new();
    hasher.update(key.circuit_hash);
    key.contributions.iter().take(index).for_each(|contribution| contribution.hash_into(&mut hasher));
    hasher
}

fn times(points: &[G1Affine], factor: &Fr, threads: Threads) -> Vec<G1Affine> {
    let part = |part: &[G1Affine]| {
        let multiplied: Vec<G1Projective> = part.iter().map(|point| point.into_group() * factor).collect();
        G1Projective::normalize_batch(&multiplied)
    };
    threads.parts(points, part).into_iter().flatten().collect()
}
