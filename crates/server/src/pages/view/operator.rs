//! The operator's table of providers, with switches, failures and a test.

use askama::Template;
use countersign_app::delivery::{ProviderView, TestView, TrafficView};
use countersign_core::Timestamp;

use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// One hand-over that did not go through.
#[derive(Clone, Debug)]
pub struct FailureLine {
    /// When.
    pub at: Timestamp,
    /// The provider.
    pub provider: String,
    /// Where it stands, as a slug.
    pub state: &'static str,
    /// The method, and the country if there is one.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// What a form did.
#[derive(Clone, Debug)]
pub enum Did {
    /// It switched something.
    Done,
    /// It sent a test.
    Tested(String, TestView),
    /// The test goes nowhere.
    Nowhere,
}

/// `/operator/channels`.
#[derive(Debug, Template)]
#[template(path = "operator/channels.html")]
pub struct ChannelsPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The token of its forms.
    pub token: FormToken,
    /// Every provider.
    pub providers: Vec<(ProviderView, Option<Timestamp>)>,
    /// Countries whose tap is closed.
    pub closed: Vec<String>,
    /// Newest first.
    pub failures: Vec<FailureLine>,
    /// ISO 4217.
    pub currency: String,
    /// What the form before did.
    pub did: Option<Did>,
}

impl ChannelsPage<'_> {
    fn did_text(&self) -> Option<(&'static str, Html)> {
        let t = &self.shell.t;
        Some(match self.did.as_ref()? {
            Did::Done => ("ok", t.say("operator-done")),
            Did::Tested(name, seen) if seen.state == "handed-over" => {
                ("ok", t.tell("operator-test-taken", &[("name", Arg::Text(name))]))
            }
            Did::Tested(name, seen) => {
                let reason = seen.reason.as_deref().unwrap_or(&seen.state);
                let names = [("name", Arg::Text(name)), ("reason", Arg::Text(reason))];
                ("warn", t.tell("operator-test-not-taken", &names))
            }
            Did::Nowhere => ("warn", t.say("operator-test-nowhere")),
        })
    }

    fn left_out(&self, provider: &ProviderView, until: Option<&Timestamp>) -> Option<Html> {
        let key = match provider.why? {
            "delivery" => "operator-left-out-delivery",
            _ => "operator-left-out-errors",
        };
        Some(self.shell.t.tell(key, &[("time", Arg::Clock(*until?))]))
    }

    fn is_on(provider: &ProviderView) -> bool {
        provider.state != "off"
    }

    fn named(&self, key: &str, name: &str) -> Html {
        self.shell.t.tell(key, &[("name", Arg::Text(name))])
    }

    fn closed_text(&self, country: &str) -> Html {
        self.shell.t.tell("operator-closed", &[("country", Arg::Text(country))])
    }

    fn cost_head(&self) -> Html {
        self.shell.t.tell("operator-cost", &[("currency", Arg::Text(&self.currency))])
    }

    fn cost(row: &TrafficView) -> String {
        let cents = row.cost_micros.saturating_add(5_000) / 10_000;
        format!("{}.{:02}", cents / 100, cents % 100)
    }

    fn seconds(row: &TrafficView) -> String {
        row.seconds_to_delivery.map_or_else(|| "–".to_owned(), |seconds| seconds.to_string())
    }

    fn country(row: &TrafficView) -> &str {
        if row.country.is_empty() { "–" } else { &row.country }
    }

    fn failure_text(&self, line: &FailureLine) -> Html {
        let what = format!("{}, {}", line.state, line.to);
        self.shell.t.tell(
            "operator-failure",
            &[
                ("time", Arg::Clock(line.at)),
                ("name", Arg::Text(&line.provider)),
                ("state", Arg::Text(&what)),
            ],
        )
    }
}
