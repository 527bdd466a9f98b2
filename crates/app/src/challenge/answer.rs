//! The one function that answers a challenge; there is no second path.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use countersign_core::Timestamp;
use countersign_core::challenge::{
    Checker, Grant, Proof, Purpose, PurposeKind, Refusal, TypedCode,
};
use countersign_core::ids::{ChallengeId, EventId, GrantId, PersonId, SessionId};
use countersign_core::people::Method;
use countersign_store::{AuditRecord, Charge, Meter, StoreError, Tx};

use super::ways_left::ways_left;
use crate::jobs::NoticeIds;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Wrong step-up codes in a row after which the session ends (CS-STEP-10).
const MISSES_END_SESSION: i64 = 5;

/// Wrong codes at a sign-in after which the person hears that somebody has the password: one or two are slips of their own.
const MISSES_ARE_TOLD: usize = 3;
/// In which time they came.
const GUESSED_WITHIN: Duration = Duration::from_hours(24);

/// What was answered to which challenge. Debug hides the code.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The challenge.
    pub challenge: ChallengeId,
    /// How it is answered.
    pub method: Method,
    /// What was typed, as it was typed.
    pub code: Typed,
    /// The address it came from, which tries of recovery codes are counted by; `None`: a portal relays it.
    pub from: Option<String>,
}

/// What a person typed. Debug shows `Typed(..)`.
#[derive(Clone)]
pub struct Typed(pub String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(..)")
    }
}

/// What a right answer does, in the transaction of its grant.
pub(crate) trait Effect<P: Purpose>: Send + Sync + 'static {
    /// What it gives back.
    type Gives: Serialize + DeserializeOwned + Send + 'static;

    /// Uses the grant up. `Err` takes everything back, the burn and the count too.
    fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<P>,
        meter: &Meter,
    ) -> impl Future<Output = Result<Self::Gives, StoreError>>;
}

/// Answers a challenge of purpose `P` and runs `effect` with its grant.
///
/// In one transaction: charge the challenge, the person's ledger and the order; check; burn; grant; effect; record. So an
/// answer costs one durable commit, and a refusal is committed with what it was charged. Of any number of callers with the
/// right answer one gets the grant.
pub(crate) async fn answer<P, E>(
    ctx: &Ctx,
    asked: &Asked,
    answer: Answer,
    effect: E,
) -> Outcome<E::Gives>
where
    P: Purpose,
    E: Effect<P>,
{
    if answer.method == Method::RecoveryCode {
        return super::answer_recovery::answer(ctx, asked, answer, effect).await;
    }
    let digits = P::KIND.digits();
    let typed = match TypedCode::clean(&answer.code.0, digits) {
        Ok(typed) => typed,
        Err(malformed) => return Ok(Err(Refused::malformed(malformed, digits))),
    };
    if !answer.method.is_delivered() && answer.method != Method::Totp {
        return Ok(Err(Refused::MethodUnavailable { reason: "not-for-this-purpose".to_owned() }));
    }
    let plan = Plan::new(ctx, asked, &answer, Proof::Code(typed), effect);
    let answered = run(ctx, asked, async move |tx: &mut Tx| plan.run(tx).await).await;
    ctx.store.notify_jobs();
    answered
}

pub(super) struct Plan<P, E> {
    checker: Checker,
    asked: Asked,
    challenge: ChallengeId,
    method: Method,
    proof: Proof,
    grant: GrantId,
    event: EventId,
    notice: NoticeIds,
    security: SecurityNoticeIds,
    effect: E,
    purpose: std::marker::PhantomData<fn() -> P>,
}

impl<P: Purpose, E: Effect<P>> Plan<P, E> {
    pub(super) fn new(ctx: &Ctx, asked: &Asked, answer: &Answer, proof: Proof, effect: E) -> Self {
        Self {
            checker: ctx.checker.clone(),
            asked: asked.clone(),
            challenge: answer.challenge.clone(),
            method: answer.method,
            proof,
            grant: ctx.random(GrantId::generate),
            event: ctx.event_id(),
            notice: NoticeIds::draw(ctx),
            security: SecurityNoticeIds::draw(ctx),
            effect,
            purpose: std::marker::PhantomData,
        }
    }

    async fn run(&self, tx: &mut Tx) -> Result<Result<E::Gives, Refused>, StoreError> {
        let charged =
            tx.challenge_charge(&self.challenge, P::KIND, self.method, self.asked.now).await?;
        match charged {
            Ok(charge) => self.settle(tx, charge).await,
            Err(refusal) => self.uncharged(tx, refusal).await,
        }
    }

    /// From the charge to the effect, for every kind of proof.
    pub(super) async fn settle(
        &self,
        tx: &mut Tx,
        charge: Charge,
    ) -> Result<Result<E::Gives, Refused>, StoreError> {
        let now = self.asked.now;
        let Charge { challenge, mut meter } = charge;
        let expired_at = challenge.expires_at;
        let proven = match self.checker.check(challenge, &self.proof, now) {
            Ok(proven) => proven,
            Err(refusal) => return self.charged(tx, &mut meter, refusal, expired_at).await,
        };
        let grant = match tx.challenge_pass(proven, &mut meter, self.grant.clone()).await? {
            Ok(grant) => grant,
            Err(refusal) => return self.charged(tx, &mut meter, refusal, expired_at).await,
        };
        // The charge looked for this purpose, so the payload is of it; anything else is a fault, and all is taken back.
        let grant = grant.narrow::<P>().ok_or(StoreError::Busy)?;
        let given = self.effect.run(tx, grant, &meter).await?;
        if self.method == Method::RecoveryCode {
            let left = tx.recovery_facts(&meter.person).await?.map_or(0, |facts| facts.unused);
            let told = SecurityNotice::RecoveryCodeUsed { left };
            self.security.tell(tx, &meter.person, told, &self.asked.seen(), now).await?;
        }
        tx.audit_insert(&self.about(&meter)).await?;
        Ok(Ok(given))
    }

