//! The resources that a session sees, and which of them are marked as ones that only a second factor shows.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::AccountId;
use countersign_store::{Looking, ReadTx, SeenPage};

use crate::accounts::{Acting, By, allowed};
use crate::{Ctx, Outcome};

/// A resource with its mark.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MarkedResource {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What kind of thing.
    pub kind: String,
    /// It is marked itself.
    pub marked: bool,
}

/// A page of what this session sees, behind `after`, and whether a second factor was proven in it. Without one, what is marked
/// does not exist: no row, no count, no hint (CS-F2-06).
pub async fn marks(
    ctx: &Ctx,
    acting: Acting,
    account: &AccountId,
    after: &str,
    limit: u32,
    now: Timestamp,
) -> Outcome<(Vec<MarkedResource>, bool)> {
    let (account, after) = (account.clone(), after.to_owned());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let by = By::Member(acting.clone());
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadAccess, now).await? {
            return Ok(Err(refused));
        }
        let looking = Looking {
            person: acting.person.clone(),
            session: acting.session.clone(),
            account: account.clone(),
            now,
        };
        let Some(standing) = tx.sight_role(&looking).await? else {
            return Ok(Ok((Vec::new(), false)));
        };
        let page = SeenPage { kind: None, after: after.clone(), limit };
        let mut rows = Vec::new();
        for seen in tx.seen(&looking, standing, &page).await? {
            let stored = tx.resource_read(&account, &seen.id).await?;
            rows.push(MarkedResource {
                id: seen.id.to_string(),
                name: seen.name,
                kind: seen.kind,
                marked: stored.is_some_and(|stored| stored.marked_at.is_some()),
            });
        }
        Ok(Ok((rows, standing.1)))
    });
    Ok(read.await?)
}
