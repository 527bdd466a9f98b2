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
    fn title_key(&self) -> &'static str {
        if self.set_up { "set-up-title" } else { "step-up-title" }
    }

    fn lead_key(&self) -> Option<&'static str> {
        Some(if self.set_up { "set-up-lead" } else { "change-lead" })
    }

    const fn confirm_key(&self) -> &'static str {
        "confirm"
    }

    /// Where another way is chosen, and what it is called.
    fn way_out(&self) -> Option<(&str, &'static str)> {
        let key = if self.set_up { "app-other" } else { "use-another-way" };
        Some((self.form.other_way.as_deref()?, key))
    }
}

impl ChangeChoose<'_> {
    fn legend_key(&self) -> &'static str {
        if self.second_factor { "step-up-choose-way" } else { "step-up-choose" }
    }
}
