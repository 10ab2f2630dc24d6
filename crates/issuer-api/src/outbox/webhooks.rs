//! Webhooks: messages to endpoints, signed, sent, and sent again until they are taken.
//!
//! 1. A message is due when something happened, and then after each pause of [`PAUSES`], give or take a tenth, until the
//!    endpoint answers with a status from 200 to 299; any other, a redirect among them, is a failure.
//! 2. It is sent at least once: whoever takes it and whose answer is lost gets it again, under the same `webhook-id`.
//!    Messages come in no particular order.
//! 3. An endpoint that fails [`PROBED_AFTER`](webhook_deliveries::PROBED_AFTER) times in a row is left alone for a while
//!    and then gets one message at a time. One that has taken nothing for [`GIVEN_UP_SECONDS`], or says 410, is disabled.
//! 4. Each process takes messages for itself under a lease; what it does not live to send, another one does.
//!
//! Spec: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::egress::{Egress, EgressError};
use crate::id::{WebhookEndpointId, WebhookEventId};
use crate::rng::{self, Rng};
use crate::store::seal::Sealer;
use crate::store::webhook_deliveries::{self, Attempt, Due, State};
use crate::store::webhook_endpoints::{self, Disabled, WebhookSecret};
use crate::store::{Error, Store};

/// Seconds between one attempt and the next.
const PAUSES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// Seconds for which a message is one process's to send: longer than any attempt takes.
const LEASE_SECONDS: i64 = 60;

/// For one attempt.
const TIME: Duration = Duration::from_secs(15);

/// Messages under way in one process.
const MOST: usize = 64;

/// Messages under way to one endpoint.
const MOST_EACH: i32 = 4;

/// How long an endpoint is left alone at first, in seconds, and at most.
const ALONE: (i64, i64) = (10, 300);

/// Five days.
const GIVEN_UP_SECONDS: i64 = 5 * 86_400;

/// How often to look whether something is due.
const EVERY: Duration = Duration::from_secs(1);

/// Whether messages can go to a URL at all, as far as it can be told from its text.
pub fn check_url(url: &str) -> Result<(), EgressError> {
    Egress::check(url)
}

/// Sends messages. A copy shares everything.
#[derive(Clone, Debug)]
pub struct Courier {
    parts: Arc<Parts>,
}

#[derive(Debug)]
struct Parts {
    store: Store,
    sealer: Sealer,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    egress: Egress,
}

impl Courier {
    /// That sends by way of `egress`.
    #[must_use]
    pub fn new(store: Store, sealer: Sealer, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>, egress: Egress) -> Self {
        Self { parts: Arc::new(Parts { store, sealer, clock, rng, egress: egress.within(TIME) }) }
    }

