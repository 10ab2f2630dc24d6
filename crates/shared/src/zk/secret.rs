//! What only the holder has, as text.
//!
//! In scope: 31 bytes and their commitment. Out of scope: making and keeping them.

use proofpass_zk::bn254::Fr;
use proofpass_zk::credential::HolderSecret;
use proofpass_zk::text::{from_decimal, to_decimal};
use zeroize::Zeroizing;

use super::read::{base64url, bytes};

/// Reads a holder's secret: 31 bytes in base64url without padding.
#[must_use]
pub fn secret_from_text(text: &str) -> Option<HolderSecret> {
    let bytes = Zeroizing::new(bytes::<31>(text)?);
    Some(HolderSecret::new(*bytes))
}

/// Writes it. For the holder alone, and once.
#[must_use]
pub fn secret_to_text(secret: &HolderSecret) -> Zeroizing<String> {
    Zeroizing::new(base64url(secret.bytes()))
}

/// Reads the commitment to a secret: a number in decimal.
#[must_use]
pub fn commitment_from_text(text: &str) -> Option<Fr> {
    from_decimal(text)
}

/// Writes it.
#[must_use]
pub fn commitment_to_text(commitment: Fr) -> String {
    to_decimal(commitment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_one_text() {
        let secret = HolderSecret::new([0xa5; 31]);
        let text = secret_to_text(&secret);
        assert_eq!(secret_from_text(&text), Some(secret.clone()));
        assert_eq!(commitment_from_text(&commitment_to_text(secret.commitment())), Some(secret.commitment()));
        for bad in ["", &text[1..], &format!("{}=", *text), &format!("{}A", *text), &text.replace('p', "+")] {
            assert_eq!(secret_from_text(bad), None, "{bad}");
        }
    }
}
