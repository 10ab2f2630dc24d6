//! A key for development, which everybody can make, and under which everybody can prove anything.
//!
//! The secrets of its setup are digests of a sentence. So a test, a demonstration and a browser have the same key without
//! handing a file around, and whoever takes it for a real one is told: its description says `development`, every report
//! under it does, and nothing accepts it with `PROOFPASS_ENV=production`.

use ark_ec::AffineRepr as _;
use ark_ff::PrimeField as _;
use ark_groth16::Groth16;
use ark_std::rand::{Error, RngCore};
use sha2::{Digest as _, Sha512};

use super::{InvalidProvingKey, ProvingKey};
use crate::bn254::{Bn254, Fr, G1Affine, G2Affine};
use crate::circuit::{Circuit, NAME};
use crate::qap::CircomReduction;

/// What the secrets are digests of.
const SENTENCE: &[u8] = b"ProofPass: a key for development, whose secrets are no secrets";

/// The development key of `cred-s/1`. It takes about a second to make: make it once.
pub fn development_key() -> Result<ProvingKey, InvalidProvingKey> {
    let secret = |name: &str| Fr::from_be_bytes_mod_order(&digest(name.as_bytes(), 0));
    let key = Groth16::<Bn254, CircomReduction>::generate_parameters_with_qap(
        Circuit::blank(),
        secret("alpha"),
        secret("beta"),
        Fr::from(1),
        secret("delta"),
        G1Affine::generator().into(),
        G2Affine::generator().into(),
        &mut Stream { counter: 0, rest: Vec::new() },
    );
    ProvingKey::new(key.map_err(|_| InvalidProvingKey::Form)?)
}

fn digest(usage: &[u8], counter: u64) -> [u8; 64] {
    let mut hash = Sha512::new().chain_update(SENTENCE).chain_update(NAME);
    hash.update([0]);
    hash.update(usage);
    hash.update(counter.to_be_bytes());
    hash.finalize().into()
}

/// Digests as if they were random, for the one number that the library draws itself.
struct Stream {
    counter: u64,
    rest: Vec<u8>,
}

impl RngCore for Stream {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, place: &mut [u8]) {
        for byte in place {
            if self.rest.is_empty() {
                self.rest = digest(b"tau", self.counter).to_vec();
                self.counter += 1;
            }
            *byte = self.rest.pop().unwrap_or_default();
        }
    }

    fn try_fill_bytes(&mut self, place: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(place);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key is pinned: another circuit, or another sentence, is another key, and needs another name.
    #[test]
    fn the_development_key_is_the_one_that_is_known() {
        let key = development_key().expect("a key");
        let digest = key.verifying_key().digest().map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(digest, "1601cf14e16b87a470c89b6f66772f9892200f27d52d10b17daf29ffaf1a41eb");
        let bytes = key.to_bytes();
        assert!(bytes.len() <= 6_000_000, "{}", bytes.len());
    }
}
