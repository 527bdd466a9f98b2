//! `POST /security/changes/{id}/password`: the password before a change.

use axum::response::Response;
use countersign_app::{Refused, change};
use http::StatusCode;
use secrecy::zeroize::Zeroizing;

use super::changing::{Changing, Sent};
use crate::pages::turned::Turned;
use crate::pages::view::{ChangePassword, Ended, FactorProblem, Problem};

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    if let Some(over) = at.over() {
        return Ok(over);
    }
    let password = Zeroizing::new(form.get("password").to_owned());
    if password.is_empty() {
        return Ok(draw(&at, Some(FactorProblem::NoPassword)));
    }
    let asked = at.here.asked(Some(form.once(&at.here, "password")));
    let (ctx, cookie) = (&at.here.state.ctx, &at.here.cookie);
    match change::give_password(ctx, &asked, cookie, &at.change.id, password).await {
        Ok(Ok(())) => Box::pin(at.go_on(&form)).await,
        Ok(Err(Refused::WrongPassword { session_ended: true })) => {
            Ok(at.here.ended(Some(Ended::FiveWrong)))
        }
        Ok(Err(Refused::WrongPassword { .. })) => Ok(draw(&at, Some(FactorProblem::WrongPassword))),
        // Its five tries are used, or another tab was faster.
        Ok(Err(_)) => {
            let at = at.again().await?;
            let waits = at.change.password_at.is_none();
            Ok(if waits { at.here.problem(Problem::Lapsed) } else { at.here.to_page("") })
        }
        Err(error) => Err(at.here.broken(&error, true)),
    }
}

/// The page, with what was refused.
pub fn draw(at: &Changing, problem: Option<FactorProblem>) -> Response {
    let status = problem.map_or(StatusCode::OK, FactorProblem::status);
    let page = ChangePassword {
        shell: at.here.shell(""),
        action: at.path("/password"),
        cancel: at.cancel(),
        token: at.here.token(),
        problem,
    };
    at.here.page(status, &page)
}
