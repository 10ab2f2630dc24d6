//! Gathering what a verifier needs: *needs → fetch → add*, until nothing more is needed or nothing new comes.
//!
//! In scope: the rounds, and the limits on number, bytes and time. Out of scope: which addresses may be asked (`egress`);
//! which form each kind of thing must have ([`Need::received`]); what the things mean, which the verifier judges as if they
//! had been given by hand: nothing here widens a verdict.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use proofpass::bundle::{Bundle, Need, Unfit};
use proofpass::json::{Object, Value};
use proofpass::verify::Material;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use crate::clock::Clock;
use crate::egress::{Egress, EgressError};

/// Things for one document, in as many rounds as it takes: each asks for something new, or is the last. Material holds a
/// hundred of each kind; an honest passport names a handful.
const MAX_THINGS: usize = 100;

/// Bytes for one document, so that what was gathered fits into an evidence bundle beside it.
const MAX_BYTES: usize = 3 << 20;

/// Requests at once.
const AT_ONCE: usize = 8;

/// For everything.
const TIME: Duration = Duration::from_secs(15);

/// The largest document that lists keys. 256 of them take half as much.
const MAX_KEYS: usize = 256 << 10;

/// The largest of anything else: in base64 a resource must be a text of no more than a mebibyte.
const MAX_THING: usize = 768 << 10;

/// Why something was not gathered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotGathered {
    /// It did not come.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// It is no material for that need.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// There is no known way to it.
    #[error("where it could come from is not known")]
    Nowhere,
    /// More than is fetched for one document.
    #[error("more was needed than is fetched for one document")]
    TooMuch,
}

/// Something that was needed, and what became of it.
#[derive(Debug)]
pub struct Outcome {
    /// What.
    pub need: Need,
    /// From which URL it came.
    pub result: Result<String, NotGathered>,
}

/// What was gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    /// All that is at hand now.
    pub material: Material,
    /// What came, in the order of the needs.
    pub outcomes: Vec<Outcome>,
    entries: Vec<(&'static str, Object)>,
}

impl NotGathered {
    /// The word for it, for programs: those of the npm package (`MissingCode` in `pkg/resolve.d.ts`).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Egress(EgressError::Address | EgressError::Url) => "address-refused",
            Self::Egress(EgressError::NotPermitted) => "caller-refused",
            Self::Egress(EgressError::Redirect) => "redirected",
            Self::Egress(EgressError::Status(_)) => "http-status",
            Self::Egress(EgressError::TooLarge) => "too-large",
            Self::Egress(EgressError::TooSlow) => "timed-out",
            Self::Egress(EgressError::Http(_) | EgressError::Name(_) | EgressError::Unreachable(_)) => "unreachable",
            Self::Egress(EgressError::Compressed) => "not-json",
            Self::Unfit(unfit) => unfit.code(),
            Self::Nowhere => "method-unsupported",
            Self::TooMuch => "limit-reached",
        }
    }
}

impl Gathered {
    /// What came, as [`Material::from_value`] reads it.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut material = Object::new();
        for list in Need::MEMBERS {
            let entries = self.entries.iter().filter(|(name, _)| *name == list);
            let entries: Vec<Value> = entries.map(|(_, entry)| entry.clone().into()).collect();
            if !entries.is_empty() {
                material = material.with(list, entries);
            }
        }
        material
    }

    /// What did not come: `[{"need":{…},"code":"…","message":"…"}]`, with the `status` of an answer that is not 200.
    #[must_use]
    pub fn missing(&self) -> Value {
        let missing = self.outcomes.iter().filter_map(|outcome| {
            let error = outcome.result.as_ref().err()?;
            let about = Object::new().with("need", outcome.need.to_object());
            let about = about.with("code", error.code()).with("message", error.to_string());
            Some(Value::from(match error {
                NotGathered::Egress(EgressError::Status(status)) => about.with("status", u32::from(*status)),
                _ => about,
            }))
        });
        Value::Array(missing.collect())
    }
}

/// Gathers. A copy shares the client.
#[derive(Clone, Debug)]
pub struct Resolver {
    egress: Egress,
    clock: Arc<dyn Clock>,
    time: Duration,
}

