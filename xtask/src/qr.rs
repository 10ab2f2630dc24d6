//! The npm package's reader of QR codes: the npm package `qr` (MIT or Apache-2.0) as one file, `pkg/qr/decode.js`.
//!
//! A copy, because the package has no dependencies and works where nothing is bundled: a page's import map would have to
//! name it otherwise. Made from the lock file and not kept in the repository.

use std::fs;

use crate::workspace::{self, Inputs};
use crate::{npm, process, progress};

/// What `<proofpass-verifier>` needs of a browser, so that nothing newer is in the file.
const BROWSERS: &str = "--target=chrome105,firefox110,safari16.4";

/// Bundles it unless that was done from the same lock file.
pub(crate) fn build() -> anyhow::Result<()> {
    npm::install()?;
    let product = workspace::root().join("pkg/qr/decode.js");
    let stamp = Inputs::default()
        .path(&npm::folder().join("package-lock.json"))?
        .path(&workspace::root().join("xtask/src/qr.rs"))?
        .stamp(workspace::target().join("stamps/qr"));
    if stamp.is_current(std::slice::from_ref(&product)) {
        return Ok(());
    }
    stamp.remove()?;
    progress::step("qr", "bundling the reader of QR codes", || {
        let staging = workspace::target().join("qr/decode.js");
        process::run_quiet(
            npm::tool("esbuild")
                .arg(npm::folder().join("node_modules/qr/decode.js"))
                // The licence asks for its notice to stay with the code.
                .args([
                    "--bundle",
                    "--format=esm",
                    "--minify",
                    "--legal-comments=inline",
                    "--log-level=warning",
                    BROWSERS,
                ])
                .arg(format!("--outfile={}", staging.display())),
        )?;
        fs::create_dir_all(workspace::root().join("pkg/qr"))?;
        fs::copy(&staging, &product)?;
        Ok(())
    })?;
    stamp.write()
}
