//! What leaves the service on its own account, after it was written down that it must: messages to whoever wants to be
//! told.
//!
//! In scope: taking what is due, sending it, writing down how that went, trying again. Out of scope: what is said, and to
//! whom (`issue`); how a request goes out (`egress`).

pub mod webhooks;
