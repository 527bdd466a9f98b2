//! `GET /v1/orders/{id}`: an order and where it stands.

use axum::Json;
use axum::extract::State;
use countersign_app::order;
use countersign_core::ids::OrderId;

use crate::api::asked::Frame;
use crate::api::shapes::Order;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Read an order.
#[utoipa::path(
    get,
    path = "/v1/orders/{id}",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    responses(
        (status = 200, description = "The order.", body = Order),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_order(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<OrderId>,
) -> Result<Json<Order>, Refused> {
    let now = frame.asked.now;
    let order = trouble::told(order::read(&state.ctx, &id, now).await, now)?;
    Ok(Json(order.into()))
}
