//! Takes a member out of an account that goes on: with them goes what they had open for it, and they are told.

use countersign_core::people::Membership;
use countersign_store::{OwnerKept, StoreError, Tx};

use crate::mailed::{SecurityNotice, SecurityNoticeIds, Seen};

/// The account is held. The last owner stays, and then nothing was written.
pub(super) async fn take_out(
    tx: &mut Tx,
    member: &Membership,
    notice: &SecurityNoticeIds,
    seen: &Seen,
) -> Result<OwnerKept, StoreError> {
    let (account, person) = (&member.account, &member.person);
    let kept = tx.member_delete(account, person).await?;
    if kept == OwnerKept::Done {
        tx.membership_ended(person, account, seen.at).await?;
        if let Some(account) = tx.account_read(account).await? {
            let told = SecurityNotice::AccessRemoved { account: account.name };
            notice.tell(tx, person, told, seen, seen.at).await?;
        }
    }
    Ok(kept)
}
