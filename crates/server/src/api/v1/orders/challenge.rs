//! `POST /v1/orders/{id}/challenges`: starts a challenge for an order, its method fixed.

use axum::Json;
use axum::extract::State;
use countersign_app::order::{self, OrderChallengeAsk};
use countersign_core::ids::OrderId;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{NewChallenge, read_contact, read_method};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// How the order is to be confirmed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Way {
    /// The method.
    #[schema(example = "sms")]
    method: String,
    /// The contact's id; the first that can be used unless given.
    contact: Option<String>,
}

/// Start a challenge for an order; then send (for delivered codes) and answer.
#[utoipa::path(
    post,
    path = "/v1/orders/{id}/challenges",
    tag = "orders",
    params(("id" = String, Path, description = "The order.")),
    request_body = Way,
    responses(
        (status = 201, description = "Started. Nothing is sent yet.", body = NewChallenge),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`order-closed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`method-unavailable` with `reason`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_order_challenge(
    State(state): State<AppState>,
    frame: Frame,
    PathId(order): PathId<OrderId>,
    Strict(way): Strict<Way>,
) -> Result<(StatusCode, Json<NewChallenge>), Refused> {
    let ask = OrderChallengeAsk {
        order,
        method: read_method(&way.method)?,
        contact: way.contact.as_deref().map(read_contact).transpose()?,
    };
    let created =
        trouble::told(order::challenge(&state.ctx, &frame.asked, ask).await, frame.asked.now)?;
    Ok((StatusCode::CREATED, Json(created.into())))
}
