//! `POST /orders/{id}/code`: the code that confirms the order, another one asked for, or the order stopped.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::challenge::Typed;
use countersign_app::visit;
use countersign_core::ids::OrderId;
use countersign_core::people::Method;

use super::{show, stop};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::turned::Turned;
use crate::pages::visiting::{Place, Visiting};
use crate::pages::{code_refused, sending};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<OrderId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Order(id)).await?;
    let form = Form::read(&here, &body)?;
    match form.get("do") {
        "stop" => stop::stop(&here, &form).await,
        "resend" | "new" => match show::over(&here) {
            Some(_) => Ok(here.to_page("")),
            None => sending::again(&here, &form).await,
        },
        _ => answer(&here, &form).await,
    }
}

async fn answer(here: &Visiting, form: &Form) -> Result<Response, Turned> {
    let asked = here.asked(Some(form.once(here, "answer")));
    let method = here.method().unwrap_or(Method::Totp);
    let code = Typed(form.get("onetimecode").to_owned());
    let answered =
        visit::answer_order_visit(&here.state.ctx, &asked, &here.cookie, method, code).await;
    match answered {
        Ok(Ok(_)) => Ok(here.to_page("")),
        Ok(Err(refused)) => code_refused::draw(here, form, &refused).await,
        Err(error) => Err(here.broken(&error, true)),
    }
}
