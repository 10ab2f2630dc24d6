//! The pages that links in letters lead to: they read the token behind the `#`, and hand it in when a person says so.
//!
//! A button, and not the mere look at a page: programs that look at every link in a letter must not use it up.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::pages::{frame, spoken, worded};
use super::undescribed::Undescribed;
use super::{assets, language};
use crate::issue::letter::Language;

/// Nothing inline, nothing from elsewhere, no HTML from strings, and no form that a browser sends by itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Around each page, with names in double braces where words go. Links are relative, as in `pages`.
const FRAME: &str = include_str!("account/frame.html");

/// What stands in it, by the last part of the address.
const PAGES: [(&str, &str); 3] = [
    ("invitation", include_str!("account/invitation.html")),
    ("reset-password", include_str!("account/reset-password.html")),
    ("verify-email", include_str!("account/verify-email.html")),
];

const STYLE: &str = concat!(include_str!("page/page.css"), include_str!("account/account.css"));

/// The words of each language: `name = text` on a line.
fn words(language: Language) -> &'static str {
    match language {
        Language::German => include_str!("account/words/de.txt"),
        Language::English => include_str!("account/words/en.txt"),
        Language::Spanish => include_str!("account/words/es.txt"),
        Language::French => include_str!("account/words/fr.txt"),
    }
}

/// Every page in every language, in the order of [`PAGES`] and of [`Language::ALL`].
static WRITTEN: LazyLock<[[String; 4]; PAGES.len()]> =
    LazyLock::new(|| PAGES.map(|(name, page)| Language::ALL.map(|language| write(name, page, language))));

fn write(name: &str, page: &str, language: Language) -> String {
    let text = frame(FRAME).replace("{{main}}", page).replace("{{page}}", name);
    worded(&text, language.tag(), words(language))
}

/// The pages and their two files.
pub(super) fn routes() -> Undescribed {
    Undescribed::new()
        .get("/account/invitation", async |uri: Uri, headers: HeaderMap| page(0, &uri, &headers))
        .get("/account/reset-password", async |uri: Uri, headers: HeaderMap| page(1, &uri, &headers))
        .get("/account/verify-email", async |uri: Uri, headers: HeaderMap| page(2, &uri, &headers))
        .get("/assets/account/account.css", async |headers: HeaderMap| file(&headers, "text/css; charset=utf-8", STYLE))
        .get("/assets/account/account.js", async |headers: HeaderMap| {
            file(&headers, "text/javascript; charset=utf-8", include_str!("account/account.js"))
        })
}

fn page(place: usize, uri: &Uri, headers: &HeaderMap) -> Response {
    let language = language::chosen_of_ours(uri.query(), headers);
    let written = file(headers, "text/html; charset=utf-8", &WRITTEN[place][language]);
    spoken(written, Language::ALL[language].tag())
}

fn file(headers: &HeaderMap, media_type: &'static str, text: &'static str) -> Response {
    assets::page(headers, media_type, POLICY, Bytes::from_static(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_every_word_and_no_other() {
        let all: String = PAGES.iter().map(|(_, page)| *page).chain([frame(FRAME).as_str()]).collect();
        let named = all.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap());
        let frame = ["lang", "main", "page"];
        let named: BTreeSet<&str> = named.filter(|name| !frame.contains(name)).collect();
        // A title for each page, by its name.
        let named: BTreeSet<String> = named.into_iter().map(str::to_owned).collect();
        for language in Language::ALL {
            let found: Vec<&str> = words(language).lines().map(|line| line.split_once(" = ").unwrap().0).collect();
            assert_eq!(found.len(), found.iter().collect::<BTreeSet<_>>().len(), "{}: no word twice", language.tag());
            assert_eq!(found.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), named, "{}", language.tag());
            assert!(!words(language).contains('<'), "{}: text, no markup", language.tag());
        }
        for page in WRITTEN.iter().flatten() {
            assert!(!page.contains("{{"), "{page}");
            assert_eq!(page.matches("aria-current").count(), 1);
        }
    }
}
