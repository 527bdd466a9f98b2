//! Contact persons of a customer account.

use askama::Template;
use countersign_core::people::Matter;

use crate::locale::{Arg, Html};
use crate::pages::view::{Area, FormToken, Shell};

/// A contact person.
#[derive(Clone, Debug)]
pub struct ReachedLine {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they are reached for.
    pub matter: Option<Matter>,
    /// Masked numbers and addresses, and whether each is confirmed.
    pub contacts: Vec<(String, bool)>,
}

impl ReachedLine {
    const fn matter_key(&self) -> &'static str {
        match self.matter {
            Some(Matter::Billing) => "reached-billing",
            Some(Matter::Technical) | None => "reached-technical",
        }
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct ReachedTyped {
    /// The name.
    pub name: String,
    /// The matter, by machine name.
    pub matter: String,
    /// The address.
    pub email: String,
    /// The number.
    pub number: String,
}

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachedProblem {
    /// The name.
    Name,
    /// No matter was chosen.
    Matter,
    /// The address, or neither an address nor a number.
    Email,
    /// The number.
    Number,
}

impl ReachedProblem {
    /// From the field that a use case refused.
    pub fn of(field: &str) -> Self {
        match field {
            "name" => Self::Name,
            "email" => Self::Email,
            _ => Self::Number,
        }
    }

    const fn anchor(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Matter => "matter",
            Self::Email => "email",
            Self::Number => "number",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Name => "reached-name-refused",
            Self::Matter => "reached-no-matter",
            Self::Email => "reached-email-refused",
            Self::Number => "reached-number-refused",
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "invitations/reached.html")]
pub struct ReachedPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The token of its forms.
    pub token: FormToken,
    /// The accounts that the person looks after: id and name.
    pub accounts: Vec<(String, String)>,
    /// The one that this page is about.
    pub account: Option<String>,
    /// The contact persons.
    pub lines: Vec<ReachedLine>,
    /// What was typed.
    pub typed: ReachedTyped,
    /// What a button did: `added` or `removed`.
    pub done: Option<String>,
    /// What stands in the way.
    pub problem: Option<ReachedProblem>,
}

impl ReachedPage<'_> {
    fn is_chosen(&self, id: &str) -> bool {
        self.account.as_deref() == Some(id)
    }

    fn done_key(&self) -> Option<&'static str> {
        match self.done.as_deref() {
            Some("added") => Some("reached-done-added"),
            Some("removed") => Some("reached-done-removed"),
            _ => None,
        }
    }

    fn problem_at(&self, anchor: &str) -> Option<Html> {
        let problem = self.problem.filter(|problem| problem.anchor() == anchor)?;
        Some(self.shell.say(problem.key()))
    }

    fn matters(&self) -> [(&'static str, &'static str, bool); 2] {
        [(Matter::Billing, "reached-billing"), (Matter::Technical, "reached-technical")]
            .map(|(matter, key)| (matter.as_str(), key, self.typed.matter == matter.as_str()))
    }

    fn remove_label(&self, name: &str) -> Html {
        self.shell.t.tell("access-remove-of", &[("name", Arg::Text(name))]).without_tags()
    }
}
