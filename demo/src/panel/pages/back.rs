//! The way back from Countersign's pages, and "Close now".

use crate::panel::Panel;
use crate::panel::areas;
use crate::panel::frame::{self, Frame};
use crate::panel::trouble::Trouble;
use crate::panel::visit::{Pending, SignedIn};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

/// What Countersign's page adds to the address.
#[derive(Deserialize)]
pub struct Brought {
    /// The one-time result of a passed step-up; absent if the person went back without one.
    result: Option<String>,
}

#[derive(Template)]
#[template(path = "panel/not_opened.html")]
struct NotOpened {
    frame: Frame,
    area: &'static str,
    next: String,
    why: &'static str,
}

/// Redeems the result that this browser brought; only that opens the window.
pub async fn from_step_up(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Query(brought): Query<Brought>,
) -> Result<Response, Trouble> {
    let pending = who.with(&panel, |visit| visit.pending.clone()).unwrap_or_default();
    // Without a step-up that this sign-in asked for, the result is somebody else's, and nothing is opened.
    let Some(latest) = pending.first().cloned() else {
        return Ok(Redirect::to("/servers").into_response());
    };
    let Some(result) = brought.result else {
        return still_closed(
            &panel,
            &who,
            latest,
            "You went back without confirming that it is you.",
        )
        .await;
    };
    // Several tabs may have asked; the result fits one challenge and leaves the others as they are.
    for asked in pending {
        match panel.api.complete(&asked.challenge, &result, &who.session).await {
            Ok(completed) if completed.grant.purpose == "step-up" => {
                done(&panel, &who, &asked);
                return Ok(Redirect::to(&asked.next).into_response());
            }
            Err(error) if error.status().is_none_or(|status| status >= 500) => {
                return Err(error.into());
            }
            _ => {}
        }
    }
    still_closed(&panel, &who, latest, "The confirmation came too late or was used before.").await
}

fn done(panel: &Panel, who: &SignedIn, asked: &Pending) {
    who.with(panel, |visit| visit.pending.retain(|p| p.challenge != asked.challenge));
}

async fn still_closed(
    panel: &Panel,
    who: &SignedIn,
    asked: Pending,
    why: &'static str,
) -> Result<Response, Trouble> {
    done(panel, who, &asked);
    let area = areas::area(&asked.area).map_or("The area", |area| area.title);
    let frame = Frame::of(panel, who, "Still closed", &asked.next).await?;
    Ok(frame::ok(&NotOpened { frame, area, next: asked.next, why }))
}

/// Leads to the order this browser dealt with last; its page asks Countersign where it stands.
pub async fn from_order(State(panel): State<Arc<Panel>>, who: SignedIn) -> Redirect {
    match who.with(&panel, |visit| visit.order.clone()).flatten() {
        Some(id) => Redirect::to(&format!("/orders/{id}")),
        None => Redirect::to("/orders"),
    }
}

/// Closes every protected area of this sign-in.
pub async fn close_windows(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
) -> Result<Redirect, Trouble> {
    panel.api.close_windows(&who.session).await?;
    Ok(Redirect::to("/servers"))
}
