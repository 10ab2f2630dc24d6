//! The suite of VC JSON Schema, which starts an implementation by `docker-compose` for each case: here a script of that
//! name stands in front of `PATH` and starts `proofpass vc-json-schema` instead.

use std::path::Path;

use anyhow::Context as _;

use super::tally::Tally;
use crate::process::TemporaryFile;

/// Draft 7 is read too; the suite's schemas for it name `https://json-schema.org/draft-07/schema#`, which is no draft's URI:
/// the specification has it with `http`.
const IMPLEMENTATION: &str = r#"{"name":"proofpass","specs":{
  "2020-12":["JsonSchema","JsonSchemaCredential"],
  "2019-09":["JsonSchema","JsonSchemaCredential"]}}
"#;

/// Everything up to the word `validate` is for containers.
const WORDS: &str = r#"while [ "$1" != validate ]; do shift; done
shift"#;

pub(super) fn run(checkout: &Path, program: &Path, scratch: &Path) -> anyhow::Result<Tally> {
    let _entry = TemporaryFile::create(checkout.join("implementations/proofpass.json"), IMPLEMENTATION)
        .context("the suite has a proofpass.json that is not ours")?;
    let path = super::in_front_of_path(scratch, "docker-compose", WORDS, "vc-json-schema")?;
    super::mocha(checkout, scratch, |command| {
        // The suite's list has others, which would be started by the same script.
        command.args(["--fgrep", " proofpass "]).env("PATH", path).env("PROOFPASS_UNDER_TEST", program);
    })
}
