//! Chance, as an argument.
//!
//! Everything that needs random bytes is given an [`Rng`]; only this file asks the operating system.

use std::fmt;

/// The source of randomness failed. Nothing that needs a secret goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the source of randomness is not available")]
pub struct RngUnavailable;

/// Random bytes fit for keys.
pub trait Rng: fmt::Debug + Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngUnavailable>;
}

/// An array of random bytes.
pub fn bytes<const N: usize>(rng: &dyn Rng) -> Result<[u8; N], RngUnavailable> {
    let mut bytes = [0; N];
    rng.fill(&mut bytes)?;
    Ok(bytes)
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RngUnavailable> {
        getrandom::fill(bytes).map_err(|_| RngUnavailable)
    }
}
