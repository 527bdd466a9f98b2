//! Contacts: e-mail addresses and phone numbers, confirmed or not.

use super::Method;
use crate::ids::ContactId;
use crate::ports::Timestamp;

/// What kind of contact it is. Decided once, when the value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactKind {
    /// An e-mail address.
    Email,
    /// A mobile number: text messages, WhatsApp and calls.
    Mobile,
    /// A landline: calls only.
    Landline,
}

impl ContactKind {
    /// The name on the wire and in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Mobile => "mobile",
            Self::Landline => "landline",
        }
    }

    /// Reads the name in a column.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Email, Self::Mobile, Self::Landline].into_iter().find(|kind| kind.as_str() == text)
    }

    /// The plain way in which codes go to such a contact.
    pub const fn way(self) -> Method {
        match self {
            Self::Email => Method::Email,
            Self::Mobile => Method::Sms,
            Self::Landline => Method::Call,
        }
    }
}

/// One contact of a person.
///
/// `value` is the normalised address or E.164 number. Debug hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// What it is.
    pub kind: ContactKind,
    /// An address with a lower-case domain, or a number in E.164 (`+4915123456789`).
    pub value: String,
    /// When it was confirmed; `None`: not confirmed, nothing is sent to it but its own confirmation.
    pub confirmed_at: Option<Timestamp>,
}

impl Contact {
    /// The contact as pages and answers show it: `m…r@g…l.com`, `·· 47` (CS-DC-10).
    pub fn masked(&self) -> String {
        match self.kind {
            ContactKind::Email => mask_address(&self.value),
            ContactKind::Mobile | ContactKind::Landline => format!("·· {}", last_two(&self.value)),
        }
    }
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("value", &self.masked())
            .field("confirmed_at", &self.confirmed_at)
            .finish()
    }
}

fn last_two(number: &str) -> &str {
    &number[number.len().saturating_sub(2)..]
}

/// First and last letter of the parts, never their length: `m…r@g…l.com`.
fn mask_address(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
    if top.is_empty() {
        return format!("{}@{}", mask_part(local), mask_part(host));
    }
    format!("{}@{}.{top}", mask_part(local), mask_part(host))
}

fn mask_part(part: &str) -> String {
    match (part.chars().next(), part.chars().last()) {
        (Some(first), Some(last)) if part.chars().count() > 2 => format!("{first}…{last}"),
        (Some(first), Some(_)) => format!("{first}…"),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(kind: ContactKind, value: &str) -> Contact {
        let id = ContactId::parse("con_00000000000000000000000000").expect("an id");
        Contact { id, kind, value: value.to_owned(), confirmed_at: None }
    }

    #[test]
    fn masks_name_no_more_than_first_and_last_letters() {
        assert_eq!(contact(ContactKind::Email, "meier@gmail.com").masked(), "m…r@g…l.com");
        assert_eq!(contact(ContactKind::Email, "al@x.co.uk").masked(), "a…@x…o.uk");
        assert_eq!(contact(ContactKind::Mobile, "+4915123456747").masked(), "·· 47");
    }
}
