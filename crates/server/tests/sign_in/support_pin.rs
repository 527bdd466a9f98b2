//! The support PIN from its person's side: set behind a window, refused if easy, shown to nobody, good for nothing else.

use countersign_core::ids::PersonId;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::people::{at_code, second_step, shown, sign_in, with_app};
use crate::rig::{Rig, Someone};

pub const PIN: &str = "480351";
const PATH: &str = "/security/support-pin";

/// Sends a form of a page to that address, and goes where it leads.
pub async fn send(browser: &Browser<'_>, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    let answer = browser.ask("POST", to, page.form(fields), &same).await;
    browser.follow(answer).await
}

/// Confirms with the app, in our own pages; where it leads.
pub async fn confirm(rig: &Rig, browser: &Browser<'_>, page: &Page) -> Page {
    assert!(page.at.starts_with("/confirm/"), "{}", page.at);
    rig.forward(30);
    let code = shown(rig);
    browser.submit(page, &[("onetimecode", &code), ("do", "answer")]).await
}

/// A signed-in person with an app and this PIN.
pub async fn with_pin<'r>(rig: &'r Rig, name: &str) -> (Someone, Browser<'r>) {
    let someone = with_app(rig, name).await;
    let browser = Browser::new(rig);
    sign_in(rig, &browser, name).await;
    set(rig, &browser, PIN).await.is(200).says("Saved. We will ask for it when you call.");
    (someone, browser)
}

/// Sets a PIN, through the step-up if it is needed.
pub async fn set(rig: &Rig, browser: &Browser<'_>, pin: &str) -> Page {
    let mut page = browser.open(PATH).await.is(200);
    if page.at.starts_with("/confirm/") {
        page = confirm(rig, browser, &page).await.is(200);
    }
    send(browser, &page, PATH, &[("support_pin", pin)]).await
}

async fn kinds(rig: &Rig, someone: &Someone) -> Vec<String> {
    let id = PersonId::parse(&someone.id).expect("an id");
    let read = rig.state.ctx.store.read(async move |tx| tx.audit_of_person(&id, 50).await);
    read.await.expect("read").into_iter().map(|entry| entry.kind).collect()
}

