//! `/people`: the persons of an account, for its owners and administrators.

mod here;
mod kept;
mod list;
mod marks;
mod person;
mod rule;

use axum::routing::{MethodRouter, get, post};

use crate::routes::Guard;
use crate::state::AppState;

pub use here::{Looking, Tab};
pub use kept::{PATH as KEPT, go_on};

/// Adds the pages.
pub fn add(page: &mut impl FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>)) {
    page(Guard::Session, &["GET"], "/people", get(list::get));
    page(Guard::Session, &["POST"], "/people/require", post(list::post));
    page(Guard::Session, &["GET", "POST"], "/people/rule", get(rule::get).post(rule::post));
    page(Guard::Session, &["GET", "POST"], "/people/marks", get(marks::get).post(marks::post));
    page(Guard::Session, &["GET"], "/people/kept/{id}", get(kept::get));
    page(Guard::Session, &["GET", "POST"], "/people/{id}", get(person::get).post(person::post));
}
