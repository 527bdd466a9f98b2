//! Recovery codes: shown once, used once, renewed in one step.

use countersign_core::people::Method;
use countersign_core::session::Factor;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;

use crate::browser::{Browser, Page};
use crate::owner::{App, Owner, change_of, codes_of, hidden, prove_by_mail, send, send_once, tick};
use crate::rig::Rig;

/// Begins turning an app on anew, up to the page that takes the proof.
async fn begun(browser: &Browser<'_>) -> Page {
    let page = browser.open("/security/methods/app").await.is(200);
    browser.submit(&page, &[("way", "totp")]).await.is(200)
}

/// From a proof's page to the one that takes a recovery code.
async fn by_recovery_code(browser: &Browser<'_>, page: &Page) -> Page {
    let change = change_of(page);
    let other = browser.open(&format!("{change}/other")).await.is(200);
    let page = browser.submit(&other, &[("way", "recovery-code")]).await.is(200);
    page.says("Enter a recovery code");
    page
}

async fn answer(browser: &Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, &[("recoverycode", code)]).await
}

/// Makes new codes, up to the page that shows them, with the app as the proof.
async fn renewed(rig: &Rig, browser: &Browser<'_>, app: &App) -> Page {
    let page = browser.open("/security/recovery-codes").await.is(200);
    let page = browser.submit(&page, &[]).await.is(200);
    let code = app.shows(rig, 0);
    let page = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
    rig.forward(60);
    page.says("unused codes stop working.");
    let change = change_of(&page);
    send(browser, &page, &format!("{change}/act"), &[]).await.is(200)
}

