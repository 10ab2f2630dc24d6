//! How much of a plan is left, in headers of what uses it: `X-Quota-Limit`, `-Remaining` and, where counting begins anew,
//! `-Reset` in seconds. Without limit there are none.
//!
//! Beside `RateLimit`, which says how often somebody may ask, whatever they ask.

use axum::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::issue::plan::Allowance;

const LIMIT: HeaderName = HeaderName::from_static("x-quota-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-quota-remaining");
const RESET: HeaderName = HeaderName::from_static("x-quota-reset");

/// Says it.
pub(super) fn say(headers: &mut HeaderMap, allowance: &Allowance) {
    let (Some(limit), Some(left)) = (allowance.limit, allowance.left()) else { return };
    headers.insert(LIMIT, HeaderValue::from(limit));
    headers.insert(REMAINING, HeaderValue::from(left));
    if let Some(seconds) = allowance.resets_in {
        headers.insert(RESET, HeaderValue::from(seconds));
    }
}
