//! Phone numbers and e-mail addresses.

use countersign_core::people::{ContactKind, EmailRefused, PhoneRefused};

use super::*;

pub fn add(book: &Book<'_>) {
    lists(book);
    entries(book);
    let token = || FormToken("t".repeat(22));
    let cancel = || "/security/changes/chg_1/cancel".to_owned();
    for (name, method, problem) in [
        ("contact-code-sms", Method::Sms, None),
        ("contact-code-call", Method::Call, None),
        ("contact-code-whatsapp", Method::WhatsApp, None),
        ("contact-code-mail", Method::Email, None),
        ("contact-code-max", Method::Sms, Some(State::ContactMax { number: true })),
        ("contact-code-max-mail", Method::Email, Some(State::ContactMax { number: false })),
    ] {
        let closed = problem.is_some();
        let other_way = Some("/security/changes/chg_1/contact".to_owned());
        let mut form = CodeForm { digits: 8, problem, other_way, ..code_form(method, false) };
        if closed {
            form.instead = Instead::Closed;
        }
        let page = ContactCode {
            shell: book.shell("/security/changes/chg_1"),
            form,
            no_code: no_code(method, None, false),
            address: method == Method::Email,
            cancel: cancel(),
            token: token(),
        };
        book.add(name, page);
    }
    for (name, ways, by_sms, by_call, problem) in [
        ("contact-remove", vec![], true, true, None),
        ("contact-remove-sms", vec![Method::Sms], true, false, None),
        ("contact-remove-call", vec![Method::Call], false, true, None),
        ("contact-remove-last", vec![], false, false, Some(ContactProblem::LastSecondFactor)),
    ] {
        let page = ContactRemove {
            shell: book.shell("/security/changes/chg_1"),
            target: "+49 ·· 47".to_owned(),
            confirmed: problem.is_none(),
            ways,
            orders_by_sms: by_sms,
            orders_by_call: by_call,
            dependents: u32::from(by_sms),
            action: "/security/changes/chg_1/act".to_owned(),
            cancel: cancel(),
            token: token(),
            problem,
        };
        book.add(name, page);
    }
}

fn lists(book: &Book<'_>) {
    let row = |id: &str, kind, target: &str, confirmed| ContactRow {
        id: id.to_owned(),
        kind,
        target: target.to_owned(),
        label: String::new(),
        confirmed,
        shared: false,
        dependents: 0,
        signs_in: false,
        for_codes: false,
        first: false,
        may_be_first: false,
        asks: false,
    };
    let by = |method| Some((at(-60), Some(method)));
    let everything = || {
        vec![
            ContactRow {
                signs_in: true,
                ..row("con_1", ContactKind::Email, "a…r@n…k.example", Some((at(-90), None)))
            },
            ContactRow {
                for_codes: true,
                first: true,
                label: "Work".to_owned(),
                ..row("con_2", ContactKind::Mobile, "+49 ·· 47", by(Method::Sms))
            },
            ContactRow {
                may_be_first: true,
                asks: true,
                ..row("con_3", ContactKind::Landline, "+49 ·· 12", by(Method::Call))
            },
            ContactRow {
                dependents: 2,
                ..row("con_4", ContactKind::Mobile, "+43 ·· 55", by(Method::WhatsApp))
            },
            ContactRow {
                shared: true,
                ..row("con_7", ContactKind::Mobile, "+43 ·· 77", Some((at(-60), None)))
            },
            ContactRow { shared: true, ..row("con_8", ContactKind::Mobile, "+43 ·· 88", None) },
            ContactRow {
                asks: true,
                ..row("con_5", ContactKind::Email, "s…d@e…e.com", by(Method::Email))
            },
            row("con_6", ContactKind::Mobile, "+41 ·· 99", None),
        ]
    };
    let preferred = |method: Method, target: &str, chosen| PreferredRow {
        value: format!("{}:con_1", method.as_str()),
        method,
        target: target.to_owned(),
        chosen,
    };
    for (name, contacts, done, problem) in [
        ("contacts", everything(), None, None),
        ("contacts-none", Vec::new(), None, None),
        ("contacts-confirmed", everything(), Some(ContactsDone::Confirmed), None),
        ("contacts-sign-in-kept", everything(), Some(ContactsDone::SignInKept), None),
        ("contacts-removed", everything(), Some(ContactsDone::Removed), None),
        ("contacts-tested", everything(), Some(ContactsDone::Tested), None),
        ("contacts-not-tested", everything(), Some(ContactsDone::NotTested), None),
        ("contacts-saved", everything(), Some(ContactsDone::Saved), None),
        ("contacts-kept", everything(), None, Some(ContactProblem::SignInAddress)),
        ("contacts-kept-last", everything(), None, Some(ContactProblem::LastConfirmed)),
    ] {
        let area = around("/security/contacts");
        let page = ContactsPage {
            shell: book.shell("/security/contacts"),
            area,
            contacts,
            preferred: vec![
                preferred(Method::Email, "a…r@n…k.example", true),
                preferred(Method::WhatsApp, "+49 ·· 47", false),
                preferred(Method::Sms, "+49 ·· 47", false),
                preferred(Method::Call, "+49 ·· 12", false),
            ],
            next: String::new(),
            token: FormToken("t".repeat(22)),
            done,
            problem,
        };
        book.add(name, page);
    }
}

