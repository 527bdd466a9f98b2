//! `POST /people/invitations/{id}`: mails an invitation again, or takes it back.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::{Refused, invitations};
use countersign_core::ids::InvitationId;

use super::{list, words};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::security::window::confirm_first;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{AccessProblem, Problem};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<InvitationId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let (account, _) = match words::one_account(&here).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let asked = here.asked(Some(form.once(&here, "invitation")));
    let (ctx, by) = (&here.state.ctx, words::by(&here));
    let (did, done) = match form.get("do") {
        "again" => (
            "again",
            invitations::mail_again(ctx, &asked, by, &account, &id).await.map(|one| one.map(drop)),
        ),
        "withdraw" => ("withdrawn", invitations::withdraw(ctx, &asked, by, &account, &id).await),
        _ => return Ok(here.problem(Problem::BadRequest)),
    };
    let back = format!("{}?account={account}", list::PATH);
    match done {
        Ok(Ok(())) => Ok(turned::see_other(&format!("{back}&done={did}#done"))),
        Ok(Err(Refused::StepUpRequired { .. })) => confirm_first(&here, back).await,
        Ok(Err(Refused::TooSoon { until, .. })) => {
            let until = countersign_core::Timestamp::from_ms(until);
            list::draw(&here, Some(AccessProblem::TooSoon(until))).await
        }
        Ok(Err(Refused::InvitationOver)) => {
            list::draw(&here, Some(AccessProblem::InvitationOver)).await
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
