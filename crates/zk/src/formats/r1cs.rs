//! `.r1cs`: a circuit as rank-1 constraints.
//!
//! In scope: reading, writing, and taking the constraints out of a circuit. The wires are those of arkworks in their
//! order: 1, the public inputs, the witnesses; so the file of a circuit is always the same bytes. Out of scope: custom
//! gates, outputs apart from inputs (both are public), labels other than the wires themselves.
//! Spec: <https://github.com/iden3/r1csfile/blob/master/doc/r1cs_bin_format.md>

use ark_ff::Zero as _;
use ark_relations::gr1cs::{
    ConstraintSynthesizer, ConstraintSystem, OptimizationGoal, R1CS_PREDICATE_LABEL, SynthesisError, SynthesisMode,
};
use ark_relations::utils::matrix::Matrix;
use sha2::{Digest as _, Sha256};

use super::container::{Container, Cursor, NUMBER, Writer, count, scalar_field};
use super::points::scalar_bytes;
use super::{FormatError, MAX_POWER};
use crate::bn254::Fr;

const HEADER: u32 = 1;
const CONSTRAINTS: u32 = 2;
const LABELS: u32 = 3;

/// A linear combination: wires in ascending order, each with its coefficient.
pub type Row = Vec<(u32, Fr)>;

/// A · w times B · w is C · w.
pub type Constraint = [Row; 3];

/// A circuit as rank-1 constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct R1cs {
    public: usize,
    wires: usize,
    constraints: Vec<Constraint>,
}

impl R1cs {
    /// The constraints of a circuit, synthesized without values.
    pub fn of(circuit: impl ConstraintSynthesizer<Fr>) -> Result<Self, SynthesisError> {
        let system = ConstraintSystem::new_ref();
        system.set_optimization_goal(OptimizationGoal::Constraints);
        system.set_mode(SynthesisMode::Setup);
        circuit.generate_constraints(system.clone())?;
        system.finalize();
        let matrices = system.to_matrices()?;
        let matrices = matrices.get(R1CS_PREDICATE_LABEL).ok_or(SynthesisError::MissingCS)?;
        let (instances, witnesses) = (system.num_instance_variables(), system.num_witness_variables());
        Self::from_matrices(matrices, instances, witnesses).map_err(|_| SynthesisError::PolynomialDegreeTooLarge)
    }

    /// The constraints of matrices A, B and C over `instances` public wires, the constant 1 among them, and `witnesses`.
    pub fn from_matrices(matrices: &[Matrix<Fr>], instances: usize, witnesses: usize) -> Result<Self, FormatError> {
        let [a, b, c] = matrices else { return Err(FormatError::Counts(HEADER)) };
        if a.len() != b.len() || b.len() != c.len() || instances == 0 {
            return Err(FormatError::Counts(HEADER));
        }
        let row = |row: &Vec<(Fr, usize)>, index: usize| {
            let wire = |(coefficient, wire): &(Fr, usize)| {
                let wire = u32::try_from(*wire).map_err(|_| FormatError::TooLarge(CONSTRAINTS))?;
                Ok((wire, *coefficient))
            };
            sorted(row.iter().map(wire).collect::<Result<_, FormatError>>()?, index)
        };
        let rows = a.iter().zip(b).zip(c).enumerate();
        let constraint = |(index, ((a, b), c))| Ok([row(a, index)?, row(b, index)?, row(c, index)?]);
        let constraints = rows.map(constraint).collect::<Result<_, FormatError>>()?;
        Self { public: instances - 1, wires: instances + witnesses, constraints }.checked()
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let container = Container::read(bytes, *b"r1cs", 1, &[HEADER, CONSTRAINTS, LABELS])?;
        let mut header = container.section(HEADER)?;
        header.scalar_field()?;
        let wires = header.count()?;
        let (outputs, inputs, kept) = (header.count()?, header.count()?, header.count()?);
        let labels = header.u64()?;
        let count = header.count()?;
        header.end()?;
        let public = outputs.checked_add(inputs).ok_or(FormatError::Counts(HEADER))?;
        // What is kept is counted by circom without what it has made up itself.
        if public.checked_add(kept).is_none_or(|named| named >= wires) || labels < wires as u64 {
            return Err(FormatError::Counts(HEADER));
        }
        let mut section = container.section(CONSTRAINTS)?;
        // Each has three counts at the least.
        if section.left() / 12 < count {
            return Err(FormatError::Length(CONSTRAINTS));
        }
        let constraints = (0..count).map(|index| {
            let mut row = || read_row(&mut section, index);
            Ok([row()?, row()?, row()?])
        });
        let constraints = constraints.collect::<Result<_, FormatError>>()?;
        section.end()?;
        if container.has(LABELS) && Some(container.section(LABELS)?.left()) != wires.checked_mul(8) {
            return Err(FormatError::Length(LABELS));
        }
        Self { public, wires, constraints }.checked()
    }

