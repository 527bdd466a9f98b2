//! Personal data, a protected area with a form. A form that meets a closed window is kept and comes back as typed.

use crate::panel::Panel;
use crate::panel::areas::{self, Door, Way};
use crate::panel::frame::{self, Frame};
use crate::panel::goods::PersonalData;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

const AREA: &str = "personal-data";

#[derive(Template)]
#[template(path = "panel/personal_data.html")]
struct Page {
    frame: Frame,
    name: &'static str,
    data: PersonalData,
    /// "" or the sentence above the form.
    notice: &'static str,
}

/// Whether the form was just saved.
#[derive(Deserialize)]
pub struct Shown {
    saved: Option<String>,
    inline: Option<String>,
}

/// Shows the form inside a window.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Query(query): Query<Shown>,
) -> Result<Response, Trouble> {
    let way = Way { inline: query.inline };
    let frame = match areas::door(&panel, &who, AREA, &way).await? {
        Door::Open(frame) => frame,
        Door::Closed(away) => return Ok(away),
    };
    let draft = who.with(&panel, |visit| visit.draft.take()).flatten();
    let notice = match (&draft, query.saved) {
        (Some(_), _) => "Nothing was lost: this is what you typed. Save it now.",
        (None, Some(_)) => "Saved.",
        (None, None) => "",
    };
    let kept = panel.book().goods(who.sample).personal.clone();
    let data = draft.unwrap_or(kept);
    Ok(frame::ok(&Page { frame, name: who.sample.name, data, notice }))
}

/// Saves the form inside a window, or keeps it until one is open.
pub async fn save(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Form(typed): Form<PersonalData>,
) -> Result<Response, Trouble> {
    match areas::door(&panel, &who, AREA, &Way { inline: None }).await? {
        Door::Closed(away) => {
            who.with(&panel, |visit| visit.draft = Some(typed));
            Ok(away)
        }
        Door::Open(_) => {
            let mut book = panel.book();
            book.goods(who.sample).personal = typed;
            book.save()?;
            Ok(Redirect::to("/personal-data?saved").into_response())
        }
    }
}
