//! The person's own side of the call code: eight digits that are shown while they work.

use countersign_core::Timestamp;
use countersign_core::ids::{CallCodeId, PersonId, SessionId};
use countersign_core::support::{CALL_CODE_LASTS, CallCode, MOST_WRONG};
use countersign_store::{ReadTx, Tx};
use serde::{Deserialize, Serialize};

use crate::people::customer;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// A call code as its person is shown it. Debug hides the digits.
#[derive(Clone, PartialEq, Eq)]
pub struct CallCodeView {
    /// Eight digits.
    pub digits: String,
    /// When it ends.
    pub until: Timestamp,
}

impl std::fmt::Debug for CallCodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallCodeView").field("until", &self.until).finish_non_exhaustive()
    }
}

/// One was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {}

/// The call code that works now; `None`: none does. One that was sent by text message is not shown: it proves the number, and a
/// session is another proof.
pub async fn call_code(
    ctx: &Ctx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<CallCodeView>, AppError> {
    let person = person.clone();
    let read = async move |tx: &mut ReadTx| tx.call_code_read(&person).await;
    let open = ctx
        .store
        .read(read)
        .await?
        .filter(|stored| stored.sent_at.is_none() && stored.is_open(MOST_WRONG, now));
    Ok(open.and_then(|stored| {
        let code = stored.code.code(ctx.checker.keys())?;
        Some(CallCodeView { digits: code.reveal().to_owned(), until: stored.expires_at })
    }))
}

/// Makes a call code for a person who is signed in, in place of the one before.
pub async fn make_call_code(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
) -> Outcome<Made> {
    let code = CallCode {
        id: ctx.random(CallCodeId::generate),
        person: person.clone(),
        key: ctx.checker.keys().current().clone(),
    };
    let (frame, event, session) = (asked.clone(), ctx.event_id(), session.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        if let Err(refused) = customer(tx, &code.person).await? {
            return Ok(Err(refused));
        }
        match tx.session_read(&session).await? {
            Some(live) if live.person == code.person && live.is_live(now) => {}
            _ => return Ok(Err(Refused::SessionEnded)),
        }
        tx.call_code_set(&code, false, now, now.plus(CALL_CODE_LASTS)).await?;
        let record = frame.record(event.clone(), "call-code.made");
        tx.audit_insert(&record.about(&code.person, code.id.as_str(), Some(&session))).await?;
        Ok(Ok(Made {}))
    })
    .await
}
