//! `GET /orders/{id}`: the order where it stands; with `?handle=…` the link is exchanged first, once.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_app::visit;
use countersign_core::ids::OrderId;
use countersign_core::order::OrderState;
use countersign_core::ports::Bearer;
use http::StatusCode;

use super::{draw_over, slip};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{OrderConfirmed, Over, Problem, Receipt, Stamp};
use crate::pages::visiting::{Place, Standing, Visiting, broken, nobody};
use crate::pages::{choose_page, code_page};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<OrderId>,
) -> Result<Response, Turned> {
    if let Some(handle) = browser.query("handle") {
        let handle = Bearer::presented(handle);
        return open(&state, &browser, id, &handle).await;
    }
    let here = Visiting::enter(state, browser, Place::Order(id)).await?;
    Ok(shown(&here))
}

/// The address of a form, opened by a reload or from the history: the page it came from.
pub async fn to_page(PathId(id): PathId<OrderId>) -> Response {
    turned::see_other(&Place::Order(id).path())
}

async fn open(
    state: &AppState,
    browser: &Browser,
    id: OrderId,
    handle: &Bearer,
) -> Result<Response, Turned> {
    if browser.only_looks {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let place = Place::Order(id.clone());
    match visit::open(&state.ctx, handle, Some(id), browser.now).await {
        Ok(Ok(opened)) => {
            Ok(place.begin(&opened.cookie, opened.visit.expires_at.since(browser.now)))
        }
        // The browser that opened it before goes on where it was.
        Ok(Err(_)) if browser.cookie(&place.cookie()).is_some() => {
            Ok(turned::see_other(&place.path()))
        }
        Ok(Err(_)) => Err(nobody(state, browser, Problem::LinkUsed)),
        Err(error) => Err(broken(state, browser, &error, false)),
    }
}

fn shown(here: &Visiting) -> Response {
    if let Some(over) = over(here) {
        return over;
    }
    match here.standing() {
        Standing::Open if here.awaits_code() => code_page::draw(here, code_page::Said::default()),
        Standing::Failed => code_page::draw_dead(here),
        _ => choose_page::draw(here, "", None),
    }
}

/// An order that is no longer open, or cannot be confirmed from here.
pub(super) fn over(here: &Visiting) -> Option<Response> {
    let stored = here.view.order.as_ref()?;
    let over = |stamp, over| Some(draw_over(here, stamp, over, StatusCode::OK));
    match stored.state_at(here.now()) {
        OrderState::Open if !here.view.session_live => Some(here.ended(None)),
        OrderState::Open if here.view.lapsed => Some(here.problem(Problem::Lapsed)),
        OrderState::Open => None,
        OrderState::Authorised => Some(confirmed(here, Stamp::Confirmed)),
        OrderState::Claimed => Some(confirmed(here, Stamp::Done)),
        OrderState::Cancelled => match here.browser.query("by") {
            Some("you") => over(Stamp::Stopped, Over::Stopped),
            _ => over(Stamp::Stopped, Over::StoppedBefore),
        },
        OrderState::Expired => {
            let waited = stored.order.expires_at.since(stored.order.created_at);
            let minutes = u32::try_from(waited.as_secs() / 60).unwrap_or(u32::MAX);
            over(Stamp::Lapsed, Over::Lapsed { minutes })
        }
        OrderState::Void if stored.tries_left() == 0 => {
            let tries = here.state.config.policy.order_tries;
            over(Stamp::Void, Over::Void { now: false, tries })
        }
        OrderState::Void => over(Stamp::Void, Over::Unclaimed),
        OrderState::Replaced => {
            let at = stored.closed_at.unwrap_or(stored.order.created_at);
            // The new order has a link of its own; here it is led to only in a browser that opened it.
            let review = stored.replaced_by.clone().map(Place::Order);
            let review = review.filter(|place| here.browser.cookie(&place.cookie()).is_some());
            over(Stamp::Replaced, Over::Replaced { at, review: review.map(|place| place.path()) })
        }
    }
}

fn confirmed(here: &Visiting, stamp: Stamp) -> Response {
    let Some((mut slip, _)) = slip(here) else { return here.problem(Problem::Lapsed) };
    slip.stamp = stamp;
    let receipt = here.view.order.as_ref().filter(|stored| stored.receipt.is_some());
    let receipt = receipt.map(|stored| Receipt {
        href: format!("{}/receipt", here.place.path()),
        digest: stored.digest.to_hex(),
    });
    let handed_over = stamp == Stamp::Done;
    here.page(StatusCode::OK, &OrderConfirmed { shell: here.shell(""), slip, handed_over, receipt })
}
