//! The claims of a template: their JSON Schema, and claims against it.
//!
//! In scope: JSON Schema 2020-12 without references to other documents; a bound on the work that a schema can cause;
//! the names it gives to claims. Out of scope: where schemas are kept.
//!
//! Work is counted in looks: one schema at one value. A schema's weight is how many schemas it is once its references
//! are unfolded, where what costs more counts for more; times the values of a request, that is what validating costs at
//! most. A look takes 10 to 70 ns (measured for every keyword, on two cores of 2026), and 1 to 6 µs where it finds a
//! fault that is to be told.
//! Spec: <https://json-schema.org/draft/2020-12/json-schema-core>

use std::collections::{BTreeSet, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use proofpass::digest::Digest;
use proofpass::json::{Limits, Object, Value, parse};

use super::vocabulary::{self, NameError};
use super::{Error, Fault, credential_schema};

/// The dialect, as `$schema` says it.
pub(super) const SCHEMA_URI: &str = "https://json-schema.org/draft/2020-12/schema";

/// A schema that passed every rule of ours, ready to use.
#[derive(Debug)]
pub(super) struct ClaimsSchema {
    validator: Validator,
    names: BTreeSet<String>,
    weight: u64,
    credential: Option<CredentialSchema>,
    object: Object,
}

/// The schema of a whole credential, as it is published.
#[derive(Clone, Debug)]
pub(super) struct CredentialSchema {
    /// Its text, byte for byte.
    pub(super) text: String,
    /// As `digestSRI` has it.
    pub(super) digest: String,
}

impl CredentialSchema {
    /// Of what is said about a subject, where there can be one.
    fn of(claims: &Object) -> Option<Self> {
        let text = credential_schema::of(claims)?;
        let digest = format!("sha256-{}", STANDARD.encode(Digest::of(text.as_bytes()).as_bytes()));
        Some(Self { text, digest })
    }
}

/// Different names in the claims of one credential: each becomes a term of its own.
const MAX_NAMES: usize = 500;

/// Faults told in one answer; the rest would not help.
const MAX_FAULTS: usize = 16;

/// Looks at the claims of one credential: under a second.
const MAX_WORK: u64 = 10_000_000;

/// Looks beyond which only the first fault is told: the library gathers all of them before it tells any.
const MAX_WORK_FOR_ALL_FAULTS: u64 = 100_000;

impl ClaimsSchema {
    /// Longest schema, in bytes.
    const MAX_BYTES: usize = 64 << 10;

    /// Compiled size of one `pattern`, in bytes: the engine is linear in the text, this bounds its factor.
    const MAX_PATTERN: usize = 256 << 10;

    /// Reads a schema. `pointer` is where it stands in the request, for faults.
    pub(super) fn compile(text: &str, pointer: &str) -> Result<Self, Error> {
        let limits = Limits { bytes: Self::MAX_BYTES, ..Limits::REQUEST };
        let value = parse(text.as_bytes(), &limits).map_err(|error| Error::refused(pointer, error.to_string()))?;
        let mut walk = Walk::new(&value, pointer)?;
        let weight = walk.root(&value)?;
        let names = walk.names;
        let schema = to_serde(&value).ok_or_else(|| Error::refused(pointer, "cannot be read"))?;
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .with_pattern_options(PatternOptions::regex().size_limit(Self::MAX_PATTERN))
            .build(&schema)
            .map_err(|error| {
                Error::refused(format!("{pointer}{}", error.instance_path()), error.masked().to_string())
            })?;
        let credential = value.as_object().and_then(CredentialSchema::of);
        let object = value.as_object().cloned().unwrap_or_default();
        Ok(Self { validator, names, weight, credential, object })
    }

    /// As it was read.
    pub(super) fn object(&self) -> &Object {
        &self.object
    }

    /// The schema of a credential in which these claims, which are somewhere under `properties`, are not.
    pub(super) fn credential_without<'a>(&self, claims: impl Iterator<Item = &'a str>) -> Option<CredentialSchema> {
        let mut claims = claims.peekable();
        if claims.peek().is_none() {
            return self.credential.clone();
        }
        let schema =
            claims.try_fold(self.object.clone(), |schema, claim| credential_schema::without(&schema, claim))?;
        CredentialSchema::of(&schema)
    }

    /// How much it is: what it costs to keep, and for each value to check.
    pub(super) fn weight(&self) -> u64 {
        self.weight
    }

    /// The names that the schema gives to claims, at any depth.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Holds claims against the schema and every name in them against the rules for names.
    pub(super) fn check(&self, claims: &Value) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        check_names(claims, "/claims", &mut faults);
        let mut names = BTreeSet::new();
        names_in(claims, &mut names);
        if names.len() > MAX_NAMES {
            faults.push(Fault::new("/claims", format!("more than {MAX_NAMES} different names")));
        }
        let work = self.weight.saturating_mul(values_in(claims));
        if work > MAX_WORK {
            faults.push(Fault::new("/claims", "too many values for a schema as large as this template's"));
            return Err(faults);
        }
        let instance = to_serde(claims).unwrap_or_default();
        // Masked: the answer names the rule, and does not repeat the value.
        let fault = |error: ValidationError<'_>| {
            Fault::new(format!("/claims{}", error.instance_path()), error.masked().to_string())
        };
        if work > MAX_WORK_FOR_ALL_FAULTS {
            faults.extend(self.validator.validate(&instance).err().map(fault));
        } else {
            faults.extend(self.validator.iter_errors(&instance).take(MAX_FAULTS).map(fault));
        }
        faults.truncate(MAX_FAULTS);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// The names of every member at any depth.
