//! `/people/invitations`: who has access to a customer account from outside, and who is invited.

use axum::extract::State;
use axum::response::Response;
use countersign_app::{accounts, invitations};
use countersign_core::Timestamp;
use countersign_core::access::InvitationState;
use countersign_core::ids::AccountId;
use countersign_core::people::Role;
use http::StatusCode;

use super::words;
use crate::http::cursor::Cursor;
use crate::pages::browser::Browser;
use crate::pages::security::area;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::Turned;
use crate::pages::view::{
    AccessDone, AccessPage, AccessProblem, InvitationLine, OutsideLine, Problem,
};
use crate::state::AppState;

pub const PATH: &str = "/people/invitations";
/// Invitations of a page.
const PER_PAGE: u32 = 25;
/// Technical administrators that are shown; no account has more who does not script it.
const MOST: u32 = 100;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    draw(&here, None).await
}

/// The page, with what stood in the way of a button of it.
pub(super) async fn draw(
    here: &SignedIn,
    problem: Option<AccessProblem>,
) -> Result<Response, Turned> {
    let (all, one) = words::account(here).await?;
    let mut page = AccessPage {
        shell: here.shell(PATH),
        area: area::of(here, PATH).await?,
        token: here.token(),
        accounts: all.into_iter().map(|account| (account.id, account.name)).collect(),
        account: one.as_ref().map(|one| one.id.clone()),
        outside: Vec::new(),
        invitations: Vec::new(),
        next: None,
        done: here.browser.query("done").and_then(AccessDone::of),
        problem,
    };
    if let Some(account) = one.as_ref().and_then(|one| AccountId::parse(&one.id).ok()) {
        fill(here, &account, &mut page).await?;
    }
    let status = page.problem.map_or(StatusCode::OK, AccessProblem::status);
    Ok(here.page(status, &page))
}

async fn fill(
    here: &SignedIn,
    account: &AccountId,
    page: &mut AccessPage<'_>,
) -> Result<(), Turned> {
    let (ctx, now) = (&here.state.ctx, here.now());
    let outside = accounts::outside(ctx, account, words::by(here), MOST, now).await;
    let before = here.browser.query("after").and_then(Cursor::parse);
    let before = before.map(|cursor| (cursor.at, cursor.id));
    let listed = invitations::list(ctx, account, words::by(here), before, PER_PAGE + 1, now).await;
    let (outside, mut listed) = match (outside, listed) {
        (Ok(Ok(outside)), Ok(Ok(listed))) => (outside, listed),
        (Err(error), _) | (_, Err(error)) => return Err(here.broken(&error, false)),
        _ => return Err(here.problem(Problem::NotFound).into()),
    };
    let right = |name: &String| words::right(&here.state.pages, here.language, name);
    page.outside = outside
        .into_iter()
        .map(|member| OutsideLine {
            name: member.name.unwrap_or_default(),
            rights: member.rights.iter().map(right).collect(),
            ends_at: member.ends_at.map(Timestamp::from_ms),
            since: Timestamp::from_ms(member.added_at),
            person: member.person,
        })
        .collect();
    let more = listed.len() > PER_PAGE as usize;
    listed.truncate(PER_PAGE as usize);
    let last = listed
        .last()
        .map(|last| Cursor { at: Timestamp::from_ms(last.created_at), id: last.id.clone() });
    page.next = last.filter(|_| more).map(|cursor| cursor.to_text());
    page.invitations = listed
        .into_iter()
        .map(|one| InvitationLine {
            rights: one.rights.iter().map(right).collect(),
            role: Role::parse(&one.role),
            state: InvitationState::parse(&one.state),
            mailed_at: Timestamp::from_ms(one.mailed_at),
            expires_at: Timestamp::from_ms(one.expires_at),
            decided_at: one.decided_at.map(Timestamp::from_ms),
            mails_again: one.mails_again,
            inviter: one.inviter_name,
            id: one.id,
            name: one.name,
            email: one.email,
        })
        .collect();
    Ok(())
}
