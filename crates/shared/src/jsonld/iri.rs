//! IRI references: which are whole, and what the others come to.
//!
//! In scope: RFC 3986 §5.2, on text. Out of scope: whether a scheme exists, normalization.
//! Spec: <https://www.rfc-editor.org/rfc/rfc3986#section-5>, RFC 3987 for the characters.

/// Whether `text` has the form of an absolute IRI: a scheme, one fragment at the most, and no character that no IRI has.
pub(super) fn is_absolute(text: &str) -> bool {
    scheme(text).is_some() && text.chars().all(is_iri_character) && text.matches('#').nth(1).is_none()
}

/// Whether `text` is an absolute IRI or names a blank node.
pub(super) fn is_iri_or_blank(text: &str) -> bool {
    text.starts_with("_:") || is_absolute(text)
}

fn is_iri_character(letter: char) -> bool {
    letter > ' ' && letter != '\u{7f}' && !matches!(letter, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
}

fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

/// The five parts of RFC 3986 §3.
#[derive(Debug, Default, Clone, Copy)]
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let (text, fragment) = split(text, '#');
        let (text, query) = split(text, '?');
        let scheme = scheme(text);
        let text = scheme.map_or(text, |scheme| &text[scheme.len() + 1..]);
        let (authority, path) = match text.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, text),
        };
        Self { scheme, authority, path, query, fragment }
    }

    fn join(self, path: &str) -> String {
        let mut out = String::new();
        if let Some(scheme) = self.scheme {
            out.push_str(scheme);
            out.push(':');
        }
        if let Some(authority) = self.authority {
            out.push_str("//");
            out.push_str(authority);
        }
        out.push_str(path);
        for (mark, part) in [('?', self.query), ('#', self.fragment)] {
            if let Some(part) = part {
                out.push(mark);
                out.push_str(part);
            }
        }
        out
    }
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// RFC 3986 §5.2.2: `reference` seen from `base`.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let (from, to) = (Parts::of(base), Parts::of(reference));
    if to.scheme.is_some() {
        return to.join(&without_dots(to.path));
    }
    let whole = Parts { scheme: from.scheme, ..to };
    if to.authority.is_some() {
        return whole.join(&without_dots(to.path));
    }
    let whole = Parts { authority: from.authority, ..whole };
    if to.path.is_empty() {
        return Parts { query: to.query.or(from.query), ..whole }.join(from.path);
    }
    if to.path.starts_with('/') {
        return whole.join(&without_dots(to.path));
    }
    let merged = if from.authority.is_some() && from.path.is_empty() {
        format!("/{}", to.path)
    } else {
        let folder = from.path.rfind('/').map_or("", |at| &from.path[..=at]);
        format!("{folder}{}", to.path)
    };
    whole.join(&without_dots(&merged))
}

/// §5.2.4.
fn without_dots(path: &str) -> String {
    let mut input = path;
    let mut output = String::new();
    while !input.is_empty() {
        if let Some(rest) = input.strip_prefix("../").or_else(|| input.strip_prefix("./")) {
            input = rest;
        } else if input.starts_with("/./") || input == "/." {
            input = if input == "/." { "/" } else { &input[2..] };
        } else if input.starts_with("/../") || input == "/.." {
            input = if input == "/.." { "/" } else { &input[3..] };
            output.truncate(output.rfind('/').unwrap_or(0));
        } else if input == "." || input == ".." {
            input = "";
        } else {
            let end = input[1..].find('/').map_or(input.len(), |at| at + 1);
            // The first character may be wider than a byte.
            let end = if input.is_char_boundary(1) { end } else { input.find('/').unwrap_or(input.len()) };
            output.push_str(&input[..end]);
            input = &input[end..];
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_the_examples_of_rfc_3986() {
        for (reference, whole) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("é/ü", "http://a/b/c/é/ü"),
        ] {
            assert_eq!(resolve("http://a/b/c/d;p?q", reference), whole, "{reference}");
        }
    }

    #[test]
    fn tells_whole_iris_from_references() {
        for text in ["did:key:z6Mk", "https://a.example/é#x", "urn:uuid:1", "a+b-c.1:x"] {
            assert!(is_absolute(text), "{text}");
        }
        for text in ["", "a", "/a", "1a:b", "a b:c", "https://a b", "https://a<b", "é:b", "_:b", "a:#b#c"] {
            assert!(!is_absolute(text), "{text}");
        }
    }
}
