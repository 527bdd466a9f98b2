//! The door of every protected area: open inside a window, otherwise the way to a step-up.

use super::asks::Ask;
use super::frame::{self, Frame};
use super::trouble::Trouble;
use super::visit::{Pending, SignedIn};
use super::{Panel, RETURN_STEP_UP};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// How many step-ups of one sign-in may be under way, in several tabs; older ones are given up.
const PENDING: usize = 5;

/// A protected area of this panel.
pub struct Area {
    /// Its name at Countersign.
    pub name: &'static str,
    /// Its page.
    pub path: &'static str,
    /// Its name on the page.
    pub title: &'static str,
}

/// Every protected area.
pub const AREAS: [Area; 5] = [
    Area { name: "invoices", path: "/invoices", title: "Invoices" },
    Area { name: "payment-methods", path: "/payment-methods", title: "Payment methods" },
    Area { name: "domain-config", path: "/dns", title: "Domain and DNS" },
    Area { name: "email-management", path: "/mailboxes", title: "Mailboxes" },
    Area { name: "personal-data", path: "/personal-data", title: "Personal data" },
];

/// `?inline`: the person types the code on the panel's own page instead of Countersign's.
#[derive(Deserialize)]
pub struct Way {
    /// Present or not; the value does not matter.
    pub inline: Option<String>,
}

/// What the door says.
pub enum Door {
    /// A window is open: show the page in this frame.
    Open(Frame),
    /// None is: go there first.
    Closed(Response),
}

/// The area with this name.
pub fn area(name: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.name == name)
}

/// Asks Countersign whether this sign-in has a window for the area; if not, starts a step-up.
pub async fn door(
    panel: &Panel,
    who: &SignedIn,
    name: &'static str,
    way: &Way,
) -> Result<Door, Trouble> {
    let area = area(name).ok_or(Trouble::Missing)?;
    let windows = frame::windows(panel, who).await?;
    if windows.iter().any(|window| window.areas.iter().any(|open| open == area.name)) {
        return Ok(Door::Open(Frame::with(panel, who, area.title, area.path, &windows)));
    }
    let inline = way.inline.is_some();
    let back = format!("{}{RETURN_STEP_UP}", panel.at.panel);
    let return_to = (!inline).then_some(back.as_str());
    let challenge =
        panel.api.start_step_up(&who.person, &who.session, area.name, return_to).await?;
    if inline {
        let ask = Ask::for_area(area, challenge);
        let address = format!("/inline/{}", ask.id);
        who.with(panel, |visit| visit.asks.insert(ask.id.clone(), ask));
        return Ok(Door::Closed(Redirect::to(&address).into_response()));
    }
    let Some(address) = challenge.confirm_url else { return Err(Trouble::Missing) };
    let pending =
        Pending { challenge: challenge.id, area: area.name.to_owned(), next: area.path.to_owned() };
    who.with(panel, |visit| {
        visit.pending.insert(0, pending);
        visit.pending.truncate(PENDING);
    });
    Ok(Door::Closed(Redirect::to(&address).into_response()))
}
