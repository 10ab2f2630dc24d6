//! Counting in this process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::Rate;

/// Clients that are remembered. Each takes about a hundred bytes.
const MOST: usize = 100_000;

/// When each client's requests will be forgotten, in microseconds since 1970.
#[derive(Debug, Default)]
pub(super) struct InProcess(Mutex<HashMap<String, u64>>);

impl InProcess {
    /// Whether the request may go on, and in how many microseconds everything will be forgotten.
    pub(super) fn count(&self, key: String, rate: Rate, now: u64) -> (bool, u64) {
        // A panic between two requests leaves a map of numbers.
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MOST && !clients.contains_key(&key) {
            forget(&mut clients, now);
        }
        let forgotten_at = clients.entry(key).or_insert(now);
        // A clock that was set back must not lock anybody out for longer than a window.
        *forgotten_at = (*forgotten_at).clamp(now, now + rate.burst());
        let next = *forgotten_at + rate.emission();
        let allowed = next - now <= rate.burst();
        if allowed {
            *forgotten_at = next;
        }
        (allowed, *forgotten_at - now)
    }
}

/// Makes room: whoever is forgotten anyway goes first, then whoever asked least.
fn forget(clients: &mut HashMap<String, u64>, now: u64) {
    clients.retain(|_, forgotten_at| *forgotten_at > now);
    if clients.len() < MOST {
        return;
    }
    let mut times: Vec<u64> = clients.values().copied().collect();
    let (_, middle, _) = times.select_nth_unstable(MOST / 2);
    let middle = *middle;
    clients.retain(|_, forgotten_at| *forgotten_at > middle);
}

#[cfg(test)]
mod tests {
    use super::super::Limit;
    use super::*;

    fn rate(text: &str) -> Rate {
        Limit::parse(text).unwrap().0.unwrap()
    }

    #[test]
    fn whoever_asks_much_is_remembered_when_there_is_no_room() {
        let (here, rate) = (InProcess::default(), rate("10/60"));
        for _ in 0..10 {
            assert!(here.count("often".to_owned(), rate, 0).0);
        }
        for client in 0..3 * MOST {
            here.count(client.to_string(), rate, 0);
        }
        assert!(here.0.lock().unwrap().len() <= MOST);
        assert!(!here.count("often".to_owned(), rate, 0).0);
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let (here, rate) = (InProcess::default(), rate("2/60"));
        let later = 1_000_000_000_000;
        assert!(here.count("x".to_owned(), rate, later).0);
        assert!(!here.count("x".to_owned(), rate, 0).0, "as if a window's requests had come");
        assert!(here.count("x".to_owned(), rate, 30_000_000).0);
    }

    #[test]
    fn threads_at_once_get_no_more_than_one_would() {
        let (here, rate) = (InProcess::default(), rate("100/60"));
        let allowed: usize = std::thread::scope(|scope| {
            let tries = || (0..75).filter(|_| here.count("x".to_owned(), rate, 0).0).count();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(tries)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(allowed, 100);
    }
}
