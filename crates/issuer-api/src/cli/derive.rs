//! `proofpass derive`: a holder shows parts of a credential. No network, no database, no settings.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::bundle::Bundle;
use proofpass::json::Pointer;
use proofpass::multibase::decode_base64url;
use proofpass::securing::data_integrity::{Blinding, derive, expand_seed};
use proofpass_issuer::rng::{self, SystemRng};

use super::print_exactly;
use super::verify::read_document;

#[derive(Debug, clap::Args)]
pub(crate) struct DeriveArgs {
    /// A credential with a base proof of ecdsa-sd-2023 or bbs-2023; `-` reads standard input
    file: PathBuf,
    /// JSON pointer to what is shown beside what is mandatory, such as /credentialSubject/name; may be repeated
    #[arg(long = "show", value_name = "POINTER")]
    show: Vec<String>,
    /// What the verifier asked to be part of the proof (bbs-2023): base64url in multibase, `u…`
    #[arg(long, value_name = "MULTIBASE")]
    presentation_header: Option<String>,
}

pub(crate) fn run(args: &DeriveArgs) -> anyhow::Result<ExitCode> {
    let pointer = |text: &String| Pointer::parse(text).with_context(|| format!("--show {text}"));
    let show = args.show.iter().map(pointer).collect::<Result<Vec<_>, _>>()?;
    let header = args.presentation_header.as_deref().map(decode_base64url).transpose();
    let header = header.context("--presentation-header")?.unwrap_or_default();
    let bundle = Bundle::parse(&read_document(&args.file)?).context("the file is no credential")?;
    let [credential] = bundle.credentials() else { anyhow::bail!("the file holds several credentials") };
    let mut random = expand_seed(rng::bytes(&SystemRng)?);
    let shown = derive(credential, &show, Blinding { presentation_header: &header, random: &mut random })?;
    print_exactly(&format!("{}\n", shown.to_object()))?;
    Ok(ExitCode::SUCCESS)
}
