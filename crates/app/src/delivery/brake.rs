//! The brake: what a send is charged to before it goes out, and when the tap of a prefix closes.

use std::sync::Arc;
use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::delivery::brake::{CLOSED_FOR, Caps, Close, closes, nears, range, surges};
use countersign_core::delivery::{Desk, Destination};
use countersign_core::people::{Contact, Method};
use countersign_core::policy::Reason;
use countersign_store::{ReadTx, StoreError, Tx, hour_of};

use crate::jobs::Did;
use crate::{Actor, AppError, Asked, Ctx};

const HOUR: Duration = Duration::from_hours(1);
pub(super) const DAY: Duration = Duration::from_hours(24);
/// The row that all sends queue at where a day's money is capped.
pub(super) const MONEY: (&str, &str) = ("money", "all");
/// Text messages and calls that tell something, by number and day.
const NOTICES_PER_DAY: u64 = 10;
/// How long a notice waits that the brake held back.
const AGAIN: Duration = Duration::from_mins(1);
/// Test messages, by recipient and day.
const TRIALS_PER_DAY: u64 = 3;
/// The history that a prefix is judged by.
const HISTORY: Duration = Duration::from_hours(7 * 24);

/// The brake of one send; owned, so that a plan can take it along.
#[derive(Clone)]
pub(crate) struct Brake {
    desk: Arc<Desk>,
    caps: Caps,
}

/// How a cap counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// Everything that was charged in the span.
    All,
    /// Sends that nobody answered: who answers is no thief, however often they ask.
    Unanswered,
}

/// One cap: what it counts, over which span, and what this send adds.
struct Charge {
    counts: Counts,
    kind: &'static str,
    subject: String,
    span: Duration,
    cap: u64,
    adds: u64,
}

/// What becomes of a notice that the brake holds back: later perhaps, unless its recipient wants none.
pub(super) fn held_back(reason: Reason) -> Did {
    match reason {
        Reason::OptedOut => Did::Failed("its recipient wants no messages".to_owned()),
        _ => Did::Retry { reason: "held back by the brake".to_owned(), after: Some(AGAIN) },
    }
}

