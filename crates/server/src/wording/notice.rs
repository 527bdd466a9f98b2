//! Mails that tell what happened, without a code.

use countersign_app::wording::NoticeFacts;
use fluent_bundle::FluentValue;

use super::clean;
use super::mail::{order_subject, slip};
use super::pen::Pen;
use super::sheet::{Block, Sheet};

/// The mail.
pub(super) fn mail(pen: &Pen<'_>, facts: &NoticeFacts) -> Sheet {
    let (subject, order, sentences) = match facts {
        NoticeFacts::OrderConfirmed { order, at, method, target, person } => {
            let mut values: Vec<(&str, FluentValue<'_>)> = vec![
                ("time", pen.clock(*at).into()),
                ("method", pen.say(&format!("method-{}", method.as_str())).into()),
                ("name", clean::line(person).into()),
            ];
            let key = if let Some(target) = target {
                values.push(("target", clean::line(target).into()));
                "notice-confirmed-to"
            } else {
                "notice-confirmed"
            };
            let sentences = vec![pen.tell(key, &values), pen.say_with_phone("mail-not-you")];
            (order_subject(pen, "notice-confirmed-subject", order), order, sentences)
        }
        NoticeFacts::OrderStopped { order, at } => {
            let values = [
                ("ref", order.reference.as_str().into()),
                ("tries", pen.settings.order_tries.into()),
            ];
            let subject = pen.tell("notice-stopped-subject", &values);
            let stopped = pen.tell("notice-stopped", &[("time", pen.clock(*at).into())]);
            (subject, order, vec![stopped, pen.say_with_phone("notice-was-you")])
        }
    };
    let blocks = vec![
        Block::Lines(sentences),
        Block::Rows(slip(pen, order)),
        Block::Lines(vec![pen.say("mail-why")]),
    ];
    Sheet { language: pen.language, subject, blocks }
}
