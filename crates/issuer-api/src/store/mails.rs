//! Letters to people: the outbox. A letter is sealed while it waits, and forgotten once it is sent or given up.
//!
//! A row is claimed by whoever comes first; the others pass by it (`skip locked`). A claim is the number of its attempt:
//! whoever claims a letter moves its next attempt, so that a process that dies in the middle leaves a letter that is due
//! again later, and only the latest claim settles it.

use std::fmt;

use proofpass::digest::Digest;
use proofpass::json::{self, Limits, Value};
use proofpass::time::Timestamp;
use serde::Serialize;

use super::columns::{instant, timestamp};
use super::seal::{Place, SealError, Sealer};
use super::{Error, Store, Tx, at_most_one, expect_one};
use crate::id::MailId;
use crate::rng::Rng;

/// What a letter says, to whom.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// In one line.
    pub subject: String,
    /// For readers of text.
    pub text: String,
    /// The same for readers of HTML.
    pub html: String,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter(..)")
    }
}

/// A letter as it rests: opens only in its own row.
#[derive(Clone, Debug)]
pub struct SealedLetter(Vec<u8>);

impl SealedLetter {
    /// Seals `letter` for the row of `id`.
    pub fn new(sealer: &Sealer, rng: &dyn Rng, id: MailId, letter: &Letter) -> Result<Self, SealError> {
        let bytes = serde_json::to_vec(letter).map_err(|_| SealError::Broken)?;
        sealer.seal(rng, place(&id.to_string()), &bytes).map(Self)
    }

    /// Opens it.
    pub fn open(&self, sealer: &Sealer, id: MailId) -> Result<Letter, SealError> {
        let bytes = sealer.open(place(&id.to_string()), &self.0)?;
        let value = json::parse(&bytes, &Limits::REQUEST).map_err(|_| SealError::Broken)?;
        let object = value.as_object().ok_or(SealError::Broken)?;
        let text = |name| object.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(SealError::Broken);
        Ok(Letter { to: text("to")?, subject: text("subject")?, text: text("text")?, html: text("html")? })
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "mails", row, column: "sealed_letter" }
}

/// A letter to be sent.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Key.
    pub id: MailId,
    /// What it is for.
    pub kind: &'static str,
    /// SHA-256 of the address in small letters.
    pub recipient: Digest,
    /// What it says; `None` where there is nobody to write to, and nobody shall learn that.
    pub letter: Option<SealedLetter>,
    /// When what it says is no longer true.
    pub useful_until: Timestamp,
}

/// A letter in the hands of whoever sends it.
#[derive(Clone, Debug)]
pub struct ClaimedMail {
    /// Key.
    pub id: MailId,
    /// What it is for.
    pub kind: String,
    /// Which attempt this is, from 1 on.
    pub attempt: i32,
    /// What it says.
    pub letter: SealedLetter,
    /// When what it says is no longer true.
    pub useful_until: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
}

/// How a letter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Nobody tries any more.
    GivenUp,
    /// A server took it.
    Sent,
}

impl Settled {
    fn as_str(self) -> &'static str {
        match self {
            Self::GivenUp => "given-up",
            Self::Sent => "sent",
        }
    }
}

/// Adds one.
pub async fn insert(tx: &mut Tx, mail: &NewMail, now: Timestamp) -> Result<(), Error> {
    let (state, settled_at) = match mail.letter {
        Some(_) => ("waiting", None),
        None => ("nobody", Some(instant(now))),
    };
    let done = sqlx::query!(
        r#"-- mails::insert
        insert into mails (mail_id, kind, recipient_digest, state, sealed_letter, attempts, next_attempt_at, useful_until,
            created_at, settled_at)
        values ($1, $2, $3, $4, $5, 0, $6, $7, $6, $8)"#,
        mail.id.0,
        mail.kind,
        mail.recipient.as_bytes(),
        state,
        mail.letter.as_ref().map(|letter| &letter.0[..]),
        instant(now),
        instant(mail.useful_until),
        settled_at,
    )
    .execute(&mut *tx.inner)
    .await?;
    expect_one("mails::insert", done.rows_affected())
}

