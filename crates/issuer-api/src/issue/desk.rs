//! Where long computations are made: apart from the threads that serve everybody, and as many at once as there are
//! processors, so that more of them wait instead of making each other slow.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tracing::Span;

use super::Error;

/// A desk for each processor.
#[derive(Clone, Debug)]
pub struct Desk(Arc<Semaphore>);

impl Default for Desk {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::of(processors)
    }
}

impl Desk {
    /// So many places, at least one.
    pub(super) fn of(places: usize) -> Self {
        Self(Arc::new(Semaphore::new(places.max(1))))
    }

    /// Computes, when it is its turn.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        // Fails only if the semaphore was closed, which nobody does; then computing unlimited would still be right.
        let turn = self.0.clone().acquire_owned().await.ok();
        let span = Span::current();
        let done = spawn_blocking(move || {
            let done = span.in_scope(work);
            drop(turn);
            done
        });
        done.await.map_err(|_| Error::Vanished)
    }
}
