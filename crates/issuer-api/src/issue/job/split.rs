//! Rows out of bytes that arrive piece by piece: the elements of a JSON array, lines of JSON, the records of a CSV file.
//!
//! In scope: where a row begins and ends, wherever the pieces break. Out of scope: what a row says; a row that cannot be
//! read is one row's fault, as long as it can be told where it ends.
//! Specs: <https://www.rfc-editor.org/rfc/rfc8259>, <https://github.com/ndjson/ndjson-spec>,
//! <https://www.rfc-editor.org/rfc/rfc4180>

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Longest row, in bytes: as long as the body of one request.
pub const MAX_ROW: usize = 256 << 10;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A CSV file whose first record names the columns.
    Csv,
    /// A JSON array of objects.
    Json,
    /// A JSON object a line.
    Ndjson,
}

/// Why what comes are not rows. The number is that of the row, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// Not an array, or something between its elements.
    #[error("row {0} does not begin or end as the element of a JSON array does")]
    Array(usize),
    /// No column has a name.
    #[error("there is no header")]
    Header,
    /// Longer than [`MAX_ROW`].
    #[error("row {0} has more than 262144 bytes")]
    Long(usize),
    /// Not UTF-8.
    #[error("row {0} is not UTF-8")]
    Text(usize),
    /// The end is missing.
    #[error("row {0} breaks off")]
    Unfinished(usize),
}

/// Takes rows out of what arrives.
#[derive(Debug)]
pub struct Splitter {
    kind: Kind,
    rows: usize,
}

#[derive(Debug)]
enum Kind {
    Array(Array),
    Csv(Box<Csv>),
    Lines(Vec<u8>),
}

impl Splitter {
    /// For rows in a format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        let kind = match format {
            Format::Csv => Kind::Csv(Box::default()),
            Format::Json => Kind::Array(Array::default()),
            Format::Ndjson => Kind::Lines(Vec::new()),
        };
        Self { kind, rows: 0 }
    }

    /// The names of the columns of a CSV file, once they have arrived.
    #[must_use]
    pub fn header(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Csv(csv) => csv.header.as_deref(),
            Kind::Array(_) | Kind::Lines(_) => None,
        }
    }

    /// How many rows there were.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Takes the next piece, and adds the rows that end in it.
    pub fn push(&mut self, bytes: &[u8], rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let before = rows.len();
        let done = match &mut self.kind {
            Kind::Array(array) => array.push(bytes, self.rows, rows),
            Kind::Csv(csv) => csv.push(bytes, self.rows, rows),
            Kind::Lines(line) => push_lines(line, bytes, self.rows, rows),
        };
        self.rows += rows.len() - before;
        done
    }

    /// There are no more pieces.
    pub fn finish(&mut self, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let before = rows.len();
        let done = match &mut self.kind {
            Kind::Array(array) => array.finish(self.rows),
            Kind::Csv(csv) => csv.finish(self.rows, rows),
            Kind::Lines(line) => push_lines(line, b"\n", self.rows, rows),
        };
        self.rows += rows.len() - before;
        done
    }
}

/// Lines, but for those that are blank.
fn push_lines(line: &mut Vec<u8>, bytes: &[u8], before: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
    let start = rows.len();
    for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
        line.extend_from_slice(piece);
        if line.len() > MAX_ROW {
            return Err(SplitError::Long(before + rows.len() - start + 1));
        }
        if line.ends_with(b"\n") {
            let whole = std::mem::take(line);
            // What some editors put at the beginning of a file.
            let whole = whole.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&whole).trim_ascii();
            if !whole.is_empty() {
                rows.push(whole.to_vec());
            }
        }
    }
    Ok(())
}

/// The elements of an array: text between commas that are in no string, array or object.
#[derive(Debug, Default)]
struct Array {
    at: At,
    element: Vec<u8>,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Start,
    /// Before the first element, or the end of an array of none.
    First,
    Element,
    End,
}

