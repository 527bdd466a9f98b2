//! Registers a person of the portal's, with contacts the portal vouches for.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use countersign_core::Timestamp;
use countersign_core::ids::{AuthenticatorId, ContactId, PersonId};
use countersign_core::limits::Lane;
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Contact, ContactKind, EmailAddress, Language, Person,
    PhoneNumber, Staff, TotpSecret,
};
use countersign_core::policy::SecondFactor;
use countersign_store::{NewPerson, StoredPerson, Tx};

use super::password;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Phone numbers in one request.
const MOST_PHONES: usize = 10;
/// Longest name, in code points.
const LONGEST_NAME: usize = 200;

/// A phone number as the portal wrote it.
#[derive(Clone)]
pub struct NewPhone {
    /// Any way of writing.
    pub number: String,
    /// When the portal saw it confirmed; needs the scope `contacts:confirm`.
    pub confirmed_at: Option<Timestamp>,
}

/// A person as the portal wrote it.
pub struct NewPersonAsk {
    /// The sign-in address.
    pub email: String,
    /// The portal saw it confirmed; needs the scope `contacts:confirm`.
    pub email_confirmed: bool,
    /// The name.
    pub name: String,
    /// A password, if Countersign is to know one.
    pub password: Option<Zeroizing<String>>,
    /// A language tag (RFC 5646).
    pub language: Option<String>,
    /// ISO 3166-1 alpha-2; numbers without a country code are read as of there.
    pub country: Option<String>,
    /// Phone numbers.
    pub phones: Vec<NewPhone>,
    /// The key of an app the person uses already, from the system before this one; only the operator's import brings one.
    pub totp: Option<TotpSecret>,
    /// Works for the operator; only the command line says so.
    pub staff: Option<Staff>,
}

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
    let password_hash = match ask.password.clone() {
        Some(password) => {
            // A portal's request is no browser: it queues with everything unrecognised.
            let lane = Lane::Unrecognised;
            match password::checked(ctx, &lane, &read.person, "password", password).await? {
                Ok(hash) => Some(hash),
                Err(refused) => return Ok(Err(refused)),
            }
        }
        None => None,
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

/// The request, parsed: every value is of its kind from here on.
struct Read {
    person: Person,
    country: Option<String>,
    sign_in: String,
}

impl Read {
    fn of(ctx: &Ctx, asked: &Asked, ask: &NewPersonAsk) -> Result<Self, Refused> {
        let email = EmailAddress::read(&ask.email)
            .map_err(|refused| Refused::invalid("email", refused.to_string()))?;
        let name = name(&ask.name)?;
        let country = ask.country.as_deref().map(country).transpose()?;
        let language = match &ask.language {
            Some(tag) => language(ctx, tag)?,
            None => ctx.portal.languages.usual(),
        };
        let mut contacts = vec![Contact {
            id: ctx.random(ContactId::generate),
            kind: ContactKind::Email,
            value: email.as_str().to_owned(),
            confirmed_at: ask.email_confirmed.then_some(asked.now),
        }];
        if ask.phones.len() > MOST_PHONES {
            return Err(Refused::invalid("phones", "A person has at most 10 phone numbers."));
        }
        for (at, phone) in ask.phones.iter().enumerate() {
            let contact = read_phone(ctx, asked, at, phone, country.as_deref())?;
            if contacts.iter().any(|known| known.value == contact.value) {
                let problem = "This number stands in the request twice.";
                return Err(Refused::invalid(format!("phones[{at}].number"), problem));
            }
            contacts.push(contact);
        }
        let person = Person {
            id: ctx.random(PersonId::generate),
            name,
            language,
            contacts,
            authenticators: app(ctx, asked, ask).into_iter().collect(),
            recovery_codes: 0,
            must_enrol: false,
            preferred: None,
            staff: ask.staff,
        };
        Ok(Self { person, country, sign_in: email.key() })
    }
}

fn app(ctx: &Ctx, asked: &Asked, ask: &NewPersonAsk) -> Option<Authenticator> {
    ask.totp.as_ref().map(|_| Authenticator {
        id: ctx.random(AuthenticatorId::generate),
        kind: AuthenticatorKind::Totp,
        added_at: asked.now,
        used_first: false,
    })
}

fn read_phone(
    ctx: &Ctx,
    asked: &Asked,
    at: usize,
    phone: &NewPhone,
    country: Option<&str>,
) -> Result<Contact, Refused> {
    let read = if phone.confirmed_at.is_some() {
        PhoneNumber::read_confirmed(&phone.number, country)
    } else {
        PhoneNumber::read(&phone.number, country)
    };
    let number = read
        .map_err(|refused| Refused::invalid(format!("phones[{at}].number"), refused.to_string()))?;
    if phone.confirmed_at.is_some_and(|confirmed| confirmed > asked.now) {
        let problem = "This time lies in the future.";
        return Err(Refused::invalid(format!("phones[{at}].confirmed_at"), problem));
    }
    Ok(Contact {
        id: ctx.random(ContactId::generate),
        kind: number.kind(),
        value: number.e164().to_owned(),
        confirmed_at: phone.confirmed_at,
    })
}

/// One of the languages the operator offers.
pub(super) fn language(ctx: &Ctx, tag: &str) -> Result<Language, Refused> {
    ctx.portal.languages.parse(tag).ok_or_else(|| {
        let offered = ctx.portal.languages.offered().iter().map(|language| language.as_str());
        let offered = offered.collect::<Vec<_>>().join("\", \"");
        Refused::invalid("language", format!("Choose one of \"{offered}\"."))
    })
}

pub(crate) fn name(text: &str) -> Result<String, Refused> {
    let name = text.trim();
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.chars().any(char::is_control) {
        let problem = "A name has 1 to 200 characters and no line breaks.";
        return Err(Refused::invalid("name", problem));
    }
    Ok(name.to_owned())
}

fn country(text: &str) -> Result<String, Refused> {
    let code = text.to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(Refused::invalid("country", "A country is two letters, like \"DE\" (ISO 3166-1)."))
}
