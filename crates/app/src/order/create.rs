//! Creates an order: an unchangeable snapshot, and the hosted visit that can confirm it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::challenge::PurposeKind;
use countersign_core::ids::{OrderId, PersonId, SessionId, VisitId};
use countersign_core::order::{Amount, Detail, Order, OrderState};
use countersign_store::{StoredOrder, StoredVisit, Tx};

use crate::challenge::{Link, OfferView, Shown, check_return_to};
use crate::duty::let_in;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What an order may wait, in seconds.
const WAITS: std::ops::RangeInclusive<u64> = 300..=3_600;
/// Lines of the slip.
const MOST_DETAILS: usize = 20;
/// Longest text of a slip, in code points.
const LONGEST_TEXT: usize = 200;

/// An order as the portal wrote it.
#[derive(Clone, Debug)]
pub struct NewOrderAsk {
    /// Who confirms it.
    pub person: PersonId,
    /// The session it comes from.
    pub session: Option<SessionId>,
    /// Machine name: `restore-snapshot`.
    pub action: String,
    /// "Restore snapshot".
    pub title: String,
    /// "web-1".
    pub object: String,
    /// Further lines.
    pub details: Vec<Detail>,
    /// Whether data is deleted or overwritten.
    pub destructive: bool,
    /// What it costs.
    pub amount: Option<Amount>,
    /// Where the hosted page leads back to.
    pub return_to: Option<String>,
    /// Seconds it waits; 300 to 3600.
    pub expires_in: Option<u64>,
    /// The order it takes the place of.
    pub replaces: Option<OrderId>,
}

/// A new order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderCreated {
    /// Its id.
    pub id: String,
    /// SHA-256 over its canonical form, hexadecimal.
    pub digest: String,
    /// Milliseconds.
    pub expires_at: i64,
    /// The hosted page; its handle works once.
    pub confirm_url: Link,
    /// The ways to confirm it.
    pub methods: Vec<OfferView>,
}

/// Creates an order. One that it replaces is void from then on, its codes dead; tries used stay used.
pub async fn create(ctx: &Ctx, asked: &Asked, ask: NewOrderAsk) -> Outcome<OrderCreated> {
    if let Err(refused) = check(ctx, &ask) {
        return Ok(Err(refused));
    }
    let now = asked.now;
    let waits = ask.expires_in.map_or(ctx.policy.order_lifetime, Duration::from_secs);
    let order = Order {
        id: ctx.random(OrderId::generate),
        person: ask.person.clone(),
        action: ask.action,
        title: ask.title,
        object: ask.object,
        details: ask.details,
        destructive: ask.destructive,
        amount: ask.amount,
        created_at: now,
        expires_at: now.plus(waits),
    };
    let new = StoredOrder {
        digest: order.digest(),
        session: ask.session,
        return_to: ask.return_to.clone(),
        state: OrderState::Open,
        tries: 0,
        tries_limit: i64::from(ctx.policy.order_tries),
        closed_at: None,
        authorised_at: None,
        claim_by: None,
        method: None,
        target: None,
        receipt: None,
        replaces: ask.replaces,
        replaced_by: None,
        order,
    };
    let handle = ctx.short_bearer();
    let visit = visit_of(ctx, &new, ask.return_to);
    let record = asked
        .record(ctx.event_id(), "order.created")
        .about(&new.order.person, new.order.id.as_str(), new.session.as_ref())
        .of_order(&new.digest);
    let replaced_event = ctx.event_id();
    let confirm_url = Link::new(ctx, &format!("/orders/{}", new.order.id), &handle);
    let (handle_hash, shown, frame) = (handle.hash(), Shown::of(ctx), asked.clone());
    let policy = ctx.policy.clone();
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(person) = tx.person_read(&new.order.person).await? else {
            return Ok(Err(Refused::invalid("person", "There is no such person.")));
        };
        if new.order.destructive
            && let Some(until) = tx.person_rests(&new.order.person, now).await?
        {
            return Ok(Err(Refused::Resting { until: until.ms() }));
        }
        if let Some(refused) = bad_session(tx, &new, now).await? {
            return Ok(Err(refused));
        }
        if let Some(session) = &new.session
            && let Some(acts_for) = tx.session_acts_for(session, now).await?
            && !acts_for.orders(&policy.reaches, &policy.technical_rights, &new.order.action)
        {
            return Ok(Err(Refused::NotAllowed));
        }
        let mut new = new.clone();
        if let Some(old) = new.replaces.clone() {
            let order = &new.order;
            let Some(tries) = tx.order_replace(&old, &order.id, &order.person, now).await? else {
                return Ok(Err(not_replaceable(tx, &old, &order.person, now).await?));
            };
            new.tries = tries;
            tx.challenges_of_order_close(&old).await?;
            let record = frame.record(replaced_event.clone(), "order.replaced").about(
                &order.person,
                old.as_str(),
                new.session.as_ref(),
            );
            tx.audit_insert(&record.because(order.id.as_str())).await?;
        }
        tx.order_insert(&new).await?;
        tx.visit_insert(&visit, &handle_hash).await?;
        tx.audit_insert(&record).await?;
        let order = &new.order;
        let shown = shown.to(tx, &person.person).await?;
        Ok(Ok(OrderCreated {
            id: order.id.to_string(),
            digest: new.digest.to_hex(),
            expires_at: order.expires_at.ms(),
            confirm_url: confirm_url.clone(),
            methods: shown.views(&person.person, PurposeKind::Order, order.destructive, now),
        }))
    })
    .await
}

