//! `POST /v1/accounts/{id}/invitations`: invites somebody by mail.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::By;
use countersign_app::invitations::{self, InvitationAsk};
use countersign_core::ids::AccountId;
use countersign_core::people::Role;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::{Invitation, invalid, read_time};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Whom, and to what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {
    /// What whoever invites calls the person.
    #[schema(example = "Theo Technik")]
    name: String,
    /// The mailbox: nobody else can accept.
    #[schema(example = "theo@it-haus.example")]
    email: String,
    /// `administrator`, `member` or `technical-administrator`.
    #[schema(example = "technical-administrator")]
    role: String,
    /// What a technical administrator may do, of the operator's list; at least one.
    #[serde(default)]
    rights: Vec<String>,
    /// When the membership will end by itself.
    ends_at: Option<String>,
    /// The language of the mail, a language tag; unless given, that of whoever invites.
    language: Option<String>,
}

/// Invite somebody into an account.
///
/// On behalf of a member: an owner or administrator, in an open window of their session, and never to a role above their own. In
/// the portal's own name with the scope `members:provision`. The link goes to the mailbox and nowhere else; it works for seven
/// days and once, and only for a person who is signed in with that address and has two-factor authentication on.
#[utoipa::path(
    post,
    path = "/v1/accounts/{id}/invitations",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    request_body = NewInvitation,
    responses(
        (status = 201, description = "It is being mailed.", body = Invitation),
        (status = 403, description = "`scope-missing`, `not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "`too-many-sends`: an account invites 50 a day.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_invitation(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewInvitation>,
) -> Result<(StatusCode, Json<Invitation>), Refused> {
    let now = frame.asked.now;
    if by == By::Portal {
        frame.caller.must("members:provision")?;
    }
    let role = Role::parse(&new.role).ok_or_else(|| {
        invalid("role", "A role is administrator, member or technical-administrator.")
    })?;
    let offered = &state.ctx.portal.languages;
    let language = match new.language {
        Some(tag) => Some(
            offered
                .parse(&tag)
                .ok_or_else(|| invalid("language", "This language is not offered."))?,
        ),
        None => None,
    };
    let ask = InvitationAsk {
        account,
        name: new.name,
        email: new.email,
        language,
        role,
        rights: new.rights,
        ends_at: new.ends_at.map(|text| read_time("ends_at", &text)).transpose()?,
    };
    let sent = invitations::invite(&state.ctx, &frame.asked, by, ask).await;
    Ok((StatusCode::CREATED, Json(trouble::told(sent, now)?.into())))
}
