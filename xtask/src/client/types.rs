//! From the schemas of a description to TypeScript.
//!
//! In scope: the keywords that our description uses. Anything else is an error, never `any`.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use serde_json::Value;

/// A schema that has a name, as an interface or an alias.
pub(super) fn declaration(name: &str, schema: &Value) -> anyhow::Result<String> {
    let doc = comment(schema["description"].as_str().unwrap_or_default(), 0);
    let kind = of_schema(schema, 0).with_context(|| name.to_owned())?;
    Ok(match kind.strip_prefix('{') {
        // An intersection may begin with a brace, too.
        Some(_) if schema.get("properties").is_some() => format!("\n{doc}export interface {name} {kind}\n"),
        _ => format!("\n{doc}export type {name} = {kind};\n"),
    })
}

/// A member of an interface, `depth` levels in.
pub(super) fn member(
    name: &str,
    schema: &Value,
    is_required: bool,
    description: &str,
    depth: usize,
) -> anyhow::Result<String> {
    let optional = if is_required { "" } else { "?" };
    let kind = of_schema(schema, depth).with_context(|| name.to_owned())?;
    Ok(format!("{}{}{name}{optional}: {kind};\n", comment(description, depth), "  ".repeat(depth)))
}

/// A comment for editors to show, or nothing.
pub(super) fn comment(text: &str, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    // Nothing in a description may end the comment.
    let text = text.trim().replace("*/", "*\u{200b}/");
    match text.lines().collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines: String =
                lines.iter().fold(String::new(), |text, line| text + format!("{indent} * {line}").trim_end() + "\n");
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}

/// The type of what a schema permits.
pub(super) fn of_schema(schema: &Value, depth: usize) -> anyhow::Result<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return Ok(reference.rsplit('/').next().unwrap_or(reference).to_owned());
    }
    for (keyword, between) in [("allOf", " & "), ("anyOf", " | "), ("oneOf", " | ")] {
        if let Some(parts) = schema[keyword].as_array() {
            let parts: Vec<String> = parts.iter().map(|part| of_schema(part, depth)).collect::<Result<_, _>>()?;
            return Ok(parts.join(between));
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return Ok(values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | "));
    }
    match &schema["type"] {
        Value::String(kind) => of_kind(kind, schema, depth),
        Value::Array(kinds) => {
            let kinds = kinds.iter().map(|kind| of_kind(kind.as_str().unwrap_or_default(), schema, depth));
            Ok(kinds.collect::<Result<Vec<_>, _>>()?.join(" | "))
        }
        // Anything: whoever reads it looks.
        Value::Null if schema["description"].is_string() => Ok("unknown".to_owned()),
        _ => bail!("a schema without a type: {schema}"),
    }
}

fn of_kind(kind: &str, schema: &Value, depth: usize) -> anyhow::Result<String> {
    Ok(match kind {
        "array" => {
            let items = of_schema(&schema["items"], depth)?;
            if items.contains(' ') { format!("({items})[]") } else { format!("{items}[]") }
        }
        "boolean" | "null" | "string" => kind.to_owned(),
        "integer" | "number" => "number".to_owned(),
        "object" => return of_object(schema, depth),
        other => bail!("a type that is none: {other}"),
    })
}

fn of_object(schema: &Value, depth: usize) -> anyhow::Result<String> {
    let Some(properties) = schema["properties"].as_object() else {
        return match &schema["additionalProperties"] {
            Value::Object(_) => {
                Ok(format!("{{ [member: string]: {} }}", of_schema(&schema["additionalProperties"], depth)?))
            }
            _ => Ok("JsonObject".to_owned()),
        };
    };
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let mut text = String::from("{\n");
    for (name, property) in properties {
        let is_required = required.iter().any(|one| one == name);
        // A reference to a schema with words of its own stands in an alternative.
        let own = property["oneOf"].as_array().into_iter().flatten().find_map(|part| part["description"].as_str());
        let description = property["description"].as_str().or(own).unwrap_or_default();
        text.push_str(&member(name, property, is_required, description, depth + 1)?);
    }
    let _ = write!(text, "{}}}", "  ".repeat(depth));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{comment, declaration, of_schema};

    #[test]
    fn schemas_become_types() {
        for (schema, kind) in [
            (json!({ "type": ["integer", "null"], "format": "int32" }), "number | null"),
            (json!({ "type": "array", "items": { "type": ["string", "null"] } }), "(string | null)[]"),
            (json!({ "type": ["array", "null"], "items": { "type": "string" } }), "string[] | null"),
            (json!({ "oneOf": [{ "$ref": "#/components/schemas/Cup" }, { "type": "null" }] }), "Cup | null"),
            (json!({ "enum": ["a", "b"] }), "\"a\" | \"b\""),
            (json!({ "type": "object", "additionalProperties": { "type": "string" } }), "{ [member: string]: string }"),
            (json!({ "type": "object" }), "JsonObject"),
        ] {
            assert_eq!(of_schema(&schema, 0).unwrap(), kind);
        }
    }

    #[test]
    fn what_has_no_type_is_refused() {
        for schema in [json!({}), json!({ "type": "cup" }), json!({ "type": "array" }), json!(true)] {
            of_schema(&schema, 0).unwrap_err();
        }
    }

    #[test]
    fn an_intersection_is_no_interface() {
        let schema = json!({ "allOf": [
            { "type": "object", "properties": { "a": { "type": "string" } } }, { "$ref": "#/components/schemas/Cup" }] });
        assert_eq!(declaration("Mug", &schema).unwrap(), "\nexport type Mug = {\n  a?: string;\n} & Cup;\n");
    }

    #[test]
    fn no_description_ends_its_comment() {
        assert_eq!(comment("a */ b", 0), "/** a *\u{200b}/ b */\n");
        assert_eq!(comment("a\n\nb", 1), "  /**\n   * a\n   *\n   * b\n   */\n");
    }
}
