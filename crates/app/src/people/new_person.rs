//! What a portal or the operator says of a new person, and its reading.

use countersign_core::Timestamp;
use countersign_core::ids::{AuthenticatorId, ContactId, PersonId};
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Contact, ContactKind, EmailAddress, Language, Person,
    PhoneNumber, Staff, TotpSecret,
};
use zeroize::Zeroizing;

use crate::{Asked, Ctx, ForeignHash, Refused};

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
#[derive(Clone)]
pub struct NewPersonAsk {
    /// The sign-in address.
    pub email: String,
    /// The portal saw it confirmed; needs the scope `contacts:confirm`.
    pub email_confirmed: bool,
    /// The name.
    pub name: String,
    /// A password, if Countersign is to know one.
    pub password: Option<Zeroizing<String>>,
    /// The hash of the password in the system before this one, in place of `password`; only the operator's import brings one.
    pub password_hash: Option<ForeignHash>,
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

/// The request, parsed: every value is of its kind from here on.
pub(super) struct Read {
    pub person: Person,
    pub country: Option<String>,
    /// What signs in: the lower-cased address.
    pub sign_in: String,
}

impl Read {
    pub(super) fn of(ctx: &Ctx, asked: &Asked, ask: &NewPersonAsk) -> Result<Self, Refused> {
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
