//! Calls: an opening without the code, and what follows the key press.

use countersign_app::wording::{CodeFacts, Rendered, SpokenWords};
use countersign_core::ports::Timestamp;
use fluent_bundle::FluentValue;

use super::pen::{Pen, minutes, price, purpose_key};
use super::{clean, plain};

/// What the call says. Hosts and links are never spoken; number and price of an order are.
pub(super) fn code(pen: &Pen<'_>, facts: &CodeFacts) -> SpokenWords {
    let mut key = format!("call-{}", purpose_key(facts.purpose));
    let mut values: Vec<(&str, FluentValue<'_>)> = Vec::new();
    if let Some(order) = &facts.order {
        let price = price(order);
        key.push_str(if price.is_some() { "-paid" } else { "-free" });
        values.push(("what", clean::line(pen.what(order)).into()));
        values.push(("object", clean::line(&order.object).into()));
        values.push(("ref", one_by_one(&order.reference.to_uppercase()).into()));
        if let Some(amount) = price {
            values.push(("amount", pen.spoken_amount(amount).into()));
        }
    }
    let code = [("code", one_by_one(&facts.code).into()), ("minutes", minutes(facts).into())];
    let after_key =
        [pen.tell("call-code", &code), pen.say("call-code-warning"), pen.say("call-end")];
    SpokenWords {
        opening: pen.tell(&key, &values),
        not_you: pen.say("call-not-you"),
        after_key: after_key.join(" "),
        after_nine: pen.say("call-after-nine"),
    }
}

/// What a landline hears of a recovery that waits. Whoever presses 1 hears what to do once more.
pub(super) fn recovery(pen: &Pen<'_>, contact: bool, opens: Timestamp) -> Rendered {
    let values = [("untildate", pen.date(opens).into()), ("untiltime", pen.clock(opens).into())];
    let what = if contact { "call-new-contact" } else { "call-reset" };
    let opening = pen.tell(what, &values);
    let spoken = SpokenWords {
        opening: opening.clone(),
        not_you: pen.say("call-reset-nine"),
        after_key: pen.say("call-reset-nine"),
        after_nine: pen.say("call-reset-stopped"),
    };
    Rendered { spoken: Some(spoken), ..plain(opening) }
}

/// `4, 8, 2, 9, 1, 3`; eight in two groups. The commas are heard as pauses.
fn one_by_one(text: &str) -> String {
    let signs: Vec<String> = text.chars().map(String::from).collect();
    let group = if signs.len() == 8 { 4 } else { signs.len().max(1) };
    signs.chunks(group).map(|group| group.join(", ")).collect::<Vec<_>>().join("; ")
}
