//! Settings: flags and environment variables, secrets only from the latter, read into values that are valid.
//!
//! In scope: reading, refusing what is unknown, missing, contradictory or unsafe in production. Out of scope: using
//! them. `docs/OPERATING.md` says what each one is for and which mistake it prevents.

use std::ffi::OsString;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, ValueEnum, value_parser};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use sha2::{Digest as _, Sha256};

use crate::egress::Hosts;
use crate::issue::PublicUrl;
use crate::issue::plan::Plan;
use crate::limiter::{Limit, Limits};
use crate::mail::{Post, Sender, Server, ServerError};
use crate::network::{ForwardedHeader, Networks};
use crate::origin::Origins;

/// Where this process runs. There is no default: nobody should find out by accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Environment {
    /// A developer's machine or a test: development keys and `pk_test_` keys are accepted.
    Development,
    /// Anywhere that matters.
    Production,
}

/// Every environment variable of ours. Any other that begins with `PROOFPASS_` is refused, so that a misspelt setting
/// cannot be ignored in silence.
pub const VARIABLES: [&str; 35] = [
    "PROOFPASS_API_KEY_OLDER_PEPPERS",
    "PROOFPASS_API_KEY_OLDER_PEPPERS_FILE",
    "PROOFPASS_API_KEY_PEPPER",
    "PROOFPASS_API_KEY_PEPPER_FILE",
    "PROOFPASS_ASSETS_DIR",
    "PROOFPASS_CONNECTIONS_PER_ADDRESS",
    "PROOFPASS_DEFAULT_PLAN",
    "PROOFPASS_ENV",
    // Of the commands that fetch, which read it themselves.
    "PROOFPASS_FETCH_THIS_MACHINE",
    "PROOFPASS_FORWARDED_HEADER",
    // Of the commands that ask a service, which read it themselves.
    "PROOFPASS_KEY",
    "PROOFPASS_LISTEN",
    "PROOFPASS_LOG",
    "PROOFPASS_MAIL_FROM",
    "PROOFPASS_MASTER_KEY",
    "PROOFPASS_MASTER_KEY_FILE",
    "PROOFPASS_METRICS_LISTEN",
    "PROOFPASS_PROOF_KEYS_DIR",
    "PROOFPASS_PUBLIC_URL",
    "PROOFPASS_RATE_LIMIT_AUTH",
    "PROOFPASS_RATE_LIMIT_EXPENSIVE",
    "PROOFPASS_RATE_LIMIT_GLOBAL",
    "PROOFPASS_RATE_LIMIT_USER",
    // As `PROOFPASS_KEY`.
    "PROOFPASS_SERVER",
    "PROOFPASS_SERVER_CERTIFICATES",
    "PROOFPASS_SHUTDOWN_GRACE_SECONDS",
    "PROOFPASS_SMTP_CA_FILE",
    "PROOFPASS_SMTP_URL",
    "PROOFPASS_SMTP_URL_FILE",
    "PROOFPASS_TRUSTED_PROXIES",
    "PROOFPASS_VC_API_LISTEN",
    "PROOFPASS_VC_API_SEED",
    "PROOFPASS_VC_API_SEED_FILE",
    // Read by no command of this binary, set for all of them by tools around it.
    "PROOFPASS_VECTORS",
    "PROOFPASS_VERIFY_FETCH",
];

