//! What the service knows about its own end.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::RwLock;
use tracing::Instrument as _;

use crate::issue::Error;

/// Whether the service was told to stop: `/ready` says so, and answers end their connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Stopping(Arc<AtomicBool>);

impl Stopping {
    pub(super) fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Work that outlives its request: a caller who hangs up, or a deadline, must not leave it half done; and whoever stops
/// the service waits for it.
#[derive(Clone, Debug, Default)]
// Work reads, the one who waits for all of it writes: a lock that guards nothing counts both.
pub(super) struct Tasks(Arc<RwLock<()>>);

impl Tasks {
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Error> {
        let running = self.0.clone().read_owned().await;
        let work = async {
            let done = work.await;
            drop(running);
            done
        };
        tokio::spawn(work.in_current_span()).await.map_err(|_| Error::Vanished)
    }

    /// Waits until nothing runs.
    pub(super) async fn finished(&self) {
        drop(self.0.write().await);
    }
}
