//! `DELETE /v1/accounts/{id}`: closes an account.

use axum::extract::State;
use countersign_app::accounts;
use countersign_core::ids::AccountId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Close an account: every membership ends, with the sessions for it and their open orders. The persons stay. Large accounts are
/// closed in steps; if the answer was lost, ask again until it is 404.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}",
    tag = "accounts",
    params(("id" = String, Path, description = "The account.")),
    responses(
        (status = 204, description = "Closed. It cannot be undone."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn close_account(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<AccountId>,
) -> Result<StatusCode, Refused> {
    trouble::told(accounts::close(&state.ctx, &frame.asked, &id).await, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
