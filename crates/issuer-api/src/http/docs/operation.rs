//! An operation of the description, and its page.

use std::fmt::Write as _;

use proofpass::json::{Object, Value};
use proofpass::problem::ProblemType;

use super::html::{escaped, prose};
use super::shape::Shapes;

/// Of what an operation is about.
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) description: String,
}

impl Tag {
    pub(super) fn all(description: &Object) -> Vec<Self> {
        let tags =
            description.get("tags").and_then(Value::as_array).unwrap_or_default().iter().filter_map(Value::as_object);
        let own = |tag: &Object| Self {
            name: text(tag, &["name"]).to_owned(),
            description: text(tag, &["description"]).to_owned(),
        };
        tags.map(own).collect()
    }
}

/// A method of a path.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) tag: String,
    pub(super) summary: String,
    pub(super) path: String,
    /// What it is found by, in lower case.
    pub(super) words: String,
    method: String,
    described: Object,
}

/// The text at the end of a way through objects, or nothing.
pub(super) fn text<'a>(object: &'a Object, way: &[&str]) -> &'a str {
    let [first, rest @ ..] = way else { return "" };
    match object.get(first) {
        Some(Value::String(found)) if rest.is_empty() => found,
        Some(Value::Object(inner)) => text(inner, rest),
        _ => "",
    }
}

fn object<'a>(of: &'a Object, name: &str) -> impl Iterator<Item = (&'a str, &'a Object)> {
    let found = of.get(name).and_then(Value::as_object).into_iter().flat_map(Object::iter);
    found.filter_map(|(name, value)| Some((name, value.as_object()?)))
}

impl Operation {
    pub(super) fn all(description: &Object) -> Vec<Self> {
        let paths = object(description, "paths");
        let of = |(path, item): (&str, &Object)| -> Vec<Self> {
            let methods = item.iter().filter_map(|(method, described)| Some((method, described.as_object()?)));
            methods.map(|(method, described)| Self::read(path, method, described)).collect()
        };
        paths.flat_map(of).collect()
    }

    fn read(path: &str, method: &str, described: &Object) -> Self {
        let of = |name: &str| text(described, &[name]).to_owned();
        let tag =
            described.get("tags").and_then(Value::as_array).and_then(|tags| tags.first()?.as_str()).unwrap_or_default();
        let (id, summary, method) = (of("operationId"), of("summary"), method.to_uppercase());
        let parameters: String =
            parameters(described).flat_map(|parameter| [" ", text(parameter, &["name"])]).collect();
        let words = format!("{id} {summary} {method} {path} {tag} {}{parameters}", of("description")).to_lowercase();
        Self { id, tag: tag.to_owned(), summary, path: path.to_owned(), words, method, described: described.clone() }
    }

    /// In a list.
    pub(super) fn line(&self) -> String {
        format!(
            "<li class=\"operation\"><a href=\"{{{{up}}}}docs/{}\">{}</a> {}</li>\n",
            escaped(&self.id),
            escaped(&self.summary),
            self.address()
        )
    }

    fn address(&self) -> String {
        let (method, path) = (escaped(&self.method), escaped(&self.path));
        format!(
            "<span class=\"address\"><span class=\"method method-{}\">{method}</span> <code>{path}</code></span>",
            self.method.to_lowercase()
        )
    }

    /// Everything about it.
    pub(super) fn page(&self, description: &Object, public_url: &str) -> String {
        let shapes = Shapes::of(description);
        let mut out = format!(
            "<p class=\"way\"><a href=\"{{{{up}}}}docs\">REST interface</a> › <a href=\"{{{{up}}}}docs#{tag}\">{tag}</a></p>\n\
            <h1>{}</h1>\n<p>{}</p>\n<p class=\"lead\">{}</p>\n<p class=\"muted\">{}</p>\n",
            escaped(&self.summary),
            self.address(),
            prose(text(&self.described, &["description"])),
            self.caller().told(),
            tag = escaped(&self.tag),
        );
        let curl = escaped(&self.curl(shapes, public_url));
        // Infallible, here and below: writing to a String does not fail.
        let _ = writeln!(
            out,
            "<section id=\"example\"><h2>Example</h2>\n<pre tabindex=\"0\"><code>{curl}</code></pre></section>"
        );
        self.tell_parameters(shapes, &mut out);
        if let Some(body) = self.described.get("requestBody").and_then(Value::as_object) {
            out.push_str("<section id=\"body\"><h2>Body</h2>\n");
            let _ = writeln!(out, "<p>{}</p>", prose(text(body, &["description"])));
            tell_contents(shapes, body, &mut out);
            out.push_str("</section>\n");
        }
        self.tell_answers(shapes, &mut out);
        self.tell_refusals(&mut out);
        out
    }

    fn tell_parameters(&self, shapes: Shapes<'_>, out: &mut String) {
        let mut all = parameters(&self.described).peekable();
        if all.peek().is_none() {
            return;
        }
        out.push_str("<section id=\"parameters\"><h2>Parameters</h2>\n<dl class=\"shape\">\n");
        for parameter in all {
            let place = match text(parameter, &["in"]) {
                "path" => "in the path",
                "query" => "in the query",
                "header" => "a header",
                other => other,
            };
            let is_required = parameter.get("required") == Some(&Value::from(true));
            let need = if is_required { " <strong class=\"required\">required</strong>" } else { "" };
            let said = parameter
                .get("schema")
                .and_then(Value::as_object)
                .map(|schema| shapes.said(schema))
                .unwrap_or_default();
            let _ = writeln!(
                out,
                "<div><dt><code>{}</code> <span class=\"kind\">{place}</span>{need}</dt><dd><p>{}</p>{said}</dd></div>",
                escaped(text(parameter, &["name"])),
                prose(text(parameter, &["description"])),
            );
        }
        out.push_str("</dl></section>\n");
    }