impl Resolver {
    /// With a client, and a clock to tell when things came.
    #[must_use]
    pub fn new(egress: Egress, clock: Arc<dyn Clock>) -> Self {
        Self { egress, clock, time: TIME }
    }

    /// With another limit on the time for everything.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// Gathers what a bundle needs beyond `have`.
    pub async fn gather(&self, bundle: &Bundle, have: &Material) -> Gathered {
        let mut gathered = self.gather_by(|came| bundle.needs(&have.clone().and(came))).await;
        gathered.material = have.clone().and(&gathered.material);
        gathered
    }

    /// Gathers what `needs` asks for, as long as it asks for something new, given what came.
    pub async fn gather_by(&self, needs: impl Fn(&Material) -> Vec<Need>) -> Gathered {
        let mut gathered = Gathered::default();
        let mut asked = HashSet::new();
        let mut room = MAX_BYTES;
        let end = Instant::now() + self.time;
        loop {
            let mut needs = needs(&gathered.material);
            needs.retain(|need| asked.insert(need.to_object().to_string()));
            if needs.is_empty() {
                break;
            }
            let too_many = needs.split_off(needs.len().min(MAX_THINGS - gathered.outcomes.len().min(MAX_THINGS)));
            for (need, fetched) in self.fetch(needs, end).await {
                let result = fetched.and_then(|(url, bytes)| {
                    room = room.checked_sub(bytes.len()).ok_or(NotGathered::TooMuch)?;
                    let entry = need.received(&bytes, self.clock.now())?;
                    add(&mut gathered.material, need.member(), &entry)?;
                    gathered.entries.push((need.member(), entry));
                    Ok(url)
                });
                gathered.outcomes.push(Outcome { need, result });
            }
            gathered
                .outcomes
                .extend(too_many.into_iter().map(|need| Outcome { need, result: Err(NotGathered::TooMuch) }));
        }
        gathered
    }

    /// Some at once; the answers in the order of the needs.
    async fn fetch(&self, needs: Vec<Need>, end: Instant) -> Vec<(Need, Result<(String, Vec<u8>), NotGathered>)> {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut tasks = JoinSet::new();
        for (at, need) in needs.into_iter().enumerate() {
            let (egress, places) = (self.egress.clone(), Arc::clone(&places));
            tasks.spawn(async move {
                let fetched = timeout_at(end, async {
                    // Fails only if the semaphore was closed, which nobody does.
                    let _place = places.acquire_owned().await.ok();
                    let url = need.url().ok_or(NotGathered::Nowhere)?;
                    let (accept, limit) = form(&need);
                    let bytes = egress.get(&url, accept, limit).await?;
                    Ok((url, bytes))
                });
                let fetched = fetched.await.unwrap_or(Err(NotGathered::Egress(EgressError::TooSlow)));
                (at, need, fetched)
            });
        }
        let mut answers = tasks.join_all().await;
        answers.sort_by_key(|(at, _, _)| *at);
        answers.into_iter().map(|(_, need, fetched)| (need, fetched)).collect()
    }
}

/// The media types that a kind of thing has, and how large one may be.
fn form(need: &Need) -> (&'static str, usize) {
    match need.kind() {
        "did-document" | "controlled-identifier-document" => {
            ("application/did, application/did+json, application/did+ld+json, application/json", MAX_KEYS)
        }
        "schema" => ("application/schema+json, application/json, application/vc, application/vc+jwt", MAX_THING),
        "did-configuration" | "issuer-metadata" => ("application/json", MAX_KEYS),
        "jwk-set" => ("application/jwk-set+json, application/json", MAX_KEYS),
        "status-list-token" => ("application/statuslist+jwt", MAX_THING),
        "status-list" => ("application/vc, application/vc+jwt, application/ld+json, application/json", MAX_THING),
        _ => ("*/*", MAX_THING),
    }
}

/// Adds one entry, by the same reader that reads material from outside.
fn add(material: &mut Material, list: &str, entry: &Object) -> Result<(), NotGathered> {
    let one = Object::new().with(list, vec![Value::from(entry.clone())]);
    let one = Material::from_value(&one.into()).map_err(|_| Unfit::Form)?;
    *material = one.and(material);
    Ok(())
}

#[cfg(test)]
mod tests;
