//! Contact persons beside an account: whom a portal reaches for it who does not sign in.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::{AccountId, ContactId, ContactPersonId};
use countersign_core::people::{
    Contact, ContactKind, ContactPerson, EmailAddress, Matter, PhoneNumber, Role,
};
use countersign_store::{ReadTx, Tx};

use super::{By, allowed, on_behalf, session_of};
use crate::contact::Falls;
use crate::people::{NewPhone, name_of_person};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Numbers of one contact person.
const MOST_PHONES: usize = 5;
/// Contact persons of one account.
const MOST: usize = 200;

/// A contact person as it is asked for.
pub struct ContactPersonAsk {
    /// The account.
    pub account: AccountId,
    /// What they are reached for.
    pub matter: Matter,
    /// The name.
    pub name: String,
    /// An address.
    pub email: Option<String>,
    /// When the portal saw the address confirmed.
    pub email_confirmed_at: Option<Timestamp>,
    /// Numbers, each with when the portal saw it confirmed.
    pub phones: Vec<NewPhone>,
}

/// A number or address as lists show it: masked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReachedView {
    /// `email`, `mobile` or `landline`.
    pub kind: String,
    /// Masked.
    pub target: String,
    /// Milliseconds; missing: not confirmed.
    pub confirmed_at: Option<i64>,
}

/// A contact person as lists show them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContactPersonView {
    /// The id.
    pub id: String,
    /// `billing` or `technical`.
    pub matter: String,
    /// The name.
    pub name: String,
    /// Numbers and addresses.
    pub contacts: Vec<ReachedView>,
    /// Milliseconds.
    pub created_at: i64,
}

impl From<&ContactPerson> for ContactPersonView {
    fn from(person: &ContactPerson) -> Self {
        let reached = |contact: &Contact| ReachedView {
            kind: contact.kind.as_str().to_owned(),
            target: contact.masked(),
            confirmed_at: contact.confirmed_at.map(Timestamp::ms),
        };
        Self {
            id: person.id.to_string(),
            matter: person.matter.as_str().to_owned(),
            name: person.name.clone(),
            contacts: person.contacts.iter().map(reached).collect(),
            created_at: person.created_at.ms(),
        }
    }
}

/// Adds a contact person. They sign in nowhere and are told nothing; a confirmed number of theirs can be used by the persons of
/// the account without a code of its own, where the operator allows it (CS-ENR-11).
pub async fn add_contact_person(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    ask: ContactPersonAsk,
) -> Outcome<ContactPersonView> {
    let new = match read(ctx, asked, &ask) {
        Ok(new) => new,
        Err(refused) => return Ok(Err(refused)),
    };
    let (frame, event, now) = (on_behalf(asked, &by), ctx.event_id(), asked.now);
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&new.account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let act = Act::AddMember { role: Role::Member };
        if let Err(refused) = allowed(tx, &new.account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        if tx.contact_persons(&new.account).await?.len() >= MOST {
            let problem = "An account has at most 200 contact persons.";
            return Ok(Err(Refused::invalid("name", problem)));
        }
        tx.contact_person_insert(&new).await?;
        let record = frame
            .record(event.clone(), "contact-person.added")
            .at(new.id.as_str(), session_of(&by))
            .for_account(&new.account)
            .because(new.matter.as_str());
        tx.audit_insert(&record).await?;
        Ok(Ok(ContactPersonView::from(&new)))
    })
    .await
}

/// The contact persons of an account, the oldest first.
pub async fn contact_persons(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    now: Timestamp,
) -> Outcome<Vec<ContactPersonView>> {
    let account = account.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.contact_persons(&account).await?;
        Ok(Ok(found.iter().map(ContactPersonView::from).collect()))
    });
    Ok(read.await?)
}

/// Removes a contact person. What is used on their confirmation is confirmed no more, and its persons are told.
pub async fn remove_contact_person(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    id: &ContactPersonId,
) -> Outcome<()> {
    let (account, id) = (account.clone(), id.clone());
    let (frame, event, now) = (on_behalf(asked, &by), ctx.event_id(), asked.now);
    let falls = Falls::draw(ctx, asked);
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let act = Act::RemoveMember { role: Role::Member };
        if let Err(refused) = allowed(tx, &account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        let all = tx.contact_persons(&account).await?;
        let Some(gone) = all.into_iter().find(|person| person.id == id) else {
            return Ok(Err(Refused::NotFound));
        };
        for contact in &gone.contacts {
            falls.of_nobody(tx, contact, now).await?;
        }
        tx.contact_person_delete(&account, &id).await?;
        let record = frame
            .record(event.clone(), "contact-person.removed")
            .at(id.as_str(), session_of(&by))
            .for_account(&account)
            .because(gone.matter.as_str());
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}

fn read(ctx: &Ctx, asked: &Asked, ask: &ContactPersonAsk) -> Result<ContactPerson, Refused> {
    let name = name_of_person(&ask.name)?;
    let future = |at: Option<Timestamp>| at.is_some_and(|at| at > asked.now);
    let mut contacts = Vec::new();
    if let Some(email) = &ask.email {
        let email = EmailAddress::read(email)
            .map_err(|refused| Refused::invalid("email", refused.to_string()))?;
        if future(ask.email_confirmed_at) {
            return Err(Refused::invalid("email_confirmed_at", "This time lies in the future."));
        }
        contacts.push(Contact {
            id: ctx.random(ContactId::generate),
            kind: ContactKind::Email,
            value: email.as_str().to_owned(),
            confirmed_at: ask.email_confirmed_at,
        });
    }
    if ask.phones.len() > MOST_PHONES {
        return Err(Refused::invalid("phones", "A contact person has at most 5 phone numbers."));
    }
    for (at, phone) in ask.phones.iter().enumerate() {
        let number = PhoneNumber::read(&phone.number, None).map_err(|refused| {
            Refused::invalid(format!("phones[{at}].number"), refused.to_string())
        })?;
        if future(phone.confirmed_at) {
            let field = format!("phones[{at}].confirmed_at");
            return Err(Refused::invalid(field, "This time lies in the future."));
        }
        contacts.push(Contact {
            id: ctx.random(ContactId::generate),
            kind: number.kind(),
            value: number.e164().to_owned(),
            confirmed_at: phone.confirmed_at,
        });
    }
    if contacts.is_empty() {
        let problem = "A contact person has an e-mail address or a phone number.";
        return Err(Refused::invalid("email", problem));
    }
    Ok(ContactPerson {
        id: ctx.random(ContactPersonId::generate),
        account: ask.account.clone(),
        matter: ask.matter,
        name,
        contacts,
        created_at: asked.now,
    })
}
