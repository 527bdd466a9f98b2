//! What one message puts into the places.

use secrecy::{ExposeSecret as _, SecretString};

use super::template::Slot;
use crate::{Message, SendError, number};

/// A message's values.
pub(super) struct Values<'a> {
    message: &'a Message,
    secret: Option<&'a SecretString>,
    sender: Option<&'a str>,
    to: &'a str,
    expires: String,
}

impl<'a> Values<'a> {
    pub(super) fn new(
        message: &'a Message,
        secret: Option<&'a SecretString>,
        sender: Option<&'a str>,
    ) -> Result<Self, SendError> {
        let to = number::e164(&message.to)?;
        // Seconds, as most gateways want them; a message is useless a little earlier rather than later.
        let expires = message.useless_after.ms().div_euclid(1000).to_string();
        let sender = message.sender.as_deref().or(sender);
        Ok(Self { message, secret, sender, to, expires })
    }

    pub(super) fn of(&self, slot: Slot) -> Result<&str, SendError> {
        let Message { id, text, method, purpose, language, spoken, code, .. } = self.message;
        let value = match slot {
            Slot::To => Some(self.to),
            Slot::Digits => self.to.strip_prefix('+'),
            Slot::Text => Some(text.as_str()),
            Slot::Code => code.as_deref(),
            Slot::Opening => spoken.as_ref().map(|spoken| spoken.opening.as_str()),
            Slot::AfterKey => spoken.as_ref().map(|spoken| spoken.after_key.as_str()),
            Slot::Id => Some(id.as_str()),
            Slot::Method => Some(method.as_str()),
            Slot::Purpose => Some(*purpose),
            Slot::Language => Some(language.as_str()),
            Slot::Expires => Some(self.expires.as_str()),
            Slot::Sender => self.sender,
            Slot::Secret => self.secret.map(SecretString::expose_secret),
        };
        value.ok_or_else(|| SendError::permanent(format!("the message has no value for {slot}")))
    }
}
