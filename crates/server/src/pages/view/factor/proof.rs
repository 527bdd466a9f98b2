//! Proving that it is oneself, before a change: the password, then a code.

use askama::Template;

use super::FactorProblem;
use crate::pages::view::{CodeForm, FormToken, NoCode, Offers, Shell, State};

/// The password before a change.
#[derive(Debug, Template)]
#[template(path = "factor/password.html")]
pub struct ChangePassword<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Where the form is sent.
    pub action: String,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<FactorProblem>,
}

/// The code that confirms a change, or the first one of a number that is turned on.
#[derive(Debug, Template)]
#[template(path = "factor/code.html")]
pub struct ChangeCode<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form.
    pub form: CodeForm,
    /// What helps if no code comes.
    pub no_code: NoCode,
    /// It is the first code of a new way.
    pub set_up: bool,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
}

/// Choosing how to confirm a change.
#[derive(Debug, Template)]
#[template(path = "factor/choose.html")]
pub struct ChangeChoose<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The ways.
    pub offers: Offers,
    /// Where the form is sent.
    pub action: String,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<State>,
    /// Whether the person has a second factor; who has none is sent a code.
    pub second_factor: bool,
}

impl ChangeCode<'_> {
    const fn words(&self) -> CodeOf {
        if self.set_up { CodeOf::SetUp } else { CodeOf::Change }
    }
}

/// What a code is for that changes something: the page's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::view) enum CodeOf {
    /// The first code of a new way.
    SetUp,
    /// The proof before a change.
    Change,
    /// A new number.
    Number,
    /// A new address.
    Address,
}

impl CodeOf {
    pub(in crate::pages::view) const fn title_key(self) -> &'static str {
        match self {
            Self::SetUp => "set-up-title",
            Self::Change => "step-up-title",
            Self::Number => "contact-code-number-title",
            Self::Address => "contact-code-address-title",
        }
    }

    pub(in crate::pages::view) const fn lead_key(self) -> Option<&'static str> {
        match self {
            Self::SetUp => Some("set-up-lead"),
            Self::Change => Some("change-lead"),
            Self::Number | Self::Address => None,
        }
    }

    pub(in crate::pages::view) const fn confirm_key(self) -> &'static str {
        match self {
            Self::SetUp | Self::Change => "confirm",
            Self::Number | Self::Address => "contact-confirm",
        }
    }

    /// What the way out is called.
    pub(in crate::pages::view) const fn other_key(self) -> &'static str {
        match self {
            Self::SetUp => "app-other",
            Self::Change => "use-another-way",
            Self::Number => "contact-code-change-number",
            Self::Address => "contact-code-change-address",
        }
    }
}

impl ChangeChoose<'_> {
    fn legend_key(&self) -> &'static str {
        if self.second_factor { "step-up-choose-way" } else { "step-up-choose" }
    }
}
