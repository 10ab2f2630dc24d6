//! Inviting people into an organisation, and joining one.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::{MembershipView, unkept};
use super::auth::{Person, PersonOrNobody};
use super::body::Json;
use super::language::Spoken;
use super::openapi::{OfCommand, OfCommandByPerson, OfPerson};
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::{App, Problem};
use crate::id::InvitationId;
use crate::issue::Error;
use crate::issue::invitation::{self, NewMember, Offer};
use crate::issue::password::Password;
use crate::store::invitations::Invitation;
use crate::store::memberships::Role;

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Invite {
    #[schema(example = "grace@example.com", format = "email")]
    email: String,
    /// `user` or `admin`.
    #[schema(example = "user")]
    role: String,
}

/// What an invitation's link carried.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LookAtInvitation {
    /// Behind the `#` of the link.
    #[schema(example = "iv_…")]
    token: String,
}

/// Joining.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceptInvitation {
    /// Behind the `#` of the link.
    #[schema(example = "iv_…")]
    token: String,
    /// To be made, for the address that was invited. Without it you join with the account you are signed in to, or, where a
    /// letter brought the link, with the one that the address has.
    #[serde(default)]
    account: Option<NewAccount>,
}

/// A new account, for the address that was invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitedAccount)]
struct NewAccount {
    #[schema(example = "Grace Hopper", min_length = 2, max_length = 200)]
    name: String,
    /// Any characters, at least eight.
    #[schema(min_length = 8, format = "password")]
    password: String,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Invitation)]
pub(super) struct InvitationView {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = "email")]
    email: String,
    /// `user` or `admin`.
    role: &'static str,
    /// By whom.
    #[schema(format = Uuid)]
    invited_by: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// For you to pass on, shown once: this service sends no letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    link: Option<String>,
}

/// Invitations that can be accepted.
#[derive(Serialize, ToSchema)]
pub(super) struct Invitations {
    invitations: Vec<InvitationView>,
}

/// What an invitation offers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitationOffer {
    /// The organisation's name.
    organization: String,
    #[schema(format = "email")]
    email: String,
    /// `user` or `admin`.
    role: &'static str,
    /// Whether the address has an account; told where a letter brought the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_account: Option<bool>,
}

impl From<Offer> for InvitationOffer {
    fn from(offer: Offer) -> Self {
        Self {
            organization: offer.organization.name,
            email: offer.email.as_str().to_owned(),
            role: offer.role.as_str(),
            has_account: offer.has_account,
        }
    }
}

fn view(one: &Invitation, link: Option<&str>) -> InvitationView {
    InvitationView {
        id: one.id.to_string(),
        email: one.email.as_str().to_owned(),
        role: one.role.as_str(),
        invited_by: one.invited_by.to_string(),
        created_at: one.created_at.to_string(),
        expires_at: one.expires_at.to_string(),
        link: link.map(str::to_owned),
    }
}

/// Invite somebody
///
/// For admins, into the organisation you act for. Good for seven days, and once. Where the service sends letters, the link
/// goes to the address; elsewhere the answer has it, for you to pass on.
#[utoipa::path(post, path = "/api/v1/invitations", operation_id = "invite", tag = "organizations",
    request_body = Invite,
    responses(
        (status = 201, description = "Invited", body = InvitationView),
        (status = 409, description = "A member has the address, or an invitation to it is open", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "The address was written to often enough", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn invite(
    State(app): State<App>,
    Person(person): Person,
    Spoken(language): Spoken,
    Json { value, held: _held, .. }: Json<Invite>,
) -> Result<Response, Problem> {
    let role = Role::parse(&value.role).ok_or_else(|| Error::refused("/role", "must be `user` or `admin`"))?;
    let made = invitation::invite(&app.issuer, &person, (&value.email, role), language).await?;
    Ok(unkept(StatusCode::CREATED, view(&made.invitation, made.link())))
}

/// List invitations
///
/// For admins: those that can be accepted.
#[utoipa::path(get, path = "/api/v1/invitations", operation_id = "listInvitations", tag = "organizations",
    responses((status = 200, description = "Open invitations", body = Invitations), OfPerson),
    security(("accessToken" = [])))]
pub(super) async fn list(State(app): State<App>, Person(person): Person) -> Result<Answer<Invitations>, Problem> {
    let invitations = invitation::list(&app.issuer, &person).await?;
    Ok(Answer(Invitations { invitations: invitations.iter().map(|one| view(one, None)).collect() }))
}

/// Withdraw an invitation
#[utoipa::path(delete, path = "/api/v1/invitations/{id}", operation_id = "withdrawInvitation", tag = "organizations",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 404, description = "No such invitation", body = ProblemBody, content_type = "application/problem+json"),
        OfPerson,
    ),
    security(("accessToken" = [])))]
pub(super) async fn withdraw(
    State(app): State<App>,
    Person(person): Person,
    Part(id): Part<InvitationId>,
) -> Result<StatusCode, Problem> {
    invitation::withdraw(&app.issuer, &person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Look at an invitation
///
/// With the token of its link.
#[utoipa::path(post, path = "/api/v1/invitations/look", operation_id = "lookAtInvitation", tag = "organizations",
    request_body = LookAtInvitation,
    responses((status = 200, description = "What it offers", body = InvitationOffer), OfCommand))]
pub(super) async fn look(
    State(app): State<App>,
    Json { value, held: _held, .. }: Json<LookAtInvitation>,
) -> Result<Answer<InvitationOffer>, Problem> {
    Ok(Answer(invitation::look(&app.issuer, &SecretString::from(value.token)).await?.into()))
}

/// Accept an invitation
///
/// With the token of its link, which is good once. With a new account, log in then.
#[utoipa::path(post, path = "/api/v1/invitations/accept", operation_id = "acceptInvitation", tag = "organizations",
    request_body = AcceptInvitation,
    responses(
        (status = 200, description = "You are a member", body = MembershipView),
        (status = 409, description = "You are one already, or the address has an account", body = ProblemBody, content_type = "application/problem+json"),
        OfCommandByPerson,
    ),
    security((), ("accessToken" = [])))]
pub(super) async fn accept(
    State(app): State<App>,
    PersonOrNobody(person): PersonOrNobody,
    Json { value, held: _held, .. }: Json<AcceptInvitation>,
) -> Result<Answer<MembershipView>, Problem> {
    let new = value.account.map(|new| NewMember { name: new.name, password: Password::new(new.password) });
    let token = SecretString::from(value.token);
    Ok(Answer(invitation::accept(&app.issuer, &token, person.as_ref(), new).await?.into()))
}
