//! Services that are asked: their addresses and API keys, in a file that its owner alone may read.
//!
//! `$XDG_CONFIG_HOME/proofpass/profiles.json`, or under `~/.config`. A key is read from standard input or from the
//! environment, never from a flag: every process of the machine could read that.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use proofpass::json::{self, Limits, Object, Value};
use proofpass_issuer::egress::service::Service;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::{Which, get, refusal};
use crate::cli::{Output, print_exactly, visible};

/// For programs: instead of a profile.
const SERVER: &str = "PROOFPASS_SERVER";
const KEY: &str = "PROOFPASS_KEY";
/// A file of certificates (PEM) that are believed instead of the public ones: for a service inside a network.
const CERTIFICATES: &str = "PROOFPASS_SERVER_CERTIFICATES";

/// The name of a profile that was given none.
const DEFAULT: &str = "default";

/// Longest key that is read.
const KEY_BYTES: u64 = 4096;

#[derive(Debug, clap::Args)]
pub(crate) struct Login {
    /// The service's address, such as `https://issuer.example`
    server: String,
    /// The name to keep it under
    #[arg(long, default_value = DEFAULT)]
    profile: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Use {
    /// The name that it is kept under
    profile: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Logout {
    /// The name that it is kept under
    #[arg(default_value = DEFAULT)]
    profile: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Profiles {
    #[command(flatten)]
    output: Output,
}

/// What is kept: `{"current": name, "profiles": {name: {"server", "key"}}}`.
struct Kept {
    path: PathBuf,
    current: Option<String>,
    profiles: Object,
}

impl Kept {
    fn path() -> anyhow::Result<PathBuf> {
        let named = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = match (named("XDG_CONFIG_HOME"), named("HOME")) {
            (Some(folder), _) => folder,
            (None, Some(home)) => home.join(".config"),
            (None, None) => bail!("neither XDG_CONFIG_HOME nor HOME says where to keep services"),
        };
        Ok(folder.join("proofpass/profiles.json"))
    }

    fn read() -> anyhow::Result<Self> {
        let path = Self::path()?;
        let shown = path.display().to_string();
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path, current: None, profiles: Object::new() });
            }
            Err(error) => return Err(error).context(shown),
        };
        let mode = file.metadata().with_context(|| shown.clone())?.permissions().mode();
        if mode & 0o077 != 0 {
            bail!(
                "{shown} holds keys and others may read it (mode {:o}): chmod 600, and think about new keys",
                mode & 0o777
            );
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).with_context(|| shown.clone())?;
        let value = json::parse(&bytes, &Limits::DOCUMENT).with_context(|| shown.clone())?;
        let object = value.as_object().with_context(|| shown.clone())?;
        let profiles = object.get("profiles").and_then(Value::as_object).cloned().unwrap_or_default();
        let current = object.get("current").and_then(Value::as_str).map(str::to_owned);
        Ok(Self { path, current, profiles })
    }

    /// In one step, so that a crash leaves the file as it was; for its owner alone from the beginning.
    fn write(&self) -> anyhow::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let fresh = self.path.with_extension(format!("{}.new", std::process::id()));
        let text =
            Object::new().with("current", self.current.clone()).with("profiles", self.profiles.clone()).to_string();
        let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, &self.path)
        });
        if written.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn find(&self, name: &str) -> anyhow::Result<(String, SecretString)> {
        let profile = self.profiles.get(name).and_then(Value::as_object);
        let profile = profile.with_context(|| format!("no service is kept as `{name}`: proofpass login"))?;
        let text = |name| profile.get(name).and_then(Value::as_str).map(str::to_owned);
        let found = text("server").zip(text("key").map(SecretString::from));
        found.with_context(|| format!("what is kept as `{name}` cannot be read: proofpass login"))
    }
}

