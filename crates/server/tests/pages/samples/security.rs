//! The security area and passwords.

use countersign_app::support::Question;
use countersign_app::trail::By;
use countersign_core::ids::CheckId;
use countersign_core::support::{PinState, RecoveryKind};

use super::*;

fn recent() -> Vec<ActivityLine> {
    let keys = ["activity-signed-in-with", "activity-areas-opened", "activity-password-wrong"];
    let line = |(minutes, key): (i64, &'static str)| ActivityLine {
        key,
        at: at(-minutes),
        number: "7K2M9QXD".to_owned(),
        by: By::Me,
        method: Some("totp".to_owned()),
        order: None,
        saved_by: None,
        support: None,
        browser: Some("Firefox"),
        system: Some("Windows"),
        address: None,
    };
    (0..).zip(keys).map(line).collect()
}

fn overview<'a>(book: &Book<'a>, area: Area, ways: Vec<FactorWay>) -> Overview<'a> {
    let contact = |target: &str, confirmed| ContactLine { target: target.to_owned(), confirmed };
    Overview {
        shell: book.signed_in("/security"),
        area,
        password_at: Some(at(-60 * 24 * 40)),
        codes: (!ways.is_empty()).then(|| CodesFacts {
            left: 7,
            made: at(-60 * 24 * 31),
            saved_by: "Anna Meier".to_owned(),
            asks: ways.len() > 1,
        }),
        required_by: (ways.len() == 1).then(|| "Nordlicht Verlag".to_owned()),
        ways,
        numbers: vec![contact("+49 ·· 47", true), contact("+49 ·· 12", false)],
        addresses: vec![contact("a…r@n…k.example", true)],
        pin: Some(PinState::Set { tries_left: 3 }),
        other_sessions: 2,
        devices: 1,
        recent: recent(),
        token: FormToken("t".repeat(22)),
    }
}

/// What an agent asks.
fn asked() -> Question {
    Question {
        id: CheckId::parse(&format!("chk_{}", "0".repeat(26))).expect("an id"),
        agent: "Sam Roth".to_owned(),
        ticket: "T-4711".to_owned(),
        asked_at: at(0),
    }
}

pub fn add(book: &Book<'_>) {
    let token = || FormToken("t".repeat(22));
    let both = || vec![FactorWay::App, FactorWay::Sms, FactorWay::Call, FactorWay::Passkey];
    let recovery = |kind| Banner::Recovery { kind, opens_at: at(60 * 23) };
    for (name, banner, ways) in [
        ("security-off", None, Vec::new()),
        ("security-asks", None, both()),
        ("security-few-codes", Some(Banner::FewCodes(2)), vec![FactorWay::App]),
        ("security-last-code", Some(Banner::FewCodes(1)), vec![FactorWay::App]),
        ("security-no-codes", Some(Banner::FewCodes(0)), vec![FactorWay::App]),
        ("security-unconfirmed", Some(Banner::Unconfirmed), both()),
        ("security-recovery", Some(recovery(RecoveryKind::Recovery)), both()),
        ("security-recovery-contact", Some(recovery(RecoveryKind::Contact)), both()),
        ("security-one-way", Some(Banner::OneWay), vec![FactorWay::App]),
    ] {
        let open = Some(WindowEnd::at(at(8), at(0)));
        let area = Area { banner, open, ..around("/security") };
        book.add(name, overview(book, area, ways));
    }
    let alone = Overview {
        password_at: None,
        codes: None,
        numbers: Vec::new(),
        other_sessions: 0,
        devices: 0,
        recent: Vec::new(),
        ..overview(book, around("/security"), vec![FactorWay::App])
    };
    book.add("security-alone", alone);
    for (name, pin) in
        [("security-pin-not-set", PinState::NotSet), ("security-pin-paused", PinState::Paused)]
    {
        let area = Area { question: Some(asked()), ..around("/security") };
        let page = overview(book, area, vec![FactorWay::App]);
        book.add(name, Overview { pin: Some(pin), ..page });
    }
    for (name, prove_first, current, problem, changed) in [
        ("password", false, None, None, None),
        ("password-prove", true, None, None, None),
        ("password-changed", false, None, None, Some(2)),
        ("password-no-current", false, Some(CurrentProblem::Missing), None, None),
        ("password-wrong-current", false, Some(CurrentProblem::Wrong), None, None),
        ("password-missing", false, None, Some(PasswordProblem::Missing), None),
    ] {
        let page = PasswordPage {
            shell: book.signed_in("/security/password"),
            area: around("/security/password"),
            action: "/security/password".to_owned(),
            token: token(),
            prove_first,
            least: 8,
            current,
            problem,
            changed,
        };
        book.add(name, page);
    }
    for (name, saved, name_refused, kept) in [
        ("personal-data", false, false, None),
        ("personal-data-saved", true, false, None),
        ("personal-data-refused", false, true, None),
        ("personal-data-kept", false, false, Some("kep_1".to_owned())),
    ] {
        let page = PersonalData {
            shell: book.signed_in("/security/personal-data"),
            area: around("/security/personal-data"),
            token: token(),
            name: "Anna Meier".to_owned(),
            language: "en".to_owned(),
            contacts: vec![("anna@example.com".to_owned(), true), ("+49 171 1".to_owned(), false)],
            kept,
            saved,
            name_refused,
        };
        book.add(name, page);
    }
    let place = |is_here, of_portal, name: Option<&str>, used| PlaceLine {
        handle: "ses_1".to_owned(),
        is_here,
        of_portal,
        name: name.map(str::to_owned),
        since: at(-60),
        used,
    };
    let places = || {
        vec![
            place(true, false, Some("Firefox, Windows"), Some(at(0))),
            place(false, true, None, None),
            place(false, false, None, Some(at(-30))),
        ]
    };
    for (name, sessions, lines) in [
        ("sessions", true, places()),
        ("devices", false, places()),
        ("devices-none", false, Vec::new()),
    ] {
        let path = if sessions { "/security/sessions" } else { "/security/devices" };
        let (shell, area) = (book.signed_in(path), around(path));
        book.add(name, PlacesPage { shell, area, token: token(), sessions, lines });
    }
    for (name, missing) in [("forgot", false), ("forgot-no-name", true)] {
        book.add(name, ForgotPage { shell: book.nobody(), token: token(), missing });
    }
    book.add("forgot-sent", ForgotSent { shell: book.nobody() });
    for (name, problem) in [
        ("reset", None),
        ("reset-too-easy", Some(PasswordProblem::TooEasy)),
        ("reset-hashed", Some(PasswordProblem::Hashed)),
        ("reset-well-known", Some(PasswordProblem::WellKnown)),
    ] {
        book.add(name, ResetPage { shell: book.nobody(), token: token(), least: 8, problem });
    }
    for (name, end) in [("reset-done", ResetEnd::Done), ("reset-gone", ResetEnd::Gone)] {
        book.add(name, ResetEndPage { shell: book.nobody(), end });
    }
}
