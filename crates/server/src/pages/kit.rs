//! What all pages share: the texts, the brand and the operator's names, made once at start.

use std::collections::BTreeMap;

use countersign_core::people::Language;

use crate::config::{Config, Words};
use crate::locale::{BadTexts, Locales};
use crate::pages::dress::{Dress, LOGO, LOGO_DARK, SHEET};
use crate::pages::view::Brand;

/// Made once at start, shared by all pages.
#[derive(Debug)]
pub struct Kit {
    /// The texts.
    pub locales: Locales,
    /// The brand.
    pub brand: Brand,
    /// The files that make the pages look like the brand.
    pub dress: Dress,
    /// Scheme, host and port of the pages, as browsers name it in `Origin`.
    pub origin: String,
    /// The address that mails come from.
    pub mail_from: Option<String>,
    area_names: BTreeMap<String, Words>,
    right_names: BTreeMap<String, Words>,
    order_labels: BTreeMap<String, Words>,
}

impl Kit {
    /// From the checked configuration.
    pub fn of(config: &Config) -> Result<Self, BadTexts> {
        let host = url::Url::parse(&config.public_origin)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default();
        let dress = Dress::of(&config.brand);
        let brand = Brand {
            name: config.brand.short_name.clone(),
            product: config.brand.product.clone(),
            host,
            phone: config.brand.support_phone.clone(),
            help_url: config.brand.help_link.clone(),
            imprint_url: config.brand.imprint_link.clone(),
            privacy_url: config.brand.privacy_link.clone(),
            languages: config.languages.clone(),
            sheet: dress.address(SHEET),
            logo: dress.address(LOGO),
            logo_dark: dress.address(LOGO_DARK),
        };
        Ok(Self {
            locales: Locales::built_in(&config.time_zone)?,
            brand,
            dress,
            origin: config.public_origin.clone(),
            mail_from: config.smtp.as_ref().map(|smtp| smtp.from.clone()),
            area_names: config.area_names.clone(),
            right_names: config.right_names.clone(),
            order_labels: config.order_labels.clone(),
        })
    }

    /// The operator's words for an area of their own.
    pub fn area_name(&self, area: &str, language: Language) -> Option<&str> {
        self.area_names.get(area).map(|words| words.in_language(language))
    }

    /// The operator's words for a right of technical administrators.
    pub fn right_name(&self, right: &str, language: Language) -> Option<&str> {
        self.right_names.get(right).map(|words| words.in_language(language))
    }

    /// What messages in this language call an order's action, if the operator named it.
    pub fn order_label(&self, action: &str, language: Language) -> Option<&str> {
        self.order_labels.get(action).map(|words| words.in_language(language))
    }
}
