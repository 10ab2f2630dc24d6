//! Who is told what happens: the endpoints of an organisation, kept by its admins, and what they were told.
//!
//! Messages are those of Standard Webhooks; `outbox` sends them.
//! Spec: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proofpass::json::Object;
use proofpass::time::Timestamp;
use zeroize::Zeroizing;

use super::account::require_admin;
use super::event::{self, Kind};
use super::{Error, Fault, Issuer, plan};
use crate::id::{OrganizationId, WebhookEndpointId, WebhookEventId};
use crate::store::sessions::SignedIn;
use crate::store::usage::Stock;
use crate::store::webhook_deliveries::{self, Attempt, Delivery, State};
use crate::store::webhook_endpoints::{self, Disabled, SealedWebhookSecret, WebhookEndpoint, WebhookSecret};
use crate::store::{self, Conflict, webhook_events};

/// Endpoints of one organisation.
const MAX_ENDPOINTS: i64 = 20;

/// Longest URL, in bytes.
const MAX_URL: usize = 2_000;

/// Longest description, in characters.
const MAX_DESCRIPTION: usize = 200;

/// Longest that an old secret signs too, in hours.
pub const MAX_OVERLAP_HOURS: u16 = 168;

/// How long an old secret signs too, where nobody says, in hours.
pub const DEFAULT_OVERLAP_HOURS: u16 = 24;

/// Seconds for which is kept what happened: 30 days.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// What people say about an endpoint. What is absent stays, or is as usual.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Where messages go.
    pub url: Option<String>,
    /// What people call it.
    pub description: Option<String>,
    /// What it is told of; everything, where empty.
    pub kinds: Option<Vec<String>>,
    /// Whether it is told anything.
    pub enabled: Option<bool>,
}

/// A secret as the one who keeps the endpoint writes it down: `whsec_` and base64.
#[derive(Debug)]
pub struct ShownSecret(Zeroizing<String>);

impl ShownSecret {
    fn of(secret: &WebhookSecret) -> Self {
        Self(Zeroizing::new(format!("whsec_{}", STANDARD.encode(*secret.0))))
    }

    /// The text. It is shown once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Wish {
    /// The endpoint as it is then.
    fn applied(self, to: WebhookEndpoint, now: Timestamp) -> Result<WebhookEndpoint, Error> {
        let mut faults = Vec::new();
        if let Some(url) = self.url.as_ref().filter(|url| url.is_empty() || url.len() > MAX_URL) {
            faults.push(Fault::new("/url", format!("must have 1 to {MAX_URL} bytes, and has {}", url.len())));
        }
        let describes = |text: &String| text.chars().count() <= MAX_DESCRIPTION && !text.chars().any(char::is_control);
        if !self.description.as_ref().is_none_or(describes) {
            let detail = format!("must have at most {MAX_DESCRIPTION} characters, none of them a control character");
            faults.push(Fault::new("/description", detail));
        }
        for (at, name) in self.kinds.iter().flatten().enumerate() {
            let pointer = format!("/events/{at}");
            if !Kind::ALL.iter().any(|kind| kind.as_str() == name) {
                let known = Kind::ALL.map(Kind::as_str).join(", ");
                faults.push(Fault::new(pointer, format!("must be one of {known}")));
            } else if self.kinds.iter().flatten().take(at).any(|other| other == name) {
                faults.push(Fault::new(pointer, "is there already"));
            }
        }
        if !faults.is_empty() {
            return Err(Error::Refused(faults));
        }
        Ok(WebhookEndpoint {
            url: self.url.unwrap_or(to.url),
            description: self.description.unwrap_or(to.description),
            kinds: self.kinds.unwrap_or(to.kinds),
            disabled: match self.enabled {
                Some(true) => None,
                Some(false) => to.disabled.or(Some((now, Disabled::ByHand))),
                None => to.disabled,
            },
            ..to
        })
    }
}

fn secret(issuer: &Issuer, id: WebhookEndpointId) -> Result<(ShownSecret, SealedWebhookSecret), Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    issuer.rng.fill(bytes.as_mut_slice())?;
    let secret = WebhookSecret(bytes);
    let sealed = SealedWebhookSecret::new(&issuer.sealer, &*issuer.rng, id, &secret).map_err(store::Error::from)?;
    Ok((ShownSecret::of(&secret), sealed))
}

/// Makes an endpoint. `url` is one that messages can go to: who calls has asked `outbox`.
pub async fn create(issuer: &Issuer, admin: &SignedIn, wish: Wish) -> Result<(WebhookEndpoint, ShownSecret), Error> {
    let organization_id = require_admin(admin)?.organization_id;
    let now = issuer.clock.now();
    let blank = WebhookEndpoint {
        id: WebhookEndpointId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id,
        url: String::new(),
        description: String::new(),
        kinds: Vec::new(),
        failing_since: None,
        disabled: None,
        created_at: now,
    };
    let endpoint = wish.applied(blank, now)?;
    let (shown, sealed) = secret(issuer, endpoint.id)?;
    let mut tx = issuer.store.tx_of(organization_id, "create_webhook").await?;
    plan::require_room(issuer, &mut tx, organization_id, Stock::Webhooks).await?;
    if webhook_endpoints::count(&mut tx, organization_id).await? >= MAX_ENDPOINTS {
        return Err(Error::Conflict(Conflict::WebhookEndpoints));
    }
    webhook_endpoints::insert(&mut tx, &endpoint, &sealed).await?;
    tx.commit().await?;
    tracing::info!(webhook.id = %endpoint.id, organization.id = %organization_id, "Made webhook `{}`", endpoint.id);
    Ok((endpoint, shown))
}

