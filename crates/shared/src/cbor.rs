//! CBOR, as much of it as proof values and COSE have: numbers, byte and text strings, lists and maps of known shape.
//!
//! Reading takes the preferred serialization (RFC 8949 §4.1) and nothing else: definite lengths, the shortest heads, and
//! tags only where one is asked for. Every issuer known writes it this way, and what can be spelled in one way only is one
//! thing less to compare.
//! Spec: <https://www.rfc-editor.org/rfc/rfc8949>

/// Not the value that was expected here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Major types (§3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Major {
    Unsigned = 0,
    #[cfg(feature = "cose")]
    Negative = 1,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
    #[cfg(feature = "cose")]
    Tag = 6,
}

/// Bytes, read from the front.
#[derive(Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A head of this major type, and its argument. Longer ones than four bytes have no use here.
    fn head(&mut self, major: Major) -> Result<u32, Malformed> {
        let first = self.take(1)?[0];
        if first >> 5 != major as u8 {
            return Err(Malformed);
        }
        let length = match first & 0x1f {
            short @ 0..24 => return Ok(u32::from(short)),
            long @ 24..=26 => 1 << (long - 24),
            _ => return Err(Malformed),
        };
        let argument = self.take(length)?.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        // The shortest head: one byte does not say what fits into none, two not what fits into one, and so on.
        let least = match length {
            1 => 24,
            2 => 1 << 8,
            _ => 1 << 16,
        };
        if argument < least { Err(Malformed) } else { Ok(argument) }
    }

    pub(crate) fn unsigned(&mut self) -> Result<u32, Malformed> {
        self.head(Major::Unsigned)
    }

    /// A byte string.
    pub(crate) fn byte_string(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.head(Major::Bytes)?;
        self.take(usize::try_from(length).map_err(|_| Malformed)?)
    }

    /// The major type of what comes next.
    #[cfg(feature = "cose")]
    pub(crate) fn next(&self) -> Option<u8> {
        self.0.first().map(|first| first >> 5)
    }

    /// A number, below zero or not.
    #[cfg(feature = "cose")]
    pub(crate) fn integer(&mut self) -> Result<i64, Malformed> {
        if self.next() == Some(Major::Negative as u8) {
            return self.head(Major::Negative).map(|argument| -1 - i64::from(argument));
        }
        self.unsigned().map(i64::from)
    }

    /// This tag, if one comes next.
    #[cfg(feature = "cose")]
    pub(crate) fn optional_tag(&mut self, tag: u32) -> Result<(), Malformed> {
        if self.next() != Some(Major::Tag as u8) {
            return Ok(());
        }
        if self.head(Major::Tag)? == tag { Ok(()) } else { Err(Malformed) }
    }

    /// A value of any kind, nested no deeper than `depth`, passed over. Numbers that are no integers, and values of one
    /// byte, have a head of their own whose argument is not held to be the shortest.
    #[cfg(feature = "cose")]
    pub(crate) fn skip(&mut self, depth: u32) -> Result<(), Malformed> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        match self.next().ok_or(Malformed)? {
            0 | 1 => self.integer().map(drop),
            2 => self.byte_string().map(drop),
            3 => self.text().map(drop),
            4 => self.array(|reader| reader.skip(depth)).map(drop),
            5 => self.map(|reader| reader.skip(depth).and_then(|()| reader.skip(depth))).map(drop),
            6 => {
                self.head(Major::Tag)?;
                self.skip(depth)
            }
            _ => {
                let length = match self.take(1)?[0] & 0x1f {
                    0..24 => 0,
                    long @ 24..=27 => 1 << (long - 24),
                    _ => return Err(Malformed),
                };
                self.take(length).map(drop)
            }
        }
    }

    /// A byte string of exactly `N` bytes.
    #[cfg(feature = "sd")]
    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.byte_string()?.try_into().map_err(|_| Malformed)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Malformed> {
        let length = self.head(Major::Text)?;
        let bytes = self.take(usize::try_from(length).map_err(|_| Malformed)?)?;
        std::str::from_utf8(bytes).map_err(|_| Malformed)
    }

    /// The elements of an array. Each takes a byte at the least, so a count that is not true ends early.
    pub(crate) fn array<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        (0..self.head(Major::Array)?).map(|_| element(self)).collect()
    }

    /// The entries of a map.
    pub(crate) fn map<T>(
        &mut self,
        mut entry: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        (0..self.head(Major::Map)?).map(|_| entry(self)).collect()
    }

    /// An array of `count` elements begins.
    pub(crate) fn begin(&mut self, count: u32) -> Result<(), Malformed> {
        if self.head(Major::Array)? == count { Ok(()) } else { Err(Malformed) }
    }

    /// How many bytes are left.
    #[cfg(feature = "testing")]
    pub(crate) fn left(&self) -> usize {
        self.0.len()
    }

    /// Nothing is left.
    pub(crate) fn end(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

/// Bytes, written at the end.
#[derive(Debug)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    #[cfg(feature = "cose")]
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// Of what is CBOR already.
    #[cfg(all(feature = "cose", feature = "issue"))]
    pub(crate) fn tag(&mut self, tag: usize) {
        self.head(Major::Tag, tag);
    }

    #[cfg(all(feature = "cose", feature = "issue"))]
    pub(crate) fn integer(&mut self, number: i32) {
        let argument = if number < 0 { !number } else { number };
        let major = if number < 0 { Major::Negative } else { Major::Unsigned };
        self.head(major, usize::try_from(argument).unwrap_or_default());
    }

    /// After what stands before the CBOR.
    #[cfg(feature = "sd")]
    pub(crate) fn after(start: [u8; 3]) -> Self {
        Self(start.to_vec())
    }

    fn head(&mut self, major: Major, argument: usize) {
        // Lengths and indexes here are far below: what they count stands in a document of some megabytes.
        let argument = u32::try_from(argument).unwrap_or(u32::MAX);
        let major = (major as u8) << 5;
        let bytes = argument.to_be_bytes();
        match bytes {
            [0, 0, 0, short @ 0..24] => self.0.push(major | short),
            [0, 0, 0, _] => self.0.extend([&[major | 0x18], &bytes[3..]].concat()),
            [0, 0, ..] => self.0.extend([&[major | 0x19], &bytes[2..]].concat()),
            _ => self.0.extend([&[major | 0x1a], &bytes[..]].concat()),
        }
    }

    #[cfg(feature = "sd")]
    pub(crate) fn unsigned(&mut self, number: usize) {
        self.head(Major::Unsigned, number);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.head(Major::Bytes, bytes.len());
        self.0.extend(bytes);
    }

    #[cfg(any(feature = "issue", feature = "cose"))]
    pub(crate) fn text(&mut self, text: &str) {
        self.head(Major::Text, text.len());
        self.0.extend(text.as_bytes());
    }

    /// An array of `count` elements, which follow.
    pub(crate) fn array(&mut self, count: usize) {
        self.head(Major::Array, count);
    }

    /// A map of `count` entries, which follow.
    #[cfg(any(feature = "sd", feature = "issue"))]
    pub(crate) fn map(&mut self, count: usize) {
        self.head(Major::Map, count);
    }

    /// An array of numbers.
    #[cfg(feature = "sd")]
    pub(crate) fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = usize>) {
        self.array(numbers.len());
        numbers.for_each(|number| self.unsigned(number));
    }

    /// A map whose keys are the places of the values.
    #[cfg(feature = "sd")]
    pub(crate) fn by_place<T>(&mut self, values: &[T], value: impl Fn(&mut Self, &T)) {
        self.map(values.len());
        for (at, each) in values.iter().enumerate() {
            self.unsigned(at);
            value(self, each);
        }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(all(test, feature = "sd"))]
