//! The pages for when nothing else can be shown.

use askama::Template;
use axum::http::StatusCode;

use super::shell::Shell;
use super::state::State;
use crate::locale::{Arg, Html};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The flow is too old.
    Lapsed,
    /// The link was opened before, or by another browser; also an unknown one, so that neither can
    /// be told from the other.
    LinkUsed,
    /// The session behind the visit was ended.
    Ended(State),
    /// Our fault. `code_safe`: whether an answer was under way that was not committed.
    Oops { code_safe: bool, reference: Option<String> },
    /// No such page.
    NotFound,
    /// The request came from another site.
    Forbidden,
    /// The form was sent before.
    Repeated,
    /// Too many requests from one place.
    TooMany,
    /// The form could not be read.
    BadRequest,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What happened.
    pub problem: Problem,
    /// Where to go on: the start of the flow.
    pub again: Option<String>,
}

impl Problem {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Lapsed | Self::LinkUsed | Self::Ended(_) => StatusCode::GONE,
            Self::Oops { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Repeated => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::BadRequest => StatusCode::BAD_REQUEST,
        }
    }

    const fn title_key(&self) -> &'static str {
        match self {
            Self::Lapsed => "lapsed-page-title",
            Self::LinkUsed => "lapsed-link-title",
            Self::Ended(_) => "ended-title",
            Self::Oops { .. } => "oops-title",
            Self::NotFound => "not-found-title",
            Self::Forbidden => "forbidden-title",
            Self::Repeated => "repeated-title",
            Self::TooMany => "too-many-title",
            Self::BadRequest => "bad-request-title",
        }
    }
}

impl ProblemPage<'_> {
    fn text(&self) -> Html {
        let t = self.shell.t;
        match &self.problem {
            Problem::Lapsed => State::Lapsed.text(t),
            Problem::LinkUsed => t.say("lapsed-link-text"),
            Problem::Ended(state) => state.text(t),
            Problem::Oops { code_safe: true, .. } => State::Oops.text(t),
            Problem::Oops { code_safe: false, .. } => t.say("oops-text-plain"),
            Problem::NotFound => t.say("not-found-text"),
            Problem::Forbidden => t.say("forbidden-text"),
            Problem::Repeated => t.say("repeated-text"),
            Problem::TooMany => t.say("too-many-text"),
            Problem::BadRequest => t.say("bad-request-text"),
        }
    }

    fn reference(&self) -> Option<Html> {
        match &self.problem {
            Problem::Oops { reference: Some(reference), .. } => {
                Some(self.shell.t.tell("oops-reference", &[("reference", Arg::Ltr(reference))]))
            }
            _ => None,
        }
    }

    fn again_key(&self) -> &'static str {
        match self.problem {
            Problem::Oops { .. } | Problem::TooMany | Problem::BadRequest => "try-again",
            Problem::Ended(_) => "sign-in",
            _ => "start-again",
        }
    }
}
