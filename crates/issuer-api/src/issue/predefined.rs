//! The templates that every organisation has, and the names of templates.
//!
//! In scope: what they say, which is in the binary; that they are named by a word where others are named by a UUID; claims
//! that come under another name than a credential can give them. Out of scope: templates of organisations (`template`).
//!
//! Each organisation has a row of its own for each that it issued from, whose key is made from both names (RFC 9562,
//! §5.8), so that the key is known before there is a row.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use proofpass::json::{self, Limits, Object, Value, parse};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::display::{Claim, Display};
use super::{Error, Fault, PublicUrl};
use crate::id::{IdError, OrganizationId, TemplateId};
use crate::store::template_versions::Content;

/// A template that every organisation has.
#[derive(Debug)]
pub struct Predefined {
    /// Its name, where others have a UUID.
    pub id: String,
    /// How it looks.
    pub display: Display,
    /// Its claims in order.
    pub claims: Vec<Claim>,
    /// What it says, as a template of an organisation would.
    pub content: Content,
    renamed: Vec<Renamed>,
}

/// A claim that a credential cannot have under the name it comes with: there, `type` and `id` mean something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Renamed {
    /// Pointer to it, where `*` is each element of an array.
    claim: String,
    /// Its name in the credential. It may come under that name, too.
    to: String,
}

/// The form of a file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    id: String,
    category: String,
    credential_type: String,
    validity_days: Option<u16>,
    display: Display,
    claims: Vec<Claim>,
    #[serde(default)]
    renamed: Vec<Renamed>,
    schema: Object,
}

/// In the order in which they are listed.
const FILES: [&str; 13] = [
    include_str!("../../templates/identity.json"),
    include_str!("../../templates/education.json"),
    include_str!("../../templates/employment.json"),
    include_str!("../../templates/license.json"),
    include_str!("../../templates/age-verification.json"),
    include_str!("../../templates/farm-origin.json"),
    include_str!("../../templates/processing.json"),
    include_str!("../../templates/transport.json"),
    include_str!("../../templates/retail.json"),
    include_str!("../../templates/product-passport.json"),
    include_str!("../../templates/health-record.json"),
    include_str!("../../templates/certification.json"),
    include_str!("../../templates/training.json"),
];

static ALL: LazyLock<Vec<Predefined>> = LazyLock::new(|| FILES.iter().filter_map(|text| read(text)).collect());

fn read(text: &str) -> Option<Predefined> {
    let file: File = json::from_value(&parse(text.as_bytes(), &Limits::DOCUMENT).ok()?).ok()?;
    let content = Content {
        credential_type: file.credential_type,
        claims_schema: file.schema.to_string(),
        validity_days: file.validity_days,
        category: Some(file.category),
        display: file.display.write(),
        claims: Claim::write_all(&file.claims),
    };
    Some(Predefined { id: file.id, display: file.display, claims: file.claims, content, renamed: file.renamed })
}

impl Predefined {
    /// The only version of each: what another would say would be another binary's.
    pub const VERSION: u32 = 1;

