//! Getting back in, from the outside: what can be done, and stopping a recovery that one was told of.

mod at;
mod contacts;
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
    page(Guard::Anyone, &["GET"], "/sign-in/recover/asked", get(start::asked));
    page(Guard::Anyone, &["GET"], "/sign-in/recover/contacts/{token}", get(contacts::open));
    page(
        Guard::Link,
        &["GET", "POST"],
        "/sign-in/recover/contacts",
        get(contacts::get).post(contacts::post),
    );
    page(Guard::Anyone, &["GET"], "/sign-in/recover/done", get(contacts::done));
    page(Guard::Visit, &["GET"], "/sign-in/recover/at/{id}", get(at::get));
    page(Guard::Visit, &["GET"], "/sign-in/recover/at/{id}/other", get(at::other));
    page(Guard::Visit, &["GET"], "/sign-in/recover/at/{id}/help", get(at::help));
    page(
        Guard::Visit,
        &["GET", "POST"],
        "/sign-in/recover/at/{id}/send",
        get(at::to_page).post(at::send),
    );
    page(
        Guard::Visit,
        &["GET", "POST"],
        "/sign-in/recover/at/{id}/code",
        get(at::to_page).post(at::code),
    );
    page(Guard::Anyone, &["GET"], "/sign-in/recover/status/{token}", get(status::open));
    page(
        Guard::Link,
        &["GET", "POST"],
        "/sign-in/recover/status",
        get(status::get).post(status::post),
    );
}
