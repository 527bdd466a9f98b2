//! What an operator sees of the providers and does to them, live: switches, routes, closed taps, a test.

use std::time::Duration;

use countersign_channels::Message;
use countersign_core::delivery::{AttemptState, Desk, Hop, Standing};
use countersign_core::ids::{AttemptId, JobId};
use countersign_core::people::{Language, Method};
use countersign_core::policy::Reason;
use countersign_store::{ChannelStat, Handed, NewAttempt, ReadTx, StoredAttempt, Tx};
use serde::{Deserialize, Serialize};

use super::desk::standings_of;
use crate::request::run;
use crate::signing::rfc3339;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// The span of the operator's table.
const DAY: Duration = Duration::from_hours(24);

/// One provider as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProviderView {
    /// Its name.
    pub name: String,
    /// The methods it carries.
    pub carries: Vec<&'static str>,
    /// `on`, `off`, or `left-out` by its breaker.
    pub state: &'static str,
    /// Why it is left out: `errors` or `delivery`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// Until when it is left out (RFC 3339); then one message probes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Hand-overs of the last 24 hours, by method and country.
    pub traffic: Vec<TrafficView>,
}

/// Hand-overs of one provider, method and country in the last 24 hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TrafficView {
    /// The method.
    pub method: &'static str,
    /// ISO 3166-1 alpha-2; empty for mail.
    pub country: String,
    /// Messages that the provider took.
    pub sent: u64,
    /// Of them, reported delivered.
    pub delivered: u64,
    /// Of them, answered.
    pub verified: u64,
    /// Refused, put off, lost or in doubt.
    pub failed: u64,
    /// From hand-over to the report of delivery, on average, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_to_delivery: Option<u64>,
    /// What those that were taken cost, in millionths of the currency.
    pub cost_micros: i64,
}

/// Where a message would go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RouteView {
    /// Why nothing goes there: `number-kind-refused`, `country-not-served`, `provider-outage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The providers in the order they are tried.
    pub providers: Vec<HopView>,
    /// What the person pays: a decimal with a point.
    pub price: String,
    /// ISO 4217.
    pub currency: String,
}

/// One provider on a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HopView {
    /// Its name.
    pub name: String,
    /// `on`, `off` or `left-out`.
    pub state: &'static str,
    /// What it takes, in millionths of the currency.
    pub cost_micros: i64,
    /// Whom messages are from there, if the route says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
}

/// Every provider with its switch, its breaker and its day.
pub async fn list(ctx: &Ctx) -> Result<Vec<ProviderView>, AppError> {
    let since = ctx.clock.now().minus(DAY);
    let (stored, stats) = ctx
        .store
        .read(async move |tx: &mut ReadTx| {
            Ok((tx.providers_read().await?, tx.channel_stats(since).await?))
        })
        .await?;
    let desk = ctx.board.desk();
    let view = |standing: &Standing| {
        let carries = desk.carriers.iter().find(|(name, _)| *name == standing.provider);
        ProviderView {
            name: standing.provider.clone(),
            carries: carries
                .map(|(_, methods)| methods.iter().map(|method| method.as_str()).collect())
                .unwrap_or_default(),
            state: state(standing),
            why: standing.open.map(|(trip, _)| trip.as_str()),
            until: standing.open.map(|(_, until)| rfc3339(until)),
            traffic: traffic(&standing.provider, &stats),
        }
    };
    Ok(standings_of(&desk, &stored).iter().map(view).collect())
}

/// The newest hand-overs of the last 24 hours that did not go through, newest first; at most 20.
pub async fn failures(ctx: &Ctx) -> Result<Vec<StoredAttempt>, AppError> {
    let since = ctx.clock.now().minus(DAY);
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.attempts_failed(since).await).await?)
}

/// Switches a provider on or off, on every node, within a second. Switching on also ends its being left out.
pub async fn switch(ctx: &Ctx, asked: &Asked, provider: &str, on: bool) -> Outcome<()> {
    if ctx.channels.iter().all(|channel| channel.name() != provider) {
        return Ok(Err(Refused::NotFound));
    }
    let (name, event, frame) = (provider.to_owned(), ctx.event_id(), asked.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        tx.provider_switch(&name, on, frame.now).await?;
        let word = if on { "on" } else { "off" };
        let record = frame.record(event.clone(), "provider.switched").because(word);
        tx.audit_insert(&record.with_fact("provider", &name)).await?;
        Ok(Ok(()))
    })
    .await?;
    super::refresh(ctx).await?;
    Ok(done)
}

