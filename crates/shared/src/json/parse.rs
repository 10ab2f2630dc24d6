//! The strict reader.

use super::write::plain;
use super::{Number, Object, Value};

/// Caps on a document. Every one is checked while reading, before memory is spent on what lies beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the document, in bytes.
    pub bytes: usize,
    /// Nesting of arrays and objects.
    pub depth: usize,
    /// Values in all: each scalar, array, object and member counts one.
    pub nodes: usize,
    /// Length of one string or member name, in bytes after unescaping.
    pub string: usize,
}

impl Limits {
    /// A credential or a bundle. A passport of 1,000 credentials is about 2 MB and 100,000 values; the UN's sample
    /// passport nests 10 deep; 1 MiB of text holds an embedded photograph.
    pub const DOCUMENT: Self = Self { bytes: 5 << 20, depth: 64, nodes: 500_000, string: 1 << 20 };

    /// A request to a service. Commands are small; claims that need more belong in a linked document.
    pub const REQUEST: Self = Self { bytes: 256 << 10, depth: 32, nodes: 20_000, string: 64 << 10 };
}

/// Why bytes are not an acceptable JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A member name appears twice in one object, after unescaping.
    #[error("a member name appears twice in one object (object ends at byte {at})")]
    DuplicateKey {
        /// Where the object ends.
        at: usize,
    },
    /// The bytes are not UTF-8.
    #[error("not UTF-8 (from byte {at})")]
    NotUtf8 {
        /// First byte that is not.
        at: usize,
    },
    /// A number that a double would change: see [`Number`].
    #[error("a number would lose precision (at byte {at})")]
    NumberNotExact {
        /// Where the literal begins.
        at: usize,
    },
    /// A string longer than [`Limits::string`].
    #[error("a string is too long (at byte {at})")]
    StringTooLong {
        /// Where the string begins.
        at: usize,
    },
    /// Not RFC 8259: includes trailing bytes, a byte order mark and lone surrogates.
    #[error("not JSON (at byte {at})")]
    Syntax {
        /// The first byte that does not fit.
        at: usize,
    },
    /// Nested beyond [`Limits::depth`].
    #[error("nested too deep (at byte {at})")]
    TooDeep {
        /// Where the limit was crossed.
        at: usize,
    },
    /// Longer than [`Limits::bytes`].
    #[error("too large: {bytes} bytes")]
    TooLarge {
        /// Length of the document.
        bytes: usize,
    },
    /// More than [`Limits::nodes`] values.
    #[error("too many values (at byte {at})")]
    TooManyNodes {
        /// Where the limit was crossed.
        at: usize,
    },
}

/// Reads one JSON document, strictly.
///
/// # Errors
/// The first fault met, with its byte offset.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, Error> {
    if bytes.len() > limits.bytes {
        return Err(Error::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| Error::NotUtf8 { at: e.valid_up_to() })?;
    let mut reader = Reader { text, bytes, at: 0, nodes: 0, limits };
    reader.skip_whitespace();
    let value = reader.value(0)?;
    reader.skip_whitespace();
    if reader.at == bytes.len() { Ok(value) } else { Err(reader.syntax()) }
}

struct Reader<'a> {
    text: &'a str,
    /// The same text, for looking at single bytes.
    bytes: &'a [u8],
    at: usize,
    nodes: usize,
    limits: &'a Limits,
}

impl Reader<'_> {
    fn syntax(&self) -> Error {
        Error::Syntax { at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Consumes `byte` if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let hit = self.peek() == Some(byte);
        self.at += usize::from(hit);
        hit
    }

    fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.take(byte) { Ok(()) } else { Err(self.syntax()) }
    }

    fn count_node(&mut self) -> Result<(), Error> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes { Err(Error::TooManyNodes { at: self.at }) } else { Ok(()) }
    }

    /// `depth` is the number of arrays and objects around this value.
    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        self.count_node()?;
        match self.peek() {
            Some(b'n') => self.literal("null", Value::Null),
            Some(b't') => self.literal("true", Value::Bool(true)),
            Some(b'f') => self.literal("false", Value::Bool(false)),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b'[' | b'{') if depth >= self.limits.depth => Err(Error::TooDeep { at: self.at }),
            Some(b'[') => self.array(depth + 1),
            Some(b'{') => self.object(depth + 1),
            _ => Err(self.syntax()),
        }
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, Error> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.syntax())
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, Error> {
        self.at += 1; // [
        let mut elements = Vec::new();
        self.skip_whitespace();
        if self.take(b']') {
            return Ok(Value::Array(elements));
        }
        loop {
            self.skip_whitespace();
            elements.push(self.value(depth)?);
            self.skip_whitespace();
            if self.take(b']') {
                return Ok(Value::Array(elements));
            }
            self.expect(b',')?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Error> {
        self.at += 1; // {
        let mut members = Vec::new();
        self.skip_whitespace();
        if self.take(b'}') {
            return Ok(Value::Object(Object::new()));
        }
        loop {
            self.skip_whitespace();
            self.count_node()?;
            if self.peek() != Some(b'"') {
                return Err(self.syntax());
            }
            let name = self.string()?;
            self.skip_whitespace();
            self.expect(b':')?;
            self.skip_whitespace();
            members.push((name, self.value(depth)?));
            self.skip_whitespace();
            if self.take(b'}') {
                break;
            }
            self.expect(b',')?;
        }
        if has_duplicates(&members) {
            return Err(Error::DuplicateKey { at: self.at });
        }
        Ok(Value::Object(Object::from_unique(members)))
    }

    /// RFC 8259 §6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    fn number(&mut self) -> Result<Number, Error> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Number::from_literal(plain(self.text, start, self.at)).ok_or(Error::NumberNotExact { at: start })
    }

    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.syntax()) }
    }

    fn string(&mut self) -> Result<String, Error> {
        let start = self.at;
        self.at += 1; // "
        let mut out = String::new();
        loop {
            let plain_from = self.at;
            while self.peek().is_some_and(|b| b >= 0x20 && b != b'"' && b != b'\\') {
                self.at += 1;
            }
            out.push_str(plain(self.text, plain_from, self.at));
            if out.len() > self.limits.string {
                return Err(Error::StringTooLong { at: start });
            }
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                _ => return Err(self.syntax()),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let Some(byte) = self.peek() else { return Err(self.syntax()) };
        let plain = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.syntax()),
        };
        self.at += 1;
        Ok(plain)
    }

    /// A `\u` escape, or the pair of them that makes one character. A lone surrogate is no character (RFC 7493 §2.1).
    fn unicode_escape(&mut self) -> Result<char, Error> {
        let start = self.at;
        let first = self.hex4()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            if !(self.take(b'\\') && self.take(b'u')) {
                return Err(Error::Syntax { at: start });
            }
            let second = self.hex4()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(Error::Syntax { at: start });
            }
            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or(Error::Syntax { at: start })
    }

    fn hex4(&mut self) -> Result<u32, Error> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16));
            code = code << 4 | digit.ok_or(self.syntax())?;
            self.at += 1;
        }
        Ok(code)
    }
}