on_both_engines! {
    /// CS-SUP-01: behind a window only, and easy ones are refused; what was typed never comes back.
    async fn a_pin_is_set_in_a_window_and_easy_ones_are_refused(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let account = rig.post("/v1/accounts", json!({"reference": "K-481739", "name": "Meier", "owner": anna.id})).await;
        account.is(201);
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        browser.open("/security").await.is(200).says("Support PIN Not set").says("Set a PIN");
        let asks = browser.open(PATH).await.is(200);
        let page = confirm(&rig, &browser, &asks).await.is(200);
        page.says("Support PIN Not set");
        for (typed, told) in [
            ("", "Enter six digits."),
            ("12345", "A PIN has 6 digits. You entered 5 digits."),
            ("000000", "too easy"), ("123456", "too easy"), ("654321", "too easy"), ("121212", "too easy"),
            ("198507", "too easy"), ("240985", "too easy"), ("456747", "too easy"), ("481739", "too easy"),
        ] {
            let refused = send(&browser, &page, PATH, &[("support_pin", typed)]).await.is(422);
            refused.says(told);
            assert!(typed.is_empty() || !refused.html.contains(&format!("value=\"{typed}\"")), "{typed}");
        }
        let saved = send(&browser, &page, PATH, &[("support_pin", " 480 351 ")]).await.is(200);
        saved.says("Saved. We will ask for it when you call. We never ask for it in writing.").says("Support PIN Set");
        assert!(!saved.html.contains(PIN));
        rig.deliver().await;
        let mail = rig.sink.messages().into_iter().next_back().expect("told");
        assert_eq!(mail.subject.as_deref(), Some("Your support PIN was set"));
        assert!(!mail.text.contains(PIN));

        rig.forward(601);
        let again = send(&browser, &page, PATH, &[("support_pin", "935174")]).await;
        assert!(again.at.starts_with("/confirm/"), "without a window: {}", again.at);
        let gone = send(&browser, &page, PATH, &[("do", "remove")]).await;
        assert!(gone.at.starts_with("/confirm/"), "without a window: {}", gone.at);
        browser.open("/security").await.says("Support PIN Set");
        let open = browser.open(PATH).await;
        let open = confirm(&rig, &browser, &open).await.is(200);
        send(&browser, &open, PATH, &[("do", "remove")]).await.is(200).says("Removed.").says("Support PIN Not set");
        let kinds = kinds(&rig, &anna).await;
        assert!(kinds.iter().any(|kind| kind == "support-pin.set") && kinds.iter().any(|kind| kind == "support-pin.removed"));
        browser.open("/activity").await.says("The support PIN was set").says("The support PIN was removed");
    }

    /// CS-SUP-02: nobody reads it back, and a copy of the database lets nobody try PINs without the key.
    async fn a_pin_is_compared_and_never_shown(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, browser) = with_pin(&rig, "anna").await;
        for path in ["/security", PATH, "/security/call-code", "/security/personal-data", "/activity", "/activity/download"] {
            assert!(!browser.open(path).await.html.contains(PIN), "{path}");
        }
        let answer = rig.get(&format!("/v1/support/persons/{}", anna.id)).await.is(200);
        assert_eq!(answer.str("support_pin"), "set");
        assert!(!answer.text.contains(PIN));
        for text in rig.every_text() {
            assert!(!text.contains(PIN), "{text}");
        }
        let id = PersonId::parse(&anna.id).expect("an id");
        let stored = rig.state.ctx.store.read(async move |tx| tx.support_pin_read(&id).await).await;
        let hash = stored.expect("read").expect("there").hash;
        assert!(hash.starts_with("$argon2id$"), "{hash}");
    }

    /// CS-SUP-05: neither a PIN nor a call code answers a sign-in, a step-up or an order.
    async fn a_pin_answers_nothing_else(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, browser) = with_pin(&rig, "anna").await;
        let page = browser.open("/security/call-code").await.is(200);
        let code = call_code(&send(&browser, &page, "/security/call-code", &[]).await.is(200));
        let session = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s1"})).await.is(201);
        let anna = Someone { session: session.str("id").to_owned(), ..anna };
        let step_up = rig.step_up(&anna).await.is(201).str("id").to_owned();
        for code in [PIN, code.as_str(), &code[..6], &code[2..]] {
            let refused = rig.answer(&step_up, "totp", code).await;
            assert!(refused.status.is_client_error(), "{}", refused.text);
        }
        let other = Browser::new(&rig);
        let page = at_code(&other, "anna").await;
        second_step(&other, &page, PIN).await.is(422);
        let order = rig.order(&anna).await.str("id").to_owned();
        let challenge = rig.post(&format!("/v1/orders/{order}/challenges"), json!({"method": "sms"})).await.is(201);
        rig.sent_code(challenge.str("id"), "sms").await;
        for code in [PIN, code.as_str()] {
            assert!(rig.answer(challenge.str("id"), "sms", code).await.status.is_client_error());
        }
    }

    /// CS-SUP-09: eight digits for 15 minutes, shown to whoever is signed in; another one takes its place.
    async fn a_call_code_is_shown_to_its_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        let page = browser.open("/security/call-code").await.is(200);
        let first = browser.submit(&page, &[]).await.is(200);
        first.says("Call code: tell it only to Example on a call you made");
        let code = call_code(&first);
        assert_eq!(call_code(&browser.open("/security/call-code").await), code, "the same while it works");
        let another = browser.submit(&first, &[]).await.is(200);
        assert_ne!(call_code(&another), code);
        rig.forward(15 * 60);
        browser.open("/security/call-code").await.never_says("It works until");
        for text in rig.every_text() {
            assert!(!text.contains(&code), "a copy of the database holds no code");
        }
        // The portal shows one in a session of its own; not in another person's, and not in an ended one.
        let session = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s1"})).await.is(201);
        let ask = json!({"person": anna.id, "session": session.str("id")});
        let made = rig.post("/v1/support/call-codes", ask.clone()).await.is(201);
        assert_eq!(made.str("digits").len(), 8);
        let ben = rig.person("ben").await;
        rig.post("/v1/support/call-codes", json!({"person": ben.id, "session": session.str("id")})).await.refused(409, "session-ended");
        rig.call("DELETE", &format!("/v1/sessions/{}", session.str("id")), json!(null)).await;
        rig.post("/v1/support/call-codes", ask).await.refused(409, "session-ended");
    }
}

/// The digits that a page shows.
pub fn call_code(page: &Page) -> String {
    let shown = page.html.split("class=\"told\"").nth(1).expect("a code");
    let shown =
        shown.split("dir=\"ltr\">").nth(1).expect("digits").split('<').next().expect("an end");
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 8, "{shown}");
    digits
}
