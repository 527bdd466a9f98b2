//! Asking for a link that sets a new password.

use std::time::Duration;

use countersign_core::ids::{JobId, PersonId};
use countersign_core::people::sign_in_key;
use countersign_store::{Job, Lane, NewJob, StrangerRefused, Tx};

use crate::jobs::Did;
use crate::mailed::{Link, LinkIds, LinkKind, link_issue};
use crate::ration::may;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome};

/// The kind of job that finds out whether a link is to be mailed.
pub(crate) const RESET_ASKED: &str = "reset-asked";
const KIND: &str = "password.reset-asked";
const RECORDED_EVERY: Duration = Duration::from_mins(1);
/// Links in an hour and in a day: a mailbox is easily filled, and every new link voids the one before.
const PER_HOUR: (u32, Duration) = (5, Duration::from_hours(1));
const PER_DAY: (u32, Duration) = (10, Duration::from_hours(24));
/// Beyond them: strangers who use them up must not leave the person without a way.
const BEYOND: (u32, Duration) = (1, Duration::from_hours(1));

/// Takes a wish for a link. Known, unknown and disabled are one answer and one piece of work: one look and one job, which
/// finds out the rest where nobody waits for it (CS-ENUM-01, CS-ENUM-02). Asking changes nothing. What an address asks beyond
/// its ration is answered alike and forgotten.
pub async fn ask_reset(ctx: &Ctx, asked: &Asked, name: &str, address: Option<&str>) -> Outcome<()> {
    let name = sign_in_key(name);
    let (id, event) = (ctx.random(JobId::generate), ctx.event_id());
    let nobody = ctx.random(PersonId::generate);
    let stranger = StrangerRefused {
        event: ctx.event_id(),
        at: asked.now,
        kind: KIND,
        reason: "asked",
        client: asked.client.clone(),
    };
    let (frame, address) = (asked.clone(), address.map(str::to_owned));
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let address = address.as_ref().map(|address| tx.counted_address(address));
        let named = tx.counted_name(&name);
        if !tx.asked_charge(address.as_ref(), &named, frame.now).await? {
            return Ok(Ok(()));
        }
        let known = tx.password_by_sign_in(&name).await?.map(|stored| stored.person);
        let person = known.clone().unwrap_or_else(|| nobody.clone());
        match &known {
            // Strangers ask as often as they like: a person's trail says so once a minute.
            Some(person) if tx.notice_pause(person, KIND, frame.now, RECORDED_EVERY).await? => {
                let record = frame.record(event.clone(), KIND);
                tx.audit_insert(&record.about(person, person.as_str(), None)).await?;
            }
            Some(_) => tx.stranger_refused(&stranger).await?,
            None => {
                // One statement more, as for somebody: round trips can be counted from outside.
                tx.browser_is_unlocked(&nobody, "", frame.now).await?;
                tx.stranger_refused(&stranger).await?;
            }
        }
        tx.job_insert(&NewJob {
            id: id.clone(),
            kind: RESET_ASKED,
            lane: Lane::Mail,
            subject: person.to_string(),
            detail: None,
            created_at: frame.now,
            useless_after: frame.now.plus(LinkKind::Reset.lasts()),
        })
        .await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// Issues the link and its mail, if the person is there and has not had too many.
pub(crate) async fn mail_link(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(person) = PersonId::parse(&job.subject) else {
        return Ok(Did::Failed("no person".to_owned()));
    };
    let (ids, now) = (LinkIds::draw(ctx), ctx.clock.now());
    ctx.store
        .write(async move |tx: &mut Tx| {
            let Some(stored) = tx.password_read(&person).await? else { return Ok(()) };
            if !may(tx, &person, "reset-hour", PER_HOUR, now).await? {
                return Ok(());
            }
            let few = may(tx, &person, "reset-day", PER_DAY, now).await?;
            if !few && !may(tx, &person, "reset-beyond", BEYOND, now).await? {
                return Ok(());
            }
            let link = Link {
                kind: LinkKind::Reset,
                person: person.clone(),
                binding: stored.version.to_string(),
            };
            link_issue(tx, &ids, link, now).await
        })
        .await?;
    Ok(Did::Done)
}
