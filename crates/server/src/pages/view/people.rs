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

    pub(super) fn done_key(&self) -> Option<&'static str> {
        Some(match self.done.as_deref()? {
            "duty" => "people-done-duty",
            "lifted" => "people-done-lifted",
            "groups" => "people-done-groups",
            "reset" => "people-done-reset",
            "end" => "people-done-end",
            "vouch" => "people-done-vouch",
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
    /// Whoever looks may vouch for them.
    pub may_vouch: bool,
    /// Until when their word counts, if they gave it.
    pub vouched_until: Option<Timestamp>,
    /// They did not say why.
    pub no_reason: bool,
}

impl PersonPage<'_> {
    const fn is_refused(&self) -> bool {
        self.no_link || self.no_reason
    }

    fn vouched_text(&self) -> Option<Html> {
        let until = self.vouched_until?;
        Some(self.shell.t.tell("people-vouched", &[("date", Arg::Date(until))]))
    }

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
