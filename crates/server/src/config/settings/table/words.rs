//! The operator's own areas, orders and texts.

use super::unset;
use crate::config::settings::Kind::{Text, Texts};
use crate::config::settings::Setting;

pub(super) const SETTINGS: &[Setting] = &[
    unset(
        "areas.*.en",
        Text,
        "\"Server consoles\"",
        "1 to 60 characters",
        "An area of your own, beside the five built in, and its English name: [areas.server-console].",
    ),
    unset("areas.*.de", Text, "\"Serverkonsolen\"", "1 to 60 characters", "Its German name."),
    unset(
        "orders.labels.*.en",
        Text,
        "\"Restore snapshot\"",
        "1 to 22 GSM-7 characters",
        "How messages name an action in English, where its title is too long for them: [orders.labels.restore-snapshot].",
    ),
    unset(
        "orders.labels.*.de",
        Text,
        "\"Snapshot herstellen\"",
        "1 to 22 GSM-7 characters",
        "The same in German.",
    ),
    unset(
        "rights.*.en",
        Text,
        "\"Hosting\"",
        "1 to 60 characters",
        "What pages and mails call a right of technical administrators in English: [rights.hosting]. The right has to stand in policy.technical_rights.",
    ),
    unset("rights.*.de", Text, "\"Hosting\"", "1 to 60 characters", "Its German name."),
    unset(
        "rights.*.areas",
        Texts,
        "[\"email-management\"]",
        "areas, built in or your own; never personal-data, invoices, payment-methods",
        "The areas that open to a technical administrator with this right. Without it: domain-config for register and name-servers, email-management for hosting, nothing for your own.",
    ),
    unset(
        "rights.*.orders",
        Texts,
        "[\"restore-snapshot\"]",
        "actions of orders; never cancelling, never auth codes",
        "The orders that a technical administrator with this right may confirm, by action. Unless it is set: none.",
    ),
    unset(
        "texts.en.*",
        Text,
        "\"{brand}: {code} opens protected areas. Never share it.\\n@{host} #{code}\"",
        "placeholders of the text it replaces; no links",
        "An English text of messages in place of ours, by its key in locales/en/messages.ftl. What must be said (never share, the order) must stay.",
    ),
    unset(
        "texts.de.*",
        Text,
        "\"{brand}: {code} öffnet geschützte Bereiche. Nie weitergeben.\\n@{host} #{code}\"",
        "the same",
        "The same in German.",
    ),
];
