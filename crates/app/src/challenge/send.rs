//! Sends a challenge's code: writes the job in the transaction that counts the send.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::challenge::Payload;
use countersign_core::delivery::Destination;
use countersign_core::delivery::brake::range;
use countersign_core::ids::{ChallengeId, ContactId, EventId, JobId, SendId};
use countersign_core::limits::{SendLimits, SendRefused};
use countersign_core::order::OrderState;
use countersign_core::people::Method;
use countersign_core::policy::{NotOffered, find_offer};
use countersign_store::{
    AuditRecord, ChallengeState, CountedSend, Lane, NewJob, StoreError, StoredChallenge, Tx,
};

use super::issue::Shown;
use crate::delivery::Brake;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// The longest span that sends are counted over.
const DAY: Duration = Duration::from_hours(24);

/// A message is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    /// When; milliseconds.
    pub sent_at: i64,
    /// When it may be sent again at the earliest; milliseconds.
    pub resend_after: i64,
    /// When the code ends; a resend does not move it; milliseconds.
    pub expires_at: i64,
    /// The contact, masked.
    pub target: String,
}

/// Which code is to be sent where.
#[derive(Clone, Debug)]
pub(crate) struct SendAsk {
    pub(crate) challenge: ChallengeId,
    pub(crate) method: Method,
    pub(crate) contact: Option<ContactId>,
}

/// Ids a send needs, drawn before the plan, since a plan may run again.
#[derive(Clone)]
pub(crate) struct SendIds {
    send: SendId,
    job: JobId,
    event: EventId,
    shown: Shown,
    brake: Brake,
    limits: SendLimits,
}

impl SendIds {
    pub(crate) fn draw(ctx: &Ctx) -> Self {
        Self {
            send: ctx.random(SendId::generate),
            job: ctx.random(JobId::generate),
            event: ctx.event_id(),
            shown: Shown::of(ctx),
            brake: Brake::of(ctx),
            limits: ctx.policy.sends,
        }
    }
}

/// Sends the code of a challenge, or sends it again: the same code with the same end.
pub async fn send(
    ctx: &Ctx,
    asked: &Asked,
    challenge: ChallengeId,
    method: Method,
    contact: Option<ContactId>,
) -> Outcome<SentView> {
    let ids = SendIds::draw(ctx);
    let ask = SendAsk { challenge, method, contact };
    let frame = asked.clone();
    let sent =
        run(ctx, asked, async move |tx: &mut Tx| send_in(tx, &frame, &ask, &ids).await).await;
    ctx.store.notify_jobs();
    sent
}

