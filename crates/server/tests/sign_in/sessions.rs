//! What a session of ours is worth, and for how long.

use countersign_core::ids::PersonId;
use countersign_testkit::on_both_engines;

use crate::browser::Browser;
use crate::people::{is_signed_in, person, sign_in};
use crate::rig::Rig;

on_both_engines! {
    /// CS-LOG-07: idle for 31 minutes, or twelve hours old.
    async fn a_session_ends_when_it_is_not_used_and_when_it_is_old(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        rig.forward(29 * 60);
        assert!(is_signed_in(&browser).await);
        rig.forward(29 * 60);
        assert!(is_signed_in(&browser).await, "use keeps it");
        rig.forward(31 * 60);
        let ended = browser.ask("GET", "/sign-in/after", String::new(), &[]).await.is(410);
        ended.says("You were signed out at").says("nothing was done for a while").says("Sign in");
        assert!(!browser.jar().contains_key("__Host-ses"), "the reason is told once");
        let turned = browser.ask("GET", "/sign-in/after?next=/x", String::new(), &[]).await.is(303);
        assert_eq!(turned.at, "/sign-in?next=%2Fsign-in%2Fafter%3Fnext%3D%2Fx");

        sign_in(&rig, &browser, "anna").await;
        for _ in 0..28 {
            rig.forward(25 * 60 - 10);
            assert!(is_signed_in(&browser).await);
        }
        rig.forward(25 * 60 - 10);
        browser.ask("GET", "/sign-in/after", String::new(), &[]).await.is(410).says("12 hours are over");
    }

    /// CS-LOG-08: signing out ends it, here or everywhere, for a saved cookie too.
    async fn signing_out_ends_it(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let (one, two) = (Browser::new(&rig), Browser::new(&rig));
        sign_in(&rig, &one, "anna").await;
        sign_in(&rig, &two, "anna").await;
        let saved = one.cookie("__Host-ses");
        let page = one.open("/sign-out").await.is(200);
        one.submit(&page, &[("do", "here")]).await.is(200).says("You are signed out");
        assert!(!is_signed_in(&one).await && is_signed_in(&two).await);
        one.plant("__Host-ses", &saved);
        assert!(!is_signed_in(&one).await);
        sign_in(&rig, &one, "anna").await;
        let page = one.open("/sign-out").await.is(200);
        one.submit(&page, &[("do", "everywhere")]).await.is(200);
        assert!(!is_signed_in(&one).await && !is_signed_in(&two).await);
        two.ask("GET", "/sign-in/after", String::new(), &[]).await.is(410).says("you ended this session elsewhere");
    }

    /// CS-LOG-06: a new cookie takes the old one's place; the old one reads for ten seconds and changes nothing.
    async fn a_rotated_cookie_reads_for_a_moment(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        let page = browser.open("/sign-out").await.is(200);
        let before = browser.cookie("__Host-ses");
        let (hash, now) = (countersign_core::ports::Bearer::presented(before).hash(), rig.clock.now());
        let id = PersonId::parse(&anna.id).expect("an id");
        let rotated = rig.state.ctx.store.write(async move |tx| {
            let session = tx.hosted_by_cookie(&hash, now).await?.expect("there").session;
            assert_eq!(session.person, id);
            tx.hosted_rotate(&session.id, &hash, "another", now).await
        });
        assert!(rotated.await.expect("rotated"));
        assert!(is_signed_in(&browser).await, "it may read");
        browser.post(&page, &[("do", "everywhere")]).await.is(409);
        rig.forward(10);
        assert!(!is_signed_in(&browser).await);
    }

    /// CS-ENR-09, CS-PW-06: what secures a person ends the other sessions at once, and says why.
    async fn securing_a_person_is_felt_by_other_sessions(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        let (id, now) = (PersonId::parse(&anna.id).expect("an id"), rig.clock.now());
        let secured = rig.state.ctx.store.write(async move |tx| {
            tx.person_secured(&id, None, "factor-changed", now).await
        });
        assert_eq!(secured.await.expect("secured"), 1);
        browser.ask("GET", "/sign-in/after", String::new(), &[]).await.is(410).says("your two-factor authentication was changed");
    }
}
