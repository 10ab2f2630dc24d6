//! JSON Canonicalization Scheme: the one byte sequence of a JSON value.
//!
//! In scope: member sorting by UTF-16 code units; everything else is `json`'s writer, which already writes numbers
//! and strings in canonical form.
//! Spec: <https://www.rfc-editor.org/rfc/rfc8785>

use crate::digest::Digest;
use crate::json::{Object, Value, write_string, write_with};
use crate::sorted::sort_by;

/// The canonical form of `value`, as UTF-8 text.
#[must_use]
pub fn canonicalize(value: &Value) -> String {
    let mut out = String::new();
    write_with(value, &mut out, &write_sorted);
    out
}

/// The canonical form of an object that is not wrapped in a [`Value`].
#[must_use]
pub fn canonicalize_object(object: &Object) -> String {
    let mut out = String::new();
    write_sorted(object, &mut out);
    out
}

/// An object's members in canonical order, each canonicalized once, to be hashed in several combinations: a proof
/// covers the document without its proofs, a digest covers the whole.
#[derive(Debug)]
pub(crate) struct CanonicalMembers<'a>(Vec<(&'a str, String)>);

impl<'a> CanonicalMembers<'a> {
    pub(crate) fn new(object: &'a Object) -> Self {
        let member = |(name, value)| {
            let mut out = String::new();
            write_member(name, value, &mut out);
            (name, out)
        };
        Self(sorted(object).into_iter().map(member).collect())
    }

    /// The digest of the whole object.
    pub(crate) fn digest(&self) -> Digest {
        Digest::of_parts(self.parts(|_, member| Some(member)))
    }

    /// What copying the members picked takes, in the unit of [`crate::jsonld`]: a value of some 32 bytes a step.
    #[cfg(feature = "rdfc")]
    pub(crate) fn work_of_a_copy(&self, is_copied: impl Fn(&str) -> bool) -> u32 {
        let lengths = self.0.iter().filter(|(name, _)| is_copied(name)).map(|(_, member)| member.len() / 32);
        u32::try_from(lengths.sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// The canonical text, in parts, of the object that `pick` makes: for each member its name and its canonical text,
    /// answered with the text to stand in its place, or `None` to leave it out.
    pub(crate) fn parts<'s>(
        &'s self,
        pick: impl Fn(&str, &'s str) -> Option<&'s str>,
    ) -> impl Iterator<Item = &'s str> {
        let members = self.0.iter().filter_map(move |(name, member)| pick(name, member));
        let members = members.enumerate().flat_map(|(at, member)| [if at == 0 { "" } else { "," }, member]);
        std::iter::once("{").chain(members).chain(std::iter::once("}"))
    }
}

/// The canonical text of one member: `"name":value`.
pub(crate) fn canonicalize_member(name: &str, value: &Value) -> String {
    let mut out = String::new();
    write_member(name, value, &mut out);
    out
}

fn write_sorted(object: &Object, out: &mut String) {
    out.push('{');
    for (at, (name, value)) in sorted(object).into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_member(name, value, out);
    }
    out.push('}');
}

fn write_member(name: &str, value: &Value, out: &mut String) {
    write_string(name, out);
    out.push(':');
    write_with(value, out, &write_sorted);
}

/// §3.2.3: by UTF-16 code units, which is not the order of code points above U+FFFF.
fn sorted(object: &Object) -> Vec<(&str, &Value)> {
    let mut members: Vec<(&str, &Value)> = object.iter().collect();
    sort_by(&mut members, |(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    #[test]
    fn sorts_by_utf16_code_units() {
        // The RFC's own example of §3.2.3.
        let text = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        let value = parse(text.as_bytes(), &Limits::DOCUMENT).unwrap();
        let order: Vec<String> = canonicalize(&value)
            .split("\":\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(
            order,
            [
                "Carriage Return",
                "One",
                "Control",
                "Latin Small Letter O With Diaeresis",
                "Euro Sign",
                "Emoji: Grinning Face",
                "Hebrew Letter Dalet With Dagesh"
            ]
        );
    }

    #[test]
    fn hashes_members_as_the_object_they_make() {
        for text in ["{}", r#"{"a":1}"#, r#"{"b":{"d":1,"c":2},"a":[]}"#] {
            let Ok(Value::Object(object)) = parse(text.as_bytes(), &Limits::DOCUMENT) else { panic!() };
            let members = CanonicalMembers::new(&object);
            assert_eq!(members.digest(), Digest::of(canonicalize_object(&object).as_bytes()));
            let mut without = object.clone();
            without.remove("a");
            let picked: String = members.parts(|name, member| (name != "a").then_some(member)).collect();
            assert_eq!(picked, canonicalize_object(&without));
        }
    }

    #[test]
    fn is_idempotent_and_reads_back_the_same() {
        let text = r#"{"b":[1,2.50,-0,"\u0007\n"],"a":{"z":null,"y":true}}"#;
        let value = parse(text.as_bytes(), &Limits::DOCUMENT).unwrap();
        let once = canonicalize(&value);
        assert_eq!(once, "{\"a\":{\"y\":true,\"z\":null},\"b\":[1,2.5,0,\"\\u0007\\n\"]}");
        assert_eq!(canonicalize(&parse(once.as_bytes(), &Limits::DOCUMENT).unwrap()), once);
    }
}
