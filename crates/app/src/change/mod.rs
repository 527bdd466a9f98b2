//! Changes of the ways to sign in: begun in one session, proved, carried out once.
//!
//! A change waits for its proof (the password, and a current method), is granted by it, and serves one act: nothing else
//! turns a second factor on, off or over.

mod activate;
mod begin;
mod cancel;
mod codes;
mod grant;
mod methods;
mod password;
mod remove;
mod set_up;

pub use activate::{Activate, Activated};
pub use begin::{Begin, Begun, begin, proves_owed_codes};
pub use cancel::cancel;
pub use codes::{
    Because, DrawnCodes, RecoveryView, codes_are_due, codes_are_there, confirm_codes, draw_codes,
    recovery, shown_codes,
};
pub(crate) use grant::{MarkGranted, blank, reaches_a_contact};
pub(crate) use methods::clean_name;
pub use methods::{MethodView, methods, rename, use_first};
pub use password::give_password;
pub use remove::{Removed, remove, turn_off};
pub use set_up::{choose_app, choose_number, numbers};

pub use countersign_store::{ChangeState, StoredChange};

use std::time::Duration;

use countersign_core::challenge::Payload;
use countersign_core::ids::{ChangeId, SessionId};
use countersign_core::policy::ChangeKind;
use countersign_store::{StoreError, StoredChallenge, StoredVisit, Tx};

use crate::Refused;

/// How long a change waits for its proof, and from its grant for its act: an app's set-up page waits 30 min (CS-ENR-03).
pub(crate) const CHANGE_LASTS: Duration = Duration::from_mins(30);

/// What a session that something was changed for ends the others with.
pub(crate) const FACTOR_CHANGED: &str = "factor-changed";

/// A granted change of this session, to be carried out.
pub(crate) async fn granted(
    tx: &mut Tx,
    id: &ChangeId,
    session: &SessionId,
    now: countersign_core::Timestamp,
) -> Result<Result<StoredChange, Refused>, StoreError> {
    Ok(match tx.change_read(id).await? {
        Some(change) if change.session != *session => Err(Refused::NotFound),
        Some(change) if change.state == ChangeState::Granted && change.is_live(now) => Ok(change),
        Some(_) => Err(Refused::ChallengeClosed),
        None => Err(Refused::NotFound),
    })
}

/// Spends a grant for its act: whoever carries something out without it carries out what nobody proved. For what has a page
/// of its own, like a new password.
pub async fn spend(
    tx: &mut Tx,
    id: &ChangeId,
    session: &SessionId,
    kind: ChangeKind,
    now: countersign_core::Timestamp,
) -> Result<bool, StoreError> {
    tx.change_spend(id, session, kind, now).await
}

/// Puts a challenge on a change's page, in place of the one that is there.
pub(crate) async fn put_on_page(
    tx: &mut Tx,
    visit: &StoredVisit,
    challenge: &StoredChallenge,
) -> Result<(), StoreError> {
    if let Some(before) = &visit.current {
        tx.challenge_close(before).await?;
    }
    tx.challenge_insert(challenge).await?;
    if !tx.visit_current_set(&visit.id, &challenge.id, visit.current.as_ref()).await? {
        // Another tab moved the page; its challenge is the one that counts.
        return Err(StoreError::Conflict);
    }
    Ok(())
}

/// What a challenge of a change is about.
pub(crate) fn about(change: &StoredChange) -> Payload {
    Payload::ChangeAuthenticator { session: change.session.clone(), change: change.id.clone() }
}
