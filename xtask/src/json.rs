//! JSON that our own tools print and our own goldens hold.
//!
//! In scope: reading it. Out of scope: anything from outside, which `proofpass::json` reads.

use anyhow::Context as _;
use serde_json::Value;

/// Reads `text`; `what` names it in the error.
#[expect(clippy::disallowed_methods, reason = "the writer is a tool of ours: no duplicate keys, no large numbers")]
pub(crate) fn read(text: &str, what: &str) -> anyhow::Result<Value> {
    serde_json::from_str(text).with_context(|| format!("{what} is no JSON"))
}
