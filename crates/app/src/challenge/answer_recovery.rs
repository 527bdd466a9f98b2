//! Answers with a recovery code: charged in one commit, hashed outside the one writer, settled in another.

use countersign_core::challenge::{Proof, Purpose, PurposeKind, Refusal};
use countersign_core::people::RecoveryCode;
use countersign_store::{RecoverySalt, Seen, Tx};

use super::answer::{Answer, Effect, Plan};
use crate::request::{kept, run};
use crate::{Asked, Ctx, Outcome, Refused};

/// What is hashed with where a person has no codes: it costs the same, so that the time tells nothing.
const NO_SALT: [u8; 16] = [0; 16];

/// What the first commit gave.
enum Charged<T> {
    /// The same form was answered before.
    Before(Result<T, Refused>),
    /// Charged; `None`: there is no valid set to compare with.
    Now(Option<RecoverySalt>),
    /// Not taken, and not counted.
    Refused(Refusal),
}

/// The slow way of [`answer`](super::answer::answer); only that calls it.
pub(super) async fn answer<P, E>(
    ctx: &Ctx,
    asked: &Asked,
    answer: Answer,
    effect: E,
) -> Outcome<E::Gives>
where
    P: Purpose,
    E: Effect<P>,
{
    if !matches!(P::KIND, PurposeKind::SignIn | PurposeKind::ChangeAuthenticator) {
        return Ok(Err(Refused::MethodUnavailable { reason: "not-for-this-purpose".to_owned() }));
    }
    let code = match RecoveryCode::read(&answer.code.0) {
        Ok(code) => code,
        Err(malformed) => return Ok(Err(malformed.into())),
    };
    let salt = match charge::<P, E::Gives>(ctx, asked, &answer).await? {
        Charged::Before(outcome) => return Ok(outcome),
        Charged::Now(salt) => salt,
        Charged::Refused(refusal) => {
            let plan =
                Plan::<P, E>::new(ctx, asked, &answer, Proof::Passkey(String::new()), effect);
            let asked = Asked { once: None, ..asked.clone() };
            return run(ctx, &asked, async move |tx: &mut Tx| {
                plan.uncharged(tx, refusal.clone()).await
            })
            .await;
        }
    };
    let bytes = salt.as_ref().map_or(NO_SALT.as_slice(), |known| known.salt.as_slice());
    let hash = ctx.hash_pool.recovery_hash(&code, bytes).await?;
    let plan = Plan::<P, E>::new(ctx, asked, &answer, Proof::RecoveryCode(hash), effect);
    let (id, now) = (answer.challenge, asked.now);
    let answered = run(ctx, asked, async move |tx: &mut Tx| {
        match tx.recovery_settle(&id, P::KIND, salt.as_ref(), now).await? {
            Ok(charge) => plan.settle(tx, charge).await,
            Err(refusal) => plan.uncharged(tx, refusal).await,
        }
    })
    .await;
    ctx.store.notify_jobs();
    answered
}

async fn charge<P, T>(
    ctx: &Ctx,
    asked: &Asked,
    answer: &Answer,
) -> Result<Charged<T>, crate::AppError>
where
    P: Purpose,
    T: serde::de::DeserializeOwned + Send + 'static,
{
    let (id, from, once, now) =
        (answer.challenge.clone(), answer.from.clone(), asked.once.clone(), asked.now);
    let charged = ctx.store.write(async move |tx: &mut Tx| {
        if let Some(once) = &once {
            match tx.idempotency_seen(once).await? {
                Seen::First => {}
                Seen::OtherRequest => {
                    return Ok(Charged::Before(Err(Refused::IdempotencyMismatch)));
                }
                Seen::Before(outcome) => return Ok(Charged::Before(kept(&outcome)?)),
            }
        }
        Ok(match tx.recovery_charge(&id, P::KIND, from.as_deref(), now).await? {
            Ok(salt) => Charged::Now(salt),
            Err(refusal) => Charged::Refused(refusal),
        })
    });
    Ok(charged.await?)
}
