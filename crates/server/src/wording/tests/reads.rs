//! Every kind of message, as a person reads it.

use std::time::Duration;

use countersign_app::wording::{CodeFacts, NoticeFacts, OrderFacts, Wording as _};
use countersign_core::challenge::PurposeKind;
use countersign_core::people::{Language, Method};
use jiff::tz::TimeZone;

use super::samples::*;
use crate::wording::catalogue::LANGUAGES;
use crate::wording::{TextSettings, Texts};

#[test]
fn text_messages_read_as_designed() {
    let en = |purpose| of(Method::Sms, purpose, Language::En).text;
    let de = |purpose| of(Method::Sms, purpose, Language::De).text;
    assert_eq!(
        en(PurposeKind::StepUp),
        "Nordstroem: 482913 opens protected areas of your account. Valid 10 min. Never share it. \
         Not you? End all sessions.\n@secure.nordstroem.example #482913"
    );
    assert_eq!(
        de(PurposeKind::StepUp),
        "Nordstroem: 482913 öffnet geschützte Bereiche Ihres Kontos. 10 Min. gültig. Nie \
         weitergeben. Nicht Sie? Sitzungen beenden.\n@secure.nordstroem.example #482913"
    );
    assert_eq!(
        en(PurposeKind::Order),
        "Nordstroem: Restore snapshot, web-1, no. ..7k2m. Code 482913 runs this order. Not yours? \
         Do not enter it.\n@secure.nordstroem.example #482913"
    );
    let paid = OrderFacts { amount: Some(euros("2.50")), ..order() };
    assert_eq!(
        with_order(Method::Sms, Language::De, paid).text,
        "Nordstroem: Snapshot zurückspielen, web-1, 2,50 EUR, Nr. ..7k2m. Freigabecode 482913. \
         Nicht Ihrer? Nie eingeben.\n@secure.nordstroem.example #482913"
    );
}

/// CS-DC-09: nothing that is said before the key press holds a digit of the code.
#[test]
fn a_call_says_the_code_only_after_the_key() {
    for purpose in PurposeKind::ALL {
        for language in LANGUAGES {
            let rendered = of(Method::Call, purpose, language);
            let spoken = rendered.spoken.expect("two halves");
            let digits = if purpose == PurposeKind::ConfirmContact {
                "4, 8, 2, 9; 1, 3, 0, 7"
            } else {
                "4, 8, 2, 9, 1, 3"
            };
            assert!(!spoken.opening.contains("4, 8"), "{}", spoken.opening);
            assert_eq!(spoken.after_key.matches(digits).count(), 2, "{}", spoken.after_key);
            assert!(!rendered.text.contains("nordstroem.example"), "{}", rendered.text);
            assert_eq!(rendered.text, format!("{}\n\n{}", spoken.opening, spoken.after_key));
        }
    }
}

#[test]
fn a_call_reads_the_order_first() {
    let paid = OrderFacts { amount: Some(euros("2.50")), ..order() };
    let spoken = with_order(Method::Call, Language::En, paid).spoken.expect("two halves");
    assert_eq!(
        spoken.opening,
        "Hello, this is Nordstroem. This is about an order: Restore snapshot, for web-1, 2.50 euros, \
         order number ending 7, K, 2, M. If you did not place it, hang up; nothing will happen. To \
         hear the code that runs it, press 1."
    );
    let zero = OrderFacts { amount: Some(euros("0.00")), ..order() };
    let spoken = with_order(Method::Call, Language::De, zero).spoken.expect("two halves");
    assert!(spoken.opening.contains("für web-1, kostenlos,"), "{}", spoken.opening);
}

