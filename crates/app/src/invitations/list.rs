//! Reads an account's invitations: one, or a page of them.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::{Act, Invitation};
use countersign_core::ids::{AccountId, InvitationId};
use countersign_store::{ReadTx, StoreError};

use crate::accounts::{By, allowed};
use crate::{Ctx, Outcome, Refused};

/// An invitation as whoever looks after the account sees it. Debug hides whom it was for.
#[derive(Clone, Serialize, Deserialize)]
pub struct InvitationView {
    /// Its id.
    pub id: String,
    /// Into which account.
    pub account: String,
    /// The member who invites.
    pub inviter: Option<String>,
    /// That member's name, in lists.
    pub inviter_name: Option<String>,
    /// What whoever invited calls the person.
    pub name: String,
    /// The mailbox.
    pub email: String,
    /// The role.
    pub role: String,
    /// What a technical administrator may do.
    pub rights: Vec<String>,
    /// When the membership will end by itself; milliseconds.
    pub ends_at: Option<i64>,
    /// `pending`, `accepted`, `declined`, `withdrawn` or `expired`.
    pub state: String,
    /// When it was written; milliseconds.
    pub created_at: i64,
    /// When it was mailed last; milliseconds.
    pub mailed_at: i64,
    /// How often it was mailed.
    pub mails: i64,
    /// Until when it can be accepted; milliseconds.
    pub expires_at: i64,
    /// When it was decided; milliseconds.
    pub decided_at: Option<i64>,
    /// Whether it can be mailed again now.
    pub mails_again: bool,
    /// Who accepted it.
    pub person: Option<String>,
}

impl std::fmt::Debug for InvitationView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InvitationView({}, {})", self.id, self.state)
    }
}

impl InvitationView {
    pub(super) fn of(of: &Invitation, inviter_name: Option<String>, now: Timestamp) -> Self {
        let accepted = of.decided == countersign_core::access::InvitationState::Accepted;
        Self {
            id: of.id.to_string(),
            account: of.account.to_string(),
            inviter: of.inviter.as_ref().map(ToString::to_string),
            inviter_name,
            name: of.name.clone(),
            email: of.email.clone(),
            role: of.role.as_str().to_owned(),
            rights: of.rights.names().map(str::to_owned).collect(),
            ends_at: of.ends_at.map(Timestamp::ms),
            state: of.state(now).as_str().to_owned(),
            created_at: of.created_at.ms(),
            mailed_at: of.mailing.at.ms(),
            mails: of.mailing.number,
            expires_at: of.mailing.expires_at.ms(),
            decided_at: of.decided_at.map(Timestamp::ms),
            mails_again: of.mails_again(now).is_ok(),
            // Whoever made a sign-in by it and said nothing yet is nobody of this account's business.
            person: of.person.as_ref().filter(|_| accepted).map(ToString::to_string),
        }
    }

    /// The same with the name of whoever invited.
    pub(super) async fn named(
        tx: &mut ReadTx,
        of: &Invitation,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let name = match &of.inviter {
            Some(inviter) => tx.person_read(inviter).await?.map(|stored| stored.person.name),
            None => None,
        };
        Ok(Self::of(of, name, now))
    }
}

/// A page of an account's invitations, the newest first, whatever became of them.
pub async fn list(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<InvitationView>> {
    let account = account.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let mut views = Vec::new();
        for of in tx.invitations_list(&account, before.clone(), limit).await? {
            views.push(InvitationView::named(tx, &of, now).await?);
        }
        Ok(Ok(views))
    });
    Ok(read.await?)
}

/// One invitation of an account. Another account's does not exist (CS-DEL-04).
pub async fn read(
    ctx: &Ctx,
    account: &AccountId,
    id: &InvitationId,
    by: By,
    now: Timestamp,
) -> Outcome<InvitationView> {
    let (account, id) = (account.clone(), id.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.invitation_read(&id).await?;
        match found.filter(|found| found.invitation.account == account) {
            Some(found) => Ok(Ok(InvitationView::named(tx, &found.invitation, now).await?)),
            None => Ok(Err(Refused::NotFound)),
        }
    });
    Ok(read.await?)
}
