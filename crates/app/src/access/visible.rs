//! What a person sees in a session: one page of it, or yes and no for many at once.

use std::collections::HashSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use countersign_core::access::MOST_CHECKED;
use countersign_store::{Looking, ReadTx, SeenPage, SeenResource};

use crate::{Ctx, Outcome, Refused};

/// Lists for sessions without a second factor, and checks of many that say no, take multiples of this (CS-F2-06): longer than the page of a usual account takes.
const GRID: Duration = Duration::from_millis(4);

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
    let begun = Instant::now();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(standing) = tx.sight_role(&looking).await? else { return Ok((false, Vec::new())) };
        Ok((standing.1, tx.seen(&looking, standing, &page).await?))
    });
    let (is_proven, rows) = read.await?;
    if !is_proven {
        on_the_grid(begun).await;
    }
    Ok(Ok(rows.into_iter().map(SeenView::from).collect()))
}

/// Waits until the work has taken a multiple of [`GRID`]: how much was left out takes time, and tells nobody that it is there.
async fn on_the_grid(begun: Instant) {
    let steps = begun.elapsed().as_micros() / GRID.as_micros() + 1;
    let steps = u32::try_from(steps).unwrap_or(u32::MAX);
    tokio::time::sleep_until(begun + GRID.saturating_mul(steps)).await;
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
    let (asked, begun) = (references.clone(), Instant::now());
    let read = ctx.store.read(async move |tx: &mut ReadTx| tx.sights(&looking, &asked).await);
    let found = read.await?;
    let is_proven = found.iter().any(|(_, sight)| sight.is_proven);
    let seen: HashSet<String> = found
        .into_iter()
        .filter(|(_, sight)| sight.sees())
        .map(|(reference, _)| reference)
        .collect();
    let told: Vec<bool> = references.iter().map(|reference| seen.contains(reference)).collect();
    if !is_proven && told.contains(&false) {
        on_the_grid(begun).await;
    }
    Ok(Ok(told))
}
