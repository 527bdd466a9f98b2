//! Exchanges the single-use handle of a `confirm_url` for a cookie.

use countersign_core::Timestamp;
use countersign_core::ids::OrderId;
use countersign_core::ports::Bearer;
use countersign_store::{StoredVisit, Tx};

use crate::{Ctx, Outcome, Refused};

/// A visit that begins in this browser.
#[derive(Debug)]
pub struct Opened {
    /// The visit.
    pub visit: StoredVisit,
    /// What the browser keeps; only its hash is stored.
    pub cookie: Bearer,
}

/// Opens a visit. A second browser with the same link gets nothing, so a link sent to somebody else opens nothing for its
/// sender, and one that was looked at on the way opens nothing for its reader.
///
/// `order`: the order of the address, which the handle must belong to; `None` for step-up.
pub async fn open(
    ctx: &Ctx,
    handle: &Bearer,
    order: Option<OrderId>,
    now: Timestamp,
) -> Outcome<Opened> {
    let cookie = ctx.random(Bearer::long);
    let (handle_hash, cookie_hash) = (handle.hash(), cookie.hash());
    let opened = ctx
        .store
        .write(async move |tx: &mut Tx| {
            match tx.visit_open(&handle_hash, &cookie_hash, now).await? {
                Some(visit) if visit.order == order => Ok(Ok(visit)),
                _ => Ok(Err(Refused::LinkUsed)),
            }
        })
        .await?;
    Ok(opened.map(|visit| Opened { visit, cookie }))
}
