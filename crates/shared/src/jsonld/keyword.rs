//! The words that begin with `@` and mean something.

/// Whether this is one of JSON-LD 1.1's keywords.
pub(super) fn is_keyword(text: &str) -> bool {
    text.starts_with('@')
        && matches!(
            text,
            "@base"
                | "@container"
                | "@context"
                | "@default"
                | "@direction"
                | "@embed"
                | "@explicit"
                | "@graph"
                | "@id"
                | "@import"
                | "@included"
                | "@index"
                | "@json"
                | "@language"
                | "@list"
                | "@nest"
                | "@none"
                | "@null"
                | "@omitDefault"
                | "@prefix"
                | "@preserve"
                | "@propagate"
                | "@protected"
                | "@requireAll"
                | "@reverse"
                | "@set"
                | "@type"
                | "@value"
                | "@version"
                | "@vocab"
        )
}

/// `"@"1*ALPHA`: reserved for keywords to come.
pub(super) fn looks_like_keyword(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic()))
}
