//! The verifier as WebAssembly: two thin doors onto `proofpass`, and no logic of their own.
//!
//! In scope: feature `js`, the module inside the npm package; feature `edge`, the Cloudflare Worker.
//! Out of scope: everything that decides.

#[cfg(feature = "edge")]
mod edge;
#[cfg(feature = "js")]
pub mod js;
