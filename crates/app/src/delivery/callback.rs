//! Takes a provider's request to our server: its channel checks it, then what it says is noted and answered.

use countersign_channels::callback::Callback;
pub use countersign_channels::callback::{CallbackRefused, CallbackRequest, Document};

use super::report;
use crate::{AppError, Ctx, jobs};

/// Takes one. Nothing is looked up for a request that the provider has not signed (CS-API-05). It may come any number of times.
///
/// The answer's body, or `None` for 204. In a call it may be the code: derived at this moment, for a challenge that is open.
pub async fn callback(
    ctx: &Ctx,
    provider: &str,
    request: &CallbackRequest<'_>,
) -> Result<Result<Option<Document>, CallbackRefused>, AppError> {
    let Some(channel) = ctx.channels.iter().find(|channel| channel.name() == provider) else {
        return Ok(Err(CallbackRefused::NotFound));
    };
    let read = channel.callback(request, ctx.clock.now());
    let outcome = match &read {
        Ok(_) => "taken",
        Err(CallbackRefused::NotFound) => "not-found",
        Err(CallbackRefused::NotTheirs) => "not-theirs",
        Err(CallbackRefused::Unreadable) => "unreadable",
    };
    metrics::counter!("countersign_callbacks_total", "provider" => provider.to_owned(), "outcome" => outcome)
        .increment(1);
    let answered = match read {
        Ok(Callback::Answered(answered)) => answered,
        Ok(Callback::NeedsMessage { id, then }) => {
            let message = jobs::again(ctx, &id).await?;
            then(message.as_ref())
        }
        Err(refused) => return Ok(Err(refused)),
    };
    let mut away = None;
    for one in answered.news {
        if let Err(error) = report::news(ctx, provider, one.clone()).await {
            // Some providers say it a few times and then no more, so it waits here too. It may be noted any number of times.
            let kept = error.is_passing() && ctx.heard.keep(provider, one);
            tracing::warn!(provider, kept, cause = error.cause(), "a report could not be noted");
            away = Some(error);
        }
    }
    match away {
        // Answered with 503 and `Retry-After`: the provider says it again.
        Some(error) if answered.document.is_none() => Err(error),
        // Somebody waits on the telephone; the report is worth less than their answer.
        _ => Ok(Ok(answered.document)),
    }
}
