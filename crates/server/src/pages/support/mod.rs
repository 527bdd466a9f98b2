//! The support desk: a person is looked for and opened under a ticket number, and their caller is checked.
//!
//! All of it is for support agents who have shown a second factor; for everybody else the desk does not exist.

mod act;
mod call_code;
mod case;
mod decide;
mod find;
mod pin;
mod recovery;
mod ticket;
mod tickets;

use axum::routing::{MethodRouter, get, post};
use countersign_core::people::Staff;

use super::browser::Browser;
use super::signed_in::SignedIn;
use super::turned::Turned;
use crate::routes::Guard;
use crate::state::AppState;

const AGENT: Guard = Guard::Staff(Staff::SupportAgent);

/// Adds the pages of the desk.
pub fn add(page: &mut impl FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>)) {
    page(AGENT, &["GET", "POST"], "/support", get(find::get).post(find::post));
    page(AGENT, &["GET"], "/support/cases/{id}", get(case::get));
    page(AGENT, &["GET"], "/support/tickets", get(tickets::get));
    page(AGENT, &["GET", "POST"], "/support/tickets/{id}", get(ticket::get).post(ticket::post));
    page(AGENT, &["POST"], "/support/cases/{id}/pin", post(pin::post));
    page(AGENT, &["POST"], "/support/cases/{id}/call-code", post(call_code::post));
    page(AGENT, &["POST"], "/support/cases/{id}/act", post(act::post));
    page(
        AGENT,
        &["GET", "POST"],
        "/support/cases/{id}/recovery",
        get(recovery::get).post(recovery::post),
    );
    page(AGENT, &["GET", "POST"], "/support/recoveries/{id}", get(decide::get).post(decide::post));
}

/// Enters the desk.
async fn enter(
    state: AppState,
    browser: Browser,
) -> Result<(SignedIn, countersign_app::support::Agent), Turned> {
    let here = SignedIn::enter_as(state, browser, Staff::SupportAgent).await?;
    let agent = countersign_app::support::Agent::of(&here.person, &here.session);
    Ok((here, agent))
}
