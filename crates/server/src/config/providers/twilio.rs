//! Kind `twilio`: text messages and calls through Twilio, or a service that speaks its API.

use std::time::Duration;

use countersign_app::operate::providers::{ApiKey, ProviderSettings, TwilioSettings};

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Text};
use crate::config::settings::{set, unset};

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "twilio",
    says: "Text messages and calls through Twilio, or a service that speaks its API of 2010-04-01.",
    settings: &[
        set(
            "api_url",
            Text,
            "\"https://api.twilio.com\"",
            "https, or http on this machine",
            "The API: Twilio's, a region's, or another service's.",
        ),
        unset(
            "account",
            Text,
            "\"AC0123456789abcdef0123456789abcdef\"",
            "AC and 32 hexadecimal digits",
            "The account.",
        ),
        unset(
            "auth_token",
            Secret,
            "\"…\"",
            "any text",
            "The account's auth token. It checks callbacks, and signs in where there is no API key.",
        ),
        unset(
            "auth_token_file",
            Text,
            "\"/run/secrets/twilio\"",
            "a file",
            "A file that holds the auth token instead.",
        ),
        unset(
            "api_key",
            Text,
            "\"SK0123456789abcdef0123456789abcdef\"",
            "SK and 32 hexadecimal digits",
            "An API key to sign in with instead of the auth token.",
        ),
        unset("api_key_secret", Secret, "\"…\"", "any text", "The API key's secret."),
        unset(
            "api_key_secret_file",
            Text,
            "\"/run/secrets/twilio-key\"",
            "a file",
            "A file that holds the API key's secret instead.",
        ),
        unset(
            "sms_from",
            Text,
            "\"Nordstroem\"",
            "+ and digits, a short code, a name of 1 to 11 letters and digits, or MG and 32 hexadecimal digits",
            "What text messages come from. Without it none are sent here.",
        ),
        unset(
            "call_from",
            Text,
            "\"+4989123456\"",
            "+ and digits",
            "The number calls come from. Without it none are made here.",
        ),
        set("timeout_seconds", Number, "10", "1 to 60", "For a whole request."),
    ],
    read,
};

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let key = entry.maybe("api_key", |text| !text.is_empty());
    let secret = entry.maybe_secret("api_key_secret");
    if key.is_some() != secret.is_some() {
        let missing = if key.is_some() { "api_key_secret" } else { "api_key" };
        entry.refuse(missing, "is missing; an API key is its id and its secret");
    }
    let settings = TwilioSettings {
        name: entry.name().to_owned(),
        api_url: entry.text("api_url", |text| !text.is_empty()),
        account: entry.text("account", |text| !text.is_empty()),
        api_key: key.zip(secret).map(|(id, secret)| ApiKey { id, secret }),
        sms_from: entry.maybe("sms_from", |text| !text.is_empty()),
        call_from: entry.maybe("call_from", |text| !text.is_empty()),
        callback_url: entry.callback_url(),
        timeout: Duration::from_secs(entry.number("timeout_seconds", 1..=60)),
        auth_token: entry.secret("auth_token")?,
    };
    entry.opened(ProviderSettings::Twilio(settings))
}
