//! A record of a CSV file as the body of a request: columns are named by what they fill, cells become what the template's
//! schema says stands there.
//!
//! | Column | Fills |
//! |---|---|
//! | `templateId`, `validFrom`, `validUntil` | that member |
//! | `subject.id` or `subjectId`, `subject.type` or `subjectType` | the subject |
//! | `/claims/location/country`, any JSON Pointer (RFC 6901) | what it points to in the body |
//! | anything else: `farmName`, `location.country`, `parts.0.material` | that claim, dot by dot |
//!
//! An empty cell is absent. A cell that does not read as what the schema wants stays a text: the schema says what is wrong.

use proofpass::json::{Limits, Object, Pointer, Value, parse};

use crate::issue::Fault;

/// What a column fills: the way to it in the body, member by member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column(Vec<String>);

/// The member of claims in a body.
const CLAIMS: &str = "claims";

/// Deepest that a column leads.
const MAX_DEPTH: usize = 16;

impl Column {
    /// By its name.
    fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let way: Vec<String> = match name {
            "" => return None,
            "templateId" | "validFrom" | "validUntil" => vec![name.to_owned()],
            "subject.id" | "subjectId" => vec!["subject".to_owned(), "id".to_owned()],
            "subject.type" | "subjectType" => vec!["subject".to_owned(), "type".to_owned()],
            pointer if pointer.starts_with('/') => {
                Pointer::parse(pointer).ok()?;
                pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
            }
            dotted => std::iter::once(CLAIMS).chain(dotted.split('.')).map(str::to_owned).collect(),
        };
        (way.len() <= MAX_DEPTH && way.iter().all(|part| !part.is_empty())).then_some(Self(way))
    }

    /// All of a header, or what is wrong with it.
    pub(super) fn all(header: &[String]) -> Result<Vec<Self>, Vec<Fault>> {
        let (mut columns, mut faults) = (Vec::<Self>::new(), Vec::new());
        for (at, name) in header.iter().enumerate() {
            let fault = |detail: String| Fault::new(format!("/{at}"), detail);
            let Some(column) = Self::named(name) else {
                faults.push(fault(format!("column {} has a name that leads nowhere", at + 1)));
                continue;
            };
            let clash = columns.iter().any(|other| other.0.starts_with(&column.0) || column.0.starts_with(&other.0));
            if clash {
                faults.push(fault(format!("column {} fills what another column fills", at + 1)));
            }
            columns.push(column);
        }
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    fn is_template(&self) -> bool {
        self.0 == ["templateId"]
    }
}

/// The template that a record names.
pub(super) fn template<'a>(columns: &[Column], cells: &'a [String]) -> Option<&'a str> {
    let at = columns.iter().position(Column::is_template)?;
    cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// The body that a record is, by the schema of its template's claims.
pub(super) fn body(columns: &[Column], cells: &[String], schema: &Object) -> Result<Value, Fault> {
    if cells.len() != columns.len() {
        let detail = format!("has {} fields, where the header has {}", cells.len(), columns.len());
        return Err(Fault::new("", detail));
    }
    let mut body = Value::from(Object::new());
    for (column, cell) in columns.iter().zip(cells) {
        if cell.is_empty() {
            continue;
        }
        let value = match column.0.split_first() {
            Some((first, rest)) if first == CLAIMS => read(cell, &kinds(schema, schema, rest, 0)),
            _ => Value::from(cell.as_str()),
        };
        fill(&mut body, &column.0, value);
    }
    // Claims are an object, and may be none.
    if let Value::Object(members) = &mut body {
        let claims = members.remove(CLAIMS).unwrap_or_else(|| Object::new().into());
        members.insert(CLAIMS, arrays(claims, Some((schema, schema))));
    }
    Ok(body)
}

/// Puts a value where a way leads.
fn fill(at: &mut Value, way: &[String], value: Value) {
    let Value::Object(object) = at else { return };
    match way {
        [] => {}
        [name] => drop(object.insert(name.as_str(), value)),
        [name, rest @ ..] => {
            let mut inner = object.remove(name).unwrap_or_else(|| Object::new().into());
            fill(&mut inner, rest, value);
            object.insert(name.as_str(), inner);
        }
    }
}

