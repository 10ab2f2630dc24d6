//! The edge Worker: `target/edge/index.js` and its Wasm module, as `wrangler.toml` names them.
//!
//! In scope: building it. Out of scope: running it (`worker`), routes (`crates/verifier-wasm/src/edge.rs`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::wasm::{Artefact, Imports, SMALLEST, VERIFIER};
use crate::{npm, process, workspace};

/// What the Worker's module may not ask of its host: randomness, and ways out of the module system. (`worker` brings the
/// whole Fetch API, timers and a clock, so a list of what it may ask would only repeat what it asks.)
const FORBIDDEN: [&str; 7] = [
    "__wbg_crypto",
    "__wbg_getRandomValues",
    "__wbg_msCrypto",
    "__wbg_new_no_args",
    "__wbg_randomFillSync",
    "__wbg_random",
    "__wbg_require",
];

/// The Worker's entry, before bundling.
fn entry() -> PathBuf {
    workspace::root().join("crates/verifier-wasm/edge/worker.js")
}

/// The Worker.
pub(crate) fn worker() -> Artefact {
    Artefact {
        name: "edge",
        package: VERIFIER,
        feature: "edge",
        profile: "wasm",
        stem: "verifier",
        folder: workspace::target().join("edge"),
        products: &["index.js", "verifier_bg.wasm"],
        imports: Imports::AllBut(&FORBIDDEN),
        snippets: &["edge/resolving.js"],
        features: &[],
        // What a panic says goes to the Worker's logs.
        prepare: |_| Ok(()),
        passes: &SMALLEST,
        bindgen: |bindgen| {
            // The entry starts the module anew after a panic.
            bindgen.web(true)?.reset_state_function(true);
            Ok(())
        },
        finish: bundle,
    }
}

/// `cargo xtask edge`
pub(crate) fn run() -> anyhow::Result<()> {
    worker().build()
}

/// Makes one file of the entry, wasm-bindgen's JavaScript and the snippets that crates brought.
fn bundle(folder: &Path) -> anyhow::Result<()> {
    fs::copy(entry(), folder.join("worker.js")).context("the Worker's entry is missing")?;
    process::run_quiet(npm::tool("esbuild").current_dir(folder).args([
        "worker.js",
        "--bundle",
        "--format=esm",
        "--target=es2022",
        "--minify",
        "--external:./verifier_bg.wasm",
        "--external:cloudflare:*",
        &format!("--alias:@proofpass/resolve={}", workspace::root().join("pkg/resolve/loop.js").display()),
        "--outfile=index.js",
        "--log-level=warning",
    ]))?;
    Ok(())
}
