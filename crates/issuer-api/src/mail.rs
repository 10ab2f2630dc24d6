//! Letters on their way: from the outbox to the operator's SMTP server.
//!
//! 1. A letter is claimed for [`CLAIM_SECONDS`]; other processes pass by it, and take it up if this one dies.
//! 2. It goes out under a `Message-ID` of its own, the same for each attempt: where the server took it and its answer was
//!    lost, it comes twice, and reads as one.
//! 3. What fails is tried again, after five seconds at first, then twice as long each time, a quarter of an hour at most,
//!    until what it says is no longer true. Only where the server says that there is no such mailbox, or that it will not
//!    have the letter, it is given up at once. A server that is away, or does not believe our password, is the operator's
//!    to mend: letters wait for it.
//!
//! In scope: sending, and how often. Out of scope: what letters say (`issue::letter`), who gets them.
//! Specs: <https://www.rfc-editor.org/rfc/rfc5321>, <https://www.rfc-editor.org/rfc/rfc3207>,
//! <https://www.rfc-editor.org/rfc/rfc3834>

mod server;

use std::fmt;
use std::str::FromStr as _;
use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Envelope;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use proofpass::time::Timestamp;
use tokio::time::timeout;

pub use server::{Server, ServerError};

use crate::clock::Clock;
use crate::id::MailId;
use crate::store::mails::{self, ClaimedMail, Letter, Settled};
use crate::store::seal::Sealer;
use crate::store::{self, Store};

/// How long a letter is another process's, once claimed. Longer than an attempt can take.
const CLAIM_SECONDS: i64 = 180;

/// For one attempt, from the first look-up to the server's last word.
const PATIENCE: Duration = Duration::from_mins(1);

const FIRST_PAUSE_SECONDS: i64 = 5;
const LONGEST_PAUSE_SECONDS: i64 = 900;

/// Who letters are from: `ProofPass <no-reply@issuer.example>`, or the address alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

/// Not such text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an address, or a name and an address: `ProofPass <no-reply@issuer.example>`")]
pub struct SenderError;

impl Sender {
    /// Reads one.
    pub fn parse(text: &str) -> Result<Self, SenderError> {
        let plain = text.chars().all(|c| !c.is_control());
        if plain { Mailbox::from_str(text).map(Self).map_err(|_| SenderError) } else { Err(SenderError) }
    }
}

/// Why a letter did not go out. Never holds what a server said: that may name people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The letter cannot be written, because of its address.
    #[error("the address is none that letters can be sent to")]
    Address,
    /// Nobody listens, or the connection broke off.
    #[error("the server cannot be reached, or broke off")]
    Connection,
    /// The server's answer, which is not a yes.
    #[error("the server answered {0}")]
    Status(u16),
    /// The letter does not open: it was sealed under another master key.
    #[error("the letter cannot be opened")]
    Sealed,
    /// The server does not speak TLS, or its certificate is not to be believed.
    #[error("there is no TLS with the server")]
    Tls,
    /// Not in time.
    #[error("the server took too long")]
    Timeout,
    /// What the server said is not SMTP, or is less than a letter needs.
    #[error("the server does not speak as it should")]
    Unexpected,
}

impl Failure {
    /// In a word, for the row.
    fn word(self) -> String {
        match self {
            Self::Address => "address".to_owned(),
            Self::Connection => "connection".to_owned(),
            Self::Status(code) => format!("status-{code}"),
            Self::Sealed => "sealed".to_owned(),
            Self::Tls => "tls".to_owned(),
            Self::Timeout => "timeout".to_owned(),
            Self::Unexpected => "unexpected".to_owned(),
        }
    }

    /// Whether another attempt would end alike. Of permanent answers these are about the mailbox and the letter; the
    /// others (502, 530, 535 …) are about us, and an operator mends them.
    fn is_final(self) -> bool {
        matches!(self, Self::Address | Self::Status(501 | 550..=556))
    }
}

impl From<smtp::Error> for Failure {
    fn from(error: smtp::Error) -> Self {
        if let Some(status) = error.status() {
            return Self::Status(status.into());
        }
        if error.is_timeout() {
            return Self::Timeout;
        }
        if error.is_tls() {
            return Self::Tls;
        }
        if error.is_response() || error.is_client() { Self::Unexpected } else { Self::Connection }
    }
}

/// A letter was written by a machine: answers by machines (out of office) are not wanted (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Who carries letters to one server.
#[derive(Clone)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Post(..)")
    }
}

impl Post {
    /// To `server`, from `sender`.
    #[must_use]
    pub fn new(server: Server, sender: Sender) -> Self {
        let Sender(sender) = sender;
        let hello = ClientId::Domain(sender.email.domain().to_owned());
        Self { transport: server.transport.hello_name(hello).timeout(Some(PATIENCE)).build(), sender }
    }

