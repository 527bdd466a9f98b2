//! Contacts after they are there: changed, removed, named, turned on for sign-in; and who may not do that.

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::Browser;
use crate::contacts::{
    LIST, NEW, NEW_E164, act_on, answer, contacts_of, digits, enter, entry, id_of, newest, told,
};
use crate::owner::{Owner, change_of, first_code, prove_by_mail, send, tick};
use crate::rig::{LANDLINE, MOBILE, Rig};

on_both_engines! {
    /// CS-ENR-08: the old number works until the new one is confirmed; then both are told, and the old one hears of what
    /// is changed in the seven days after. Sign-in codes move along.
    async fn a_changed_number_takes_over_when_it_is_confirmed(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = browser.open("/security/methods/app").await.is(200);
        let page = browser.submit(&page, &[("way", &page.way("sms"))]).await.is(200);
        let page = prove_by_mail(&browser, &page).await;
        let code = browser.code().await;
        let codes = first_code(&browser, &page, &code).await.is(200);
        tick(&browser, &codes).await.is(200);
        rig.forward(60);
        let mobile = id_of(&rig, &owner, "mobile").await;
        let list = browser.open(LIST).await.is(200);
        list.says("codes to sign in");
        let page = send(&browser, &list, &format!("{LIST}/{mobile}"), &[("do", "change")]).await.is(200);
        // With a second factor it is the proof: a code to the old number.
        let page = browser.submit(&page, &[("way", &page.way("sms"))]).await.is(200);
        let proof = browser.code().await;
        let page = browser.submit(&page, &[("onetimecode", &proof), ("do", "answer")]).await.is(200);
        page.says("is used for sign-in codes. The new number takes over when it is confirmed.");
        let refused = enter(&browser, &page, LANDLINE, "call").await.is(422);
        refused.says("Enter a mobile number.");
        let page = enter(&browser, &page, NEW, "sms").await.is(200);
        assert!(contacts_of(&rig, &owner).await.iter().any(|one| one["target"] == "·· 47"), "the old one works until then");
        let before = rig.sink.messages().len();
        answer(&browser, &page, &digits(&newest(&rig).await)).await.is(200).says("Confirmed. Codes can").never_says("·· 47");
        rig.deliver().await;
        let old = told(&rig, before, MOBILE);
        assert!(old.iter().any(|text| text.contains("This number (..47) was removed from your account")), "{old:?}");
        assert!(told(&rig, before, NEW_E164).iter().any(|text| text.contains("was changed on")));
        assert!(told(&rig, before, "anna@example.com").contains(&"A phone number was changed".to_owned()));
        browser.open("/security/methods").await.is(200).says("Text message (SMS) to ·· 55");
        // What is changed within seven days reaches the former number too; later it does not.
        for (days, hears) in [(6, true), (2, false)] {
            rig.forward(days * 24 * 3_600);
            let browser = owner.browser(&rig).await;
            let before = rig.sink.messages().len();
            let list = browser.open(LIST).await.is(200);
            let page = send(&browser, &list, LIST, &[("do", "address")]).await.is(200);
            let page = browser.submit(&page, &[("way", &page.way("sms"))]).await.is(200);
            let proof = browser.code().await;
            let page = browser.submit(&page, &[("onetimecode", &proof), ("do", "answer")]).await.is(200);
            let to = format!("{}/contact", change_of(&page));
            let address = format!("day{days}@example.com");
            let page = send(&browser, &page, &to, &[("address", &address), ("way", "email")]).await.is(200);
            answer(&browser, &page, &digits(&newest(&rig).await)).await.is(200);
            rig.deliver().await;
            assert_eq!(!told(&rig, before, MOBILE).is_empty(), hears, "{days}");
        }
    }

    /// A changed address is what one signs in with from then on; the former mailbox hears of it.
    async fn a_changed_address_is_the_sign_in_name(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        Owner::new(&rig, "berta").await;
        let browser = owner.browser(&rig).await;
        let address = id_of(&rig, &owner, "email").await;
        let asking = Browser::new(&rig);
        let forgot = asking.open("/sign-in/forgot").await.is(200);
        asking.submit(&forgot, &[("name", "anna@example.com")]).await.is(200);
        rig.deliver().await;
        let mails = rig.sink.messages();
        let link = mails.iter().find_map(|mail| mail.text.split_once("/reset-password/")).expect("a link").1.to_owned();
        let link = format!("/reset-password/{}", link.split_whitespace().next().expect("its end"));
        asking.open(&link).await.is(200);
        let page = act_on(&browser, &address, "change").await;
        page.says("Change an e-mail address");
        let to = format!("{}/contact", change_of(&page));
        let before = rig.sink.messages().len();
        let page = send(&browser, &page, &to, &[("address", "new@example.com"), ("way", "email")]).await.is(200);
        answer(&browser, &page, &digits(&newest(&rig).await)).await.is(200).says("Confirmed. Codes can");
        rig.deliver().await;
        for mailbox in ["anna@example.com", "new@example.com"] {
            assert!(told(&rig, before, mailbox).contains(&"An e-mail address was changed".to_owned()), "{mailbox}");
        }
        // CS-PW-07: who reads the former mailbox sets no password with what it got before.
        asking.open(&link).await.is(410);
        let seen = rig.get(&format!("/v1/persons/{}", owner.id)).await.is(200);
        assert_eq!(seen.str("email"), "new@example.com");
        let fresh = Browser::new(&rig);
        let page = fresh.open("/sign-in?anew=yes").await.is(200);
        let led = fresh.post(&page, &[("name", "new@example.com"), ("password", crate::owner::PASSWORD)]).await;
        assert_eq!(led.status.as_u16(), 303, "signed in: {}", led.text());
        // An address that signs somebody else in confirms as a contact, and takes nothing from them.
        let address = id_of(&rig, &owner, "email").await;
        let page = act_on(&browser, &address, "change").await;
        let to = format!("{}/contact", change_of(&page));
        let page = send(&browser, &page, &to, &[("address", "berta@example.com"), ("way", "email")]).await.is(200);
        answer(&browser, &page, &digits(&newest(&rig).await)).await.is(200).says("You go on signing in with your former address");
        let page = fresh.open("/sign-in?anew=yes").await;
        let led = fresh.post(&page, &[("name", "new@example.com"), ("password", crate::owner::PASSWORD)]).await;
        assert_eq!(led.status.as_u16(), 303, "{}", led.text());
    }

    /// What goes with a number is told first; the last way and the sign-in address stay; a removed number is told.
    async fn what_hangs_on_a_contact_is_told_before_it_goes(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let (mobile, address) = (id_of(&rig, &owner, "mobile").await, id_of(&rig, &owner, "email").await);
        let list = browser.open(LIST).await.is(200);
        send(&browser, &list, &format!("{LIST}/{address}"), &[("do", "remove")]).await.is(422).says("You sign in with this address.");
        let page = act_on(&browser, &mobile, "remove").await;
        page.says("Delete +49 ·· 47?").says("You will no longer be able to confirm orders by SMS or by call.");
        let before = rig.sink.messages().len();
        let to = format!("{}/act", change_of(&page));
        send(&browser, &page, &to, &[]).await.is(200).says("Deleted.").never_says("·· 47");
        assert_eq!(contacts_of(&rig, &owner).await.len(), 1);
        rig.deliver().await;
        assert!(told(&rig, before, MOBILE).iter().any(|text| text.contains("This number (..47) was removed")));
        assert!(told(&rig, before, "anna@example.com").contains(&"A phone number was removed".to_owned()));
        // Another person's contact is nobody's here.
        let other = Owner::named(&rig, "other", "+4915123450000").await;
        let theirs = id_of(&rig, &other, "mobile").await;
        let list = browser.open(LIST).await.is(200);
        for what in ["remove", "change", "confirm", "first", "still", "rename"] {
            send(&browser, &list, &format!("{LIST}/{theirs}"), &[("do", what), ("label", "mine")]).await.is(404);
        }
    }

    /// The last way of two-factor authentication keeps its number.
    async fn the_last_second_factor_keeps_its_number(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = browser.open("/security/methods/app").await.is(200);
        let page = browser.submit(&page, &[("way", &page.way("sms"))]).await.is(200);
        let page = prove_by_mail(&browser, &page).await;
        let code = browser.code().await;
        let codes = first_code(&browser, &page, &code).await.is(200);
        tick(&browser, &codes).await.is(200);
        let mobile = id_of(&rig, &owner, "mobile").await;
        let list = browser.open(LIST).await.is(200);
        let refused = send(&browser, &list, &format!("{LIST}/{mobile}"), &[("do", "remove")]).await.is(422);
        refused.says("Your two-factor authentication hangs on this number alone.");
    }

    /// CS-ENR-01: nothing is entered or removed without its proof, in another session, or by a grant of another change.
    async fn nothing_is_changed_without_its_own_proof(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let list = browser.open(LIST).await.is(200);
        let page = send(&browser, &list, LIST, &[("do", "number")]).await.is(200);
        let change = change_of(&page);
        let before = rig.sink.messages().len();
        let fields = [("country", "DE"), ("number", NEW), ("way", "sms")];
        send(&browser, &page, &format!("{change}/contact"), &fields).await.never_says("Confirm your phone number");
        let mobile = id_of(&rig, &owner, "mobile").await;
        let page = send(&browser, &list, &format!("{LIST}/{mobile}"), &[("do", "remove")]).await.is(200);
        send(&browser, &page, &format!("{}/act", change_of(&page)), &[]).await.never_says("Deleted.");
        rig.deliver().await;
        assert_eq!(rig.sink.messages().len(), before);
        assert_eq!(contacts_of(&rig, &owner).await.len(), 2);
        // A grant to add something removes nothing.
        let page = entry(&browser, "number").await;
        send(&browser, &page, &format!("{}/act", change_of(&page)), &[]).await;
        assert_eq!(contacts_of(&rig, &owner).await.len(), 2);
    }

    /// A new number is confirmed and turned on by the same eight digits.
    async fn a_new_number_is_turned_on_by_the_code_that_confirms_it(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = browser.open("/security/methods/app").await.is(200);
        let page = browser.submit(&page, &[("do", "number")]).await.is(200);
        let page = prove_by_mail(&browser, &page).await;
        page.says("Which number shall get your codes?");
        assert!(!page.html.contains("value=\"whatsapp\""), "WhatsApp is no second factor");
        let page = enter(&browser, &page, NEW, "sms").await.is(200);
        let code = digits(&newest(&rig).await);
        let codes = answer(&browser, &page, &code).await.is(200);
        codes.says("Save your recovery codes");
        tick(&browser, &codes).await.is(200).says("Two-factor authentication is on").says("Add an app as a second way.");
        browser.open("/security/methods").await.is(200).says("Text message (SMS) to ·· 55");
        browser.open(LIST).await.is(200).says("+49 ·· 55").says("codes to sign in");
        let seen = rig.get(&format!("/v1/persons/{}", owner.id)).await.is(200);
        assert_eq!(seen.body["second_factor"], "sms");
    }

    /// Names, the number used first, the preferred channel, and what is asked after a year.
    async fn names_order_and_preference_are_kept(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let page = enter(&browser, &page, NEW, "sms").await.is(200);
        answer(&browser, &page, &digits(&newest(&rig).await)).await.is(200);
        let all = contacts_of(&rig, &owner).await;
        let new = all[2]["id"].as_str().expect("an id").to_owned();
        let list = browser.open(LIST).await.is(200);
        send(&browser, &list, &format!("{LIST}/{new}"), &[("do", "rename"), ("label", "Office <1>")]).await.is(200).says("Saved.");
        browser.open(LIST).await.says("Office &#60;1&#62;");
        send(&browser, &list, &format!("{LIST}/{new}"), &[("do", "first")]).await.is(200);
        assert_eq!(contacts_of(&rig, &owner).await.iter().find(|one| one["kind"] == "mobile").expect("one")["id"], new.as_str());
        assert_eq!(rig.get(&format!("/v1/persons/{}", owner.id)).await.str("email"), "anna@example.com");

        let session = rig.post(&format!("/v1/persons/{}/sessions", owner.id), json!({"reference": "s1"})).await.is(201);
        let step_up = |session: String| {
            let (rig, id) = (&rig, owner.id.clone());
            async move {
                let ask = json!({"person": id, "purpose": "step-up", "session": session, "areas": ["invoices"], "return_to": crate::rig::RETURN_TO});
                rig.post("/v1/challenges", ask).await.is(201).body["methods"][0]["method"].clone()
            }
        };
        assert_eq!(step_up(session.str("id").to_owned()).await, "whatsapp");
        let mail = id_of(&rig, &owner, "email").await;
        let list = browser.open(LIST).await.is(200);
        list.says("When you have no two-factor authentication, send codes to:");
        send(&browser, &list, LIST, &[("do", "prefer"), ("way", &format!("email:{mail}"))]).await.is(200).says("Saved.");
        assert_eq!(step_up(session.str("id").to_owned()).await, "email");
        send(&browser, &list, LIST, &[("do", "prefer"), ("way", &format!("sms:{new}"))]).await.is(422);

        let all = contacts_of(&rig, &owner).await;
        rig.forward(365 * 24 * 3_600);
        let browser = owner.browser(&rig).await;
        let list = browser.open(LIST).await.is(200);
        list.says("Is this still your number?");
        for contact in all {
            let id = contact["id"].as_str().expect("an id");
            // Each press is of a page of its own: the token of one is good for one.
            let list = browser.open(LIST).await.is(200);
            send(&browser, &list, &format!("{LIST}/{id}"), &[("do", "still")]).await.is(200);
        }
        browser.open(LIST).await.never_says("Is this still your");
    }

    /// CS-API-03: no key adds, confirms, changes or removes a contact of a person that is there.
    async fn no_key_touches_a_contact(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let mobile = id_of(&rig, &owner, "mobile").await;
        let (of, one) = (format!("/v1/persons/{}/contacts", owner.id), format!("/v1/persons/{}/contacts/{mobile}", owner.id));
        for (method, path) in [("POST", &of), ("PUT", &one), ("PATCH", &one), ("DELETE", &one), ("POST", &one)] {
            let answer = rig.call(method, path, json!({"number": NEW, "confirmed_at": "2029-11-01T00:00:00Z"})).await;
            assert!(matches!(answer.status.as_u16(), 404 | 405), "{method} {path}: {}", answer.text);
        }
        assert_eq!(contacts_of(&rig, &owner).await.len(), 2);
    }
}
