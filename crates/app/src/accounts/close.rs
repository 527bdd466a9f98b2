//! Closes an account: its resources go, everybody's membership ends, owners' last, and then it is gone.

use countersign_core::ids::{AccountId, EventId};
use countersign_store::{AuditRecord, Tx};

use super::By;
use super::acting::{from_to, of_member};
use crate::{Asked, Ctx, Outcome, Refused};

/// Memberships ended in one transaction: with what hangs on each it stays short, and others write in between.
const AT_ONCE: u32 = 20;

/// Closes an account. In steps: whoever is interrupted asks again, and it goes on where it stopped. The account is there, with an
/// owner, until the last step.
pub async fn close(ctx: &Ctx, asked: &Asked, account: &AccountId) -> Outcome<()> {
    loop {
        let events: Vec<EventId> = (0..=AT_ONCE).map(|_| ctx.event_id()).collect();
        let (account, frame) = (account.clone(), asked.clone());
        let step = ctx.store.write(async move |tx: &mut Tx| {
            if !tx.account_lock(&account).await? {
                return Ok(Err(Refused::NotFound));
            }
            // What is marked stays marked until nothing is left of it, so that nobody sees it on the way.
            if tx.resources_close(&account).await? > 0 {
                return Ok(Ok(false));
            }
            let mut events = events.iter().cloned();
            let members = tx.members_to_close(&account, AT_ONCE).await?;
            let last = members.len() < AT_ONCE as usize;
            for (member, event) in members.iter().zip(events.by_ref()) {
                tx.member_close(&account, &member.person).await?;
                tx.membership_ended(&member.person, &account, frame.now).await?;
                let record =
                    frame.record(event, "member.removed").because(from_to(Some(member.role), None));
                let record = of_member(record, &By::Portal, &account, &member.person);
                tx.audit_insert(&record).await?;
            }
            if let (true, Some(event)) = (last, events.next()) {
                tx.groups_forget(&account).await?;
                tx.invitations_close(&account).await?;
                tx.contact_persons_close(&account).await?;
                tx.marks_forget(&account).await?;
                tx.duties_forget(&account).await?;
                tx.account_delete(&account).await?;
                let record = frame.record(event, "account.closed").for_account(&account);
                let record = AuditRecord { subject: Some(account.to_string()), ..record };
                tx.audit_insert(&record).await?;
            }
            Ok(Ok(last))
        });
        match step.await? {
            Ok(true) => return Ok(Ok(())),
            Ok(false) => {}
            Err(refused) => return Ok(Err(refused)),
        }
    }
}
