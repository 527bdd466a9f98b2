//! `/support/tickets/{id}`: one ticket, who has it, and what agents note beside it.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::support::Agent;
use countersign_app::support::ticket::{self, Did, TicketAct};
use countersign_core::ids::{PersonId, TicketId};

use super::enter;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Problem, TicketDone, TicketPage};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<TicketId>,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let done = here.browser.query("done").and_then(TicketDone::parse);
    draw(&here, &agent, &id, done, None).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<TicketId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "ticket")));
    let ctx = &here.state.ctx;
    let act = match form.get("do") {
        "note" => None,
        "take" => Some((TicketAct::Take, TicketDone::Taken)),
        "take-over" => match PersonId::parse(form.get("from")) {
            Ok(from) => Some((TicketAct::TakeOver { from }, TicketDone::Taken)),
            Err(_) => return Ok(here.problem(Problem::BadRequest)),
        },
        "put-back" => Some((TicketAct::PutBack, TicketDone::PutBack)),
        "close" => Some((TicketAct::Close, TicketDone::Closed)),
        "reopen" => Some((TicketAct::Reopen, TicketDone::Reopened)),
        _ => return Ok(here.problem(Problem::BadRequest)),
    };
    let done = if let Some((act, done)) = act {
        let did = ticket::act(ctx, &asked, &agent, &id, act).await;
        did.map(|did| did.map(|did| if did == Did::Done { done } else { TicketDone::Changed }))
    } else {
        let noted = ticket::note(ctx, &asked, &agent, &id, form.get("note")).await;
        noted.map(|noted| noted.map(|_| TicketDone::Noted))
    };
    match done {
        Ok(Ok(done)) => {
            Ok(turned::see_other(&format!("/support/tickets/{id}?done={}", done.as_str())))
        }
        Ok(Err(Refused::Invalid { .. })) => {
            draw(&here, &agent, &id, None, Some(form.get("note").to_owned())).await
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn draw(
    here: &SignedIn,
    agent: &Agent,
    id: &TicketId,
    done: Option<TicketDone>,
    bad_note: Option<String>,
) -> Result<Response, Turned> {
    let ctx = &here.state.ctx;
    let found = ticket::ticket(ctx, id).await;
    let Some(ticket) = found.map_err(|error| here.broken(&error, false))? else {
        return Ok(here.problem(Problem::NotFound));
    };
    let path = format!("/support/tickets/{id}");
    let page = TicketPage {
        shell: here.shell(&path),
        path: path.clone(),
        token: here.token(),
        ticket,
        me: agent.id.clone(),
        done,
        bad_note,
        hands_over: ctx.hands_tickets_over(),
    };
    Ok(here.page(page.status(), &page))
}
