//! Puts the facts of messages into words, per language and method.

mod call;
mod catalogue;
mod clean;
pub mod gsm7;
mod invitation;
mod mail;
mod notice;
mod overrides;
mod pen;
mod security;
mod sheet;
mod sms;
mod sms_notice;
#[cfg(test)]
mod tests;
mod trial;
mod whatsapp;

use std::collections::BTreeMap;
use std::time::Duration;

use countersign_app::mailed::TextNotice;
use countersign_app::wording::{
    CodeFacts, InvitationFacts, LinkFacts, NoticeFacts, Rendered, SecurityFacts, Wording,
};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use jiff::tz::TimeZone;

use catalogue::Catalogue;
use pen::Pen;

/// A name of the operator's, per language; a language without one falls back to what it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// In English.
    pub en: Option<String>,
    /// In German.
    pub de: Option<String>,
}

impl Named {
    fn in_language(&self, language: Language) -> Option<&str> {
        match language {
            Language::En => self.en.as_deref(),
            Language::De => self.de.as_deref(),
        }
    }
}

/// What the operator says about messages.
#[derive(Clone, Debug)]
pub struct TextSettings {
    /// The short name every message begins with: at most 11 characters of GSM-7.
    pub brand: String,
    /// The name of the hosted pages.
    pub product: String,
    /// The host of the page that asks, without scheme and port; the last line of a text message names it.
    pub host: String,
    /// The support's telephone number as it is shown.
    pub support_phone: Option<String>,
    /// The zone clock times are told in. It is named beside them when it is UTC.
    pub zone: TimeZone,
    /// How long areas stay open after a step-up.
    pub window: Duration,
    /// Wrong codes after which an order is void: 1 to 3.
    pub order_tries: u32,
    /// By action: what messages call it instead of the order's title; at most 22 characters.
    pub labels: BTreeMap<String, Named>,
    /// By area: names of the operator's own areas.
    pub areas: BTreeMap<String, Named>,
    /// By right of technical administrators: its name.
    pub rights: BTreeMap<String, Named>,
    /// Texts in place of ours: language, key of `locales/*/messages.ftl`, text with placeholders like `{brand}`.
    pub overrides: Vec<(Language, String, String)>,
}

/// A text that cannot be used, as the operator is told at start-up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("text {key} ({}): {problem}", .language.as_str())]
pub struct BadText {
    language: Language,
    key: String,
    problem: String,
}

/// The texts of all messages in all languages.
pub struct Texts {
    settings: TextSettings,
    english: Catalogue,
    german: Catalogue,
}

impl Texts {
    /// Loads the texts and checks the operator's own: placeholders, protected sentences, links, alphabet, length.
    pub fn new(settings: TextSettings) -> Result<Self, BadText> {
        let mut texts = Self {
            english: Catalogue::built_in(Language::En)?,
            german: Catalogue::built_in(Language::De)?,
            settings,
        };
        for (language, key, text) in texts.settings.overrides.clone() {
            let bad = |problem| BadText { language, key: key.clone(), problem };
            let fluent = overrides::checked(language, &key, &text).map_err(bad)?;
            let catalogue = match language {
                Language::En => &mut texts.english,
                Language::De => &mut texts.german,
            };
            catalogue.replace(&key, &fluent).map_err(bad)?;
        }
        for language in catalogue::LANGUAGES {
            sms::check_lengths(&texts.pen(language))?;
            sms_notice::check_lengths(&texts.pen(language))?;
        }
        Ok(texts)
    }

    fn pen(&self, language: Language) -> Pen<'_> {
        let catalogue = match language {
            Language::En => &self.english,
            Language::De => &self.german,
        };
        Pen { settings: &self.settings, catalogue, language }
    }
}

impl Wording for Texts {
    fn code_message(&self, facts: &CodeFacts) -> Rendered {
        let pen = self.pen(facts.language);
        match facts.method {
            Method::Sms => plain(sms::code(&pen, facts)),
            Method::WhatsApp => plain(whatsapp::code(&pen, facts)),
            Method::Call => {
                let spoken = call::code(&pen, facts);
                let text = format!("{}\n\n{}", spoken.opening, spoken.after_key);
                Rendered { spoken: Some(spoken), ..plain(text) }
            }
            // The others deliver nothing; nobody asks for their message.
            Method::Email | Method::Totp | Method::Passkey | Method::RecoveryCode => {
                mail::code(&pen, facts).rendered()
            }
        }
    }

    fn notice(&self, facts: &NoticeFacts, language: Language) -> Rendered {
        notice::mail(&self.pen(language), facts).rendered()
    }

    fn link_mail(&self, facts: &LinkFacts, language: Language) -> Rendered {
        security::link(&self.pen(language), facts).rendered()
    }

    fn invitation_mail(&self, facts: &InvitationFacts, language: Language) -> Rendered {
        invitation::mail(&self.pen(language), facts).rendered()
    }

    fn security_notice(&self, facts: &SecurityFacts, language: Language) -> Rendered {
        security::notice(&self.pen(language), facts).rendered()
    }

    fn text_notice(
        &self,
        notice: &TextNotice,
        number_and_stop: (&str, &str),
        at: Timestamp,
        language: Language,
    ) -> String {
        sms_notice::tell(&self.pen(language), *notice, number_and_stop, at)
    }

    fn recovery_call(&self, contact: bool, opens: Timestamp, language: Language) -> Rendered {
        call::recovery(&self.pen(language), contact, opens)
    }

    fn trial(&self, method: Method, language: Language) -> Rendered {
        trial::message(&self.pen(language), method)
    }

    fn call_code(&self, digits: &str, language: Language) -> String {
        sms_notice::call_code(&self.pen(language), digits)
    }
}

fn plain(text: String) -> Rendered {
    Rendered { subject: None, text, html: None, spoken: None }
}
