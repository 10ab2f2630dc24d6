//! What can go wrong with the database, sorted by what the caller can do about it.

use std::fmt::Display;

use proofpass::time::Timestamp;
use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;

use super::attestations::AttestationStatus;
use super::plans::Plan;
use super::seal::SealError;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A named constraint says no.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// Any other refusal of the database: a defect of ours.
    #[error("the database refused a statement")]
    Database(#[source] sqlx::Error),
    /// A row that our own rules make impossible.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistent),
    /// The URL cannot be read. Its text is a secret and stays out of the message.
    #[error("DATABASE_URL is not a PostgreSQL URL")]
    InvalidUrl,
    /// The claim on an idempotency key ran out, and someone else took it.
    #[error("the claim on the idempotency key was lost")]
    LeaseLost,
    /// The schema cannot be brought up to date.
    #[error("the schema cannot be migrated")]
    Migrate(#[source] MigrateError),
    /// More attestations than a plan allows in a month.
    #[error("more than the plan {} allows", .plan.as_str())]
    OverQuota {
        /// The plan.
        plan: Plan,
        /// When they would have been issued.
        at: Timestamp,
    },
    /// A statement touched another number of rows than it must.
    #[error("`{statement}` touched {found} rows, which is not how many it must")]
    RowCount {
        /// The function of the statement.
        statement: &'static str,
        /// Rows touched.
        found: u64,
    },
    /// A sealed column cannot be opened.
    #[error("a sealed column cannot be opened")]
    Seal(#[from] SealError),
    /// The database is away, or too busy to answer in time.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
}

impl Error {
    /// Whether nobody answered, so that asking again, for less, would be in vain.
    #[must_use]
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Unavailable(error) if error.as_database_error().is_none())
    }
}

/// Which rule of uniqueness stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// An invitation to the address is open.
    InvitationOpen,
    /// The organisation has as many open invitations as one can have.
    Invitations,
    /// The organisation has an active issuer key already.
    IssuerKeyActive,
    /// The key does not sign any more.
    IssuerKeyEnded,
    /// The organisation has as many issuer keys as one can have.
    IssuerKeys,
    /// They are a member already.
    Member,
    /// The request made a job before.
    JobKey,
    /// An organisation of this name exists.
    OrganizationName,
    /// There is no second factor.
    NoSecondFactor,
    /// There is a second factor, or none that waits for its first code.
    SecondFactor,
    /// Somebody else opened a status list for the same credentials meanwhile.
    StatusListOpen,
    /// Nothing can take the place of this attestation, as it stands; or verifiers could not be told.
    Superseded(Option<AttestationStatus>),
    /// Somebody else took the same place of a status list meanwhile.
    StatusIndex,
    /// The organisation has a payment of this reference.
    PaymentReference,
    /// Others change the same passport.
    PassportBusy,
    /// Somebody with the same secret has answered for the same purpose and epoch.
    Nullifier,
    /// The request for a proof was answered.
    ProofReplayed,
    /// The passport has this credential.
    PassportMember,
    /// The organisation has a passport for this product.
    PassportProduct,
    /// The organisation has a template of this name.
    TemplateName,
    /// The address has an account.
    UserEmail,
    /// The template is one that every organisation has.
    TemplatePredefined,
    /// A version of the template was published.
    TemplatePublished,
    /// The version is not in the state that this needs.
    TemplateVersionState,
    /// The template has as many versions as one can have.
    TemplateVersions,
    /// The endpoint is told nothing.
    WebhookDisabled,
    /// The organisation has as many endpoints as one can have.
    WebhookEndpoints,
}

/// A row that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("impossible value in {table}.{column} of row {row}")]
pub struct Inconsistent {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Key of the row.
    pub row: String,
}

impl Inconsistent {
    pub(super) fn new(table: &'static str, column: &'static str, row: impl Display) -> Self {
        Self { table, column, row: row.to_string() }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if let Some(conflict) = error.as_database_error().and_then(conflict) {
            return Self::Conflict(conflict);
        }
        let away = match &error {
            // Protocol: what answers there does not speak PostgreSQL, a balancer without a server for instance.
            sqlx::Error::Io(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            sqlx::Error::Database(error) => error.code().is_some_and(|code| is_transient(&code)),
            _ => false,
        };
        if away { Self::Unavailable(error) } else { Self::Database(error) }
    }
}

fn conflict(error: &(dyn DatabaseError + 'static)) -> Option<Conflict> {
    match error.constraint()? {
        "invitations_one_open" => Some(Conflict::InvitationOpen),
        "memberships_pkey" => Some(Conflict::Member),
        "attestations_supersedes_unique" => Some(Conflict::Superseded(Some(AttestationStatus::Superseded))),
        "issuer_keys_one_active" | "zk_keys_one_active" | "zk_keys_number_unique" => Some(Conflict::IssuerKeyActive),
        "jobs_idempotency_key_unique" => Some(Conflict::JobKey),
        "organizations_name_unique" => Some(Conflict::OrganizationName),
        "status_lists_one_open" => Some(Conflict::StatusListOpen),
        "status_entries_index_unique" => Some(Conflict::StatusIndex),
        "template_versions_frozen" => Some(Conflict::TemplatePublished),
        "passport_members_digest_unique" => Some(Conflict::PassportMember),
        "proof_nullifiers_pkey" => Some(Conflict::Nullifier),
        "payments_reference_unique" => Some(Conflict::PaymentReference),
        "passports_product_id_unique" => Some(Conflict::PassportProduct),
        "templates_name_unique" => Some(Conflict::TemplateName),
        "users_email_unique" => Some(Conflict::UserEmail),
        _ => None,
    }
}

/// SQLSTATE classes and codes that are no defect of ours and pass (PostgreSQL appendix A): connection trouble, resources,
/// a server going down or coming up, timeouts of ours, serialization; and a server that does not let us in, or has no
/// such database: an operator is at work there.
fn is_transient(code: &str) -> bool {
    ["08", "28", "53"].iter().any(|class| code.starts_with(class))
        || matches!(code, "3D000" | "40001" | "40P01" | "55P03" | "57014" | "57P01" | "57P02" | "57P03" | "25P03")
}
