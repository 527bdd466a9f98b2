//! A number or address is entered in a granted change, and gets the code that confirms it.

use std::time::Duration;

use countersign_core::challenge::{Digits, Payload, PurposeKind};
use countersign_core::ids::{ChangeId, ContactId, EventId};
use countersign_core::limits::{NEW_NUMBERS_SPAN, may_add_number};
use countersign_core::people::{Contact, ContactKind, Method, Person};
use countersign_core::policy::{ChangeKind, find_offer, ways_of};
use countersign_core::ports::Bearer;
use countersign_store::{
    ListedContact, StoreError, StoredChallenge, StoredChange, StoredVisit, Tx,
};

use super::may_hold;
use crate::challenge::{SendAsk, SendIds, SentView, Shown, issued, send_in};
use crate::change::{blank, granted, put_on_page};
use crate::duty::takes_phones;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Tries of a code that confirms a contact (CS-DC-03).
const TRIES: i64 = 3;
/// Most contacts of one person: beyond it a list is no list any more.
const MOST: usize = 20;
/// The span sends are counted over.
const DAY: Duration = Duration::from_hours(24);

/// What was entered.
#[derive(Clone)]
pub enum Entered {
    /// A value that was read: an address or a number in E.164.
    New {
        /// What it is.
        kind: ContactKind,
        /// The normalised value.
        value: String,
        /// What the person calls it.
        label: Option<String>,
    },
    /// The contact that the change is about already.
    Known,
}

/// Takes the contact of a change in and sends it its code by this way. Entering another one gives the first up.
///
/// What is told does not depend on whether anybody else has the value (CS-ENR-12).
pub async fn enter(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    id: &ChangeId,
    (entered, method): (Entered, Method),
    keep_old: bool,
) -> Outcome<SentView> {
    let nobody = ctx.random(countersign_core::ids::VisitId::generate);
    let plan = Enter {
        blank: blank(ctx, asked, &nobody),
        shown: Shown::of(ctx),
        ids: SendIds::draw(ctx),
        fresh: ctx.random(ContactId::generate),
        events: [ctx.event_id(), ctx.event_id()],
        asked: asked.clone(),
        cookie_hash: cookie.hash(),
        change: id.clone(),
        entered,
        method,
        keep_old,
    };
    let sent = run(ctx, asked, async move |tx: &mut Tx| plan.run(tx).await).await;
    ctx.store.notify_jobs();
    sent
}

struct Enter {
    blank: StoredChallenge,
    shown: Shown,
    ids: SendIds,
    fresh: ContactId,
    events: [EventId; 2],
    asked: Asked,
    cookie_hash: String,
    change: ChangeId,
    entered: Entered,
    method: Method,
    keep_old: bool,
}

