//! Templates as their organisation works on them: drafts, versions that are published and retired, lists, previews.
//!
//! A template begins with a draft. Publishing makes the draft what is issued from, in the place of what was. Whoever changes
//! what a published version says gets a new draft. What was published stays, because credentials name its schema.

use proofpass::json::Object;

use super::{Head, NewContent, add, in_force, settled};
use crate::id::TemplateId;
use crate::issue::display::{Claim, Display};
use crate::issue::{Caller, Error, Issuer, Predefined, TemplateName};
use crate::store;
use crate::store::api_keys::Scope;
use crate::store::template_versions::{self, Version, VersionState, VersionSummary};
use crate::store::templates::{self, Listed, Template, Visibility};
use crate::store::{Conflict, Inconsistent};

/// Versions of one template. Somebody who changes one every day does so for three years.
const MAX_VERSIONS: u32 = 1_000;

/// A template with all that is worked with.
#[derive(Clone, Debug)]
pub struct Whole {
    /// What it is called in URLs.
    pub name: TemplateName,
    /// The template.
    pub template: Template,
    /// Its versions, the latest first.
    pub versions: Vec<VersionSummary>,
    /// The version that is issued from.
    pub published: Option<Version>,
    /// The version that is worked on.
    pub draft: Option<Version>,
}

/// Begins a template with a draft.
pub async fn draft(
    issuer: &Issuer,
    caller: &Caller,
    name: String,
    visibility: Visibility,
    content: NewContent,
) -> Result<Whole, Error> {
    caller.require(Scope::TemplatesWrite)?;
    let head = Head { organization_id: caller.organization_id, name, visibility };
    let (template, _) = add(issuer, head, content, VersionState::Draft).await?;
    whole(issuer, caller, TemplateName::Own(template.id)).await
}

/// Finds one.
pub async fn find(issuer: &Issuer, caller: &Caller, name: TemplateName) -> Result<Whole, Error> {
    caller.require(Scope::TemplatesRead)?;
    whole(issuer, caller, name).await
}

async fn whole(issuer: &Issuer, caller: &Caller, name: TemplateName) -> Result<Whole, Error> {
    let (organization, id) = (caller.organization_id, name.key(caller.organization_id));
    let name = TemplateName::of(organization, id);
    let row = templates::find(&issuer.store, organization, id).await?;
    if let TemplateName::Predefined(predefined) = name {
        let template = row.unwrap_or_else(|| super::predefined_row(organization, predefined, issuer.clock.now()));
        let version = version_of(predefined, &template);
        let summary = VersionSummary {
            number: version.number,
            state: version.state,
            created_at: version.created_at,
            published_at: version.published_at,
            retired_at: None,
        };
        return Ok(Whole { name, template, versions: vec![summary], published: Some(version), draft: None });
    }
    let template = row.ok_or(Error::NotFound)?;
    let versions = template_versions::list(&issuer.store, organization, id).await?;
    let numbered = |state| versions.iter().find(|version| version.state == state).map(|version| version.number);
    let (published, draft) = (numbered(VersionState::Published), numbered(VersionState::Draft));
    let content = async |number| match number {
        Some(number) => template_versions::find(&issuer.store, organization, id, number).await,
        None => Ok(None),
    };
    let (published, draft) = (content(published).await?, content(draft).await?);
    Ok(Whole { name, template, versions, published, draft })
}

/// The version of a template that every organisation has: there since the organisation's row is, for want of another time.
fn version_of(predefined: &'static Predefined, template: &Template) -> Version {
    Version {
        template_id: template.id,
        number: Predefined::VERSION,
        state: VersionState::Published,
        content: predefined.content.clone(),
        created_at: template.created_at,
        published_at: Some(template.created_at),
        retired_at: None,
    }
}

/// One version, as it was or is.
pub async fn version(issuer: &Issuer, caller: &Caller, name: TemplateName, number: u32) -> Result<Version, Error> {
    caller.require(Scope::TemplatesRead)?;
    let (organization, id) = (caller.organization_id, name.key(caller.organization_id));
    if let TemplateName::Predefined(predefined) = TemplateName::of(organization, id) {
        let template = super::predefined_row(organization, predefined, issuer.clock.now());
        return if number == Predefined::VERSION {
            Ok(version_of(predefined, &template))
        } else {
            Err(Error::NotFound)
        };
    }
    template_versions::find(&issuer.store, organization, id, number).await?.ok_or(Error::NotFound)
}

