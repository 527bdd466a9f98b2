//! Draws the list of ways, for a step-up, an order and a sign-in.

use axum::response::Response;
use countersign_app::challenge::OfferView;
use countersign_core::Timestamp;
use countersign_core::order::Amount;
use countersign_core::people::Method;
use http::StatusCode;

use super::turned;
use super::view::{ConfirmChoose, Offer, Offers, OrderChoose, Reason, SignInChoose, State};
use super::visiting::{Place, Visiting};
use super::{confirm, factor, orders};

/// The page, with what was refused.
pub fn draw(here: &Visiting, part: &str, problem: Option<State>) -> Response {
    let status = problem.as_ref().map_or(StatusCode::OK, State::status);
    let retry_at = problem.as_ref().and_then(State::retry_at);
    let action = format!("{}/send", here.place.path());
    let page = if let Some((slip, waits_until)) = orders::slip(here) {
        let page = OrderChoose {
            shell: here.shell(part),
            slip,
            waits_until,
            offers: offers(here),
            action,
            set_up: factor::with_next(&here.place.path()),
            token: here.token(),
            problem,
        };
        here.page(status, &page)
    } else if matches!(here.place, Place::SignIn(_) | Place::Recover(_)) {
        let (shell, offers, token) = (here.shell(part), offers(here), here.token());
        here.page(status, &SignInChoose { shell, offers, action, token, problem })
    } else if matches!(here.place, Place::Change(_)) {
        factor::draw_choose(here, part, status, problem)
    } else {
        let page = ConfirmChoose {
            shell: here.shell(part),
            areas: confirm::areas(here),
            offers: offers(here),
            action,
            token: here.token(),
            problem,
            second_factor: here.view.person.has_second_factor(),
        };
        here.page(status, &page)
    };
    match retry_at {
        Some(at) => turned::retry_after(page, at.since(here.now())),
        None => page,
    }
}

/// The ways of this visit, ready to show.
pub fn offers(here: &Visiting) -> Offers {
    let at_hand = here.view.challenge.as_ref().and_then(|challenge| {
        let method = challenge.method?;
        Some(value(method, challenge.contact.as_ref().map(ToString::to_string).as_deref()))
    });
    Offers {
        list: here.view.offers.iter().filter_map(offer).map(|row| counted(row, here)).collect(),
        chosen: at_hand,
        for_order: matches!(here.place, Place::Order(_)),
    }
}

/// A recovery code is listed with how many are left.
fn counted(row: Offer, here: &Visiting) -> Offer {
    match row.method {
        Method::RecoveryCode => {
            Offer { target: here.view.person.recovery_codes.to_string(), ..row }
        }
        _ => row,
    }
}

/// The way that a form chose, if it can be used.
pub fn chosen<'h>(here: &'h Visiting, way: &str) -> Option<(Method, &'h OfferView)> {
    here.view.offers.iter().filter(|offer| offer.available).find_map(|offer| {
        let method = Method::parse(&offer.method)?;
        (value(method, offer.contact.as_deref()) == way).then_some((method, offer))
    })
}

/// What a way costs, if it costs anything.
pub fn price(offer: &OfferView) -> Option<Amount> {
    let free = offer.price.value.bytes().all(|b| matches!(b, b'0' | b'.'));
    let amount =
        || Amount { value: offer.price.value.clone(), currency: offer.price.currency.clone() };
    (!free).then(amount)
}

fn value(method: Method, contact: Option<&str>) -> String {
    match contact {
        Some(contact) => format!("{}:{contact}", method.as_str()),
        None => method.as_str().to_owned(),
    }
}

/// One way. What the operator does not offer, and what a second factor closes, is no row at all (CS-STEP-05).
pub fn offer(view: &OfferView) -> Option<Offer> {
    let method = Method::parse(&view.method)?;
    let target = view.target.clone().unwrap_or_default();
    let unavailable = match view.reason.as_deref() {
        None => None,
        Some("unconfirmed") => Some(Reason::NotConfirmed),
        Some("number-too-new") => {
            Some(Reason::NewNumber { from: Timestamp::from_ms(view.available_from?) })
        }
        Some("country-not-served") => {
            let (country, prefix) = view.unserved.clone()?;
            Some(Reason::Country { country, prefix })
        }
        Some("number-kind-refused") => Some(Reason::Premium),
        Some("opted-out") => Some(Reason::Stopped),
        Some("provider-outage") => Some(Reason::Outage),
        Some(_) => return None,
    };
    let price = Amount { value: view.price.value.clone(), currency: view.price.currency.clone() };
    Some(Offer {
        value: value(method, view.contact.as_deref()),
        method,
        landline: view.kind.as_deref() == Some("landline"),
        target,
        price: method.is_delivered().then_some(price),
        unavailable,
    })
}
