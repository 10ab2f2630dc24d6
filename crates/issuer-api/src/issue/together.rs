//! What is asked for at the same time is done in one go: for a database, a hundred rows cost little more than one.
//!
//! In scope: gathering, and telling each its own result. Out of scope: what is done (`written`, `desk`).
//!
//! Nobody waits for company that may never come: whoever comes while nothing runs begins at once, and those who come
//! meanwhile go together next. Only for those who have said that they are [`Coming`] is there a moment: what is done for
//! twice as many costs each of them little more than half. What is begun is finished whether or not those who asked for it still listen; what is not begun by then is not.

use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::time::timeout;

use super::{Error, Hand};

/// A queue of what waits, and the turn to work it off.
pub(super) struct Together<I, O> {
    waiting: Arc<Mutex<Vec<Waiting<I, O>>>>,
    turn: Arc<Semaphore>,
    coming: Arc<Expected>,
}

/// How many are about to ask, and a sign that there are none.
#[derive(Debug, Default)]
struct Expected {
    count: AtomicUsize,
    none: Notify,
}

/// Whoever holds it is about to ask.
#[derive(Debug)]
pub(super) struct Coming(Arc<Expected>);

impl Drop for Coming {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.none.notify_waiters();
        }
    }
}

/// One who waits.
type Waiting<I, O> = (I, oneshot::Sender<O>);

/// Most that go together: what one transaction does stays short.
pub(super) const MOST: usize = 256;

/// Longest that those who are here wait for those who are coming; in tests, long enough for a machine that is busy.
const MOMENT: Duration = Duration::from_millis(if cfg!(test) { 1_000 } else { 5 });

/// The result of each where the database did not do what was asked for all of them: one is told why.
pub(super) fn away<O>(error: Error, count: usize) -> Vec<Result<O, Error>> {
    let others = (1..count).map(|_| Err(Error::Unavailable { hand: Hand::Database, source: None }));
    std::iter::once(Err(error)).chain(others).collect()
}

impl<I, O> Default for Together<I, O> {
    fn default() -> Self {
        Self { waiting: Arc::default(), turn: Arc::new(Semaphore::new(1)), coming: Arc::default() }
    }
}

impl<I, O> fmt::Debug for Together<I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together")
    }
}

impl<I: Send + 'static, O: Send + 'static> Together<I, O> {
    /// The result of `one`, which `work` does with whatever else waits: a result for each, in their order.
    pub(super) async fn run<F>(
        &self,
        one: I,
        work: impl FnOnce(Vec<I>) -> F + Clone + Send + 'static,
    ) -> Result<O, Error>
    where
        F: Future<Output = Vec<O>> + Send + 'static,
    {
        self.run_expected(one, None, work).await
    }

    /// To be held by whoever is about to ask, until they do or do not.
    pub(super) fn coming(&self) -> Coming {
        self.coming.count.fetch_add(1, Ordering::SeqCst);
        Coming(self.coming.clone())
    }

