//! The test message of a contact: it comes as codes come, and brings none.

use countersign_app::wording::{Rendered, SpokenWords};
use countersign_core::people::Method;

use super::pen::Pen;
use super::plain;
use super::security::subject;
use super::sheet::{Block, Sheet};

/// By one of the ways that messages go.
pub(super) fn message(pen: &Pen<'_>, method: Method) -> Rendered {
    match method {
        Method::Email => {
            let lines = vec![pen.say("trial"), pen.say("trial-nothing")];
            let blocks = vec![Block::Lines(lines), Block::Lines(vec![pen.say("mail-why")])];
            Sheet { language: pen.language, subject: subject(pen, "trial", &[]), blocks }.rendered()
        }
        Method::Call => {
            let (opening, after_key) = (pen.say("call-trial"), pen.say("call-trial-heard"));
            let spoken = SpokenWords {
                opening: opening.clone(),
                not_you: String::new(),
                after_key: after_key.clone(),
                after_nine: after_key,
            };
            Rendered { spoken: Some(spoken), ..plain(opening) }
        }
        _ => plain(pen.say("sms-trial")),
    }
}
