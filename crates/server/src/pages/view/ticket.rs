//! Tickets: the form, the queue, and one of them.

use askama::Template;
use countersign_app::support::StoredNote;
use countersign_app::support::ticket::TicketView;
use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::support::{TicketKind, TicketState, TicketWords};
use http::StatusCode;

use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// Why a ticket is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketRefused {
    /// Nobody knows who it is about.
    Who,
    /// Nobody knows where to answer.
    Reach,
    /// Nothing is written, or too much.
    Text,
    /// Enough came from there today.
    TooMany,
}

/// `/sign-in/recover/ticket`.
#[derive(Debug, Template)]
#[template(path = "recover/ticket.html")]
pub struct TicketFormPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The form's token.
    pub token: FormToken,
    /// Whoever writes is signed in, and need not say who they are.
    pub signed_in: bool,
    /// What it is about.
    pub kind: TicketKind,
    /// What was written.
    pub words: TicketWords,
    /// Why it was not taken.
    pub refused: Option<TicketRefused>,
    /// It was taken, under this number.
    pub number: Option<String>,
}

impl TicketFormPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.refused {
            Some(TicketRefused::TooMany) => StatusCode::TOO_MANY_REQUESTS,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    const fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    fn is_too_many(&self) -> bool {
        self.refused == Some(TicketRefused::TooMany)
    }

    fn is_outdated(&self) -> bool {
        self.kind == TicketKind::Outdated
    }

    fn problem_at(&self, field: &str) -> Option<Html> {
        let (at, key) = match self.refused? {
            TicketRefused::Who => ("who", "ticket-no-who"),
            TicketRefused::Reach => ("reach", "ticket-no-reach"),
            TicketRefused::Text => ("text", "ticket-no-text"),
            TicketRefused::TooMany => return None,
        };
        (at == field).then(|| self.shell.say(key))
    }

    fn summary(&self) -> Option<(&'static str, Html)> {
        ["who", "reach", "text"].into_iter().find_map(|at| Some((at, self.problem_at(at)?)))
    }

    fn sent(&self) -> Option<Html> {
        let number = self.number.as_deref()?;
        Some(self.shell.t.tell("ticket-sent", &[("ticket", Arg::Ltr(number))]))
    }

    /// Where somebody goes from here.
    const fn back(&self) -> &'static str {
        if self.signed_in { "/security" } else { "/sign-in" }
    }

    const fn back_key(&self) -> &'static str {
        if self.signed_in { "question-back" } else { "recover-back" }
    }
}

/// `/support/tickets`.
#[derive(Debug, Template)]
#[template(path = "support/tickets.html")]
pub struct TicketsPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Those of this page.
    pub tickets: Vec<TicketView>,
    /// The closed ones are shown, and not those that wait.
    pub closed: bool,
    /// Where the next page begins.
    pub next: Option<String>,
    /// This is the first page.
    pub is_first: bool,
    /// A number was looked for that is none of ours.
    pub unknown: Option<String>,
    /// Tickets are handed over to a system of the operator's.
    pub hands_over: bool,
}

impl TicketsPage<'_> {
    const fn is_refused(&self) -> bool {
        self.unknown.is_some()
    }

    fn address(&self, after: Option<&str>) -> String {
        let show = if self.closed { "?show=closed" } else { "" };
        match after {
            Some(after) if self.closed => format!("/support/tickets{show}&after={after}"),
            Some(after) => format!("/support/tickets?after={after}"),
            None => format!("/support/tickets{show}"),
        }
    }

    fn line(&self, ticket: &TicketView) -> Html {
        line(&self.shell, ticket)
    }

    fn tags(&self, ticket: &TicketView) -> Vec<(&'static str, Html)> {
        tags(&self.shell, ticket, self.hands_over)
    }

    fn who(ticket: &TicketView) -> &str {
        who(ticket)
    }

    fn label(&self, ticket: &TicketView) -> Html {
        let args = [("ticket", Arg::Ltr(&ticket.number))];
        self.shell.t.tell("ticket-look-label", &args).without_tags()
    }
}

/// What was just done with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketDone {
    /// The agent has it.
    Taken,
    /// It is in the queue again.
    PutBack,
    /// It is closed.
    Closed,
    /// It is open again.
    Reopened,
    /// Something is noted.
    Noted,
    /// Somebody else was faster.
    Changed,
}

impl TicketDone {
    /// Each of them.
    pub const ALL: [Self; 6] =
        [Self::Taken, Self::PutBack, Self::Closed, Self::Reopened, Self::Noted, Self::Changed];

    /// The name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::PutBack => "put-back",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Noted => "noted",
            Self::Changed => "changed",
        }
    }

    /// Reads the name in the address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.as_str() == text)
    }
}

