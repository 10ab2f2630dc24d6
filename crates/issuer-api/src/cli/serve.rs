//! `proofpass serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::config::{Environment, ServeArgs};
use proofpass_issuer::http::assets::Assets;
use proofpass_issuer::http::serve::{Limits, PerAddress, serve, serve_apart};
use proofpass_issuer::http::{App, metrics_router};
use proofpass_issuer::issue::proof_key::ProofKey;
use proofpass_issuer::issue::{
    Issuer, Parts, account, idempotency, invitation, job, key_notice, letter, proof_request, status_list, token_key,
    webhook,
};
use proofpass_issuer::limiter::Limiter;
use proofpass_issuer::mail::Post;
use proofpass_issuer::outbox::webhooks::Courier;
use proofpass_issuer::resolver::Resolver;
use proofpass_issuer::store;
use proofpass_issuer::store::migrations::{self, Status};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::{descriptors, outside};

/// How often status lists are looked after: those that end soon, and those whose change a process did not live to publish.
const PUBLISH_EVERY: Duration = Duration::from_secs(5);

/// How often somebody looks for letters that are due.
const DELIVER_EVERY: Duration = Duration::from_secs(1);

/// Letters that are under way at once.
const CARRIERS: usize = 4;

/// How long a letter that is under way may take while the service stops.
const LAST_LETTER: Duration = Duration::from_secs(10);

/// How long a job's chunk that is being written is waited for.
const LAST_CHUNK: Duration = Duration::from_secs(5);