/// Objects whose members are all numbers are arrays, unless the schema says otherwise.
fn arrays(value: Value, schema: Option<(&Object, &Object)>) -> Value {
    let Value::Object(object) = value else { return value };
    let at = |name: &str| schema.and_then(|(root, schema)| step(root, schema, name, 0).map(|next| (root, next)));
    let is_object = schema.is_some_and(|(root, schema)| own_kinds(root, schema, 0).contains(&"object"));
    let numbers: Option<Vec<usize>> = object.iter().map(|(name, _)| name.parse().ok()).collect();
    let members = object.iter().map(|(name, value)| (name, arrays(value.clone(), at(name))));
    match numbers {
        Some(numbers) if !numbers.is_empty() && !is_object => {
            let mut elements: Vec<_> = numbers.into_iter().zip(members.map(|(_, value)| value)).collect();
            elements.sort_by_key(|(number, _)| *number);
            Value::Array(elements.into_iter().map(|(_, value)| value).collect())
        }
        _ => members.fold(Object::new(), |object, (name, value)| object.with(name, value)).into(),
    }
}

/// A cell as one of the kinds that may stand there.
fn read(cell: &str, kinds: &[&str]) -> Value {
    let text = || Value::from(cell);
    if kinds.is_empty() || kinds.contains(&"string") {
        return text();
    }
    let trimmed = cell.trim();
    // Spreadsheets shout.
    let lower = trimmed.to_ascii_lowercase();
    if kinds.contains(&"boolean") && matches!(lower.as_str(), "true" | "false") {
        return Value::Bool(lower == "true");
    }
    let Ok(value) = parse(trimmed.as_bytes(), &Limits::REQUEST) else { return text() };
    let kind = match &value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = kinds.contains(&kind) || (kind == "number" && kinds.contains(&"integer"));
    if fits { value } else { text() }
}

/// References and alternatives within each other that are followed; schemas of ours are not recursive.
const MAX_STEPS: usize = 32;

/// The kinds of values that a schema allows where a way leads. None, where it does not say.
fn kinds<'a>(root: &'a Object, schema: &'a Object, way: &[String], steps: usize) -> Vec<&'a str> {
    match way.split_first() {
        None => own_kinds(root, schema, steps),
        Some((name, rest)) => {
            step(root, schema, name, steps).map_or_else(Vec::new, |next| kinds(root, next, rest, steps))
        }
    }
}

/// The kinds of values that a schema allows.
fn own_kinds<'a>(root: &'a Object, schema: &'a Object, steps: usize) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if kinds.is_empty() {
        let said = schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"));
        kinds.extend(said.map(|value| match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }));
    }
    if kinds.is_empty() && steps < MAX_STEPS {
        kinds.extend(below(root, schema).into_iter().flat_map(|schema| own_kinds(root, schema, steps + 1)));
    }
    kinds
}

/// The schema of a member or element.
fn step<'a>(root: &'a Object, schema: &'a Object, name: &str, steps: usize) -> Option<&'a Object> {
    let object = |value: &'a Value| value.as_object();
    let member = schema.get("properties").and_then(object).and_then(|all| all.get(name)).and_then(object);
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    let element = || schema.get("items").and_then(object).filter(|_| is_number);
    member.or_else(element).or_else(|| {
        let all = if steps < MAX_STEPS { below(root, schema) } else { Vec::new() };
        all.into_iter().find_map(|schema| step(root, schema, name, steps + 1))
    })
}

