//! Asking for a link that sets a new password.

use std::time::Duration;

use countersign_core::ids::PersonId;
use countersign_store::{Job, Tx};

use crate::jobs::Did;
use crate::mailed::{Link, LinkIds, LinkKind, link_issue};
use crate::ration::may;
use crate::recovery::{Wish, take};
use crate::{AppError, Asked, Ctx, Outcome};

/// The kind of job that finds out whether a link is to be mailed.
pub(crate) const RESET_ASKED: &str = "reset-asked";
/// Links in an hour and in a day: a mailbox is easily filled, and every new link voids the one before.
const PER_HOUR: (u32, Duration) = (5, Duration::from_hours(1));
const PER_DAY: (u32, Duration) = (10, Duration::from_hours(24));
/// Beyond them: strangers who use them up must not leave the person without a way.
const BEYOND: (u32, Duration) = (1, Duration::from_hours(1));

/// Takes a wish for a link; every name gets one answer.
pub async fn ask_reset(ctx: &Ctx, asked: &Asked, name: &str, address: Option<&str>) -> Outcome<()> {
    take(ctx, asked, Wish::Reset, name, address).await
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
