//! The settings of a Twilio channel.

use std::time::Duration;

use countersign_core::people::Method;
use secrecy::SecretString;

use crate::SetupError;

/// The settings of a channel that speaks Twilio's API. Debug hides the secrets.
#[derive(Clone, Debug)]
pub struct TwilioSettings {
    /// The name the operator gave it.
    pub name: String,
    /// `https://api.twilio.com`, a region's own, or a service that speaks the same API.
    pub api_url: String,
    /// `AC` and 32 hexadecimal digits.
    pub account: String,
    /// The account's auth token. It checks the callbacks, and signs in where there is no API key.
    pub auth_token: SecretString,
    /// What requests sign in with instead of the auth token.
    pub api_key: Option<ApiKey>,
    /// What text messages come from: a number in E.164, a short code, a name of 1 to 11 letters and digits, or a messaging
    /// service (`MG` and 32 hexadecimal digits). `None`: the channel carries none.
    pub sms_from: Option<String>,
    /// The number calls come from, in E.164. `None`: the channel carries none.
    pub call_from: Option<String>,
    /// Where the provider reports to: the public address of `/callbacks/{name}`, without a slash at its end.
    pub callback_url: String,
    /// For the whole of one request; at least a second.
    pub timeout: Duration,
}

/// An API key. Debug hides the secret.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// `SK` and 32 hexadecimal digits.
    pub id: String,
    /// Its secret.
    pub secret: SecretString,
}

/// What text messages come from, as the request names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sender {
    /// `From` or `MessagingServiceSid`.
    pub field: &'static str,
    /// Its value.
    pub value: String,
}

impl TwilioSettings {
    pub(super) fn check(&self) -> Result<Option<Sender>, SetupError> {
        let wrong = |why: &str| SetupError(format!("channel {}: {why}", self.name));
        if !is_sid(&self.account, "AC") {
            return Err(wrong(
                "account must be AC and 32 hexadecimal digits; the console shows it",
            ));
        }
        if self.api_key.as_ref().is_some_and(|key| !is_sid(&key.id, "SK")) {
            return Err(wrong("api_key must be SK and 32 hexadecimal digits"));
        }
        if self.sms_from.is_none() && self.call_from.is_none() {
            return Err(wrong("set sms_from, call_from or both: without them it carries nothing"));
        }
        if self.call_from.as_ref().is_some_and(|from| crate::number::e164(from).is_err()) {
            return Err(wrong("call_from must be a number in international form, as +4989123456"));
        }
        let Some(from) = &self.sms_from else { return Ok(None) };
        sender(from).map(Some).ok_or_else(|| {
            wrong("sms_from must be a number in international form, a short code, a name of 1 to 11 letters and digits, or MG and 32 hexadecimal digits")
        })
    }

    /// Whether messages of a route may come from this sender. The error is half a sentence that follows it.
    pub fn takes_sender(&self, method: Method, text: &str) -> Result<(), &'static str> {
        match method {
            Method::Call => crate::number::e164(text).map(drop).map_err(|_| "is no number as +4989123456"),
            _ => sender(text).map(drop).ok_or(
                "is no number as +4989123456, short code, name of 1 to 11 letters and digits, or MG and 32 hexadecimal digits",
            ),
        }
    }
}

pub(super) fn sender(text: &str) -> Option<Sender> {
    let from = |text: &str| Some(Sender { field: "From", value: text.to_owned() });
    if is_sid(text, "MG") {
        return Some(Sender { field: "MessagingServiceSid", value: text.to_owned() });
    }
    let is_short_code = (3..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    // An alphanumeric sender needs a letter, or phones would take it for a number.
    let is_name = (1..=11).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_'))
        && text.bytes().any(|b| b.is_ascii_alphabetic())
        && text.trim() == text;
    if crate::number::e164(text).is_ok() || is_short_code || is_name { from(text) } else { None }
}

fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_a_number_a_short_code_a_name_or_a_service() {
        let field = |text: &str| sender(text).map(|sender| sender.field);
        for text in ["+4915123456747", "88000", "Nordstroem", "My-Host 24"] {
            assert_eq!(field(text), Some("From"), "{text}");
        }
        let service = format!("MG{}", "0a".repeat(16));
        assert_eq!(field(&service), Some("MessagingServiceSid"));
        for text in ["", "12", "0151234567", "Nordström", "Nordstroem AG", " Nord", "MG12&x=1"] {
            assert_eq!(field(text), None, "{text}");
        }
    }
}
