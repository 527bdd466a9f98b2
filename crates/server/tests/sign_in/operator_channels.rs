//! `/operator/channels`: there for operators only, and what its forms do.

use countersign_core::people::Staff;
use countersign_testkit::on_both_engines;

use crate::browser::Browser;
use crate::people::{sign_in, with_app};
use crate::rig::Rig;
use crate::staff::hire_with_app;

const PATH: &str = "/operator/channels";

on_both_engines! {
    async fn an_operator_switches_and_tests_and_nobody_else_sees_the_page(db: TestDb) {
        let rig = Rig::new(db).await;
        hire_with_app(&rig, "olga", Staff::Operator).await;
        hire_with_app(&rig, "sam", Staff::SupportAgent).await;
        with_app(&rig, "anna").await;
        for name in ["sam", "anna"] {
            let browser = Browser::new(&rig);
            sign_in(&rig, &browser, name).await;
            browser.open(PATH).await.is(404);
        }
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "olga").await;
        let page = browser.open(PATH).await.is(200);
        page.says("sink").says("Switch off");
        let off = browser.submit(&page, &[("provider", "sink"), ("do", "disable")]).await.is(200);
        off.says("Switch on").says("Done.");
        let on = browser.submit(&off, &[("provider", "sink"), ("do", "enable")]).await.is(200);
        on.says("Switch off");
        let before = browser.messages().await;
        let fields = [("do", "test"), ("provider", "sink"), ("method", "sms"), ("to", "+49 151 23456789")];
        browser.post(&on, &fields).await.is(200).says("took the test message");
        assert_eq!(browser.messages().await, before + 1);
        // Countries hold for it too, and what is no number goes nowhere.
        for to in ["+41 79 123 45 67", "", "<b>", "0900 123"] {
            let fields = [("do", "test"), ("provider", "sink"), ("method", "sms"), ("to", to)];
            browser.post(&on, &fields).await.is(200).says("Messages do not go there");
        }
        assert_eq!(browser.messages().await, before + 1);
        // A form of another site, and one that names nothing that is there.
        browser.ask("POST", PATH, "do=disable&provider=sink".to_owned(), &[]).await.is(403);
        browser.submit(&on, &[("provider", "nobody"), ("do", "disable")]).await.is(200);
        browser.open(PATH).await.is(200).says("Switch off");
    }
}
