//! `/support/cases/{id}/call-code`: the call code that a caller says is compared, and works once.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::support;
use countersign_core::ids::CaseId;

use super::{case, enter};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::Turned;
use crate::pages::view::CaseProblem;
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<CaseId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "call-code")));
    let (ctx, typed) = (&here.state.ctx, form.get("caller_code"));
    let checked = support::check_call_code(ctx, &asked, &agent, &id, typed).await;
    case::after_check(&here, &agent, &id, checked, |found| CaseProblem::CallCode { found }).await
}
