//! Reads accounts: one, or a page of them.

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::{AccountId, PersonId};
use countersign_store::ReadTx;

use super::{AccountView, Acting, By, allowed};
use crate::{AppError, Ctx, Outcome, Refused};

/// Which accounts are listed.
#[derive(Clone, Debug)]
pub enum Which {
    /// Every one.
    All,
    /// The one that the portal calls so.
    Called(String),
    /// Those that a person belongs to.
    Of(PersonId),
}

/// An account, as the portal or one of its members sees it.
pub async fn read(ctx: &Ctx, id: &AccountId, by: By, now: Timestamp) -> Outcome<AccountView> {
    let id = id.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(account) = tx.account_read(&id).await? else { return Ok(Err(Refused::NotFound)) };
        let allowed = allowed(tx, &id, &by, Act::ReadAccount, now).await?;
        Ok(allowed.map(|()| AccountView::from(&account)))
    });
    Ok(read.await?)
}

/// Accounts, the newest first; `before` begins the page behind that row.
pub async fn list(
    ctx: &Ctx,
    which: Which,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<AccountView>> {
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let found = match &which {
            Which::All => tx.accounts_list(before.clone(), limit).await?,
            Which::Called(reference) => {
                tx.account_by_reference(reference).await?.into_iter().collect()
            }
            Which::Of(person) => tx.accounts_of_person(person, now, before.clone(), limit).await?,
        };
        Ok(found.iter().map(AccountView::from).collect())
    });
    Ok(Ok(read.await?))
}

/// The accounts that somebody looks after as owner or administrator, by name; at most 100.
pub async fn looked_after(
    ctx: &Ctx,
    acting: &Acting,
    now: Timestamp,
) -> Result<Vec<AccountView>, AppError> {
    let acting = acting.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        tx.accounts_looked_after(&acting.person, &acting.session, now).await
    });
    Ok(read.await?.iter().map(AccountView::from).collect())
}
