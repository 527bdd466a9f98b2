//! Staff: made, listed, stopped and let in again by whoever holds the command line.

use zeroize::Zeroizing;

use countersign_core::Entropy;
use countersign_core::Timestamp;
use countersign_core::ids::{EventId, PersonId};
use countersign_core::people::Staff;
pub use countersign_store::staff::ListedStaff;
use countersign_store::{AuditRecord, ReadTx, Store, Tx};

use crate::people::{self, NewPersonAsk, PersonView};
use crate::{AppError, Asked, Ctx, Outcome};

/// Why the sessions of somebody who was stopped have ended.
const BECAUSE: &str = "disabled";

/// A member of staff as the operator wrote them.
pub struct NewStaffAsk {
    /// The address they sign in with; nobody else signs in with it.
    pub email: String,
    /// The name.
    pub name: String,
    /// A language tag (RFC 5646).
    pub language: Option<String>,
    /// What they are there for.
    pub staff: Staff,
    /// The first password; checked like every other (CS-PW-03).
    pub password: Zeroizing<String>,
}

/// Makes a member of staff. The operator vouches for the address. Every page of staff stays closed to them until they have
/// turned a second factor on.
pub async fn create(ctx: &Ctx, asked: &Asked, ask: NewStaffAsk) -> Outcome<PersonView> {
    let new = NewPersonAsk {
        email: ask.email,
        email_confirmed: true,
        name: ask.name,
        password: Some(ask.password),
        language: ask.language,
        country: None,
        phones: Vec::new(),
        password_hash: None,
        totp: None,
        staff: Some(ask.staff),
    };
    people::create(ctx, asked, new).await
}

/// All staff, the oldest first, the stopped ones too.
pub async fn list(store: &Store) -> Result<Vec<ListedStaff>, AppError> {
    Ok(store.read(async |tx: &mut ReadTx| tx.staff_list().await).await?)
}

/// Stops a member of staff at once, on every node: sessions, pending sign-ins, challenges and recognised browsers end with it
/// (CS-LOG-08). False: there is none of this id, or they were stopped before.
pub async fn disable(
    store: &Store,
    entropy: &mut dyn Entropy,
    now: Timestamp,
    id: &PersonId,
) -> Result<bool, AppError> {
    let record = by_operator(EventId::generate(entropy), now, "staff.disabled", id);
    let id = id.clone();
    let disabled = store.write(async move |tx: &mut Tx| {
        if !tx.staff_disable(&id).await? {
            return Ok(false);
        }
        tx.person_secured(&id, None, BECAUSE, now).await?;
        tx.audit_insert(&record).await?;
        Ok(true)
    });
    Ok(disabled.await?)
}

/// Lets a member of staff sign in again, with the password and second factor they had. False: there is none of this id who was
/// stopped.
pub async fn enable(
    store: &Store,
    entropy: &mut dyn Entropy,
    now: Timestamp,
    id: &PersonId,
) -> Result<bool, AppError> {
    let record = by_operator(EventId::generate(entropy), now, "staff.enabled", id);
    let id = id.clone();
    let enabled = store.write(async move |tx: &mut Tx| {
        let enabled = tx.staff_enable(&id).await?;
        if enabled {
            tx.audit_insert(&record).await?;
        }
        Ok(enabled)
    });
    Ok(enabled.await?)
}

fn by_operator(id: EventId, at: Timestamp, kind: &'static str, person: &PersonId) -> AuditRecord {
    AuditRecord::new(id, at, kind, "operator").about(person, person.as_str(), None)
}
