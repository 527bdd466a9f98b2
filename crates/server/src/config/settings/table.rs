//! The table of settings. The defaults written here are the defaults in force.

mod log;
mod look;
mod place;
mod policy;
mod sending;
mod words;

use super::{Kind, Setting};

/// Every setting, in the order of the file.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    let sections = [
        place::SETTINGS,
        look::SETTINGS,
        sending::SETTINGS,
        policy::SETTINGS,
        words::SETTINGS,
        log::SETTINGS,
    ];
    sections.into_iter().flatten()
}

pub(in crate::config) const fn set(
    path: &'static str,
    kind: Kind,
    default: &'static str,
    bounds: &'static str,
    says: &'static str,
) -> Setting {
    Setting { path, kind, default: Some(default), example: default, bounds, says }
}

pub(in crate::config) const fn unset(
    path: &'static str,
    kind: Kind,
    example: &'static str,
    bounds: &'static str,
    says: &'static str,
) -> Setting {
    Setting { path, kind, default: None, example, bounds, says }
}
