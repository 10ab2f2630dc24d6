//! Who may import whom: the table of the architecture, held against the code.
//!
//! In scope: each crate's direct dependencies (from `cargo metadata`), each module's mentions of other rooms and of
//! crates that only one room may name, and what the protocol crate must not touch. Out of scope: versions, licences
//! and advisories (`deny.toml`), single functions (`clippy.toml`).

mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::{json, process, progress, workspace};

/// What our crates may depend on. A crate that is not listed is free to choose.
const DEPENDENCIES: [(&str, &[&str]); 4] = [
    // The protocol: what a standard needs, and nothing that could do I/O or tell the time.
    (
        "proofpass",
        &[
            "ark-bls12-381",
            "ark-ec",
            "ark-ff",
            "ark-serialize",
            "base64",
            "bs58",
            "ed25519-dalek",
            "hmac",
            "jsonschema",
            "miniz_oxide",
            "p256",
            "p384",
            "p521",
            "proofpass-zk",
            "proptest",
            "referencing",
            "regex-syntax",
            "ryu-js",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "unicode-normalization",
            "zeroize",
        ],
    ),
    // The arithmetic below it: no JSON outside the files of a ceremony, no I/O, no randomness.
    (
        "proofpass-zk",
        &[
            "ark-bn254",
            "ark-ec",
            "ark-ff",
            "ark-groth16",
            "ark-poly",
            "ark-relations",
            "ark-serialize",
            "ark-std",
            "blake2",
            "chacha20",
            "light-poseidon",
            "proofpass-zk",
            "proptest",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "zeroize",
        ],
    ),
    (
        "proofpass-prover-wasm",
        &[
            "ark-groth16",
            "ark-serialize",
            "proofpass",
            "proofpass-zk",
            "thiserror",
            "wasm-bindgen",
            "zeroize",
            "zeroizing-alloc",
        ],
    ),
    (
        "proofpass-verifier-wasm",
        &["futures-util", "js-sys", "proofpass", "serde", "serde-wasm-bindgen", "wasm-bindgen", "worker"],
    ),
];

/// Crates that only these of ours may depend on.
const RESERVED: [(&str, &[&str]); 10] = [
    ("axum", &["proofpass-issuer", "proofpass-perf", "proofpass-tests"]),
    ("clap", &["proofpass-issuer"]),
    ("insta", &["proofpass-tests"]),
    ("js-sys", &["proofpass-verifier-wasm"]),
    ("serde-wasm-bindgen", &["proofpass-verifier-wasm"]),
    ("sqlx", &["proofpass-issuer", "proofpass-perf", "proofpass-tests"]),
    ("wasm-bindgen", &["proofpass-prover-wasm", "proofpass-verifier-wasm"]),
    ("wasm-bindgen-cli-support", &["xtask"]),
    ("wiremock", &["proofpass-tests"]),
    ("worker", &["proofpass-verifier-wasm"]),
];

/// The rooms of the issuer and the rooms each may use. `main` and `lib` see everything and are not listed.
const ROOMS: [(&str, &[&str]); 20] = [
    ("cache", &[]),
    (
        "cli",
        &[
            "clock",
            "config",
            "egress",
            "http",
            "id",
            "issue",
            "limiter",
            "mail",
            "network",
            "origin",
            "outbox",
            "resolver",
            "rng",
            "signer",
            "store",
            "telemetry",
            "vc_api",
        ],
    ),
    ("clock", &[]),
    ("config", &["egress", "issue", "limiter", "mail", "network", "origin", "signer", "store"]),
    ("egress", &[]),
    (
        "http",
        &[
            "cache", "clock", "id", "issue", "limiter", "metrics", "network", "origin", "outbox", "resolver", "rng",
            "store", "vc_api",
        ],
    ),
    ("id", &["clock", "rng"]),
    ("issue", &["clock", "id", "metrics", "network", "rng", "signer", "store"]),
    ("ledger", &["config", "egress"]),
    ("limiter", &["clock", "metrics"]),
    ("mail", &["clock", "id", "store"]),
    ("metrics", &[]),
    ("network", &[]),
    ("origin", &[]),
    ("outbox", &["clock", "egress", "id", "ledger", "rng", "store"]),
    ("resolver", &["cache", "clock", "egress", "ledger"]),
    ("rng", &[]),
    ("signer", &["rng"]),
    ("store", &["clock", "id", "network", "rng"]),
    ("vc_api", &["clock", "rng"]),
];