pub(super) fn names_in<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter() {
                names.insert(name);
                names_in(value, names);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| names_in(element, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// How many values and names there are, at any depth.
fn values_in(value: &Value) -> u64 {
    match value {
        Value::Object(object) => object.iter().map(|(_, value)| 1 + values_in(value)).sum::<u64>() + 1,
        Value::Array(elements) => elements.iter().map(values_in).sum::<u64>() + 1,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

fn check_names(value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter() {
                let pointer = format!("{pointer}/{}", escape(name));
                if let Err(error) = vocabulary::check_name(name) {
                    faults.push(name_fault(&pointer, error));
                }
                if faults.len() >= MAX_FAULTS {
                    return;
                }
                check_names(value, &pointer, faults);
            }
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                check_names(element, &format!("{pointer}/{at}"), faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn name_fault(pointer: &str, error: NameError) -> Fault {
    Fault::new(pointer, error.detail())
}

/// RFC 6901 §3.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The same value for the schema library. Numbers are doubles on both sides.
fn to_serde(value: &Value) -> Option<serde_json::Value> {
    serde_json::to_value(value).ok()
}

/// Walks a schema once: refuses what is not supported, gathers names, and weighs it.
struct Walk<'a> {
    definitions: Option<&'a Object>,
    weights: HashMap<&'a str, u64>,
    open: Vec<&'a str>,
    names: BTreeSet<String>,
    pointer: &'a str,
}

impl<'a> Walk<'a> {
    /// A schema that heavy is checked against 2,000 values at most ([`MAX_WORK`]).
    const MAX_WEIGHT: u64 = 5_000;

    /// Formats are small parsers, of up to half a microsecond.
    const FORMAT: u64 = 10;

    /// An expression of its own keeps tables of its own; hundreds of them no longer fit where they are quick.
    const PATTERN: u64 = 20;

    fn new(root: &'a Value, pointer: &'a str) -> Result<Self, Error> {
        let definitions = match root.as_object().and_then(|object| object.get("$defs")) {
            None => None,
            Some(Value::Object(definitions)) => Some(definitions),
            Some(_) => return Err(Error::refused(format!("{pointer}/$defs"), "must be an object")),
        };
        Ok(Self { definitions, weights: HashMap::new(), open: Vec::new(), names: BTreeSet::new(), pointer })
    }

    fn root(&mut self, root: &'a Value) -> Result<u64, Error> {
        let here = self.pointer.to_owned();
        let object = root.as_object().ok_or_else(|| Error::refused(&here, "must be an object"))?;
        if object.get("$schema").is_some_and(|uri| uri.as_str() != Some(SCHEMA_URI)) {
            return Err(Error::refused(format!("{here}/$schema"), format!("must be {SCHEMA_URI}")));
        }
        if object.get("type").and_then(Value::as_str) != Some("object") {
            return Err(Error::refused(format!("{here}/type"), "must be \"object\": claims are an object"));
        }
        // Also definitions that nothing refers to: they may be referred to tomorrow.
        for (name, _) in self.definitions.into_iter().flat_map(Object::iter) {
            self.definition(name, &here)?;
        }
        let weight = self.schema(root, &here, true)?;
        if weight > Self::MAX_WEIGHT {
            return Err(Error::refused(here, "is too large once its references are unfolded"));
        }
        Ok(weight)
    }

    fn definition(&mut self, name: &'a str, from: &str) -> Result<u64, Error> {
        if let Some(weight) = self.weights.get(name) {
            return Ok(*weight);
        }
        if self.open.contains(&name) {
            return Err(Error::refused(from, "refers to itself: recursive schemas are not supported"));
        }
        let schema = self.definitions.and_then(|definitions| definitions.get(name));
        let schema = schema.ok_or_else(|| Error::refused(from, "refers to a definition that does not exist"))?;
        self.open.push(name);
        let weight = self.schema(schema, &format!("{}/$defs/{}", self.pointer, escape(name)), false)?;
        self.open.pop();
        self.weights.insert(name, weight);
        Ok(weight)
    }

    /// The weight of one schema and all below it.
    fn schema(&mut self, schema: &'a Value, here: &str, is_root: bool) -> Result<u64, Error> {
        let object = match schema {
            Value::Bool(_) => return Ok(1),
            Value::Object(object) => object,
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(Error::refused(here, "must be a schema: an object, true or false"));
            }
        };
        let mut weight = 1_u64;
        for (keyword, value) in object.iter() {
            let at = format!("{here}/{}", escape(keyword));
            let below = match keyword {
                "$ref" => self.definition(
                    local_name(value).ok_or_else(|| {
                        Error::refused(&at, "must be of the form #/$defs/name: nothing is ever fetched")
                    })?,
                    &at,
                )?,
                "$defs" | "$schema" if is_root => 0,
                "properties" => {
                    self.property_names(value, &at)?;
                    self.each_member(value, &at)?
                }
                "patternProperties" => self.each_member(value, &at)?.saturating_add(members(value) * Self::PATTERN),
                "dependentSchemas" => self.each_member(value, &at)?,
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => self.each_element(value, &at)?,
                "items"
                | "additionalProperties"
                | "contains"
                | "not"
                | "if"
                | "then"
                | "else"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties" => self.schema(value, &at, false)?,
                // Each value or name in them is compared.
                "const" | "dependentRequired" | "enum" | "required" => values_in(value),
                "format" => Self::FORMAT,
                "pattern" => Self::PATTERN,
                known if KEYWORDS.contains(&known) || known.starts_with("x-") => 0,
                _ => return Err(Error::refused(at, "this keyword is not supported")),
            };
            weight = weight.saturating_add(below);
        }
        // These look at everything beside them a second time.
        let twice = ["unevaluatedItems", "unevaluatedProperties"].iter().any(|name| object.get(name).is_some());
        Ok(if twice { weight.saturating_mul(2) } else { weight })
    }

    fn each_member(&mut self, value: &'a Value, at: &str) -> Result<u64, Error> {
        let object = value.as_object().ok_or_else(|| Error::refused(at, "must be an object"))?;
        object.iter().try_fold(0_u64, |sum, (name, schema)| {
            Ok(sum.saturating_add(self.schema(schema, &format!("{at}/{}", escape(name)), false)?))
        })
    }

    fn each_element(&mut self, value: &'a Value, at: &str) -> Result<u64, Error> {
        let elements = value.as_array().ok_or_else(|| Error::refused(at, "must be an array"))?;
        elements.iter().enumerate().try_fold(0_u64, |sum, (index, schema)| {
            Ok(sum.saturating_add(self.schema(schema, &format!("{at}/{index}"), false)?))
        })
    }

    fn property_names(&mut self, value: &Value, at: &str) -> Result<(), Error> {
        for (name, _) in value.as_object().into_iter().flat_map(Object::iter) {
            vocabulary::check_name(name)
                .map_err(|error| Error::Refused(vec![name_fault(&format!("{at}/{}", escape(name)), error)]))?;
            self.names.insert(name.to_owned());
        }
        Ok(())
    }
}

fn members(value: &Value) -> u64 {
    value.as_object().map_or(0, Object::len) as u64
}

fn local_name(reference: &Value) -> Option<&str> {
    let name = reference.as_str()?.strip_prefix("#/$defs/")?;
    // Escapes would need decoding twice, as pointer and as URI; no definition needs such a name.
    (!name.is_empty() && !name.contains(['/', '~', '%'])).then_some(name)
}

/// Keywords of the 2020-12 vocabularies that hold no schema and cost next to nothing.
const KEYWORDS: [&str; 23] = [
    "$comment",
    "contentEncoding",
    "contentMediaType",
    "default",
    "deprecated",
    "description",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "readOnly",
    "title",
    "type",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(text: &str) -> Result<ClaimsSchema, Vec<Fault>> {
        ClaimsSchema::compile(text, "").map_err(|error| match error {
            Error::Refused(faults) => faults,
            other => panic!("{other}"),
        })
    }

    fn check(schema: &str, claims: &str) -> Result<(), Vec<String>> {
        let claims = parse(claims.as_bytes(), &Limits::REQUEST).unwrap();
        let faults = compile(schema).unwrap().check(&claims);
        faults
            .map_err(|faults| faults.into_iter().map(|fault| format!("{}: {}", fault.pointer, fault.detail)).collect())
    }

    const SCHEMA: &str = r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
        "required":["certificationId"],"additionalProperties":false,
        "properties":{"certificationId":{"type":"string","pattern":"^CERT-[0-9]+$"},"weight":{"type":"number","minimum":0},
            "on":{"type":"string","format":"date"},"parts":{"type":"array","items":{"$ref":"#/$defs/part"}}},
        "$defs":{"part":{"type":"object","properties":{"material":{"type":"string"}},"additionalProperties":false}}}"##;

    #[test]
    fn accepts_claims_that_keep_the_schema() {
        assert_eq!(
            check(
                SCHEMA,
                r#"{"certificationId":"CERT-001","weight":1.5,"on":"2026-11-23","parts":[{"material":"oak"}]}"#
            ),
            Ok(())
        );
        assert_eq!(
            compile(SCHEMA).unwrap().names().collect::<Vec<_>>(),
            ["certificationId", "material", "on", "parts", "weight"]
        );
    }

    #[test]
    fn names_each_fault_without_repeating_values() {
        for (claims, expected) in [
            ("{}", "/claims: \"certificationId\" is a required property"),
            (r#"{"certificationId":7}"#, "/claims/certificationId: value is not of type \"string\""),
            (r#"{"certificationId":"x"}"#, "/claims/certificationId: value does not match \"^CERT-[0-9]+$\""),
            (r#"{"certificationId":"CERT-1","weight":-1}"#, "/claims/weight: value is less than the minimum of 0"),
            (r#"{"certificationId":"CERT-1","on":"yesterday"}"#, "/claims/on: value is not a \"date\""),
            (
                r#"{"certificationId":"CERT-1","parts":[{"material":0}]}"#,
                "/claims/parts/0/material: value is not of type \"string\"",
            ),
            (
                r#"{"certificationId":"CERT-1","more":1}"#,
                "/claims: Additional properties are not allowed ('more' was unexpected)",
            ),
        ] {
            assert_eq!(check(SCHEMA, claims), Err(vec![expected.to_owned()]), "{claims}");
        }
    }

    #[test]
    fn refuses_names_with_another_meaning_at_any_depth() {
        let open = r#"{"type":"object"}"#;
        for (claims, pointer) in [
            (r#"{"id":"x"}"#, "/claims/id"),
            (r#"{"type":"x"}"#, "/claims/type"),
            (r#"{"@context":{}}"#, "/claims/@context"),
            (r#"{"a":[{"@id":"x"}]}"#, "/claims/a/0/@id"),
            (r#"{"a":{"b/c":1}}"#, "/claims/a/b~1c"),
            (r#"{"":1}"#, "/claims/"),
        ] {
            assert!(check(open, claims).unwrap_err()[0].starts_with(&format!("{pointer}: ")), "{claims}");
        }
    }

    fn all_of(times: usize, schema: &str) -> String {
        format!(r#"{{"type":"object","allOf":[{}true]}}"#, format!("{schema},").repeat(times))
    }

    /// Each level looks at the one below it twice.
    fn nested(depth: usize) -> String {
        let (open, close) = (r#"{"unevaluatedProperties":true,"allOf":["#, "]}");
        format!(r#"{{"type":"object","allOf":[{}true{}]}}"#, open.repeat(depth), close.repeat(depth))
    }

    #[test]
    fn accepts_what_is_just_light_enough() {
        for (schema, weight) in [
            (all_of(4_998, "true"), 5_000),
            (all_of(454, r#"{"format":"date"}"#), 4_996),
            (all_of(49, &format!(r#"{{"enum":[{}0]}}"#, "0,".repeat(99))), 5_000),
            (nested(9), 2_557),
        ] {
            assert_eq!(compile(&schema).map(|schema| schema.weight()), Ok(weight));
        }
    }

    #[test]
    fn checks_no_more_values_than_the_schema_allows() {
        let schema = all_of(998, "true");
        let claims = |values: usize| format!(r#"{{"a":[{}0]}}"#, "0,".repeat(values - 4));
        assert_eq!(check(&schema, &claims(10_000)), Ok(()));
        let expected = "/claims: too many values for a schema as large as this template's";
        assert_eq!(check(&schema, &claims(10_001)), Err(vec![expected.to_owned()]));
    }

    #[test]
    fn tells_one_fault_where_gathering_all_would_take_long() {
        let schema = all_of(98, r#"{"properties":{"a":{"items":{"type":"string"}}}}"#);
        let claims = |values: usize| format!(r#"{{"a":[{}0]}}"#, "0,".repeat(values - 4));
        assert_eq!(check(&schema, &claims(100)).unwrap_err().len(), MAX_FAULTS);
        assert_eq!(check(&schema, &claims(1_000)).unwrap_err().len(), 1);
    }

    #[test]
    fn refuses_schemas_that_fetch_recurse_explode_or_mislead() {
        let double = |n: u32| {
            format!(r##""d{n}":{{"anyOf":[{{"$ref":"#/$defs/d{m}"}},{{"$ref":"#/$defs/d{m}"}}]}},"##, m = n + 1)
        };
        let doubling = (0..20).map(double).collect::<Vec<_>>().concat();
        let doubling = format!(
            r##"{{"type":"object","properties":{{"a":{{"$ref":"#/$defs/d0"}}}},"$defs":{{{doubling}"d20":true}}}}"##
        );
        for (schema, pointer) in [
            ("[]", ""),
            ("{}", "/type"),
            ("{", ""),
            (r#"{"type":"object","type":"object"}"#, ""),
            (r#"{"type":"array"}"#, "/type"),
            (r#"{"type":"object","$schema":"http://json-schema.org/draft-07/schema#"}"#, "/$schema"),
            (r#"{"type":"object","$id":"https://a.example"}"#, "/$id"),
            (r##"{"type":"object","$dynamicRef":"#a"}"##, "/$dynamicRef"),
            (r#"{"type":"object","properties":{"a":{"$ref":"https://a.example/s"}}}"#, "/properties/a/$ref"),
            (r#"{"type":"object","properties":{"a":{"$ref":"file:///etc/passwd"}}}"#, "/properties/a/$ref"),
            (r##"{"type":"object","properties":{"a":{"$ref":"#"}}}"##, "/properties/a/$ref"),
            (r##"{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}}}"##, "/properties/a/$ref"),
            (r##"{"type":"object","$defs":{"a":{"not":{"$ref":"#/$defs/a"}}}}"##, "/$defs/a/not/$ref"),
            (
                r##"{"type":"object","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"items":{"$ref":"#/$defs/a"}}}}"##,
                "/$defs/b/items/$ref",
            ),
            (r#"{"type":"object","propertys":{}}"#, "/propertys"),
            (r#"{"type":"object","properties":{"id":true}}"#, "/properties/id"),
            (r#"{"type":"object","properties":{"a":{"properties":{"@type":true}}}}"#, "/properties/a/properties/@type"),
            (r#"{"type":"object","properties":{"a":{"pattern":"("}}}"#, "/properties/a/pattern"),
            (r#"{"type":"object","properties":{"a":{"pattern":"(a{1000}){1000}"}}}"#, "/properties/a/pattern"),
            (r#"{"type":"object","properties":{"a":{"format":"colour"}}}"#, "/properties/a"),
            (r#"{"type":"object","properties":{"a":{"type":"text"}}}"#, "/properties/a/type"),
            (r#"{"type":"object","properties":{"a":1}}"#, "/properties/a"),
            (&doubling, ""),
            (&all_of(5_000, "true"), ""),
            (&all_of(1_000, r#"{"format":"date"}"#), ""),
            (&all_of(500, r#"{"pattern":"a"}"#), ""),
            (&all_of(500, r#"{"patternProperties":{"a":true}}"#), ""),
            (&all_of(50, &format!(r#"{{"enum":[{}0]}}"#, "0,".repeat(100))), ""),
            (&all_of(50, &format!(r#"{{"const":{{"a":[{}0]}}}}"#, "0,".repeat(100))), ""),
            (&all_of(50, &format!(r#"{{"required":[{}"b"]}}"#, r#""a","#.repeat(100))), ""),
            (&all_of(50, &format!(r#"{{"dependentRequired":{{"a":[{}"b"]}}}}"#, r#""a","#.repeat(100))), ""),
            (&nested(10), ""),
        ] {
            let faults = compile(schema).map(|_| ()).unwrap_err();
            assert!(
                faults[0].pointer.starts_with(pointer) && (!pointer.is_empty() || faults[0].pointer.is_empty()),
                "{schema}: {faults:?}"
            );
        }
    }

    #[test]
    fn patterns_are_linear() {
        let schema = r#"{"type":"object","properties":{"a":{"pattern":"^(a+)+$"}}}"#;
        let claims = format!(r#"{{"a":"{}b"}}"#, "a".repeat(60_000));
        assert!(check(schema, &claims).is_err());
    }
}
