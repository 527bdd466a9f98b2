//! Registers an account, with its first owner.

use serde::{Deserialize, Serialize};

use countersign_core::access::Rights;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::{
    Account, LabelRefused, Membership, Role, name_of_account, reference_of_portal,
};
use countersign_store::{StoreError, Tx};

use super::By;
use super::acting::{from_to, of_member};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// An account as the portal wrote it.
#[derive(Clone, Debug)]
pub struct NewAccountAsk {
    /// The portal's own name for it.
    pub reference: String,
    /// What people call it.
    pub name: String,
    /// Who owns it: an account without an owner is none.
    pub owner: PersonId,
}

/// An account as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountView {
    /// Its id.
    pub id: String,
    /// The portal's own name for it.
    pub reference: String,
    /// What people call it.
    pub name: String,
    /// Milliseconds.
    pub created_at: i64,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.to_string(),
            reference: account.reference.clone(),
            name: account.name.clone(),
            created_at: account.created_at.ms(),
        }
    }
}

/// Registers an account and its owner, in one.
pub async fn create(ctx: &Ctx, asked: &Asked, ask: NewAccountAsk) -> Outcome<AccountView> {
    let account = match read(ctx, asked, &ask) {
        Ok(account) => account,
        Err(refused) => return Ok(Err(refused)),
    };
    let owner = Membership {
        account: account.id.clone(),
        person: ask.owner,
        role: Role::Owner,
        rights: Rights::default(),
        ends_at: None,
        added_at: asked.now,
    };
    let created = asked.record(ctx.event_id(), "account.created").for_account(&account.id);
    let created =
        countersign_store::AuditRecord { subject: Some(account.id.to_string()), ..created };
    let added =
        asked.record(ctx.event_id(), "member.added").because(from_to(None, Some(owner.role)));
    let added = of_member(added, &By::Portal, &account.id, &owner.person);
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.member_person_hold(&owner.person).await? {
            return Ok(Err(Refused::invalid("owner", "There is no such person.")));
        }
        if !tx.account_insert(&account).await? {
            return Ok(Err(Refused::ReferenceTaken));
        }
        tx.member_insert(&owner).await?;
        tx.audit_insert(&created).await?;
        tx.audit_insert(&added).await?;
        Ok::<_, StoreError>(Ok(AccountView::from(&account)))
    })
    .await
}

fn read(ctx: &Ctx, asked: &Asked, ask: &NewAccountAsk) -> Result<Account, Refused> {
    let told = |field: &str, refused: LabelRefused| Refused::invalid(field, refused.to_string());
    Ok(Account {
        id: ctx.random(AccountId::generate),
        reference: reference_of_portal(&ask.reference).map_err(|r| told("reference", r))?,
        name: name_of_account(&ask.name).map_err(|r| told("name", r))?,
        created_at: asked.now,
    })
}
