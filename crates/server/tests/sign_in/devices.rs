//! Recognised browsers.

use countersign_testkit::on_both_engines;

use crate::browser::{Browser, other_than};
use crate::people::{
    at_code, first_step, is_signed_in, person, second_step, shown, sign_in, with_app,
};
use crate::rig::Rig;

on_both_engines! {
    /// CS-LOG-11, CS-RL-03, CS-RL-04: strangers' wrong codes close their own lane; the recognised browser goes on.
    async fn a_recognised_browser_has_a_lane_of_its_own(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        let known = Browser::new(&rig);
        sign_in(&rig, &known, "anna").await;
        for miss in 0..5 {
            let stranger = Browser::new(&rig);
            let page = at_code(&stranger, "anna").await;
            second_step(&stranger, &page, &other_than(&shown(&rig), 1 + miss)).await.is(422);
        }
        let stranger = Browser::new(&rig);
        let page = at_code(&stranger, "anna").await;
        second_step(&stranger, &page, &shown(&rig)).await.is(429);
        rig.forward(30);
        let page = at_code(&known, "anna").await;
        second_step(&known, &page, &shown(&rig)).await.is(303);
        assert!(is_signed_in(&known).await);
    }

    /// CS-LOG-11: the cookie changes at each sign-in, and is nothing without the password.
    async fn its_cookie_changes_and_opens_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        let first = browser.cookie("__Host-dev");
        sign_in(&rig, &browser, "anna").await;
        assert_ne!(browser.cookie("__Host-dev"), first);
        let thief = Browser::new(&rig);
        thief.plant("__Host-dev", &first);
        thief.plant("__Host-ses", &first);
        assert!(!is_signed_in(&thief).await);
        first_step(&thief, "anna@example.com", "another password").await.is(422);
    }

    /// CS-LOG-11: an older copy is unrecognised, and with it neither copy counts any more.
    async fn an_older_copy_voids_both(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        let known = Browser::new(&rig);
        sign_in(&rig, &known, "anna").await;
        let copy = known.cookie("__Host-dev");
        sign_in(&rig, &known, "anna").await;
        let other = Browser::new(&rig);
        other.plant("__Host-dev", &copy);
        sign_in(&rig, &other, "anna").await;
        // Strangers have their five; the browser that was known is one of them now.
        for miss in 0..5 {
            let stranger = Browser::new(&rig);
            let page = at_code(&stranger, "anna").await;
            second_step(&stranger, &page, &other_than(&shown(&rig), 1 + miss)).await.is(422);
        }
        rig.forward(30);
        let page = at_code(&known, "anna").await;
        second_step(&known, &page, &shown(&rig)).await.is(429);
    }

    /// CS-LOG-11: two persons share a browser without voiding each other.
    async fn two_persons_share_a_browser(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        person(&rig, "bert").await;
        let browser = Browser::new(&rig);
        for _ in 0..2 {
            sign_in(&rig, &browser, "anna").await;
            sign_in(&rig, &browser, "bert").await;
        }
        let values = browser.cookie("__Host-dev");
        assert_eq!(values.split('.').count(), 2);
    }
}
