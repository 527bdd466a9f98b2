//! WhatsApp: the words of a text message without its binding line, which only text messages know.

use countersign_app::wording::CodeFacts;
use fluent_bundle::FluentValue;

use super::clean;
use super::pen::{Pen, minutes, price, purpose_key};

/// What the message says.
pub(super) fn code(pen: &Pen<'_>, facts: &CodeFacts) -> String {
    let mut key = format!("whatsapp-{}", purpose_key(facts.purpose));
    let mut values: Vec<(&str, FluentValue<'_>)> = vec![("code", facts.code.as_str().into())];
    if let Some(order) = &facts.order {
        let price = price(order);
        key.push_str(if price.is_some() { "-paid" } else { "-free" });
        values.push(("what", clean::line(pen.what(order)).into()));
        values.push(("object", clean::line(&order.object).into()));
        values.push(("ref", order.reference.as_str().into()));
        if let Some(amount) = price {
            values.push(("amount", pen.amount(amount).into()));
        }
    }
    [
        pen.tell(&key, &values),
        pen.tell("whatsapp-lasts", &[("minutes", minutes(facts).into())]),
        pen.say("whatsapp-warning"),
    ]
    .join(" ")
}
