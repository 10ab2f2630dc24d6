//! `proofpass export`: what an organisation has issued, to keep or to take elsewhere.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use proofpass::json::Value;

use super::{Which, attestations, bar, object};

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Where to write to; standard output, where absent. A file that is there is not overwritten
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Issued from this template
    #[arg(long)]
    template: Option<String>,
    /// In this state, such as active
    #[arg(long)]
    status: Option<String>,
    #[command(flatten)]
    which: Which,
}

/// One credential on a line, the newest first, as `proofpass verify --ndjson` reads them.
pub(super) async fn run(args: Export) -> anyhow::Result<()> {
    let service = args.which.service()?;
    let mut out: Box<dyn Write> = match &args.output {
        None => Box::new(io::stdout().lock()),
        Some(path) => Box::new(File::create_new(path).with_context(|| format!("cannot write {}", path.display()))?),
    };
    let mut out = BufWriter::new(&mut out);
    let filters = [("templateId", args.template), ("status", args.status)];
    let query: Vec<_> = filters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let (bar, mut cursor) = (bar(None, "exporting"), None);
    loop {
        let (items, next) = attestations::page(&service, query.clone(), cursor, 100).await?;
        for item in items {
            let id = item.get("id").and_then(Value::as_str).context("an attestation without an id")?;
            let whole = object(&attestations::fetch(&service, id).await?)?;
            let credential = whole.get("credential").context("an attestation without a credential")?;
            writeln!(out, "{credential}").context("cannot write")?;
            bar.inc(1);
        }
        match next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    bar.finish_and_clear();
    out.flush().context("cannot write")
}
