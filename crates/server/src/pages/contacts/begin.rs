//! `POST /security/contacts`: *Add number*, *Add e-mail*, and where codes go first. Adding begins with its proof.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::change::{self, Begin};
use countersign_app::{Refused, contact};
use countersign_core::ids::ContactId;
use countersign_core::people::Method;
use countersign_core::policy::ChangeKind;
use countersign_core::session::OwnPath;

use super::list;
use crate::pages::browser::Browser;
use crate::pages::factor::led;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{ContactProblem, Problem};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    let form = me.form(&body)?;
    match form.get("do") {
        "number" => begin(me, &form, ChangeKind::AddContact, None, None).await,
        // The way says what is entered: an address is confirmed by mail and by nothing else.
        "address" => {
            begin(me, &form, ChangeKind::AddContact, None, Some((Method::Email, None))).await
        }
        "prefer" => prefer(&me, &form).await,
        _ => Ok(me.problem(Problem::BadRequest)),
    }
}

/// Begins a change of a contact and leads to its page.
pub async fn begin(
    me: SignedIn,
    form: &Form,
    kind: ChangeKind,
    about: Option<ContactId>,
    way: Option<(Method, Option<ContactId>)>,
) -> Result<Response, Turned> {
    let asked = me.asked(Some(form.once(&me, "begin")));
    let ask = Begin {
        person: me.person.id.clone(),
        session: me.session.clone(),
        password_at: me.password_at,
        factor_at: me.hosted.factor.map(|factor| factor.at),
        kind,
        subject: None,
        way,
        contact: about,
        goes_on_to: me.browser.query("next").and_then(OwnPath::read),
    };
    match change::begin(&me.state.ctx, &asked, ask).await {
        Ok(Ok(begun)) => Ok(led(&me, begun)),
        Ok(Err(Refused::ContactKept { why })) => {
            list::draw(&me, Some(ContactProblem::kept(&why))).await
        }
        Ok(Err(Refused::ContactKnown)) => Ok(turned::see_other(list::PATH)),
        Ok(Err(_)) => Ok(me.problem(Problem::NotFound)),
        Err(error) => Err(me.broken(&error, false)),
    }
}

async fn prefer(me: &SignedIn, form: &Form) -> Result<Response, Turned> {
    let chosen = form
        .get("way")
        .split_once(':')
        .and_then(|(method, id)| Method::parse(method).zip(ContactId::parse(id).ok()));
    let Some(chosen) = chosen else { return list::draw(me, Some(ContactProblem::NoWay)).await };
    let asked = me.asked(Some(form.once(me, "prefer")));
    match contact::prefer(&me.state.ctx, &asked, &me.person.id, chosen).await {
        Ok(Ok(())) => Ok(turned::see_other(&format!("{}?done=saved", list::PATH))),
        Ok(Err(_)) => list::draw(me, Some(ContactProblem::NoWay)).await,
        Err(error) => Err(me.broken(&error, false)),
    }
}
