//! "Change the order": a waiting restore gets another copy. The old order is replaced, and its codes are dead.

use crate::panel::Panel;
use crate::panel::actions::Action;
use crate::panel::book::Placed;
use crate::panel::frame::{self, Frame};
use crate::panel::orders;
use crate::panel::sight;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use crate::times;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/change.html")]
struct Page {
    frame: Frame,
    order: Placed,
    choices: Vec<Choice>,
}

struct Choice {
    id: String,
    name: String,
    taken: String,
    size: u32,
    chosen: bool,
}

/// The other copy.
#[derive(Deserialize)]
pub struct Wanted {
    copy: String,
}

/// Offers the other copies of the same server.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let order = orders::settle(&panel, who.sample, &id).await?;
    let (Some(chosen), true) = (copy_of(&order.action), order.is_open()) else {
        return Ok(Redirect::to(&format!("/orders/{id}")).into_response());
    };
    let server = sight::goods(&panel, &who).await?.server(order.action.server()).cloned();
    let server = server.ok_or(Trouble::Missing)?;
    let copies = match order.action {
        Action::RestoreBackup { .. } => &server.backups,
        _ => &server.snapshots,
    };
    let choices = copies
        .iter()
        .map(|copy| Choice {
            id: copy.id.clone(),
            name: copy.name.clone(),
            taken: times::moment(&copy.taken_at),
            size: copy.size,
            chosen: copy.id == chosen,
        })
        .collect();
    let frame = Frame::of(&panel, &who, "Change the order", "/orders").await?;
    Ok(frame::ok(&Page { frame, order, choices }))
}

/// Places the order that takes the old one's place.
pub async fn submit(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, Trouble> {
    let old = orders::settle(&panel, who.sample, &id).await?;
    if !old.is_open() {
        return Ok(Redirect::to(&format!("/orders/{id}")));
    }
    let server = old.action.server();
    let action = Action::from_form(&old.words.action, server, &wanted.copy);
    let placed = orders::place(&panel, &who, action.ok_or(Trouble::Missing)?, Some(id)).await?;
    Ok(Redirect::to(&placed.confirm_url))
}

fn copy_of(action: &Action) -> Option<String> {
    match action {
        Action::RestoreSnapshot { copy, .. } | Action::RestoreBackup { copy, .. } => {
            Some(copy.clone())
        }
        Action::DeleteServer { .. } | Action::AddBackupSpace { .. } => None,
    }
}
