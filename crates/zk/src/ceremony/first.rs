//! The first key of a ceremony: from constraints and powers of tau, with delta 1.
//!
//! It is determined by the two: anybody can make it again. `snarkjs groth16 setup` makes the same bytes.

use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::One as _;
use ark_groth16::ProvingKey;
use blake2::{Blake2b512, Digest as _};

use super::Refusal;
use super::sums::Table;
use crate::bn254::{Bn254, Fr, G1Affine, G1Projective, G2Affine};
use crate::formats::{Coefficient, HalfOf, Ptau, R1cs, Threads, Zkey, ptau, uncompressed_g1, uncompressed_g2};

/// What a wire is summed up from: rows, each with a coefficient.
type Column = Vec<(usize, Fr)>;

/// The first key for a circuit.
pub fn new(circuit: &R1cs, powers: &Ptau<'_>, threads: Threads) -> Result<Zkey, Refusal> {
    let bases = Bases::read(circuit, powers)?;
    let columns = Columns::of(circuit);
    let mut linear = columns.linear(&bases, threads);
    let table = Table::new(&bases.tau_g1, threads);
    let (a, b_g1) = (table.sums(&columns.a, threads), table.sums(&columns.b, threads));
    drop(table);
    let b_g2 = Table::new(&bases.tau_g2, threads).sums(&columns.b, threads);
    let l = linear.split_off(circuit.public() + 1);
    let mut key = Zkey {
        power: bases.power,
        alpha_g1: bases.alpha_g1,
        beta_g1: bases.beta_g1,
        beta_g2: bases.beta_g2,
        gamma_g2: G2Affine::generator(),
        delta_g1: G1Affine::generator(),
        delta_g2: G2Affine::generator(),
        ic: linear,
        coefficients: coefficients(circuit),
        a,
        b_g1,
        b_g2,
        l,
        h: bases.odd,
        circuit_hash: [0; 64],
        contributions: Vec::new(),
    };
    let size = 1 << key.power;
    let tau = powers.g1(ptau::TAU_G1, 2 * size - 1).map_err(Refusal::Ptau)?;
    key.circuit_hash = circuit_hash(&key, &key.l, &monomials(&tau, size));
    Ok(key)
}

/// A key that was made elsewhere, as a file of snarkjs, for it to prove with. It has no transcript: nobody can tell from it
/// how it was made.
#[must_use]
pub fn without_transcript(key: &ProvingKey<Bn254>, circuit: &R1cs) -> Zkey {
    Zkey {
        power: circuit.power().unwrap_or_default(),
        alpha_g1: key.vk.alpha_g1,
        beta_g1: key.beta_g1,
        beta_g2: key.vk.beta_g2,
        gamma_g2: key.vk.gamma_g2,
        delta_g1: key.delta_g1,
        delta_g2: key.vk.delta_g2,
        ic: key.vk.gamma_abc_g1.clone(),
        coefficients: coefficients(circuit),
        a: key.a_query.clone(),
        b_g1: key.b_g1_query.clone(),
        b_g2: key.b_g2_query.clone(),
        l: key.l_query.clone(),
        h: key.h_query.clone(),
        circuit_hash: [0; 64],
        contributions: Vec::new(),
    }
}

/// IC and L as they are before anybody has contributed.
pub(super) fn linear(circuit: &R1cs, powers: &Ptau<'_>, threads: Threads) -> Result<Vec<G1Affine>, Refusal> {
    let bases = Bases::read_g1(circuit, powers)?;
    Ok(Columns::of(circuit).linear(&bases, threads))
}

/// What all keys of a circuit are sums of.
struct Bases {
    power: u32,
    alpha_g1: G1Affine,
    beta_g1: G1Affine,
    beta_g2: G2Affine,
    tau_g1: Vec<G1Affine>,
    alpha_tau_g1: Vec<G1Affine>,
    beta_tau_g1: Vec<G1Affine>,
    tau_g2: Vec<G2Affine>,
    odd: Vec<G1Affine>,
}

impl Bases {
    fn read(circuit: &R1cs, powers: &Ptau<'_>) -> Result<Self, Refusal> {
        let bases = Self::read_g1(circuit, powers)?;
        let twice = powers.lagrange_g1(ptau::LAGRANGE_TAU_G1, bases.power + 1).map_err(Refusal::Ptau)?;
        Ok(Self {
            tau_g2: powers.lagrange_g2(bases.power).map_err(Refusal::Ptau)?,
            odd: twice.into_iter().skip(1).step_by(2).collect(),
            ..bases
        })
    }

