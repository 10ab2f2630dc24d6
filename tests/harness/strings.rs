//! Strings that break things: the Big List of Naughty Strings.

use std::path::Path;

use proofpass::json::{Limits, Value, parse};

/// The list; `None`, said aloud, where the third-party vectors are not at hand.
#[must_use]
#[expect(clippy::print_stderr, reason = "what was not run must be said")]
pub fn naughty_strings() -> Option<Vec<String>> {
    let Some(root) = std::env::var_os("PROOFPASS_VECTORS") else {
        eprintln!("not run: PROOFPASS_VECTORS is not set, blns is needed");
        return None;
    };
    let bytes = std::fs::read(Path::new(&root).join("blns/blns.json")).unwrap();
    let Value::Array(strings) = parse(&bytes, &Limits::DOCUMENT).unwrap() else { panic!("not a list") };
    Some(strings.iter().map(|string| string.as_str().unwrap().to_owned()).collect())
}
