//! `/people/contact-persons`: whom the portal reaches for a customer account who does not sign in.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::accounts::{self, ContactPersonAsk};
use countersign_app::people::NewPhone;
use countersign_app::{Outcome, Refused};
use countersign_core::ids::{AccountId, ContactPersonId};
use countersign_core::people::Matter;
use http::StatusCode;

use super::words;
use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::security::window::confirm_first;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Problem, ReachedLine, ReachedPage, ReachedProblem, ReachedTyped};
use crate::state::AppState;

pub const PATH: &str = "/people/contact-persons";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    draw(&here, ReachedTyped::default(), None).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let (account, _) = match words::one_account(&here).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let asked = here.asked(Some(form.once(&here, "contact-person")));
    let (ctx, by) = (&here.state.ctx, words::by(&here));
    let back = format!("{PATH}?account={account}");
    let typed = ReachedTyped {
        name: form.get("name").to_owned(),
        matter: form.get("matter").to_owned(),
        email: form.get("email").to_owned(),
        number: form.get("number").to_owned(),
    };
    let (did, done): (&str, Outcome<()>) = match form.get("do") {
        "remove" => {
            let Ok(id) = ContactPersonId::parse(form.get("handle")) else {
                return Ok(here.problem(Problem::NotFound));
            };
            ("removed", accounts::remove_contact_person(ctx, &asked, by, &account, &id).await)
        }
        "add" => {
            let Some(ask) = ask(&account, &typed) else {
                return draw(&here, typed, Some(ReachedProblem::Matter)).await;
            };
            let added = accounts::add_contact_person(ctx, &asked, by, ask).await;
            ("added", added.map(|done| done.map(drop)))
        }
        _ => return Ok(here.problem(Problem::BadRequest)),
    };
    match done {
        Ok(Ok(())) => Ok(turned::see_other(&format!("{back}&done={did}#done"))),
        Ok(Err(Refused::StepUpRequired { .. })) => confirm_first(&here, back).await,
        Ok(Err(Refused::Invalid { field, .. })) => {
            draw(&here, typed, Some(ReachedProblem::of(&field))).await
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

/// Nothing that is entered here is confirmed: only the portal says that it saw a code come back.
fn ask(account: &AccountId, typed: &ReachedTyped) -> Option<ContactPersonAsk> {
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
    let phones = given(&typed.number)
        .map(|number| NewPhone { number, confirmed_at: None })
        .into_iter()
        .collect();
    Some(ContactPersonAsk {
        account: account.clone(),
        matter: Matter::parse(&typed.matter)?,
        name: typed.name.clone(),
        email: given(&typed.email),
        email_confirmed_at: None,
        phones,
    })
}

async fn draw(
    here: &SignedIn,
    typed: ReachedTyped,
    problem: Option<ReachedProblem>,
) -> Result<Response, Turned> {
    let (all, one) = words::account(here).await?;
    let mut lines = Vec::new();
    if let Some(account) = one.as_ref().and_then(|one| AccountId::parse(&one.id).ok()) {
        let (ctx, by) = (&here.state.ctx, words::by(here));
        let listed = accounts::contact_persons(ctx, &account, by, here.now()).await;
        let listed = listed.map_err(|error| here.broken(&error, false))?.unwrap_or_default();
        lines.extend(listed.into_iter().map(|person| {
            ReachedLine {
                id: person.id,
                name: person.name,
                matter: Matter::parse(&person.matter),
                contacts: person
                    .contacts
                    .into_iter()
                    .map(|contact| (contact.target, contact.confirmed_at.is_some()))
                    .collect(),
            }
        }));
    }
    let page = ReachedPage {
        shell: here.shell(PATH),
        area: area::of(here, PATH).await?,
        token: here.token(),
        accounts: all.into_iter().map(|account| (account.id, account.name)).collect(),
        account: one.map(|one| one.id),
        lines,
        typed,
        done: here.browser.query("done").map(str::to_owned),
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(here.page(status, &page))
}