impl Brake {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        Self { desk: ctx.board.desk(), caps: ctx.caps }
    }

    /// Charges a send, or says why it must not go out; then nothing is charged.
    pub(crate) async fn admit(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        purpose: PurposeKind,
        (method, contact): (Method, &Contact),
    ) -> Result<Result<(), Reason>, StoreError> {
        let charges = self.charges(tx, asked, purpose, method, contact);
        self.charge(tx, charges, (method, contact), asked.now).await
    }

    /// Charges a text message or call that tells something and brings no code. Nobody answers it, so that all of them count: whoever
    /// changes something again and again makes us send no more than a few a day to a number, and never past the money.
    pub(crate) async fn admit_notice(
        &self,
        tx: &mut Tx,
        way: (Method, &Contact),
        now: Timestamp,
    ) -> Result<Result<(), Reason>, StoreError> {
        self.admit_daily(tx, ("notice", NOTICES_PER_DAY), way, now).await
    }

    /// Charges a test message that a person has sent to a contact of theirs. It is counted apart: whoever has a session could else use
    /// up the notices that tell its owner.
    pub(crate) async fn admit_trial(
        &self,
        tx: &mut Tx,
        way: (Method, &Contact),
        now: Timestamp,
    ) -> Result<Result<(), Reason>, StoreError> {
        self.admit_daily(tx, ("trial", TRIALS_PER_DAY), way, now).await
    }

    /// Charges what is counted by recipient and day, whoever answers it.
    async fn admit_daily(
        &self,
        tx: &mut Tx,
        (kind, cap): (&'static str, u64),
        (method, contact): (Method, &Contact),
        now: Timestamp,
    ) -> Result<Result<(), Reason>, StoreError> {
        let mut charges = vec![Charge {
            counts: Counts::All,
            kind,
            subject: tx.contact_index(contact),
            span: DAY,
            cap,
            adds: 1,
        }];
        charges.extend(self.of_provider(method, contact));
        self.charge(tx, charges, (method, contact), now).await
    }

    async fn charge(
        &self,
        tx: &mut Tx,
        charges: Vec<Charge>,
        (method, contact): (Method, &Contact),
        now: Timestamp,
    ) -> Result<Result<(), Reason>, StoreError> {
        let recipient = tx.contact_index(contact);
        if tx.opted_out(&recipient).await?.contains(&method) {
            return Ok(Err(Reason::OptedOut));
        }
        if method != Method::Email && !self.tap_is_open(tx, contact, now).await? {
            return Ok(Err(Reason::ProviderOutage));
        }
        // Every row is locked, in one order, before anything is decided: what is read is not old when it is used.
        let mut gauges = Vec::new();
        for charge in &charges {
            let gauge = tx.gauge_lock(charge.kind, &charge.subject, charge.span, now).await?;
            let before = match charge.counts {
                Counts::All => gauge.total(now),
                Counts::Unanswered => {
                    let since = now.minus(charge.span);
                    tx.sends_unanswered(charge.kind, &charge.subject, since).await?
                }
            };
            let total = before.saturating_add(charge.adds);
            if total > charge.cap {
                alarm(charge.kind, "a cap is reached");
                return Ok(Err(Reason::ProviderOutage));
            }
            if charge.kind == MONEY.0 && nears(total, charge.cap) {
                alarm("money-near-cap", "four fifths of the day's money are spent");
            }
            gauges.push(gauge.plus(charge.adds, now));
        }
        let counted = charges.iter().zip(&gauges).filter(|(one, _)| one.counts == Counts::All);
        for (charge, gauge) in counted {
            tx.gauge_write(charge.kind, &charge.subject, gauge, now).await?;
        }
        Ok(Ok(()))
    }

    /// What a send is charged to, in the order in which the rows are locked.
    fn charges(
        &self,
        tx: &ReadTx,
        asked: &Asked,
        purpose: PurposeKind,
        method: Method,
        contact: &Contact,
    ) -> Vec<Charge> {
        let caps = &self.caps;
        let charge = |kind, subject, span, cap| Charge {
            counts: match kind {
                "address" => Counts::All,
                _ => Counts::Unanswered,
            },
            kind,
            subject,
            span,
            cap,
            adds: 1,
        };
        let mut charges = Vec::new();
        let by_phone = method != Method::Email;
        // A portal asks for many persons from one address.
        let by_portal = matches!(asked.by, Actor::ApiKey(_));
        if let Some(address) = asked.client.network().filter(|_| by_phone && !by_portal) {
            let subject = tx.asker_index(&address);
            charges.push(charge("address", subject, HOUR, caps.address_per_hour));
        }
        // Whoever confirms a number is a stranger to it: what they use up is not its holder's.
        let kind = if purpose == PurposeKind::ConfirmContact { "unconfirmed" } else { "recipient" };
        charges.push(charge(kind, tx.contact_index(contact), HOUR, caps.recipient_per_hour));
        if by_phone {
            let subject = tx.range_index(range(&contact.value));
            charges.push(charge("range", subject, HOUR, caps.range_per_hour));
        }
        charges.extend(self.of_provider(method, contact));
        charges
    }

    /// What a provider and the day's money are charged, for codes and notices alike.
    fn of_provider(&self, method: Method, contact: &Contact) -> Vec<Charge> {
        let Some(hop) = self.desk.hops(method, &contact.value).into_iter().next() else {
            return Vec::new();
        };
        let charge = |kind, subject, cap, adds| Charge {
            counts: Counts::All,
            kind,
            subject,
            span: DAY,
            cap,
            adds,
        };
        let cost = u64::try_from(hop.cost_micros).unwrap_or(0);
        let provider =
            self.caps.provider_per_day.map(|cap| charge("provider", hop.provider, cap, 1));
        let money = self.caps.money_micros_per_day;
        let money = money.map(|cap| charge(MONEY.0, MONEY.1.to_owned(), cap, cost));
        provider.into_iter().chain(money).collect()
    }

    /// Whether messages may go to the country and the range of a number; closes a tap that is due.
    async fn tap_is_open(
        &self,
        tx: &mut Tx,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let taps = [
            ("country", Destination::of(&contact.value).country),
            ("range", tx.range_index(range(&contact.value))),
        ];
        for (kind, subject) in taps {
            let mut closed = tx.tap_is_closed(kind, &subject, now).await?;
            if !closed {
                let seen = tx.sends_to(kind, &subject, now.minus(HISTORY)).await?;
                let verified = seen.iter().filter(|send| send.verified).count();
                if let Some(why) = closes(&seen, verified, now) {
                    close(tx, kind, &subject, why, now).await?;
                    closed = true;
                }
            }
            if closed && !self.caps.only_records {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Closes the tap of every country whose last hour is a surge.
pub(crate) async fn watch(ctx: &Ctx) -> Result<(), AppError> {
    let now = ctx.clock.now();
    let since = now.minus(HISTORY);
    let hours = ctx.store.read(async move |tx: &mut ReadTx| tx.sends_by_hour(since).await).await?;
    let this_hour = hour_of(now);
    for current in hours.iter().filter(|hour| hour.hour == this_hour) {
        let before: Vec<u32> = hours
            .iter()
            .filter(|hour| hour.country == current.country && hour.hour != this_hour)
            .map(|hour| hour.sent)
            .collect();
        if let Some(why) = surges(current.sent, current.verified, &before) {
            let country = current.country.clone();
            let plan = async move |tx: &mut Tx| close(tx, "country", &country, why, now).await;
            ctx.store.write(plan).await?;
        }
    }
    Ok(())
}

async fn close(
    tx: &mut Tx,
    kind: &'static str,
    subject: &str,
    why: Close,
    now: Timestamp,
) -> Result<(), StoreError> {
    if tx.tap_close(kind, subject, why, now, now.plus(CLOSED_FOR)).await? {
        // A range is a keyed index: naming it would help nobody.
        let country = if kind == "country" { subject } else { "" };
        tracing::error!(
            kind,
            country,
            why = why.as_str(),
            alarm = "tap-closed",
            "sends are not answered"
        );
        metrics::counter!("countersign_taps_closed_total", "kind" => kind, "country" => country.to_owned(), "why" => why.as_str())
            .increment(1);
    }
    Ok(())
}

pub(super) fn alarm(kind: &'static str, what: &'static str) {
    tracing::error!(kind, alarm = "sends-capped", what);
    metrics::counter!("countersign_sends_capped_total", "kind" => kind).increment(1);
}
