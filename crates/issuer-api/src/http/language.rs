//! In which language a page answers: the one asked for in the address, else the best of those a browser reads.
//!
//! In scope: reading `Accept-Language` (RFC 9110 §12.5.4) and looking up (RFC 4647 §3.4). Out of scope: the words.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

use crate::issue::letter::Language;

/// A browser sends a dozen; whoever sends more is no reader.
const MOST_RANGES: usize = 32;

/// The place in `available` of the language for this request; `None` where none of them is read.
///
/// `?lang=de` in the address is a person's own choice and comes first.
pub(super) fn chosen(query: Option<&str>, headers: &HeaderMap, available: &[&str]) -> Option<usize> {
    let asked = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.into_iter().chain(ranges(header)).find_map(|range| place(range, available))
}

/// The same among our own, in the order of [`Language::ALL`]; English where they read none of them.
pub(super) fn chosen_of_ours(query: Option<&str>, headers: &HeaderMap) -> usize {
    let english = Language::ALL.iter().position(|language| *language == Language::English).unwrap_or_default();
    chosen(query, headers, &Language::ALL.map(Language::tag)).unwrap_or(english)
}

/// The language of whoever asks, for letters; English where they read none of ours.
#[derive(Debug)]
pub(super) struct Spoken(pub(super) Language);

impl<S: Send + Sync> FromRequestParts<S> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Language::ALL[chosen_of_ours(None, &parts.headers)]))
    }
}

/// Primary subtags suffice: no two of our languages share one.
fn place(range: &str, available: &[&str]) -> Option<usize> {
    let primary = range.split('-').next().unwrap_or_default();
    available.iter().position(|tag| tag.eq_ignore_ascii_case(primary))
}

/// The ranges that are wanted, the best first.
fn ranges(header: &str) -> impl Iterator<Item = &str> {
    let mut ranges: Vec<(&str, f32)> = header
        .split(',')
        .take(MOST_RANGES)
        .filter_map(|item| {
            let (range, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?,
                None => 1.0,
            };
            (weight > 0.0).then_some((range.trim(), weight))
        })
        .collect();
    // Stable: of two that are wanted alike, the one that was named first.
    ranges.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    ranges.into_iter().map(|(range, _)| range)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AVAILABLE: [&str; 4] = ["de", "en", "es", "fr"];

    fn language(query: Option<&str>, header: &str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]);
        chosen(query, &headers, &AVAILABLE).map(|place| AVAILABLE[place])
    }

    #[test]
    fn takes_the_best_that_is_read() {
        for (header, expected) in [
            ("fr", Some("fr")),
            ("de-AT, de;q=0.9, en;q=0.8", Some("de")),
            ("it-CH, it;q=0.9, fr;q=0.7, de;q=0.8", Some("de")),
            ("EN-gb", Some("en")),
            ("es;q=0.5,fr;q=0.5", Some("es")),
            ("en;q=0, fr;q=0.1", Some("fr")),
            ("", None),
            ("*", None),
            ("it", None),
            ("deu", None),
            ("fr;q=2", None),
            ("fr;q=NaN", None),
            ("fr;q=x", None),
            (";;,,q=1", None),
        ] {
            assert_eq!(language(None, header), expected, "{header}");
        }
    }

    #[test]
    fn a_choice_in_the_address_comes_first() {
        assert_eq!(language(Some("lang=es"), "fr"), Some("es"));
        assert_eq!(language(Some("from=code&lang=de-CH"), "fr"), Some("de"));
        for query in ["lang=", "lang=it", "language=es", "lang=<script>", ""] {
            assert_eq!(language(Some(query), "fr"), Some("fr"), "{query}");
        }
    }
}
