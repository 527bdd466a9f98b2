//! Redeems the one-time result that the person's browser brought back to the portal.

use countersign_core::challenge::Payload;
use countersign_core::ids::{ChallengeId, DeviceId, SessionId};
use countersign_core::ports::Bearer;
use countersign_core::step_up::{Areas, Window};
use countersign_store::{StoreError, Tx};

use super::answer::WindowGrant;
use super::windows::{all_areas, area_names, enterable};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Opens the window that a hosted page held back. The window runs from the person's confirmation, not from here.
///
/// `session` is the portal's session that the browser which brought the result is in. Naming it makes sure that a link sent to
/// somebody else opens nothing for its sender, even if the portal does not compare the two itself.
///
/// Of any number of callers one gets it, within 60 s of the confirmation.
pub async fn complete(
    ctx: &Ctx,
    asked: &Asked,
    challenge: ChallengeId,
    result: Bearer,
    session: Option<SessionId>,
) -> Outcome<WindowGrant> {
    let result_hash = result.hash();
    let now = asked.now;
    let (lasts, split) = (ctx.policy.window, ctx.policy.areas_split);
    let recognised = ctx.policy.recognised_device;
    let (all, policy) = (all_areas(ctx), ctx.policy.clone());
    let event = ctx.event_id();
    let frame = asked.clone();
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(redeemed) =
            tx.challenge_redeem(&challenge, &result_hash, session.as_ref(), now).await?
        else {
            return Ok(Err(Refused::ResultRefused));
        };
        let (Payload::StepUp { session, areas: wanted }, Some(at)) =
            (redeemed.payload, redeemed.passed_at)
        else {
            return Ok(Err(Refused::ResultRefused));
        };
        let areas = if split { wanted } else { Areas::All };
        let window = Window::stored(session.clone(), areas, at.plus(lasts));
        if !tx.window_open(&window, &redeemed.id, now).await? {
            return Ok(Err(Refused::SessionEnded));
        }
        tx.session_misses_forget(&session).await?;
        let device = tx.session_read(&session).await?.and_then(|session| session.device);
        // A browser of our own pages is recognised by a sign-in alone; one that was forgotten stays so.
        if let Some(device) = device.filter(|device| DeviceId::parse(device).is_err()) {
            tx.device_recognise(&redeemed.person, &device, now, recognised).await?;
        }
        let record = frame
            .record(event.clone(), "window.opened")
            .about(&redeemed.person, redeemed.id.as_str(), Some(&session))
            .by_method(redeemed.method);
        tx.audit_insert(&record).await?;
        let acts_for = tx.session_acts_for(&session, now).await?;
        let grant = WindowGrant {
            at: at.ms(),
            areas: enterable(&policy, acts_for.as_ref(), area_names(window.areas(), &all)),
            until: window.until().ms(),
        };
        Ok::<_, StoreError>(Ok(grant))
    })
    .await
}
