//! The suite of DID Core, which reads files that hold what a resolver and a dereferencer answered: made here by asking
//! ours, and handed over without a file in the checkout.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::tally::{self, Tally};
use super::{Server, finished, installed};
use crate::json;

const JSON: &str = "application/did+json";
const JSON_LD: &str = "application/did+ld+json";
const RESOLUTION: &str = "application/did-resolution";

pub(super) fn run(checkout: &Path, server: &Server, scratch: &Path) -> anyhow::Result<Tally> {
    let package = checkout.join("packages/did-core-test-server");
    let jest = installed(&package, "jest/bin/jest.js")?;
    let dids = dids(server)?;
    let configuration = json!({
        "didMethods": [method(server, &dids)?],
        "resolvers": [resolver(server, &dids)?],
        "dereferencers": [dereferencer(server, &dids)?],
    });
    // In place of the suite's own lists. Made where the tests run: the matchers know no objects of another realm.
    let setup = scratch.join("setup.js");
    fs::write(&setup, format!("global.systemSuiteConfig = {configuration};\n"))?;
    let report = scratch.join("report.json");
    let mut command = Command::new("node");
    command.current_dir(&package).arg(jest).arg("--ci").arg("--setupFiles").arg(&setup);
    command.args(["--json", "--outputFile"]).arg(&report).arg("--testPathPattern").arg("suites/");
    finished(&mut command, &report, tally::of_jest)
}

/// The DIDs of the VC-API's issuers: one for each type of key.
fn dids(server: &Server) -> anyhow::Result<Vec<String>> {
    let entry = server.implementation("ProofPass")?;
    let issuers = entry["issuers"].as_array().context("an implementation without issuers")?;
    let mut dids: Vec<String> = issuers.iter().filter_map(|issuer| Some(issuer["id"].as_str()?.to_owned())).collect();
    dids.sort();
    dids.dedup();
    Ok(dids)
}

fn about(of: &str) -> Value {
    json!({"didMethod": "did:key", "implementation": of, "implementer": "ProofPass"})
}

/// A DID, or a DID URL, as a part of a path.
fn encoded(text: &str) -> String {
    text.replace('%', "%25").replace('#', "%23").replace('?', "%3F").replace('^', "%5E")
}

fn get(server: &Server, text: &str, accept: &str) -> anyhow::Result<(String, String)> {
    server.get(&format!("/identifiers/{}", encoded(text)), Some(accept))
}

/// The documents of some DIDs, in each representation (DID Core §4 to §6).
fn method(server: &Server, dids: &[String]) -> anyhow::Result<Value> {
    let mut fixture = about("ProofPass did:key");
    fixture["supportedContentTypes"] = json!([JSON, JSON_LD]);
    fixture["dids"] = json!(dids);
    fixture["didParameters"] = json!({});
    for did in dids {
        let mut of_did = json!({});
        for media_type in [JSON, JSON_LD] {
            let (representation, content_type) = get(server, did, media_type)?;
            let document = json::read(&representation, did)?;
            let members = document.as_object().with_context(|| format!("{did}: no document"))?;
            // What belongs to the representation and not to the data model.
            let (specific, properties): (Map<String, Value>, Map<String, Value>) =
                members.clone().into_iter().partition(|(name, _)| name == "@context");
            of_did["didDocumentDataModel"] = json!({"properties": properties});
            of_did[media_type] = json!({
                "didDocumentDataModel": {"representationSpecificEntries": specific},
                "representation": representation,
                "didDocumentMetadata": {},
                "didResolutionMetadata": {"contentType": content_type},
            });
        }
        fixture[did] = of_did;
    }
    Ok(fixture)
}

/// `resolve` and `resolveRepresentation` (§7.1).
fn resolver(server: &Server, dids: &[String]) -> anyhow::Result<Value> {
    let mut executions = Vec::new();
    for did in dids {
        executions.push(resolved(server, did)?);
        for accept in [JSON, JSON_LD] {
            let (stream, content_type) = get(server, did, accept)?;
            executions.push(json!({
                "function": "resolveRepresentation",
                "input": {"did": did, "resolutionOptions": {"accept": accept}},
                "output": {
                    "didResolutionMetadata": {"contentType": content_type},
                    "didDocumentStream": stream,
                    "didDocumentMetadata": {},
                },
            }));
        }
    }
    let good: Vec<usize> = (0..executions.len()).collect();
    let invalid = executions.len();
    executions.push(resolved(server, "did:key_z6Mk")?);
    let mut fixture = about("ProofPass resolver");
    fixture["expectedOutcomes"] = json!({
        "defaultOutcome": good,
        "invalidDidErrorOutcome": [invalid],
        // A did:key that is one has a document. And where a representation is not supported the suite wants to be told
        // its media type all the same.
        "notFoundErrorOutcome": [],
        "representationNotSupportedErrorOutcome": [],
        "deactivatedOutcome": [],
    });
    fixture["executions"] = executions.into();
    Ok(fixture)
}

fn resolved(server: &Server, did: &str) -> anyhow::Result<Value> {
    let (body, _) = get(server, did, RESOLUTION)?;
    let output = json::read(&body, did)?;
    Ok(json!({"function": "resolve", "input": {"did": did, "resolutionOptions": {}}, "output": output}))
}

/// `dereference` (§7.2).
fn dereferencer(server: &Server, dids: &[String]) -> anyhow::Result<Value> {
    let mut executions = Vec::new();
    for did in dids {
        let method = format!("{did}#{}", did.trim_start_matches("did:key:"));
        for url in [did, &method] {
            executions.push(dereferenced(server, url)?);
        }
    }
    let good: Vec<usize> = (0..executions.len()).collect();
    let did = dids.first().context("no issuer has a DID")?;
    let (missing, invalid) = (executions.len(), executions.len() + 1);
    executions.push(dereferenced(server, &format!("{did}#none"))?);
    executions.push(dereferenced(server, &format!("{did}/^"))?);
    let mut fixture = about("ProofPass dereferencer");
    fixture["expectedOutcomes"] = json!({
        "defaultOutcome": good,
        "invalidDidUrlErrorOutcome": [invalid],
        "notFoundErrorOutcome": [missing],
    });
    fixture["executions"] = executions.into();
    Ok(fixture)
}

fn dereferenced(server: &Server, url: &str) -> anyhow::Result<Value> {
    let (body, content_type) = get(server, url, JSON_LD)?;
    // An error comes with its metadata and without content; what is found comes by itself.
    let answer = json::read(&body, url)?;
    let (metadata, stream) = match answer.get("dereferencingMetadata") {
        Some(metadata) => (metadata.clone(), String::new()),
        None => (json!({"contentType": content_type}), body),
    };
    Ok(json!({
        "function": "dereference",
        "input": {"didUrl": url, "dereferenceOptions": {"accept": JSON_LD}},
        "output": {"dereferencingMetadata": metadata, "contentStream": stream, "contentMetadata": {}},
    }))
}
