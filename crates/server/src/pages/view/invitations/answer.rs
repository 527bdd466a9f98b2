//! What an invitation shows to whoever opens its link.

use askama::Template;
use countersign_core::Timestamp;
use countersign_core::people::Role;
use http::StatusCode;

use super::role_key;
use crate::locale::{Arg, Html};
use crate::pages::view::{FormToken, PasswordProblem, Shell};

/// How whoever opened it stands to it, and where the next step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// They sign in with this address; the address of that page.
    SignIn(String),
    /// They make a sign-in of their own.
    NewAccess,
    /// Somebody else is signed in.
    AnotherPerson {
        /// Who, masked.
        target: String,
        /// Where they change that.
        switch: String,
    },
    /// The address is not confirmed yet.
    NotConfirmed,
    /// They turn two-factor authentication on; the address of that page.
    NoSecondFactor(String),
    /// They sign in once more, with the second step; the address of that page.
    NotProven(String),
    /// They belong to the account already.
    AlreadyIn,
    /// Nothing stands in the way.
    Ready,
}

/// An invitation that waits for an answer.
#[derive(Debug, Template)]
#[template(path = "invitations/answer.html")]
pub struct AnswerPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// Who invites.
    pub inviter: Option<String>,
    /// Into which account.
    pub account: String,
    /// The mailbox.
    pub email: String,
    /// The role.
    pub role: Role,
    /// What is allowed, in the portal's words.
    pub rights: Vec<String>,
    /// The last moment of the last day.
    pub ends_at: Option<Timestamp>,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// How they stand to it.
    pub stands: Stands,
}

impl AnswerPage<'_> {
    fn title(&self) -> Html {
        self.shell.t.tell("invited-title", &[("account", Arg::Text(&self.account))])
    }

    fn lead(&self) -> Html {
        let account = ("account", Arg::Text(&self.account));
        match &self.inviter {
            Some(name) => self.shell.t.tell("invited-lead", &[("name", Arg::Text(name)), account]),
            None => self.shell.t.tell("invited-lead-portal", &[account]),
        }
    }

    fn role_text(&self) -> Html {
        self.shell.say(role_key(self.role))
    }

    fn is_technical(&self) -> bool {
        self.role == Role::TechnicalAdministrator
    }

    fn is_ready(&self) -> bool {
        self.stands == Stands::Ready
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn date(&self, at: &Timestamp) -> Html {
        self.shell.t.tell("invited-date", &[("date", Arg::Date(*at))])
    }

    fn with_email(&self, key: &str) -> Html {
        self.shell.t.tell(key, &[("email", Arg::Ltr(&self.email))])
    }

    fn wrong_person(&self, target: &str) -> Html {
        self.shell.t.tell("invited-wrong-person", &[("target", Arg::Ltr(target))])
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerEnd {
    /// Accepted just now.
    Accepted,
    /// It was accepted before.
    Used,
    /// Declined.
    Declined,
    /// Taken back.
    Withdrawn,
    /// Its time is over.
    Expired {
        /// Since when.
        at: Timestamp,
        /// Whom to ask for another one.
        inviter: Option<String>,
    },
    /// The link leads nowhere.
    Gone,
}

/// The end.
#[derive(Debug, Template)]
#[template(path = "invitations/end.html")]
pub struct AnswerEndPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Which.
    pub end: AnswerEnd,
}

impl AnswerEndPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.end {
            AnswerEnd::Accepted | AnswerEnd::Declined => StatusCode::OK,
            _ => StatusCode::GONE,
        }
    }

    const fn title_key(&self) -> &'static str {
        match self.end {
            AnswerEnd::Accepted => "invited-accepted-title",
            AnswerEnd::Declined => "invited-declined-title",
            _ => "invited-over-title",
        }
    }

    fn text(&self) -> Html {
        let t = self.shell.t;
        match &self.end {
            AnswerEnd::Accepted => t.say("invited-accepted"),
            AnswerEnd::Used => t.say("invited-used"),
            AnswerEnd::Declined => t.say("invited-declined"),
            AnswerEnd::Withdrawn => t.say("invited-withdrawn"),
            AnswerEnd::Expired { at, inviter: Some(name) } => {
                t.tell("invited-expired", &[("date", Arg::Date(*at)), ("name", Arg::Text(name))])
            }
            AnswerEnd::Expired { at, inviter: None } => {
                t.tell("invited-expired-portal", &[("date", Arg::Date(*at))])
            }
            AnswerEnd::Gone => t.say("invited-gone"),
        }
    }

    fn is_refused(&self) -> bool {
        !matches!(self.end, AnswerEnd::Accepted | AnswerEnd::Declined)
    }
}

/// A sign-in of one's own.
#[derive(Debug, Template)]
#[template(path = "invitations/access.html")]
pub struct OwnAccessPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// The address that signs in.
    pub email: String,
    /// The name.
    pub name: String,
    /// Characters a password needs at least.
    pub least: u32,
    /// Why the password is not taken.
    pub problem: Option<PasswordProblem>,
    /// Why the name is not.
    pub name_refused: bool,
}

impl OwnAccessPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.problem.is_some() || self.name_refused {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }

    fn hint(&self) -> Html {
        self.shell.t.tell("password-hint", &[("n", Arg::Count(u64::from(self.least)))])
    }

    fn problem_text(&self) -> Option<Html> {
        self.problem.map(|problem| problem.text(self.shell.t))
    }

    fn lead(&self) -> Html {
        self.shell.t.tell("own-access-lead", &[("email", Arg::Ltr(&self.email))])
    }
}
