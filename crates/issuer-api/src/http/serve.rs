//! The accept loop: connections that are bounded in number, in time and in patience; and an orderly end.
//!
//! In scope: accepting, timeouts below HTTP, shutting down. Out of scope: routes.
//!
//! Ours, because the ready-made one has no timeouts: a client that sends half a header holds a connection for ever.
//! Here a header must arrive within [`Limits::header`], which also bounds how long a connection may idle between
//! requests; bodies have deadlines of their own (`body`); a reader that reads nothing is cut off after
//! [`Limits::write`]; a connection is asked to end after [`Limits::age`].
//!
//! The steps of the end, cited below:
//! 1. `/ready` says so, and every answer ends its connection. For a while nothing else changes: balancers look seldom.
//! 2. Whoever waits in the kernel's queue is let in; resetting them would lose requests that were sent in good faith.
//! 3. Nobody else is. What runs is finished, within [`Limits::drain`].

mod patient;
mod peers;

use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::client_address::PeerAddress;
use super::{App, router};
use patient::Patient;
pub use peers::PerAddress;
use peers::{Peer, Peers};

/// Bounds of the loop.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a request's header, and between requests.
    pub header: Duration,
    /// For a reader that takes nothing of its answer.
    pub write: Duration,
    /// After which a connection is closed at the end of its request.
    pub age: Duration,
    /// For requests that run when the service has stopped accepting, and for a connection past its age.
    pub drain: Duration,
    /// Connections at once. Beyond it, callers wait in the kernel's queue.
    pub connections: usize,
    /// Connections of one client at once. Beyond it, they are closed.
    pub per_address: PerAddress,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(5),
            write: Duration::from_secs(10),
            age: Duration::from_mins(2),
            // With the usual grace of two seconds, all is over within ten.
            drain: Duration::from_secs(8),
            connections: 4096,
            per_address: PerAddress::Internet(64),
        }
    }
}

/// How long a silent connection is listened to once the service stops: a request may be on its way.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Serves until `stop` resolves, goes on for as long as it says, lets running requests finish, and returns.
pub async fn serve(listener: TcpListener, app: App, limits: Limits, stop: impl Future<Output = Duration>) {
    let (stopping, stopped) = watch::channel(false);
    let mut door = Door::new(router(app.clone()), None, limits, stopped);
    let grace = door.keep_open(&listener, stop).await;
    // (1)
    tracing::info!(grace_seconds = grace.as_secs(), "Stopping: not ready any more");
    app.stopping.begin();
    door.keep_open(&listener, sleep(grace)).await;
    // (2)
    let end = Instant::now() + limits.drain;
    // Fails only if no connection listens any more.
    let _ = stopping.send(true);
    door.empty_queue(listener, end).await;
    // (3)
    let mut connections = door.connections;
    tracing::info!(connections = connections.len(), "No new connections, finishing what runs");
    let drained = timeout_at(end, async {
        while connections.join_next().await.is_some() {}
        app.tasks.finished().await;
    });
    if drained.await.is_err() {
        tracing::warn!(connections = connections.len(), "Some requests did not end in time and were cut off");
    }
}

/// Serves routes that are not the service's, with TLS where there is a certificate, until `stop` resolves. Whatever runs
/// then is cut off: a program that is stopped by hand has nobody to be polite to.
pub async fn serve_apart(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let (_stopping, stopped) = watch::channel(false);
    Door::new(router, tls, limits, stopped).keep_open(&listener, stop).await;
}

/// Where clients come in.
struct Door {
    limits: Limits,
    router: Router,
    tls: Option<TlsAcceptor>,
    slots: Arc<Semaphore>,
    peers: Peers,
    stopped: watch::Receiver<bool>,
    connections: JoinSet<()>,
}

impl Door {
    fn new(router: Router, tls: Option<TlsAcceptor>, limits: Limits, stopped: watch::Receiver<bool>) -> Self {
        Self {
            limits,
            router,
            tls,
            slots: Arc::new(Semaphore::new(limits.connections)),
            peers: Peers::new(limits.per_address),
            stopped,
            connections: JoinSet::new(),
        }
    }

    async fn keep_open<T>(&mut self, listener: &TcpListener, until: impl Future<Output = T>) -> T {
        tokio::pin!(until);
        loop {
            let accepted = tokio::select! {
                accepted = accept(listener, &self.slots) => accepted,
                done = &mut until => return done,
            };
            if let Some((stream, address, slot)) = accepted {
                self.let_in(stream, address, slot);
            }
        }
    }

    /// Lets in whoever has connected already, and closes the listener.
    async fn empty_queue(&mut self, listener: TcpListener, end: Instant) {
        // The plain listener says at once that nobody waits; ours would have to be told by the reactor first.
        let Ok(listener) = listener.into_std() else { return };
        while let Ok(Ok(slot)) = timeout_at(end, self.slots.clone().acquire_owned()).await {
            match listener.accept() {
                Ok((stream, address)) => {
                    let stream = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream));
                    if let Ok(stream) = stream {
                        self.let_in(stream, address, slot);
                    }
                }
                // Gone before it was its turn.
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(_) => return,
            }
        }
    }

    fn let_in(&mut self, stream: TcpStream, address: SocketAddr, slot: OwnedSemaphorePermit) {
        // Reap what has ended, so that the set does not grow.
        while self.connections.try_join_next().is_some() {}
        let Some(peer) = self.peers.admit(address.ip()) else {
            // Whose it was is not logged: an address may be a person's.
            tracing::debug!("Closed a connection: too many from one address");
            return;
        };
        // Answers are small and should leave at once. Fails only on a connection that is gone already.
        let _ = stream.set_nodelay(true);
        let (router, limits, stopped) = (self.router.clone(), self.limits, self.stopped.clone());
        let held = Held { peer: PeerAddress(address), _slot: slot, _place: peer };
        match self.tls.clone() {
            None => self.connections.spawn(connection(stream, router, limits, stopped, held)),
            Some(tls) => self.connections.spawn(async move {
                if let Ok(Ok(stream)) = timeout(limits.header, tls.accept(stream)).await {
                    connection(stream, router, limits, stopped, held).await;
                } else {
                    tracing::debug!("A connection spoke no TLS");
                }
            }),
        };
    }
}

/// What a connection holds until it ends, and whose it is.
struct Held {
    peer: PeerAddress,
    _slot: OwnedSemaphorePermit,
    _place: Peer,
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
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    router: Router,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
    held: Held,
) {
    let peer = held.peer;
    let noted = ServiceExt::<Request<Incoming>>::map_request(router, move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_headers(64)
        .max_buf_size(64 << 10)
        .serve_connection(TokioIo::new(Patient::new(stream, limits.write)), TowerToHyperService::new(noted));
    tokio::pin!(connection);
    tokio::select! {
        biased;
        ended = connection.as_mut() => return log(ended),
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
            // Asked to end, a connection that is silent ends without looking whether a request has just arrived.
            if let Ok(ended) = timeout(LAST_WORDS, connection.as_mut()).await {
                return log(ended);
            }
        }
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
