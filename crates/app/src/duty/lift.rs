//! Lifts a duty. What was set up stays: only the person turns it off.

use countersign_core::ids::AccountId;
use countersign_core::policy::DutyOf;
use countersign_store::Tx;

use super::set::{account_name, from_to, may, of_duty, person_name, subject};
use crate::accounts::{Acting, By, on_behalf};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Lifts it, on behalf of a member who may set it. A second factor stays on, and is asked for as before; from now on the
/// person may turn it off. Nothing to lift is no error.
pub async fn lift(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    of: DutyOf,
) -> Outcome<()> {
    let lifted_by = acting.person.clone();
    let by = By::Member(acting);
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, notice, now) = (account.clone(), SecurityNoticeIds::draw(ctx), asked.now);
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = may(tx, &account, &of, &by, now).await? {
            return Ok(Err(refused));
        }
        let Some(before) = tx.duty_read(&account, &of).await? else { return Ok(Ok(())) };
        tx.duty_delete(&account, &of).await?;
        if let Some(person) = subject(&of) {
            let told = SecurityNotice::FactorNotRequired {
                account: account_name(tx, &account).await?,
                by: person_name(tx, &lifted_by).await?,
            };
            notice.tell(tx, person, told, &frame.seen(), now).await?;
        }
        let record =
            frame.record(event.clone(), "duty.lifted").because(from_to(Some(&before), None));
        tx.audit_insert(&of_duty(record, &by, &account, &of)).await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}
