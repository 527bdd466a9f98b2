//! `/support/cases/{id}/pin`: the PIN that a caller says is compared; the stored one is seen by nobody.

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
    let asked = here.asked(Some(form.once(&here, "pin")));
    let checked =
        support::check_pin(&here.state.ctx, &asked, &agent, &id, form.get("caller_pin")).await;
    case::after_check(&here, &agent, &id, checked, |found| CaseProblem::Pin { found }).await
}
