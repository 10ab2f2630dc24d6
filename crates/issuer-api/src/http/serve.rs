//! The accept loop: connections that are bounded in number, in time and in patience.
//!
//! In scope: accepting, timeouts below HTTP, shutting down. Out of scope: routes.
//!
//! Ours, because the ready-made one has no timeouts: a client that sends half a header holds a connection for ever.
//! Here a header must arrive within [`Limits::header`], which also bounds how long a connection may idle between
//! requests; bodies have deadlines of their own (`body`); a connection is asked to end after [`Limits::age`].

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Bounds of the loop.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a request's header, and between requests.
    pub header: Duration,
    /// After which a connection is closed at the end of its request.
    pub age: Duration,
    /// For requests that run when the service is told to stop, and for a connection past its age.
    pub drain: Duration,
    /// Connections at once. Beyond it, callers wait in the kernel's queue.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(5),
            age: Duration::from_mins(2),
            drain: Duration::from_secs(20),
            connections: 4096,
        }
    }
}

/// Serves until `stop` resolves; then stops accepting, lets running requests finish, and returns.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &slots) => accepted,
            () = &mut stop => break,
        };
        if let Some((stream, _, slot)) = accepted {
            connections.spawn(connection(stream, router.clone(), limits, stopped.clone(), slot));
        }
        // Reap what has ended, so that the set does not grow.
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    tracing::info!(connections = connections.len(), "Stopping: no new connections, finishing what runs");
    // Fails only if no connection listens any more.
    let _ = stopping.send(true);
    let drained = timeout(limits.drain, async { while connections.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!(connections = connections.len(), "Some connections did not end in time and were cut");
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let slot = slots.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address, slot)),
        Err(error) => {
            // Out of file descriptors, mostly: it passes, and trying at once would only spin.
            tracing::warn!(error = %error, "Could not accept a connection");
            sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
    _slot: OwnedSemaphorePermit,
) {
    // Answers are small and should leave at once. Fails only on a connection that is gone already.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_headers(64)
        .max_buf_size(64 << 10)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    tokio::pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return log(ended),
        _ = stopped.wait_for(|stopped| *stopped) => {}
        () = sleep(limits.age) => {}
    }
    connection.as_mut().graceful_shutdown();
    if let Ok(ended) = timeout(limits.drain, connection).await {
        log(ended);
    }
}

/// Clients break off all the time: worth a line only to someone who looks for it.
fn log(ended: Result<(), hyper::Error>) {
    if let Err(error) = ended {
        tracing::debug!(error = %error, "A connection broke off");
    }
}
