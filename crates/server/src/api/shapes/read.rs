//! Values of bodies, read into the core's own types.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, ContactId, OrderId, PersonId, SessionId};
use countersign_core::people::Method;

use crate::http::{Problem, Refused, Slug};

/// Reads a time: RFC 3339 with an offset.
pub(crate) fn read_time(field: &str, text: &str) -> Result<Timestamp, Refused> {
    let parsed: Result<jiff::Timestamp, _> = text.parse();
    match parsed {
        Ok(at) if text.len() <= 40 => Ok(Timestamp::from_ms(at.as_millisecond())),
        _ => Err(invalid(field, "This is no time; write RFC 3339, like 2030-01-31T12:00:00Z.")),
    }
}

/// A value that cannot be used.
pub(crate) fn invalid(field: &str, problem: &str) -> Refused {
    Problem::new(Slug::InvalidValue).detail(problem).with("field", field).into()
}

/// Reads a person's id; what is no id reads as an unknown one.
pub(crate) fn read_person(text: &str) -> Result<PersonId, Refused> {
    PersonId::parse(text).map_err(|_| invalid("person", "There is no such person."))
}

/// Reads a session's id.
pub(crate) fn read_session(text: &str) -> Result<SessionId, Refused> {
    SessionId::parse(text)
        .map_err(|_| invalid("session", "There is no such session of this person."))
}

/// Reads an account's id; what is none reads as one the person does not belong to.
pub(crate) fn read_account(text: &str) -> Result<AccountId, Refused> {
    AccountId::parse(text).map_err(|_| invalid("account", "The person belongs to no such account."))
}

/// Reads an order's id.
pub(crate) fn read_order(field: &str, text: &str) -> Result<OrderId, Refused> {
    OrderId::parse(text).map_err(|_| invalid(field, "There is no such order of this person."))
}

/// Reads a method. Exact: another case or spelling is no method.
pub(crate) fn read_method(text: &str) -> Result<Method, Refused> {
    Method::parse(text).ok_or_else(unknown_method)
}

/// Reads a contact's id; what is no id reads as another person's.
pub(crate) fn read_contact(text: &str) -> Result<ContactId, Refused> {
    ContactId::parse(text).map_err(|_| unknown_method())
}

fn unknown_method() -> Refused {
    Problem::new(Slug::MethodUnavailable)
        .detail("The method cannot be used here: unknown.")
        .with("reason", "unknown")
        .into()
}
