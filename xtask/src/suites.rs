//! `cargo xtask suites <folder>`: the interoperability suites of the W3C and its community groups, run from outside against
//! the VC-API, and counted.
//!
//! In scope: suites that the caller has checked out and installed below one folder (docs/CONFORMANCE.md says how), each
//! under its repository's name; two servers under two seeds, a list of implementations, one line for each suite. Out of
//! scope: fetching the suites, of which nothing is kept here; those that come as data (`test::conformance`).
//!
//! A failure that is known and explained in docs/CONFORMANCE.md is counted as a failure and named as known; any other
//! makes the command fail.

mod did_core;
mod jose_cose;
mod json_schema;
mod tally;

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::Signal;
use serde_json::Value;

use crate::process::{Running, TemporaryFile, TemporaryFolder};
use crate::{json, process, progress, service, workspace};
use tally::Tally;

/// One suite, by the name of its repository.
#[derive(Debug)]
struct Suite {
    repository: &'static str,
    kind: Kind,
    /// Titles of tests that fail, with the reason in docs/CONFORMANCE.md.
    known: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Over HTTP, with this many implementations.
    VcApi(usize),
    /// By files that hold what a resolver answers.
    DidCore,
    /// By starting a program for each case.
    JoseCose,
    /// By starting another.
    JsonSchema,
}

const SUITES: [Suite; 11] = [
    Suite { repository: "did-key-test-suite", kind: Kind::VcApi(1), known: &[] },
    Suite { repository: "did-test-suite", kind: Kind::DidCore, known: &[] },
    Suite { repository: "vc-api-issuer-test-suite", kind: Kind::VcApi(1), known: &[] },
    Suite { repository: "vc-api-verifier-test-suite", kind: Kind::VcApi(1), known: &[] },
    Suite { repository: "vc-bitstring-status-list-test-suite", kind: Kind::VcApi(1), known: &[] },
    Suite {
        repository: "vc-data-model-2.0-test-suite",
        kind: Kind::VcApi(1),
        known: &["The value of the relatedResource property MUST be one or more objects of the following form:"],
    },
    Suite { repository: "vc-di-bbs-test-suite", kind: Kind::VcApi(1), known: &[] },
    Suite { repository: "vc-di-ecdsa-test-suite", kind: Kind::VcApi(1), known: &[] },
    Suite {
        repository: "vc-di-eddsa-test-suite",
        kind: Kind::VcApi(2),
        known: &["An OPTIONAL string value (proof.previousProof) or unordered list of string values."],
    },
    Suite { repository: "vc-jose-cose-test-suite", kind: Kind::JoseCose, known: &[] },
    Suite { repository: "vc-json-schema-test-suite", kind: Kind::JsonSchema, known: &[] },
];

/// How long the VC-API may take to answer for the first time.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// `cargo xtask suites <folder>`
pub(crate) fn run(folder: &str) -> anyhow::Result<()> {
    let folder = PathBuf::from(folder).canonicalize().with_context(|| format!("cannot find {folder}"))?;
    let program = service::build()?;
    let scratch = workspace::target().join(format!("suites-{}", std::process::id()));
    let scratch = TemporaryFolder::create(scratch)?;
    let servers = [Server::start(&program, "one")?, Server::start(&program, "another")?];
    let mut lines = Vec::new();
    let mut unexpected = 0;
    for suite in &SUITES {
        let checkout = folder.join(suite.repository);
        if !checkout.is_dir() {
            lines.push(format!("not run: {}: no checkout of that name", suite.repository));
            continue;
        }
        let tally = progress::step("suites", suite.repository, || match suite.kind {
            Kind::VcApi(implementations) => vc_api(&checkout, &servers[..implementations], scratch.path()),
            Kind::DidCore => did_core::run(&checkout, &servers[0], scratch.path()),
            Kind::JoseCose => jose_cose::run(&checkout, &program, scratch.path()),
            Kind::JsonSchema => json_schema::run(&checkout, &program, scratch.path()),
        });
        match tally {
            Ok(tally) => {
                lines.push(tally.line(suite.repository));
                for title in &tally.failures {
                    let known = suite.known.iter().any(|known| title.contains(known));
                    unexpected += usize::from(!known);
                    lines.push(format!("    {}: {title}", if known { "known" } else { "FAILED" }));
                }
            }
            Err(error) => {
                unexpected += 1;
                lines.push(format!("not run: {}: {error:#}", suite.repository));
            }
        }
    }
    println!("{}", lines.join("\n"));
    if unexpected > 0 {
        bail!("{unexpected} failures that nothing explains");
    }
    Ok(())
}

/// The VC-API, on a port of its own.
#[derive(Debug)]
struct Server {
    origin: String,
    // Ends it when dropped.
    _running: Running,
}

