//! The REST interface for people: `/docs`, and a page for each operation, from the service's own description.
//!
//! In scope: reading the description, looking through it, writing pages. Out of scope: what is described (`openapi`, and the
//! types of bodies). There is no script: looking for something is a form that the service answers.

mod html;
mod operation;
mod shape;

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::problem::ProblemType;

use super::pages::frame;
use super::path::Part;
use super::query::Parameters;
use super::undescribed::Undescribed;
use super::{App, Problem, assets, openapi};
use html::{escaped, prose};
use operation::{Operation, Tag};

/// No script at all; a form that asks this service.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const STYLE: &str = concat!(include_str!("page/page.css"), include_str!("docs/docs.css"));

/// Around each page. Links are relative, as in `pages`.
const FRAME: &str = include_str!("docs/frame.html");

/// Longest text that is looked for, in characters.
const MAX_ASKED: usize = 100;

/// The description, read.
struct Docs {
    description: Object,
    tags: Vec<Tag>,
    operations: Vec<Operation>,
}

static DOCS: LazyLock<Docs> = LazyLock::new(|| {
    let description = match parse(openapi::document().as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(description)) => description,
        // A test reads the same text.
        _ => Object::new(),
    };
    Docs { tags: Tag::all(&description), operations: Operation::all(&description), description }
});

/// The pages and their style.
pub(super) fn routes() -> Undescribed {
    Undescribed::new()
        .get("/docs", async |parameters: Parameters, headers: HeaderMap| index(&parameters, &headers))
        .get("/docs/{operation}", async |State(app): State<App>, Part(id): Part<String>, headers: HeaderMap| {
            let operation = DOCS.operations.iter().find(|operation| operation.id == id);
            let operation = operation.ok_or(ProblemType::NotFound)?;
            let main = DOCS.of_operation(operation, &app.issuer.public_url.to_string());
            Ok::<_, Problem>(page(&headers, &operation.summary, "../", &main))
        })
        .get("/assets/docs/docs.css", async |headers: HeaderMap| {
            answer(&headers, "text/css; charset=utf-8", STYLE.to_owned())
        })
}

fn index(parameters: &Parameters, headers: &HeaderMap) -> Result<Response, Problem> {
    parameters.only(&["q"])?;
    let asked: String = parameters.one("q")?.unwrap_or_default().chars().take(MAX_ASKED).collect();
    Ok(page(headers, "REST interface", "./", &DOCS.index(asked.trim())))
}

/// A page, whose links begin with `up`.
fn page(headers: &HeaderMap, title: &str, up: &str, main: &str) -> Response {
    let text = frame(FRAME).replace("{{title}}", &escaped(title)).replace("{{main}}", main);
    answer(headers, "text/html; charset=utf-8", text.replace("{{up}}", up))
}

fn answer(headers: &HeaderMap, media_type: &'static str, text: String) -> Response {
    assets::page(headers, media_type, POLICY, text.into())
}

