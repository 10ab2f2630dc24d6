//! The `status` check: what the issuer's status lists say about a credential.
//!
//! In scope: Bitstring Status List 1.0 and its predecessor, as far as they concern a verifier. Out of scope: fetching;
//! the status of a status list, which nobody is asked about. The lists of tokens: `token`.
//! Spec: <https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm>
//!
//! | The specification's error | Here |
//! |---|---|
//! | `STATUS_RETRIEVAL_ERROR` | `status-list-unresolved`, `status-list-stale` |
//! | `STATUS_VERIFICATION_ERROR` | `status-list-invalid`, `-unverified`, `-foreign`; `status-purpose-mismatch` |
//! | `STATUS_LIST_LENGTH_ERROR` | `status-list-too-short` |
//! | `RANGE_ERROR` | `status-index-out-of-range` |
//! | `MALFORMED_VALUE_ERROR` | `status-entry-malformed`, `status-list-malformed` |

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Code, Fetched, Outcome, StatusListDocument, Verifier, structure};
use crate::bundle::Bundle;
use crate::credential::SignedCredential;
use crate::json::Value;
use crate::status::{Bitstring, Entry, EntryError, ListError, Purpose, StatusError, StatusList};
use crate::time::Timestamp;

#[cfg(feature = "sd-jwt")]
mod token;

#[cfg(test)]
#[cfg(feature = "issue")]
mod tests;

/// The lists that the credentials of a bundle have asked for, each verified and expanded once: never more than the
/// material holds.
pub(super) struct StatusLists {
    known: RefCell<Vec<Known>>,
    #[cfg(feature = "sd-jwt")]
    tokens: RefCell<Vec<token::Known>>,
    /// Bytes that the lists may still expand to.
    room: Cell<usize>,
}

impl Default for StatusLists {
    /// Room for two lists of the largest size, or for all that material may hold and more if they are of the smallest.
    fn default() -> Self {
        Self {
            known: RefCell::default(),
            #[cfg(feature = "sd-jwt")]
            tokens: RefCell::default(),
            room: Cell::new(2 * Bitstring::MAX_BYTES),
        }
    }
}

/// A list that was asked for, by its URL.
struct Known {
    url: String,
    list: Result<Rc<Verified>, Code>,
}

/// A list that its issuer has signed and that holds at this time.
struct Verified {
    id: Option<String>,
    issuer: Option<String>,
    list: StatusList,
}

