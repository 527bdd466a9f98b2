//! A number that another person of the account has confirmed is used without a code of its own, and falls with that confirmation.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::{ChangeId, ContactId, EventId, PersonId, SessionId};
use countersign_core::limits::{NEW_NUMBERS_SPAN, may_add_number};
use countersign_core::people::{Contact, ContactKind};
use countersign_core::policy::ChangeKind;
use countersign_store::{ReadTx, StoreError, Tx};

use crate::change::granted;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::ration::may;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// A confirmation older than this is nobody else's (CS-ENR-11).
const NEWEST: Duration = Duration::from_hours(365 * 24);
/// Looks for a colleague's number, by person: one to be offered it, one to take it.
const LOOKS: (u32, Duration) = (20, Duration::from_hours(24));

/// Adds a number on the confirmation of another person of one of the person's accounts, if the operator allows it. That person
/// and the number are told. Whatever stands against it reads the same: nothing tells a number of another account from an unknown
/// one.
pub async fn share(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    id: &ChangeId,
    (value, label): (String, Option<String>),
    kind: ContactKind,
) -> Outcome<()> {
    if !ctx.policy.share_contacts {
        return Ok(Err(Refused::NotFound));
    }
    let (frame, event, notice) = (asked.clone(), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let fresh = ctx.random(ContactId::generate);
    let (session, id) = (session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let change = match granted(tx, &id, &session, now).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        // Whether there is such a number in the account is an answer too, and of pages that add numbers at once each counts.
        tx.sends_lock(&change.person, PurposeKind::ConfirmContact, now, LOOKS.1).await?;
        if !may(tx, &change.person, "share-look", LOOKS, now).await? {
            return Ok(Err(Refused::NotFound));
        }
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let known = stored.person.contacts.iter().find(|known| known.value == value);
        let contact = match known {
            Some(known) if known.confirmed_at.is_some() => return Ok(Err(Refused::ContactKnown)),
            Some(known) => known.clone(),
            None => Contact { id: fresh.clone(), kind, value: value.clone(), confirmed_at: None },
        };
        if known.is_none() {
            let added = tx.numbers_added(&change.person, now.minus(NEW_NUMBERS_SPAN)).await?;
            if !may_add_number(&added, now) {
                return Ok(Err(Refused::TooManyNumbers));
            }
        }
        let found = confirmed_by_another(tx, &change.person, &contact, now).await?;
        let Some((from, first)) = found else { return Ok(Err(Refused::NotFound)) };
        if !tx.change_spend(&id, &session, ChangeKind::AddContact, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        if known.is_none()
            && !tx.contact_add(&change.person, &contact, label.as_deref(), now).await?
        {
            return Err(StoreError::Conflict);
        }
        if !tx.contact_share(&change.person, &contact.id, &from, now).await? {
            return Err(StoreError::Conflict);
        }
        let record = frame
            .record(event.clone(), "contact.shared")
            .about(&change.person, contact.id.as_str(), Some(&session))
            .because(from.as_str());
        tx.audit_insert(&record).await?;
        if let Some(first) = first {
            let name = stored.person.name.clone();
            let told = SecurityNotice::ContactShared { name, target: contact.masked() };
            notice.tell(tx, &first, told, &frame.seen(), now).await?;
        }
        let told = SecurityNotice::contact_added(&contact);
        notice.tell(tx, &change.person, told, &frame.seen(), now).await?;
        Ok(Ok(()))
    })
    .await
}

/// On whose confirmation a number can be used: a person's of one of the accounts, who will be told; or a contact person's, who signs
/// in nowhere.
async fn confirmed_by_another(
    tx: &mut ReadTx,
    person: &PersonId,
    contact: &Contact,
    now: Timestamp,
) -> Result<Option<(ContactId, Option<PersonId>)>, StoreError> {
    let since = now.minus(NEWEST);
    if let Some((from, first)) = tx.contact_to_share(person, contact, since).await? {
        return Ok(Some((from, Some(first))));
    }
    let from = tx.contact_person_to_share(person, contact, since).await?;
    Ok(from.map(|from| (from, None)))
}

/// What telling those who lose a confirmation needs, drawn before the plan.
pub(crate) struct Falls {
    asked: Asked,
    notice: SecurityNoticeIds,
    event: EventId,
}

impl Falls {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        let (event, notice) = (ctx.event_id(), SecurityNoticeIds::draw(ctx));
        Self { asked: asked.clone(), notice, event }
    }

    /// This contact goes: what is used on its confirmation is confirmed no more, and its persons are told.
    pub(super) async fn with(
        &self,
        tx: &mut Tx,
        contact: &Contact,
        owner: &PersonId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let dependents = tx.contact_dependents(&contact.id).await?;
        if dependents.is_empty() {
            return Ok(());
        }
        let record = self.asked.record(self.event.clone(), "contact.fell").about(
            owner,
            contact.id.as_str(),
            None,
        );
        tx.audit_insert(&record).await?;
        self.tell(tx, contact, dependents, now).await
    }

    /// The same of a number of a contact person; its removal is a record of its own.
    pub(crate) async fn of_nobody(
        &self,
        tx: &mut Tx,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let dependents = tx.contact_dependents(&contact.id).await?;
        self.tell(tx, contact, dependents, now).await
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        contact: &Contact,
        dependents: Vec<(ContactId, PersonId)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for (id, person) in dependents {
            // Told while the number still counts as theirs, so that it hears of it too.
            let told = SecurityNotice::ContactFell { target: contact.masked() };
            self.notice.tell(tx, &person, told, &self.asked.seen(), now).await?;
            tx.contact_fall(&person, &id).await?;
        }
        Ok(())
    }
}

/// The person says no: what is used on the confirmation of their number is confirmed no more.
pub async fn stop_sharing(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &ContactId,
) -> Outcome<()> {
    let (falls, now) = (Falls::draw(ctx, asked), asked.now);
    let (person, id) = (person.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(contact) = tx.contact_read(&person, &id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        falls.with(tx, &contact, &person, now).await?;
        Ok(Ok(()))
    })
    .await
}

/// Whether this person can use this number without a code of its own. Each look is counted: the answer says that somebody in the
/// account has the number, so that a member has ten numbers a day and goes on by a code then.
pub async fn can_share(
    ctx: &Ctx,
    person: &PersonId,
    contact: &Contact,
    now: Timestamp,
) -> Result<bool, AppError> {
    if !ctx.policy.share_contacts || contact.kind == ContactKind::Email {
        return Ok(false);
    }
    let (person, contact) = (person.clone(), contact.clone());
    let looked = ctx.store.write(async move |tx: &mut Tx| {
        if !may(tx, &person, "share-look", LOOKS, now).await? {
            return Ok(false);
        }
        Ok(confirmed_by_another(tx, &person, &contact, now).await?.is_some())
    });
    Ok(looked.await?)
}
