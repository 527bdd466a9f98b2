//! `/people`: who belongs to an account, with what protects each; and several of them required to use a second factor.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::duty::{self, DutyAsk};
use countersign_app::looking_after::{self, PeopleFilter, PeoplePage as Wanted};
use countersign_core::ids::PersonId;
use countersign_core::policy::{AllowedWays, DutyOf};
use http::StatusCode;

use super::here::{Looking, Tab};
use super::kept::{Sent, Stopped, let_through, take};
use crate::http::cursor::Cursor;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{PeoplePage, PersonRow};
use crate::state::AppState;

/// Persons of a page.
const MOST: u32 = 50;
/// Longest text that is searched for, in characters.
const LONGEST_SEARCH: usize = 100;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let at = Looking::enter(state, browser).await?;
    draw(&at, false).await
}

/// *Require two-factor authentication* of those who were ticked.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    take(state, browser, body).await
}

/// Requires it of each. Whoever may not be forced by this person has no box, and by hand is passed over.
pub async fn carry_out(at: &Looking, sent: &Sent) -> Result<Response, Stopped> {
    let ways = AllowedWays::parse(sent.get("ways")).unwrap_or(AllowedWays::Any);
    let chosen: Vec<PersonId> =
        sent.ticked("p-").filter_map(|id| PersonId::parse(id).ok()).take(MOST as usize).collect();
    if chosen.is_empty() {
        return Ok(draw(at, true).await?);
    }
    let mut done = 0;
    for person in chosen {
        let asked = sent.asked(&at.here, person.as_str());
        let ask = DutyAsk {
            account: at.account().clone(),
            of: DutyOf::Person(person),
            ways,
            from: None,
            end_sessions: sent.get("end") == "yes",
        };
        match let_through(at, duty::set(&at.here.state.ctx, &asked, at.acting(), ask).await)? {
            Ok(_) => done += 1,
            Err(Refused::NotAllowed | Refused::NotFound) => {}
            Err(_) => return Ok(at.missing()),
        }
    }
    Ok(turned::see_other(&at.address("/people", &format!("&done=required&n={done}#done"))))
}

async fn draw(at: &Looking, nobody_ticked: bool) -> Result<Response, Turned> {
    let query = |name: &str| at.here.browser.query(name).unwrap_or_default();
    let filter = PeopleFilter::parse(query("show"));
    let search: String =
        query("q").chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
    let before = Cursor::parse(query("after")).map(|cursor| (cursor.at, cursor.id));
    let older = before.is_some();
    let wanted = Wanted {
        account: at.account().clone(),
        filter,
        search: search.clone(),
        before,
        // One more than shown tells whether another page follows.
        limit: MOST + 1,
    };
    let now = at.here.now();
    let found = looking_after::people(&at.here.state.ctx, at.acting(), wanted, now).await;
    let mut found = at.told(found)?;
    let more = found.len() > MOST as usize;
    found.truncate(MOST as usize);
    let next = found.last().filter(|_| more).map(|last| {
        let id = last.membership.person.to_string();
        Cursor { at: last.membership.added_at, id }.to_text()
    });
    let me = &at.here.person.id;
    let rows = found.iter().map(|seen| PersonRow::of(seen, me, at.at.role, now)).collect();
    let page = PeoplePage {
        shell: at.here.shell("/people"),
        area: at.area().await?,
        frame: at.frame(Tab::List),
        token: at.here.token(),
        rows,
        filter,
        search,
        next,
        older,
        required: query("n").parse().ok(),
        nobody_ticked,
    };
    let status = if nobody_ticked { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(at.here.page(status, &page))
}
