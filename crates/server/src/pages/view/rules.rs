//! What an account requires of everybody or of a role, and what only a second factor shows.

use askama::Template;
use countersign_core::Timestamp;
use countersign_core::people::Role;
use countersign_core::policy::AllowedWays;

use super::people::PeopleFrame;
use super::security::Area;
use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// The name of what meets a duty.
const fn ways_key(ways: AllowedWays) -> &'static str {
    match ways {
        AllowedWays::Any => "ways-any",
        AllowedWays::AppOrPasskey | AllowedWays::Passkey => "ways-app",
    }
}

/// What an account requires of everybody or of a role.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Of this role; `None`: of everybody.
    pub role: Option<Role>,
    /// What meets it.
    pub ways: AllowedWays,
    /// From when.
    pub from: Timestamp,
}

/// Whom a rule would hit.
#[derive(Clone, Debug)]
pub struct RulePreview {
    /// How many it is for.
    pub people: u32,
    /// How many have nothing that meets it.
    pub unmet: u32,
    /// The first of those: id and name.
    pub names: Vec<(String, String)>,
}

/// Why a rule was not switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    /// The day cannot be used.
    Date,
    /// Whoever switches it on has shown no second factor here.
    OwnFactor,
    /// It is not theirs to do.
    NotAllowed,
}

impl RuleProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::Date => "rule-no-date",
            Self::OwnFactor => "rule-own-factor",
            Self::NotAllowed => "rule-not-allowed",
        }
    }

    const fn anchor(self) -> &'static str {
        match self {
            Self::Date => "from",
            Self::OwnFactor | Self::NotAllowed => "of",
        }
    }
}

/// The rules.
#[derive(Debug, Template)]
#[template(path = "people/rule.html")]
pub struct RulePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The account and the pages.
    pub frame: PeopleFrame,
    /// The forms' token.
    pub token: FormToken,
    /// The rules that are on.
    pub rules: Vec<RuleRow>,
    /// Whom it is to be for; `None`: everybody.
    pub role: Option<Role>,
    /// Whoever looks owns the account.
    pub as_owner: bool,
    /// What is to meet it.
    pub ways: AllowedWays,
    /// From which day, as it was typed.
    pub from: String,
    /// Whom it would hit.
    pub preview: Option<RulePreview>,
    /// What was refused.
    pub problem: Option<RuleProblem>,
    /// Now.
    pub now: Timestamp,
}

impl RulePage<'_> {
    /// Whom a rule can be for: value, text, chosen.
    fn targets(&self) -> Vec<(&'static str, &'static str, bool)> {
        let mut targets = Vec::new();
        if self.as_owner {
            targets.push(("account", "rule-everybody", self.role.is_none()));
        }
        let roles = Role::ALL.into_iter().filter(|role| self.as_owner || *role != Role::Owner);
        targets.extend(roles.map(|role| (role.as_str(), plural(role), self.role == Some(role))));
        targets
    }

    fn rule_text(&self, rule: &RuleRow) -> Html {
        let whom = self.shell.t.say(rule.role.map_or("rule-everybody", plural));
        let ways = self.shell.t.say(ways_key(rule.ways));
        let args = [
            ("whom", Arg::Html(&whom)),
            ("ways", Arg::Html(&ways)),
            ("date", Arg::Date(rule.from)),
        ];
        self.shell
            .t
            .tell(if rule.from <= self.now { "rule-holds" } else { "rule-will-hold" }, &args)
    }

    fn target_of(rule: &RuleRow) -> &'static str {
        rule.role.map_or("account", Role::as_str)
    }

    fn may_lift(&self, rule: &RuleRow) -> bool {
        self.as_owner || rule.role.is_some_and(|role| role != Role::Owner)
    }

    fn preview_text(&self, preview: &RulePreview) -> Html {
        let args = [
            ("n", Arg::Count(u64::from(preview.people))),
            ("m", Arg::Count(u64::from(preview.unmet))),
        ];
        self.shell.t.tell("rule-preview", &args)
    }

    fn more_text(&self, preview: &RulePreview) -> Option<Html> {
        let shown = u32::try_from(preview.names.len()).unwrap_or(u32::MAX);
        let more = preview.unmet.saturating_sub(shown);
        (more > 0).then(|| self.shell.t.tell("rule-more", &[("n", Arg::Count(u64::from(more)))]))
    }

    fn target(&self) -> &'static str {
        self.role.map_or("account", Role::as_str)
    }

    fn takes_any(&self) -> bool {
        self.ways == AllowedWays::Any
    }

    fn date_problem(&self) -> Option<Html> {
        let problem = self.problem.filter(|problem| *problem == RuleProblem::Date)?;
        Some(self.shell.say(problem.key()))
    }
}

fn plural(role: Role) -> &'static str {
    match role {
        Role::Owner => "rule-owners",
        Role::Administrator => "rule-administrators",
        Role::Member => "rule-members",
        Role::TechnicalAdministrator => "rule-technical-administrators",
    }
}

/// Why marks stayed as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarksProblem {
    /// Whoever marks has shown no second factor here.
    OwnFactor,
    /// No owner has one.
    NoOwner,
}

/// What only a second factor shows.
#[derive(Debug, Template)]
#[template(path = "people/marks.html")]
pub struct MarksPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The account and the pages.
    pub frame: PeopleFrame,
    /// The form's token.
    pub token: FormToken,
    /// What this session sees.
    pub rows: Vec<countersign_app::looking_after::MarkedResource>,
    /// A second factor was shown in this session.
    pub proven: bool,
    /// It is not the first page.
    pub older: bool,
    /// Where the next page begins.
    pub next: Option<String>,
    /// What was refused.
    pub problem: Option<MarksProblem>,
}

impl MarksPage<'_> {
    const fn problem_key(&self) -> Option<&'static str> {
        match self.problem {
            Some(MarksProblem::OwnFactor) => Some("marks-own-factor"),
            Some(MarksProblem::NoOwner) => Some("marks-no-owner"),
            None => None,
        }
    }
}
