//! `GET /v1/accounts/{id}/activity`: what was done for an account, newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::trail::{self, AccountEntry, AccountWanted, Doer, Place};
use countersign_core::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::acting;
use crate::api::asked::Frame;
use crate::api::shapes::{invalid, read_person, read_time, time};
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A record of what was done for an account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Done {
    /// The record's id.
    id: String,
    /// When.
    at: String,
    /// What happened: a stable slug such as `order.created`.
    #[schema(example = "member.changed")]
    kind: String,
    /// `success` or `refused`.
    outcome: &'static str,
    /// `person`, `support`, `portal`, `operator`, `stranger` or `erased`.
    by: &'static str,
    /// Who did it; missing where it was no person.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// Whom it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// The thing it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// By which method.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// Why, or what for.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// From where.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// A page of records.
#[derive(Serialize, ToSchema)]
pub(crate) struct Activity {
    /// Newest first.
    activity: Vec<Done>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List what was done for an account.
///
/// On behalf of an owner everybody's; on behalf of anybody else in it their own acts. Of resources that are for sessions with a
/// second factor only such a session sees records. In the portal's own name all of it.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/activity",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
        ("person" = Option<String>, Query, description = "Only what this person did, or what was done to them."),
        ("kind" = Option<String>, Query, description = "Only records of this kind."),
        ("since" = Option<String>, Query, description = "Not older than this time."),
        ("until" = Option<String>, Query, description = "Older than this time."),
        ("limit" = Option<u32>, Query, description = "Records of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of records.", body = Activity),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_account_activity(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    mut query: ListQuery,
) -> Result<Json<Activity>, Refused> {
    let now = frame.asked.now;
    let by = acting::take(&mut query)?;
    let of = query.take("person").map(|text| read_person(&text)).transpose()?;
    let kind = query.take("kind");
    if kind.as_ref().is_some_and(|kind| kind.contains('|')) {
        return Err(invalid("kind", "There is no such kind."));
    }
    let since = query.take("since").map(|text| read_time("since", &text)).transpose()?;
    let until = query.take("until").map(|text| read_time("until", &text)).transpose()?;
    query.finish()?;
    let wanted = AccountWanted {
        kinds: kind.into_iter().collect(),
        of,
        since,
        until,
        after: query.after.map(|cursor| Place { at: cursor.at, id: cursor.id }),
        most: query.limit + 1,
    };
    let listed = trail::account_activity(&state.ctx, &account, by, wanted, now).await;
    let mut found = trouble::told(listed, now)?;
    let next_cursor = cut(&mut found, query.limit, |last| Cursor {
        at: last.entry.at,
        id: last.entry.id.clone(),
    });
    Ok(Json(Activity { activity: found.into_iter().map(Into::into).collect(), next_cursor }))
}

impl From<AccountEntry> for Done {
    fn from(done: AccountEntry) -> Self {
        let entry = done.entry;
        // Of those who work for the operator nobody else is given an id.
        let is_support = done.doer == Doer::Support;
        Self {
            id: entry.id,
            at: time(entry.at.ms()),
            kind: entry.kind,
            outcome: if entry.refused { "refused" } else { "success" },
            by: match done.doer {
                Doer::Me | Doer::Person(_) => "person",
                Doer::Support => "support",
                Doer::Erased => "erased",
                Doer::Portal => "portal",
                Doer::Operator => "operator",
                Doer::Stranger => "stranger",
            },
            actor: done.actor.filter(|_| !is_support),
            person: done.person,
            subject: entry.subject,
            method: entry.method,
            reason: entry.reason,
            address: entry
                .client
                .address()
                .filter(|_| !is_support)
                .map(|address| address.to_string()),
        }
    }
}
