//! `/sign-in/recover/contacts`: what the mailed link of somebody opens who gets back in by two contacts. The link leaves the address at
//! once and acts only on the form.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::mailed::LinkKind;
use countersign_app::recovery;
use countersign_core::ids::VisitId;
use countersign_core::ports::Bearer;
use http::StatusCode;

use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::mailed_token::MailedToken;
use crate::pages::stranger::Stranger;
use crate::pages::turned::Turned;
use crate::pages::view::{ByContacts, ByContactsPage};
use crate::pages::visiting::Place;
use crate::state::AppState;

const PATH: &str = "/sign-in/recover/contacts";
const LINK: MailedToken = MailedToken {
    kind: LinkKind::Recover,
    cookie: "__Host-recover",
    path: PATH,
    waits: LinkKind::Recover.lasts(),
};

/// Takes the secret part out of the address.
pub async fn open(Path(token): Path<String>) -> Response {
    LINK.open(&token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let (here, link) = LINK.brought(state, browser).map_err(|here| gone(&here))?;
    match recovery::contacts_link_works(&here.state.ctx, &link, here.browser.now).await {
        Ok(true) => {
            let at = ByContacts::Begin(here.token());
            Ok(here.page(StatusCode::OK, &ByContactsPage { shell: here.shell(PATH), at }))
        }
        Ok(false) => Ok(gone(&here)),
        Err(error) => Err(here.broken(&error)),
    }
}

/// The second half begins: the number is chosen on its page.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, link) = LINK.brought(state, browser).map_err(|here| gone(&here))?;
    let form = Form::read(&here, &body)?;
    let asked = here.asked(Some(form.once(&here, "recover")));
    match recovery::begin_by_contacts(&here.state.ctx, &asked, link).await {
        Ok(Ok(begun)) => {
            let lasts = Duration::from_millis(begun.lasts_ms.unsigned_abs());
            match VisitId::parse(&begun.visit) {
                Ok(id) => Ok(Place::Recover(id).begin(&Bearer::presented(begun.cookie), lasts)),
                Err(_) => Ok(gone(&here)),
            }
        }
        Ok(Err(_)) => Ok(gone(&here)),
        Err(error) => Err(here.broken(&error)),
    }
}

/// What comes after: the mail with the link for a new password.
pub async fn done(State(state): State<AppState>, browser: Browser) -> Response {
    let here = Stranger::enter(state, browser);
    let shell = here.shell("/sign-in/recover/done");
    LINK.clear(here.page(StatusCode::OK, &ByContactsPage { shell, at: ByContacts::Done }))
}

fn gone(here: &Stranger) -> Response {
    let page = ByContactsPage { shell: here.shell(PATH), at: ByContacts::Gone };
    LINK.clear(here.page(StatusCode::GONE, &page))
}
