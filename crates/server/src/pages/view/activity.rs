//! The list of what happened, and "This was not me".

use askama::Template;
use countersign_app::trail::{ActivityEntry, By};
use countersign_core::Timestamp;
use http::StatusCode;

use super::security::Area;
use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html, Texts};
use crate::pages::activity::Kind;

/// The entries of one day.
#[derive(Clone, Debug)]
pub struct ActivityDay {
    /// The day.
    pub date: Html,
    /// Newest first.
    pub lines: Vec<ActivityLine>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct ActivityLine {
    /// The key of its text.
    pub key: &'static str,
    /// When.
    pub at: Timestamp,
    /// The end of its number, for questions.
    pub number: String,
    /// Who did it.
    pub by: By,
    /// By which method.
    pub method: Option<String>,
    /// The end of the order's number.
    pub order: Option<String>,
    /// The name that was typed beside recovery codes.
    pub saved_by: Option<String>,
    /// Which support agent did it, and under which ticket number.
    pub support: Option<(String, String)>,
    /// The browser's name and system.
    pub browser: Option<&'static str>,
    /// See above.
    pub system: Option<&'static str>,
    /// The address.
    pub address: Option<String>,
}

impl ActivityLine {
    /// The entry in the words of this key.
    pub fn of(entry: &ActivityEntry, key: &'static str) -> Self {
        let end = |id: &str| id[id.len().saturating_sub(4)..].to_owned();
        Self {
            key,
            at: entry.at,
            number: entry.id[entry.id.len().saturating_sub(8)..].to_uppercase(),
            by: entry.by,
            method: entry.method.clone(),
            order: entry.order.as_deref().map(end),
            saved_by: entry.saved_by.clone(),
            support: entry.support.clone(),
            browser: entry.client.browser(),
            system: entry.client.system(),
            address: entry.client.address().map(|address| address.to_string()),
        }
    }

    /// What happened.
    pub fn words(&self, texts: &Texts) -> Html {
        let method = match self.method.as_deref() {
            Some("totp") => "activity-by-totp",
            Some("sms") => "activity-by-sms",
            Some("call") => "activity-by-call",
            Some("email") => "activity-by-email",
            Some("whatsapp") => "activity-by-whatsapp",
            Some("passkey") => "activity-by-passkey",
            Some("recovery-code") => "activity-by-recovery-code",
            _ => "activity-by-unknown",
        };
        let method = texts.say(method);
        let order = self.order.as_deref().unwrap_or("?");
        let name = self.saved_by.as_deref().unwrap_or_default();
        let args =
            [("method", Arg::Html(&method)), ("ref", Arg::Ltr(order)), ("name", Arg::Text(name))];
        texts.tell(self.key, &args)
    }

    pub(super) fn clock(&self, texts: &Texts) -> Html {
        texts.clock(self.at)
    }

    pub(super) fn browser_words(&self, texts: &Texts) -> Option<Html> {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => {
                let args = [("browser", Arg::Text(browser)), ("system", Arg::Text(system))];
                Some(texts.tell("activity-browser-on", &args))
            }
            (Some(one), None) | (None, Some(one)) => {
                Some(texts.tell("activity-browser-only", &[("name", Arg::Text(one))]))
            }
            (None, None) => None,
        }
    }

    /// Who it was, if it was not plainly the person.
    fn by_another(&self, shell: &Shell<'_>) -> Option<Html> {
        (self.by != By::Me).then(|| self.by_words(shell))
    }

    /// Who did it.
    pub fn by_words(&self, shell: &Shell<'_>) -> Html {
        match self.by {
            By::Me => shell.say("activity-me"),
            By::Portal => shell.portal("activity-portal"),
            By::Operator => shell.branded("activity-operator"),
            By::Support => {
                let (agent, ticket) =
                    self.support.as_ref().map_or(("", ""), |(agent, ticket)| (agent, ticket));
                let args = [
                    ("brand", Arg::Text(&shell.brand.name)),
                    ("agent", Arg::Text(agent)),
                    ("ticket", Arg::Ltr(ticket)),
                ];
                shell.t.tell("activity-by-support", &args)
            }
            By::Stranger => shell.say("activity-stranger"),
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// A kind.
    pub kind: Option<Kind>,
    /// The first day, as it was given.
    pub from: String,
    /// The last day, as it was given.
    pub to: String,
    /// What is wrong with the days.
    pub problem: Option<DateProblem>,
}

/// A day that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// The first one is no date.
    From,
    /// The last one is no date.
    To,
    /// The last one lies before the first.
    Order,
}

impl DateProblem {
    pub(super) const fn anchor(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To | Self::Order => "to",
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::From | Self::To => "activity-no-date",
            Self::Order => "activity-dates-turned",
        }
    }
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "activity/list.html")]
pub struct ActivityPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// What it is narrowed to.
    pub filter: ActivityFilter,
    /// The days.
    pub days: Vec<ActivityDay>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// It is not the first page.
    pub older: bool,
}

impl ActivityPage<'_> {
    /// Every kind, and whether the list is narrowed to it.
    fn kinds(&self) -> [(Kind, bool); 5] {
        Kind::ALL.map(|kind| (kind, self.filter.kind == Some(kind)))
    }

    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.filter.problem {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    /// The same narrowing in an address, with something behind it.
    fn query(&self) -> String {
        let ActivityFilter { kind, from, to, .. } = &self.filter;
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kind = kind.map(Kind::as_str).unwrap_or_default();
        for (name, value) in [("kind", kind), ("from", from), ("to", to)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { query } else { query + "&" }
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

    fn is_narrowed(&self) -> bool {
        self.filter != ActivityFilter::default()
    }

    fn zone(&self) -> Html {
        self.shell.t.tell("activity-zone", &[("zone", Arg::Ltr(&self.shell.t.zone_name()))])
    }
}

/// Says what will be done, and asks for the button.
#[derive(Debug, Template)]
#[template(path = "activity/not_me.html")]
pub struct NotMePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Whoever is signed in came from their list, and can go back to it.
    pub signed_in: bool,
    /// The form's token.
    pub token: FormToken,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMeEnd {
    /// The account is secured.
    Done {
        /// The report's number.
        report: String,
        /// Whether a link for a new password was mailed.
        mailed: bool,
    },
    /// The link leads nowhere.
    Gone,
}

/// The end.
#[derive(Debug, Template)]
#[template(path = "activity/not_me_end.html")]
pub struct NotMeEndPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// Which.
    pub end: NotMeEnd,
}

impl NotMeEndPage<'_> {
    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self.end {
            NotMeEnd::Done { .. } => StatusCode::OK,
            NotMeEnd::Gone => StatusCode::GONE,
        }
    }

    fn report(&self) -> Option<Html> {
        match &self.end {
            NotMeEnd::Done { report, .. } => {
                Some(self.shell.t.tell("not-me-report", &[("report", Arg::Ltr(report))]))
            }
            NotMeEnd::Gone => None,
        }
    }

    fn is_mailed(&self) -> bool {
        matches!(self.end, NotMeEnd::Done { mailed: true, .. })
    }
}