/// Names that only these rooms of the issuer may say.
const NAMES: [(&str, &[&str]); 24] = [
    ("axum", &["http"]),
    ("clap", &["cli", "config", "main"]),
    ("clap_complete", &["cli"]),
    ("fred", &["cache"]),
    ("governor", &["cache"]),
    ("hyper", &["egress", "http"]),
    ("hyper_util", &["egress", "http"]),
    ("indicatif", &["cli"]),
    ("lettre", &["mail"]),
    ("moka", &["cache"]),
    // In `egress` for its tests, which are in a file of their own.
    ("rcgen", &["egress", "http"]),
    ("prometheus", &["metrics"]),
    ("qrcode", &["http"]),
    ("redis", &["limiter"]),
    ("reqwest", &["egress"]),
    ("sqlx", &["store"]),
    ("std::env", &["cli", "config", "main"]),
    ("tokio_rustls", &["egress", "http"]),
    ("tower", &["http"]),
    ("tower_http", &["http"]),
    ("tracing_subscriber", &["telemetry"]),
    ("url", &["egress", "mail"]),
    ("utoipa", &["http"]),
    ("webpki_roots", &["egress"]),
];

/// What would make the protocol depend on where it runs.
const IMPURE: [&str; 10] = [
    "getrandom",
    "rand",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "tokio",
];

/// `cargo xtask rooms`
pub(crate) fn run() -> anyhow::Result<()> {
    let mut faults = dependency_faults(&metadata()?)?;
    let crates = workspace::root().join("crates");
    let mut files = 0;
    for (folder, judge) in [("shared/src", protocol_faults as Judge), ("issuer-api/src", issuer_faults as Judge)] {
        let folder = crates.join(folder);
        for path in rust_files(&folder)? {
            let inside = path.strip_prefix(&folder)?;
            let shown = path.strip_prefix(workspace::root())?.display().to_string();
            let text = fs::read_to_string(&path)?;
            faults.extend(judge(inside, &text).into_iter().map(|(line, fault)| format!("{shown}:{line}: {fault}")));
            files += 1;
        }
    }
    if faults.is_empty() {
        progress::note("rooms", format!("{files} files, every import goes down"));
        return Ok(());
    }
    bail!("imports against the plan (xtask/src/rooms.rs):\n  {}", faults.join("\n  "));
}

type Judge = fn(&Path, &str) -> Vec<(usize, String)>;

fn metadata() -> anyhow::Result<Value> {
    let text =
        process::run_quiet(workspace::cargo().args(["metadata", "--format-version=1", "--no-deps", "--offline"]))?;
    json::read(&text, "cargo metadata")
}

fn dependency_faults(metadata: &Value) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata names no packages")? {
        let name = package["name"].as_str().context("a package without a name")?;
        let dependencies: BTreeSet<&str> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .collect();
        for dependency in dependencies {
            if let Some((_, allowed)) = DEPENDENCIES.iter().find(|(ours, _)| *ours == name)
                && !allowed.contains(&dependency)
            {
                faults.push(format!("{name} depends on {dependency}, which is not in its list"));
            }
            if let Some((_, allowed)) = RESERVED.iter().find(|(reserved, _)| *reserved == dependency)
                && !allowed.contains(&name)
            {
                faults.push(format!("{name} depends on {dependency}, which is for {}", allowed.join(", ")));
            }
        }
    }
    Ok(faults)
}

/// What a file of the protocol crate says that it must not.
fn protocol_faults(_: &Path, text: &str) -> Vec<(usize, String)> {
    let code = source::code(text);
    let mut faults = Vec::new();
    for mention in source::mentions(&code) {
        if let Some(impure) = IMPURE.iter().find(|impure| mention.is_within(impure)) {
            faults.push((mention.line, format!("`{impure}`: the protocol has no clock, no randomness and no I/O")));
        }
    }
    for (number, line) in code.lines().enumerate() {
        if line.contains("target_arch") || line.contains("target_os") || line.contains("target_family") {
            faults.push((number + 1, "`cfg(target_…)`: the protocol is the same everywhere".to_owned()));
        }
        if line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == "async") {
            faults.push((number + 1, "`async`: whoever calls the protocol waits for the material".to_owned()));
        }
    }
    faults
}

/// What a file of the issuer says that its room must not.
fn issuer_faults(inside: &Path, text: &str) -> Vec<(usize, String)> {
    let components: Vec<String> =
        inside.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let Some(room) = components.first().map(String::as_str) else { return Vec::new() };
    let mut faults = Vec::new();
    let allowed = ROOMS.iter().find(|(name, _)| *name == room).map(|(_, allowed)| *allowed);
    for mention in source::mentions(&source::code(text)) {
        if let Some((name, rooms)) = NAMES.iter().find(|(name, _)| mention.is_within(name))
            && !rooms.contains(&room)
        {
            faults.push((mention.line, format!("`{name}` in `{room}`: only `{}` may name it", rooms.join("`, `"))));
        }
        if let (Some(allowed), Some(other)) = (allowed, mention.room(components.len()))
            && other != room
            && ROOMS.iter().any(|(name, _)| *name == other)
            && !allowed.contains(&other)
        {
            faults.push((mention.line, format!("`{room}` uses `{other}`, which is not below it")));
        }
    }
    faults
}

