//! `.ptau`: powers of tau, the first phase of a trusted setup, which serves every circuit of its size.
//!
//! In scope: reading the powers, and their Lagrange form (which `snarkjs powersoftau prepare phase2` adds); points are
//! decoded and checked as they are asked for. Out of scope: whether the powers are powers (`ceremony::verify`), and the
//! transcript of the first phase: a public file is known by its published BLAKE2b checksum.

use super::container::{Container, Cursor, Writer, base_field, count};
use super::points::{Curve, write_all};
use super::{FormatError, MAX_POWER, Section, Threads};
use crate::bn254::{G1Affine, G2Affine};

pub(crate) const HEADER: Section = 1;
pub(crate) const TAU_G1: Section = 2;
pub(crate) const TAU_G2: Section = 3;
pub(crate) const ALPHA_TAU_G1: Section = 4;
pub(crate) const BETA_TAU_G1: Section = 5;
pub(crate) const BETA_G2: Section = 6;
pub(crate) const CONTRIBUTIONS: Section = 7;
pub(crate) const LAGRANGE_TAU_G1: Section = 12;
pub(crate) const LAGRANGE_TAU_G2: Section = 13;
pub(crate) const LAGRANGE_ALPHA_G1: Section = 14;
pub(crate) const LAGRANGE_BETA_G1: Section = 15;

const SECTIONS: [Section; 11] = [
    HEADER,
    TAU_G1,
    TAU_G2,
    ALPHA_TAU_G1,
    BETA_TAU_G1,
    BETA_G2,
    CONTRIBUTIONS,
    LAGRANGE_TAU_G1,
    LAGRANGE_TAU_G2,
    LAGRANGE_ALPHA_G1,
    LAGRANGE_BETA_G1,
];

/// A file of powers of tau.
#[derive(Debug)]
pub struct Ptau<'a> {
    container: Container<'a>,
    power: u32,
    contributions: usize,
    threads: Threads,
}

impl<'a> Ptau<'a> {
    /// Reads a file: its sections and their lengths. It may have more powers than a ceremony here can use.
    pub fn read(bytes: &'a [u8], threads: Threads) -> Result<Self, FormatError> {
        let container = Container::read(bytes, *b"ptau", 1, &SECTIONS)?;
        let mut header = container.section(HEADER)?;
        header.base_field()?;
        let (power, ceremony) = (header.u32()?, header.u32()?);
        header.end()?;
        if power == 0 || power > ceremony {
            return Err(FormatError::Counts(HEADER));
        }
        if power > MAX_POWER {
            return Err(FormatError::TooLarge(HEADER));
        }
        let size = 1_usize << power;
        let g1 = [(TAU_G1, 2 * size - 1), (ALPHA_TAU_G1, size), (BETA_TAU_G1, size)];
        let g2 = [(TAU_G2, size), (BETA_G2, 1)];
        for (section, count) in g1 {
            exactly(container.section(section)?, count * G1Affine::LENGTH)?;
        }
        for (section, count) in g2 {
            exactly(container.section(section)?, count * G2Affine::LENGTH)?;
        }
        let prepared = [LAGRANGE_TAU_G1, LAGRANGE_TAU_G2, LAGRANGE_ALPHA_G1, LAGRANGE_BETA_G1];
        if prepared.iter().any(|section| container.has(*section)) {
            exactly(container.section(LAGRANGE_TAU_G1)?, (4 * size - 1) * G1Affine::LENGTH)?;
            exactly(container.section(LAGRANGE_TAU_G2)?, (2 * size - 1) * G2Affine::LENGTH)?;
            exactly(container.section(LAGRANGE_ALPHA_G1)?, (2 * size - 1) * G1Affine::LENGTH)?;
            exactly(container.section(LAGRANGE_BETA_G1)?, (2 * size - 1) * G1Affine::LENGTH)?;
        }
        let contributions = if container.has(CONTRIBUTIONS) { container.section(CONTRIBUTIONS)?.count()? } else { 0 };
        Ok(Self { container, power, contributions, threads })
    }

