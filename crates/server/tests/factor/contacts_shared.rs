//! A number that another person of the account has confirmed: used without a code, told, and fallen with that confirmation.

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::Browser;
use crate::contacts::{LIST, answer, contacts_of, digits, enter, entry, id_of, newest, told};
use crate::owner::{Owner, change_of, prove_by_mail, send};
use crate::rig::{MOBILE, Rig};

const ON: &str = "[policy]\nshare_contacts = true\n";
const OTHERS: &str = "+4915123450000";

/// Two persons of one account, of whom the first has the number.
async fn two(rig: &Rig) -> (Owner, Owner) {
    let (first, second) =
        (Owner::new(rig, "first").await, Owner::named(rig, "second", OTHERS).await);
    let new = json!({"reference": "K-1", "name": "Meier", "owner": first.id});
    let account = rig.post("/v1/accounts", new).await.is(201);
    let path = format!("/v1/accounts/{}/members/{}", account.str("id"), second.id);
    rig.call("PUT", &path, json!({"role": "member"})).await.is(200);
    (first, second)
}

async fn is_usable(rig: &Rig, owner: &Owner, target: &str) -> bool {
    let all = contacts_of(rig, owner).await;
    all.iter().any(|one| one["target"] == target && one.get("confirmed_at").is_some())
}

/// Uses the number, up to the list.
async fn share(rig: &Rig, browser: &Browser<'_>) {
    let page = entry(browser, "number").await;
    let before = browser.messages().await;
    let page = enter(browser, &page, MOBILE, "sms").await.is(200);
    page.says("This number is already confirmed for this customer account.")
        .says("Use this number");
    let to = format!("{}/contact", change_of(&page));
    let fields = [("country", "DE"), ("number", MOBILE), ("way", "sms"), ("do", "share")];
    let done = send(browser, &page, &to, &fields).await.is(200);
    done.says("on the confirmation of another person of your customer account");
    rig.deliver().await;
    let sent = rig.sink.messages().split_off(before);
    assert!(sent.iter().all(|message| message.purpose == "notice"), "no code was sent");
}