mod tests {
    use super::*;

    #[test]
    fn reads_the_shortest_head_and_no_other() {
        for (bytes, number) in [
            (&[0x17][..], 23),
            (&[0x18, 24], 24),
            (&[0x18, 255], 255),
            (&[0x19, 1, 0], 256),
            (&[0x19, 255, 255], 65_535),
            (&[0x1a, 0, 1, 0, 0], 65_536),
            (&[0x1a, 255, 255, 255, 255], u32::MAX),
        ] {
            assert_eq!(Reader::new(bytes).unsigned(), Ok(number));
            let mut writer = Writer::after([1, 2, 3]);
            writer.unsigned(number as usize);
            assert_eq!(writer.into_bytes()[3..], *bytes);
        }
        for bytes in [
            &[][..],
            &[0x18],
            &[0x18, 23],
            &[0x19, 0, 255],
            &[0x1a, 0, 0, 255, 255],
            &[0x1b, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0x1f],
            &[0x20],
            &[0xc0, 0],
        ] {
            assert_eq!(Reader::new(bytes).unsigned(), Err(Malformed), "{bytes:?}");
        }
    }

    #[test]
    fn does_not_believe_lengths() {
        assert_eq!(Reader::new(&[0x42, 1]).bytes::<2>(), Err(Malformed));
        assert_eq!(Reader::new(&[0x42, 1, 2]).bytes::<1>(), Err(Malformed));
        assert_eq!(Reader::new(&[0x5f, 0x41, 1, 0xff]).bytes::<1>(), Err(Malformed));
        assert_eq!(Reader::new(&[0x62, 0xff, 0xff]).text(), Err(Malformed));
        assert_eq!(Reader::new(&[0x9a, 255, 255, 255, 255, 0]).array(Reader::unsigned), Err(Malformed));
        assert_eq!(Reader::new(&[0x9f, 0, 0xff]).array(Reader::unsigned), Err(Malformed));
        assert_eq!(Reader::new(&[0xba, 255, 255, 255, 255, 0]).map(Reader::unsigned), Err(Malformed));
        assert_eq!(Reader::new(&[0x82]).begin(3), Err(Malformed));
        assert_eq!(Reader::new(&[0]).end(), Err(Malformed));
    }
}
