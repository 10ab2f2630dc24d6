//! `proofpass vc-json-schema`: the evaluation of VC JSON Schema, as its test suite starts it. Development only.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::json::Object;
use proofpass_issuer::clock::{Clock as _, SystemClock};
use proofpass_issuer::vc_api::{Format, evaluate};

use super::read_value;

#[derive(Debug, clap::Args)]
pub(crate) struct VcJsonSchemaArgs {
    /// `JsonSchema` or `JsonSchemaCredential`
    #[arg(long, value_parser = |name: &str| Format::named(name).ok_or("neither JsonSchema nor JsonSchemaCredential"))]
    format: Format,
    /// The document that stands where the credential's schema should be
    #[arg(long)]
    schema: PathBuf,
    /// The credential
    #[arg(long)]
    credential: PathBuf,
    /// Where to write `{"result":"success"}`, `failure` or `indeterminate`
    #[arg(long)]
    output: PathBuf,
}

pub(crate) fn run(args: &VcJsonSchemaArgs) -> anyhow::Result<ExitCode> {
    let credential = read_value(&args.credential)?;
    let credential = credential.as_object().with_context(|| format!("{}: no object", args.credential.display()))?;
    let schema = read_value(&args.schema)?;
    let result = evaluate(args.format, credential, &schema, SystemClock.now());
    let text = Object::new().with("result", result.as_str()).to_string();
    std::fs::write(&args.output, text).with_context(|| format!("cannot write {}", args.output.display()))?;
    Ok(ExitCode::SUCCESS)
}
