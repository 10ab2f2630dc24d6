//! Many documents, one in each line, and a report in each line of the answer.
//!
//! In scope: lines, of which the longest costs no more than the longest document. Out of scope: what a document is.
//! Spec: <https://github.com/ndjson/ndjson-spec>

use std::io::{self, BufRead, Write};

use proofpass::json::Limits;
use proofpass::verify::{Report, Verdict};

/// Verifies line by line: each report is written before the next line is read. Blank lines are none. The worst verdict
/// of all; `None` where there was no document.
pub(super) fn verify(
    documents: &mut impl BufRead,
    reports: &mut impl Write,
    judge: impl Fn(&[u8]) -> Report,
) -> io::Result<Option<Verdict>> {
    let mut worst = None;
    let mut line = Vec::new();
    while read_line(documents, &mut line)? {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let report = judge(&line);
        writeln!(reports, "{}", report.to_json())?;
        reports.flush()?;
        worst = Some(match (worst, report.verdict()) {
            (None | Some(Verdict::Accept), verdict) => verdict,
            (Some(Verdict::Reject), _) | (_, Verdict::Reject) => Verdict::Reject,
            (Some(Verdict::Undecided), Verdict::Accept | Verdict::Undecided) => Verdict::Undecided,
        });
    }
    Ok(worst)
}

/// The next line without its end; `false` after the last one. Of a line that is too long for a document no more is kept
/// than says so: one byte past the limit.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut found = false;
    loop {
        let bytes = from.fill_buf()?;
        if bytes.is_empty() {
            return Ok(found);
        }
        found = true;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let part = &bytes[..end.unwrap_or(bytes.len())];
        let room = Limits::DOCUMENT.bytes + 1 - line.len();
        line.extend_from_slice(&part[..part.len().min(room)]);
        let taken = end.map_or(bytes.len(), |end| end + 1);
        from.consume(taken);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proofpass::time::Timestamp;
    use proofpass::verify::{Material, Policy, verify_bytes};

    use super::*;

    fn judge(document: &[u8]) -> Report {
        verify_bytes(document, &Material::default(), &Policy::default(), Timestamp::MIN)
    }

    /// The codes of the check `document`, and the worst verdict.
    fn judged(lines: &[u8], capacity: usize) -> (Vec<String>, Option<Verdict>) {
        let mut reports = Vec::new();
        let worst = verify(&mut BufReader::with_capacity(capacity, lines), &mut reports, judge).unwrap();
        let code = |report: &str| report.split("\"code\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        (String::from_utf8(reports).unwrap().lines().map(code).collect(), worst)
    }

    #[test]
    fn answers_line_by_line_whatever_the_pieces() {
        let lines = b"{\"@context\":[]}\r\n\n \t\n{\n\xff\xff\n[]\n\x00\n{\"@context\":[]}";
        let codes = ["document-read", "json-syntax", "not-utf8", "not-a-bundle", "json-syntax", "document-read"];
        for capacity in [1, 2, 7, 64, 8192] {
            let (found, worst) = judged(lines, capacity);
            assert_eq!(found, codes, "{capacity}");
            assert_eq!(worst, Some(Verdict::Reject));
        }
    }

    #[test]
    fn says_nothing_of_nothing() {
        for nothing in ["", "\n", "\r\n \n\t"] {
            assert_eq!(judged(nothing.as_bytes(), 16), (Vec::new(), None), "{nothing:?}");
        }
    }

    #[test]
    fn keeps_no_more_of_a_long_line_than_tells_so() {
        let mut lines = vec![b' '; 3 * Limits::DOCUMENT.bytes];
        lines[0] = b'{';
        lines.extend_from_slice(b"\n[]\n");
        assert_eq!(judged(&lines, 1 << 16).0, ["too-large", "not-a-bundle"]);
        let mut line = Vec::new();
        assert!(read_line(&mut BufReader::new(lines.as_slice()), &mut line).unwrap());
        assert_eq!(line.len(), Limits::DOCUMENT.bytes + 1);
    }

    #[test]
    fn writes_a_report_before_it_reads_on() {
        /// A source that is asked for a second line only when the first has been answered.
        struct Pausing<'a>(&'a std::cell::Cell<usize>, u8);
        impl io::Read for Pausing<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                self.1 += 1;
                assert_eq!(self.0.get(), usize::from(self.1) - 1);
                if self.1 == 4 {
                    return Ok(0);
                }
                into[..3].copy_from_slice(b"{}\n");
                Ok(3)
            }
        }
        /// How many reports were flushed.
        struct Counting<'a>(&'a std::cell::Cell<usize>);
        impl Write for Counting<'_> {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                self.0.set(self.0.get() + 1);
                Ok(())
            }
        }
        let flushed = std::cell::Cell::new(0);
        verify(&mut BufReader::new(Pausing(&flushed, 0)), &mut Counting(&flushed), judge).unwrap();
        assert_eq!(flushed.get(), 3);
    }
}
