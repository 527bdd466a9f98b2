//! The sections of the file, each checked into its own type.

use std::collections::BTreeMap;

use countersign_core::people::{Language, Languages, Method};

use super::check::Checking;
use super::{Brand, Log, Portal, Prices, ReturnTargets, Words, is_this_machine, raw};
use crate::brand::{Colour, Logo};
use crate::wording::gsm7;

pub(super) fn portal(c: &mut Checking<'_>, raw: &raw::Portal) -> Portal {
    let written = raw.return_targets.clone().unwrap_or_default();
    let return_targets = ReturnTargets::register(&written).unwrap_or_else(|text| {
        c.refuse(
            "portal.return_targets",
            format_args!("holds {text:?}, which is no whole https URL without query and fragment"),
        );
        ReturnTargets::default()
    });
    Portal {
        name: c.text("portal.name", raw.name.as_ref(), short_label),
        audience: c.text("portal.audience", raw.audience.as_ref(), |text| {
            (1..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
        }),
        return_targets,
    }
}

pub(super) fn brand(c: &mut Checking<'_>, raw: &raw::Brand) -> Brand {
    Brand {
        short_name: c.text("brand.short_name", raw.short_name.as_ref(), |text| is_gsm7(text, 11)),
        product: c.text("brand.product", raw.product.as_ref(), short_label),
        support_phone: c
            .maybe("brand.support_phone", raw.support_phone.as_ref(), |text| text.len() <= 40),
        help_link: c.maybe("brand.help_link", raw.help_link.as_ref(), is_link),
        imprint_link: c.maybe("brand.imprint_link", raw.imprint_link.as_ref(), is_link),
        privacy_link: c.maybe("brand.privacy_link", raw.privacy_link.as_ref(), is_link),
        security_contact: c.maybe(
            "brand.security_contact",
            raw.security_contact.as_ref(),
            |text| {
                !text.contains(char::is_whitespace)
                    && (text.starts_with("mailto:") || text.starts_with("https://"))
            },
        ),
        colour: colour(c, "brand.colour", raw.colour.as_ref()),
        colour_dark: colour(c, "brand.colour_dark", raw.colour_dark.as_ref()),
        logo: logo(c, "brand.logo", raw.logo.as_ref()),
        logo_dark: logo(c, "brand.logo_dark", raw.logo_dark.as_ref()),
    }
}

fn colour(c: &mut Checking<'_>, setting: &str, written: Option<&String>) -> Option<Colour> {
    let read = Colour::parse(written?);
    if read.is_none() {
        c.refuse(setting, "is no colour; write six hexadecimal digits, like \"#1652C9\"");
    }
    read
}

fn logo(c: &mut Checking<'_>, setting: &str, written: Option<&String>) -> Option<Logo> {
    match Logo::read(&c.folder.join(written?)) {
        Ok(logo) => Some(logo),
        Err(bad) => {
            c.refuse(setting, bad);
            None
        }
    }
}

pub(super) fn languages(c: &mut Checking<'_>, raw: &raw::Languages) -> Languages {
    let mut offered = Vec::new();
    for text in raw.offered.iter().flatten() {
        match Language::parse(text).filter(|known| known.as_str() == text) {
            Some(language) if !offered.contains(&language) => offered.push(language),
            Some(_) => {}
            None => {
                c.refuse("languages.offered", format_args!("holds {text:?}, which has no texts"));
            }
        }
    }
    let default = raw.default.as_deref().and_then(Language::parse).unwrap_or_default();
    let named = raw.default.as_deref() == Some(default.as_str());
    Languages::new(default, offered).filter(|_| named).unwrap_or_else(|| {
        c.refuse("languages.default", "is not among languages.offered");
        Languages::default()
    })
}

pub(super) fn time_zone(c: &mut Checking<'_>, name: Option<&String>) -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get(name.map_or("UTC", String::as_str)).unwrap_or_else(|_| {
        c.refuse("languages.time_zone", "is not known");
        jiff::tz::TimeZone::UTC
    })
}

pub(super) fn replaced(raw: &raw::Texts) -> Vec<(Language, String, String)> {
    let of = |language, texts: &Option<BTreeMap<String, String>>| {
        let texts = texts.clone().unwrap_or_default();
        texts.into_iter().map(move |(key, text)| (language, key, text))
    };
    of(Language::En, &raw.en).chain(of(Language::De, &raw.de)).collect()
}

pub(super) fn prices(c: &mut Checking<'_>, raw: &raw::Prices) -> Prices {
    let of = [
        (Method::Sms, "prices.sms", &raw.sms),
        (Method::Call, "prices.call", &raw.call),
        (Method::WhatsApp, "prices.whatsapp", &raw.whatsapp),
        (Method::Email, "prices.email", &raw.email),
    ]
    .into_iter()
    .map(|(method, setting, value)| (method, c.text(setting, value.as_ref(), is_decimal)))
    .collect();
    let currency = c.text("prices.currency", raw.currency.as_ref(), |text| {
        text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
    });
    Prices { currency, of }
}

pub(super) fn words(
    c: &mut Checking<'_>,
    section: &str,
    raw: BTreeMap<String, raw::Words>,
    is_name: impl Fn(&str) -> bool,
    fits: impl Fn(&str) -> bool,
) -> BTreeMap<String, Words> {
    let mut words = BTreeMap::new();
    for (name, texts) in raw {
        if !is_name(&name) {
            c.refuse(
                &format!("{section}.{name}"),
                "is no name: use lower-case letters, digits and hyphens",
            );
        }
        let en = c.text(&format!("{section}.{name}.en"), texts.en.as_ref(), &fits);
        let de = c.text(&format!("{section}.{name}.de"), texts.de.as_ref(), &fits);
        words.insert(name, Words { en, de });
    }
    words
}

pub(super) fn log(c: &mut Checking<'_>, raw: &raw::Log) -> Log {
    let level = c.text("log.level", raw.level.as_ref(), |text| {
        ["error", "warn", "info", "debug", "trace"].contains(&text)
    });
    let format = c.text("log.format", raw.format.as_ref(), |text| ["text", "json"].contains(&text));
    Log { level, json: format == "json" }
}

pub(super) fn short_label(text: &str) -> bool {
    (1..=60).contains(&text.chars().count())
        && !text.contains(char::is_control)
        && !text.trim().is_empty()
}

fn is_decimal(text: &str) -> bool {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    digits(whole, 6) && digits(cents, 4)
}

fn is_link(text: &str) -> bool {
    text.starts_with("https://") && url::Url::parse(text).is_ok()
}

/// Scheme, host and port; https, or http on this machine. Written as browsers write it, because it is compared with
/// their `Origin`.
pub(super) fn is_origin(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    let safe = url.scheme() == "https"
        || (url.scheme() == "http" && url.host_str().is_some_and(is_this_machine));
    safe && url.origin().ascii_serialization() == text
}

/// Characters that a text message takes without becoming longer for all of it; those that count two count two.
pub(super) fn is_gsm7(text: &str, most: usize) -> bool {
    gsm7::length(text).is_some_and(|length| (1..=most).contains(&length))
}
