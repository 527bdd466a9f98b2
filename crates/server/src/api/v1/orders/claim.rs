//! `POST /v1/orders/{id}/claim`: hands an authorised order to the portal, once.

use axum::Json;
use axum::extract::State;
use countersign_app::order;
use countersign_core::ids::OrderId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A body without fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// The order is the portal's to run.
#[derive(Serialize, ToSchema)]
pub(crate) struct Claimed {
    /// `claimed`.
    state: &'static str,
    /// The receipt: a compact JWS, checked with the keys at /.well-known/jwks.json.
    receipt: String,
}

/// Claim an order. Of any number of callers one succeeds; run the order only then.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/claim",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    responses(
        (status = 200, description = "Claimed.", body = Claimed),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`already-claimed`, `not-authorised`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn claim_order(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<OrderId>,
    Strict(Nothing {}): Strict<Nothing>,
) -> Result<Json<Claimed>, Refused> {
    let claimed = trouble::told(order::claim(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(Json(Claimed { state: "claimed", receipt: claimed.receipt }))
}