    /// Sends what is due, and goes on so until this is dropped.
    pub async fn run(self) {
        let mut under_way = JoinSet::new();
        let mut busy: HashMap<WebhookEndpointId, usize> = HashMap::new();
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                Some(ended) = under_way.join_next() => {
                    if let Ok(endpoint) = ended && let Some(left) = busy.get_mut(&endpoint) {
                        *left -= 1;
                    }
                    busy.retain(|_, left| *left > 0);
                    continue;
                }
            }
            let endpoints: Vec<_> = busy.keys().copied().collect();
            match self.claim(MOST.saturating_sub(under_way.len()), &endpoints).await {
                Ok(due) => {
                    for due in due {
                        *busy.entry(due.endpoint).or_default() += 1;
                        let courier = self.clone();
                        under_way.spawn(async move {
                            courier.deliver(&due).await;
                            due.endpoint
                        });
                    }
                }
                Err(error) => tracing::warn!(error = %error, "Could not look for webhooks that are due"),
            }
        }
    }

    /// Sends what is due now, all of it, and says how many messages that were.
    pub async fn deliver_due(&self) -> Result<usize, Error> {
        let mut sent = 0;
        loop {
            let due = self.claim(MOST, &[]).await?;
            if due.is_empty() {
                return Ok(sent);
            }
            sent += due.len();
            let all = due.into_iter().map(|due| {
                let courier = self.clone();
                async move { courier.deliver(&due).await }
            });
            all.collect::<JoinSet<()>>().join_all().await;
        }
    }

    async fn claim(&self, most: usize, busy: &[WebhookEndpointId]) -> Result<Vec<Due>, Error> {
        let Ok(most @ 1..) = i64::try_from(most) else { return Ok(Vec::new()) };
        let now = self.parts.clock.now();
        let until = now.plus_seconds(LEASE_SECONDS);
        webhook_deliveries::claim(&self.parts.store, now, until, (most, MOST_EACH), busy).await
    }

    /// Sends one message, and writes down how that went. Where that cannot be written down, the message is sent again.
    async fn deliver(&self, due: &Due) {
        let (at, begun) = (self.parts.clock.now(), Instant::now());
        let outcome = match self.send(due, at.unix_seconds()).await {
            Ok(status) => Ok(status),
            Err(Unsent::Egress(error)) => Err(error.to_string()),
            Err(Unsent::Store(error)) => {
                tracing::error!(error = %error, webhook.id = %due.endpoint, "Could not sign a webhook");
                return;
            }
        };
        let duration_ms = i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX);
        tracing::info!(webhook.id = %due.endpoint, event.id = %due.event, attempt = due.attempt,
            status = outcome.as_ref().ok(), error = outcome.as_ref().err(), "Sent webhook event `{}`", due.event);
        if let Err(error) = self.settle(due, &Attempt { attempt: due.attempt, outcome, duration_ms, at }).await {
            tracing::warn!(error = %error, webhook.id = %due.endpoint, "Could not write down how a webhook went");
        }
    }

    async fn send(&self, due: &Due, seconds: i64) -> Result<u16, Unsent> {
        let secrets = std::iter::once(&due.secret).chain(&due.previous);
        let signatures = secrets
            .map(|sealed| {
                Ok(signature(&sealed.open(&self.parts.sealer, due.endpoint)?, due.event, seconds, &due.payload))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("webhook-id", due.event.to_string()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", signatures.join(" ")),
        ];
        Ok(self.parts.egress.post(&due.url, &headers, due.payload.clone()).await?)
    }

    async fn settle(&self, due: &Due, attempt: &Attempt) -> Result<(), Error> {
        let now = self.parts.clock.now();
        let taken = matches!(attempt.outcome, Ok(200..=299));
        let pause = usize::try_from(due.retry - 1).ok().and_then(|at| PAUSES.get(at));
        let next = match pause {
            _ if taken => (State::Delivered, now),
            None => (State::Failed, now),
            Some(seconds) => (State::Pending, now.plus_seconds(self.about(*seconds))),
        };
        let place = (due.endpoint, due.event);
        let mut tx = self.parts.store.tx("settle_webhook").await?;
        if !webhook_deliveries::settle(&mut tx, place, due.attempt, next).await? {
            // Somebody else has it, or it is gone.
            return tx.give_up().await;
        }
        webhook_deliveries::log(&mut tx, place, attempt).await?;
        if taken {
            webhook_endpoints::succeed(&mut tx, due.endpoint).await?;
        } else if let Some((failures, since)) = webhook_endpoints::fail(&mut tx, due.endpoint, now).await? {
            let gone = attempt.outcome == Ok(410);
            if gone || since.plus_seconds(GIVEN_UP_SECONDS) <= now {
                let because = if gone { Disabled::Gone } else { Disabled::Failing };
                webhook_endpoints::disable(&mut tx, due.endpoint, because, now).await?;
                tracing::warn!(webhook.id = %due.endpoint, because = because.as_str(), "Disabled webhook `{}`", due.endpoint);
            } else if let Ok(times @ 0..) = u32::try_from(failures - webhook_deliveries::PROBED_AFTER) {
                let (first, most) = ALONE;
                let seconds = first.saturating_mul(1 << times.min(16)).min(most);
                webhook_endpoints::pause(&mut tx, due.endpoint, now.plus_seconds(seconds)).await?;
            }
        }
        tx.commit().await
    }

    /// That many seconds, give or take a tenth: messages that failed together do not come back together.
    fn about(&self, seconds: i64) -> i64 {
        // Without chance it is the time itself.
        let chance =
            rng::bytes::<2>(&*self.parts.rng).map_or(i64::from(u16::MAX) / 2, |two| u16::from_be_bytes(two).into());
        seconds - seconds / 10 + seconds / 5 * chance / i64::from(u16::MAX)
    }
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
enum Unsent {
    #[error(transparent)]
    Egress(#[from] EgressError),
    #[error(transparent)]
    Store(#[from] Error),
}

/// What says who sent a message: `v1,` and the base64 of an HMAC-SHA-256.
fn signature(secret: &WebhookSecret, id: WebhookEventId, seconds: i64, payload: &str) -> String {
    // Unwrap safety: HMAC takes keys of any length.
    #[expect(clippy::unwrap_used, reason = "32 bytes are a key")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.0.as_slice()).unwrap();
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(payload.as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn a_signature_depends_on_everything() {
        let id = |text: &str| text.parse::<WebhookEventId>().unwrap();
        let (one, other) = (id("0197a9c0-0000-7000-8000-00000000000a"), id("0197a9c0-0000-7000-8000-00000000000b"));
        let secret = |byte| WebhookSecret(Zeroizing::new([byte; 32]));
        let all = [
            signature(&secret(1), one, 1, "{}"),
            signature(&secret(2), one, 1, "{}"),
            signature(&secret(1), other, 1, "{}"),
            signature(&secret(1), one, 2, "{}"),
            signature(&secret(1), one, 1, "{ }"),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
