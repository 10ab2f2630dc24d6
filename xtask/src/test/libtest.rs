//! The Rust suites where cargo-nextest is not installed: cargo builds each test binary, and we run them.
//!
//! In scope: one suite per binary, with the same counts and the same names of what did not run as with nextest.
//! Out of scope: ending a test that hangs, which nextest does.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::Context as _;
use serde_json::Value;

use super::{Suite, Surroundings, not_run};
use crate::{json, process, progress, workspace};

/// Builds the tests of a selection of packages and runs them, one binary after the other.
pub(super) fn run(selection: &[&str], surroundings: &Surroundings) -> anyhow::Result<Vec<Suite>> {
    let binaries = progress::step("test", format!("compiling cargo's tests, {}", selection.join(" ")), || {
        let mut command = workspace::cargo();
        // `--tests` is every target with tests in it, libraries and binaries too; naming `--lib` would be an error
        // where a package has none.
        command.args(["test", "--quiet", "--no-run", "--tests", "--message-format=json-render-diagnostics"]);
        surroundings.tell(&mut command);
        binaries(&process::run_quiet(command.args(selection))?)
    })?;
    binaries.iter().map(|binary| binary.run(surroundings)).collect()
}

/// A test binary, as cargo built it.
#[derive(Debug, PartialEq, Eq)]
struct Binary {
    name: String,
    /// The package's folder, where cargo runs it.
    folder: PathBuf,
    executable: PathBuf,
}

/// The test binaries among what cargo says it built, one JSON object a line.
fn binaries(messages: &str) -> anyhow::Result<Vec<Binary>> {
    let mut binaries = Vec::new();
    for line in messages.lines().filter(|line| line.starts_with('{')) {
        let message: Value = json::read(line, "cargo")?;
        let (Some(executable), Some(true)) = (message["executable"].as_str(), message["profile"]["test"].as_bool())
        else {
            continue;
        };
        let manifest = PathBuf::from(message["manifest_path"].as_str().context("an artefact without a manifest")?);
        let folder = manifest.parent().context("a manifest in no folder")?.to_path_buf();
        let target = message["target"]["name"].as_str().context("a target without a name")?;
        let name = match message["target"]["kind"][0].as_str() {
            Some("test") => format!("tests::{target}"),
            _ => target.to_owned(),
        };
        binaries.push(Binary { name, folder, executable: executable.into() });
    }
    Ok(binaries)
}

impl Binary {
    fn run(&self, surroundings: &Surroundings) -> anyhow::Result<Suite> {
        let started = Instant::now();
        let mut command = Command::new(&self.executable);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder).arg("--show-output");
        surroundings.tell(&mut command);
        let (status, output, errors) = progress::step("test", &self.name, || process::captured(&mut command))?;
        let mut suite = suite(&output);
        if !status.success() {
            eprintln!("{output}\n{errors}");
            suite.failed = suite.failed.max(1);
        }
        suite.name.clone_from(&self.name);
        suite.elapsed = started.elapsed();
        Ok(suite)
    }
}

/// Counts what libtest printed: a line a test, and what each test said under a heading of its own.
pub(super) fn suite(output: &str) -> Suite {
    let mut suite = Suite::default();
    let mut speaker = "";
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for line in output.lines() {
        if let Some(heading) = line.strip_prefix("---- ").and_then(|line| line.strip_suffix(" stdout ----")) {
            speaker = heading;
        } else if let Some(reason) = not_run(line) {
            match reasons.iter_mut().find(|(test, _)| *test == speaker) {
                Some((_, reasons)) => reasons.push(reason),
                None => reasons.push((speaker, vec![reason])),
            }
        }
    }
    for line in output.lines() {
        let Some((test, outcome)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... ")) else {
            continue;
        };
        let said = reasons.iter().find(|(speaker, _)| *speaker == test);
        match (outcome, said) {
            ("ok", Some((_, reasons))) => suite.not_run.push(format!("{test}: {}", reasons.join("; "))),
            ("ok", None) => suite.passed += 1,
            (ignored, _) if ignored.starts_with("ignored") => suite.not_run.push(test.to_owned()),
            _ => suite.failed += 1,
        }
    }
    suite
}

#[cfg(test)]
mod tests {
    use super::{Binary, binaries, suite};

    #[test]
    fn counts_tests_and_names_what_did_not_run() {
        let output = "
running 4 tests
test a ... ok
test b::c ... ok
test d ... FAILED
test e ... ignored, too slow

successes:

---- b::c stdout ----
not run: one suite, no vectors
not run: another, no vectors
a line of its own

failures:

---- d stdout ----
thread 'd' panicked

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out";
        let suite = suite(output);
        assert_eq!((suite.passed, suite.failed), (1, 1));
        assert_eq!(suite.not_run, ["b::c: one suite, no vectors; another, no vectors", "e"]);
    }

    #[test]
    fn runs_test_binaries_and_nothing_else() {
        let messages = r#"{"reason":"compiler-artifact","manifest_path":"/p/tests/Cargo.toml","target":{"kind":["test"],"name":"issuer"},"profile":{"test":true},"executable":"/t/issuer-1"}
{"reason":"compiler-artifact","manifest_path":"/p/a/Cargo.toml","target":{"kind":["lib"],"name":"a"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/p/a/Cargo.toml","target":{"kind":["bin"],"name":"a"},"profile":{"test":false},"executable":"/t/a"}
{"reason":"build-finished","success":true}"#;
        let expected =
            Binary { name: "tests::issuer".into(), folder: "/p/tests".into(), executable: "/t/issuer-1".into() };
        assert_eq!(binaries(messages).expect("cargo's messages are JSON"), [expected]);
    }
}
