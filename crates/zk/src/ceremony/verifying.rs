//! Whether a key is what a circuit, powers of tau and the contributions make of it.
//!
//! Steps, in their order:
//! 1. The key has the circuit's counts and its matrices A and B.
//! 2. The powers are powers of one number, which is not 1.
//! 3. alpha and beta are those of the powers; gamma is 1.
//! 4. The queries A and B are sums of powers as the circuit says; so are IC and L as they were before any contribution.
//! 5. The key began as the one whose hash the transcript is bound to.
//! 6. Each contribution is bound to those before it, proves that its factor is known, and has multiplied delta with that
//!    factor; a beacon is what its value makes of it, and the last.
//! 7. delta is what the last contribution left, in both groups.
//! 8. L and H have been divided by delta.
//!
//! Step 4 and 8 compare random combinations, with coefficients of 128 bits that nobody could foresee: one sum in place of
//! thousands. The Lagrange form in the file of the powers is not believed: the sums that it gives are compared with
//! those of the powers themselves.

use std::collections::BTreeMap;

use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::Zero as _;
use ark_poly::{EvaluationDomain as _, Radix2EvaluationDomain};
use blake2::{Blake2b512, Digest as _};

use super::contributing::before;
use super::first::{self, Columns};
use super::keypair::{Keypair, Words, generator, hash_to_g2, transcript};
use super::ratio::{is_same, is_same_or_zero};
use super::sums::sum;
use super::{Entropy, Part, Refusal, Standing};
use crate::bn254::{Fr, G1Affine, G1Projective, G2Affine};
use crate::formats::{Coefficient, HalfOf, Kind, Ptau, R1cs, Threads, Zkey, ptau};

/// A key whose whole transcript was verified.
#[derive(Clone, Copy, Debug)]
pub struct Transcript<'k> {
    key: &'k Zkey,
    powers_contributions: usize,
}

impl<'k> Transcript<'k> {
    /// The key.
    #[must_use]
    pub const fn key(&self) -> &'k Zkey {
        self.key
    }

    /// How many have contributed to the powers of tau, as their file says.
    #[must_use]
    pub const fn powers_contributions(&self) -> usize {
        self.powers_contributions
    }

    /// What may be believed of keys from it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self)
    }
}

/// Verifies a key against the circuit and the powers that it was made from. `entropy` is unforeseeable.
pub fn verify<'k>(
    key: &'k Zkey,
    circuit: &R1cs,
    powers: &Ptau<'_>,
    entropy: &Entropy,
    threads: Threads,
) -> Result<Transcript<'k>, Refusal> {
    // (1)
    let counts = (key.wires(), key.public(), Some(key.power));
    if counts != (circuit.wires(), circuit.public(), circuit.power())
        || entries(&key.coefficients) != entries(&first::coefficients(circuit))
    {
        return Err(Refusal::OtherCircuit);
    }
    first::power(circuit, powers)?;
    let mut random = Words::new(&seed(entropy, key));
    // (2)
    let powers_of_tau = Powers::read(powers, key.power)?;
    powers_of_tau.check(&mut random, threads)?;
    // (3)
    let (alpha, beta) = (powers_of_tau.alpha_tau_g1[0], powers_of_tau.beta_tau_g1[0]);
    if (key.alpha_g1, key.beta_g1, key.beta_g2) != (alpha, beta, powers_of_tau.beta_g2) {
        return Err(Refusal::OtherPowers);
    }
    if key.gamma_g2 != G2Affine::generator() {
        return Err(Refusal::OtherPowers);
    }
    // (4)
    let linear = first::linear(circuit, powers, threads)?;
    let combined = Combined::of(circuit, &mut random);
    powers_of_tau.check_queries(key, &linear, &combined, threads)?;
    let (ic, l) = linear.split_at(circuit.public() + 1);
    if key.ic != ic {
        return Err(Refusal::Key(Part::Ic));
    }
    // (5)
    if first::circuit_hash(key, l, &first::monomials(&powers_of_tau.tau_g1, powers_of_tau.size)) != key.circuit_hash {
        return Err(Refusal::OtherPowers);
    }
    // (6)
    let mut delta = generator();
    for index in 0..key.contributions.len() {
        check_contribution(key, index, delta)?;
        delta = key.contributions[index].delta_after;
    }
    // (7)
    if delta != key.delta_g1 || !is_same((generator(), delta), (G2Affine::generator(), key.delta_g2)) {
        return Err(Refusal::Key(Part::Delta));
    }
    // (8)
    let kept = &combined.numbers[circuit.public() + 1..];
    let of = |points: &[G1Affine]| sum(points, kept, threads).into_affine();
    let divided_by_delta = |after, before| is_same_or_zero((after, before), (G2Affine::generator(), key.delta_g2));
    if !divided_by_delta(of(&key.l), of(l)) {
        return Err(Refusal::Key(Part::L));
    }
    let (after, before) = powers_of_tau.rows(&key.h, &mut random, threads);
    if !divided_by_delta(after, before) {
        return Err(Refusal::Key(Part::H));
    }
    Ok(Transcript { key, powers_contributions: powers.contributions() })
}

