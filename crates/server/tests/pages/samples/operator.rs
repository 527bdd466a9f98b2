//! Pages of operators.

use countersign_app::delivery::{Cost, ProviderView, TestView, TrafficView};

use super::*;

fn provider(name: &str, state: &'static str, why: Option<&'static str>) -> ProviderView {
    let row = |method, country: &str, sent| TrafficView {
        method,
        country: country.to_owned(),
        sent,
        delivered: sent - 1,
        verified: sent - 2,
        failed: 3,
        seconds_to_delivery: (sent > 50).then_some(4),
        cost_micros: 7_010_000,
    };
    ProviderView {
        name: name.to_owned(),
        carries: vec!["sms", "call"],
        state,
        why,
        until: None,
        traffic: match state {
            "off" => Vec::new(),
            _ => vec![row("sms", "DE", 412), row("sms", "AT", 9), row("email", "", 77)],
        },
    }
}

fn cost(provider: &str, purpose: &str, messages: u64, cost_micros: i64) -> Cost {
    Cost {
        account: None,
        person: None,
        purpose: purpose.to_owned(),
        provider: provider.to_owned(),
        currency: "EUR".to_owned(),
        messages,
        cost_micros,
        price_micros: 0,
    }
}

pub fn add(book: &Book<'_>) {
    let shell = || {
        let mut shell = book.shell("/operator/channels");
        shell.visitor = Some(Visitor { stands: Stands::SignedIn, back: None, ..visitor() });
        shell
    };
    let page = |did, closed: &[&str], failures| ChannelsPage {
        shell: shell(),
        token: FormToken("t".to_owned()),
        providers: vec![
            (provider("bulk-sms", "left-out", Some("errors")), Some(at(9))),
            (provider("backup", "left-out", Some("delivery")), Some(at(5))),
            (provider("trunk", "off", None), None),
            (provider("smtp", "on", None), None),
        ],
        closed: closed.iter().map(|country| (*country).to_owned()).collect(),
        failures,
        costs: vec![
            cost("bulk-sms", "order", 412, 28_840_000),
            cost("bulk-sms", "sign-in", 1_210, 84_700_000),
            cost("smtp", "notice", 77, 0),
        ],
        currency: "EUR".to_owned(),
        did,
    };
    let failure = FailureLine {
        at: at(-3),
        provider: "bulk-sms".to_owned(),
        state: "put-off",
        method: Method::Sms,
        country: "DE".to_owned(),
        reason: "the receiver did not answer in time".to_owned(),
    };
    book.add("operator-channels", page(None, &["AT"], vec![failure]));
    let tested = |state: &str, reason: Option<&str>| {
        let seen = TestView {
            state: state.to_owned(),
            reason: reason.map(str::to_owned),
            reference: None,
        };
        Some(ChannelsDid::Tested("trunk".to_owned(), seen))
    };
    for (name, did) in [
        ("operator-channels-done", Some(ChannelsDid::Done)),
        ("operator-channels-tested", tested("handed-over", None)),
        ("operator-channels-test-failed", tested("failed", Some("no such number"))),
        ("operator-channels-nowhere", Some(ChannelsDid::Nowhere)),
    ] {
        book.add(name, page(did, &[], Vec::new()));
    }
}
