//! The one check of every place that sets a password, and its hash.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::limits::Lane;
use countersign_core::people::{PasswordContext, PasswordRefused, Person};
use countersign_store::{ReadTx, StoredPassword, Tx};
use zeroize::Zeroizing;

use crate::hash_pool::Verified;
use crate::{AppError, Ctx, Refused};

/// The words around a person's password: names and addresses.
pub(crate) fn context_of(person: &Person) -> PasswordContext {
    let contacts = person.contacts.iter().map(|contact| contact.value.as_str());
    let names: Vec<&str> = std::iter::once(person.name.as_str()).chain(contacts).collect();
    PasswordContext::of(&names)
}

/// Checks a new password of a person and hashes it; `field` names it in the refusal.
pub(crate) async fn checked(
    ctx: &Ctx,
    lane: &Lane,
    person: &Person,
    field: &str,
    password: Zeroizing<String>,
) -> Result<Result<String, Refused>, AppError> {
    match allowed(ctx, person, field, password).await? {
        Ok(password) => Ok(Ok(ctx.hash_pool.hash(lane, password).await?)),
        Err(refused) => Ok(Err(refused)),
    }
}

/// Checks a new password of a person and gives it back; `field` names it in the refusal.
pub(crate) async fn allowed(
    ctx: &Ctx,
    person: &Person,
    field: &str,
    password: Zeroizing<String>,
) -> Result<Result<Zeroizing<String>, Refused>, AppError> {
    let context = context_of(person);
    let second_factor = person.has_second_factor();
    let policy = ctx.policy.passwords.clone();
    // The estimate of a long value takes milliseconds: not on a thread that others wait for.
    let checking = tokio::task::spawn_blocking(move || {
        let checked = policy.check(&password, &context, second_factor);
        checked.map(|_| password)
    });
    let checked = checking.await.map_err(|_| AppError::Internal("check-panicked"))?;
    Ok(checked.map_err(|refused| told(field, refused)))
}

/// Whether this is the person's password. Where nobody or no password is known the answer is no, and takes as long.
///
/// A right one that was hashed at a lower cost than the operator asks for now is hashed anew (CS-PW-04).
pub async fn matches(
    ctx: &Ctx,
    lane: &Lane,
    stored: Option<&StoredPassword>,
    typed: Zeroizing<String>,
) -> Result<bool, AppError> {
    let phc = stored.and_then(|stored| stored.phc.clone());
    let verified = ctx.hash_pool.verify(lane, typed.clone(), phc.clone()).await?;
    let (Verified::Right { stale }, Some(stored), Some(before)) = (verified, stored, phc) else {
        return Ok(false);
    };
    if stale {
        let after = ctx.hash_pool.hash(lane, typed).await?;
        let person = stored.person.clone();
        ctx.store
            .write(async move |tx: &mut Tx| tx.password_rehash(&person, &before, &after).await)
            .await?;
    }
    Ok(true)
}

/// When the person's password was set; `None`: with the person, or there is none.
pub async fn set_at(ctx: &Ctx, person: &PersonId) -> Result<Option<Timestamp>, AppError> {
    let person = person.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| tx.password_read(&person).await).await?;
    Ok(read.and_then(|stored| stored.set_at))
}

/// The refusal of a password, as callers read it.
pub(crate) fn told(field: &str, refused: PasswordRefused) -> Refused {
    let (reason, least) = match refused {
        PasswordRefused::TooShort { least } => ("too-short", least),
        PasswordRefused::TooLong => ("too-long", 0),
        PasswordRefused::Hashed => ("hashed", 0),
        PasswordRefused::WellKnown => ("well-known", 0),
        PasswordRefused::Unmixed => ("unmixed", 0),
        PasswordRefused::TooEasy => ("too-easy", 0),
    };
    Refused::WeakPassword {
        field: field.to_owned(),
        reason: reason.to_owned(),
        least: u32::try_from(least).unwrap_or(u32::MAX),
    }
}
