//! Assisted recovery at the desk: the form of the first agent, and the page on which the second decides.

use askama::Template;
use countersign_app::recovery::{RecoveryView, Requested, StoredVouch};
use countersign_app::support::SeenContact;
use countersign_core::Timestamp;
use countersign_core::support::{ProofKind, RecoveryKind, RecoveryState};
use http::StatusCode;

use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// What stands in the first agent's form.
#[derive(Clone, Debug)]
pub struct AskForm {
    /// An outdated contact of somebody who can sign in, and no recovery.
    pub contact: bool,
    /// Why.
    pub reason: String,
    /// Each kind of proof, whether it is ticked, and what was written.
    pub proofs: Vec<(ProofKind, bool, String)>,
    /// The customer number, typed once more.
    pub number: String,
    /// A new address.
    pub email: String,
    /// A new number.
    pub phone: String,
    /// The id of the number whose place it takes; empty: it is added.
    pub instead_of: String,
}

impl Default for AskForm {
    fn default() -> Self {
        Self {
            contact: false,
            reason: String::new(),
            proofs: ProofKind::ALL.map(|kind| (kind, false, String::new())).to_vec(),
            number: String::new(),
            email: String::new(),
            phone: String::new(),
            instead_of: String::new(),
        }
    }
}

/// `/support/cases/{id}/recovery`.
#[derive(Debug, Template)]
#[template(path = "support/ask.html")]
pub struct AskPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The page's address.
    pub path: String,
    /// The form's token.
    pub token: FormToken,
    /// What the person is called.
    pub person: String,
    /// The ticket's number.
    pub ticket: String,
    /// The person belongs to an account, whose number is typed; else their address is.
    pub by_number: bool,
    /// Owners who vouched for the person.
    pub vouches: Vec<StoredVouch>,
    /// The person's confirmed numbers.
    pub numbers: Vec<SeenContact>,
    /// What was typed.
    pub form: AskForm,
    /// What is wrong with it.
    pub problem: Option<Requested>,
}

impl AskPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    const fn is_refused(&self) -> bool {
        self.problem.is_some()
    }

    fn lead(&self) -> Html {
        let args = [("name", Arg::Text(&self.person)), ("ticket", Arg::Ltr(&self.ticket))];
        self.shell.t.tell("ask-lead", &args)
    }

    fn number_label(&self) -> Html {
        self.shell.say(if self.by_number { "ask-number" } else { "ask-address" })
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn proof_label(&self, kind: &ProofKind) -> Html {
        self.shell.say(proof_key(*kind))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn words_label(&self, kind: &ProofKind) -> Html {
        let kind = self.proof_label(kind);
        self.shell.t.tell("ask-words", &[("proof", Arg::Html(&kind))])
    }

    fn vouch_text(&self, vouch: &StoredVouch) -> Html {
        let args = [
            ("name", Arg::Text(&vouch.owner_name)),
            ("account", Arg::Text(&vouch.account_name)),
            ("date", Arg::Date(vouch.at)),
            ("reason", Arg::Text(&vouch.reason)),
        ];
        self.shell.t.tell("ask-vouched", &args)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn vouches_under(&self, kind: &ProofKind) -> Option<&[StoredVouch]> {
        (*kind == ProofKind::Owner).then_some(self.vouches.as_slice())
    }

    fn instead_label(&self, number: &SeenContact) -> Html {
        self.shell.t.tell("ask-instead-of", &[("target", Arg::Ltr(&number.target))])
    }

    fn summary(&self) -> Option<(&'static str, Html)> {
        let (at, key) = match self.problem? {
            Requested::Asked => return None,
            Requested::NoReason => ("reason", "ask-no-reason"),
            Requested::TooFewProofs => ("proofs", "ask-too-few"),
            Requested::Undescribed => ("proofs", "ask-undescribed"),
            Requested::NoPhoneCheck => ("proofs", "ask-no-phone-check"),
            Requested::NoVouch => ("proofs", "ask-no-vouch"),
            Requested::OtherNumber => ("number", "ask-other-number"),
            Requested::BadContact => ("email", "ask-bad-contact"),
            Requested::BadNumber => ("phone", "ask-bad-number"),
            Requested::KnownNumber => ("phone", "ask-known-number"),
            Requested::SignsInThere => ("phone", "ask-signs-in-there"),
            Requested::NoContact => ("email", "ask-no-contact"),
            Requested::NoSession => ("reason", "ask-no-session"),
            Requested::Open => ("reason", "ask-open"),
        };
        Some((at, self.shell.say(key)))
    }

    fn problem_at(&self, field: &str) -> Option<Html> {
        self.summary().filter(|(at, _)| *at == field).map(|(_, text)| text)
    }
}

fn proof_key(kind: ProofKind) -> &'static str {
    match kind {
        ProofKind::Mailbox => "proof-mailbox",
        ProofKind::Phone => "proof-phone",
        ProofKind::Document => "proof-document",
        ProofKind::Owner => "proof-owner",
    }
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It waits.
    Approved,
    /// It is declined.
    Declined,
    /// Whoever asked does not decide.
    SamePerson,
    /// It was over.
    Over,
    /// It is cancelled.
    Cancelled,
    /// It is done.
    Completed,
    /// Its time has not come.
    TooEarly,
    /// There is no mailbox to give access back to.
    NoMailbox,
    /// Somebody else has the new address.
    BadContact,
}

impl Decided {
    /// Each of them.
    pub const ALL: [Self; 9] = [
        Self::Approved,
        Self::Declined,
        Self::SamePerson,
        Self::Over,
        Self::Cancelled,
        Self::Completed,
        Self::TooEarly,
        Self::NoMailbox,
        Self::BadContact,
    ];

    /// The name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::SamePerson => "same-person",
            Self::Over => "over",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
            Self::TooEarly => "too-early",
            Self::NoMailbox => "no-mailbox",
            Self::BadContact => "bad-contact",
        }
    }

    /// Reads the name in the address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.as_str() == text)
    }
}

