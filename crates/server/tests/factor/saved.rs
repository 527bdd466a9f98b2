//! Recovery codes that were never confirmed, are used up, or were saved long ago: when a person is led to them.

use countersign_core::people::Method;
use countersign_core::session::Factor;
use countersign_testkit::on_both_engines;

use crate::browser::{Browser, Page};
use crate::owner::{App, Owner, change_of, codes_of, hidden, prove_by_mail, send};
use crate::rig::Rig;

const AFTER: &str = "/sign-in/after?next=%2Fsecurity%2Fdevices";
const DAY: u64 = 24 * 60 * 60;

/// A browser of this person that just signed in with this method.
async fn just_in<'r>(rig: &'r Rig, owner: &Owner, method: Method) -> Browser<'r> {
    let factor = Factor { method, at: rig.clock.now() };
    owner.browser_with(rig, Some(factor)).await.0
}

/// Ticks the box of a page that a sign-in came by.
async fn tick_and_go_on(browser: &Browser<'_>, page: &Page) -> Page {
    let set = hidden(page, "set");
    let fields = [("set", set.as_str()), ("saved", "yes"), ("saved_by", "Anna M.")];
    send(browser, page, &format!("{}/codes", change_of(page)), &fields).await
}

on_both_engines! {
    /// The next sign-in returns to the codes until the box is ticked, and then leads where it was to lead.
    async fn unconfirmed_codes_come_back_after_the_next_sign_in(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let (_, left) = owner.app_up_to_codes(&rig, &owner.browser(&rig).await).await;
        for _ in 0..2 {
            let browser = just_in(&rig, &owner, Method::Totp).await;
            let page = browser.open(AFTER).await.is(200);
            page.says("You have not confirmed your recovery codes. We made new ones.");
            assert!(codes_of(&page).iter().all(|code| !codes_of(&left).contains(code)));
        }
        // Another site cannot make the browser draw codes, and the person still arrives.
        let browser = just_in(&rig, &owner, Method::Totp).await;
        let sent = browser.ask("GET", AFTER, String::new(), &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!((sent.status.as_u16(), sent.at.as_str()), (303, "/security/devices"));
        let page = browser.open(AFTER).await.is(200);
        tick_and_go_on(&browser, &page).await.is(200).says("Devices");
        browser.open(AFTER).await.is(200).says("Devices").never_says("recovery codes. We made");
        browser.open("/security/recovery-codes").await.is(200).says("10 of 10 left").says("saved by Anna M.");
        browser.open("/activity").await.is(200).says("Recovery codes saved by Anna M.");
    }

    /// Whoever is invited and turns it on still arrives where the sign-in was to lead; so does who thinks better of it.
    async fn an_invitation_leads_on_to_where_the_sign_in_was_going(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let invited = browser.open(AFTER).await.is(200);
        invited.says("It takes about 2 minutes.");
        let wizard = invited.html.split("href=\"/security/methods/app?").nth(1).expect("an address");
        let wizard = format!("/security/methods/app?{}", wizard.split('"').next().expect("an end"));
        let begun = browser.open(&wizard).await.is(200);
        let proof = browser.submit(&begun, &[("way", "totp")]).await.is(200);
        let left = format!("{}/cancel", change_of(&proof));
        send(&browser, &proof, &left, &[]).await.is(200).says("Devices");
        let begun = browser.open(&wizard).await.is(200);
        let proof = browser.submit(&begun, &[("way", "totp")]).await.is(200);
        let page = prove_by_mail(&browser, &proof).await;
        let code = App::of(&page).shows(&rig, 0);
        let codes = browser.submit(&page, &[("onetimecode", &code)]).await.is(200);
        let done = tick_and_go_on(&browser, &codes).await.is(200);
        done.says("Two-factor authentication is on").says("Continue");
        assert!(done.html.contains(&format!("href=\"{AFTER}\"")), "{}", done.html);
    }

    /// A second factor that was given too long ago draws no codes by itself; whoever never had any is not stopped.
    async fn nobody_is_stopped_without_a_reason(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        owner.app_up_to_codes(&rig, &owner.browser(&rig).await).await;
        let browser = just_in(&rig, &owner, Method::Totp).await;
        rig.forward(6 * 60);
        browser.open(AFTER).await.is(200).says("Devices");
        browser.open("/security").await.is(200).says("You have no recovery codes left.");
        let bert = Owner::new(&rig, "bert").await;
        let without = just_in(&rig, &bert, Method::Totp).await;
        without.open(AFTER).await.is(200).never_says("We made new ones");
    }

    /// At three and fewer every page of the area says so; after the last one new ones come on the spot.
    async fn few_codes_are_told_and_none_are_replaced(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (_, codes) = owner.with_app(&rig, &browser).await;
        for (nth, code) in codes.iter().enumerate() {
            let page = browser.open("/security/methods/app").await.is(200);
            let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
            let change = change_of(&page);
            let page = browser.open(&format!("{change}/other")).await.is(200);
            let page = browser.submit(&page, &[("way", "recovery-code")]).await.is(200);
            browser.submit(&page, &[("recoverycode", code)]).await.is(200).says("Connect your app");
            let area = browser.open("/security/devices").await.is(200);
            match nth {
                5 => area.never_says("Make new ones soon"),
                6 => area.says("You have 3 recovery codes left. Make new ones soon."),
                _ => &area,
            };
        }
        for path in ["/security", "/security/methods", "/security/sessions", "/activity"] {
            browser.open(path).await.is(200).says("You have no recovery codes left.");
        }
        let last = just_in(&rig, &owner, Method::RecoveryCode).await;
        let used = last.open("/security/recovery-codes?used=yes&next=%2Fsign-in%2Fafter").await.is(200);
        used.says("You have 0 codes left").says("Save new codes");
        let page = last.open("/sign-in/after").await.is(200);
        page.says("Your last recovery code is used. We made new ones.");
        tick_and_go_on(&last, &page).await.is(200).says("Your security").never_says("no recovery codes");
    }

    /// Thirty days after they were saved the overview asks once.
    async fn the_overview_asks_once_after_thirty_days(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        owner.with_app(&rig, &owner.browser(&rig).await).await;
        let question = "Do you still have your recovery codes?";
        rig.forward(30 * DAY - 120);
        owner.browser(&rig).await.open("/security").await.is(200).never_says(question);
        rig.forward(120);
        let browser = owner.browser(&rig).await;
        let page = browser.open("/security").await.is(200);
        page.says(question).says("I have them");
        send(&browser, &page, "/security/recovery-codes", &[("do", "have")]).await.is(200).never_says(question);
        browser.open("/activity").await.is(200).says("You said that you still have your recovery codes");
        let fresh = just_in(&rig, &owner, Method::Totp).await;
        let page = fresh.open("/security/recovery-codes").await.is(200);
        page.says("10 of 10 left").says("saved by Anna Meier");
    }
}
