//! What changes nothing but the list: names, the number asked first, the preferred channel, and that one is still theirs.

use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::{ContactKind, Method};
use countersign_store::{StoreError, Tx};

use crate::change::clean_name;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Calls a contact something; empty: nothing.
pub async fn rename(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &ContactId,
    label: &str,
) -> Outcome<()> {
    let (label, at) = (clean_name(label), (person.clone(), id.clone()));
    edit(ctx, asked, person, id, "contact.renamed", async move |tx: &mut Tx| {
        tx.contact_label_set(&at.0, &at.1, label.as_deref()).await
    })
    .await
}

/// Offers this number before all others from now on.
pub async fn use_first(ctx: &Ctx, asked: &Asked, person: &PersonId, id: &ContactId) -> Outcome<()> {
    let at = (person.clone(), id.clone());
    edit(ctx, asked, person, id, "contact.first", async move |tx: &mut Tx| {
        tx.contact_use_first(&at.0, &at.1).await
    })
    .await
}

/// Notes that a contact is still the person's.
pub async fn still_mine(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &ContactId,
) -> Outcome<()> {
    let (at, now) = ((person.clone(), id.clone()), asked.now);
    edit(ctx, asked, person, id, "contact.still", async move |tx: &mut Tx| {
        tx.contact_still(&at.0, &at.1, now).await
    })
    .await
}

/// Sends codes here first while there is no second factor: to an address, or to a mobile by WhatsApp; by text
/// message or call where the operator allows them.
pub async fn prefer(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    (method, id): (Method, ContactId),
) -> Outcome<()> {
    let by_phone = ctx.policy.step_up_by_phone;
    let at = (person.clone(), id.clone());
    edit(ctx, asked, person, &id, "contact.preferred", async move |tx: &mut Tx| {
        let Some(contact) = tx.contact_read(&at.0, &at.1).await? else { return Ok(false) };
        let fits = match method {
            Method::Email => contact.kind == ContactKind::Email,
            Method::WhatsApp => contact.kind == ContactKind::Mobile,
            Method::Sms => by_phone && contact.kind == ContactKind::Mobile,
            Method::Call => by_phone && contact.kind != ContactKind::Email,
            Method::Totp | Method::Passkey | Method::RecoveryCode => false,
        };
        if !fits {
            return Ok(false);
        }
        tx.preferred_set(&at.0, method, &at.1).await
    })
    .await
}

async fn edit<F>(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &ContactId,
    kind: &'static str,
    plan: F,
) -> Outcome<()>
where
    F: AsyncFn(&mut Tx) -> Result<bool, StoreError> + Send + 'static,
{
    let record = asked.record(ctx.event_id(), kind).about(person, id.as_str(), None);
    run(ctx, asked, async move |tx: &mut Tx| {
        if !plan(tx).await? {
            return Ok(Err(Refused::NotFound));
        }
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}
