//! `GET /v1/accounts/{id}/duties/preview`: who would be hit by a duty, before it is set.

use axum::Json;
use axum::extract::State;
use countersign_app::duty;
use countersign_app::duty::Reach;
use countersign_core::Timestamp;
use countersign_core::ids::AccountId;
use countersign_core::policy::DutyOf;
use serde::Serialize;
use utoipa::ToSchema;

use super::{read_role, read_ways};
use crate::api::acting;
use crate::api::asked::Frame;
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Whom a duty is or would be for.
#[derive(Serialize, ToSchema)]
pub(crate) struct DutyPreview {
    /// How many persons.
    people: u32,
    /// How many of them would have to set something up.
    unmet: u32,
    /// A page of those.
    persons: Vec<HitPerson>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Somebody who would have to set something up.
#[derive(Serialize, ToSchema)]
pub(crate) struct HitPerson {
    /// The person.
    person: String,
    /// Their name.
    name: String,
}

/// Ask who would have to set something up if a second factor were required.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/duties/preview",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("role" = Option<String>, Query, description = "Of a role; missing: of everybody."),
        ("ways" = Option<String>, Query, description = "What would meet it: `any` unless given, or `app-or-passkey`."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
        ("limit" = Option<u32>, Query, description = "Persons of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "Who would be hit.", body = DutyPreview),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview_duty(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    mut query: ListQuery,
) -> Result<Json<DutyPreview>, Refused> {
    let now = frame.asked.now;
    let by = acting::take(&mut query)?;
    let (role, ways) = (query.take("role"), query.take("ways"));
    query.finish()?;
    let of = match role {
        Some(role) => DutyOf::Role(read_role(&role)?),
        None => DutyOf::Account,
    };
    let ways = read_ways(ways.as_deref().unwrap_or("any"))?;
    let after = query.after.map(|cursor| cursor.id).unwrap_or_default();
    let reach = Reach { account, of, ways, now };
    let read = duty::preview(&state.ctx, by, reach, &after, query.limit + 1).await;
    let mut found = trouble::told(read, now)?;
    let next_cursor = cut(&mut found.names, query.limit, |hit| Cursor {
        at: Timestamp::from_ms(0),
        id: hit.person.clone(),
    });
    let persons =
        found.names.into_iter().map(|hit| HitPerson { person: hit.person, name: hit.name });
    Ok(Json(DutyPreview {
        people: found.people,
        unmet: found.unmet,
        persons: persons.collect(),
        next_cursor,
    }))
}
