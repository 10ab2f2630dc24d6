//! The report that nextest writes.
//!
//! In scope: the few attributes that the table needs, as `quick-junit` writes them. Out of scope: XML.

use std::time::Duration;

use super::{Suite, not_run};

/// One suite per test binary.
pub(super) fn suites(report: &str) -> Vec<Suite> {
    report.split("<testsuite ").skip(1).map(|text| suite(text.split("</testsuite>").next().unwrap_or(text))).collect()
}

fn suite(text: &str) -> Suite {
    let mut suite = Suite { name: attribute(text, "name").unwrap_or_default(), ..Suite::default() };
    let mut seconds = 0.0;
    for case in text.split("<testcase ").skip(1) {
        seconds += attribute(case, "time").and_then(|time| time.parse::<f64>().ok()).unwrap_or(0.0);
        let output = unescaped(case);
        let reasons: Vec<String> = output.lines().filter_map(line_start).filter_map(not_run).collect();
        if case.contains("<failure") || case.contains("<error") {
            suite.failed += 1;
        } else if case.contains("<skipped") {
            suite.not_run.push(attribute(case, "name").unwrap_or_default());
        } else if reasons.is_empty() {
            suite.passed += 1;
        } else {
            suite.not_run.push(format!("{}: {}", attribute(case, "name").unwrap_or_default(), reasons.join("; ")));
        }
    }
    // Tests of one binary run side by side, so this is work and not waiting.
    suite.elapsed = Duration::from_secs_f64(seconds);
    suite
}

/// A line without the tag that may stand before it.
fn line_start(line: &str) -> Option<&str> {
    line.rsplit('>').find(|part| part.contains("not run: ")).or(Some(line))
}

fn attribute(text: &str, name: &str) -> Option<String> {
    let tag = &text[..text.find('>')?];
    let value = tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
    Some(unescaped(value))
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::suites;

    #[test]
    fn counts_what_passed_failed_and_did_not_run() {
        let report = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="3" failures="1" errors="0">
    <testsuite name="proofpass-tests::verifier" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="jcs::numbers" classname="x" time="0.5"><system-out>running 1 test</system-out></testcase>
        <testcase name="a" classname="x" time="0.25"><failure type="test failure">boom</failure></testcase>
        <testcase name="b" classname="x" time="0.25">
            <system-out>running 1 test
not run: CCTV&apos;s edge cases, PROOFPASS_VECTORS is not set
</system-out>
        </testcase>
    </testsuite>
</testsuites>"#;
        let suites = suites(report);
        assert_eq!(suites.len(), 1);
        assert_eq!((suites[0].passed, suites[0].failed), (1, 1));
        assert_eq!(suites[0].name, "proofpass-tests::verifier");
        assert_eq!(suites[0].not_run, ["b: CCTV's edge cases, PROOFPASS_VECTORS is not set"]);
        assert!((suites[0].elapsed.as_secs_f64() - 1.0).abs() < 1e-9);
    }
}
