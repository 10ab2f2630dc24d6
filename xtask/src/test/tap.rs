//! The report that `node --test` writes: TAP 13 with nested subtests.
//!
//! In scope: counting the leaves. Out of scope: everything else in it.
//! Spec: <https://testanything.org/tap-version-13-specification.html>

use super::Suite;

/// Counts tests; a group counts through its members.
pub(super) fn suite(report: &str) -> Suite {
    let mut suite = Suite::default();
    let mut inside_details = false;
    // Results come after their members: a result that follows one of greater depth is the group's.
    let mut depth_before = 0;
    for line in report.lines() {
        let result = line.trim_start();
        match result {
            "---" => inside_details = true,
            "..." => inside_details = false,
            _ => {}
        }
        let (ok, rest) = match (result.strip_prefix("ok "), result.strip_prefix("not ok ")) {
            _ if inside_details => continue,
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => continue,
        };
        let is_group = depth_before > depth(line);
        depth_before = depth(line);
        if is_group {
            continue;
        }
        let name = rest.split_once(" - ").map_or(rest, |(_, name)| name);
        match (name.split_once(" # SKIP"), name.split_once(" # TODO")) {
            (Some((name, why)), _) | (_, Some((name, why))) => suite.not_run.push(format!("{name},{why}")),
            _ if ok => suite.passed += 1,
            _ => suite.failed += 1,
        }
    }
    suite
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::suite;

    #[test]
    fn counts_leaves_and_names_what_did_not_run() {
        let report = "TAP version 13
# Subtest: group
    # Subtest: inside
    ok 1 - inside
      ---
      duration_ms: 1.5
      ...
    # Subtest: broken
    not ok 2 - broken
      ---
      error: |-
        ok 7 - this is a text
      ...
    1..2
not ok 1 - group
  ---
  duration_ms: 3
  ...
# Subtest: alone
ok 2 - alone
  ---
  ...
# Subtest: away
ok 3 - away # SKIP no vectors
  ---
  ...
1..3
# tests 5";
        let suite = suite(report);
        assert_eq!((suite.passed, suite.failed), (2, 1));
        assert_eq!(suite.not_run, ["away, no vectors"]);
    }
}
