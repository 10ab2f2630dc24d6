//! Making a status list.
//!
//! Spec: <https://www.w3.org/TR/vc-bitstring-status-list/#generate-algorithm>

use super::{Bitstring, Form, Purpose, gzip};
use crate::credential::{CONTEXT_V2, Fault, UnsignedCredential};
use crate::json::{Object, Value};
use crate::multibase::encode_base64url;
use crate::time::Timestamp;

/// A list of one bit for each credential, to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List(Bitstring);

/// No list has that many entries, or this one does not have that entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("beyond the end of the list")]
pub struct RangeError;

/// What the credential of a list says beside its bits.
#[derive(Clone, Debug)]
pub struct Publication<'a> {
    /// Where the list is published, as `statusListCredential` of its entries says.
    pub url: &'a str,
    /// Whoever issues the credentials, as `issuer` says it there.
    pub issuer: Value,
    /// What a bit that is set means.
    pub purpose: Purpose,
    /// When the list begins to hold.
    pub valid_from: Timestamp,
    /// When it ends to.
    pub valid_until: Option<Timestamp>,
    /// After how many milliseconds it should be fetched anew.
    pub time_to_live: Option<u32>,
}

impl List {
    /// §3.2: in fewer entries nobody is hidden.
    pub const MIN_ENTRIES: usize = 131_072;

    /// As many as [`crate::verify`] reads.
    pub const MAX_ENTRIES: usize = 8 * Bitstring::MAX_BYTES;

    /// A list of at least so many entries, and of at least [`Self::MIN_ENTRIES`], none of them set.
    pub fn new(entries: usize) -> Result<Self, RangeError> {
        if entries > Self::MAX_ENTRIES {
            return Err(RangeError);
        }
        Ok(Self(Bitstring(vec![0; entries.max(Self::MIN_ENTRIES).div_ceil(8)])))
    }

    /// Sets or clears the bit at `index`.
    pub fn set(&mut self, index: usize, on: bool) -> Result<(), RangeError> {
        let byte = self.0.0.get_mut(index / 8).ok_or(RangeError)?;
        let bit = 0b1000_0000 >> (index % 8);
        if on {
            *byte |= bit;
        } else {
            *byte &= !bit;
        }
        Ok(())
    }

    /// Whether the bit at `index` is set.
    pub fn is_set(&self, index: usize) -> Result<bool, RangeError> {
        let byte = self.0.0.get(index / 8).ok_or(RangeError)?;
        Ok(byte << (index % 8) & 0b1000_0000 != 0)
    }

    /// `encodedList` (§3.3): the same bits give the same text.
    #[must_use]
    pub fn encode(&self) -> String {
        encode_base64url(&gzip::compress(&self.0.0))
    }

    /// §3.1, "generate algorithm": the credential to be signed and published.
    ///
    /// # Errors
    /// If the URL, the issuer or the dates are not what a credential may have there.
    pub fn credential(&self, publication: Publication<'_>) -> Result<UnsignedCredential, Fault> {
        let Publication { url, issuer, purpose, valid_from, valid_until, time_to_live } = publication;
        let mut subject = Object::new()
            .with("id", format!("{url}#list"))
            .with("type", Form::Bitstring.subject())
            .with("statusPurpose", purpose.as_str())
            .with("encodedList", self.encode());
        if let Some(milliseconds) = time_to_live {
            subject.insert("ttl", milliseconds);
        }
        let mut credential = Object::new()
            .with("@context", vec![Value::from(CONTEXT_V2)])
            .with("id", url)
            .with("type", vec![Value::from("VerifiableCredential"), Form::Bitstring.credential().into()])
            .with("issuer", issuer)
            .with("validFrom", valid_from.to_string());
        if let Some(end) = valid_until {
            credential.insert("validUntil", end.to_string());
        }
        UnsignedCredential::new(credential.with("credentialSubject", subject))
    }

    /// The entry of `credentialStatus` for the credential at `index` of the list at `url`.
    #[must_use]
    pub fn entry(url: &str, purpose: Purpose, index: usize) -> Object {
        Object::new()
            .with("id", format!("{url}#{index}"))
            .with("type", Form::Bitstring.entry())
            .with("statusPurpose", purpose.as_str())
            .with("statusListIndex", index.to_string())
            .with("statusListCredential", url)
    }
}

