//! `GET /v1/accounts/{id}`: one account.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts;
use countersign_core::ids::AccountId;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::Account;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Read an account.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 200, description = "The account.", body = Account),
        (status = 404, description = "`not-found`: there is none, or the member does not belong to it.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_account(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<AccountId>,
    ActingFor(by): ActingFor,
) -> Result<Json<Account>, Refused> {
    let now = frame.asked.now;
    Ok(Json(trouble::told(accounts::read(&state.ctx, &id, by, now).await, now)?.into()))
}