/// The endpoints of the organisation that an admin acts for.
pub async fn list(issuer: &Issuer, admin: &SignedIn) -> Result<Vec<WebhookEndpoint>, Error> {
    let organization = require_admin(admin)?.organization_id;
    Ok(webhook_endpoints::list(&issuer.store, organization).await?)
}

/// One of them.
pub async fn find(issuer: &Issuer, admin: &SignedIn, id: WebhookEndpointId) -> Result<WebhookEndpoint, Error> {
    let organization = require_admin(admin)?.organization_id;
    of(issuer, organization, id).await
}

async fn of(issuer: &Issuer, organization: OrganizationId, id: WebhookEndpointId) -> Result<WebhookEndpoint, Error> {
    webhook_endpoints::find(&issuer.store, organization, id).await?.ok_or(Error::NotFound)
}

/// Changes one.
pub async fn change(
    issuer: &Issuer,
    admin: &SignedIn,
    id: WebhookEndpointId,
    wish: Wish,
) -> Result<WebhookEndpoint, Error> {
    let known = find(issuer, admin, id).await?;
    let endpoint = wish.applied(known, issuer.clock.now())?;
    let mut tx = issuer.store.tx_of(endpoint.organization_id, "change_webhook").await?;
    if !webhook_endpoints::update(&mut tx, &endpoint).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    find(issuer, admin, id).await
}

/// Takes one away, with all that it was told.
pub async fn delete(issuer: &Issuer, admin: &SignedIn, id: WebhookEndpointId) -> Result<(), Error> {
    let organization = require_admin(admin)?.organization_id;
    let mut tx = issuer.store.tx_of(organization, "delete_webhook").await?;
    let found = webhook_endpoints::delete(&mut tx, organization, id).await?;
    tx.commit().await?;
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Gives one another secret. Messages are signed with both for `overlap_hours`.
pub async fn turn_secret(
    issuer: &Issuer,
    admin: &SignedIn,
    id: WebhookEndpointId,
    overlap_hours: u16,
) -> Result<ShownSecret, Error> {
    let organization = require_admin(admin)?.organization_id;
    if overlap_hours > MAX_OVERLAP_HOURS {
        return Err(Error::refused("/overlapHours", format!("must be 0 to {MAX_OVERLAP_HOURS}")));
    }
    let overlap = i64::from(overlap_hours) * 3_600;
    let until = (overlap > 0).then(|| issuer.clock.now().plus_seconds(overlap));
    let (shown, sealed) = secret(issuer, id)?;
    let mut tx = issuer.store.tx_of(organization, "turn_webhook_secret").await?;
    if !webhook_endpoints::turn_secret(&mut tx, (organization, id), &sealed, until).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(shown)
}

/// Tells one something, to see whether it arrives.
pub async fn test(issuer: &Issuer, admin: &SignedIn, id: WebhookEndpointId) -> Result<WebhookEventId, Error> {
    let endpoint = find(issuer, admin, id).await?;
    if endpoint.disabled.is_some() {
        return Err(Error::Conflict(Conflict::WebhookDisabled));
    }
    let data = Object::new().with("webhookId", id.to_string());
    let event = event::event(issuer, endpoint.organization_id, Kind::Test, issuer.clock.now(), data)?;
    let mut tx = issuer.store.tx_of(endpoint.organization_id, "test_webhook").await?;
    webhook_events::insert_for(&mut tx, id, &event).await?;
    tx.commit().await?;
    Ok(event.id)
}

/// What an endpoint was told, the newest first, a page at a time.
pub async fn deliveries(
    issuer: &Issuer,
    admin: &SignedIn,
    id: WebhookEndpointId,
    (state, before, limit): (Option<State>, Option<WebhookEventId>, u8),
) -> Result<Vec<Delivery>, Error> {
    let endpoint = find(issuer, admin, id).await?;
    let place = (endpoint.organization_id, id);
    Ok(webhook_deliveries::list(&issuer.store, place, state, before, limit.into()).await?)
}

/// One message to an endpoint, and how sending it went.
pub async fn delivery(
    issuer: &Issuer,
    admin: &SignedIn,
    place: (WebhookEndpointId, WebhookEventId),
) -> Result<(Delivery, Vec<Attempt>), Error> {
    let organization = require_admin(admin)?.organization_id;
    let delivery = webhook_deliveries::find(&issuer.store, organization, place).await?.ok_or(Error::NotFound)?;
    Ok((delivery, webhook_deliveries::attempts(&issuer.store, place).await?))
}

/// Sends a message again, with the same id, however it stands.
pub async fn replay(
    issuer: &Issuer,
    admin: &SignedIn,
    place: (WebhookEndpointId, WebhookEventId),
) -> Result<Delivery, Error> {
    let endpoint = find(issuer, admin, place.0).await?;
    if endpoint.disabled.is_some() {
        return Err(Error::Conflict(Conflict::WebhookDisabled));
    }
    let mut tx = issuer.store.tx_of(endpoint.organization_id, "replay_webhook").await?;
    let now = issuer.clock.now();
    if !webhook_deliveries::replay(&mut tx, endpoint.organization_id, place, now).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(delivery(issuer, admin, place).await?.0)
}

/// Forgets what happened long ago, and says how much.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    Ok(webhook_events::forget(&issuer.store, issuer.clock.now().plus_seconds(-KEPT_SECONDS)).await?)
}
