//! `cargo xtask demo`: from nothing to a service, a credential and an edge verifier, with links and commands that work.
//!
//! In scope: starting everything on this machine, showing it, stopping it. Out of scope: anything that is not a
//! demonstration: every key here is a development key and everything is gone afterwards.

mod commands;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::Signal;
use serde_json::{Value, json as value};

use self::commands::Shown;
use crate::postgres::Cluster;
use crate::process::{self, Running};
use crate::{edge, json, progress, service, setup, wasm, worker, workspace};

/// The first start of workerd reads some hundred megabytes from disk.
const START_PATIENCE: Duration = Duration::from_secs(90);

/// `cargo xtask demo`: runs until Ctrl-C. With `once` it tries everything that it printed and leaves.
pub(crate) fn run(once: bool) -> anyhow::Result<()> {
    setup::run()?;
    wasm::run()?;
    edge::run()?;
    let program = service::build()?;
    let cluster = Cluster::start()?;
    let folder = cluster.folder();
    let [issuer_port, worker_port, inspector_port] = free_ports([3000, 8787, 9229])?;
    let issuer = Issuer {
        program,
        database: cluster.create_database("proofpass")?,
        origin: format!("http://127.0.0.1:{issuer_port}"),
    };

    let made = progress::step("demo", "migrating, making an organisation, its keys and a template", || {
        issuer.prepare(folder)
    })?;
    let mut service = issuer.serve(issuer_port, folder)?;
    await_answer("the service", &mut service, &format!("{}/ready", issuer.origin), || {
        process::last_lines(&fs::read_to_string(folder.join("service.log")).unwrap_or_default(), 30)
    })?;
    let mut edge = worker::start(worker_port, inspector_port, &issuer.origin)?;
    let edge_origin = format!("http://127.0.0.1:{worker_port}");
    progress::step("demo", "starting the edge Worker on workerd", || {
        await_answer("the Worker", &mut edge, &format!("{edge_origin}/health"), worker::log)
    })?;

    let create = commands::create(&issuer.origin, &made.api_key, &made.template);
    let attestation: Value = json::read(&create.run()?, "the service's answer")?;
    let id = attestation["id"].as_str().context("the attestation has no id")?;
    let mut shown = vec![create];
    shown.extend(commands::about(&issuer.origin, &made.api_key, id, &edge_origin, issuer_port));
    print(&shown, &made);

    if once {
        for each in &shown {
            each.try_out()?;
        }
        println!("\n[demo] {} commands and links tried, all of them work", shown.len());
        return Ok(());
    }
    println!("\nCtrl-C stops everything and leaves nothing behind.");
    loop {
        for (name, server) in [("the service", &mut service), ("the Worker", &mut edge)] {
            if let Some(status) = server.ended() {
                bail!("{name} ended: {status}");
            }
        }
        thread::sleep(Duration::from_millis(500));
    }
}

/// What was made before the service started.
struct Made {
    organization: String,
    did: String,
    template: String,
    api_key: String,
}

/// The binary `proofpass` with the settings of the demonstration.
struct Issuer {
    program: PathBuf,
    database: String,
    origin: String,
}

