//! Removing a contact: what goes with it stands there before the button.

use askama::Template;
use countersign_core::people::Method;

use super::ContactProblem;
use crate::locale::{Arg, Html};
use crate::pages::view::{FormToken, Shell};

/// The page.
#[derive(Debug, Template)]
#[template(path = "contacts/remove.html")]
pub struct ContactRemove<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The contact, masked.
    pub target: String,
    /// Whether it was confirmed, and so hears of it.
    pub confirmed: bool,
    /// Ways to sign in that go with it.
    pub ways: Vec<Method>,
    /// Orders can no longer be confirmed by text message.
    pub orders_by_sms: bool,
    /// Nor by call.
    pub orders_by_call: bool,
    /// Other persons who use it on this one's confirmation.
    pub dependents: u32,
    /// Where the form is sent.
    pub action: String,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// It has to stay.
    pub problem: Option<ContactProblem>,
}

impl ContactRemove<'_> {
    fn lead(&self) -> Html {
        self.shell.t.tell("contact-remove-lead", &[("target", Arg::Ltr(&self.target))])
    }

    fn effects(&self) -> Vec<Html> {
        let t = self.shell.t;
        let mut effects = Vec::new();
        for way in &self.ways {
            let key = if *way == Method::Call {
                "contact-loss-call-code"
            } else {
                "contact-loss-sms-code"
            };
            effects.push(t.say(key));
        }
        match (self.orders_by_sms, self.orders_by_call) {
            (true, true) => effects.push(t.say("contact-loss-orders-phone")),
            (true, false) => effects.push(t.say("contact-loss-orders-sms")),
            (false, true) => effects.push(t.say("contact-loss-orders-call")),
            (false, false) => {}
        }
        if self.dependents > 0 {
            let count = [("n", Arg::Count(u64::from(self.dependents)))];
            effects.push(t.tell("contact-loss-dependents", &count));
        }
        if self.confirmed {
            effects.push(t.say("contact-loss-hears"));
        }
        effects
    }
}
