//! The wallet at `/wallet`, and the page that asks for a proof at `/ask/{id}`.
//!
//! The wallet keeps what issuers give a holder in the holder's browser, and proves there. The service hands out the page and
//! learns nothing: what it is asked for are files, requests and lists that are the same for everybody.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proofpass::problem::ProblemType;

use super::pages::{frame, spoken, worded};
use super::undescribed::Undescribed;
use super::{App, Problem, assets, language};
use crate::issue::letter::Language;

/// Nothing inline, no HTML from strings, WebAssembly and nothing else that is compiled. Requests, issuers' documents and lists
/// are on other services: whatever the wallet fetches there, it sends nothing of its own but a proof that was asked for.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self' https:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types default";

/// Around both pages, with names in double braces where words go.
const FRAME: &str = include_str!("wallet/frame.html");

/// What stands in it, by the name of its script and of its title; and how far up the root is.
const PAGES: [(&str, &str, &str); 2] =
    [("wallet", include_str!("wallet/wallet.html"), "./"), ("ask", include_str!("wallet/ask.html"), "../")];

const STYLE: &str =
    concat!(include_str!("page/page.css"), include_str!("account/account.css"), include_str!("wallet/wallet.css"));

/// The scripts, by their names.
const SCRIPTS: [(&str, &str); 5] = [
    ("/assets/wallet/ask.js", include_str!("wallet/ask.js")),
    ("/assets/wallet/prover.js", include_str!("wallet/prover.js")),
    ("/assets/wallet/sentences.js", include_str!("wallet/sentences.js")),
    ("/assets/wallet/store.js", include_str!("wallet/store.js")),
    ("/assets/wallet/wallet.js", include_str!("wallet/wallet.js")),
];

/// The words of each language: `name = text` on a line.
fn words(language: Language) -> &'static str {
    match language {
        Language::German => include_str!("wallet/words/de.txt"),
        Language::English => include_str!("wallet/words/en.txt"),
        Language::Spanish => include_str!("wallet/words/es.txt"),
        Language::French => include_str!("wallet/words/fr.txt"),
    }
}

/// Both pages in every language, in the order of [`PAGES`] and of [`Language::ALL`].
static WRITTEN: LazyLock<[[String; 4]; PAGES.len()]> =
    LazyLock::new(|| PAGES.map(|(name, page, up)| Language::ALL.map(|language| write(name, page, up, language))));

fn write(name: &str, page: &str, up: &str, language: Language) -> String {
    let title = format!("{{{{{name}}}}}");
    let text = frame(FRAME).replace("{{main}}", page).replace("{{title}}", &title);
    let text = text.replace("{{page}}", name).replace("{{up}}", up);
    worded(&text, language.tag(), words(language))
}

/// The pages and their files.
pub(super) fn routes() -> Undescribed {
    let pages = Undescribed::new()
        .get("/wallet", async |State(app): State<App>, uri: Uri, headers: HeaderMap| page(&app, 0, &uri, &headers))
        .get("/ask/{id}", async |State(app): State<App>, uri: Uri, headers: HeaderMap| page(&app, 1, &uri, &headers))
        .get("/assets/wallet/wallet.css", async |headers: HeaderMap| file(&headers, "text/css; charset=utf-8", STYLE));
    SCRIPTS.into_iter().fold(pages, |pages, (path, text)| {
        pages.get(path, async move |headers: HeaderMap| file(&headers, "text/javascript; charset=utf-8", text))
    })
}

fn page(app: &App, place: usize, uri: &Uri, headers: &HeaderMap) -> Result<Response, Problem> {
    // Without the prover's files the wallet could not prove anything.
    if !app.has_page() {
        return Err(ProblemType::NotFound.into());
    }
    let language = language::chosen_of_ours(uri.query(), headers);
    let written = file(headers, "text/html; charset=utf-8", &WRITTEN[place][language]);
    Ok(spoken(written, Language::ALL[language].tag()))
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
        let all: String = PAGES.iter().map(|(_, page, _)| *page).chain([frame(FRAME).as_str()]).collect();
        let named = all.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap());
        let frame = ["lang", "main", "page", "title", "up"];
        let mut named: BTreeSet<&str> = named.filter(|name| !frame.contains(name)).collect();
        named.extend(PAGES.iter().map(|(name, ..)| *name));
        for language in Language::ALL {
            let found: Vec<&str> = words(language).lines().map(|line| line.split_once(" = ").unwrap().0).collect();
            assert_eq!(found.len(), found.iter().collect::<BTreeSet<_>>().len(), "{}: no word twice", language.tag());
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), named, "{}", language.tag());
            assert!(!words(language).contains('<'), "{}: text, no markup", language.tag());
        }
        for page in WRITTEN.iter().flatten() {
            assert!(!page.contains("{{"), "{page}");
            assert_eq!(page.matches("aria-current").count(), 1);
        }
    }

    #[test]
    fn what_is_said_of_a_fact_has_the_same_blanks_in_every_language() {
        let blanks = |language| -> Vec<(bool, bool)> {
            words(language).lines().map(|line| (line.contains("{claim}"), line.contains("{value}"))).collect()
        };
        for language in Language::ALL {
            assert_eq!(blanks(language), blanks(Language::English), "{}", language.tag());
        }
    }
}
