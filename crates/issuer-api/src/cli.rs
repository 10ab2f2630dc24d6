//! The commands.
//!
//! In scope: from arguments to calls, from answers to text. With `--json` the commands that make something print one
//! line of JSON, for programs. Out of scope: rules (`issue`).

mod accounts;
mod bundle;
mod ceremony;
mod derive;
mod descriptors;
mod inspect;
mod keys;
mod letters;
mod outside;
mod remote;
mod serve;
mod settings;
mod templates;
mod vc_api;
mod vc_jose_cose;
mod vc_json_schema;
mod verify;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser, Subcommand};
use proofpass::json::{self, Limits, Object, Value};
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::config::{self, ConfigError, Environment, IssuerArgs, ProcessArgs, ServeArgs, VcApiArgs};
use proofpass_issuer::id::{AttestationId, IdError, OrganizationId};
use proofpass_issuer::issue::api_key::{Pepper, Peppers};
use proofpass_issuer::issue::{Error, Issuer, Parts, identity, organization, plan};
use proofpass_issuer::limiter::RedisUrlError;
use proofpass_issuer::rng::SystemRng;
use proofpass_issuer::store::seal::Sealer;
use proofpass_issuer::store::{Store, migrations};
use proofpass_issuer::{http, telemetry};

/// `EX_USAGE` of sysexits.h.
pub(crate) const WRONG_USAGE: u8 = 64;
/// `EX_CONFIG` of sysexits.h.
const WRONG_SETTINGS: u8 = 78;

/// What no flag takes, because every process of the machine could read it.
const SECRETS: &str = "\
Secrets come from the environment, or from a file that the variable with _FILE at its end names:
  DATABASE_URL                     postgres://…
  PROOFPASS_MASTER_KEY             seals issuer keys: 32 random bytes in base64url
  PROOFPASS_API_KEY_PEPPER         keys the hashes of API keys: 32 others
  PROOFPASS_API_KEY_OLDER_PEPPERS  those that it was before, separated by commas
  PROOFPASS_SMTP_URL               takes letters to people: smtps://user:password@host
  REDIS_URL                        redis://…, where several instances count requests together
  PROOFPASS_VC_API_SEED            keys of the VC-API that are the same each time: development-only:…";