on_both_engines! {
    /// CS-ENR-11: used without a code, told to its person and to the number; deleted there, it is not confirmed here.
    async fn a_number_of_the_account_is_used_and_falls(db: TestDb) {
        let rig = Rig::with(db, ON).await;
        let (first, second) = two(&rig).await;
        let browser = second.browser(&rig).await;
        share(&rig, &browser).await;
        assert!(is_usable(&rig, &second, "·· 47").await);
        assert!(told(&rig, 0, "first@example.com").contains(&"Your number is also used by second".to_owned()));
        assert!(told(&rig, 0, MOBILE).iter().any(|text| text.contains("Another person of your customer account now uses this number (..47)")));

        let browser = first.browser(&rig).await;
        browser.open(LIST).await.is(200).says("1 other person uses this number on your confirmation.");
        let mobile = id_of(&rig, &first, "mobile").await;
        let list = browser.open(LIST).await.is(200);
        let page = send(&browser, &list, &format!("{LIST}/{mobile}"), &[("do", "remove")]).await.is(200);
        let page = prove_by_mail(&browser, &page).await;
        page.says("1 other person uses this number on your confirmation and will have to confirm it again.");
        send(&browser, &page, &format!("{}/act", change_of(&page)), &[]).await.is(200).says("Deleted.");
        assert!(!is_usable(&rig, &second, "·· 47").await);
        rig.deliver().await;
        assert!(told(&rig, 0, "second@example.com").contains(&"A number is no longer confirmed".to_owned()));
        assert!(told(&rig, 0, MOBILE).iter().any(|text| text.contains("is no longer confirmed and gets no codes")));
        second.browser(&rig).await.open(LIST).await.is(200).says("Not confirmed");
    }

    /// The person who confirmed it says no; leaving the account ends it as well.
    async fn whoever_confirmed_it_can_stop_it(db: TestDb) {
        let rig = Rig::with(db, ON).await;
        let (first, second) = two(&rig).await;
        share(&rig, &second.browser(&rig).await).await;
        let browser = first.browser(&rig).await;
        let mobile = id_of(&rig, &first, "mobile").await;
        let list = browser.open(LIST).await.is(200);
        send(&browser, &list, &format!("{LIST}/{mobile}"), &[("do", "unshare")]).await.is(200).never_says("uses this number on your");
        assert!(!is_usable(&rig, &second, "·· 47").await);
        assert!(is_usable(&rig, &first, "·· 47").await);
        // Confirmed by its own code it hangs on nobody.
        let browser = second.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let page = enter(&browser, &page, MOBILE, "sms").await.is(200);
        let to = format!("{}/contact", change_of(&page));
        let fields = [("country", "DE"), ("number", MOBILE), ("way", "sms"), ("anyway", "yes")];
        let page = send(&browser, &page, &to, &fields).await.is(200);
        answer(&browser, &page, &digits(&newest(&rig).await)).await.is(200).says("Confirmed. Codes can");
        first.browser(&rig).await.open(LIST).await.never_says("uses this number on your");
    }

    /// Whether somebody of the account has a number is asked for ten times a day at most, by whatever form.
    async fn a_form_that_is_posted_again_and_again_tells_no_numbers(db: TestDb) {
        let rig = Rig::with(db, ON).await;
        let (_, second) = two(&rig).await;
        let browser = second.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let to = format!("{}/contact", change_of(&page));
        let ask = async |number: &str| {
            let fields = [("country", "DE"), ("number", number), ("way", "sms"), ("do", "share")];
            send(&browser, &page, &to, &fields).await
        };
        for last in 10..30 {
            ask(&format!("+491512345{last:04}")).await;
        }
        ask(MOBILE).await.never_says("on the confirmation of another person of your customer account");
        assert!(!is_usable(&rig, &second, "·· 47").await);
    }

    /// In another account, and where the operator does not allow it, nothing shows that the number is known; a form that asks
    /// for it all the same gets nothing.
    async fn across_accounts_nothing_is_shared_or_shown(db: TestDb) {
        let rig = Rig::new(db).await;
        let (_, second) = two(&rig).await;
        let elsewhere = Owner::named(&rig, "elsewhere", OTHERS).await;
        for owner in [&second, &elsewhere] {
            let browser = owner.browser(&rig).await;
            let page = entry(&browser, "number").await;
            let to = format!("{}/contact", change_of(&page));
            let fields = [("country", "DE"), ("number", MOBILE), ("way", "sms"), ("do", "share")];
            send(&browser, &page, &to, &fields).await.never_says("Confirmed. Codes can");
            assert_eq!(contacts_of(&rig, owner).await.len(), 2);
            let page = browser.open(&change_of(&page)).await.is(200);
            enter(&browser, &page, MOBILE, "sms").await.is(200).says("Confirm your phone number");
        }
    }

    /// CS-SMS-06: a number that is confirmed in five accounts goes into no sixth, in the words of a number whose day is spent.
    async fn a_number_is_in_five_accounts_at_most(db: TestDb) {
        let rig = Rig::new(db).await;
        for at in 0..5 {
            let owner = Owner::new(&rig, &format!("owner{at}")).await;
            let new = json!({"reference": format!("K-{at}"), "name": "Meier", "owner": owner.id});
            rig.post("/v1/accounts", new).await.is(201);
        }
        let sixth = Owner::named(&rig, "sixth", OTHERS).await;
        let new = json!({"reference": "K-6", "name": "Meier", "owner": sixth.id});
        rig.post("/v1/accounts", new).await.is(201);
        let browser = sixth.browser(&rig).await;
        let page = entry(&browser, "number").await;
        enter(&browser, &page, MOBILE, "sms").await.is(429).says("No more codes can be sent to this number today.");
    }
}