    /// All of them, in the order in which they are listed.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// By its name.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|template| template.id == id)
    }

    /// A key that is no organisation's, under which its schema is kept for everybody.
    pub(super) fn any_key(&self) -> TemplateId {
        self.key(OrganizationId(Uuid::nil()))
    }

    /// The key of an organisation's row.
    fn key(&self, organization: OrganizationId) -> TemplateId {
        let digest = Sha256::new()
            .chain_update(b"proofpass predefined template\0")
            .chain_update(organization.0.as_bytes())
            .chain_update(self.id.as_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        TemplateId(Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// Which template: one that every organisation has, or one that an organisation made.
#[derive(Clone, Copy, Debug)]
pub enum TemplateName {
    /// A word.
    Predefined(&'static Predefined),
    /// A UUID.
    Own(TemplateId),
}

impl TemplateName {
    /// The name of the template that a row of an organisation is.
    #[must_use]
    pub fn of(organization: OrganizationId, id: TemplateId) -> Self {
        // Ids of all others are of version 7.
        let predefined = || Predefined::all().iter().find(|template| template.key(organization) == id);
        if id.0.get_version_num() == 8 { predefined().map_or(Self::Own(id), Self::Predefined) } else { Self::Own(id) }
    }

    /// The key of the row in an organisation.
    #[must_use]
    pub fn key(&self, organization: OrganizationId) -> TemplateId {
        match self {
            Self::Predefined(template) => template.key(organization),
            Self::Own(id) => *id,
        }
    }

    /// Where the schema of its credentials is published.
    #[must_use]
    pub fn schema_url(&self, public_url: &PublicUrl, version: u32) -> String {
        format!("{public_url}/api/v1/templates/{self}/versions/{version}/schema")
    }

    /// The type of its credentials where they are SD-JWT VCs.
    #[must_use]
    pub fn type_url(&self, public_url: &PublicUrl, version: u32) -> String {
        format!("{public_url}/api/v1/templates/{self}/versions/{version}/type")
    }

    /// Claims under the names that a credential can give them.
    pub(super) fn settle(&self, claims: Object) -> Result<Object, Error> {
        let Self::Predefined(template) = self else { return Ok(claims) };
        let (mut claims, mut faults) = (Value::Object(claims), Vec::new());
        for renamed in &template.renamed {
            let path: Vec<&str> = renamed.claim.split('/').skip(1).collect();
            claims = rename(claims, &path, &renamed.to, "/claims", &mut faults);
        }
        match claims {
            Value::Object(claims) if faults.is_empty() => Ok(claims),
            _ => Err(Error::Refused(faults)),
        }
    }
}

/// The same value with the member at `path` under the name `to`, in the same place among the others.
fn rename(value: Value, path: &[&str], to: &str, pointer: &str, faults: &mut Vec<Fault>) -> Value {
    match (value, path) {
        (Value::Array(elements), ["*", rest @ ..]) => {
            let elements = elements.into_iter().enumerate();
            Value::Array(
                elements.map(|(at, value)| rename(value, rest, to, &format!("{pointer}/{at}"), faults)).collect(),
            )
        }
        (Value::Object(object), [name]) => {
            if object.get(name).is_some() && object.get(to).is_some() {
                faults
                    .push(Fault::new(format!("{pointer}/{name}"), format!("the same as `{to}`, which is there, too")));
                return object.into();
            }
            let named = |found: &str| if found == *name { to.to_owned() } else { found.to_owned() };
            let members = object.iter().map(|(found, value)| (named(found), value.clone()));
            members.fold(Object::new(), |object, (name, value)| object.with(name, value)).into()
        }
        (Value::Object(mut object), [name, rest @ ..]) => {
            if let Some(inner) = object.get(name).cloned() {
                object.insert(*name, rename(inner, rest, to, &format!("{pointer}/{name}"), faults));
            }
            object.into()
        }
        (value, _) => value,
    }
}

impl FromStr for TemplateName {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Predefined::find(text).map_or_else(|| text.parse().map(Self::Own), |found| Ok(Self::Predefined(found)))
    }
}

impl fmt::Display for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Predefined(template) => f.write_str(&template.id),
            Self::Own(id) => id.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::claims::ClaimsSchema;
    use crate::issue::vocabulary;

    /// Ids, categories and days: the same as they always were.
    const KNOWN: [(&str, &str, Option<u16>); 13] = [
        ("identity", "Identity", Some(365)),
        ("education", "Education", None),
        ("employment", "Employment", Some(730)),
        ("license", "License", None),
        ("age-verification", "Identity", Some(30)),
        ("farm-origin", "SupplyChain", Some(730)),
        ("processing", "SupplyChain", Some(730)),
        ("transport", "SupplyChain", Some(730)),
        ("retail", "SupplyChain", Some(365)),
        ("product-passport", "Product", Some(1_095)),
        ("health-record", "Health", Some(3_650)),
        ("certification", "Certification", Some(1_095)),
        ("training", "Education", Some(730)),
    ];

    #[test]
    fn there_are_thirteen_and_each_keeps_the_rules_for_all() {
        let found: Vec<_> = Predefined::all()
            .iter()
            .map(|template| {
                let content = &template.content;
                (template.id.as_str(), content.category.as_deref().unwrap(), content.validity_days)
            })
            .collect();
        assert_eq!(found, KNOWN);
        for template in Predefined::all() {
            let schema = ClaimsSchema::compile(&template.content.claims_schema, "").unwrap();
            assert!(schema.credential_without(std::iter::empty()).is_some(), "{}", template.id);
            assert_eq!(vocabulary::check_name(&template.content.credential_type), Ok(()));
            let schema = parse(template.content.claims_schema.as_bytes(), &Limits::DOCUMENT).unwrap();
            let schema = schema.as_object().unwrap();
            let mut faults = Vec::new();
            template.display.check("/display", &mut faults);
            Claim::check_all(&template.claims, schema, "/claims", &mut faults);
            assert_eq!(faults, [], "{}", template.id);
            let languages = |texts: &super::super::display::Texts| texts.0.keys().cloned().collect::<Vec<_>>();
            for texts in template.claims.iter().map(|claim| &claim.label).chain([&template.display.title]) {
                assert_eq!(languages(texts), ["de", "en", "es", "fr"], "{}", template.id);
            }
            // Every claim has its place.
            let properties = schema.get("properties").and_then(Value::as_object).unwrap();
            for (name, _) in properties.iter() {
                assert!(
                    template.claims.iter().any(|claim| claim.claim == format!("/{name}")),
                    "{} {name}",
                    template.id
                );
            }
            assert_eq!(schema.get("additionalProperties"), Some(&Value::Bool(false)), "{}", template.id);
        }
    }

    #[test]
    fn a_name_is_a_word_or_a_uuid_and_reads_back_from_its_key() {
        let organization: OrganizationId = "0197a9c0-0000-7000-8000-00000000000a".parse().unwrap();
        let other: OrganizationId = "0197a9c0-0000-7000-8000-00000000000b".parse().unwrap();
        let name: TemplateName = "farm-origin".parse().unwrap();
        let key = name.key(organization);
        assert_eq!(TemplateName::of(organization, key).to_string(), "farm-origin");
        assert_eq!(TemplateName::of(other, key).to_string(), key.to_string());
        assert_ne!(key, name.key(other));
        let own = "0197a9c0-0000-7000-8000-00000000000c";
        assert_eq!(own.parse::<TemplateName>().unwrap().to_string(), own);
        for text in
            ["", "Farm-origin", "farm-origin ", "farm_origin", "nonsense", "0197A9C0-0000-7000-8000-00000000000C"]
        {
            assert!(text.parse::<TemplateName>().is_err(), "{text}");
        }
    }

    #[test]
    fn claims_come_under_the_names_that_they_always_had() {
        let settle = |name: &str, claims: &str| {
            let claims = parse(claims.as_bytes(), &Limits::REQUEST).unwrap().as_object().unwrap().clone();
            name.parse::<TemplateName>().unwrap().settle(claims).map(|claims| claims.to_string()).map_err(|error| {
                match error {
                    Error::Refused(faults) => faults[0].pointer.clone(),
                    other => panic!("{other}"),
                }
            })
        };
        for (name, claims, expected) in [
            ("license", r#"{"a":1,"type":"Driver","b":2}"#, r#"{"a":1,"licenseType":"Driver","b":2}"#),
            ("license", r#"{"licenseType":"Driver"}"#, r#"{"licenseType":"Driver"}"#),
            ("training", r#"{"assessment":{"type":"exam"}}"#, r#"{"assessment":{"assessmentType":"exam"}}"#),
            ("training", r#"{"assessment":7,"type":1}"#, r#"{"assessment":7,"type":1}"#),
            (
                "product-passport",
                r#"{"credentials":[{"type":"A","id":"x"},{"credentialId":"y"},3]}"#,
                r#"{"credentials":[{"credentialType":"A","credentialId":"x"},{"credentialId":"y"},3]}"#,
            ),
            ("identity", r#"{"type":"x"}"#, r#"{"type":"x"}"#),
        ] {
            assert_eq!(settle(name, claims).as_deref(), Ok(expected));
        }
        let both = r#"{"credentials":[{},{"id":"x","credentialId":"x"}]}"#;
        assert_eq!(settle("product-passport", both), Err("/claims/credentials/1/id".to_owned()));
    }
}
