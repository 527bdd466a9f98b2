//! The operator's texts in place of ours.

use std::collections::BTreeSet;

use countersign_app::wording::Wording as _;
use countersign_core::challenge::PurposeKind;
use countersign_core::people::{Language, Method};

use super::samples::*;
use crate::wording::catalogue::source;

#[test]
fn languages_have_the_same_keys() {
    let keys = |language| -> BTreeSet<&str> {
        let lines = source(language).lines().filter(|line| !line.starts_with([' ', '#']));
        lines.filter_map(|line| line.split_once(" =").map(|(key, _)| key)).collect()
    };
    assert!(keys(Language::En).len() > 60);
    assert_eq!(keys(Language::En), keys(Language::De));
}

#[test]
fn the_operators_text_takes_the_place_of_ours() {
    let own = "{brand}: {code} macht Ihre Bereiche auf. {minutes} Min.";
    let texts = overridden(Language::De, "sms-step-up", own).expect("a text that works");
    let text =
        |language| texts.code_message(&facts(Method::Sms, PurposeKind::StepUp, language)).text;
    assert_eq!(
        text(Language::De),
        "Nordstroem: 482913 macht Ihre Bereiche auf. 10 Min. Nie weitergeben. Nicht Sie? Sitzungen \
         beenden.\n@secure.nordstroem.example #482913"
    );
    assert!(text(Language::En).contains("opens protected areas"));
}

#[test]
fn an_operators_text_that_would_harm_is_refused_with_the_reason() {
    let long = format!("{{brand}}: {{code}} {}", "x".repeat(120));
    for (key, text, reason) in [
        ("sms-nothing", "x", "no text with this key"),
        ("sms-step-up", "{brand}: {code} {name}", "{name} is unknown here"),
        ("sms-step-up", "{brand} opens areas", "must keep {code}"),
        ("sms-order-free", "{brand}: {what}, no. ..{ref}. {code}", "must keep {object}"),
        ("sms-step-up", "{brand}: {code", "brace"),
        ("sms-step-up", "{brand}: {code} }", "brace"),
        ("sms-step-up", "{brand}: {code} { \"x\" }", "brace"),
        ("sms-step-up", "{brand}: {code} – ok", "GSM-7"),
        ("sms-step-up", &long, "160"),
        ("sms-step-up", "{brand}: {code} https://nordstroem.example", "link"),
        ("sms-step-up", "{brand}: {code}\nsecond", "one line"),
        ("sms-step-up-warning", "", "protected sentence"),
        ("sms-step-up-warning", "Ok.", "protected sentence"),
        ("mail-warning", "", "protected sentence"),
        ("mail-enter", "Enter it.", "must keep {until}"),
        ("mail-step-up-note", "Afterwards open.", "forms for numbers"),
        ("mail-why", "<b>Hello</b> {brand}", "HTML"),
    ] {
        let refused = overridden(Language::En, key, text).err().expect(text);
        assert!(refused.starts_with(&format!("text {key} (en): ")), "{refused}");
        assert!(refused.contains(reason), "{reason} in {refused}");
    }
}