impl Server {
    fn start(program: &Path, name: &str) -> anyhow::Result<Self> {
        // Given back before the server takes it: nobody else on this machine is after it.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = process::dies_with_us(program, "TERM");
        command
            .args(["vc-api", "--tls", "--listen", &format!("127.0.0.1:{port}")])
            .env("PROOFPASS_ENV", "development")
            .env("PROOFPASS_LOG", "warn")
            .env("PROOFPASS_VC_API_SEED", format!("development-only:suites, {name}"))
            .stdout(Stdio::null());
        // SIGINT is what it ends on.
        let running = Running::start("the VC-API", &mut command, Signal::INT)?;
        let server = Self { origin: format!("https://127.0.0.1:{port}"), _running: running };
        let deadline = Instant::now() + START_PATIENCE;
        while server.get("/", None).is_err() {
            if Instant::now() > deadline {
                bail!("the VC-API does not answer at {}/", server.origin);
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    /// What stands at `path` for somebody who accepts that, with its media type, whatever the status.
    fn get(&self, path: &str, accept: Option<&str>) -> anyhow::Result<(String, String)> {
        let mut curl = Command::new("curl");
        // Nobody has to trust the certificate, which was made a moment ago.
        curl.args(["--silent", "--show-error", "--insecure", "--max-time", "10", "--noproxy", "*"]);
        curl.args(["--write-out", "\n%{content_type}", &format!("{}{path}", self.origin)]);
        if let Some(accept) = accept {
            curl.args(["--header", &format!("Accept: {accept}")]);
        }
        let output = process::run_quiet(&mut curl)?;
        let (body, media_type) = output.rsplit_once('\n').context("curl says no media type")?;
        Ok((body.to_owned(), media_type.to_owned()))
    }

    /// Its entry for a suite's list of implementations.
    fn implementation(&self, name: &str) -> anyhow::Result<Value> {
        let (body, _) = self.get("/", None)?;
        let mut entry = json::read(&body, "the list of endpoints")?;
        entry["name"] = name.into();
        Ok(entry)
    }
}

/// A suite that speaks the VC-API.
fn vc_api(checkout: &Path, servers: &[Server], scratch: &Path) -> anyhow::Result<Tally> {
    let names = ["ProofPass", "ProofPass, under other keys"];
    let entries: Vec<Value> =
        servers.iter().zip(names).map(|(server, name)| server.implementation(name)).collect::<Result<_, _>>()?;
    let configuration = format!(
        "module.exports = {{settings: {{enableInteropTests: false, testAllImplementations: false}},\n  \
         implementations: {}}};\n",
        Value::from(entries)
    );
    let _configuration = TemporaryFile::create(checkout.join("localConfig.cjs"), &configuration)
        .context("the suite has a localConfig.cjs that is not ours")?;
    mocha(checkout, scratch, |_| {})
}

/// Runs mocha, of the suite's own version, in a checkout.
fn mocha(checkout: &Path, scratch: &Path, prepare: impl FnOnce(&mut Command)) -> anyhow::Result<Tally> {
    let mocha = installed(checkout, "mocha/bin/mocha.js")?;
    let report = scratch.join("report.json");
    let mut command = Command::new("node");
    command.current_dir(checkout).arg(mocha).arg("tests/");
    // Without its configuration: some name a reporter that they do not depend on.
    command.args(["--no-config", "--preserve-symlinks", "--timeout", "60000", "--reporter", "json"]);
    command.args(["--reporter-option", &format!("output={}", report.display())]);
    command.env("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    prepare(&mut command);
    finished(&mut command, &report, tally::of_mocha)
}

/// A `PATH` on which a script is found first that stands in for a tool which starts containers, and starts a command of
/// `$PROOFPASS_UNDER_TEST` instead. `words` shift away what is for containers, in which the suite's `tests` are at the root.
fn in_front_of_path(scratch: &Path, name: &str, words: &str, command: &str) -> anyhow::Result<OsString> {
    let script = format!(
        r#"#!/bin/sh
{words}
for argument do
  shift
  case "$argument" in /tests/*) argument=".$argument" ;; esac
  set -- "$@" "$argument"
done
exec "$PROOFPASS_UNDER_TEST" {command} "$@"
"#
    );
    let tools = scratch.join(format!("bin-{name}"));
    fs::create_dir_all(&tools)?;
    let file = tools.join(name);
    fs::write(&file, script)?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&path)))?)
}

/// A program in a checkout's `node_modules`.
fn installed(checkout: &Path, program: &str) -> anyhow::Result<PathBuf> {
    let program = checkout.join("node_modules").join(program);
    if !program.is_file() {
        bail!("its npm packages are not installed: npm install --ignore-scripts");
    }
    Ok(program)
}

/// Runs a test runner, which fails as soon as a test does, and reads the report that it leaves behind.
fn finished(
    command: &mut Command,
    report: &Path,
    read: impl FnOnce(&Value) -> anyhow::Result<Tally>,
) -> anyhow::Result<Tally> {
    // One of a suite before this one is not this one's.
    let _ = fs::remove_file(report);
    let (status, output, errors) = process::captured(command)?;
    let text = fs::read_to_string(report).with_context(|| {
        format!("{status}, and no report\n{}", process::last_lines(&format!("{output}\n{errors}"), 20))
    })?;
    read(&json::read(&text, "the report")?)
}
