//! Two-factor authentication and recovery codes.

use super::*;

const CANCEL: &str = "/security/changes/chg_1/cancel";

pub fn add(book: &Book<'_>) {
    let token = || FormToken("t".repeat(22));
    let (cancel, action) = (|| CANCEL.to_owned(), || "/security/changes/chg_1/code".to_owned());
    for (name, problem) in [
        ("change-password", None),
        ("change-password-empty", Some(FactorProblem::NoPassword)),
        ("change-password-wrong", Some(FactorProblem::WrongPassword)),
    ] {
        let shell = book.shell("/security/changes/chg_1");
        book.add(
            name,
            ChangePassword { shell, action: action(), cancel: cancel(), token: token(), problem },
        );
    }
    for (name, method, set_up) in [
        ("change-code-app", Method::Totp, false),
        ("change-code-mail", Method::Email, false),
        ("set-up-code-sms", Method::Sms, true),
        ("set-up-code-call", Method::Call, true),
    ] {
        let (form, no_code) = (code_form(method, false), no_code(method, None, false));
        let shell = book.shell("/security/changes/chg_1");
        book.add(
            name,
            ChangeCode { shell, form, no_code, set_up, cancel: cancel(), token: token() },
        );
    }
    let list = |method, value: &str, target: &str| Offer {
        value: value.to_owned(),
        method,
        landline: false,
        target: target.to_owned(),
        price: None,
        unavailable: None,
    };
    let offers = |for_proof: bool| Offers {
        list: vec![
            list(Method::Totp, "totp", ""),
            if for_proof {
                list(Method::RecoveryCode, "recovery-code", "7")
            } else {
                list(Method::Sms, "sms:con_1", "·· 47")
            },
        ],
        chosen: Some("totp".to_owned()),
        for_order: false,
    };
    for (name, second_factor) in [("change-choose", true), ("change-choose-without", false)] {
        let shell = book.shell("/security/changes/chg_1/other");
        let page = ChangeChoose {
            shell,
            offers: offers(second_factor),
            action: action(),
            cancel: cancel(),
            token: token(),
            problem: None,
            second_factor,
        };
        book.add(name, page);
    }
    for (name, problem, dead) in [
        ("recovery-code", None, false),
        ("recovery-code-shape", Some(FactorProblem::NoRecoveryCode), false),
        ("recovery-code-wrong", Some(FactorProblem::WrongRecoveryCode { left: None }), false),
        ("recovery-code-left", Some(FactorProblem::WrongRecoveryCode { left: Some(1) }), false),
        ("recovery-code-dead", Some(FactorProblem::DeadRecoveryCode), true),
        ("recovery-code-waits", Some(FactorProblem::RecoveryWaits { until: at(40) }), false),
    ] {
        let page = RecoveryCodePage {
            shell: book.shell("/security/changes/chg_1/recovery-code"),
            action: action(),
            token: token(),
            typed: String::new(),
            problem,
            dead,
            other_way: "/security/changes/chg_1/other".to_owned(),
        };
        book.add(name, page);
    }
    for (name, numbers, replaces, problem) in [
        ("way", true, None, None),
        ("way-must", true, None, Some(FactorProblem::Required)),
        ("way-none", true, None, Some(FactorProblem::NoWay)),
        ("way-replace", false, Some("Authenticator app: My phone".to_owned()), None),
    ] {
        let page = WayPage {
            shell: book.shell("/security/methods/app"),
            offers: offers(false),
            numbers,
            must: name == "way-must",
            replaces,
            action: action(),
            token: token(),
            problem,
        };
        book.add(name, page);
    }
    more(book);
}

