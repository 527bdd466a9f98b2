//! `/security/personal-data`: a protected area. Without an open window the step-up comes first, in this browser.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::kept::{Fields, keep};
use countersign_app::people::{self, Edit, Edited, PERSONAL_DATA};
use countersign_core::ids::KeptFormId;

use super::{area, kept, window};
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{PersonalData, Problem};
use crate::state::AppState;

const PATH: &str = "/security/personal-data";
/// The fields of the form.
const FIELDS: [&str; 2] = ["name", "language"];

/// What stands in the fields.
struct Typed<'a> {
    name: &'a str,
    language: &'a str,
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    // *Confirm again* opens a window of its own length, from then on.
    if here.browser.query("again").is_some() || !window::is_open(&here).await? {
        return window::confirm_first(&here, PATH.to_owned()).await;
    }
    let typed = Typed { name: &here.person.name, language: here.person.language.as_str() };
    draw(&here, &typed, None, false).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    if let Some(kept) = kept::of_lapsed_session(&state, &browser, &body, &FIELDS).await? {
        return Ok(kept);
    }
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let typed = Typed { name: form.get("name"), language: form.get("language") };
    let kept = KeptFormId::parse(form.get("kept")).ok();
    save(&here, &typed, kept, Some(&form)).await
}

/// The page with what a kept form held, for its person to save.
pub async fn show_kept(
    here: &SignedIn,
    id: &KeptFormId,
    fields: &Fields,
) -> Result<Response, Turned> {
    if !window::is_open(here).await? {
        return window::confirm_first(here, kept::path_of(id)).await;
    }
    draw(here, &Typed::of(fields), Some(id), false).await
}

/// Saves what a kept form held, right after its person has confirmed again.
pub async fn save_kept(
    here: &SignedIn,
    id: &KeptFormId,
    fields: &Fields,
) -> Result<Response, Turned> {
    save(here, &Typed::of(fields), Some(id.clone()), None).await
}

impl<'a> Typed<'a> {
    fn of(fields: &'a Fields) -> Self {
        let get = |name: &str| {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        Self { name: get(FIELDS[0]), language: get(FIELDS[1]) }
    }
}

async fn save(
    here: &SignedIn,
    typed: &Typed<'_>,
    kept: Option<KeptFormId>,
    form: Option<&Form>,
) -> Result<Response, Turned> {
    let asked = here.asked(form.map(|form| form.once(here, PERSONAL_DATA)));
    let edit = Edit {
        person: here.person.id.clone(),
        session: here.session.clone(),
        name: typed.name.to_owned(),
        language: typed.language.to_owned(),
        kept: kept.clone(),
    };
    match people::edit(&here.state.ctx, &asked, edit).await {
        Ok(Ok(Edited::Saved)) => Ok(turned::see_other(&format!("{PATH}?saved=yes"))),
        Ok(Ok(Edited::WindowClosed)) => {
            let id = match kept {
                Some(id) => id,
                None => keep_form(here, typed).await?,
            };
            window::confirm_first(here, kept::path_of(&id)).await
        }
        Ok(Err(Refused::Invalid { .. })) if form.is_some() => {
            draw(here, typed, kept.as_ref(), true).await
        }
        Ok(Err(Refused::Invalid { .. })) => {
            Ok(turned::see_other(&kept.map_or_else(|| PATH.to_owned(), |id| kept::path_of(&id))))
        }
        Ok(Err(_)) => Ok(here.problem(Problem::Lapsed)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn keep_form(here: &SignedIn, typed: &Typed<'_>) -> Result<KeptFormId, Turned> {
    let fields = [(FIELDS[0], typed.name), (FIELDS[1], typed.language)];
    let kept = keep(&here.state.ctx, &here.person.id, PERSONAL_DATA, &fields, here.now()).await;
    kept.map_err(|error| here.broken(&error, false))
}

async fn draw(
    here: &SignedIn,
    typed: &Typed<'_>,
    kept: Option<&KeptFormId>,
    name_refused: bool,
) -> Result<Response, Turned> {
    let lines = here
        .person
        .contacts
        .iter()
        .map(|contact| (contact.value.clone(), contact.confirmed_at.is_some()));
    let page = PersonalData {
        shell: here.shell(PATH),
        area: area::of(here, PATH).await?,
        token: here.token(),
        name: typed.name.to_owned(),
        language: typed.language.to_owned(),
        contacts: lines.collect(),
        kept: kept.map(ToString::to_string),
        saved: here.browser.query("saved").is_some(),
        name_refused,
    };
    Ok(here.page(page.status(), &page))
}