impl Enter {
    async fn run(&self, tx: &mut Tx) -> Result<Result<SentView, Refused>, StoreError> {
        let now = self.asked.now;
        let (visit, change) = match self.stand(tx).await? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        // Two pages that add numbers at once queue here, so that neither counts without the other.
        tx.sends_lock(&change.person, PurposeKind::ConfirmContact, now, DAY).await?;
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if change.kind.sets_up()
            && let Err(refused) = takes_phones(tx, &change, self.keep_old, now).await?
        {
            return Ok(Err(refused));
        }
        let listed = tx.contacts_list(&change.person).await?;
        let (contact, is_new) = match self.contact(&change, &listed) {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Err(refused) = fits(&stored.person, &change, &contact) {
            return Ok(Err(refused));
        }
        if !may_hold(tx, &change.person, &contact).await? {
            // In the words of a number whose day is spent: nothing tells in how many accounts it is.
            return Ok(Err(Refused::ContactSpent));
        }
        if is_new && contact.kind != ContactKind::Email {
            let added = tx.numbers_added(&change.person, now.minus(NEW_NUMBERS_SPAN)).await?;
            if !may_add_number(&added, now) {
                return Ok(Err(Refused::TooManyNumbers));
            }
        }
        if let Err(refused) = self.may_send(&stored.person, &change, &contact) {
            return Ok(Err(refused));
        }
        if is_new {
            self.add(tx, &change, &contact).await?;
        }
        self.give_up_before(tx, &change, &contact, &listed).await?;
        let sent = self.send(tx, &visit, &change, &contact).await?;
        if sent.is_err() && is_new {
            // Nothing went out, so nothing is left to be confirmed.
            tx.contact_remove(&change.person, &contact, None, now).await?;
        }
        Ok(sent)
    }

    /// The granted change of this cookie that confirms something.
    async fn stand(
        &self,
        tx: &mut Tx,
    ) -> Result<Result<(StoredVisit, StoredChange), Refused>, StoreError> {
        let visit = tx.visit_by_cookie(&self.cookie_hash).await?;
        let Some(visit) = visit.filter(|visit| visit.change.as_ref() == Some(&self.change)) else {
            return Ok(Err(Refused::NotFound));
        };
        let Some(session) = visit.session.clone() else { return Ok(Err(Refused::NotFound)) };
        let change = granted(tx, &self.change, &session, self.asked.now).await?;
        Ok(change.and_then(|change| {
            let by_phone = matches!(self.method, Method::Sms | Method::Call);
            if change.kind.confirms() || change.kind.sets_up() && by_phone {
                Ok((visit, change))
            } else {
                Err(Refused::ChallengeClosed)
            }
        }))
    }

    /// The contact that was entered, and whether the person does not have it yet.
    fn contact(
        &self,
        change: &StoredChange,
        listed: &[ListedContact],
    ) -> Result<(Contact, bool), Refused> {
        let known = match &self.entered {
            Entered::Known => {
                let id = change.new_contact.as_ref().ok_or(Refused::NotFound)?;
                let found = listed.iter().find(|row| row.contact.id == *id);
                Some(found.ok_or(Refused::NotFound)?)
            }
            // Mailboxes do not tell cases apart.
            Entered::New { value, .. } => {
                listed.iter().find(|row| row.contact.value.eq_ignore_ascii_case(value))
            }
        };
        match (known, &self.entered) {
            (Some(row), _) if row.contact.confirmed_at.is_some() => Err(Refused::ContactKnown),
            (Some(row), _) => Ok((row.contact.clone(), false)),
            (None, _) if listed.len() >= MOST => Err(Refused::TooManyNumbers),
            (None, Entered::New { kind, value, .. }) => {
                let (id, kind, value) = (self.fresh.clone(), *kind, value.clone());
                Ok((Contact { id, kind, value, confirmed_at: None }, true))
            }
            (None, Entered::Known) => Err(Refused::NotFound),
        }
    }

    /// Whether a code can reach it this way, looked at before anything is written.
    fn may_send(
        &self,
        person: &Person,
        change: &StoredChange,
        contact: &Contact,
    ) -> Result<(), Refused> {
        let mut with = person.clone();
        if with.contact(&contact.id).is_none() {
            with.contacts.push(contact.clone());
        }
        let offers = self.shown.offers(&with, PurposeKind::ConfirmContact, false, self.asked.now);
        find_offer(&offers, self.method, Some(&contact.id))?;
        // A number that is turned on for text messages has to get them.
        if change.kind.sets_up() && contact.kind == ContactKind::Email {
            return Err(Refused::NotFound);
        }
        Ok(())
    }

    async fn add(
        &self,
        tx: &mut Tx,
        change: &StoredChange,
        contact: &Contact,
    ) -> Result<(), StoreError> {
        let label = match &self.entered {
            Entered::New { label, .. } => label.as_deref(),
            Entered::Known => None,
        };
        if !tx.contact_add(&change.person, contact, label, self.asked.now).await? {
            return Err(StoreError::Conflict);
        }
        let record = self
            .asked
            .record(self.events[0].clone(), "contact.entered")
            .about(&change.person, contact.id.as_str(), Some(&change.session))
            .because(contact.kind.as_str());
        tx.audit_insert(&record).await
    }

    /// What was entered on this page before and not confirmed is a slip of the fingers.
    async fn give_up_before(
        &self,
        tx: &mut Tx,
        change: &StoredChange,
        contact: &Contact,
        listed: &[ListedContact],
    ) -> Result<(), StoreError> {
        let before = change.new_contact.as_ref().filter(|before| **before != contact.id);
        let row = before.and_then(|id| listed.iter().find(|row| row.contact.id == *id));
        if let Some(row) = row
            && row.contact.confirmed_at.is_none()
            && row.added_at >= change.created_at
        {
            tx.contact_remove(&change.person, &row.contact, None, self.asked.now).await?;
        }
        Ok(())
    }

    async fn send(
        &self,
        tx: &mut Tx,
        visit: &StoredVisit,
        change: &StoredChange,
        contact: &Contact,
    ) -> Result<Result<SentView, Refused>, StoreError> {
        let (now, session) = (self.asked.now, change.session.clone());
        let set = if change.kind.sets_up() {
            let number = Some(&contact.id);
            tx.change_way_set(change, self.method, number, self.keep_old, now).await?
        } else {
            true
        };
        if !set || !tx.change_new_contact_set(&change.id, &session, &contact.id, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        let challenge = StoredChallenge {
            person: change.person.clone(),
            payload: Payload::ConfirmContact {
                session: session.clone(),
                change: change.id.clone(),
                contact: contact.id.clone(),
            },
            session: Some(session),
            visit: Some(visit.id.clone()),
            contact: Some(contact.id.clone()),
            digits: Digits::Eight,
            tries_limit: TRIES,
            ..self.blank.clone()
        };
        put_on_page(tx, visit, &challenge).await?;
        tx.audit_insert(&issued(self.events[1].clone(), &self.asked, &challenge)).await?;
        let contact = Some(contact.id.clone());
        let ask = SendAsk { challenge: challenge.id.clone(), method: self.method, contact };
        send_in(tx, &self.asked, &ask, &self.ids).await
    }
}

/// What takes another's place has to be able to do what that one does.
fn fits(person: &Person, change: &StoredChange, new: &Contact) -> Result<(), Refused> {
    if change.kind != ChangeKind::ChangeContact {
        return Ok(());
    }
    let old = change.contact.as_ref().and_then(|id| person.contact(id));
    let Some(old) = old else { return Err(Refused::ChallengeClosed) };
    if (old.kind == ContactKind::Email) != (new.kind == ContactKind::Email) {
        return Err(Refused::NotFound);
    }
    let by_text = ways_of(person, &old.id).iter().any(|(_, method)| *method == Method::Sms);
    if by_text && new.kind == ContactKind::Landline {
        return Err(Refused::MethodUnavailable { reason: "needs-mobile".to_owned() });
    }
    Ok(())
}
