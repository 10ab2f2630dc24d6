//! `https://www.w3.org/ns/credentials/examples/v2`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, Setting};

pub(super) static CREDENTIALS_EXAMPLES_V2: Compiled = Compiled {
    url: "https://www.w3.org/ns/credentials/examples/v2",
    sha256: [0x57, 0x39, 0x3f, 0xbc, 0x69, 0xd6, 0xef, 0xb9, 0xb9, 0xb5, 0xdc, 0x9c, 0xb6, 0xb9, 0x88, 0x0b, 0x09, 0x44, 0x36, 0x0a, 0xbf, 0xe2, 0xea, 0xf4, 0x59, 0xc9, 0xe5, 0x8c, 0xf2, 0x27, 0x9d, 0x7c],
    scope: CompiledScope { digest: 0xefb7_66f1_48d9_4349, reset: false, protected: false, vocab: Setting::Is("https://www.w3.org/ns/credentials/examples#"), propagate: None, terms: &[] },
};
