//! Templates: making, changing, publishing, retiring, trying out.

use std::num::NonZero;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use proofpass::json::Object;
use proofpass::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::auth::Authenticated;
use super::body::Json;
use super::path::{Part, Parts};
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::stored::stored;
use super::{App, Problem};
use crate::issue::attestation::NewAttestation;
use crate::issue::display::{Claim, Display};
use crate::issue::template::NewContent;
use crate::issue::template::manage::{self, Change, Element, Whole};
use crate::issue::{Error, Fault, Predefined, PublicUrl, TemplateName, listing};
use crate::store::template_versions::{Version, VersionSummary};
use crate::store::templates::Visibility;

/// A template to begin with, as a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewTemplate)]
pub(super) struct CreateTemplate {
    /// Unique among those that your organisation made.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Who may fetch what is issued from it: your organisation, if absent.
    #[serde(default, deserialize_with = "visibility")]
    #[schema(value_type = Option<String>, example = "private")]
    visibility: Option<Visibility>,
    /// The credential's own type.
    #[schema(example = "ProductCertificate", min_length = 1, max_length = 100)]
    credential_type: String,
    /// JSON Schema 2020-12 of the claims.
    #[schema(value_type = Object)]
    claims_schema: Object,
    /// How long a credential is valid where the request does not say; without end, if absent.
    #[schema(minimum = 1, maximum = 36_500)]
    validity_days: Option<u16>,
    #[schema(min_length = 1, max_length = 100)]
    category: Option<String>,
    /// How it looks: `title` by language, `icon`, `colors` with `background` and `text`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    display: Display,
    /// Its claims in the order in which they are shown, each with `claim` (a JSON Pointer), `label` by language, and
    /// `handling`: `plain`, `disclosable`, `hidden` or `committed`.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    claims: Vec<Claim>,
}

/// What is to be changed of a template. `name` and `visibility` change at once; everything else makes or changes a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = TemplateChange)]
#[expect(clippy::option_option, reason = "what is absent stays as it is, and `null` takes it away")]
pub(super) struct ChangeTemplate {
    name: Option<String>,
    /// `private` or `public`: also for what was issued before.
    #[serde(default, deserialize_with = "visibility")]
    #[schema(value_type = Option<String>)]
    visibility: Option<Visibility>,
    credential_type: Option<String>,
    #[schema(value_type = Option<Object>)]
    claims_schema: Option<Object>,
    /// `null`: without end.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u16>)]
    validity_days: Option<Option<u16>>,
    /// `null`: none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    category: Option<Option<String>>,
    #[schema(value_type = Option<Object>)]
    display: Option<Display>,
    #[schema(value_type = Option<Vec<Object>>)]
    claims: Option<Vec<Claim>>,
}

fn visibility<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Visibility>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    Visibility::parse(&text).map(Some).ok_or_else(|| serde::de::Error::custom("expected `private` or `public`"))
}

/// There, be it `null`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What a credential would say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = TemplatePreview)]
pub(super) struct PreviewTemplate {
    /// Of which version; of the draft, if absent, or else of what is issued from.
    #[schema(value_type = Option<u32>, minimum = 1)]
    version: Option<NonZero<u32>>,
    subject: PreviewSubject,
    #[schema(value_type = Object)]
    claims: Object,
}

/// About what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PreviewSubject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Templates: those that every organisation has, then your own in the order in which they were made.
#[derive(Serialize, ToSchema)]
#[schema(as = Templates)]
pub(super) struct ListView {
    items: Vec<ItemView>,
    /// The `cursor` of the rest, where there is any.
    next: Option<String>,
}

/// A template in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TemplateItem)]
struct ItemView {
    /// What `templateId` takes.
    id: String,
    name: String,
    /// Whether every organisation has it.
    predefined: bool,
    #[schema(example = "private")]
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<&'static str>,
    credential_type: String,
    category: Option<String>,
    #[schema(value_type = Object)]
    display: Display,
    /// The version that is issued from.
    published: Option<u32>,
    /// The version that is worked on.
    draft: Option<u32>,
}

