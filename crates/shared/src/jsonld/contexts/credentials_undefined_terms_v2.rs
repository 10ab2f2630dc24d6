//! `https://www.w3.org/ns/credentials/undefined-terms/v2`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, Setting};

pub(super) static CREDENTIALS_UNDEFINED_TERMS_V2: Compiled = Compiled {
    url: "https://www.w3.org/ns/credentials/undefined-terms/v2",
    sha256: [0x82, 0xda, 0xb5, 0x14, 0xba, 0x44, 0xeb, 0x18, 0xf5, 0xd1, 0xb0, 0xf6, 0x38, 0xc5, 0xe1, 0x40, 0xc6, 0xa5, 0x56, 0xfb, 0xfb, 0x50, 0x89, 0x60, 0x1b, 0xdc, 0x0f, 0xa5, 0xeb, 0x8b, 0x25, 0x81],
    scope: CompiledScope { digest: 0x849a_4eec_8da8_3f89, reset: false, protected: false, vocab: Setting::Is("https://www.w3.org/ns/credentials/undefined-term#"), propagate: None, terms: &[] },
};
