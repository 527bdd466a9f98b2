//! The configuration file as it is written: every setting by its name, nothing checked but its type.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::SecretString;
use serde::Deserialize;
use serde::de::{Error, Visitor};

/// A secret in the file. Debug and errors never show it.
#[derive(Clone, Debug)]
pub struct Secret(pub SecretString);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Hidden;
        impl Visitor<'_> for Hidden {
            type Value = Secret;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text in quotes")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Secret, E> {
                Ok(Secret(text.into()))
            }

            // serde's own words would repeat the value.
            fn visit_i64<E: Error>(self, _: i64) -> Result<Secret, E> {
                Err(E::custom("expected a text in quotes"))
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Secret, E> {
                Err(E::custom("expected a text in quotes"))
            }
        }
        deserializer.deserialize_any(Hidden)
    }
}

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name { $(pub(super) $field: Option<$kind>,)* }
    };
}

section! {
    /// The whole file.
    Raw {
        server: Server,
        database: Database,
        keys: Keys,
        portal: Portal,
        brand: Brand,
        languages: Languages,
        channels: Channels,
        providers: Vec<Entry>,
        tickets: Tickets,
        sending: Sending,
        brake: Brake,
        prices: Prices,
        policy: PolicyNumbers,
        areas: BTreeMap<String, Words>,
        orders: Orders,
        rights: BTreeMap<String, RightWords>,
        texts: Texts,
        log: Log,
    }
}

section! {
    /// Where it listens and how it is reached.
    Server { listen: String, public_origin: String, trusted_proxies: Vec<String>, metrics_from: Vec<String>, }
}

section! {
    /// Where it remembers.
    Database { url: Secret, pool: i64, }
}

section! {
    /// Where its keys lie.
    Keys { file: String, }
}

section! {
    /// The portal it stands in front of.
    Portal { name: String, audience: String, return_targets: Vec<String>, }
}

section! {
    /// How it introduces itself.
    Brand {
        short_name: String,
        product: String,
        support_phone: String,
        help_link: String,
        imprint_link: String,
        privacy_link: String,
        security_contact: String,
        colour: String,
        colour_dark: String,
        logo: String,
        logo_dark: String,
    }
}

section! {
    /// What it speaks.
    Languages { default: String, offered: Vec<String>, time_zone: String, }
}

section! {
    /// How it sends.
    Channels { smtp: Smtp, webhook: Webhook, }
}

/// One provider: which settings there are, its kind decides. Debug shows none of them, for some are secrets.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct Entry(pub(super) toml::Table);

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entry(..)")
    }
}

section! {
    /// Mail.
    Smtp {
        host: String,
        port: i64,
        security: String,
        sign_in_name: String,
        password: Secret,
        password_file: String,
        from: String,
        reply_to: String,
        root_certificate: String,
        connect_timeout_seconds: i64,
        send_timeout_seconds: i64,
    }
}

section! {
    /// A receiver of the operator's.
    Webhook {
        url: Secret,
        secret: Secret,
        secret_file: String,
        carries: Vec<String>,
        timeout_seconds: i64,
    }
}

section! {
    /// The operator's own ticket system.
    Tickets { url: Secret, secret: Secret, secret_file: String, timeout_seconds: i64, }
}

section! {
    /// Where messages go.
    Sending { countries: Vec<String>, routes: String, }
}

section! {
    /// The most that is sent.
    Brake {
        recipient_per_hour: i64,
        address_per_hour: i64,
        range_per_hour: i64,
        provider_per_day: i64,
        money_per_day: String,
        record_only: bool,
    }
}

section! {
    /// What a code costs the person.
    Prices { currency: String, sms: String, call: String, whatsapp: String, email: String, }
}

section! {
    /// The numbers that an operator may move, within bounds.
    PolicyNumbers {
        code_minutes: i64,
        code_tries: i64,
        order_tries: i64,
        order_minutes: i64,
        claim_minutes: i64,
        window_seconds: i64,
        new_number_hours: i64,
        recognised_device_days: i64,
        session_idle_minutes: i64,
        session_hours: i64,
        activity_days: i64,
        sends_per_hour: i64,
        sends_per_day: i64,
        send_spacing_seconds: i64,
        email_authorises_orders: bool,
        whatsapp_authorises_orders: bool,
        step_up_by_phone: bool,
        share_contacts: bool,
        recovery_by_contacts: bool,
        split_areas: bool,
        password_15_without_2fa: bool,
        password_mixture: bool,
        password_words: Vec<String>,
        technical_rights: Vec<String>,
        password_memory_kib: i64,
        password_passes: i64,
    }
}

section! {
    /// How orders are named in messages.
    Orders { labels: BTreeMap<String, Words>, }
}

section! {
    /// One text in every language.
    Words { en: String, de: String, }
}

section! {
    /// A right of technical administrators: its name in every language, and what it reaches.
    RightWords { en: String, de: String, areas: Vec<String>, orders: Vec<String>, }
}

section! {
    /// Texts of messages in place of ours, by key.
    Texts { en: BTreeMap<String, String>, de: BTreeMap<String, String>, }
}

section! {
    /// What is written down.
    Log { level: String, format: String, }
}
