//! A proof in parts, which can be computed side by side: on threads, or by workers that share no memory.
//!
//! In scope: which sums a proof is made of, how they are divided, and the proof of them. Out of scope: who computes which
//! part, keys, and the values on the wires ([`crate::prove`]).
//!
//! A proof is made of five sums of points of the key, each times a number: four by the values on the wires, one by the
//! quotient. Each is divided by the places of the numbers' digits: a part takes all points and some places, and a sum is the
//! sum of its parts. So no work is done twice, however many take part.
//!
//! Spec: <https://eprint.iacr.org/2016/260>, section 3.2.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use ark_ec::CurveGroup as _;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ff::{BigInt, BigInteger as _, PrimeField as _};
use ark_groth16::ProvingKey;
use ark_groth16::r1cs_to_qap::R1CSToQAP as _;
use ark_poly::GeneralEvaluationDomain;
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize as _};
use zeroize::Zeroize;

use crate::bn254::msm::{self, Digits, Kept};
use crate::bn254::{Bn254, Fr, G1Affine, G1Projective, G2Affine, G2Projective};
use crate::circuit::Witness;
use crate::groth16::Proof;
use crate::prove::{self, Equations, ProveError};
use crate::qap::CircomReduction;
use crate::statement::Statement;

/// Which of the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// The left side of the equations.
    A,
    /// The right side, in the first group.
    B1,
    /// The right side, in the second group.
    B2,
    /// What the quotient is multiplied with.
    H,
    /// Everything that is not public.
    L,
}

/// A proof in the making: what the holder knows, as numbers on wires. They are forgotten when it is dropped.
pub struct Proving {
    statement: Statement,
    blinding: [Fr; 2],
    values: Vec<Fr>,
    wires: Scalars,
    quotient: OnceLock<Option<Scalars>>,
}

impl Query {
    /// Those of which a part takes longest come first, and the one that has to wait for the quotient last.
    pub const ALL: [Self; 5] = [Self::B2, Self::A, Self::B1, Self::L, Self::H];
}

/// A part of one sum: the digits of these places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Of which sum.
    pub query: Query,
    /// Which places, from the lowest.
    pub places: Range<usize>,
}

/// The numbers that points are multiplied with. They are forgotten when they are dropped.
pub struct Scalars(Vec<BigInt<4>>);

/// What came of a task.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Of a sum in the first group.
    First(G1Projective),
    /// Of the sum in the second.
    Second(G2Projective),
}

/// The five sums, as far as they are added up.
#[derive(Clone, Default)]
pub struct Sums {
    a: G1Projective,
    b1: G1Projective,
    b2: G2Projective,
    h: G1Projective,
    l: G1Projective,
}

impl Scalars {
    /// These field elements.
    #[must_use]
    pub fn new(elements: &[Fr]) -> Self {
        Self(elements.iter().map(|element| element.into_bigint()).collect())
    }

    /// Those that [`Self::to_bytes`] wrote. None, if that is not what they are.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() {
            return None;
        }
        let number = |bytes: &[u8; 32]| {
            let (words, _) = bytes.as_chunks::<8>();
            let number = BigInt::new(std::array::from_fn(|at| u64::from_le_bytes(words[at])));
            (number < Fr::MODULUS).then_some(number)
        };
        numbers.iter().map(number).collect::<Option<_>>().map(Self)
    }

    /// 32 bytes each, the least significant first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32 * self.0.len());
        for word in self.0.iter().flat_map(|number| number.0) {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// How they are divided for a query into about so many tasks.
    #[must_use]
    pub fn tasks(&self, query: Query, count: usize) -> Vec<Task> {
        let places = self.digits().places();
        let step = places.div_ceil(count.max(1));
        (0..places).step_by(step).map(|start| Task { query, places: start..places.min(start + step) }).collect()
    }

    fn digits(&self) -> Digits {
        Digits::for_points(self.0.iter().filter(|number| !number.is_zero()).count())
    }
}

impl Drop for Scalars {
    fn drop(&mut self) {
        for number in &mut self.0 {
            number.0.zeroize();
        }
    }
}

impl fmt::Debug for Scalars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scalars({})", self.0.len())
    }
}

/// Computes a task, by the values on all wires or, of the quotient's sum, by the quotient. None, if the key has not as many
/// points as there are numbers.
#[must_use]
pub fn compute(key: &ProvingKey<Bn254>, task: &Task, scalars: &Scalars) -> Option<Part> {
    match task.query {
        Query::A => part(&key.a_query, &scalars.0, task, scalars).map(Part::First),
        Query::B1 => part(&key.b_g1_query, &scalars.0, task, scalars).map(Part::First),
        Query::B2 => part(&key.b_g2_query, &scalars.0, task, scalars).map(Part::Second),
        Query::H => {
            // Of a quotient with one more coefficient than the key has points, that coefficient is zero.
            let count = key.h_query.len().min(scalars.0.len());
            part(&key.h_query, &scalars.0[..count], task, scalars).map(Part::First)
        }
        Query::L => {
            let public = key.vk.gamma_abc_g1.len();
            part(&key.l_query, scalars.0.get(public..)?, task, scalars).map(Part::First)
        }
    }
}

fn part<P>(points: &[Affine<P>], numbers: &[BigInt<4>], task: &Task, all: &Scalars) -> Option<Projective<P>>
where
    P: SWCurveConfig<ScalarField = Fr>,
    P::BaseField: Kept,
{
    let digits = all.digits();
    let is_of_them = points.len() == numbers.len() && task.places.end <= digits.places();
    is_of_them.then(|| msm::part(points, numbers, digits, task.places.clone()))
}

