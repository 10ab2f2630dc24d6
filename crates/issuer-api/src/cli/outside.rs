//! What the commands that verify fetch, where they are told to.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use proofpass::bundle::Bundle;
use proofpass::verify::Material;
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::egress::{Egress, SystemNames};
use proofpass_issuer::resolver::{Gathered, Resolver};

use super::visible;

/// For developers: a file with certificates (PEM). Requests then go to this machine too, and these certificates are the
/// only ones believed. Production refuses it.
pub(super) const THIS_MACHINE: &str = "PROOFPASS_FETCH_THIS_MACHINE";

/// Fetches what a bundle needs beyond `have`, and says on standard error what came and what did not.
#[expect(clippy::print_stderr, reason = "the command line's way to say what it does")]
pub(super) fn gather(bundle: &Bundle, have: &Material) -> anyhow::Result<Gathered> {
    let production = std::env::var_os("PROOFPASS_ENV").is_some_and(|environment| environment == "production");
    let resolver = Resolver::new(egress(production)?, Arc::new(SystemClock));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")?;
    let gathered = runtime.block_on(resolver.gather(bundle, have));
    // A look-up that hangs is nobody's concern any more.
    runtime.shutdown_background();
    for outcome in &gathered.outcomes {
        let (kind, id) = (outcome.need.kind(), visible(outcome.need.id()));
        match &outcome.result {
            Ok(url) => eprintln!("fetched {kind} {id} from {}", visible(url)),
            Err(error) => eprintln!("not fetched: {kind} {id}: {error}"),
        }
    }
    Ok(gathered)
}

/// The way out, to this machine too where the variable says so.
pub(super) fn egress(production: bool) -> anyhow::Result<Egress> {
    let Some(path) = std::env::var_os(THIS_MACHINE).map(PathBuf::from) else { return Ok(Egress::default()) };
    if production {
        bail!("{THIS_MACHINE} is for developers: production refuses it");
    }
    let pem = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Egress::to_this_machine_too(Arc::new(SystemNames), &pem).with_context(|| path.display().to_string())
}