/// The part of a plan that sends. Locks the budget first, so that what it reads after is not old.
pub(crate) async fn send_in(
    tx: &mut Tx,
    asked: &Asked,
    ask: &SendAsk,
    ids: &SendIds,
) -> Result<Result<SentView, Refused>, StoreError> {
    let now = asked.now;
    let Some(known) = tx.challenge_read(&ask.challenge).await? else {
        return Ok(Err(Refused::ChallengeClosed));
    };
    let purpose = known.payload.kind();
    let history = tx.sends_lock(&known.person, purpose, now, DAY).await?;
    let Some(challenge) = tx.challenge_read(&ask.challenge).await? else {
        return Ok(Err(Refused::ChallengeClosed));
    };
    let destructive = match takes_sends(tx, &challenge, now).await? {
        Ok(destructive) => destructive,
        Err(refused) => return Ok(Err(refused)),
    };
    if challenge.method.is_some_and(|fixed| fixed != ask.method) {
        return Ok(Err(Refused::MethodFixed));
    }
    let Some(stored) = tx.person_read_in(&challenge.person, challenge.session.as_ref()).await?
    else {
        return Ok(Err(Refused::ChallengeClosed));
    };
    if !ask.method.is_delivered() {
        return Ok(Err(Refused::MethodUnavailable { reason: "needs-no-send".to_owned() }));
    }
    let offers = ids.shown.offers(&stored.person, purpose, destructive, now);
    // A resend without a contact means the one that was fixed.
    let wanted = ask.contact.as_ref().or(challenge.contact.as_ref());
    let contact = match find_offer(&offers, ask.method, wanted) {
        Ok(offer) => offer.contact.as_ref().and_then(|id| stored.person.contact(id)),
        Err(not) => return Ok(Err(not.into())),
    };
    let Some(contact) = contact else {
        return Ok(Err(Refused::MethodUnavailable { reason: "unknown".to_owned() }));
    };
    if challenge.contact.as_ref().is_some_and(|fixed| *fixed != contact.id) {
        return Ok(Err(Refused::MethodFixed));
    }
    let alike = last_alike(&history, &challenge, ask.method, &contact.id);
    let moments: Vec<_> = history.iter().map(|send| send.at).collect();
    if let Err(refused) = ids.limits.may_send(&moments, alike, now) {
        return Ok(Err(too_much(refused, alike)));
    }
    let confirms = matches!(challenge.payload, Payload::ConfirmContact { .. });
    if confirms && !tx.contact_budget_send(contact, now).await? {
        return Ok(Err(Refused::ContactSpent));
    }
    let way = (ask.method, contact);
    if let Err(reason) = ids.brake.admit(tx, asked, purpose, way).await? {
        return Ok(Err(NotOffered::Refused(reason).into()));
    }
    let recipient = tx.contact_index(contact);
    let target = contact.masked();
    let fixed =
        tx.challenge_send(&challenge.id, ask.method, &contact.id, &recipient, &target, now).await?;
    if !fixed {
        if confirms {
            tx.contact_budget_send_back(contact, now, now).await?;
        }
        return Ok(Err(Refused::MethodFixed));
    }
    tx.send_insert(&ids.send, &challenge.id, &challenge.person, purpose, now).await?;
    if ask.method != Method::Email {
        let range = tx.range_index(range(&contact.value));
        tx.send_place(&ids.send, &Destination::of(&contact.value).country, &range).await?;
    }
    tx.job_insert(&NewJob {
        id: ids.job.clone(),
        kind: crate::jobs::MESSAGE,
        lane: Lane::of(ask.method),
        subject: challenge.id.to_string(),
        detail: Some(ids.send.to_string()),
        created_at: now,
        useless_after: challenge.expires_at,
    })
    .await?;
    tx.audit_insert(&sent_record(ids.event.clone(), asked, &challenge, ask.method)).await?;
    Ok(Ok(SentView {
        sent_at: now.ms(),
        resend_after: now.plus(ids.limits.spacing).ms(),
        expires_at: challenge.expires_at.ms(),
        target,
    }))
}

/// Whether the challenge still takes sends; for an order, whether it is destructive.
async fn takes_sends(
    tx: &mut Tx,
    challenge: &StoredChallenge,
    now: Timestamp,
) -> Result<Result<bool, Refused>, StoreError> {
    let open = challenge.state == ChallengeState::Open
        && challenge.tries < challenge.tries_limit
        && now < challenge.expires_at;
    if !open {
        return Ok(Err(Refused::ChallengeClosed));
    }
    if let Some(session) = &challenge.session {
        match tx.session_read(session).await? {
            Some(session) if session.is_live(now) => {}
            _ => return Ok(Err(Refused::ChallengeClosed)),
        }
    }
    match &challenge.payload {
        Payload::Order { order, .. } => match tx.order_read(order).await? {
            Some(order) if order.state_at(now) == OrderState::Open => {
                Ok(Ok(order.order.destructive))
            }
            _ => Ok(Err(Refused::ChallengeClosed)),
        },
        _ => Ok(Ok(false)),
    }
}

/// The last send like this one. Every order has a code of its own, so another order's send is never alike.
fn last_alike(
    history: &[CountedSend],
    challenge: &StoredChallenge,
    method: Method,
    contact: &ContactId,
) -> Option<Timestamp> {
    let elsewhere = history.iter().filter(|send| {
        send.method.as_deref() == Some(method.as_str())
            && send.contact.as_deref() == Some(contact.as_str())
    });
    let elsewhere = match challenge.payload {
        Payload::Order { .. } => None,
        _ => elsewhere.map(|send| send.at).max(),
    };
    elsewhere.max(challenge.sent_at)
}

fn too_much(refused: SendRefused, last: Option<Timestamp>) -> Refused {
    match refused {
        SendRefused::TooSoon { until } => {
            Refused::TooSoon { until: until.ms(), sent_at: last.map_or(0, Timestamp::ms) }
        }
        SendRefused::TooMany { until, since, count } => {
            Refused::TooManySends { until: until.ms(), since: since.ms(), count }
        }
    }
}

fn sent_record(
    id: EventId,
    asked: &Asked,
    challenge: &StoredChallenge,
    method: Method,
) -> AuditRecord {
    asked
        .record(id, "code.sent")
        .about(&challenge.person, challenge.id.as_str(), challenge.session.as_ref())
        .by_method(Some(method))
        .because(challenge.payload.kind().as_str())
}
