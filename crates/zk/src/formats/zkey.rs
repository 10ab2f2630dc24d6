//! `.zkey`: a Groth16 key in a ceremony, with the transcript of all who have contributed.
//!
//! In scope: reading and writing. Out of scope: whether the key is right (`ceremony::verify`): what is read here has the
//! right counts, and points that are points.

mod contribution;

use super::container::{Container, Writer, base_field, count, scalar_field};
use super::points::{Curve as _, coefficient, coefficient_bytes, write_all};
use super::{FormatError, MAX_POWER, Section, Threads};
use crate::bn254::{Fr, G1Affine, G2Affine};

pub use contribution::{Contribution, Kind, Name};

const PROTOCOL: Section = 1;
const HEADER: Section = 2;
const IC: Section = 3;
const COEFFICIENTS: Section = 4;
const A: Section = 5;
const B_G1: Section = 6;
const B_G2: Section = 7;
const L: Section = 8;
const H: Section = 9;
const TRANSCRIPT: Section = 10;

/// In the order in which a key's contributions are made; the first key of a ceremony has them in another.
const ORDERED: [Section; 10] = [PROTOCOL, HEADER, IC, COEFFICIENTS, A, B_G1, B_G2, L, H, TRANSCRIPT];
const FIRST: [Section; 10] = [PROTOCOL, HEADER, COEFFICIENTS, IC, H, L, A, B_G1, B_G2, TRANSCRIPT];

const GROTH16: u32 = 1;

/// Most contributions to one key. The largest public ceremonies had some thousands.
const MAX_CONTRIBUTIONS: usize = 10_000;

/// Bytes of a coefficient: matrix, row, wire, value.
const COEFFICIENT: usize = 12 + 32;

/// Which of the two matrices that a prover multiplies with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HalfOf {
    /// The left factor.
    A,
    /// The right factor.
    B,
}

/// An entry of matrix A or B.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficient {
    /// Whose.
    pub matrix: HalfOf,
    /// The constraint, or a row of its own for each public wire.
    pub row: u32,
    /// The wire.
    pub wire: u32,
    /// What it is multiplied with.
    pub value: Fr,
}

/// A key in a ceremony. The names of the points are Groth16's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zkey {
    /// Two to this power rows.
    pub(crate) power: u32,
    pub(crate) alpha_g1: G1Affine,
    pub(crate) beta_g1: G1Affine,
    pub(crate) beta_g2: G2Affine,
    pub(crate) gamma_g2: G2Affine,
    pub(crate) delta_g1: G1Affine,
    pub(crate) delta_g2: G2Affine,
    /// For the constant 1 and each public input.
    pub(crate) ic: Vec<G1Affine>,
    pub(crate) coefficients: Vec<Coefficient>,
    /// For each wire, at infinity where it is in no row.
    pub(crate) a: Vec<G1Affine>,
    pub(crate) b_g1: Vec<G1Affine>,
    pub(crate) b_g2: Vec<G2Affine>,
    /// For each wire that is kept.
    pub(crate) l: Vec<G1Affine>,
    /// For each row.
    pub(crate) h: Vec<G1Affine>,
    /// BLAKE2b of the key that nobody has contributed to.
    pub(crate) circuit_hash: [u8; 64],
    pub(crate) contributions: Vec<Contribution>,
}

impl Zkey {
    /// Reads a file.
    pub fn read(bytes: &[u8], threads: Threads) -> Result<Self, FormatError> {
        let container = Container::read(bytes, *b"zkey", 1, &ORDERED)?;
        let mut protocol = container.section(PROTOCOL)?;
        if protocol.u32()? != GROTH16 {
            return Err(FormatError::Protocol);
        }
        protocol.end()?;
        let mut header = container.section(HEADER)?;
        header.base_field()?;
        header.scalar_field()?;
        let (wires, public, rows) = (header.count()?, header.count()?, header.count()?);
        if !rows.is_power_of_two() || public >= wires || rows < 2 || rows <= public {
            return Err(FormatError::Counts(HEADER));
        }
        let power = rows.ilog2();
        if power > MAX_POWER {
            return Err(FormatError::TooLarge(HEADER));
        }
        let (alpha_g1, beta_g1) = (header.point(0)?, header.point(1)?);
        let (beta_g2, gamma_g2) = (header.point(2)?, header.point(3)?);
        let (delta_g1, delta_g2) = (header.point(4)?, header.point(5)?);
        header.end()?;
        let (circuit_hash, contributions) = read_transcript(&container)?;
        Ok(Self {
            power,
            alpha_g1,
            beta_g1,
            beta_g2,
            gamma_g2,
            delta_g1,
            delta_g2,
            ic: container.section(IC)?.points(public + 1, threads)?,
            coefficients: read_coefficients(&container, wires, rows)?,
            a: container.section(A)?.points_or_infinity(wires, threads)?,
            b_g1: container.section(B_G1)?.points_or_infinity(wires, threads)?,
            b_g2: container.section(B_G2)?.points_or_infinity(wires, threads)?,
            l: container.section(L)?.points_or_infinity(wires - public - 1, threads)?,
            h: container.section(H)?.points(rows, threads)?,
            circuit_hash,
            contributions,
        })
    }

