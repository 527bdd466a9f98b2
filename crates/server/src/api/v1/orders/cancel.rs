//! `POST /v1/orders/{id}/cancel`: stops an order that waits.

use axum::Json;
use axum::extract::State;
use countersign_app::order;
use countersign_core::ids::OrderId;

use super::claim::Nothing;
use crate::api::asked::Frame;
use crate::api::shapes::Order;
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Cancel an order. Its codes are dead from then on.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/cancel",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    responses(
        (status = 200, description = "Cancelled, now or before.", body = Order),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`order-closed`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cancel_order(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<OrderId>,
    Strict(Nothing {}): Strict<Nothing>,
) -> Result<Json<Order>, Refused> {
    let order = trouble::told(order::cancel(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(Json(order.into()))
}
