//! A question the person answers on the panel's own page: the other real way, through the API alone.

use super::areas::Area;
use super::book::Placed;
use crate::countersign::{Challenge, MethodRow, Problem};
use crate::{random, times};

/// What a right answer leads to.
#[derive(Clone)]
pub enum Subject {
    /// A protected area.
    Area(&'static Area),
    /// An order, by its id.
    Order(String),
}

/// A code that is under way.
#[derive(Clone)]
pub struct UnderWay {
    /// The method of it.
    pub method: String,
    /// The contact, where the method has several.
    pub contact: Option<String>,
    /// Where it went, masked.
    pub target: String,
    /// When it ends.
    pub expires_at: String,
}

/// One question.
#[derive(Clone)]
pub struct Ask {
    /// The panel's own name for it, as it stands in the address.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// `chl_…`; an order has one only after the method was chosen.
    pub challenge: Option<String>,
    /// The ways to answer.
    pub methods: Vec<MethodRow>,
    /// The code that was sent.
    pub under_way: Option<UnderWay>,
    /// A sentence for the next page.
    pub notice: Option<String>,
}

impl Ask {
    /// A step-up.
    pub fn for_area(area: &'static Area, challenge: Challenge) -> Self {
        Self {
            id: random::token(9),
            subject: Subject::Area(area),
            challenge: Some(challenge.id),
            methods: challenge.methods,
            under_way: None,
            notice: None,
        }
    }

    /// An order.
    pub fn for_order(order: &Placed) -> Self {
        Self {
            id: random::token(9),
            subject: Subject::Order(order.id.clone()),
            challenge: None,
            methods: order.methods.clone(),
            under_way: None,
            notice: None,
        }
    }
}

/// A way to answer in words: "SMS to ·· 47".
pub fn method_words(row: &MethodRow) -> String {
    let target = row.target.as_deref().unwrap_or_default();
    match (row.method.as_str(), row.kind.as_deref()) {
        ("sms", _) => format!("SMS to {target}"),
        ("call", Some("landline")) => format!("Call to landline {target}"),
        ("call", _) => format!("Call to mobile {target}"),
        ("email", _) => format!("E-mail to {target}"),
        ("whatsapp", _) => format!("WhatsApp to {target}"),
        ("totp", _) => "Authenticator app".to_owned(),
        (other, _) => other.to_owned(),
    }
}

/// A refusal in words for the person.
pub fn refusal_words(problem: &Problem) -> String {
    match problem.slug.as_str() {
        "wrong-code" => match problem.number("attempts_left") {
            Some(1) => "That code does not match. You have 1 try left.".to_owned(),
            Some(0) => "That code does not match, and no try is left.".to_owned(),
            Some(left) => format!("That code does not match. You have {left} tries left."),
            None => "That code does not match.".to_owned(),
        },
        "malformed-code" => "Enter the digits of the code from the message.".to_owned(),
        "code-expired" => "That code has expired. Ask for a new one.".to_owned(),
        "code-used" => "That code was used already. Wait for the next one.".to_owned(),
        "challenge-closed" => "This code can no longer be used. Ask for a new one.".to_owned(),
        "too-soon" => {
            "We sent a message just now. It can be sent again in half a minute.".to_owned()
        }
        "too-many-sends" => "Too many messages were sent. Use another way or try later.".to_owned(),
        "guesses-wait" => match problem.text("until") {
            Some(until) => {
                format!("Several codes did not match. Try again at {}.", times::clock(until))
            }
            None => "Several codes did not match. Try again later.".to_owned(),
        },
        "guesses-closed" => {
            "Too many codes did not match, so none is accepted here now.".to_owned()
        }
        _ => problem.title.clone(),
    }
}

/// Why a way cannot be used, in words.
pub fn reason_words(reason: &str) -> &'static str {
    match reason {
        "unconfirmed" => "Not confirmed.",
        "number-too-new" => {
            "Confirmed less than 24 hours ago: not yet for orders that overwrite data."
        }
        "second-factor-required" | "not-a-second-factor" => {
            "Two-factor authentication is on, so this way is closed."
        }
        "country-not-served" => "Not available for numbers in this country.",
        "number-kind-refused" => "Not available for this kind of number.",
        "opted-out" => "This number has stopped messages.",
        "provider-outage" => "Delayed right now.",
        _ => "Not available now.",
    }
}
