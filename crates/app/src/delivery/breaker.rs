//! The circuit breaker in action: opened by what came of hand-overs, closed by one that goes through.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::delivery::{AttemptState, Trip, pause, trips};
use countersign_store::Tx;

use crate::{AppError, Ctx};

/// How long one message has the right to probe: longer than any send.
const PROBE: Duration = Duration::from_mins(2);

/// Whether this message may probe a provider that is left out; one at a time.
pub(super) async fn may_probe(ctx: &Ctx, provider: &str, now: Timestamp) -> Result<bool, AppError> {
    let provider = provider.to_owned();
    let probe = async move |tx: &mut Tx| tx.provider_probe(&provider, PROBE, now).await;
    Ok(ctx.store.write(probe).await?)
}

/// Draws the consequence of one hand-over.
pub(super) async fn judge(
    ctx: &Ctx,
    provider: &str,
    state: AttemptState,
    probes: bool,
) -> Result<(), AppError> {
    // The common case costs nothing: a provider that works and is not left out.
    let is_open = ctx
        .board
        .desk()
        .standings
        .iter()
        .any(|standing| standing.provider == provider && standing.open.is_some());
    if state.was_taken() && !probes && !is_open {
        return Ok(());
    }
    settle(ctx, provider, Some((state, probes))).await?;
    Ok(())
}

/// Looks at every provider's reports: one that takes messages which do not arrive is left out.
pub(crate) async fn watch(ctx: &Ctx) -> Result<(), AppError> {
    for channel in &ctx.channels {
        settle(ctx, channel.name(), None).await?;
    }
    Ok(())
}

async fn settle(
    ctx: &Ctx,
    provider: &str,
    handed: Option<(AttemptState, bool)>,
) -> Result<(), AppError> {
    let now = ctx.clock.now();
    let name = provider.to_owned();
    let tripped: Option<Trip> = ctx
        .store
        .write(async move |tx: &mut Tx| {
            let known = tx.providers_read().await?.into_iter().find(|known| known.name == name);
            let open = known.as_ref().and_then(|known| known.open);
            let before = known.as_ref().map_or(0, |known| known.trips);
            match (open, handed) {
                (Some((trip, _)), Some((state, probes))) => {
                    if state.was_taken() && (probes || trip == Trip::Errors) {
                        tx.provider_close(&name, now).await?;
                    } else if probes {
                        tx.provider_stay_open(&name, now.plus(pause(trip, before))).await?;
                    }
                    Ok(None)
                }
                (Some(_), None) => Ok(None),
                (None, _) => {
                    let since = known.map_or(Timestamp::from_ms(0), |known| known.changed_at);
                    let seen = tx.attempts_seen(&name, since).await?;
                    let Some(trip) = trips(&seen, now) else { return Ok(None) };
                    let until = now.plus(pause(trip, before));
                    let opened = tx.provider_open(&name, trip, until, now).await?;
                    Ok(opened.then_some(trip))
                }
            }
        })
        .await?;
    if let Some(trip) = tripped {
        tracing::error!(
            provider,
            why = trip.as_str(),
            alarm = "provider-left-out",
            "a provider is left out"
        );
        metrics::counter!("countersign_provider_trips_total", "provider" => provider.to_owned(), "why" => trip.as_str())
            .increment(1);
        super::desk::refresh(ctx).await?;
    }
    Ok(())
}
