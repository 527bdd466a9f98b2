//! The second factor of a sign-in.

use std::sync::Arc;

use countersign_core::people::AuthenticatorKind;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;

use crate::browser::{Browser, ORIGIN, other_than};
use crate::people::{
    PASSWORD, at_code, enrol, first_step, is_signed_in, person, second_step, shown, with_app,
    with_sms,
};
use crate::rig::Rig;

on_both_engines! {
    /// F1.2, CS-LOG-01: a right password alone gives no session, no device and no personal data.
    async fn a_password_alone_gives_a_pending_sign_in_only(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        page.says("Enter the code from your authenticator app").says("Signing in as").never_says("anna@example.com");
        let jar = browser.jar();
        assert!(!jar.contains_key("__Host-ses") && !jar.contains_key("__Host-dev"), "{:?}", jar.keys());
        assert!(!is_signed_in(&browser).await);
        for session_page in ["/sign-in/after", "/sign-in/after?next=/sign-out"] {
            let turned = browser.ask("GET", session_page, String::new(), &[]).await.is(303);
            assert!(turned.at.starts_with("/sign-in?next="), "{}", turned.at);
        }
        // Its cookie is worth nothing under the name of a session's.
        let other = Browser::new(&rig);
        other.plant("__Host-ses", &browser.cookie("__Host-sin_"));
        assert!(!is_signed_in(&other).await);
        let wrong = second_step(&browser, &page, &other_than(&shown(&rig), 1)).await.is(422);
        wrong.says("Use the code your app shows now.");
        let done = second_step(&browser, &wrong, &shown(&rig)).await.is(303);
        assert_eq!(done.at, "/sign-in/after");
        assert!(is_signed_in(&browser).await);
    }

    /// F1.2: a text message is sent at once; sending again and another browser's page do not give a session.
    async fn a_text_message_is_sent_at_once(db: TestDb) {
        let rig = Rig::new(db).await;
        with_sms(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        page.says("Enter the code we sent").says("Continue").says("Send the code again");
        assert_eq!(browser.messages().await, 1);
        let code = browser.code().await;
        let wrong = second_step(&browser, &page, &other_than(&code, 3)).await.is(422);
        second_step(&browser, &wrong, &code).await.is(303);
        assert!(is_signed_in(&browser).await);
    }

    /// Another way is another challenge; the first code is dead.
    async fn another_way_is_another_challenge(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_sms(&rig, "anna").await;
        enrol(&rig, &anna, AuthenticatorKind::Totp).await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        page.says("Enter the code from your authenticator app");
        assert_eq!(browser.messages().await, 0, "an app needs no message");
        let address = page.at.clone();
        let ways = browser.open(&format!("{address}/other")).await.is(200);
        let sms = browser.submit(&ways, &[("way", &ways.way("sms"))]).await.is(200);
        sms.says("Enter the code we sent");
        let code = browser.code().await;
        let ways = browser.open(&format!("{address}/other")).await.is(200);
        let app = browser.submit(&ways, &[("way", "totp")]).await.is(200);
        second_step(&browser, &app, &code).await.is(422);
        second_step(&browser, &app, &shown(&rig)).await.is(303);
        assert!(is_signed_in(&browser).await);
    }

    /// CS-LOG-02: a right code without a pending sign-in of this browser, with a forged or foreign one, or after a wrong password.
    async fn a_code_needs_its_own_pending_sign_in(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        let mine = Browser::new(&rig);
        let page = at_code(&mine, "anna").await;
        let address = page.at.clone();
        let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        let body = page.form(&[("onetimecode", &shown(&rig)), ("do", "answer")]);
        let stranger = Browser::new(&rig);
        first_step(&stranger, "anna@example.com", "another password").await.is(422);
        stranger.ask("POST", &format!("{address}/code"), body.clone(), &same).await.is(410);
        stranger.ask("GET", &address, String::new(), &[]).await.is(410);
        stranger.plant(&format!("__Host-{}", &address["/sign-in/".len()..]), "forged-forged-forged-forged-forged-forged-f0");
        stranger.ask("POST", &format!("{address}/code"), body, &same).await.is(410);
        assert!(!is_signed_in(&stranger).await && !is_signed_in(&mine).await);
    }

    /// CS-LOG-03: the person is fixed by the first step; two in one browser do not mix.
    async fn two_persons_in_one_browser_do_not_mix(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        with_sms(&rig, "bert").await;
        let browser = Browser::new(&rig);
        let anna = at_code(&browser, "anna").await;
        let bert = at_code(&browser, "bert").await;
        // Bert's code at Anna's page, Anna's at Bert's.
        let sms = browser.code().await;
        second_step(&browser, &anna, &sms).await.is(422);
        second_step(&browser, &bert, &shown(&rig)).await.is(422);
        assert!(!is_signed_in(&browser).await);
        let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        let body = format!("{}&name=anna%40example.com&person=admin", bert.form(&[("onetimecode", &sms), ("do", "answer")]));
        browser.ask("POST", &format!("{}/code?person=admin", bert.at), body, &same).await.is(303);
        browser.open("/sign-out").await.is(200).says("b…t@");
    }

    /// CS-LOG-01: ten minutes from the password or the last challenge, thirty in all.
    async fn a_pending_sign_in_does_not_wait_for_ever(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_sms(&rig, "anna").await;
        enrol(&rig, &anna, AuthenticatorKind::Totp).await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        rig.forward(601);
        let late = second_step(&browser, &page, &shown(&rig)).await;
        assert!(!is_signed_in(&browser).await);
        assert_eq!(late.status.as_u16(), 303, "the page itself says what happened: {}", late.text());
        browser.follow(late).await.is(410).says("This page has waited too long. Nothing was changed.");

        let mut page = at_code(&browser, "anna").await;
        let address = page.at.clone();
        // A way that was looked at and not used is no other challenge: the next one is chosen on it.
        let chosen = [(0, "sms"), (9, "totp"), (0, "sms"), (9, "totp"), (0, "sms"), (9, "totp")];
        for (minutes, way) in chosen {
            rig.forward(minutes * 60);
            let ways = browser.open(&format!("{address}/other")).await.is(200);
            let way = if way == "sms" { ways.way("sms") } else { way.to_owned() };
            page = browser.submit(&ways, &[("way", &way)]).await.is(200);
        }
        rig.forward(3 * 60 + 1);
        second_step(&browser, &page, &shown(&rig)).await;
        assert!(!is_signed_in(&browser).await, "thirty minutes in all");
    }

    /// CS-LOG-04, CS-LOG-08: what changed between the two steps counts.
    async fn what_changed_meanwhile_counts(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        let id = countersign_core::ids::PersonId::parse(&anna.id).expect("an id");
        let now = rig.clock.now();
        rig.state.ctx.store.write(async move |tx| tx.person_secured(&id, None, "password-changed", now).await).await.expect("secured");
        second_step(&browser, &page, &shown(&rig)).await;
        assert!(!is_signed_in(&browser).await, "a new password stops what waits");

        // Begun without a second factor in one browser, turned on elsewhere: the next sign-in owes it.
        let bert = person(&rig, "bert").await;
        let browser = Browser::new(&rig);
        let form = browser.open("/sign-in").await.is(200);
        enrol(&rig, &bert, AuthenticatorKind::Totp).await;
        let fields = [("name", "bert@example.com"), ("password", PASSWORD), ("aal", "3"), ("skip", "1"), ("acr", "2")];
        let led = browser.post(&form, &fields).await.is(303);
        assert!(led.at.starts_with("/sign-in/sin_"), "{}", led.at);
        assert!(!is_signed_in(&browser).await);
    }

    /// CS-TOTP-05, CS-DC-06: fifty completions with one app code, in as many browsers: one session.
    async fn fifty_completions_with_one_code_give_one_session(db: TestDb) {
        let rig = Arc::new(Rig::new(db).await);
        with_app(&rig, "anna").await;
        let mut at = Vec::new();
        for _ in 0..50 {
            let browser = Browser::new(&rig);
            let page = at_code(&browser, "anna").await;
            at.push((browser, page));
        }
        let code = shown(&rig);
        let done = join_all(at.iter().map(|(browser, page)| second_step(browser, page, &code))).await;
        assert_eq!(done.iter().filter(|page| page.status == 303).count(), 1);
        let mut sessions = 0;
        for (browser, _) in &at {
            sessions += usize::from(is_signed_in(browser).await);
        }
        assert_eq!(sessions, 1);
    }

    /// A form pressed twice is one sign-in, and the same session.
    async fn a_form_pressed_twice_is_one_sign_in(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        let code = shown(&rig);
        let first = second_step(&browser, &page, &code).await.is(303);
        let cookie = browser.cookie("__Host-ses");
        let again = second_step(&browser, &page, &code).await.is(303);
        assert_eq!((first.at, browser.cookie("__Host-ses")), (again.at, cookie));
        let led = browser.ask("GET", &page.at, String::new(), &[]).await.is(303);
        assert_eq!(led.at, "/sign-in/after");
    }

    /// CS-LOG-10, CS-RL-03: a new sign-in resets no counter; wrong codes of all of them are one ledger.
    async fn a_new_sign_in_resets_no_counter(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        for miss in 0..5 {
            let browser = Browser::new(&rig).from(&format!("192.0.2.{miss}"));
            let page = at_code(&browser, "anna").await;
            second_step(&browser, &page, &other_than(&shown(&rig), 1 + miss)).await.is(422);
        }
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        second_step(&browser, &page, &shown(&rig)).await.is(429).says("Several codes did not match.");
        assert!(!is_signed_in(&browser).await);
    }
}
