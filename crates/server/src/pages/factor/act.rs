//! `POST /security/changes/{id}/act`: the last button of a change that was confirmed; and *Not now*.

use axum::response::Response;
use countersign_app::{Refused, change};
use countersign_core::policy::ChangeKind;
use http::StatusCode;

use super::changing::{Changing, Sent};
use crate::pages::contacts;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Act, ActPage, FactorProblem};

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    if at.change.kind == ChangeKind::RemoveContact {
        return contacts::carry_out(Sent { at, form }).await;
    }
    let asked = at.here.asked(Some(form.once(&at.here, "act")));
    let (ctx, session, id) = (&at.here.state.ctx, &at.change.session, &at.change.id);
    let done = match at.change.kind {
        ChangeKind::Remove => change::remove(ctx, &asked, session, id).await,
        ChangeKind::TurnOff => change::turn_off(ctx, &asked, session, id).await,
        ChangeKind::NewCodes => return Ok(at.here.to_page("/codes")),
        _ => return Ok(at.here.to_page("")),
    };
    match done {
        Ok(Ok(_)) => at.me.rotate(at.here.to_page("")).await,
        Ok(Err(Refused::LastWay)) => draw(&at, Some(FactorProblem::LastWay)).await,
        Ok(Err(Refused::FactorKept { .. })) => draw(&at, Some(FactorProblem::Required)).await,
        Ok(Err(_)) => Ok(at.here.to_page("")),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

/// `POST /security/changes/{id}/cancel`: *Not now*.
pub async fn cancel(Sent { at, form }: Sent) -> Result<Response, Turned> {
    if at.here.must {
        return Ok(at.here.to_page(""));
    }
    let asked = at.here.asked(Some(form.once(&at.here, "cancel")));
    let (ctx, session, id) = (&at.here.state.ctx, &at.change.session, &at.change.id);
    match change::cancel(ctx, &asked, session, id).await {
        Ok(_) => Ok(turned::see_other(at.change.goes_on_to.as_deref().unwrap_or(at.list()))),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

/// What will be done, and its button.
pub async fn draw(at: &Changing, problem: Option<FactorProblem>) -> Result<Response, Turned> {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let act = match at.change.kind {
        ChangeKind::Remove => Act::Remove(at.subject_name().await?.unwrap_or_default()),
        ChangeKind::NewCodes => Act::NewCodes(at.here.view.person.recovery_codes),
        _ => Act::TurnOff,
    };
    let page = ActPage {
        shell: at.here.shell(""),
        act,
        action: at.path("/act"),
        cancel: at.cancel(),
        token: at.here.token(),
        problem,
    };
    Ok(at.here.page(status, &page))
}