/// What a schema refers to, and is made of.
fn below<'a>(root: &'a Object, schema: &'a Object) -> Vec<&'a Object> {
    let referred = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/"));
    let definition =
        referred.and_then(|name| root.get("$defs")?.as_object()?.get(&name.replace("~1", "/").replace("~0", "~")));
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|name| schema.get(name)?.as_array()).flatten();
    definition.into_iter().chain(parts).filter_map(Value::as_object).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r##"{"type":"object","properties":{
        "name":{"type":"string"},"count":{"type":"integer"},"weight":{"type":["number","null"]},"organic":{"type":"boolean"},
        "tags":{"type":"array","items":{"type":"string"}},"sizes":{"type":"array","items":{"type":"number"}},
        "grade":{"enum":[1,2,3]},"code":{"anyOf":[{"type":"number"},{"type":"string"}]},
        "origin":{"$ref":"#/$defs/place"},"stops":{"type":"array","items":{"$ref":"#/$defs/place"}},
        "years":{"type":"object"}},
        "$defs":{"place":{"allOf":[{"type":"object","properties":{"lat":{"type":"number"},"country":{"type":"string"}}}]}}}"##;

    fn read_row(header: &[&str], cells: &[&str]) -> Result<String, Fault> {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let columns = Column::all(&texts(header)).unwrap();
        let schema = parse(SCHEMA.as_bytes(), &Limits::REQUEST).unwrap();
        body(&columns, &texts(cells), schema.as_object().unwrap()).map(|body| body.to_string())
    }

    #[test]
    fn columns_lead_to_members_and_cells_become_what_the_schema_says() {
        for (header, cells, expected) in [
            (
                &["subjectId", "subject.type", "name", "count", "validUntil"][..],
                &["0042", "Product", "7", "42", "2030-01-01T00:00:00Z"][..],
                r#"{"subject":{"id":"0042","type":"Product"},"validUntil":"2030-01-01T00:00:00Z","claims":{"name":"7","count":42}}"#,
            ),
            (
                &["organic", "weight", "grade", "code"],
                &["TRUE", "1.5", "2", "7"],
                r#"{"claims":{"organic":true,"weight":1.5,"grade":2,"code":"7"}}"#,
            ),
            (&["weight"], &["null"], r#"{"claims":{"weight":null}}"#),
            (
                &["origin.lat", "origin.country"],
                &["52.5", "DE"],
                r#"{"claims":{"origin":{"lat":52.5,"country":"DE"}}}"#,
            ),
            (
                &["/claims/origin/lat", "/subject/id"],
                &["1", "x"],
                r#"{"claims":{"origin":{"lat":1}},"subject":{"id":"x"}}"#,
            ),
            (&["tags"], &[r#"["a","b"]"#], r#"{"claims":{"tags":["a","b"]}}"#),
            (&["tags.1", "tags.0", "sizes.0"], &["b", "a", "3"], r#"{"claims":{"tags":["a","b"],"sizes":[3]}}"#),
            (&["tags.0", "tags.1", "tags.2"], &["a", "", "c"], r#"{"claims":{"tags":["a","c"]}}"#),
            (&["stops.0.lat", "stops.1.lat"], &["1", "2"], r#"{"claims":{"stops":[{"lat":1},{"lat":2}]}}"#),
            (&["years.2024"], &["x"], r#"{"claims":{"years":{"2024":"x"}}}"#),
            (&["name", "count"], &["", ""], r#"{"claims":{}}"#),
            (&["unknown.thing"], &["12"], r#"{"claims":{"unknown":{"thing":"12"}}}"#),
        ] {
            assert_eq!(sorted(&read_row(header, cells).unwrap()), sorted(expected), "{header:?}");
        }
    }

    /// The same members in one order.
    fn sorted(text: &str) -> serde_json::Value {
        serde_json::to_value(parse(text.as_bytes(), &Limits::REQUEST).unwrap()).unwrap()
    }

    #[test]
    fn a_cell_that_is_something_else_stays_a_text_for_the_schema_to_refuse() {
        for (column, cell) in [
            ("count", "many"),
            ("count", "1,5"),
            ("organic", "yes"),
            ("tags", "[\"a\""),
            ("weight", "9007199254740993"),
        ] {
            let expected = format!(r#"{{"claims":{{"{column}":{}}}}}"#, serde_json::to_string(cell).unwrap());
            assert_eq!(read_row(&[column], &[cell]).unwrap(), expected);
        }
        for cells in [&["1"][..], &["1", "2", "3"]] {
            assert!(read_row(&["name", "count"], cells).unwrap_err().detail.contains("fields"));
        }
    }

    #[test]
    fn a_header_says_each_thing_once() {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        for (header, at) in [
            (&["name", ""][..], "/1"),
            (&["name", "name"], "/1"),
            (&["subjectId", "subject.id"], "/1"),
            (&["origin", "origin.lat"], "/1"),
            (&["a..b"], "/0"),
            (&["."], "/0"),
            (&["/claims//a"], "/0"),
            (&["/claims/~2"], "/0"),
            (&[&"a.".repeat(17)], "/0"),
        ] {
            let faults = Column::all(&texts(header)).unwrap_err();
            assert_eq!(faults[0].pointer, at, "{header:?}");
        }
        let columns = Column::all(&texts(&["templateId", "a"])).unwrap();
        assert_eq!(template(&columns, &texts(&[" farm-origin ", "x"])), Some("farm-origin"));
        assert_eq!(template(&columns, &texts(&["", "x"])), None);
        assert_eq!(template(&columns[1..], &texts(&["x"])), None);
    }
}
