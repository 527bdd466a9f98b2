//! Kind `whatsapp-cloud`: codes through WhatsApp's Cloud API.

use std::time::Duration;

use countersign_app::operate::providers::{ProviderSettings, WhatsAppCloudSettings};

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Text};
use crate::config::settings::{set, unset};

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "whatsapp-cloud",
    says: "Codes through WhatsApp's Cloud API, in an authentication template of yours.",
    settings: &[
        set(
            "api_url",
            Text,
            "\"https://graph.facebook.com\"",
            "https, or http on this machine",
            "The API.",
        ),
        set("api_version", Text, "\"v23.0\"", "v, a number, a point, a number", "Its version."),
        unset(
            "phone_number_id",
            Text,
            "\"106540352242922\"",
            "digits",
            "The id of the number that messages come from; not the number itself.",
        ),
        unset("access_token", Secret, "\"…\"", "visible ASCII", "A system access token."),
        unset(
            "access_token_file",
            Text,
            "\"/run/secrets/whatsapp\"",
            "a file",
            "A file that holds the access token instead.",
        ),
        unset(
            "app_secret",
            Secret,
            "\"…\"",
            "any text",
            "The app's secret; it signs the webhooks.",
        ),
        unset(
            "app_secret_file",
            Text,
            "\"/run/secrets/whatsapp-app\"",
            "a file",
            "A file that holds the app's secret instead.",
        ),
        unset(
            "verify_token",
            Secret,
            "\"…\"",
            "any text",
            "A word you choose and type into the app's dashboard beside the webhook's address.",
        ),
        unset(
            "verify_token_file",
            Text,
            "\"/run/secrets/whatsapp-verify\"",
            "a file",
            "A file that holds that word instead.",
        ),
        unset(
            "template",
            Text,
            "\"sign_in_code\"",
            "lower-case letters, digits and _",
            "The authentication template, with a button that copies the code.",
        ),
        set("english", Text, "\"en\"", "en, en_GB, …", "Its language for English texts."),
        set("german", Text, "\"de\"", "de, …", "Its language for German texts."),
        set("timeout_seconds", Number, "10", "1 to 60", "For a whole request."),
    ],
    read,
};

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let mut text = |setting| entry.text(setting, |text| !text.is_empty());
    let (api_url, api_version) = (text("api_url"), text("api_version"));
    let (phone_number_id, template) = (text("phone_number_id"), text("template"));
    let (english, german) = (text("english"), text("german"));
    let timeout = Duration::from_secs(entry.number("timeout_seconds", 1..=60));
    let [access_token, app_secret, verify_token] =
        ["access_token", "app_secret", "verify_token"].map(|setting| entry.secret(setting));
    let settings = WhatsAppCloudSettings {
        name: entry.name().to_owned(),
        api_url,
        api_version,
        phone_number_id,
        access_token: access_token?,
        app_secret: app_secret?,
        verify_token: verify_token?,
        template,
        english,
        german,
        timeout,
    };
    entry.opened(ProviderSettings::WhatsAppCloud(settings))
}
