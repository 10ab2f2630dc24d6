//! DEFLATE under a cap.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc1951>; the work is `miniz_oxide`'s.

use std::cell::Cell;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Why bytes do not expand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InflateError {
    /// Not one stream in its wrapping and nothing else, or damaged.
    Malformed,
    /// More comes out than there is room for.
    TooLarge,
}

/// Inflates the stream at the beginning of `input`, and returns what follows it. Memory grows with what has come out,
/// whatever the input claims.
pub(crate) fn inflate<'a>(
    mut input: &'a [u8],
    cap: usize,
    room: &Cell<usize>,
) -> Result<(Vec<u8>, &'a [u8]), InflateError> {
    /// The smallest list that there is.
    const FIRST: usize = 16 << 10;

    let mut state = Box::<DecompressorOxide>::default();
    let mut bytes = vec![0; FIRST.min(cap)];
    let mut length = 0;
    loop {
        let (status, read, written) =
            decompress(&mut state, input, &mut bytes, length, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
        length += written;
        room.set(room.get() - written);
        input = input.get(read..).ok_or(InflateError::Malformed)?;
        match status {
            TINFLStatus::Done => {
                bytes.truncate(length);
                return Ok((bytes, input));
            }
            TINFLStatus::HasMoreOutput if bytes.len() < cap => bytes.resize((2 * bytes.len()).min(cap), 0),
            TINFLStatus::HasMoreOutput => return Err(InflateError::TooLarge),
            _ => return Err(InflateError::Malformed),
        }
    }
}
