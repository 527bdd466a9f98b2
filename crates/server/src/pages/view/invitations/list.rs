//! Who has access to a customer account from outside, and who is invited.

use askama::Template;
use countersign_core::Timestamp;
use countersign_core::access::InvitationState;
use countersign_core::people::Role;

use super::{AccessProblem, role_key};
use crate::locale::{Arg, Html};
use crate::pages::view::{Area, FormToken, Shell};

/// Somebody who works for the account from outside.
#[derive(Clone, Debug)]
pub struct OutsideLine {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// What they may do, in the portal's words.
    pub rights: Vec<String>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// Since when.
    pub since: Timestamp,
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct InvitationLine {
    /// Its id.
    pub id: String,
    /// What whoever invited calls the person.
    pub name: String,
    /// The mailbox.
    pub email: String,
    /// The role.
    pub role: Option<Role>,
    /// What they will be allowed, in the portal's words.
    pub rights: Vec<String>,
    /// What became of it.
    pub state: Option<InvitationState>,
    /// When it was mailed last.
    pub mailed_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Whether it can be mailed again now.
    pub mails_again: bool,
    /// Who invited.
    pub inviter: Option<String>,
}

impl InvitationLine {
    fn is_pending(&self) -> bool {
        self.state == Some(InvitationState::Pending)
    }

    const fn tag(&self) -> (&'static str, &'static str) {
        match self.state {
            Some(InvitationState::Pending) => ("info", "access-pending"),
            Some(InvitationState::Accepted) => ("ok", "access-accepted"),
            Some(InvitationState::Declined) => ("plain", "access-declined"),
            Some(InvitationState::Withdrawn) => ("plain", "access-withdrawn"),
            Some(InvitationState::Expired) | None => ("plain", "access-expired"),
        }
    }
}

/// What a button did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessDone {
    /// An invitation is on its way.
    Sent,
    /// Once more.
    Again,
    /// It was taken back.
    Withdrawn,
    /// Somebody has access no longer.
    Removed,
}

impl AccessDone {
    /// From the page's address.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "sent" => Some(Self::Sent),
            "again" => Some(Self::Again),
            "withdrawn" => Some(Self::Withdrawn),
            "removed" => Some(Self::Removed),
            _ => None,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Sent => "access-done-sent",
            Self::Again => "access-done-again",
            Self::Withdrawn => "access-done-withdrawn",
            Self::Removed => "access-done-removed",
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "invitations/list.html")]
pub struct AccessPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The token of its forms.
    pub token: FormToken,
    /// The accounts that the person looks after: id and name.
    pub accounts: Vec<(String, String)>,
    /// The one that this page is about; `None`: the person looks after none.
    pub account: Option<String>,
    /// Who works for it from outside.
    pub outside: Vec<OutsideLine>,
    /// Who is invited.
    pub invitations: Vec<InvitationLine>,
    /// Where the next page of invitations begins.
    pub next: Option<String>,
    /// What a button did.
    pub done: Option<AccessDone>,
    /// What stood in a button's way.
    pub problem: Option<AccessProblem>,
}

impl AccessPage<'_> {
    fn is_chosen(&self, id: &str) -> bool {
        self.account.as_deref() == Some(id)
    }

    fn problem_text(&self) -> Option<Html> {
        self.problem.map(|problem| problem.text(self.shell.t))
    }

    /// What the person may do and until when.
    fn outside_facts(&self, line: &OutsideLine) -> Html {
        let rights = line.rights.join(", ");
        let mut args = vec![("rights", Arg::Text(&rights)), ("since", Arg::Date(line.since))];
        match line.ends_at {
            Some(end) => {
                args.push(("until", Arg::Date(end.minus(std::time::Duration::from_millis(1)))));
                self.shell.t.tell("access-facts-until", &args)
            }
            None => self.shell.t.tell("access-facts", &args),
        }
    }

    /// The role, and what goes with it.
    fn given(&self, line: &InvitationLine) -> Html {
        let role = self.shell.say(line.role.map_or("access-role-member", role_key));
        if line.rights.is_empty() {
            return role;
        }
        let rights = line.rights.join(", ");
        self.shell
            .t
            .tell("access-role-with", &[("role", Arg::Html(&role)), ("rights", Arg::Text(&rights))])
    }

    /// When it was mailed and until when it can be accepted; or when it was decided.
    fn when(&self, line: &InvitationLine) -> Html {
        let t = self.shell.t;
        match (line.state, line.decided_at) {
            (Some(InvitationState::Pending), _) => t.tell(
                "access-when-pending",
                &[("sent", Arg::Date(line.mailed_at)), ("until", Arg::Date(line.expires_at))],
            ),
            (_, Some(at)) => t.tell("access-when-decided", &[("date", Arg::Date(at))]),
            _ => t.tell("access-when-expired", &[("date", Arg::Date(line.expires_at))]),
        }
    }

    fn invited_by(&self, line: &InvitationLine) -> Html {
        match &line.inviter {
            Some(name) => self.shell.t.tell("access-by", &[("name", Arg::Text(name))]),
            None => self.shell.portal("access-by-portal"),
        }
    }

    fn named(&self, key: &str, name: &str) -> Html {
        self.shell.t.tell(key, &[("name", Arg::Text(name))]).without_tags()
    }
}

/// Asks before somebody loses access.
#[derive(Debug, Template)]
#[template(path = "invitations/remove.html")]
pub struct RemoveAccessPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The form's token.
    pub token: FormToken,
    /// Whom.
    pub name: String,
    /// From which account.
    pub account: String,
    /// Where the form goes.
    pub action: String,
    /// Where *Cancel* leads.
    pub back: String,
}

impl RemoveAccessPage<'_> {
    fn title(&self) -> Html {
        self.shell.t.tell("access-remove-title", &[("name", Arg::Text(&self.name))])
    }

    fn lead(&self) -> Html {
        let args = [("name", Arg::Text(&self.name)), ("account", Arg::Text(&self.account))];
        self.shell.t.tell("access-remove-lead", &args)
    }
}
