//! `GET /security/contacts`: the numbers and addresses of a person.

use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use countersign_app::contact::{self, ListedContact};
use countersign_core::Timestamp;
use countersign_core::people::{ContactKind, Method, Person};
use countersign_core::policy::ways_of;
use countersign_core::session::OwnPath;
use http::StatusCode;

use super::mask;
use crate::pages::browser::Browser;
use crate::pages::factor::with_next;
use crate::pages::security::area;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{ContactProblem, ContactRow, ContactsDone, ContactsPage, PreferredRow};
use crate::state::AppState;

/// Where the list is.
pub const PATH: &str = "/security/contacts";
/// After so long without a word of it a contact is asked after.
const QUIET: Duration = Duration::from_hours(365 * 24);

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let me = SignedIn::enter(state, browser).await?;
    draw(&me, None).await
}

/// The list, with what was refused.
pub async fn draw(me: &SignedIn, problem: Option<ContactProblem>) -> Result<Response, Turned> {
    let read = contact::contacts(&me.state.ctx, &me.person.id).await;
    let read = read.map_err(|error| me.broken(&error, false))?;
    let status = problem.as_ref().map_or(StatusCode::OK, ContactProblem::status);
    let page = ContactsPage {
        shell: me.shell(PATH),
        area: area::of(me, PATH).await?,
        contacts: rows(&read.contacts, &me.person, me.now()),
        preferred: preferred(me),
        next: me
            .browser
            .query("next")
            .and_then(OwnPath::read)
            .map_or_else(String::new, |next| with_next(next.as_str())),
        token: me.token(),
        done: me.browser.query("done").filter(|_| problem.is_none()).and_then(ContactsDone::parse),
        problem,
    };
    Ok(me.page(status, &page))
}

fn rows(listed: &[ListedContact], person: &Person, now: Timestamp) -> Vec<ContactRow> {
    let is_usable = |row: &ListedContact| {
        row.contact.kind != ContactKind::Email && row.contact.confirmed_at.is_some()
    };
    let first = listed.iter().find(|row| is_usable(row)).map(|row| row.contact.id.clone());
    let several = listed.iter().filter(|row| is_usable(row)).count() > 1;
    let row = |row: &ListedContact| {
        let contact = &row.contact;
        let is_first = several && first.as_ref() == Some(&contact.id);
        ContactRow {
            id: contact.id.to_string(),
            kind: contact.kind,
            target: mask::in_area(contact),
            label: row.label.clone().unwrap_or_default(),
            confirmed: contact.confirmed_at.map(|at| (at, row.confirmed_by)),
            shared: row.shared,
            dependents: row.dependents,
            signs_in: person.email().is_some_and(|email| email.id == contact.id),
            for_codes: !ways_of(person, &contact.id).is_empty(),
            first: is_first,
            may_be_first: several && is_usable(row) && !is_first,
            asks: is_quiet(row, now),
        }
    };
    listed.iter().map(row).collect()
}

/// Whether nothing was heard of a confirmed contact for a year.
fn is_quiet(row: &ListedContact, now: Timestamp) -> bool {
    let Some(confirmed_at) = row.contact.confirmed_at else { return false };
    let heard = [row.last_used, row.asked_at].into_iter().flatten().fold(confirmed_at, Ord::max);
    now.since(heard) >= QUIET
}

/// Where codes may go first. With a second factor nothing is chosen: step-up uses it.
fn preferred(me: &SignedIn) -> Vec<PreferredRow> {
    let person = &me.person;
    if person.has_second_factor() {
        return Vec::new();
    }
    let (carried, by_phone) = (me.state.ctx.carried(), me.state.ctx.policy.step_up_by_phone);
    let mut rows = Vec::new();
    for method in [Method::Email, Method::WhatsApp, Method::Sms, Method::Call] {
        if !carried.carries(method) || matches!(method, Method::Sms | Method::Call) && !by_phone {
            continue;
        }
        let fits = |kind| match method {
            Method::Email => kind == ContactKind::Email,
            Method::Call => kind != ContactKind::Email,
            _ => kind == ContactKind::Mobile,
        };
        let known = person.contacts.iter().filter(|one| fits(one.kind));
        for contact in known.filter(|one| one.confirmed_at.is_some()) {
            let choice = (method, contact.id.clone());
            rows.push(PreferredRow {
                value: format!("{}:{}", method.as_str(), contact.id),
                method,
                target: mask::in_area(contact),
                chosen: person.preferred.as_ref() == Some(&choice),
            });
        }
    }
    if rows.iter().all(|row| !row.chosen)
        && let Some(first) = rows.first_mut()
    {
        first.chosen = true;
    }
    rows
}
