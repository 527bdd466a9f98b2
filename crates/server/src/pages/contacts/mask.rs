//! How a contact is shown inside the area: masked, a number with its country's code.

use countersign_core::people::{Contact, ContactKind, PhoneNumber, calling_code};

/// `+49 ·· 47`, `m…r@g…l.com`.
pub fn in_area(contact: &Contact) -> String {
    let masked = contact.masked();
    if contact.kind == ContactKind::Email {
        return masked;
    }
    let number = PhoneNumber::read_confirmed(&contact.value, None).ok();
    let code = number.as_ref().and_then(PhoneNumber::region).and_then(calling_code);
    match code {
        Some(code) => format!("+{code} {masked}"),
        None => masked,
    }
}

/// ISO 3166-1 alpha-2 of a number's country, if it is of one.
pub fn country_of(contact: &Contact) -> Option<String> {
    let number = PhoneNumber::read_confirmed(&contact.value, None).ok()?;
    number.region().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use countersign_core::ids::ContactId;

    use super::*;

    /// Inside the area a number shows its country and its last two digits, and nothing else of it.
    #[test]
    fn a_number_shows_its_country_and_two_digits() {
        let contact = |kind, value: &str| Contact {
            id: ContactId::parse("con_00000000000000000000000000").expect("an id"),
            kind,
            value: value.to_owned(),
            confirmed_at: None,
        };
        assert_eq!(in_area(&contact(ContactKind::Mobile, "+4915123456747")), "+49 ·· 47");
        assert_eq!(in_area(&contact(ContactKind::Landline, "+442070313000")), "+44 ·· 00");
        assert_eq!(in_area(&contact(ContactKind::Email, "meier@gmail.com")), "m…r@g…l.com");
    }
}
