//! The issuer's binary, `proofpass`, as the suites, the demonstration and the measurements run it.
//!
//! In scope: building it, an organisation that can issue, starting it. Out of scope: what is asked of it.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::Signal;
use serde_json::{Value, json as value};

use crate::process::Running;
use crate::{json, process, progress, workspace};

/// The first start of workerd reads some hundred megabytes from disk.
const START_PATIENCE: Duration = Duration::from_secs(90);

/// Where it logs.
pub(crate) const LOG: &str = "service.log";

/// Settings that a load is served under: with limits on how often somebody may ask, those would be what is tried. Each is
/// `off`.
pub(crate) const UNLIMITED: [&str; 4] = [
    "PROOFPASS_RATE_LIMIT_AUTH",
    "PROOFPASS_RATE_LIMIT_EXPENSIVE",
    "PROOFPASS_RATE_LIMIT_GLOBAL",
    "PROOFPASS_RATE_LIMIT_USER",
];

/// Builds it and says where it is.
///
/// Everybody builds it by this one call: with another selection of packages cargo would choose other features for what
/// they share, and build half of it a second time.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    progress::step("service", "building", || {
        process::run(workspace::cargo().args(["build", "--quiet", "--workspace", "--exclude", "xtask", "--bins"]))
    })?;
    Ok(workspace::built("proofpass"))
}

/// The end of its log.
pub(crate) fn log(folder: &Path) -> String {
    process::last_lines(&fs::read_to_string(folder.join(LOG)).unwrap_or_default(), 30)
}

/// What is made before the service starts.
pub(crate) struct Made {
    pub(crate) organization: String,
    pub(crate) did: String,
    pub(crate) template: String,
    pub(crate) api_key: String,
}

/// The binary `proofpass`, with settings for this machine.
pub(crate) struct Issuer {
    pub(crate) program: PathBuf,
    pub(crate) database: String,
    pub(crate) origin: String,
    /// Beyond those that are always the same.
    pub(crate) settings: Vec<(&'static str, String)>,
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
            .env("PROOFPASS_DEFAULT_PLAN", "enterprise")
            .env("PROOFPASS_PUBLIC_URL", &self.origin)
            .env("PROOFPASS_MASTER_KEY", "development-only:demo master key")
            .env("PROOFPASS_LOG", "info")
            .envs(self.settings.iter().map(|(name, value)| (*name, value.as_str())));
        command
    }

    /// Runs a command that makes something and returns what it says about it.
    fn make(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let text = process::run_quiet(self.command().args(arguments).arg("--json"))?;
        json::read(&text, &format!("what `proofpass {}` printed", arguments.join(" ")))
    }

    /// An organisation with everything it needs to issue; `key` are arguments of making its API key.
    pub(crate) fn prepare(&self, name: &str, key: &[&str], folder: &Path) -> anyhow::Result<Made> {
        self.migrate()?;
        let organization = text(&self.make(&["organizations", "create", "--name", name])?, "id")?;
        let signing = self.make(&["keys", "issuer", "create", "--organization", &organization])?;
        let (api_key, template) = self.furnish(&organization, key, folder)?;
        Ok(Made { did: text(&signing, "did")?, template, api_key, organization })
    }

    /// The database, as this program needs it.
    pub(crate) fn migrate(&self) -> anyhow::Result<()> {
        // It needs the database only, and refuses nothing for lack of keys.
        process::run_quiet(self.command().arg("migrate")).map(drop)
    }

    /// An API key and a template of an organisation that has a key to sign with.
    pub(crate) fn furnish(&self, organization: &str, key: &[&str], folder: &Path) -> anyhow::Result<(String, String)> {
        let of = ["--organization", organization];
        let api_key = self.make(&[&["keys", "api", "create", "--name", "demo"][..], key, &of].concat())?;
        let template = folder.join("template.json");
        fs::write(&template, template_file().to_string())?;
        let path = template.to_str().context("the build folder's name is not UTF-8")?;
        let template = self.make(&[&["templates", "create", "--file", path][..], &of].concat())?;
        Ok((text(&api_key, "key")?, text(&template, "id")?))
    }

    /// Starts it; what it logs is in `service.log`.
    pub(crate) fn serve(&self, port: u16, folder: &Path) -> anyhow::Result<Running> {
        let log = fs::OpenOptions::new().create(true).append(true).open(folder.join(LOG))?;
        let mut command = self.command();
        command
            .arg("serve")
            .env("PROOFPASS_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log));
        Running::start("proofpass serve", &mut command, Signal::TERM)
    }
}

/// A text of what was answered.
pub(crate) fn text(value: &Value, name: &str) -> anyhow::Result<String> {
    value[name].as_str().map(str::to_owned).with_context(|| format!("no `{name}` in {value}"))
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
pub(crate) fn free_ports<const N: usize>(wished: [u16; N]) -> anyhow::Result<[u16; N]> {
    // All are held until all are known, so that no port is given twice.
    let listeners =
        wished.map(|port| TcpListener::bind(("127.0.0.1", port)).or_else(|_| TcpListener::bind(("127.0.0.1", 0))));
    let mut ports = [0; N];
    for (port, listener) in ports.iter_mut().zip(listeners) {
        *port = listener.context("no free port on the loopback interface")?.local_addr()?.port();
    }
    Ok(ports)
}

/// Waits until `url` answers.
pub(crate) fn await_answer(
    name: &str,
    server: &mut Running,
    url: &str,
    log: impl Fn() -> String,
) -> anyhow::Result<()> {
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

/// Waits until somebody listens at `port` of this machine.
pub(crate) fn await_port(name: &str, server: &mut Running, port: u16) -> anyhow::Result<()> {
    let deadline = Instant::now() + START_PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Some(status) = server.ended() {
            bail!("{name} ended: {status}");
        }
        if Instant::now() > deadline {
            bail!("{name} does not listen after {} s", START_PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
