//! `POST /v1/orders`: asks a person to confirm one system-critical action.

use axum::Json;
use axum::extract::State;
use countersign_app::order::{self, NewOrderAsk};
use http::StatusCode;
use http::header::LOCATION;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Money, NewOrder, SlipLine, read_order, read_person, read_session};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// An order. Nothing of it changes afterwards; to change one, another `replaces` it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderRequest {
    /// Who confirms it, and nobody else.
    person: String,
    /// The session it comes from.
    session: Option<String>,
    /// Machine name of the action.
    #[schema(example = "restore-snapshot")]
    action: String,
    /// What is done, in the portal's words.
    #[schema(example = "Restore snapshot")]
    title: String,
    /// To what.
    #[schema(example = "web-1")]
    object: String,
    /// Further lines of the slip; at most 20.
    #[serde(default)]
    details: Vec<SlipLine>,
    /// Whether data is deleted or overwritten.
    #[serde(default)]
    destructive: bool,
    /// What it costs.
    amount: Option<Money>,
    /// Where the hosted page leads back to; a registered return target.
    return_to: Option<String>,
    /// Seconds it waits: 300 to 3600.
    expires_in: Option<u64>,
    /// The order it takes the place of: that one is void, its codes are dead.
    replaces: Option<String>,
}

/// Create an order.
#[utoipa::path(
    post,
    path = "/v1/orders",
    tag = "orders",
    request_body = OrderRequest,
    responses(
        (status = 201, description = "Created. Nothing is sent yet.", body = NewOrder),
        (status = 409, description = "`session-ended`; `order-closed`: the order to be replaced is no longer open.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_order(
    State(state): State<AppState>,
    frame: Frame,
    Strict(new): Strict<OrderRequest>,
) -> Result<(StatusCode, [(http::HeaderName, String); 1], Json<NewOrder>), Refused> {
    let ask = NewOrderAsk {
        person: read_person(&new.person)?,
        session: new.session.as_deref().map(read_session).transpose()?,
        action: new.action,
        title: new.title,
        object: new.object,
        details: new.details.into_iter().map(Into::into).collect(),
        destructive: new.destructive,
        amount: new.amount.map(Into::into),
        return_to: new.return_to,
        expires_in: new.expires_in,
        replaces: new.replaces.as_deref().map(|id| read_order("replaces", id)).transpose()?,
    };
    let created =
        trouble::told(order::create(&state.ctx, &frame.asked, ask).await, frame.asked.now)?;
    let location = [(LOCATION, format!("/v1/orders/{}", created.id))];
    Ok((StatusCode::CREATED, location, Json(created.into())))
}
