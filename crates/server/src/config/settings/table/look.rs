//! How pages and messages look and speak.

use super::{set, unset};
use crate::config::settings::Kind::{Text, Texts};
use crate::config::settings::Setting;

pub(super) const SETTINGS: &[Setting] = &[
    set(
        "brand.short_name",
        Text,
        "\"Example\"",
        "1 to 11 GSM-7 characters",
        "The name every message begins with.",
    ),
    set(
        "brand.product",
        Text,
        "\"Customer Center\"",
        "1 to 60 characters",
        "The name of the hosted pages.",
    ),
    unset(
        "brand.support_phone",
        Text,
        "\"+49 30 123456\"",
        "at most 40 characters",
        "The number shown where somebody is stuck.",
    ),
    unset(
        "brand.help_link",
        Text,
        "\"https://example.com/help\"",
        "an https URL",
        "Help, in the head of every page.",
    ),
    unset(
        "brand.imprint_link",
        Text,
        "\"https://example.com/imprint\"",
        "an https URL",
        "Imprint, in the foot of every page.",
    ),
    unset(
        "brand.privacy_link",
        Text,
        "\"https://example.com/privacy\"",
        "an https URL",
        "Privacy, in the foot of every page.",
    ),
    unset(
        "brand.security_contact",
        Text,
        "\"mailto:security@example.com\"",
        "mailto: or https:",
        "Who hears of security problems: /.well-known/security.txt (RFC 9116).",
    ),
    unset(
        "brand.colour",
        Text,
        "\"#1652C9\"",
        "six hexadecimal digits",
        "The brand's colour. Buttons, links and their shades are made from it, light and dark, so that everything can be read.",
    ),
    unset(
        "brand.colour_dark",
        Text,
        "\"#8FB4FF\"",
        "six hexadecimal digits",
        "The brand's colour on dark ground, if it has one of its own.",
    ),
    unset(
        "brand.logo",
        Text,
        "\"logo.svg\"",
        "a plain SVG or a PNG, at most 64 KB",
        "The logo in the head of every page, at most 160 by 32 pixels.",
    ),
    unset(
        "brand.logo_dark",
        Text,
        "\"logo-dark.svg\"",
        "a plain SVG or a PNG, at most 64 KB",
        "The logo on dark ground.",
    ),
    set(
        "languages.default",
        Text,
        "\"en\"",
        "one of those offered",
        "The language of persons who chose none.",
    ),
    set(
        "languages.offered",
        Texts,
        "[\"en\", \"de\"]",
        "en, de",
        "The languages of pages and messages.",
    ),
    set(
        "languages.time_zone",
        Text,
        "\"UTC\"",
        "an IANA zone, like Europe/Berlin",
        "The zone messages and pages tell the time in.",
    ),
];
