//! `POST /security/contacts/{id}`: what can be done with one number or address.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::{Refused, contact};
use countersign_core::ids::ContactId;
use countersign_core::policy::ChangeKind;

use super::begin::begin;
use super::list;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::Problem;
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<ContactId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let form = me.form(&body)?;
    let (ctx, person) = (&me.state.ctx, &me.person.id);
    let asked = me.asked(Some(form.once(&me, "contact")));
    let outcome = match form.get("do") {
        "confirm" => return begin(me, &form, ChangeKind::AddContact, Some(id), None).await,
        "change" => return begin(me, &form, ChangeKind::ChangeContact, Some(id), None).await,
        "remove" => return begin(me, &form, ChangeKind::RemoveContact, Some(id), None).await,
        "rename" => contact::rename(ctx, &asked, person, &id, form.get("label")).await,
        "first" => contact::use_first(ctx, &asked, person, &id).await,
        "unshare" => contact::stop_sharing(ctx, &asked, person, &id).await,
        "still" => contact::still_mine(ctx, &asked, person, &id).await,
        "test" => {
            let sent = contact::send_trial(ctx, &asked, person, &id).await;
            return match sent {
                Ok(Ok(())) => Ok(back("tested", &id)),
                Ok(Err(Refused::MethodUnavailable { .. })) => Ok(back("not-tested", &id)),
                Ok(Err(_)) => Ok(me.problem(Problem::NotFound)),
                Err(error) => Err(me.broken(&error, false)),
            };
        }
        _ => return Ok(me.problem(Problem::BadRequest)),
    };
    match outcome {
        Ok(Ok(())) => Ok(back("saved", &id)),
        Ok(Err(_)) => Ok(me.problem(Problem::NotFound)),
        Err(error) => Err(me.broken(&error, false)),
    }
}

/// To the list, with what was done there.
fn back(done: &str, id: &ContactId) -> Response {
    turned::see_other(&format!("{}?done={done}#{id}", list::PATH))
}