fn entries(book: &Book<'_>) {
    let offer = |method: Method, price: &str| Offer {
        value: method.as_str().to_owned(),
        method,
        landline: false,
        target: String::new(),
        price: Some(eur(price)),
        unavailable: None,
    };
    let number = || {
        vec![
            offer(Method::Sms, "0.00"),
            offer(Method::Call, "0.09"),
            offer(Method::WhatsApp, "0.00"),
        ]
    };
    let entry = |entry, replaces, list, problem| ContactEntry {
        shell: book.shell("/security/changes/chg_1/contact"),
        entry,
        replaces,
        other: None,
        keep: false,
        shareable: false,
        countries: &[],
        country: "DE".to_owned(),
        typed: String::new(),
        label: String::new(),
        ways: Offers { list, chosen: None, for_order: false },
        action: "/security/changes/chg_1/contact".to_owned(),
        cancel: "/security/changes/chg_1/cancel".to_owned(),
        token: FormToken("t".repeat(22)),
        problem,
    };
    let old = |codes| Some(("+49 ·· 47".to_owned(), codes));
    book.add("contact-number", entry(EntryFor::Number, None, number(), None));
    let set_up = entry(EntryFor::Number, None, number(), None);
    let other = Some("/security/changes/chg_1/way".to_owned());
    book.add("contact-set-up", ContactEntry { other, keep: true, ..set_up });
    let shared = entry(EntryFor::Number, None, number(), None);
    book.add("contact-shareable", ContactEntry { shareable: true, ..shared });
    book.add("contact-change", entry(EntryFor::Number, old(false), number(), None));
    book.add("contact-change-codes", entry(EntryFor::Number, old(true), number(), None));
    let known = EntryFor::Known("+49 ·· 55".to_owned());
    book.add("contact-known", entry(known, None, number(), None));
    let by_mail = || vec![offer(Method::Email, "0.00")];
    book.add("contact-address", entry(EntryFor::Address, None, by_mail(), None));
    book.add("contact-change-address", entry(EntryFor::Address, old(false), by_mail(), None));
    for (name, problem) in [
        ("contact-number-letters", ContactProblem::Phone(PhoneRefused::Letters)),
        ("contact-number-country", ContactProblem::Phone(PhoneRefused::NoCountry)),
        ("contact-number-known", ContactProblem::Known { number: true }),
        ("contact-number-too-many", ContactProblem::TooMany),
        ("contact-number-spent", ContactProblem::Spent { number: true }),
        ("contact-number-landline", ContactProblem::Landline),
        ("contact-number-needs-mobile", ContactProblem::NeedsMobile),
        ("contact-number-no-way", ContactProblem::NoWay),
        ("contact-number-price", ContactProblem::Price(eur("0.09"))),
        ("contact-number-soon", ContactProblem::Send(State::Soon { seconds: 12, from: at(1) })),
    ] {
        book.add(name, entry(EntryFor::Number, None, number(), Some(problem)));
    }
    for (name, problem) in [
        ("contact-address-space", ContactProblem::Email(EmailRefused::Space)),
        ("contact-address-known", ContactProblem::Known { number: false }),
        ("contact-address-spent", ContactProblem::Spent { number: false }),
    ] {
        book.add(name, entry(EntryFor::Address, None, by_mail(), Some(problem)));
    }
}
