//! `GET /v1/channels`: every provider with its switch, its breaker and its last 24 hours.

use axum::Json;
use axum::extract::State;
use countersign_app::delivery::{self, ProviderView, TrafficView};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Every provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct Channels {
    /// In the order of the configuration.
    providers: Vec<Provider>,
    /// Countries whose tap the brake has closed (ISO 3166-1 alpha-2).
    closed_countries: Vec<String>,
}

/// One provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct Provider {
    /// Its name.
    name: String,
    /// The methods it carries.
    carries: Vec<String>,
    /// `on`, `off`, or `left-out` by its breaker.
    state: String,
    /// Why it is left out: `errors` or `delivery`.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Until when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// The last 24 hours, by method and country.
    traffic: Vec<Traffic>,
}

/// Hand-overs of one method and country.
#[derive(Serialize, ToSchema)]
pub(crate) struct Traffic {
    /// The method.
    method: String,
    /// ISO 3166-1 alpha-2; empty for mail.
    country: String,
    /// Messages that the provider took.
    sent: u64,
    /// Of them, reported delivered.
    delivered: u64,
    /// Of them, answered.
    verified: u64,
    /// Refused, put off, lost or in doubt.
    failed: u64,
    /// From hand-over to the report of delivery, on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_to_delivery: Option<u64>,
    /// What those that were taken cost, in millionths of the currency.
    cost_micros: i64,
}

impl From<ProviderView> for Provider {
    fn from(view: ProviderView) -> Self {
        Self {
            name: view.name,
            carries: view.carries.into_iter().map(str::to_owned).collect(),
            state: view.state.to_owned(),
            why: view.why.map(str::to_owned),
            until: view.until,
            traffic: view.traffic.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<TrafficView> for Traffic {
    fn from(view: TrafficView) -> Self {
        Self {
            method: view.method.to_owned(),
            country: view.country,
            sent: view.sent,
            delivered: view.delivered,
            verified: view.verified,
            failed: view.failed,
            seconds_to_delivery: view.seconds_to_delivery,
            cost_micros: view.cost_micros,
        }
    }
}

/// List the providers.
#[utoipa::path(
    get,
    path = "/v1/channels",
    tag = "channels",
    responses((status = 200, description = "Every provider.", body = Channels))
)]
pub(crate) async fn list_channels(
    State(state): State<AppState>,
    frame: Frame,
) -> Result<Json<Channels>, Refused> {
    let now = frame.asked.now;
    let listed = delivery::list(&state.ctx).await.map(Ok);
    let closed = delivery::closed(&state.ctx).await.map(Ok);
    Ok(Json(Channels {
        providers: trouble::told(listed, now)?.into_iter().map(Into::into).collect(),
        closed_countries: trouble::told(closed, now)?,
    }))
}
