//! Templates: what may be said about a kind of thing.

pub mod manage;

use proofpass::time::Timestamp;

use super::claims::ClaimsSchema;
use super::display::{Claim, Display, Handling};
use super::line::is_line;
use super::{Caller, Error, Fault, Issuer, Predefined, TemplateName, plan, vocabulary};
use crate::id::{OrganizationId, TemplateId};
use crate::store::api_keys::Scope;
use crate::store::issuing::Published;
use crate::store::template_versions::{self, Content, Version, VersionState};
use crate::store::templates::{self, Template, Visibility};
use crate::store::usage::Stock;
use crate::store::{self, Inconsistent};

/// What a new template is to be.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Unique within the organisation.
    pub name: String,
    /// The credential's own type, such as `ProductPassport`.
    pub credential_type: String,
    /// JSON Schema 2020-12, as text.
    pub claims_schema: String,
    /// Who may fetch what is issued.
    pub visibility: Visibility,
    /// How long a credential is valid where the request does not say.
    pub validity_days: Option<u16>,
}

/// A hundred years.
const MAX_VALIDITY_DAYS: u16 = 36_500;

/// Longest name of a category, in characters.
const MAX_CATEGORY: usize = 100;

/// What a version is to say.
#[derive(Clone, Debug)]
pub struct NewContent {
    /// The credential's own type.
    pub credential_type: String,
    /// JSON Schema 2020-12, as text.
    pub claims_schema: String,
    /// How long a credential is valid where the request does not say.
    pub validity_days: Option<u16>,
    /// Among which it is listed.
    pub category: Option<String>,
    /// How it looks.
    pub display: Display,
    /// Its claims in order.
    pub claims: Vec<Claim>,
}

impl NewContent {
    /// Keeps every rule, or says which it breaks.
    fn settle(self) -> Result<Content, Error> {
        let mut faults = Vec::new();
        if let Err(error) = vocabulary::check_name(&self.credential_type) {
            faults.push(Fault::new("/credentialType", error.detail()));
        }
        if self.validity_days.is_some_and(|days| !(1..=MAX_VALIDITY_DAYS).contains(&days)) {
            faults.push(Fault::new("/validityDays", format!("must be 1 to {MAX_VALIDITY_DAYS}")));
        }
        if self.category.as_ref().is_some_and(|category| !is_line(category, MAX_CATEGORY)) {
            let detail = format!("must be 1 to {MAX_CATEGORY} characters without space at either end");
            faults.push(Fault::new("/category", detail));
        }
        self.display.check("/display", &mut faults);
        match ClaimsSchema::compile(&self.claims_schema, "/claimsSchema") {
            Ok(schema) => Claim::check_all(&self.claims, schema.object(), "/claims", &mut faults),
            Err(Error::Refused(more)) => faults.extend(more),
            Err(error) => return Err(error),
        }
        if !faults.is_empty() {
            return Err(Error::Refused(faults));
        }
        Ok(Content {
            credential_type: self.credential_type,
            claims_schema: self.claims_schema,
            validity_days: self.validity_days,
            category: self.category,
            display: self.display.write(),
            claims: Claim::write_all(&self.claims),
        })
    }
}

/// Adds a template whose first version is published at once.
pub async fn create(issuer: &Issuer, new: NewTemplate) -> Result<(Template, Version), Error> {
    let content = NewContent {
        credential_type: new.credential_type,
        claims_schema: new.claims_schema,
        validity_days: new.validity_days,
        category: None,
        display: Display::default(),
        claims: Vec::new(),
    };
    let head = Head { organization_id: new.organization_id, name: new.name, visibility: new.visibility };
    add(issuer, head, content, VersionState::Published).await
}

/// What does not change from version to version.
struct Head {
    organization_id: OrganizationId,
    name: String,
    visibility: Visibility,
}