/// The entries, whatever order they stand in; those that are zero mean nothing.
fn entries(coefficients: &[Coefficient]) -> BTreeMap<(HalfOf, u32, u32), Fr> {
    let mut entries = BTreeMap::new();
    for entry in coefficients {
        *entries.entry((entry.matrix, entry.row, entry.wire)).or_insert_with(Fr::zero) += entry.value;
    }
    entries.retain(|_, value| !value.is_zero());
    entries
}

/// Unforeseeable, and other for each key even where the entropy should not be.
fn seed(entropy: &Entropy, key: &Zkey) -> [u8; 32] {
    let mut hasher = Blake2b512::new();
    hasher.update(b"ProofPass verification/1");
    hasher.update(entropy.as_slice());
    hasher.update(key.write());
    let hash: [u8; 64] = hasher.finalize().into();
    let mut seed = [0; 32];
    seed.copy_from_slice(&hash[..32]);
    seed
}

fn check_contribution(key: &Zkey, index: usize, delta_before: G1Affine) -> Result<(), Refusal> {
    let contribution = &key.contributions[index];
    if let Kind::Beacon { value, iterations } = &contribution.kind {
        if !(super::MIN_ITERATIONS..=super::MAX_ITERATIONS).contains(iterations) {
            return Err(Refusal::Iterations);
        }
        let keypair = Keypair::from_beacon(value, *iterations);
        if (keypair.g1_s, keypair.g1_sx) != (contribution.g1_s, contribution.g1_sx) {
            return Err(Refusal::Beacon(index));
        }
        if index + 1 != key.contributions.len() {
            return Err(Refusal::Ended);
        }
    }
    if transcript(&before(key, index), &contribution.g1_s, &contribution.g1_sx) != contribution.transcript {
        return Err(Refusal::Transcript(index));
    }
    let in_g2 = (hash_to_g2(&contribution.transcript), contribution.g2_spx);
    if !is_same((contribution.g1_s, contribution.g1_sx), in_g2) {
        return Err(Refusal::Knowledge(index));
    }
    if !is_same((delta_before, contribution.delta_after), in_g2) {
        return Err(Refusal::Factor(index));
    }
    Ok(())
}

/// The matrices, each combined over the wires to one number a row.
struct Combined {
    /// A random number for each wire.
    numbers: Vec<Fr>,
    a: Vec<Fr>,
    b: Vec<Fr>,
    c: Vec<Fr>,
}

impl Combined {
    fn of(circuit: &R1cs, random: &mut Words) -> Self {
        let numbers: Vec<Fr> = (0..circuit.wires()).map(|_| random.small()).collect();
        let rows = circuit.constraints().len() + circuit.public() + 1;
        let columns = Columns::of(circuit);
        let over = |columns: &[Vec<(usize, Fr)>]| {
            let mut combined = vec![Fr::zero(); rows];
            for (column, number) in columns.iter().zip(&numbers) {
                for (row, coefficient) in column {
                    combined[*row] += *coefficient * number;
                }
            }
            combined
        };
        let (a, b, c) = (over(&columns.a), over(&columns.b), over(&columns.c));
        Self { numbers, a, b, c }
    }
}

/// As many powers as a circuit needs.
struct Powers {
    size: usize,
    /// Twice as many and one less; or none less, where the file has more.
    tau_g1: Vec<G1Affine>,
    tau_g2: Vec<G2Affine>,
    alpha_tau_g1: Vec<G1Affine>,
    beta_tau_g1: Vec<G1Affine>,
    beta_g2: G2Affine,
}

