//! *Do not run this order*.

use axum::response::Response;
use countersign_app::visit;

use crate::pages::form::Form;
use crate::pages::turned::Turned;
use crate::pages::visiting::Visiting;

/// Stops the order. One that is no longer open shows what became of it.
pub async fn stop(here: &Visiting, form: &Form) -> Result<Response, Turned> {
    let asked = here.asked(Some(form.once(here, "stop")));
    match visit::stop(&here.state.ctx, &asked, &here.cookie).await {
        Ok(Ok(_)) => Ok(here.to_page("?by=you")),
        Ok(Err(_)) => Ok(here.to_page("")),
        Err(error) => Err(here.broken(&error, false)),
    }
}
