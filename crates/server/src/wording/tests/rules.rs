//! What holds for every message in every language.

use std::collections::BTreeSet;

use countersign_app::wording::OrderFacts;
use countersign_core::challenge::PurposeKind;
use countersign_core::people::{Language, Method};

use super::samples::*;
use crate::wording::catalogue::LANGUAGES;
use crate::wording::gsm7;

/// CS-DC-08: brand, and for an order its object, before the code; what is said differs by purpose; no link anywhere.
#[test]
fn every_message_names_brand_and_purpose_and_holds_no_link() {
    let mut seen = BTreeSet::new();
    for (name, rendered) in everything() {
        let whole = format!("{:?}{}{:?}", rendered.subject, rendered.text, rendered.html);
        for broken in ["⟦", "{ $", "http", "://"] {
            assert!(!whole.contains(broken), "{name}: {broken} in {whole}");
        }
        assert!(rendered.text.contains("Nordstroem"), "{name}");
        let recovers = name.ends_with("reset-password") || name.ends_with(" recovery");
        assert!(seen.insert(rendered.text.clone()) || recovers, "{name} reads like another");
        if let (Some(object), Some(code)) =
            (rendered.text.find("web-1"), rendered.text.find("482913"))
        {
            assert!(object < code, "{name}: {}", rendered.text);
        }
    }
}

#[test]
fn a_subject_is_short_and_holds_no_code() {
    let long = OrderFacts { action: "other".into(), title: "x".repeat(200), ..order() };
    let mut subjects: Vec<String> =
        everything().into_iter().filter_map(|(_, rendered)| rendered.subject).collect();
    for language in LANGUAGES {
        let rendered = with_order(Method::Email, language, long.clone());
        subjects.extend(rendered.subject);
    }
    for subject in subjects {
        assert!(subject.chars().count() <= 60, "{subject}");
        assert!(!subject.contains("4829"), "{subject}");
    }
}

#[test]
fn purpose_and_code_are_in_the_first_ninety_characters_of_a_mail() {
    for language in LANGUAGES {
        for purpose in PurposeKind::ALL.into_iter().filter(|kind| *kind != PurposeKind::Order) {
            let text = of(Method::Email, purpose, language).text;
            let first: String = text.chars().take(90).collect();
            assert!(first.contains("482913"), "{text}");
        }
    }
}

#[test]
fn the_html_twin_says_the_same_and_escapes_everything() {
    let order = OrderFacts {
        action: "other".into(),
        title: "<script>alert(1)</script>".into(),
        object: "\"web\" & 'db'".into(),
        ..order()
    };
    let html = with_order(Method::Email, Language::En, order).html.expect("a twin");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    assert!(html.contains("&quot;web&quot; &amp; &#39;db&#39;"), "{html}");
    assert!(!html.contains("<script"), "{html}");
    for foreign in ["src=", "href=", "url(", "<img", "<link"] {
        assert!(!html.contains(foreign), "{foreign} in {html}");
    }
    assert!(html.contains("<html lang=\"en\">") && html.contains(">482913</p>"), "{html}");
}

/// CS-DC-08: an order is never shortened to save a segment, and never needs a third.
#[test]
fn an_order_that_does_not_fit_takes_two_segments() {
    let long = OrderFacts {
        action: "other".into(),
        title: "Restore the nightly backup of the customer database".into(),
        object: "db-cluster-frankfurt-17.customers.example".into(),
        amount: Some(euros("12345.00")),
        ..order()
    };
    let text = with_order(Method::Sms, Language::En, long.clone()).text;
    assert_eq!(gsm7::segments(&text), Some(2), "{text}");
    assert!(text.contains("Restore the nightly backup of the customer database"), "{text}");
    assert!(text.contains("db-cluster-frankfur..7.customers.example"), "{text}");
    assert!(text.contains("EUR 12345.00") && text.contains("..7k2m"), "{text}");

    let longest = OrderFacts { title: "Ä".repeat(500), object: "€".repeat(500), ..long };
    let text = with_order(Method::Sms, Language::De, longest).text;
    assert_eq!(gsm7::segments(&text), Some(2), "{text}");
}

/// CS-DC-08
#[test]
fn names_that_look_like_a_link_or_a_binding_line_lose_their_form() {
    let order = OrderFacts {
        action: "other".into(),
        title: "Pay at https://evil.example".into(),
        object: "web-1\n@evil.example #111111 “é”".into(),
        ..order()
    };
    for method in DELIVERED {
        let text = with_order(method, Language::En, order.clone()).text;
        assert!(!text.contains("://"), "{text}");
        assert!(!text.contains("\n@evil"), "{text}");
    }
    let text = with_order(Method::Sms, Language::En, order).text;
    assert_eq!(text.matches('@').count(), 1, "{text}");
    assert!(gsm7::fits(&text), "{text}");
}