    /// It serves circuits of up to two to this power constraints.
    #[must_use]
    pub const fn power(&self) -> u32 {
        self.power
    }

    /// How many have contributed to the first phase, as the file says. None is a file for development.
    #[must_use]
    pub const fn contributions(&self) -> usize {
        self.contributions
    }

    /// Whether it carries the Lagrange form.
    #[must_use]
    pub fn is_prepared(&self) -> bool {
        self.container.has(LAGRANGE_TAU_G1)
    }

    /// The first `count` powers in a section of G1.
    pub(crate) fn g1(&self, section: Section, count: usize) -> Result<Vec<G1Affine>, FormatError> {
        self.container.section(section)?.slice::<G1Affine>(0, count)?.points(count, self.threads)
    }

    /// The first `count` powers in a section of G2.
    pub(crate) fn g2(&self, section: Section, count: usize) -> Result<Vec<G2Affine>, FormatError> {
        self.container.section(section)?.slice::<G2Affine>(0, count)?.points(count, self.threads)
    }

    /// The Lagrange form over the domain of two to `power`, in a section of G1.
    pub(crate) fn lagrange_g1(&self, section: Section, power: u32) -> Result<Vec<G1Affine>, FormatError> {
        let size = 1_usize << power;
        self.container.section(section)?.slice::<G1Affine>(size - 1, size)?.points(size, self.threads)
    }

    /// The Lagrange form over the domain of two to `power`, in G2.
    pub(crate) fn lagrange_g2(&self, power: u32) -> Result<Vec<G2Affine>, FormatError> {
        let size = 1_usize << power;
        let section = self.container.section(LAGRANGE_TAU_G2)?;
        section.slice::<G2Affine>(size - 1, size)?.points(size, self.threads)
    }
}

fn exactly(section: Cursor<'_>, length: usize) -> Result<(), FormatError> {
    if section.left() == length { Ok(()) } else { Err(FormatError::Length(section.section())) }
}

/// All that stands in a file that nobody has contributed to.
pub(crate) struct PtauParts {
    pub(crate) power: u32,
    pub(crate) tau_g1: Vec<G1Affine>,
    pub(crate) tau_g2: Vec<G2Affine>,
    pub(crate) alpha_tau_g1: Vec<G1Affine>,
    pub(crate) beta_tau_g1: Vec<G1Affine>,
    pub(crate) beta_g2: G2Affine,
    pub(crate) lagrange_tau_g1: Vec<G1Affine>,
    pub(crate) lagrange_tau_g2: Vec<G2Affine>,
    pub(crate) lagrange_alpha_g1: Vec<G1Affine>,
    pub(crate) lagrange_beta_g1: Vec<G1Affine>,
}

/// Writes a file, with an empty list of contributions.
pub(crate) fn write_ptau(parts: &PtauParts) -> Vec<u8> {
    let mut header = base_field();
    header.extend([parts.power; 2].into_iter().flat_map(u32::to_le_bytes));
    let mut writer = Writer::new(*b"ptau", 1, 11);
    writer.section(HEADER, &header);
    writer.section(TAU_G1, &write_all(&parts.tau_g1));
    writer.section(TAU_G2, &write_all(&parts.tau_g2));
    writer.section(ALPHA_TAU_G1, &write_all(&parts.alpha_tau_g1));
    writer.section(BETA_TAU_G1, &write_all(&parts.beta_tau_g1));
    writer.section(BETA_G2, &write_all(&[parts.beta_g2]));
    writer.section(CONTRIBUTIONS, &count(0));
    writer.section(LAGRANGE_TAU_G1, &write_all(&parts.lagrange_tau_g1));
    writer.section(LAGRANGE_TAU_G2, &write_all(&parts.lagrange_tau_g2));
    writer.section(LAGRANGE_ALPHA_G1, &write_all(&parts.lagrange_alpha_g1));
    writer.section(LAGRANGE_BETA_G1, &write_all(&parts.lagrange_beta_g1));
    writer.finish()
}
