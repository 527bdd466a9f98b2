//! `/security`: what protects this person, each with one clear action.

use axum::extract::State;
use axum::response::Response;
use countersign_app::trail::{self, Wanted};
use countersign_app::{AppError, change, duty, people, sign_in, support};
use countersign_core::people::{AuthenticatorKind, ContactKind, Person};
use countersign_core::support::PinState;
use http::StatusCode;

use super::{area, places};
use crate::pages::activity::{Kind, line};
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{ActivityLine, CodesFacts, ContactLine, FactorWay, Overview};
use crate::state::AppState;

const PATH: &str = area::OVERVIEW;
/// Entries under *Recent activity*.
const RECENT: u32 = 5;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let page = gather(&here).await?;
    Ok(here.page(StatusCode::OK, &page))
}

async fn gather(here: &SignedIn) -> Result<Overview<'_>, Turned> {
    let (ctx, person) = (&here.state.ctx, &here.person.id);
    let broken = |error: AppError| here.broken(&error, false);
    let password_at = people::password::set_at(ctx, person).await.map_err(broken)?;
    let sessions = sign_in::sessions(ctx, person, None, places::MOST, here.now()).await;
    let sessions = sessions.map_err(broken)?.unwrap_or_default();
    let devices = sign_in::devices(ctx, person, here.now()).await.map_err(broken)?;
    let required = duty::of_person(ctx, person, here.now()).await.map_err(broken)?;
    let others = sessions.iter().filter(|session| session.id != here.session.as_str()).count();
    Ok(Overview {
        shell: here.shell(PATH),
        area: area::of(here, PATH).await?,
        password_at,
        ways: ways(&here.person),
        required_by: required.map(|required| required.name),
        codes: codes(here).await?,
        numbers: contacts(&here.person, false),
        addresses: contacts(&here.person, true),
        pin: pin(here).await?,
        other_sessions: u64::try_from(others).unwrap_or(u64::MAX),
        devices: u64::try_from(devices.len()).unwrap_or(u64::MAX),
        recent: recent(here).await?,
        token: here.token(),
    })
}

/// Where the support PIN stands. Staff are no customers, and have none.
async fn pin(here: &SignedIn) -> Result<Option<PinState>, Turned> {
    if here.person.staff.is_some() {
        return Ok(None);
    }
    let known = support::pin(&here.state.ctx, &here.person.id).await;
    Ok(Some(known.map_err(|error| here.broken(&error, false))?.state))
}

async fn recent(here: &SignedIn) -> Result<Vec<ActivityLine>, Turned> {
    let kinds = Kind::records(None);
    let wanted = Wanted { kinds: &kinds, since: None, until: None, after: None, most: RECENT };
    let found = trail::activity(&here.state.ctx, &here.person.id, wanted).await;
    let entries = found.map_err(|error| here.broken(&error, false))?;
    Ok(entries.iter().map(|entry| ActivityLine::of(entry, line(entry))).collect())
}

/// What is known of this person's recovery codes; `None`: none were saved.
pub async fn codes(here: &SignedIn) -> Result<Option<CodesFacts>, Turned> {
    let known = change::recovery(&here.state.ctx, &here.person.id, here.now()).await;
    let known = known.map_err(|error| here.broken(&error, false))?;
    Ok(known.map(|known| CodesFacts {
        left: known.unused,
        made: known.made_at,
        saved_by: known.saved_by,
        asks: known.asks,
    }))
}

fn ways(person: &Person) -> Vec<FactorWay> {
    let kind = |kind: &AuthenticatorKind| match kind {
        AuthenticatorKind::Totp => FactorWay::App,
        AuthenticatorKind::Passkey => FactorWay::Passkey,
        AuthenticatorKind::Sms(_) => FactorWay::Sms,
        AuthenticatorKind::Call(_) => FactorWay::Call,
    };
    person.authenticators.iter().map(|authenticator| kind(&authenticator.kind)).collect()
}

pub fn contacts(person: &Person, mail: bool) -> Vec<ContactLine> {
    let fits = |kind: ContactKind| (kind == ContactKind::Email) == mail;
    let line = |contact: &countersign_core::people::Contact| ContactLine {
        target: contact.masked(),
        confirmed: contact.confirmed_at.is_some(),
    };
    person.contacts.iter().filter(|contact| fits(contact.kind)).map(line).collect()
}
