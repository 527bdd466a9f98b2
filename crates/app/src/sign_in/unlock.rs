//! The mailed link with which a person goes on signing in where strangers' wrong passwords slowed every new browser.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::ports::Bearer;
use countersign_store::{ReadTx, StoreError, Tx};

use crate::mailed::{Link, LinkIds, LinkKind, Presented, link_issue, link_read, link_use};
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// How long an unlocked browser goes on.
const UNLOCKED: Duration = Duration::from_mins(15);

/// Mails the person a link: three a day, since strangers cause them. It works in whichever browser opens it, since a browser that
/// a stranger tried in must not be the only one that can go on: the mailbox is the proof.
pub(super) async fn offer_unlock(
    tx: &mut Tx,
    person: PersonId,
    ids: &LinkIds,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !tx.unlock_mail_charge(&person, now).await? {
        return Ok(());
    }
    let link = Link { kind: LinkKind::Unlock, person, binding: String::new() };
    link_issue(tx, ids, link, now).await
}

/// Whether a link works. Uses nothing up.
pub async fn unlock_works(ctx: &Ctx, link: &Presented, now: Timestamp) -> Result<bool, AppError> {
    let link = link.clone();
    let found =
        ctx.store.read(async move |tx: &mut ReadTx| link_read(tx, &link, now).await).await?;
    Ok(found.is_some())
}

/// Uses the link up: this browser has tries of its own for 15 minutes. It signs nobody in (CS-LOG-05).
pub async fn unlock(ctx: &Ctx, asked: &Asked, link: Presented, browser: &Bearer) -> Outcome<()> {
    let (hash, event, frame) = (browser.hash(), ctx.event_id(), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(used) = link_use(tx, &link, now).await? else {
            return Ok(Err(Refused::LinkUsed));
        };
        tx.browser_unlock(&used.person, &hash, now.plus(UNLOCKED)).await?;
        let record = frame.record(event.clone(), "sign-in.unlocked").about(
            &used.person,
            used.person.as_str(),
            None,
        );
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}
