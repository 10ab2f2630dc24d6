//! `cargo xtask conformance`: other people's suites alone, counted by their cases, and one line at the end.
//!
//! In scope: their vectors, through the Rust suite `verifier`; their implementations, through the npm suites in which ours
//! meets them. Out of scope: suites that are run against us from outside (docs/CONFORMANCE.md).
//!
//! A test says `conformance <suite>: <n> passed, <n> failed, <n> out of scope`. One that fails before it has counted is
//! one failure; a suite whose vectors are not here is named as not run.

use std::path::PathBuf;

use anyhow::bail;

use super::{Surroundings, libtest, node_suite, not_run};
use crate::{npm, process, progress, setup, wasm, workspace};

/// The npm suites in which ours meets another implementation.
const PEERS: [&str; 6] = ["disclosure", "ecdsa", "jose", "peers", "presentations", "sd-jwt"];

/// What came of the cases of one suite.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    suite: String,
    passed: usize,
    failed: usize,
    out_of_scope: usize,
}

/// `cargo xtask conformance`
pub(crate) fn run() -> anyhow::Result<()> {
    setup::run()?;
    wasm::run()?;
    let vectors = workspace::vectors()?.map(|folder| ("PROOFPASS_VECTORS", folder));
    let surroundings = Surroundings { variables: vectors.into_iter().collect() };
    let (mut counts, mut missing) = vectors_of_others(&surroundings)?;
    for name in PEERS {
        let file: PathBuf = npm::folder().join(format!("{name}.test.mjs"));
        let suite = node_suite(&file, &surroundings)?;
        missing.extend(suite.not_run);
        counts.push(Count { suite: suite.name, passed: suite.passed, failed: suite.failed, out_of_scope: 0 });
    }
    let failed = print(&counts, &missing);
    if failed > 0 {
        bail!("{failed} cases of other people's suites failed");
    }
    Ok(())
}

fn vectors_of_others(surroundings: &Surroundings) -> anyhow::Result<(Vec<Count>, Vec<String>)> {
    let mut command = workspace::cargo();
    command.args(["test", "--quiet", "--package", "proofpass-tests", "--test", "verifier", "--", "--show-output"]);
    command.arg("--format=pretty");
    surroundings.tell(&mut command);
    let (status, output, errors) =
        progress::step("conformance", "the vectors of others", || process::captured(&mut command))?;
    let mut counts: Vec<Count> = output.lines().filter_map(count).collect();
    let tests = libtest::suite(&output);
    if !status.success() {
        eprintln!("{output}\n{errors}");
        let failed = tests.failed.max(1);
        counts.push(Count { suite: "tests that failed".to_owned(), failed, ..Count::default() });
    }
    let mut missing: Vec<String> = output.lines().filter_map(not_run).collect();
    missing.sort();
    missing.dedup();
    Ok((counts, missing))
}

/// Reads a line of a test.
fn count(line: &str) -> Option<Count> {
    let (suite, counts) = line.trim().strip_prefix("conformance ")?.rsplit_once(": ")?;
    let mut numbers = counts.split(", ").map(|part| part.split_once(' '));
    let mut next = |word: &str| {
        let (number, found) = numbers.next()??;
        (found == word).then(|| number.parse().ok())?
    };
    let (passed, failed, out_of_scope) = (next("passed")?, next("failed")?, next("out of scope")?);
    Some(Count { suite: suite.to_owned(), passed, failed, out_of_scope })
}

/// Prints the table, whose last line is for machines, and returns how many cases failed.
fn print(counts: &[Count], missing: &[String]) -> usize {
    let width = counts.iter().map(|count| count.suite.len()).max().unwrap_or(0);
    println!("\n{:width$}  {:>6}  {:>6}  {:>12}", "suite", "passed", "failed", "out of scope");
    for Count { suite, passed, failed, out_of_scope } in counts {
        println!("{suite:width$}  {passed:>6}  {failed:>6}  {out_of_scope:>12}");
    }
    for reason in missing {
        println!("not run: {reason}");
    }
    let sum = |number: fn(&Count) -> usize| counts.iter().map(number).sum::<usize>();
    let (passed, failed) = (sum(|count| count.passed), sum(|count| count.failed));
    println!("conformance: {passed} passed, {failed} failed");
    failed
}

#[cfg(test)]
mod tests {
    use super::{Count, count};

    #[test]
    fn reads_what_tests_say_and_nothing_else() {
        let expected = Count { suite: "W3C: all of it".to_owned(), passed: 447, failed: 1, out_of_scope: 20 };
        assert_eq!(count("conformance W3C: all of it: 447 passed, 1 failed, 20 out of scope"), Some(expected));
        for line in ["", "conformance", "conformance x: 1 passed", "conformance x: 1 failed, 1 passed, 1 out of scope"]
        {
            assert_eq!(count(line), None, "{line}");
        }
    }
}
