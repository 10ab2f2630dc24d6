//! Access tokens: who is signed in, for ten minutes, as a JWT that anybody can check with the published keys.
//!
//! In scope: making tokens, and believing our own. Out of scope: the session behind one (`account`), which every request
//! looks at, so that signing out ends tokens, too.
//!
//! Only what we write ourselves is read: the header must be, byte for byte, the one that this service writes for a key
//! of its own. There is no algorithm to choose, and no other spelling (RFC 8725 §3.1, §3.11). Signatures are checked by the
//! protocol's rule for Ed25519 (docs/adr/0003-ed25519-rule.md).
//! Spec: <https://www.rfc-editor.org/rfc/rfc7519>, <https://www.rfc-editor.org/rfc/rfc8725>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofpass::json::{self, Limits, Value};
use proofpass::key::{PublicKey, Signature};
use secrecy::SecretString;
use serde::Serialize;

use super::{Error, Issuer, Unauthenticated, token_key};
use crate::id::{RequestId, SessionId, TokenKeyId, UserId};
use crate::store::memberships::Membership;
use crate::store::token_keys;

/// How long a token is good, in seconds.
pub const LIFETIME_SECONDS: i64 = 600;

/// Longest token that is looked at.
const MAX_BYTES: usize = 4096;

/// Whom a token is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bearer<'a> {
    pub(super) user_id: UserId,
    pub(super) session_id: SessionId,
    pub(super) superadmin: bool,
    pub(super) membership: Option<&'a Membership>,
}

impl Bearer<'_> {
    /// What they are called where one word must do: `superadmin`, or what they are in their organisation.
    fn role(self) -> &'static str {
        match (self.superadmin, self.membership) {
            (true, _) => "superadmin",
            (false, Some(membership)) => membership.role.as_str(),
            (false, None) => "user",
        }
    }
}

fn header(key: TokenKeyId) -> String {
    // In one spelling: reading compares it.
    URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"EdDSA","kid":"{key}","typ":"at+jwt"}}"#))
}

/// A token.
pub(super) async fn issue(issuer: &Issuer, bearer: Bearer<'_>) -> Result<SecretString, Error> {
    let (id, key) = token_key::signing(issuer).await?;
    let now = issuer.clock.now();
    // Only its shape matters: a number that no other token has.
    let jti = RequestId::new(&*issuer.clock, &*issuer.rng)?;
    let url = issuer.public_url.to_string();
    let claims = Claims {
        iss: &url,
        aud: &url,
        sub: bearer.user_id.to_string(),
        sid: bearer.session_id.to_string(),
        jti: jti.to_string(),
        iat: now.unix_seconds(),
        exp: now.plus_seconds(LIFETIME_SECONDS).unix_seconds(),
        role: bearer.role(),
        org: bearer.membership.map(|membership| membership.organization_id.to_string()),
    };
    let claims = serde_json::to_vec(&claims).map_err(|_| Error::SignerFaulty)?;
    let signed = format!("{}.{}", header(id), URL_SAFE_NO_PAD.encode(claims));
    let signature = key.sign(signed.as_bytes());
    Ok(SecretString::from(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_bytes()))))
}

/// What a token says. `read` believes the session behind `sid` for everything but the time.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: String,
    sid: String,
    jti: String,
    iat: i64,
    exp: i64,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    org: Option<String>,
}

/// The session that a token of ours names, while the token is good.
pub(super) async fn read(issuer: &Issuer, text: &str) -> Result<SessionId, Error> {
    let refuse = |why| Error::Unauthenticated { why, kid: None };
    let malformed = || refuse(Unauthenticated::Malformed);
    if text.len() > MAX_BYTES {
        return Err(malformed());
    }
    let (signed, signature) = text.rsplit_once('.').ok_or_else(malformed)?;
    let (head, payload) = signed.split_once('.').ok_or_else(malformed)?;
    let id = kid(head).filter(|id| header(*id) == head).ok_or_else(malformed)?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let signature: [u8; 64] = decode(signature).and_then(|bytes| bytes.try_into().ok()).ok_or_else(malformed)?;
    let payload = decode(payload).ok_or_else(malformed)?;

    let now = issuer.clock.now();
    let key = token_keys::find(&issuer.store, id, now).await?.ok_or_else(|| refuse(Unauthenticated::Unknown))?;
    let key = PublicKey::from_bytes(&key.public_key).map_err(|_| Error::SignerFaulty)?;
    key.verify(signed.as_bytes(), &Signature::from(signature)).map_err(|_| refuse(Unauthenticated::WrongSecret))?;

    let claims = json::parse(&payload, &Limits::REQUEST).map_err(|_| malformed())?;
    let claims = claims.as_object().ok_or_else(malformed)?;
    let text = |name| claims.get(name).and_then(Value::as_str);
    let url = issuer.public_url.to_string();
    if text("iss") != Some(&url) || text("aud") != Some(&url) {
        // Signed by us, under another address: the service was moved, and its users sign in again.
        return Err(malformed());
    }
    let Some(Value::Number(ends)) = claims.get("exp") else { return Err(malformed()) };
    let ends = ends.as_u64().and_then(|seconds| i64::try_from(seconds).ok()).ok_or_else(malformed)?;
    if ends <= now.unix_seconds() {
        return Err(refuse(Unauthenticated::Expired));
    }
    text("sid").and_then(|sid| sid.parse().ok()).ok_or_else(malformed)
}

/// The key that a header names.
fn kid(head: &str) -> Option<TokenKeyId> {
    let bytes = URL_SAFE_NO_PAD.decode(head).ok()?;
    let header = json::parse(&bytes, &Limits::REQUEST).ok()?;
    header.as_object()?.get("kid")?.as_str()?.parse().ok()
}