/// Opens the tap of a country before its hour is over: it was closed in error. Not found: it is open.
pub async fn open_tap(ctx: &Ctx, asked: &Asked, country: &str) -> Outcome<()> {
    let (country, event, frame) = (country.to_owned(), ctx.event_id(), asked.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.tap_open("country", &country, frame.now).await? {
            return Ok(Err(Refused::NotFound));
        }
        let record = frame.record(event.clone(), "tap.opened").with_fact("country", &country);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await?;
    super::refresh(ctx).await?;
    Ok(done)
}

/// Countries whose tap is closed.
pub async fn closed(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    let now = ctx.clock.now();
    let read = async move |tx: &mut ReadTx| tx.taps_closed("country", now).await;
    Ok(ctx.store.read(read).await?)
}

/// Where a message of this method to this recipient would go now.
pub async fn route(ctx: &Ctx, method: Method, recipient: &str) -> Result<RouteView, AppError> {
    super::refresh(ctx).await?;
    let desk = ctx.board.desk();
    let served = desk.serves(method, recipient, ctx.clock.now());
    let reason = served.err().map(|not| Reason::from(not).as_str());
    let price = ctx.price_to(&desk, method, recipient);
    let providers = desk.hops(method, recipient).into_iter().map(|hop| HopView {
        state: standing(&desk, &hop.provider).map_or("off", state),
        name: hop.provider,
        cost_micros: hop.cost_micros,
        sender: hop.sender,
    });
    Ok(RouteView {
        reason,
        providers: providers.collect(),
        price: price.value,
        currency: price.currency,
    })
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestView {
    /// `handed-over`, `put-off`, `unknown` or `failed`.
    pub state: String,
    /// Why, if it was not taken.
    pub reason: Option<String>,
    /// What the provider knows it by.
    pub reference: Option<String>,
}

/// Sends a message without a code through one provider, past switch and breaker, and books it. Countries and kinds of numbers
/// hold for it too.
pub async fn test(ctx: &Ctx, provider: &str, method: Method, recipient: &str) -> Outcome<TestView> {
    let desk = ctx.board.desk();
    let channel = ctx.channels.iter().find(|channel| channel.name() == provider);
    let Some(channel) = channel.filter(|channel| channel.carries().contains(&method)) else {
        return Ok(Err(Refused::NotFound));
    };
    if desk.permits(method, recipient).is_err() {
        return Ok(Err(Refused::MethodUnavailable { reason: "country-not-served".to_owned() }));
    }
    let now = ctx.clock.now();
    let hop = desk.hops(method, recipient).into_iter().find(|hop| hop.provider == provider);
    let hop = hop.unwrap_or_else(|| Hop::plain(provider));
    let message = Message { sender: hop.sender, ..test_message(ctx, method, recipient) };
    let attempt = NewAttempt {
        id: ctx.random(AttemptId::generate),
        job: JobId::parse(&message.id).map_err(|_| AppError::Internal("message-without-job"))?,
        number: 1,
        provider: provider.to_owned(),
        method,
        purpose: message.purpose.to_owned(),
        to: countersign_core::delivery::Destination::of(recipient),
        person: None,
        challenge: None,
        send: None,
        cost_micros: hop.cost_micros,
        price_micros: 0,
        currency: ctx.portal.currency.clone(),
        begun_at: now,
    };
    let id = attempt.id.clone();
    ctx.store.write(async move |tx: &mut Tx| tx.attempt_begin(&attempt).await).await?;
    let (handed, _) = super::hand_over::outcome(channel.send(&message, now).await, ctx.clock.now());
    let Handed { state, reason, reference, .. } = handed.clone();
    ctx.store.write(async move |tx: &mut Tx| tx.attempt_end(&id, &handed).await).await?;
    Ok(Ok(TestView { state: state.as_str().to_owned(), reason, reference }))
}

fn test_message(ctx: &Ctx, method: Method, recipient: &str) -> Message {
    let text = format!("{}: this is a test. Nothing is to be done.", ctx.portal.name);
    Message {
        id: ctx.random(JobId::generate).to_string(),
        method,
        to: recipient.to_owned(),
        sender: None,
        subject: (method == Method::Email).then(|| "Test".to_owned()),
        code: None,
        html: None,
        spoken: (method == Method::Call).then(|| countersign_channels::Spoken {
            opening: text.clone(),
            after_key: text.clone(),
            ..countersign_channels::Spoken::default()
        }),
        text,
        purpose: "test",
        language: Language::En,
        useless_after: ctx.clock.now().plus(Duration::from_mins(10)),
    }
}

fn standing<'d>(desk: &'d Desk, provider: &str) -> Option<&'d Standing> {
    desk.standings.iter().find(|standing| standing.provider == provider)
}

const fn state(standing: &Standing) -> &'static str {
    match (standing.is_on, standing.open) {
        (false, _) => "off",
        (true, Some(_)) => "left-out",
        (true, None) => "on",
    }
}

fn traffic(provider: &str, stats: &[ChannelStat]) -> Vec<TrafficView> {
    let mut rows: Vec<TrafficView> = Vec::new();
    let mut waited: Vec<u64> = Vec::new();
    for stat in stats.iter().filter(|stat| stat.provider == provider) {
        let method = stat.method.as_str();
        let is_new =
            rows.last().is_none_or(|row| row.method != method || row.country != stat.country);
        if is_new {
            let country = stat.country.clone();
            rows.push(TrafficView { method, country, ..TrafficView::default() });
            waited.push(0);
        }
        let (Some(row), Some(waited)) = (rows.last_mut(), waited.last_mut()) else { continue };
        row.verified += stat.verified;
        if stat.state.was_taken() {
            row.sent += stat.hand_overs;
            row.cost_micros += stat.cost_micros;
        }
        match stat.state {
            AttemptState::Delivered => {
                row.delivered += stat.hand_overs;
                *waited += stat.waited_ms;
            }
            AttemptState::HandedOver | AttemptState::Begun => {}
            _ => row.failed += stat.hand_overs,
        }
    }
    for (row, waited) in rows.iter_mut().zip(waited) {
        row.seconds_to_delivery = waited.checked_div(row.delivered * 1_000);
    }
    rows
}
