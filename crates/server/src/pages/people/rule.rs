//! `/people/rule`: what an account requires of everybody or of a role; looked at before it is switched on.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::accounts::By;
use countersign_app::duty::{self, DutyAsk, Reach};
use countersign_core::Timestamp;
use countersign_core::people::Role;
use countersign_core::policy::{AllowedWays, DutyOf};
use http::StatusCode;

use super::here::{Looking, Tab};
use super::kept::{Sent, Stopped, let_through, take};
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{RulePage, RulePreview, RuleProblem, RuleRow};
use crate::state::AppState;

/// Names of a preview.
const NAMES: u32 = 20;
/// Rules of an account: one for everybody, and one for each role.
const MOST: u32 = 100;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let at = Looking::enter(state, browser).await?;
    let query = |name: &str| at.here.browser.query(name).unwrap_or_default().to_owned();
    let asked = Typed { of: query("of"), ways: query("ways"), from: query("from") };
    let looks = at.here.browser.query("of").is_some();
    draw(&at, asked, looks, None).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    take(state, browser, body).await
}

/// What was typed.
struct Typed {
    of: String,
    ways: String,
    from: String,
}

impl Typed {
    fn of(&self) -> Option<DutyOf> {
        match self.of.as_str() {
            "" | "account" => Some(DutyOf::Account),
            role => Role::parse(role).map(DutyOf::Role),
        }
    }

    fn ways(&self) -> AllowedWays {
        AllowedWays::parse(&self.ways).unwrap_or(AllowedWays::Any)
    }
}

/// Switches a rule on, or lifts one.
pub async fn carry_out(at: &Looking, sent: &Sent) -> Result<Response, Stopped> {
    let get = |name: &str| sent.get(name).to_owned();
    let typed = Typed { of: get("of"), ways: get("ways"), from: get("from") };
    let Some(of) = typed.of() else { return Ok(at.missing()) };
    let (ctx, step) = (&at.here.state.ctx, sent.get("do"));
    let asked = sent.asked(&at.here, step);
    if step == "lift" {
        let lifted = duty::lift(ctx, &asked, at.acting(), at.account(), of).await;
        return answer(at, typed, let_through(at, lifted)?, "lifted").await;
    }
    let from = match begins(at, &typed.from) {
        Ok(from) => from,
        Err(problem) => return Ok(draw(at, typed, true, Some(problem)).await?),
    };
    let ask = DutyAsk {
        account: at.account().clone(),
        of,
        ways: typed.ways(),
        from,
        end_sessions: sent.get("end") == "yes",
    };
    let set = duty::set(ctx, &asked, at.acting(), ask).await;
    answer(at, typed, let_through(at, set)?.map(drop), "set").await
}

async fn answer(
    at: &Looking,
    typed: Typed,
    done: Result<(), Refused>,
    word: &str,
) -> Result<Response, Stopped> {
    let problem = match done {
        Ok(()) => {
            let to = at.address("/people/rule", &format!("&done={word}#done"));
            return Ok(turned::see_other(&to));
        }
        Err(Refused::SecondFactorRequired) => RuleProblem::OwnFactor,
        Err(Refused::NotAllowed) => RuleProblem::NotAllowed,
        Err(Refused::Invalid { .. }) => RuleProblem::Date,
        Err(refused) => return Ok(at.told::<Response>(Ok(Err(refused)))?),
    };
    Ok(draw(at, typed, true, Some(problem)).await?)
}

/// The day a rule begins, at its first moment in the operator's zone; nothing: from the next sign-in on.
fn begins(at: &Looking, text: &str) -> Result<Option<Timestamp>, RuleProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let date: jiff::civil::Date = text.parse().map_err(|_| RuleProblem::Date)?;
    let zone = at.here.state.config.time_zone.clone();
    let begins = date.to_zoned(zone).map_err(|_| RuleProblem::Date)?;
    let begins = Timestamp::from_ms(begins.timestamp().as_millisecond());
    // Today has begun: from now on.
    if begins <= at.here.now() {
        let today = at.here.now().minus(std::time::Duration::from_hours(24)) < begins;
        return if today { Ok(None) } else { Err(RuleProblem::Date) };
    }
    Ok(Some(begins))
}

async fn draw(
    at: &Looking,
    typed: Typed,
    looks: bool,
    problem: Option<RuleProblem>,
) -> Result<Response, Turned> {
    let (ctx, now) = (&at.here.state.ctx, at.here.now());
    let by = || By::Member(at.acting());
    let set = at.told(duty::duties(ctx, at.account(), by(), None, MOST, now).await)?;
    let rules: Vec<RuleRow> = set
        .into_iter()
        .filter(|duty| duty.scope != "person")
        .map(|duty| RuleRow {
            role: duty.subject.as_deref().and_then(Role::parse),
            ways: AllowedWays::parse(&duty.ways).unwrap_or(AllowedWays::Any),
            from: Timestamp::from_ms(duty.from),
        })
        .collect();
    let problem = problem.or_else(|| begins(at, &typed.from).err());
    let preview = match typed.of().filter(|_| looks) {
        Some(of) => {
            let reach = Reach { account: at.account().clone(), of, ways: typed.ways(), now };
            let seen = at.told(duty::preview(ctx, by(), reach, "", NAMES).await)?;
            Some(RulePreview {
                people: seen.people,
                unmet: seen.unmet,
                names: seen.names.into_iter().map(|hit| (hit.person, hit.name)).collect(),
            })
        }
        None => None,
    };
    let page = RulePage {
        shell: at.here.shell("/people/rule"),
        area: at.area().await?,
        frame: at.frame(Tab::Rule),
        token: at.here.token(),
        rules,
        role: typed.of().and_then(|of| match of {
            DutyOf::Role(role) => Some(role),
            DutyOf::Account | DutyOf::Person(_) => None,
        }),
        as_owner: at.at.role == Role::Owner,
        ways: typed.ways(),
        from: typed.from,
        preview,
        problem,
        now,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(at.here.page(status, &page))
}
