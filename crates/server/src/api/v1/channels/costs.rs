//! `GET /v1/channels/costs`: what messages cost, by account, person, purpose and provider.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use countersign_app::delivery::{self, Cost, CostsOf};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{invalid, read_account, read_person, read_time};
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::problem::ProblemDocument;
use crate::http::{Problem, Refused, Slug, trouble};
use crate::state::AppState;

/// The longest span of one answer, and the span unless asked otherwise.
const LONGEST: Duration = Duration::from_hours(24 * 31);

/// A page of costs.
#[derive(Serialize, ToSchema)]
pub(crate) struct Costs {
    /// In the order of account, person, purpose and provider.
    costs: Vec<BookedCost>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// What messages of one purpose through one provider cost, for one person and account.
#[derive(Serialize, ToSchema)]
pub(crate) struct BookedCost {
    /// The account of the session in which they were asked for, or the only one that the person belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// For whom; missing: an operator's test.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// What for: `sign-in`, `order`, `notice`, `test` and so on.
    purpose: String,
    /// The provider's name.
    provider: String,
    /// ISO 4217.
    currency: String,
    /// Messages that the provider took.
    messages: u64,
    /// What the provider takes for them, in millionths of the currency.
    cost_micros: i64,
    /// What the person pays for them, in millionths of the currency.
    price_micros: i64,
}

impl From<Cost> for BookedCost {
    fn from(cost: Cost) -> Self {
        Self {
            account: cost.account.map(|id| id.to_string()),
            person: cost.person.map(|id| id.to_string()),
            purpose: cost.purpose,
            provider: cost.provider,
            currency: cost.currency,
            messages: cost.messages,
            cost_micros: cost.cost_micros,
            price_micros: cost.price_micros,
        }
    }
}

/// List what messages cost.
///
/// Booked is what a provider took, whether or not it arrived. Mail without a tariff costs nothing and is listed too.
#[utoipa::path(
    get,
    path = "/v1/channels/costs",
    tag = "channels",
    params(
        ("from" = Option<String>, Query, description = "From this time on (RFC 3339); 31 days before the end unless given."),
        ("to" = Option<String>, Query, description = "Until before this time (RFC 3339); now unless given. A span is at most 31 days."),
        ("account" = Option<String>, Query, description = "Only those of this account."),
        ("person" = Option<String>, Query, description = "Only those of this person."),
        ("limit" = Option<u32>, Query, description = "Rows of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before, with the same other values."),
    ),
    responses(
        (status = 200, description = "A page of costs.", body = Costs),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_costs(
    State(state): State<AppState>,
    frame: Frame,
    mut query: ListQuery,
) -> Result<Json<Costs>, Refused> {
    let now = frame.asked.now;
    let mut time = |name: &str| query.take(name).map(|text| read_time(name, &text)).transpose();
    let (from, to) = (time("from")?, time("to")?);
    let account = query.take("account").map(|id| read_account(&id)).transpose()?;
    let person = query.take("person").map(|id| read_person(&id)).transpose()?;
    query.finish()?;
    // A page names the end of the first one's span and how many rows came before: what comes meanwhile moves none.
    let (to, passed) = match &query.after {
        Some(cursor) => {
            let passed = cursor.id.parse::<u32>().map_err(|_| {
                let detail = "\"cursor\" is not one of ours; start without it.";
                Refused::from(Problem::new(Slug::MalformedRequest).detail(detail))
            })?;
            (cursor.at, passed)
        }
        None => (to.unwrap_or(now), 0),
    };
    let from = from.unwrap_or_else(|| to.minus(LONGEST));
    if from >= to || to.since(from) > LONGEST {
        return Err(invalid("from", "A span ends after it begins, and is at most 31 days long."));
    }
    let of = CostsOf { from, to, account, person, page: (query.limit + 1, passed) };
    let listed = delivery::costs(&state.ctx, of).await.map(Ok);
    let mut found = trouble::told(listed, now)?;
    let next = Cursor { at: to, id: passed.saturating_add(query.limit).to_string() };
    let next_cursor = cut(&mut found, query.limit, |_| next.clone());
    Ok(Json(Costs { costs: found.into_iter().map(Into::into).collect(), next_cursor }))
}
