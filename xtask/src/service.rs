//! The issuer's binary, `proofpass`, as the suites and the demonstration run it.
//!
//! In scope: building it. Out of scope: how it is set up (`demo`, the suites).

use std::path::PathBuf;

use crate::{process, progress, workspace};

/// Builds it and says where it is.
///
/// Everybody builds it by this one call: with another selection of packages cargo would choose other features for what
/// they share, and build half of it a second time.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    progress::step("service", "building", || {
        process::run(workspace::cargo().args(["build", "--quiet", "--workspace", "--exclude", "xtask", "--bins"]))
    })?;
    Ok(workspace::built("proofpass"))
}
