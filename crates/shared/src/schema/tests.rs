use proptest::prelude::*;

use super::*;
use crate::json::{Limits, parse};

const FROM: &str = "https://a.example/schema";
const WORK: u64 = 10_000_000;
const DRAFT: &str = r#""$schema":"https://json-schema.org/draft/2020-12/schema""#;

fn read_json(text: &str) -> json::Value {
    parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
}

fn compile_with(text: &str, others: &[(&str, &str)]) -> Result<JsonSchema, SchemaError> {
    let others: Vec<_> = others.iter().map(|(url, text)| (*url, read_json(text))).collect();
    JsonSchema::compile(&read_json(text), FROM, WORK, |url| {
        others.iter().find(|(known, _)| *known == url).map(|(_, document)| document)
    })
}

/// A schema of draft 2020-12 with these members.
fn compile(members: &str) -> Result<JsonSchema, SchemaError> {
    compile_with(&format!("{{{DRAFT}{}{members}}}", if members.is_empty() { "" } else { "," }), &[])
}

fn instance(text: &str) -> Instance {
    Instance::new(read_json(text).as_object().unwrap()).unwrap()
}

fn check(members: &str, document: &str) -> Result<(), Option<String>> {
    compile(members).unwrap().check(&instance(document)).map_err(|violation| violation.pointer)
}

/// A pointer.
fn at(pointer: &str) -> Result<(), Option<String>> {
    Err(Some(pointer.to_owned()))
}

