//! `POST /v1/sign-ins/complete`: redeems the one-time result that the person's browser brought to the portal.

use axum::Json;
use axum::extract::State;
use countersign_app::sign_in;
use countersign_core::ports::Bearer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::time;
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// What the browser brought to `return_to`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInResult {
    /// The one-time result; works for 60 s.
    result: String,
}

/// Who signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedInPerson {
    /// The person.
    person: String,
    /// Our session of theirs; when it ends, the portal's should.
    session: String,
    /// The second factor that was given; missing: the person has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// When they signed in.
    at: String,
    /// When the session ends at the latest.
    ends_at: String,
}

/// Redeem a sign-in. Take the result only from the browser that brought the `state` you sent it with.
#[utoipa::path(
    post,
    path = "/v1/sign-ins/complete",
    tag = "sign-ins",
    request_body = SignInResult,
    responses(
        (status = 200, description = "Redeemed, once.", body = SignedInPerson),
        (status = 409, description = "`result-refused`: wrong, used, older than 60 s, or its session has ended.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn complete_sign_in(
    State(state): State<AppState>,
    frame: Frame,
    Strict(brought): Strict<SignInResult>,
) -> Result<Json<SignedInPerson>, Refused> {
    let result = Bearer::presented(brought.result);
    let redeemed = sign_in::redeem(&state.ctx, &frame.asked, result).await;
    let view = trouble::told(redeemed, frame.asked.now)?;
    Ok(Json(SignedInPerson {
        person: view.person,
        session: view.session,
        method: view.method,
        at: time(view.at),
        ends_at: time(view.ends_at),
    }))
}
