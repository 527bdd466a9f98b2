//! The step-up pages.

use super::*;

pub fn add(book: &Book<'_>) {
    let choose = |offers: Offers, problem, second_factor, areas| ConfirmChoose {
        shell: book.shell("/confirm/vis_1"),
        areas,
        offers,
        action: "/confirm/vis_1/send".to_owned(),
        token: FormToken("t".repeat(22)),
        problem,
        second_factor,
    };
    let mail_and_whatsapp = Offers {
        list: vec![offer(Method::Email, "a…r@n…k.example"), offer(Method::WhatsApp, "·· 47")],
        chosen: None,
        for_order: false,
    };
    let factors = Offers {
        list: vec![offer(Method::Totp, ""), offer(Method::Sms, "·· 47")],
        chosen: Some("sms:·· 47".to_owned()),
        for_order: false,
    };
    let none = Offers { list: Vec::new(), chosen: None, for_order: false };
    let every_area = &[
        "invoices",
        "payment-methods",
        "personal-data",
        "domain-config",
        "email-management",
        "vault-keys",
    ];
    book.add(
        "confirm-choose",
        choose(mail_and_whatsapp.clone(), None, false, areas(&["payment-methods"])),
    );
    book.add(
        "confirm-choose-refused",
        choose(mail_and_whatsapp.clone(), Some(State::NoWay), false, areas(&["invoices"])),
    );
    book.add("confirm-choose-other-way", choose(factors, None, true, areas(every_area)));
    book.add("confirm-no-channel", choose(none.clone(), None, false, areas(&[])));
    for (name, method) in [
        ("confirm-code-totp", Method::Totp),
        ("confirm-code-sms", Method::Sms),
        ("confirm-code-call", Method::Call),
        ("confirm-code-email", Method::Email),
        ("confirm-code-whatsapp", Method::WhatsApp),
    ] {
        let page = ConfirmCode {
            shell: book.shell("/confirm/vis_1"),
            areas: areas(&["payment-methods"]),
            form: code_form(method, false),
            no_code: no_code(method, method.is_delivered().then(|| Delivery::Handed(at(0))), false),
        };
        book.add(name, page);
    }
    let split = Areas { split: true, ..areas(&["invoices"]) };
    let split_many = Areas { split: true, ..areas(&["invoices", "personal-data"]) };
    for (name, areas) in [("confirm-split", split), ("confirm-split-many", split_many)] {
        let form = code_form(Method::Totp, false);
        let no_code = no_code(Method::Totp, None, false);
        book.add(name, ConfirmCode { shell: book.shell("/confirm/vis_1"), areas, form, no_code });
    }
    for (name, state, instead) in refusals(false) {
        let method = if name.contains("app") || name == "used" || name == "clock" {
            Method::Totp
        } else {
            Method::Sms
        };
        let mut form = code_form(method, false);
        form.typed = if name == "empty" { String::new() } else { "482913".to_owned() };
        form.problem = Some(state);
        form.instead = instead;
        let page = ConfirmCode {
            shell: book.shell("/confirm/vis_1"),
            areas: areas(&["payment-methods"]),
            form,
            no_code: no_code(method, None, true),
        };
        book.add(leak(format!("confirm-{name}")), page);
    }
    for (name, state) in notices() {
        let mut form = code_form(Method::Sms, false);
        form.notice = Some(state);
        form.resend =
            Some(Resend { rests_until: None, rests_ms: 0, fresh: true, price: Some(eur("0.09")) });
        let page = ConfirmCode {
            shell: book.shell("/confirm/vis_1"),
            areas: areas(&["invoices"]),
            form,
            no_code: no_code(Method::Sms, Some(Delivery::Queued), true),
        };
        book.add(leak(format!("confirm-{name}")), page);
    }
    book.add("confirm-done", ConfirmDone { shell: book.shell("/confirm/vis_1") });
}
