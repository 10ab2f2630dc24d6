//! The holder's prover as WebAssembly: a thin door onto `proofpass-zk`, and no logic of its own.
//!
//! In scope: feature `js`, the module inside `@proofpass/prover`. Out of scope: everything that decides, and everything that
//! fetches: that is the package's JavaScript.

#[cfg(feature = "js")]
pub mod js;
