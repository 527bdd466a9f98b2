//! The request for one text message.

use countersign_core::ports::Timestamp;
use url::form_urlencoded::Serializer;

use super::Sender;
use crate::{Message, SendError, number};

/// Longest life of a waiting message that the API takes.
const LONGEST_VALIDITY_S: u64 = 36_000;
/// Longest text that the API takes, in characters.
const LONGEST_TEXT: usize = 1600;

/// The form that asks for it; reports go to `callback`.
pub(super) fn form(
    message: &Message,
    sender: &Sender,
    callback: &str,
    now: Timestamp,
) -> Result<String, SendError> {
    let left_s = message.useless_after.since(now).as_secs();
    if left_s == 0 {
        return Err(SendError::permanent("the message came too late to be of use"));
    }
    if message.text.is_empty() || message.text.chars().count() > LONGEST_TEXT {
        return Err(SendError::permanent("the text is empty or too long for a text message"));
    }
    let mut form = Serializer::new(String::new());
    form.append_pair("To", number::e164(&message.to)?)
        .append_pair(sender.field, &sender.value)
        .append_pair("Body", &message.text)
        .append_pair("StatusCallback", &format!("{callback}/message"))
        // A code that comes after its time only confuses.
        .append_pair("ValidityPeriod", &left_s.min(LONGEST_VALIDITY_S).to_string());
    Ok(form.finish())
}
