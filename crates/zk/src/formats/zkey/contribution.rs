//! A contribution, as the transcript keeps it.

use blake2::{Blake2b512, Digest as _};

use super::super::container::{Cursor, count};
use super::super::points::Curve as _;
use super::super::{FormatError, uncompressed_g1, uncompressed_g2};
use crate::bn254::{G1Affine, G2Affine};

const NAME: u8 = 1;
const ITERATIONS: u8 = 2;
const BEACON: u8 = 3;

const BY_SOMEBODY: u32 = 0;
const BY_BEACON: u32 = 1;

/// What a contributor is called in the transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Longest name that we write; the format has room for 255.
    pub const MAX_LEN: usize = 64;

    /// A name of one line, not empty.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let one_line = !text.is_empty() && text.len() <= Self::MAX_LEN && !text.chars().any(char::is_control);
        one_line.then(|| Self(text.to_owned()))
    }

    /// The text. One that was read from a file may hold anything a terminal would obey.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the randomness of a contribution comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Public bytes that nobody could know before a certain time, hashed two to the power of `iterations` times.
    Beacon {
        /// The bytes, at most 255 of them.
        value: Vec<u8>,
        /// The exponent.
        iterations: u8,
    },
    /// Somebody, who has forgotten it.
    Somebody,
}

/// A contribution: delta after it, and a proof of knowledge of the factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    pub(crate) delta_after: G1Affine,
    pub(crate) g1_s: G1Affine,
    pub(crate) g1_sx: G1Affine,
    pub(crate) g2_spx: G2Affine,
    pub(crate) transcript: [u8; 64],
    pub(crate) kind: Kind,
    pub(crate) name: Option<Name>,
}

impl Contribution {
    pub(super) fn read(cursor: &mut Cursor<'_>, index: usize) -> Result<Self, FormatError> {
        let (delta_after, g1_s, g1_sx) =
            (cursor.point(4 * index)?, cursor.point(4 * index + 1)?, cursor.point(4 * index + 2)?);
        let g2_spx = cursor.point(4 * index + 3)?;
        let transcript = cursor.array()?;
        let kind = cursor.u32()?;
        let length = cursor.count()?;
        let parameters = cursor.bytes(length)?;
        let described = Described::read(parameters).ok_or(FormatError::Contribution(index))?;
        let kind = match (kind, described.iterations, described.beacon) {
            (BY_SOMEBODY, None, None) => Kind::Somebody,
            (BY_BEACON, Some(iterations), Some(value)) => Kind::Beacon { value, iterations },
            _ => return Err(FormatError::Contribution(index)),
        };
        Ok(Self { delta_after, g1_s, g1_sx, g2_spx, transcript, kind, name: described.name })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        self.delta_after.write(out);
        self.g1_s.write(out);
        self.g1_sx.write(out);
        self.g2_spx.write(out);
        out.extend(self.transcript);
        let mut parameters = Vec::new();
        let short = |bytes: &[u8]| [&[u8::try_from(bytes.len()).unwrap_or(u8::MAX)], bytes].concat();
        if let Some(name) = &self.name {
            parameters.push(NAME);
            parameters.extend(short(name.0.as_bytes()));
        }
        let kind = match &self.kind {
            Kind::Beacon { value, iterations } => {
                parameters.extend([ITERATIONS, *iterations, BEACON]);
                parameters.extend(short(value));
                BY_BEACON
            }
            Kind::Somebody => BY_SOMEBODY,
        };
        out.extend(kind.to_le_bytes());
        out.extend(count(parameters.len()));
        out.extend(parameters);
    }

    /// Who, as far as the file says.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// By somebody or by a beacon.
    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Adds to a hash what later contributions are bound to.
    pub(crate) fn hash_into(&self, hasher: &mut Blake2b512) {
        hasher.update(uncompressed_g1(&self.delta_after));
        hasher.update(uncompressed_g1(&self.g1_s));
        hasher.update(uncompressed_g1(&self.g1_sx));
        hasher.update(uncompressed_g2(&self.g2_spx));
        hasher.update(self.transcript);
    }

    /// What the contributor publishes, to find the contribution in the transcript: snarkjs' "contribution hash".
    #[must_use]
    pub fn hash(&self) -> [u8; 64] {
        let mut hasher = Blake2b512::new();
        self.hash_into(&mut hasher);
        hasher.finalize().into()
    }
}

/// The parameters, each at most once and in the order of their numbers, so that they are written as they were read.
#[derive(Default)]
struct Described {
    name: Option<Name>,
    iterations: Option<u8>,
    beacon: Option<Vec<u8>>,
}

impl Described {
    fn read(mut bytes: &[u8]) -> Option<Self> {
        let mut described = Self::default();
        let mut last = 0;
        while let Some((tag, rest)) = bytes.split_first() {
            if *tag <= last {
                return None;
            }
            last = *tag;
            let (value, rest) = match *tag {
                ITERATIONS => rest.split_at_checked(1)?,
                NAME | BEACON => {
                    let (length, rest) = rest.split_first()?;
                    rest.split_at_checked(usize::from(*length))?
                }
                _ => return None,
            };
            match *tag {
                NAME => described.name = Some(Name(std::str::from_utf8(value).ok()?.to_owned())),
                ITERATIONS => described.iterations = value.first().copied(),
                _ => described.beacon = Some(value.to_vec()),
            }
            bytes = rest;
        }
        Some(described)
    }
}