    /// The same, for one who may have been expected.
    pub(super) async fn run_expected<F>(
        &self,
        one: I,
        coming: Option<Coming>,
        work: impl FnOnce(Vec<I>) -> F + Clone + Send + 'static,
    ) -> Result<O, Error>
    where
        F: Future<Output = Vec<O>> + Send + 'static,
    {
        let (tell, mut told) = oneshot::channel();
        self.with(|waiting| waiting.push((one, tell)));
        drop(coming);
        loop {
            tokio::select! {
                biased;
                result = &mut told => return result.map_err(|_| Error::Vanished),
                turn = self.turn.clone().acquire_owned() => {
                    self.wait_for_company().await;
                    let batch = self.with(|waiting| {
                        waiting.retain(|(_, tell)| !tell.is_closed());
                        waiting.drain(..waiting.len().min(MOST)).collect::<Vec<_>>()
                    });
                    if batch.is_empty() {
                        continue;
                    }
                    let work = work.clone();
                    // A panic in it drops the tellers, which is how those who wait hear of it.
                    tokio::spawn(async move {
                        let (all, tellers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
                        let results = work(all).await;
                        // The next ones begin while these are told.
                        drop(turn);
                        for (tell, result) in tellers.into_iter().zip(results) {
                            // Fails only if nobody listens any more.
                            let _ = tell.send(result);
                        }
                    });
                }
            }
        }
    }

    /// Until nobody is coming, or the moment is over.
    async fn wait_for_company(&self) {
        let none = self.coming.none.notified();
        // One who has come between these two lines is seen by the first.
        if self.coming.count.load(Ordering::SeqCst) > 0 && self.with(|waiting| waiting.len()) < MOST {
            // Whether or not it was in time.
            let _ = timeout(MOMENT, none).await;
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Vec<Waiting<I, O>>) -> T) -> T {
        look(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::task::JoinSet;

    use super::*;

    /// Asks for 0 to `count` at once; how large each batch was, and whether everybody got twice their own number.
    async fn asked(count: usize) -> Vec<usize> {
        let (together, sizes) = (Arc::new(Together::<usize, usize>::default()), Arc::new(Mutex::new(Vec::new())));
        let mut asking = JoinSet::new();
        for number in 0..count {
            let (together, sizes) = (together.clone(), sizes.clone());
            asking.spawn(async move {
                let work = move |batch: Vec<usize>| async move {
                    sizes.lock().unwrap().push(batch.len());
                    tokio::task::yield_now().await;
                    batch.into_iter().map(|number| 2 * number).collect()
                };
                (number, together.run(number, work).await.unwrap())
            });
        }
        for (number, twice) in timeout(Duration::from_secs(10), asking.join_all()).await.expect("somebody is forgotten")
        {
            assert_eq!(twice, 2 * number);
        }
        let sizes = sizes.lock().unwrap().clone();
        assert_eq!(sizes.iter().sum::<usize>(), count);
        sizes
    }

    #[tokio::test]
    async fn those_who_come_meanwhile_go_together_and_each_gets_their_own() {
        assert_eq!(asked(1).await, [1]);
        let sizes = asked(1_000).await;
        assert!(sizes.iter().all(|size| *size <= MOST), "{sizes:?}");
        assert!(sizes.len() < 100, "{sizes:?}");
    }

    #[tokio::test]
    async fn those_who_are_coming_are_waited_for_and_no_longer_than_a_moment() {
        let together = Arc::new(Together::<usize, usize>::default());
        let count = |batch: Vec<usize>| async move { vec![batch.len(); batch.len()] };
        let coming = together.coming();
        let first = tokio::spawn({
            let together = together.clone();
            async move { together.run(1, count).await.unwrap() }
        });
        tokio::task::yield_now().await;
        assert_eq!(together.run_expected(2, Some(coming), count).await.unwrap(), 2);
        assert_eq!(first.await.unwrap(), 2);
        // One who says so and does not come.
        let (start, coming) = (Instant::now(), together.coming());
        assert_eq!(together.run(3, count).await.unwrap(), 1);
        assert!(start.elapsed() >= MOMENT, "{:?}", start.elapsed());
        drop(coming);
        let start = Instant::now();
        assert_eq!(together.run(4, count).await.unwrap(), 1);
        assert!(start.elapsed() < MOMENT, "{:?}", start.elapsed());
    }

    #[tokio::test]
    async fn who_does_not_listen_any_more_is_in_nobodys_way() {
        let together = Together::<u8, u8>::default();
        let slow = |batch: Vec<u8>| async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            batch
        };
        assert!(timeout(Duration::from_millis(5), together.run(1, slow)).await.is_err());
        assert_eq!(timeout(Duration::from_secs(5), together.run(2, slow)).await.expect("stuck").unwrap(), 2);
    }

    #[tokio::test]
    async fn a_panic_is_told_and_the_next_ones_are_served() {
        let together = Together::<u8, u8>::default();
        let work = |batch: Vec<u8>| async move {
            assert!(batch[0] != 1, "the one that panics");
            batch
        };
        assert!(matches!(together.run(1, work).await, Err(Error::Vanished)));
        assert_eq!(together.run(2, work).await.unwrap(), 2);
    }
}
