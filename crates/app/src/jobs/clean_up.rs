//! Forgets what is over and writes down what the clock has decided, a little at a time.

use std::time::Duration;

use countersign_core::limits::RESET_LANE_MEMORY;
use countersign_store::Tx;

use crate::{AppError, Ctx};

/// How long the outcome of a request with an Idempotency-Key is kept.
const OUTCOMES_KEPT: Duration = Duration::from_hours(24);
/// How long links that are over are kept, for questions.
const LINKS_KEPT: Duration = Duration::from_hours(24);
/// How long invitations are kept behind their end, so that whoever comes late is told why, and whoever invited sees it.
const INVITATIONS_KEPT: Duration = Duration::from_hours(30 * 24);
/// How long sign-ins that are over are kept, so that their pages can say so.
const SIGN_INS_KEPT: Duration = Duration::from_hours(1);
/// How long wrong passwords of names and addresses are kept after the last one.
const TRIES_KEPT: Duration = Duration::from_hours(30 * 24);
/// How long tries of recovery codes are counted by their address.
const ADDRESSES_KEPT: Duration = Duration::from_hours(1);
/// How long sends and tries that confirm a contact are counted by its value.
const BUDGETS_KEPT: Duration = Duration::from_hours(24);
/// How long a report waits for the hand-over it speaks of.
const EARLY_REPORTS_KEPT: Duration = Duration::from_mins(10);
/// How long call codes that are over are kept, so that an agent is told that they are.
const CALL_CODES_KEPT: Duration = Duration::from_hours(24);
/// How long closed tickets are kept: whoever asks again within a year finds what was said.
const TICKETS_KEPT: Duration = Duration::from_hours(365 * 24);
/// How long sends and challenges nobody answered are kept; no limit, price or closed country looks further back.
const UNANSWERED_KEPT: Duration = Duration::from_hours(90 * 24);
/// How long ended jobs are kept, for questions.
const JOBS_KEPT: Duration = Duration::from_hours(7 * 24);

/// Runs every clean-up until nothing is left; each transaction takes at most 500 rows, so that answers do not queue.
pub(super) async fn run(ctx: &Ctx) -> Result<(), AppError> {
    while crate::order::lapse(ctx).await? > 0 {}
    crate::accounts::lapse(ctx).await?;
    crate::recovery::lapse(ctx).await?;
    let (now, shares) = (ctx.clock.now(), ctx.policy.share_contacts);
    loop {
        let forgotten = ctx
            .store
            .write(async move |tx: &mut Tx| {
                Ok(tx.visits_expire(now).await?
                    + tx.idempotency_forget(now.minus(OUTCOMES_KEPT)).await?
                    + tx.links_forget(now.minus(LINKS_KEPT)).await?
                    + tx.notices_forget(now).await?
                    + tx.kept_forms_expire(now).await?
                    + tx.invitations_forget(now.minus(INVITATIONS_KEPT)).await?
                    + tx.challenges_forget(now.minus(UNANSWERED_KEPT)).await?
                    + tx.jobs_forget(now.minus(JOBS_KEPT)).await?
                    + tx.sign_ins_forget(now.minus(SIGN_INS_KEPT)).await?
                    + tx.reset_lanes_forget(now.minus(RESET_LANE_MEMORY)).await?
                    + tx.changes_expire(now).await?
                    + tx.contact_budgets_forget(now.minus(BUDGETS_KEPT)).await?
                    + tx.former_contacts_forget(now).await?
                    + if shares { 0 } else { tx.shared_contacts_drop().await? }
                    + tx.early_reports_forget(now.minus(EARLY_REPORTS_KEPT)).await?
                    + tx.recovery_addresses_forget(now.minus(ADDRESSES_KEPT)).await?
                    + tx.devices_expire(now).await?
                    + tx.call_codes_forget(now.minus(CALL_CODES_KEPT)).await?
                    + tx.tickets_forget(now.minus(TICKETS_KEPT)).await?
                    + tx.vouches_forget(now).await?
                    + tx.password_tries_forget(now.minus(TRIES_KEPT), now).await?)
            })
            .await?;
        if forgotten == 0 {
            return Ok(());
        }
    }
}
