//! The status lists of tokens: what a token says of where its status stands, and the list itself.
//!
//! Spec: <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>, §4, §6 and §7

use std::cell::Cell;

use super::{Bitstring, EntryError, ListError, zlib};
use crate::credential::is_url;
use crate::json::{Object, Value};
use crate::multibase::decode_base64url_digits;

/// Where the status of a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenEntry<'a> {
    pub(crate) uri: &'a str,
    index: u64,
}

impl<'a> TokenEntry<'a> {
    /// §6.2: reads the claim `status`. Another way to ask is somebody else's to judge, also beside this one: it may well
    /// say that the token was withdrawn.
    pub(crate) fn read(status: &'a Value) -> Result<Self, EntryError> {
        let status = status.as_object().ok_or(EntryError::Malformed)?;
        if status.len() != 1 {
            return Err(EntryError::Unsupported);
        }
        let entry = status.get("status_list").ok_or(EntryError::Unsupported)?;
        let read = |entry: &'a Object| {
            let uri = entry.get("uri")?.as_str().filter(|uri| is_url(uri))?;
            let Value::Number(index) = entry.get("idx")? else { return None };
            Some(Self { uri, index: index.as_u64()? })
        };
        entry.as_object().and_then(read).ok_or(EntryError::Malformed)
    }
}

/// A list that could be read. Who signed it is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenList {
    /// Bits of a value: 1, 2, 4 or 8.
    bits: u8,
    bytes: Vec<u8>,
}

impl TokenList {
    /// §4.2: reads the claim `status_list`. What comes out is taken from `room`.
    pub(crate) fn read(list: &Object, room: &Cell<usize>) -> Result<Self, ListError> {
        let bits = match list.get("bits") {
            Some(Value::Number(bits)) => bits.as_u64().and_then(|bits| u8::try_from(bits).ok()),
            _ => None,
        };
        let list = list.get("lst").and_then(Value::as_str).and_then(|list| decode_base64url_digits(list).ok());
        match (bits, list) {
            (Some(bits), Some(list)) => Self::expand(bits, &list, room),
            _ => Err(ListError::Malformed),
        }
    }

    /// §4.1
    fn expand(bits: u8, zlib: &[u8], room: &Cell<usize>) -> Result<Self, ListError> {
        if !matches!(bits, 1 | 2 | 4 | 8) {
            return Err(ListError::Malformed);
        }
        Ok(Self { bits, bytes: zlib::expand(zlib, Bitstring::MAX_BYTES, room)? })
    }

    /// The value at the entry's place, the first of a byte in its lowest bits; none where the list ends before it.
    pub(crate) fn value(&self, entry: &TokenEntry<'_>) -> Option<u8> {
        let per_byte = u64::from(8 / self.bits);
        let byte = self.bytes.get(usize::try_from(entry.index / per_byte).ok()?)?;
        let shift = u32::try_from(entry.index % per_byte).ok()? * u32::from(self.bits);
        Some(byte >> shift & (0xff >> (8 - self.bits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    fn value(text: &str) -> Value {
        parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
    }

    fn list(text: &str) -> Result<TokenList, ListError> {
        TokenList::read(value(text).as_object().unwrap(), &Cell::new(1 << 20))
    }

    fn values(list: &TokenList) -> Vec<u8> {
        (0..).map_while(|index| list.value(&TokenEntry { uri: "", index })).collect()
    }

    #[test]
    fn reads_the_lists_of_the_draft() {
        // §4.1: sixteen tokens with a bit each, and twelve with two.
        let one = list(r#"{"bits":1,"lst":"eNrbuRgAAhcBXQ"}"#).unwrap();
        assert_eq!(values(&one), [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]);
        let two = list(r#"{"bits":2,"lst":"eNo76fITAAPfAgc"}"#).unwrap();
        assert_eq!(values(&two), [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
        let wide = TokenList { bits: 4, bytes: vec![0x21, 0xf3] };
        assert_eq!(values(&wide), [1, 2, 3, 15]);
        assert_eq!(values(&TokenList { bits: 8, bytes: vec![7, 255] }), [7, 255]);
        assert_eq!(one.value(&TokenEntry { uri: "", index: u64::MAX }), None);
    }

    #[test]
    fn refuses_what_is_no_list() {
        for text in [
            "{}",
            r#"{"bits":1}"#,
            r#"{"lst":"eNrbuRgAAhcBXQ"}"#,
            r#"{"bits":0,"lst":"eNrbuRgAAhcBXQ"}"#,
            r#"{"bits":3,"lst":"eNrbuRgAAhcBXQ"}"#,
            r#"{"bits":16,"lst":"eNrbuRgAAhcBXQ"}"#,
            r#"{"bits":257,"lst":"eNrbuRgAAhcBXQ"}"#,
            r#"{"bits":"1","lst":"eNrbuRgAAhcBXQ"}"#,
            r#"{"bits":1,"lst":"eNrbuRgAAhcBXQ=="}"#,
            r#"{"bits":1,"lst":"eNrbuRgAAhcBXA"}"#,
            r#"{"bits":1,"lst":""}"#,
            r#"{"bits":1,"lst":7}"#,
        ] {
            assert_eq!(list(text), Err(ListError::Malformed), "{text}");
        }
        let entry = TokenList::expand(1, &miniz_oxide::deflate::compress_to_vec_zlib(&[0; 100], 9), &Cell::new(99));
        assert_eq!(entry, Err(ListError::TooLarge));
    }

    #[test]
    fn reads_where_a_status_stands() {
        let read = |text: &str| TokenEntry::read(&value(text)).map(|entry| (entry.uri.to_owned(), entry.index));
        let good = r#"{"status_list":{"idx":7,"uri":"https://a.example/1"}}"#;
        assert_eq!(read(good), Ok(("https://a.example/1".to_owned(), 7)));
        for (text, error) in [
            ("1", EntryError::Malformed),
            ("{}", EntryError::Unsupported),
            (r#"{"other":{}}"#, EntryError::Unsupported),
            (r#"{"status_list":{"idx":7,"uri":"https://a.example/1"},"other":{}}"#, EntryError::Unsupported),
            (r#"{"status_list":7}"#, EntryError::Malformed),
            (r#"{"status_list":{"uri":"https://a.example/1"}}"#, EntryError::Malformed),
            (r#"{"status_list":{"idx":"7","uri":"https://a.example/1"}}"#, EntryError::Malformed),
            (r#"{"status_list":{"idx":-1,"uri":"https://a.example/1"}}"#, EntryError::Malformed),
            (r#"{"status_list":{"idx":1.5,"uri":"https://a.example/1"}}"#, EntryError::Malformed),
            (r#"{"status_list":{"idx":7,"uri":"list"}}"#, EntryError::Malformed),
            (r#"{"status_list":{"idx":7}}"#, EntryError::Malformed),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }
}
