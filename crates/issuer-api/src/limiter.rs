//! How often somebody may ask: four tiers, counted exactly.
//!
//! In scope: counting, in Redis where there is one so that all instances count together, else in this process. Out of
//! scope: who asks and for what (`http`).
//!
//! The rule is the generic cell rate algorithm: each request moves the time at which everything will be forgotten (the
//! *theoretical arrival time*) by `window / count`, and is refused if that would be more than a window ahead. So `count`
//! may come at once, and then one for each that is forgotten; there is no border between two windows at which twice as many
//! come through. One number a client is all that is kept.
//!
//! A Redis that is away, or slow, is no outage and opens no door: each instance then counts by itself.
//!
//! Spec: ITU-T I.371, annex A

mod in_process;
mod in_redis;

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use secrecy::SecretString;

use crate::clock::Clock;
use crate::metrics;
use in_process::InProcess;
use in_redis::InRedis;
pub use in_redis::RedisUrlError;

/// Kinds of requests that are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tier {
    /// Whatever takes or makes a password.
    Auth,
    /// What costs much.
    Expensive,
    /// Whatever somebody asks who is nobody in particular.
    Global,
    /// Whatever somebody asks who says who they are.
    User,
}

impl Tier {
    /// Every tier.
    pub const ALL: [Self; 4] = [Self::Auth, Self::Expensive, Self::Global, Self::User];

    /// Its name, in headers, metrics and keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Expensive => "expensive",
            Self::Global => "global",
            Self::User => "user",
        }
    }
}

/// So many in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    count: u32,
    seconds: u32,
}

/// A tier's rate, or none: not limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(Option<Rate>);

/// Not a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be <requests>/<seconds>, such as 100/60, or `off`: at most 1000000 in at most 86400 seconds")]
pub struct RateError;

impl Limit {
    /// Not limited.
    pub const OFF: Self = Self(None);

    /// `count` in `seconds`.
    pub fn new(count: u32, seconds: u32) -> Result<Self, RateError> {
        let sound = (1..=1_000_000).contains(&count) && (1..=86_400).contains(&seconds);
        if sound { Ok(Self(Some(Rate { count, seconds }))) } else { Err(RateError) }
    }

    /// From a setting.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        if text == "off" {
            return Ok(Self::OFF);
        }
        let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = |digits: &str| digits.parse().ok().filter(|_| is_plain(digits)).ok_or(RateError);
        let (count, seconds) = text.split_once('/').ok_or(RateError)?;
        Self::new(number(count)?, number(seconds)?)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(rate) => write!(f, "{}/{}", rate.count, rate.seconds),
            None => f.write_str("off"),
        }
    }
}

impl Rate {
    /// Microseconds that one request adds.
    fn emission(self) -> u64 {
        (u64::from(self.seconds) * 1_000_000 / u64::from(self.count)).max(1)
    }

    /// Microseconds that all of them add: the window, without what the division dropped.
    fn burst(self) -> u64 {
        self.emission() * u64::from(self.count)
    }

    /// How it stands when everything will be forgotten in `debt` microseconds.
    fn standing(self, tier: Tier, allowed: bool, debt: u64) -> Standing {
        let left = self.burst().saturating_sub(debt) / self.emission();
        let wait = (debt + self.emission()).saturating_sub(self.burst());
        Standing {
            tier,
            allowed,
            count: self.count,
            seconds: self.seconds,
            remaining: u32::try_from(left).unwrap_or(u32::MAX),
            reset_seconds: seconds(debt),
            retry_after: if allowed { 0 } else { seconds(wait).max(1) },
        }
    }
}

fn seconds(micros: u64) -> u32 {
    u32::try_from(micros.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

/// The tiers' rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// [`Tier::Auth`]
    pub auth: Limit,
    /// [`Tier::Expensive`]
    pub expensive: Limit,
    /// [`Tier::Global`]
    pub global: Limit,
    /// [`Tier::User`]
    pub user: Limit,
}

impl Limits {
    fn of(&self, tier: Tier) -> Option<Rate> {
        match tier {
            Tier::Auth => self.auth.0,
            Tier::Expensive => self.expensive.0,
            Tier::Global => self.global.0,
            Tier::User => self.user.0,
        }
    }
}

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client(String);

impl Client {
    /// Somebody known only by their address: IPv4 is IPv4 however it is written, and whoever has one IPv6 address has the
    /// 2⁶⁴ around it.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        Self(block(address).to_string())
    }

    /// Somebody who said who they are.
    #[must_use]
    pub fn principal(id: impl fmt::Display) -> Self {
        Self(id.to_string())
    }
}

/// The address that stands for a client.
#[must_use]
pub fn block(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

/// How somebody stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Of which kind it was.
    pub tier: Tier,
    /// Whether it may go on.
    pub allowed: bool,
    /// How many there may be.
    pub count: u32,
    /// In how many seconds.
    pub seconds: u32,
    /// How many may come now.
    pub remaining: u32,
    /// Seconds until as many as ever may come.
    pub reset_seconds: u32,
    /// Where it may not: seconds until one may.
    pub retry_after: u32,
}

