//! `GET /activity`: a person's own records, newest first, by day.

use axum::extract::State;
use axum::response::Response;
use countersign_app::trail::{self, ActivityEntry, Place};

use super::filter::Narrowed;
use super::words::line;
use crate::http::cursor::Cursor;
use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{ActivityDay, ActivityLine, ActivityPage};
use crate::state::AppState;

/// Entries of a page.
const PAGE: u32 = 50;
const PATH: &str = "/activity";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let texts = here.state.pages.locales.texts(here.language);
    let narrowed = Narrowed::read(&here.browser, texts);
    let after = here.browser.query("after").and_then(Cursor::parse);
    let place = after.map(|cursor| Place { at: cursor.at, id: cursor.id });
    let mut entries = Vec::new();
    if narrowed.shown.problem.is_none() {
        let wanted = narrowed.wanted(place, PAGE + 1);
        let found = trail::activity(&here.state.ctx, &here.person.id, wanted).await;
        entries = found.map_err(|error| here.broken(&error, false))?;
    }
    let more = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    let last = entries.last().filter(|_| more);
    let next = last.map(|last| Cursor { at: last.at, id: last.id.clone() }.to_text());
    let page = ActivityPage {
        shell: here.shell(PATH),
        area: area::of(&here, PATH).await?,
        filter: narrowed.shown,
        days: days(&here, &entries),
        next,
        older: here.browser.query("after").is_some(),
    };
    Ok(here.page(page.status(), &page))
}

fn days(here: &SignedIn, entries: &[ActivityEntry]) -> Vec<ActivityDay> {
    let texts = here.state.pages.locales.texts(here.language);
    let mut days: Vec<ActivityDay> = Vec::new();
    for entry in entries {
        let day = texts.date(entry.at);
        let shown = ActivityLine::of(entry, line(entry));
        match days.last_mut() {
            Some(last) if last.date.to_text() == day.to_text() => last.lines.push(shown),
            _ => days.push(ActivityDay { date: day, lines: vec![shown] }),
        }
    }
    days
}
