//! Draws what follows a refused code.

use axum::response::Response;
use countersign_app::Refused;
use countersign_core::people::Method;

use super::code_page::{self, Said};
use super::form::Form;
use super::refusal::{self, After};
use super::turned::Turned;
use super::view::{Ended, Instead, State};
use super::visiting::{Visiting, gone};
use super::{orders, sending};

/// The page after this refusal.
pub async fn draw(here: &Visiting, form: &Form, refused: &Refused) -> Result<Response, Turned> {
    Ok(match refusal::after(refused, here) {
        After::Stay(problem, instead) => {
            let typed = form.get("onetimecode").chars().take(LONGEST_SHOWN).collect();
            code_page::draw(here, Said { problem: Some(problem), instead: Some(instead), typed })
        }
        After::Late(at) => return late(here, form, at).await,
        After::Void => orders::draw_void(here),
        After::Ended => here.ended(Some(Ended::FiveWrong)),
        After::LookAgain => here.to_page(""),
        After::Gone => gone(here, refused),
    })
}

/// What was typed comes back in the field, up to this many characters.
const LONGEST_SHOWN: usize = 200;

/// Right, but late. Only a right code sends another, so that nobody can pump messages.
async fn late(
    here: &Visiting,
    form: &Form,
    at: countersign_core::Timestamp,
) -> Result<Response, Turned> {
    let sent = sending::instead_of_late(here, form).await?;
    let price = code_page::price_at_hand(here);
    let app = here.method().unwrap_or(Method::Totp) == Method::Totp;
    let instead = match (&sent, app) {
        (Some(_), _) => Instead::Nothing,
        (None, true) => Instead::TryAgain,
        (None, false) => Instead::NewCode(price.clone()),
    };
    let problem =
        State::Expired { at, sent_to: sent.as_ref().map(|sent| sent.target.clone()), price };
    // The page is drawn for the challenge that now counts.
    let here =
        if sent.is_some() { here.again().await? } else { return Ok(stay(here, problem, instead)) };
    Ok(stay(&here, problem, instead))
}

fn stay(here: &Visiting, problem: State, instead: Instead) -> Response {
    code_page::draw(
        here,
        Said { problem: Some(problem), instead: Some(instead), ..Said::default() },
    )
}
