//! `PUT /v1/accounts/{id}/resources`: registers resources in bulk, idempotent by the portal's own names.

use axum::Json;
use axum::extract::State;
use countersign_app::access::{self, Line, Registration};
use countersign_core::ids::AccountId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Resources to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewResources {
    /// 1 to 1,000, what lies in another behind that one.
    resources: Vec<NewResource>,
}

/// One resource.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewResource {
    /// The portal's own name for it; unique in the account, compared letter by letter.
    #[schema(example = "srv-17")]
    reference: String,
    /// What kind of thing: lower-case letters, digits and hyphens.
    #[schema(example = "server")]
    r#type: String,
    /// What people call it.
    #[schema(example = "web-1")]
    name: String,
    /// What it lies in, by the portal's name. It stays there.
    #[schema(example = "dc-frankfurt")]
    parent: Option<String>,
}

/// What came of the lines.
#[derive(Serialize, ToSchema)]
pub(crate) struct Registrations {
    /// One a line, in the order of the request.
    results: Vec<LineResult>,
}

/// What came of one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineResult {
    /// The portal's own name, as asked.
    reference: String,
    /// `created`, `known` (it has this type and name now) or `refused`.
    state: &'static str,
    /// Our id, unless it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// The field that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// Why, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Register resources in bulk. Each line is taken or refused by itself; the same again changes nothing, so that a lost answer is
/// asked for again. At most 512 KiB.
#[utoipa::path(
    put,
    path = "/v1/accounts/{id}/resources",
    tag = "access",
    params(("id" = String, Path, description = "The account.")),
    request_body = NewResources,
    responses(
        (status = 200, description = "What came of each line.", body = Registrations),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: none, or more than 1,000.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn register_resources(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    Strict(new): Strict<NewResources>,
) -> Result<Json<Registrations>, Refused> {
    let references: Vec<String> =
        new.resources.iter().map(|resource| resource.reference.clone()).collect();
    let lines = new
        .resources
        .into_iter()
        .map(|resource| Line {
            reference: resource.reference,
            kind: resource.r#type,
            name: resource.name,
            parent: resource.parent,
        })
        .collect();
    let registered = access::register(&state.ctx, &frame.asked, &account, lines).await;
    let registered = trouble::told(registered, frame.asked.now)?;
    let results = references.into_iter().zip(registered).map(result).collect();
    Ok(Json(Registrations { results }))
}

fn result((reference, registration): (String, Registration)) -> LineResult {
    let (state, id, refused) = match registration {
        Registration::Created { id } => ("created", Some(id), None),
        Registration::Known { id } => ("known", Some(id), None),
        Registration::Refused { field, problem } => ("refused", None, Some((field, problem))),
    };
    let (field, problem) = refused.unzip();
    LineResult { reference, state, id, field, problem }
}
