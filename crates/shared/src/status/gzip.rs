//! GZIP as status lists use it: one member, expanded whole and under a cap.
//!
//! In scope: the header, the trailer. Out of scope: DEFLATE itself (`inflate`), several
//! members in one file, which no status list has.
//! Spec: <https://www.rfc-editor.org/rfc/rfc1952>

use std::cell::Cell;

use super::inflate::{InflateError, inflate};

/// Expands `gzip` to no more than `cap` bytes and no more than there is `room` for. What comes out is taken from the
/// room even where it turns out to be damaged: it has cost the work.
pub(super) fn expand(gzip: &[u8], cap: usize, room: &Cell<usize>) -> Result<Vec<u8>, InflateError> {
    let deflated = after_header(gzip).ok_or(InflateError::Malformed)?;
    let (bytes, trailer) = inflate(deflated, cap.min(room.get()), room)?;
    // The checksum, then the length modulo 2³², and nothing more.
    let trailer: [u8; 8] = trailer.try_into().map_err(|_| InflateError::Malformed)?;
    let expected = (bytes.len() as u64) << 32 | u64::from(crc32(&bytes));
    if u64::from_le_bytes(trailer) == expected { Ok(bytes) } else { Err(InflateError::Malformed) }
}

/// §2.3.1: what follows the header, whose optional parts are checked and not used.
fn after_header(gzip: &[u8]) -> Option<&[u8]> {
    const HEADER_CRC: u8 = 1 << 1;
    const EXTRA: u8 = 1 << 2;
    const NAME: u8 = 1 << 3;
    const COMMENT: u8 = 1 << 4;
    const RESERVED: u8 = 0b1110_0000;

    let (fixed, mut rest) = gzip.split_first_chunk::<10>()?;
    let [0x1f, 0x8b, 8, flags, ..] = *fixed else { return None };
    if flags & RESERVED != 0 {
        return None;
    }
    if flags & EXTRA != 0 {
        let (length, after) = rest.split_first_chunk::<2>()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = &rest[end + 1..];
        }
    }
    if flags & HEADER_CRC != 0 {
        let (sum, after) = rest.split_first_chunk::<2>()?;
        let header = &gzip[..gzip.len() - rest.len()];
        if crc32(header).to_le_bytes()[..2] != *sum {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// Compresses `bytes`; the same bytes give the same text whoever compresses them and when.
#[cfg(feature = "issue")]
pub(super) fn compress(bytes: &[u8]) -> Vec<u8> {
    /// Lists are compressed once and fetched often.
    const LEVEL: u8 = 9;
    /// No name, no time, no word about the system (255: unknown).
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    let deflated = miniz_oxide::deflate::compress_to_vec(bytes, LEVEL);
    let length = (bytes.len() as u64).to_le_bytes();
    [&HEADER, deflated.as_slice(), &crc32(bytes).to_le_bytes(), &length[..4]].concat()
}

/// §8, a byte at a time: the table is 1 KiB, and lists are small beside what else a verification costs.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| CRC_TABLE[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8);
    !bytes.iter().fold(!0, step)
}

static CRC_TABLE: [u32; 256] = crc_table();

#[expect(clippy::cast_possible_truncation, reason = "an index below 256")]
const fn crc_table() -> [u32; 256] {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut table = [0; 256];
    let mut at = 0;
    while at < table.len() {
        let mut sum = at as u32;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 0 { sum >> 1 } else { sum >> 1 ^ POLYNOMIAL };
            bit += 1;
        }
        table[at] = sum;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: usize = 1 << 20;

    fn expanded(gzip: &[u8]) -> Result<Vec<u8>, InflateError> {
        expand(gzip, ROOM, &Cell::new(ROOM))
    }

    /// Text under a header with these flags and optional parts.
    fn member(flags: u8, parts: &[u8]) -> Vec<u8> {
        let plain = compress(b"some text, some text");
        [&[0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 2, 3], parts, &plain[10..]].concat()
    }

    #[test]
    fn checks_sums_as_the_standard_does() {
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn reads_what_others_write() {
        // As zlib writes it.
        let text = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27, 0xb9, 0x00, 0x00,
            0x88, 0x59, 0x0b, 24, 0, 0, 0,
        ];
        assert_eq!(expanded(&text), Ok(b"hello hello hello hello\n".to_vec()));
        // Stored as it is.
        let stored = [
            &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..],
            &[1, 2, 0, 0xfd, 0xff],
            b"hi",
            &[0xac, 0x2a, 0x93, 0xd8, 2, 0, 0, 0],
        ];
        assert_eq!(expanded(&stored.concat()), Ok(b"hi".to_vec()));
    }

    #[test]
    fn reads_every_optional_part_of_a_header() {
        let good = Ok(b"some text, some text".to_vec());
        assert_eq!(expanded(&member(0, &[])), good);
        assert_eq!(expanded(&member(1, &[])), good);
        assert_eq!(expanded(&member(4, &[3, 0, 9, 9, 9])), good);
        assert_eq!(expanded(&member(8 | 16, b"name\0comment\0")), good);
        let sum = crc32(&[0x1f, 0x8b, 8, 2, 1, 2, 3, 4, 2, 3]).to_le_bytes();
        assert_eq!(expanded(&member(2, &sum[..2])), good);
        for (flags, parts) in [(2, &[0, 0][..]), (4, &[255, 255]), (8, b""), (32, b""), (64, b""), (128, b"")] {
            assert_eq!(expanded(&member(flags, parts)), Err(InflateError::Malformed), "{flags}");
        }
    }

    #[test]
    fn refuses_whatever_is_damaged() {
        let good = compress(&[7; 5000]);
        assert_eq!(expanded(&good), Ok(vec![7; 5000]));
        for end in 0..good.len() {
            assert_eq!(expanded(&good[..end]), Err(InflateError::Malformed), "cut at {end}");
        }
        assert_eq!(expanded(&[&good[..], &[0]].concat()), Err(InflateError::Malformed), "something after it");
        assert_eq!(expanded(&[&good[..], &good[..]].concat()), Err(InflateError::Malformed), "two members");
        // The time, the extra flags and the system mean nothing.
        for at in (0..4).chain(good.len() - 8..good.len()) {
            let mut damaged = good.clone();
            damaged[at] ^= 0x80;
            assert_eq!(expanded(&damaged), Err(InflateError::Malformed), "byte {at}");
        }
        assert_eq!(expanded(&good[10..]), Err(InflateError::Malformed), "no header");
    }

    #[test]
    fn a_bomb_ends_where_the_room_ends() {
        let bomb = compress(&vec![0; 4 << 20]);
        assert!(bomb.len() < 8 << 10);
        let room = Cell::new(ROOM);
        assert_eq!(expand(&bomb, 2 * ROOM, &room), Err(InflateError::TooLarge));
        assert_eq!(room.get(), 0);
        assert_eq!(expand(&compress(b"x"), ROOM, &room), Err(InflateError::TooLarge));
        // Whatever the length at its end says.
        let mut liar = bomb.clone();
        let end = liar.len();
        liar[end - 4..].fill(0);
        assert_eq!(expanded(&liar), Err(InflateError::TooLarge));
    }

    #[test]
    fn the_cap_itself_is_allowed() {
        for length in [1, 1000, 16 << 10, 40_000, 64 << 10] {
            let gzip = compress(&vec![3; length]);
            let room = Cell::new(length);
            assert_eq!(expand(&gzip, ROOM, &room).map(|bytes| bytes.len()), Ok(length));
            assert_eq!(room.get(), 0);
            assert_eq!(expand(&gzip, length - 1, &Cell::new(ROOM)), Err(InflateError::TooLarge), "{length}");
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(bytes: Vec<u8>) {
            prop_assert_eq!(expanded(&compress(&bytes)), Ok(bytes));
        }

        #[test]
        fn no_bytes_expand_beyond_the_room(flags in 0u8..32, rest: Vec<u8>, cap in 0..5000usize) {
            let room = Cell::new(cap);
            let gzip = [&[0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255], rest.as_slice()].concat();
            if let Ok(bytes) = expand(&gzip, ROOM, &room) {
                prop_assert_eq!(bytes.len(), cap - room.get());
            }
        }
    }
}
