//! The step-up in our own pages: personal data behind a window, and forms that outlive it.

use countersign_core::ids::PersonId;
use countersign_testkit::on_both_engines;

use crate::browser::{Browser, ORIGIN, Page, other_than};
use crate::passwords::person;
use crate::rig::Rig;
use crate::security::signed_in;

const DATA: &str = "/security/personal-data";

/// Confirms by a code that is mailed; where it leads.
async fn confirm(browser: &Browser<'_>, page: &Page) -> Page {
    let page = browser.submit(page, &[("way", &page.way("email"))]).await.is(200);
    let code = browser.code().await;
    browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await
}

/// Sends the form of the data, which is not the first one of its page while the strip is there.
async fn save(browser: &Browser<'_>, page: &Page, fields: &[(&str, &str)]) -> Page {
    let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    let answer = browser.ask("POST", DATA, page.form(fields), &same).await;
    browser.follow(answer).await
}

async fn name_of(rig: &Rig, person: &str) -> String {
    let id = PersonId::parse(person).expect("an id");
    let read = rig.state.ctx.store.read(async move |tx| tx.person_read(&id).await);
    read.await.expect("the store works").expect("such a person").person.name
}

/// How often the trail says that the area was entered.
async fn entered(rig: &Rig, person: &str) -> usize {
    let id = PersonId::parse(person).expect("an id");
    let read = rig.state.ctx.store.read(async move |tx| tx.audit_of_person(&id, 50).await);
    read.await.expect("the store works").iter().filter(|entry| entry.kind == "area.entered").count()
}

on_both_engines! {
    /// CS-STEP-01, CS-STEP-02, CS-STEP-03, CS-STEP-04: a fresh proof opens it for this session and 600 s.
    async fn personal_data_stand_behind_a_window_of_the_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (browser, _) = signed_in(&rig, &mara).await;
        let (elsewhere, _) = signed_in(&rig, &mara).await;
        let ahead = [("sec-purpose", "prefetch")];
        browser.ask("GET", DATA, String::new(), &ahead).await.is(403);
        let page = browser.open(DATA).await.is(200);
        assert!(page.at.starts_with("/confirm/vis_"), "{}", page.at);
        page.says("Confirm it's you").says("Personal data").never_says("mara@example.com");
        assert_eq!(browser.messages().await, 0, "nothing was sent by looking");

        let before = browser.cookie("__Host-ses");
        let open = confirm(&browser, &page).await.is(200);
        assert_eq!(open.at, DATA);
        open.says("mara@example.com").says("Protected areas are open until 00:10").says("Close now");
        assert_ne!(browser.cookie("__Host-ses"), before, "a new id (CS-LOG-06)");
        assert!(elsewhere.open(DATA).await.at.starts_with("/confirm/"), "another session is closed");

        rig.forward(599);
        assert_eq!(browser.open(DATA).await.is(200).at, DATA, "599 s");
        assert_eq!(entered(&rig, &mara).await, 1, "the first use of a window, not each one (CS-AUD-01)");
        rig.forward(2);
        assert!(browser.open(DATA).await.at.starts_with("/confirm/"), "601 s");
    }

    /// CS-STEP-06: *Close now* closes at once.
    async fn the_strip_closes_the_window(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open(DATA).await;
        confirm(&browser, &page).await.is(200);
        let page = browser.open("/security").await.is(200);
        page.says("Protected areas are open until");
        let closed = browser.submit(&page, &[]).await.is(200);
        closed.never_says("Protected areas are open until");
        assert!(browser.open(DATA).await.at.starts_with("/confirm/"));
    }

    /// Use does not lengthen a window; *Confirm again* opens a new one, from then on.
    async fn confirming_again_opens_a_new_window(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open(DATA).await;
        confirm(&browser, &page).await.is(200).says("Confirm again");
        rig.forward(480);
        let again = browser.open(&format!("{DATA}?again=yes")).await.is(200);
        again.says("Confirm it's you").never_says("mara@example.com");
        confirm(&browser, &again).await.is(200).says("Protected areas are open until 00:18");
        rig.forward(599);
        assert_eq!(browser.open(DATA).await.is(200).at, DATA);
        rig.forward(2);
        assert!(browser.open(DATA).await.at.starts_with("/confirm/"));
    }

    /// CS-STEP-07: a form opened inside and sent outside is refused, kept, and saved by confirming again.
    async fn a_form_that_meets_a_lapsed_window_is_kept_and_goes_on(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open(DATA).await;
        let form = confirm(&browser, &page).await.is(200);
        let refused = save(&browser, &form, &[("name", " "), ("language", "en")]).await.is(422);
        refused.says("Enter a name of 1 to 200 characters.");
        let saved = save(&browser, &form, &[("name", "Mara Meier"), ("language", "en")]).await.is(200);
        saved.says("Saved.");
        assert_eq!(name_of(&rig, &mara).await, "Mara Meier");

        rig.forward(590);
        let form = browser.open(DATA).await.is(200);
        rig.forward(20);
        let fields = [("name", "Mara <b>Neu</b>"), ("language", "de")];
        let again = save(&browser, &form, &fields).await.is(200);
        again.says("You have not lost anything. Confirm and we will save your changes.");
        assert_eq!(name_of(&rig, &mara).await, "Mara Meier", "nothing is saved outside");
        rig.forward(30);
        let saved = confirm(&browser, &again).await.is(200);
        assert!(saved.at.starts_with(DATA), "{}", saved.at);
        assert_eq!(name_of(&rig, &mara).await, "Mara <b>Neu</b>");
        assert!(!saved.html.contains("<b>Neu"), "a name is text");
    }

    /// The same for a session that was idle too long; for its person only, and for 30 minutes.
    async fn a_form_that_meets_a_lapsed_session_waits_for_its_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let timo = person(&rig, "timo").await;
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open(DATA).await;
        let form = confirm(&browser, &page).await.is(200);
        rig.forward(31 * 60);
        let fields = [("name", "Mara Meier"), ("language", "en")];
        let ended = save(&browser, &form, &fields).await.is(410);
        ended.says("Anything you sent is kept for 30 minutes.");
        let kept = ended.html.split("next=%2Fsecurity%2Fkept%2F").nth(1).expect("the way back");
        let kept = format!("/security/kept/{}", kept.split('"').next().expect("an end"));

        let (other, _) = signed_in(&rig, &timo).await;
        other.open(&kept).await.is(410);
        let (back, _) = signed_in(&rig, &mara).await;
        let page = back.open(&kept).await.is(200);
        page.says("You have not lost anything.");
        confirm(&back, &page).await.is(200).says("Saved.");
        assert_eq!(name_of(&rig, &mara).await, "Mara Meier");
        back.open(&kept).await.is(410);
    }

    /// CS-STEP-10: five wrong codes end the session, and no other one.
    async fn five_wrong_codes_end_the_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (thief, _) = signed_in(&rig, &mara).await;
        let (hers, _) = signed_in(&rig, &mara).await;
        let page = thief.open(DATA).await;
        let mut page = thief.submit(&page, &[("way", &page.way("email"))]).await.is(200);
        let code = thief.code().await;
        for miss in 1..=5 {
            let typed = other_than(&code, miss);
            page = thief.submit(&page, &[("onetimecode", &typed), ("do", "answer")]).await;
        }
        thief.open("/security").await.is(410);
        hers.open("/security").await.is(200);
    }
}
