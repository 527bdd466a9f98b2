//! Registers a person of the portal's, with contacts the portal vouches for.

use countersign_core::Timestamp;
use countersign_core::limits::Lane;
use countersign_core::people::Contact;
use countersign_core::policy::SecondFactor;
use countersign_store::{NewPerson, ReadTx, StoredPerson, Tx};
use serde::{Deserialize, Serialize};

use super::new_person::{NewPersonAsk, Read};
use super::password;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// A contact as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContactView {
    /// Its id.
    pub id: String,
    /// `email`, `mobile` or `landline`.
    pub kind: String,
    /// Masked.
    pub target: String,
    /// Milliseconds; missing: not confirmed.
    pub confirmed_at: Option<i64>,
}

/// A person as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonView {
    /// Its id.
    pub id: String,
    /// The sign-in address.
    pub email: String,
    /// The name.
    pub name: String,
    /// A language tag.
    pub language: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// `none`, `totp`, …
    pub second_factor: String,
    /// All contacts.
    pub contacts: Vec<ContactView>,
    /// Milliseconds.
    pub created_at: i64,
}

/// Registers a person. Nothing is sent to its contacts.
pub async fn create(ctx: &Ctx, asked: &Asked, ask: NewPersonAsk) -> Outcome<PersonView> {
    let read = match Read::of(ctx, asked, &ask) {
        Ok(read) => read,
        Err(refused) => return Ok(Err(refused)),
    };
    let password_hash = match password_hash(ctx, &read, &ask).await? {
        Ok(hash) => hash,
        Err(refused) => return Ok(Err(refused)),
    };
    let new = NewPerson {
        id: read.person.id.clone(),
        name: read.person.name.clone(),
        language: read.person.language,
        country: read.country.clone(),
        sign_in: read.sign_in,
        password_hash,
        created_at: asked.now,
        staff: read.person.staff,
    };
    let kind = if new.staff.is_some() { "staff.created" } else { "person.created" };
    let mut record = asked.record(ctx.event_id(), kind).about(&new.id, new.id.as_str(), None);
    record.reason = new.staff.map(|staff| staff.as_str().to_owned());
    let stored = StoredPerson { person: read.person, country: read.country, created_at: asked.now };
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.person_insert(&new).await? {
            return Ok(Err(Refused::EmailTaken));
        }
        for (position, contact) in (0..).zip(&stored.person.contacts) {
            tx.contact_insert(&new.id, contact, position, new.created_at).await?;
        }
        for authenticator in &stored.person.authenticators {
            tx.authenticator_insert(&new.id, authenticator, ask.totp.as_ref()).await?;
        }
        tx.audit_insert(&record).await?;
        Ok(Ok(person_view(&stored)))
    })
    .await
}

/// Says what [`create`] would refuse, and writes nothing.
pub async fn check(ctx: &Ctx, asked: &Asked, ask: &NewPersonAsk) -> Outcome<()> {
    let read = match Read::of(ctx, asked, ask) {
        Ok(read) => read,
        Err(refused) => return Ok(Err(refused)),
    };
    if is_taken(ctx, &read).await? {
        return Ok(Err(Refused::EmailTaken));
    }
    match &ask.password {
        Some(given) => {
            let allowed = password::allowed(ctx, &read.person, "password", given.clone()).await?;
            Ok(allowed.map(drop))
        }
        None => Ok(Ok(())),
    }
}

/// The hash that is stored, if there is a password. Whoever is there already is told before a hash is paid for.
async fn password_hash(ctx: &Ctx, read: &Read, ask: &NewPersonAsk) -> Outcome<Option<String>> {
    match (&ask.password, &ask.password_hash) {
        (None, None) => Ok(Ok(None)),
        (None, Some(foreign)) => Ok(Ok(Some(foreign.stored(&ctx.hash_pool)?))),
        (Some(_), Some(_)) => {
            let problem = "Give a password or its hash, not both.";
            Ok(Err(Refused::invalid("password_hash", problem)))
        }
        (Some(_), None) if is_taken(ctx, read).await? => Ok(Err(Refused::EmailTaken)),
        (Some(password), None) => {
            // A portal's request is no browser: it queues with everything unrecognised.
            let lane = Lane::Unrecognised;
            let checked =
                password::checked(ctx, &lane, &read.person, "password", password.clone()).await?;
            Ok(checked.map(Some))
        }
    }
}

async fn is_taken(ctx: &Ctx, read: &Read) -> Result<bool, AppError> {
    let sign_in = read.sign_in.clone();
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.sign_in_is_taken(&sign_in).await).await?)
}

/// How the API shows a person.
pub(crate) fn person_view(stored: &StoredPerson) -> PersonView {
    let person = &stored.person;
    PersonView {
        id: person.id.to_string(),
        email: person.email().map(|contact| contact.value.clone()).unwrap_or_default(),
        name: person.name.clone(),
        language: person.language.as_str().to_owned(),
        country: stored.country.clone(),
        second_factor: SecondFactor::of(person).as_str().to_owned(),
        contacts: person.contacts.iter().map(contact_view).collect(),
        created_at: stored.created_at.ms(),
    }
}

fn contact_view(contact: &Contact) -> ContactView {
    ContactView {
        id: contact.id.to_string(),
        kind: contact.kind.as_str().to_owned(),
        target: contact.masked(),
        confirmed_at: contact.confirmed_at.map(Timestamp::ms),
    }
}
