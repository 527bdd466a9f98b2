//! Recovery codes: entered, shown once, and what is known of them.

use askama::Template;
use countersign_core::ports::Timestamp;

use super::FactorProblem;
use crate::locale::{Arg, Html};
use crate::pages::view::{Area, CodesFacts, FormToken, Shell};

/// Entering a recovery code.
#[derive(Debug, Template)]
#[template(path = "factor/recovery_code.html")]
pub struct RecoveryCodePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Where the form is sent.
    pub action: String,
    /// Its one-time token.
    pub token: FormToken,
    /// What was typed, so that a typo can be mended.
    pub typed: String,
    /// What was refused.
    pub problem: Option<FactorProblem>,
    /// Its tries are used up: another one has to be begun.
    pub dead: bool,
    /// Where the other ways are.
    pub other_way: String,
}

/// Recovery codes, shown once.
#[derive(Template)]
#[template(path = "factor/codes.html")]
pub struct CodesPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The codes. Secret.
    pub codes: Vec<String>,
    /// Their set.
    pub set: String,
    /// The codes, sealed, for the form that downloads them.
    pub sealed: String,
    /// Why they are shown, where they were not asked for: a key.
    pub because: Option<&'static str>,
    /// They come with a first way, as its last step.
    pub first: bool,
    /// The person's name.
    pub saved_by: String,
    /// When they were made.
    pub made: Timestamp,
    /// Where the download is.
    pub download: String,
    /// Where the form is sent.
    pub action: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<FactorProblem>,
}

impl CodesPage<'_> {
    fn lead(&self) -> Html {
        self.shell.branded("codes-lead")
    }

    fn made_text(&self) -> Html {
        let target = self.shell.visitor.as_ref().map_or("", |visitor| visitor.target.as_str());
        self.shell.t.tell(
            "codes-made",
            &[
                ("product", Arg::Text(&self.shell.brand.product)),
                ("target", Arg::Ltr(target)),
                ("date", Arg::Date(self.made)),
            ],
        )
    }
}

/// What is known of the recovery codes.
#[derive(Debug, Template)]
#[template(path = "factor/recovery.html")]
pub struct RecoveryPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// What is known of them; `None`: there are none.
    pub facts: Option<CodesFacts>,
    /// One was just used.
    pub used: bool,
    /// Where the person was going.
    pub next: Option<String>,
    /// Whether there is a second factor that codes stand beside.
    pub second_factor: bool,
    /// The form's one-time token.
    pub token: FormToken,
}

impl RecoveryPage<'_> {
    fn used_text(&self) -> Option<Html> {
        let left = self.facts.as_ref().map_or(0, |facts| facts.left);
        self.used.then(|| self.shell.t.tell("codes-used", &[("n", Arg::Count(u64::from(left)))]))
    }

    fn facts_text(&self) -> Option<Html> {
        Some(self.facts.as_ref()?.text(self.shell.t))
    }

    fn asks_for_app(&self) -> bool {
        self.used && self.second_factor
    }

    /// Where the person was going; with no code left the way leads over new ones, which come by themselves.
    fn next_key(&self) -> &'static str {
        let spent = self.facts.as_ref().is_none_or(|facts| facts.left == 0);
        if self.used && spent { "codes-next" } else { "continue" }
    }
}
