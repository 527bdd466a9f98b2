//! The hosted pages: what a person sees.

mod activity;
pub mod assets;
mod browser;
mod choose_page;
mod code_page;
mod code_refused;
mod confirm;
mod contacts;
mod dress;
mod factor;
mod forgot;
mod form;
mod help;
mod invitations;
mod kit;
mod language;
mod mailed_token;
mod no_code;
mod operator;
mod orders;
mod password_strength;
pub mod people;
mod recover;
mod refusal;
mod security;
mod sending;
mod sign_in;
mod sign_out;
pub mod signed_in;
mod staff;
mod stay;
mod stranger;
mod support;
mod trouble;
mod turned;
pub mod view;
mod visiting;

use axum::middleware::from_fn;
use axum::routing::{MethodRouter, get, post};
use countersign_core::people::Staff;

use crate::routes::{Guard, Routes};
use crate::state::AppState;

pub use browser::Browser;
pub use kit::Kit;
pub use trouble::trouble_page;
pub use turned::Turned;

/// Adds every page.
pub fn add(routes: &mut Routes) {
    let mut page =
        |guard, methods: &[&'static str], path: &str, handlers: MethodRouter<AppState>| {
            routes.plain(guard, methods, path, handlers.layer(from_fn(language::keep)));
        };
    page(Guard::Anyone, &["GET"], "/confirm", get(confirm::open::get));
    page(Guard::Visit, &["GET"], "/confirm/{id}", get(confirm::show::get));
    page(Guard::Visit, &["GET"], "/confirm/{id}/other", get(confirm::other::get));
    page(Guard::Visit, &["POST"], "/confirm/{id}/send", post(confirm::send::post));
    page(
        Guard::Visit,
        &["GET", "POST"],
        "/confirm/{id}/code",
        get(confirm::show::to_page).post(confirm::code::post),
    );
    page(Guard::Visit, &["GET"], "/confirm/{id}/help", get(confirm::help::get));
    page(Guard::Visit, &["GET"], "/orders/{id}", get(orders::show::get));
    page(Guard::Visit, &["GET"], "/orders/{id}/other", get(orders::other::get));
    page(Guard::Visit, &["POST"], "/orders/{id}/send", post(orders::send::post));
    page(
        Guard::Visit,
        &["GET", "POST"],
        "/orders/{id}/code",
        get(orders::show::to_page).post(orders::code::post),
    );
    page(Guard::Visit, &["GET"], "/orders/{id}/help", get(orders::help::get));
    page(Guard::Visit, &["GET"], "/orders/{id}/receipt", get(orders::receipt::get));
    page(
        Guard::Anyone,
        &["GET", "POST"],
        "/sign-in/forgot",
        get(forgot::ask::get).post(forgot::ask::post),
    );
    page(Guard::Anyone, &["GET"], "/sign-in/forgot/sent", get(forgot::ask::sent));
    page(Guard::Anyone, &["GET"], "/reset-password/{token}", get(forgot::reset::open));
    page(Guard::Anyone, &["GET"], "/reset-password/done", get(forgot::reset::done));
    page(
        Guard::Link,
        &["GET", "POST"],
        "/reset-password",
        get(forgot::reset::get).post(forgot::reset::post),
    );
    page(Guard::Anyone, &["POST"], "/password-strength", post(password_strength::post));
    security(&mut page);
    signing_in(&mut page);
    activity_pages(&mut page);
    factor::add(&mut page);
    contacts::add(&mut page);
    invitations::add(&mut page);
    people::add(&mut page);
    support::add(&mut page);
    recover::add(&mut page);
    page(
        Guard::Staff(Staff::Operator),
        &["GET", "POST"],
        "/operator/channels",
        get(operator::channels::get).post(operator::channels::post),
    );
    page(Guard::Anyone, &["GET"], "/help", get(help::get));
    routes.plain(Guard::Anyone, &["GET"], "/static/{name}", assets::handlers());
}

/// The area where a person sees and changes what protects them.
fn security(page: &mut impl FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>)) {
    page(Guard::Session, &["GET"], "/security", get(security::overview::get));
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/password",
        get(security::password::get).post(security::password::post),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/password/{id}",
        get(security::password::get_proved).post(security::password::post_proved),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/personal-data",
        get(security::personal_data::get).post(security::personal_data::post),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/sessions",
        get(security::places::sessions).post(security::places::end),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/devices",
        get(security::places::devices).post(security::places::forget),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/support-pin",
        get(security::support_pin::get).post(security::support_pin::post),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/call-code",
        get(security::call_code::get).post(security::call_code::post),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/question",
        get(security::question::get).post(security::question::post),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/security/recovery",
        get(security::recovery::get).post(security::recovery::post),
    );
    page(Guard::Session, &["GET"], "/security/kept/{id}", get(security::kept::get));
    page(Guard::Session, &["POST"], "/security/close-areas", post(security::close_areas::post));
    page(Guard::Session, &["POST"], "/security/stay", post(stay::post));
}

/// Signing in and out.
fn signing_in(page: &mut impl FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>)) {
    page(
        Guard::Anyone,
        &["GET", "POST"],
        "/sign-in",
        get(sign_in::start::get).post(sign_in::start::post),
    );
    page(Guard::Session, &["GET"], "/sign-in/after", get(sign_in::after::get));
    page(Guard::Anyone, &["GET"], "/sign-in/unlock/{token}", get(sign_in::unlock::open));
    page(
        Guard::Link,
        &["GET", "POST"],
        "/sign-in/unlock",
        get(sign_in::unlock::get).post(sign_in::unlock::post),
    );
    page(
        Guard::Session,
        &["GET", "POST"],
        "/sign-in/set-up",
        get(sign_in::set_up::get).post(sign_in::set_up::post),
    );
    page(Guard::Anyone, &["GET"], "/sign-in/set-up/link/{token}", get(sign_in::set_up::open));
    page(Guard::Visit, &["GET"], "/sign-in/{id}", get(sign_in::show::get));
    page(Guard::Visit, &["GET"], "/sign-in/{id}/other", get(sign_in::show::other));
    page(Guard::Visit, &["POST"], "/sign-in/{id}/send", post(sign_in::send::post));
    page(
        Guard::Visit,
        &["GET", "POST"],
        "/sign-in/{id}/code",
        get(sign_in::show::to_page).post(sign_in::code::post),
    );
    page(
        Guard::Visit,
        &["GET", "POST"],
        "/sign-in/{id}/recovery-code",
        get(sign_in::recovery_code::get).post(sign_in::recovery_code::post),
    );
    page(Guard::Visit, &["GET"], "/sign-in/{id}/help", get(sign_in::show::help));
    page(Guard::Session, &["GET", "POST"], "/sign-out", get(sign_out::get).post(sign_out::post));
}

/// What happened, and saying that it was somebody else.
fn activity_pages(page: &mut impl FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>)) {
    page(Guard::Session, &["GET"], "/activity", get(activity::list::get));
    page(Guard::Session, &["GET"], "/activity/download", get(activity::download::get));
    page(Guard::Session, &["GET"], "/people/activity", get(activity::account::get));
    page(Guard::Session, &["GET"], "/people/activity/download", get(activity::account::download));
    page(Guard::Anyone, &["GET"], "/activity/not-me/{token}", get(activity::not_me::open));
    page(Guard::Anyone, &["GET"], "/activity/not-me/done", get(activity::not_me::done));
    page(
        Guard::Link,
        &["GET", "POST"],
        "/activity/not-me",
        get(activity::not_me::get).post(activity::not_me::post),
    );
}