/// `/support/recoveries/{id}`.
#[derive(Debug, Template)]
#[template(path = "support/decide.html")]
pub struct DecidePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The page's address.
    pub path: String,
    /// The form's token.
    pub token: FormToken,
    /// The recovery.
    pub view: RecoveryView,
    /// When it is looked at.
    pub now: Timestamp,
    /// What was just decided.
    pub said: Option<Decided>,
}

impl DecidePage<'_> {
    fn title(&self) -> Html {
        let key = match self.view.kind {
            RecoveryKind::Recovery => "decide-title",
            RecoveryKind::Contact => "decide-title-contact",
        };
        self.shell.t.tell(key, &[("name", Arg::Text(&self.view.person))])
    }

    fn said_text(&self) -> Option<(&'static str, Html)> {
        let (tone, key) = match self.said? {
            Decided::Approved => ("ok", "decided-approved"),
            Decided::Declined => ("info", "decided-declined"),
            Decided::SamePerson => ("bad", "decided-same-person"),
            Decided::Over => ("info", "decided-over"),
            Decided::Cancelled => ("info", "decided-cancelled"),
            Decided::Completed if self.view.kind == RecoveryKind::Contact => {
                ("ok", "decided-completed-contact")
            }
            Decided::Completed => ("ok", "decided-completed"),
            Decided::TooEarly => ("warn", "decided-too-early"),
            Decided::NoMailbox => ("warn", "decided-no-mailbox"),
            Decided::BadContact => ("warn", "decided-bad-contact"),
        };
        Some((tone, self.shell.say(key)))
    }

    fn state(&self) -> Html {
        state_text(&self.shell, &self.view)
    }

    fn asked(&self) -> Html {
        let view = &self.view;
        let args = [
            ("agent", Arg::Text(&view.requested_by)),
            ("ticket", Arg::Ltr(&view.ticket)),
            ("date", Arg::Date(view.requested_at)),
            ("time", Arg::Clock(view.requested_at)),
        ];
        self.shell.t.tell("decide-asked", &args)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn proof_label(&self, kind: &ProofKind) -> Html {
        self.shell.say(proof_key(*kind))
    }

    /// What the new number does, for the second agent.
    fn number_text(&self) -> Option<Html> {
        let number = self.view.new.number.as_ref()?;
        let target = [("target", Arg::Ltr(&number.value))];
        Some(match number.former.as_deref() {
            Some(old) => {
                let [target] = target;
                self.shell.t.tell("decide-number-instead", &[target, ("old", Arg::Ltr(old))])
            }
            None => self.shell.t.tell("decide-number-added", &target),
        })
    }

    fn may_decide(&self) -> bool {
        self.view.state == RecoveryState::Requested && !self.view.is_mine
    }

    fn waits_for_another(&self) -> bool {
        self.view.state == RecoveryState::Requested && self.view.is_mine
    }

    fn may_complete(&self) -> bool {
        self.view.state == RecoveryState::Waiting
            && self.view.opens_at.is_some_and(|opens| opens <= self.now)
    }

    fn is_open(&self) -> bool {
        self.view.state.is_open()
    }
}

/// Where a recovery stands, in the words of the desk.
pub fn state_text(shell: &Shell<'_>, view: &RecoveryView) -> Html {
    match (view.state, view.opens_at) {
        (RecoveryState::Waiting, Some(opens)) => {
            let args = [("date", Arg::Date(opens)), ("time", Arg::Clock(opens))];
            shell.t.tell("decide-state-waiting", &args)
        }
        (RecoveryState::Requested | RecoveryState::Waiting, _) => {
            shell.say("decide-state-requested")
        }
        (RecoveryState::Completed, _) => shell.say("decide-state-completed"),
        (RecoveryState::Declined, _) => shell.say("decide-state-declined"),
        (RecoveryState::Cancelled, _) => shell.say("decide-state-cancelled"),
        (RecoveryState::Stopped, _) => shell.say("decide-state-stopped"),
        (RecoveryState::SignedIn, _) => shell.say("decide-state-signed-in"),
    }
}