/// A template.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Template)]
pub(super) struct TemplateView {
    /// What `templateId` takes.
    id: String,
    name: String,
    /// Whether every organisation has it.
    predefined: bool,
    #[schema(example = "private")]
    visibility: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    /// The version that is issued from.
    published: Option<VersionView>,
    /// The version that is worked on.
    draft: Option<VersionView>,
    /// All versions, the latest first.
    versions: Vec<SummaryView>,
}

/// A version in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TemplateVersionItem)]
struct SummaryView {
    version: u32,
    /// `draft`, `published` or `retired`.
    #[schema(example = "published")]
    state: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    published_at: Option<String>,
    #[schema(format = DateTime)]
    retired_at: Option<String>,
}

/// A version of a template.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TemplateVersion)]
pub(super) struct VersionView {
    #[serde(flatten)]
    summary: SummaryView,
    credential_type: String,
    validity_days: Option<u16>,
    category: Option<String>,
    #[schema(value_type = Object)]
    claims_schema: Box<RawValue>,
    #[schema(value_type = Object)]
    display: Box<RawValue>,
    #[schema(value_type = Vec<Object>)]
    claims: Box<RawValue>,
    /// Where the schema of its credentials is published, once it is.
    #[schema(format = "uri")]
    schema: Option<String>,
}

impl From<&VersionSummary> for SummaryView {
    fn from(version: &VersionSummary) -> Self {
        Self {
            version: version.number,
            state: version.state.as_str(),
            created_at: version.created_at.to_string(),
            published_at: version.published_at.as_ref().map(Timestamp::to_string),
            retired_at: version.retired_at.as_ref().map(Timestamp::to_string),
        }
    }
}

impl VersionView {
    fn of(public_url: &PublicUrl, name: TemplateName, version: Version) -> Result<Self, Error> {
        let (template, content) = (version.template_id, version.content);
        let raw = |text: String, column| stored(text, ("template_versions", column), &template);
        Ok(Self {
            schema: version.published_at.map(|_| name.schema_url(public_url, version.number)),
            summary: SummaryView {
                version: version.number,
                state: version.state.as_str(),
                created_at: version.created_at.to_string(),
                published_at: version.published_at.as_ref().map(Timestamp::to_string),
                retired_at: version.retired_at.as_ref().map(Timestamp::to_string),
            },
            credential_type: content.credential_type,
            validity_days: content.validity_days,
            category: content.category,
            claims_schema: raw(content.claims_schema, "claims_schema")?,
            display: raw(content.display, "display")?,
            claims: raw(content.claims, "claims")?,
        })
    }
}

impl TemplateView {
    fn of(public_url: &PublicUrl, whole: Whole) -> Result<Self, Error> {
        let view = |version: Option<Version>| {
            version.map(|version| VersionView::of(public_url, whole.name, version)).transpose()
        };
        Ok(Self {
            id: whole.name.to_string(),
            name: whole.template.name,
            predefined: whole.template.predefined.is_some(),
            visibility: whole.template.visibility.as_str(),
            created_at: whole.template.created_at.to_string(),
            published: view(whole.published)?,
            draft: view(whole.draft)?,
            versions: whole.versions.iter().map(SummaryView::from).collect(),
        })
    }
}

impl From<Element> for ItemView {
    fn from(element: Element) -> Self {
        match element {
            Element::Predefined(predefined) => Self {
                id: predefined.id.clone(),
                name: predefined.id.clone(),
                predefined: true,
                visibility: None,
                credential_type: predefined.content.credential_type.clone(),
                category: predefined.content.category.clone(),
                display: predefined.display.clone(),
                published: Some(Predefined::VERSION),
                draft: None,
            },
            Element::Own(listed) => Self {
                id: listed.template.id.to_string(),
                name: listed.template.name,
                predefined: false,
                visibility: Some(listed.template.visibility.as_str()),
                credential_type: listed.credential_type,
                category: listed.category,
                display: Display::read(&listed.display).unwrap_or_default(),
                published: listed.published,
                draft: listed.draft,
            },
        }
    }
}

