//! The request for one call, and what it says after a key was pressed.

use std::time::Duration;

use countersign_core::ports::Timestamp;
use url::form_urlencoded::{self, Serializer};

use super::twiml;
use crate::callback::{Answered, Document, Then};
use crate::{Delivery, Message, News, Report, SendError, Spoken, number};

/// How long it rings.
const RINGS_S: &str = "35";
/// How long a call lasts at most, whatever is pressed.
const LASTS_S: &str = "60";
/// From its request on, a call is over by then; later key presses are a replay (CS-API-05).
const KEYS_FOR: Duration = Duration::from_mins(5);
/// Longest document that the API takes with the request, in characters.
const LONGEST_DOCUMENT: usize = 4000;

/// The form that asks for it. The document in it holds the opening alone: the code is asked of us when a key was pressed.
pub(super) fn form(
    message: &Message,
    from: &str,
    callback: &str,
    now: Timestamp,
) -> Result<String, SendError> {
    let spoken = message
        .spoken
        .as_ref()
        .ok_or_else(|| SendError::permanent("the message has no words for a call"))?;
    let until = now.plus(KEYS_FOR).ms().div_euclid(1000);
    let action = action(callback, &message.id, until);
    let document = twiml::opening(&asked(spoken), message.language, &action);
    if document.chars().count() > LONGEST_DOCUMENT {
        return Err(SendError::permanent("the opening is too long for a call"));
    }
    let mut form = Serializer::new(String::new());
    form.append_pair("To", number::e164(&message.to)?)
        .append_pair("From", from)
        .append_pair("Twiml", &document)
        .append_pair("Timeout", RINGS_S)
        .append_pair("TimeLimit", LASTS_S)
        .append_pair("StatusCallback", &format!("{callback}/call"))
        .append_pair("StatusCallbackMethod", "POST");
    Ok(form.finish())
}

/// A key press, as its signed request says.
pub(super) struct Pressed {
    /// The message's id.
    pub id: String,
    until: i64,
    /// The call's reference.
    pub call: String,
    /// One of `0`–`9`, `*`, `#`.
    key: char,
    callback: String,
}

impl Pressed {
    /// Reads it from the query, which we wrote, and the form, which the provider did. Both are signed.
    pub(super) fn read(callback: &str, query: &str, body: &[u8]) -> Option<Self> {
        let find = |from: &[u8], name: &str| {
            let mut pairs = form_urlencoded::parse(from);
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        Some(Self {
            id: find(query.as_bytes(), "m")?,
            until: find(query.as_bytes(), "u")?.parse().ok()?,
            call: crate::http::reference(&find(body, "CallSid")?)?,
            key: find(body, "Digits")?.chars().next()?,
            callback: callback.to_owned(),
        })
    }

    /// Whether the call it belongs to can still be going on.
    pub(super) const fn is_timely(&self, now: Timestamp) -> bool {
        now.ms().div_euclid(1000) <= self.until
    }

    /// What follows 1: the code, and with it the report that it was heard. 9: the report that this was not them. Another key:
    /// the opening again.
    pub(super) fn then(self) -> Then {
        Box::new(move |message| {
            let words =
                message.and_then(|message| Some((message.spoken.as_ref()?, message.language)));
            let report =
                |outcome| vec![News::Report(Report { reference: self.call.clone(), outcome })];
            let (news, said) = match (self.key, words) {
                ('9', Some((spoken, language))) => {
                    (report(Delivery::Refused), twiml::farewell(&spoken.after_nine, language))
                }
                ('9', None) => (report(Delivery::Refused), twiml::end()),
                (_, None) => (Vec::new(), twiml::end()),
                (key, Some((spoken, language))) => {
                    let action = action(&self.callback, &self.id, self.until);
                    if key == '1' {
                        let said = twiml::code(&spoken.after_key, language, &action);
                        (report(Delivery::Delivered), said)
                    } else {
                        (Vec::new(), twiml::opening(&asked(spoken), language, &action))
                    }
                }
            };
            Answered { news, document: Some(document(said)) }
        })
    }
}

/// What is said before a key.
fn asked(spoken: &Spoken) -> String {
    format!("{} {}", spoken.opening, spoken.not_you).trim().to_owned()
}

/// The end of a call that is over for us.
pub(super) fn hang_up() -> Answered {
    Answered { news: Vec::new(), document: Some(document(twiml::end())) }
}

pub(super) fn document(text: String) -> Document {
    Document { kind: "text/xml; charset=utf-8", text }
}

fn action(callback: &str, id: &str, until: i64) -> String {
    let query = Serializer::new(String::new())
        .append_pair("m", id)
        .append_pair("u", &until.to_string())
        .finish();
    format!("{callback}/key?{query}")
}
