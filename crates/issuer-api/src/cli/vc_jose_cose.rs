//! `proofpass vc-jose-cose`: Securing with JOSE and COSE, as its test suite starts it. Development only.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::json::{self, Limits, Object, Value};
use proofpass_issuer::rng::SystemRng;
use proofpass_issuer::vc_api::{Evaluation, Feature, check, secure};

use super::read_value;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum VcJoseCose {
    /// Secure a document
    Issue(Case),
    /// Verify a secured one
    Verify(Case),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Case {
    /// The document as JSON, or secured as text
    #[arg(long)]
    input: PathBuf,
    /// The verification method, with its private key where a document is to be secured
    #[arg(long)]
    key: PathBuf,
    /// `credential_jose`, `credential_sdjwt`, `credential_cose`, or the same of a `presentation`
    #[arg(long, value_parser = |name: &str| Feature::named(name).ok_or("not a feature of the suite"))]
    feature: Feature,
    /// JSON list of the paths of what a holder may leave out
    #[arg(long, default_value = "[]")]
    sd: String,
    /// Where to write `{"result":"success","data":"…"}`, `failure` or `indeterminate`
    #[arg(long)]
    output: PathBuf,
}

pub(crate) fn run(command: &VcJoseCose) -> anyhow::Result<ExitCode> {
    let (VcJoseCose::Issue(case) | VcJoseCose::Verify(case)) = command;
    let method = read_value(&case.key)?;
    let method = method.as_object().with_context(|| format!("{}: no object", case.key.display()))?;
    let (result, data) = match command {
        VcJoseCose::Issue(case) => {
            let document = read_value(&case.input)?;
            let document = document.as_object().with_context(|| format!("{}: no object", case.input.display()))?;
            secure(case.feature, document, method, &paths(&case.sd)?, &SystemRng)
        }
        VcJoseCose::Verify(case) => {
            let secured =
                std::fs::read(&case.input).with_context(|| format!("cannot read {}", case.input.display()))?;
            let result = check(case.feature, &secured, method);
            let text = || String::from_utf8_lossy(&secured).trim().to_owned();
            (result, (result == Evaluation::Success).then(text))
        }
    };
    let text = Object::new().with("result", result.as_str()).with("data", data.unwrap_or_default()).to_string();
    std::fs::write(&case.output, text).with_context(|| format!("cannot write {}", case.output.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn paths(list: &str) -> anyhow::Result<Vec<String>> {
    let list = json::parse(list.as_bytes(), &Limits::DOCUMENT).context("--sd")?;
    let paths = match &list {
        Value::Array(paths) => paths.iter().map(|path| path.as_str().map(str::to_owned)).collect::<Option<_>>(),
        _ => None,
    };
    paths.context("--sd: not a list of texts")
}
