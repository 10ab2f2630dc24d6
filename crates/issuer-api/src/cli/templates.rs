//! `proofpass templates`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use proofpass::json::{self, Limits, Object, Value};
use proofpass_issuer::config::IssuerArgs;
use proofpass_issuer::id::OrganizationId;
use proofpass_issuer::issue::template::{self, NewTemplate};
use proofpass_issuer::store::templates::Visibility;
use serde::Deserialize;

use super::{Output, explain, parse_organization, start};

#[derive(Debug, Subcommand)]
pub(crate) enum Templates {
    /// Add a template, from a file or from flags
    Create(Box<CreateTemplate>),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CreateTemplate {
    /// The organisation's id
    #[arg(long, value_parser = parse_organization)]
    organization: OrganizationId,
    /// JSON with name, credentialType, claimsSchema, and if wanted visibility and validityDays
    #[arg(long, conflicts_with_all = ["name", "credential_type", "schema", "validity_days"])]
    file: Option<PathBuf>,
    /// Unique within the organisation
    #[arg(long, required_unless_present = "file")]
    name: Option<String>,
    /// The credential's own type, such as `ProductPassport`
    #[arg(long = "type", required_unless_present = "file")]
    credential_type: Option<String>,
    /// File with the JSON Schema (2020-12) of the claims
    #[arg(long, required_unless_present = "file")]
    schema: Option<PathBuf>,
    /// Days a credential is valid where the request does not say; without end where absent
    #[arg(long)]
    validity_days: Option<u16>,
    /// Let anybody who knows an attestation's id fetch its credential
    #[arg(long)]
    public: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    issuer: IssuerArgs,
}

/// The form of `--file`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TemplateFile {
    name: String,
    credential_type: String,
    claims_schema: Object,
    #[serde(default)]
    visibility: Option<String>,
    #[serde(default)]
    validity_days: Option<u16>,
}

pub(crate) async fn run(command: Templates) -> anyhow::Result<()> {
    let Templates::Create(args) = command;
    let new = read(&args)?;
    let issuer = start(&args.issuer)?;
    let (made, version) = template::create(&issuer, new).await.map_err(explain)?;
    let made = Object::new()
        .with("id", made.id.to_string())
        .with("name", made.name)
        .with("credentialType", version.content.credential_type)
        .with("visibility", made.visibility.as_str())
        .with("validityDays", version.content.validity_days.map(u32::from));
    args.output.print(&made);
    Ok(())
}

fn read(args: &CreateTemplate) -> anyhow::Result<NewTemplate> {
    let visibility = |asked: Option<&str>| match asked {
        _ if args.public => Ok(Visibility::Public),
        None => Ok(Visibility::Private),
        Some(text) => Visibility::parse(text).context("visibility must be private or public"),
    };
    if let Some(path) = &args.file {
        let file: TemplateFile =
            json::from_value(&read_json(path)?).with_context(|| format!("{} is no template", path.display()))?;
        return Ok(NewTemplate {
            organization_id: args.organization,
            name: file.name,
            credential_type: file.credential_type,
            claims_schema: file.claims_schema.to_string(),
            visibility: visibility(file.visibility.as_deref())?,
            validity_days: file.validity_days,
        });
    }
    let schema = args.schema.as_ref().context("--schema is missing")?;
    Ok(NewTemplate {
        organization_id: args.organization,
        name: args.name.clone().context("--name is missing")?,
        credential_type: args.credential_type.clone().context("--type is missing")?,
        claims_schema: read_json(schema)?.to_string(),
        visibility: visibility(None)?,
        validity_days: args.validity_days,
    })
}

fn read_json(path: &PathBuf) -> anyhow::Result<Value> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    json::parse(&bytes, &Limits::REQUEST).with_context(|| format!("{} is not acceptable JSON", path.display()))
}