    fn tell_answers(&self, shapes: Shapes<'_>, out: &mut String) {
        out.push_str("<section id=\"answers\"><h2>Answers</h2>\n");
        for (status, response) in object(&self.described, "responses").filter(|(status, _)| *status < "400") {
            let _ =
                writeln!(out, "<h3><code>{}</code> {}</h3>", escaped(status), prose(text(response, &["description"])));
            for (name, header) in object(response, "headers") {
                let _ =
                    writeln!(out, "<p><code>{}</code>: {}</p>", escaped(name), prose(text(header, &["description"])));
            }
            tell_contents(shapes, response, out);
        }
        out.push_str("</section>\n");
    }

    fn tell_refusals(&self, out: &mut String) {
        out.push_str("<section id=\"refusals\"><h2>Refusals</h2>\n<dl class=\"problems\">\n");
        for (status, response) in object(&self.described, "responses").filter(|(status, _)| *status >= "400") {
            let kinds = ProblemType::ALL.into_iter().filter(|kind| kind.status().to_string() == status);
            let kinds: Vec<String> = kinds
                .map(|kind| format!("<a href=\"{{{{up}}}}problems/{0}\"><code>{0}</code></a>", kind.slug()))
                .collect();
            let _ = writeln!(
                out,
                "<div><dt>{} {}</dt><dd>{}</dd></div>",
                escaped(status),
                kinds.join(", "),
                prose(text(response, &["description"]))
            );
        }
        out.push_str("</dl></section>\n");
    }

    fn caller(&self) -> Caller {
        let all = self.described.get("security").and_then(Value::as_array).unwrap_or_default();
        let names = |name: &str| all.iter().filter_map(Value::as_object).any(|one| one.get(name).is_some());
        let is_open = all.is_empty() || all.iter().filter_map(Value::as_object).any(Object::is_empty);
        match (is_open, names("apiKey"), names("accessToken")) {
            (true, true, _) => Caller::AnybodyOrKey,
            (true, _, _) => Caller::Anybody,
            (false, true, _) => Caller::Key,
            (false, false, _) => Caller::Person,
        }
    }

    /// A command that works once its words in capitals stand for something.
    fn curl(&self, shapes: Shapes<'_>, public_url: &str) -> String {
        let path = self.path.replace('{', "$").replace('}', "");
        let path: String = path
            .split('/')
            .map(|step| if step.starts_with('$') { step.to_uppercase() } else { step.to_owned() })
            .collect::<Vec<_>>()
            .join("/");
        let mut lines = Vec::new();
        let method = if self.method == "GET" { String::new() } else { format!("-X {} ", self.method) };
        lines.push(format!("curl {method}\"{public_url}{path}\""));
        match self.caller() {
            Caller::Key => lines.push("-H \"X-API-Key: $PROOFPASS_KEY\"".to_owned()),
            Caller::Person => lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned()),
            Caller::Anybody | Caller::AnybodyOrKey => {}
        }
        let body = self.described.get("requestBody").and_then(Value::as_object);
        if let Some((media_type, content)) = body.and_then(|body| object(body, "content").next()) {
            lines.push(format!("-H \"Content-Type: {media_type}\""));
            let schema = content.get("schema").and_then(Value::as_object).filter(|_| media_type.ends_with("json"));
            lines.push(match schema {
                Some(schema) => format!("-d '{}'", shapes.example(schema).to_string().replace('\'', "'\\''")),
                None => "--data-binary @FILE".to_owned(),
            });
        }
        lines.join(" \\\n  ")
    }
}

fn parameters(described: &Object) -> impl Iterator<Item = &Object> {
    described.get("parameters").and_then(Value::as_array).unwrap_or_default().iter().filter_map(Value::as_object)
}

/// What each media type carries.
fn tell_contents(shapes: Shapes<'_>, of: &Object, out: &mut String) {
    for (media_type, content) in object(of, "content") {
        let told =
            content.get("schema").and_then(Value::as_object).map(|schema| shapes.told(schema)).unwrap_or_default();
        let _ = writeln!(out, "<p class=\"muted\"><code>{}</code></p>\n{told}", escaped(media_type));
    }
}

/// Who may ask.
#[derive(Clone, Copy)]
enum Caller {
    Anybody,
    AnybodyOrKey,
    Key,
    Person,
}

impl Caller {
    fn told(self) -> &'static str {
        match self {
            Self::Anybody => "Open to anybody.",
            Self::AnybodyOrKey => {
                "Open to anybody where what is asked for is public; otherwise with an API key or an access token of the organisation."
            }
            Self::Key => {
                "With an API key (<code>X-API-Key</code>, or <code>Authorization: Bearer</code>) or an access token."
            }
            Self::Person => "With the access token of a person who is signed in (<code>Authorization: Bearer</code>).",
        }
    }
}
