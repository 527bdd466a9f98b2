//! The security area: overview, password, and what stands beside every page.

use askama::Template;
use countersign_app::support::Question;
use countersign_core::Timestamp;
use countersign_core::support::PinState;
use http::StatusCode;

use super::activity::ActivityLine;
use super::password::PasswordProblem;
use super::shell::{FormToken, Shell};
use super::standing::{Banner, CodesFacts, WindowEnd};
use super::support_pin::tag;
use crate::locale::{Arg, Html, Texts};

/// What every page of the area has around its panels.
#[derive(Clone, Debug)]
pub struct Area {
    /// The page this is.
    pub path: &'static str,
    /// Until when protected areas are open, if they are.
    pub open: Option<WindowEnd>,
    /// The token of the form that closes them.
    pub token: FormToken,
    /// The most urgent thing, if there is one.
    pub banner: Option<Banner>,
    /// The person looks after an account.
    pub looks_after: bool,
    /// What a support agent asks the person right now.
    pub question: Option<Question>,
    /// The desk of a member of staff: address, text.
    pub desk: Option<(&'static str, &'static str)>,
}

/// The pages of the area, in their order: address, text.
const SIDE: &[(&str, &str)] = &[
    ("/security", "side-overview"),
    ("/security/password", "side-password"),
    ("/security/methods", "side-methods"),
    ("/security/recovery-codes", "codes-name"),
    ("/security/contacts", "side-contacts"),
    ("/security/support-pin", "side-support-pin"),
    ("/security/sessions", "side-sessions"),
    ("/security/devices", "side-devices"),
    ("/security/personal-data", "side-personal-data"),
    ("/people", "side-people"),
    ("/people/invitations", "side-access"),
    ("/people/contact-persons", "side-reached"),
    ("/people/activity", "side-account-activity"),
    ("/activity", "side-activity"),
    ("/sign-out", "side-sign-out"),
];

impl Area {
    /// The list: address, text, and whether this is it.
    pub fn side(&self) -> Vec<(&'static str, &'static str, bool)> {
        let shown = SIDE.iter().filter(|(path, _)| self.looks_after || *path != "/people");
        let desk = self.desk.as_ref().into_iter();
        desk.chain(shown).map(|(path, key)| (*path, *key, *path == self.path)).collect()
    }

    /// What an agent asks, in words.
    pub(crate) fn question_text(&self, shell: &Shell<'_>) -> Option<Html> {
        let Question { agent, ticket, .. } = self.question.as_ref()?;
        let args = [
            ("brand", Arg::Text(&shell.brand.name)),
            ("agent", Arg::Text(agent)),
            ("ticket", Arg::Ltr(ticket)),
        ];
        Some(shell.t.tell("question", &args))
    }
}

/// A way of two-factor authentication that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorWay {
    /// An authenticator app.
    App,
    /// Text messages.
    Sms,
    /// Calls.
    Call,
    /// A passkey.
    Passkey,
}

impl FactorWay {
    fn text(self, t: &Texts) -> Html {
        t.say(match self {
            Self::App => "factor-way-app",
            Self::Sms => "factor-way-sms",
            Self::Call => "factor-way-call",
            Self::Passkey => "factor-way-passkey",
        })
    }
}

/// A number or address.
#[derive(Clone, Debug)]
pub struct ContactLine {
    /// Masked.
    pub target: String,
    /// Whether it was confirmed.
    pub confirmed: bool,
}

/// The overview.
#[derive(Debug, Template)]
#[template(path = "security/overview.html")]
pub struct Overview<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// When the password was set; unknown where it came with the person.
    pub password_at: Option<Timestamp>,
    /// The ways of two-factor authentication that are on.
    pub ways: Vec<FactorWay>,
    /// What people call the account that requires it.
    pub required_by: Option<String>,
    /// What is known of the recovery codes; `None`: none were saved.
    pub codes: Option<CodesFacts>,
    /// Phone numbers.
    pub numbers: Vec<ContactLine>,
    /// E-mail addresses.
    pub addresses: Vec<ContactLine>,
    /// Where the support PIN stands; staff have none.
    pub pin: Option<PinState>,
    /// Sessions that are open beside this one.
    pub other_sessions: u64,
    /// Browsers that are recognised.
    pub devices: u64,
    /// The newest of what happened.
    pub recent: Vec<ActivityLine>,
    /// The token of its forms.
    pub token: FormToken,
}

