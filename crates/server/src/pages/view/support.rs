//! The support desk: who is looked for, and one person as an agent sees them.

use askama::Template;
use countersign_app::recovery::RecoveryView;
use countersign_app::support::{
    CaseView, CheckKind, CheckState, FoundPerson, RoleOfPerson, StoredCase, StoredCheck,
};
use countersign_core::Timestamp;
use countersign_core::people::{ContactKind, Method, Role};
use countersign_core::support::PinState;
use http::StatusCode;

use super::shell::{FormToken, Shell};
use super::support_pin::tag;
use super::support_recovery::state_text;
use crate::locale::{Arg, Html};

/// What is wrong with a look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindProblem {
    /// Nothing to look for.
    NoTerm,
    /// No ticket number.
    NoTicket,
}

/// `/support`.
#[derive(Debug, Template)]
#[template(path = "support/find.html")]
pub struct FindPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The forms' token.
    pub token: FormToken,
    /// What was looked for.
    pub term: String,
    /// The last digits of a number.
    pub ends: String,
    /// The ticket's number.
    pub ticket: String,
    /// Who was found; `None`: nobody was looked for.
    pub found: Option<Vec<FoundPerson>>,
    /// The agent's open cases.
    pub cases: Vec<StoredCase>,
    /// Recoveries that are open.
    pub recoveries: Vec<RecoveryView>,
    /// One was just asked for.
    pub asked: bool,
    /// What is wrong.
    pub problem: Option<FindProblem>,
}

impl FindPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    const fn is_refused(&self) -> bool {
        self.problem.is_some()
    }

    fn problem_at(&self, field: &str) -> Option<Html> {
        let (at, key) = match self.problem? {
            FindProblem::NoTerm => ("term", "find-no-term"),
            FindProblem::NoTicket => ("ticket", "find-no-ticket"),
        };
        (at == field).then(|| self.shell.say(key))
    }

    fn summary(&self) -> Option<(&'static str, Html)> {
        ["term", "ticket"].into_iter().find_map(|at| Some((at, self.problem_at(at)?)))
    }

    fn found_text(&self) -> Option<Html> {
        let found = u64::try_from(self.found.as_ref()?.len()).unwrap_or(u64::MAX);
        Some(self.shell.t.tell("find-found", &[("n", Arg::Count(found))]))
    }

    fn case_text(&self, case: &StoredCase) -> Html {
        let args = [("ticket", Arg::Ltr(&case.ticket)), ("time", Arg::Clock(case.opened_at))];
        self.shell.t.tell("find-case", &args)
    }

    fn recovery_text(&self, view: &RecoveryView) -> Html {
        state_text(&self.shell, view)
    }

    fn open_label(&self, one: &FoundPerson) -> Html {
        self.shell.t.tell("find-open-label", &[("name", Arg::Text(&one.name))])
    }
}

/// What is wrong with a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseProblem {
    /// What was typed is no PIN.
    Pin {
        /// Digits found.
        found: u32,
    },
    /// It is no call code.
    CallCode {
        /// Digits found.
        found: u32,
    },
    /// The agent's checks of this hour are used up.
    Limit,
}

/// What was just done beside a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupportDone {
    /// The person is asked.
    Asked,
    /// A call code is on its way.
    Sent,
    /// None is sent while the PIN is paused.
    NotWhilePaused,
    /// There is no number to send it to.
    NoNumber,
    /// Enough were sent.
    TooMany,
}

impl SupportDone {
    /// Each of them.
    pub const ALL: [Self; 5] =
        [Self::Asked, Self::Sent, Self::NotWhilePaused, Self::NoNumber, Self::TooMany];

    /// The name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Sent => "sent",
            Self::NotWhilePaused => "paused",
            Self::NoNumber => "no-number",
            Self::TooMany => "too-many",
        }
    }

    /// Reads the name in the address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.as_str() == text)
    }
}

