//! A test message to a contact of one's own: it comes as codes come, brings none, and stands in the way of nothing.

use countersign_core::people::Method;
use countersign_testkit::on_both_engines;

use crate::browser::{Browser, Page};
use crate::contacts::{LIST, NEW, answer, digits, enter, entry, id_of, newest, told};
use crate::owner::{Owner, send};
use crate::rig::{MOBILE, Rig};

async fn ask(browser: &Browser<'_>, contact: &str) -> Page {
    let list = browser.open(LIST).await.is(200);
    send(browser, &list, &format!("{LIST}/{contact}"), &[("do", "test")]).await
}

on_both_engines! {
    async fn it_comes_by_the_way_of_codes_and_brings_none(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        for (kind, to, method) in [("mobile", MOBILE, Method::Sms), ("email", "anna@example.com", Method::Email)] {
            let before = rig.sink.messages().len();
            ask(&browser, &id_of(&rig, &owner, kind).await).await.is(200).says("A test message is on its way.");
            rig.deliver().await;
            let sent = rig.sink.messages();
            let [one] = &sent[before..] else { panic!("one message, not {}", sent.len() - before) };
            assert_eq!((one.to.as_str(), one.method, one.purpose), (to, method, "test"));
            assert!(one.code.is_none() && !one.text.contains(|c: char| c.is_ascii_digit()), "{}", one.text);
        }
        browser.open("/activity").await.is(200).says("You had a test message sent to a contact");
    }

    /// Three a day go to one contact, whoever asks; the notices that tell its owner have a measure of their own.
    async fn it_uses_up_no_notice(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let mobile = id_of(&rig, &owner, "mobile").await;
        for number in 0..12 {
            let page = ask(&browser, &mobile).await.is(200);
            page.says(if number < 3 { "A test message is on its way." } else { "No test message can go there now" });
        }
        rig.deliver().await;
        let tests = |rig: &Rig| rig.sink.messages().iter().filter(|one| one.purpose == "test").count();
        assert_eq!(tests(&rig), 3);
        let page = entry(&browser, "number").await;
        let page = enter(&browser, &page, NEW, "sms").await.is(200);
        let code = digits(&newest(&rig).await);
        let before = rig.sink.messages().len();
        answer(&browser, &page, &code).await.is(200);
        rig.deliver().await;
        assert!(!told(&rig, before, MOBILE).is_empty(), "the notice still comes");
    }

    /// Nothing goes to what is not confirmed, or is somebody else's.
    async fn it_goes_to_own_confirmed_contacts_alone(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, ben) = (Owner::new(&rig, "anna").await, Owner::new(&rig, "ben").await);
        let browser = anna.browser(&rig).await;
        let page = entry(&browser, "number").await;
        enter(&browser, &page, NEW, "sms").await.is(200);
        rig.deliver().await;
        let before = rig.sink.messages().len();
        let listed = browser.open(LIST).await.is(200);
        let waiting = listed.html.split("<section class=\"line\" id=\"").skip(1).find(|row| row.contains("Not confirmed"));
        let waiting = waiting.expect("an unconfirmed one").split('"').next().expect("an id").to_owned();
        ask(&browser, &waiting).await.is(404);
        ask(&browser, &id_of(&rig, &ben, "mobile").await).await.is(404);
        rig.deliver().await;
        assert_eq!(rig.sink.messages().len(), before);
    }
}
