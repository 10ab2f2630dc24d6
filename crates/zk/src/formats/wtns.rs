//! `.wtns`: a value for each wire of a circuit.
//!
//! In scope: reading and writing, for `snarkjs wtns check` and `snarkjs groth16 prove` in tests. Out of scope: holders,
//! whose values never leave the page.

use super::FormatError;
use super::container::{Container, NUMBER, Writer, count, scalar_field};
use super::points::scalar_bytes;
use crate::bn254::Fr;

/// Writes the values of all wires: 1, the public inputs, and what is kept.
#[must_use]
pub fn write_wtns(values: &[Fr]) -> Vec<u8> {
    let mut writer = Writer::new(*b"wtns", 2, 2);
    writer.section(1, &[&scalar_field()[..], &count(values.len())].concat());
    writer.section(2, &values.iter().flat_map(|value| scalar_bytes(*value)).collect::<Vec<u8>>());
    writer.finish()
}

/// Reads the values of all wires.
pub fn read_wtns(bytes: &[u8]) -> Result<Vec<Fr>, FormatError> {
    let container = Container::read(bytes, *b"wtns", 2, &[1, 2])?;
    let mut header = container.section(1)?;
    header.scalar_field()?;
    let count = header.count()?;
    header.end()?;
    let mut values = container.section(2)?;
    if Some(values.left()) != count.checked_mul(NUMBER) {
        return Err(FormatError::Length(2));
    }
    (0..count).map(|index| values.scalar(index)).collect()
}
