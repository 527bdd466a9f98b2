//! The operator's table of providers, with switches, failures and a test.

use std::borrow::Borrow;

use askama::Template;
use countersign_app::delivery::{Cost, ProviderView, TestView, TrafficView};
use countersign_core::Timestamp;
use countersign_core::people::{Language, Method};

use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};
use crate::pages::contacts::country_name;

/// One hand-over that did not go through.
#[derive(Clone, Debug)]
pub struct FailureLine {
    /// When.
    pub at: Timestamp,
    /// The provider.
    pub provider: String,
    /// Where it stands, as a slug.
    pub state: &'static str,
    /// The method.
    pub method: Method,
    /// ISO 3166-1 alpha-2; empty for mail.
    pub country: String,
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
    /// What the last 31 days cost, by provider and purpose.
    pub costs: Vec<Cost>,
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
        let name = country_name(self.shell.t.language(), country);
        self.shell.t.tell("operator-closed", &[("country", Arg::Text(name))])
    }

    fn cost_head(&self) -> Html {
        self.shell.t.tell("operator-cost", &[("currency", Arg::Text(&self.currency))])
    }

    /// Millionths as an amount in cents; templates lend what they show.
    fn money(&self, micros: impl Borrow<i64>) -> String {
        let cents = micros.borrow().saturating_add(5_000) / 10_000;
        let sign = match self.shell.t.language() {
            Language::De => ',',
            Language::En => '.',
        };
        format!("{}{sign}{:02}", cents / 100, cents % 100)
    }

    fn way(&self, method: &str) -> Html {
        self.shell.say(way_key(method))
    }

    fn purpose(&self, purpose: &str) -> Html {
        self.shell.say(match purpose {
            "sign-in" => "operator-purpose-sign-in",
            "step-up" => "operator-purpose-step-up",
            "order" => "operator-purpose-order",
            "confirm-contact" => "operator-purpose-confirm-contact",
            "change-authenticator" => "operator-purpose-change-authenticator",
            "set-up" => "operator-purpose-set-up",
            "test" => "operator-purpose-test",
            _ => "operator-purpose-notice",
        })
    }

    /// What is paid in all, one line for each currency.
    fn totals(&self) -> Vec<(String, u64, i64)> {
        let mut totals: Vec<(String, u64, i64)> = Vec::new();
        for cost in &self.costs {
            match totals.iter_mut().find(|(currency, ..)| *currency == cost.currency) {
                Some((_, messages, micros)) => {
                    *messages += cost.messages;
                    *micros = micros.saturating_add(cost.cost_micros);
                }
                None => totals.push((cost.currency.clone(), cost.messages, cost.cost_micros)),
            }
        }
        totals
    }

    fn seconds(row: &TrafficView) -> String {
        row.seconds_to_delivery.map_or_else(|| "–".to_owned(), |seconds| seconds.to_string())
    }

    fn country<'t>(&self, row: &'t TrafficView) -> &'t str {
        if row.country.is_empty() {
            return "–";
        }
        country_name(self.shell.t.language(), &row.country)
    }

    fn failure_text(&self, line: &FailureLine) -> Html {
        let t = &self.shell.t;
        let state = t.say(match line.state {
            "put-off" => "operator-state-put-off",
            "unknown" => "operator-state-unknown",
            "undelivered" => "operator-state-undelivered",
            "declined" => "operator-state-declined",
            _ => "operator-state-failed",
        });
        let way = t.say(way_key(line.method.as_str()));
        let country = country_name(t.language(), &line.country);
        let key = if country.is_empty() { "operator-failure" } else { "operator-failure-there" };
        let args = [
            ("time", Arg::Clock(line.at)),
            ("name", Arg::Text(&line.provider)),
            ("state", Arg::Html(&state)),
            ("way", Arg::Html(&way)),
            ("country", Arg::Text(country)),
        ];
        t.tell(key, &args)
    }
}

fn way_key(method: &str) -> &'static str {
    match method {
        "call" => "contact-way-call",
        "whatsapp" => "contact-way-whatsapp",
        "email" => "contact-way-email",
        _ => "contact-way-sms",
    }
}
