//! `proofpass keys`: signing keys and API keys.

use clap::Subcommand;
use proofpass::json::{Object, Value};
use proofpass_issuer::config::IssuerArgs;
use proofpass_issuer::id::OrganizationId;
use proofpass_issuer::issue::api_key::{self, NewApiKey};
use proofpass_issuer::issue::token_key::{self, Turn};
use proofpass_issuer::issue::{issuer_key, organization};
use proofpass_issuer::network::Network;
use proofpass_issuer::store::api_keys::{self, ApiKeyRecord, Environment, Kid, Scope};
use proofpass_issuer::store::issuer_keys::IssuerKeySummary;

use super::{Output, explain, parse_organization, start};

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Keys that sign credentials
    #[command(subcommand)]
    Issuer(IssuerKeys),
    /// Keys for the REST interface
    #[command(subcommand)]
    Api(ApiKeys),
    /// Keys that sign the access tokens of people
    #[command(subcommand)]
    Tokens(TokenKeys),
}

#[derive(Debug, Subcommand)]
pub(crate) enum IssuerKeys {
    /// Make a key that signs from now on
    Create(Box<CreateIssuerKey>),
    /// List an organisation's keys
    List(Box<OfOrganization>),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ApiKeys {
    /// Make a key; it is shown once
    Create(Box<CreateApiKey>),
    /// List an organisation's keys
    List(Box<OfOrganization>),
    /// Withdraw a key at once
    Revoke(Box<RevokeApiKey>),
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenKeys {
    /// Make a new key take over, a day from now; nobody who is signed in notices
    Turn(Box<TurnTokenKeys>),
}

#[derive(Debug, clap::Args)]
pub(crate) struct TurnTokenKeys {
    /// Now, after a leak: every access token is good no longer, and whoever is signed in refreshes once
    #[arg(long)]
    at_once: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct OfOrganization {
    /// The organisation's id
    #[arg(long, value_parser = parse_organization)]
    organization: OrganizationId,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CreateIssuerKey {
    /// Retire the key that signs now; what it signed stays valid
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    of: OfOrganization,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CreateApiKey {
    /// What people will call it
    #[arg(long)]
    name: String,
    /// Make a `pk_test_` key, which production refuses
    #[arg(long)]
    test: bool,
    /// What it may do: read or write attestations, issuer-keys, templates, such as attestations:read; all where absent
    #[arg(long = "scope", value_parser = parse_scope)]
    scopes: Vec<Scope>,
    /// From where it may be used: an address, or a network such as 192.0.2.0/24; from anywhere where absent
    #[arg(long = "from", value_name = "NETWORK")]
    addresses: Vec<Network>,
    /// Days until it ends, at most 365
    #[arg(long, default_value_t = api_key::DEFAULT_DAYS)]
    days: u16,
    #[command(flatten)]
    of: OfOrganization,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RevokeApiKey {
    /// The ten characters after `pk_live_` or `pk_test_`
    #[arg(value_parser = parse_kid)]
    kid: Kid,
    #[command(flatten)]
    issuer: IssuerArgs,
}

fn parse_kid(text: &str) -> Result<Kid, String> {
    Kid::parse(text).ok_or_else(|| "ten letters and digits".to_owned())
}

fn parse_scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text).ok_or_else(|| format!("one of {}", Scope::ALL.map(Scope::as_str).join(", ")))
}

pub(crate) async fn run(command: Keys) -> anyhow::Result<()> {
    match command {
        Keys::Issuer(IssuerKeys::Create(args)) => {
            let issuer = start(&args.of.issuer)?;
            let key = issuer_key::create(&issuer, args.of.organization, args.replace).await.map_err(explain)?;
            args.of.output.print(&issuer_key_view(&key));
        }
        Keys::Issuer(IssuerKeys::List(args)) => {
            let issuer = start(&args.issuer)?;
            let keys = issuer_key::list(&issuer, args.organization).await.map_err(explain)?;
            let keys: Vec<Value> = keys.iter().map(|key| issuer_key_view(key).into()).collect();
            args.output.print(&Object::new().with("keys", keys));
        }
        Keys::Api(ApiKeys::Create(args)) => create_api_key(*args).await?,
        Keys::Api(ApiKeys::List(args)) => {
            let issuer = start(&args.issuer)?;
            organization::find(&issuer, args.organization).await.map_err(explain)?;
            let keys = api_keys::list(&issuer.store, args.organization).await?;
            let keys: Vec<Value> = keys.iter().map(|key| api_key_view(key).into()).collect();
            args.output.print(&Object::new().with("keys", keys));
        }
        Keys::Api(ApiKeys::Revoke(args)) => {
            api_key::revoke(&start(&args.issuer)?, args.kid).await.map_err(explain)?;
        }
        Keys::Tokens(TokenKeys::Turn(args)) => {
            let turn = if args.at_once { Turn::AtOnce } else { Turn::Announced };
            let id = token_key::turn(&start(&args.issuer)?, turn).await.map_err(explain)?;
            args.output.print(&Object::new().with("id", id.to_string()));
        }
    }
    Ok(())
}

async fn create_api_key(args: CreateApiKey) -> anyhow::Result<()> {
    let issuer = start(&args.of.issuer)?;
    let new = NewApiKey {
        organization_id: args.of.organization,
        name: args.name,
        environment: if args.test { Environment::Test } else { Environment::Live },
        scopes: if args.scopes.is_empty() { Scope::ALL.to_vec() } else { args.scopes },
        addresses: args.addresses.into_iter().collect(),
        days: args.days,
    };
    let (key, record) = api_key::create(&issuer, new).await.map_err(explain)?;
    args.of.output.print(&api_key_view(&record).with("key", key.expose()));
    Ok(())
}

fn issuer_key_view(key: &IssuerKeySummary) -> Object {
    Object::new()
        .with("id", key.id.to_string())
        .with("did", key.did.as_str())
        .with("active", key.active)
        .with("createdAt", key.created_at.to_string())
}

fn api_key_view(key: &ApiKeyRecord) -> Object {
    Object::new()
        .with("id", key.id.to_string())
        .with("kid", key.kid.as_str())
        .with("name", key.name.as_str())
        .with("environment", key.environment.as_str())
        .with("scopes", key.scopes.iter().map(|scope| Value::from(scope.as_str())).collect::<Vec<_>>())
        .with(
            "allowedAddresses",
            key.addresses.iter().map(|network| Value::from(network.to_string())).collect::<Vec<_>>(),
        )
        .with("createdAt", key.created_at.to_string())
        .with("expiresAt", key.expires_at.to_string())
        .with("revokedAt", key.revoked_at.map(|time| time.to_string()))
        .with("lastUsedAt", key.last_used_at.map(|time| time.to_string()))
}
