//! A load on one server for a while, and what it cost: the client, the server and the database together.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use super::{Programs, cpu, number};

/// A server and what it is asked.
pub(super) struct Target {
    pub(super) name: &'static str,
    port: u16,
    request: PathBuf,
    /// The server, and its database.
    processes: [u32; 2],
    /// Numbers are never used twice.
    next: u64,
}

/// Connections that ask at the same time.
const CONNECTIONS: &str = "64";

/// What a window came to, for each request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) client: f64,
    pub(super) server: f64,
    pub(super) database: f64,
    pub(super) per_second: f64,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
}

impl Window {
    pub(super) fn sum(&self) -> f64 {
        self.client + self.server + self.database
    }
}

impl Target {
    /// A server that listens at `port`, and its database.
    pub(super) fn new(
        name: &'static str,
        folder: &Path,
        request: &Value,
        port: u16,
        processes: [u32; 2],
    ) -> anyhow::Result<Self> {
        let file = folder.join(format!("{}.json", name.replace(' ', "-")));
        fs::write(&file, request.to_string())?;
        Ok(Self { name, port, request: file, processes, next: 1 })
    }

    /// Asks for so many seconds.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts")]
    pub(super) fn measure(&mut self, programs: &Programs, seconds: u64) -> anyhow::Result<Window> {
        let [server, database] = self.processes;
        let used = || anyhow::Ok((cpu::of_family(server)?, cpu::of_family(database)?));
        let before = used()?;
        let address = format!("127.0.0.1:{}", self.port);
        let request = self.request.to_str().context("the folder's name is not UTF-8")?;
        let arguments = ["load", &address, request, CONNECTIONS, &seconds.to_string(), &self.next.to_string()];
        let answer = programs.tool(&arguments).with_context(|| format!("load on {}", self.name))?;
        let after = used()?;
        let requests = number(&answer, "requests")?;
        self.next = number(&answer, "next")? as u64;
        Ok(Window {
            client: number(&answer, "cpu_us")? / requests,
            server: (after.0 - before.0) as f64 / requests,
            database: (after.1 - before.1) as f64 / requests,
            per_second: number(&answer, "per_second")?,
            p50_ms: number(&answer, "p50_us")? / 1_000.0,
            p99_ms: number(&answer, "p99_us")? / 1_000.0,
        })
    }
}
