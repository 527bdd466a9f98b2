//! The buttons that need an order: placing it, and the way to its confirmation.

use crate::panel::Panel;
use crate::panel::actions::Action;
use crate::panel::orders;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;
use std::sync::Arc;

/// Which action, and for a restore which copy.
#[derive(Deserialize)]
pub struct Wanted {
    action: String,
    #[serde(default)]
    copy: String,
}

/// Places the order and sends the browser to Countersign, which shows the slip.
pub async fn submit(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(server): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, Trouble> {
    let action =
        Action::from_form(&wanted.action, &server, &wanted.copy).ok_or(Trouble::Missing)?;
    let placed = orders::place(&panel, &who, action, None).await?;
    Ok(Redirect::to(&placed.confirm_url))
}
