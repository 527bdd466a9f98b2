//! What is written down of requests.

use super::set;
use crate::config::settings::Kind::Text;
use crate::config::settings::Setting;

pub(super) const SETTINGS: &[Setting] = &[
    set(
        "log.level",
        Text,
        "\"info\"",
        "error, warn, info, debug, trace",
        "How much is written to standard error.",
    ),
    set(
        "log.format",
        Text,
        "\"text\"",
        "text, json",
        "One line per event, for people or for machines.",
    ),
];
