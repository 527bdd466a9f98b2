//! Entering a number or address, and the code that confirms it.

use askama::Template;
use countersign_core::people::Method;

use super::ContactProblem;
use crate::locale::{Arg, Html};
use crate::pages::contacts::Country;
use crate::pages::view::factor::CodeOf;
use crate::pages::view::{CodeForm, FormToken, NoCode, Offer, Offers, Shell};

/// What is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryFor {
    /// A phone number.
    Number,
    /// An e-mail address.
    Address,
    /// Nothing: this contact, masked, is there and only its way is chosen.
    Known(String),
}

/// The page that takes a number or address.
#[derive(Debug, Template)]
#[template(path = "contacts/entry.html")]
pub struct ContactEntry<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What is entered.
    pub entry: EntryFor,
    /// What it takes the place of, masked, and whether sign-in codes go there.
    pub replaces: Option<(String, bool)>,
    /// Where another way to sign in is chosen, if it is turned on for that.
    pub other: Option<String>,
    /// What it takes the place of as a way to sign in stays beside it.
    pub keep: bool,
    /// The number is confirmed for the account already and can be used without a code.
    pub shareable: bool,
    /// Every country.
    pub countries: &'static [Country],
    /// The code of the chosen one.
    pub country: String,
    /// What was typed before, so that a slip can be mended.
    pub typed: String,
    /// What the person calls it.
    pub label: String,
    /// How the code can come; none for an address.
    pub ways: Offers,
    /// The form's action.
    pub action: String,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<ContactProblem>,
}

impl ContactEntry<'_> {
    fn title_key(&self) -> &'static str {
        match (&self.entry, &self.replaces) {
            (EntryFor::Number, Some(_)) => "contact-change-number-title",
            (EntryFor::Address, Some(_)) => "contact-change-address-title",
            (EntryFor::Number, None) if self.other.is_some() => "contact-set-up-title",
            (EntryFor::Number, None) => "contact-add-number-title",
            (EntryFor::Address, None) => "contact-add-address-title",
            (EntryFor::Known(_), _) => "contact-confirm-title",
        }
    }

    fn lead(&self) -> Html {
        let t = self.shell.t;
        match (&self.entry, &self.replaces) {
            (EntryFor::Known(target), _) => {
                t.tell("contact-confirm-lead", &[("target", Arg::Ltr(target))])
            }
            (_, Some((target, true))) => {
                t.tell("contact-change-codes-lead", &[("target", Arg::Ltr(target))])
            }
            (_, Some((target, false))) => {
                t.tell("contact-change-lead", &[("target", Arg::Ltr(target))])
            }
            (EntryFor::Number, None) => self.shell.branded("contact-add-number-lead"),
            (EntryFor::Address, None) => t.say("contact-add-address-lead"),
        }
    }

    fn is_number(&self) -> bool {
        self.entry == EntryFor::Number
    }

    fn is_address(&self) -> bool {
        self.entry == EntryFor::Address
    }

    fn refused_at(&self, anchor: &str) -> Option<Html> {
        let problem = self.problem.as_ref().filter(|problem| problem.anchor() == anchor)?;
        Some(problem.text(self.shell.t))
    }

    fn way_label(&self, offer: &Offer) -> Html {
        self.shell.say(match offer.method {
            Method::Call => "contact-way-call",
            Method::WhatsApp => "contact-way-whatsapp",
            Method::Email => "contact-way-email",
            _ => "contact-way-sms",
        })
    }

    fn way_hint(&self, offer: &Offer) -> Html {
        self.shell.say(match offer.method {
            Method::Call => "contact-way-call-hint",
            Method::WhatsApp => "contact-way-whatsapp-hint",
            Method::Email => "contact-way-email-hint",
            _ => "contact-way-sms-hint",
        })
    }
}

/// The code that confirms it.
#[derive(Debug, Template)]
#[template(path = "factor/code.html")]
pub struct ContactCode<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form.
    pub form: CodeForm,
    /// What helps if no code comes.
    pub no_code: NoCode,
    /// It is an address.
    pub address: bool,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
}

impl ContactCode<'_> {
    const fn words(&self) -> CodeOf {
        if self.address { CodeOf::Address } else { CodeOf::Number }
    }
}
