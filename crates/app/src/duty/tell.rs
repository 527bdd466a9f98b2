//! Tells those whom a duty will hit: when it is set for many, and before its date. In steps, by whichever node comes to it.

use std::time::Duration;

use countersign_core::policy::Telling;
use countersign_core::session::Client;
use countersign_store::{DutyToTell, Reach, Tx};

use super::set::{account_name, person_name};
use crate::mailed::{SecurityNotice, SecurityNoticeIds, Seen};
use crate::{AppError, Ctx};

/// How far ahead reminders begin.
const AHEAD: Duration = Duration::from_hours(7 * 24);
/// Persons told in one transaction.
const AT_ONCE: u32 = 20;

/// Tells what is due now, all of it; how many persons were told.
pub async fn tell(ctx: &Ctx) -> Result<u32, AppError> {
    let now = ctx.clock.now();
    let due = ctx.store.read(async move |tx| tx.duties_to_tell(now, AHEAD).await).await?;
    let mut all = 0;
    for mut at in due {
        let Some((what, number)) = Telling::due(&at.duty, at.told, now) else { continue };
        while let Some((told, after)) = step(ctx, &at, what, number).await? {
            all += told;
            match after {
                Some(after) => at.after = after,
                None => break,
            }
        }
    }
    ctx.store.notify_jobs();
    Ok(all)
}

/// Tells the next few; `None`: another node tells. Else how many, and who was the last if there may be more.
async fn step(
    ctx: &Ctx,
    at: &DutyToTell,
    what: Telling,
    number: i64,
) -> Result<Option<(u32, Option<String>)>, AppError> {
    let now = ctx.clock.now();
    let notices: Vec<_> = (0..AT_ONCE).map(|_| SecurityNoticeIds::draw(ctx)).collect();
    let at = at.clone();
    let told = ctx.store.write(async move |tx: &mut Tx| {
        let duty = &at.duty;
        let hit = tx.duty_hit(&Reach::of(duty, now), &at.after, AT_ONCE).await?;
        let last = hit.last().filter(|_| hit.len() == AT_ONCE as usize);
        let last = last.map(|hit| hit.person.to_string());
        let (done, after) = match &last {
            Some(last) => (at.told, last.as_str()),
            None => (number, ""),
        };
        if !tx.duty_told(&at, done, after, number).await? {
            return Ok(None);
        }
        let account = account_name(tx, &duty.account).await?;
        let by = person_name(tx, &duty.set_by).await?;
        let from = (duty.from > now).then_some(duty.from.ms());
        let seen = Seen { at: now, client: Client::default() };
        for (hit, notice) in hit.iter().zip(&notices) {
            let (account, by) = (account.clone(), by.clone());
            let told = match what {
                Telling::Set => SecurityNotice::FactorRequired { account, by, from },
                Telling::Week | Telling::Day => {
                    SecurityNotice::FactorSoonRequired { account, from: duty.from.ms() }
                }
            };
            notice.tell(tx, &hit.person, told, &seen, now).await?;
        }
        Ok(Some((u32::try_from(hit.len()).unwrap_or(u32::MAX), last)))
    });
    Ok(told.await?)
}