impl Verifier<'_> {
    /// The worst that an entry comes to, and which entry that is.
    pub(super) fn status(&self, credential: &SignedCredential) -> (Code, Option<String>) {
        #[cfg(feature = "sd-jwt")]
        if let Some(status) = credential.token_status() {
            let code = self.token_status(credential, status);
            let listed = self.listed_status(credential);
            let is_worse = listed.0 == Code::NoStatus || severity(code) < severity(listed.0);
            return if is_worse { (code, (code != Code::StatusClear).then(|| "/status".to_owned())) } else { listed };
        }
        self.listed_status(credential)
    }

    /// The same of the entries of `credentialStatus`.
    fn listed_status(&self, credential: &SignedCredential) -> (Code, Option<String>) {
        let entries = credential.set("credentialStatus");
        let codes = entries.iter().take(Bundle::MAX_STATUSES).map(|entry| self.status_of(credential, entry));
        let beyond = (entries.len() > Bundle::MAX_STATUSES).then_some(Code::TooManyStatuses);
        let worst = codes.chain(beyond).enumerate().min_by_key(|(_, code)| severity(*code));
        let Some((at, code)) = worst else { return (Code::NoStatus, None) };
        (code, (code != Code::StatusClear).then(|| format!("/credentialStatus/{at}")))
    }

    /// §3.2, "validate algorithm", for one entry.
    fn status_of(&self, credential: &SignedCredential, entry: &Value) -> Code {
        let entry = match Entry::read(entry) {
            Ok(entry) => entry,
            Err(EntryError::Malformed) => return Code::StatusEntryMalformed,
            Err(EntryError::Unsupported) => return Code::StatusUnsupported,
        };
        // (4) The list is at hand, and holds.
        let Some(found) = self.material.status_list(entry.list) else { return Code::StatusListUnresolved };
        let verified = match self.verified(found) {
            Ok(verified) => verified,
            Err(code) => return code,
        };
        // §2.2 lets a list be anybody's and leaves it to the verifier whom to believe: here, whoever has issued the
        // credential, and nobody else. A list that names its place stands there.
        let is_issuers = verified.issuer.as_deref() == credential.issuer();
        if !is_issuers || verified.id.as_deref().is_some_and(|id| id != entry.list) {
            return Code::StatusListForeign;
        }
        // (5) to (12)
        match (verified.list.value(&entry), entry.purpose) {
            (Ok(0), _) => Code::StatusClear,
            // A message may well mean that the credential is not to be relied on.
            (Ok(_), Purpose::Message) => Code::StatusMessage,
            (Ok(_), Purpose::Refresh) => Code::RefreshAvailable,
            (Ok(_), Purpose::Revocation) => Code::Revoked,
            (Ok(_), Purpose::Suspension) => Code::Suspended,
            (Err(StatusError::Form), _) => Code::StatusListMalformed,
            (Err(StatusError::Purpose), _) => Code::StatusPurposeMismatch,
            (Err(StatusError::Range), _) => Code::StatusIndexOutOfRange,
            (Err(StatusError::TooShort), _) => Code::StatusListTooShort,
        }
    }

    /// The list, once for all who ask.
    fn verified(&self, found: &Fetched<StatusListDocument>) -> Result<Rc<Verified>, Code> {
        let known = |known: &Known| (known.url == found.from()).then(|| known.list.clone());
        if let Some(list) = self.status_lists.known.borrow().iter().find_map(known) {
            return list;
        }
        let list = self.verify_list(found).map(Rc::new);
        self.status_lists.known.borrow_mut().push(Known { url: found.from().to_owned(), list: list.clone() });
        list
    }

    fn verify_list(&self, found: &Fetched<StatusListDocument>) -> Result<Verified, Code> {
        let credential = found.credential();
        // (1) The policy lets a list be as old.
        if self.policy.is_status_stale(found.at(), self.now) {
            return Err(Code::StatusListStale);
        }
        // (2) It is a credential that its issuer has signed.
        let signed = self.signed_by_issuer(credential);
        // The rules of data model 1.1, in which older lists are written, are not checked here.
        let structure = if credential.is_version_1() { Code::DataModelConforms } else { structure(credential).0 };
        match structure.outcome().min(signed) {
            Outcome::Fail => return Err(Code::StatusListInvalid),
            Outcome::NotChecked => return Err(Code::StatusListUnverified),
            Outcome::Pass => {}
        }
        // (3) It holds at this time.
        if !self.is_of_this_time(credential)? {
            return Err(Code::StatusListStale);
        }
        // (4) It is a list.
        let list = StatusList::read(credential, &self.status_lists.room).map_err(|error| match error {
            ListError::Malformed => Code::StatusListMalformed,
            ListError::TooLarge => Code::StatusListTooLarge,
        })?;
        // (5) Its issuer lets it be as old.
        let seconds = list.time_to_live_seconds().map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX));
        if seconds.is_some_and(|seconds| found.at().plus_seconds(seconds) < self.now) {
            return Err(Code::StatusListStale);
        }
        let text = |text: Option<&str>| text.map(str::to_owned);
        Ok(Verified { id: text(credential.id()), issuer: text(credential.issuer()), list })
    }

    /// Whether the time lies in the list's validity period, by the names of its data model.
    pub(super) fn is_of_this_time(&self, list: &SignedCredential) -> Result<bool, Code> {
        let time = |name: &str| match list.object().get(name) {
            None => Ok(None),
            Some(value) => {
                let time = value.as_str().and_then(|text| Timestamp::parse(text).ok());
                time.map(Some).ok_or(Code::StatusListInvalid)
            }
        };
        let (from, until) = if list.is_version_1() {
            (time("issuanceDate")?, time("expirationDate")?)
        } else {
            (time("validFrom")?, time("validUntil")?)
        };
        let tolerance = self.policy.tolerance();
        let begun = from.is_none_or(|from| from <= self.now.plus_seconds(tolerance));
        Ok(begun && until.is_none_or(|until| until >= self.now.plus_seconds(-tolerance)))
    }
}

/// What outweighs what, the worst first: what the issuer has said against the credential, then whatever else is wrong,
/// then what was not checked.
fn severity(code: Code) -> u8 {
    match (code, code.outcome()) {
        (Code::Revoked, _) => 0,
        (Code::Suspended, _) => 1,
        (_, Outcome::Fail) => 2,
        (_, Outcome::NotChecked) => 3,
        (Code::RefreshAvailable, _) => 4,
        (_, Outcome::Pass) => 5,
    }
}
