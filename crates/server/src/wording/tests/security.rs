//! Every mail about a person's security, as a person would read it.

use std::time::Duration;

use countersign_app::mailed::{CallerCheck, LinkKind, RecoveryStep, SecurityNotice};
use countersign_app::wording::{LinkFacts, Rendered, SecurityFacts, Wording as _};
use countersign_core::people::{Language, Method};

use super::samples::{NOW, texts};
use crate::wording::catalogue::LANGUAGES;

const NOT_ME: &str = "https://secure.nordstroem.example/activity/not-me/abc";

fn facts(notice: SecurityNotice) -> SecurityFacts {
    SecurityFacts {
        notice,
        at: NOW,
        browser: Some("Firefox".to_owned()),
        system: Some("Windows".to_owned()),
        address: Some("192.0.2.7".to_owned()),
        not_me: Some(NOT_ME.to_owned()),
    }
}

fn all() -> Vec<SecurityNotice> {
    let mut all = vec![
        SecurityNotice::NewDevice,
        SecurityNotice::SignInAfterFailures { failures: 1 },
        SecurityNotice::SignInAfterFailures { failures: 4 },
        SecurityNotice::PasswordRightCodeWrong,
        SecurityNotice::LaneClosed,
        SecurityNotice::OlderDeviceCopy,
        SecurityNotice::PasswordChanged,
        SecurityNotice::ResetAsked,
        SecurityNotice::ResetDone,
        SecurityNotice::SecondFactorOn,
        SecurityNotice::SecondFactorOff,
        SecurityNotice::RecoveryCodeUsed { left: 0 },
        SecurityNotice::RecoveryCodeUsed { left: 1 },
        SecurityNotice::RecoveryCodeUsed { left: 9 },
        SecurityNotice::NewRecoveryCodes,
        SecurityNotice::SessionsEnded { count: 1 },
        SecurityNotice::SessionsEnded { count: 3 },
    ];
    all.push(SecurityNotice::ContactShared {
        name: "Jonas Reed".to_owned(),
        target: "·· 47".to_owned(),
    });
    let (account, by) = (|| "Nordlicht Verlag GmbH".to_owned(), || "Jonas Reed".to_owned());
    for from in [None, Some(NOW.ms())] {
        all.push(SecurityNotice::FactorRequired { account: account(), by: by(), from });
    }
    all.push(SecurityNotice::FactorSoonRequired { account: account(), from: NOW.ms() });
    all.push(SecurityNotice::FactorNotRequired { account: account(), by: by() });
    all.push(SecurityNotice::ContactFell { target: "·· 47".to_owned() });
    for step in [
        RecoveryStep::Started,
        RecoveryStep::Half,
        RecoveryStep::Opens,
        RecoveryStep::Stopped,
        RecoveryStep::SignedIn,
        RecoveryStep::Done,
    ] {
        for contact in [false, true] {
            let (id, until) = ("rec_1".to_owned(), NOW.ms());
            all.push(SecurityNotice::Recovery { id, contact, step, until });
        }
    }
    all.extend([SecurityNotice::SupportPinSet, SecurityNotice::SupportPinRemoved]);
    for check in [
        CallerCheck::PinRight,
        CallerCheck::PinWrong,
        CallerCheck::PinPaused,
        CallerCheck::PinNotHeard,
        CallerCheck::CallCodeRight,
        CallerCheck::CallCodeWrong,
    ] {
        let (agent, ticket) = ("Sam Roth".to_owned(), "T-4711".to_owned());
        all.push(SecurityNotice::CallerChecked { check, agent, ticket });
    }
    for number in [true, false] {
        let target = || if number { "·· 47" } else { "m…r@g…l.com" }.to_owned();
        all.push(SecurityNotice::ContactAdded { number, target: target() });
        all.push(SecurityNotice::ContactChanged { number, target: target() });
        all.push(SecurityNotice::ContactRemoved { number, target: target() });
    }
    for method in [Method::Totp, Method::Sms, Method::Call] {
        all.push(SecurityNotice::MethodAdded(method));
        all.push(SecurityNotice::MethodReplaced(method));
        all.push(SecurityNotice::MethodRemoved(method));
    }
    all
}

fn told(notice: SecurityNotice, language: Language) -> Rendered {
    texts().security_notice(&facts(notice), language)
}