    fn read_g1(circuit: &R1cs, powers: &Ptau<'_>) -> Result<Self, Refusal> {
        let power = power(circuit, powers)?;
        if !powers.is_prepared() {
            return Err(Refusal::NotPrepared);
        }
        let first = |section| {
            let points = powers.g1(section, 1).map_err(Refusal::Ptau)?;
            points.first().copied().ok_or(Refusal::NotPowers)
        };
        let lagrange = |section| powers.lagrange_g1(section, power).map_err(Refusal::Ptau);
        Ok(Self {
            power,
            alpha_g1: first(ptau::ALPHA_TAU_G1)?,
            beta_g1: first(ptau::BETA_TAU_G1)?,
            beta_g2: powers.g2(ptau::BETA_G2, 1).map_err(Refusal::Ptau)?.first().copied().ok_or(Refusal::NotPowers)?,
            tau_g1: lagrange(ptau::LAGRANGE_TAU_G1)?,
            alpha_tau_g1: lagrange(ptau::LAGRANGE_ALPHA_G1)?,
            beta_tau_g1: lagrange(ptau::LAGRANGE_BETA_G1)?,
            tau_g2: Vec::new(),
            odd: Vec::new(),
        })
    }
}

/// The power of two of rows that a circuit needs, which the powers must serve.
pub(super) fn power(circuit: &R1cs, powers: &Ptau<'_>) -> Result<u32, Refusal> {
    let power = circuit.power().unwrap_or(u32::MAX);
    if power > powers.power() { Err(Refusal::TooFewPowers(power)) } else { Ok(power) }
}

/// The matrices of a circuit, by wire.
pub(super) struct Columns {
    pub(super) a: Vec<Column>,
    pub(super) b: Vec<Column>,
    pub(super) c: Vec<Column>,
}

impl Columns {
    /// With a row of its own for each public wire, after the constraints.
    pub(super) fn of(circuit: &R1cs) -> Self {
        let mut columns = [(); 3].map(|()| vec![Column::new(); circuit.wires()]);
        for (row, constraint) in circuit.constraints().iter().enumerate() {
            for (columns, entries) in columns.iter_mut().zip(constraint) {
                for (wire, coefficient) in entries {
                    // Every wire of a circuit is below their number.
                    columns[*wire as usize].push((row, *coefficient));
                }
            }
        }
        let [mut a, b, c] = columns;
        for (wire, column) in a.iter_mut().enumerate().take(circuit.public() + 1) {
            column.push((circuit.constraints().len() + wire, Fr::one()));
        }
        Self { a, b, c }
    }

    /// beta · A + alpha · B + C, for each wire.
    fn linear(&self, bases: &Bases, threads: Threads) -> Vec<G1Affine> {
        let points = [&bases.beta_tau_g1[..], &bases.alpha_tau_g1, &bases.tau_g1].concat();
        let size = bases.tau_g1.len();
        let from = |column: &Column, which: usize| -> Column {
            column.iter().map(|(row, coefficient)| (row + which * size, *coefficient)).collect()
        };
        let list = |((a, b), c): ((&Column, &Column), &Column)| [from(a, 0), from(b, 1), from(c, 2)].concat();
        let lists: Vec<Column> = self.a.iter().zip(&self.b).zip(&self.c).map(list).collect();
        Table::new(&points, threads).sums(&lists, threads)
    }
}

/// The entries of A and B, in the order of the constraints, and the rows of the public wires.
pub(super) fn coefficients(circuit: &R1cs) -> Vec<Coefficient> {
    // Counts of a circuit fit into 32 bits (checked where it is made).
    let index = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let mut coefficients = Vec::new();
    for (row, [a, b, _]) in circuit.constraints().iter().enumerate() {
        for (matrix, entries) in [(HalfOf::A, a), (HalfOf::B, b)] {
            let entry = |(wire, value): &(u32, Fr)| Coefficient { matrix, row: index(row), wire: *wire, value: *value };
            coefficients.extend(entries.iter().map(entry));
        }
    }
    let rows = circuit.constraints().len();
    let own =
        |wire: usize| Coefficient { matrix: HalfOf::A, row: index(rows + wire), wire: index(wire), value: Fr::one() };
    coefficients.extend((0..=circuit.public()).map(own));
    coefficients
}

/// H as bellman has it: powers of tau times the vanishing polynomial. Only the transcript's hash knows it.
pub(super) fn monomials(tau: &[G1Affine], size: usize) -> Vec<G1Affine> {
    let differences = tau.iter().zip(&tau[size..2 * size - 1]).map(|(low, high)| high.into_group() - low);
    G1Projective::normalize_batch(&differences.collect::<Vec<_>>())
}

/// BLAKE2b-512 of the first key, as bellman writes such keys. `l` is L before any contribution.
pub(super) fn circuit_hash(key: &Zkey, l: &[G1Affine], monomials: &[G1Affine]) -> [u8; 64] {
    let mut hasher = Blake2b512::new();
    hasher.update(uncompressed_g1(&key.alpha_g1));
    hasher.update(uncompressed_g1(&key.beta_g1));
    hasher.update(uncompressed_g2(&key.beta_g2));
    hasher.update(uncompressed_g2(&key.gamma_g2));
    hasher.update(uncompressed_g1(&G1Affine::generator()));
    hasher.update(uncompressed_g2(&G2Affine::generator()));
    for points in [&key.ic[..], monomials, l, &key.a, &key.b_g1] {
        hasher.update(length(points.len()));
        for point in points {
            hasher.update(uncompressed_g1(point));
        }
    }
    hasher.update(length(key.b_g2.len()));
    for point in &key.b_g2 {
        hasher.update(uncompressed_g2(point));
    }
    hasher.finalize().into()
}

fn length(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes()
}