async fn add(
    issuer: &Issuer,
    head: Head,
    content: NewContent,
    state: VersionState,
) -> Result<(Template, Version), Error> {
    super::organization::check_name("/name", &head.name)?;
    let content = settled(issuer, content).await?;
    super::organization::find(issuer, head.organization_id).await?;
    let now = issuer.clock.now();
    let template = Template {
        id: TemplateId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id: head.organization_id,
        name: head.name,
        predefined: None,
        visibility: head.visibility,
        created_at: now,
    };
    let version = Version {
        template_id: template.id,
        number: 1,
        state,
        content,
        created_at: now,
        published_at: (state != VersionState::Draft).then_some(now),
        retired_at: None,
    };
    let mut tx = issuer.store.tx_of(template.organization_id, "create_template").await?;
    plan::require_room(issuer, &mut tx, head.organization_id, Stock::Templates).await?;
    templates::insert(&mut tx, &template, &version.content).await?;
    template_versions::insert(&mut tx, template.organization_id, &version).await?;
    tx.commit().await?;
    Ok((template, version))
}

/// Compiling a schema is long work.
async fn settled(issuer: &Issuer, content: NewContent) -> Result<Content, Error> {
    issuer.desk.run(move || content.settle()).await?
}

/// What an attestation is issued from.
#[derive(Debug)]
pub(super) struct InForce {
    /// The key of the row.
    pub(super) id: TemplateId,
    /// What it is called in URLs.
    pub(super) name: TemplateName,
    /// Which version.
    pub(super) version: u32,
    /// The credential's own type.
    pub(super) credential_type: String,
    /// The schema of its claims.
    pub(super) claims_schema: String,
    /// Who may fetch.
    pub(super) visibility: Visibility,
    /// How long a credential is valid where the request does not say.
    pub(super) validity_days: Option<u16>,
    /// Its claims and how each is handled, as text.
    claims: String,
    /// Whose, where the row has yet to be made.
    missing: Option<OrganizationId>,
}

impl InForce {
    fn new(name: TemplateName, id: TemplateId, version: u32, visibility: Visibility, content: Content) -> Self {
        Self {
            id,
            name,
            version,
            credential_type: content.credential_type,
            claims_schema: content.claims_schema,
            visibility,
            validity_days: content.validity_days,
            claims: content.claims,
            missing: None,
        }
    }

    /// From what was found: who may fetch, where there is a row, and the version that is published.
    pub(super) fn found(
        organization: OrganizationId,
        name: TemplateName,
        visibility: Option<Visibility>,
        version: Option<Published>,
    ) -> Result<Self, Error> {
        let id = name.key(organization);
        // By the key of its row, too.
        let name = TemplateName::of(organization, id);
        if let TemplateName::Predefined(predefined) = name {
            let visible = visibility.unwrap_or(Visibility::Private);
            let template = Self::new(name, id, Predefined::VERSION, visible, predefined.content.clone());
            return Ok(Self { missing: visibility.is_none().then_some(organization), ..template });
        }
        match (visibility, version) {
            (Some(visibility), Some(version)) => Ok(Self {
                id,
                name,
                version: version.number,
                credential_type: version.credential_type,
                claims_schema: version.claims_schema,
                visibility,
                validity_days: version.validity_days,
                claims: version.claims,
                missing: None,
            }),
            // One answer for what does not exist and for what is another organisation's.
            (None, _) => Err(Error::refused("/templateId", "no such template")),
            (Some(_), None) => Err(Error::refused("/templateId", "no version of this template is published")),
        }
    }

    /// Its claims that are described, and how each is handled.
    pub(super) fn claims(&self) -> Result<Vec<Claim>, Error> {
        let read = Claim::read_all(&self.claims);
        read.ok_or_else(|| {
            let row = self.id.to_string();
            store::Error::from(Inconsistent { table: "template_versions", column: "claims", row }).into()
        })
    }

