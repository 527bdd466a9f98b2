//! The person's own pages of the support desk: the PIN, the call code, and the question that an agent asks.

use askama::Template;
use countersign_app::support::CallCodeView;
use countersign_core::Timestamp;
use countersign_core::support::PinState;
use http::StatusCode;

use super::security::Area;
use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinDone {
    /// A PIN was set.
    Saved,
    /// It was removed.
    Removed,
}

/// What is wrong with a PIN as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinProblem {
    /// Another number of digits; 0: none, or other characters.
    Shape {
        /// Digits found.
        found: u32,
    },
    /// Too easy to guess.
    Easy,
}

/// `/security/support-pin`.
#[derive(Debug, Template)]
#[template(path = "security/support_pin.html")]
pub struct SupportPinPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The forms' token.
    pub token: FormToken,
    /// Where the PIN stands.
    pub state: PinState,
    /// When it was set.
    pub set_at: Option<Timestamp>,
    /// What was just done.
    pub done: Option<PinDone>,
    /// What is wrong with what was typed.
    pub problem: Option<PinProblem>,
}

impl SupportPinPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    const fn is_refused(&self) -> bool {
        self.problem.is_some()
    }

    fn problem_text(&self) -> Option<Html> {
        let t = self.shell.t;
        Some(match self.problem? {
            PinProblem::Shape { found: 0 } => t.say("pin-missing"),
            PinProblem::Shape { found } => {
                t.tell("pin-shape", &[("n", Arg::Count(u64::from(found)))])
            }
            PinProblem::Easy => t.say("pin-easy"),
        })
    }

    fn done_text(&self) -> Option<Html> {
        Some(match self.done? {
            PinDone::Saved => self.shell.say("pin-saved"),
            PinDone::Removed => self.shell.say("pin-removed"),
        })
    }

    fn facts(&self) -> Option<Html> {
        let at = self.set_at?;
        Some(self.shell.t.tell("pin-set-at", &[("date", Arg::Date(at))]))
    }

    fn is_set(&self) -> bool {
        self.state != PinState::NotSet
    }

    fn is_paused(&self) -> bool {
        self.state == PinState::Paused
    }

    fn tag(&self) -> (&'static str, Html) {
        tag(self.state, &self.shell)
    }
}

/// The tag of a PIN: its tone and its word.
pub fn tag(state: PinState, shell: &Shell<'_>) -> (&'static str, Html) {
    match state {
        PinState::NotSet => ("", shell.say("pin-tag-not-set")),
        PinState::Set { .. } => ("ok", shell.say("pin-tag-set")),
        PinState::Paused => ("warn", shell.say("pin-tag-paused")),
    }
}

/// `/security/call-code`.
#[derive(Debug, Template)]
#[template(path = "security/call_code.html")]
pub struct CallCodePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The form's token.
    pub token: FormToken,
    /// The code that works now.
    pub code: Option<CallCodeView>,
}

impl CallCodePage<'_> {
    fn heading(&self) -> Html {
        self.shell.branded("call-code-heading")
    }

    /// Two groups of four.
    fn groups(view: &CallCodeView) -> String {
        let (first, second) = view.digits.split_at_checked(4).unwrap_or((&view.digits, ""));
        format!("{first} {second}")
    }

    fn until(&self, view: &CallCodeView) -> Html {
        self.shell.t.tell("call-code-until", &[("until", Arg::Clock(view.until))])
    }
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// "Yes."
    Yes,
    /// "No, that is not me."
    No,
    /// The question had waited too long, or was answered.
    Over,
}

/// `/security/question`.
#[derive(Debug, Template)]
#[template(path = "security/question.html")]
pub struct QuestionPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// What became of the answer.
    pub answered: Answered,
}

impl QuestionPage<'_> {
    fn told(&self) -> (&'static str, &'static str, Html) {
        match self.answered {
            Answered::Yes => ("ok", "check", self.shell.branded("question-yes")),
            Answered::No => ("warn", "alert", self.shell.branded("question-no")),
            Answered::Over => ("info", "info", self.shell.say("question-over")),
        }
    }

    fn is_no(&self) -> bool {
        self.answered == Answered::No
    }
}