/// An element of a list.
#[derive(Clone, Debug)]
pub enum Element {
    /// One that every organisation has.
    Predefined(&'static Predefined),
    /// One that the organisation made.
    Own(Listed),
}

/// Those that every organisation has, then those that the organisation made; from the one after `after`. With the name to
/// go on after, where there may be more.
pub async fn list(
    issuer: &Issuer,
    caller: &Caller,
    after: Option<TemplateName>,
    limit: u32,
) -> Result<(Vec<Element>, Option<TemplateName>), Error> {
    caller.require(Scope::TemplatesRead)?;
    let all = Predefined::all().iter();
    let (first, after) = match after {
        None => (0, None),
        Some(TemplateName::Predefined(last)) => (all.clone().take_while(|found| found.id != last.id).count() + 1, None),
        Some(TemplateName::Own(id)) => (all.len(), Some(id)),
    };
    // One more than asked for tells whether there is more.
    let wanted = limit as usize + 1;
    let mut elements: Vec<Element> = all.skip(first).take(wanted).map(Element::Predefined).collect();
    let missing = u32::try_from(wanted - elements.len()).unwrap_or(0);
    if missing > 0 {
        let own = templates::list(&issuer.store, caller.organization_id, after, missing).await?;
        elements.extend(own.into_iter().map(Element::Own));
    }
    let more = elements.len() == wanted;
    elements.truncate(limit as usize);
    let last = elements.last().map(|element| match element {
        Element::Predefined(predefined) => TemplateName::Predefined(predefined),
        Element::Own(listed) => TemplateName::Own(listed.template.id),
    });
    Ok((elements, last.filter(|_| more)))
}

/// What is to be changed.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its name.
    pub name: Option<String>,
    /// Who may fetch what is issued, earlier credentials included.
    pub visibility: Option<Visibility>,
    /// The credential's own type.
    pub credential_type: Option<String>,
    /// The schema of the claims.
    pub claims_schema: Option<String>,
    /// Days of validity; `Some(None)`: without end.
    pub validity_days: Option<Option<u16>>,
    /// The category; `Some(None)`: none.
    pub category: Option<Option<String>>,
    /// How it looks.
    pub display: Option<Display>,
    /// Its claims in order.
    pub claims: Option<Vec<Claim>>,
}

impl Change {
    /// Whether anything of a version is to be changed.
    fn of_content(&self) -> bool {
        self.credential_type.is_some()
            || self.claims_schema.is_some()
            || self.validity_days.is_some()
            || self.category.is_some()
            || self.display.is_some()
            || self.claims.is_some()
    }

    /// What a version says, changed.
    fn applied_to(self, version: &Version) -> Result<NewContent, Error> {
        let content = version.content.clone();
        let impossible = |column| {
            let row = version.template_id.to_string();
            Error::from(store::Error::from(Inconsistent { table: "template_versions", column, row }))
        };
        let display = Display::read(&content.display).ok_or_else(|| impossible("display"))?;
        let claims = Claim::read_all(&content.claims).ok_or_else(|| impossible("claims"))?;
        Ok(NewContent {
            credential_type: self.credential_type.unwrap_or(content.credential_type),
            claims_schema: self.claims_schema.unwrap_or(content.claims_schema),
            validity_days: self.validity_days.unwrap_or(content.validity_days),
            category: self.category.unwrap_or(content.category),
            display: self.display.unwrap_or(display),
            claims: self.claims.unwrap_or(claims),
        })
    }
}

/// Changes a template: its draft, or a new one that begins as the latest version.
pub async fn change(issuer: &Issuer, caller: &Caller, name: TemplateName, change: Change) -> Result<Whole, Error> {
    caller.require(Scope::TemplatesWrite)?;
    let (organization, id) = (caller.organization_id, name.key(caller.organization_id));
    let name = TemplateName::of(organization, id);
    if let Some(name) = &change.name {
        crate::issue::organization::check_name("/name", name)?;
    }
    let now = issuer.clock.now();
    let mut tx = issuer.store.tx_of(organization, "change_template").await?;
    if let TemplateName::Predefined(predefined) = name {
        if change.name.is_some() || change.of_content() {
            return Err(Error::Conflict(Conflict::TemplatePredefined));
        }
        let row = super::predefined_row(organization, predefined, now);
        templates::insert_predefined(&mut tx, &row, &predefined.content).await?;
    }
    let mut template = templates::lock(&mut tx, organization, id).await?.ok_or(Error::NotFound)?;
    if change.name.is_some() || change.visibility.is_some() {
        template.name = change.name.clone().unwrap_or(template.name);
        template.visibility = change.visibility.unwrap_or(template.visibility);
        templates::update(&mut tx, &template).await?;
    }
    if change.of_content() {
        let latest = template_versions::find_locked(&mut tx, id, None).await?.ok_or(Error::NotFound)?;
        let content = settled(issuer, change.applied_to(&latest)?).await?;
        if latest.state == VersionState::Draft {
            template_versions::update_draft(&mut tx, &Version { content, ..latest }).await?;
        } else if latest.number >= MAX_VERSIONS {
            return Err(Error::Conflict(Conflict::TemplateVersions));
        } else {
            let (number, state) = (latest.number + 1, VersionState::Draft);
            let draft = Version {
                template_id: id,
                number,
                state,
                content,
                created_at: now,
                published_at: None,
                retired_at: None,
            };
            template_versions::insert(&mut tx, organization, &draft).await?;
        }
    }
    tx.commit().await?;
    whole(issuer, caller, name).await
}

