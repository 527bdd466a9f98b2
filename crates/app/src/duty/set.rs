//! Sets a duty: for one person, a role or a whole account.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::{AccountId, DutyId, EventId, PersonId};
use countersign_core::policy::{AllowedWays, Duty, DutyOf, may_begin_at};
use countersign_store::{AuditRecord, Reach, ReadTx, StoreError, Tx};

use super::BY_OWNER;
use super::read::DutyView;
use crate::accounts::{Acting, By, allowed, on_behalf, session_of};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Persons whose sessions one transaction ends.
const AT_ONCE: u32 = 20;

/// A duty as it was asked for.
#[derive(Clone, Debug)]
pub struct DutyAsk {
    /// In which account.
    pub account: AccountId,
    /// For whom.
    pub of: DutyOf,
    /// What meets it.
    pub ways: AllowedWays,
    /// From when; `None`: from the next sign-in on.
    pub from: Option<Timestamp>,
    /// Open sessions of those who do not meet it end at once.
    pub end_sessions: bool,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DutySet {
    /// The duty.
    pub duty: DutyView,
    /// For how many it is.
    pub people: u32,
    /// How many of them have to set something up. Counted in the transaction that set the duty.
    pub unmet: u32,
    /// Sessions that were ended.
    pub sessions_ended: u64,
}

/// Sets a duty on behalf of a member who may (CS-F2-03); a key alone forces nobody. From then on nobody it is for can remove
/// what meets it; who does not meet it sets something up at the next sign-in (CS-F2-05).
pub async fn set(ctx: &Ctx, asked: &Asked, acting: Acting, ask: DutyAsk) -> Outcome<DutySet> {
    let now = asked.now;
    let from = ask.from.unwrap_or(now);
    if let Err(refused) = fits(&ask, from, now) {
        return Ok(Err(refused));
    }
    let duty = Duty {
        id: ctx.random(DutyId::generate),
        account: ask.account,
        of: ask.of,
        ways: ask.ways,
        from,
        set_at: now,
        set_by: acting.person.clone(),
    };
    let by = By::Member(acting);
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let notice = SecurityNoticeIds::draw(ctx);
    let plan = duty.clone();
    let put = run(ctx, asked, async move |tx: &mut Tx| {
        let duty = plan.clone();
        if !tx.account_lock(&duty.account).await? {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = may(tx, &duty.account, &duty.of, &by, now).await? {
            return Ok(Err(refused));
        }
        let before = tx.duty_read(&duty.account, &duty.of).await?;
        let duty = Duty { id: before.as_ref().map_or(duty.id, |known| known.id.clone()), ..duty };
        let reach = Reach::of(&duty, now);
        let (people, unmet) = tx.duty_hit_count(&reach).await?;
        let is_news = before.as_ref().is_none_or(|known| differs(known, &duty));
        let shown = if is_news { duty.clone() } else { before.clone().unwrap_or(duty.clone()) };
        if is_news {
            // One person is told here; many are told in steps.
            let person = subject(&duty.of);
            tx.duty_put(&duty, i64::from(person.is_some())).await?;
            if let Some(person) = person {
                let told = SecurityNotice::FactorRequired {
                    account: account_name(tx, &duty.account).await?,
                    by: person_name(tx, &duty.set_by).await?,
                    from: (duty.from > now).then_some(duty.from.ms()),
                };
                notice.tell(tx, person, told, &frame.seen(), now).await?;
            }
            let record = frame
                .record(event.clone(), "duty.set")
                .because(from_to(before.as_ref(), Some(&duty)));
            tx.audit_insert(&of_duty(record, &by, &duty.account, &duty.of)).await?;
        }
        Ok(Ok(DutySet { duty: DutyView::from(&shown), people, unmet, sessions_ended: 0 }))
    })
    .await;
    ctx.store.notify_jobs();
    let done = match put? {
        Ok(done) if ask.end_sessions => done,
        done => return Ok(done),
    };
    let sessions_ended = end_sessions(ctx, asked, &duty).await?;
    Ok(Ok(DutySet { sessions_ended, ..done }))
}

fn fits(ask: &DutyAsk, from: Timestamp, now: Timestamp) -> Result<(), Refused> {
    if !AllowedWays::OFFERED.contains(&ask.ways) {
        let problem = "Nobody can set a passkey up yet; ask for any way, or for an app.";
        return Err(Refused::invalid("ways", problem));
    }
    if !may_begin_at(from, now) {
        let problem = "It begins now or later, within a year; leave it out for the next sign-in.";
        return Err(Refused::invalid("from", problem));
    }
    Ok(())
}

/// Whether this may be done to these: the table of rights, with the role of the one person.
pub(super) async fn may(
    tx: &mut ReadTx,
    account: &AccountId,
    of: &DutyOf,
    by: &By,
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    let act = match of {
        DutyOf::Account => Act::ForceAccount,
        DutyOf::Role(role) => Act::ForceRole { role: *role },
        DutyOf::Person(person) if by.is(person) => Act::ForceOneself,
        DutyOf::Person(person) => {
            let member = tx.member_read(account, person).await?;
            let Some(member) = member.filter(|member| member.is_live(now)) else {
                // Whoever may not even look is told nothing else than whoever may.
                let looks = allowed(tx, account, by, Act::ReadMembers, now).await?;
                return Ok(looks.and(Err(Refused::NotFound)));
            };
            Act::ForcePerson { role: member.role }
        }
    };
    allowed(tx, account, by, act, now).await
}

fn differs(before: &Duty, after: &Duty) -> bool {
    // Set again for now while it holds: the same.
    let same_start =
        before.from == after.from || (before.holds(after.set_at) && after.holds(after.set_at));
    before.ways != after.ways || !same_start
}

pub(super) fn subject(of: &DutyOf) -> Option<&PersonId> {
    match of {
        DutyOf::Person(person) => Some(person),
        DutyOf::Account | DutyOf::Role(_) => None,
    }
}

/// How a record names a change: from what to what.
pub(super) fn from_to(before: Option<&Duty>, after: Option<&Duty>) -> String {
    let name = |duty: Option<&Duty>| match duty {
        None => "nothing".to_owned(),
        Some(duty) if duty.holds(duty.set_at) => duty.ways.as_str().to_owned(),
        Some(duty) => {
            format!("{} from {}", duty.ways.as_str(), crate::signing::rfc3339(duty.from))
        }
    };
    format!("{} to {}", name(before), name(after))
}

/// A record of a duty: who, whom, for which account.
pub(super) fn of_duty(
    record: AuditRecord,
    by: &By,
    account: &AccountId,
    of: &DutyOf,
) -> AuditRecord {
    let record = match of {
        DutyOf::Person(person) => record.about(person, account.as_str(), session_of(by)),
        DutyOf::Role(role) => record.at(role.as_str(), session_of(by)),
        DutyOf::Account => record.at(account.as_str(), session_of(by)),
    };
    record.for_account(account)
}

/// Ends what those have open who do not meet a duty, a few persons a transaction. Whoever is interrupted asks again.
async fn end_sessions(ctx: &Ctx, asked: &Asked, duty: &Duty) -> Result<u64, crate::AppError> {
    let (mut after, mut all) = (String::new(), 0);
    loop {
        let events: Vec<EventId> = (0..AT_ONCE).map(|_| ctx.event_id()).collect();
        let (frame, duty, from) = (asked.clone(), duty.clone(), after.clone());
        let step = ctx.store.write(async move |tx: &mut Tx| {
            let hit = tx.duty_hit(&Reach::of(&duty, frame.now), &from, AT_ONCE).await?;
            let mut ended = 0;
            for (hit, event) in hit.iter().zip(&events) {
                let count = tx.sessions_end_for(&hit.person, &duty.account, frame.now).await?;
                if count > 0 {
                    let record = frame
                        .record(event.clone(), "sessions.ended")
                        .about(&hit.person, duty.account.as_str(), None)
                        .for_account(&duty.account)
                        .because(BY_OWNER);
                    tx.audit_insert(&record).await?;
                }
                ended += count;
            }
            Ok((hit.len(), hit.last().map(|last| last.person.to_string()), ended))
        });
        let (count, last, ended) = step.await?;
        all += ended;
        match last {
            Some(last) if count == AT_ONCE as usize => after = last,
            _ => return Ok(all),
        }
    }
}

/// What people call an account.
pub(super) async fn account_name(
    tx: &mut ReadTx,
    account: &AccountId,
) -> Result<String, StoreError> {
    Ok(tx.account_read(account).await?.map(|account| account.name).unwrap_or_default())
}

/// A person's name; empty for somebody who is gone.
pub(super) async fn person_name(tx: &mut ReadTx, person: &PersonId) -> Result<String, StoreError> {
    Ok(tx.person_read(person).await?.map(|stored| stored.person.name).unwrap_or_default())
}
