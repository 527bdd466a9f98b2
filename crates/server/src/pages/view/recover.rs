//! Getting back in, from the outside.

use askama::Template;
use countersign_app::recovery::StatusView;
use countersign_core::support::{RecoveryKind, RecoveryState};
use http::StatusCode;

use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// `/sign-in/recover`.
#[derive(Debug, Template)]
#[template(path = "recover/start.html")]
pub struct RecoverPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// The operator lets persons get back in by two contacts.
    pub by_contacts: bool,
    /// What is wrong with what was sent.
    pub wrong: Wrong,
}

/// What is wrong with a form of that page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing.
    Nothing,
    /// The stop code, or the link, belongs to nothing.
    Unknown,
    /// Nobody was named.
    NoName,
}

impl RecoverPage<'_> {
    /// The answer's status.
    pub fn status(&self) -> StatusCode {
        match self.wrong {
            Wrong::Nothing => StatusCode::OK,
            Wrong::Unknown | Wrong::NoName => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn is_refused(&self) -> bool {
        self.wrong != Wrong::Nothing
    }

    fn is_unknown(&self) -> bool {
        self.wrong == Wrong::Unknown
    }

    fn has_no_name(&self) -> bool {
        self.wrong == Wrong::NoName
    }
}

/// Where somebody stands who gets back in by two contacts.
#[derive(Clone, Debug)]
pub enum ByContacts {
    /// The link was asked for.
    Asked,
    /// The owners of the account were asked.
    OwnerAsked,
    /// The link was opened.
    Begin(FormToken),
    /// It leads nowhere.
    Gone,
    /// It is done.
    Done,
}

/// `/sign-in/recover/contacts`, and what stands before and behind it.
#[derive(Debug, Template)]
#[template(path = "recover/contacts.html")]
pub struct ByContactsPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Where it stands.
    pub at: ByContacts,
}

impl ByContactsPage<'_> {
    fn is_gone(&self) -> bool {
        matches!(self.at, ByContacts::Gone)
    }

    fn text_key(&self) -> &'static str {
        match self.at {
            ByContacts::Asked => "recover-asked",
            ByContacts::OwnerAsked => "recover-owner-asked",
            ByContacts::Begin(_) => "recover-begin",
            ByContacts::Gone => "recover-gone",
            ByContacts::Done => "recover-done",
        }
    }
}

/// `/sign-in/recover/status`.
#[derive(Template)]
#[template(path = "recover/status.html")]
pub struct RecoveryStatusPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// What is known of it.
    pub view: StatusView,
    /// Where it is stopped.
    pub stops_at: StopsAt,
}

/// What shows whom a recovery concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopsAt {
    /// A mailed link.
    Link,
    /// A stop code, as it was typed.
    Code(String),
    /// A session of the person's.
    Session,
}

impl RecoveryStatusPage<'_> {
    fn is_open(&self) -> bool {
        self.view.state.is_open()
    }

    fn title_key(&self) -> &'static str {
        match self.view.kind {
            RecoveryKind::Recovery => "recovery-status-title",
            RecoveryKind::Contact => "recovery-status-title-contact",
        }
    }

    fn moment(&self, key: &str, at: Option<countersign_core::Timestamp>) -> Option<Html> {
        let at = at?;
        Some(self.shell.t.tell(key, &[("date", Arg::Date(at)), ("time", Arg::Clock(at))]))
    }

    fn state_text(&self) -> (&'static str, &'static str, Html) {
        let t = self.shell.t;
        let (tone, icon, key) = match self.view.state {
            RecoveryState::Requested => ("info", "clock", "recovery-state-requested"),
            RecoveryState::Waiting => ("warn", "clock", "recovery-state-waiting"),
            RecoveryState::Completed => ("info", "check", "recovery-state-completed"),
            RecoveryState::Stopped => ("ok", "check", "recovery-state-stopped"),
            RecoveryState::SignedIn => ("ok", "check", "recovery-state-signed-in"),
            RecoveryState::Declined | RecoveryState::Cancelled => {
                ("ok", "check", "recovery-state-cancelled")
            }
        };
        (tone, icon, t.say(key))
    }

    fn lines(&self) -> Vec<Html> {
        let asked = self.moment("recovery-line-requested", Some(self.view.requested_at));
        let opens = self.moment("recovery-line-opens", self.view.opens_at);
        let closed = self.moment("recovery-line-closed", self.view.closed_at);
        [asked, opens, closed].into_iter().flatten().collect()
    }

    fn action(&self) -> &'static str {
        match self.stops_at {
            StopsAt::Link => "/sign-in/recover/status",
            StopsAt::Code(_) => "/sign-in/recover",
            StopsAt::Session => "/security/recovery",
        }
    }

    fn stop_code(&self) -> Option<&str> {
        match &self.stops_at {
            StopsAt::Code(typed) => Some(typed),
            StopsAt::Link | StopsAt::Session => None,
        }
    }

    fn is_signed_in(&self) -> bool {
        self.stops_at == StopsAt::Session
    }
}
