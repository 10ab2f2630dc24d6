//! Identifiers: one type for each kind of thing, all UUID version 7 from our clock and rng.
//!
//! In scope: making, reading, writing. Out of scope: SQL (`store`). An id never authorises anything.
//! Spec: <https://www.rfc-editor.org/rfc/rfc9562#section-5.7>

use std::fmt;
use std::str::FromStr;

use uuid::{Builder, Uuid};

use crate::clock::Clock;
use crate::rng::{self, Rng, RngUnavailable};

/// Not a UUID in its canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID in lower-case hyphenated form")]
pub struct IdError;

fn uuid_v7(clock: &dyn Clock, rng: &dyn Rng) -> Result<Uuid, RngUnavailable> {
    Ok(Builder::from_unix_timestamp_millis(clock.unix_millis(), &rng::bytes(rng)?).into_uuid())
}

/// Only the canonical form: one thing has one URL.
fn parse(text: &str) -> Result<Uuid, IdError> {
    let uuid = Uuid::try_parse(text).map_err(|_| IdError)?;
    if uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text { Ok(uuid) } else { Err(IdError) }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) Uuid);

        impl $name {
            /// A new one.
            pub fn new(clock: &dyn Clock, rng: &dyn Rng) -> Result<Self, RngUnavailable> {
                uuid_v7(clock, rng).map(Self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    )+ };
}

ids! {
    /// An API key (the row, not the secret).
    ApiKeyId,
    /// An issued credential.
    AttestationId,
    /// Who holds an idempotency key while its request runs.
    ClaimToken,
    /// Somebody asked to join an organisation.
    InvitationId,
    /// A signing key of an organisation.
    IssuerKeyId,
    /// Work that outlives its request.
    JobId,
    /// Who works on a job.
    LeaseToken,
    /// An organisation.
    OrganizationId,
    /// A letter.
    MailId,
    /// A product passport.
    PassportId,
    /// An entry of what organisations have paid.
    PaymentId,
    /// Somebody gave an organisation another plan.
    PlanChangeId,
    /// A proof that an organisation made to try it out.
    ProofId,
    /// Somebody is asked to prove something.
    ProofRequestId,
    /// A credential that a passport gathers.
    PassportMemberId,
    /// One HTTP request.
    RequestId,
    /// Somebody signed in.
    SessionId,
    /// A status list.
    StatusListId,
    /// A template.
    TemplateId,
    /// A key that signs access tokens.
    TokenKeyId,
    /// A person.
    UserId,
    /// Somebody's server that is told what happens.
    WebhookEndpointId,
    /// Something that happened; in messages it is the `webhook-id`.
    WebhookEventId,
}

impl RequestId {
    /// A new one. Where chance is away, time alone must do: a request is answered under an id whatever happens.
    pub(crate) fn or_from_time(clock: &dyn Clock, rng: &dyn Rng) -> Self {
        Self::new(clock, rng)
            .unwrap_or_else(|_| Self(Builder::from_unix_timestamp_millis(clock.unix_millis(), &[0; 10]).into_uuid()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::rng::SystemRng;

    #[test]
    fn ids_are_version_7_and_read_back() {
        let id = AttestationId::new(&SystemClock, &SystemRng).unwrap();
        assert_eq!(id.0.get_version_num(), 7);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn refuses_other_spellings_of_a_uuid() {
        let id = "0197a9c0-0000-7000-8000-00000000000a";
        assert!(id.parse::<TemplateId>().is_ok());
        for text in [
            "",
            "0197A9C0-0000-7000-8000-00000000000A",
            "0197a9c0000070008000 00000000000a",
            "{0197a9c0-0000-7000-8000-00000000000a}",
            "0197a9c000007000800000000000000a",
            "urn:uuid:0197a9c0-0000-7000-8000-00000000000a",
        ] {
            assert_eq!(text.parse::<TemplateId>(), Err(IdError), "{text}");
        }
    }
}
