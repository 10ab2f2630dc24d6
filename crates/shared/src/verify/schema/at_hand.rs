//! The rest of the check, for a schema that is at hand.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::{Finding, Instance};
use crate::credential::SignedCredential;
use crate::json::{Object, Value};
use crate::schema::{IntegrityError, JsonSchema, SchemaError, Violation, check_integrity, names_a_digest};
use crate::verify::material::{Fetched, Schema};
use crate::verify::{Check, CheckName, Code, Outcome, Verifier};

/// What has been compiled so far, and what all the schemas of a bundle may still cost together, in looks.
#[derive(Debug)]
pub(in crate::verify) struct Schemas {
    work: Cell<u64>,
    compiled: RefCell<HashMap<(String, Kind), Compiled>>,
}

/// Shared by all the credentials that name it.
type Compiled = Rc<Result<JsonSchema, Code>>;

/// Looks for one bundle: about a second, and a thousand of the UN's sample passports.
const MAX_WORK: u64 = 30_000_000;

/// Looks that reading an entry costs at the least.
const ENTRY: u64 = 100;

/// Proofs of a credential that holds a schema.
const MAX_PROOFS: usize = 8;

/// What a credential that holds a schema must pass (§4.1).
const HELD: [CheckName; 4] = [CheckName::Structure, CheckName::Proof, CheckName::Issuer, CheckName::Validity];

/// What the `credentialSchema` of a credential that holds a schema must be (§2.2), by its present and its former name. What
/// it asks for is checked here ([`held_schema`]).
const META_SCHEMAS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/json-schema/v2.json",
    "https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json",
];

/// The two types of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    JsonSchema,
    JsonSchemaCredential,
}

impl Default for Schemas {
    fn default() -> Self {
        Self { work: Cell::new(MAX_WORK), compiled: RefCell::default() }
    }
}

impl Schemas {
    /// Takes work from what is left; when there is too little of it, there is none any more.
    fn spend(&self, work: Option<u64>) -> Result<(), Finding> {
        let left = work.and_then(|work| self.work.get().checked_sub(work));
        self.work.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or((Code::SchemaTooLarge, None))
    }
}

