//! Codes by time: HMAC-SHA-1 over the number of the half-minute, as six digits, which is what every authenticator makes.
//!
//! In scope: arithmetic. Out of scope: secrets at rest, which codes are good (`second_factor`).
//! Specs: <https://www.rfc-editor.org/rfc/rfc6238>, <https://www.rfc-editor.org/rfc/rfc4226#section-5.3>

use hmac::{Hmac, KeyInit as _, Mac as _};
use proofpass::time::Timestamp;
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Seconds of a step.
pub(super) const STEP_SECONDS: i64 = 30;

/// Digits of a code.
pub(super) const DIGITS: usize = 6;

/// Steps before and after now whose codes are taken: clocks differ, and people type (RFC 6238 §5.2).
const AROUND: i64 = 1;

/// The step of a time.
fn step(now: Timestamp) -> i64 {
    now.unix_seconds().div_euclid(STEP_SECONDS)
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> String {
    // Unwrap safety: HMAC takes keys of any length.
    #[expect(clippy::unwrap_used, reason = "infallible for HMAC")]
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).unwrap();
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    // RFC 4226 §5.3: four bytes from where the last half-byte says, without the sign.
    let at = usize::from(hash[19] & 0xf);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// What a device with this secret shows at a time.
#[must_use]
pub fn code_at(secret: &[u8], now: Timestamp) -> String {
    code(secret, step(now))
}

/// The step whose code this is, around now. Compared in constant time, and every step each time.
pub(super) fn matching_step(secret: &[u8], presented: &str, now: Timestamp) -> Option<i64> {
    let here = step(now);
    (here - AROUND..=here + AROUND).fold(None, |found, step| {
        let same = bool::from(code(secret, step).as_bytes().ct_eq(presented.as_bytes()));
        if same { Some(step) } else { found }
    })
}

/// Six digits, with the space that some authenticators show in their middle.
pub(super) fn read_code(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| *c != ' ').collect();
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Base 32 (RFC 4648 §6) without padding, as authenticators read secrets.
pub(super) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(seconds).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_6238() {
        for (seconds, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(SECRET, step(at(seconds))), eight[2..], "{seconds}");
        }
    }

    #[test]
    fn takes_the_step_before_and_the_one_after_and_no_other() {
        let now = at(1_234_567_890);
        let here = step(now);
        for around in -4..=4 {
            let found = matching_step(SECRET, &code(SECRET, here + around), now);
            assert_eq!(found, (around.abs() <= 1).then_some(here + around), "{around}");
        }
        for wrong in ["", "000000", "00592", "0059244", "x05924"] {
            assert_eq!(matching_step(SECRET, wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn reads_six_digits_and_nothing_like_them() {
        assert_eq!(read_code("123 456").as_deref(), Some("123456"));
        for text in ["", "12345", "1234567", "12345a", "１２３４５６", "123\u{a0}456", "123\t456", "-12345", "+12345"]
        {
            assert_eq!(read_code(text), None, "{text}");
        }
    }

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "MY"),
            (b"fo", "MZXQ"),
            (b"foo", "MZXW6"),
            (b"foob", "MZXW6YQ"),
            (b"fooba", "MZXW6YTB"),
            (b"foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes), text);
        }
    }
}
