//! Forgotten and new passwords.

use askama::Template;
use countersign_core::people::{PasswordRefused, PasswordStrength};
use http::StatusCode;

use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html, Texts};

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Nothing was entered.
    Missing,
    /// Fewer characters than this.
    TooShort(u32),
    /// Longer than is taken.
    TooLong,
    /// The hash of a password.
    Hashed,
    /// Listed, or made of names.
    WellKnown,
    /// Without the mixture that is asked for.
    Unmixed,
    /// Easily guessed.
    TooEasy,
}

impl PasswordProblem {
    /// From the reason a use case gave.
    pub fn of(reason: &str, least: u32) -> Self {
        match reason {
            "too-short" => Self::TooShort(least),
            "too-long" => Self::TooLong,
            "hashed" => Self::Hashed,
            "well-known" => Self::WellKnown,
            "unmixed" => Self::Unmixed,
            _ => Self::TooEasy,
        }
    }

    pub(super) fn text(self, t: &Texts) -> Html {
        match self {
            Self::Missing => t.say("password-missing"),
            Self::TooShort(least) => {
                t.tell("password-too-short", &[("n", Arg::Count(u64::from(least)))])
            }
            Self::TooLong => t.say("password-too-long"),
            Self::Hashed => t.say("password-hashed"),
            Self::WellKnown => t.say("password-well-known"),
            Self::Unmixed => t.say("password-unmixed"),
            Self::TooEasy => t.say("password-too-easy"),
        }
    }
}

/// How strong a password is, in words beside its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrengthWords(pub Result<PasswordStrength, PasswordRefused>);

impl StrengthWords {
    /// One line of plain text.
    pub fn text(self, t: &Texts) -> String {
        let (key, n) = match self.0 {
            Ok(PasswordStrength::VeryGood) => ("password-strength-very-good", 0),
            Ok(PasswordStrength::Good) => ("password-strength-good", 0),
            Err(PasswordRefused::TooShort { least }) => ("password-strength-short", least),
            Err(PasswordRefused::TooLong) => ("password-strength-long", 0),
            Err(PasswordRefused::Hashed) => ("password-strength-hashed", 0),
            Err(PasswordRefused::WellKnown) => ("password-strength-known", 0),
            Err(PasswordRefused::Unmixed) => ("password-strength-unmixed", 0),
            Err(PasswordRefused::TooEasy) => ("password-strength-easy", 0),
        };
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        t.tell(key, &[("n", Arg::Count(n))]).to_text()
    }
}

/// Asks for a link.
#[derive(Debug, Template)]
#[template(path = "password/forgot.html")]
pub struct ForgotPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// Nothing was entered.
    pub missing: bool,
}

/// The one answer to every name.
#[derive(Debug, Template)]
#[template(path = "password/forgot_sent.html")]
pub struct ForgotSent<'a> {
    /// The frame.
    pub shell: Shell<'a>,
}

/// Sets a new password.
#[derive(Debug, Template)]
#[template(path = "password/reset.html")]
pub struct ResetPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// Characters a password needs at least.
    pub least: u32,
    /// What was refused.
    pub problem: Option<PasswordProblem>,
}

/// How a reset ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetEnd {
    /// The new password is set.
    Done,
    /// The link leads nowhere.
    Gone,
}

/// The end of a reset.
#[derive(Debug, Template)]
#[template(path = "password/reset_end.html")]
pub struct ResetEndPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Which end.
    pub end: ResetEnd,
}

impl ForgotPage<'_> {
    const fn is_refused(&self) -> bool {
        self.missing
    }

    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }
}

impl ResetPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    fn hint(&self) -> Html {
        self.shell.t.tell("password-hint", &[("n", Arg::Count(u64::from(self.least)))])
    }

    fn problem_text(&self) -> Option<Html> {
        self.problem.map(|problem| problem.text(self.shell.t))
    }
}

impl ResetEndPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.end {
            ResetEnd::Done => StatusCode::OK,
            ResetEnd::Gone => StatusCode::GONE,
        }
    }

    fn is_done(&self) -> bool {
        self.end == ResetEnd::Done
    }
}
