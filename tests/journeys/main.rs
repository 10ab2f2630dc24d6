//! The built binary, from an empty database to a verdict, and through what happens to servers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod batch;
mod command_line;
mod database_away;
mod derive;
mod door;
mod fetching;
mod from_nothing;
mod limits;
mod metrics;
mod migrations;
mod plans;
mod settings;
mod shop;
mod shutdown;
mod slow_clients;
mod status;
mod wire;
mod zero_knowledge;