/// Makes a draft what is issued from; what was until now is retired.
pub async fn publish(issuer: &Issuer, caller: &Caller, name: TemplateName, number: u32) -> Result<Whole, Error> {
    let (id, mut tx) = begin(issuer, caller, name, "publish_template").await?;
    let now = issuer.clock.now();
    let found = template_versions::find_locked(&mut tx, id, Some(number)).await?;
    let version = found.ok_or(Error::NotFound)?;
    if version.state != VersionState::Draft {
        return Err(Error::Conflict(Conflict::TemplateVersionState));
    }
    template_versions::retire(&mut tx, id, None, now).await?;
    if !template_versions::publish(&mut tx, id, number, now).await? {
        return Err(Error::Conflict(Conflict::TemplateVersionState));
    }
    templates::update_content(&mut tx, id, &version.content).await?;
    tx.commit().await?;
    tracing::info!(template.id = %id, template.version = number, organization.id = %caller.organization_id,
        "Published version {number} of template `{id}`");
    whole(issuer, caller, name).await
}

/// Ends issuing from a version. What was issued stays as it is.
pub async fn retire(issuer: &Issuer, caller: &Caller, name: TemplateName, number: u32) -> Result<Whole, Error> {
    let (id, mut tx) = begin(issuer, caller, name, "retire_template").await?;
    template_versions::find_locked(&mut tx, id, Some(number)).await?.ok_or(Error::NotFound)?;
    if !template_versions::retire(&mut tx, id, Some(number), issuer.clock.now()).await? {
        return Err(Error::Conflict(Conflict::TemplateVersionState));
    }
    tx.commit().await?;
    tracing::info!(template.id = %id, template.version = number, organization.id = %caller.organization_id,
        "Retired version {number} of template `{id}`");
    whole(issuer, caller, name).await
}

/// Takes a template away of which no version was ever published.
pub async fn delete(issuer: &Issuer, caller: &Caller, name: TemplateName) -> Result<(), Error> {
    let (id, mut tx) = begin(issuer, caller, name, "delete_template").await?;
    // The first version is a draft as long as none was published.
    let latest = template_versions::find_locked(&mut tx, id, None).await?;
    if latest.is_some_and(|latest| latest.number != 1 || latest.state != VersionState::Draft) {
        return Err(Error::Conflict(Conflict::TemplatePublished));
    }
    templates::delete(&mut tx, caller.organization_id, id).await?;
    tx.commit().await?;
    Ok(())
}

/// A transaction in which nobody else changes the template, which is one that the organisation made.
async fn begin(
    issuer: &Issuer,
    caller: &Caller,
    name: TemplateName,
    what: &'static str,
) -> Result<(TemplateId, store::Tx), Error> {
    caller.require(Scope::TemplatesWrite)?;
    let (organization, id) = (caller.organization_id, name.key(caller.organization_id));
    if let TemplateName::Predefined(_) = TemplateName::of(organization, id) {
        return Err(Error::Conflict(Conflict::TemplatePredefined));
    }
    let mut tx = issuer.store.tx(what).await?;
    templates::lock(&mut tx, organization, id).await?.ok_or(Error::NotFound)?;
    Ok((id, tx))
}

/// The credential that would be issued, without a proof: from the version that is named, or from the draft, or else from
/// what is issued from.
pub async fn preview(
    issuer: &Issuer,
    caller: &Caller,
    name: TemplateName,
    number: Option<u32>,
    new: crate::issue::attestation::NewAttestation,
) -> Result<Object, Error> {
    caller.require(Scope::TemplatesRead)?;
    let whole = whole(issuer, caller, name).await?;
    let version = match number {
        Some(number) => {
            let detail = "no such version of the template";
            let found = version(issuer, caller, name, number).await;
            Some(found.map_err(|error| match error {
                Error::NotFound => Error::refused("/version", detail),
                other => other,
            })?)
        }
        None => whole.draft.or(whole.published),
    };
    let template = match version {
        Some(version) => super::InForce::new(
            whole.name,
            whole.template.id,
            version.number,
            whole.template.visibility,
            version.content,
        ),
        None => in_force(issuer, caller.organization_id, name).await?,
    };
    crate::issue::attestation::preview(issuer, caller, template, new).await
}
