//! Kind `webhook`: a receiver of the operator's, over signed posts.

use std::time::Duration;

use countersign_app::operate::open::WebhookSettings;
use countersign_app::operate::providers::ProviderSettings;

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Text, Texts};
use crate::config::settings::{set, unset};

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "webhook",
    says: "Posts each message, signed (Standard Webhooks), to a URL of yours.",
    settings: &[
        unset(
            "url",
            Secret,
            "\"https://gateway.example.com/messages\"",
            "https, or http on this machine",
            "Where messages are posted.",
        ),
        unset(
            "secret",
            Secret,
            "\"whsec_…\"",
            "whsec_ and 24 to 64 bytes in base64",
            "What they are signed with.",
        ),
        unset(
            "secret_file",
            Text,
            "\"/run/secrets/gateway\"",
            "a file",
            "A file that holds the secret instead.",
        ),
        set(
            "carries",
            Texts,
            "[\"sms\", \"call\", \"whatsapp\"]",
            "sms, call, whatsapp, email",
            "The methods the receiver delivers.",
        ),
        set("timeout_seconds", Number, "10", "1 to 60", "For a whole post."),
    ],
    read,
};

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let carries = entry.methods("carries");
    let timeout_s = entry.number("timeout_seconds", 1..=60);
    let url = entry.text("url", |text| !text.is_empty());
    Some(ProviderSettings::Webhook(WebhookSettings {
        name: entry.name().to_owned(),
        url: url.into(),
        secret: entry.secret("secret")?,
        carries,
        timeout: Duration::from_secs(timeout_s),
    }))
}
