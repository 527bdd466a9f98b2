//! The persons of an account, as its owners and administrators see them.

use askama::Template;
use countersign_app::looking_after::{PeopleFilter, SeenPerson};
use countersign_core::Timestamp;
use countersign_core::access::{Act, Standing, may};
use countersign_core::ids::PersonId;
use countersign_core::people::Role;
use countersign_core::policy::AllowedWays;

use super::security::Area;
use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html, Texts};
use crate::pages::people::Tab;

/// What every page of `/people` has on top: the account, the pages beside each other, and what was done.
#[derive(Clone, Debug)]
pub struct PeopleFrame {
    /// The account's id.
    pub account: String,
    /// What people call it.
    pub name: String,
    /// Every account that can be chosen: id and name.
    pub accounts: Vec<(String, String)>,
    /// Which page this is.
    pub tab: Tab,
    /// What was done, as a slug.
    pub done: Option<String>,
}

impl PeopleFrame {
    /// The pages: address, text, and whether this is it.
    pub fn tabs(&self) -> Vec<(String, &'static str, bool)> {
        let address = |tab: Tab| format!("{}?account={}", tab.path(), self.account);
        Tab::ALL.iter().map(|tab| (address(*tab), tab.key(), *tab == self.tab)).collect()
    }

    /// Whether there is a choice of accounts.
    pub fn is_choice(&self) -> bool {
        self.accounts.len() > 1
    }

    fn done_key(&self) -> Option<&'static str> {
        Some(match self.done.as_deref()? {
            "duty" => "people-done-duty",
            "lifted" => "people-done-lifted",
            "groups" => "people-done-groups",
            "reset" => "people-done-reset",
            "end" => "people-done-end",
            "pause" => "people-done-pause",
            "resume" => "people-done-resume",
            "set" => "people-done-set",
            "marks" => "people-done-marks",
            _ => return None,
        })
    }
}

/// The name of a role.
const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "role-owner",
        Role::Administrator => "role-administrator",
        Role::Member => "role-member",
        Role::TechnicalAdministrator => "role-technical-administrator",
    }
}

/// The name of what meets a duty.
const fn ways_key(ways: AllowedWays) -> &'static str {
    match ways {
        AllowedWays::Any => "ways-any",
        AllowedWays::AppOrPasskey | AllowedWays::Passkey => "ways-app",
    }
}

/// One person of the list.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each tag of the row")]
pub struct PersonRow {
    /// The person's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// What protects their sign-in: the key of its text.
    pub factor: &'static str,
    /// Set-up comes at the next sign-in.
    pub is_pending: bool,
    /// Required by name.
    pub by_name: bool,
    /// Required by role or account.
    pub by_rule: bool,
    /// Their access is stopped.
    pub is_paused: bool,
    /// It is the one who looks.
    pub is_self: bool,
    /// Whoever looks may force them.
    pub may_force: bool,
    /// When they last signed in.
    pub last_sign_in: Option<Timestamp>,
}

impl PersonRow {
    /// A person, for whoever looks as this role.
    pub fn of(seen: &SeenPerson, me: &PersonId, as_role: Role, now: Timestamp) -> Self {
        let role = seen.membership.role;
        let is_self = seen.membership.person == *me;
        let factor = if seen.has_passkey {
            "people-passkey"
        } else if seen.has_app {
            "offer-totp"
        } else if seen.has_phone {
            "people-sms-only"
        } else {
            "people-off"
        };
        Self {
            id: seen.membership.person.to_string(),
            name: seen.name.clone(),
            role,
            factor,
            is_pending: seen.is_pending,
            by_name: seen.by_name,
            by_rule: seen.by_rule,
            is_paused: !seen.is_active || !seen.membership.is_live(now),
            is_self,
            may_force: !is_self && may(Standing::In(as_role), Act::ForcePerson { role }),
            last_sign_in: seen.last_sign_in,
        }
    }

