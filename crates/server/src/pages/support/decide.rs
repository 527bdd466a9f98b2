//! `/support/recoveries/{id}`: the second agent approves or declines; later one of them completes or cancels.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::recovery::{self, Approved, Completed};
use countersign_app::support::Agent;
use countersign_core::ids::RecoveryId;

use super::enter;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{DecidePage, Decided, Problem};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<RecoveryId>,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let said = here.browser.query("done").and_then(Decided::parse);
    draw(&here, &agent, &id, said).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<RecoveryId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "decide")));
    let ctx = &here.state.ctx;
    let approved = |done: Approved| match done {
        Approved::Waiting => Decided::Approved,
        Approved::Declined => Decided::Declined,
        Approved::SamePerson => Decided::SamePerson,
        Approved::Over => Decided::Over,
    };
    let done = match form.get("do") {
        "approve" => recovery::approve(ctx, &asked, &agent, &id).await.map(|d| d.map(approved)),
        "decline" => recovery::decline(ctx, &asked, &agent, &id).await.map(|d| d.map(approved)),
        "cancel" => recovery::cancel(ctx, &asked, &agent, &id)
            .await
            .map(|done| done.map(|done| if done.now { Decided::Cancelled } else { Decided::Over })),
        "complete" => recovery::complete(ctx, &asked, &agent, &id).await.map(|done| {
            done.map(|done| match done {
                Completed::Done => Decided::Completed,
                Completed::TooEarly => Decided::TooEarly,
                Completed::Over => Decided::Over,
                Completed::NoMailbox => Decided::NoMailbox,
                Completed::BadContact => Decided::BadContact,
            })
        }),
        _ => return Ok(here.problem(Problem::BadRequest)),
    };
    match done {
        Ok(Ok(done)) => {
            Ok(turned::see_other(&format!("/support/recoveries/{id}?done={}", done.as_str())))
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn draw(
    here: &SignedIn,
    agent: &Agent,
    id: &RecoveryId,
    said: Option<Decided>,
) -> Result<Response, Turned> {
    let found = recovery::of_case(&here.state.ctx, agent, id).await;
    let Some(view) = found.map_err(|error| here.broken(&error, false))? else {
        return Ok(here.problem(Problem::NotFound));
    };
    let path = format!("/support/recoveries/{id}");
    let page = DecidePage {
        shell: here.shell(&path),
        path: path.clone(),
        token: here.token(),
        view,
        now: here.now(),
        said,
    };
    Ok(here.page(http::StatusCode::OK, &page))
}
