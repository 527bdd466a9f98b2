//! Sends a code from a hosted page: on the challenge at hand, or on a new one where another way was chosen.

use countersign_core::Timestamp;
use countersign_core::challenge::{Payload, PurposeKind};
use countersign_core::ids::{ChallengeId, ContactId, SessionId};
use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_core::step_up::Areas;
use countersign_store::{ChallengeState, StoreError, StoredChallenge, StoredVisit, Tx};

use crate::challenge::{
    NewChallenge, SendAsk, SendIds, SentView, issue_in, issued, new_challenge, send_in, state_at,
};
use crate::order::{OrderChallengeAsk, OrderChallengeIds, order_challenge};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What was chosen on the page.
#[derive(Clone, Debug)]
pub struct VisitSend {
    /// The method.
    pub method: Method,
    /// The contact; missing: the one at hand, or the first that can be used.
    pub contact: Option<ContactId>,
    /// A new code was asked for, not the same one again.
    pub anew: bool,
}

/// Sends a code, or sends it again. Choosing another method or contact closes the challenge at hand and begins another.
pub async fn send(ctx: &Ctx, asked: &Asked, cookie: &Bearer, ask: VisitSend) -> Outcome<SentView> {
    let draw = Draw::of(ctx, asked.now);
    let ids = SendIds::draw(ctx);
    let (hash, frame) = (cookie.hash(), asked.clone());
    let sent = run(ctx, asked, async move |tx: &mut Tx| {
        let challenge = match stand_at(tx, &frame, &hash, &ask, &draw).await? {
            Ok(challenge) => challenge,
            Err(refused) => return Ok(Err(refused)),
        };
        let contact = ask.contact.clone();
        let send = SendAsk { challenge, method: ask.method, contact };
        send_in(tx, &frame, &send, &ids).await
    })
    .await;
    ctx.store.notify_jobs();
    sent
}

/// Begins with a way that needs no send: the authenticator app.
pub async fn begin(ctx: &Ctx, asked: &Asked, cookie: &Bearer, ask: VisitSend) -> Outcome<()> {
    let draw = Draw::of(ctx, asked.now);
    let (hash, frame) = (cookie.hash(), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        Ok(stand_at(tx, &frame, &hash, &ask, &draw).await?.map(|_| ()))
    })
    .await
}

/// What a new challenge needs, drawn before the plan.
struct Draw {
    blank: StoredChallenge,
    order: OrderChallengeIds,
    event: countersign_core::ids::EventId,
}

impl Draw {
    fn of(ctx: &Ctx, now: Timestamp) -> Self {
        let person = ctx.random(countersign_core::ids::PersonId::generate);
        let session = ctx.random(SessionId::generate);
        // Person, session and areas are put in from the visit; a challenge of nobody never reaches the store.
        let payload = Payload::StepUp { session, areas: Areas::All };
        let blank = new_challenge(
            ctx,
            NewChallenge {
                person,
                payload,
                session: None,
                visit: None,
                tries: ctx.policy.code_tries,
                expires_at: now.plus(ctx.policy.code_lifetime),
                now,
            },
        );
        Self { blank, order: OrderChallengeIds::draw(ctx), event: ctx.event_id() }
    }
}

/// The challenge that the page goes on with; a new one if the one at hand is for another way, over, or to be renewed.
async fn stand_at(
    tx: &mut Tx,
    asked: &Asked,
    cookie_hash: &str,
    ask: &VisitSend,
    draw: &Draw,
) -> Result<Result<ChallengeId, Refused>, StoreError> {
    let now = asked.now;
    let Some(visit) = tx.visit_by_cookie(cookie_hash).await? else {
        return Ok(Err(Refused::NotFound));
    };
    if visit.expires_at <= now {
        return Ok(Err(Refused::LinkUsed));
    }
    let at_hand = match &visit.current {
        Some(id) => tx.challenge_read(id).await?,
        None => None,
    };
    if let Some(challenge) = &at_hand
        && goes_on(challenge, ask, now)
    {
        return Ok(Ok(challenge.id.clone()));
    }
    if let Some(challenge) = &at_hand {
        if challenge.state == ChallengeState::Passed {
            return Ok(Err(Refused::ChallengeClosed));
        }
        tx.challenge_close(&challenge.id).await?;
    }
    let next = match next(tx, asked, &visit, at_hand.as_ref(), ask, draw).await? {
        Ok(next) => next,
        Err(refused) => return Ok(Err(refused)),
    };
    let before = at_hand.as_ref().map(|challenge| &challenge.id);
    if !tx.visit_current_set(&visit.id, &next, before).await? {
        // Another tab moved the page; its challenge is the one that counts.
        return Err(StoreError::Conflict);
    }
    Ok(Ok(next))
}

/// Whether the challenge at hand is the one for this choice.
fn goes_on(challenge: &StoredChallenge, ask: &VisitSend, now: Timestamp) -> bool {
    let same_way = challenge.method.is_none_or(|method| method == ask.method)
        && (challenge.contact.is_none()
            || ask.contact.is_none()
            || challenge.contact == ask.contact);
    same_way && !ask.anew && state_at(challenge, now) == "open"
}

async fn next(
    tx: &mut Tx,
    asked: &Asked,
    visit: &StoredVisit,
    at_hand: Option<&StoredChallenge>,
    ask: &VisitSend,
    draw: &Draw,
) -> Result<Result<ChallengeId, Refused>, StoreError> {
    if let Some(order) = &visit.order {
        let ask = OrderChallengeAsk {
            order: order.clone(),
            method: ask.method,
            contact: ask.contact.clone(),
        };
        let begun = order_challenge(tx, asked, &ask, Some(visit.id.clone()), &draw.order).await?;
        return Ok(begun.map(|challenge| challenge.id));
    }
    let Some(before) = at_hand else { return Ok(Err(Refused::ChallengeClosed)) };
    // What is set up was chosen on a page of its own; another code is still for that.
    let set_up = before.payload.kind() == PurposeKind::SetUp;
    if set_up && before.method != Some(ask.method) {
        return Ok(Err(Refused::MethodFixed));
    }
    if let Some(sign_in) = &visit.sign_in
        && !tx.sign_in_extend(sign_in, asked.now, draw.blank.expires_at).await?
    {
        return Ok(Err(Refused::ChallengeClosed));
    }
    // A contact that is confirmed stays the one; the way to it may be another.
    let confirms = before.payload.kind() == PurposeKind::ConfirmContact;
    let challenge = StoredChallenge {
        method: before.method.filter(|_| set_up),
        contact: before.contact.clone().filter(|_| set_up || confirms),
        digits: before.digits,
        tries_limit: before.tries_limit,
        // The key of an app waits as long as its change, and so does its first code.
        expires_at: if set_up && ask.method == Method::Totp {
            before.expires_at
        } else {
            draw.blank.expires_at
        },
        person: visit.person.clone(),
        payload: before.payload.clone(),
        session: visit.session.clone(),
        visit: Some(visit.id.clone()),
        ..draw.blank.clone()
    };
    issue_in(tx, &challenge, &issued(draw.event.clone(), asked, &challenge)).await?;
    Ok(Ok(challenge.id))
}
