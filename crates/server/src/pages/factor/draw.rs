//! Draws the shared pages of a code and of a choice as pages of a change.

use axum::response::Response;
use countersign_core::challenge::PurposeKind;
use countersign_core::people::Method;
use http::StatusCode;

use super::changing::{app_label, cancel};
use super::qr;
use crate::pages::choose_page;
use crate::pages::contacts;
use crate::pages::view::{AppPage, ChangeChoose, ChangeCode, CodeForm, NoCode, State};
use crate::pages::visiting::Visiting;

/// The code page of a change: its proof, the first code of a number, or the page that connects an app.
pub fn draw_code(here: &Visiting, status: StatusCode, form: CodeForm, no_code: NoCode) -> Response {
    let cancel = cancel(here);
    let at = here.view.challenge.as_ref();
    if at.is_some_and(|at| at.payload.kind() == PurposeKind::ConfirmContact) {
        return contacts::draw_code(here, status, form, no_code);
    }
    let set_up = at.is_some_and(|at| at.payload.kind() == PurposeKind::SetUp);
    let app = here.view.app_key.as_ref().filter(|_| set_up && here.method() == Some(Method::Totp));
    let (shell, token) = (here.shell(""), here.token());
    let Some(key) = app else {
        return here.page(status, &ChangeCode { shell, form, no_code, set_up, cancel, token });
    };
    let kit = &here.state.pages;
    let otpauth = key.secret.otpauth(&kit.brand.name, &app_label(&here.view.person));
    let name = here.view.change.as_ref().and_then(|change| change.name.clone());
    let page = AppPage {
        qr: qr::draw(&otpauth, shell.t),
        otpauth: otpauth.to_string(),
        key: in_fours(&key.secret.base32()),
        name: name.unwrap_or_else(|| shell.t.plain("app-default-name")),
        other_way: format!("{}/way", here.place.path()),
        shell,
        form,
        cancel,
        token,
    };
    here.page(status, &page)
}

/// The list of ways to confirm a change.
pub fn draw_choose(
    here: &Visiting,
    part: &str,
    status: StatusCode,
    problem: Option<State>,
) -> Response {
    let page = ChangeChoose {
        shell: here.shell(part),
        offers: choose_page::offers(here),
        action: format!("{}/send", here.place.path()),
        cancel: cancel(here),
        token: here.token(),
        problem,
        second_factor: here.view.person.has_second_factor(),
    };
    here.page(status, &page)
}

fn in_fours(key: &str) -> String {
    let groups: Vec<&str> =
        key.as_bytes().chunks(4).map(|four| std::str::from_utf8(four).unwrap_or("")).collect();
    groups.join(" ")
}