/// How many letters somebody was written since `since`, those included that there was nobody to write to for; without those
/// that nobody asks for: they keep nobody from getting one that is asked for.
pub async fn count_since(tx: &mut Tx, recipient: &Digest, since: Timestamp) -> Result<i64, Error> {
    let row = sqlx::query!(
        r#"-- mails::count_since
        select count(*) as "count!" from mails
        where recipient_digest = $1 and created_at > $2 and kind not in ('api-keys-expired', 'api-keys-expiring')"#,
        recipient.as_bytes(),
        instant(since),
    )
    .fetch_one(&mut *tx.inner)
    .await?;
    Ok(row.count)
}

/// Claims the letter that has waited longest for its next attempt, for everybody else until `until`.
pub async fn claim(store: &Store, now: Timestamp, until: Timestamp) -> Result<Option<ClaimedMail>, Error> {
    let row = sqlx::query!(
        r#"-- mails::claim
        update mails set attempts = attempts + 1, next_attempt_at = $2
        where mail_id = (
            select mail_id from mails where state = 'waiting' and next_attempt_at <= $1
            order by next_attempt_at limit 1 for update skip locked)
        returning mail_id, kind, attempts, sealed_letter as "sealed_letter!", useful_until, created_at"#,
        instant(now),
        instant(until),
    )
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id = row.mail_id;
    Ok(Some(ClaimedMail {
        id,
        kind: row.kind,
        attempt: row.attempts,
        letter: SealedLetter(row.sealed_letter),
        useful_until: timestamp(row.useful_until, ("mails", "useful_until"), id)?,
        created_at: timestamp(row.created_at, ("mails", "created_at"), id)?,
    }))
}

/// Ends a letter; whether the claim was still the latest.
pub async fn settle(
    store: &Store,
    (id, attempt): (MailId, i32),
    settled: Settled,
    failure: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- mails::settle
        update mails set state = $3, sealed_letter = null, last_failure = $4, settled_at = $5
        where mail_id = $1 and attempts = $2 and state = 'waiting'"#,
        id.0,
        attempt,
        settled.as_str(),
        failure,
        instant(now),
    )
    .execute(&store.pool)
    .await?;
    at_most_one("mails::settle", done.rows_affected())
}

/// Lets a letter wait for another attempt; whether the claim was still the latest.
pub async fn postpone(
    store: &Store,
    (id, attempt): (MailId, i32),
    next: Timestamp,
    failure: &str,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"-- mails::postpone
        update mails set next_attempt_at = $3, last_failure = $4
        where mail_id = $1 and attempts = $2 and state = 'waiting'"#,
        id.0,
        attempt,
        instant(next),
        failure,
    )
    .execute(&store.pool)
    .await?;
    at_most_one("mails::postpone", done.rows_affected())
}

/// Forgets letters that ended before `before`; how many.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<u64, Error> {
    let done = sqlx::query!(
        r#"-- mails::sweep
        delete from mails where settled_at < $1"#,
        instant(before),
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected())
}

#[cfg(test)]
mod tests {
    use secrecy::SecretBox;

    use super::*;
    use crate::clock::SystemClock;
    use crate::rng::SystemRng;

    #[test]
    fn a_letter_opens_in_its_own_row_and_does_not_print() {
        let sealer = Sealer::new(&SecretBox::new(Box::new([1; 32])));
        let id = || MailId::new(&SystemClock, &SystemRng).unwrap();
        let text = |text: &str| text.to_owned();
        let letter =
            Letter { to: text("a@b.example"), subject: text("\"ß\""), text: text("a\nb"), html: text("<p>a</p>") };
        let here = id();
        let resting = SealedLetter::new(&sealer, &SystemRng, here, &letter).unwrap();
        assert_eq!(resting.open(&sealer, here).unwrap(), letter);
        assert_eq!(resting.open(&sealer, id()), Err(SealError::Broken));
        assert!(!format!("{letter:?}").contains("b.example"));
    }
}