impl Overview<'_> {
    fn password_text(&self) -> Html {
        let t = self.shell.t;
        match self.password_at {
            Some(at) => t.tell("overview-password-changed", &[("date", Arg::Date(at))]),
            None => t.say("overview-password-set"),
        }
    }

    fn required_text(&self) -> Option<Html> {
        let account = self.required_by.as_deref()?;
        Some(self.shell.t.tell("state-required", &[("account", Arg::Text(account))]))
    }

    fn has_factor(&self) -> bool {
        !self.ways.is_empty()
    }

    fn ways_text(&self) -> Vec<Html> {
        self.ways.iter().map(|way| way.text(self.shell.t)).collect()
    }

    fn codes_text(&self) -> Html {
        let t = self.shell.t;
        self.codes.as_ref().map_or_else(|| t.say("overview-codes-unsaved"), |facts| facts.text(t))
    }

    fn asks_for_codes(&self) -> bool {
        self.has_factor() && self.codes.as_ref().is_some_and(|facts| facts.asks)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn pin_tag(&self, state: &PinState) -> (&'static str, Html) {
        tag(*state, &self.shell)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn pin_text(&self, state: &PinState) -> Html {
        self.shell.branded(match state {
            PinState::NotSet => "overview-pin-not-set",
            PinState::Set { .. } => "overview-pin-set",
            PinState::Paused => "overview-pin-paused",
        })
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn pin_action(state: &PinState) -> &'static str {
        match state {
            PinState::NotSet => "overview-pin-set-it",
            PinState::Set { .. } => "overview-change",
            PinState::Paused => "overview-pin-set-new",
        }
    }

    fn sessions_text(&self) -> Html {
        self.shell.t.tell("overview-sessions-open", &[("n", Arg::Count(self.other_sessions))])
    }

    fn devices_text(&self) -> Html {
        self.shell.t.tell("overview-devices-known", &[("n", Arg::Count(self.devices))])
    }

    fn moment(&self, line: &ActivityLine) -> Html {
        let args = [("date", Arg::Date(line.at)), ("time", Arg::Clock(line.at))];
        self.shell.t.tell("overview-moment", &args)
    }
}

/// The page that changes the password.
#[derive(Debug, Template)]
#[template(path = "security/password.html")]
pub struct PasswordPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// Where the form goes.
    pub action: String,
    /// The form's token.
    pub token: FormToken,
    /// Whether a second factor is to be shown first.
    pub prove_first: bool,
    /// Characters a password needs at least.
    pub least: u32,
    /// The present password is missing or wrong.
    pub current: Option<CurrentProblem>,
    /// What is wrong with the new one.
    pub problem: Option<PasswordProblem>,
    /// It was changed, and this many other sessions ended.
    pub changed: Option<u64>,
}

/// What is wrong with the present password as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrentProblem {
    /// Nothing was entered.
    Missing,
    /// It is another one.
    Wrong,
}

impl PasswordPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    const fn is_refused(&self) -> bool {
        self.current.is_some() || self.problem.is_some()
    }

    fn hint(&self) -> Html {
        self.shell.t.tell("password-hint", &[("n", Arg::Count(u64::from(self.least)))])
    }

    fn problem_text(&self) -> Option<Html> {
        self.problem.map(|problem| problem.text(self.shell.t))
    }

    fn current_text(&self) -> Option<Html> {
        self.current.map(|problem| {
            self.shell.t.say(match problem {
                CurrentProblem::Missing => "current-password-missing",
                CurrentProblem::Wrong => "current-password-wrong",
            })
        })
    }

    fn changed_text(&self) -> Option<Html> {
        let ended = self.changed?;
        Some(self.shell.t.tell("password-changed", &[("n", Arg::Count(ended))]))
    }
}

/// The person's own data.
#[derive(Template)]
#[template(path = "security/personal_data.html")]
pub struct PersonalData<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The form's token.
    pub token: FormToken,
    /// The name.
    pub name: String,
    /// The language of pages and messages.
    pub language: String,
    /// Numbers and addresses, and whether each is confirmed.
    pub contacts: Vec<(String, bool)>,
    /// The kept form that this is.
    pub kept: Option<String>,
    /// It was just saved.
    pub saved: bool,
    /// The name cannot be used.
    pub name_refused: bool,
}

impl PersonalData<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    const fn is_refused(&self) -> bool {
        self.name_refused
    }

    fn is_just_saved(&self) -> bool {
        self.saved && !self.name_refused
    }
}