/// `/support/cases/{id}`.
#[derive(Debug, Template)]
#[template(path = "support/case.html")]
pub struct CasePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The page's address.
    pub path: String,
    /// The forms' token.
    pub token: FormToken,
    /// The person.
    pub view: CaseView,
    /// The person's newest recovery, if it is open.
    pub recovery: Option<RecoveryView>,
    /// When it is looked at.
    pub now: Timestamp,
    /// What was just done.
    pub done: Option<SupportDone>,
    /// What is wrong with what was typed.
    pub problem: Option<CaseProblem>,
}

impl CasePage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.problem {
            Some(CaseProblem::Limit) => StatusCode::TOO_MANY_REQUESTS,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    const fn is_refused(&self) -> bool {
        self.problem.is_some()
    }

    fn title(&self) -> Html {
        self.shell.t.tell("case-title", &[("name", Arg::Text(&self.view.case.person_name))])
    }

    /// A ticket that the customer wrote signed in tells who wrote it, as an answer in their session does.
    fn ticket_text(&self) -> Option<Html> {
        let at = self.view.wrote_ticket?;
        let args = [("date", Arg::Date(at)), ("time", Arg::Clock(at))];
        Some(self.shell.t.tell("case-ticket-signed-in", &args))
    }

    fn opened(&self) -> Html {
        let case = &self.view.case;
        let args = [("ticket", Arg::Ltr(&case.ticket)), ("time", Arg::Clock(case.opened_at))];
        self.shell.t.tell("find-case", &args)
    }

