//! `/people/activity`: what was done for a customer account, newest first, by day; and the same as a file.

use axum::extract::State;
use axum::response::Response;
use countersign_app::accounts::{self, AccountView, Acting, By, Which};
use countersign_app::signing::rfc3339;
use countersign_app::trail::{self, AccountEntry, AccountWanted, Place};
use countersign_core::ids::{AccountId, PersonId};

use super::download;
use super::filter::Narrowed;
use super::words::line;
use crate::http::cursor::Cursor;
use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{
    AccountActivityPage, AccountDay, AccountLine, ActivityLine, Problem, who_words,
};
use crate::state::AppState;

const PATH: &str = "/people/activity";
/// Entries of a page.
const PAGE: u32 = 50;
/// Entries read at once, and at most in one file.
const STEP: u32 = 500;
const MOST: usize = 10_000;
/// Accounts and persons that can be chosen.
const CHOICES: u32 = 100;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let (all, one) = accounts(&here).await?;
    let texts = here.state.pages.locales.texts(here.language);
    let narrowed = Narrowed::read(&here.browser, texts);
    let person = person(&here);
    let mut page = AccountActivityPage {
        shell: here.shell(PATH),
        area: area::of(&here, PATH).await?,
        accounts: all.into_iter().map(|account| (account.id, account.name)).collect(),
        account: one.as_ref().map(|one| (one.id.clone(), one.name.clone())),
        persons: Vec::new(),
        person: person.as_ref().map(ToString::to_string),
        days: Vec::new(),
        next: None,
        older: here.browser.query("after").is_some(),
        filter: narrowed.shown.clone(),
    };
    let id = one.as_ref().and_then(|one| AccountId::parse(&one.id).ok());
    if let (Some(id), None) = (&id, &narrowed.shown.problem) {
        let after = here.browser.query("after").and_then(Cursor::parse);
        let place = after.map(|cursor| Place { at: cursor.at, id: cursor.id });
        let mut entries = read(&here, id, &narrowed, person, place, PAGE + 1).await?;
        let more = entries.len() > PAGE as usize;
        entries.truncate(PAGE as usize);
        let last = entries.last().filter(|_| more);
        page.next =
            last.map(|last| Cursor { at: last.entry.at, id: last.entry.id.clone() }.to_text());
        page.days = days(&here, &entries);
        page.persons = persons(&here, id).await?;
    }
    Ok(here.page(page.status(), &page))
}

/// `GET /people/activity/download`: the same as a CSV file (RFC 4180).
pub async fn download(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let texts = here.state.pages.locales.texts(here.language);
    let narrowed = Narrowed::read(&here.browser, texts);
    let (_, one) = accounts(&here).await?;
    let id = one.as_ref().and_then(|one| AccountId::parse(&one.id).ok());
    let (Some(id), Some(one), None) = (id, one, &narrowed.shown.problem) else {
        return Ok(here.problem(Problem::BadRequest));
    };
    let heads = [
        "csv-time",
        "csv-event",
        "activity-who",
        "csv-browser",
        "csv-address",
        "csv-order",
        "csv-number",
    ];
    let mut file = download::row(&heads.map(|key| texts.plain(key)));
    let shell = here.shell("");
    let mut place: Option<Place> = None;
    let mut rows = 0;
    while rows < MOST {
        let entries = read(&here, &id, &narrowed, person(&here), place.take(), STEP).await?;
        for done in &entries {
            let entry = &done.entry;
            let shown = ActivityLine::of(entry, line(entry));
            file.push_str(&download::row(&[
                rfc3339(entry.at),
                shown.words(shell.t).to_text(),
                who_words(&shell, &done.doer, &one.name).to_text(),
                entry.client.agent().unwrap_or_default().to_owned(),
                entry.client.address().map(|address| address.to_string()).unwrap_or_default(),
                entry.order.clone().unwrap_or_default(),
                entry.id.clone(),
            ]));
        }
        rows += entries.len();
        match entries.last() {
            Some(last) if entries.len() == STEP as usize => {
                place = Some(Place { at: last.entry.at, id: last.entry.id.clone() });
            }
            _ => break,
        }
    }
    Ok(download::file(file, "account-activity.csv"))
}

/// The accounts that the person belongs to, and the one that was asked for, or the first. Of another one it says nothing.
async fn accounts(here: &SignedIn) -> Result<(Vec<AccountView>, Option<AccountView>), Turned> {
    let which = Which::Of(here.person.id.clone());
    let listed = accounts::list(&here.state.ctx, which, None, CHOICES, here.now()).await;
    let all = listed.map_err(|error| here.broken(&error, false))?.unwrap_or_default();
    let one = match here.browser.query("account") {
        Some(asked) => match all.iter().find(|account| account.id == asked) {
            Some(found) => Some(found.clone()),
            None => return Err(here.problem(Problem::NotFound).into()),
        },
        None => all.first().cloned(),
    };
    Ok((all, one))
}

async fn read(
    here: &SignedIn,
    account: &AccountId,
    narrowed: &Narrowed,
    of: Option<PersonId>,
    after: Option<Place>,
    most: u32,
) -> Result<Vec<AccountEntry>, Turned> {
    let own = narrowed.wanted(after, most);
    let wanted = AccountWanted {
        kinds: own.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        of,
        since: own.since,
        until: own.until,
        after: own.after,
        most,
    };
    let listed =
        trail::account_activity(&here.state.ctx, account, by(here), wanted, here.now()).await;
    match listed {
        Ok(Ok(entries)) => Ok(entries),
        Ok(Err(_)) => Err(here.problem(Problem::NotFound).into()),
        Err(error) => Err(here.broken(&error, false)),
    }
}

/// The persons that an owner can narrow the list to; nobody else is given names.
async fn persons(here: &SignedIn, account: &AccountId) -> Result<Vec<(String, String)>, Turned> {
    let listed =
        accounts::members(&here.state.ctx, account, by(here), None, CHOICES, here.now()).await;
    let members = listed.map_err(|error| here.broken(&error, false))?.unwrap_or_default();
    let mine = here.person.id.as_str();
    let is_owner = members.iter().any(|member| member.person == mine && member.role == "owner");
    let named = members.into_iter().map(|member| (member.person, member.name.unwrap_or_default()));
    Ok(if is_owner { named.collect() } else { Vec::new() })
}

fn person(here: &SignedIn) -> Option<PersonId> {
    here.browser.query("person").and_then(|text| PersonId::parse(text).ok())
}

fn by(here: &SignedIn) -> By {
    By::Member(Acting { person: here.person.id.clone(), session: here.session.clone() })
}

fn days(here: &SignedIn, entries: &[AccountEntry]) -> Vec<AccountDay> {
    let texts = here.state.pages.locales.texts(here.language);
    let mut days: Vec<AccountDay> = Vec::new();
    for done in entries {
        let day = texts.date(done.entry.at);
        let line = AccountLine {
            shown: ActivityLine::of(&done.entry, line(&done.entry)),
            doer: done.doer.clone(),
            about: done.about.clone(),
        };
        match days.last_mut() {
            Some(last) if last.date.to_text() == day.to_text() => last.lines.push(line),
            _ => days.push(AccountDay { date: day, lines: vec![line] }),
        }
    }
    days
}
