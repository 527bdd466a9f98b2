//! `POST /v1/challenges/{id}/send`: sends the code, or sends it again.

use axum::Json;
use axum::extract::State;
use countersign_app::challenge;
use countersign_core::ids::ChallengeId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{read_contact, read_method, time};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Which way, and where to. The recipient is always a stored, confirmed contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendRequest {
    /// `sms`, `call`, `email` or `whatsapp`.
    #[schema(example = "sms")]
    method: String,
    /// The contact's id; the first that can be used unless given.
    contact: Option<String>,
}

/// A code is on its way.
#[derive(Serialize, ToSchema)]
pub(crate) struct OnItsWay {
    /// When.
    sent_at: String,
    /// When it may be sent again at the earliest.
    resend_after: String,
    /// When the code ends; sending again does not move it.
    expires_at: String,
    /// The contact, masked.
    target: String,
}

/// Send the code. The first send fixes method and contact.
#[utoipa::path(
    post,
    path = "/v1/challenges/{id}/send",
    tag = "challenges",
    params(("id" = String, Path, description = "The challenge.")),
    request_body = SendRequest,
    responses(
        (status = 202, description = "On its way.", body = OnItsWay),
        (status = 409, description = "`method-fixed`, `challenge-closed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`method-unavailable`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "`too-soon`, `too-many-sends`; see `Retry-After`.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_code(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<ChallengeId>,
    Strict(send): Strict<SendRequest>,
) -> Result<(StatusCode, Json<OnItsWay>), Refused> {
    let method = read_method(&send.method)?;
    let contact = send.contact.as_deref().map(read_contact).transpose()?;
    let sent = challenge::send(&state.ctx, &frame.asked, id, method, contact).await;
    let sent = trouble::told(sent, frame.asked.now)?;
    Ok((
        StatusCode::ACCEPTED,
        Json(OnItsWay {
            sent_at: time(sent.sent_at),
            resend_after: time(sent.resend_after),
            expires_at: time(sent.expires_at),
            target: sent.target,
        }),
    ))
}
