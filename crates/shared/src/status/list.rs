//! A published list: the subject of a status list credential.
//!
//! Spec: <https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential>

use std::cell::Cell;

use super::inflate::InflateError;
use super::{Bitstring, Entry, Form};
use crate::credential::SignedCredential;
use crate::json::{Object, Value};

/// A list that could be read. Who signed it is another question.
#[derive(Clone, Debug)]
pub(crate) struct StatusList {
    form: Form,
    purposes: Vec<String>,
    /// `ttl`, in milliseconds.
    time_to_live: Option<u64>,
    bits: Bitstring,
}

/// Why a credential is no list that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListError {
    /// A member is missing or has the wrong form, or the list does not expand.
    Malformed,
    /// It expands to more than there is room for.
    TooLarge,
}

impl From<InflateError> for ListError {
    fn from(error: InflateError) -> Self {
        match error {
            InflateError::Malformed => Self::Malformed,
            InflateError::TooLarge => Self::TooLarge,
        }
    }
}

/// Why a list says nothing about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusError {
    /// The list is of another kind than the entry.
    Form,
    /// The list is for other purposes.
    Purpose,
    /// The list ends before the entry.
    Range,
    /// The list has fewer entries than hide anybody.
    TooShort,
}

impl StatusList {
    /// Reads the list in a credential. What its expansion takes is taken from `room`.
    pub(crate) fn read(credential: &SignedCredential, room: &Cell<usize>) -> Result<Self, ListError> {
        let is_of = |form: &Form| credential.types().any(|name| name == form.credential());
        let form = Form::ALL.into_iter().find(is_of).ok_or(ListError::Malformed)?;
        let [Value::Object(subject)] = credential.set("credentialSubject") else { return Err(ListError::Malformed) };
        let types = subject.get("type").map_or(&[][..], Value::as_set);
        if !types.iter().any(|name| name.as_str() == Some(form.subject())) {
            return Err(ListError::Malformed);
        }
        let purposes = purposes(subject).ok_or(ListError::Malformed)?;
        let time_to_live = match subject.get("ttl").filter(|_| form == Form::Bitstring) {
            None => None,
            Some(Value::Number(ttl)) => Some(ttl.as_u64().ok_or(ListError::Malformed)?),
            Some(_) => return Err(ListError::Malformed),
        };
        let encoded = subject.get("encodedList").and_then(Value::as_str).ok_or(ListError::Malformed)?;
        Ok(Self { form, purposes, time_to_live, bits: Bitstring::expand(encoded, form, room)? })
    }

    /// Whole seconds after which the issuer wants it fetched anew, where it says so (§2.2: there is no default).
    pub(crate) fn time_to_live_seconds(&self) -> Option<u64> {
        self.time_to_live.map(|milliseconds| milliseconds / 1000)
    }

    /// §3.2, "validate algorithm", from step 5 on: the value for an entry.
    pub(crate) fn value(&self, entry: &Entry<'_>) -> Result<u64, StatusError> {
        if self.form != entry.form {
            return Err(StatusError::Form);
        }
        // (5) The list is for the entry's purpose.
        if !self.purposes.iter().any(|purpose| purpose == entry.purpose.as_str()) {
            return Err(StatusError::Purpose);
        }
        // (9) It is long enough for values of this size.
        if self.bits.bits() / u64::from(entry.size) < Bitstring::MIN_ENTRIES {
            return Err(StatusError::TooShort);
        }
        // (10) The value at the entry's index.
        entry.index.and_then(|index| self.bits.value(index, entry.size)).ok_or(StatusError::Range)
    }
}

/// `statusPurpose`: one text, or several.
fn purposes(subject: &Object) -> Option<Vec<String>> {
    let purposes = subject.get("statusPurpose")?.as_set();
    let texts: Option<Vec<String>> = purposes.iter().map(|purpose| purpose.as_str().map(str::to_owned)).collect();
    texts.filter(|texts| !texts.is_empty())
}
