//! The list of what was done for a customer account.

use askama::Template;
use countersign_app::trail::Doer;
use http::StatusCode;

use super::activity::{ActivityFilter, ActivityLine};
use super::security::Area;
use super::shell::Shell;
use crate::locale::{Arg, Html};
use crate::pages::activity::Kind;

/// Who did something for an account: "X for account Y" (CS-DEL-08).
pub fn who_words(shell: &Shell<'_>, doer: &Doer, account: &str) -> Html {
    let account = ("account", Arg::Text(account));
    match doer {
        Doer::Me => shell.t.tell("account-by-me", &[account]),
        Doer::Person(name) => {
            shell.t.tell("account-by-person", &[("name", Arg::Text(name)), account])
        }
        Doer::Support => shell.branded("account-by-support"),
        Doer::Erased => shell.say("account-by-erased"),
        Doer::Portal => shell.portal("account-by-portal"),
        Doer::Operator => shell.branded("activity-operator"),
        Doer::Stranger => shell.say("activity-stranger"),
    }
}

/// One entry.
#[derive(Clone, Debug)]
pub struct AccountLine {
    /// What, when and from where.
    pub shown: ActivityLine,
    /// Who did it.
    pub doer: Doer,
    /// Whom it was done to, where that is somebody else.
    pub about: Option<String>,
}

/// The entries of one day.
#[derive(Clone, Debug)]
pub struct AccountDay {
    /// The day.
    pub date: Html,
    /// Newest first.
    pub lines: Vec<AccountLine>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "activity/account.html")]
pub struct AccountActivityPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The accounts that the person belongs to: id and name.
    pub accounts: Vec<(String, String)>,
    /// The one that this page is about; `None`: the person belongs to none.
    pub account: Option<(String, String)>,
    /// The persons that an owner can narrow the list to: id and name. Empty: whoever looks sees their own acts.
    pub persons: Vec<(String, String)>,
    /// The one that it is narrowed to.
    pub person: Option<String>,
    /// What else it is narrowed to.
    pub filter: ActivityFilter,
    /// The days.
    pub days: Vec<AccountDay>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// It is not the first page.
    pub older: bool,
}

impl AccountActivityPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.filter.problem {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    fn account_name(&self) -> &str {
        self.account.as_ref().map_or("", |(_, name)| name.as_str())
    }

    fn lead(&self) -> Html {
        let account = [("account", Arg::Text(self.account_name()))];
        self.shell.t.tell("account-activity-lead", &account)
    }

    fn zone(&self) -> Html {
        self.shell.t.tell("activity-zone", &[("zone", Arg::Ltr(&self.shell.t.zone_name()))])
    }

    fn is_chosen(&self, id: &str) -> bool {
        self.account.as_ref().is_some_and(|(chosen, _)| chosen == id)
    }

    fn is_person(&self, id: &str) -> bool {
        self.person.as_deref() == Some(id)
    }

    fn kinds(&self) -> [(Kind, bool); 5] {
        Kind::ALL.map(|kind| (kind, self.filter.kind == Some(kind)))
    }

    /// The fields of days: name, label, value.
    fn dates(&self) -> [(&'static str, &'static str, &str); 2] {
        let ActivityFilter { from, to, .. } = &self.filter;
        [("from", "activity-from", from), ("to", "activity-to", to)]
    }

    fn date_problem(&self, name: &str) -> Option<Html> {
        let problem = self.filter.problem.filter(|problem| problem.anchor() == name)?;
        Some(self.shell.say(problem.key()))
    }

    fn who(&self, line: &AccountLine) -> Html {
        who_words(&self.shell, &line.doer, self.account_name())
    }

    fn about(&self, name: &str) -> Html {
        self.shell.t.tell("account-about", &[("name", Arg::Text(name))])
    }

    fn is_narrowed(&self) -> bool {
        self.filter != ActivityFilter::default() || self.person.is_some()
    }

    /// The same narrowing in an address, with something behind it.
    fn query(&self) -> String {
        let ActivityFilter { kind, from, to, .. } = &self.filter;
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let account = self.account.as_ref().map_or("", |(id, _)| id.as_str());
        let person = self.person.as_deref().unwrap_or_default();
        let kind = kind.map(Kind::as_str).unwrap_or_default();
        for (name, value) in
            [("account", account), ("person", person), ("kind", kind), ("from", from), ("to", to)]
        {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish() + "&"
    }
}