/// Issue and verify credentials.
#[derive(Debug, Parser)]
#[command(name = "proofpass", version, about, propagate_version = true, after_help = SECRETS)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the database's schema up to date
    Migrate(ProcessArgs),
    /// Serve the REST interface and the verification page
    Serve(Box<ServeArgs>),
    /// Look at the settings, without starting anything
    #[command(subcommand)]
    Config(settings::Config),
    /// Hold the trusted setup of a circuit: without database and network
    #[command(subcommand)]
    Ceremony(ceremony::Ceremony),
    /// Help people with their accounts
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// Manage signing keys and API keys
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Try out letters to people
    #[command(subcommand)]
    Letters(letters::Letters),
    /// Manage organisations
    #[command(subcommand)]
    Organizations(Organizations),
    /// Manage templates
    #[command(subcommand)]
    Templates(templates::Templates),
    /// Print the REST interface's description (OpenAPI 3.1)
    Openapi,
    /// Serve the VC-API to test suites on this machine: development keys, no database
    VcApi(VcApiArgs),
    /// Secure and verify with JOSE and COSE, as the test suite of Securing with JOSE and COSE asks for it
    #[command(subcommand)]
    VcJoseCose(vc_jose_cose::VcJoseCose),
    /// Hold a credential against its JSON Schema, as the test suite of VC JSON Schema asks for it
    VcJsonSchema(vc_json_schema::VcJsonSchemaArgs),
    /// Verify a credential or a bundle, without database, and without network unless told to fetch
    Verify(verify::VerifyArgs),
    /// Show parts of a credential, as its holder: without database and network
    Derive(derive::DeriveArgs),
    /// Put a credential and what it takes to verify it into one file, to be verified later and without network
    Bundle(bundle::BundleArgs),
    /// Say what is in a credential or a bundle, without verifying it, and without network
    Inspect(inspect::InspectArgs),
    #[command(flatten)]
    Remote(remote::Remote),
    /// Print the completions of commands and flags for a shell
    Completions {
        /// Which
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
enum Organizations {
    /// Add an organisation
    Create(Box<CreateOrganization>),
    /// Say which website is an organisation's, be it this service's own
    Domain(Box<SetDomain>),
    /// Give an organisation a plan; what it has stays
    Plan(Box<SetPlan>),
}

#[derive(Debug, clap::Args)]
struct CreateOrganization {
    /// Its name, as credentials will show it
    #[arg(long)]
    name: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

#[derive(Debug, clap::Args)]
struct SetDomain {
    /// The organisation's id
    #[arg(long, value_parser = parse_organization)]
    organization: OrganizationId,
    /// The name of a host, perhaps with a port
    #[arg(long)]
    domain: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

#[derive(Debug, clap::Args)]
struct SetPlan {
    /// The organisation's id
    #[arg(value_parser = parse_organization)]
    organization: OrganizationId,
    /// free, pro or enterprise
    plan: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

/// For whom the answer is printed.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Output {
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

impl Output {
    /// Prints what was made: for people as `name: value` lines, which begin with the same names.
    #[expect(clippy::print_stdout, reason = "this is what the command is for")]
    fn print(self, made: &Object) {
        if self.json {
            println!("{made}");
            return;
        }
        for (name, value) in made.iter() {
            println!("{name}: {}", value.as_str().map_or_else(|| value.to_string(), visible));
        }
    }
}

/// Text that came from outside, without anything a terminal would obey.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let unsafe_to_print = c.is_control() || is_format(c);
            if unsafe_to_print { c.escape_unicode().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

/// Characters that reorder or hide text around them.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Runs a command and says how it went.
#[expect(clippy::print_stderr, reason = "the command line's way to say what went wrong")]
pub(crate) fn run(cli: Cli) -> ExitCode {
    match dispatch(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", visible(&format!("{error:#}")));
            let settings = error.is::<ConfigError>() || error.is::<RedisUrlError>();
            let code = settings.then_some(WRONG_SETTINGS).or_else(|| remote::exit_code(&error));
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Openapi => {
            print_exactly(http::openapi_document())?;
            return Ok(ExitCode::SUCCESS);
        }
        Command::Ceremony(command) => return ceremony::run(&command),
        Command::Config(command) => return Ok(settings::run(&command)),
        Command::VcJoseCose(command) => return vc_jose_cose::run(&command),
        Command::VcJsonSchema(args) => return vc_json_schema::run(&args),
        Command::Verify(args) => return verify::run(&args),
        Command::Bundle(args) => return bundle::run(&args),
        Command::Derive(args) => return derive::run(&args),
        Command::Inspect(args) => return inspect::run(&args),
        Command::Remote(command) => return remote::run(command),
        Command::Completions { shell } => return completions(shell),
        Command::Migrate(_)
        | Command::Serve(_)
        | Command::Accounts(_)
        | Command::Keys(_)
        | Command::Letters(_)
        | Command::Organizations(_)
        | Command::Templates(_)
        | Command::VcApi(_) => {}
    }
    config::refuse_unknown(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")?;
    let done = runtime.block_on(async {
        match cli.command {
            Command::Migrate(args) => migrate(&args).await?,
            Command::Serve(args) => serve::run(&args).await?,
            Command::Accounts(command) => accounts::run(command).await?,
            Command::Keys(command) => keys::run(command).await?,
            Command::Letters(command) => letters::run(command).await?,
            Command::Organizations(Organizations::Create(args)) => create_organization(&args).await?,
            Command::Organizations(Organizations::Domain(args)) => set_domain(&args).await?,
            Command::Organizations(Organizations::Plan(args)) => set_plan(&args).await?,
            Command::Templates(command) => templates::run(command).await?,
            Command::VcApi(args) => vc_api::run(&args).await?,
            Command::Ceremony(_)
            | Command::Config(_)
            | Command::Openapi
            | Command::VcJoseCose(_)
            | Command::VcJsonSchema(_)
            | Command::Verify(_)
            | Command::Bundle(_)
            | Command::Derive(_)
            | Command::Inspect(_)
            | Command::Remote(_)
            | Command::Completions { .. } => {}
        }
        Ok(ExitCode::SUCCESS)
    });
    // Whoever still computes was given its time; nobody waits for the answer any more.
    runtime.shutdown_background();
    done
}

async fn migrate(args: &ProcessArgs) -> anyhow::Result<()> {
    telemetry::start(args.environment, &args.log)?;
    let applied = migrations::run(&config::database_url(&environment)?).await?;
    tracing::info!(applied, "The schema is up to date: {applied} migrations applied");
    Ok(())
}

async fn create_organization(args: &CreateOrganization) -> anyhow::Result<()> {
    let issuer = start(&args.issuer)?;
    let made = organization::create(&issuer, &args.name).await.map_err(explain)?;
    args.output.print(&Object::new().with("id", made.id.to_string()).with("name", made.name));
    Ok(())
}

/// From settings to an issuer.
fn start(args: &IssuerArgs) -> anyhow::Result<Issuer> {
    args.check()?;
    telemetry::start(args.process.environment, &args.process.log)?;
    let keys = args.keys(&environment)?;
    let older = keys.older_peppers.into_iter().map(Pepper::new).collect();
    Ok(Issuer::new(Parts {
        store: Store::open(&config::database_url(&environment)?)?,
        sealer: Sealer::new(&keys.master),
        peppers: Peppers { current: Pepper::new(keys.pepper), older },
        clock: Arc::new(SystemClock),
        rng: Arc::new(SystemRng),
        public_url: args.public_url.clone(),
        test_keys: args.process.environment == Environment::Development,
        default_plan: args.default_plan,
        mail: args.mail.post(&environment)?.is_some(),
    }))
}

/// Where secrets come from.
fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// A refusal, with its faults.
fn explain(error: Error) -> anyhow::Error {
    if let Error::Refused(faults) = &error {
        let faults: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.detail)).collect();
        return anyhow::anyhow!("refused: {}", faults.join("; "));
    }
    anyhow::Error::from(error)
}

async fn set_domain(args: &SetDomain) -> anyhow::Result<()> {
    let issuer = start(&args.issuer)?;
    let set = identity::set_domain(&issuer, args.organization, &args.domain).await.map_err(explain)?;
    let shown = Object::new().with("id", set.organization_id.to_string()).with("method", set.method.as_str());
    args.output.print(&shown.with("domain", set.domain.unwrap_or_default()));
    Ok(())
}

async fn set_plan(args: &SetPlan) -> anyhow::Result<()> {
    let issuer = start(&args.issuer)?;
    let set = plan::set(&issuer, None, args.organization, &args.plan).await.map_err(explain)?;
    let shown = Object::new().with("id", set.organization_id.to_string()).with("plan", set.plan.as_str());
    args.output.print(&shown.with("before", set.before.as_str()));
    Ok(())
}

/// For `--organization`.
fn parse_organization(text: &str) -> Result<OrganizationId, IdError> {
    text.parse::<OrganizationId>()
}

/// For an attestation's id.
fn parse_attestation(text: &str) -> Result<AttestationId, IdError> {
    text.parse::<AttestationId>()
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "proofpass", &mut script);
    print_exactly(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// What a file holds, as JSON.
fn read_value(path: &Path) -> anyhow::Result<Value> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    json::parse(&bytes, &Limits::DOCUMENT).with_context(|| path.display().to_string())
}

/// Bytes for a program, without a newline of ours.
fn print_exactly(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write")
}