fn answer(view: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(view).map_err(|_| Error::Vanished)?;
    Ok(([(CONTENT_TYPE, "application/json")], Body::from(body)).into_response())
}

/// List templates
#[utoipa::path(get, path = "/api/v1/templates", operation_id = "listTemplates", tag = "templates",
    params(
        ("limit" = Option<u32>, Query, description = "At most so many: 1 to 100, by default 50"),
        ("cursor" = Option<String>, Query, description = "The `next` of the list before"),
    ),
    responses(
        (status = 200, description = "Templates", body = ListView),
        (status = 400, description = "A parameter that cannot be read, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
) -> Result<Response, Problem> {
    parameters.only(&["limit", "cursor"])?;
    let limit = listing::limit(parameters.one("limit")?)?;
    let after = parameters.one("cursor")?.map(str::parse::<TemplateName>).transpose();
    let after = after.map_err(|_| Error::refused("/cursor", "must be the `next` of a list"))?;
    let (elements, next) = manage::list(&app.issuer, &caller, after, limit.into()).await?;
    let items = elements.into_iter().map(ItemView::from).collect();
    answer(&ListView { items, next: next.map(|name| name.to_string()) })
}

/// Begin a template
///
/// It begins as a draft, from which nothing is issued until it is published.
#[utoipa::path(post, path = "/api/v1/templates", operation_id = "createTemplate", tag = "templates",
    request_body = CreateTemplate,
    responses(
        (status = 201, description = "The template", body = TemplateView, headers(("Location" = String, description = "The template"))),
        (status = 400, description = "Not JSON, an unknown member, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Your organisation has a template of this name", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A rule is broken", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Json { value: new, .. }: Json<CreateTemplate>,
) -> Result<Response, Problem> {
    let content = NewContent {
        credential_type: new.credential_type,
        claims_schema: new.claims_schema.to_string(),
        validity_days: new.validity_days,
        category: new.category,
        display: new.display,
        claims: new.claims,
    };
    let visibility = new.visibility.unwrap_or(Visibility::Private);
    let whole = manage::draft(&app.issuer, &caller, new.name, visibility, content).await?;
    let location = format!("{}/api/v1/templates/{}", app.issuer.public_url, whole.name);
    let mut response = answer(&TemplateView::of(&app.issuer.public_url, whole)?)?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// Fetch a template
#[utoipa::path(get, path = "/api/v1/templates/{id}", operation_id = "fetchTemplate", tag = "templates",
    params(("id" = String, Path, description = "A UUID, or the name of one that every organisation has")),
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(name): Part<TemplateName>,
) -> Result<Response, Problem> {
    let whole = manage::find(&app.issuer, &caller, name).await?;
    answer(&TemplateView::of(&app.issuer.public_url, whole)?)
}

/// Change a template
///
/// What a published version says does not change: a draft is made that begins as the latest version, or the draft that is
/// there is changed.
#[utoipa::path(patch, path = "/api/v1/templates/{id}", operation_id = "changeTemplate", tag = "templates",
    params(("id" = String, Path, description = "A UUID, or the name of one that every organisation has")),
    request_body = ChangeTemplate,
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 400, description = "Not JSON, an unknown member, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The name is taken, every organisation has this template, or it has too many versions", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A rule is broken", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn change(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(name): Part<TemplateName>,
    Json { value: new, .. }: Json<ChangeTemplate>,
) -> Result<Response, Problem> {
    let change = Change {
        name: new.name,
        visibility: new.visibility,
        credential_type: new.credential_type,
        claims_schema: new.claims_schema.map(|schema| schema.to_string()),
        validity_days: new.validity_days,
        category: new.category,
        display: new.display,
        claims: new.claims,
    };
    let whole = manage::change(&app.issuer, &caller, name, change).await?;
    answer(&TemplateView::of(&app.issuer.public_url, whole)?)
}

/// Delete a template that was never published
#[utoipa::path(delete, path = "/api/v1/templates/{id}", operation_id = "deleteTemplate", tag = "templates",
    params(("id" = String, Path, description = "A UUID")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A version was published: retire it. Or every organisation has this template", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn delete(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(name): Part<TemplateName>,
) -> Result<StatusCode, Problem> {
    manage::delete(&app.issuer, &caller, name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Fetch a version of a template
#[utoipa::path(get, path = "/api/v1/templates/{id}/versions/{version}", operation_id = "fetchTemplateVersion", tag = "templates",
    params(("id" = String, Path, description = "A UUID, or the name of one that every organisation has"), ("version" = u32, Path)),
    responses(
        (status = 200, description = "The version", body = VersionView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch_version(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Parts(name, number): Parts<TemplateName, NonZero<u32>>,
) -> Result<Response, Problem> {
    let version = manage::version(&app.issuer, &caller, name, number.get()).await?;
    answer(&VersionView::of(&app.issuer.public_url, name, version)?)
}

/// Publish a draft
///
/// Attestations are issued from it from now on; the version before it is retired. It does not change any more.
#[utoipa::path(post, path = "/api/v1/templates/{id}/versions/{version}/publish", operation_id = "publishTemplateVersion", tag = "templates",
    params(("id" = String, Path, description = "A UUID"), ("version" = u32, Path)),
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is no draft, or every organisation has this template", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn publish(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Parts(name, number): Parts<TemplateName, NonZero<u32>>,
) -> Result<Response, Problem> {
    let whole = manage::publish(&app.issuer, &caller, name, number.get()).await?;
    answer(&TemplateView::of(&app.issuer.public_url, whole)?)
}

/// Retire a published version
///
/// Nothing is issued from it any more. What was issued stays valid, and its schema stays published.
#[utoipa::path(post, path = "/api/v1/templates/{id}/versions/{version}/retire", operation_id = "retireTemplateVersion", tag = "templates",
    params(("id" = String, Path, description = "A UUID"), ("version" = u32, Path)),
    responses(
        (status = 200, description = "The template", body = TemplateView),
        (status = 400, description = "More than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:write`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is not published, or every organisation has this template", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn retire(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Parts(name, number): Parts<TemplateName, NonZero<u32>>,
) -> Result<Response, Problem> {
    let whole = manage::retire(&app.issuer, &caller, name, number.get()).await?;
    answer(&TemplateView::of(&app.issuer.public_url, whole)?)
}

/// Try a template out
///
/// Answers with the credential that would be issued, without a proof, or with every fault of the claims. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/templates/{id}/preview", operation_id = "previewTemplate", tag = "templates",
    params(("id" = String, Path, description = "A UUID, or the name of one that every organisation has")),
    request_body = PreviewTemplate,
    responses(
        (status = 200, description = "The credential, without a proof", body = Object),
        (status = 400, description = "Not JSON, an unknown member, or more than one API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No valid API key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks `templates:read`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or another organisation's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A rule is broken", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn preview(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(name): Part<TemplateName>,
    Json { value: new, .. }: Json<PreviewTemplate>,
) -> Result<Response, Problem> {
    let number = new.version.map(NonZero::get);
    let new = NewAttestation::new(name, new.subject.id, new.subject.kind, new.claims);
    let credential = manage::preview(&app.issuer, &caller, name, number, new).await.map_err(at_version)?;
    Ok(([(CONTENT_TYPE, "application/json")], credential.to_string()).into_response())
}

/// A request to try something out names its template in its path.
fn at_version(error: Error) -> Error {
    match error {
        Error::Refused(faults) => Error::Refused(faults.into_iter().map(elsewhere).collect()),
        other => other,
    }
}

fn elsewhere(fault: Fault) -> Fault {
    if fault.pointer.starts_with("/templateId") { Fault { pointer: "/version".to_owned(), ..fault } } else { fault }
}
