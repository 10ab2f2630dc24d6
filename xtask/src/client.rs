//! `cargo xtask client`: what `@proofpass/client` knows about the REST interface, written from docs/openapi.json.
//!
//! In scope: a table of operations for the program (`pkg/client/operations.js`) and their types for people
//! (`pkg/client/operations.d.ts`). Out of scope: sending requests (`pkg/client/index.js`, by hand), and whether the
//! description is true, which the issuer's tests see to.

mod types;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::{json, progress, workspace};
use types::{comment, member, of_schema};

const NOTE: &str = "// Written by `cargo xtask client` from docs/openapi.json. Not to be changed by hand.\n";

/// `cargo xtask client`: writes both files anew.
pub(crate) fn write() -> anyhow::Result<()> {
    for (path, text) in files()? {
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    progress::note("client", "pkg/client speaks the language of docs/openapi.json");
    Ok(())
}

/// `cargo xtask client --check`: fails where the files do not say what the description says.
pub(crate) fn check() -> anyhow::Result<()> {
    for (path, text) in files()? {
        if fs::read_to_string(&path).unwrap_or_default() != text {
            bail!("{} differs from docs/openapi.json; to write it: cargo xtask client", path.display());
        }
    }
    Ok(())
}

fn files() -> anyhow::Result<[(PathBuf, String); 2]> {
    let description = fs::read_to_string(workspace::root().join("docs/openapi.json"))?;
    let description = json::read(&description, "docs/openapi.json")?;
    let operations = operations(&description)?;
    let folder = workspace::root().join("pkg/client");
    Ok([
        (folder.join("operations.js"), table(&operations)),
        (folder.join("operations.d.ts"), declarations(&description, &operations)?),
    ])
}

/// One route under one method.
#[derive(Debug)]
struct Operation<'a> {
    id: &'a str,
    method: String,
    path: &'a str,
    whole: &'a Value,
    parameters: Vec<Parameter<'a>>,
    body: Option<Body<'a>>,
    /// What comes back: the media type and the schema of the answer that is a success and has content.
    answer: Option<(&'a str, &'a Value)>,
    /// Schemas of others, under other statuses and in the same media type: who asks tells them apart by their members.
    others: Vec<&'a Value>,
    /// Whether it may answer that nothing has changed.
    is_conditional: bool,
    page: Option<Page<'a>>,
}

#[derive(Debug)]
struct Parameter<'a> {
    name: &'a str,
    place: &'a str,
    whole: &'a Value,
}

#[derive(Debug)]
struct Body<'a> {
    schema: &'a Value,
    is_required: bool,
}

/// An answer that is a part of a list: where its items are, where it says what comes next, and the parameter for that.
#[derive(Debug)]
struct Page<'a> {
    items: &'a str,
    item: &'a Value,
    next: &'a str,
    parameter: &'a str,
}

fn operations(description: &Value) -> anyhow::Result<Vec<Operation<'_>>> {
    let paths = description["paths"].as_object().context("no paths")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, whole) in item.as_object().context("a path without operations")? {
            operations.push(operation(description, path, method, whole).with_context(|| format!("{method} {path}"))?);
        }
    }
    operations.sort_by_key(|operation| operation.id);
    if let Some([twice, _]) = operations.windows(2).find(|pair| pair[0].id == pair[1].id) {
        bail!("two operations are called {}", twice.id);
    }
    Ok(operations)
}

