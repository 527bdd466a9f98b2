//! Removes a contact, with what hangs on it.

use countersign_core::ids::{ChangeId, SessionId};
use countersign_core::people::{Contact, Person};
use countersign_core::policy::{ChangeKind, ContactKept, ContactLoss, may_remove_contact};
use countersign_store::{StoredChange, Tx};

use super::leaves::Leaves;
use crate::change::{FACTOR_CHANGED, Removed, granted};
use crate::duty::keeps;
use crate::mailed::SecurityNotice;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What would go with the contact of this change.
pub fn loss(person: &Person, change: &StoredChange) -> Result<ContactLoss, Refused> {
    let contact = of(person, change)?;
    may_remove_contact(person, contact).map_err(Refused::from)
}

/// Removes the contact that this granted change is about. It hears of it, and of what is changed in the seven days after.
pub async fn remove(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    id: &ChangeId,
) -> Outcome<Removed> {
    let (frame, event, leaves) = (asked.clone(), ctx.event_id(), Leaves::draw(ctx, asked));
    let (session, id) = (session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let change = match granted(tx, &id, &session, now).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        tx.person_hold(&change.person).await?;
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let (contact, loss) = match removable(&stored.person, &change) {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        let ways: Vec<_> = loss.ways.iter().map(|(way, _)| way.clone()).collect();
        if !ways.is_empty()
            && let Err(refused) = keeps(tx, &change.person, &ways, now).await?
        {
            return Ok(Err(refused));
        }
        if !tx.change_spend(&id, &session, ChangeKind::RemoveContact, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        let told = SecurityNotice::contact_removed(&contact);
        leaves.told(tx, &change.person, told, &contact, now).await?;
        for (way, _) in &loss.ways {
            tx.authenticator_remove(&change.person, way, now).await?;
        }
        Leaves::gone(tx, &change.person, &contact, now).await?;
        tx.windows_close_all(&change.person).await?;
        if !loss.ways.is_empty() {
            tx.person_secured(&change.person, Some(&session), FACTOR_CHANGED, now).await?;
        }
        let record = frame
            .record(event.clone(), "contact.removed")
            .about(&change.person, contact.id.as_str(), Some(&session))
            .because(contact.kind.as_str());
        tx.audit_insert(&record).await?;
        Ok(Ok(Removed { left: stored.person.contacts.len().saturating_sub(1) }))
    })
    .await
}

fn of<'p>(person: &'p Person, change: &StoredChange) -> Result<&'p Contact, Refused> {
    change.contact.as_ref().and_then(|id| person.contact(id)).ok_or(Refused::NotFound)
}

fn removable(person: &Person, change: &StoredChange) -> Result<(Contact, ContactLoss), Refused> {
    let contact = of(person, change)?;
    let loss = may_remove_contact(person, contact)?;
    Ok((contact.clone(), loss))
}

impl From<ContactKept> for Refused {
    fn from(kept: ContactKept) -> Self {
        let why = match kept {
            ContactKept::SignInAddress => "sign-in-address",
            ContactKept::LastSecondFactor => "last-second-factor",
            ContactKept::LastConfirmed => "last-confirmed",
        };
        Self::ContactKept { why: why.to_owned() }
    }
}
