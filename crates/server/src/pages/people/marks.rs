//! `/people/marks`: what only people with a second factor can see.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::{Refused, access, looking_after};
use countersign_core::ids::ResourceId;
use http::StatusCode;

use super::here::{Looking, Tab};
use super::kept::{Sent, Stopped, let_through, take};
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{MarksPage, MarksProblem};
use crate::state::AppState;

/// Resources of a page.
const MOST: u32 = 50;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let at = Looking::enter(state, browser).await?;
    draw(&at, None).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    take(state, browser, body).await
}

/// Sets and lifts marks as the boxes stand; what is not on the page is left alone.
pub async fn carry_out(at: &Looking, sent: &Sent) -> Result<Response, Stopped> {
    let ctx = &at.here.state.ctx;
    let marked: Vec<&str> = sent.ticked("mark-").collect();
    for id in sent.ticked("shown-").take(MOST as usize) {
        let Ok(resource) = ResourceId::parse(id) else { continue };
        let was = sent.get(&format!("was-{id}")) == "yes";
        let is = marked.contains(&id);
        if was == is {
            continue;
        }
        let (asked, account) = (sent.asked(&at.here, id), at.account());
        let done = if is {
            access::set_mark(ctx, &asked, at.acting(), account, &resource).await
        } else {
            access::lift_mark(ctx, &asked, at.acting(), account, &resource).await
        };
        match let_through(at, done)? {
            Ok(()) | Err(Refused::NotFound) => {}
            Err(Refused::SecondFactorRequired) => {
                return Ok(draw(at, Some(MarksProblem::OwnFactor)).await?);
            }
            Err(Refused::NoQualifyingOwner) => {
                return Ok(draw(at, Some(MarksProblem::NoOwner)).await?);
            }
            Err(refused) => return Ok(at.told::<Response>(Ok(Err(refused)))?),
        }
    }
    Ok(turned::see_other(&at.address("/people/marks", "&done=marks#done")))
}

async fn draw(at: &Looking, problem: Option<MarksProblem>) -> Result<Response, Turned> {
    let after = at.here.browser.query("after").unwrap_or_default();
    let after = ResourceId::parse(after).map(|id| id.to_string()).unwrap_or_default();
    let (ctx, now) = (&at.here.state.ctx, at.here.now());
    let seen = looking_after::marks(ctx, at.acting(), at.account(), &after, MOST + 1, now).await;
    let (mut rows, proven) = at.told(seen)?;
    let more = rows.len() > MOST as usize;
    rows.truncate(MOST as usize);
    let next = rows.last().filter(|_| more).map(|last| last.id.clone());
    let page = MarksPage {
        shell: at.here.shell("/people/marks"),
        area: at.area().await?,
        frame: at.frame(Tab::Marks),
        token: at.here.token(),
        rows,
        proven,
        older: !after.is_empty(),
        next,
        problem,
    };
    let status = if problem.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok(at.here.page(status, &page))
}
