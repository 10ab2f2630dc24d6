//! The page at `/verify`: it loads the verifier and verifies in the browser, in the language of who reads it.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_LANGUAGE, HeaderValue, VARY};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proofpass::problem::ProblemType;

use super::undescribed::Undescribed;
use super::{App, Problem, assets, headers as every, language};

/// Nothing inline, nothing from elsewhere, no HTML from strings; WebAssembly, and nothing else that is compiled. The one
/// policy for trusted types is the verifier's own, for the address of its Worker
/// (docs/adr/0009-one-trusted-type-for-the-worker.md).
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types proofpass-verifier-worker";

/// As everywhere, but for the camera, which reads codes.
const PERMISSIONS: &str = "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

const HTML: &str = "text/html; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The page, with names in double braces where words go. Its links are relative, so that it works behind a proxy that
/// puts a path before ours.
const TEMPLATE: &str = include_str!("page/index.html");

/// The languages, by their tags, and the words of each: `name = text` on a line, where the text is HTML.
const LANGUAGES: [(&str, &str); 4] = [
    ("de", include_str!("page/words/de.txt")),
    (ENGLISH, include_str!("page/words/en.txt")),
    ("es", include_str!("page/words/es.txt")),
    ("fr", include_str!("page/words/fr.txt")),
];

/// For those who read none of the others.
const ENGLISH: &str = "en";

/// The page in each language, in the order of [`LANGUAGES`].
static PAGES: LazyLock<[Page; 4]> = LazyLock::new(|| LANGUAGES.map(|(tag, words)| Page::new(tag, words)));

struct Page {
    tag: &'static str,
    /// Of one credential, `/verify/{id}`.
    one: String,
    /// Of one passport, `/passport/{id}`.
    passport: String,
    /// Of any, `/verify`, from where the same links are a step shorter.
    any: String,
}

impl Page {
    fn new(tag: &'static str, words: &str) -> Self {
        let one = worded(&frame(TEMPLATE), tag, words);
        let bundle_url = |kind| format!("bundle-url=\"../api/v1/{kind}/{{id}}/bundle\"");
        let passport = one.replace(&bundle_url("attestations"), &bundle_url("passports"));
        Self { tag, any: one.replace("\"../", "\"./"), passport, one }
    }
}

/// A page with what every page has alike: what its head says, the mark, the choice of a language.
pub(super) fn frame(page: &str) -> String {
    let parts = [
        ("{{head}}\n", include_str!("page/head.html")),
        ("{{mark}}\n", include_str!("page/mark.html")),
        ("{{nav}}\n", include_str!("page/languages.html")),
    ];
    parts.into_iter().fold(page.to_owned(), |page, (name, part)| page.replace(name, part))
}

/// A page with its words in place (`name = text` on a line), which says in which language it is.
pub(super) fn worded(page: &str, tag: &str, words: &str) -> String {
    let words = words.lines().filter_map(|line| line.split_once(" = "));
    let page =
        words.fold(page.replace("{{lang}}", tag), |page, (name, text)| page.replace(&format!("{{{{{name}}}}}"), text));
    let here = format!("hreflang=\"{tag}\"");
    page.replace(&here, &format!("{here} aria-current=\"true\""))
}

/// The answer that says in which language it is, and that others get another.
pub(super) fn spoken(mut response: Response, tag: &'static str) -> Response {
    response.headers_mut().insert(CONTENT_LANGUAGE, HeaderValue::from_static(tag));
    response.headers_mut().append(VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The page, under three addresses, and its two files.
pub(super) fn routes() -> Undescribed {
    Undescribed::new()
        .get("/verify", async |State(app): State<App>, uri: Uri, headers: HeaderMap| {
            page(&app, &uri, &headers, |page| &page.any)
        })
        .get("/verify/{id}", async |State(app): State<App>, uri: Uri, headers: HeaderMap| {
            page(&app, &uri, &headers, |page| &page.one)
        })
        .get("/passport/{id}", async |State(app): State<App>, uri: Uri, headers: HeaderMap| {
            page(&app, &uri, &headers, |page| &page.passport)
        })
        .get("/assets/page/page.css", async |State(app): State<App>, headers: HeaderMap| {
            file(&app, &headers, STYLE, include_str!("page/page.css"))
        })
        .get("/assets/page/page.js", async |State(app): State<App>, headers: HeaderMap| {
            file(&app, &headers, SCRIPT, include_str!("page/page.js"))
        })
}

fn page(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    text: impl FnOnce(&'static Page) -> &'static str,
) -> Result<Response, Problem> {
    let tags = LANGUAGES.map(|(tag, _)| tag);
    let english = tags.iter().position(|tag| *tag == ENGLISH).unwrap_or_default();
    let page = &PAGES[language::chosen(uri.query(), headers, &tags).unwrap_or(english)];
    let mut response = spoken(file(app, headers, HTML, text(page))?, page.tag);
    response.headers_mut().insert(every::PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
    Ok(response)
}

fn file(app: &App, headers: &HeaderMap, media_type: &'static str, text: &'static str) -> Result<Response, Problem> {
    // Without the verifier's files the page could not verify anything.
    if !app.has_page() {
        return Err(ProblemType::NotFound.into());
    }
    Ok(assets::page(headers, media_type, POLICY, Bytes::from_static(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_every_word_and_no_other() {
        let template = frame(TEMPLATE);
        let names = || -> BTreeSet<&str> {
            template
                .split("{{")
                .skip(1)
                .map(|rest| rest.split("}}").next().unwrap())
                .filter(|name| *name != "lang")
                .collect()
        };
        for (tag, words) in LANGUAGES {
            let found: Vec<&str> = words.lines().map(|line| line.split_once(" = ").unwrap().0).collect();
            assert_eq!(found.len(), found.iter().collect::<BTreeSet<_>>().len(), "{tag}: no word twice");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), names(), "{tag}");
        }
        for page in PAGES.iter() {
            assert!(!page.one.contains("{{") && !page.any.contains("{{"), "{}", page.tag);
            assert_eq!(page.one.matches("aria-current").count(), 1, "{}", page.tag);
            assert_eq!(page.passport.matches("passports/{id}/bundle").count(), 2, "{}", page.tag);
        }
    }

    #[test]
    fn every_language_has_the_same_markup() {
        let markup = |words: &'static str| -> Vec<Vec<&str>> {
            words
                .lines()
                .map(|line| line.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect())
                .collect()
        };
        for (tag, words) in LANGUAGES {
            assert_eq!(markup(words), markup(LANGUAGES[1].1), "{tag}");
        }
    }
}
