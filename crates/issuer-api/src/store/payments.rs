//! What organisations have paid. Rows are added, and never changed.

use proofpass::time::Timestamp;

use super::columns::{instant, timestamp};
use super::{Error, Inconsistent, Store, Tx, expect_one};
use crate::id::{OrganizationId, PaymentId, UserId};

/// How it was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By card.
    Card,
    /// In cash.
    Cash,
    /// In a cryptocurrency; the amount is what it was worth.
    Crypto,
    /// In another way.
    Other,
    /// From a bank account.
    Transfer,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Card, Self::Cash, Self::Crypto, Self::Other, Self::Transfer];

    /// As in requests and in the column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Cash => "cash",
            Self::Crypto => "crypto",
            Self::Other => "other",
            Self::Transfer => "transfer",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// An entry: a payment, or the correction of one.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Key of the row.
    pub id: PaymentId,
    /// Who paid.
    pub organization_id: OrganizationId,
    /// Which payment it corrects, if any.
    pub corrects: Option<PaymentId>,
    /// In the smallest unit of the currency.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// The day, `YYYY-MM-DD`.
    pub paid_on: String,
    /// How.
    pub method: Method,
    /// What the bank or the invoice calls it: one payment of an organisation each.
    pub reference: Option<String>,
    /// What people say about it.
    pub note: Option<String>,
    /// Who wrote it down.
    pub recorded_by: UserId,
    /// When.
    pub recorded_at: Timestamp,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of one organisation.
    pub organization: Option<OrganizationId>,
    /// In one currency.
    pub currency: Option<String>,
    /// Paid on that day or later.
    pub from: Option<String>,
    /// Paid on that day or earlier.
    pub until: Option<String>,
}

/// Adds one. [`super::Conflict::PaymentReference`] where the organisation has one of this reference.
pub async fn insert(tx: &mut Tx, payment: &Payment) -> Result<(), Error> {
    let done = sqlx::query!(
        r#"-- payments::insert
        insert into payments (payment_id, organization_id, corrects, amount, currency, paid_on, method, reference, note,
            recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6::text::date, $7, $8, $9, $10, $11)"#,
        payment.id.0,
        payment.organization_id.0,
        payment.corrects.map(|id| id.0),
        payment.amount,
        payment.currency,
        payment.paid_on,
        payment.method.as_str(),
        payment.reference,
        payment.note,
        payment.recorded_by.0,
        instant(payment.recorded_at),
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("payments::insert", done.rows_affected())
}

/// One, and whoever else asks this way waits until the transaction ends: so that corrections are added one after the other.
pub async fn lock(tx: &mut Tx, id: PaymentId) -> Result<Option<Payment>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"-- payments::lock
        select payment_id, organization_id, corrects, amount, currency, paid_on::text as "paid_on!", method, reference, note,
            recorded_by, recorded_at
        from payments where payment_id = $1 for update"#,
        id.0,
    )
    .fetch_optional(&mut *tx.inner)
    .await?;
    Ok(row.map(Payment::try_from).transpose()?)
}

/// What of a payment is left, with everything that corrects it.
pub async fn net(tx: &mut Tx, id: PaymentId) -> Result<i64, Error> {
    let row = sqlx::query!(
        r#"-- payments::net
        select coalesce(sum(amount), 0)::bigint as "net!" from payments where payment_id = $1 or corrects = $1"#,
        id.0,
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(row.net)
}

/// One of them, and then everything that corrects it, the oldest first; nothing, where there is none.
pub async fn find(store: &Store, id: PaymentId) -> Result<Vec<Payment>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- payments::find
        select payment_id, organization_id, corrects, amount, currency, paid_on::text as "paid_on!", method, reference, note,
            recorded_by, recorded_at
        from payments where payment_id = $1 or corrects = $1 order by payment_id <> $1, payment_id"#,
        id.0,
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.into_iter().map(Payment::try_from).collect::<Result<_, _>>()?)
}

/// At most `limit` entries, the newest first, from the one after `after`.
pub async fn list(store: &Store, filter: &Filter, after: Option<PaymentId>, limit: i64) -> Result<Vec<Payment>, Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"-- payments::list
        select payment_id, organization_id, corrects, amount, currency, paid_on::text as "paid_on!", method, reference, note,
            recorded_by, recorded_at
        from payments
        where ($1::uuid is null or organization_id = $1) and ($2::text is null or currency = $2)
            and ($3::text is null or paid_on >= $3::text::date) and ($4::text is null or paid_on <= $4::text::date)
            and ($5::uuid is null or payment_id < $5)
        order by payment_id desc limit $6"#,
        filter.organization.map(|id| id.0),
        filter.currency,
        filter.from,
        filter.until,
        after.map(|id| id.0),
        limit,
    )
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.into_iter().map(Payment::try_from).collect::<Result<_, _>>()?)
}

struct Row {
    payment_id: PaymentId,
    organization_id: OrganizationId,
    corrects: Option<PaymentId>,
    amount: i64,
    currency: String,
    paid_on: String,
    method: String,
    reference: Option<String>,
    note: Option<String>,
    recorded_by: UserId,
    recorded_at: time::OffsetDateTime,
}

impl TryFrom<Row> for Payment {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "payments";
        let id = row.payment_id;
        Ok(Self {
            id,
            organization_id: row.organization_id,
            corrects: row.corrects,
            amount: row.amount,
            currency: row.currency,
            paid_on: row.paid_on,
            method: Method::parse(&row.method).ok_or_else(|| Inconsistent::new(TABLE, "method", id))?,
            reference: row.reference,
            note: row.note,
            recorded_by: row.recorded_by,
            recorded_at: timestamp(row.recorded_at, (TABLE, "recorded_at"), id)?,
        })
    }
}