/// What is wrong with the settings. Never holds a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Pages of any origin, with credentials.
    #[error("CORS_ORIGIN must not be * in production: list the origins whose pages may call with keys and tokens")]
    AnyOrigin,
    /// A file of certificates that cannot be read.
    #[error("cannot read the file that PROOFPASS_SMTP_CA_FILE names")]
    Authorities {
        /// Why.
        source: std::io::Error,
    },
    /// Both a secret and the file it would be in.
    #[error("{0} and {0}_FILE are both set: set one")]
    Both(&'static str),
    /// A development key in production.
    #[error("{0} is a development key, which production refuses")]
    DevelopmentKey(&'static str),
    /// A file that cannot be read.
    #[error("cannot read the file that {name}_FILE names")]
    File {
        /// The secret.
        name: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// A server for letters without a sender, or the other way round.
    #[error("PROOFPASS_SMTP_URL and PROOFPASS_MAIL_FROM go together: set both, or neither")]
    HalfOfMail,
    /// Neither 32 bytes of base64url nor a development key.
    #[error("{0} must be 32 random bytes in base64url without padding (43 characters), or development-only:<anything>")]
    Key(&'static str),
    /// A secret that is needed and not given.
    #[error("{0} or {0}_FILE must be set")]
    Missing(&'static str),
    /// A key that is not labelled as what it must be.
    #[error("{0} must be development-only:<anything>")]
    NotDevelopmentKey(&'static str),
    /// An address that others can reach.
    #[error("PROOFPASS_VC_API_LISTEN must be an address of this machine's own, such as 127.0.0.1 or [::1]")]
    NotLoopback,
    /// Not UTF-8.
    #[error("{0} is not text")]
    NotText(&'static str),
    /// A variable that is not ours, and nearly is.
    #[error("{name} is not a setting of this program: is {meant} meant?")]
    Misspelt {
        /// What is set.
        name: String,
        /// What there is.
        meant: &'static str,
    },
    /// Plain HTTP in production, of a page that may call.
    #[error("CORS_ORIGIN must list https:// origins only in production")]
    PlainHttpOrigin,
    /// A password on the wire.
    #[error("REDIS_URL must begin with rediss:// or unix:// in production, unless Redis is on this machine")]
    PlainRedis,
    /// Plain HTTP in production.
    #[error("PROOFPASS_PUBLIC_URL must begin with https:// in production")]
    PlainHttp,
    /// The server for letters. Its URL is a secret and stays out of the message.
    #[error("{0} names no server that letters can be given to")]
    Smtp(&'static str, #[source] ServerError),
    /// One secret for two purposes.
    #[error("PROOFPASS_MASTER_KEY and the API key peppers must differ")]
    SameKey,
    /// The VC-API in production.
    #[error("the VC-API signs whatever it is given, for anybody: production refuses it")]
    VcApiInProduction,
    /// A variable that is not ours.
    #[error("{0} is not a setting of this program: is it misspelt?")]
    Unknown(String),
}

/// Refuses variables that look like settings and are none.
pub fn refuse_unknown(names: impl IntoIterator<Item = String>) -> Result<(), ConfigError> {
    unknown(names).next().map_or(Ok(()), Err)
}

/// Variables that look like settings and are none.
pub fn unknown(names: impl IntoIterator<Item = String>) -> impl Iterator<Item = ConfigError> {
    let names = names.into_iter().filter(|name| name.starts_with("PROOFPASS_") && !VARIABLES.contains(&name.as_str()));
    names.map(|name| match meant(&name) {
        Some(meant) => ConfigError::Misspelt { name, meant },
        None => ConfigError::Unknown(name),
    })
}

/// The setting that a name is nearly.
fn meant(name: &str) -> Option<&'static str> {
    const AT_MOST: usize = 3;
    let nearest = VARIABLES.into_iter().map(|known| (distance(name, known), known)).min()?;
    (nearest.0 <= AT_MOST).then_some(nearest.1)
}

/// How many letters differ, are missing or are too many.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, b) in other.bytes().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

/// Settings of the process itself.
#[derive(Args, Clone, Debug)]
pub struct ProcessArgs {
    /// Where this runs
    // The name of the variable is what an operator looks for when clap says that it is missing.
    #[arg(long = "env", env = "PROOFPASS_ENV", value_name = "PROOFPASS_ENV")]
    pub environment: Environment,

    /// What to log, such as `info` or `proofpass_issuer=debug`
    #[arg(long, env = "PROOFPASS_LOG", default_value = "info")]
    pub log: String,
}

/// Looks a variable up in the environment.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Secrets come from the environment or from files. Never from flags: every process of the machine can read those.
pub const SECRETS: [&str; 7] = [
    "DATABASE_URL",
    "PROOFPASS_API_KEY_OLDER_PEPPERS",
    "PROOFPASS_API_KEY_PEPPER",
    "PROOFPASS_MASTER_KEY",
    "PROOFPASS_SMTP_URL",
    "PROOFPASS_VC_API_SEED",
    "REDIS_URL",
];

/// Where the database is: `postgres://…`
pub fn database_url(lookup: Lookup<'_>) -> Result<SecretString, ConfigError> {
    const NAME: &str = "DATABASE_URL";
    secret(NAME, lookup)?.ok_or(ConfigError::Missing(NAME))
}

/// Settings of everything that issues or manages.
#[derive(Args, Clone, Debug)]
pub struct IssuerArgs {
    #[command(flatten)]
    /// The process.
    pub process: ProcessArgs,

    /// Where the service is reached; identifiers in credentials begin with it
    #[arg(long, env = "PROOFPASS_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_parser = PublicUrl::parse)]
    pub public_url: PublicUrl,

    /// Plan of organisations that are made from now on: free, pro, or enterprise, which has no limits
    #[arg(long, env = "PROOFPASS_DEFAULT_PLAN", default_value = "free", value_parser = parse_plan)]
    pub default_plan: Plan,

    #[command(flatten)]
    /// Letters.
    pub mail: MailArgs,
}

fn parse_plan(text: &str) -> Result<Plan, String> {
    Plan::parse(text).ok_or_else(|| format!("one of {}", Plan::ALL.map(Plan::as_str).join(", ")))
}

/// Settings of letters to people. The server's URL is a secret, `PROOFPASS_SMTP_URL`.
#[derive(Args, Clone, Debug)]
pub struct MailArgs {
    /// Whom letters are from, such as `ProofPass <no-reply@issuer.example>`
    #[arg(long, env = "PROOFPASS_MAIL_FROM", value_parser = Sender::parse)]
    pub mail_from: Option<Sender>,

    /// File with the certificates (PEM) that the server for letters is held against, instead of those that browsers believe
    #[arg(long, env = "PROOFPASS_SMTP_CA_FILE")]
    pub smtp_ca_file: Option<PathBuf>,
}

impl MailArgs {
    /// Who carries letters; nobody, where no server is named.
    pub fn post(&self, lookup: Lookup<'_>) -> Result<Option<Post>, ConfigError> {
        const NAME: &str = "PROOFPASS_SMTP_URL";
        const AUTHORITIES: &str = "PROOFPASS_SMTP_CA_FILE";
        let (url, sender) = match (secret(NAME, lookup)?, &self.mail_from) {
            (Some(url), Some(sender)) => (url, sender.clone()),
            (None, None) => return Ok(None),
            (Some(_), None) | (None, Some(_)) => return Err(ConfigError::HalfOfMail),
        };
        let read = |path| std::fs::read(path).map_err(|source| ConfigError::Authorities { source });
        let authorities = self.smtp_ca_file.as_ref().map(read).transpose()?;
        let server = Server::parse(url.expose_secret(), authorities.as_deref());
        let server = server.map_err(|error| {
            ConfigError::Smtp(if error == ServerError::Certificates { AUTHORITIES } else { NAME }, error)
        })?;
        Ok(Some(Post::new(server, sender)))
    }
}

/// The keys of a process.
pub struct Keys {
    /// Seals issuer keys.
    pub master: SecretBox<[u8; 32]>,
    /// Hashes API keys.
    pub pepper: SecretBox<[u8; 32]>,
    /// Hashed those that were made before.
    pub older_peppers: Vec<SecretBox<[u8; 32]>>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl IssuerArgs {
    /// Refuses settings that do not go together.
    pub fn check(&self) -> Result<(), ConfigError> {
        let plain = self.process.environment == Environment::Production && !self.public_url.is_https();
        if plain { Err(ConfigError::PlainHttp) } else { Ok(()) }
    }

    /// The keys.
    pub fn keys(&self, lookup: Lookup<'_>) -> Result<Keys, ConfigError> {
        let read = |name| {
            let text = secret(name, lookup)?.ok_or(ConfigError::Missing(name))?;
            key(name, text.expose_secret(), self.process.environment)
        };
        let (master, pepper) = (read("PROOFPASS_MASTER_KEY")?, read("PROOFPASS_API_KEY_PEPPER")?);
        let older = secret("PROOFPASS_API_KEY_OLDER_PEPPERS", lookup)?.unwrap_or_default();
        let older = older.expose_secret().split(',').map(str::trim).filter(|text| !text.is_empty());
        // Under the name of the pepper that they were: a development key is the same key then.
        let older = older.map(|text| key("PROOFPASS_API_KEY_PEPPER", text, self.process.environment));
        let older_peppers = older.collect::<Result<Vec<_>, _>>()?;
        let is_master = |pepper: &SecretBox<[u8; 32]>| pepper.expose_secret() == master.expose_secret();
        if is_master(&pepper) || older_peppers.iter().any(is_master) {
            return Err(ConfigError::SameKey);
        }
        Ok(Keys { master, pepper, older_peppers })
    }
}

/// Settings of the service.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    /// What every command needs.
    pub issuer: IssuerArgs,

    /// Address to listen on
    #[arg(long, env = "PROOFPASS_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Folder of the npm package; without it there is no page
    #[arg(long, env = "PROOFPASS_ASSETS_DIR")]
    pub assets_dir: Option<PathBuf>,

    /// Folder of keys of circuits, each in a folder as `proofpass ceremony finalize` makes it: proofs under them count, and
    /// wallets fetch what they prove with
    #[arg(long, env = "PROOFPASS_PROOF_KEYS_DIR")]
    pub proof_keys_dir: Option<PathBuf>,

    #[command(flatten)]
    /// How often somebody may ask.
    pub rate_limits: RateLimitArgs,

    /// Networks of the proxies in front, separated by commas: what they say about whom a request is from is believed, and
    /// nobody else is
    #[arg(long, env = "PROOFPASS_TRUSTED_PROXIES", default_value = "127.0.0.0/8,::1", value_parser = Networks::parse)]
    pub trusted_proxies: Networks,

    /// The header in which they say it: x-forwarded-for or forwarded
    #[arg(long, env = "PROOFPASS_FORWARDED_HEADER", default_value = "x-forwarded-for", value_parser = forwarded_header)]
    pub forwarded_header: ForwardedHeader,

    /// Origins whose pages may call with keys and tokens, separated by commas
    #[arg(long, env = "CORS_ORIGIN", default_value = "", value_parser = Origins::parse)]
    pub cors_origin: Origins,

    /// Address at which the metrics are, for Prometheus and not for the public; without it they are nowhere
    #[arg(long, env = "PROOFPASS_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,

    /// Connections that one address may have, 0 for any number; where absent, 64 for addresses of the Internet and any
    /// number for this machine and private networks, where proxies are
    #[arg(long, env = "PROOFPASS_CONNECTIONS_PER_ADDRESS")]
    pub connections_per_address: Option<usize>,

    /// Hosts that `POST /api/v1/verify?resolve` may fetch from what documents need, separated by commas, `*` for all of the
    /// Internet; where absent, nothing is fetched for anybody
    #[arg(long, env = "PROOFPASS_VERIFY_FETCH", default_value = "", value_parser = Hosts::parse)]
    pub verify_fetch: Hosts,

    /// How long to go on serving after SIGTERM, while `/ready` tells balancers to go elsewhere
    #[arg(long, env = "PROOFPASS_SHUTDOWN_GRACE_SECONDS", default_value_t = 2, value_parser = value_parser!(u16).range(..=300))]
    pub shutdown_grace_seconds: u16,
}

/// How often somebody may ask.
#[derive(Args, Clone, Copy, Debug)]
pub struct RateLimitArgs {
    /// Requests of one address that says not who it is, in so many seconds; `off` for any number
    #[arg(long, env = "PROOFPASS_RATE_LIMIT_GLOBAL", default_value = "100/60", value_parser = Limit::parse)]
    pub rate_limit_global: Limit,

    /// Requests of one address that take or make a password
    #[arg(long, env = "PROOFPASS_RATE_LIMIT_AUTH", default_value = "5/900", value_parser = Limit::parse)]
    pub rate_limit_auth: Limit,

    /// Requests of one API key or person
    #[arg(long, env = "PROOFPASS_RATE_LIMIT_USER", default_value = "200/60", value_parser = Limit::parse)]
    pub rate_limit_user: Limit,

    /// Requests of one caller that make others work or compute for long
    #[arg(long, env = "PROOFPASS_RATE_LIMIT_EXPENSIVE", default_value = "20/60", value_parser = Limit::parse)]
    pub rate_limit_expensive: Limit,
}

impl RateLimitArgs {
    /// The tiers' rates.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            auth: self.rate_limit_auth,
            expensive: self.rate_limit_expensive,
            global: self.rate_limit_global,
            user: self.rate_limit_user,
        }
    }
}

/// A name among two.
fn forwarded_header(text: &str) -> Result<ForwardedHeader, String> {
    match text.to_ascii_lowercase().as_str() {
        "forwarded" => Ok(ForwardedHeader::Forwarded),
        "x-forwarded-for" => Ok(ForwardedHeader::XForwardedFor),
        _ => Err("must be forwarded or x-forwarded-for".to_owned()),
    }
}

impl ServeArgs {
    /// Refuses settings that do not go together.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.issuer.check()?;
        if self.issuer.process.environment == Environment::Production {
            if self.cors_origin.is_anybody() {
                return Err(ConfigError::AnyOrigin);
            }
            if self.cors_origin.has_plain_http() {
                return Err(ConfigError::PlainHttpOrigin);
            }
        }
        Ok(())
    }

    /// Where Redis is, where there is one.
    pub fn redis_url(&self, lookup: Lookup<'_>) -> Result<Option<SecretString>, ConfigError> {
        let url = secret("REDIS_URL", lookup)?.filter(|url| !url.expose_secret().is_empty());
        let exposed = url.as_ref().is_some_and(|url| is_plain_and_far(url.expose_secret()));
        if exposed && self.issuer.process.environment == Environment::Production {
            return Err(ConfigError::PlainRedis);
        }
        Ok(url)
    }
}

/// Whether passwords and addresses would cross a network in the clear.
fn is_plain_and_far(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("redis://") else { return false };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let near = ["localhost", "127.0.0.1", "[::1]"];
    !near.iter().any(|name| host.strip_prefix(name).is_some_and(|port| port.is_empty() || port.starts_with(':')))
}

/// Settings of the VC-API, which test suites talk to.
#[derive(Args, Clone, Debug)]
pub struct VcApiArgs {
    #[command(flatten)]
    /// The process.
    pub process: ProcessArgs,

    /// Address to listen on; only one of this machine's own is accepted
    #[arg(long, env = "PROOFPASS_VC_API_LISTEN", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 40443)))]
    pub listen: SocketAddr,

    /// Speak https, with a certificate made for this run
    #[arg(long)]
    pub tls: bool,
}

impl VcApiArgs {
    /// Refuses to be of use to anybody but a developer on this machine.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.process.environment == Environment::Production {
            return Err(ConfigError::VcApiInProduction);
        }
        if self.listen.ip().to_canonical().is_loopback() { Ok(()) } else { Err(ConfigError::NotLoopback) }
    }

    /// The seed of the keys for runs that are to be repeated, where there is one.
    pub fn seed(&self, lookup: Lookup<'_>) -> Result<Option<SecretBox<[u8; 32]>>, ConfigError> {
        const NAME: &str = "PROOFPASS_VC_API_SEED";
        let Some(text) = secret(NAME, lookup)? else { return Ok(None) };
        // The label keeps a key that matters from being tried out here.
        if !text.expose_secret().starts_with(DEVELOPMENT_ONLY) {
            return Err(ConfigError::NotDevelopmentKey(NAME));
        }
        key(NAME, text.expose_secret(), self.process.environment).map(Some)
    }
}

/// How a key begins that production refuses.
const DEVELOPMENT_ONLY: &str = "development-only:";

/// What a variable holds, or the file that the variable with `_FILE` at its end names.
fn secret(name: &'static str, lookup: Lookup<'_>) -> Result<Option<SecretString>, ConfigError> {
    match (lookup(name), lookup(&format!("{name}_FILE"))) {
        (Some(_), Some(_)) => Err(ConfigError::Both(name)),
        (Some(text), None) => Ok(Some(text.into_string().map_err(|_| ConfigError::NotText(name))?.into())),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path).map_err(|source| ConfigError::File { name, source })?;
            // Editors end files with a newline.
            Ok(Some(SecretString::from(text.trim_end_matches(['\n', '\r']))))
        }
        (None, None) => Ok(None),
    }
}

