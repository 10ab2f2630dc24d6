//! `proofpass derive`: a holder shows parts of a credential. No network, no database, no settings.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use proofpass::bundle::Bundle;
use proofpass::credential::SignedCredential;
use proofpass::json::Pointer;
use proofpass::multibase::decode_base64url;
use proofpass::securing::data_integrity::{Blinding, DeriveError, derive, expand_seed};
use proofpass_issuer::rng::{self, SystemRng};

use super::print_exactly;
use super::verify::{read_document, wrong_usage};

#[derive(Debug, clap::Args)]
pub(crate) struct DeriveArgs {
    /// A credential with a base proof (ecdsa-sd-2023 or bbs-2023); `-` reads standard input
    file: PathBuf,
    /// JSON pointer to what is shown beside what the issuer made mandatory, such as /credentialSubject/name; may be repeated
    #[arg(long = "show", value_name = "POINTER")]
    show: Vec<String>,
    /// What the verifier asked to be part of the proof, such as a nonce (bbs-2023): base64url in multibase, `u…`
    #[arg(long, value_name = "MULTIBASE")]
    presentation_header: Option<String>,
}

/// Prints the derived credential, for one verifier. The exit code is 1 where nothing can be derived.
pub(crate) fn run(args: &DeriveArgs) -> anyhow::Result<ExitCode> {
    let (credential, show, header) = match read(args) {
        Ok(inputs) => inputs,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let mut random = expand_seed(rng::bytes(&SystemRng)?);
    let blinding = Blinding { presentation_header: &header, random: &mut random };
    let shown = match derive(&credential, &show, blinding) {
        Ok(shown) => shown,
        Err(DeriveError::Pointer(at)) => {
            bail!("--show {}: leads to nothing in the credential", args.show.get(at).map_or("", String::as_str))
        }
        Err(error) => return Err(error.into()),
    };
    print_exactly(&format!("{}\n", shown.to_object()))?;
    Ok(ExitCode::SUCCESS)
}

fn read(args: &DeriveArgs) -> anyhow::Result<(SignedCredential, Vec<Pointer>, Vec<u8>)> {
    let pointer = |text: &String| Pointer::parse(text).with_context(|| format!("--show {text}"));
    let show = args.show.iter().map(pointer).collect::<Result<_, _>>()?;
    let header = args.presentation_header.as_deref().map(decode_base64url).transpose();
    let header = header.context("--presentation-header")?.unwrap_or_default();
    let bundle = Bundle::parse(&read_document(&args.file)?).context("the document")?;
    match bundle.credentials() {
        [credential] => Ok((credential.clone(), show, header)),
        _ => bail!("the document is not one credential"),
    }
}
