//! `GET /v1/orders/{id}/receipt`: the receipt of a claimed order, again.

use axum::Json;
use axum::extract::State;
use countersign_app::order;
use countersign_core::ids::OrderId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// The receipt.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// A compact JWS, checked with the keys at /.well-known/jwks.json.
    receipt: String,
}

/// Read the receipt of a claimed order. It proves the confirmation; only the claim says who runs it.
#[utoipa::path(
    get,
    path = "/v1/orders/{id}/receipt",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    responses(
        (status = 200, description = "The receipt.", body = Receipt),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`not-authorised`: the order was not claimed.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_receipt(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<OrderId>,
) -> Result<Json<Receipt>, Refused> {
    let now = frame.asked.now;
    let receipt = trouble::told(order::receipt(&state.ctx, &id, now).await, now)?;
    Ok(Json(Receipt { receipt }))
}
