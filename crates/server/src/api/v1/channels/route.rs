//! `POST /v1/channels/route`: where a message would go, and what it costs. A POST, because a number belongs into no URL.

use axum::Json;
use axum::extract::State;
use countersign_app::delivery;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{invalid, read_method};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Which message.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RouteRequest {
    /// `sms`, `call`, `email` or `whatsapp`.
    #[schema(example = "sms")]
    method: String,
    /// A number in E.164, or an address.
    #[schema(example = "+4915123456789")]
    to: String,
}

/// Where it would go.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageRoute {
    /// Whether it would go out now.
    served: bool,
    /// Why not: `number-kind-refused`, `country-not-served`, `provider-outage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The providers in the order they are tried.
    providers: Vec<RouteHop>,
    /// What the person pays.
    price: String,
    /// ISO 4217.
    currency: String,
}

/// One provider on a route.
#[derive(Serialize, ToSchema)]
pub(crate) struct RouteHop {
    /// Its name.
    name: String,
    /// `on`, `off` or `left-out`.
    state: String,
    /// What it takes, in millionths of the currency.
    cost_micros: i64,
    /// Whom messages are from there, if the route says so; left out: what the provider is set up with.
    #[serde(skip_serializing_if = "Option::is_none")]
    sender: Option<String>,
}

/// Show where a message would go. Sends nothing.
#[utoipa::path(
    post,
    path = "/v1/channels/route",
    tag = "channels",
    request_body = RouteRequest,
    responses(
        (status = 200, description = "The route.", body = MessageRoute),
        (status = 422, description = "`method-unavailable`, `invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_route(
    State(state): State<AppState>,
    frame: Frame,
    Strict(asked): Strict<RouteRequest>,
) -> Result<Json<MessageRoute>, Refused> {
    let method = read_method(&asked.method)?;
    let known = asked.to.starts_with('+') || asked.to.contains('@');
    if !known || asked.to.len() > 254 {
        return Err(invalid("to", "Write a number in E.164, like +4915123456789, or an address."));
    }
    let route = delivery::route(&state.ctx, method, &asked.to).await.map(Ok);
    let route = trouble::told(route, frame.asked.now)?;
    let hop = |hop: delivery::HopView| RouteHop {
        name: hop.name,
        state: hop.state.to_owned(),
        cost_micros: hop.cost_micros,
        sender: hop.sender,
    };
    Ok(Json(MessageRoute {
        served: route.reason.is_none(),
        reason: route.reason.map(str::to_owned),
        providers: route.providers.into_iter().map(hop).collect(),
        price: route.price,
        currency: route.currency,
    }))
}
