//! Answers a step-up: opens the window at once, or holds it until the portal brings the one-time result.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::challenge::{Grant, StepUp};
use countersign_core::ids::DeviceId;
use countersign_core::policy::Policy;
use countersign_core::ports::Bearer;
use countersign_core::step_up::Window;
use countersign_store::{Meter, StoreError, Tx};

use crate::challenge::{Answer, Effect, answer};
use crate::{Asked, Ctx, Outcome};

/// How long a one-time result waits for the portal.
const RESULT_LASTS: Duration = Duration::from_mins(1);
/// A device recognised until later than this before the full span is not written anew.
const RENEW_BELOW: Duration = Duration::from_hours(24);

/// What a passed step-up gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowGrant {
    /// When the code was right; milliseconds.
    pub at: i64,
    /// What is open.
    pub areas: Vec<String>,
    /// Until when; milliseconds.
    pub until: i64,
}

/// Answers through the API: the portal relays what its own page took in, so the window opens at once.
pub async fn answer_step_up(ctx: &Ctx, asked: &Asked, given: Answer) -> Outcome<WindowGrant> {
    let effect = OpenWindow::of(ctx);
    answer::<StepUp, _>(ctx, asked, given, effect).await
}

pub(crate) struct OpenWindow {
    lasts: Duration,
    areas_split: bool,
    recognised: Duration,
    all_areas: Vec<String>,
    policy: Policy,
}

impl OpenWindow {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        Self {
            lasts: ctx.policy.window,
            areas_split: ctx.policy.areas_split,
            recognised: ctx.policy.recognised_device,
            all_areas: super::windows::all_areas(ctx),
            policy: ctx.policy.clone(),
        }
    }
}

impl Effect<StepUp> for OpenWindow {
    type Gives = WindowGrant;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<StepUp>,
        meter: &Meter,
    ) -> Result<WindowGrant, StoreError> {
        let at = grant.at();
        let window = Window::open(grant, self.lasts, self.areas_split);
        note_success(tx, meter, self.recognised, at).await?;
        let mut grant = open_window(tx, &window, meter, at, &self.all_areas).await?;
        let acts_for =
            if meter.for_account { tx.session_acts_for(window.session(), at).await? } else { None };
        grant.areas = super::windows::enterable(&self.policy, acts_for.as_ref(), grant.areas);
        Ok(grant)
    }
}

/// Opens a window for a live session, in the transaction of its grant or of its redemption.
pub(crate) async fn open_window(
    tx: &mut Tx,
    window: &Window,
    meter: &Meter,
    now: Timestamp,
    all_areas: &[String],
) -> Result<WindowGrant, StoreError> {
    // The charge looked at the session in this transaction; if it ended since, everything is taken back and the next answer
    // finds the challenge closed.
    if !tx.window_open(window, &meter.id, now).await? {
        return Err(StoreError::Conflict);
    }
    Ok(WindowGrant {
        at: now.ms(),
        areas: super::windows::area_names(window.areas(), all_areas),
        until: window.until().ms(),
    })
}

/// Holds a window back: the page gives the browser a one-time result, and only the portal that gets it from the same browser
/// can open the window.
pub(crate) struct HoldResult {
    pub(crate) result: Bearer,
}

/// What the page sends the browser back with. Debug hides it; kept only sealed, as the outcome of a form that may be sent
/// twice.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) result: String,
}

impl Effect<StepUp> for HoldResult {
    type Gives = Held;

    async fn run(&self, tx: &mut Tx, grant: Grant<StepUp>, _: &Meter) -> Result<Held, StoreError> {
        // What a right answer does for its session and device waits for the redemption too: whoever got somebody else to
        // answer would have their own browser recognised.
        let until = grant.at().plus(RESULT_LASTS);
        tx.challenge_result_set(grant.challenge(), &self.result.hash(), until).await?;
        Ok(Held { result: self.result.reveal().to_owned() })
    }
}

/// A right answer ends the row of wrong ones, and the device it came from is recognised.
async fn note_success(
    tx: &mut Tx,
    meter: &Meter,
    recognised: Duration,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(session) = meter.session.as_ref().filter(|_| meter.session_misses > 0) {
        tx.session_misses_forget(session).await?;
    }
    let fresh = now.plus(recognised.saturating_sub(RENEW_BELOW));
    match &meter.device {
        // A browser of our own pages is recognised by a sign-in alone; one that was forgotten stays so.
        Some(device) if DeviceId::parse(device).is_ok() => Ok(()),
        Some(device) if meter.recognised_until.is_none_or(|until| until < fresh) => {
            tx.device_recognise(&meter.person, device, now, recognised).await
        }
        _ => Ok(()),
    }
}