fn key(name: &'static str, text: &str, environment: Environment) -> Result<SecretBox<[u8; 32]>, ConfigError> {
    if let Some(rest) = text.strip_prefix(DEVELOPMENT_ONLY) {
        if environment == Environment::Production {
            return Err(ConfigError::DevelopmentKey(name));
        }
        // The name keeps two purposes apart that share a text.
        let digest = Sha256::new().chain_update(name).chain_update(b"\0").chain_update(rest).finalize();
        return Ok(SecretBox::new(Box::new(digest.into())));
    }
    let mut bytes = Box::new([0; 32]);
    match URL_SAFE_NO_PAD.decode_slice(text, bytes.as_mut_slice()) {
        Ok(32) => Ok(SecretBox::new(bytes)),
        _ => Err(ConfigError::Key(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory as _, Parser};

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        serve: ServeArgs,
    }

    #[derive(Debug, Parser)]
    struct VcApiLine {
        #[command(flatten)]
        vc_api: VcApiArgs,
    }

    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    const OTHER: &str = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    fn line(environment: &str) -> Line {
        Line::try_parse_from(["x", "--env", environment]).unwrap()
    }

    /// An environment of these variables.
    fn lookup<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        |name| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value))
    }

    fn read(environment: &str, master: &str, pepper: &str, older: &str) -> Result<Keys, ConfigError> {
        line(environment).serve.issuer.keys(&lookup(&[
            ("PROOFPASS_MASTER_KEY", master),
            ("PROOFPASS_API_KEY_PEPPER", pepper),
            ("PROOFPASS_API_KEY_OLDER_PEPPERS", older),
        ]))
    }

    #[test]
    fn reads_keys_and_refuses_unsafe_ones() {
        assert_eq!(read("production", KEY, OTHER, "").unwrap().master.expose_secret()[..3], [0, 1, 2]);
        assert!(read("development", "development-only:a", "development-only:a", "").is_ok());
        assert!(matches!(
            read("production", "development-only:a", KEY, ""),
            Err(ConfigError::DevelopmentKey("PROOFPASS_MASTER_KEY"))
        ));
        for (pepper, older) in [("development-only:a", ""), (OTHER, "development-only:a")] {
            assert!(matches!(
                read("production", KEY, pepper, older),
                Err(ConfigError::DevelopmentKey("PROOFPASS_API_KEY_PEPPER"))
            ));
        }
        assert!(matches!(read("production", KEY, KEY, ""), Err(ConfigError::SameKey)));
        assert!(matches!(read("production", KEY, OTHER, KEY), Err(ConfigError::SameKey)));
        for bad in
            ["", "short", &KEY[1..], &format!("{KEY}="), &format!("{KEY}AA"), "development:x", &KEY.replace('A', "+")]
        {
            assert!(
                matches!(read("development", bad, OTHER, ""), Err(ConfigError::Key("PROOFPASS_MASTER_KEY"))),
                "{bad}"
            );
        }
    }

    #[test]
    fn older_peppers_are_a_list_and_are_what_they_were() {
        let older = read("production", KEY, OTHER, &format!("{OTHER}, {OTHER},")).unwrap().older_peppers;
        assert_eq!(older.len(), 2);
        let before = read("development", KEY, "development-only:a", "").unwrap().pepper;
        let after = read("development", KEY, OTHER, "development-only:a").unwrap().older_peppers;
        assert_eq!(before.expose_secret(), after[0].expose_secret());
        assert!(matches!(read("production", KEY, OTHER, "short"), Err(ConfigError::Key("PROOFPASS_API_KEY_PEPPER"))));
    }

    #[test]
    fn every_variable_that_is_read_is_known_and_no_other() {
        let command = Line::command();
        let vc_api = VcApiLine::command();
        let settings = command.get_arguments().chain(vc_api.get_arguments());
        let settings = settings.filter_map(|arg| Some(arg.get_env()?.to_str()?.to_owned()));
        let secrets = SECRETS.iter().flat_map(|name| [(*name).to_owned(), format!("{name}_FILE")]);
        let mut read: Vec<String> = settings.chain(secrets).filter(|name| name.starts_with("PROOFPASS_")).collect();
        let by_commands = ["PROOFPASS_KEY", "PROOFPASS_SERVER", "PROOFPASS_SERVER_CERTIFICATES"];
        read.extend(by_commands.map(str::to_owned));
        read.extend(["PROOFPASS_FETCH_THIS_MACHINE", "PROOFPASS_VECTORS"].map(str::to_owned));
        read.sort();
        read.dedup();
        assert_eq!(read, VARIABLES);
        assert!(refuse_unknown(["PATH".to_owned(), "PROOFPASS_ENV".to_owned()]).is_ok());
        for (name, ending) in [
            ("PROOFPASS_MASTERKEY", "is PROOFPASS_MASTER_KEY meant?"),
            ("PROOFPASS_LISTENS", "is PROOFPASS_LISTEN meant?"),
            ("PROOFPASS_PUBIC_ULR", "is PROOFPASS_PUBLIC_URL meant?"),
            ("PROOFPASS_FAVOURITE_COLOUR", "is it misspelt?"),
        ] {
            let error = refuse_unknown([name.to_owned()]).unwrap_err().to_string();
            assert_eq!(error, format!("{name} is not a setting of this program: {ending}"));
        }
    }

    #[test]
    fn secrets_come_from_a_file_or_the_environment_and_never_show() {
        let path = std::env::temp_dir().join(format!("proofpass-config-{}", std::process::id()));
        std::fs::write(&path, "postgres://u:hunter2@h/d\n").unwrap();
        let (text, file) =
            (("DATABASE_URL", "postgres://u:hunter2@h/d"), ("DATABASE_URL_FILE", path.to_str().unwrap()));
        for one in [text, file] {
            let url = database_url(&lookup(&[one])).unwrap();
            assert_eq!(url.expose_secret(), "postgres://u:hunter2@h/d");
            assert!(!format!("{url:?}").contains("hunter2"));
        }
        assert!(matches!(database_url(&lookup(&[text, file])), Err(ConfigError::Both("DATABASE_URL"))));
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(database_url(&lookup(&[file])), Err(ConfigError::File { .. })));
        assert!(matches!(database_url(&lookup(&[])), Err(ConfigError::Missing("DATABASE_URL"))));
        let shown = format!("{:?}", read("production", KEY, OTHER, OTHER).unwrap());
        assert!(!shown.contains(KEY) && !shown.contains(OTHER), "{shown}");
    }

    #[test]
    fn letters_take_a_server_and_a_sender() {
        const URL: (&str, &str) = ("PROOFPASS_SMTP_URL", "smtps://ada:hunter2@mail.example");
        let args = |flags: &[&str]| Line::try_parse_from([&["x", "--env", "development"][..], flags].concat());
        let post = |flags: &[&str], variables| args(flags).unwrap().serve.issuer.mail.post(&lookup(variables));
        let from = ["--mail-from", "ProofPass <no-reply@issuer.example>"];
        assert!(post(&from, &[URL]).unwrap().is_some());
        assert!(post(&[], &[]).unwrap().is_none());
        assert!(matches!(post(&from, &[]), Err(ConfigError::HalfOfMail)));
        assert!(matches!(post(&[], &[URL]), Err(ConfigError::HalfOfMail)));
        let clear = [("PROOFPASS_SMTP_URL", "smtp://ada:hunter2@mail.example?tls=none")];
        let error = post(&from, &clear).unwrap_err();
        assert!(matches!(error, ConfigError::Smtp("PROOFPASS_SMTP_URL", ServerError::InTheClear)), "{error}");
        assert!(!format!("{error:?}").contains("hunter2"));
        let missing = [&from[..], &["--smtp-ca-file", "/nowhere/at/all"]].concat();
        assert!(matches!(post(&missing, &[URL]), Err(ConfigError::Authorities { .. })));
        assert!(args(&["--mail-from", "nobody"]).is_err());
        assert!(args(&["--smtp-url", URL.1]).is_err(), "a secret is no flag");
    }

    #[test]
    fn no_flag_takes_a_secret() {
        for flag in ["--database-url", "--master-key", "--api-key-pepper", "--api-key-older-peppers"] {
            assert!(Line::try_parse_from(["x", "--env", "development", flag, KEY]).is_err(), "{flag}");
        }
    }

    #[test]
    fn production_is_reached_over_tls() {
        let check = |environment, url| {
            Line::try_parse_from(["x", "--env", environment, "--public-url", url]).unwrap().serve.issuer.check()
        };
        assert!(check("production", "https://issuer.example").is_ok());
        assert!(check("development", "http://127.0.0.1:3000").is_ok());
        assert!(matches!(check("production", "http://issuer.example"), Err(ConfigError::PlainHttp)));
    }

    #[test]
    fn production_lets_in_no_page_by_chance() {
        let check = |environment, origins| {
            let url = "https://issuer.example";
            let line = ["x", "--env", environment, "--public-url", url, "--cors-origin", origins];
            Line::try_parse_from(line).unwrap().serve.check()
        };
        assert!(check("production", "https://app.example, https://b.example").is_ok());
        assert!(check("development", "*").is_ok());
        assert!(check("development", "http://localhost:5173").is_ok());
        assert!(matches!(check("production", "*"), Err(ConfigError::AnyOrigin)));
        assert!(matches!(check("production", "https://app.example,*"), Err(ConfigError::AnyOrigin)));
        assert!(matches!(check("production", "http://app.example"), Err(ConfigError::PlainHttpOrigin)));
        assert!(Line::try_parse_from(["x", "--env", "production", "--cors-origin", "https://app.example/"]).is_err());
    }

    #[test]
    fn redis_is_reached_in_the_clear_on_this_machine_only() {
        let read = |environment, url| line(environment).serve.redis_url(&lookup(&[("REDIS_URL", url)]));
        for near in [
            "redis://127.0.0.1/",
            "redis://:hunter2@localhost:6379/0",
            "redis://u:p@[::1]:6379",
            "rediss://redis.example:6380",
            "unix:///run/redis.sock",
        ] {
            assert!(read("production", near).unwrap().is_some(), "{near}");
        }
        for far in [
            "redis://redis:6379",
            "redis://:hunter2@10.0.0.1/",
            "redis://localhost.example",
            "redis://localhost@redis.example",
            "redis://127.0.0.1.example:1",
        ] {
            assert!(matches!(read("production", far), Err(ConfigError::PlainRedis)), "{far}");
            assert!(read("development", far).unwrap().is_some(), "{far}");
        }
        assert!(read("production", "").unwrap().is_none());
        assert!(line("production").serve.redis_url(&lookup(&[])).unwrap().is_none());
    }

    #[test]
    fn the_vc_api_is_for_developers_on_this_machine() {
        let args = |environment, listen| {
            VcApiLine::try_parse_from(["x", "--env", environment, "--listen", listen]).unwrap().vc_api
        };
        for listen in ["127.0.0.1:40443", "127.8.8.8:1", "[::1]:0", "[::ffff:127.0.0.1]:1"] {
            assert!(args("development", listen).check().is_ok(), "{listen}");
            assert!(matches!(args("production", listen).check(), Err(ConfigError::VcApiInProduction)), "{listen}");
        }
        for listen in ["0.0.0.0:40443", "[::]:40443", "192.168.1.1:1", "[::ffff:10.0.0.1]:1", "8.8.8.8:1"] {
            assert!(matches!(args("development", listen).check(), Err(ConfigError::NotLoopback)), "{listen}");
        }
        assert!(VcApiLine::try_parse_from(["x", "--listen", "127.0.0.1:1"]).is_err(), "no environment by default");
        let seed =
            |text: &'static str| args("development", "[::1]:0").seed(&lookup(&[("PROOFPASS_VC_API_SEED", text)]));
        assert!(seed("development-only:a").unwrap().is_some());
        assert!(matches!(seed(KEY), Err(ConfigError::NotDevelopmentKey("PROOFPASS_VC_API_SEED"))));
        assert!(args("development", "[::1]:0").seed(&lookup(&[])).unwrap().is_none());
    }
}
