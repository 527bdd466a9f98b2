//! The ways to sign in, one below the other.

use askama::Template;
use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use super::FactorProblem;
use crate::locale::{Arg, Html, Texts};
use crate::pages::view::{Area, FormToken, Shell};

/// One way in the list.
#[derive(Clone, Debug)]
pub struct MethodRow {
    /// Its id.
    pub id: String,
    /// How it answers.
    pub method: Method,
    /// The masked number.
    pub target: String,
    /// What the person calls it.
    pub name: String,
    /// When it began to count.
    pub added: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
    /// The person is asked by it first.
    pub first: bool,
}

/// The ways to sign in.
#[derive(Debug, Template)]
#[template(path = "factor/methods.html")]
pub struct MethodsPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The ways.
    pub methods: Vec<MethodRow>,
    /// What people call the account that requires them: they can be replaced, not turned off.
    pub required_by: Option<String>,
    /// They were turned off, and count until this session ends.
    pub ending: bool,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<FactorProblem>,
}

impl MethodsPage<'_> {
    fn required_text(&self) -> Option<Html> {
        let account = self.required_by.as_deref()?;
        Some(self.shell.t.tell("methods-required", &[("account", Arg::Text(account))]))
    }
}

impl MethodRow {
    /// What it is, in words.
    pub fn label(&self, t: &Texts) -> Html {
        let (name, target) = (("name", Arg::Text(&self.name)), ("target", Arg::Ltr(&self.target)));
        match (self.method, self.name.is_empty()) {
            (Method::Sms, true) => t.tell("methods-sms", &[target]),
            (Method::Sms, false) => t.tell("methods-sms-named", &[name, target]),
            (Method::Call, true) => t.tell("methods-call", &[target]),
            (Method::Call, false) => t.tell("methods-call-named", &[name, target]),
            (_, true) => t.say("offer-totp"),
            (_, false) => t.tell("methods-app-named", &[name]),
        }
    }

    const fn icon(&self) -> &'static str {
        match self.method {
            Method::Sms => "sms",
            Method::Call => "call",
            _ => "app",
        }
    }

    fn facts(&self, t: &Texts) -> Html {
        let added = ("added", Arg::Date(self.added));
        match self.used {
            Some(used) => t.tell("methods-facts-used", &[added, ("used", Arg::Date(used))]),
            None => t.tell("methods-facts", &[added]),
        }
    }
}
