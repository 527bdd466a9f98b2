//! What a person sees in a session: one page of it, or yes and no for many at once.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use countersign_core::access::MOST_CHECKED;
use countersign_store::{Looking, ReadTx, SeenPage, SeenResource};

use crate::{Ctx, Outcome, Refused};

/// A resource as a person sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SeenView {
    /// Its id.
    pub id: String,
    /// The portal's own name for it.
    pub reference: String,
    /// What kind of thing.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it lies in, by the portal's name, if the person sees that.
    pub parent: Option<String>,
}

impl From<SeenResource> for SeenView {
    fn from(seen: SeenResource) -> Self {
        Self {
            id: seen.id.to_string(),
            reference: seen.reference,
            kind: seen.kind,
            name: seen.name,
            parent: seen.parent,
        }
    }
}

/// A page of what the person sees, in the order of ids. Nothing is counted, and no page is shorter than it looks: what is
/// hidden is left out before the page is cut.
///
/// An unknown or ended session, or a person who does not belong to the account, sees nothing.
pub async fn seen(ctx: &Ctx, looking: Looking, page: SeenPage) -> Outcome<Vec<SeenView>> {
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(standing) = tx.sight_role(&looking).await? else { return Ok(Vec::new()) };
        tx.seen(&looking, standing, &page).await
    });
    Ok(Ok(read.await?.into_iter().map(SeenView::from).collect()))
}

/// Which of these the person sees, in the order asked, by the portal's own names. What is hidden, what never was and what is
/// another account's read alike.
pub async fn check(ctx: &Ctx, looking: Looking, references: Vec<String>) -> Outcome<Vec<bool>> {
    if references.is_empty() || references.len() > MOST_CHECKED {
        let problem = "A call checks 1 to 500 resources.";
        return Ok(Err(Refused::invalid("references", problem)));
    }
    if let [reference] = references.as_slice() {
        let sight = ctx.store.sight(&looking, reference).await?;
        return Ok(Ok(vec![sight.is_some_and(countersign_core::access::Sight::sees)]));
    }
    let asked = references.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| tx.sights(&looking, &asked).await);
    let seen: HashSet<String> = read
        .await?
        .into_iter()
        .filter(|(_, sight)| sight.sees())
        .map(|(reference, _)| reference)
        .collect();
    Ok(Ok(references.iter().map(|reference| seen.contains(reference)).collect()))
}
