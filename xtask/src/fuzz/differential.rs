//! `cargo xtask fuzz differential`: generated documents through other implementations, round after round.
//!
//! In scope: generating, asking Node's libraries and `PyLD`, adding up. Out of scope: what is compared
//! (`tests/npm/differential.mjs`). `PyLD` is optional: where Python or the package index is missing, the summary says so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::bail;
use serde_json::Value;

use crate::{json, npm, process, progress, workspace};

/// Documents of one round.
const ROUND: u64 = 5_000;

/// The version of `PyLD` that was tried.
const PYLD: &str = "PyLD==2.0.4";

pub(super) fn run(seconds: u64) -> anyhow::Result<()> {
    npm::install()?;
    let folder = super::folder().join("differential");
    fs::create_dir_all(&folder)?;
    progress::step("fuzz", "compiling the generator", || {
        process::run(workspace::cargo().args([
            "build",
            "--package",
            "proofpass-fuzz",
            "--bin",
            "generate",
            "--release",
        ]))
    })?;
    let generator = workspace::target().join("release/generate");
    let python = progress::step("fuzz", "PyLD, in an environment of its own", || python(&folder))
        .inspect_err(|fault| progress::note("fuzz", format!("not run: PyLD, {fault:#}")))
        .ok();
    let contexts = folder.join("contexts.json");
    fs::write(&contexts, process::run_quiet(node()?.arg("--contexts"))?)?;

    let (started, mut seed) = (Instant::now(), start()?);
    let mut sums = Sums::default();
    while started.elapsed() < Duration::from_secs(seconds) {
        let lines = folder.join("documents.jsonl");
        fs::write(&lines, process::run_quiet(Command::new(&generator).args([seed.to_string(), ROUND.to_string()]))?)?;
        let mut compare = node()?;
        compare.arg(&lines);
        if let Some(python) = &python {
            let answers = folder.join("pyld.jsonl");
            let program = workspace::root().join("tests/fuzz/pyld_differential.py");
            process::run_quiet(Command::new(python).arg(program).args([&lines, &contexts, &answers]))?;
            compare.arg(answers);
        }
        let summary = json::read(&process::run_quiet(&mut compare)?, "differential.mjs")?;
        sums.add("", &summary);
        progress::note("fuzz", format!("{}: {}", progress::seconds(started.elapsed()), sums.line()));
        seed += ROUND;
    }
    if python.is_none() {
        println!("not run: PyLD");
    }
    println!("{}", sums.table());
    if !sums.differences.is_empty() {
        let file = folder.join("differences.txt");
        fs::write(&file, sums.differences.join("\n\n"))?;
        bail!("{} differences: {}", sums.differences.len(), file.display());
    }
    Ok(())
}

/// Each run begins where the last one would not come: at the time of day, in seconds.
#[expect(clippy::disallowed_methods, reason = "a seed: nothing is decided by it")]
fn start() -> anyhow::Result<u64> {
    let now = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH)?;
    Ok(now.as_secs() * 1_000_000)
}

fn node() -> anyhow::Result<Command> {
    let mut node = Command::new("node");
    node.arg(npm::folder().join("differential.mjs"));
    if let Some(vectors) = workspace::vectors()? {
        node.env("PROOFPASS_VECTORS", vectors);
    }
    Ok(node)
}

/// A Python that has `PyLD`.
fn python(folder: &Path) -> anyhow::Result<PathBuf> {
    let environment = folder.join("python");
    let python = environment.join("bin/python");
    let has = |python: &Path| process::run_quiet(Command::new(python).args(["-c", "import pyld"])).is_ok();
    if !has(&python) {
        process::run_quiet(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        process::run_quiet(Command::new(&python).args(["-m", "pip", "install", "--quiet", PYLD]))?;
    }
    if has(&python) { Ok(python) } else { bail!("it cannot be imported") }
}

/// What all rounds came to.
#[derive(Default)]
struct Sums {
    counts: BTreeMap<String, u64>,
    differences: Vec<String>,
}

impl Sums {
    fn add(&mut self, name: &str, value: &Value) {
        match value {
            Value::Number(number) => *self.counts.entry(name.to_owned()).or_default() += number.as_u64().unwrap_or(0),
            Value::Object(object) => {
                for (inner, value) in object {
                    let separator = if name.is_empty() { "" } else { ": " };
                    self.add(&format!("{name}{separator}{inner}"), value);
                }
            }
            Value::Array(differences) => {
                self.differences.extend(differences.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }

    fn line(&self) -> String {
        let count = |name: &str| self.counts.get(name).copied().unwrap_or(0);
        let (documents, agreed, differ) = (count("documents"), count("agreed"), self.differences.len());
        format!("{documents} documents, {agreed} read alike, {differ} differences")
    }

    fn table(&self) -> String {
        let lines: Vec<String> = self.counts.iter().map(|(name, count)| format!("{count:>10}  {name}")).collect();
        lines.join("\n")
    }
}
