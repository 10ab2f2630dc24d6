//! Bitstring Status List 1.0: what an issuer publishes about the credentials it has issued, a bit or a few for each.
//!
//! In scope: reading entries of `credentialStatus` and published lists; making a list of either kind (feature `issue`). The older
//! `StatusList2021`, which differs in its names and in having no multibase prefix, is read too.
//! With feature `sd-jwt`, the status lists of tokens (Token Status List), which are packed otherwise.
//! Out of scope: fetching a list (a shell does, see [`crate::verify::Material`]); whether it is signed, by whom, and
//! how fresh it is (`verify`).
//! Specs: <https://www.w3.org/TR/vc-bitstring-status-list/>,
//! <https://www.w3.org/TR/2023/WD-vc-status-list-20230427/>,
//! <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>

mod bitstring;
mod entry;
mod gzip;
pub(crate) mod inflate;
#[cfg(feature = "issue")]
mod issue;
#[cfg(all(feature = "issue", feature = "sd-jwt"))]
mod issue_token;
mod list;
#[cfg(feature = "sd-jwt")]
mod token;
#[cfg(feature = "sd-jwt")]
mod zlib;

pub(crate) use bitstring::Bitstring;
pub(crate) use entry::{Entry, EntryError};
#[cfg(feature = "issue")]
pub use issue::{List, Publication, RangeError};
#[cfg(all(feature = "issue", feature = "sd-jwt"))]
pub use issue_token::{TokenPublication, TokenStatus, TokenStatusList};
pub(crate) use list::{ListError, StatusError, StatusList};
#[cfg(feature = "sd-jwt")]
pub(crate) use token::{TokenEntry, TokenList};

/// Bytes compressed as lists are.
#[cfg(all(feature = "zk", feature = "issue"))]
pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    gzip::compress(bytes)
}

/// The bytes of an `encodedList` of no more than `cap` bytes.
#[cfg(feature = "zk")]
pub(crate) fn gunzip(encoded: &str, cap: usize) -> Option<Vec<u8>> {
    let gzip = crate::multibase::decode_base64url(encoded).ok()?;
    gzip::expand(&gzip, cap, &std::cell::Cell::new(cap)).ok()
}

/// Expands GZIP or ZLIB under a cap, for fuzzing: see [`crate::testing`].
#[cfg(feature = "testing")]
pub(crate) fn expand(bytes: &[u8], is_gzip: bool, cap: usize) -> Option<Vec<u8>> {
    let room = std::cell::Cell::new(cap);
    if is_gzip { gzip::expand(bytes, cap, &room) } else { zlib::expand(bytes, cap, &room) }.ok()
}

/// What a bit of a list is about: the values of `statusPurpose` whose meaning the specification gives (§2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// A message for those who know the issuer's list of messages.
    Message,
    /// A newer credential is there. This one stays valid.
    Refresh,
    /// The credential is not valid any more, for good.
    Revocation,
    /// The credential is not to be accepted for the time being.
    Suspension,
}

impl Purpose {
    const ALL: [Self; 4] = [Self::Message, Self::Refresh, Self::Revocation, Self::Suspension];

    /// The value of `statusPurpose`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Refresh => "refresh",
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// Which of the two specifications an entry or a list follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Bitstring Status List 1.0
    Bitstring,
    /// Status List 2021, its predecessor
    Legacy,
}

impl Form {
    const ALL: [Self; 2] = [Self::Bitstring, Self::Legacy];

    /// `type` of an entry of `credentialStatus`.
    fn entry(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusListEntry",
            Self::Legacy => "StatusList2021Entry",
        }
    }

    /// `type` of the credential that holds a list.
    fn credential(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusListCredential",
            Self::Legacy => "StatusList2021Credential",
        }
    }

    /// `type` of that credential's subject.
    fn subject(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusList",
            Self::Legacy => "StatusList2021",
        }
    }
}