    /// Sends one letter, once.
    pub async fn send(&self, id: MailId, letter: &Letter, written: Timestamp) -> Result<(), Failure> {
        let to = letter.to.parse().map_err(|_| Failure::Address)?;
        let seconds = u64::try_from(written.unix_seconds()).unwrap_or(0);
        let envelope =
            Envelope::new(Some(self.sender.email.clone()), vec![letter.to.parse().map_err(|_| Failure::Address)?])
                .map_err(|_| Failure::Address)?;
        let message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, to))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{id}@{}>", self.sender.email.domain())))
            .header(AutoSubmitted)
            .subject(&letter.subject)
            .envelope(envelope)
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
            .map_err(|_| Failure::Address)?;
        timeout(PATIENCE, self.transport.send(message)).await.map_err(|_| Failure::Timeout)??;
        Ok(())
    }

    /// Takes one letter that is due, and sends it; whether there was one.
    pub async fn deliver(&self, store: &Store, sealer: &Sealer, clock: &dyn Clock) -> Result<bool, store::Error> {
        let now = clock.now();
        let Some(mail) = mails::claim(store, now, now.plus_seconds(CLAIM_SECONDS)).await? else { return Ok(false) };
        let claim = (mail.id, mail.attempt);
        if now >= mail.useful_until {
            mails::settle(store, claim, Settled::GivenUp, Some("too-late"), now).await?;
            tracing::error!(mail.id = %mail.id, mail.kind, "Gave up letter `{}`: nobody sent it in time", mail.id);
            return Ok(true);
        }
        let sent = match mail.letter.open(sealer, mail.id) {
            Ok(letter) => self.send(mail.id, &letter, mail.created_at).await,
            Err(_) => Err(Failure::Sealed),
        };
        let now = clock.now();
        match sent {
            Ok(()) => {
                mails::settle(store, claim, Settled::Sent, None, now).await?;
                tracing::info!(mail.id = %mail.id, mail.kind, attempt = mail.attempt, "Sent letter `{}`", mail.id);
            }
            Err(failure) => fail(store, &mail, failure, now).await?,
        }
        Ok(true)
    }
}

async fn fail(store: &Store, mail: &ClaimedMail, failure: Failure, now: Timestamp) -> Result<(), store::Error> {
    let (claim, word, next) = ((mail.id, mail.attempt), failure.word(), now.plus_seconds(pause(mail.attempt)));
    if failure.is_final() || next >= mail.useful_until {
        mails::settle(store, claim, Settled::GivenUp, Some(&word), now).await?;
        tracing::error!(mail.id = %mail.id, mail.kind, attempt = mail.attempt, error = %failure, "Gave up letter `{}`: {failure}", mail.id);
    } else {
        mails::postpone(store, claim, next, &word).await?;
        tracing::warn!(mail.id = %mail.id, mail.kind, attempt = mail.attempt, error = %failure, "Could not send letter `{}` yet: {failure}", mail.id);
    }
    Ok(())
}

/// Seconds until the next attempt, after this one failed.
fn pause(attempt: i32) -> i64 {
    let doubled = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(20);
    (FIRST_PAUSE_SECONDS << doubled).min(LONGEST_PAUSE_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        assert_eq!([1, 2, 3, 8, 9, 1000].map(pause), [5, 10, 20, 640, 900, 900]);
        assert_eq!(pause(i32::MIN), 5);
    }

    #[test]
    fn what_is_about_us_is_tried_again_and_what_is_about_the_letter_is_not() {
        for failure in [501, 550, 552, 553, 554, 556].map(Failure::Status) {
            assert!(failure.is_final(), "{failure}");
        }
        for failure in [421, 450, 451, 452, 454, 500, 502, 503, 521, 530, 534, 535, 538, 557].map(Failure::Status) {
            assert!(!failure.is_final(), "{failure}");
        }
        for failure in [Failure::Connection, Failure::Tls, Failure::Timeout, Failure::Unexpected, Failure::Sealed] {
            assert!(!failure.is_final(), "{failure}");
        }
    }

    #[test]
    fn reads_senders_and_nothing_else() {
        for text in ["no-reply@issuer.example", "ProofPass <no-reply@issuer.example>", "\"A, B\" <a@b.example>"] {
            assert!(Sender::parse(text).is_ok(), "{text}");
        }
        for text in
            ["", "issuer.example", "a@", "A <a@b.example", "a@b.example, c@d.example", "A\r\nBcc: x@y.z <a@b.example>"]
        {
            assert!(Sender::parse(text).is_err(), "{text:?}");
        }
    }
}
