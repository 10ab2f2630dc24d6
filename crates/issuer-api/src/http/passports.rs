//! Product passports: making, changing, fetching, verifying.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use proofpass::json::Object;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::assets::{ASK_EACH_TIME, cached_by_content};
use super::auth::{Anybody, Authenticated};
use super::body::Json;
use super::openapi::{OfAnybody, OfCaller, OfCommand};
use super::path::{Part, Parts};
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::stored::stored;
use super::{App, Problem};
use crate::id::{AttestationId, PassportId, PassportMemberId};
use crate::issue::passport::{self, NewMember, NewPassport, Whole};
use crate::issue::{Error, identity, listing};
use crate::store::organizations::Organization;
use crate::store::passports::{Passport, PassportMember, PassportVersion, Shape};
use crate::store::templates::Visibility;

/// A passport to be made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreatePassport {
    /// A number of your own, a URL, or a GS1 Digital Link, whose check digit must be right.
    #[schema(example = "https://id.gs1.org/01/09506000134352", min_length = 1, max_length = 2000)]
    product_id: String,
    #[schema(example = "Espresso cup", min_length = 1, max_length = 200)]
    name: String,
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    description: Option<String>,
    /// `public`, for anybody, or `private`, for your organisation.
    #[serde(default)]
    #[schema(example = "public", default = "public")]
    visibility: Option<String>,
    /// In whose words it speaks: `plain`, our own, or `untp-0.6.1`, as a Digital Product Passport of the UN Transparency
    /// Protocol. It stays so in every version.
    #[serde(default)]
    #[schema(example = "untp-0.6.1", default = "plain")]
    shape: Option<String>,
    /// Credentials that it gathers from the beginning.
    #[serde(default)]
    members: Vec<AddMember>,
}

/// A credential to be gathered: one of `attestationId` and `credential`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AddMember {
    /// One that was issued here: your own, or anybody's that is public.
    #[serde(default)]
    #[schema(format = Uuid)]
    attestation_id: Option<String>,
    /// Anybody's, as it was signed, or in an envelope. It must not be wrong; what cannot be checked here may be.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    credential: Option<Object>,
    /// Whether anybody may see it, or only its digest. As its template says for an attestation; otherwise `true`.
    #[serde(default)]
    public: Option<bool>,
}

impl AddMember {
    fn read(self, pointer: &str) -> Result<NewMember, Error> {
        match (self.attestation_id, self.credential) {
            (Some(id), None) => {
                let id = id.parse::<AttestationId>();
                let id = id.map_err(|error| Error::refused(format!("{pointer}/attestationId"), error.to_string()))?;
                Ok(NewMember::Attestation { id, public: self.public })
            }
            (None, Some(credential)) => Ok(NewMember::Credential { credential, public: self.public.unwrap_or(true) }),
            (Some(_), Some(_)) | (None, None) => {
                Err(Error::refused(pointer, "must have either `attestationId` or `credential`"))
            }
        }
    }
}

/// A passport in its version in force.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Passport)]
pub(super) struct PassportView {
    #[serde(flatten)]
    entry: EntryView,
    /// The signed passport, exactly as it was signed.
    #[schema(value_type = Object)]
    credential: Box<RawValue>,
    /// SHA-256 of its canonical form, as reports show it.
    digest: String,
    /// What it gathers, as far as you may see it.
    members: Vec<MemberView>,
}

/// A passport in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PassportEntry)]
struct EntryView {
    #[schema(format = Uuid)]
    id: String,
    product_id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[schema(example = "public")]
    visibility: &'static str,
    /// `plain` or `untp-0.6.1`.
    #[schema(example = "plain")]
    shape: &'static str,
    /// Counted from 1; every change makes a new one.
    version: i32,
    #[schema(format = DateTime)]
    created_at: String,
    /// Who keeps it, where that is not you.
    #[serde(skip_serializing_if = "Option::is_none")]
    keeper: Option<KeeperView>,
    links: Links,
}

/// Who keeps a passport.
#[derive(Serialize, ToSchema)]
#[schema(as = Keeper)]
struct KeeperView {
    #[schema(format = Uuid)]
    id: String,
    name: String,
}

