//! Making a status list of tokens.
//!
//! Spec: <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>, §4, §5.1 and §7.1

use super::RangeError;
use super::zlib;
use crate::did::VerificationMethodId;
use crate::json::Object;
use crate::key::{PublicKey, SignatureMismatch};
use crate::multibase::encode_base64url_digits;
use crate::securing::jose::{PreparedToken, date};
use crate::time::Timestamp;

/// The header's `typ` (§5.1).
pub(crate) const TYPE: &str = "statuslist+jwt";

/// What a list says of a token (§7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenStatus {
    /// Nothing against it.
    Valid,
    /// Withdrawn for good.
    Invalid,
    /// Not to be accepted for the time being.
    Suspended,
}

/// A list of two bits for each token, to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenStatusList(Vec<u8>);

/// What the token of a list says beside its statuses.
#[derive(Clone, Copy, Debug)]
pub struct TokenPublication<'a> {
    /// Where the list is published, as `uri` of its tokens says.
    pub url: &'a str,
    /// Whoever issues the tokens.
    pub issuer: &'a str,
    /// When the list was made.
    pub issued_at: Timestamp,
    /// When it ends to hold.
    pub expires_at: Timestamp,
}

impl TokenStatusList {
    /// Bits of a status: as many as suspension takes.
    const BITS: u8 = 2;

    /// A list of so many tokens, all of them valid.
    #[must_use]
    pub fn new(entries: usize) -> Self {
        Self(vec![0; entries.div_ceil(4)])
    }

    /// Says what stands at `index`.
    pub fn set(&mut self, index: usize, status: TokenStatus) -> Result<(), RangeError> {
        let byte = self.0.get_mut(index / 4).ok_or(RangeError)?;
        let shift = index % 4 * usize::from(Self::BITS);
        let value = match status {
            TokenStatus::Valid => 0,
            TokenStatus::Invalid => 1,
            TokenStatus::Suspended => 2,
        };
        *byte = *byte & !(0b11 << shift) | value << shift;
        Ok(())
    }

    /// `lst` (§4.2): the same statuses give the same text.
    #[must_use]
    pub fn encode(&self) -> String {
        encode_base64url_digits(&zlib::compress(&self.0))
    }

    /// The token to be signed by `key` under `method`.
    ///
    /// # Errors
    /// As [`PreparedToken::new`].
    pub fn token(
        &self,
        publication: TokenPublication<'_>,
        key: &PublicKey,
        method: &VerificationMethodId,
    ) -> Result<PreparedToken, SignatureMismatch> {
        let TokenPublication { url, issuer, issued_at, expires_at } = publication;
        let claims = Object::new()
            .with("iss", issuer)
            .with("sub", url)
            .with("iat", date(issued_at))
            .with("exp", date(expires_at))
            .with("status_list", Object::new().with("bits", u32::from(Self::BITS)).with("lst", self.encode()));
        PreparedToken::of(claims, key, Some(method), TYPE, &Object::new())
    }

    /// The claim `status` of the token at `index` of the list at `url`.
    #[must_use]
    pub fn entry(url: &str, index: u32) -> Object {
        Object::new().with("status_list", Object::new().with("idx", index).with("uri", url))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::json::Value;
    use crate::status::{TokenEntry, TokenList};
    use proptest::prelude::*;

    #[test]
    fn the_list_of_the_draft_is_made() {
        // §4.1: twelve tokens with two bits.
        let mut list = TokenStatusList::new(12);
        for (index, status) in [
            (0, TokenStatus::Invalid),
            (1, TokenStatus::Suspended),
            (5, TokenStatus::Invalid),
            (7, TokenStatus::Invalid),
            (8, TokenStatus::Invalid),
            (9, TokenStatus::Suspended),
        ] {
            list.set(index, status).unwrap();
        }
        assert_eq!(list.0, [0b0000_1001, 0b0100_0100, 0b0000_1001]);
        assert_eq!(list.set(12, TokenStatus::Valid), Err(RangeError));
        list.set(1, TokenStatus::Valid).unwrap();
        assert_eq!(list.0[0], 1);
    }

    #[test]
    fn a_status_stands_where_its_entry_says() {
        let entry = Value::from(TokenStatusList::entry("https://a.example/1", 7));
        assert_eq!(entry.to_string(), r#"{"status_list":{"idx":7,"uri":"https://a.example/1"}}"#);
        assert!(TokenEntry::read(&entry).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn verifiers_read_back_what_was_said(statuses in prop::collection::vec(0..3_u8, 0..500)) {
            let mut list = TokenStatusList::new(statuses.len());
            for (index, status) in statuses.iter().enumerate() {
                let status = [TokenStatus::Valid, TokenStatus::Invalid, TokenStatus::Suspended][usize::from(*status)];
                list.set(index, status).unwrap();
            }
            let claim = Object::new().with("bits", 2_u32).with("lst", list.encode());
            let read = TokenList::read(&claim, &Cell::new(1 << 20)).unwrap();
            for (index, status) in statuses.iter().enumerate() {
                let entry = Value::from(TokenStatusList::entry("https://a.example/1", u32::try_from(index).unwrap()));
                prop_assert_eq!(read.value(&TokenEntry::read(&entry).unwrap()), Some(*status));
            }
        }
    }
}