impl Powers {
    fn read(powers: &Ptau<'_>, power: u32) -> Result<Self, Refusal> {
        let size = 1_usize << power;
        let twice = if power < powers.power() { 2 * size } else { 2 * size - 1 };
        let g1 = |section, count| powers.g1(section, count).map_err(Refusal::Ptau);
        let g2 = |section, count| powers.g2(section, count).map_err(Refusal::Ptau);
        Ok(Self {
            size,
            tau_g1: g1(ptau::TAU_G1, twice)?,
            tau_g2: g2(ptau::TAU_G2, size)?,
            alpha_tau_g1: g1(ptau::ALPHA_TAU_G1, size)?,
            beta_tau_g1: g1(ptau::BETA_TAU_G1, size)?,
            beta_g2: g2(ptau::BETA_G2, 1)?.first().copied().ok_or(Refusal::NotPowers)?,
        })
    }

    /// Each is the one before times tau, in both groups; alpha and beta are some numbers.
    fn check(&self, random: &mut Words, threads: Threads) -> Result<(), Refusal> {
        let [one, tau, ..] = self.tau_g1[..] else { return Err(Refusal::NotPowers) };
        let [one_g2, tau_g2, ..] = self.tau_g2[..] else { return Err(Refusal::NotPowers) };
        if one != generator() || one_g2 != G2Affine::generator() {
            return Err(Refusal::NotPowers);
        }
        if [tau, self.alpha_tau_g1[0], self.beta_tau_g1[0]].contains(&one) {
            return Err(Refusal::PowersOfOne);
        }
        let mut numbers = |points: usize| (1..points).map(|_| random.small()).collect::<Vec<Fr>>();
        let (mut low, mut high) = (G1Projective::zero(), G1Projective::zero());
        for powers in [&self.tau_g1, &self.alpha_tau_g1, &self.beta_tau_g1] {
            let numbers = numbers(powers.len());
            low += sum(&powers[..powers.len() - 1], &numbers, threads);
            high += sum(&powers[1..], &numbers, threads);
        }
        let numbers = numbers(self.tau_g2.len());
        let low_g2 = sum(&self.tau_g2[..self.size - 1], &numbers, threads).into_affine();
        let high_g2 = sum(&self.tau_g2[1..], &numbers, threads).into_affine();
        let powers = is_same((low.into_affine(), high.into_affine()), (one_g2, tau_g2))
            && is_same((one, tau), (low_g2, high_g2))
            && is_same((one, self.beta_tau_g1[0]), (one_g2, self.beta_g2));
        if powers { Ok(()) } else { Err(Refusal::NotPowers) }
    }

    /// A polynomial's coefficients, from its values at the rows.
    fn interpolated(values: &[Fr], size: usize) -> Vec<Fr> {
        // Unwrap safety: the sizes are powers of two far below 2^28 (`MAX_POWER`).
        Radix2EvaluationDomain::new(size)
            .map(|domain: Radix2EvaluationDomain<Fr>| domain.ifft(values))
            .unwrap_or_default()
    }

    fn check_queries(
        &self,
        key: &Zkey,
        linear: &[G1Affine],
        combined: &Combined,
        threads: Threads,
    ) -> Result<(), Refusal> {
        let [a, b, c] = [&combined.a, &combined.b, &combined.c].map(|rows| Self::interpolated(rows, self.size));
        let tau = |numbers: &[Fr]| sum(&self.tau_g1, numbers, threads);
        let of = |points: &[G1Affine]| sum(points, &combined.numbers, threads);
        if of(&key.a) != tau(&a) {
            return Err(Refusal::Key(Part::A));
        }
        if of(&key.b_g1) != tau(&b) {
            return Err(Refusal::Key(Part::BG1));
        }
        if sum(&key.b_g2, &combined.numbers, threads) != sum(&self.tau_g2, &b, threads) {
            return Err(Refusal::Key(Part::BG2));
        }
        let expected = sum(&self.beta_tau_g1, &a, threads) + sum(&self.alpha_tau_g1, &b, threads) + tau(&c);
        // What the powers' Lagrange form has given.
        if of(linear) == expected { Ok(()) } else { Err(Refusal::NotPowers) }
    }

    /// H combined, and what it was before any contribution.
    fn rows(&self, h: &[G1Affine], random: &mut Words, threads: Threads) -> (G1Affine, G1Affine) {
        let numbers: Vec<Fr> = h.iter().map(|_| random.small()).collect();
        let odd: Vec<Fr> = numbers.iter().flat_map(|number| [Fr::zero(), *number]).collect();
        let coefficients = Self::interpolated(&odd, 2 * self.size);
        (sum(h, &numbers, threads).into_affine(), sum(&self.tau_g1, &coefficients, threads).into_affine())
    }
}