impl Docs {
    /// Every operation, or those in which each word of `asked` stands.
    fn index(&self, asked: &str) -> String {
        let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
        let found: Vec<&Operation> =
            self.operations.iter().filter(|one| words.iter().all(|word| one.words.contains(word.as_str()))).collect();
        let mut out = format!(
            "<h1>REST interface</h1>\n<p class=\"lead\">{} The same for programs: <a href=\"{{{{up}}}}openapi.json\">OpenAPI 3.1</a>.</p>\n\
            <form class=\"search\" role=\"search\" action=\"{{{{up}}}}docs\"><label for=\"q\">Look for an operation</label>\
            <input id=\"q\" name=\"q\" type=\"search\" maxlength=\"{MAX_ASKED}\" value=\"{}\" autocomplete=\"off\" spellcheck=\"false\">\
            <button>Search</button></form>\n",
            prose(operation::text(&self.description, &["info", "description"])),
            escaped(asked)
        );
        // Infallible, here and below: writing to a String does not fail.
        if !words.is_empty() {
            let _ = writeln!(
                out,
                "<p role=\"status\">{} of {} operations. <a href=\"{{{{up}}}}docs\">Show all</a></p>",
                found.len(),
                self.operations.len()
            );
        }
        for tag in &self.tags {
            let of_tag: Vec<&&Operation> = found.iter().filter(|operation| operation.tag == tag.name).collect();
            if of_tag.is_empty() {
                continue;
            }
            let name = escaped(&tag.name);
            let _ = writeln!(
                out,
                "<section id=\"{name}\"><h2>{name}</h2>\n<p class=\"muted\">{}</p>",
                prose(&tag.description)
            );
            out.push_str("<ul class=\"operations\">\n");
            out.extend(of_tag.iter().map(|operation| operation.line()));
            out.push_str("</ul></section>\n");
        }
        if words.is_empty() {
            out.push_str("<section id=\"problems\"><h2>problems</h2>\n<p class=\"muted\">What an answer in <code>application/problem+json</code> can mean (RFC 9457).</p>\n<dl class=\"problems\">");
            for problem in ProblemType::ALL {
                let (status, slug, title) = (problem.status(), problem.slug(), escaped(problem.title()));
                let _ = writeln!(
                    out,
                    "<div><dt>{status} <a href=\"{{{{up}}}}problems/{slug}\"><code>{slug}</code></a></dt><dd>{title}. {}</dd></div>",
                    escaped(problem.description())
                );
            }
            out.push_str("</dl></section>\n");
        }
        out
    }

    fn of_operation(&self, operation: &Operation, public_url: &str) -> String {
        let mut out = operation.page(&self.description, public_url);
        let others = self.operations.iter().filter(|other| other.tag == operation.tag && other.id != operation.id);
        let lines: String = others.map(Operation::line).collect();
        if !lines.is_empty() {
            let tag = escaped(&operation.tag);
            let _ = writeln!(
                out,
                "<section><h2>Others about {tag}</h2>\n<ul class=\"operations\">\n{lines}</ul></section>"
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of a page are closed in the order in which they were opened.
    fn assert_nested(html: &str) {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
            if tag.starts_with('!') || tag.ends_with('/') || matches!(name, "input" | "meta" | "link" | "wbr") {
                continue;
            }
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "</{name}>");
            } else {
                open.push(name);
            }
        }
        assert_eq!(open, [""; 0]);
    }

    #[test]
    fn every_operation_has_a_page_with_everything_that_is_described_of_it() {
        assert_eq!(DOCS.operations.len(), openapi::operations().len());
        assert!(DOCS.operations.iter().all(|operation| DOCS.tags.iter().any(|tag| tag.name == operation.tag)));
        assert_nested(&DOCS.index(""));
        for operation in &DOCS.operations {
            let page = DOCS.of_operation(operation, "https://issuer.example");
            assert_nested(&page);
            assert!(page.contains(&format!("<code>{}</code>", escaped(&operation.path))), "{}", operation.id);
            assert!(page.contains("curl "), "{}", operation.id);
            assert!(page.contains("id=\"answers\"") && page.contains("id=\"refusals\""), "{}", operation.id);
            assert!(!page.contains("#/components"), "{}", operation.id);
        }
    }

    #[test]
    fn is_looked_through_by_words_and_writes_them_as_text() {
        let count = |asked: &str| DOCS.index(asked).matches("class=\"operation\"").count();
        let all = DOCS.operations.len();
        assert_eq!(count(""), all);
        assert!((1..all).contains(&count("passport")));
        assert!((1..count("passport")).contains(&count("PASSPORT members")));
        assert_eq!((count("fetchBundle"), count("nothing of this kind")), (1, 0));
        let hostile = DOCS.index("\"><script>alert(1)</script>");
        assert!(!hostile.contains("<script"), "{hostile}");
        assert_nested(&hostile);
    }
}
