//! `proofpass letters`: whether letters get out, before anybody waits for one.

use anyhow::Context as _;
use clap::Subcommand;
use proofpass::json::Object;
use proofpass_issuer::clock::{Clock as _, SystemClock};
use proofpass_issuer::config::{MailArgs, ProcessArgs};
use proofpass_issuer::id::MailId;
use proofpass_issuer::rng::SystemRng;
use proofpass_issuer::store::mails::Letter;
use proofpass_issuer::telemetry;

use super::{Output, environment};

/// Try out letters to people.
#[derive(Debug, Subcommand)]
pub(super) enum Letters {
    /// Send one letter, at once, and say what became of it
    Try(Try),
}

#[derive(Debug, clap::Args)]
pub(super) struct Try {
    /// To which address
    #[arg(long)]
    to: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    process: ProcessArgs,
}

pub(super) async fn run(Letters::Try(args): Letters) -> anyhow::Result<()> {
    telemetry::start(args.process.environment, &args.process.log)?;
    let post = args.mail.post(&environment)?;
    let post = post.context("no letters are sent here: set PROOFPASS_SMTP_URL and PROOFPASS_MAIL_FROM")?;
    let letter = Letter {
        to: args.to,
        subject: "ProofPass sends letters".to_owned(),
        text: "This service can send letters to people.\n".to_owned(),
        html:
            "<!doctype html>\n<html lang=\"en\"><body><p>This service can send letters to people.</p></body></html>\n"
                .to_owned(),
    };
    let id = MailId::new(&SystemClock, &SystemRng)?;
    post.send(id, &letter, SystemClock.now()).await?;
    args.output.print(&Object::new().with("id", id.to_string()).with("state", "sent"));
    Ok(())
}
