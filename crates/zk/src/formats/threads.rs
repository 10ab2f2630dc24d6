//! Work on several processors.

use std::num::NonZeroUsize;

/// On how many processors long work may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threads(pub NonZeroUsize);

impl Threads {
    /// One processor.
    pub const ONE: Self = Self(NonZeroUsize::MIN);

    /// As many as this machine gives the process.
    #[must_use]
    pub fn available() -> Self {
        Self(std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }

    /// What `work` makes of parts of `items`, in their order.
    pub(crate) fn parts<T: Sync, R: Send>(self, items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
        let length = items.len().div_ceil(self.0.get()).max(1);
        let (work, mut parts) = (&work, items.chunks(length));
        let Some(first) = parts.next() else { return Vec::new() };
        std::thread::scope(|scope| {
            let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
            let mut made = vec![work(first)];
            for other in others {
                // A panic goes on where it would have gone without threads.
                made.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            made
        })
    }

    /// What `work` makes of each of `items`.
    pub(crate) fn map<T: Sync, R: Send>(self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        self.parts(items, |part| part.iter().map(&work).collect::<Vec<R>>()).into_iter().flatten().collect()
    }
}
