//! Answers from the pages of a change: its proof, or the first code of what it sets up.

use countersign_core::challenge::{ChangeAuthenticator, ConfirmContact, PurposeKind, SetUp};
use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_store::{ReadTx, Tx};

use super::answer::stand;
use crate::challenge::{Answer, Typed, answer};
use crate::change::{Activate, Activated, MarkGranted};
use crate::contact::{Confirm, Confirmed};
use crate::{Asked, Ctx, Outcome, Refused};

/// What a right answer did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeStep {
    /// The change is granted.
    Granted,
    /// The new way is active.
    Active(Activated),
    /// A contact is confirmed.
    Confirmed(Confirmed),
}

/// Answers the challenge that a change's page is at. `name`: what the person calls a new app.
pub async fn answer_change_visit(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    (method, code): (Method, Typed),
    from: Option<String>,
    name: Option<String>,
) -> Outcome<ChangeStep> {
    let at = match stand(ctx, cookie).await? {
        Ok(at) => at,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some(change) = at.visit.change else { return Ok(Err(Refused::NotFound)) };
    let id = at.current.clone();
    let known = ctx.store.read(async move |tx: &mut ReadTx| tx.challenge_read(&id).await).await?;
    let given = Answer { challenge: at.current, method, code, from };
    match known.map(|challenge| challenge.payload.kind()) {
        Some(PurposeKind::ChangeAuthenticator) => {
            let effect = MarkGranted { asked: asked.clone(), event: ctx.event_id() };
            let granted = answer::<ChangeAuthenticator, _>(ctx, asked, given, effect).await?;
            Ok(granted.map(|_| ChangeStep::Granted))
        }
        Some(PurposeKind::SetUp) => {
            // Kept before the code is looked at, so that a wrong one does not lose it.
            if let Some(name) = name.as_deref().and_then(crate::change::clean_name) {
                let named = ctx
                    .store
                    .write(async move |tx: &mut Tx| tx.change_name_set(&change, &name).await);
                named.await?;
            }
            let effect = Activate::draw(ctx, asked);
            let active = answer::<SetUp, _>(ctx, asked, given, effect).await?;
            Ok(active.map(ChangeStep::Active))
        }
        Some(PurposeKind::ConfirmContact) => {
            let effect = Confirm::draw(ctx, asked);
            let confirmed = answer::<ConfirmContact, _>(ctx, asked, given, effect).await?;
            Ok(confirmed.map(ChangeStep::Confirmed))
        }
        _ => Ok(Err(Refused::ChallengeClosed)),
    }
}
