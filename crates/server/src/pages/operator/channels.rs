//! `/operator/channels`: every provider with its day, its switch, its failures and its costs, and a test.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::delivery::{self, ProviderView};
use countersign_core::Timestamp;
use countersign_core::people::{Method, PhoneNumber, Staff};
use http::StatusCode;

use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{ChannelsDid as Did, ChannelsPage, FailureLine};
use crate::state::AppState;

const PATH: &str = "/operator/channels";
/// The span of the table of costs.
const COSTS_OF: Duration = Duration::from_hours(24 * 31);

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter_as(state, browser, Staff::Operator).await?;
    let did = (here.browser.query("done") == Some("yes")).then_some(Did::Done);
    draw(&here, did).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter_as(state, browser, Staff::Operator).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "channels")));
    let (ctx, provider) = (&here.state.ctx, form.get("provider"));
    let done = match form.get("do") {
        "disable" => delivery::switch(ctx, &asked, provider, false).await,
        "enable" => delivery::switch(ctx, &asked, provider, true).await,
        "open-tap" => delivery::open_tap(ctx, &asked, form.get("country")).await,
        "test" => return test(&here, provider, form.get("method"), form.get("to")).await,
        _ => return draw(&here, None).await,
    };
    match done {
        Ok(Ok(())) => Ok(turned::see_other(&format!("{PATH}?done=yes"))),
        // It was switched off the configuration, or the tap had opened by itself: the page shows how things are.
        Ok(Err(_)) => Ok(turned::see_other(PATH)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

/// Sends the test and shows what came of it. It is no change, so it is not led away from: a reload asks before it sends again.
async fn test(here: &SignedIn, provider: &str, method: &str, to: &str) -> Result<Response, Turned> {
    let recipient = if to.contains('@') {
        Some(to.trim().to_owned())
    } else {
        PhoneNumber::read_confirmed(to, None).ok().map(|number| number.e164().to_owned())
    };
    let (Some(method), Some(recipient)) = (Method::parse(method), recipient) else {
        return draw(here, Some(Did::Nowhere)).await;
    };
    match delivery::test(&here.state.ctx, provider, method, &recipient).await {
        Ok(Ok(seen)) => draw(here, Some(Did::Tested(provider.to_owned(), seen))).await,
        Ok(Err(_)) => draw(here, Some(Did::Nowhere)).await,
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn draw(here: &SignedIn, did: Option<Did>) -> Result<Response, Turned> {
    let broken = |error| here.broken(&error, false);
    let ctx = &here.state.ctx;
    let now = ctx.clock.now();
    let listed = delivery::list(ctx).await.map_err(broken)?;
    let failures = delivery::failures(ctx).await.map_err(broken)?;
    let failures = failures.into_iter().map(|attempt| FailureLine {
        at: attempt.begun_at,
        provider: attempt.provider,
        state: attempt.state.as_str(),
        method: attempt.method,
        country: attempt.to.country,
        reason: attempt.reason.unwrap_or_default(),
    });
    let page = ChannelsPage {
        shell: here.shell(PATH),
        token: here.token(),
        providers: listed.into_iter().map(with_end).collect(),
        closed: delivery::closed(ctx).await.map_err(broken)?,
        failures: failures.collect(),
        costs: delivery::cost_totals(ctx, now.minus(COSTS_OF), now).await.map_err(broken)?,
        currency: ctx.portal.currency.clone(),
        did,
    };
    Ok(here.page(StatusCode::OK, &page))
}

/// A provider with the moment until which it is left out.
fn with_end(provider: ProviderView) -> (ProviderView, Option<Timestamp>) {
    let until = provider.until.as_deref().and_then(|text| text.parse().ok());
    let until = until.map(|at: jiff::Timestamp| Timestamp::from_ms(at.as_millisecond()));
    (provider, until)
}
