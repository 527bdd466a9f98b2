//! Replacing, removing, turning off; and what nobody else may do.

use countersign_core::challenge::totp;
use countersign_core::people::TotpSecret;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page, other_than};
use crate::owner::{App, Owner, change_of, prove_by_mail, send, send_once};
use crate::rig::Rig;

/// The form of one way in the list.
pub async fn press(browser: &Browser<'_>, number: usize, what: &str) -> Page {
    let list = browser.open("/security/methods").await.is(200);
    let id = list.html.split("action=\"/security/methods/aut_").nth(number * 2 + 1);
    let id: String = id.expect("a way").chars().take(26).collect();
    send(
        browser,
        &list,
        &format!("/security/methods/aut_{id}"),
        &[("do", what), ("name", "Tablet")],
    )
    .await
}

pub async fn prove(rig: &Rig, browser: &Browser<'_>, page: &Page, app: &App) -> Page {
    let code = app.shows(rig, 0);
    let answer = browser.submit(page, &[("onetimecode", &code), ("do", "answer")]).await;
    rig.forward(60);
    answer
}

/// Replaces the app that is on by another one.
async fn replace(rig: &Rig, browser: &Browser<'_>, old: &App, keep: bool) -> App {
    let page = press(browser, 0, "replace").await.is(200);
    let page = prove(rig, browser, &page, old).await.is(200);
    let fields: &[(&str, &str)] =
        if keep { &[("way", "totp"), ("keep", "yes")] } else { &[("way", "totp")] };
    let page = browser.submit(&page, fields).await.is(200);
    page.says("Connect your app");
    let new = App::of(&page);
    let code = new.shows(rig, 0);
    browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
    rig.forward(60);
    new
}

/// Whether a code still confirms a change.
pub async fn confirms(rig: &Rig, browser: &Browser<'_>, app: &App) -> bool {
    let page = browser.open("/security/methods/app").await.is(200);
    let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
    prove(rig, browser, &page, app).await.text().contains("Connect your app")
}