on_both_engines! {
    /// CS-RC-02: shown once. Going back and repeating show none of the old ones, and the file is refused after the tick.
    async fn codes_are_shown_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (_, page) = owner.app_up_to_codes(&rig, &browser).await;
        assert_eq!(page.headers["cache-control"], "no-store");
        let first = codes_of(&page);
        let change = change_of(&page);
        let again = browser.open(&format!("{change}/codes")).await.is(200);
        again.says("You have not confirmed your recovery codes. We made new ones.");
        let second = codes_of(&again);
        assert!(second.iter().all(|code| !first.contains(code)));
        // The first page's tick comes too late: those codes are nobody's.
        tick(&browser, &page).await.says("Save your recovery codes");
        let again = browser.open(&format!("{change}/codes")).await.is(200);
        let (set, sealed) = (hidden(&again, "set"), hidden(&again, "sealed"));
        let file = [("set", set.as_str()), ("sealed", sealed.as_str())];
        let download = format!("{change}/codes/download");
        let text = send_once(&browser, &again, &download, &file).await.is(200);
        assert_eq!(text.headers["content-type"], "text/plain; charset=utf-8");
        assert!(codes_of(&again).iter().all(|code| text.html.contains(code)));
        tick(&browser, &again).await.is(200).says("Two-factor authentication is on");
        let refused = send_once(&browser, &again, &download, &file).await;
        let shown = codes_of(&again);
        assert!(refused.status == 303 && !refused.html.contains(&shown[0]));
        for address in [change.clone(), format!("{change}/codes"), "/security/recovery-codes".to_owned()] {
            let page = browser.open(&address).await;
            assert!(shown.iter().all(|code| !page.html.contains(code.as_str())), "{address}");
        }
    }

    /// CS-RC-03, CS-RC-07, CS-RC-08: a code confirms a change, however it is written, once; odd input costs nothing; areas take none.
    async fn a_code_confirms_a_change_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (_, codes) = owner.with_app(&rig, &browser).await;
        let page = by_recovery_code(&browser, &begun(&browser).await).await;
        for odd in ["", "-", "k7rm", &codes.join(" "), "%%%%-%%%%-%%%%"] {
            answer(&browser, &page, odd).await.is(422).says("A recovery code has 12 letters and digits.");
        }
        answer(&browser, &page, "0000-0000-0000").await.is(422).says("does not match or was already used");
        let messy = codes[0].to_uppercase().replace('-', " ");
        answer(&browser, &page, &messy).await.is(200).says("Connect your app");
        let again = by_recovery_code(&browser, &begun(&browser).await).await;
        answer(&browser, &again, &codes[0]).await.is(422).says("was already used");
        browser.open("/security/recovery-codes").await.is(200).says("9 of 10 left");
        // Never where it opens an area.
        let session = rig.post(&format!("/v1/persons/{}/sessions", owner.id), serde_json::json!({"reference": "p"})).await.is(201);
        let ask = serde_json::json!({"person": owner.id, "purpose": "step-up", "session": session.str("id"), "areas": ["invoices"]});
        let step_up = rig.post("/v1/challenges", ask).await.is(201);
        assert!(!step_up.text.contains("recovery-code"), "not offered");
        assert_ne!(rig.answer(step_up.str("id"), "recovery-code", &codes[1]).await.status, 200);
        browser.open("/security/recovery-codes").await.is(200).says("9 of 10 left");
    }

    /// CS-RC-08, CS-RL-02: five tries a challenge; with the ledger of short codes untouched by them.
    async fn five_wrong_codes_end_the_try(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (app, codes) = owner.with_app(&rig, &browser).await;
        let proof = begun(&browser).await;
        let mut page = by_recovery_code(&browser, &proof).await;
        for at in 0..5 {
            page = answer(&browser, &page, &format!("0000-0000-000{at}")).await.is(422);
        }
        page.says("Start again to try once more.");
        let change = change_of(&page);
        let fields = [("recoverycode", codes[0].as_str())];
        let dead = send(&browser, &proof, &format!("{change}/recovery-code"), &fields).await;
        dead.never_says("Connect your app");
        browser.open("/security/recovery-codes").await.is(200).says("10 of 10 left");
        let page = browser.open(&format!("{change}/other")).await.is(200);
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        let code = app.shows(&rig, 0);
        browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200).says("Connect your app");
    }

    /// CS-RC-05: another person's code is refused, and works for its owner afterwards.
    async fn a_code_belongs_to_one_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, bert) = (Owner::new(&rig, "anna").await, Owner::new(&rig, "bert").await);
        let (a, b) = (anna.browser(&rig).await, bert.browser(&rig).await);
        anna.with_app(&rig, &a).await;
        let (_, theirs) = bert.with_app(&rig, &b).await;
        let page = by_recovery_code(&a, &begun(&a).await).await;
        answer(&a, &page, &theirs[0]).await.is(422).says("does not match");
        let page = by_recovery_code(&b, &begun(&b).await).await;
        answer(&b, &page, &theirs[0]).await.is(200).says("Connect your app");
    }

    /// CS-RC-06: the old set works until the new one is ticked, then none of it; whoever leaves before keeps the old one.
    async fn renewal_changes_over_with_the_tick(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (app, old) = owner.with_app(&rig, &browser).await;
        let left = renewed(&rig, &browser, &app).await;
        let page = by_recovery_code(&browser, &begun(&browser).await).await;
        answer(&browser, &page, &codes_of(&left)[0]).await.is(422);
        answer(&browser, &page, &old[0]).await.is(200).says("Connect your app");
        let page = renewed(&rig, &browser, &app).await;
        let new = codes_of(&page);
        tick(&browser, &page).await.is(200).says("Your new recovery codes work");
        let page = by_recovery_code(&browser, &begun(&browser).await).await;
        answer(&browser, &page, &old[1]).await.is(422);
        answer(&browser, &page, &new[0]).await.is(200).says("Connect your app");
    }

    /// CS-RC-04: fifty changes at once with one code: one is granted.
    async fn one_code_one_success(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (_, codes) = owner.with_app(&rig, &browser).await;
        let mut waiting = Vec::new();
        for _ in 0..50 {
            let browser = owner.browser(&rig).await;
            let page = by_recovery_code(&browser, &begun(&browser).await).await;
            waiting.push((browser, page));
        }
        let fields = [("recoverycode", codes[0].as_str())];
        // Without an address no limit of it stands in the way of the race.
        let answers = join_all(waiting.iter().map(|(browser, page)| browser.post(page, &fields))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
        browser.open("/security/recovery-codes").await.is(200).says("9 of 10 left");
    }

    /// F1.4, F5.2: whoever just signed in with a second factor and has no codes gets them on the spot; others prove it.
    async fn codes_that_are_owed_need_no_second_proof(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        owner.app_up_to_codes(&rig, &browser).await;
        let without = owner.browser(&rig).await;
        let page = without.open("/security/recovery-codes").await.is(200);
        without.submit(&page, &[]).await.is(200).says("Enter the code from your authenticator app");
        let factor = Factor { method: Method::Totp, at: rig.clock.now() };
        let (fresh, _) = owner.browser_with(&rig, Some(factor)).await;
        let page = fresh.open("/security/recovery-codes").await.is(200);
        let page = fresh.submit(&page, &[]).await.is(200);
        page.says("Save your recovery codes");
        tick(&fresh, &page).await.is(200);
        rig.forward(6 * 60);
        let page = fresh.open("/security/recovery-codes").await.is(200);
        fresh.submit(&page, &[]).await.is(200).says("Password");
    }

    /// CS-ENR-01: an old password is asked for again, five wrong ones end the session.
    async fn five_wrong_passwords_end_the_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        rig.forward(6 * 60);
        let mut page = begun(&browser).await;
        browser.submit(&page, &[]).await.is(422).says("Enter your password.");
        let right = browser.submit(&page, &[("password", crate::owner::PASSWORD)]).await.is(200);
        prove_by_mail(&browser, &right).await.says("Connect your app");
        page = begun(&browser).await;
        for _ in 0..4 {
            page = browser.submit(&page, &[("password", "wrong one")]).await.is(422);
            page.says("That password does not match.");
        }
        browser.submit(&page, &[("password", "wrong one")]).await.is(410);
        assert_eq!(browser.open("/security/methods").await.status, 410);
    }

    /// CS-RL-05, CS-ENR-01: however many changes are begun, a session has five wrong passwords, and a right one in between gives
    /// none of them back.
    async fn many_changes_are_no_way_to_guess_a_password(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        rig.forward(6 * 60);
        for _ in 0..4 {
            let page = begun(&browser).await;
            browser.submit(&page, &[("password", "wrong one")]).await.is(422).says("That password does not match.");
        }
        let page = begun(&browser).await;
        browser.submit(&page, &[("password", crate::owner::PASSWORD)]).await.is(200);
        let page = begun(&browser).await;
        browser.submit(&page, &[("password", "wrong one")]).await.is(410);
        assert_eq!(browser.open("/security/methods").await.status, 410);
    }
}