fn operation<'a>(
    description: &'a Value,
    path: &'a str,
    method: &str,
    whole: &'a Value,
) -> anyhow::Result<Operation<'a>> {
    let id = whole["operationId"].as_str().context("no operationId")?;
    let parameters = list(&whole["parameters"])
        .iter()
        .map(|whole| {
            let name = whole["name"].as_str().context("a parameter without a name")?;
            let place = whole["in"].as_str().context("a parameter that is nowhere")?;
            Ok(Parameter { name, place, whole })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let body = match &whole["requestBody"]["content"] {
        Value::Object(content) => {
            let schema = &content.get("application/json").context("a body that is not JSON")?["schema"];
            Some(Body { schema, is_required: whole["requestBody"]["required"] == true })
        }
        _ => None,
    };
    let responses = whole["responses"].as_object().context("no answers")?;
    let good = responses.iter().filter(|(status, _)| status.starts_with('2'));
    let all: Vec<_> = good.filter_map(|(_, response)| response["content"].as_object()).flatten().collect();
    // Text of several kinds is text.
    let is_text = all.len() > 1 && all.iter().all(|(_, content)| content["schema"]["type"] == "string");
    let is_picture = !all.is_empty() && all.iter().all(|(media_type, _)| media_type.starts_with("image/"));
    let kept = if is_text || is_picture { 1 } else { all.len() };
    let any = if is_picture { Some("image/*") } else { is_text.then_some("text/*") };
    let mut contents = all.into_iter().take(kept);
    let answer = contents.next().map(|(media_type, content)| (any.unwrap_or(media_type.as_str()), &content["schema"]));
    let others = contents.map(|(media_type, content)| {
        let same = answer.is_some_and(|(first, _)| first == media_type);
        if same { Ok(&content["schema"]) } else { bail!("several media types: the client would not know which it has") }
    });
    let others = others.collect::<anyhow::Result<Vec<_>>>()?;
    let page = answer.and_then(|(_, schema)| page(resolved(description, schema), &parameters));
    let is_conditional = responses.contains_key("304");
    let method = method.to_uppercase();
    Ok(Operation { id, method, path, whole, parameters, body, answer, others, is_conditional, page })
}

fn page<'a>(schema: &'a Value, parameters: &[Parameter<'a>]) -> Option<Page<'a>> {
    let parameter = parameters.iter().find(|parameter| ["before", "cursor"].contains(&parameter.name))?.name;
    let properties = schema["properties"].as_object()?;
    let next = properties.keys().find(|name| ["next", "nextCursor"].contains(&name.as_str()))?;
    let (items, schema) = properties.iter().find(|(_, property)| property["type"] == "array")?;
    Some(Page { items, item: &schema["items"], next, parameter })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The schema itself, where `schema` refers to one.
fn resolved<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    name.map_or(schema, |name| &description["components"]["schemas"][name])
}

/// `Idempotency-Key` as a member of a request: `idempotencyKey`.
fn as_member(parameter: &Parameter) -> String {
    let mut name = String::new();
    let mut up = false;
    for letter in parameter.name.chars() {
        match letter {
            '-' => up = true,
            _ if name.is_empty() => name.push(letter.to_ascii_lowercase()),
            _ if up => {
                name.push(letter.to_ascii_uppercase());
                up = false;
            }
            _ => name.push(letter),
        }
    }
    name
}

/// The module that the program reads.
fn table(operations: &[Operation]) -> String {
    let mut text = format!("// @ts-check\n{NOTE}\n");
    text.push_str(
        "/** @type {Readonly<Record<string, import(\"./index.js\").Operation>>} */\nexport const OPERATIONS = {\n",
    );
    for operation in operations {
        let Operation { id, method, path, body, answer, page, .. } = operation;
        let mut members = vec![format!("method: \"{method}\""), format!("path: \"{path}\"")];
        for place in ["path", "query"] {
            let names: Vec<String> = within(operation, place).map(|one| format!("\"{}\"", one.name)).collect();
            if !names.is_empty() {
                let member = if place == "path" { "inPath" } else { "inQuery" };
                members.push(format!("{member}: [{}]", names.join(", ")));
            }
        }
        let headers: Vec<String> =
            within(operation, "header").map(|one| format!("{}: \"{}\"", as_member(one), one.name)).collect();
        if !headers.is_empty() {
            members.push(format!("inHeader: {{ {} }}", headers.join(", ")));
        }
        if let Some(Body { is_required, .. }) = body {
            members.push(format!("body: \"{}\"", if *is_required { "required" } else { "optional" }));
        }
        if let Some((media_type, _)) = answer {
            members.push(format!("accept: \"{media_type}\""));
        }
        if let Some(Page { items, next, parameter, .. }) = page {
            members.push(format!("page: {{ items: \"{items}\", next: \"{next}\", parameter: \"{parameter}\" }}"));
        }
        let _ = writeln!(text, "  {id}: {{ {} }},", members.join(", "));
    }
    text.push_str("};\n");
    text
}

fn within<'a>(operation: &'a Operation, place: &'a str) -> impl Iterator<Item = &'a Parameter<'a>> {
    operation.parameters.iter().filter(move |parameter| parameter.place == place)
}

/// The types: every schema, every request, and the calls.
fn declarations(description: &Value, operations: &[Operation]) -> anyhow::Result<String> {
    let mut text = format!("{NOTE}\nimport type {{ Operation }} from \"./index.js\";\n\n");
    text.push_str(
        "/** JSON whose shape is not ours to say. */\nexport type JsonObject = { [member: string]: unknown };\n\n",
    );
    text.push_str("/** How one call is made. */\nexport interface CallOptions {\n");
    text.push_str("  /** Ends the call. */\n  signal?: AbortSignal;\n}\n");
    let schemas = description["components"]["schemas"].as_object().context("no schemas")?;
    for (name, schema) in schemas {
        text.push_str(&types::declaration(name, schema)?);
    }
    let (mut calls, mut pages) = (String::new(), String::new());
    for operation in operations {
        let call = call(operation, &mut text)?;
        calls.push_str(&call);
        if let Some(Page { item, .. }) = &operation.page {
            let _ = writeln!(pages, "  {}: {};", operation.id, of_schema(item, 1)?);
        }
    }
    let _ = write!(
        text,
        "\n/** Every operation of the service, by its name in the description. */\nexport interface Operations {{\n{calls}}}\n"
    );
    let _ = write!(
        text,
        "\n/** What the operations list that answer page by page. */\nexport interface Pages {{\n{pages}}}\n"
    );
    text.push_str("\n/** How each is sent. */\nexport declare const OPERATIONS: { readonly [Name in keyof Operations]: Operation };\n");
    Ok(text)
}

/// Declares what the operation takes, and returns the call.
fn call(operation: &Operation, text: &mut String) -> anyhow::Result<String> {
    let Operation { id, whole, parameters, body, answer, others, is_conditional, .. } = operation;
    let mut members = String::new();
    let mut known = BTreeSet::new();
    let mut needs_something = false;
    for parameter in parameters {
        let name = as_member(parameter);
        if name == "body" || !known.insert(name.clone()) {
            bail!("{id} takes two things called {name}");
        }
        let is_required = parameter.whole["required"] == true;
        needs_something |= is_required;
        let description = parameter.whole["description"].as_str().unwrap_or_default();
        members.push_str(&member(&name, &parameter.whole["schema"], is_required, description, 1)?);
    }
    if let Some(Body { schema, is_required }) = body {
        needs_something |= is_required;
        // Whatever is JSON: a bundle, or an envelope around one. A type of somebody's own need not be indexed.
        let optional = if *is_required { "" } else { "?" };
        let any = schema.get("$ref").is_none();
        let kind = if any { "object".to_owned() } else { of_schema(schema, 1)? };
        let _ = writeln!(members, "  body{optional}: {kind};");
    }
    let mut takes = String::new();
    if !members.is_empty() {
        let name = request_name(id);
        let _ = write!(text, "\n/** What `{id}` takes. */\nexport interface {name} {{\n{members}}}\n");
        takes = format!("request{}: {name}, ", if needs_something { "" } else { "?" });
    }
    let gives = match answer {
        None => "void".to_owned(),
        Some((media_type, _)) if media_type.starts_with("text/") => "string".to_owned(),
        Some((media_type, _)) if media_type.starts_with("image/") => "Blob".to_owned(),
        Some((_, schema)) => {
            let all = std::iter::once(schema).chain(others).map(|schema| of_schema(schema, 1));
            all.collect::<anyhow::Result<Vec<_>>>()?.join(" | ")
        }
    };
    let unchanged = if *is_conditional { " | undefined" } else { "" };
    let sentences: Vec<&str> =
        ["summary", "description"].iter().filter_map(|name| whole.get(*name)?.as_str()).collect();
    let mut doc = sentences.join(".\n\n");
    if *is_conditional {
        doc.push_str("\n\n`undefined` where nothing has changed since `ifNoneMatch`.");
    }
    Ok(format!("{}  {id}({takes}options?: CallOptions): Promise<{gives}{unchanged}>;\n", comment(&doc, 1)))
}

/// `issueAttestation` takes an `IssueAttestationRequest`.
fn request_name(id: &str) -> String {
    let mut letters = id.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase()).unwrap_or_default();
    format!("{first}{}Request", letters.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Parameter, as_member, declarations, operations, table};

    fn described(operation: &serde_json::Value) -> serde_json::Value {
        let schemas = json!({
            "Cup": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
            "Cups": { "type": "object", "properties": {
                "cups": { "type": "array", "items": { "$ref": "#/components/schemas/Cup" } },
                "next": { "type": ["string", "null"] } } },
        });
        json!({ "paths": { "/cups/{id}": { "get": operation } }, "components": { "schemas": schemas } })
    }

    #[test]
    fn an_operation_is_a_row_for_the_program_and_a_call_for_people() {
        let description = described(&json!({
            "operationId": "listCups",
            "summary": "List cups",
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "before", "in": "query", "schema": { "type": "integer" }, "description": "Older ones" },
                { "name": "If-None-Match", "in": "header", "schema": { "type": ["string", "null"] } },
            ],
            "responses": {
                "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Cups" } } } },
                "304": {},
                "404": { "content": { "application/problem+json": { "schema": { "type": "object" } } } },
            },
        }));
        let operations = operations(&description).unwrap();
        let row = "  listCups: { method: \"GET\", path: \"/cups/{id}\", inPath: [\"id\"], inQuery: [\"before\"], \
            inHeader: { ifNoneMatch: \"If-None-Match\" }, accept: \"application/json\", \
            page: { items: \"cups\", next: \"next\", parameter: \"before\" } },\n";
        assert!(table(&operations).contains(row), "{}", table(&operations));
        let types = declarations(&description, &operations).unwrap();
        assert!(types.contains("  /** Older ones */\n  before?: number;\n"), "{types}");
        let call = "listCups(request: ListCupsRequest, options?: CallOptions): Promise<Cups | undefined>;";
        assert!(types.contains(call), "{types}");
        assert!(types.contains("export interface Pages {\n  listCups: Cup;\n}"), "{types}");
    }

    #[test]
    fn an_operation_that_succeeds_in_two_ways_gives_either() {
        let of = |name| json!({ "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } } });
        let responses = json!({ "200": of("Cup"), "202": of("Cups") });
        let description = described(&json!({ "operationId": "fill", "responses": responses }));
        let types = declarations(&description, &operations(&description).unwrap()).unwrap();
        assert!(types.contains("fill(options?: CallOptions): Promise<Cup | Cups>;"), "{types}");
    }

    #[test]
    fn text_of_several_kinds_is_text() {
        let text = json!({ "schema": { "type": "string" } });
        let responses = json!({ "200": { "content": { "application/a+jwt": text, "application/b": text } } });
        let description = described(&json!({ "operationId": "fetch", "responses": responses }));
        let operations = operations(&description).unwrap();
        assert!(table(&operations).contains("accept: \"text/*\""));
        let types = declarations(&description, &operations).unwrap();
        assert!(types.contains("fetch(options?: CallOptions): Promise<string>;"), "{types}");
    }

    #[test]
    fn pictures_of_several_kinds_are_bytes() {
        let picture = json!({ "schema": { "type": "string" } });
        let responses = json!({ "200": { "content": { "image/png": picture, "image/svg+xml": picture } } });
        let description = described(&json!({ "operationId": "draw", "responses": responses }));
        let operations = operations(&description).unwrap();
        assert!(table(&operations).contains("accept: \"image/*\""));
        let types = declarations(&description, &operations).unwrap();
        assert!(types.contains("draw(options?: CallOptions): Promise<Blob>;"), "{types}");
    }

    #[test]
    fn what_the_client_could_not_tell_apart_is_refused() {
        let answer = json!({ "200": { "content": {
            "application/json": { "schema": {} }, "application/vc": { "schema": {} } } } });
        let two_contents = described(&json!({ "operationId": "a", "responses": answer }));
        let no_name = described(&json!({ "responses": {} }));
        let form = json!({ "content": { "multipart/form-data": {} } });
        let no_json = described(&json!({ "operationId": "a", "responses": {}, "requestBody": form }));
        for description in [two_contents, no_name, no_json] {
            operations(&description).unwrap_err();
        }
        let parameter = |place| json!({ "name": "id", "in": place, "schema": { "type": "string" } });
        let parameters = [parameter("path"), parameter("query")];
        let twice = described(&json!({ "operationId": "a", "responses": {}, "parameters": parameters }));
        declarations(&twice, &operations(&twice).unwrap()).unwrap_err();
    }

    #[test]
    fn a_header_is_named_as_javascript_names_members() {
        let named = |name| as_member(&Parameter { name, place: "header", whole: &serde_json::Value::Null });
        assert_eq!(named("Idempotency-Key"), "idempotencyKey");
        assert_eq!(named("templateId"), "templateId");
    }
}