impl Verifier<'_> {
    pub(super) fn schema_at_hand(
        &self,
        credential: &SignedCredential,
        instance: &mut Option<Instance>,
        entry: &Object,
        schema: &Fetched<Schema>,
    ) -> Result<(), Finding> {
        let kind = kind(entry).ok_or((Code::SchemaUnsupported, None))?;
        self.schemas.spend(Some(ENTRY))?;
        // (2)
        if names_a_digest(entry) {
            // An object is what a reader made of the bytes, and not the bytes.
            let text = schema.text().ok_or((Code::SchemaUnresolved, None))?;
            self.schemas.spend(Some(text.len() as u64 / 8))?;
            check_integrity(entry, text.as_bytes()).map_err(|error| match error {
                IntegrityError::Mismatch => (Code::SchemaInvalid, None),
                IntegrityError::Unsupported => (Code::SchemaUnsupported, None),
            })?;
        }
        // (3)
        let compiled = self.compiled(schema, kind);
        let json_schema = compiled.as_ref().as_ref().map_err(|code| (*code, None))?;
        // (4)
        if instance.is_none() {
            *instance = instance_of(credential);
        }
        let instance = instance.as_ref().ok_or((Code::SchemaTooLarge, None))?;
        self.schemas.spend(json_schema.work(instance))?;
        json_schema.check(instance).map_err(|Violation { pointer }| (Code::SchemaViolated, pointer))
    }

    fn compiled(&self, schema: &Fetched<Schema>, kind: Kind) -> Compiled {
        let key = (schema.from().to_owned(), kind);
        if let Some(compiled) = self.schemas.compiled.borrow().get(&key) {
            return Rc::clone(compiled);
        }
        let compiled = Rc::new(self.compile(schema, kind));
        self.schemas.compiled.borrow_mut().insert(key, Rc::clone(&compiled));
        compiled
    }

    fn compile(&self, schema: &Fetched<Schema>, kind: Kind) -> Result<JsonSchema, Code> {
        let document = schema.document().ok_or(Code::SchemaInvalid)?;
        let document = match kind {
            Kind::JsonSchema => document,
            Kind::JsonSchemaCredential => self.held_schema(document)?,
        };
        let at_hand = |url: &str| {
            let fresh = |schema: &&Fetched<Schema>| !self.policy.is_stale(schema.at(), self.now);
            self.material.schema(url).filter(fresh)?.document()
        };
        // What is spent is spent for all the schemas of a bundle.
        let work = self.schemas.work.get();
        let compiled = JsonSchema::compile(document, schema.from(), work, at_hand).map_err(|error| match error {
            SchemaError::Invalid => Code::SchemaInvalid,
            SchemaError::TooLarge => Code::SchemaTooLarge,
            SchemaError::Unresolved => Code::SchemaUnresolved,
            SchemaError::Unsupported => Code::SchemaUnsupported,
        })?;
        self.schemas.spend(Some(compiled.cost())).map_err(|(code, _)| code)?;
        Ok(compiled)
    }

    /// The schema inside a credential of type `JsonSchemaCredential`, if that credential verifies. Its own
    /// `credentialSchema` is always the same (§2.2) and says no more than what is checked here.
    fn held_schema<'d>(&self, document: &'d Value) -> Result<&'d Value, Code> {
        let object = document.as_object().ok_or(Code::SchemaInvalid)?;
        let credential = SignedCredential::new(object.clone());
        let is_meta = |entry: &Value| {
            let entry = entry.as_object();
            let text = |name: &str| entry.and_then(|entry| entry.get(name)?.as_str());
            text("type") == Some("JsonSchema") && text("id").is_some_and(|id| META_SCHEMAS.contains(&id))
        };
        let Some([Value::Object(subject)]) = object.get("credentialSubject").map(Value::as_set) else {
            return Err(Code::SchemaInvalid);
        };
        let types = subject.get("type").map_or(&[][..], Value::as_set);
        let held = subject.get("jsonSchema").filter(|schema| schema.as_object().is_some());
        let right = credential.types().any(|name| name == "JsonSchemaCredential")
            && types.iter().any(|name| name.as_str() == Some("JsonSchema"))
            && matches!(credential.set("credentialSchema"), [entry] if is_meta(entry));
        let held = held.filter(|_| right).ok_or(Code::SchemaInvalid)?;
        if credential.set("proof").len() > MAX_PROOFS {
            return Err(Code::SchemaTooLarge);
        }
        // This leads here once more and no further: what the credential names as its own schema is a plain one.
        let report = self.credential(&credential);
        for code in report.checks().iter().filter(|check| HELD.contains(&check.name())).map(Check::code) {
            match (code.outcome(), code) {
                (Outcome::Pass, _) => {}
                (Outcome::Fail, _) => return Err(Code::SchemaInvalid),
                (Outcome::NotChecked, Code::KeyStale) => return Err(Code::SchemaStale),
                (Outcome::NotChecked, Code::ContextUnknown | Code::KeyUnresolved) => {
                    return Err(Code::SchemaUnresolved);
                }
                (Outcome::NotChecked, Code::TooManyContexts | Code::TooMuchWork) => return Err(Code::SchemaTooLarge),
                (Outcome::NotChecked, _) => return Err(Code::SchemaUnsupported),
            }
        }
        Ok(held)
    }
}

/// The type of an entry, if it is one of those that this specification knows.
fn kind(entry: &Object) -> Option<Kind> {
    entry.get("type").map_or(&[][..], Value::as_set).iter().find_map(|name| match name.as_str() {
        Some("JsonSchema") => Some(Kind::JsonSchema),
        Some("JsonSchemaCredential") => Some(Kind::JsonSchemaCredential),
        _ => None,
    })
}

/// The credential as its issuer held it against the schema: before it was signed.
fn instance_of(credential: &SignedCredential) -> Option<Instance> {
    let mut unsecured = credential.object().clone();
    unsecured.remove("proof");
    Instance::new(&unsecured)
}