impl Part {
    /// The point in arkworks' uncompressed form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        let written = match self {
            Self::First(sum) => sum.into_affine().serialize_uncompressed(&mut bytes),
            Self::Second(sum) => sum.into_affine().serialize_uncompressed(&mut bytes),
        };
        // Writing into memory does not fail.
        written.unwrap_or_default();
        bytes
    }

    /// The part that [`Self::to_bytes`] wrote, of a sum in the group of this query. Its point is believed: what is made of it
    /// is a proof that is verified.
    #[must_use]
    pub fn from_bytes(query: Query, bytes: &[u8]) -> Option<Self> {
        match query {
            Query::B2 => Some(Self::Second(G2Affine::deserialize_uncompressed_unchecked(bytes).ok()?.into())),
            _ => Some(Self::First(G1Affine::deserialize_uncompressed_unchecked(bytes).ok()?.into())),
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part(..)")
    }
}

impl Sums {
    /// Adds what came of a task. False, if it is of the other group.
    #[must_use]
    pub fn add(&mut self, query: Query, part: &Part) -> bool {
        match (query, part) {
            (Query::A, Part::First(point)) => self.a += point,
            (Query::B1, Part::First(point)) => self.b1 += point,
            (Query::B2, Part::Second(point)) => self.b2 += point,
            (Query::H, Part::First(point)) => self.h += point,
            (Query::L, Part::First(point)) => self.l += point,
            _ => return false,
        }
        true
    }

    /// `A`, `B` and `C` of the proof, blinded with these two numbers.
    pub fn points(&self, key: &ProvingKey<Bn254>, [r, s]: [Fr; 2]) -> (G1Affine, G2Affine, G1Affine) {
        let a = self.a + key.vk.alpha_g1 + key.delta_g1 * r;
        let b1 = self.b1 + key.beta_g1 + key.delta_g1 * s;
        let b2 = self.b2 + key.vk.beta_g2 + key.vk.delta_g2 * s;
        let c = self.l + self.h + a * s + b1 * r - key.delta_g1 * (r * s);
        (a.into_affine(), b2.into_affine(), c.into_affine())
    }
}

impl fmt::Debug for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sums(..)")
    }
}

impl Proving {
    /// The values of a statement's wires. The randomness hides what the holder knows: fresh bytes that nobody can guess, for
    /// each proof.
    pub fn new(
        key: &prove::ProvingKey,
        witness: Witness,
        statement: Statement,
        randomness: &[u8; prove::RANDOMNESS],
    ) -> Result<Self, ProveError> {
        let values = prove::assignment(witness).map_err(|_| ProveError::Circuit)?;
        let wires = Scalars::new(&values);
        let blinding = prove::blinding(randomness);
        let proving = Self { statement, blinding, values, wires, quotient: OnceLock::new() };
        if proving.values.len() == key.as_ark().a_query.len() { Ok(proving) } else { Err(ProveError::Circuit) }
    }

    /// What all sums but one are of.
    #[must_use]
    pub fn wires(&self) -> &Scalars {
        &self.wires
    }

    /// What the one other sum is of. Computed when it is first asked for.
    pub fn quotient(&self, key: &prove::ProvingKey) -> Result<&Scalars, ProveError> {
        let computed = self.quotient.get_or_init(|| quotient(key.equations(), &self.values));
        computed.as_ref().ok_or(ProveError::Circuit)
    }

    /// The numbers of a query.
    pub fn scalars(&self, key: &prove::ProvingKey, query: Query) -> Result<&Scalars, ProveError> {
        match query {
            Query::H => self.quotient(key),
            Query::A | Query::B1 | Query::B2 | Query::L => Ok(&self.wires),
        }
    }

    /// The proof of these sums, if it verifies. No other leaves.
    pub fn finish(&self, key: &prove::ProvingKey, sums: &Sums) -> Result<Proof, ProveError> {
        let (a, b, c) = sums.points(key.as_ark(), self.blinding);
        let proof = Proof::new(a, b, c).ok_or(ProveError::Unsatisfied)?;
        let verifies = key.verifying_key().verifies(&self.statement.public_inputs(), &proof);
        verifies.then_some(proof).ok_or(ProveError::Unsatisfied)
    }

    /// All of it at once, by whoever asks.
    pub fn prove(&self, key: &prove::ProvingKey) -> Result<Proof, ProveError> {
        let mut sums = Sums::default();
        for query in Query::ALL {
            let scalars = self.scalars(key, query)?;
            for task in scalars.tasks(query, 1) {
                let part = compute(key.as_ark(), &task, scalars).ok_or(ProveError::Circuit)?;
                if !sums.add(query, &part) {
                    return Err(ProveError::Circuit);
                }
            }
        }
        self.finish(key, &sums)
    }
}

/// The quotient of these values on the wires, which is summed up as well. None, if they are not as many as the circuit has.
#[must_use]
pub fn quotient(equations: &Equations, values: &[Fr]) -> Option<Scalars> {
    let mut quotient = CircomReduction::witness_map_from_matrices::<Fr, GeneralEvaluationDomain<Fr>>(
        equations.matrices(),
        equations.inputs(),
        equations.constraints(),
        values,
    )
    .ok()?;
    let scalars = Scalars::new(&quotient);
    quotient.zeroize();
    Some(scalars)
}

impl Drop for Proving {
    fn drop(&mut self) {
        self.values.zeroize();
        self.blinding.zeroize();
    }
}

impl fmt::Debug for Proving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proving").field("statement", &self.statement).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
