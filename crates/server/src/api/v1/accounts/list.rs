//! `GET /v1/accounts`: every account, the one the portal calls so, or those of a person; newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::{self, Which};
use countersign_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Account, read_person};
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::problem::ProblemDocument;
use crate::http::{Problem, Refused, Slug, trouble};
use crate::state::AppState;

/// A page of accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Accounts {
    /// Newest first.
    accounts: Vec<Account>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List accounts.
#[utoipa::path(
    get,
    path = "/v1/accounts",
    tag = "accounts",
    params(
        ("reference" = Option<String>, Query, description = "Only the one that the portal calls so."),
        ("person" = Option<String>, Query, description = "Only those that this person belongs to."),
        ("limit" = Option<u32>, Query, description = "Accounts of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of accounts.", body = Accounts),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_accounts(
    State(state): State<AppState>,
    frame: Frame,
    mut query: ListQuery,
) -> Result<Json<Accounts>, Refused> {
    let now = frame.asked.now;
    let which = match (query.take("reference"), query.take("person")) {
        (None, None) => Which::All,
        (Some(reference), None) => Which::Called(reference),
        (None, Some(person)) => Which::Of(read_person(&person)?),
        (Some(_), Some(_)) => {
            let problem = Problem::new(Slug::MalformedRequest);
            return Err(problem.detail("Name \"reference\" or \"person\", not both.").into());
        }
    };
    query.finish()?;
    let before = query.after.map(|cursor| (cursor.at, cursor.id));
    let listed = accounts::list(&state.ctx, which, before, query.limit + 1, now).await;
    let mut found = trouble::told(listed, now)?;
    let next_cursor = cut(&mut found, query.limit, |account| Cursor {
        at: Timestamp::from_ms(account.created_at),
        id: account.id.clone(),
    });
    Ok(Json(Accounts { accounts: found.into_iter().map(Into::into).collect(), next_cursor }))
}
