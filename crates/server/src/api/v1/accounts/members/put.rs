//! `PUT /v1/accounts/{id}/members/{person}`: takes a person in, or changes what they are.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::{self, By, MemberAsk};
use countersign_core::ids::PersonId;
use countersign_core::people::Role;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::{Member, invalid, read_time};
use crate::http::json::Strict;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// What the person is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMember {
    /// `owner`, `administrator`, `member` or `technical-administrator`.
    #[schema(example = "administrator")]
    role: String,
    /// What a technical administrator may do, of the operator's list.
    #[serde(default)]
    rights: Vec<String>,
    /// When it ends by itself; never for an owner.
    ends_at: Option<String>,
}

/// Take a person into an account, or change their role.
///
/// On behalf of a member: an owner or administrator, in an open window of their session, and never on or to a role above their
/// own. In the portal's own name, and to take in somebody who does not belong to the account: with the scope
/// `members:provision`. What the person loses ends at once: sessions for this account or for none, windows, open orders.
#[utoipa::path(
    put,
    path = "/v1/accounts/{id}/members/{person}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("person" = String, Path, description = "The person."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    request_body = NewMember,
    responses(
        (status = 200, description = "It is so, now or before.", body = Member),
        (status = 403, description = "`scope-missing`, `not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`last-owner`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_member(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, person): InAccount<PersonId>,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewMember>,
) -> Result<Json<Member>, Refused> {
    let now = frame.asked.now;
    if by == By::Portal {
        frame.caller.must("members:provision")?;
    }
    let role = Role::parse(&new.role).ok_or_else(|| {
        invalid("role", "A role is owner, administrator, member or technical-administrator.")
    })?;
    let ask = MemberAsk {
        account,
        person,
        role,
        rights: new.rights,
        ends_at: new.ends_at.map(|text| read_time("ends_at", &text)).transpose()?,
        may_add: frame.caller.may("members:provision"),
    };
    let put = accounts::put_member(&state.ctx, &frame.asked, by, ask).await;
    Ok(Json(trouble::told(put, now)?.into()))
}