    /// Whether some of its claims are committed.
    pub(super) fn commits(&self) -> bool {
        // As `Claim::write_all` writes it: most templates are not read any further.
        self.claims.contains(r#""handling":"committed""#)
    }

    /// The row to be made with the attestation, where there is none yet.
    pub(super) fn row(&self, now: Timestamp) -> Option<(Template, Content)> {
        match (self.missing, self.name) {
            (Some(organization), TemplateName::Predefined(predefined)) => {
                Some((predefined_row(organization, predefined, now), predefined.content.clone()))
            }
            (None | Some(_), _) => None,
        }
    }
}

/// The row of a template that every organisation has, as it begins: for the organisation alone.
fn predefined_row(organization_id: OrganizationId, predefined: &'static Predefined, now: Timestamp) -> Template {
    Template {
        id: TemplateName::Predefined(predefined).key(organization_id),
        organization_id,
        name: predefined.id.clone(),
        predefined: Some(predefined.id.clone()),
        visibility: Visibility::Private,
        created_at: now,
    }
}

/// What an organisation's template says now.
pub(super) async fn in_force(
    issuer: &Issuer,
    organization: OrganizationId,
    name: TemplateName,
) -> Result<InForce, Error> {
    let id = name.key(organization);
    // By the key of its row, too.
    let name = TemplateName::of(organization, id);
    if let TemplateName::Predefined(predefined) = name {
        let row = templates::find(&issuer.store, organization, id).await?;
        let visibility = row.as_ref().map_or(Visibility::Private, |row| row.visibility);
        let template = InForce::new(name, id, Predefined::VERSION, visibility, predefined.content.clone());
        return Ok(InForce { missing: row.is_none().then_some(organization), ..template });
    }
    if let Some((visibility, version)) = template_versions::in_force(&issuer.store, organization, id).await? {
        return Ok(InForce::new(name, id, version.number, visibility, version.content));
    }
    // One answer for what does not exist and for what is another organisation's.
    let exists = templates::find(&issuer.store, organization, id).await?.is_some();
    let detail = if exists { "no version of this template is published" } else { "no such template" };
    Err(Error::refused("/templateId", detail))
}

/// The template that a word names: by what it is called, or by the type of its credentials. One of the organisation's own
/// comes before those that everybody has.
pub async fn of_type(issuer: &Issuer, caller: &Caller, word: &str) -> Result<TemplateName, Error> {
    caller.require(Scope::AttestationsWrite)?;
    if let Ok(name) = word.parse::<TemplateName>() {
        return Ok(name);
    }
    // No text of the database holds NUL.
    let own = if word.contains('\0') {
        Vec::new()
    } else {
        templates::of_type(&issuer.store, caller.organization_id, word).await?
    };
    match own.as_slice() {
        [id] => Ok(TemplateName::of(caller.organization_id, *id)),
        [] => {
            let found = Predefined::all().iter().find(|template| template.content.credential_type == word);
            found
                .map(TemplateName::Predefined)
                .ok_or_else(|| Error::refused("/type", "no template of this name or type"))
        }
        _ => Err(Error::refused("/type", "several templates are of this type: name one in `templateId`")),
    }
}

/// How the credentials of a version that was published are shown: their type, its display and its claims, as text.
pub async fn shown(issuer: &Issuer, name: TemplateName, version: u32) -> Result<Content, Error> {
    match name {
        TemplateName::Predefined(_) if version != Predefined::VERSION => Err(Error::NotFound),
        TemplateName::Predefined(predefined) => Ok(predefined.content.clone()),
        TemplateName::Own(id) => {
            let found = template_versions::published(&issuer.store, id, version).await?;
            Ok(found.ok_or(Error::NotFound)?.content)
        }
    }
}

/// The schema of the credentials of a version that was published, byte for byte as they name it.
pub async fn credential_schema(issuer: &Issuer, name: TemplateName, version: u32) -> Result<String, Error> {
    let (id, content) = match name {
        TemplateName::Predefined(_) if version != Predefined::VERSION => return Err(Error::NotFound),
        TemplateName::Predefined(predefined) => (predefined.any_key(), predefined.content.clone()),
        TemplateName::Own(id) => {
            let found = template_versions::published(&issuer.store, id, version).await?.ok_or(Error::NotFound)?;
            (id, found.content)
        }
    };
    let committed: Vec<String> = Claim::read_all(&content.claims)
        .unwrap_or_default()
        .into_iter()
        .filter(|claim| claim.handling == Handling::Committed)
        .map(|claim| claim.claim)
        .collect();
    let schemas = issuer.clone();
    let schema = issuer.desk.run(move || {
        let schema = schemas.schemas.of(id, &content.claims_schema, "")?;
        Ok::<_, Error>(schema.credential_without(committed.iter().map(String::as_str)))
    });
    schema.await??.map(|schema| schema.text).ok_or(Error::NotFound)
}
