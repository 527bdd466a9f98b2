//! Twenty replacements of one app at once: one new key counts, and the old one is gone with it (CS-ENR-06).

use countersign_testkit::on_both_engines;
use futures_util::future::join_all;

use crate::browser::{Browser, Page};
use crate::changing::{confirms, press};
use crate::owner::{App, Owner};
use crate::rig::Rig;

const AT_ONCE: usize = 20;

/// A browser in a session of its own that proved with the old app that it may replace it, up to the choice of the new one.
async fn proved<'r>(rig: &'r Rig, owner: &Owner, old: &App) -> (Browser<'r>, Page) {
    let browser = owner.browser(rig).await;
    let page = press(&browser, 0, "replace").await.is(200);
    let code = old.shows(rig, 0);
    let page = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
    rig.forward(30);
    (browser, page)
}

on_both_engines! {
    /// Twenty sessions, each with its own proof and its own new key, give their first codes at once.
    async fn twenty_replacements_leave_one_new_key(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let (old, _) = owner.with_app(&rig, &owner.browser(&rig).await).await;
        let mut ready = Vec::new();
        for _ in 0..AT_ONCE {
            ready.push(proved(&rig, &owner, &old).await);
        }
        // Each goes on as fast as it can: choices close one another, and codes come between them.
        let went = ready.iter().map(|(browser, page)| {
            let rig = &rig;
            async move {
                let page = browser.submit(page, &[("way", "totp")]).await;
                if !page.html.contains("id=\"key\"") {
                    return None;
                }
                let app = App::of(&page);
                let code = app.shows(rig, 0);
                let answer = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await;
                Some((app, answer))
            }
        });
        let shown: Vec<_> = join_all(went).await.into_iter().flatten().collect();
        assert!(!shown.is_empty(), "nobody got as far as a new key");
        for (_, answer) in &shown {
            // On PostgreSQL twenty transactions about one person may meet too often: whoever loses every time is told to try again.
            match answer.status.as_u16() {
                503 => {
                    answer.says("Your code has not been used up.").says("Try again");
                }
                status => assert!(status < 500, "{status}: {}", answer.text()),
            }
        }
        rig.forward(60);
        let after = owner.browser(&rig).await;
        let list = after.open("/security/methods").await.is(200);
        assert_eq!(list.html.matches("action=\"/security/methods/aut_").count() / 2, 1, "{}", list.text());
        let mut counts = 0;
        for (at, (app, _)) in shown.iter().enumerate() {
            // Each in a session of its own: five wrong codes in a row would end one.
            let fresh = owner.browser(&rig).await;
            counts += usize::from(confirms(&rig, &fresh, app).await);
            // The lane waits after five misses, and the password grows old.
            rig.forward(if at < 6 { 0 } else { 3_600 });
        }
        assert_eq!(counts, 1, "of {} new keys", shown.len());
        assert!(!confirms(&rig, &owner.browser(&rig).await, &old).await, "the old one is gone");
    }

    /// One page, its code sent twenty times at once: the key counts once, and nothing is left without one.
    async fn one_replacement_sent_twenty_times_is_one(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let (old, _) = owner.with_app(&rig, &owner.browser(&rig).await).await;
        let (browser, page) = proved(&rig, &owner, &old).await;
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        let new = App::of(&page);
        let code = new.shows(&rig, 0);
        let fields = [("onetimecode", code.as_str()), ("do", "answer")];
        join_all((0..AT_ONCE).map(|_| browser.post(&page, &fields))).await;
        rig.forward(60);
        let after = owner.browser(&rig).await;
        let list = after.open("/security/methods").await.is(200);
        assert_eq!(list.html.matches("action=\"/security/methods/aut_").count() / 2, 1, "{}", list.text());
        assert!(confirms(&rig, &after, &new).await);
        assert!(!confirms(&rig, &after, &old).await);
    }
}