#[test]
fn mails_read_as_designed() {
    let mail = of(Method::Email, PurposeKind::StepUp, Language::En);
    assert_eq!(mail.subject.as_deref(), Some("Your code for protected areas"));
    assert_eq!(
        mail.text,
        "You want to open Invoices.\n\n482913\n\nAfterwards protected areas stay open for 10 \
         minutes. Enter it on the page you opened. It works until 12:10 UTC. Asked for at 12:00 \
         UTC.\nNever share it. We will never ask you for it.\nNot you? Call us: +49 30 123456.\nYou \
         get this mail because this address was given to Nordstroem.\n"
    );
    let mail = of(Method::Email, PurposeKind::Order, Language::De);
    assert_eq!(mail.subject.as_deref(), Some("Auftrag ..7k2m freigeben: Snapshot zurückspielen"));
    assert!(
        mail.text.starts_with(
            "Auftrag zur Freigabe bei Nordstroem\n\nAuftrag: Restore a snapshot of the \
             server\nObjekt: web-1\nTaken: 12 May <b>\nWirkung: Daten werden gelöscht oder \
             überschrieben. Das lässt sich nicht rückgängig machen.\nPreis: \
             Kostenlos\nAuftragsnummer: ..7k2m\n\n482913\n\n482913 löst genau diesen Auftrag aus."
        ),
        "{}",
        mail.text
    );
}

#[test]
fn notices_say_what_happened_when_and_by_whom() {
    let mail = texts().notice(&confirmed(Some("·· 47")), Language::En);
    assert_eq!(mail.subject.as_deref(), Some("Confirmed: Restore snapshot, order ..7k2m"));
    let sentence = "Confirmed at 12:00 UTC by text message (SMS) (·· 47) by Mara Lind.";
    assert!(mail.text.starts_with(sentence), "{}", mail.text);
    let stopped = NoticeFacts::OrderStopped { order: order(), at: NOW };
    let mail = texts().notice(&stopped, Language::De);
    assert_eq!(mail.subject.as_deref(), Some("Auftrag ..7k2m gestoppt: drei falsche Codes"));
    assert!(mail.text.contains("12:00 Uhr (UTC)"), "{}", mail.text);
    assert!(mail.text.contains("Snapshot") || mail.text.contains("snapshot"), "{}", mail.text);
}

#[test]
fn an_area_is_named_and_several_are_not_listed() {
    let mail = |areas: &[&str], language| {
        let areas = areas.iter().map(|&area| area.to_owned()).collect();
        let facts = CodeFacts { areas, ..facts(Method::Email, PurposeKind::StepUp, language) };
        texts().code_message(&facts).text
    };
    assert!(mail(&["consoles"], Language::De).starts_with("Sie möchten Konsolen öffnen."));
    assert!(mail(&["unnamed"], Language::En).starts_with("You want to open unnamed."));
    for areas in [&[][..], &["invoices", "consoles"]] {
        assert!(mail(areas, Language::En).starts_with("You want to open protected areas."));
    }
}

#[test]
fn clock_times_are_told_in_the_operators_zone() {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let texts = Texts::new(TextSettings { zone, ..settings() }).expect("texts that work");
    let text =
        |language| texts.code_message(&facts(Method::Email, PurposeKind::SignIn, language)).text;
    assert!(text(Language::En).contains("It works until 13:10."), "{}", text(Language::En));
    assert!(text(Language::De).contains("Er gilt bis 13:10 Uhr."), "{}", text(Language::De));
}

/// A resend counts what is left, and is never "0 min".
#[test]
fn minutes_are_what_is_left_when_it_is_sent() {
    let text = |seconds| {
        let until = NOW.plus(Duration::from_secs(seconds));
        let facts = CodeFacts { until, ..facts(Method::Sms, PurposeKind::SignIn, Language::En) };
        texts().code_message(&facts).text
    };
    assert!(text(599).contains("(10 min)") && text(240).contains("(4 min)"));
    assert!(text(5).contains("(1 min)"));
}

#[test]
fn without_a_telephone_number_no_sentence_asks_to_call() {
    let texts = Texts::new(TextSettings { support_phone: None, ..settings() }).expect("texts");
    let text = texts.code_message(&facts(Method::Email, PurposeKind::SignIn, Language::En)).text;
    assert!(text.contains("Not you? Tell Nordstroem at once."), "{text}");
}
