//! Counting in Redis: one script a request, so that whoever asks at the same moment is counted one after the other.
//!
//! The time is Redis's own: the clocks of instances differ. Keys end by themselves.

use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, Script};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::timeout;

use super::Rate;
use crate::metrics;

/// Longest that a request waits for Redis. Nobody is to notice that it is slow.
const PATIENCE: Duration = Duration::from_millis(250);

/// How long Redis is left alone after it failed.
const PAUSE: Duration = Duration::from_secs(1);

/// The generic cell rate algorithm. `KEYS[1]`: the client. `ARGV`: microseconds that a request adds, and that all add.
/// Answers whether it may go on, and in how many microseconds everything will be forgotten.
static COUNT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local emission, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local forgotten_at = tonumber(redis.call('GET', KEYS[1]) or now)
if forgotten_at < now then forgotten_at = now end
if forgotten_at > now + burst then forgotten_at = now + burst end
local next = forgotten_at + emission
if next - now > burst then return {0, forgotten_at - now} end
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
return {1, next - now}",
    )
});

/// Not a URL of Redis. Does not say more: there may be a password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("REDIS_URL must be a redis://, rediss:// or unix:// URL")]
pub struct RedisUrlError;

/// A Redis, which may be away.
#[derive(Clone)]
pub(super) struct InRedis {
    connection: Arc<Mutex<Option<ConnectionManager>>>,
    client: Client,
    /// Since when it is left alone.
    away: Arc<Mutex<Option<Instant>>>,
}

impl fmt::Debug for InRedis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client's own would show the password.
        f.write_str("InRedis(..)")
    }
}

/// Why not.
#[derive(Debug, thiserror::Error)]
enum Away {
    #[error("it failed")]
    Failed(#[source] RedisError),
    #[error("it took longer than {} ms", PATIENCE.as_millis())]
    Slow,
}

impl InRedis {
    pub(super) fn open(url: &SecretString) -> Result<Self, RedisUrlError> {
        let client = Client::open(url.expose_secret()).map_err(|_| RedisUrlError)?;
        Ok(Self { connection: Arc::default(), client, away: Arc::default() })
    }

    /// Whether the request may go on, and in how many microseconds everything will be forgotten; nothing where Redis is away.
    pub(super) async fn count(&self, key: &str, rate: Rate) -> Option<(bool, u64)> {
        if self.is_left_alone() {
            return None;
        }
        let started = Instant::now();
        let answer = match timeout(PATIENCE, self.ask(key, rate)).await {
            Ok(answer) => answer.map_err(Away::Failed),
            Err(_) => Err(Away::Slow),
        };
        metrics::redis_operation(started.elapsed());
        match answer {
            Ok((allowed, debt)) => {
                self.is_back();
                Some((allowed != 0, debt))
            }
            Err(away) => {
                self.is_away(&away);
                None
            }
        }
    }

    async fn ask(&self, key: &str, rate: Rate) -> Result<(u8, u64), RedisError> {
        let mut connection = self.connection()?;
        COUNT.key(key).arg(rate.emission()).arg(rate.burst()).invoke_async(&mut connection).await
    }

    /// The connection, which mends itself; made by the first request, inside the runtime.
    fn connection(&self) -> Result<ConnectionManager, RedisError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = &*connection {
            return Ok(made.clone());
        }
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(Duration::from_secs(1)))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(1);
        let made = self.client.get_connection_manager_lazy(config)?;
        *connection = Some(made.clone());
        Ok(made)
    }

    fn is_left_alone(&self) -> bool {
        let away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        away.is_some_and(|since| since.elapsed() < PAUSE)
    }

    fn is_away(&self, why: &Away) {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        metrics::redis_failed();
        // Once, not for every request until it is back.
        if away.replace(Instant::now()).is_none() {
            metrics::redis_is_up(false);
            // Its cause may name the server, not the password.
            let cause = std::error::Error::source(why).map(tracing::field::display);
            tracing::warn!(error = %why, cause, "Redis is away, {why}: each instance counts requests by itself until it is back");
        }
    }

    fn is_back(&self) {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        metrics::redis_is_up(true);
        if away.take().is_some() {
            tracing::info!("Redis is back: instances count requests together");
        }
    }
}
