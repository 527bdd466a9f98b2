//! `POST /v1/access/check`: whether a person sees these resources in a session; up to 500 at once.

use axum::Json;
use axum::extract::State;
use countersign_app::access::{self, Looking};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{read_account, read_person, read_session};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Who looks for what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessCheck {
    /// Who looks.
    person: String,
    /// In which session.
    session: String,
    /// In which account.
    account: String,
    /// 1 to 500 resources, by the portal's own names.
    references: Vec<String>,
}

/// The answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessChecked {
    /// One a reference, in the order of the request.
    results: Vec<Checked>,
}

/// One answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Checked {
    /// As asked.
    reference: String,
    /// Whether it exists for the person in this session. Hidden, another account's and never registered read alike.
    visible: bool,
}

/// Ask whether a person sees these resources in a session of theirs. It changes nothing.
#[utoipa::path(
    post,
    path = "/v1/access/check",
    tag = "access",
    request_body = AccessCheck,
    responses(
        (status = 200, description = "Yes or no, for each.", body = AccessChecked),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check_access(
    State(state): State<AppState>,
    frame: Frame,
    Strict(ask): Strict<AccessCheck>,
) -> Result<Json<AccessChecked>, Refused> {
    let now = frame.asked.now;
    let looking = Looking {
        person: read_person(&ask.person)?,
        session: read_session(&ask.session)?,
        account: read_account(&ask.account)?,
        now,
    };
    let seen = access::check(&state.ctx, looking, ask.references.clone()).await;
    let results = ask.references.into_iter().zip(trouble::told(seen, now)?);
    let results = results.map(|(reference, visible)| Checked { reference, visible }).collect();
    Ok(Json(AccessChecked { results }))
}
