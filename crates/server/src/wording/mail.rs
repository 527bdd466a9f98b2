//! Mails that bring a code.

use countersign_app::wording::{CodeFacts, OrderFacts};
use countersign_core::challenge::PurposeKind;
use fluent_bundle::FluentValue;

use super::clean;
use super::pen::{Pen, price, purpose_key, whole_minutes};
use super::sheet::{Block, LONGEST_SUBJECT, Sheet};

/// The mail. Purpose and code are in its first 90 characters, which lists and lock screens show; an order's slip comes
/// before its code.
pub(super) fn code(pen: &Pen<'_>, facts: &CodeFacts) -> Sheet {
    let (subject, mut blocks) = if let Some(order) = &facts.order {
        let code = [("code", facts.code.as_str().into())];
        let sentences = vec![pen.tell("mail-order-code", &code), pen.say("mail-order-warning")];
        let blocks = vec![
            Block::Lines(vec![pen.say("mail-order-purpose")]),
            Block::Rows(slip(pen, order)),
            Block::Code(facts.code.clone()),
            Block::Lines(sentences),
        ];
        (order_subject(pen, "mail-order-subject", order), blocks)
    } else {
        let subject = pen.say(&format!("mail-{}-subject", purpose_key(facts.purpose)));
        let purpose = Block::Lines(vec![purpose(pen, facts)]);
        (subject, vec![purpose, Block::Code(facts.code.clone())])
    };
    blocks.push(Block::Lines(frame(pen, facts)));
    Sheet { language: pen.language, subject, blocks }
}

fn purpose(pen: &Pen<'_>, facts: &CodeFacts) -> String {
    if facts.purpose != PurposeKind::StepUp {
        return pen.say(&format!("mail-{}-purpose", purpose_key(facts.purpose)));
    }
    // One area is named; a list of them would push the code out of the first 90 characters.
    match facts.areas.as_slice() {
        [area] => pen.tell("mail-step-up-purpose", &[("area", pen.area(area).into())]),
        _ => pen.say("mail-step-up-purpose-all"),
    }
}

/// The lines below the code.
fn frame(pen: &Pen<'_>, facts: &CodeFacts) -> Vec<String> {
    let mut first = Vec::new();
    match facts.purpose {
        PurposeKind::StepUp => {
            let minutes = whole_minutes(pen.settings.window);
            first.push(pen.tell("mail-step-up-note", &[("minutes", minutes.into())]));
        }
        PurposeKind::SignIn | PurposeKind::Order => {}
        PurposeKind::ConfirmContact
        | PurposeKind::ChangeAuthenticator
        | PurposeKind::SetUp
        | PurposeKind::ResetPassword
        | PurposeKind::Recovery => {
            first.push(pen.say(&format!("mail-{}-note", purpose_key(facts.purpose))));
        }
    }
    first.push(pen.tell("mail-enter", &[("until", pen.clock(facts.until).into())]));
    first.push(pen.tell("mail-asked", &[("time", pen.clock(facts.asked_at).into())]));
    vec![
        first.join(" "),
        pen.say("mail-warning"),
        pen.say_with_phone("mail-not-you"),
        pen.say("mail-why"),
    ]
}

/// The order as the page shows it, line by line.
pub(super) fn slip(pen: &Pen<'_>, order: &OrderFacts) -> Vec<(String, String)> {
    let mut rows = vec![
        (pen.say("slip-order"), clean::line(&order.title)),
        (pen.say("slip-object"), clean::line(&order.object)),
    ];
    for detail in &order.details {
        rows.push((clean::line(&detail.label), clean::line(&detail.value)));
    }
    if order.destructive {
        rows.push((pen.say("slip-effect"), pen.say("slip-destructive")));
    }
    let price = price(order).map_or_else(|| pen.say("slip-free"), |amount| pen.amount(amount));
    rows.push((pen.say("slip-price"), price));
    rows.push((pen.say("slip-number"), format!("..{}", order.reference)));
    rows
}

/// A subject with what the order does; a long title is cut, the rest of the subject is not.
pub(super) fn order_subject(pen: &Pen<'_>, key: &str, order: &OrderFacts) -> String {
    let subject = |what: &str| {
        let values: [(&str, FluentValue<'_>); 2] =
            [("what", what.to_owned().into()), ("ref", order.reference.as_str().into())];
        pen.tell(key, &values)
    };
    let what = clean::line(pen.what(order));
    let room = LONGEST_SUBJECT.saturating_sub(subject("").chars().count());
    if what.chars().count() <= room {
        return subject(&what);
    }
    let cut: String = what.chars().take(room.saturating_sub(1)).collect();
    subject(&format!("{}…", cut.trim_end()))
}
