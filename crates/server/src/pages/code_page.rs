//! Draws the page that takes the code, for a step-up, an order and a sign-in.

use axum::response::Response;
use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::delivery::AttemptState;
use countersign_core::order::Amount;
use countersign_core::people::Method;
use http::StatusCode;

use super::view::{CodeForm, ConfirmCode, Instead, Look, OrderCode, Resend, SignInCode, State};
use super::visiting::{Place, Standing, Visiting};
use super::{choose_page, confirm, factor, no_code, orders, turned};

/// From this long before a code ends, sending again sends a new one.
const FRESH_BEFORE_END_MS: i64 = 3 * 60_000;
/// After this long without a report the page says that it can take a while.
const SLOW_AFTER_MS: i64 = 60_000;

/// What the page says beside the field.
#[derive(Default)]
pub struct Said {
    /// What was refused.
    pub problem: Option<State>,
    /// What stands in place of the field.
    pub instead: Option<Instead>,
    /// What was typed.
    pub typed: String,
}

/// The page.
pub fn draw(here: &Visiting, said: Said) -> Response {
    let method = here.method().unwrap_or(Method::Totp);
    let status = said.problem.as_ref().map_or(StatusCode::OK, State::status);
    let retry_at = said.problem.as_ref().and_then(State::retry_at);
    let form = form(here, method, said);
    let no_code = no_code::of(here, method, form.other_way.clone());
    let page = if let Some((slip, waits_until)) = orders::slip(here) {
        let shell = here.shell("");
        here.page(status, &OrderCode { shell, slip, waits_until, form, no_code })
    } else if matches!(here.place, Place::SignIn(_) | Place::Recover(_)) {
        here.page(status, &SignInCode { shell: here.shell(""), form, no_code })
    } else if matches!(here.place, Place::Change(_)) {
        factor::draw_code(here, status, form, no_code)
    } else {
        let areas = confirm::areas(here);
        here.page(status, &ConfirmCode { shell: here.shell(""), areas, form, no_code })
    };
    match retry_at {
        Some(at) => turned::retry_after(page, at.since(here.now())),
        None => page,
    }
}

/// The page of a challenge whose tries are used up.
pub fn draw_dead(here: &Visiting) -> Response {
    let app = here.method() == Some(Method::Totp);
    let instead = if app { Instead::TryAgain } else { Instead::NewCode(price_at_hand(here)) };
    let dead = State::Dead { app, tries: here.state.config.policy.code_tries };
    let said = Said { problem: Some(dead), instead: Some(instead), ..Said::default() };
    draw(here, said)
}

/// Whether sending again has to be a new code, because the one at hand ends or has ended.
pub fn is_fresh_due(here: &Visiting) -> bool {
    here.standing() != Standing::Open
        || here.code_ends().is_some_and(|end| end.ms() - here.now().ms() <= FRESH_BEFORE_END_MS)
}

/// What the method at hand costs, if anything.
pub fn price_at_hand(here: &Visiting) -> Option<Amount> {
    let method = here.method()?;
    let contact = here.view.challenge.as_ref().and_then(|at| at.contact.as_ref());
    let contact = contact.map(ToString::to_string);
    let of_method = || here.view.offers.iter().filter(|offer| offer.method == method.as_str());
    // Prices hang on the number, so the row of this one comes first.
    let view = of_method().find(|offer| offer.contact == contact).or(of_method().next())?;
    choose_page::price(view)
}

/// Where the other ways are, if there is one.
pub fn other_way(here: &Visiting) -> Option<String> {
    let at = here.view.challenge.as_ref();
    if at.is_some_and(|at| at.payload.kind() == PurposeKind::SetUp) {
        return Some(format!("{}/way", here.place.path()));
    }
    if at.is_some_and(|at| at.payload.kind() == PurposeKind::ConfirmContact) {
        return Some(format!("{}/contact", here.place.path()));
    }
    let ways = here.view.offers.iter().filter(|offer| offer.available).count();
    (ways > 1).then(|| format!("{}/other", here.place.path()))
}

fn form(here: &Visiting, method: Method, said: Said) -> CodeForm {
    let sent = here.sent_at().filter(|_| method.is_delivered());
    let target = match here.view.challenge.as_ref().and_then(|at| at.target.clone()) {
        Some(target) if method.is_delivered() => target,
        _ => here.target_of_person(),
    };
    let notice = if said.problem.is_none() { notice(here, method, &target) } else { None };
    // A new code that costs money is never behind a button that does not say so.
    let instead = match said.instead.unwrap_or(Instead::Nothing) {
        Instead::NewCode(None) => Instead::NewCode(price_at_hand(here)),
        other => other,
    };
    CodeForm {
        action: format!("{}/code", here.place.path()),
        token: here.token(),
        digits: here
            .view
            .challenge
            .as_ref()
            .map_or(6, |at| u32::try_from(at.digits.count()).unwrap_or(6)),
        typed: said.typed,
        look: Look { method, target, sent: sent.zip(here.code_ends()) },
        problem: said.problem,
        notice,
        instead,
        resend: sent.map(|at| resend(here, at)),
        other_way: other_way(here),
    }
}

fn resend(here: &Visiting, sent_at: Timestamp) -> Resend {
    let from = sent_at.plus(here.state.ctx.policy.sends.spacing);
    let rests_ms = from.ms() - here.now().ms();
    let fresh = is_fresh_due(here);
    Resend {
        rests_until: (rests_ms > 0 && !fresh).then_some(from),
        rests_ms: rests_ms.max(0),
        fresh,
        price: price_at_hand(here),
    }
}

/// Whether a provider took the message and it will not arrive.
pub const fn is_lost(state: AttemptState) -> bool {
    matches!(state, AttemptState::Undelivered | AttemptState::Declined)
}

/// What was done by the form before, or what became of the message.
fn notice(here: &Visiting, method: Method, target: &str) -> Option<State> {
    let sent = sent_notice(here, method, target);
    let after_reset = here.view.sign_in.as_ref().is_some_and(|at| at.lane.is_some());
    sent.or_else(|| after_reset.then_some(State::AfterReset))
}

fn sent_notice(here: &Visiting, method: Method, target: &str) -> Option<State> {
    let at = here.sent_at()?;
    let challenge = here.view.challenge.as_ref()?;
    if let Some(failed_at) = challenge.failed_at.filter(|failed| *failed >= at) {
        let target = target.to_owned();
        return Some(State::Undelivered { target, at: failed_at, reported: false });
    }
    let known = here.view.delivery.filter(|known| known.at >= at);
    if let Some(lost) = known.filter(|known| is_lost(known.state)) {
        let target = target.to_owned();
        return Some(State::Undelivered { target, at: lost.at, reported: true });
    }
    match here.browser.query("sent") {
        Some("again") => Some(State::Resent { at }),
        Some("new") => Some(State::NewCode { at, until: challenge.expires_at }),
        _ => {
            let waited = here.now().ms() - at.ms() >= SLOW_AFTER_MS;
            let arrived = known.is_some_and(|known| known.state == AttemptState::Delivered);
            (waited && !arrived).then_some(State::Slow { method })
        }
    }
}
