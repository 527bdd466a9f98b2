//! `GET /v1/orders?person=…`: the orders of a person, newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::order;
use countersign_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Order, invalid, read_person};
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of orders.
#[derive(Serialize, ToSchema)]
pub(crate) struct Orders {
    /// Newest first.
    orders: Vec<Order>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List a person's orders.
#[utoipa::path(
    get,
    path = "/v1/orders",
    tag = "orders",
    params(
        ("person" = String, Query, description = "Whose."),
        ("limit" = Option<u32>, Query, description = "Orders of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of orders.", body = Orders),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_orders(
    State(state): State<AppState>,
    frame: Frame,
    mut query: ListQuery,
) -> Result<Json<Orders>, Refused> {
    let now = frame.asked.now;
    let person = query
        .take("person")
        .ok_or_else(|| invalid("person", "Name the person whose orders are listed."))?;
    query.finish()?;
    let person = read_person(&person)?;
    let before = query.after.map(|cursor| (cursor.at.ms(), cursor.id));
    let mut found =
        trouble::told(order::list(&state.ctx, &person, before, query.limit + 1, now).await, now)?;
    let next_cursor = cut(&mut found, query.limit, |order| Cursor {
        at: Timestamp::from_ms(order.created_at),
        id: order.id.clone(),
    });
    Ok(Json(Orders { orders: found.into_iter().map(Into::into).collect(), next_cursor }))
}