    /// Within what ceremonies are held for, and every wire one that is there.
    fn checked(self) -> Result<Self, FormatError> {
        // Each wire is a point of the key, and stands in some constraint unless the circuit is at fault.
        if self.power().is_none_or(|power| power > MAX_POWER) || self.wires > 3 << MAX_POWER {
            return Err(FormatError::TooLarge(CONSTRAINTS));
        }
        if self.public >= self.wires {
            return Err(FormatError::Counts(HEADER));
        }
        let exists = |row: &Row| row.iter().all(|(wire, _)| usize::try_from(*wire).is_ok_and(|wire| wire < self.wires));
        match self.constraints.iter().position(|rows| !rows.iter().all(exists)) {
            Some(index) => Err(FormatError::Entry { section: CONSTRAINTS, index }),
            None => Ok(self),
        }
    }

    /// The file, the same bytes each time.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let kept = self.wires - 1 - self.public;
        let mut header = scalar_field();
        for number in [self.wires, 0, self.public, kept] {
            header.extend(count(number));
        }
        header.extend((self.wires as u64).to_le_bytes());
        header.extend(count(self.constraints.len()));
        let mut constraints = Vec::new();
        for row in self.constraints.iter().flatten() {
            constraints.extend(count(row.len()));
            for (wire, coefficient) in row {
                constraints.extend(wire.to_le_bytes());
                constraints.extend(scalar_bytes(*coefficient));
            }
        }
        let labels: Vec<u8> = (0..self.wires as u64).flat_map(u64::to_le_bytes).collect();
        let mut writer = Writer::new(*b"r1cs", 1, 3);
        writer.section(HEADER, &header);
        writer.section(CONSTRAINTS, &constraints);
        writer.section(LABELS, &labels);
        writer.finish()
    }

    /// SHA-256 of the file as we write it, by which a circuit's shape is pinned.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.write()).into()
    }

    /// Public inputs, the constant 1 not among them.
    #[must_use]
    pub const fn public(&self) -> usize {
        self.public
    }

    /// All wires: 1, the public inputs, and what is kept.
    #[must_use]
    pub const fn wires(&self) -> usize {
        self.wires
    }

    /// The constraints, in their order.
    #[must_use]
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// The matrices A, B and C, as provers take them.
    #[must_use]
    pub fn matrices(&self) -> [Matrix<Fr>; 3] {
        let entry = |(wire, coefficient): &(u32, Fr)| (*coefficient, *wire as usize);
        let matrix = |which: usize| {
            let rows = self.constraints.iter().map(|rows| rows[which].iter().map(entry).collect());
            rows.collect()
        };
        [matrix(0), matrix(1), matrix(2)]
    }

    /// Whether values of all wires satisfy every constraint.
    #[must_use]
    pub fn is_satisfied(&self, values: &[Fr]) -> bool {
        let value = |row: &Row| {
            // Every wire is below `wires`.
            row.iter().map(|(wire, coefficient)| values[*wire as usize] * coefficient).sum::<Fr>()
        };
        values.len() == self.wires && self.constraints.iter().all(|[a, b, c]| value(a) * value(b) == value(c))
    }

    /// The smallest power of two of rows that holds the constraints and one row for each public wire.
    pub(crate) fn power(&self) -> Option<u32> {
        let rows = self.constraints.len().checked_add(self.public)?.checked_add(1)?;
        // A domain of one element has no root to speak of.
        rows.checked_next_power_of_two().map(|size| size.ilog2().max(1))
    }
}

fn read_row(section: &mut Cursor<'_>, index: usize) -> Result<Row, FormatError> {
    let count = section.count()?;
    if section.left() / (4 + NUMBER) < count {
        return Err(FormatError::Length(CONSTRAINTS));
    }
    let entries = (0..count).map(|_| Ok((section.u32()?, section.scalar(index)?)));
    sorted(entries.collect::<Result<_, FormatError>>()?, index)
}

/// Wires in ascending order. One that is named twice could be read in two ways.
fn sorted(mut row: Row, index: usize) -> Result<Row, FormatError> {
    row.sort_by_key(|(wire, _)| *wire);
    if row.is_sorted_by(|(one, _), (other, _)| one < other) {
        row.retain(|(_, coefficient)| !coefficient.is_zero());
        Ok(row)
    } else {
        Err(FormatError::Entry { section: CONSTRAINTS, index })
    }
}
