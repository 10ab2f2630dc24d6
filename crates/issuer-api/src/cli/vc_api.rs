//! `proofpass vc-api`.

use std::sync::Arc;

use anyhow::Context as _;
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::config::VcApiArgs;
use proofpass_issuer::http::serve::{Limits, serve_apart};
use proofpass_issuer::http::vc_api::{router, tls};
use proofpass_issuer::rng::SystemRng;
use proofpass_issuer::telemetry;
use proofpass_issuer::vc_api::{Seed, VcApi};
use tokio::net::TcpListener;

pub(crate) async fn run(args: &VcApiArgs) -> anyhow::Result<()> {
    args.check()?;
    telemetry::start(args.process.environment, &args.process.log)?;
    let seed = match args.seed(&super::environment)? {
        Some(bytes) => Seed::from(bytes),
        None => Seed::random(&SystemRng)?,
    };
    let api = VcApi::new(&seed, Arc::new(SystemClock), Arc::new(SystemRng))?;
    let acceptor = args.tls.then(tls::self_signed).transpose()?;
    let listener = TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
    let address = listener.local_addr().context("cannot tell the address")?;
    let base = format!("{}://{address}", if args.tls { "https" } else { "http" });
    tracing::info!(address = %address, "The VC-API, with development keys, is at {base}/");
    // Fails only where signals cannot be listened to; then the process ends as by any signal.
    let stop = async { drop(tokio::signal::ctrl_c().await) };
    serve_apart(listener, router(api, &base), acceptor, Limits::default(), stop).await;
    Ok(())
}
