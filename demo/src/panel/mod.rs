//! Nordhang Hosting: a small customer panel with its own sign-in that asks Countersign for step-ups and orders.

mod actions;
mod areas;
mod asks;
mod book;
mod frame;
pub mod goods;
mod orders;
mod pages;
mod sight;
mod trouble;
mod visit;

use crate::countersign::Countersign;
use crate::folder::Folder;
use crate::samples::Sample;
use crate::web;
use axum::Router;
use axum::routing::{get, post};
use book::Book;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use visit::Visits;

/// The name this portal has in receipts.
pub const AUDIENCE: &str = "nordhang-panel";
/// Where the browser comes back to after a step-up; registered with Countersign word for word.
pub const RETURN_STEP_UP: &str = "/return/step-up";
/// Where the browser comes back to after an order.
pub const RETURN_ORDER: &str = "/return/order";
/// Where the browser comes back to after signing in on Countersign's page.
pub const RETURN_SIGN_IN: &str = "/return/sign-in";

/// The addresses of the three parts, without a slash at the end.
#[derive(Clone)]
pub struct Addresses {
    /// Countersign: its pages and its API.
    pub pages: String,
    /// This panel.
    pub panel: String,
    /// The phone simulator.
    pub phone: String,
}

/// The panel.
pub struct Panel {
    api: Countersign,
    at: Addresses,
    /// Countersign's ids of the sample persons, by address.
    persons: HashMap<String, String>,
    /// Countersign's id of the contract of several people.
    account: String,
    book: Mutex<Book>,
    visits: Mutex<Visits>,
}

impl Panel {
    /// Opens the panel on what its folder remembers.
    pub fn open(
        api: Countersign,
        at: Addresses,
        folder: &Folder,
        persons: HashMap<String, String>,
        account: String,
    ) -> anyhow::Result<Arc<Self>> {
        let book = Mutex::new(Book::open(folder)?);
        Ok(Arc::new(Self { api, at, persons, account, book, visits: Mutex::default() }))
    }

    /// The account whose things a person sees; nobody else is in one.
    fn account_of(&self, sample: &Sample) -> Option<&str> {
        sample.part.is_some().then_some(self.account.as_str())
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn visits(&self) -> MutexGuard<'_, Visits> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The panel's routes.
pub fn routes(panel: Arc<Panel>) -> Router {
    let guard = web::Guard::new(&panel.at.panel, &["style-src 'self'"], Some(&panel.at.pages));
    let style = include_str!("../../static/panel.css");
    let router = Router::new()
        .route("/", get(pages::start::show))
        .route("/panel.css", get(|| async { web::css(style) }))
        .route("/sign-in", get(pages::sign_in::show).post(pages::sign_in::submit))
        .route("/sign-in/hosted", get(pages::hosted::leave_for))
        .route(RETURN_SIGN_IN, get(pages::hosted::come_back))
        .route("/sign-out", post(pages::sign_in::leave))
        .route("/servers", get(pages::servers::show))
        .route("/servers/{server}", get(pages::server::show))
        .route("/servers/{server}/orders", post(pages::place::submit))
        .route("/orders", get(pages::orders::show))
        .route("/orders/{order}", get(pages::order::show))
        .route("/orders/{order}/cancel", post(pages::order::cancel))
        .route("/orders/{order}/change", get(pages::change::show).post(pages::change::submit))
        .route("/orders/{order}/inline", post(pages::inline::for_order))
        .route("/orders/{order}/receipt.jws", get(pages::receipt::compact))
        .route("/orders/{order}/keys.json", get(pages::receipt::keys))
        .route("/invoices", get(pages::invoices::show))
        .route("/payment-methods", get(pages::payment_methods::show))
        .route("/dns", get(pages::dns::show))
        .route("/mailboxes", get(pages::mailboxes::show))
        .route("/personal-data", get(pages::personal_data::show).post(pages::personal_data::save))
        .route("/inline/{ask}", get(pages::inline::show))
        .route("/inline/{ask}/send", post(pages::inline::send))
        .route("/inline/{ask}/answer", post(pages::inline::answer))
        .route("/inline/{ask}/other", post(pages::inline::other_way))
        .route("/close", post(pages::back::close_windows))
        .route(RETURN_STEP_UP, get(pages::back::from_step_up))
        .route(RETURN_ORDER, get(pages::back::from_order))
        .fallback(pages::missing)
        .with_state(panel);
    guard.around(router)
}
