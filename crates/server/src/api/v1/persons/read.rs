//! `GET /v1/persons/{id}`: a person with masked contacts.

use axum::Json;
use axum::extract::State;
use countersign_app::people;
use countersign_core::ids::PersonId;

use crate::api::asked::Frame;
use crate::api::shapes::Person;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Read a person.
#[utoipa::path(
    get,
    path = "/v1/persons/{id}",
    tag = "persons",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 200, description = "The person.", body = Person),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_person(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<PersonId>,
) -> Result<Json<Person>, Refused> {
    let person = trouble::told(people::read(&state.ctx, &id).await, frame.asked.now)?;
    Ok(Json(person.into()))
}
