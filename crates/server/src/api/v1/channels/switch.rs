//! `POST /v1/channels/{id}/disable` and `/enable`: a provider's switch, on every node, within a second.

use axum::extract::{Path, State};
use countersign_app::delivery;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Switch a provider off.
#[utoipa::path(
    post,
    path = "/v1/channels/{id}/disable",
    tag = "channels",
    params(("id" = String, Path, description = "The provider's name.")),
    responses(
        (status = 204, description = "Off, now or before."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn disable_channel(
    State(state): State<AppState>,
    frame: Frame,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    switch(&state, &frame, &name, false).await
}

/// Switch a provider on; it is no longer left out either.
#[utoipa::path(
    post,
    path = "/v1/channels/{id}/enable",
    tag = "channels",
    params(("id" = String, Path, description = "The provider's name.")),
    responses(
        (status = 204, description = "On, now or before."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn enable_channel(
    State(state): State<AppState>,
    frame: Frame,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    switch(&state, &frame, &name, true).await
}

async fn switch(
    state: &AppState,
    frame: &Frame,
    name: &str,
    on: bool,
) -> Result<StatusCode, Refused> {
    let done = delivery::switch(&state.ctx, &frame.asked, name, on).await;
    trouble::told(done, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
