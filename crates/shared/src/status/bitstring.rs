//! A bitstring: expanding what a list publishes, and reading values out of it.
//!
//! Spec: <https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm>

use std::cell::Cell;

use super::Form;
use super::gzip;
use super::list::ListError;
use crate::multibase::{decode_base64url, decode_base64url_digits};

/// The status values of a list, one after the other, the first in the left-most bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bitstring(pub(super) Vec<u8>);

impl Bitstring {
    /// §3.2: in fewer entries nobody is hidden.
    pub(crate) const MIN_ENTRIES: u64 = 131_072;

    /// 16 MiB are 134 million entries: more than any issuer keeps in one list, since every verifier fetches it whole.
    pub(crate) const MAX_BYTES: usize = 16 << 20;

    /// Expands `encodedList`. What comes out is taken from `room`.
    pub(super) fn expand(encoded: &str, form: Form, room: &Cell<usize>) -> Result<Self, ListError> {
        let gzip = match form {
            Form::Bitstring => decode_base64url(encoded),
            Form::Legacy => decode_base64url_digits(encoded),
        };
        let gzip = gzip.map_err(|_| ListError::Malformed)?;
        gzip::expand(&gzip, Self::MAX_BYTES, room).map(Self).map_err(ListError::from)
    }

    /// How many bits there are.
    pub(super) fn bits(&self) -> u64 {
        8 * self.0.len() as u64
    }

    /// The value at `index`, of `size` bits, the left-most of them the most significant. None where the bitstring ends
    /// before it. `size` is no more than 31.
    pub(super) fn value(&self, index: u64, size: u32) -> Option<u64> {
        let first = index.checked_mul(u64::from(size))?;
        let end = first.checked_add(u64::from(size))?;
        (first..end).try_fold(0, |value, at| Some(value << 1 | u64::from(self.bit(at)?)))
    }

    fn bit(&self, at: u64) -> Option<bool> {
        let byte = self.0.get(usize::try_from(at / 8).ok()?)?;
        Some(byte >> (7 - at % 8) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_the_list_of_the_specification() {
        let encoded = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
        let expand = |encoded, form| Bitstring::expand(encoded, form, &Cell::new(Bitstring::MAX_BYTES));
        let empty = Ok(Bitstring(vec![0; 16 << 10]));
        assert_eq!(expand(encoded, Form::Bitstring), empty);
        assert_eq!(expand(&encoded[1..], Form::Legacy), empty);
        assert_eq!(expand(&encoded[1..], Form::Bitstring), Err(ListError::Malformed));
        assert_eq!(expand(encoded, Form::Legacy), Err(ListError::Malformed));
    }

    #[test]
    fn the_first_bit_is_the_left_most() {
        let bits = Bitstring(vec![0b1000_0010, 0b0000_0001]);
        let set: Vec<u64> = (0..16).filter(|index| bits.value(*index, 1) == Some(1)).collect();
        assert_eq!(set, [0, 6, 15]);
        assert_eq!(bits.value(16, 1), None);
        assert_eq!(bits.value(u64::MAX, 1), None);
    }

    #[test]
    fn wider_values_stand_one_after_the_other() {
        let bits = Bitstring(vec![0b1101_1000, 0b0100_0001]);
        let values = |size: u32| (0..).map_while(|index| bits.value(index, size)).collect::<Vec<_>>();
        assert_eq!(values(2), [3, 1, 2, 0, 1, 0, 0, 1]);
        assert_eq!(values(4), [13, 8, 4, 1]);
        assert_eq!(values(5), [27, 1, 0], "what is left over is no value");
        assert_eq!(values(16), [0xd841]);
        assert_eq!(values(17), [0; 0]);
        assert_eq!(bits.value(u64::MAX / 2, 31), None);
    }
}
