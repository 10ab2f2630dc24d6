//! Product passports of a service.

use std::path::PathBuf;

use anyhow::bail;
use proofpass::json::{Object, Value};
use proofpass_issuer::egress::service::{Ask, Method};

use super::{Which, ask, get, object, object_in, post, print};
use crate::cli::{Output, print_exactly};

/// What identifies a passport to people.
const SHOWN: [&str; 7] = ["id", "productId", "name", "version", "visibility", "digest", "links.page"];

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Passport {
    /// Make a passport for a product
    Create(Create),
    /// Fetch a passport, or the bundle that verifiers read
    Get(Get),
    /// Gather a credential in it
    Add(Add),
    /// Take a credential out of it
    Remove(Remove),
    /// Have the service verify every credential in it, and print the report
    Verify(One),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    /// A number of your own, a URL, or a GS1 Digital Link
    #[arg(long)]
    product: String,
    /// The product's name
    #[arg(long)]
    name: String,
    /// What it is
    #[arg(long)]
    description: Option<String>,
    /// For your organisation alone
    #[arg(long)]
    private: bool,
    /// An attestation of the service that it gathers from the beginning; may be given several times
    #[arg(long = "attestation")]
    attestations: Vec<String>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct One {
    /// The passport's id
    id: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// The passport's id
    id: String,
    /// The bundle alone
    #[arg(long)]
    bundle: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// The passport's id
    id: String,
    /// An attestation of the service
    #[arg(long, conflicts_with = "credential", required_unless_present = "credential")]
    attestation: Option<String>,
    /// JSON file with anybody's credential; `-` reads standard input
    #[arg(long)]
    credential: Option<PathBuf>,
    /// Named by its digest alone, and shown to your organisation only
    #[arg(long)]
    private: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    /// The passport's id
    id: String,
    /// The id of the member
    member: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    which: Which,
}

pub(super) async fn run(command: Passport) -> anyhow::Result<()> {
    match command {
        Passport::Create(args) => {
            let member = |id: String| Value::from(Object::new().with("attestationId", id));
            let members: Vec<Value> = args.attestations.into_iter().map(member).collect();
            let visibility = if args.private { "private" } else { "public" };
            let mut new = Object::new()
                .with("productId", args.product)
                .with("name", args.name)
                .with("visibility", visibility)
                .with("members", members);
            if let Some(description) = args.description {
                new.insert("description", description);
            }
            let answer = ask(&args.which.service()?, &post(&["api", "v1", "passports"], &new)).await?;
            print(args.output, &answer, &SHOWN)
        }
        Passport::Get(Get { id, bundle: true, which, .. }) => {
            let answer = ask(&which.service()?, &get(&["api", "v1", "passports", &id, "bundle"])).await?;
            print_exactly(&format!("{}\n", object(&answer)?))
        }
        Passport::Get(Get { id, output, which, .. }) => {
            print(output, &ask(&which.service()?, &get(&["api", "v1", "passports", &id])).await?, &SHOWN)
        }
        Passport::Add(args) => {
            let mut member = match (args.attestation, args.credential) {
                (Some(id), None) => Object::new().with("attestationId", id),
                (None, Some(path)) => Object::new().with("credential", object_in(&path)?),
                _ => bail!("either --attestation or --credential"),
            };
            if args.private {
                member.insert("public", false);
            }
            let steps = ["api", "v1", "passports", &args.id, "members"];
            print(args.output, &ask(&args.which.service()?, &post(&steps, &member)).await?, &SHOWN)
        }
        Passport::Remove(args) => {
            let steps = ["api", "v1", "passports", &args.id, "members", &args.member];
            let removing = Ask { method: Method::Delete, ..get(&steps) };
            print(args.output, &ask(&args.which.service()?, &removing).await?, &SHOWN)
        }
        Passport::Verify(args) => {
            let steps = ["api", "v1", "passports", &args.id, "verify"];
            print(args.output, &ask(&args.which.service()?, &get(&steps)).await?, &["verdict"])
        }
    }
}
