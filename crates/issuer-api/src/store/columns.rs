//! Between columns and values of ours: typed ids, times, digests.

use std::fmt::Display;

use proofpass::time::Timestamp;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef, Postgres};
use sqlx::{Decode, Encode, Type};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Inconsistent;
use crate::id::{
    ApiKeyId, AttestationId, ClaimToken, InvitationId, IssuerKeyId, JobId, MailId, OrganizationId, PassportId,
    PassportMemberId, PaymentId, PlanChangeId, ProofId, ProofRequestId, SessionId, StatusListId, TemplateId,
    TokenKeyId, UserId, WebhookEndpointId, WebhookEventId,
};

macro_rules! uuid_columns {
    ($($name:ident)+) => { $(
        impl Type<Postgres> for $name {
            fn type_info() -> PgTypeInfo {
                <Uuid as Type<Postgres>>::type_info()
            }
        }

        impl Encode<'_, Postgres> for $name {
            fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
                Encode::<Postgres>::encode_by_ref(&self.0, buffer)
            }
        }

        impl Decode<'_, Postgres> for $name {
            fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
                Uuid::decode(value).map(Self)
            }
        }
    )+ };
}

uuid_columns! { ApiKeyId AttestationId ClaimToken InvitationId IssuerKeyId JobId MailId OrganizationId PassportId PassportMemberId PaymentId PlanChangeId ProofId ProofRequestId SessionId StatusListId TemplateId TokenKeyId UserId WebhookEndpointId WebhookEventId }

/// For a `timestamptz` parameter.
pub(super) fn instant(time: Timestamp) -> OffsetDateTime {
    // Unwrap safety: both types span the years 1 to 9999.
    #[expect(clippy::unwrap_used, reason = "a Timestamp lies within OffsetDateTime's range")]
    OffsetDateTime::from_unix_timestamp(time.unix_seconds()).unwrap()
}

/// From a `timestamptz` column.
pub(super) fn timestamp(
    value: OffsetDateTime,
    (table, column): (&'static str, &'static str),
    row: impl Display,
) -> Result<Timestamp, Inconsistent> {
    Timestamp::from_unix_seconds(value.unix_timestamp()).map_err(|_| Inconsistent::new(table, column, row))
}

/// From a `bytea` column of a fixed length.
pub(super) fn array<const N: usize>(
    value: &[u8],
    (table, column): (&'static str, &'static str),
    row: impl Display,
) -> Result<[u8; N], Inconsistent> {
    value.try_into().map_err(|_| Inconsistent::new(table, column, row))
}
