//! ZLIB as the status lists of tokens use it: one stream, expanded whole and under a cap.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc1950>

use std::cell::Cell;

use super::inflate::{InflateError, inflate};

/// Expands `zlib` to no more than `cap` bytes and no more than there is `room` for, from which it is taken.
pub(super) fn expand(zlib: &[u8], cap: usize, room: &Cell<usize>) -> Result<Vec<u8>, InflateError> {
    /// §2.2: a dictionary that both sides know, which lists have not.
    const DICTIONARY: u8 = 1 << 5;

    let [method, flags, deflated @ ..] = zlib else { return Err(InflateError::Malformed) };
    // DEFLATE with a window of 32 KiB at the most, and a sum over both bytes.
    let is_deflate = method & 0xf == 8 && method >> 4 <= 7;
    if !is_deflate || u16::from_be_bytes([*method, *flags]) % 31 != 0 || flags & DICTIONARY != 0 {
        return Err(InflateError::Malformed);
    }
    let (bytes, trailer) = inflate(deflated, cap.min(room.get()), room)?;
    if trailer == adler32(&bytes).to_be_bytes() { Ok(bytes) } else { Err(InflateError::Malformed) }
}

/// Compresses `bytes`; the same bytes give the same text whoever compresses them and when.
#[cfg(all(feature = "issue", feature = "sd-jwt"))]
pub(super) fn compress(bytes: &[u8]) -> Vec<u8> {
    /// Lists are compressed once and fetched often.
    const LEVEL: u8 = 9;
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, LEVEL)
}

/// §8.2
fn adler32(bytes: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    /// As many bytes as can be summed before a sum must be reduced.
    const UNREDUCED: usize = 5552;

    let (mut low, mut high) = (1, 0);
    for chunk in bytes.chunks(UNREDUCED) {
        for byte in chunk {
            low += u32::from(*byte);
            high += low;
        }
        low %= PRIME;
        high %= PRIME;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: usize = 1 << 20;

    fn expanded(zlib: &[u8]) -> Result<Vec<u8>, InflateError> {
        expand(zlib, ROOM, &Cell::new(ROOM))
    }

    #[test]
    fn checks_sums_as_the_standard_does() {
        assert_eq!(adler32(b""), 1);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
        let long = vec![0xff; 1 << 20];
        assert_eq!(adler32(&long), miniz_oxide_adler(&long));
    }

    /// The sum that another implementation writes at its end.
    fn miniz_oxide_adler(bytes: &[u8]) -> u32 {
        let zlib = miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6);
        u32::from_be_bytes(*zlib.last_chunk().unwrap())
    }

    #[test]
    fn refuses_whatever_is_damaged() {
        let good = miniz_oxide::deflate::compress_to_vec_zlib(&[7; 5000], 9);
        assert_eq!(expanded(&good), Ok(vec![7; 5000]));
        for end in 0..good.len() {
            assert_eq!(expanded(&good[..end]), Err(InflateError::Malformed), "cut at {end}");
        }
        assert_eq!(expanded(&[&good[..], &[0]].concat()), Err(InflateError::Malformed), "something after it");
        for at in [0, 1, good.len() - 4, good.len() - 1] {
            let mut damaged = good.clone();
            damaged[at] ^= 0x20;
            assert_eq!(expanded(&damaged), Err(InflateError::Malformed), "byte {at}");
        }
        // A dictionary, its sum right.
        assert_eq!(expanded(&[0x78, 0xbb, 0, 0, 0, 1]), Err(InflateError::Malformed));
        assert_eq!(expanded(&[0x88, 0x1c]), Err(InflateError::Malformed), "a window of 64 KiB");
    }

    #[test]
    fn a_bomb_ends_where_the_room_ends() {
        let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 4 << 20], 9);
        let room = Cell::new(ROOM);
        assert_eq!(expand(&bomb, 2 * ROOM, &room), Err(InflateError::TooLarge));
        assert_eq!(room.get(), 0);
    }
}