#[test]
fn points_at_the_first_claim_that_breaks_the_schema() {
    let schema = r#""required":["a"],"properties":{"a":{"type":"object","properties":{"b":{"items":{"type":"integer"}}},"additionalProperties":false}}"#;
    for (document, expected) in [
        (r#"{"a":{"b":[1,2]}}"#, Ok(())),
        (r#"{"a":{"b":[1,2.0]},"more":1}"#, Ok(())),
        ("{}", at("")),
        (r#"{"a":1}"#, at("/a")),
        (r#"{"a":{"b":[1,"x",0.5]}}"#, at("/a/b/1")),
        (r#"{"a":{"b":[],"c":1}}"#, at("/a")),
    ] {
        assert_eq!(check(schema, document), expected, "{document}");
    }
}

#[test]
fn repeats_no_name_that_is_not_a_plain_word() {
    let schema = r#""additionalProperties":{"additionalProperties":{"type":"string"}}"#;
    for (name, shown) in [
        ("unitOfMeasure", "/a/unitOfMeasure"),
        ("@type", "/a/@type"),
        ("<b>", "/a"),
        ("call 555", "/a"),
        ("\u{202e}", "/a"),
        ("a/b", "/a"),
        (&"x".repeat(65), "/a"),
    ] {
        let document = json::Object::new().with("a", json::Object::new().with(name, 1));
        assert_eq!(check(schema, &document.to_string()), at(shown), "{name}");
    }
}

#[test]
fn numbers_are_what_they_were_written_as() {
    let integer = r#""properties":{"n":{"type":"integer","maximum":9007199254740991}}"#;
    for (number, fits) in [
        ("0", true),
        ("-0", true),
        ("1.0", true),
        ("-9007199254740991", true),
        ("9007199254740991", true),
        ("9007199254740992", false),
        ("1e21", false),
        ("1.5", false),
        ("5e-324", false),
    ] {
        assert_eq!(check(integer, &format!(r#"{{"n":{number}}}"#)).is_ok(), fits, "{number}");
    }
    let constant = r#""properties":{"n":{"enum":[1e21,0.1]}}"#;
    for (number, fits) in [("1000000000000000000000", true), ("0.1", true), ("0.10000000000000002", false)] {
        assert_eq!(check(constant, &format!(r#"{{"n":{number}}}"#)).is_ok(), fits, "{number}");
    }
}

#[test]
fn a_format_is_an_annotation() {
    assert_eq!(check(r#""properties":{"a":{"format":"email"}}"#, r#"{"a":"no address"}"#), Ok(()));
}

#[test]
fn reads_three_drafts_and_no_other() {
    for (uri, expected) in [
        ("https://json-schema.org/draft/2020-12/schema", None),
        ("https://json-schema.org/draft/2020-12/schema#", None),
        ("https://json-schema.org/draft/2019-09/schema", None),
        ("http://json-schema.org/draft-07/schema#", None),
        ("http://json-schema.org/draft-07/schema", None),
        ("http://json-schema.org/draft-06/schema#", Some(SchemaError::Unsupported)),
        ("http://json-schema.org/draft-04/schema#", Some(SchemaError::Unsupported)),
        ("https://a.example/my-own-draft", Some(SchemaError::Unsupported)),
        ("", Some(SchemaError::Unsupported)),
    ] {
        let compiled = compile_with(&format!(r#"{{"$schema":"{uri}"}}"#), &[]);
        assert_eq!(compiled.err(), expected, "{uri}");
    }
    // A list of items means something else since 2020-12.
    let tuple = |uri: &str| format!(r#"{{"$schema":"{uri}","properties":{{"a":{{"items":[true,false]}}}}}}"#);
    let draft_7 = compile_with(&tuple("http://json-schema.org/draft-07/schema#"), &[]).unwrap();
    assert!(draft_7.check(&instance(r#"{"a":[1]}"#)).is_ok());
    assert!(draft_7.check(&instance(r#"{"a":[1,2]}"#)).is_err());
    assert_eq!(compile_with(&tuple(DRAFTS[0].0), &[]).err(), Some(SchemaError::Invalid));
}

#[test]
fn refuses_what_is_no_schema_of_its_draft() {
    for (text, error) in [
        ("{}", SchemaError::Invalid),
        ("[]", SchemaError::Invalid),
        ("true", SchemaError::Invalid),
        (r#"{"$schema":1}"#, SchemaError::Invalid),
        (r#"{"$schema":null}"#, SchemaError::Invalid),
    ] {
        assert_eq!(compile_with(text, &[]).err(), Some(error), "{text}");
    }
    for members in [
        r#""type":"text""#,
        r#""type":7"#,
        r#""properties":[]"#,
        r#""properties":{"a":1}"#,
        r#""allOf":[]"#,
        r#""required":"a""#,
        r#""minimum":"0""#,
        r#""$id":7"#,
        r#""$id":"http://[""#,
        r##""$ref":"#/$defs/none""##,
        r##""$ref":"#none""##,
        r#""$ref":7"#,
        r#""$ref":"http://[""#,
        r#""pattern":7"#,
    ] {
        assert_eq!(compile(members).err(), Some(SchemaError::Invalid), "{members}");
    }
}

#[test]
fn leaves_what_it_does_not_know_unchecked() {
    for members in [
        r##""$dynamicRef":"#a""##,
        r##""properties":{"a":{"$recursiveRef":"#"}}"##,
        r#""$ref":"https://json-schema.org/draft/2020-12/schema""#,
        r#""pattern":"(?=a)b""#,
        r#""pattern":"(a)\\1""#,
        r#""patternProperties":{"(?<!a)b":true}"#,
        r#""pattern":"(""#,
    ] {
        assert_eq!(compile(members).err(), Some(SchemaError::Unsupported), "{members}");
    }
}

#[test]
fn references_lead_within_and_to_what_is_at_hand() {
    let other = r#"{"$defs":{"short":{"$anchor":"short","maxLength":1}}}"#;
    let others =
        [("https://a.example/other", other), ("https://b.example/x", r#"{"$ref":"https://a.example/other#short"}"#)];
    for reference in [
        "https://a.example/other#/$defs/short",
        "https://a.example/other#short",
        "other#short",
        "/other#/$defs/short",
        "https://b.example/x",
        "#/$defs/local",
        "#local",
        "schema#local",
        "embedded",
    ] {
        let schema = format!(
            r#"{{{DRAFT},"properties":{{"a":{{"$ref":"{reference}"}}}},
                "$defs":{{"local":{{"$anchor":"local","maxLength":1}},"e":{{"$id":"embedded","maxLength":1}}}}}}"#
        );
        let schema = compile_with(&schema, &others).unwrap();
        assert_eq!(schema.check(&instance(r#"{"a":"x"}"#)), Ok(()), "{reference}");
        assert!(schema.check(&instance(r#"{"a":"xy"}"#)).is_err(), "{reference}");
    }
    for reference in ["https://c.example/", "none", "urn:x:y", "file:///etc/passwd", "http://a.example/other"] {
        let compiled = compile_with(&format!(r#"{{{DRAFT},"$ref":"{reference}"}}"#), &others);
        assert_eq!(compiled.err(), Some(SchemaError::Unresolved), "{reference}");
    }
    // The base is the schema's own word, where it has one.
    let moved = format!(r#"{{{DRAFT},"$id":"https://b.example/schema","$ref":"x"}}"#);
    assert!(compile_with(&moved, &others).unwrap().check(&instance("{}")).is_ok());
}

#[test]
fn a_document_of_another_draft_is_not_mixed_in() {
    let others = [("https://a.example/other", r#"{"$schema":"http://json-schema.org/draft-07/schema#"}"#)];
    let compiled = compile_with(&format!(r#"{{{DRAFT},"$ref":"other"}}"#), &others);
    assert_eq!(compiled.err(), Some(SchemaError::Unsupported));
}

#[test]
fn a_schema_may_be_as_recursive_as_its_documents() {
    let tree = r##""type":"object","properties":{"parts":{"items":{"$ref":"#"}},"n":{"type":"integer"}}"##;
    assert_eq!(check(tree, r#"{"n":1,"parts":[{"n":2,"parts":[{"n":3}]}]}"#), Ok(()));
    assert_eq!(check(tree, r#"{"n":1,"parts":[{"n":2,"parts":[{"n":"3"}]}]}"#), at("/parts/0/parts/0/n"));
}

#[test]
fn a_loop_without_a_step_ends() {
    for members in [
        r##""$ref":"#""##,
        r##""allOf":[{"$ref":"#"}]"##,
        r##""properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}"##,
        r##""if":{"$ref":"#"}"##,
        r##""dependentSchemas":{"a":{"$ref":"#"}}"##,
    ] {
        assert_eq!(compile(members).err(), Some(SchemaError::Invalid), "{members}");
    }
}

/// The most looks at a document, in hundreds.
fn hundreds_of_looks(members: &str, document: &str) -> Option<u64> {
    compile(members).unwrap().work(&instance(document)).map(|work| work / 100)
}

fn nested_document(depth: usize) -> String {
    format!("{}{}", r#"{"a":"#.repeat(depth - 1), format_args!("{{}}{}", "}".repeat(depth - 1)))
}

#[test]
fn counts_looks_before_it_looks() {
    let list = |values: usize| format!(r#"{{"a":[{}0]}}"#, "0,".repeat(values - 1));
    // One of many properties is looked at, and each of several schemas.
    let properties: Vec<_> = (0..1000).map(|n| format!(r#""p{n}":{{"type":"string"}}"#)).collect();
    let properties = format!(r#""properties":{{{}}}"#, properties.join(","));
    assert_eq!(hundreds_of_looks(&properties, &list(10_000)), Some(0));
    let all = format!(r#""properties":{{"a":{{"items":{{"allOf":[{}true]}}}}}}"#, "true,".repeat(98));
    assert_eq!(hundreds_of_looks(&all, &list(10_000)), Some(10_000));
    // What branches at every level is found out, however small it is.
    let twice = r##""anyOf":[{"additionalProperties":{"$ref":"#"}},{"additionalProperties":{"$ref":"#"}}]"##;
    assert_eq!(hundreds_of_looks(twice, &nested_document(10)), Some(81));
    assert!(hundreds_of_looks(twice, &nested_document(60)).is_some_and(|looks| looks > 1 << 50));
    let unevaluated = r##""additionalProperties":{"$ref":"#"},"unevaluatedProperties":true"##;
    assert!(hundreds_of_looks(unevaluated, &nested_document(60)).is_some_and(|looks| looks > 1 << 40));
    // Long text counts for more, most of all where a pattern reads it.
    let text = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes));
    let pattern = |pattern: &str| format!(r#""properties":{{"a":{{"pattern":"{pattern}"}}}}"#);
    assert_eq!(hundreds_of_looks(&pattern("^x*$"), &text(32_000)), Some(330));
    assert_eq!(hundreds_of_looks(&pattern("^(x?){1000}y"), &text(32_000)), Some(90_480));
}

#[test]
fn documents_and_schemas_made_to_be_slow_are_checked_or_found_out() {
    let documents = [
        format!(r#"{{"a":[{}0]}}"#, "0,".repeat(100_000)),
        format!(
            r#"{{"a":[{}{{}}]}}"#,
            (0..20_000).map(|n| format!(r#"{{"a":[{n},{{"b":[]}}]}},"#)).collect::<Vec<_>>().concat()
        ),
        format!(r#"{{"a":"{}"}}"#, "ab".repeat(100_000)),
        format!(
            r#"{{"a":{{{}"z":0}}}}"#,
            (0..20_000).map(|n| format!(r#""{n:05}":{n},"#)).collect::<Vec<_>>().concat()
        ),
        nested_document(60),
    ];
    let many = |times: usize, schema: &str| format!(r#""allOf":[{}true]"#, format!("{schema},").repeat(times));
    let schemas = [
        r#""properties":{"a":{"uniqueItems":true}}"#.to_owned(),
        many(50, r#"{"properties":{"a":{"items":{"type":"string"}}}}"#),
        many(20, r#"{"properties":{"a":{"uniqueItems":true}}}"#),
        many(5, r#"{"properties":{"a":{"pattern":"(a?b?){200}c"}}}"#),
        many(5, r#"{"properties":{"a":{"patternProperties":{"(0?1?){100}x":false}}}}"#),
        many(20, r#"{"properties":{"a":{"unevaluatedProperties":{"type":"string"}}}}"#),
        many(20, r#"{"properties":{"a":{"contains":{"type":"string"}}}}"#),
        many(20, r#"{"anyOf":[{"properties":{"a":{"items":false}}},{"properties":{"a":{"minItems":1000000}}}]}"#),
        many(20, r#"{"properties":{"a":{"propertyNames":{"minLength":6}}}}"#),
    ];
    for members in &schemas {
        let schema = compile(members).unwrap();
        for document in &documents {
            let instance = instance(document);
            // A million looks: a moment, even without optimization.
            if schema.work(&instance).is_some_and(|work| work < 1_000_000) {
                let _ = schema.check(&instance);
            }
        }
    }
}

#[test]
fn compiles_in_bounded_time_and_stack() {
    let chain = |length: usize| {
        let links: Vec<_> = (0..length).map(|n| format!(r##""d{n}":{{"$ref":"#/$defs/d{}"}}"##, n + 1)).collect();
        format!(r##""$ref":"#/$defs/d0","$defs":{{{},"d{length}":true}}"##, links.join(","))
    };
    assert!(compile(&chain(300)).unwrap().work(&instance("{}")).is_some());
    assert!(compile(&chain(4_000)).unwrap().work(&instance("{}")).is_none(), "nests too deep");
    let doubling: Vec<_> = (0..60)
        .map(|n| format!(r##""d{n}":{{"anyOf":[{{"$ref":"#/$defs/d{m}"}},{{"$ref":"#/$defs/d{m}"}}]}}"##, m = n + 1))
        .collect();
    let doubling = format!(r##""$ref":"#/$defs/d0","$defs":{{{},"d60":true}}"##, doubling.join(","));
    assert!(compile(&doubling).unwrap().work(&instance("{}")).unwrap() > 1 << 60);
    let nested =
        |depth: usize| format!("{}true{}", r#""not":{"#.repeat(depth - 1) + r#""not":"#, "}".repeat(depth - 1));
    assert!(compile(&nested(60)).unwrap().check(&instance("{}")).is_ok());
    // Every identifier of its own is one more way to each schema.
    let mesh = |size: usize| {
        let refs: Vec<_> = (0..size).map(|n| format!(r#"{{"properties":{{"x":{{"$ref":"e{n}"}}}}}}"#)).collect();
        let all: Vec<_> =
            (0..size).map(|n| format!(r#""e{n}":{{"$id":"e{n}","allOf":[{}]}}"#, refs.join(","))).collect();
        format!(r#""$ref":"e0","$defs":{{{}}}"#, all.join(","))
    };
    assert!(compile(&mesh(4)).is_ok());
    assert_eq!(compile(&mesh(5)).err(), Some(SchemaError::TooLarge));
    let many = |times: usize| {
        let patterns: Vec<_> = (0..times).map(|n| format!(r#"{{"pattern":"^({n}|[a-z]{{100}}){{10}}$"}}"#)).collect();
        format!(r#""allOf":[{}]"#, patterns.join(","))
    };
    assert!(compile(&many(50)).is_ok());
    assert_eq!(compile(&many(500)).err(), Some(SchemaError::TooLarge));
    let large = format!(r#""enum":[{}0]"#, "0,".repeat(20_000));
    assert_eq!(compile(&large).err(), Some(SchemaError::TooLarge));
    for pattern in ["(a{1000}){1000}", "(?:[a-z]{100}){100}", r"\\p{L}{1000}"] {
        let compiled = compile(&format!(r#""pattern":"{pattern}""#));
        assert!(matches!(compiled, Err(SchemaError::TooLarge | SchemaError::Unsupported)), "{pattern}: {compiled:?}");
    }
}

/// Keywords with values of any kind, right or wrong, nested at will.
fn arb_schema() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just("#"),
        Just("#/$defs/a"),
        Just("#a"),
        Just("a"),
        Just("https://a.example/schema"),
        Just("^a+$"),
        Just("(a{9}){9}"),
        Just("string"),
        Just("object"),
        Just("\\u0000"),
        Just("http://["),
        Just(""),
    ];
    let leaf = prop_oneof![
        any::<bool>().prop_map(|flag| flag.to_string()),
        (-3..9_i32).prop_map(|number| number.to_string()),
        Just("1e308".to_owned()),
        Just("0.1".to_owned()),
        Just("null".to_owned()),
        text.prop_map(|text| format!(r#""{text}""#)),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let keyword = prop::sample::select(vec![
            "$anchor",
            "$defs",
            "$dynamicAnchor",
            "$id",
            "$ref",
            "a",
            "additionalProperties",
            "allOf",
            "anyOf",
            "const",
            "contains",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "else",
            "enum",
            "if",
            "items",
            "maxContains",
            "maximum",
            "minContains",
            "minItems",
            "minLength",
            "multipleOf",
            "not",
            "oneOf",
            "pattern",
            "patternProperties",
            "prefixItems",
            "properties",
            "propertyNames",
            "required",
            "then",
            "type",
            "unevaluatedItems",
            "unevaluatedProperties",
            "uniqueItems",
        ]);
        let object = prop::collection::btree_map(keyword, inner.clone(), 0..4).prop_map(|members| {
            let members: Vec<_> = members.into_iter().map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
            format!("{{{}}}", members.join(","))
        });
        let array = prop::collection::vec(inner, 0..4).prop_map(|elements| format!("[{}]", elements.join(",")));
        prop_oneof![4 => object, 1 => array]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_schema_is_used_or_refused(schema in arb_schema(), draft in 0..3_usize, document in arb_schema()) {
        let Some(json::Value::Object(schema)) = parse(schema.as_bytes(), &Limits::DOCUMENT).ok() else { return Ok(()) };
        let schema = schema.with("$schema", DRAFTS[draft].0);
        let Ok(schema) = compile_with(&schema.to_string(), &[]) else { return Ok(()) };
        let instance = instance(&format!(r#"{{"a":{document}}}"#));
        if schema.work(&instance).is_some_and(|work| work < 100_000) {
            let _ = schema.check(&instance);
        }
    }
}
