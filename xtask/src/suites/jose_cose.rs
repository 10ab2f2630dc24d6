//! The suite of Securing with JOSE and COSE, which starts an implementation by `docker compose` for each case: here a script
//! of that name stands in front of `PATH` and starts `proofpass vc-jose-cose` instead.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use super::tally::Tally;
use crate::process::TemporaryFile;

/// In the list of implementations, beside others that need containers.
const IMPLEMENTATION: &str = r#"module.exports = {settings: {enableInteropTests: false, testAllImplementations: false},
  implementations: [{name: "proofpass", implementation: "ProofPass", "jose-cose": {features: {
    credential_jose: true, credential_sdjwt: true, credential_cose: true,
    presentation_jose: true, presentation_sdjwt: true, presentation_cose: true}}}]};
"#;

/// Everything up to what is to be done is for containers.
const WORDS: &str = r#"while [ "$1" != issue ] && [ "$1" != verify ]; do shift; done"#;

/// Of V8 before version 12, where what the suite does with iterators is behind a flag.
const ITERATORS: &str = "--harmony-iterator-helpers";

pub(super) fn run(checkout: &Path, program: &Path, scratch: &Path) -> anyhow::Result<Tally> {
    let _configuration = TemporaryFile::create(checkout.join("localConfig.cjs"), IMPLEMENTATION)
        .context("the suite has a localConfig.cjs that is not ours")?;
    let path = super::in_front_of_path(scratch, "docker", WORDS, "vc-jose-cose")?;
    let has_flag = Command::new("node").args([ITERATORS, "-e", "0"]).output().is_ok_and(|done| done.status.success());
    super::mocha(checkout, scratch, |command| {
        // The runner gives what it does not know to Node.
        command.args(has_flag.then_some(ITERATORS)).env("PATH", path).env("PROOFPASS_UNDER_TEST", program);
    })
}
