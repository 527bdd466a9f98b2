//! `GET /help`: what to check before a code is typed, for whoever comes from anywhere.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::browser::Browser;
use super::turned;
use super::view::{HelpPage, Shell};
use crate::state::AppState;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Response {
    let kit = &state.pages;
    let shell = Shell {
        t: kit.locales.texts(browser.language(None)),
        brand: &kit.brand,
        path: "/help".to_owned(),
        visitor: None,
    };
    turned::page(StatusCode::OK, &HelpPage { shell, no_code: None }, None)
}