#[test]
fn notices_say_what_when_from_where_and_what_to_do() {
    let mail = told(SecurityNotice::NewDevice, Language::En);
    assert_eq!(mail.subject.as_deref(), Some("New sign-in: Firefox on Windows, 192.0.2.7"));
    assert_eq!(
        mail.text,
        "Somebody signed in to your account in a browser that we did not know.\nOn 1 January 2026 \
         at 12:00 UTC, from Firefox on Windows, 192.0.2.7.\n\nIf this was you, there is nothing to \
         do. If not, open this page. Nothing happens there before you press the button:\n\n\
         https://secure.nordstroem.example/activity/not-me/abc\n\nOr call us: +49 30 123456.\nYou \
         get this mail because this address was given to Nordstroem.\n"
    );
    let mail = told(SecurityNotice::RecoveryCodeUsed { left: 1 }, Language::De);
    let subject = "Wiederherstellungscode benutzt, noch 1 übrig";
    assert_eq!(mail.subject.as_deref(), Some(subject));
    let first = "Ein Wiederherstellungscode wurde benutzt. Es ist noch einer übrig: Erstellen Sie im \
                 Sicherheitsbereich neue.\nAm 1. Januar 2026 um 12:00 Uhr (UTC), Firefox unter \
                 Windows, 192.0.2.7.";
    assert!(mail.text.starts_with(first), "{}", mail.text);
}

/// CS-LOG-13, CS-ENR-08: each in both languages is whole, short in its subject, and has its one link and no other.
#[test]
fn every_notice_is_whole_and_has_one_link() {
    for language in LANGUAGES {
        for notice in all() {
            let mail = told(notice.clone(), language);
            let subject = mail.subject.expect("a subject");
            assert!(subject.chars().count() <= 60, "{subject}");
            let html = mail.html.expect("a twin");
            for text in [&mail.text, &html, &subject] {
                for broken in ["⟦", "{ $", "  "] {
                    assert!(!text.contains(broken), "{notice:?}: {broken} in {text}");
                }
            }
            assert_eq!(mail.text.matches("://").count(), 1, "{}", mail.text);
            assert!(mail.text.contains(&format!("\n{NOT_ME}\n")), "{}", mail.text);
            assert!(html.contains(&format!("<a href=\"{NOT_ME}\">")), "{html}");
            assert_eq!(html.matches("href=").count(), 1, "{html}");
        }
    }
}

/// A mail to an address that nobody confirmed tells, and gives nothing to press.
#[test]
fn without_a_link_a_notice_names_the_telephone() {
    let facts = SecurityFacts {
        not_me: None,
        browser: None,
        system: None,
        address: None,
        ..facts(SecurityNotice::NewDevice)
    };
    let mail = texts().security_notice(&facts, Language::En);
    assert!(!mail.text.contains("://"), "{}", mail.text);
    assert!(mail.text.contains("there is nothing to do. If not: +49 30 123456."), "{}", mail.text);
    assert!(mail.text.contains("from an unknown browser, unknown address."), "{}", mail.text);
}

/// CS-WEB-06: what a browser says of itself becomes neither a link nor markup nor a line.
#[test]
fn a_browsers_name_stays_a_name() {
    let facts = SecurityFacts {
        browser: Some("<b>https://evil.example\r\nX".to_owned()),
        ..facts(SecurityNotice::NewDevice)
    };
    let mail = texts().security_notice(&facts, Language::En);
    assert_eq!(mail.text.matches("://").count(), 1, "{}", mail.text);
    assert!(!mail.html.expect("a twin").contains("<b>"));
    assert!(!mail.subject.expect("a subject").contains(['\r', '\n']));
}

#[test]
fn mails_with_a_link_read_as_designed() {
    let facts = LinkFacts {
        kind: LinkKind::Reset,
        link: "https://secure.nordstroem.example/reset-password/abc".to_owned(),
        until: NOW.plus(Duration::from_mins(30)),
    };
    let mail = texts().link_mail(&facts, Language::En);
    assert_eq!(mail.subject.as_deref(), Some("Set a new password"));
    assert_eq!(
        mail.text,
        "Somebody, probably you, asked to set a new password:\n\n\
         https://secure.nordstroem.example/reset-password/abc\n\nIt works until 12:30 UTC, once. It \
         does not change your second factor. Not you? Do nothing.\nYou get this mail because this \
         address was given to Nordstroem.\n"
    );
    let unlock = LinkFacts { kind: LinkKind::Unlock, ..facts };
    let mail = texts().link_mail(&unlock, Language::De);
    assert_eq!(mail.subject.as_deref(), Some("Anmeldung fortsetzen"));
    assert!(mail.text.contains("in dem Browser weiter, in dem Sie dies öffnen:"), "{}", mail.text);
    assert!(mail.text.contains("Der Link gilt bis 12:30 Uhr (UTC), einmal."), "{}", mail.text);
}