impl Array {
    fn push(&mut self, bytes: &[u8], before: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let start = rows.len();
        for byte in bytes {
            let row = before + rows.len() - start + 1;
            let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            match self.at {
                At::Start | At::First | At::End if is_space => {}
                At::Start if *byte == b'[' => self.at = At::First,
                At::First if *byte == b']' => self.at = At::End,
                At::Start | At::End => return Err(SplitError::Array(row)),
                At::First | At::Element => {
                    self.at = At::Element;
                    if let Some(end) = self.take(*byte) {
                        let element = std::mem::take(&mut self.element).trim_ascii().to_vec();
                        if element.is_empty() || end == b'}' {
                            return Err(SplitError::Array(row));
                        }
                        rows.push(element);
                        self.at = if end == b']' { At::End } else { At::Element };
                    } else if self.element.len() > MAX_ROW {
                        return Err(SplitError::Long(row));
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds a byte to the element, or gives it back where it ends the element.
    fn take(&mut self, byte: u8) -> Option<u8> {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' | b',' if self.depth == 0 => return Some(byte),
            b']' | b'}' => self.depth -= 1,
            _ => {}
        }
        self.element.push(byte);
        None
    }

    fn finish(&self, before: usize) -> Result<(), SplitError> {
        if self.at == At::End { Ok(()) } else { Err(SplitError::Unfinished(before + 1)) }
    }
}

/// The records of a CSV file, as JSON arrays of texts.
#[derive(Default)]
struct Csv {
    /// `None` until the first line is there, which tells by what fields are parted.
    reader: Option<Reader>,
    beginning: Vec<u8>,
    header: Option<Vec<String>>,
    fields: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
}

impl std::fmt::Debug for Csv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Csv")
    }
}

impl Csv {
    /// Most columns.
    const MAX_COLUMNS: usize = 1_000;

    /// What parts fields, by the first line: the semicolon of programs that are set to German, a tab, or a comma.
    fn separator(line: &[u8]) -> u8 {
        let count = |separator: u8| {
            let mut quoted = false;
            let outside = line.iter().filter(|byte| {
                quoted ^= **byte == b'"';
                !quoted && **byte == separator
            });
            outside.count()
        };
        // Of as many, the last: the comma.
        [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
    }

    fn push(&mut self, bytes: &[u8], before: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.reader.is_some() {
            return self.read(bytes, before, rows);
        }
        let (looked, is_end) = (self.beginning.len(), |byte: &u8| matches!(byte, b'\n' | b'\r'));
        self.beginning.extend_from_slice(bytes);
        let line = bytes.iter().position(is_end).map(|at| looked + at);
        match line {
            None if self.beginning.len() > MAX_ROW => Err(SplitError::Header),
            None => Ok(()),
            Some(end) => self.begin(end, before, rows),
        }
    }

    fn begin(&mut self, end: usize, before: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let beginning = std::mem::take(&mut self.beginning);
        let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&beginning);
        let line = text.get(..end.min(text.len())).unwrap_or_default();
        self.reader = Some(ReaderBuilder::new().delimiter(Self::separator(line)).build());
        (self.fields, self.ends) = (vec![0; 4 << 10], vec![0; 64]);
        self.read(text, before, rows)
    }

    fn finish(&mut self, before: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let start = rows.len();
        if self.reader.is_none() {
            self.begin(self.beginning.len(), before, rows)?;
        }
        // No bytes mean the end: the last record needs no line end.
        self.read(b"", before + rows.len() - start, rows)?;
        if self.header.is_some() { Ok(()) } else { Err(SplitError::Header) }
    }

    fn read(&mut self, mut bytes: &[u8], before: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let (start, is_end) = (rows.len(), bytes.is_empty());
        let Some(mut reader) = self.reader.take() else { return Ok(()) };
        loop {
            if bytes.is_empty() && !is_end {
                break;
            }
            let row = before + rows.len() - start + 1;
            let (found, taken, written, ended) =
                reader.read_record(bytes, &mut self.fields[self.filled..], &mut self.ends[self.ended..]);
            bytes = &bytes[taken..];
            self.filled += written;
            self.ended += ended;
            match found {
                ReadRecordResult::End | ReadRecordResult::InputEmpty => break,
                ReadRecordResult::OutputFull if self.fields.len() >= MAX_ROW => return Err(SplitError::Long(row)),
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= Self::MAX_COLUMNS => {
                    return Err(SplitError::Long(row));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => self.record(row, rows)?,
            }
        }
        self.reader = Some(reader);
        Ok(())
    }

    fn record(&mut self, row: usize, rows: &mut Vec<Vec<u8>>) -> Result<(), SplitError> {
        let mut fields = Vec::with_capacity(self.ended);
        let mut from = 0;
        for to in &self.ends[..self.ended] {
            let field = std::str::from_utf8(&self.fields[from..*to]).map_err(|_| SplitError::Text(row))?;
            fields.push(field.to_owned());
            from = *to;
        }
        (self.filled, self.ended) = (0, 0);
        if self.header.is_none() {
            if fields.iter().all(|name| name.trim().is_empty()) {
                return Err(SplitError::Header);
            }
            self.header = Some(fields);
        } else {
            rows.push(serde_json::to_vec(&fields).unwrap_or_default());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a text that arrives in pieces of `size`.
    fn pieces(format: Format, text: &[u8], size: usize) -> Result<Vec<String>, SplitError> {
        let (mut splitter, mut rows) = (Splitter::new(format), Vec::new());
        for piece in text.chunks(size) {
            splitter.push(piece, &mut rows)?;
        }
        splitter.finish(&mut rows)?;
        assert_eq!(splitter.rows(), rows.len());
        Ok(rows.into_iter().map(|row| String::from_utf8(row).unwrap()).collect())
    }

    /// The same, however it arrives.
    #[track_caller]
    fn split(format: Format, text: &str) -> Result<Vec<String>, SplitError> {
        let whole = pieces(format, text.as_bytes(), 1 << 20);
        for size in [1, 2, 3, 7] {
            assert_eq!(pieces(format, text.as_bytes(), size), whole, "{size}: {text}");
        }
        whole
    }

    #[test]
    fn an_array_is_its_elements() {
        for (text, rows) in [
            ("[]", &[][..]),
            (" [ ] \n", &[]),
            ("[{}]", &["{}"]),
            (
                "[ {\"a\":[1,2],\"b\":\"],[\"} ,\n {\"c\":\"\\\"]\"} ]",
                &["{\"a\":[1,2],\"b\":\"],[\"}", "{\"c\":\"\\\"]\"}"],
            ),
            ("[1,\"x\",null]", &["1", "\"x\"", "null"]),
            // Not JSON, but a row of its own: that row's fault.
            ("[{\"a\":},{}]", &["{\"a\":}", "{}"]),
        ] {
            assert_eq!(split(Format::Json, text).unwrap(), rows, "{text}");
        }
        for (text, error) in [
            ("", SplitError::Unfinished(1)),
            ("{}", SplitError::Array(1)),
            ("[{}", SplitError::Unfinished(1)),
            ("[{},", SplitError::Unfinished(2)),
            ("[{},]", SplitError::Array(2)),
            ("[,{}]", SplitError::Array(1)),
            ("[{}}]", SplitError::Array(1)),
            ("[{}] {}", SplitError::Array(2)),
            ("[{\"a\":\"]", SplitError::Unfinished(1)),
        ] {
            assert_eq!(split(Format::Json, text), Err(error), "{text}");
        }
    }

    #[test]
    fn lines_are_rows_but_for_blank_ones() {
        assert_eq!(split(Format::Ndjson, "").unwrap(), [""; 0]);
        let rows = split(Format::Ndjson, "\u{feff}{\"a\":1}\r\n\n  \n{\"b\":2}\n{broken\n{\"c\":3}").unwrap();
        assert_eq!(rows, ["{\"a\":1}", "{\"b\":2}", "{broken", "{\"c\":3}"]);
    }

    #[test]
    fn records_of_a_file_are_rows_and_its_first_names_the_columns() {
        for text in [
            "a,b\n1,x\n2,\"y, \"\"z\"\"\nmore\"\n",
            "a;b\r\n1;x\r\n2;\"y, \"\"z\"\"\nmore\"",
            "\u{feff}a\tb\n1\tx\n\n2\t\"y, \"\"z\"\"\nmore\"\n",
        ] {
            let rows = split(Format::Csv, text).unwrap();
            assert_eq!(rows, [r#"["1","x"]"#, r#"["2","y, \"z\"\nmore"]"#], "{text}");
        }
        let mut splitter = Splitter::new(Format::Csv);
        splitter.push("\u{feff}\"a, b\",c\n".as_bytes(), &mut Vec::new()).unwrap();
        assert_eq!(splitter.header().unwrap(), ["a, b", "c"]);
        // One column; a record of other fields is that row's fault.
        assert_eq!(split(Format::Csv, "a\n1\n2,3\n").unwrap(), [r#"["1"]"#, r#"["2","3"]"#]);
        for text in ["", "\n", "\n\n", " , \n1,2\n"] {
            assert_eq!(split(Format::Csv, text), Err(SplitError::Header), "{text:?}");
        }
        assert_eq!(pieces(Format::Csv, b"a\n\xff\n", 9), Err(SplitError::Text(1)));
    }

    #[test]
    fn a_row_without_end_is_refused_before_it_fills_the_memory() {
        let long = "x".repeat(MAX_ROW + 1);
        assert_eq!(split(Format::Ndjson, &format!("{{}}\n{long}")), Err(SplitError::Long(2)));
        assert_eq!(split(Format::Json, &format!("[{{}},\"{long}")), Err(SplitError::Long(2)));
        assert_eq!(split(Format::Csv, &format!("a\n1\n\"{long}")), Err(SplitError::Long(2)));
        assert_eq!(split(Format::Csv, &long), Err(SplitError::Header));
        assert_eq!(split(Format::Csv, &format!("a\n{}\n", ",".repeat(5_000))), Err(SplitError::Long(1)));
    }
}
