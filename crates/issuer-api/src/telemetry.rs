//! Logs: one line an event, with its identifiers as fields.
//!
//! Never in a log: tokens, keys, bodies, claims, subjects, addresses of people. A panic is logged by its place only; its
//! message may repeat data.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::Environment;

/// Starts logging to standard error: JSON in production, lines for people in development.
pub fn start(environment: Environment, filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)?;
    let builder = fmt().with_env_filter(filter).with_writer(stderr).with_target(false);
    let started = match environment {
        Environment::Production => {
            builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        Environment::Development => builder.with_ansi(stderr().is_terminal()).compact().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!(error))?;
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.location = location, "Panicked at {location}");
    }));
    Ok(())
}
