//! Sets a new password by a mailed link. It signs nobody in and leaves every second factor alone.

use std::time::Duration;

use countersign_core::limits::Lane;
use countersign_core::ports::Bearer;
use countersign_store::{Counted, ReadTx, StoredPassword, StoredPerson, Tx};
use zeroize::Zeroizing;

use crate::mailed::{
    LinkKind, MailedLink, Presented, SecurityNotice, SecurityNoticeIds, link_read, link_use,
};
use crate::people::password::checked;
use crate::recovery::EndsContact;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// Why sessions end when a password changes.
pub(super) const BECAUSE: &str = "password-changed";
/// How long a browser may use the codes that a reset gave it.
const GOES_ON: Duration = Duration::from_hours(24);

/// Whether a link still opens the page. Uses nothing up.
pub async fn reset_link_works(
    ctx: &Ctx,
    link: &Presented,
    asked: &Asked,
) -> Result<bool, AppError> {
    Ok(found(ctx, link, asked).await?.is_some())
}

/// Sets the password that a link allows to set. Every session, recognised device, pending sign-in and other link of the person
/// ends with it (CS-PW-06, CS-PW-07, CS-PW-08).
///
/// `browser` is what names the browser: where strangers used up the codes of browsers that are not recognised, it has a few of
/// its own at its next sign-ins (CS-RL-04).
pub async fn reset(
    ctx: &Ctx,
    asked: &Asked,
    presented: Presented,
    browser: Option<Bearer>,
    password: Zeroizing<String>,
) -> Outcome<()> {
    let Some((link, stored, known)) = found(ctx, &presented, asked).await? else {
        // The form may have been sent before: then what came of it is the answer.
        return run(ctx, asked, async move |_: &mut Tx| Ok(Err(Refused::LinkUsed))).await;
    };
    let lane = Lane::Unrecognised;
    let phc = match checked(ctx, &lane, &known.person, "new_password", password).await? {
        Ok(phc) => phc,
        Err(refused) => return Ok(Err(refused)),
    };
    let (notice, event, frame) = (SecurityNoticeIds::draw(ctx), ctx.event_id(), asked.clone());
    let ends = EndsContact::draw(ctx, asked);
    let browser = browser.map(|browser| browser.hash());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let (person, now) = (&link.person, frame.now);
        let used = link_use(tx, &presented, now).await?;
        let is_ours = used.is_some_and(|used| used.id == link.id);
        if !is_ours || !tx.password_set(person, stored.version, &phc, now).await? {
            return Ok(Err(Refused::LinkUsed));
        }
        let ended = tx.person_secured(person, None, BECAUSE, now).await?;
        ends.of(tx, person).await?;
        tx.links_void(person, LinkKind::Reset).await?;
        // Strangers' wrong passwords were for the old one: the person goes on signing in (CS-RL-09).
        tx.password_tries_forgotten(&Counted::person(person), now).await?;
        if let Some(browser) = &browser {
            tx.reset_lane_open(&link.id, person, browser, now, now.plus(GOES_ON)).await?;
        }
        notice.tell(tx, person, SecurityNotice::ResetDone, &frame.seen(), now).await?;
        let record = frame
            .record(event.clone(), "password.reset")
            .about(person, person.as_str(), None)
            .because(format!("{ended} sessions ended"));
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// The link with the person and the password it was bound to; `None`: used, replaced, expired, or another password came since.
async fn found(
    ctx: &Ctx,
    presented: &Presented,
    asked: &Asked,
) -> Result<Option<(MailedLink, StoredPassword, StoredPerson)>, AppError> {
    let (presented, now) = (presented.clone(), asked.now);
    let found = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(link) = link_read(tx, &presented, now).await? else { return Ok(None) };
        let Some(stored) = tx.password_read(&link.person).await? else { return Ok(None) };
        let Some(person) = tx.person_read(&link.person).await? else { return Ok(None) };
        Ok((link.binding == stored.version.to_string()).then_some((link, stored, person)))
    });
    Ok(found.await?)
}
