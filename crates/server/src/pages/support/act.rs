//! `/support/cases/{id}/act`: asks the person in their own session, or has a call code sent to them.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::support::{self, CallCodeSent};
use countersign_core::ids::CaseId;

use super::{case, enter};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Problem, SupportDone};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<CaseId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, agent) = enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "act")));
    let ctx = &here.state.ctx;
    let done = match form.get("do") {
        "ask" => support::ask(ctx, &asked, &agent, &id)
            .await
            .map(|asked| asked.map(|_| SupportDone::Asked)),
        "send-call-code" => {
            let sent = support::send_call_code(ctx, &asked, &agent, &id).await;
            sent.map(|sent| {
                sent.map(|sent| match sent {
                    CallCodeSent::Sent { .. } => SupportDone::Sent,
                    CallCodeSent::Paused => SupportDone::NotWhilePaused,
                    CallCodeSent::NoNumber => SupportDone::NoNumber,
                    CallCodeSent::TooMany => SupportDone::TooMany,
                })
            })
        }
        _ => return Ok(here.problem(Problem::BadRequest)),
    };
    match done {
        Ok(Ok(done)) => {
            let path = case::path_of(&id);
            Ok(turned::see_other(&format!("{path}?done={}#checks", done.as_str())))
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
