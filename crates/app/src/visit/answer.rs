//! Answers from a hosted page: a step-up sends the browser back with a one-time result, an order is authorised.

use countersign_core::challenge::StepUp;
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_store::{ReadTx, StoredVisit};

use crate::challenge::{Answer, Typed, answer};
use crate::order::{OrderGrant, answer_order};
use crate::step_up::{HoldResult, OpenWindow};
use crate::{Asked, Ctx, Outcome, Refused};

/// Where the browser goes after a step-up. Holds the one-time result, so it is not for logs.
#[derive(Clone)]
pub struct Left {
    /// The portal's address with `challenge` and `result` in its query, if the portal named one.
    pub return_to: Option<String>,
}

/// Answers the step-up of a visit. The window opens only when the portal redeems the result that this browser brings back.
pub async fn answer_step_up_visit(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    method: Method,
    code: Typed,
) -> Outcome<Left> {
    let at = match stand(ctx, cookie).await? {
        Ok(at) => at,
        Err(refused) => return Ok(Err(refused)),
    };
    if at.return_to.as_deref().is_some_and(is_own) {
        // Begun in the browser that holds the session: nobody else could bring the result, so there is none.
        let given = Answer { challenge: at.current, method, code, from: None };
        let opened = answer::<StepUp, _>(ctx, asked, given, OpenWindow::of(ctx)).await?;
        return Ok(opened.map(|_| Left { return_to: at.return_to }));
    }
    let effect = HoldResult { result: ctx.short_bearer() };
    let given = Answer { challenge: at.current, method, code, from: None };
    let held = answer::<StepUp, _>(ctx, asked, given, effect).await?;
    Ok(held.map(|held| Left {
        return_to: at.return_to.map(|target| back_to(&target, &at.root, &held.result)),
    }))
}

/// Whether a page of ours asked, and not a portal: a portal's addresses are whole URLs.
pub fn is_own(return_to: &str) -> bool {
    return_to.starts_with('/')
}

/// Answers the order of a visit.
pub async fn answer_order_visit(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    method: Method,
    code: Typed,
) -> Outcome<OrderGrant> {
    let at = match stand(ctx, cookie).await? {
        Ok(at) => at,
        Err(refused) => return Ok(Err(refused)),
    };
    answer_order(ctx, asked, Answer { challenge: at.current, method, code, from: None }).await
}

pub(crate) struct Stand {
    pub(crate) visit: StoredVisit,
    pub(crate) current: ChallengeId,
    root: ChallengeId,
    return_to: Option<String>,
}

/// Where the visit of this cookie is.
pub(crate) async fn stand(ctx: &Ctx, cookie: &Bearer) -> Outcome<Stand> {
    let hash = cookie.hash();
    let visit =
        ctx.store.read(async move |tx: &mut ReadTx| tx.visit_by_cookie(&hash).await).await?;
    let Some(visit) = visit else { return Ok(Err(Refused::NotFound)) };
    let Some(current) = &visit.current else { return Ok(Err(Refused::ChallengeClosed)) };
    let current = current.clone();
    let root = visit.challenge.clone().unwrap_or_else(|| current.clone());
    let return_to = visit.return_to.clone();
    Ok(Ok(Stand { visit, current, root, return_to }))
}

/// The registered target with the portal's challenge and the one-time result in its query.
fn back_to(target: &str, challenge: &ChallengeId, result: &str) -> String {
    let joint = if target.contains('?') { '&' } else { '?' };
    format!("{target}{joint}challenge={challenge}&result={result}")
}
