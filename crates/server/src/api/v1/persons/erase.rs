//! `DELETE /v1/persons/{id}`: erases a person.

use axum::extract::State;
use countersign_app::people;
use countersign_core::ids::PersonId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Erase a person: sessions end, open orders are cancelled; name, contacts, authenticators and the personal part of the trail go.
#[utoipa::path(
    delete,
    path = "/v1/persons/{id}",
    tag = "persons",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 204, description = "Erased. It cannot be undone."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn erase_person(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<PersonId>,
) -> Result<StatusCode, Refused> {
    trouble::told(people::erase(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
