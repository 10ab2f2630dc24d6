//! The container that all these files are: numbered sections with a length.

use ark_ff::PrimeField as _;

use super::points::{self, Curve};
use super::{FormatError, Section, Threads};
use crate::bn254::{Fq, Fr};

/// Bytes of a number of either field.
pub(super) const NUMBER: usize = 32;

/// More sections than any of these files has.
const MAX_SECTIONS: u32 = 32;

/// A file, cut into its sections.
#[derive(Debug)]
pub(super) struct Container<'a> {
    sections: Vec<(Section, &'a [u8])>,
}

impl<'a> Container<'a> {
    /// Cuts a file into its sections. It has no others than `known`, each at most once, and nothing besides.
    pub(super) fn read(bytes: &'a [u8], magic: [u8; 4], version: u32, known: &[Section]) -> Result<Self, FormatError> {
        let rest = bytes.strip_prefix(&magic).ok_or(FormatError::Magic)?;
        let mut cursor = Cursor { section: 0, rest };
        let truncated = |_| FormatError::Truncated;
        let found = cursor.u32().map_err(truncated)?;
        if found != version {
            return Err(FormatError::Version(found));
        }
        let count = cursor.u32().map_err(truncated)?;
        if count > MAX_SECTIONS {
            return Err(FormatError::TooLarge(0));
        }
        let mut sections: Vec<(Section, &'a [u8])> = Vec::new();
        for _ in 0..count {
            let section = cursor.u32().map_err(truncated)?;
            let length = usize::try_from(cursor.u64().map_err(truncated)?).map_err(|_| FormatError::Truncated)?;
            if !known.contains(&section) {
                return Err(FormatError::Unsupported(section));
            }
            if sections.iter().any(|(other, _)| *other == section) {
                return Err(FormatError::Repeated(section));
            }
            sections.push((section, cursor.bytes(length).map_err(truncated)?));
        }
        if cursor.rest.is_empty() { Ok(Self { sections }) } else { Err(FormatError::Trailing) }
    }

    /// The section of that number.
    pub(super) fn section(&self, section: Section) -> Result<Cursor<'a>, FormatError> {
        let found = self.sections.iter().find(|(number, _)| *number == section);
        found.map(|(_, rest)| Cursor { section, rest }).ok_or(FormatError::Missing(section))
    }

    /// Whether there is a section of that number.
    pub(super) fn has(&self, section: Section) -> bool {
        self.sections.iter().any(|(number, _)| *number == section)
    }
}

/// What is left of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    section: Section,
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) const fn section(&self) -> Section {
        self.section
    }

    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], FormatError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(FormatError::Length(self.section))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], FormatError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(FormatError::Length(self.section))?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(super) fn u32(&mut self) -> Result<u32, FormatError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, FormatError> {
        self.array().map(u64::from_le_bytes)
    }

    /// A number of 32 bits, as what it counts here.
    pub(super) fn count(&mut self) -> Result<usize, FormatError> {
        usize::try_from(self.u32()?).map_err(|_| FormatError::TooLarge(self.section))
    }

    /// A scalar, in no particular form: what is written is the number.
    pub(super) fn scalar(&mut self, index: usize) -> Result<Fr, FormatError> {
        let section = self.section;
        points::scalar(&self.array()?).ok_or(FormatError::Number { section, index })
    }

    /// A point that is not at infinity.
    pub(super) fn point<C: Curve>(&mut self, index: usize) -> Result<C, FormatError> {
        let point = self.point_or_infinity(index)?;
        not_infinity(self.section, &[point], index)?;
        Ok(point)
    }

    pub(super) fn point_or_infinity<C: Curve>(&mut self, index: usize) -> Result<C, FormatError> {
        let bytes = self.bytes(C::LENGTH)?;
        C::read(bytes).map_err(|fault| fault.at(self.section, index))
    }

    /// Exactly `count` points and nothing else, none of them at infinity.
    pub(super) fn points<C: Curve>(self, count: usize, threads: Threads) -> Result<Vec<C>, FormatError> {
        let points = self.points_or_infinity(count, threads)?;
        not_infinity(self.section, &points, 0)?;
        Ok(points)
    }

    /// Exactly `count` points and nothing else.
    pub(super) fn points_or_infinity<C: Curve>(self, count: usize, threads: Threads) -> Result<Vec<C>, FormatError> {
        if Some(self.rest.len()) != count.checked_mul(C::LENGTH) {
            return Err(FormatError::Length(self.section));
        }
        let encoded: Vec<&[u8]> = self.rest.chunks_exact(C::LENGTH).collect();
        let read = threads.map(&encoded, |bytes| C::read(bytes));
        let at = |(index, read): (usize, Result<C, points::Fault>)| read.map_err(|fault| fault.at(self.section, index));
        read.into_iter().enumerate().map(at).collect()
    }

    /// The points from `first` on, `count` of them, of a section that has more.
    pub(super) fn slice<C: Curve>(mut self, first: usize, count: usize) -> Result<Self, FormatError> {
        let length = |points: usize| points.checked_mul(C::LENGTH).ok_or(FormatError::Length(self.section));
        let (before, length) = (length(first)?, length(count)?);
        self.bytes(before)?;
        Ok(Self { section: self.section, rest: self.bytes(length)? })
    }

    /// The modulus of the base field, with its length before it.
    pub(super) fn base_field(&mut self) -> Result<(), FormatError> {
        self.field(&points::modulus(Fq::MODULUS))
    }

    /// The modulus of the scalar field, with its length before it.
    pub(super) fn scalar_field(&mut self) -> Result<(), FormatError> {
        self.field(&points::modulus(Fr::MODULUS))
    }

    fn field(&mut self, modulus: &[u8; NUMBER]) -> Result<(), FormatError> {
        let wrong = FormatError::Field(self.section);
        if self.count()? != NUMBER {
            return Err(wrong);
        }
        if self.array()? == *modulus { Ok(()) } else { Err(wrong) }
    }

    /// Nothing is left.
    pub(super) const fn end(self) -> Result<(), FormatError> {
        if self.rest.is_empty() { Ok(()) } else { Err(FormatError::Length(self.section)) }
    }
}

fn not_infinity<C: Curve>(section: Section, points: &[C], first: usize) -> Result<(), FormatError> {
    match points.iter().position(ark_ec::AffineRepr::is_zero) {
        Some(at) => Err(points::Fault::Infinity.at(section, first + at)),
        None => Ok(()),
    }
}

/// A file in the making.
#[derive(Debug)]
pub(super) struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub(super) fn new(magic: [u8; 4], version: u32, sections: u32) -> Self {
        let mut out = magic.to_vec();
        out.extend(version.to_le_bytes());
        out.extend(sections.to_le_bytes());
        Self { out }
    }

    /// Adds a section.
    pub(super) fn section(&mut self, section: Section, contents: &[u8]) {
        self.out.extend(section.to_le_bytes());
        self.out.extend((contents.len() as u64).to_le_bytes());
        self.out.extend(contents);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// The modulus of the base field, as files name it.
pub(super) fn base_field() -> Vec<u8> {
    field(&points::modulus(Fq::MODULUS))
}

/// The modulus of the scalar field, as files name it.
pub(super) fn scalar_field() -> Vec<u8> {
    field(&points::modulus(Fr::MODULUS))
}

fn field(modulus: &[u8; NUMBER]) -> Vec<u8> {
    [&count(NUMBER)[..], modulus].concat()
}

/// A count, as files write it.
///
pub(super) fn count(count: usize) -> [u8; 4] {
    // Saturates rather than wraps: a reader refuses such a count.
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}