    /// The file. A key that nobody has contributed to is, byte for byte, what snarkjs writes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let order = if self.contributions.is_empty() { FIRST } else { ORDERED };
        let mut writer = Writer::new(*b"zkey", 1, 10);
        for section in order {
            writer.section(section, &self.written(section));
        }
        writer.finish()
    }

    fn written(&self, section: Section) -> Vec<u8> {
        match section {
            PROTOCOL => GROTH16.to_le_bytes().to_vec(),
            HEADER => self.header(),
            IC => write_all(&self.ic),
            COEFFICIENTS => {
                let mut out = count(self.coefficients.len()).to_vec();
                for entry in &self.coefficients {
                    let matrix: u32 = match entry.matrix {
                        HalfOf::A => 0,
                        HalfOf::B => 1,
                    };
                    out.extend([matrix, entry.row, entry.wire].into_iter().flat_map(u32::to_le_bytes));
                    out.extend(coefficient_bytes(entry.value));
                }
                out
            }
            A => write_all(&self.a),
            B_G1 => write_all(&self.b_g1),
            B_G2 => write_all(&self.b_g2),
            L => write_all(&self.l),
            H => write_all(&self.h),
            _ => {
                let mut out = self.circuit_hash.to_vec();
                out.extend(count(self.contributions.len()));
                for contribution in &self.contributions {
                    contribution.write(&mut out);
                }
                out
            }
        }
    }

    fn header(&self) -> Vec<u8> {
        let mut out = [base_field(), scalar_field()].concat();
        out.extend([self.a.len(), self.public(), 1 << self.power].into_iter().flat_map(count));
        self.alpha_g1.write(&mut out);
        self.beta_g1.write(&mut out);
        self.beta_g2.write(&mut out);
        self.gamma_g2.write(&mut out);
        self.delta_g1.write(&mut out);
        self.delta_g2.write(&mut out);
        out
    }

    /// Public inputs, the constant 1 not among them.
    #[must_use]
    pub const fn public(&self) -> usize {
        self.ic.len() - 1
    }

    /// All wires.
    #[must_use]
    pub const fn wires(&self) -> usize {
        self.a.len()
    }

    /// Two to this power is the number of rows.
    #[must_use]
    pub const fn power(&self) -> u32 {
        self.power
    }

    /// Who has contributed, in their order.
    #[must_use]
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }

    /// BLAKE2b-512 of the key that nobody has contributed to, as the file says: snarkjs' "circuit hash".
    #[must_use]
    pub const fn circuit_hash(&self) -> &[u8; 64] {
        &self.circuit_hash
    }

    /// The entries of matrices A and B.
    #[must_use]
    pub fn coefficients(&self) -> &[Coefficient] {
        &self.coefficients
    }
}

fn read_coefficients(container: &Container<'_>, wires: usize, rows: usize) -> Result<Vec<Coefficient>, FormatError> {
    let section = COEFFICIENTS;
    let mut cursor = container.section(section)?;
    let count = cursor.count()?;
    if Some(cursor.left()) != count.checked_mul(COEFFICIENT) {
        return Err(FormatError::Length(section));
    }
    let entry = |index| {
        let nowhere = FormatError::Entry { section, index };
        let matrix = match cursor.u32()? {
            0 => HalfOf::A,
            1 => HalfOf::B,
            _ => return Err(nowhere),
        };
        let (row, wire) = (cursor.u32()?, cursor.u32()?);
        let below = |number: u32, count: usize| usize::try_from(number).is_ok_and(|number| number < count);
        if !below(row, rows) || !below(wire, wires) {
            return Err(nowhere);
        }
        let value = coefficient(&cursor.array()?).ok_or(FormatError::Number { section, index })?;
        Ok(Coefficient { matrix, row, wire, value })
    };
    (0..count).map(entry).collect()
}

fn read_transcript(container: &Container<'_>) -> Result<([u8; 64], Vec<Contribution>), FormatError> {
    let mut cursor = container.section(TRANSCRIPT)?;
    let circuit_hash = cursor.array()?;
    let count = cursor.count()?;
    if count > MAX_CONTRIBUTIONS {
        return Err(FormatError::TooLarge(TRANSCRIPT));
    }
    let contributions = (0..count).map(|index| Contribution::read(&mut cursor, index)).collect::<Result<_, _>>()?;
    cursor.end()?;
    Ok((circuit_hash, contributions))
}
