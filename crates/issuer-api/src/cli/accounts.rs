//! `proofpass accounts`: what an operator does for a person who cannot help themselves.

use clap::Subcommand;
use proofpass::json::Object;
use proofpass_issuer::config::IssuerArgs;
use proofpass_issuer::issue::{account, second_factor};

use super::{Output, explain, start};

#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// Let somebody run the service for all organisations, or no longer
    Superadmin(Box<Superadmin>),
    /// End the second factor of somebody who has lost their device and their recovery codes, and tell them
    EndSecondFactor(Box<EndSecondFactor>),
}

#[derive(Debug, clap::Args)]
pub(crate) struct EndSecondFactor {
    /// The address of their account
    #[arg(long)]
    email: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Superadmin {
    /// The address of their account
    #[arg(long)]
    email: String,
    /// No longer
    #[arg(long)]
    end: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

pub(crate) async fn run(command: Accounts) -> anyhow::Result<()> {
    match command {
        Accounts::EndSecondFactor(args) => end_second_factor(&args).await,
        Accounts::Superadmin(args) => superadmin(&args).await,
    }
}

async fn superadmin(args: &Superadmin) -> anyhow::Result<()> {
    let issuer = start(&args.issuer)?;
    let user = account::set_superadmin(&issuer, &args.email, !args.end).await.map_err(explain)?;
    args.output.print(&Object::new().with("userId", user.to_string()).with("superadmin", !args.end));
    Ok(())
}

async fn end_second_factor(args: &EndSecondFactor) -> anyhow::Result<()> {
    let issuer = start(&args.issuer)?;
    let user = second_factor::end(&issuer, &args.email).await.map_err(explain)?;
    args.output.print(&Object::new().with("userId", user.to_string()).with("secondFactor", "off"));
    Ok(())
}
