//! The UN's samples against the UN's schemas, through the whole verifier.

use proofpass::json::{Object, Value};
use proofpass::verify::{CheckName, Code, Request};

use crate::object;
use crate::own::{NOW, key, signed};
use crate::third_party::folder;

const URL: &str = "https://example.com/untp/schema";

/// The code and the pointer of the check `schema` for a sample that we sign and that names `schema`.
fn judge(sample: &Object, schema: &str) -> (Code, Option<String>) {
    let entry = Object::new().with("id", URL).with("type", "JsonSchema");
    let mut credential = sample.clone().with("credentialSchema", entry);
    // The samples' issuers are not ours to sign for; that is another check.
    let issuer = credential.get("issuer").and_then(Value::as_object).cloned().unwrap_or_default();
    credential.insert("issuer", issuer.with("id", key().public_key().did_key()));
    credential.remove("proof");
    let entry = Object::new().with("schema", schema).with("from", URL).with("at", NOW);
    let material = Object::new().with("schemas", vec![Value::from(entry)]);
    let options = Object::new().with("now", NOW).with("material", material);
    let document = signed(credential).to_string().into_bytes();
    let report = Request::with_options(document, &options.into(), None).unwrap().report();
    let check = report.checks().find(|check| check.name() == CheckName::Schema).unwrap();
    (check.code(), check.pointer().map(str::to_owned))
}

#[test]
fn samples_of_the_un_keep_their_schemas_until_they_are_changed() {
    let Some(folder) = folder("untp-0.6.1") else { return };
    for name in ["dpp", "dcc", "dfr", "dia", "dte"] {
        let artefacts = folder.join(format!("data-models/untp-{name}/artefacts"));
        let read = |kind: &str| std::fs::read(artefacts.join(format!("untp-{name}-{kind}.json"))).unwrap();
        let (sample, schema) = (object(&read("instance")), String::from_utf8(read("schema")).unwrap());
        assert_eq!(judge(&sample, &schema), (Code::SchemaSatisfied, None), "{name}");
        for (member, value, pointer) in [
            ("type", Value::from(vec![Value::from("VerifiableCredential")]), "/type"),
            ("credentialSubject", Object::new().with("type", "Other").into(), "/credentialSubject"),
        ] {
            let (code, found) = judge(&sample.clone().with(member, value), &schema);
            assert_eq!(code, Code::SchemaViolated, "{name} {member}");
            assert!(found.is_some_and(|found| found.starts_with(pointer)), "{name} {member}");
        }
    }
}
