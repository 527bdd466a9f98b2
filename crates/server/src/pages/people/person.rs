//! `/people/{id}`: one person of an account: what is required of them, and how they are helped back in, or out.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::accounts::By;
use countersign_app::duty::{self, DutyAsk, SetUpLink};
use countersign_app::looking_after::{self, PersonDetail};
use countersign_app::{Refused, access, recovery};
use countersign_core::ids::{GroupId, PersonId};
use countersign_core::policy::{AllowedWays, DutyOf};
use http::StatusCode;

use super::here::{Looking, Tab};
use super::kept::{Sent, Stopped, let_through, take};
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{PersonPage, PersonRow, ShownLink};
use crate::state::AppState;

/// What the page says of the form before.
enum Said {
    Nothing,
    /// A set-up link was made.
    Link(SetUpLink),
    /// None was: the person needs none.
    NoLink,
    /// A word was given without a reason.
    NoReason,
}

impl Said {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Nothing | Self::Link(_) => StatusCode::OK,
            Self::NoLink => StatusCode::CONFLICT,
            Self::NoReason => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<PersonId>,
) -> Result<Response, Turned> {
    let at = Looking::enter(state, browser).await?;
    let detail = read(&at, &id).await?;
    draw(&at, detail, Said::Nothing).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    take(state, browser, body).await
}

async fn read(at: &Looking, id: &PersonId) -> Result<PersonDetail, Turned> {
    let (ctx, now) = (&at.here.state.ctx, at.here.now());
    at.told(looking_after::person(ctx, at.acting(), at.account(), id, now).await)
}

/// Carries out the one form of the page that was sent.
pub async fn carry_out(at: &Looking, sent: &Sent, id: &PersonId) -> Result<Response, Stopped> {
    let (ctx, by, account) = (&at.here.state.ctx, at.acting(), at.account());
    let step = sent.get("do");
    let asked = sent.asked(&at.here, step);
    let done = match step {
        "duty" => return change_duty(at, sent, id).await,
        "groups" => return change_groups(at, sent, id).await,
        "link" => return make_link(at, sent, id).await,
        "vouch" => return vouch(at, sent, id).await,
        "reset" => looking_after::mail_reset(ctx, &asked, by, account, id).await,
        "end" => {
            let ended = looking_after::end_sessions(ctx, &asked, by, account, id).await;
            ended.map(|ended| ended.map(drop))
        }
        "pause" | "resume" => {
            looking_after::pause(ctx, &asked, by, account, id, step == "pause").await
        }
        _ => return Ok(at.missing()),
    };
    match let_through(at, done)? {
        Ok(()) => Ok(back(at, id, step)),
        Err(refused) => Ok(at.told::<Response>(Ok(Err(refused)))?),
    }
}

async fn change_duty(at: &Looking, sent: &Sent, id: &PersonId) -> Result<Response, Stopped> {
    let (ctx, asked) = (&at.here.state.ctx, sent.asked(&at.here, "duty"));
    let of = DutyOf::Person(id.clone());
    if sent.get("forced") != "yes" {
        let lifted = duty::lift(ctx, &asked, at.acting(), at.account(), of).await;
        return match let_through(at, lifted)? {
            Ok(()) => Ok(back(at, id, "lifted")),
            Err(refused) => Ok(at.told::<Response>(Ok(Err(refused)))?),
        };
    }
    let ask = DutyAsk {
        account: at.account().clone(),
        of,
        ways: AllowedWays::parse(sent.get("ways")).unwrap_or(AllowedWays::Any),
        from: None,
        end_sessions: sent.get("end") == "yes",
    };
    match let_through(at, duty::set(ctx, &asked, at.acting(), ask).await)? {
        Ok(_) => Ok(back(at, id, "duty")),
        Err(refused) => Ok(at.told::<Response>(Ok(Err(refused)))?),
    }
}

/// The boxes are the groups as they are to be; what is not on the page is left alone.
async fn change_groups(at: &Looking, sent: &Sent, id: &PersonId) -> Result<Response, Stopped> {
    let ctx = &at.here.state.ctx;
    let detail = read(at, id).await?;
    let wanted: Vec<GroupId> =
        sent.ticked("group-").filter_map(|group| GroupId::parse(group).ok()).collect();
    for (group, _, is_in) in &detail.groups {
        let is_wanted = wanted.contains(group);
        if is_wanted == *is_in || sent.get(&format!("shown-{group}")).is_empty() {
            continue;
        }
        let asked = sent.asked(&at.here, group.as_str());
        let (by, account) = (By::Member(at.acting()), at.account());
        let done = if is_wanted {
            access::join_group(ctx, &asked, by, account, group, id).await
        } else {
            access::leave_group(ctx, &asked, by, account, group, id).await
        };
        if let Err(refused) = let_through(at, done)?
            && refused != Refused::NotFound
        {
            return Ok(at.told::<Response>(Ok(Err(refused)))?);
        }
    }
    Ok(back(at, id, "groups"))
}

/// The link is shown on this page and nowhere else: it goes into no address.
async fn make_link(at: &Looking, sent: &Sent, id: &PersonId) -> Result<Response, Stopped> {
    let (ctx, asked) = (&at.here.state.ctx, sent.asked(&at.here, "link"));
    let made = duty::make_set_up_link(ctx, &asked, at.acting(), at.account(), id).await;
    let link = let_through(at, made)?;
    let detail = read(at, id).await?;
    Ok(draw(at, detail, link.map_or(Said::NoLink, Said::Link)).await?)
}

async fn vouch(at: &Looking, sent: &Sent, id: &PersonId) -> Result<Response, Stopped> {
    let (ctx, asked) = (&at.here.state.ctx, sent.asked(&at.here, "vouch"));
    let about = (at.account(), id);
    let done = recovery::vouch(ctx, &asked, at.acting(), about, sent.get("reason")).await;
    match let_through(at, done)? {
        Ok(()) => Ok(back(at, id, "vouch")),
        Err(Refused::Invalid { .. }) => {
            let detail = read(at, id).await?;
            Ok(draw(at, detail, Said::NoReason).await?)
        }
        Err(refused) => Ok(at.told::<Response>(Ok(Err(refused)))?),
    }
}

fn back(at: &Looking, id: &PersonId, done: &str) -> Response {
    turned::see_other(&at.address(&format!("/people/{id}"), &format!("&done={done}#done")))
}

async fn draw(at: &Looking, detail: PersonDetail, said: Said) -> Result<Response, Turned> {
    let row = PersonRow::of(&detail.seen, &at.here.person.id, at.at.role, at.here.now());
    let (path, status) = (format!("/people/{}", row.id), said.status());
    let page = PersonPage {
        shell: at.here.shell(&path),
        area: at.area().await?,
        frame: at.frame(Tab::List),
        token: at.here.token(),
        path: path.clone(),
        row,
        ways: detail.duty.as_ref().map(|duty| duty.ways),
        sessions: u64::from(detail.sessions),
        reachable: detail.reachable,
        groups: detail
            .groups
            .into_iter()
            .map(|(id, name, is_in)| (id.to_string(), name, is_in))
            .collect(),
        may_help: detail.may_help,
        may_pause: detail.may_pause,
        is_owner: detail.seen.membership.role == countersign_core::people::Role::Owner,
        no_link: matches!(said, Said::NoLink),
        no_reason: matches!(said, Said::NoReason),
        may_vouch: detail.may_vouch,
        vouched_until: detail.vouched_until,
        link: match said {
            Said::Link(link) => Some(ShownLink { address: link.address, until: link.until }),
            _ => None,
        },
    };
    Ok(at.here.page(status, &page))
}
