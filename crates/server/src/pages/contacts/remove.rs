//! The last page before a contact is removed, and the removal.

use axum::response::Response;
use countersign_app::{Refused, contact};
use http::StatusCode;

use super::{list, mask};
use crate::pages::factor::Sent;
use crate::pages::factor::changing::Changing;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{ContactProblem, ContactRemove, Problem};

/// What goes with it, and the button.
pub async fn draw(at: &Changing, problem: Option<ContactProblem>) -> Result<Response, Turned> {
    let person = &at.here.view.person;
    let known = at.change.contact.as_ref().and_then(|id| person.contact(id));
    let Some(known) = known else { return Ok(at.here.problem(Problem::Lapsed)) };
    let (loss, problem) = match contact::loss(person, &at.change) {
        Ok(loss) => (loss, problem),
        Err(Refused::ContactKept { why }) => {
            (countersign_core::policy::ContactLoss::default(), Some(ContactProblem::kept(&why)))
        }
        Err(_) => return Ok(at.here.problem(Problem::Lapsed)),
    };
    let read = contact::contacts(&at.here.state.ctx, &person.id).await;
    let read = read.map_err(|error| at.here.broken(&error, false))?;
    let row = read.contacts.iter().find(|row| row.contact.id == known.id);
    let page = ContactRemove {
        shell: at.here.shell(""),
        target: mask::in_area(known),
        confirmed: known.confirmed_at.is_some(),
        ways: loss.ways.iter().map(|(_, method)| *method).collect(),
        orders_by_sms: loss.orders_by_sms,
        orders_by_call: loss.orders_by_call,
        dependents: row.map_or(0, |row| row.dependents),
        action: at.path("/act"),
        cancel: at.cancel(),
        token: at.here.token(),
        problem,
    };
    let status = page.problem.as_ref().map_or(StatusCode::OK, ContactProblem::status);
    Ok(at.here.page(status, &page))
}

/// The button was pressed.
pub async fn carry_out(Sent { at, form }: Sent) -> Result<Response, Turned> {
    let asked = at.here.asked(Some(form.once(&at.here, "act")));
    let (ctx, session, id) = (&at.here.state.ctx, &at.change.session, &at.change.id);
    match contact::remove(ctx, &asked, session, id).await {
        Ok(Ok(_)) => {
            let done = turned::see_other(&format!("{}?done=removed#done", list::PATH));
            at.me.rotate(done).await
        }
        Ok(Err(Refused::FactorKept { .. })) => draw(&at, Some(ContactProblem::Required)).await,
        Ok(Err(Refused::ContactKept { why })) => draw(&at, Some(ContactProblem::kept(&why))).await,
        Ok(Err(_)) => Ok(at.here.to_page("")),
        Err(error) => Err(at.here.broken(&error, false)),
    }
}
