//! The step-up pages.

use askama::Template;

use super::areas::Areas;
use super::code::CodeForm;
use super::help::NoCode;
use super::offer::Offers;
use super::shell::{FormToken, Shell};
use super::state::State;

/// Choosing where the code goes, or another way.
#[derive(Debug, Template)]
#[template(path = "confirm/choose.html")]
pub struct ConfirmChoose<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What it opens.
    pub areas: Areas,
    /// The ways.
    pub offers: Offers,
    /// Where the form is sent.
    pub action: String,
    /// Its one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<State>,
    /// Whether the person has a second factor; if not, the page names the faster way.
    pub second_factor: bool,
}

/// Entering the code.
#[derive(Debug, Template)]
#[template(path = "confirm/code.html")]
pub struct ConfirmCode<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What it opens.
    pub areas: Areas,
    /// The form.
    pub form: CodeForm,
    /// What helps if no code comes.
    pub no_code: NoCode,
}

/// Confirmed. Seen where the portal named no address to return to, or by whoever comes back.
#[derive(Debug, Template)]
#[template(path = "confirm/done.html")]
pub struct ConfirmDone<'a> {
    /// The frame.
    pub shell: Shell<'a>,
}

impl ConfirmChoose<'_> {
    /// Who has a second factor chooses a way; who has none is sent a code.
    fn legend_key(&self) -> &'static str {
        if self.second_factor { "step-up-choose-way" } else { "step-up-choose" }
    }
}