/// Where to go from here.
#[derive(Serialize, ToSchema)]
#[schema(as = PassportLinks)]
struct Links {
    /// This passport.
    #[serde(rename = "self")]
    #[schema(format = "uri")]
    this: String,
    /// What a verifier reads.
    #[schema(format = "uri")]
    bundle: String,
    /// A report on it.
    #[schema(format = "uri")]
    verify: String,
    /// All versions.
    #[schema(format = "uri")]
    versions: String,
    /// Its QR code.
    #[schema(format = "uri")]
    qr: String,
    /// A page for people, where there is one.
    #[schema(format = "uri")]
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
}

/// A credential that a passport gathers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PassportMember)]
struct MemberView {
    #[schema(format = Uuid)]
    id: String,
    /// SHA-256 of its canonical form, as the passport names it.
    digest: String,
    /// Whether anybody may see it.
    public: bool,
    #[schema(format = DateTime)]
    added_at: String,
    /// Exactly as it was signed.
    #[schema(value_type = Object)]
    credential: Box<RawValue>,
}

/// Passports.
#[derive(Serialize, ToSchema)]
pub(super) struct Passports {
    passports: Vec<EntryView>,
    /// For `before`, where there may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Versions of a passport.
#[derive(Serialize, ToSchema)]
pub(super) struct Versions {
    versions: Vec<VersionView>,
    /// For `before`, where there may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i32>,
}

/// A version of a passport.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PassportVersion)]
struct VersionView {
    version: i32,
    /// SHA-256 of its canonical form.
    digest: String,
    #[schema(format = DateTime)]
    issued_at: String,
    /// Where it is.
    #[schema(format = "uri")]
    url: String,
}

fn entry(app: &App, passport: Passport, keeper: Option<Organization>) -> EntryView {
    let (url, id) = (&app.issuer.public_url, passport.id);
    let this = format!("{url}/api/v1/passports/{id}");
    let has_page = passport.visibility == Visibility::Public && app.has_page();
    EntryView {
        id: id.to_string(),
        product_id: passport.product_id,
        name: passport.name,
        description: passport.description,
        visibility: passport.visibility.as_str(),
        shape: passport.shape.as_str(),
        version: passport.version,
        created_at: passport.created_at.to_string(),
        keeper: keeper.map(|keeper| KeeperView { id: keeper.id.to_string(), name: keeper.name }),
        links: Links {
            bundle: format!("{this}/bundle"),
            verify: format!("{this}/verify"),
            versions: format!("{this}/versions"),
            qr: format!("{this}/qr"),
            this,
            page: has_page.then(|| format!("{url}/passport/{id}")),
        },
    }
}

fn view(app: &App, whole: Whole) -> Result<PassportView, Error> {
    let Whole { passport, version, members } = whole;
    let credential = stored(version.credential, ("passport_versions", "credential"), &passport.id)?;
    let member = |member: PassportMember| {
        let id = member.id.to_string();
        Ok::<_, Error>(MemberView {
            credential: stored(member.credential, ("passport_members", "credential"), &member.id)?,
            id,
            digest: member.digest.to_string(),
            public: member.public,
            added_at: member.added_at.to_string(),
        })
    };
    Ok(PassportView {
        entry: entry(app, passport, None),
        credential,
        digest: version.digest.to_string(),
        members: members.into_iter().map(member).collect::<Result<_, _>>()?,
    })
}

/// Create a passport
///
/// Gathers what several issuers say about one product in a credential of its own, signed by your organisation.
#[utoipa::path(post, path = "/api/v1/passports", operation_id = "createPassport", tag = "passports",
    request_body = CreatePassport,
    responses(
        (status = 201, description = "Made", body = PassportView, headers(("Location" = String, description = "The passport"))),
        (status = 409, description = "You have a passport for this product", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
        OfCommand,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn create(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Json { value, held: _held, .. }: Json<CreatePassport>,
) -> Result<Response, Problem> {
    let visibility = value.visibility.as_deref().map_or(Some(Visibility::Public), Visibility::parse);
    let visibility = visibility.ok_or_else(|| Error::refused("/visibility", "must be `public` or `private`"))?;
    let shape = value.shape.as_deref().map_or(Some(Shape::Plain), Shape::parse);
    let shape = shape.ok_or_else(|| Error::refused("/shape", "must be `plain` or `untp-0.6.1`"))?;
    let members = value.members.into_iter().enumerate();
    let members = members.map(|(at, member)| member.read(&format!("/members/{at}"))).collect::<Result<_, _>>()?;
    let new = NewPassport {
        product_id: value.product_id,
        name: value.name,
        description: value.description,
        visibility,
        shape,
        members,
    };
    let view = view(&app, passport::create(&app.issuer, &caller, new).await?)?;
    Ok((StatusCode::CREATED, [(LOCATION, view.entry.links.this.clone())], Answer(view)).into_response())
}

/// List your passports
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/passports", operation_id = "listPassports", tag = "passports",
    params(
        ("before" = Option<uuid::Uuid>, Query, description = "Passports made before this one"),
        ("limit" = Option<u32>, Query, description = "At most so many: 1 to 100, by default 50"),
    ),
    responses(
        (status = 200, description = "Your organisation's passports", body = Passports),
        (status = 422, description = "`limit` or `before` is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn list(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    parameters: Parameters,
) -> Result<Answer<Passports>, Problem> {
    parameters.only(&["before", "limit"])?;
    let limit = listing::limit(parameters.one("limit")?)?;
    let before = parameters.one("before")?.map(str::parse::<PassportId>).transpose();
    let before = before.map_err(|_| Error::refused("/before", "must be the id of a passport"))?;
    let found = passport::list(&app.issuer, &caller, before, limit).await?;
    let next = (found.len() == usize::from(limit)).then(|| found.last().map(|last| last.id.to_string())).flatten();
    Ok(Answer(Passports { passports: found.into_iter().map(|one| entry(&app, one, None)).collect(), next }))
}

/// Fetch a passport
///
/// Open to anybody where it is public. Credentials that are not for everybody are shown to its keeper only.
#[utoipa::path(get, path = "/api/v1/passports/{id}", operation_id = "fetchPassport", tag = "passports",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The passport", body = PassportView), OfAnybody),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn fetch(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<PassportId>,
) -> Result<Answer<PassportView>, Problem> {
    Ok(Answer(view(&app, passport::find(&app.issuer, caller.as_ref(), id).await?)?))
}

/// Find the passports of a product
///
/// Every public one, the oldest first, with the name of who keeps it. A number is nobody's by being first: who is right,
/// the signatures say.
#[utoipa::path(get, path = "/api/v1/passports/product/{productId}", operation_id = "findPassports", tag = "passports",
    params(("productId" = String, Path, description = "Percent-encoded")),
    responses(
        (status = 200, description = "The passports", body = Passports),
        (status = 404, description = "Not text", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn of_product(
    State(app): State<App>,
    Part(product): Part<String>,
) -> Result<Answer<Passports>, Problem> {
    let found = passport::for_product(&app.issuer, &product).await?;
    let passports = found.into_iter().map(|(one, keeper)| entry(&app, one, Some(keeper))).collect();
    Ok(Answer(Passports { passports, next: None }))
}

/// Fetch the bundle of a passport
///
/// The passport, and what it gathers, for a verifier.
#[utoipa::path(get, path = "/api/v1/passports/{id}/bundle", operation_id = "fetchPassportBundle", tag = "passports",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The bundle", body = Object), OfAnybody),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn bundle(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<PassportId>,
) -> Result<Response, Problem> {
    let bundle = passport::bundle(&app.issuer, caller.as_ref(), id).await?;
    Ok(([(CONTENT_TYPE, "application/json")], bundle.to_text()).into_response())
}

/// Verify a passport
///
/// Every credential in it, by its signature.
#[utoipa::path(get, path = "/api/v1/passports/{id}/verify", operation_id = "verifyPassport", tag = "passports",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The report", body = Object), OfAnybody),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn verify(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<PassportId>,
) -> Result<Response, Problem> {
    let bundle = passport::bundle(&app.issuer, caller.as_ref(), id).await?;
    let now = app.issuer.clock.now();
    let request = bundle.request(Object::new(), now)?;
    let own = identity::at_hand(&app.issuer, &request).await?;
    super::verify::report(&app, move || Ok(request.and(&own))).await
}

/// Add a credential to a passport
///
/// Makes a new version.
#[utoipa::path(post, path = "/api/v1/passports/{id}/members", operation_id = "addPassportMember", tag = "passports",
    params(("id" = uuid::Uuid, Path)),
    request_body = AddMember,
    responses(
        (status = 200, description = "The passport in its new version", body = PassportView),
        (status = 404, description = "No such passport of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It has this credential, or others change it at this moment", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
        OfCommand,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn add(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Part(id): Part<PassportId>,
    Json { value, held: _held, .. }: Json<AddMember>,
) -> Result<Answer<PassportView>, Problem> {
    let whole = passport::add(&app.issuer, &caller, id, value.read("")?).await?;
    Ok(Answer(view(&app, whole)?))
}

/// Take a credential out of a passport
///
/// Makes a new version. The old ones, which name it, stay.
#[utoipa::path(delete, path = "/api/v1/passports/{id}/members/{memberId}", operation_id = "removePassportMember", tag = "passports",
    params(("id" = uuid::Uuid, Path), ("memberId" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The passport in its new version", body = PassportView),
        (status = 404, description = "No such passport of yours, or no such credential in it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Others change it at this moment", body = ProblemBody, content_type = "application/problem+json"),
        OfCaller,
    ),
    security(("bearer" = []), ("apiKey" = [])))]
pub(super) async fn remove(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    Parts(id, member): Parts<PassportId, PassportMemberId>,
) -> Result<Answer<PassportView>, Problem> {
    Ok(Answer(view(&app, passport::remove(&app.issuer, &caller, id, member).await?)?))
}

/// List the versions of a passport
///
/// The newest first, a hundred at a time.
#[utoipa::path(get, path = "/api/v1/passports/{id}/versions", operation_id = "listPassportVersions", tag = "passports",
    params(
        ("id" = uuid::Uuid, Path),
        ("before" = Option<i32>, Query, description = "Versions before this one"),
    ),
    responses(
        (status = 200, description = "The versions", body = Versions),
        (status = 422, description = "`before` is wrong", body = ProblemBody, content_type = "application/problem+json"),
        OfAnybody,
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn versions(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<PassportId>,
    parameters: Parameters,
) -> Result<Answer<Versions>, Problem> {
    parameters.only(&["before"])?;
    let before = parameters.one("before")?.map(str::parse::<i32>).transpose();
    let before = before.map_err(|_| Error::refused("/before", "must be the number of a version"))?;
    let found = passport::versions(&app.issuer, caller.as_ref(), id, before).await?;
    let view = |one: &PassportVersion| VersionView {
        version: one.version,
        digest: one.digest.to_string(),
        issued_at: one.issued_at.to_string(),
        url: passport::version_url(&app.issuer, id, one.version),
    };
    let next = found.last().map(|last| last.version).filter(|last| *last > 1);
    Ok(Answer(Versions { versions: found.iter().map(view).collect(), next }))
}

/// Fetch a version of a passport
///
/// The signed credential, also of versions that others replaced.
#[utoipa::path(get, path = "/api/v1/passports/{id}/versions/{version}", operation_id = "fetchPassportVersion", tag = "passports",
    params(("id" = uuid::Uuid, Path), ("version" = i32, Path)),
    responses((status = 200, description = "The credential", body = Object, content_type = "application/vc"), OfAnybody),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn version(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Parts(id, version): Parts<PassportId, i32>,
) -> Result<Response, Problem> {
    let found = passport::version(&app.issuer, caller.as_ref(), id, version).await?;
    Ok(([(CONTENT_TYPE, "application/vc")], found.credential).into_response())
}

/// Fetch the context of passports
///
/// The meaning of this service's own names in passports that may hold no inline context (JSON-LD 1.1). It never changes.
#[utoipa::path(get, path = "/contexts/passport/v1", operation_id = "fetchPassportContext", tag = "verification",
    params(("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer")),
    responses(
        (status = 200, description = "The context", body = Object, content_type = "application/ld+json"),
        (status = 304, description = "The same as before, by its ETag"),
    ))]
pub(super) async fn context(State(app): State<App>, headers: HeaderMap) -> Response {
    let text = passport::context(&app.issuer.public_url);
    cached_by_content(&headers, ASK_EACH_TIME, "application/ld+json", text.into())
}
