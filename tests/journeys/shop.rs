//! An organisation with everything it needs to issue, made by the commands.

use harness::{Database, Proofpass};
use proofpass::json::{Limits, Object, Value, parse};

/// What a program of the organisation knows.
pub(crate) struct Shop {
    /// Its API key.
    pub(crate) key: String,
    /// Its template.
    pub(crate) template: String,
}

impl Shop {
    /// Opens one.
    pub(crate) fn open(program: &Proofpass) -> Self {
        let organization =
            text(&object(&program.ok(["organizations", "create", "--name", "Acme GmbH", "--json"])), "id");
        let of = ["--organization", &organization, "--json"];
        program.ok([&["keys", "issuer", "create"][..], &of].concat());
        let key = object(&program.ok([&["keys", "api", "create", "--name", "shop"][..], &of].concat()));
        let schema = std::env::temp_dir().join(format!("proofpass-shop-{}", std::process::id()));
        std::fs::write(&schema, r#"{"type":"object"}"#).unwrap();
        let new = ["templates", "create", "--name", "Product", "--type", "T", "--schema", schema.to_str().unwrap()];
        let template = object(&program.ok([&new[..], &of].concat()));
        Self { key: text(&key, "key"), template: text(&template, "id") }
    }

    /// The whole text of a request to issue.
    pub(crate) fn request(&self) -> String {
        let body = format!(
            r#"{{"templateId":"{}","subject":{{"id":"PROD-123","type":"Product"}},"claims":{{"certificationId":"CERT-001"}}}}"#,
            self.template
        );
        format!(
            "POST /api/v1/attestations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
             x-api-key: {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.key,
            body.len()
        )
    }
}

/// How many credentials it has issued.
pub(crate) async fn issued(database: &Database) -> i64 {
    database.count("select count(*) from attestations").await
}

pub(crate) fn object(text: &str) -> Object {
    match parse(text.as_bytes(), &Limits::DOCUMENT) {
        Ok(Value::Object(object)) => object,
        other => panic!("{other:?}: {text}"),
    }
}

pub(crate) fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}: {object}")).to_owned()
}
