//! `GET /confirm/{id}`: the step-up where it stands.

use axum::extract::State;
use axum::response::Response;
use countersign_core::ids::VisitId;
use http::StatusCode;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{ConfirmDone, Problem};
use crate::pages::visiting::{Place, Standing, Visiting};
use crate::pages::{choose_page, code_page};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Confirm(id)).await?;
    Ok(shown(&here))
}

/// The address of a form, opened by a reload or from the history: the page it came from.
pub async fn to_page(PathId(id): PathId<VisitId>) -> Response {
    turned::see_other(&Place::Confirm(id).path())
}

/// Which page follows which is decided here, and only from what is stored.
fn shown(here: &Visiting) -> Response {
    if here.standing() == Standing::Passed {
        if let Some(path) = here.goes_on_here() {
            return turned::see_other(path);
        }
        return here.page(StatusCode::OK, &ConfirmDone { shell: here.shell("") });
    }
    if let Some(over) = over(here) {
        return over;
    }
    match here.standing() {
        Standing::Failed => code_page::draw_dead(here),
        Standing::Open if here.awaits_code() => code_page::draw(here, code_page::Said::default()),
        // With an app the field is there at once: nothing has to be sent first.
        Standing::Open if takes_app_code(here) => code_page::draw(here, code_page::Said::default()),
        _ => choose_page::draw(here, "", None),
    }
}

/// A visit that is over, or whose session was ended.
pub(super) fn over(here: &Visiting) -> Option<Response> {
    if !here.view.session_live {
        return Some(here.ended(None));
    }
    here.view.lapsed.then(|| here.problem(Problem::Lapsed))
}

fn takes_app_code(here: &Visiting) -> bool {
    here.method().is_none()
        && here.view.offers.iter().any(|offer| offer.available && offer.method == "totp")
}
