//! Setting a new way up: which one, and connecting an app.

use askama::Template;
use countersign_core::people::Method;

use super::FactorProblem;
use crate::locale::{Arg, Html};
use crate::pages::view::{CodeForm, FormToken, Offer, Offers, Shell};

/// How do you want to confirm sign-ins?
#[derive(Debug, Template)]
#[template(path = "factor/way.html")]
pub struct WayPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The ways.
    pub offers: Offers,
    /// Whether another number can be entered.
    pub numbers: bool,
    /// An account requires it: there is no "not now".
    pub must: bool,
    /// What the way that is replaced is called.
    pub replaces: Option<String>,
    /// Where the form is sent.
    pub action: String,
    /// Its one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<FactorProblem>,
}

/// Connecting an app.
#[derive(Template)]
#[template(path = "factor/app.html")]
pub struct AppPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form that takes the first code.
    pub form: CodeForm,
    /// The address that hands the key to an app on this device. Secret.
    pub otpauth: String,
    /// The same as a picture. Secret.
    pub qr: Html,
    /// The key in groups of four. Secret.
    pub key: String,
    /// What the app is called.
    pub name: String,
    /// Where another method can be chosen.
    pub other_way: String,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
}

impl WayPage<'_> {
    #[expect(clippy::unused_self, reason = "templates call it so")]
    fn is_app(&self, offer: &Offer) -> bool {
        offer.method == Method::Totp
    }

    fn keep_text(&self, old: &str) -> Html {
        self.shell.t.tell("way-keep", &[("name", Arg::Text(old))])
    }
}
