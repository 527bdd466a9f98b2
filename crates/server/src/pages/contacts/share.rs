//! A number that another person of the account has confirmed: used without a code of its own, where the operator allows it.

use axum::response::Response;
use countersign_app::contact::{self, Entered};
use countersign_core::ids::ContactId;
use countersign_core::people::{Contact, ContactKind};
use countersign_core::policy::ChangeKind;

use super::entry::confirmed;
use crate::pages::factor::changing::Changing;
use crate::pages::form::Form;
use crate::pages::turned::Turned;

/// Whether what was entered can be used so. Asked for a number that is added to the list and nowhere else.
pub async fn is_possible(at: &Changing, entered: &Entered) -> Result<bool, Turned> {
    let Some((value, kind, _)) = number(at, entered) else { return Ok(false) };
    // It has no id yet; what is looked for is its value.
    let id = at.here.state.ctx.random(ContactId::generate);
    let contact = Contact { id, kind, value, confirmed_at: None };
    let (ctx, now) = (&at.here.state.ctx, at.here.now());
    let possible = contact::can_share(ctx, &at.change.person, &contact, now).await;
    possible.map_err(|error| at.here.broken(&error, false))
}

/// *Use this number*.
pub async fn post(at: Changing, form: &Form, entered: Entered) -> Result<Response, Turned> {
    let Some((value, kind, label)) = number(&at, &entered) else { return Ok(at.here.to_page("")) };
    let asked = at.here.asked(Some(form.once(&at.here, "share")));
    let (ctx, session, id) = (&at.here.state.ctx, &at.change.session, &at.change.id);
    match contact::share(ctx, &asked, session, id, (value, label), kind).await {
        Ok(Ok(())) => at.me.rotate(confirmed(&at, false)).await,
        Ok(Err(_)) => Ok(at.here.to_page("")),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}

fn number(at: &Changing, entered: &Entered) -> Option<(String, ContactKind, Option<String>)> {
    match entered {
        Entered::New { kind, value, label }
            if at.change.kind == ChangeKind::AddContact && *kind != ContactKind::Email =>
        {
            Some((value.clone(), *kind, label.clone()))
        }
        _ => None,
    }
}
