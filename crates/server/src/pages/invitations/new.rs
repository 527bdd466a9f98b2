//! `/people/invitations/new`: whom, as what, until when; read once more, then sent.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::invitations::{self, InvitationAsk};
use countersign_app::kept::{Fields, keep, kept};
use countersign_app::{Refused, accounts::AccountView};
use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, KeptFormId};
use countersign_core::people::Role;
use http::StatusCode;

use super::{list, words};
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::security::area;
use crate::pages::security::window::{confirm_first, is_open};
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{AccessProblem, InvitePage, InviteTyped, Problem, RightBox};
use crate::state::AppState;

pub const PATH: &str = "/people/invitations/new";
/// Under which name a form is kept that met a lapsed window.
const KEPT: &str = "invitation";
/// What the names of the boxes begin with: one name each, because a form names each field once.
const BOX: &str = "right-";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let (account, view) = match words::one_account(&here).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let waiting = here.browser.query("kept").and_then(|id| KeptFormId::parse(id).ok());
    if !is_open(&here).await? {
        let kept = waiting.map(|id| format!("&kept={id}")).unwrap_or_default();
        return confirm_first(&here, format!("{PATH}?account={account}{kept}")).await;
    }
    let Some(id) = waiting else {
        return draw(&here, &view, InviteTyped::default(), false, None).await;
    };
    let found = kept(&here.state.ctx, &here.person.id, KEPT, &id, here.now()).await;
    match found.map_err(|error| here.broken(&error, false))? {
        Some(fields) => draw(&here, &view, of_fields(&fields), true, None).await,
        None => draw(&here, &view, InviteTyped::default(), false, None).await,
    }
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let (account, view) = match words::one_account(&here).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let typed = of_form(&here, &form);
    if form.get("do") == "edit" {
        return draw(&here, &view, typed, false, None).await;
    }
    let ask = match asked_for(&here, &account, &typed) {
        Ok(ask) => ask,
        Err(problem) => return draw(&here, &view, typed, false, Some(problem)).await,
    };
    if form.get("do") != "send" {
        return match invitations::check(&here.state.ctx, &ask, here.now()) {
            Ok(()) => draw(&here, &view, typed, true, None).await,
            Err(refused) => draw(&here, &view, typed, false, AccessProblem::of(&refused)).await,
        };
    }
    let asked = here.asked(Some(form.once(&here, "invite")));
    let by = words::by(&here);
    match invitations::invite(&here.state.ctx, &asked, by, ask).await {
        Ok(Ok(_)) => {
            let to = format!("{}?account={account}&done=sent#done", list::PATH);
            Ok(turned::see_other(&to))
        }
        Ok(Err(Refused::StepUpRequired { .. })) => {
            let id = keep_form(&here, &typed).await?;
            confirm_first(&here, format!("{PATH}?account={account}&kept={id}")).await
        }
        Ok(Err(refused)) => match AccessProblem::of(&refused) {
            Some(problem) => draw(&here, &view, typed, false, Some(problem)).await,
            None => Ok(here.problem(Problem::NotFound)),
        },
        Err(error) => Err(here.broken(&error, false)),
    }
}

fn of_form(here: &SignedIn, form: &Form) -> InviteTyped {
    let listed = &here.state.ctx.policy.technical_rights;
    let is_ticked = |name: &str| !form.get(&format!("{BOX}{name}")).is_empty();
    InviteTyped {
        name: form.get("name").to_owned(),
        email: form.get("email").to_owned(),
        role: form.get("role").to_owned(),
        rights: listed
            .iter()
            .map(|right| right.as_str().to_owned())
            .filter(|name| is_ticked(name))
            .collect(),
        until: form.get("until").to_owned(),
    }
}

fn of_fields(fields: &Fields) -> InviteTyped {
    let get = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    InviteTyped {
        name: get("name"),
        email: get("email"),
        role: get("role"),
        rights: get("rights").split_whitespace().map(str::to_owned).collect(),
        until: get("until"),
    }
}

async fn keep_form(here: &SignedIn, typed: &InviteTyped) -> Result<KeptFormId, Turned> {
    let rights = typed.rights.join(" ");
    let fields = [
        ("name", typed.name.as_str()),
        ("email", &typed.email),
        ("role", &typed.role),
        ("rights", &rights),
        ("until", &typed.until),
    ];
    let kept = keep(&here.state.ctx, &here.person.id, KEPT, &fields, here.now()).await;
    kept.map_err(|error| here.broken(&error, false))
}

/// The fields as a use case takes them. A day ends with its last moment, in the operator's zone.
fn asked_for(
    here: &SignedIn,
    account: &AccountId,
    typed: &InviteTyped,
) -> Result<InvitationAsk, AccessProblem> {
    let role = Role::parse(&typed.role).ok_or(AccessProblem::NoRole)?;
    let technical = role == Role::TechnicalAdministrator;
    let ends_at = match typed.until.trim() {
        "" => None,
        text => Some(end_of(here, text).ok_or(AccessProblem::Until)?),
    };
    Ok(InvitationAsk {
        account: account.clone(),
        name: typed.name.clone(),
        email: typed.email.clone(),
        language: Some(here.language),
        role,
        rights: if technical { typed.rights.clone() } else { Vec::new() },
        ends_at,
    })
}

fn end_of(here: &SignedIn, text: &str) -> Option<Timestamp> {
    let day: jiff::civil::Date = text.parse().ok()?;
    let zone = here.state.config.time_zone.clone();
    let end = day.tomorrow().ok()?.to_zoned(zone).ok()?;
    Some(Timestamp::from_ms(end.timestamp().as_millisecond()))
}

async fn draw(
    here: &SignedIn,
    account: &AccountView,
    typed: InviteTyped,
    review: bool,
    problem: Option<AccessProblem>,
) -> Result<Response, Turned> {
    let listed = &here.state.ctx.policy.technical_rights;
    let boxes = listed.iter().map(|right| RightBox {
        field: format!("{BOX}{}", right.as_str()),
        name: words::right(&here.state.pages, here.language, right.as_str()),
        ticked: typed.rights.iter().any(|known| known == right.as_str()),
    });
    let page = InvitePage {
        shell: here.shell(PATH),
        area: area::of(here, list::PATH).await?,
        token: here.token(),
        account: account.name.clone(),
        action: format!("{PATH}?account={}", account.id),
        back: format!("{}?account={}", list::PATH, account.id),
        boxes: boxes.collect(),
        ends: asked_end(here, &typed),
        typed,
        review,
        problem,
    };
    let status = problem.map_or(StatusCode::OK, AccessProblem::status);
    Ok(here.page(status, &page))
}

/// The last moment of the day that was typed, to be read once more.
fn asked_end(here: &SignedIn, typed: &InviteTyped) -> Option<Timestamp> {
    // The moment itself is the next day's first.
    end_of(here, typed.until.trim()).map(|end| end.minus(std::time::Duration::from_millis(1)))
}