/// Counts.
#[derive(Clone, Debug)]
pub struct Limiter {
    limits: Limits,
    clock: Arc<dyn Clock>,
    here: Arc<InProcess>,
    together: Option<InRedis>,
}

impl Limiter {
    /// In this process alone.
    #[must_use]
    pub fn new(limits: Limits, clock: Arc<dyn Clock>) -> Self {
        Self { limits, clock, here: Arc::default(), together: None }
    }

    /// Together with every process that uses the same Redis.
    pub fn with_redis(self, url: &SecretString) -> Result<Self, RedisUrlError> {
        Ok(Self { together: Some(InRedis::open(url)?), ..self })
    }

    /// Counts a request, where its tier is limited.
    pub async fn count(&self, tier: Tier, client: &Client) -> Option<Standing> {
        let rate = self.limits.of(tier)?;
        let key = format!("proofpass:limit:{}:{}", tier.as_str(), client.0);
        let together = match &self.together {
            Some(redis) => redis.count(&key, rate).await,
            None => None,
        };
        let (allowed, debt) = together.unwrap_or_else(|| {
            let now = self.clock.unix_millis().saturating_mul(1000);
            self.here.count(key, rate, now)
        });
        metrics::limited(tier.as_str(), allowed);
        Some(rate.standing(tier, allowed, debt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use proofpass::time::Timestamp;

    fn limiter(text: &str) -> (Limiter, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(Timestamp::parse("2026-01-01T00:00:00Z").unwrap()));
        let limit = Limit::parse(text).unwrap();
        let limits = Limits { auth: limit, expensive: Limit::OFF, global: limit, user: limit };
        (Limiter::new(limits, clock.clone()), clock)
    }

    fn somebody() -> Client {
        Client::address("192.0.2.1".parse().unwrap())
    }

    #[test]
    fn rates_are_read_and_nothing_else_is() {
        for good in ["100/60", "5/900", "1/1", "1000000/86400", "off"] {
            assert_eq!(Limit::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "100",
            "/",
            "100/",
            "/60",
            "0/60",
            "100/0",
            "1000001/60",
            "1/86401",
            "-1/60",
            "+1/60",
            "1.5/60",
            "100/60/1",
            " 100/60",
            "100 / 60",
            "Off",
            "OFF",
            "100/1m",
            "99999999999/1",
        ] {
            assert_eq!(Limit::parse(bad), Err(RateError), "{bad}");
        }
    }

    #[tokio::test]
    async fn as_many_as_there_may_be_come_through_and_not_one_more() {
        let (limiter, clock) = limiter("5/60");
        for left in (0..5).rev() {
            let standing = limiter.count(Tier::Global, &somebody()).await.unwrap();
            assert_eq!((standing.allowed, standing.remaining, standing.retry_after), (true, left, 0));
        }
        let refused = limiter.count(Tier::Global, &somebody()).await.unwrap();
        assert_eq!(
            (refused.allowed, refused.remaining, refused.retry_after, refused.reset_seconds),
            (false, 0, 12, 60)
        );
        clock.advance_seconds(11);
        assert_eq!(limiter.count(Tier::Global, &somebody()).await.unwrap().retry_after, 1);
        clock.advance_seconds(1);
        assert!(limiter.count(Tier::Global, &somebody()).await.unwrap().allowed);
        assert!(!limiter.count(Tier::Global, &somebody()).await.unwrap().allowed, "one came free, not five");
        clock.advance_seconds(60);
        assert_eq!(limiter.count(Tier::Global, &somebody()).await.unwrap().remaining, 4);
    }

    #[tokio::test]
    async fn clients_and_tiers_are_counted_apart_and_one_that_is_off_not_at_all() {
        let (limiter, _) = limiter("1/60");
        assert!(limiter.count(Tier::Global, &somebody()).await.unwrap().allowed);
        assert!(!limiter.count(Tier::Global, &somebody()).await.unwrap().allowed);
        assert!(limiter.count(Tier::Auth, &somebody()).await.unwrap().allowed);
        let other = Client::address("192.0.2.2".parse().unwrap());
        assert!(limiter.count(Tier::Global, &other).await.unwrap().allowed);
        for _ in 0..10 {
            assert!(limiter.count(Tier::Expensive, &somebody()).await.is_none());
        }
    }

    #[test]
    fn one_client_is_one_however_its_address_is_written() {
        let client = |text: &str| Client::address(text.parse().unwrap());
        assert_eq!(client("192.0.2.1"), client("::ffff:192.0.2.1"));
        assert_eq!(client("2001:db8::1"), client("2001:db8::ffff:ffff:0:1"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
    }

    #[tokio::test]
    async fn a_rate_that_does_not_divide_is_kept_exactly_too() {
        for (count, seconds) in [(7, 60), (1_000_000, 1), (3, 1), (999, 86_400)] {
            let (limiter, _) = limiter(&format!("{count}/{seconds}"));
            let mut allowed = 0;
            for _ in 0..count.min(2_000) + 5 {
                allowed += u32::from(limiter.count(Tier::User, &somebody()).await.unwrap().allowed);
            }
            assert_eq!(allowed, count.min(2_005), "{count}/{seconds}");
        }
    }
}