#[cfg(test)]
impl List {
    /// A list that no issuer makes: of any length.
    pub(crate) fn of_zeros(bytes: usize) -> Self {
        Self(Bitstring(vec![0; bytes]))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::credential::SignedCredential;
    use crate::status::{Entry, StatusList};
    use proptest::prelude::*;

    fn publication(url: &str) -> Publication<'_> {
        Publication {
            url,
            issuer: "did:example:issuer".into(),
            purpose: Purpose::Suspension,
            valid_from: Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
            valid_until: Some(Timestamp::parse("2026-02-01T00:00:00Z").unwrap()),
            time_to_live: Some(300_000),
        }
    }

    fn read(list: &List) -> StatusList {
        let credential = list.credential(publication("https://a.example/1")).unwrap();
        let room = Cell::new(Bitstring::MAX_BYTES);
        StatusList::read(&SignedCredential::new(credential.object().clone()), &room).unwrap()
    }

    #[test]
    fn is_never_smaller_than_hides_anybody() {
        assert_eq!(List::new(0), List::new(List::MIN_ENTRIES));
        assert!(List::new(List::MAX_ENTRIES).is_ok());
        assert_eq!(List::new(List::MAX_ENTRIES + 1), Err(RangeError));
        let mut list = List::new(List::MIN_ENTRIES + 1).unwrap();
        assert_eq!(list.set(List::MIN_ENTRIES + 7, true), Ok(()), "whole bytes");
        assert_eq!(list.set(List::MIN_ENTRIES + 8, true), Err(RangeError));
        assert_eq!(list.is_set(List::MIN_ENTRIES + 8), Err(RangeError));
    }

    #[test]
    fn a_bit_can_be_set_and_cleared_beside_others() {
        let mut list = List::new(0).unwrap();
        for index in [0, 7, 8, 9] {
            list.set(index, true).unwrap();
        }
        list.set(8, false).unwrap();
        let set: Vec<usize> = (0..List::MIN_ENTRIES).filter(|index| list.is_set(*index) == Ok(true)).collect();
        assert_eq!(set, [0, 7, 9]);
    }

    #[test]
    fn the_empty_list_is_these_bytes() {
        // They are published: a change of compression is a change of every issuer's lists.
        let credential = List::new(0).unwrap().credential(publication("https://a.example/1")).unwrap();
        assert_eq!(
            credential.object().to_string(),
            r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://a.example/1","type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"did:example:issuer","validFrom":"2026-01-01T00:00:00Z","validUntil":"2026-02-01T00:00:00Z","credentialSubject":{"id":"https://a.example/1#list","type":"BitstringStatusList","statusPurpose":"suspension","encodedList":"uH4sIAAAAAAAA_-3AMQEAAADCoPVPbQwfKAAAAAAAAAAAAAAAAAAAAOBthtJUqwBAAAA","ttl":300000}}"#
        );
        assert_eq!(
            List::entry("https://a.example/1", Purpose::Refresh, 94_567).to_string(),
            r#"{"id":"https://a.example/1#94567","type":"BitstringStatusListEntry","statusPurpose":"refresh","statusListIndex":"94567","statusListCredential":"https://a.example/1"}"#
        );
    }

    #[test]
    fn refuses_what_no_credential_may_say() {
        let list = List::new(0).unwrap();
        assert!(list.credential(publication("no url")).is_err());
        assert!(list.credential(Publication { issuer: 7.into(), ..publication("https://a.example/1") }).is_err());
        let ends = Some(Timestamp::MIN);
        assert!(list.credential(Publication { valid_until: ends, ..publication("https://a.example/1") }).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn verifiers_read_back_what_was_set(
            entries in 0..400_000_usize,
            set in prop::collection::btree_set(0..List::MIN_ENTRIES, 0..200),
        ) {
            let mut list = List::new(entries).unwrap();
            for index in &set {
                list.set(*index, true).unwrap();
            }
            prop_assert_eq!(list.encode(), list.clone().encode());
            let read = read(&list);
            let beside = |index: &usize| [index.saturating_sub(1), *index, index + 1];
            for index in set.iter().flat_map(beside).filter(|index| *index < List::MIN_ENTRIES) {
                let entry = List::entry("https://a.example/1", Purpose::Suspension, index).into();
                let value = read.value(&Entry::read(&entry).unwrap());
                prop_assert_eq!(value, Ok(u64::from(set.contains(&index))), "{}", index);
            }
        }
    }
}
