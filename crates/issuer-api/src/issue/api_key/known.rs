//! Keys that were looked up a moment ago: most requests come from whoever asked just before.
//!
//! In scope: remembering keys that were shown whole and are good. Out of scope: whether a key is good (`api_key`); keys
//! that are not, of which nothing is remembered.
//!
//! What is remembered is believed for [`MILLIS`] and no longer: a key that another instance withdraws is refused here
//! within that time. A key that is withdrawn here is refused at once: whoever changes keys holds a [`Changing`] meanwhile,
//! and what was looked up before it ended is not remembered after.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use proofpass::time::Timestamp;

use crate::store::api_keys::{ApiKeyRecord, Kid};

/// How long a key is believed to be as it was, in milliseconds: what `docs/API.md` promises.
pub(super) const MILLIS: u64 = 1_000;

/// The first who asks after this time looks again, so that the others need not wait.
const RENEW_MILLIS: u64 = 500;

/// Most that are remembered: some megabytes.
const MOST: usize = 10_000;

/// What is remembered.
#[derive(Debug, Default)]
pub(in crate::issue) struct Known(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    keys: HashMap<Kid, Entry>,
    /// How often keys were changed by this process.
    changes: u64,
}

#[derive(Debug)]
struct Entry {
    record: Arc<ApiKeyRecord>,
    read_at: u64,
    renewing: bool,
    last_used_at: Option<Timestamp>,
}

/// A moment before a look at the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    changes: u64,
    millis: u64,
}

/// Keys are being changed; they are as they were, or changed, when this ends.
#[derive(Debug)]
pub(in crate::issue) struct Changing<'a>(&'a Known);

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        self.0.with(|kept| {
            kept.changes += 1;
            // Keys are changed rarely, and looking one up again costs little.
            kept.keys.clear();
        });
    }
}

impl Known {
    /// What is remembered of a key at a time, if that is still believed.
    pub(super) fn find(&self, kid: Kid, millis: u64) -> Option<Arc<ApiKeyRecord>> {
        self.with(|kept| {
            let entry = kept.keys.get_mut(&kid)?;
            // A clock that was set back says nothing about how long ago that was.
            let age = millis.checked_sub(entry.read_at).filter(|age| *age < MILLIS)?;
            if age >= RENEW_MILLIS && !std::mem::replace(&mut entry.renewing, true) {
                return None;
            }
            Some(entry.record.clone())
        })
    }

    /// To be asked before the database is.
    pub(super) fn before(&self, millis: u64) -> Before {
        Before { changes: self.with(|kept| kept.changes), millis }
    }

    /// Remembers a good key, as it was found after `before`.
    pub(super) fn keep(&self, record: Arc<ApiKeyRecord>, before: Before) {
        self.with(|kept| {
            if kept.changes != before.changes {
                return;
            }
            if kept.keys.len() >= MOST {
                kept.keys.clear();
            }
            let last_used_at = record.last_used_at;
            kept.keys.insert(record.kid, Entry { record, read_at: before.millis, renewing: false, last_used_at });
        });
    }

    /// Whether a key was last used before `then`, as far as is remembered; whoever is told so notes that it is used now.
    pub(super) fn is_due(&self, record: &ApiKeyRecord, then: Timestamp, now: Timestamp) -> bool {
        let is_due = |last: Option<Timestamp>| last.is_none_or(|last| last <= then);
        self.with(|kept| match kept.keys.get_mut(&record.kid) {
            Some(entry) if is_due(entry.last_used_at) => {
                entry.last_used_at = Some(now);
                true
            }
            Some(_) => false,
            None => is_due(record.last_used_at),
        })
    }

    /// To be held while keys are changed, until that is committed.
    pub(in crate::issue) fn changing(&self) -> Changing<'_> {
        Changing(self)
    }

    fn with<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> T {
        // What is half-way written is one entry, and that is whole.
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::id::{ApiKeyId, OrganizationId};
    use crate::network::Networks;
    use crate::rng::SystemRng;
    use crate::store::api_keys::{ApiKeyHash, Environment, PepperId};

    fn key(kid: &str) -> Arc<ApiKeyRecord> {
        let time = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
        Arc::new(ApiKeyRecord {
            id: ApiKeyId::new(&SystemClock, &SystemRng).unwrap(),
            organization_id: OrganizationId::new(&SystemClock, &SystemRng).unwrap(),
            name: "a".to_owned(),
            kid: Kid::parse(kid).unwrap(),
            hash: ApiKeyHash([0; 32]),
            pepper_id: PepperId([0; 8]),
            environment: Environment::Live,
            scopes: Vec::new(),
            addresses: Networks::default(),
            created_at: time,
            expires_at: time.plus_seconds(86_400),
            revoked_at: None,
            last_used_at: None,
        })
    }

    #[test]
    fn a_key_is_believed_for_a_second_and_one_looks_again_before_that() {
        let (known, key) = (Known::default(), key("0123456789"));
        assert!(known.find(key.kid, 5_000).is_none());
        known.keep(key.clone(), known.before(5_000));
        for millis in [5_000, 5_499] {
            assert!(known.find(key.kid, millis).is_some(), "{millis}");
        }
        assert!(known.find(key.kid, 5_500).is_none(), "somebody looks again");
        for millis in [5_500, 5_999] {
            assert!(known.find(key.kid, millis).is_some(), "the others need not: {millis}");
        }
        for millis in [6_000, 60_000, 4_999, 0] {
            assert!(known.find(key.kid, millis).is_none(), "{millis}");
        }
    }

    #[test]
    fn what_was_looked_up_before_a_change_is_not_remembered_after_it() {
        let (known, key) = (Known::default(), key("0123456789"));
        known.keep(key.clone(), known.before(0));
        let before = known.before(0);
        let changing = known.changing();
        assert!(known.find(key.kid, 0).is_some(), "nothing is committed yet");
        drop(changing);
        assert!(known.find(key.kid, 0).is_none());
        known.keep(key.clone(), before);
        assert!(known.find(key.kid, 0).is_none());
        known.keep(key.clone(), known.before(0));
        assert!(known.find(key.kid, 0).is_some());
    }

    #[test]
    fn only_so_many_are_remembered() {
        let known = Known::default();
        for number in 0..=MOST {
            known.keep(key(&format!("{number:010}")), known.before(0));
        }
        assert_eq!(known.with(|kept| kept.keys.len()), 1);
        assert!(known.find(Kid::parse(&format!("{MOST:010}")).unwrap(), 0).is_some());
    }

    #[test]
    fn one_of_those_who_ask_notes_that_a_key_is_used() {
        let (known, key) = (Known::default(), key("0123456789"));
        let now = key.created_at;
        let due = |now: Timestamp| known.is_due(&key, now.plus_seconds(-60), now);
        assert!(due(now) && due(now), "nobody remembers it");
        known.keep(key.clone(), known.before(0));
        assert!(due(now));
        assert!(!due(now.plus_seconds(59)));
        assert!(due(now.plus_seconds(60)));
        assert!(!due(now.plus_seconds(60)));
    }
}
