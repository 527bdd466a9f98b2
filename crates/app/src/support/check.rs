//! Compares what a caller says with the support PIN or the call code: counted before it is looked at, granting nothing.

use countersign_core::Timestamp;
use countersign_core::challenge::{Digits, MalformedCode, TypedCode};
use countersign_core::ids::{CaseId, CheckId, EventId};
use countersign_core::limits::Lane;
use countersign_core::session::Client;
use countersign_core::support::{
    AgentLimit, LIMIT_SPAN, MOST_WRONG, PinState, SupportPin, may_check,
};
use countersign_store::{
    AuditRecord, CheckKind, CheckState, NewCheck, StoreError, StoredCase, StoredPin, Tx,
};
use serde::{Deserialize, Serialize};

use super::{Agent, of_case, open_case};
use crate::hash_pool::Verified;
use crate::mailed::{CallerCheck, SecurityNotice, SecurityNoticeIds, Seen};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Checked {
    /// It is done: the case says what came of it.
    Done,
    /// So many digits were typed where others belong; nothing was compared.
    Malformed {
        /// Digits found.
        found: u32,
    },
    /// The agent has made as many checks as an hour allows, or checked the callers of as many persons.
    LimitReached,
}

/// What a PIN that is to be compared was charged to.
struct UnderWay {
    case: StoredCase,
    check: CheckId,
    pin: StoredPin,
    tries_left: u32,
}

/// Compares the PIN a caller says. Three wrong ones, by whomever, and nothing more is compared until the person sets another.
///
/// The charge is one commit, the answer another: the slow hash runs between them, outside the one writer. Whoever cuts the
/// request off in between leaves a wrong one counted.
pub async fn check_pin(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    case: &CaseId,
    typed: &str,
) -> Outcome<Checked> {
    let pin = match SupportPin::read(typed) {
        Ok(pin) => pin,
        Err(malformed) => return Ok(Ok(Checked::Malformed { found: found(malformed) })),
    };
    let under_way = match charge(ctx, asked, agent, case).await? {
        Ok(Charged::Compare(under_way)) => *under_way,
        Ok(Charged::Over(checked)) => return Ok(Ok(checked)),
        Err(refused) => return Ok(Err(refused)),
    };
    let typed = pin.to_hash(&under_way.case.person);
    // Staff are no strangers to the pool: one who floods it would have to sign in first.
    let lane = Lane::Device(agent.id.to_string());
    let verified = ctx.hash_pool.verify(&lane, typed, Some(under_way.pin.hash.clone())).await?;
    let right = matches!(verified, Verified::Right { .. });
    let ids = Ids::draw(ctx);
    let frame = asked.clone();
    let plan = async move |tx: &mut Tx| {
        let UnderWay { case, check, pin, tries_left } = &under_way;
        let left = if right {
            let wrong = tx.support_pin_give_back(&case.person, &pin.id).await?;
            MOST_WRONG.saturating_sub(wrong.unwrap_or(0))
        } else {
            *tries_left
        };
        let state = if right { CheckState::Right } else { CheckState::Wrong };
        if !tx.check_end(check, state, Some(left)).await? {
            return Err(StoreError::Conflict);
        }
        let told = match (right, left) {
            (true, _) => CallerCheck::PinRight,
            (false, 0) => CallerCheck::PinPaused,
            (false, _) => CallerCheck::PinWrong,
        };
        ids.note(tx, &frame, case, CheckKind::Pin, state, told).await
    };
    ctx.store.write(plan).await?;
    ctx.store.notify_jobs();
    Ok(Ok(Checked::Done))
}

enum Charged {
    Compare(Box<UnderWay>),
    Over(Checked),
}

/// Counts the check for the agent and for the PIN, before anything is compared.
async fn charge(ctx: &Ctx, asked: &Asked, agent: &Agent, case: &CaseId) -> Outcome<Charged> {
    let (frame, agent, id) = (asked.clone(), agent.clone(), case.clone());
    let (check, ids) = (ctx.random(CheckId::generate), Ids::draw(ctx));
    let plan = async move |tx: &mut Tx| {
        let now = frame.now;
        let (case, admitted) = match admit(tx, &ids, &frame, &agent, &id).await? {
            Ok(both) => both,
            Err(refused) => return Ok(Err(refused)),
        };
        if !admitted {
            return Ok(Ok(Charged::Over(Checked::LimitReached)));
        }
        let new =
            |state, tries_left| new_check(&case, &check, CheckKind::Pin, state, tries_left, now);
        let Some(pin) = tx.support_pin_read(&case.person).await? else {
            tx.check_insert(&new(CheckState::NotSet, None)).await?;
            let record = ids.record(&frame, &case, CheckKind::Pin, CheckState::NotSet);
            tx.audit_insert(&record).await?;
            return Ok(Ok(Charged::Over(Checked::Done)));
        };
        let Some(wrong) = tx.support_pin_charge(&case.person, &pin.id, MOST_WRONG).await? else {
            tx.check_insert(&new(CheckState::Paused, Some(0))).await?;
            let told = CallerCheck::PinNotHeard;
            ids.note(tx, &frame, &case, CheckKind::Pin, CheckState::Paused, told).await?;
            return Ok(Ok(Charged::Over(Checked::Done)));
        };
        let tries_left = match PinState::of_set(wrong) {
            PinState::Set { tries_left } => tries_left,
            PinState::NotSet | PinState::Paused => 0,
        };
        tx.check_insert(&new(CheckState::Pending, Some(tries_left))).await?;
        Ok(Ok(Charged::Compare(Box::new(UnderWay { case, check: check.clone(), pin, tries_left }))))
    };
    let charged = ctx.store.write(plan).await?;
    ctx.store.notify_jobs();
    Ok(charged)
}

