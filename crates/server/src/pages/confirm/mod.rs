//! The step-up pages: `/confirm`.

pub mod code;
pub mod help;
pub mod open;
pub mod other;
pub mod send;
pub mod show;

use super::view::{AreaName, Areas};
use super::visiting::Visiting;

/// What the step-up is asked for.
pub fn areas(here: &Visiting) -> Areas {
    let named = here.view.areas.iter().map(|name| AreaName {
        name: name.clone(),
        label: here.state.pages.area_name(name, here.language).map(str::to_owned),
    });
    let policy = &here.state.ctx.policy;
    Areas {
        named: named.collect(),
        kept: here.goes_on_here().is_some_and(super::security::kept::is_kept),
        split: policy.areas_split,
        minutes: u32::try_from(policy.window.as_secs().div_ceil(60)).unwrap_or(u32::MAX),
    }
}