/// Asks whether the service knows the key before it is kept.
pub(super) async fn log_in(args: &Login) -> anyhow::Result<()> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if args.profile.is_empty() || !args.profile.chars().all(is_name) {
        bail!("the name of a profile has letters, digits, `-`, `_` and `.`");
    }
    let mut kept = Kept::read()?;
    let key = read_key()?;
    let service = Service::new(&args.server, Some(key.clone()), certificates()?.as_deref())?;
    let reply = service.ask(&get(&["api", "v1", "templates"])).await?;
    match reply.status {
        // A key that may not read templates is a key all the same.
        200 | 403 => {}
        status => return Err(refusal(status, &reply.body).into()),
    }
    let profile = Object::new().with("server", service.address()).with("key", key.expose_secret());
    kept.profiles.insert(args.profile.clone(), profile);
    kept.current = Some(args.profile.clone());
    kept.write()?;
    print_exactly(&format!("{} is kept as `{}` in {}\n", service.address(), args.profile, kept.path.display()))
}

pub(super) fn choose(args: &Use) -> anyhow::Result<()> {
    let mut kept = Kept::read()?;
    let (server, _) = kept.find(&args.profile)?;
    kept.current = Some(args.profile.clone());
    kept.write()?;
    print_exactly(&format!("{} is asked from now on\n", visible(&server)))
}

pub(super) fn log_out(args: &Logout) -> anyhow::Result<()> {
    let mut kept = Kept::read()?;
    if kept.profiles.remove(&args.profile).is_none() {
        bail!("no service is kept as `{}`", args.profile);
    }
    kept.current = kept.current.filter(|name| *name != args.profile);
    kept.write()
}

pub(super) fn list(args: &Profiles) -> anyhow::Result<()> {
    let kept = Kept::read()?;
    let mut text = String::new();
    for (name, profile) in kept.profiles.iter() {
        let server = profile.as_object().and_then(|profile| profile.get("server")?.as_str()).unwrap_or_default();
        let is_current = kept.current.as_deref() == Some(name);
        if args.output.json {
            let line = Object::new().with("profile", name).with("server", server).with("current", is_current);
            let _ = writeln!(text, "{line}");
        } else {
            let mark = if is_current { "*" } else { " " };
            let _ = writeln!(text, "{mark} {} {}", visible(name), visible(server));
        }
    }
    print_exactly(&text)
}

impl Which {
    /// The service that is asked: one by name, that of the environment, or the one in use.
    pub(super) fn service(&self) -> anyhow::Result<Service> {
        let text = |name| -> anyhow::Result<Option<String>> {
            match std::env::var(name) {
                Ok(text) => Ok(Some(text)),
                Err(std::env::VarError::NotPresent) => Ok(None),
                Err(std::env::VarError::NotUnicode(_)) => bail!("{name} is not text"),
            }
        };
        let (server, key) = match (&self.profile, text(SERVER)?, text(KEY)?) {
            (Some(name), _, _) => Kept::read()?.find(name)?,
            (None, Some(server), Some(key)) => (server, SecretString::from(key)),
            (None, None, None) => {
                let kept = Kept::read()?;
                let name = kept.current.clone().context("no service is in use: proofpass login, or proofpass use")?;
                kept.find(&name)?
            }
            (None, _, _) => bail!("{SERVER} and {KEY} go together"),
        };
        Ok(Service::new(&server, Some(key), certificates()?.as_deref())?)
    }
}

fn certificates() -> anyhow::Result<Option<Vec<u8>>> {
    let Some(path) = std::env::var_os(CERTIFICATES) else { return Ok(None) };
    Ok(Some(fs::read(&path).with_context(|| format!("cannot read {}", Path::new(&path).display()))?))
}

/// From standard input, up to the end of the line; on a terminal without showing it.
#[expect(clippy::print_stderr, reason = "what is asked for is not what the command answers")]
fn read_key() -> anyhow::Result<SecretString> {
    let stdin = io::stdin();
    let before = if stdin.is_terminal() {
        eprint!("API key: ");
        let before = tcgetattr(&stdin).context("the terminal")?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Flush, &quiet).context("the terminal")?;
        Some(before)
    } else {
        None
    };
    let mut text = Zeroizing::new(String::new());
    let read = io::BufRead::read_line(&mut stdin.lock().take(KEY_BYTES), &mut text);
    if let Some(before) = before {
        tcsetattr(&stdin, OptionalActions::Flush, &before).context("the terminal")?;
        eprintln!();
    }
    read.context("standard input")?;
    let key = text.trim();
    if key.is_empty() {
        bail!("standard input holds no API key");
    }
    Ok(SecretString::from(key))
}
