//! Chance that is the same every time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use proofpass::digest::Digest;
use proofpass_issuer::rng::{Rng, RngUnavailable};

/// A different stream for each seed.
#[derive(Debug)]
pub struct SeededRng {
    seed: String,
    block: AtomicU64,
}

impl SeededRng {
    /// The stream of `seed`.
    #[must_use]
    pub fn new(seed: impl Into<String>) -> Self {
        Self { seed: seed.into(), block: AtomicU64::new(0) }
    }
}

impl Rng for SeededRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngUnavailable> {
        for chunk in bytes.chunks_mut(32) {
            let block = self.block.fetch_add(1, Ordering::SeqCst);
            let digest = Digest::of(format!("{}/{block}", self.seed).as_bytes());
            chunk.copy_from_slice(&digest.as_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Bytes that were written down, then zeros.
#[derive(Debug)]
pub struct ScriptedRng(Mutex<Vec<u8>>);

impl ScriptedRng {
    /// Gives `script`, a call at a time.
    #[must_use]
    pub fn new(script: Vec<u8>) -> Self {
        Self(Mutex::new(script))
    }
}

impl Rng for ScriptedRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngUnavailable> {
        let mut script = self.0.lock().unwrap();
        let given = script.len().min(bytes.len());
        bytes.fill(0);
        bytes[..given].copy_from_slice(&script[..given]);
        script.drain(..given);
        Ok(())
    }
}
