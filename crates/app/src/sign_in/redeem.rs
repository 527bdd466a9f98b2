//! Redeems the one-time result that a browser brought to the portal from a sign-in here.

use serde::{Deserialize, Serialize};

use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_core::session::Standing;
use countersign_store::Tx;

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Who signed in, as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedInView {
    /// The person.
    pub person: String,
    /// Our session of theirs.
    pub session: String,
    /// The second factor that was given, if there is one.
    pub method: Option<String>,
    /// When they signed in; milliseconds.
    pub at: i64,
    /// When the session ends at the latest; milliseconds.
    pub ends_at: i64,
}

/// Gives the portal the person behind a result: once, within 60 s, while the session lives.
pub async fn redeem(ctx: &Ctx, asked: &Asked, result: Bearer) -> Outcome<SignedInView> {
    let (hash, now, event) = (result.hash(), asked.now, ctx.event_id());
    let frame = asked.clone();
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(id) = tx.sign_in_result_redeem(&hash, now).await? else {
            return Ok(Err(Refused::ResultRefused));
        };
        let session = match tx.hosted_read(&id).await? {
            Some(session) if session.standing(now) == Standing::Live => session,
            _ => return Ok(Err(Refused::ResultRefused)),
        };
        if tx.person_read(&session.person).await?.is_none() {
            return Ok(Err(Refused::ResultRefused));
        }
        let method = session.factor.map(|factor| factor.method);
        let record = frame
            .record(event.clone(), "sign-in.handed-over")
            .about(&session.person, id.as_str(), Some(&id))
            .by_method(method);
        tx.audit_insert(&record).await?;
        Ok(Ok(SignedInView {
            person: session.person.to_string(),
            session: id.to_string(),
            method: method.map(Method::as_str).map(str::to_owned),
            at: session.created_at.ms(),
            ends_at: session.ends_at.ms(),
        }))
    })
    .await
}
