//! Numbers and addresses, one below the other.

use askama::Template;
use countersign_core::people::{ContactKind, Method};
use countersign_core::ports::Timestamp;

use super::ContactProblem;
use crate::locale::{Arg, Html, Texts};
use crate::pages::view::{Area, FormToken, Shell};

/// One contact in the list.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own words")]
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ContactKind,
    /// Masked, with its country's code.
    pub target: String,
    /// What the person calls it; empty: nothing.
    pub label: String,
    /// When it was confirmed, and how, if here.
    pub confirmed: Option<(Timestamp, Option<Method>)>,
    /// It is, or was, used on another person's confirmation.
    pub shared: bool,
    /// Other persons use it on this one's confirmation.
    pub dependents: u32,
    /// The person signs in with this address.
    pub signs_in: bool,
    /// Codes for signing in go to it.
    pub for_codes: bool,
    /// Of several numbers it is offered first.
    pub first: bool,
    /// It can be put first.
    pub may_be_first: bool,
    /// Nothing was heard of it for a year.
    pub asks: bool,
}

/// What the form before did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactsDone {
    /// A contact was confirmed.
    Confirmed,
    /// It was confirmed, and somebody else signs in with it.
    SignInKept,
    /// A contact was removed.
    Removed,
    /// Something in the list was saved.
    Saved,
    /// A test message is on its way.
    Tested,
    /// None can go there now.
    NotTested,
}

/// One choice of where codes go first.
#[derive(Clone, Debug)]
pub struct PreferredRow {
    /// What the form sends.
    pub value: String,
    /// The method.
    pub method: Method,
    /// The contact, masked.
    pub target: String,
    /// It is the choice.
    pub chosen: bool,
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "contacts/list.html")]
pub struct ContactsPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The contacts.
    pub contacts: Vec<ContactRow>,
    /// Where codes may go first; empty with a second factor.
    pub preferred: Vec<PreferredRow>,
    /// The query by which adding a number leads on; empty: back to the list.
    pub next: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was done.
    pub done: Option<ContactsDone>,
    /// What was refused.
    pub problem: Option<ContactProblem>,
}

impl ContactRow {
    fn title(&self, t: &Texts) -> Html {
        let target = ("target", Arg::Ltr(&self.target));
        t.tell(
            match self.kind {
                ContactKind::Mobile => "contact-mobile",
                ContactKind::Landline => "contact-landline",
                ContactKind::Email => "contact-email",
            },
            &[target],
        )
    }

    const fn icon(&self) -> &'static str {
        match self.kind {
            ContactKind::Mobile => "app",
            ContactKind::Landline => "call",
            ContactKind::Email => "email",
        }
    }

    const fn is_number(&self) -> bool {
        !matches!(self.kind, ContactKind::Email)
    }

    fn facts(&self, t: &Texts) -> Html {
        let Some((at, by)) = self.confirmed else {
            return t.say(if self.shared { "contact-fallen" } else { "contact-waits" });
        };
        let date = [("date", Arg::Date(at))];
        if self.shared {
            return t.tell("contact-shared-since", &date);
        }
        t.tell(
            match by {
                Some(Method::Sms) => "contact-confirmed-sms",
                Some(Method::Call) => "contact-confirmed-call",
                Some(Method::WhatsApp) => "contact-confirmed-whatsapp",
                Some(Method::Email) => "contact-confirmed-email",
                _ => "contact-confirmed-portal",
            },
            &date,
        )
    }

    fn uses(&self, t: &Texts) -> Vec<Html> {
        let mut uses = Vec::new();
        if self.signs_in {
            uses.push(t.say("contact-use-sign-in"));
        }
        if self.for_codes {
            uses.push(t.say("contact-use-codes"));
        }
        if self.confirmed.is_some() {
            uses.push(t.say(if self.is_number() {
                "contact-use-orders"
            } else {
                "contact-use-mail"
            }));
        }
        uses
    }

    fn dependents_text(&self, t: &Texts) -> Option<Html> {
        let count = [("n", Arg::Count(u64::from(self.dependents)))];
        (self.dependents > 0).then(|| t.tell("contact-dependents", &count))
    }

    const fn still(&self) -> &'static str {
        if self.is_number() { "contact-still-number" } else { "contact-still-address" }
    }
}

impl ContactsDone {
    /// Reads the word in the address.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "confirmed" => Self::Confirmed,
            "sign-in-kept" => Self::SignInKept,
            "removed" => Self::Removed,
            "saved" => Self::Saved,
            "tested" => Self::Tested,
            "not-tested" => Self::NotTested,
            _ => return None,
        })
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Confirmed => "contacts-done-confirmed",
            Self::SignInKept => "contacts-done-sign-in-kept",
            Self::Removed => "contacts-done-removed",
            Self::Saved => "contacts-done-saved",
            Self::Tested => "contacts-done-tested",
            Self::NotTested => "contacts-done-not-tested",
        }
    }

    const fn tone(self) -> (&'static str, &'static str) {
        match self {
            Self::SignInKept | Self::NotTested => ("warn", "alert"),
            _ => ("ok", "check"),
        }
    }
}

impl PreferredRow {
    fn label(&self, t: &Texts) -> Html {
        let target = [("target", Arg::Ltr(&self.target))];
        t.tell(
            match self.method {
                Method::Email => "preferred-email",
                Method::WhatsApp => "preferred-whatsapp",
                Method::Call => "preferred-call",
                _ => "preferred-sms",
            },
            &target,
        )
    }
}
