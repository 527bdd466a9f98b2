//! Watches for codes sprayed over many persons, which no single person's ledger sees.

use std::time::Duration;

use countersign_store::ReadTx;

use crate::{AppError, Ctx};

/// Over this many persons with a wrong code in the span below, somebody is spraying (CS-RL-11).
const PERSONS: i64 = 30;
const SPAN: Duration = Duration::from_mins(10);

/// Raises the alarm while it lasts: a line in the log each time, and a gauge that monitoring can watch. True: it is raised.
pub(super) async fn watch(ctx: &Ctx) -> Result<bool, AppError> {
    let since = ctx.clock.now().minus(SPAN);
    let persons =
        ctx.store.read(async move |tx: &mut ReadTx| tx.persons_missed(since).await).await?;
    let raised = persons > PERSONS;
    metrics::gauge!("countersign_alarm", "kind" => "code-spraying")
        .set(f64::from(u8::from(raised)));
    if raised {
        tracing::error!(persons, alarm = "code-spraying", "wrong codes over many persons");
    }
    Ok(raised)
}
