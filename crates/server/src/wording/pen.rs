//! Writes in one language: texts with their values, clock times, prices, names of orders and areas.

use std::time::Duration;

use countersign_app::wording::{CodeFacts, OrderFacts};
use countersign_core::challenge::PurposeKind;
use countersign_core::order::Amount;
use countersign_core::people::Language;
use countersign_core::ports::Timestamp;
use fluent_bundle::FluentValue;

use super::TextSettings;
use super::catalogue::Catalogue;
use super::clean;

/// One language's texts with the operator's settings.
pub(super) struct Pen<'a> {
    pub(super) settings: &'a TextSettings,
    pub(super) catalogue: &'a Catalogue,
    pub(super) language: Language,
}

impl Pen<'_> {
    /// A text with its values; brand, product and telephone number are always at hand.
    pub(super) fn tell(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let mut all: Vec<(&str, FluentValue<'_>)> = vec![
            ("brand", clean::line(&self.settings.brand).into()),
            ("product", clean::line(&self.settings.product).into()),
        ];
        if let Some(phone) = &self.settings.support_phone {
            all.push(("phone", clean::line(phone).into()));
        }
        all.extend(values.iter().cloned());
        self.catalogue.tell(key, &all)
    }

    /// A text without values of its own.
    pub(super) fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// One of two texts: the one whose key ends in `-phone` where there is a number to call.
    pub(super) fn say_with_phone(&self, key: &str) -> String {
        match self.settings.support_phone {
            Some(_) => self.say(&format!("{key}-phone")),
            None => self.say(key),
        }
    }

    /// A clock time in the operator's zone.
    pub(super) fn clock(&self, at: Timestamp) -> String {
        let instant = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(jiff::Timestamp::MAX);
        let zoned = instant.to_zoned(self.settings.zone.clone());
        let zone = zoned.strftime("%Z").to_string();
        let key = if zone == "UTC" { "clock-zone" } else { "clock" };
        let time = zoned.strftime("%H:%M").to_string();
        self.tell(key, &[("time", time.into()), ("zone", zone.into())])
    }

    /// A date in words, in the operator's zone.
    pub(super) fn date(&self, at: Timestamp) -> String {
        let instant = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(jiff::Timestamp::MAX);
        let zoned = instant.to_zoned(self.settings.zone.clone());
        let values = [
            ("day", i64::from(zoned.day()).into()),
            ("month", i64::from(zoned.month()).into()),
            ("year", zoned.year().to_string().into()),
        ];
        self.tell("notice-date", &values)
    }

    /// A price as it is written.
    pub(super) fn amount(&self, amount: &Amount) -> String {
        self.tell("amount", &self.amount_values(amount))
    }

    /// A price as it is said.
    pub(super) fn spoken_amount(&self, amount: &Amount) -> String {
        self.tell("spoken-amount", &self.amount_values(amount))
    }

    fn amount_values(&self, amount: &Amount) -> [(&'static str, FluentValue<'static>); 2] {
        let value = match self.language {
            Language::En => amount.value.clone(),
            Language::De => amount.value.replace('.', ","),
        };
        [("value", value.into()), ("currency", amount.currency.clone().into())]
    }

    /// What an order does: the operator's label for the action, or the order's title.
    pub(super) fn what<'o>(&'o self, order: &'o OrderFacts) -> &'o str {
        let label = self.settings.labels.get(&order.action);
        label.and_then(|named| named.in_language(self.language)).unwrap_or(&order.title)
    }

    /// An area's name: ours, the operator's, or the machine name.
    pub(super) fn area(&self, name: &str) -> String {
        let key = format!("area-{name}");
        if self.catalogue.has(&key) {
            return self.say(&key);
        }
        let own = self.settings.areas.get(name);
        clean::line(own.and_then(|named| named.in_language(self.language)).unwrap_or(name))
    }
}

impl Pen<'_> {
    /// A right of technical administrators: the operator's name for it, ours, or its own.
    pub(super) fn right(&self, name: &str) -> String {
        let own = self.settings.rights.get(name).and_then(|own| own.in_language(self.language));
        let key = format!("right-{name}");
        match own {
            Some(own) => clean::line(own),
            None if self.catalogue.has(&key) => self.say(&key),
            None => clean::line(name),
        }
    }
}

/// The part of a key that says what a code is for. An order's own depends on its price.
pub(super) const fn purpose_key(purpose: PurposeKind) -> &'static str {
    match purpose {
        PurposeKind::SignIn => "sign-in",
        PurposeKind::StepUp => "step-up",
        PurposeKind::Order => "order",
        PurposeKind::ConfirmContact => "confirm",
        PurposeKind::ChangeAuthenticator => "change",
        PurposeKind::SetUp => "set-up",
        PurposeKind::ResetPassword | PurposeKind::Recovery => "recovery",
    }
}

/// What an order costs, if it costs anything.
pub(super) fn price(order: &OrderFacts) -> Option<&Amount> {
    order.amount.as_ref().filter(|amount| amount.value.bytes().any(|b| matches!(b, b'1'..=b'9')))
}

/// How long the code works from the moment it was asked for: whole minutes, at least one.
pub(super) fn minutes(facts: &CodeFacts) -> i64 {
    whole_minutes(facts.until.since(facts.asked_at))
}

/// A span in whole minutes, at least one.
pub(super) fn whole_minutes(span: Duration) -> i64 {
    i64::try_from((span.as_secs() + 30) / 60).unwrap_or(i64::MAX).max(1)
}
