//! `DELETE /v1/accounts/{id}/duties/…`: requires a second factor no more.

use axum::extract::State;
use countersign_app::accounts::By;
use countersign_app::duty;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::policy::DutyOf;
use http::StatusCode;

use super::{member, read_role};
use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::{InAccount, PathId, RoleOf};
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

async fn lift(
    state: &AppState,
    frame: &Frame,
    by: By,
    account: &AccountId,
    of: DutyOf,
) -> Result<StatusCode, Refused> {
    let acting = member(by)?;
    let lifted = duty::lift(&state.ctx, &frame.asked, acting, account, of).await;
    trouble::told(lifted, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lift what is required of everybody of an account.
///
/// Removes the duty and nothing else: second factors stay on, and are asked for as before.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/duties/account",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked: an owner."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Lifted, now or before."),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `second-factor-required`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lift_account_duty(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    lift(&state, &frame, by, &account, DutyOf::Account).await
}

/// Lift what is required of everybody of a role.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/duties/roles/{role}",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("role" = String, Path, description = "The role."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Lifted, now or before."),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `second-factor-required`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lift_role_duty(
    State(state): State<AppState>,
    frame: Frame,
    RoleOf(account, role): RoleOf,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    lift(&state, &frame, by, &account, DutyOf::Role(read_role(&role)?)).await
}

/// Lift what is required of one person.
///
/// What their role or the account requires holds on.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/duties/persons/{person}",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("person" = String, Path, description = "The person."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Lifted, now or before."),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lift_person_duty(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, person): InAccount<PersonId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    lift(&state, &frame, by, &account, DutyOf::Person(person)).await
}
