//! The list of a person's ways to sign in, and what changes nothing but the list.

use countersign_core::Timestamp;
use countersign_core::ids::{AuthenticatorId, PersonId, SessionId};
use countersign_core::people::{AuthenticatorKind, Contact, Method};
use countersign_store::{ReadTx, Tx};

use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// Longest name of a way, in characters.
const LONGEST_NAME: usize = 60;

/// One way, as its person sees it.
#[derive(Clone, Debug)]
pub struct MethodView {
    /// Its id.
    pub id: AuthenticatorId,
    /// How it answers.
    pub method: Method,
    /// The masked number of a text message or call.
    pub target: Option<String>,
    /// What the person calls it.
    pub name: Option<String>,
    /// When it began to count.
    pub added_at: Timestamp,
    /// When it was last used.
    pub last_used: Option<Timestamp>,
    /// The person is asked by it first.
    pub first: bool,
    /// It was turned off, and counts until this session ends.
    pub ending: bool,
}

/// The ways of a person, as one session sees them.
pub async fn methods(
    ctx: &Ctx,
    person: &PersonId,
    session: &SessionId,
) -> Result<Vec<MethodView>, AppError> {
    let (person, session) = (person.clone(), session.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let listed = tx.authenticators_list(&person, Some(&session)).await?;
        Ok((listed, tx.person_read(&person).await?))
    });
    let (listed, stored) = read.await?;
    let target = |id| stored.as_ref()?.person.contact(id).map(Contact::masked);
    let views = listed.iter().map(|row| {
        let (method, target) = match &row.authenticator.kind {
            AuthenticatorKind::Totp => (Method::Totp, None),
            AuthenticatorKind::Passkey => (Method::Passkey, None),
            AuthenticatorKind::Sms(contact) => (Method::Sms, target(contact)),
            AuthenticatorKind::Call(contact) => (Method::Call, target(contact)),
        };
        MethodView {
            id: row.authenticator.id.clone(),
            method,
            target,
            name: row.name.clone(),
            added_at: row.authenticator.added_at,
            last_used: row.last_used,
            first: row.authenticator.used_first,
            ending: row.ending,
        }
    });
    Ok(views.collect())
}

/// Names a way.
pub async fn rename(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &AuthenticatorId,
    name: &str,
) -> Outcome<()> {
    let Some(name) = clean_name(name) else {
        return Ok(Err(Refused::invalid("name", "A name has 1 to 60 characters.")));
    };
    let record =
        asked.record(ctx.event_id(), "authenticator.renamed").about(person, id.as_str(), None);
    let (person, id) = (person.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.authenticator_rename(&person, &id, &name).await? {
            return Ok(Err(Refused::NotFound));
        }
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}

/// Asks by this way first from now on.
pub async fn use_first(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &AuthenticatorId,
) -> Outcome<()> {
    let record =
        asked.record(ctx.event_id(), "authenticator.first").about(person, id.as_str(), None);
    let (person, id, now) = (person.clone(), id.clone(), asked.now);
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.authenticator_use_first(&person, &id, now).await? {
            return Ok(Err(Refused::NotFound));
        }
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}

/// A name as it is kept: without what no page shows, and not too long; `None`: nothing is left.
pub(crate) fn clean_name(text: &str) -> Option<String> {
    let name: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(name)
}
