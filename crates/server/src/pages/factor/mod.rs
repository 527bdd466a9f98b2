//! Turning two-factor authentication on, changing it, and recovery codes: `/security/methods`, `/security/changes/{id}`,
//! `/security/recovery-codes`.

pub mod act;
pub mod begin;
pub mod changing;
pub mod code;
pub mod codes;
mod draw;
mod leads;
pub mod methods;
pub mod password;
mod qr;
pub mod recovery_code;
pub mod recovery_codes;
pub mod show;
pub mod way;

pub use begin::{led, owed};
pub use changing::Sent;
pub use draw::{draw_choose, draw_code};
pub use leads::{portal, with_next};

use axum::routing::{MethodRouter, get, post};

use crate::routes::Guard;
use crate::state::AppState;

type Page<'p> = &'p mut dyn FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>);

/// Adds these pages.
pub fn add(page: Page<'_>) {
    let both: &[&'static str] = &["GET", "POST"];
    page(Guard::Session, &["GET"], "/security/methods", get(methods::get));
    page(Guard::Session, both, "/security/methods/app", get(begin::get).post(begin::post));
    page(Guard::Session, &["POST"], "/security/methods/off", post(begin::off));
    page(Guard::Session, &["POST"], "/security/methods/{id}", post(methods::post));
    page(
        Guard::Session,
        both,
        "/security/recovery-codes",
        get(recovery_codes::get).post(recovery_codes::post),
    );
    page(Guard::Visit, &["GET"], "/security/changes/{id}", get(show::get));
    page(Guard::Visit, &["GET"], "/security/changes/{id}/other", get(show::other));
    page(Guard::Visit, &["GET"], "/security/changes/{id}/help", get(show::help));
    page(Guard::Visit, &["POST"], "/security/changes/{id}/cancel", post(act::cancel));
    page(
        Guard::Visit,
        both,
        "/security/changes/{id}/password",
        get(show::to_page).post(password::post),
    );
    page(Guard::Visit, both, "/security/changes/{id}/send", get(show::to_page).post(code::send));
    page(Guard::Visit, both, "/security/changes/{id}/code", get(show::to_page).post(code::post));
    page(
        Guard::Visit,
        both,
        "/security/changes/{id}/recovery-code",
        get(recovery_code::get).post(recovery_code::post),
    );
    page(Guard::Visit, both, "/security/changes/{id}/way", get(way::get).post(way::post));
    page(Guard::Visit, both, "/security/changes/{id}/act", get(show::to_page).post(act::post));
    page(Guard::Visit, both, "/security/changes/{id}/codes", get(codes::get).post(codes::post));
    page(
        Guard::Visit,
        both,
        "/security/changes/{id}/codes/download",
        get(show::to_page).post(codes::download),
    );
}