fn visit_of(ctx: &Ctx, new: &StoredOrder, return_to: Option<String>) -> StoredVisit {
    StoredVisit {
        id: ctx.random(VisitId::generate),
        person: new.order.person.clone(),
        session: new.session.clone(),
        order: Some(new.order.id.clone()),
        sign_in: None,
        change: None,
        challenge: None,
        current: None,
        return_to,
        created_at: new.order.created_at,
        // The confirmed, stopped or lapsed order can be looked at for a while: its receipt is downloaded here.
        expires_at: new.order.expires_at.plus(ctx.policy.claim_lifetime),
    }
}

async fn bad_session(
    tx: &mut Tx,
    new: &StoredOrder,
    now: countersign_core::Timestamp,
) -> Result<Option<Refused>, countersign_store::StoreError> {
    let Some(session) = &new.session else { return Ok(None) };
    Ok(match tx.session_read(session).await? {
        Some(session) if session.person != new.order.person => Some(no_such_session()),
        None => Some(no_such_session()),
        Some(session) if !session.is_live(now) => Some(Refused::SessionEnded),
        Some(_) => let_in(tx, &new.order.person, session, now).await?.err(),
    })
}

fn no_such_session() -> Refused {
    Refused::invalid("session", "There is no such session of this person.")
}

/// Why an order cannot be replaced; an order of another person reads as unknown.
async fn not_replaceable(
    tx: &mut Tx,
    old: &OrderId,
    person: &PersonId,
    now: countersign_core::Timestamp,
) -> Result<Refused, countersign_store::StoreError> {
    Ok(match tx.order_read(old).await? {
        Some(order) if order.order.person == *person => {
            Refused::OrderClosed { state: order.state_at(now).as_str().to_owned() }
        }
        _ => Refused::invalid("replaces", "There is no such order of this person."),
    })
}

fn check(ctx: &Ctx, ask: &NewOrderAsk) -> Result<(), Refused> {
    let slug = |text: &str| {
        (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if !slug(&ask.action) {
        let problem = "An action is 1 to 64 lower-case letters, digits and hyphens, like \"restore-snapshot\".";
        return Err(Refused::invalid("action", problem));
    }
    text("title", &ask.title)?;
    text("object", &ask.object)?;
    if ask.details.len() > MOST_DETAILS {
        return Err(Refused::invalid("details", "An order has at most 20 details."));
    }
    for (at, detail) in ask.details.iter().enumerate() {
        text(&format!("details[{at}].label"), &detail.label)?;
        text(&format!("details[{at}].value"), &detail.value)?;
    }
    if let Some(amount) = &ask.amount {
        check_amount(amount)?;
    }
    if ask.expires_in.is_some_and(|seconds| !WAITS.contains(&seconds)) {
        let problem =
            "An order waits 300 to 3600 seconds; leave it out for the operator's default.";
        return Err(Refused::invalid("expires_in", problem));
    }
    check_return_to(ctx, ask.return_to.as_deref())
}

/// Text of a slip. No control characters: a line break could fake a further line of the slip or of a message.
fn text(field: &str, value: &str) -> Result<(), Refused> {
    let length = value.chars().count();
    if value.trim().is_empty() || length > LONGEST_TEXT || value.chars().any(is_unprintable) {
        let problem =
            "This is 1 to 200 characters of text without line breaks, control or direction marks.";
        return Err(Refused::invalid(field, problem));
    }
    Ok(())
}

/// Control characters, and marks that turn the direction of text: they could make a slip read other than it is.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn check_amount(amount: &Amount) -> Result<(), Refused> {
    let (whole, part) = amount.value.split_once('.').unwrap_or((&amount.value, "0"));
    let digits = |text: &str, most| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(whole, 12) || !digits(part, 4) {
        let problem = "An amount is a decimal text with a point, like \"12.50\".";
        return Err(Refused::invalid("amount.value", problem));
    }
    if amount.currency.len() != 3 || !amount.currency.bytes().all(|b| b.is_ascii_uppercase()) {
        let problem = "A currency is three capital letters, like \"EUR\" (ISO 4217).";
        return Err(Refused::invalid("amount.currency", problem));
    }
    Ok(())
}