/// How often keys past their time are forgotten.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// Refuses a role in production that no policy binds: one organisation could see what is another's through any mistake.
async fn check_role(store: &store::Store, environment: Environment) -> anyhow::Result<()> {
    const DETAIL: &str =
        "the database's role passes row-level security by: use one that is no superuser and has not BYPASSRLS";
    match store.is_bound_by_policies().await {
        Ok(true) => Ok(()),
        Ok(false) if environment == Environment::Production => bail!(DETAIL),
        Ok(false) => {
            tracing::warn!("{DETAIL}");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn run(args: &ServeArgs) -> anyhow::Result<()> {
    args.check()?;
    let redis = args.redis_url(&super::environment)?;
    let issuer = super::start(&args.issuer)?;
    // Before anything that takes time: a signal that comes while the service starts must not kill it half-way.
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let grace = Duration::from_secs(args.shutdown_grace_seconds.into());
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => grace,
            // A person at a terminal, not a balancer's operator.
            _ = interrupt.recv() => Duration::ZERO,
        }
    };
    let issuer = match &args.proof_keys_dir {
        Some(folder) => {
            let keys = ProofKey::read_all(folder, issuer.test_keys).context("the keys of circuits")?;
            issuer.relying_on(keys)
        }
        None => issuer,
    };
    let assets = args.assets_dir.as_deref().map(Assets::read).transpose().context("the verifier's files")?;
    let mut limiter = Limiter::new(args.rate_limits.limits(), Arc::new(SystemClock));
    if let Some(url) = &redis {
        limiter = limiter.with_redis(url)?;
    }
    let mut app = App::new(issuer.clone(), assets)
        .with_limiter(limiter)
        .behind(args.trusted_proxies.clone(), args.forwarded_header)
        .with_origins(args.cors_origin.clone());
    let egress = outside::egress(args.issuer.process.environment == Environment::Production)?;
    if !args.verify_fetch.is_nobody() {
        let egress = egress.clone().only_to(args.verify_fetch.clone());
        app = app.with_resolver(Resolver::new(egress, Arc::new(SystemClock)));
    }
    let Parts { store, sealer, clock, rng, .. } = &*issuer;
    let courier = Courier::new(store.clone(), sealer.clone(), clock.clone(), rng.clone(), egress);
    match migrations::status(&issuer.store).await {
        Ok(Status::Current) => check_role(&issuer.store, args.issuer.process.environment).await?,
        Ok(Status::Pending) => bail!("migrations are pending: run `proofpass migrate` first"),
        // Verifying needs no database, and it may be back before anybody looks.
        Err(error @ store::Error::Unavailable(_)) => {
            let error = anyhow::Error::from(error);
            tracing::error!(error = format!("{error:#}"), "Starting without the database: not ready");
        }
        Err(error) => return Err(error.into()),
    }
    let limits = limits(args);
    let listener = TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
    let metrics = metrics(args.metrics_listen, &issuer).await?;
    let address = listener.local_addr().context("cannot tell the address")?;
    tracing::info!(address = %address, public_url = %issuer.public_url, page = args.assets_dir.is_some(), fetching = !args.verify_fetch.is_nobody(), "Listening on {address}");
    let sweeper = tokio::spawn(sweep(issuer.clone()));
    let publisher = tokio::spawn(publish(issuer.clone()));
    let courier = tokio::spawn(courier.run());
    let (stopping, stopped) = watch::channel(false);
    let worker = tokio::spawn({
        let (app, stopped) = (app.clone(), stopped.clone());
        async move { app.work(stopped).await }
    });
    let mut carriers = JoinSet::new();
    if let Some(post) = args.issuer.mail.post(&super::environment)? {
        for _ in 0..CARRIERS {
            carriers.spawn(carry(issuer.clone(), post.clone(), stopped.clone()));
        }
    } else {
        tracing::warn!("Sending no letters: PROOFPASS_SMTP_URL is not set");
    }
    serve(listener, app, limits, stop).await;
    sweeper.abort();
    publisher.abort();
    // Messages that it had taken go out again when their lease has ended.
    courier.abort();
    // A letter that is cut off may come twice: whoever carries one brings it to its end.
    stopping.send_replace(true);
    if tokio::time::timeout(LAST_LETTER, async { while carriers.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!("Stopping in the middle of a letter: it goes out again later");
    }
    drop(carriers);
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    // What it is at is done in a moment; if not, its lease runs out.
    if tokio::time::timeout(LAST_CHUNK, worker).await.is_err() {
        tracing::warn!("Stopping in the middle of a job: it goes on when its lease has run out");
    }
    issuer.store.close().await;
    tracing::info!("Stopped");
    Ok(())
}

/// Serves the metrics, until the service has stopped: its last requests are counted too.
async fn metrics(listen: Option<SocketAddr>, issuer: &Issuer) -> anyhow::Result<Option<JoinHandle<()>>> {
    let Some(listen) = listen else { return Ok(None) };
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr().context("cannot tell the address")?;
    tracing::info!(address = %address, "Metrics at http://{address}/metrics");
    // Few, and near: whoever reads them reads all of them every few seconds.
    let limits = Limits { connections: 16, per_address: PerAddress::Unlimited, ..Limits::default() };
    let router = metrics_router(issuer.store.clone());
    Ok(Some(tokio::spawn(serve_apart(listener, router, None, limits, std::future::pending()))))
}

fn limits(args: &ServeArgs) -> Limits {
    let usual = Limits::default();
    let per_address = match args.connections_per_address {
        None => usual.per_address,
        Some(0) => PerAddress::Unlimited,
        Some(limit) => PerAddress::Each(limit),
    };
    Limits { connections: descriptors::room_for(usual.connections), per_address, ..usual }
}

async fn sweep(issuer: Issuer) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        match idempotency::sweep(&issuer).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "Forgot {forgotten} idempotency keys past their time"),
            Err(error) => tracing::warn!(error = %error, "Could not forget old idempotency keys"),
        }
        match account::sweep(&issuer).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "Forgot {forgotten} sessions and failures past their time"),
            Err(error) => tracing::warn!(error = %error, "Could not forget old sessions"),
        }
        if let Err(error) = key_notice::sweep(&issuer).await {
            tracing::warn!(error = %error, "Could not give notice of API keys that end");
        }
        if let Err(error) = letter::sweep(&issuer).await {
            tracing::warn!(error = %error, "Could not forget old letters");
        }
        if let Err(error) = invitation::sweep(&issuer).await {
            tracing::warn!(error = %error, "Could not forget old invitations");
        }
        match webhook::sweep(&issuer).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "Forgot {forgotten} webhook events past their time"),
            Err(error) => tracing::warn!(error = %error, "Could not forget old webhook events"),
        }
        match proof_request::sweep(&issuer).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "Forgot {forgotten} requests for proofs"),
            Err(error) => tracing::warn!(error = %error, "Could not forget requests for proofs"),
        }
        match job::sweep(&issuer).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "Forgot {forgotten} jobs past their time"),
            Err(error) => tracing::warn!(error = %error, "Could not forget old jobs"),
        }
        if let Err(error) = token_key::look_after(&issuer).await {
            tracing::warn!(error = %error, "Could not look after the keys of access tokens");
        }
    }
}

async fn carry(issuer: Issuer, post: Post, mut stopped: watch::Receiver<bool>) {
    let mut away = false;
    while !*stopped.borrow_and_update() {
        let delivered = post.deliver(&issuer.store, &issuer.sealer, &*issuer.clock).await;
        if let Err(error) = &delivered
            && !away
        {
            tracing::warn!(error = %error, "Could not look for letters");
        }
        away = delivered.is_err();
        if !delivered.unwrap_or(false) {
            // Whichever comes first; where the sender is gone, the service stops as well.
            let _ = tokio::time::timeout(DELIVER_EVERY, stopped.changed()).await;
        }
    }
}

async fn publish(issuer: Issuer) {
    let mut ticks = tokio::time::interval(PUBLISH_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = status_list::sweep(&issuer).await {
            tracing::warn!(error = %error, "Could not look after the status lists");
        }
    }
}