    const fn role_key(&self) -> &'static str {
        role_key(self.role)
    }

    const fn required_key(&self) -> &'static str {
        if self.by_name {
            "people-required"
        } else if self.by_rule {
            "people-required-rule"
        } else {
            "people-not-required"
        }
    }

    fn last(&self, t: &Texts) -> Html {
        match self.last_sign_in {
            Some(at) => t.tell("people-last", &[("date", Arg::Date(at))]),
            None => t.say("people-never"),
        }
    }

    fn has_factor(&self) -> bool {
        self.factor != "people-off"
    }
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "people/list.html")]
pub struct PeoplePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The account and the pages.
    pub frame: PeopleFrame,
    /// The form's token.
    pub token: FormToken,
    /// The persons.
    pub rows: Vec<PersonRow>,
    /// What it is narrowed to.
    pub filter: PeopleFilter,
    /// What was searched for.
    pub search: String,
    /// Where the next page begins.
    pub next: Option<String>,
    /// It is not the first page.
    pub older: bool,
    /// It was required of so many, a moment ago.
    pub required: Option<u64>,
    /// The form came without a ticked box.
    pub nobody_ticked: bool,
}

impl PeoplePage<'_> {
    fn filters(&self) -> [(&'static str, &'static str, bool); 3] {
        let key = |filter: PeopleFilter| match filter {
            PeopleFilter::PhoneOnly => "people-filter-sms",
            PeopleFilter::Pending => "people-filter-pending",
            PeopleFilter::Off | PeopleFilter::All => "people-filter-off",
        };
        PeopleFilter::NARROW.map(|one| (one.as_str(), key(one), one == self.filter))
    }

    fn is_narrowed(&self) -> bool {
        self.filter != PeopleFilter::All || !self.search.is_empty()
    }

    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("account", &self.frame.account);
        for (name, value) in [("show", self.filter.as_str()), ("q", self.search.as_str())] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    fn can_force(&self) -> bool {
        self.rows.iter().any(|row| row.may_force)
    }

    fn required_text(&self) -> Option<Html> {
        let n = self.required.filter(|_| self.frame.done.as_deref() == Some("required"))?;
        Some(self.shell.t.tell("people-done-required", &[("n", Arg::Count(n))]))
    }

    fn tick(&self, row: &PersonRow) -> Html {
        self.shell.t.tell("people-tick", &[("name", Arg::Text(&row.name))])
    }
}

/// A set-up link, shown once. Debug hides it.
pub struct ShownLink {
    /// Its address.
    pub address: String,
    /// Until when it works.
    pub until: Timestamp,
}

impl std::fmt::Debug for ShownLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShownLink(..)")
    }
}

/// One person.
#[derive(Debug, Template)]
#[template(path = "people/person.html")]
#[expect(clippy::struct_excessive_bools, reason = "one for each part of the page")]
pub struct PersonPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The account and the pages.
    pub frame: PeopleFrame,
    /// The forms' token.
    pub token: FormToken,
    /// Where the forms are sent.
    pub path: String,
    /// The person.
    pub row: PersonRow,
    /// What is required of them by name; `None`: nothing.
    pub ways: Option<AllowedWays>,
    /// Sessions that are open.
    pub sessions: u64,
    /// Any contact of theirs is confirmed.
    pub reachable: bool,
    /// The groups: id, name, and whether they are in it.
    pub groups: Vec<(String, String, bool)>,
    /// Whoever looks may force and help them.
    pub may_help: bool,
    /// Whoever looks may stop their access.
    pub may_pause: bool,
    /// They own the account.
    pub is_owner: bool,
    /// A link that was just made.
    pub link: Option<ShownLink>,
    /// None was made: they need none.
    pub no_link: bool,
}

impl PersonPage<'_> {
    fn named(&self, key: &str) -> Html {
        self.shell.t.tell(key, &[("name", Arg::Text(&self.row.name))])
    }

    fn end_text(&self) -> Html {
        self.shell.t.tell("people-end-now", &[("n", Arg::Count(self.sessions))])
    }

    fn sessions_text(&self) -> Html {
        self.shell.t.tell("people-sessions", &[("n", Arg::Count(self.sessions))])
    }

    fn is_forced(&self) -> bool {
        self.ways.is_some()
    }

    fn takes_any(&self) -> bool {
        self.ways.is_none_or(|ways| ways == AllowedWays::Any)
    }

    fn needs_link(&self) -> bool {
        !self.reachable && !self.row.has_factor() && (self.row.by_name || self.row.by_rule)
    }

    fn link_text(&self, link: &ShownLink) -> Html {
        let args = [
            ("name", Arg::Text(self.row.name.as_str())),
            ("date", Arg::Date(link.until)),
            ("time", Arg::Clock(link.until)),
        ];
        self.shell.t.tell("people-link-made", &args)
    }

    fn can_pause(&self) -> bool {
        self.may_pause && !self.is_owner
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

    fn from_problem(&self) -> Option<Html> {
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