fn rust_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{Path, dependency_faults, issuer_faults, protocol_faults};

    fn issuer(path: &str, text: &str) -> Vec<String> {
        issuer_faults(Path::new(path), text).into_iter().map(|(line, fault)| format!("{line} {fault}")).collect()
    }

    fn protocol(text: &str) -> usize {
        protocol_faults(Path::new("verify.rs"), text).len()
    }

    #[test]
    fn accepts_imports_that_go_down() {
        assert!(
            issuer("http/attestations.rs", "use axum::Json;\nuse crate::{issue, store::{Store, keys}};").is_empty()
        );
        assert!(issuer("issue.rs", "use crate::store::Store; fn f() { crate::signer::sign(); }").is_empty());
        assert!(issuer("store/keys.rs", "use super::Store; use sqlx::query;").is_empty());
        assert!(issuer("main.rs", "use proofpass_issuer::{http, store}; use clap::Parser;").is_empty());
    }

    #[test]
    fn rejects_imports_that_go_up_or_aside() {
        assert_eq!(
            issuer("store/keys.rs", "\nuse crate::issue::Error;"),
            ["2 `store` uses `issue`, which is not below it"]
        );
        assert_eq!(issuer("issue.rs", "use crate::{clock, http::Problem};").len(), 1);
        assert_eq!(issuer("issue.rs", "fn f() { crate::http::serve() }").len(), 1);
        assert_eq!(issuer("issue/attestation.rs", "use super::super::outbox;").len(), 1);
        assert_eq!(issuer("outbox.rs", "use super::issue;").len(), 1);
        assert_eq!(issuer("store.rs", "pub(in crate::store) use crate::http;").len(), 1);
    }

    #[test]
    fn rejects_names_outside_their_room() {
        assert_eq!(issuer("issue.rs", "use sqlx::PgPool;"), ["1 `sqlx` in `issue`: only `store` may name it"]);
        assert_eq!(issuer("http.rs", "let x = ::reqwest::get(url);").len(), 1);
        assert_eq!(issuer("store.rs", "use std::{env, fs};").len(), 1);
        assert_eq!(issuer("signer.rs", "use axum as web;").len(), 1);
    }

    #[test]
    fn comments_strings_and_tests_are_not_imports() {
        assert!(
            issuer("issue.rs", "// use sqlx::x;\n/* crate::http */ let s = \"crate::http::x\"; let c = '\"';")
                .is_empty()
        );
        assert!(issuer("issue.rs", "let s = r#\"use \"sqlx::x\"\"#; fn f<'a>(x: &'a str) {}").is_empty());
        assert!(issuer("issue.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use sqlx::x; }").is_empty());
    }

    #[test]
    fn code_after_the_tests_is_code() {
        let text = "#[cfg(test)]\nmod tests {\n    fn f() { if a { b } }\n    use sqlx::x;\n}\nuse reqwest::get;";
        assert_eq!(issuer("issue.rs", text), ["6 `reqwest` in `issue`: only `egress` may name it"]);
        assert_eq!(issuer("issue.rs", "#[cfg(test)]\nmod tests;\nuse sqlx::x;").len(), 1);
    }

    #[test]
    fn rejects_a_protocol_that_depends_on_where_it_runs() {
        assert_eq!(protocol("use std::collections::BTreeMap; fn time() {}"), 0);
        assert_eq!(protocol("use std::{fmt, fs};"), 1);
        assert_eq!(protocol("let now = std::time::SystemTime::now();"), 1);
        assert_eq!(protocol("use std::time::{Duration, Instant};"), 1);
        assert_eq!(protocol("#[cfg(target_arch = \"wasm32\")]"), 1);
        assert_eq!(protocol("pub async fn verify() {}"), 1);
    }

    #[test]
    fn rejects_dependencies_that_are_not_in_the_table() {
        let metadata = serde_json::json!({"packages": [
            {"name": "proofpass", "dependencies": [{"name": "sha2", "kind": null}, {"name": "tokio", "kind": null}, {"name": "criterion", "kind": "dev"}]},
            {"name": "xtask", "dependencies": [{"name": "sqlx", "kind": null}]},
        ]});
        let faults = dependency_faults(&metadata).expect("the metadata is complete");
        assert_eq!(
            faults,
            [
                "proofpass depends on tokio, which is not in its list",
                "xtask depends on sqlx, which is for proofpass-issuer, proofpass-perf, proofpass-tests",
            ]
        );
    }
}
