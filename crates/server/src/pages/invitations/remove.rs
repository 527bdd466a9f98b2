//! `/people/access/{id}`: ends what somebody may do for a customer account from outside.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::{Refused, accounts};
use countersign_core::ids::{AccountId, PersonId};
use http::StatusCode;

use super::{list, words};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::security::window::confirm_first;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Problem, RemoveAccessPage};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(person): PathId<PersonId>,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let (account, view) = match words::one_account(&here).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let found = outside(&here, &account).await?.into_iter().find(|m| m.person == person.as_str());
    let Some(member) = found else { return Ok(here.problem(Problem::NotFound)) };
    let action = format!("/people/access/{person}?account={account}");
    let page = RemoveAccessPage {
        shell: here.shell(&format!("/people/access/{person}")),
        area: area::of(&here, list::PATH).await?,
        token: here.token(),
        name: member.name.unwrap_or_default(),
        account: view.name,
        back: format!("{}?account={account}", list::PATH),
        action,
    };
    Ok(here.page(StatusCode::OK, &page))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(person): PathId<PersonId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let (account, _) = match words::one_account(&here).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let known = outside(&here, &account).await?;
    if !known.iter().any(|member| member.person == person.as_str()) {
        return Ok(here.problem(Problem::NotFound));
    }
    let asked = here.asked(Some(form.once(&here, "remove-access")));
    let by = words::by(&here);
    let back = format!("{}?account={account}", list::PATH);
    match accounts::remove_member(&here.state.ctx, &asked, by, &account, &person).await {
        Ok(Ok(())) => Ok(turned::see_other(&format!("{back}&done=removed#done"))),
        Ok(Err(Refused::StepUpRequired { .. })) => {
            let then = format!("/people/access/{person}?account={account}");
            confirm_first(&here, then).await
        }
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn outside(
    here: &SignedIn,
    account: &AccountId,
) -> Result<Vec<accounts::MemberView>, Turned> {
    let (ctx, by) = (&here.state.ctx, words::by(here));
    match accounts::outside(ctx, account, by, 100, here.now()).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(_)) => Err(here.problem(Problem::NotFound).into()),
        Err(error) => Err(here.broken(&error, false)),
    }
}
