//! Text messages: one segment of GSM-7 each, two where an order needs them.

use countersign_app::wording::CodeFacts;
use fluent_bundle::FluentValue;

use super::pen::{Pen, minutes, price, purpose_key};
use super::{BadText, clean, gsm7};

/// Texts that stand before a warning and a binding line.
const KEYS: [&str; 8] = [
    "sms-sign-in",
    "sms-step-up",
    "sms-order-free",
    "sms-order-paid",
    "sms-change",
    "sms-set-up",
    "sms-confirm",
    "sms-recovery",
];

/// The longest values that a text must leave room for.
const LONGEST: [(&str, &str); 6] = [
    ("brand", "Nordstroem."),
    ("what", "Backup zurückspielen.."),
    ("object", "web-1.db-2.eu"),
    ("amount", "EUR 99999.00"),
    ("ref", "7k2m"),
    ("minutes", "10"),
];
/// The longest host that a text must leave room for; a longer one makes some texts two segments.
const LONGEST_HOST: &str = "sicher.nordstroem.example";

/// What the message says. What is signed stands before the code, so that a lock screen shows it first.
pub(super) fn code(pen: &Pen<'_>, facts: &CodeFacts) -> String {
    let mut key = format!("sms-{}", purpose_key(facts.purpose));
    let mut values: Vec<(&str, FluentValue<'_>)> =
        vec![("code", facts.code.as_str().into()), ("minutes", minutes(facts).into())];
    if let Some(order) = &facts.order {
        let price = price(order);
        key.push_str(if price.is_some() { "-paid" } else { "-free" });
        values.push(("what", clean::what(pen.what(order)).into()));
        values.push(("object", clean::object(&order.object).into()));
        values.push(("ref", order.reference.as_str().into()));
        if let Some(amount) = price {
            values.push(("amount", pen.amount(amount).into()));
        }
    }
    bound(pen, &key, &values, &pen.settings.host, &facts.code)
}

/// Text, warning and the line by which phones fill the code in on this host only.
fn bound(
    pen: &Pen<'_>,
    key: &str,
    values: &[(&str, FluentValue<'_>)],
    host: &str,
    code: &str,
) -> String {
    let text = pen.tell(key, values);
    let warning = pen.say(&format!("{key}-warning"));
    format!("{text} {warning}\n@{host} #{code}")
}

/// Every text fits one segment with the longest values. Ours do; this is for the operator's.
pub(super) fn check_lengths(pen: &Pen<'_>) -> Result<(), BadText> {
    for key in KEYS {
        let places = longest(pen, key);
        let problem = match places {
            None => "holds a character that text messages lack (GSM-7)".to_owned(),
            Some(places) if places > gsm7::ONE_SEGMENT => {
                format!("takes {places} places with the longest values; a text message has 160")
            }
            Some(_) => continue,
        };
        return Err(BadText { language: pen.language, key: key.to_owned(), problem });
    }
    Ok(())
}

/// Places that a text takes with the longest values.
fn longest(pen: &Pen<'_>, key: &str) -> Option<usize> {
    let code = if key == "sms-confirm" { "12345678" } else { "123456" };
    let mut values: Vec<(&str, FluentValue<'_>)> =
        LONGEST.iter().map(|(name, value)| (*name, (*value).into())).collect();
    values.push(("code", code.into()));
    gsm7::length(&bound(pen, key, &values, LONGEST_HOST, code))
}

#[cfg(test)]
mod tests {
    use countersign_core::people::Language;

    use super::*;
    use crate::wording::tests::texts;

    /// CS-DC-08: the lengths are those that were agreed, so a text that drifts from them is found.
    #[test]
    fn every_text_takes_one_segment_with_the_longest_values() {
        let texts = texts();
        for (language, expected) in [
            (Language::En, [157, 150, 155, 158, 151, 155, 157, 159]),
            (Language::De, [155, 158, 159, 160, 156, 157, 158, 159]),
        ] {
            for (key, expected) in KEYS.iter().zip(expected) {
                let found = longest(&texts.pen(language), key);
                assert_eq!(found, Some(expected), "{key} {}", language.as_str());
            }
        }
    }
}