/// `/support/tickets/{id}`.
#[derive(Debug, Template)]
#[template(path = "support/ticket.html")]
pub struct TicketPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The page's address.
    pub path: String,
    /// The forms' token.
    pub token: FormToken,
    /// The ticket.
    pub ticket: TicketView,
    /// The agent who looks.
    pub me: PersonId,
    /// What was just done.
    pub done: Option<TicketDone>,
    /// The note that was empty or too long.
    pub bad_note: Option<String>,
    /// Tickets are handed over to a system of the operator's.
    pub hands_over: bool,
}

impl TicketPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        if self.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    const fn is_refused(&self) -> bool {
        self.bad_note.is_some()
    }

    fn title(&self) -> Html {
        self.shell.t.tell("ticket-title", &[("ticket", Arg::Ltr(&self.ticket.number))])
    }

    fn line(&self) -> Html {
        line(&self.shell, &self.ticket)
    }

    fn tags(&self) -> Vec<(&'static str, Html)> {
        tags(&self.shell, &self.ticket, false)
    }

    fn who(&self) -> &str {
        who(&self.ticket)
    }

    /// Its writer was erased, and their words with them.
    fn is_erased(&self) -> bool {
        self.ticket.words.text.is_empty()
    }

    fn done_text(&self) -> Option<(&'static str, &'static str, Html)> {
        let (tone, icon, key) = match self.done? {
            TicketDone::Taken if self.is_mine() => ("ok", "check", "ticket-done-taken"),
            TicketDone::PutBack => ("ok", "check", "ticket-done-put-back"),
            TicketDone::Closed => ("ok", "check", "ticket-done-closed"),
            TicketDone::Reopened => ("ok", "check", "ticket-done-reopened"),
            TicketDone::Noted => ("ok", "check", "ticket-done-noted"),
            TicketDone::Taken | TicketDone::Changed => ("warn", "alert", "ticket-done-changed"),
        };
        Some((tone, icon, self.shell.say(key)))
    }

    fn state(&self) -> TicketState {
        self.ticket.state
    }

    fn is_open(&self) -> bool {
        self.ticket.state == TicketState::Open
    }

    fn is_closed(&self) -> bool {
        self.ticket.state == TicketState::Closed
    }

    fn is_mine(&self) -> bool {
        self.state() == TicketState::InWork
            && self.ticket.taken.as_ref().is_some_and(|taken| taken.by == self.me)
    }

    /// The other agent who has it.
    fn other(&self) -> Option<(&PersonId, Html)> {
        let taken = self.ticket.taken.as_ref().filter(|taken| taken.by != self.me)?;
        let text = self.shell.t.tell("ticket-take-over", &[("name", Arg::Text(&taken.name))]);
        (self.state() == TicketState::InWork).then_some((&taken.by, text))
    }

    /// When a note was written.
    fn noted(&self, note: &StoredNote) -> Html {
        self.moment(note.at)
    }

    fn moment(&self, at: Timestamp) -> Html {
        let args = [("date", Arg::Date(at)), ("time", Arg::Clock(at))];
        self.shell.t.tell("case-moment", &args)
    }

    /// When the operator's own system took it over.
    fn handed_text(&self) -> Option<Html> {
        match self.ticket.handed_at {
            Some(at) => Some(self.moment(at)),
            None => self.hands_over.then(|| self.shell.say("ticket-not-handed")),
        }
    }
}

fn who(ticket: &TicketView) -> &str {
    match &ticket.person_name {
        Some(name) if !name.is_empty() => name,
        _ if ticket.words.who.is_empty() => "–",
        _ => &ticket.words.who,
    }
}

fn line(shell: &Shell<'_>, ticket: &TicketView) -> Html {
    let key = match ticket.kind {
        TicketKind::NoWayIn => "ticket-line-no-way-in",
        TicketKind::Outdated => "ticket-line-outdated",
    };
    let args = [
        ("ticket", Arg::Ltr(&ticket.number)),
        ("date", Arg::Date(ticket.written_at)),
        ("time", Arg::Clock(ticket.written_at)),
    ];
    shell.t.tell(key, &args)
}

fn tags(shell: &Shell<'_>, ticket: &TicketView, hands_over: bool) -> Vec<(&'static str, Html)> {
    let mut tags = Vec::new();
    match (ticket.state, &ticket.taken) {
        (TicketState::Closed, _) => tags.push(("", shell.say("ticket-state-closed"))),
        (TicketState::InWork, Some(taken)) => {
            let args = [("name", Arg::Text(&taken.name))];
            tags.push(("", shell.t.tell("ticket-state-in-work", &args)));
        }
        _ => tags.push(("warn", shell.say("ticket-state-open"))),
    }
    if ticket.person.is_some() {
        tags.push(("ok", shell.say("ticket-signed-in")));
    }
    if hands_over && ticket.handed_at.is_none() {
        tags.push(("warn", shell.say("ticket-tag-not-handed")));
    }
    tags
}
