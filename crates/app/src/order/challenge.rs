//! Begins a challenge for an order, its method fixed by the portal or the page.

use std::time::Duration;

use countersign_core::challenge::{Digits, KeyId, Payload, PurposeKind};
use countersign_core::ids::{ChallengeId, ContactId, EventId, OrderId, VisitId};
use countersign_core::order::OrderState;
use countersign_core::people::Method;
use countersign_core::policy::{Policy, find_offer};
use countersign_store::{ChallengeState, StoreError, StoredChallenge, Tx};

use crate::challenge::{ChallengeCreated, Shown, issued};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What an order is to be confirmed with.
#[derive(Clone, Debug)]
pub struct OrderChallengeAsk {
    /// The order.
    pub order: OrderId,
    /// The method.
    pub method: Method,
    /// The contact; missing: the first that can be used.
    pub contact: Option<ContactId>,
}

/// Begins a challenge; a delivered code is sent by a send of its own.
pub async fn challenge(
    ctx: &Ctx,
    asked: &Asked,
    ask: OrderChallengeAsk,
) -> Outcome<ChallengeCreated> {
    let (ids, frame) = (OrderChallengeIds::draw(ctx), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let challenge = match order_challenge(tx, &frame, &ask, None, &ids).await? {
            Ok(challenge) => challenge,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(person) = tx.person_read(&challenge.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let order = tx.order_read(&ask.order).await?;
        let destructive = order.is_some_and(|order| order.order.destructive);
        let shown = ids.shown.to(tx, &person.person).await?;
        Ok(Ok(ChallengeCreated {
            id: challenge.id.to_string(),
            expires_at: challenge.expires_at.ms(),
            confirm_url: None,
            methods: shown.views(&person.person, PurposeKind::Order, destructive, frame.now),
        }))
    })
    .await
}

/// What a new challenge of an order needs, drawn before the plan.
pub(crate) struct OrderChallengeIds {
    challenge: ChallengeId,
    event: EventId,
    code_key: KeyId,
    lasts: Duration,
    policy: Policy,
    pub(crate) shown: Shown,
}

impl OrderChallengeIds {
    pub(crate) fn draw(ctx: &Ctx) -> Self {
        Self {
            challenge: ctx.random(ChallengeId::generate),
            event: ctx.event_id(),
            code_key: ctx.checker.keys().current().clone(),
            lasts: ctx.policy.code_lifetime,
            policy: ctx.policy.clone(),
            shown: Shown::of(ctx),
        }
    }
}

/// The part of a plan that begins a challenge. Its code ends with the order at the latest, and its tries are the order's.
pub(crate) async fn order_challenge(
    tx: &mut Tx,
    asked: &Asked,
    ask: &OrderChallengeAsk,
    visit: Option<VisitId>,
    ids: &OrderChallengeIds,
) -> Result<Result<StoredChallenge, Refused>, StoreError> {
    let now = asked.now;
    let Some(order) = tx.order_read(&ask.order).await? else { return Ok(Err(Refused::NotFound)) };
    let state = order.state_at(now);
    if state != OrderState::Open {
        return Ok(Err(Refused::OrderClosed { state: state.as_str().to_owned() }));
    }
    if let Some(session) = &order.session
        && !tx.session_read(session).await?.is_some_and(|session| session.is_live(now))
    {
        return Ok(Err(Refused::SessionEnded));
    }
    if let Some(session) = &order.session
        && let Some(acts_for) = tx.session_acts_for(session, now).await?
        && !acts_for.orders(&ids.policy.reaches, &ids.policy.technical_rights, &order.order.action)
    {
        return Ok(Err(Refused::NotAllowed));
    }
    let Some(person) = tx.person_read(&order.order.person).await? else {
        return Ok(Err(Refused::NotFound));
    };
    let offers = ids.shown.offers(&person.person, PurposeKind::Order, order.order.destructive, now);
    let offer = match find_offer(&offers, ask.method, ask.contact.as_ref()) {
        Ok(offer) => offer,
        Err(not) => return Ok(Err(not.into())),
    };
    let challenge = StoredChallenge {
        id: ids.challenge.clone(),
        person: order.order.person.clone(),
        payload: Payload::Order { order: order.order.id.clone(), digest: order.digest },
        session: order.session,
        visit,
        method: Some(ask.method),
        contact: offer.contact.clone(),
        recipient: None,
        target: None,
        digits: Digits::Six,
        code_key: ids.code_key.clone(),
        tries: 0,
        tries_limit: order.tries_limit,
        state: ChallengeState::Open,
        created_at: now,
        expires_at: now.plus(ids.lasts).min(order.order.expires_at),
        sent_at: None,
        handed_at: None,
        failed_at: None,
        passed_at: None,
        redeemed_at: None,
    };
    tx.challenge_insert(&challenge).await?;
    tx.audit_insert(&issued(ids.event.clone(), asked, &challenge)).await?;
    Ok(Ok(challenge))
}