on_both_engines! {
    /// CS-ENR-06: proved by the old one, and gone in the step that makes the new one count; stopped half-way, the old one still works.
    async fn replacing_in_place(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (old, _) = owner.with_app(&rig, &browser).await;
        let page = press(&browser, 0, "replace").await.is(200);
        let page = prove(&rig, &browser, &page, &old).await.is(200);
        browser.submit(&page, &[("way", "totp")]).await.is(200).says("Connect your app");
        assert!(confirms(&rig, &browser, &old).await, "half-way the old one works");
        let new = replace(&rig, &browser, &old, false).await;
        assert!(confirms(&rig, &browser, &new).await);
        assert!(!confirms(&rig, &browser, &old).await);
        browser.open("/security/recovery-codes").await.is(200).says("10 of 10 left");
    }

    /// CS-TOTP-10: several ways side by side; a wrong code costs as many guesses as keys it was compared with.
    async fn several_ways_side_by_side(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (old, _) = owner.with_app(&rig, &browser).await;
        press(&browser, 0, "remove").await.is(422).says("This is your last way.");
        let new = replace(&rig, &browser, &old, true).await;
        assert!(confirms(&rig, &browser, &old).await && confirms(&rig, &browser, &new).await);
        press(&browser, 0, "rename").await.is(200).says("Authenticator app: Tablet");
        press(&browser, 1, "first").await.is(200).says("Used first");
        // Three wrong codes against two keys are six guesses: the lane waits, and the right code waits with it.
        let page = browser.open("/security/methods/app").await.is(200);
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        for by in 1..=3 {
            let wrong = other_than(&new.shows(&rig, 0), by * 11);
            browser.submit(&page, &[("onetimecode", &wrong), ("do", "answer")]).await.is(422);
        }
        let code = new.shows(&rig, 0);
        browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(429);
        rig.forward(61);
        // The password of the first session was given too long ago by now.
        let browser = owner.browser(&rig).await;
        let page = press(&browser, 0, "remove").await.is(200);
        let page = prove(&rig, &browser, &page, &new).await.is(200);
        let change = change_of(&page);
        send(&browser, &page, &format!("{change}/act"), &[]).await.is(200).says("The method was removed");
        browser.open("/security/methods").await.is(200).says("This is your last way.");
    }

    /// CS-ENR-05, CS-RC-06: off from the next sign-in; the open session goes on asking until it ends.
    async fn turning_off_counts_from_the_next_sign_in(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (app, codes) = owner.with_app(&rig, &browser).await;
        let list = browser.open("/security/methods").await.is(200);
        let page = send(&browser, &list, "/security/methods/off", &[]).await.is(200);
        page.says("Enter the code from your authenticator app").never_says("E-mail");
        let page = prove(&rig, &browser, &page, &app).await.is(200);
        page.says("Anyone with your password can then sign in.");
        let change = change_of(&page);
        let person = format!("/v1/persons/{}", owner.id);
        assert_eq!(rig.get(&person).await.body["second_factor"], "totp");
        send(&browser, &page, &format!("{change}/act"), &[]).await.is(200).says("Off from your next sign-in.");
        assert_eq!(rig.get(&person).await.body["second_factor"], "none");
        browser.open("/security/methods").await.is(200).says("Until you sign out we still ask for your codes.");
        assert!(confirms(&rig, &browser, &app).await, "the open session asks as before");
        let next = owner.browser(&rig).await;
        next.open("/security/methods").await.is(200).says("Two-factor authentication is off");
        // Enrolled again, the old codes are void.
        let (_, _) = owner.with_app(&rig, &next).await;
        let page = next.open("/security/methods/app").await.is(200);
        let page = next.submit(&page, &[("way", "totp")]).await.is(200);
        let other = next.open(&format!("{}/other", change_of(&page))).await.is(200);
        let page = next.submit(&other, &[("way", "recovery-code")]).await.is(200);
        next.submit(&page, &[("recoverycode", &codes[0])]).await.is(422);
    }

    /// CS-ENR-01, CS-DC-11: with a second factor no change starts without it: no mail, no session alone, no window.
    async fn nothing_changes_without_the_second_factor(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        owner.with_app(&rig, &browser).await;
        let thief = owner.browser(&rig).await;
        let page = thief.open("/security/methods/app").await.is(200);
        let page = thief.submit(&page, &[("way", "totp")]).await.is(200);
        let change = change_of(&page);
        for (to, fields) in [
            ("/send", &[("way", "email")][..]),
            ("/way", &[("way", "totp")]),
            ("/act", &[]),
            ("/codes", &[("set", "rcs_00000000000000000000000000"), ("saved", "yes")]),
            ("/code", &[("onetimecode", "000000"), ("do", "answer")]),
        ] {
            let answer = send(&thief, &page, &format!("{change}{to}"), fields).await;
            answer.never_says("Connect your app").never_says("Save your recovery codes");
        }
        assert_eq!(rig.get(&format!("/v1/persons/{}", owner.id)).await.body["second_factor"], "totp");
    }

    /// CS-ENR-07: another person's way, change and codes look like none at all.
    async fn foreign_ids_look_like_unknown_ones(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, bert) = (Owner::new(&rig, "anna").await, Owner::new(&rig, "bert").await);
        let (a, b) = (anna.browser(&rig).await, bert.browser(&rig).await);
        anna.with_app(&rig, &a).await;
        let list = a.open("/security/methods").await.is(200);
        let id: String = list.html.split("/security/methods/aut_").nth(1).expect("one").chars().take(26).collect();
        let page = a.open("/security/methods/app").await.is(200);
        let change = change_of(&a.submit(&page, &[("way", "totp")]).await.is(200));
        let form = b.open("/security/methods/app").await.is(200);
        let unknown = "0".repeat(26);
        for what in ["first", "rename", "replace", "remove"] {
            let fields = [("do", what), ("name", "Mine")];
            let theirs = send_once(&b, &form, &format!("/security/methods/aut_{id}"), &fields).await;
            let none = send_once(&b, &form, &format!("/security/methods/aut_{unknown}"), &fields).await;
            assert_eq!((theirs.status, theirs.text()), (none.status, none.text()), "{what}");
            assert_eq!(theirs.status, 404);
        }
        let random = format!("/security/changes/chg_{unknown}");
        for part in ["", "/other", "/codes", "/way", "/recovery-code"] {
            let theirs = b.open(&format!("{change}{part}")).await;
            let none = b.open(&format!("{random}{part}")).await;
            assert_eq!((theirs.status, theirs.text()), (none.status, none.text()), "{part}");
        }
        a.open("/security/methods").await.is(200).never_says("Mine");
    }

    /// CS-ENR-05: nothing of the service API turns a second factor off.
    async fn the_api_clears_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        owner.with_app(&rig, &owner.browser(&rig).await).await;
        let person = format!("/v1/persons/{}", owner.id);
        for body in [json!({"totp": null}), json!({"second_factor": "none"}), json!({"authenticators": []})] {
            for method in ["PATCH", "PUT", "POST"] {
                let answer = rig.call(method, &person, body.clone()).await;
                assert!(answer.status.is_client_error(), "{method} {body}");
            }
        }
        let all = rig.call("DELETE", &format!("{person}/authenticators"), json!(null)).await;
        assert!(all.status.is_client_error());
        assert_eq!(rig.get(&person).await.body["second_factor"], "totp");
    }

    /// CS-TOTP-08: a code that confirmed a change is used for everything else too.
    async fn a_step_is_used_across_purposes(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (app, _) = owner.with_app(&rig, &browser).await;
        let ours = totp::hotp(&TotpSecret::from_bytes(app.key().to_vec()), totp::step_at(rig.clock.now()));
        assert_eq!(ours.reveal(), app.shows(&rig, 0), "two programs, one code");
        let page = browser.open("/security/methods/app").await.is(200);
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        let code = app.shows(&rig, 0);
        browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
        let page = browser.open("/security/recovery-codes").await.is(200);
        let page = browser.submit(&page, &[]).await.is(200);
        let used = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(422);
        used.says("You have already used this code.");
    }

    /// CS-WEB-01: a change is not begun from elsewhere.
    async fn another_site_begins_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = browser.open("/security/methods/app").await.is(200);
        let foreign = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
        let refused = browser.ask("POST", "/security/methods/app", page.form(&[("way", "totp")]), &foreign).await;
        assert_eq!(refused.status, 403);
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        prove_by_mail(&browser, &page).await.says("Connect your app");
    }
}
