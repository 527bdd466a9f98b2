//! The order pages.

use super::*;

pub fn add(book: &Book<'_>) {
    let none = Offers { list: Vec::new(), chosen: None, for_order: true };
    let order = |slip: Slip, offers: Offers, problem| OrderChoose {
        shell: book.shell("/orders/ord_1"),
        slip,
        waits_until: at(15),
        offers,
        action: "/orders/ord_1/send".to_owned(),
        set_up: "?next=%2Forders%2Ford_1".to_owned(),
        token: FormToken("t".repeat(22)),
        problem,
    };
    let landline = Offer { landline: true, ..offer(Method::Call, "·· 12") };
    let free = Offers {
        list: vec![
            offer(Method::Sms, "·· 47"),
            offer(Method::Call, "·· 47"),
            landline.clone(),
            offer(Method::Totp, ""),
        ],
        chosen: None,
        for_order: true,
    };
    let paid = Offers {
        list: vec![
            Offer { price: Some(eur("0.09")), ..offer(Method::Sms, "·· 47") },
            Offer { price: Some(eur("0.15")), ..offer(Method::Call, "·· 47") },
            offer(Method::Email, "a…r@n…k.example"),
            offer(Method::WhatsApp, "·· 47"),
            offer(Method::Totp, ""),
        ],
        chosen: None,
        for_order: true,
    };
    let off =
        |reason: Reason, method| Offer { unavailable: Some(reason), ..offer(method, "·· 47") };
    let country = || Reason::Country { country: "Norway".to_owned(), prefix: "+47".to_owned() };
    let unavailable = Offers {
        list: vec![
            off(country(), Method::Sms),
            off(country(), Method::Call),
            off(country(), Method::WhatsApp),
            off(country(), Method::Email),
            off(Reason::NewNumber { from: at(1000) }, Method::Sms),
            off(Reason::NotConfirmed, Method::Sms),
            off(Reason::Landline, Method::Sms),
            off(Reason::TurnedOff, Method::Email),
            off(Reason::Premium, Method::Sms),
            off(Reason::Stopped, Method::Sms),
            off(Reason::SendsUsed { until: at(30) }, Method::Sms),
            off(Reason::Outage, Method::Sms),
            off(Reason::Outage, Method::Call),
            off(Reason::Outage, Method::Email),
            off(Reason::Outage, Method::WhatsApp),
        ],
        chosen: None,
        for_order: true,
    };
    let mut mixed = unavailable.clone();
    mixed.list.truncate(2);
    mixed.list.push(offer(Method::Totp, ""));
    let mut replaced = slip();
    "web-2".clone_into(&mut replaced.object);
    replaced.object_before = Some("web-1".to_owned());
    replaced.title_before = Some("Restore backup".to_owned());
    replaced.rows[0].before = Some(Some("nightly, 10 May 2026, 03:00".to_owned()));
    replaced.rows[1].before = Some(None);
    replaced.rows.push(Row {
        label: "Keep a copy".to_owned(),
        value: None,
        before: Some(Some("yes".to_owned())),
    });
    book.add("order-choose", order(slip(), free.clone(), None));
    book.add("order-choose-paid", order(slip(), paid, Some(State::Price { amount: eur("0.09") })));
    book.add("order-choose-some-off", order(slip(), mixed, None));
    book.add("order-choose-all-off", order(slip(), unavailable, None));
    book.add("order-choose-replaces", order(replaced, free.clone(), None));
    book.add("order-nothing-set-up", order(slip(), none, None));
    for (name, state) in [
        ("order-no-way", State::NoWay),
        ("order-outage", State::Outage { method: Method::Sms, ways: vec![Way::RecoveryCode] }),
        ("order-outage-call", State::Outage { method: Method::Call, ways: Vec::new() }),
        ("order-outage-email", State::Outage { method: Method::Email, ways: Vec::new() }),
        ("order-outage-whatsapp", State::Outage { method: Method::WhatsApp, ways: Vec::new() }),
    ] {
        book.add(name, order(slip(), free.clone(), Some(state)));
    }
    for (name, method) in [
        ("order-code-sms", Method::Sms),
        ("order-code-call", Method::Call),
        ("order-code-totp", Method::Totp),
    ] {
        let page = OrderCode {
            shell: book.shell("/orders/ord_1"),
            slip: slip(),
            waits_until: at(15),
            form: code_form(method, true),
            no_code: no_code(method, Some(Delivery::Delivered(at(0))), false),
        };
        book.add(name, page);
    }
    for (name, state, instead) in refusals(true) {
        let mut form = code_form(Method::Sms, true);
        "482913".clone_into(&mut form.typed);
        form.problem = Some(state);
        form.instead = instead;
        let page = OrderCode {
            shell: book.shell("/orders/ord_1"),
            slip: slip(),
            waits_until: at(15),
            form,
            no_code: no_code(Method::Sms, Some(Delivery::Failed(at(0))), true),
        };
        book.add(leak(format!("order-code-{name}")), page);
    }
    let receipt = || Receipt {
        href: "/orders/ord_1/receipt".to_owned(),
        digest: "9f2c41d07be85a6630c1d4f8a7b29e5512c3f4a5d6e7f8091a2b3c4d5e6f7081".to_owned(),
    };
    for (name, slip, handed_over) in [
        ("order-confirmed", signed(Stamp::Confirmed, Method::Sms, "·· 47"), false),
        ("order-confirmed-totp", signed(Stamp::Confirmed, Method::Totp, ""), false),
        ("order-confirmed-call", signed(Stamp::Confirmed, Method::Call, "·· 12"), false),
        (
            "order-confirmed-email",
            signed(Stamp::Confirmed, Method::Email, "a…r@n…k.example"),
            false,
        ),
        ("order-confirmed-whatsapp", signed(Stamp::Confirmed, Method::WhatsApp, "·· 47"), false),
        ("order-confirmed-passkey", signed(Stamp::Confirmed, Method::Passkey, ""), false),
        ("order-done", signed(Stamp::Done, Method::Sms, "·· 47"), true),
    ] {
        let page = OrderConfirmed {
            shell: book.shell("/orders/ord_1"),
            slip,
            handed_over,
            receipt: Some(receipt()),
        };
        book.add(name, page);
    }
    let review = Some("/orders/ord_2?handle=x".to_owned());
    for (name, stamp, over) in [
        ("order-stopped", Stamp::Stopped, Over::Stopped),
        ("order-stopped-before", Stamp::Stopped, Over::StoppedBefore),
        ("order-replaced", Stamp::Replaced, Over::Replaced { at: at(-1), review }),
        ("order-replaced-no-review", Stamp::Replaced, Over::Replaced { at: at(-1), review: None }),
        ("order-lapsed", Stamp::Lapsed, Over::Lapsed { minutes: 15 }),
        ("order-void", Stamp::Void, Over::Void { now: true, tries: 3 }),
        ("order-void-later", Stamp::Void, Over::Void { now: false, tries: 3 }),
        ("order-unclaimed", Stamp::Void, Over::Unclaimed),
    ] {
        book.add(
            name,
            OrderOver { shell: book.shell("/orders/ord_1"), slip: stamped(stamp), over },
        );
    }
}
