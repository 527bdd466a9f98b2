//! The settings of a WhatsApp channel.

use std::time::Duration;

use countersign_core::people::Language;
use secrecy::SecretString;

use crate::SetupError;

/// The settings of a channel that speaks WhatsApp's Cloud API. Debug hides the secrets.
#[derive(Clone, Debug)]
pub struct WhatsAppCloudSettings {
    /// The name the operator gave it.
    pub name: String,
    /// `https://graph.facebook.com`.
    pub api_url: String,
    /// `v23.0`.
    pub api_version: String,
    /// The number's id: digits, not the number itself.
    pub phone_number_id: String,
    /// What requests sign in with: a system access token.
    pub access_token: SecretString,
    /// What webhooks are signed with.
    pub app_secret: SecretString,
    /// What the provider says when it asks whether the webhook's address is ours; chosen by the operator.
    pub verify_token: SecretString,
    /// The name of the authentication template with a button that copies the code: lower-case letters, digits and `_`.
    pub template: String,
    /// The template's language for English texts: `en`, `en_GB`, …
    pub english: String,
    /// The template's language for German texts.
    pub german: String,
    /// For the whole of one request; at least a second.
    pub timeout: Duration,
}

impl WhatsAppCloudSettings {
    pub(super) fn check(&self) -> Result<(), SetupError> {
        let version = self.api_version.strip_prefix('v').and_then(|v| v.split_once('.'));
        let is_number =
            |text: &str| (1..=3).contains(&text.len()) && all(text, |b| b.is_ascii_digit());
        let is_language = |text: &str| {
            (2..=6).contains(&text.len()) && all(text, |b| b.is_ascii_alphabetic() || b == b'_')
        };
        let is_template = (1..=512).contains(&self.template.len())
            && all(&self.template, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let why = if !version.is_some_and(|(major, minor)| is_number(major) && is_number(minor)) {
            "api_version must look like v23.0"
        } else if !((1..=20).contains(&self.phone_number_id.len())
            && all(&self.phone_number_id, |b| b.is_ascii_digit()))
        {
            "phone_number_id must be the number's id, which is digits; the app's dashboard shows it"
        } else if !is_template {
            "template must be the template's name: lower-case letters, digits and _"
        } else if !is_language(&self.english) || !is_language(&self.german) {
            "the template's languages must look like en, en_GB or de"
        } else {
            return Ok(());
        };
        Err(SetupError(format!("channel {}: {why}", self.name)))
    }

    pub(super) fn language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.english,
            Language::De => &self.german,
        }
    }
}

fn all(text: &str, is_good: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(is_good)
}