fn more(book: &Book<'_>) {
    let token = || FormToken("t".repeat(22));
    let action = || "/security/changes/chg_1/act".to_owned();
    let page = AppPage {
        shell: book.shell("/security/changes/chg_1"),
        form: code_form(Method::Totp, false),
        otpauth: "otpauth://totp/Nordwerk:anna?secret=GEZDGNBVGY3TQOJQ&issuer=Nordwerk".to_owned(),
        qr: book.shell("").say("app-qr").without_tags(),
        key: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".to_owned(),
        name: "Authenticator app".to_owned(),
        other_way: "/security/changes/chg_1/way".to_owned(),
        cancel: CANCEL.to_owned(),
        token: token(),
    };
    book.add("app", page);
    for (name, because, first, problem) in [
        ("codes", None, true, None),
        ("codes-again", Some("codes-again"), true, None),
        ("codes-spent", Some("codes-spent"), false, None),
        ("codes-not-ticked", None, false, Some(FactorProblem::NotTicked)),
    ] {
        let page = CodesPage {
            shell: book.shell("/security/changes/chg_1/codes"),
            codes: vec!["k7rm-2wqd-9xtf".to_owned(); 10],
            set: "rcs_1".to_owned(),
            sealed: "v1.k1.x".to_owned(),
            because,
            first,
            saved_by: "Anna Meier".to_owned(),
            made: at(0),
            download: "/security/changes/chg_1/codes/download".to_owned(),
            action: "/security/changes/chg_1/codes".to_owned(),
            token: token(),
            problem,
        };
        book.add(name, page);
    }
    for (name, done) in [
        ("done-on", Done::On { phone: false }),
        ("done-on-phone", Done::On { phone: true }),
        ("done-replaced", Done::Replaced),
        ("done-removed", Done::Removed),
        ("done-off", Done::Off),
        ("done-codes", Done::Codes),
    ] {
        let next = (done == Done::On { phone: false }).then(|| "/sign-in/after".to_owned());
        let (shell, must) = (book.shell("/security/changes/chg_1"), false);
        book.add(name, DonePage { shell, done, next, must });
    }
    for (name, act, problem) in [
        ("act-remove", Act::Remove("Authenticator app: My phone".to_owned()), None),
        ("act-remove-last", Act::Remove(String::new()), Some(FactorProblem::LastWay)),
        ("act-off", Act::TurnOff, None),
        ("act-renew", Act::NewCodes(7), None),
    ] {
        let shell = book.shell("/security/changes/chg_1");
        let cancel = CANCEL.to_owned();
        book.add(name, ActPage { shell, act, action: action(), cancel, token: token(), problem });
    }
    let row = |method, name: &str, first| MethodRow {
        id: format!("aut_{}{name}", if first { 1 } else { 2 }),
        method,
        target: "·· 47".to_owned(),
        name: name.to_owned(),
        added: at(-60),
        used: first.then(|| at(0)),
        first,
    };
    let ways = || {
        vec![
            row(Method::Totp, "phone", true),
            row(Method::Sms, "", false),
            row(Method::Call, "desk", false),
        ]
    };
    let named = || vec![row(Method::Totp, "", true)];
    let others = || vec![row(Method::Sms, "work", true), row(Method::Call, "", false)];
    for (name, methods, ending, problem) in [
        ("methods-none", Vec::new(), false, None),
        ("methods-one", named(), false, None),
        ("methods", ways(), false, None),
        ("methods-no-name", others(), false, Some(FactorProblem::NoName)),
        ("methods-ending", ways(), true, None),
        ("methods-required", named(), false, Some(FactorProblem::Required)),
    ] {
        let (shell, area) = (book.signed_in("/security/methods"), around("/security/methods"));
        let required_by = (name == "methods-required").then(|| "Nordlicht Verlag".to_owned());
        let token = token();
        let page = MethodsPage { shell, area, methods, required_by, ending, token, problem };
        book.add(name, page);
    }
    for (name, left, used, second_factor) in [
        ("recovery", Some(7), false, true),
        ("recovery-used", Some(1), true, true),
        ("recovery-spent", Some(0), true, true),
        ("recovery-none", None, false, true),
        ("recovery-off", None, false, false),
    ] {
        let saved_by = if used { String::new() } else { "Anna Meier".to_owned() };
        let facts =
            |left| CodesFacts { left, made: at(-60), saved_by: saved_by.clone(), asks: false };
        let page = RecoveryPage {
            shell: book.signed_in("/security/recovery-codes"),
            area: around("/security/recovery-codes"),
            facts: left.map(facts),
            used,
            next: used.then(|| "/security".to_owned()),
            second_factor,
            token: token(),
        };
        book.add(name, page);
    }
}
