//! What is required of a person at one moment, and what they still owe.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, AuthenticatorId, PersonId, SessionId};
use countersign_core::people::Person;
use countersign_core::policy::{AllowedWays, ChangeKind, Required, owed, required, still_meets};
use countersign_store::{ReadTx, StoreError, StoredChange, Tx};

use super::set::account_name;
use crate::Refused;

/// What is required, with the account as people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reads {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// What meets it.
    pub ways: AllowedWays,
    /// Who set it.
    pub set_by: PersonId,
}

/// What is required of a person now.
pub(crate) async fn required_of(
    tx: &mut ReadTx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<Reads>, StoreError> {
    let duties = tx.duties_of_person(person, now).await?;
    named(tx, required(&duties, now)).await
}

/// What a person still has to set up. Staff owe theirs to the operator, and belong to no account.
pub(crate) async fn owed_by(
    tx: &mut ReadTx,
    person: &Person,
    now: Timestamp,
) -> Result<Option<Reads>, StoreError> {
    let duties = tx.duties_of_person(&person.id, now).await?;
    named(tx, owed(person, &duties, now)).await
}

async fn named(tx: &mut ReadTx, required: Option<Required>) -> Result<Option<Reads>, StoreError> {
    let Some(Required { account, ways, set_by }) = required else { return Ok(None) };
    let name = account_name(tx, &account).await?;
    Ok(Some(Reads { account, name, ways, set_by }))
}

/// Whether a person may go without these authenticators. Holds them and their accounts, so that a duty that is set at the same
/// moment is either seen here or finds the person without (CS-F2-02).
pub(crate) async fn keeps(
    tx: &mut Tx,
    person: &PersonId,
    without: &[AuthenticatorId],
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    tx.memberships_hold(person).await?;
    // Read after the rows are held: what was read before may be older than a duty that was just set.
    let Some(stored) = tx.person_read(person).await? else { return Ok(Err(Refused::NotFound)) };
    let duties = tx.duties_of_person(person, now).await?;
    let Some(asked) = required(&duties, now) else { return Ok(Ok(())) };
    if still_meets(&stored.person, without, &asked) {
        return Ok(Ok(()));
    }
    Ok(Err(Refused::FactorKept { account: account_name(tx, &asked.account).await? }))
}

/// Whether more may be done in a session than enrolling. A portal's session that owed is let in once nothing is owed.
pub(crate) async fn let_in(
    tx: &mut Tx,
    person: &PersonId,
    session: &SessionId,
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    if tx.enrolment_read(session).await?.is_none() {
        return Ok(Ok(()));
    }
    let Some(stored) = tx.person_read(person).await? else { return Ok(Err(Refused::NotFound)) };
    if let Some(owed) = owed_by(tx, &stored.person, now).await? {
        return Ok(Err(Refused::FactorOwed { account: owed.name }));
    }
    tx.enrolment_forget(session).await?;
    let of_ours = tx.enrolment_read(session).await?.is_some();
    Ok(if of_ours { Err(Refused::SessionEnded) } else { Ok(()) })
}

/// Whether a number may be set up in this change: not where an account takes apps only and the number would be all there is.
pub(crate) async fn takes_phones(
    tx: &mut Tx,
    change: &StoredChange,
    keep_old: bool,
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    let Some(asked) = required_of(tx, &change.person, now).await? else { return Ok(Ok(())) };
    if asked.ways == AllowedWays::Any {
        return Ok(Ok(()));
    }
    let owes = tx.enrolment_read(&change.session).await?.is_some();
    let taken_over = match &change.subject {
        Some(old) if change.kind == ChangeKind::Replace && !keep_old => {
            keeps(tx, &change.person, std::slice::from_ref(old), now).await?.is_err()
        }
        _ => false,
    };
    let refused = owes || taken_over;
    Ok(if refused { Err(Refused::FactorKept { account: asked.name }) } else { Ok(()) })
}
