//! Notices that API keys end: to the admins of the organisation by letter, to its webhooks by message, 14 and 3 days before
//! and when it has happened, each once.
//!
//! In scope: when, to whom, what. Out of scope: sending (`mail`, `outbox`). Taking a key's notice, writing letters and
//! messages is one transaction: whatever happens to the process, all of it is done or none. Where nobody looked for a while,
//! only the latest notice is given. Keys that were rotated or withdrawn get none: whoever did that knows.

use proofpass::json::Object;

use super::event::{self, Kind as EventKind};
use super::letter::{self, Draft, Kind, Language};
use super::{Error, Issuer};
use crate::store::Tx;
use crate::store::api_keys::{self, Ending};
use crate::store::memberships;
use crate::store::users::Email;
use crate::store::webhook_events;

/// Days before the end on which somebody is told; 0 when it has come. The column knows them, too.
const DAYS: [i16; 3] = [14, 3, 0];

/// Whoever was not told within so many days after the end is not told any more.
const LATE_DAYS: i64 = 7;

/// Keys of one transaction.
const MOST: i64 = 200;

/// Keys that a letter names. The others are counted.
const NAMED: usize = 20;

const DAY: i64 = 86_400;

/// Gives every notice that is due; of how many keys.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    let mut given = 0;
    loop {
        let taken = give(issuer).await?;
        given += taken;
        if taken < MOST.unsigned_abs() {
            return Ok(given);
        }
    }
}

async fn give(issuer: &Issuer) -> Result<u64, Error> {
    let now = issuer.clock.now();
    let due = DAYS.map(|days| (days, now.plus_seconds(i64::from(days) * DAY)));
    let mut tx = issuer.store.tx("give_notice_of_api_keys").await?;
    let mut keys = api_keys::take_ending(&mut tx, &due, now.plus_seconds(-LATE_DAYS * DAY), MOST).await?;
    keys.sort_by_key(|key| (key.organization_id, key.days == 0, key.expires_at.unix_seconds()));
    // A letter for all keys of an organisation that end, and one for all that have ended.
    for group in keys.chunk_by(|one, next| one.organization_id == next.organization_id && is_over(one) == is_over(next))
    {
        tell(issuer, &mut tx, group).await?;
    }
    tx.commit().await?;
    Ok(keys.len() as u64)
}

fn is_over(key: &Ending) -> bool {
    key.days == 0
}

/// Tells of keys of one organisation that all have ended, or all are about to.
async fn tell(issuer: &Issuer, tx: &mut Tx, keys: &[Ending]) -> Result<(), Error> {
    let Some(first) = keys.first() else { return Ok(()) };
    let (kind, event_kind) = if is_over(first) {
        (Kind::ApiKeysExpired, EventKind::ApiKeyExpired)
    } else {
        (Kind::ApiKeysExpiring, EventKind::ApiKeyExpiring)
    };
    let now = issuer.clock.now();
    let message = |key: &Ending| {
        let data = Object::new()
            .with("apiKeyId", key.id.to_string())
            .with("kid", key.kid.as_str())
            .with("name", key.name.as_str())
            .with("expiresAt", key.expires_at.to_string());
        event::event(issuer, key.organization_id, event_kind, now, data)
    };
    let messages = keys.iter().map(message).collect::<Result<Vec<_>, _>>()?;
    webhook_events::insert(tx, &messages.iter().collect::<Vec<_>>()).await?;
    if issuer.mail {
        let names = names(keys);
        let names = [("organization", &*first.organization), ("keys", &*names)];
        for (address, language) in memberships::admins(tx, first.organization_id).await? {
            let Some(to) = Email::parse(&address) else { continue };
            let language = language.as_deref().and_then(Language::parse).unwrap_or(Language::English);
            letter::write(issuer, tx, &to, &Draft { kind, language, token: None, names: &names }).await?;
        }
    }
    tracing::info!(organization.id = %first.organization_id, keys = keys.len(), over = is_over(first),
        "Gave notice of {} API keys of organisation `{}`", keys.len(), first.organization_id);
    Ok(())
}

/// Keys as a letter names them, in any language.
fn names(keys: &[Ending]) -> String {
    let one = |key: &Ending| format!("{} ({}), {}", key.name, key.kid, key.expires_at);
    let named: Vec<String> = keys.iter().take(NAMED).map(one).collect();
    let rest = keys.len().saturating_sub(NAMED);
    named.join("; ") + &if rest > 0 { format!("; +{rest}") } else { String::new() }
}
