//! Inviting somebody: the form, and what is read once more before it is sent.

use askama::Template;
use countersign_app::Refused;
use countersign_core::Timestamp;
use countersign_core::people::Role;
use http::StatusCode;

use super::role_key;
use crate::locale::{Arg, Html, Texts};
use crate::pages::view::{Area, FormToken, Shell};

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessProblem {
    /// No name, or one that is too long.
    Name,
    /// No address.
    Email,
    /// No role was chosen.
    NoRole,
    /// A technical administrator without a right.
    NoRight,
    /// A day that is none, or has passed.
    Until,
    /// The account has invited as many as it may for now; the earliest moment of the next.
    TooMany(Timestamp),
    /// It was mailed a moment ago; the earliest moment of the next mail.
    TooSoon(Timestamp),
    /// It was decided, has expired, or was mailed as often as it may be.
    InvitationOver,
    /// The person may not give that.
    NotAllowed,
}

impl AccessProblem {
    /// From what a use case refused; `None`: nothing that the page could say.
    pub fn of(refused: &Refused) -> Option<Self> {
        match refused {
            Refused::Invalid { field, .. } => Some(match field.as_str() {
                "name" => Self::Name,
                "email" => Self::Email,
                "role" => Self::NoRole,
                "ends_at" => Self::Until,
                _ => Self::NoRight,
            }),
            Refused::TooManySends { until, .. } => Some(Self::TooMany(Timestamp::from_ms(*until))),
            Refused::NotAllowed => Some(Self::NotAllowed),
            _ => None,
        }
    }

    /// The answer's status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::TooMany(_) | Self::TooSoon(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::InvitationOver => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The field it is about.
    const fn anchor(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Until => "until",
            Self::NoRight => "rights",
            Self::NoRole | Self::NotAllowed => "roles",
            Self::TooMany(_) | Self::TooSoon(_) | Self::InvitationOver => "main",
        }
    }

    pub(super) fn text(self, t: &Texts) -> Html {
        match self {
            Self::Name => t.say("inviting-name-refused"),
            Self::Email => t.say("inviting-email-refused"),
            Self::NoRole => t.say("inviting-no-role"),
            Self::NoRight => t.say("inviting-no-right"),
            Self::Until => t.say("inviting-until-refused"),
            Self::TooMany(at) => {
                t.tell("inviting-too-many", &[("date", Arg::Date(at)), ("time", Arg::Clock(at))])
            }
            Self::TooSoon(at) => t.tell("inviting-too-soon", &[("time", Arg::Clock(at))]),
            Self::InvitationOver => t.say("inviting-over"),
            Self::NotAllowed => t.say("inviting-not-allowed"),
        }
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct InviteTyped {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role, by machine name.
    pub role: String,
    /// The rights, by machine name.
    pub rights: Vec<String>,
    /// The last day.
    pub until: String,
}

/// A right that can be given.
#[derive(Clone, Debug)]
pub struct RightBox {
    /// The field's name.
    pub field: String,
    /// The right in the portal's words.
    pub name: String,
    /// It is ticked.
    pub ticked: bool,
}

/// The form, or what it says, to be read once more.
#[derive(Debug, Template)]
#[template(path = "invitations/new.html")]
pub struct InvitePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The form's token.
    pub token: FormToken,
    /// Into which account.
    pub account: String,
    /// Where the form goes.
    pub action: String,
    /// Where *Cancel* leads.
    pub back: String,
    /// The rights there are.
    pub boxes: Vec<RightBox>,
    /// The last moment of the last day.
    pub ends: Option<Timestamp>,
    /// What was typed.
    pub typed: InviteTyped,
    /// It is read once more.
    pub review: bool,
    /// What stands in the way.
    pub problem: Option<AccessProblem>,
}

impl InvitePage<'_> {
    fn problem_text(&self) -> Option<Html> {
        self.problem.map(|problem| problem.text(self.shell.t))
    }

    fn problem_at(&self, anchor: &str) -> Option<Html> {
        self.problem.filter(|problem| problem.anchor() == anchor)?;
        self.problem_text()
    }

    fn anchor(&self) -> &'static str {
        self.problem.map_or("main", AccessProblem::anchor)
    }

    fn title_key(&self) -> &'static str {
        if self.review { "inviting-review-title" } else { "inviting-title" }
    }

    /// Nobody is invited as an owner.
    fn roles(&self) -> [(&'static str, &'static str, &'static str, bool); 3] {
        [
            (Role::TechnicalAdministrator, "inviting-role-technical-hint"),
            (Role::Member, "inviting-role-member-hint"),
            (Role::Administrator, "inviting-role-administrator-hint"),
        ]
        .map(|(role, hint)| (role.as_str(), role_key(role), hint, self.typed.role == role.as_str()))
    }

    fn role(&self) -> Html {
        self.shell.say(Role::parse(&self.typed.role).map_or("access-role-member", role_key))
    }

    fn is_technical(&self) -> bool {
        Role::parse(&self.typed.role) == Some(Role::TechnicalAdministrator)
    }

    fn ticked(&self) -> String {
        let ticked = self.boxes.iter().filter(|one| one.ticked).map(|one| one.name.as_str());
        ticked.collect::<Vec<_>>().join(", ")
    }

    fn lead(&self) -> Html {
        self.shell.t.tell("inviting-lead", &[("account", Arg::Text(&self.account))])
    }

    fn until(&self) -> Html {
        match self.ends {
            Some(end) => self.shell.t.tell("inviting-until-on", &[("date", Arg::Date(end))]),
            None => self.shell.say("inviting-until-open"),
        }
    }
}