fn has_duplicates(members: &[(String, Value)]) -> bool {
    // Most objects are small; comparing pairs is cheaper there than sorting.
    if members.len() <= 8 {
        return members.iter().enumerate().any(|(at, (name, _))| members[..at].iter().any(|(other, _)| other == name));
    }
    repeats(members.iter().map(|(name, _)| name.as_str()).collect())
}

/// Whether a text stands in a list twice, in `n log n`.
pub(crate) fn repeats(mut texts: Vec<&str>) -> bool {
    crate::sorted::sort(&mut texts);
    texts.windows(2).any(|pair| pair[0] == pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, Error> {
        parse(text.as_bytes(), &Limits::DOCUMENT)
    }

    #[test]
    fn reads_and_writes_back() {
        for text in [r#"{"b":1,"a":[true,false,null,"x",-1.5]}"#, "[]", "{}", r#""é😀\u0000""#, "0"] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_duplicate_names_also_when_escaped_or_many() {
        assert!(matches!(read(r#"{"a":1,"a":2}"#), Err(Error::DuplicateKey { .. })));
        assert!(matches!(read(r#"{"a":1,"\u0061":2}"#), Err(Error::DuplicateKey { .. })));
        let many: Vec<String> = (0..1000).map(|n| format!(r#""k{}":0"#, n % 999)).collect();
        assert!(matches!(read(&format!("{{{}}}", many.join(","))), Err(Error::DuplicateKey { .. })));
    }

    #[test]
    fn refuses_what_is_not_json() {
        for text in [
            "",
            " ",
            "nul",
            "{",
            "[1,]",
            "[,1]",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r"{a:1}",
            "01",
            "+1",
            "1.",
            ".5",
            "1e",
            "-",
            "NaN",
            "Infinity",
            "'a'",
            "\"\u{1}\"",
            r#""\x""#,
            r#""\u12""#,
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\ud800\u0041""#,
            "\u{feff}1",
            "1 1",
            "[1]]",
            "\"",
            "\"\\",
            "tru",
            "/**/1",
            "\u{a0}1",
        ] {
            assert!(matches!(read(text), Err(Error::Syntax { .. })), "{text:?}: {:?}", read(text));
        }
        assert_eq!(parse(b"\"\xff\"", &Limits::DOCUMENT), Err(Error::NotUtf8 { at: 1 }));
    }

    #[test]
    fn holds_every_cap() {
        let limits = Limits { bytes: 64, depth: 2, nodes: 5, string: 4 };
        assert!(matches!(parse(&[b' '; 65], &limits), Err(Error::TooLarge { bytes: 65 })));
        assert!(parse(b"[[1]]", &limits).is_ok());
        assert!(matches!(parse(b"[[[1]]]", &limits), Err(Error::TooDeep { at: 2 })));
        assert!(parse(b"[1,2,3,4]", &limits).is_ok());
        assert!(matches!(parse(b"[1,2,3,4,5]", &limits), Err(Error::TooManyNodes { .. })));
        assert!(matches!(parse(b"{\"a\":1,\"b\":2,\"c\":3}", &limits), Err(Error::TooManyNodes { .. })));
        assert!(parse(b"\"abcd\"", &limits).is_ok());
        assert!(matches!(parse(b"\"abcde\"", &limits), Err(Error::StringTooLong { at: 0 })));
    }

    #[test]
    fn survives_the_deepest_nesting_a_document_may_have() {
        let open = "[".repeat(1_000_000);
        assert!(matches!(read(&open), Err(Error::TooDeep { at: 64 })));
    }
}