impl Issuer {
    fn command(&self) -> Command {
        // As everything that serves: it ends when we do, whatever ended us.
        let mut command = process::dies_with_us(&self.program, "TERM");
        // Settings of the caller's shell are for another service; and this one refuses what it does not know.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PROOFPASS_") || name == "DATABASE_URL_FILE" {
                command.env_remove(&name);
            }
        }
        command
            .env("DATABASE_URL", &self.database)
            .env("PROOFPASS_ENV", "development")
            .env("PROOFPASS_PUBLIC_URL", &self.origin)
            .env("PROOFPASS_MASTER_KEY", "development-only:demo master key")
            .env("PROOFPASS_API_KEY_PEPPER", "development-only:demo pepper")
            .env("PROOFPASS_ASSETS_DIR", workspace::root().join("pkg"))
            .env("PROOFPASS_LOG", "info");
        command
    }

    /// Runs a command that makes something and returns what it says about it.
    fn make(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let text = process::run_quiet(self.command().args(arguments).arg("--json"))?;
        json::read(&text, &format!("what `proofpass {}` printed", arguments.join(" ")))
    }

    fn prepare(&self, folder: &Path) -> anyhow::Result<Made> {
        let text = |value: &Value, name: &str| {
            value[name].as_str().map(str::to_owned).with_context(|| format!("no `{name}` in {value}"))
        };
        let mut migrate = self.command();
        // Migrating needs the database only, and refuses nothing for lack of keys.
        process::run_quiet(migrate.arg("migrate"))?;
        let organization = text(&self.make(&["organizations", "create", "--name", "Demo Products Ltd"])?, "id")?;
        let of = ["--organization", organization.as_str()];
        let key = self.make(&[&["keys", "issuer", "create"][..], &of].concat())?;
        let api_key = self.make(&[&["keys", "api", "create", "--name", "demo", "--test"][..], &of].concat())?;
        let template = folder.join("template.json");
        fs::write(&template, template_file().to_string())?;
        let path = template.to_str().context("the build folder's name is not UTF-8")?;
        let template = self.make(&[&["templates", "create", "--file", path][..], &of].concat())?;
        Ok(Made {
            did: text(&key, "did")?,
            template: text(&template, "id")?,
            api_key: text(&api_key, "key")?,
            organization,
        })
    }

    fn serve(&self, port: u16, folder: &Path) -> anyhow::Result<Running> {
        let log = fs::File::create(folder.join("service.log"))?;
        let mut command = self.command();
        command
            .arg("serve")
            .env("PROOFPASS_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log));
        Running::start("proofpass serve", &mut command, Signal::TERM)
    }
}

/// A product certificate that anybody may fetch and verify.
fn template_file() -> Value {
    value!({
        "name": "Product certificate",
        "credentialType": "ProductCertificate",
        "visibility": "public",
        "validityDays": 365,
        "claimsSchema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": { "certificationId": { "type": "string", "minLength": 1, "maxLength": 64 } },
            "required": ["certificationId"],
            "additionalProperties": false,
        },
    })
}

/// The wished ports, or free ones where they are taken.
fn free_ports<const N: usize>(wished: [u16; N]) -> anyhow::Result<[u16; N]> {
    // All are held until all are known, so that no port is given twice.
    let listeners =
        wished.map(|port| TcpListener::bind(("127.0.0.1", port)).or_else(|_| TcpListener::bind(("127.0.0.1", 0))));
    let mut ports = [0; N];
    for (port, listener) in ports.iter_mut().zip(listeners) {
        *port = listener.context("no free port on the loopback interface")?.local_addr()?.port();
    }
    Ok(ports)
}

fn await_answer(name: &str, server: &mut Running, url: &str, log: impl Fn() -> String) -> anyhow::Result<()> {
    let deadline = Instant::now() + START_PATIENCE;
    loop {
        let mut probe = Command::new("curl");
        probe.args(["--silent", "--fail", "--max-time", "5", "--noproxy", "*", url]);
        if process::captured(&mut probe)?.0.success() {
            return Ok(());
        }
        if let Some(status) = server.ended() {
            bail!("{name} ended: {status}\n{}", log());
        }
        if Instant::now() > deadline {
            bail!("{name} did not answer at {url} within {} s\n{}", START_PATIENCE.as_secs(), log());
        }
        thread::sleep(Duration::from_millis(100));
    }
}

fn print(shown: &[Shown], made: &Made) {
    println!("\nDemo Products Ltd ({}) signs as", made.organization);
    println!("  {}", made.did);
    println!("Development API key (it dies with this demo): {}", made.api_key);
    for each in shown {
        println!("\n{}", each.title());
        println!("  {}", each.text());
    }
}