    /// Settles an answer that was charged and gave nothing.
    async fn charged(
        &self,
        tx: &mut Tx,
        meter: &mut Meter,
        refusal: Refusal,
        expired_at: Timestamp,
    ) -> Result<Result<E::Gives, Refused>, StoreError> {
        let now = self.asked.now;
        let reason = slug(&refusal);
        let mut refused = Refused::from(refusal.clone());
        match &refusal {
            Refusal::Wrong { .. } if self.method == Method::RecoveryCode => {
                tx.recovery_miss(meter).await?;
            }
            Refusal::Wrong { .. } => {
                let stopped = tx.challenge_miss(meter, now).await?;
                let ended = self.session_missed(tx, meter).await?;
                self.tell_of_miss(tx, meter, ended).await?;
                if stopped {
                    self.notice.order_stopped(tx, meter, now).await?;
                }
                if let Refused::WrongCode { order_void, session_ended, .. } = &mut refused {
                    *order_void = stopped;
                    *session_ended = ended;
                }
            }
            Refusal::Late => {
                tx.challenge_give_back(meter, now).await?;
                refused = Refused::CodeExpired { at: expired_at.ms() };
            }
            _ => {}
        }
        tx.audit_insert(&self.about(meter).refused().because(reason)).await?;
        Ok(Err(refused))
    }

    /// Wrong codes of a step-up or a change end the session before they become a way of guessing. The first codes of a new
    /// authenticator, and those that confirm a contact, are no guesses of anything that protects.
    async fn session_missed(&self, tx: &mut Tx, meter: &Meter) -> Result<bool, StoreError> {
        if matches!(P::KIND, PurposeKind::SetUp | PurposeKind::ConfirmContact) {
            return Ok(false);
        }
        let (None, Some(session)) = (&meter.order, &meter.session) else { return Ok(false) };
        if tx.session_miss(session).await? < MISSES_END_SESSION {
            return Ok(false);
        }
        tx.session_end(session, "wrong-codes", self.asked.now).await
    }

    /// Tells the person what somebody who guesses has done (CS-LOG-13, CS-STEP-10).
    async fn tell_of_miss(
        &self,
        tx: &mut Tx,
        meter: &Meter,
        session_ended: bool,
    ) -> Result<(), StoreError> {
        let now = self.asked.now;
        let at_sign_in = meter.strangers_misses(GUESSED_WITHIN, now);
        let guessed = P::KIND == PurposeKind::SignIn
            && at_sign_in.is_some_and(|misses| misses >= MISSES_ARE_TOLD);
        let told = [
            guessed.then_some(SecurityNotice::PasswordRightCodeWrong),
            meter.closed_strangers_lane(now).then_some(SecurityNotice::LaneClosed),
            session_ended.then_some(SecurityNotice::SessionsEnded { count: 1 }),
        ];
        for notice in told.into_iter().flatten() {
            self.security.tell(tx, &meter.person, notice, &self.asked.seen(), now).await?;
        }
        Ok(())
    }

    /// Records an answer that was neither looked at nor counted.
    pub(super) async fn uncharged(
        &self,
        tx: &mut Tx,
        refusal: Refusal,
    ) -> Result<Result<E::Gives, Refused>, StoreError> {
        let reason = slug(&refusal);
        let mut refused = Refused::from(refusal);
        if let Some(known) = tx.challenge_read(&self.challenge).await? {
            let record = self.blank(&known.person, known.session.as_ref());
            tx.audit_insert(&record.refused().because(reason)).await?;
            if let Refused::GuessesClosed { everywhere, ways } = &mut refused {
                *ways = ways_left(tx, &known, *everywhere, self.asked.now).await?;
            }
        }
        Ok(Err(refused))
    }

    /// The record of an answer that was charged; of an order's it names the order and what it said.
    fn about(&self, meter: &Meter) -> AuditRecord {
        let record = self.blank(&meter.person, meter.session.as_ref());
        match &meter.order {
            Some(order) => {
                record.of_order(&order.digest).with_fact("order", order.order.id.as_str())
            }
            None => record,
        }
    }

    fn blank(&self, person: &PersonId, session: Option<&SessionId>) -> AuditRecord {
        self.asked
            .record(self.event.clone(), "challenge.answered")
            .about(person, self.challenge.as_str(), session)
            .by_method(Some(self.method))
            .because(P::KIND.as_str())
    }
}

const fn slug(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Closed => "challenge-closed",
        Refusal::NotSent => "not-sent",
        Refusal::MethodFixed => "method-fixed",
        Refusal::Wrong { .. } => "wrong-code",
        Refusal::Late => "code-expired",
        Refusal::AlreadyUsed => "code-used",
        Refusal::Wait { .. } => "guesses-wait",
        Refusal::ContactSpent => "contact-spent",
        Refusal::LaneClosed { .. } => "guesses-closed",
    }
}
