//! `/support/cases/{id}`: one person as an agent sees them, and the checks of their caller.

use axum::extract::State;
use axum::response::Response;
use countersign_app::AppError;
use countersign_app::recovery;
use countersign_app::support::{self, Agent, Checked};
use countersign_core::ids::CaseId;

use super::enter;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{CasePage, CaseProblem, Problem, SupportDone};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<CaseId>,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let done = here.browser.query("done").and_then(SupportDone::parse);
    draw(&here, &agent, &id, done, None).await
}

/// The address of a case.
pub fn path_of(id: &CaseId) -> String {
    format!("/support/cases/{id}")
}

/// The page of a case. One that is over, another agent's, and none at all look alike.
pub async fn draw(
    here: &SignedIn,
    agent: &Agent,
    id: &CaseId,
    done: Option<SupportDone>,
    problem: Option<CaseProblem>,
) -> Result<Response, Turned> {
    let found = support::case(&here.state.ctx, agent, id, here.now()).await;
    let Some(view) = found.map_err(|error| here.broken(&error, false))? else {
        return Ok(here.problem(Problem::NotFound));
    };
    let open = recovery::open_of(&here.state.ctx, agent, &view.case.person).await;
    let open = open.map_err(|error| here.broken(&error, false))?;
    let path = path_of(id);
    let page = CasePage {
        shell: here.shell(&path),
        path: path.clone(),
        token: here.token(),
        view,
        recovery: open,
        now: here.now(),
        done,
        problem,
    };
    Ok(here.page(page.status(), &page))
}

/// What a check led to.
pub async fn after_check(
    here: &SignedIn,
    agent: &Agent,
    id: &CaseId,
    checked: Result<Result<Checked, countersign_app::Refused>, AppError>,
    malformed: fn(u32) -> CaseProblem,
) -> Result<Response, Turned> {
    match checked {
        Ok(Ok(Checked::Done)) => Ok(turned::see_other(&format!("{}#checks", path_of(id)))),
        Ok(Ok(Checked::Malformed { found })) => {
            draw(here, agent, id, None, Some(malformed(found))).await
        }
        Ok(Ok(Checked::LimitReached)) => {
            draw(here, agent, id, None, Some(CaseProblem::Limit)).await
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
