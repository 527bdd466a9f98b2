//! The forms that send a code: choosing a way, and sending again.

use axum::response::Response;
use countersign_app::Refused;
use countersign_app::challenge::SentView;
use countersign_app::visit::{self, VisitSend};
use countersign_core::ids::ContactId;
use countersign_core::people::Method;

use super::choose_page;
use super::code_page::{self, Said};
use super::form::Form;
use super::refusal::{self, After};
use super::turned::Turned;
use super::view::{Place, State};
use super::visiting::{Visiting, gone};

/// A way was chosen.
pub async fn choose(here: &Visiting, form: &Form) -> Result<Response, Turned> {
    let Some((method, offer)) = choose_page::chosen(here, form.get("way")) else {
        return Ok(choose_page::draw(here, "/other", Some(State::NoWay)));
    };
    // What is paid is what the button said.
    if let Some(amount) = choose_page::price(offer)
        && form.get("agreed") != format!("{} {}", amount.value, amount.currency)
    {
        return Ok(choose_page::draw(here, "/other", Some(State::Price { amount })));
    }
    let contact = offer.contact.as_deref().and_then(|id| ContactId::parse(id).ok());
    let ask = VisitSend { method, contact, anew: false };
    let another = here.sent_at().is_some() && is_another(here, &ask);
    go(here, form, ask, if another { "?sent=new" } else { "" }).await
}

/// Sends again: the same code, or a new one where the old one ends.
pub async fn again(here: &Visiting, form: &Form) -> Result<Response, Turned> {
    let anew = form.get("do") == "new" || code_page::is_fresh_due(here);
    let method = here.method().unwrap_or(Method::Totp);
    let contact = here.view.challenge.as_ref().and_then(|challenge| challenge.contact.clone());
    let ask = VisitSend { method, contact, anew };
    go(here, form, ask, if anew { "?sent=new" } else { "?sent=again" }).await
}

/// Sends a new code to whoever brought the right one too late. `None`: it costs money, or cannot be sent.
pub async fn instead_of_late(here: &Visiting, form: &Form) -> Result<Option<SentView>, Turned> {
    let method = here.method().filter(|method| method.is_delivered());
    let Some(method) = method.filter(|_| code_page::price_at_hand(here).is_none()) else {
        return Ok(None);
    };
    let contact = here.view.challenge.as_ref().and_then(|challenge| challenge.contact.clone());
    let ask = VisitSend { method, contact, anew: true };
    let asked = here.asked(Some(form.once(here, "late")));
    match visit::send(&here.state.ctx, &asked, &here.cookie, ask).await {
        Ok(sent) => Ok(sent.ok()),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn go(
    here: &Visiting,
    form: &Form,
    ask: VisitSend,
    notice: &'static str,
) -> Result<Response, Turned> {
    let ctx = &here.state.ctx;
    let asked = here.asked(Some(form.once(here, "send")));
    let by_recovery_code = ask.method == Method::RecoveryCode;
    let outcome = if ask.method.is_delivered() {
        let sent = visit::send(ctx, &asked, &here.cookie, ask).await;
        sent.map(|sent| sent.map(|sent| sent.sent_at == here.now().ms()))
    } else {
        let begun = visit::begin(ctx, &asked, &here.cookie, ask).await;
        begun.map(|begun| begun.map(|()| false))
    };
    match outcome {
        Ok(Ok(_)) if by_recovery_code => Ok(here.to_page("/recovery-code")),
        // A form pressed twice is answered from its first press, and says nothing of a second message.
        Ok(Ok(sent_now)) => Ok(here.to_page(if sent_now { notice } else { "" })),
        Ok(Err(refused)) => Ok(refused_send(here, &refused)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

fn refused_send(here: &Visiting, refused: &Refused) -> Response {
    if let Some(state) = refusal::send_refused(refused, here) {
        // What closes the way is told where the others are.
        if here.awaits_code() && state.place() != Place::Ways {
            return code_page::draw(here, Said { problem: Some(state), ..Said::default() });
        }
        return choose_page::draw(here, "/other", Some(state));
    }
    match refusal::after(refused, here) {
        After::LookAgain => here.to_page(""),
        _ => gone(here, refused),
    }
}

fn is_another(here: &Visiting, ask: &VisitSend) -> bool {
    let at_hand = here.view.challenge.as_ref();
    at_hand.is_none_or(|challenge| {
        challenge.method != Some(ask.method) || challenge.contact != ask.contact
    })
}
