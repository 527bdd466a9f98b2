//! One person, one order, one operator: what the tests of texts are written with.

use std::collections::BTreeMap;
use std::time::Duration;

use countersign_app::wording::{CodeFacts, NoticeFacts, OrderFacts, Rendered, Wording as _};
use countersign_core::challenge::PurposeKind;
use countersign_core::order::{Amount, Detail};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use jiff::tz::TimeZone;

use crate::wording::catalogue::LANGUAGES;
use crate::wording::{Named, TextSettings, Texts};

/// 2026-01-01T12:00:00Z
pub(super) const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);
pub(super) const DELIVERED: [Method; 4] =
    [Method::Sms, Method::Call, Method::WhatsApp, Method::Email];

pub(super) fn settings() -> TextSettings {
    let label = |en: &str, de: &str| Named { en: Some(en.into()), de: Some(de.into()) };
    TextSettings {
        brand: "Nordstroem".into(),
        product: "Customer Center".into(),
        host: "secure.nordstroem.example".into(),
        support_phone: Some("+49 30 123456".into()),
        zone: TimeZone::UTC,
        window: Duration::from_mins(10),
        order_tries: 3,
        labels: BTreeMap::from([(
            "restore-snapshot".to_owned(),
            label("Restore snapshot", "Snapshot zurückspielen"),
        )]),
        rights: BTreeMap::new(),
        areas: BTreeMap::from([("consoles".to_owned(), label("Consoles", "Konsolen"))]),
        overrides: Vec::new(),
    }
}

pub(in crate::wording) fn texts() -> Texts {
    Texts::new(settings()).expect("texts that work")
}

pub(super) fn overridden(language: Language, key: &str, text: &str) -> Result<Texts, String> {
    let overrides = vec![(language, key.to_owned(), text.to_owned())];
    Texts::new(TextSettings { overrides, ..settings() }).map_err(|bad| bad.to_string())
}

pub(super) fn order() -> OrderFacts {
    OrderFacts {
        action: "restore-snapshot".into(),
        title: "Restore a snapshot of the server".into(),
        object: "web-1".into(),
        details: vec![Detail { label: "Taken".into(), value: "12 May <b>".into() }],
        destructive: true,
        amount: None,
        reference: "7k2m".into(),
    }
}

pub(super) fn euros(value: &str) -> Amount {
    Amount { value: value.into(), currency: "EUR".into() }
}

pub(super) fn facts(method: Method, purpose: PurposeKind, language: Language) -> CodeFacts {
    let eight = purpose == PurposeKind::ConfirmContact;
    CodeFacts {
        method,
        purpose,
        language,
        code: if eight { "48291307" } else { "482913" }.into(),
        until: NOW.plus(Duration::from_mins(10)),
        asked_at: NOW,
        areas: vec!["invoices".into()],
        order: (purpose == PurposeKind::Order).then(order),
    }
}

pub(super) fn of(method: Method, purpose: PurposeKind, language: Language) -> Rendered {
    texts().code_message(&facts(method, purpose, language))
}

pub(super) fn with_order(method: Method, language: Language, order: OrderFacts) -> Rendered {
    let facts = CodeFacts { order: Some(order), ..facts(method, PurposeKind::Order, language) };
    texts().code_message(&facts)
}

pub(super) fn everything() -> Vec<(String, Rendered)> {
    let mut all = Vec::new();
    for language in LANGUAGES {
        for method in DELIVERED {
            for purpose in PurposeKind::ALL {
                let name =
                    format!("{} {} {}", language.as_str(), method.as_str(), purpose.as_str());
                all.push((name, of(method, purpose, language)));
            }
            let paid = OrderFacts { amount: Some(euros("2.50")), destructive: false, ..order() };
            let name = format!("{} {} paid", language.as_str(), method.as_str());
            all.push((name, with_order(method, language, paid)));
        }
        for (name, facts) in [
            ("stopped", NoticeFacts::OrderStopped { order: order(), at: NOW }),
            ("confirmed", confirmed(Some("·· 47"))),
            ("confirmed by app", confirmed(None)),
        ] {
            let name = format!("{} {name}", language.as_str());
            all.push((name, texts().notice(&facts, language)));
        }
    }
    all
}

pub(super) fn confirmed(target: Option<&str>) -> NoticeFacts {
    NoticeFacts::OrderConfirmed {
        order: order(),
        at: NOW,
        method: if target.is_some() { Method::Sms } else { Method::Totp },
        target: target.map(str::to_owned),
        person: "Mara Lind".into(),
    }
}
