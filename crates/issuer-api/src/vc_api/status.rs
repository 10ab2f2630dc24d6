//! Status lists of the VC-API's issuers: an entry for a credential that is being issued, a bit that is changed later, and
//! the list as a credential, signed anew for each reader.
//!
//! In scope: one list for each issuer and purpose, kept as long as the process runs. Out of scope: publishing what stands
//! there (`http::vc_api`), lists of the service's organisations.
//! Specs: <https://www.w3.org/TR/vc-bitstring-status-list/>, <https://w3c-ccg.github.io/vc-api/#update-status>

use std::collections::{HashMap, HashSet};

use proofpass::credential::UnsignedCredential;
use proofpass::json::{Object, Value};
use proofpass::status::{List, Publication, Purpose};
use proofpass::time::Timestamp;

use super::{Profile, Refusal};
use crate::rng::{self, Rng};

/// Milliseconds after which a reader should fetch a list anew: a change is to be seen within the run of a suite.
const TIME_TO_LIVE: u32 = 60_000;

/// Half of a list: with more, finding an index that is free by chance would take longer and longer.
const MAX_TAKEN: usize = List::MIN_ENTRIES / 2;

/// What a credential's entry can be about. Messages need a table of theirs, which nobody here has.
const PURPOSES: [Purpose; 3] = [Purpose::Refresh, Purpose::Revocation, Purpose::Suspension];

/// The purpose of this name.
pub(super) fn purpose(name: &str) -> Option<Purpose> {
    PURPOSES.into_iter().find(|purpose| purpose.as_str() == name)
}

/// Which list: its issuer's name, and its purpose's.
type Key = (&'static str, &'static str);

/// Every list there is.
#[derive(Debug, Default)]
pub(super) struct Lists(HashMap<Key, Kept>);

#[derive(Debug)]
struct Kept {
    bits: List,
    taken: HashSet<usize>,
    /// Where the credentials of each `id` are.
    credentials: HashMap<String, Vec<usize>>,
}

impl Default for Kept {
    fn default() -> Self {
        // Unwrap safety: the smallest list there may be is one.
        #[expect(clippy::unwrap_used, reason = "infallible")]
        let bits = List::new(0).unwrap();
        Self { bits, taken: HashSet::new(), credentials: HashMap::new() }
    }
}

impl Lists {
    /// Takes a place for the credential with this `id`, at random: neighbours in a list say nothing about each other.
    pub(super) fn enter(
        &mut self,
        profile: Profile,
        purpose: Purpose,
        id: &str,
        rng: &dyn Rng,
    ) -> Result<usize, Refusal> {
        let kept = self.0.entry((profile.name, purpose.as_str())).or_default();
        if kept.taken.len() >= MAX_TAKEN {
            return Err(Refusal::ListFull);
        }
        loop {
            let number = u32::from_le_bytes(rng::bytes(rng).map_err(|_| Refusal::NoRandomness)?);
            // Every second one is free, and 2³² is a multiple of the list's length.
            let index = number as usize % List::MIN_ENTRIES;
            if kept.taken.insert(index) {
                kept.credentials.entry(id.to_owned()).or_default().push(index);
                return Ok(index);
            }
        }
    }

    /// Sets or clears what the lists for `purpose` say about the credential; whether there is one.
    pub(super) fn set(&mut self, purpose: Purpose, id: &str, on: bool) -> bool {
        let mut found = false;
        for ((_, of), kept) in &mut self.0 {
            for index in kept.credentials.get(id).filter(|_| *of == purpose.as_str()).into_iter().flatten() {
                // Within the list: it was taken from there.
                found |= kept.bits.set(*index, on).is_ok();
            }
        }
        found
    }

    /// The list as it is now, to be signed.
    pub(super) fn credential(
        &self,
        profile: Profile,
        purpose: Purpose,
        url: &str,
        issuer: String,
        now: Timestamp,
    ) -> Result<UnsignedCredential, Refusal> {
        let mut empty = None;
        let kept = self.0.get(&(profile.name, purpose.as_str())).unwrap_or_else(|| empty.insert(Kept::default()));
        Ok(kept.bits.credential(Publication {
            url,
            issuer: issuer.into(),
            purpose,
            valid_from: now,
            valid_until: None,
            time_to_live: Some(TIME_TO_LIVE),
        })?)
    }
}

/// What a caller says about the status of a credential, when it is issued and when it changes:
/// `{"type":"BitstringStatusListEntry","statusPurpose":"revocation"}`, or a list of one.
pub(super) fn asked(value: &Value) -> Result<(Purpose, &Object), Refusal> {
    let [Value::Object(asked)] = value.as_set() else { return Err(Refusal::StatusUnsupported) };
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    let purpose = text("statusPurpose").and_then(purpose);
    let purpose = purpose.filter(|_| text("type") == Some("BitstringStatusListEntry"));
    Ok((purpose.ok_or(Refusal::StatusUnsupported)?, asked))
}
