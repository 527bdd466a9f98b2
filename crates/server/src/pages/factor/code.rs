//! `POST /security/changes/{id}/code` and `/send`: the code of a change, or another one asked for.

use axum::response::Response;
use countersign_app::challenge::Typed;
use countersign_app::contact::Confirmed;
use countersign_app::visit::{self, ChangeStep};
use countersign_core::people::Method;

use super::changing::{Changing, Sent};
use crate::pages::form::Form;
use crate::pages::turned::Turned;
use crate::pages::{code_refused, contacts, sending};

pub async fn post(Sent { at, form }: Sent) -> Result<Response, Turned> {
    match form.get("do") {
        "resend" | "new" => match at.over() {
            Some(over) => Ok(over),
            None => sending::again(&at.here, &form).await,
        },
        _ => Box::pin(answer(at, &form)).await,
    }
}

/// `POST /security/changes/{id}/send`: a way to confirm was chosen.
pub async fn send(Sent { at, form }: Sent) -> Result<Response, Turned> {
    match at.over() {
        Some(over) => Ok(over),
        None if at.sets_up() => Ok(at.here.to_page("")),
        None => sending::choose(&at.here, &form).await,
    }
}

async fn answer(at: Changing, form: &Form) -> Result<Response, Turned> {
    let method = at.here.method().unwrap_or(Method::Totp);
    let asked = at.here.asked(Some(form.once(&at.here, "answer")));
    let code = Typed(form.get("onetimecode").to_owned());
    let name = (at.sets_up() && method == Method::Totp).then(|| form.get("name").to_owned());
    let (ctx, cookie) = (&at.here.state.ctx, &at.here.cookie);
    match visit::answer_change_visit(ctx, &asked, cookie, (method, code), None, name).await {
        Ok(Ok(ChangeStep::Granted)) => Box::pin(at.go_on(form)).await,
        // The session is asked for more from now on, so its cookie is a new one (CS-LOG-06).
        Ok(Ok(ChangeStep::Active(_))) => at.me.rotate(at.here.to_page("")).await,
        Ok(Ok(ChangeStep::Confirmed(Confirmed { activated: Some(_), .. }))) => {
            at.me.rotate(at.here.to_page("")).await
        }
        Ok(Ok(ChangeStep::Confirmed(confirmed))) => {
            at.me.rotate(contacts::confirmed(&at, confirmed.sign_in_kept)).await
        }
        // The name was kept before the code was looked at, so the page is read again.
        Ok(Err(refused)) => code_refused::draw(&at.again().await?.here, form, &refused).await,
        Err(error) => Err(at.here.broken(&error, true)),
    }
}
