//! `POST /v1/support/call-codes`: eight digits for the portal to show to the person of a session, to be told to support.

use axum::Json;
use axum::extract::State;
use countersign_app::support;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{read_person, read_session, time};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Who is to be shown a call code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForWhom {
    /// The person.
    person: String,
    /// A live session of theirs; the code is shown in it and nowhere else.
    session: String,
}

/// A call code.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallCode {
    /// Eight digits. It identifies a caller and opens nothing.
    #[schema(example = "48291350")]
    digits: String,
    /// When it ends. It works once; another one takes its place.
    until: String,
}

/// Make a call code, to be shown in this session only.
#[utoipa::path(
    post,
    path = "/v1/support/call-codes",
    tag = "support",
    request_body = ForWhom,
    responses(
        (status = 201, description = "Show it as \"Call code: tell it only to us on a call you made\".", body = CallCode),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`session-ended`, `challenge-closed`: it was used already.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_call_code(
    State(state): State<AppState>,
    frame: Frame,
    Strict(new): Strict<ForWhom>,
) -> Result<(StatusCode, Json<CallCode>), Refused> {
    let (person, session) = (read_person(&new.person)?, read_session(&new.session)?);
    let made = support::call_code_for_portal(&state.ctx, &frame.asked, &person, &session).await;
    let code = trouble::told(made, frame.asked.now)?;
    let shown = CallCode { digits: code.digits, until: time(code.until.ms()) };
    Ok((StatusCode::CREATED, Json(shown)))
}
