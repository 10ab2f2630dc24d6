//! What came of a suite, from the reports of the runners.

use anyhow::Context as _;
use serde_json::Value;

/// How many tests passed, were left out by the suite itself, and failed, these by their titles.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) skipped: usize,
    pub(super) failures: Vec<String>,
}

impl Tally {
    /// `suite: 1 passed, 2 failed, 3 skipped, 6 in all`
    pub(super) fn line(&self, suite: &str) -> String {
        let (passed, failed, skipped) = (self.passed, self.failures.len(), self.skipped);
        format!("{suite}: {passed} passed, {failed} failed, {skipped} skipped, {} in all", passed + failed + skipped)
    }
}

/// Mocha's `json` reporter. A hook that fails is in `failures`, and the tests behind it are nowhere: it counts as one.
pub(super) fn of_mocha(report: &Value) -> anyhow::Result<Tally> {
    let count = |name: &str| Some(report.get(name)?.as_array()?.len());
    let title = |test: &Value| test.get("fullTitle").and_then(Value::as_str).unwrap_or("without a title").to_owned();
    let failures = report.get("failures").and_then(Value::as_array).context("a report without failures")?;
    Ok(Tally {
        passed: count("passes").context("a report without passes")?,
        skipped: count("pending").context("a report without pending tests")?,
        failures: failures.iter().map(title).collect(),
    })
}

/// Jest's `--json`. A file that could not be run counts as one failure.
pub(super) fn of_jest(report: &Value) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for file in report.get("testResults").and_then(Value::as_array).context("a report without results")? {
        let tests = file.get("assertionResults").and_then(Value::as_array).context("a file without results")?;
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        if tests.is_empty() && text(file, "status") != "passed" {
            tally.failures.push(text(file, "name"));
        }
        for test in tests {
            match text(test, "status").as_str() {
                "passed" => tally.passed += 1,
                "pending" | "todo" | "skipped" => tally.skipped += 1,
                _ => tally.failures.push(text(test, "fullName")),
            }
        }
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn counts_what_each_runner_says_and_refuses_anything_else() {
        let mocha = r#"{"passes":[{},{}],"pending":[{}],"failures":[{"fullTitle":"a b"}]}"#;
        let tally = of_mocha(&json::read(mocha, "").unwrap()).unwrap();
        assert_eq!(tally, Tally { passed: 2, skipped: 1, failures: vec!["a b".to_owned()] });
        assert_eq!(tally.line("x"), "x: 2 passed, 1 failed, 1 skipped, 4 in all");
        let jest = r#"{"testResults":[{"name":"f","status":"failed","assertionResults":[{"status":"passed"},
            {"status":"failed","fullName":"c"},{"status":"todo"}]},{"name":"g","status":"failed","assertionResults":[]}]}"#;
        let tally = of_jest(&json::read(jest, "").unwrap()).unwrap();
        assert_eq!(tally, Tally { passed: 1, skipped: 1, failures: vec!["c".to_owned(), "g".to_owned()] });
        for text in ["{}", "[]", r#"{"passes":[]}"#, r#"{"testResults":[{}]}"#] {
            let report = json::read(text, "").unwrap();
            assert!(of_mocha(&report).is_err() && of_jest(&report).is_err(), "{text}");
        }
    }
}
