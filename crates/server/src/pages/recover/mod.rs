//! Getting back in, from the outside: what can be done, and stopping a recovery that one was told of.

mod start;
mod status;
mod ticket;

use axum::routing::{MethodRouter, get};

use crate::routes::Guard;
use crate::state::AppState;

/// Adds the pages.
pub fn add(page: &mut impl FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>)) {
    page(Guard::Anyone, &["GET", "POST"], "/sign-in/recover", get(start::get).post(start::post));
    page(
        Guard::Anyone,
        &["GET", "POST"],
        "/sign-in/recover/ticket",
        get(ticket::get).post(ticket::post),
    );
    page(Guard::Anyone, &["GET"], "/sign-in/recover/status/{token}", get(status::open));
    page(
        Guard::Link,
        &["GET", "POST"],
        "/sign-in/recover/status",
        get(status::get).post(status::post),
    );
}
