//! How strong a password would be, while it is being typed. Nothing is kept, compared or hashed.

use std::sync::LazyLock;

use countersign_core::people::{PasswordContext, PasswordRefused, PasswordStrength, Person};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::people::password::context_of;
use crate::{AppError, Ctx};

/// Estimates at once. Whoever asks while all of them run gets none: a word beside a field is worth no queue.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// What the check of a new password would say; `None`: too many ask. `person`: who types, where that is known.
pub async fn strength(
    ctx: &Ctx,
    person: Option<&Person>,
    typed: Zeroizing<String>,
) -> Result<Option<Result<PasswordStrength, PasswordRefused>>, AppError> {
    let Ok(turn) = TURNS.try_acquire() else { return Ok(None) };
    let context = person.map_or_else(PasswordContext::default, context_of);
    let second_factor = person.is_some_and(Person::has_second_factor);
    let policy = ctx.policy.passwords.clone();
    let checking = tokio::task::spawn_blocking(move || {
        let said = policy.check(&typed, &context, second_factor);
        drop(turn);
        said
    });
    checking.await.map(Some).map_err(|_| AppError::Internal("check-panicked"))
}
