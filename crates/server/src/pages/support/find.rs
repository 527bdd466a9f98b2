//! `/support`: looks for a person, never without a ticket number, and opens one.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::recovery;
use countersign_app::support::{self, Agent, FoundPerson, LookUp, LookedUp};
use countersign_core::ids::PersonId;

use super::enter;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{FindPage, FindProblem};
use crate::state::AppState;

const PATH: &str = "/support";

/// What stands in the fields, and what came of it.
#[derive(Default)]
struct Shown {
    term: String,
    ends: String,
    ticket: String,
    found: Option<Vec<FoundPerson>>,
    problem: Option<FindProblem>,
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    draw(&here, &agent, Shown::default()).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let form = here.form(&body)?;
    let ctx = &here.state.ctx;
    let typed = |name| form.get(name).trim().to_owned();
    let mut shown = Shown {
        term: typed("term"),
        ends: typed("ends"),
        ticket: typed("ticket"),
        ..Shown::default()
    };
    if let Ok(person) = PersonId::parse(form.get("person")) {
        let asked = here.asked(Some(form.once(&here, "open")));
        return match support::open(ctx, &asked, &agent, &person, &shown.ticket).await {
            Ok(Ok(case)) => Ok(turned::see_other(&format!("{PATH}/cases/{case}"))),
            Ok(Err(Refused::Invalid { .. })) => {
                shown.problem = Some(FindProblem::NoTicket);
                draw(&here, &agent, shown).await
            }
            // The person is gone meanwhile.
            Ok(Err(_)) => Ok(turned::see_other(PATH)),
            Err(error) => Err(here.broken(&error, false)),
        };
    }
    let look =
        LookUp { term: shown.term.clone(), ends: shown.ends.clone(), ticket: shown.ticket.clone() };
    // What is found is answered at once and under no address: what was looked for stays out of histories and logs.
    match support::find(ctx, &here.asked(None), &agent, &look).await {
        Ok(LookedUp::Found(found)) => shown.found = Some(found),
        Ok(LookedUp::NoTerm) => shown.problem = Some(FindProblem::NoTerm),
        Ok(LookedUp::NoTicket) => shown.problem = Some(FindProblem::NoTicket),
        Err(error) => return Err(here.broken(&error, false)),
    }
    draw(&here, &agent, shown).await
}

async fn draw(here: &SignedIn, agent: &Agent, shown: Shown) -> Result<Response, Turned> {
    let desk = support::desk(&here.state.ctx, agent, here.now()).await;
    let desk = desk.map_err(|error| here.broken(&error, false))?;
    let open = recovery::list(&here.state.ctx, agent).await;
    let open = open.map_err(|error| here.broken(&error, false))?;
    let page = FindPage {
        shell: here.shell(PATH),
        token: here.token(),
        term: shown.term,
        ends: shown.ends,
        ticket: shown.ticket,
        found: shown.found,
        cases: desk.cases,
        recoveries: open.open,
        asked: here.browser.query("done") == Some("asked"),
        problem: shown.problem,
    };
    Ok(here.page(page.status(), &page))
}