/// Compares the call code a caller says: one commit, since nothing slow is in it. A right one works once.
pub async fn check_call_code(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    case: &CaseId,
    typed: &str,
) -> Outcome<Checked> {
    let typed = match TypedCode::clean(typed, Digits::Eight) {
        Ok(typed) => typed,
        Err(malformed) => return Ok(Ok(Checked::Malformed { found: found(malformed) })),
    };
    let (frame, agent, id) = (asked.clone(), agent.clone(), case.clone());
    let (check, ids) = (ctx.random(CheckId::generate), Ids::draw(ctx));
    let checker = ctx.checker.clone();
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let (case, admitted) = match admit(tx, &ids, &frame, &agent, &id).await? {
            Ok(both) => both,
            Err(refused) => return Ok(Err(refused)),
        };
        if !admitted {
            return Ok(Ok(Checked::LimitReached));
        }
        let stored = tx.call_code_read(&case.person).await?;
        let by_phone = stored.as_ref().is_some_and(|stored| stored.sent_at.is_some());
        let (state, left) = match stored {
            None => (CheckState::NotSet, None),
            Some(stored) => match tx.call_code_charge(&stored.code, MOST_WRONG, now).await? {
                None => (CheckState::Expired, None),
                Some(wrong) => {
                    let fits =
                        stored.code.code(checker.keys()).is_some_and(|code| code.matches(&typed));
                    if fits && tx.call_code_use(&stored.code, now).await? {
                        (CheckState::Right, None)
                    } else {
                        (CheckState::Wrong, Some(MOST_WRONG.saturating_sub(wrong)))
                    }
                }
            },
        };
        let new = new_check(&case, &check, CheckKind::CallCode, state, left, now);
        tx.check_insert(&NewCheck { by_phone, ..new }).await?;
        match state {
            CheckState::Right => {
                let told = CallerCheck::CallCodeRight;
                ids.note(tx, &frame, &case, CheckKind::CallCode, state, told).await?;
            }
            CheckState::Wrong => {
                let told = CallerCheck::CallCodeWrong;
                ids.note(tx, &frame, &case, CheckKind::CallCode, state, told).await?;
            }
            _ => {
                let record = ids.record(&frame, &case, CheckKind::CallCode, state);
                tx.audit_insert(&record).await?;
            }
        }
        Ok(Ok(Checked::Done))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// The case, and whether its agent may check another caller; false raises the alarm.
async fn admit(
    tx: &mut Tx,
    ids: &Ids,
    asked: &Asked,
    agent: &Agent,
    case: &CaseId,
) -> Result<Result<(StoredCase, bool), Refused>, StoreError> {
    let now = asked.now;
    let Some(case) = open_case(tx, case, agent, now).await? else {
        return Ok(Err(Refused::NotFound));
    };
    let count = tx.agent_checks_lock(&agent.id, &case.person, now.minus(LIMIT_SPAN)).await?;
    let Err(limit) = may_check(count.checks, count.persons, count.of_person == 0) else {
        return Ok(Ok((case, true)));
    };
    let reason = match limit {
        AgentLimit::Checks => "checks",
        AgentLimit::Persons => "persons",
    };
    tracing::error!(agent = %agent.id, reason, alarm = "support-checks", "an agent's checks are used up");
    metrics::counter!("countersign_support_checks_refused_total", "limit" => reason).increment(1);
    let record = of_case(asked, ids.event.clone(), "support.limited", &case);
    tx.audit_insert(&record.refused().because(reason)).await?;
    Ok(Ok((case, false)))
}

/// What noting a check needs, drawn before the plan.
struct Ids {
    event: EventId,
    notice: SecurityNoticeIds,
}

impl Ids {
    fn draw(ctx: &Ctx) -> Self {
        Self { event: ctx.event_id(), notice: SecurityNoticeIds::draw(ctx) }
    }

    fn record(
        &self,
        asked: &Asked,
        case: &StoredCase,
        kind: CheckKind,
        state: CheckState,
    ) -> AuditRecord {
        let name = match kind {
            CheckKind::Pin => "support-pin.checked",
            CheckKind::CallCode => "call-code.checked",
            CheckKind::Question => "support.asked",
        };
        let record = of_case(asked, self.event.clone(), name, case).because(state.as_str());
        if state == CheckState::Right { record } else { record.refused() }
    }

    /// Records a check and tells the person.
    async fn note(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        case: &StoredCase,
        kind: CheckKind,
        state: CheckState,
        told: CallerCheck,
    ) -> Result<(), StoreError> {
        tx.audit_insert(&self.record(asked, case, kind, state)).await?;
        // From where an agent works is nothing to tell a customer.
        let seen = Seen { at: asked.now, client: Client::default() };
        let told = SecurityNotice::CallerChecked {
            check: told,
            agent: case.agent_name.clone(),
            ticket: case.ticket.clone(),
        };
        self.notice.tell(tx, &case.person, told, &seen, asked.now).await
    }
}

fn new_check(
    case: &StoredCase,
    id: &CheckId,
    kind: CheckKind,
    state: CheckState,
    tries_left: Option<u32>,
    at: Timestamp,
) -> NewCheck {
    NewCheck {
        id: id.clone(),
        case: case.id.clone(),
        agent: case.agent.clone(),
        person: case.person.clone(),
        kind,
        state,
        tries_left,
        at,
        ends_at: None,
        by_phone: false,
    }
}

fn found(malformed: MalformedCode) -> u32 {
    match malformed {
        MalformedCode::Empty => 0,
        MalformedCode::Shape { found, .. } => u32::try_from(found).unwrap_or(u32::MAX),
    }
}
