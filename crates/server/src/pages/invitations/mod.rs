//! People with access: who works for a customer account from outside, and who is invited; and the page that an invitation opens.

mod access;
mod again;
mod answer;
mod list;
mod new;
mod reached;
mod remove;
mod words;

use axum::routing::{MethodRouter, get, post};

use crate::routes::Guard;
use crate::state::AppState;

type Page<'p> = &'p mut dyn FnMut(Guard, &[&'static str], &str, MethodRouter<AppState>);

/// Adds these pages.
pub fn add(page: Page<'_>) {
    let both: &[&'static str] = &["GET", "POST"];
    page(Guard::Session, &["GET"], list::PATH, get(list::get));
    page(Guard::Session, both, reached::PATH, get(reached::get).post(reached::post));
    page(Guard::Session, both, new::PATH, get(new::get).post(new::post));
    page(Guard::Session, &["POST"], "/people/invitations/{id}", post(again::post));
    page(Guard::Session, both, "/people/access/{id}", get(remove::get).post(remove::post));
    page(Guard::Anyone, &["GET"], "/people/invitations/open/{token}", get(answer::open));
    page(Guard::Link, both, answer::PATH, get(answer::get).post(answer::post));
    page(Guard::Anyone, &["GET"], answer::DONE, get(answer::done));
    page(Guard::Link, both, access::PATH, get(access::get).post(access::post));
}
