//! Numbers and addresses: `/security/contacts`, and the pages of the changes that add, confirm, change and remove one.

mod begin;
mod countries;
mod edit;
mod entry;
mod list;
mod mask;
mod remove;
mod share;

pub use countries::{Country, name as country_name};
pub use entry::{confirmed, draw_code, has_begun};
pub use list::PATH;

pub(super) use entry::show;
pub(super) use remove::{carry_out, draw as draw_remove};

use axum::routing::{MethodRouter, get, post};

use crate::routes::Guard;
use crate::state::AppState;

type Page<'p> = &'p mut dyn FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>);

/// Adds these pages.
pub fn add(page: Page<'_>) {
    let both: &[&'static str] = &["GET", "POST"];
    page(Guard::Session, both, "/security/contacts", get(list::get).post(begin::post));
    page(Guard::Session, &["POST"], "/security/contacts/{id}", post(edit::post));
    page(Guard::Visit, both, "/security/changes/{id}/contact", get(entry::get).post(entry::post));
}
