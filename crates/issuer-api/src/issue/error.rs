//! Why a decision is no, or cannot be made. Knows nothing of HTTP; `http::problem` turns each variant into a problem.

use std::net::IpAddr;

use super::plan::{self, Plan, Quota};
use crate::rng::RngUnavailable;
use crate::store::api_keys::{Kid, Scope};
use crate::store::attestations::AttestationStatus;
use crate::store::jobs::JobState;
use crate::store::memberships::Role;
use crate::store::{self, Conflict};

/// A rule that a request breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) into the request's body.
    pub pointer: String,
    /// What is wrong, for the developer who sent it.
    pub detail: String,
}

impl Fault {
    /// Longest detail that is sent back.
    const MAX_DETAIL: usize = 300;

    /// At `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut detail = detail.into();
        if let Some((end, _)) = detail.char_indices().nth(Self::MAX_DETAIL) {
            detail.truncate(end);
            detail.push('…');
        }
        Self { pointer: pointer.into(), detail }
    }
}

/// Why a caller is nobody we know. For the log; the caller learns only that it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unauthenticated {
    /// Past its end.
    Expired,
    /// Not the form of a key, or a wrong checksum.
    Malformed,
    /// No key was sent.
    Missing,
    /// Hashed with a pepper that is none of ours.
    OtherPepper,
    /// A refresh token that was used before.
    Reused,
    /// Withdrawn.
    Revoked,
    /// The session ended.
    SessionOver,
    /// A test key in production.
    TestKey,
    /// No such key.
    Unknown,
    /// The wrong code of a second factor, or one that was used.
    WrongCode,
    /// The wrong password, or no such account.
    WrongPassword,
    /// The public part is known, the secret is wrong.
    WrongSecret,
}

/// Something we depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The database.
    Database,
    /// The source of randomness.
    Randomness,
    /// A signing key: the organisation has none that is active.
    Signer,
}

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key is valid, and not for the address that it comes from.
    #[error("the API key {kid} is not for this address")]
    AddressNotAllowed {
        /// Which.
        kid: Kid,
        /// From where, where that is known. For the caller, not for the log: it may be a person's.
        address: Option<IpAddr>,
    },
    /// A rule of uniqueness stands in the way.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// The address is known to be its owner's.
    #[error("the address is verified")]
    EmailVerified,
    /// The first request with this key is still running.
    #[error("the idempotency key is in use")]
    IdempotencyKeyInUse {
        /// Seconds after which it is worth to ask again.
        retry_after: u32,
    },
    /// The key belongs to another request.
    #[error("the idempotency key belongs to another request")]
    IdempotencyKeyReused,
    /// A person lacks a role.
    #[error("the role {} is missing", .0.as_str())]
    InsufficientRole(Role),
    /// The key is valid and lacks a scope.
    #[error("the scope {} is missing", .0.as_str())]
    InsufficientScope(Scope),
    /// The job has come to its end.
    #[error("a job that is {} stays as it is", .0.as_str())]
    JobEnded(JobState),
    /// An organisation would be left without anybody who manages it.
    #[error("the last admin")]
    LastAdmin,
    /// Nobody sends letters here.
    #[error("no mail")]
    NoMail,
    /// There is no key of a circuit under which proofs count here.
    #[error("no key under which proofs count")]
    NoProofKeys,
    /// The person acts for no organisation.
    #[error("no organisation")]
    NoOrganization,
    /// Absent, or not the caller's to know of.
    #[error("not found")]
    NotFound,
    /// An API key where a person must be.
    #[error("only people may")]
    OnlyPeople,
    /// It is not as the caller last saw it.
    #[error("it was changed meanwhile")]
    PreconditionFailed,
    /// Only who runs the service may.
    #[error("only superadmins may")]
    OnlySuperadmins,
    /// The plan does not allow as much.
    #[error("the plan {} allows {limit} {}", .plan.as_str(), .quota.as_str())]
    QuotaExceeded {
        /// Of what.
        quota: Quota,
        /// Which plan.
        plan: Plan,
        /// How much it allows.
        limit: u32,
        /// How much is used.
        used: u64,
        /// Seconds until counting begins anew, for what is counted by the month.
        resets_in: Option<u32>,
    },
    /// Well-formed, and breaks rules.
    #[error("refused for {} faults", .0.len())]
    Refused(Vec<Fault>),
    /// The attestation stands as it stands: that cannot be done to it any more.
    #[error("an attestation that is {} stays as it is", .0.as_str())]
    Settled(AttestationStatus),
    /// What the signer returned is not a signature of what it was given, or not of the key that the row names.
    #[error("the signer is faulty")]
    SignerFaulty,
    /// A failure of the store that is a defect.
    #[error("the store failed")]
    Store(#[source] store::Error),
    /// Too many wrong passwords.
    #[error("too many attempts")]
    TooManyAttempts {
        /// Seconds until the next one is looked at.
        retry_after: u32,
    },
    /// The address was written to often enough.
    #[error("too many letters")]
    TooManyLetters,
    /// Nobody we know.
    #[error("unauthenticated: {why:?}")]
    Unauthenticated {
        /// Why.
        why: Unauthenticated,
        /// Which key it was, where it could be read.
        kid: Option<Kid>,
    },
    /// Something we depend on is away.
    #[error("{hand:?} is not available")]
    Unavailable {
        /// What.
        hand: Hand,
        /// Why, where the database said so.
        source: Option<store::Error>,
    },
    /// The work ended without an answer: a panic.
    #[error("the work ended without an answer")]
    Vanished,
    /// The organisation signs as the `did:key` of its key, which has no document that could list another key.
    #[error("the organisation signs without a document")]
    WithoutDocument,
    /// The attestation was issued before credentials had a status: nobody could be told.
    #[error("the attestation has no place in a status list")]
    WithoutStatus,
}

impl Error {
    /// One fault.
    #[must_use]
    pub fn refused(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Refused(vec![Fault::new(pointer, detail)])
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Conflict(conflict) => Self::Conflict(conflict),
            // Somebody took the claim over and is at work on the same request.
            store::Error::LeaseLost => Self::IdempotencyKeyInUse { retry_after: 1 },
            store::Error::OverQuota { plan, at } => plan::used_up(plan, at),
            store::Error::Unavailable(_) => Self::Unavailable { hand: Hand::Database, source: Some(error) },
            store::Error::Database(_)
            | store::Error::Inconsistent(_)
            | store::Error::InvalidUrl
            | store::Error::Migrate(_)
            | store::Error::RowCount { .. }
            | store::Error::Seal(_) => Self::Store(error),
        }
    }
}

impl From<RngUnavailable> for Error {
    fn from(_: RngUnavailable) -> Self {
        Self::Unavailable { hand: Hand::Randomness, source: None }
    }
}