    fn role_text(&self, role: &RoleOfPerson) -> Html {
        let word = self.shell.say(match role.role {
            Role::Owner => "case-role-owner",
            Role::Administrator => "case-role-administrator",
            Role::Member => "case-role-member",
            Role::TechnicalAdministrator => "case-role-technical",
        });
        let args = [
            ("name", Arg::Text(&role.name)),
            ("number", Arg::Ltr(&role.reference)),
            ("role", Arg::Html(&word)),
        ];
        self.shell.t.tell("case-account", &args)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn kind_text(&self, kind: &ContactKind) -> Html {
        self.shell.say(match kind {
            ContactKind::Email => "case-contact-email",
            ContactKind::Mobile => "case-contact-mobile",
            ContactKind::Landline => "case-contact-landline",
        })
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn method_text(&self, method: &Method) -> Html {
        self.shell.say(match method {
            Method::Totp => "factor-way-app",
            Method::Call => "factor-way-call",
            Method::Passkey => "factor-way-passkey",
            _ => "factor-way-sms",
        })
    }

    fn codes_text(&self) -> Html {
        let left = Arg::Count(u64::from(self.view.recovery_codes));
        self.shell.t.tell("case-recovery-codes", &[("n", left)])
    }

    fn last_sign_in(&self) -> Html {
        match self.view.last_sign_in {
            Some(at) => self
                .shell
                .t
                .tell("case-moment", &[("date", Arg::Date(at)), ("time", Arg::Clock(at))]),
            None => self.shell.say("case-never"),
        }
    }

    fn recovery_text(&self, view: &RecoveryView) -> Html {
        state_text(&self.shell, view)
    }

    fn pin_tag(&self) -> (&'static str, Html) {
        tag(self.view.pin, &self.shell)
    }

    fn pin_is_set(&self) -> bool {
        matches!(self.view.pin, PinState::Set { .. })
    }

    fn pin_text(&self) -> Html {
        self.shell.say(match self.view.pin {
            PinState::NotSet => "case-pin-not-set",
            PinState::Set { .. } => "case-pin-ask",
            PinState::Paused => "case-pin-paused",
        })
    }

    fn limit_text(&self) -> Option<Html> {
        (self.problem == Some(CaseProblem::Limit)).then(|| self.shell.say("case-limit"))
    }

    fn problem_at(&self, field: &str) -> Option<Html> {
        let t = self.shell.t;
        let (at, found, missing, shape) = match self.problem? {
            CaseProblem::Pin { found } => ("caller-pin", found, "case-pin-missing", "pin-shape"),
            CaseProblem::CallCode { found } => {
                ("caller-code", found, "case-code-missing", "call-code-shape")
            }
            CaseProblem::Limit => return None,
        };
        let told = if found == 0 {
            t.say(missing)
        } else {
            t.tell(shape, &[("n", Arg::Count(u64::from(found)))])
        };
        (at == field).then_some(told)
    }

    fn summary(&self) -> Option<(&'static str, Html)> {
        ["caller-pin", "caller-code"].into_iter().find_map(|at| Some((at, self.problem_at(at)?)))
    }

    fn done_text(&self) -> Option<(&'static str, Html)> {
        let (tone, key) = match self.done? {
            SupportDone::Asked => ("info", "case-asked"),
            SupportDone::Sent => ("ok", "case-code-sent"),
            SupportDone::NotWhilePaused => ("warn", "case-code-paused"),
            SupportDone::NoNumber => ("warn", "case-code-no-number"),
            SupportDone::TooMany => ("warn", "case-code-too-many"),
        };
        Some((tone, self.shell.say(key)))
    }

    /// The account that a match lets the agent talk about.
    fn account(&self) -> &str {
        self.view.roles.first().map_or(self.view.case.person_name.as_str(), |role| &role.name)
    }

    /// What came of a check: tone, icon, words.
    fn check_text(&self, stored: &StoredCheck) -> (&'static str, &'static str, Html) {
        let t = self.shell.t;
        let check = &stored.check;
        let left = Arg::Count(u64::from(check.tries_left.unwrap_or(0)));
        let at =
            [("time", Arg::Clock(check.at)), ("account", Arg::Text(self.account())), ("n", left)];
        let waits = check.ends_at.is_some_and(|ends| self.now < ends);
        let (tone, icon, key) = match (check.kind, check.state) {
            (CheckKind::Pin, CheckState::Right) => ("ok", "check", "check-pin-right"),
            (CheckKind::Pin, CheckState::Wrong) if check.tries_left == Some(0) => {
                ("bad", "alert", "check-pin-third")
            }
            (CheckKind::Pin, CheckState::Wrong) => ("bad", "alert", "check-pin-wrong"),
            (CheckKind::Pin, CheckState::Paused) => ("warn", "alert", "check-pin-paused"),
            (CheckKind::Pin, CheckState::NotSet) => ("info", "info", "check-pin-not-set"),
            (CheckKind::Pin, _) => ("info", "clock", "check-pin-cut-off"),
            (CheckKind::CallCode, CheckState::Right) => ("ok", "check", "check-code-right"),
            (CheckKind::CallCode, CheckState::Wrong) if check.tries_left == Some(0) => {
                ("bad", "alert", "check-code-void")
            }
            (CheckKind::CallCode, CheckState::Wrong) => ("bad", "alert", "check-code-wrong"),
            (CheckKind::CallCode, _) => ("warn", "alert", "check-code-over"),
            (CheckKind::Question, CheckState::Yes) => ("ok", "check", "check-question-yes"),
            (CheckKind::Question, CheckState::No) => ("bad", "stop", "check-question-no"),
            (CheckKind::Question, CheckState::Pending) if waits => {
                ("info", "clock", "check-question-waits")
            }
            (CheckKind::Question, _) => ("info", "info", "check-question-over"),
        };
        (tone, icon, t.tell(key, &at))
    }
}

impl Shell<'_> {
    /// The title of a window of the desk, which has a product name of its own.
    pub fn desk_title(&self, page: &Html, refused: bool) -> Html {
        let key = if refused { "title-error" } else { "title" };
        let desk = self.say("desk-product").to_text();
        let args = [("page", Arg::Html(&page.without_tags())), ("product", Arg::Text(&desk))];
        self.t.tell(key, &args).without_tags()
    }
}
