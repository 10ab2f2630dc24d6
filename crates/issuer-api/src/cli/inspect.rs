//! `proofpass inspect`: what a document says of itself. It judges nothing: that is `proofpass verify`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use proofpass::bundle::Bundle;
use proofpass::json::{Object, Value};
use proofpass::verify::Material;

use super::verify::{read_document, wrong_usage};
use super::{Output, print_exactly, visible};

#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    /// A credential, a presentation or a bundle; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<ExitCode> {
    let bundle = read_document(&args.file).and_then(|bytes| Bundle::parse(&bytes).context("the document"));
    let bundle = match bundle {
        Ok(bundle) => bundle,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let text = if args.output.json { format!("{}\n", described(&bundle)) } else { told(&bundle) };
    print_exactly(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The credentials, each with what stands in it, and what it would take to verify them.
fn described(bundle: &Bundle) -> Object {
    let credential = |credential: &proofpass::credential::SignedCredential| {
        let types: Vec<Value> = credential.types().map(Value::from).collect();
        let subjects: Vec<Value> = credential.subjects().map(Value::from).collect();
        let described = Object::new()
            .with("id", credential.id().map(str::to_owned))
            .with("type", types)
            .with("issuer", credential.issuer().map(str::to_owned))
            .with("subjects", subjects)
            .with("validFrom", credential.valid_from().map(|time| time.to_string()))
            .with("validUntil", credential.valid_until().map(|time| time.to_string()))
            .with("proofs", proofs(credential.object()))
            .with("digest", credential.digest().to_string());
        Value::from(described.with("claims", credential.object().get("credentialSubject").cloned()))
    };
    let needs = |need: proofpass::bundle::Need| {
        Value::from(Object::new().with("kind", need.kind()).with("id", need.id()).with("url", need.url()))
    };
    Object::new()
        .with("presentation", bundle.presentation().is_some())
        .with("encloses", *bundle.enclosed() != Material::default())
        .with("credentials", bundle.credentials().iter().map(credential).collect::<Vec<_>>())
        .with("needs", bundle.needs(&Material::default()).into_iter().map(needs).collect::<Vec<_>>())
}

/// How it is secured, by the names of the suites; a token says so by its form.
fn proofs(object: &Object) -> Vec<Value> {
    let proofs = object.get("proof").map(Value::as_set).unwrap_or_default();
    let name = |proof: &Value| {
        let proof = proof.as_object()?;
        proof.get("cryptosuite").or_else(|| proof.get("type"))?.as_str().map(Value::from)
    };
    proofs.iter().filter_map(name).collect()
}

fn told(bundle: &Bundle) -> String {
    let described = described(bundle);
    let mut text = String::from("Not verified: this is what the document says of itself.\n");
    for credential in described.get("credentials").and_then(Value::as_array).unwrap_or_default() {
        text.push('\n');
        for (name, value) in credential.as_object().into_iter().flat_map(Object::iter) {
            let shown = match value {
                Value::Null => continue,
                Value::Array(values) => {
                    let texts: Vec<String> = values.iter().map(shown).collect();
                    texts.join(", ")
                }
                _ => shown(value),
            };
            // Infallible: writing to a String does not fail.
            let _ = writeln!(text, "{name}: {shown}");
        }
    }
    for need in described.get("needs").and_then(Value::as_array).unwrap_or_default() {
        let text_of = |name| need.as_object().and_then(|need| need.get(name)).map(shown).unwrap_or_default();
        let _ = write!(text, "\nneeds {} {}", text_of("kind"), text_of("id"));
    }
    text.trim_end().to_owned() + "\n"
}

fn shown(value: &Value) -> String {
    visible(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}
