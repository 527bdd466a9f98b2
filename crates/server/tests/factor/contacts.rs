//! Numbers and addresses: added, confirmed by a code to them, changed and removed, as persons and strangers meet it.

use countersign_app::operate::open::Message;
use countersign_core::people::Method;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page};
use crate::owner::{Owner, change_of, prove_by_mail, send, send_once};
use crate::rig::{LANDLINE, MOBILE, Rig};

pub const LIST: &str = "/security/contacts";
pub const NEW: &str = "0151 23456755";
pub const NEW_E164: &str = "+4915123456755";

/// From the list to the page where a number or address is entered; without a second factor a code by mail is the proof.
pub async fn entry(browser: &Browser<'_>, what: &str) -> Page {
    let list = browser.open(LIST).await.is(200);
    let page = send(browser, &list, LIST, &[("do", what)]).await.is(200);
    prove_by_mail(browser, &page).await
}

/// The same from a button beside a contact.
pub async fn act_on(browser: &Browser<'_>, contact: &str, what: &str) -> Page {
    let list = browser.open(LIST).await.is(200);
    let page = send(browser, &list, &format!("{LIST}/{contact}"), &[("do", what)]).await.is(200);
    prove_by_mail(browser, &page).await
}

/// Enters a number on its page.
pub async fn enter(browser: &Browser<'_>, page: &Page, number: &str, way: &str) -> Page {
    let to = format!("{}/contact", change_of(page));
    let fields = [("country", "DE"), ("number", number), ("label", "Work"), ("way", way)];
    send(browser, page, &to, &fields).await
}

pub async fn answer(browser: &Browser<'_>, page: &Page, code: &str) -> Page {
    let to = format!("{}/code", change_of(page));
    send(browser, page, &to, &[("onetimecode", code), ("do", "answer")]).await
}

/// The newest message that confirms a contact.
pub async fn newest(rig: &Rig) -> Message {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let newest = messages.into_iter().rev().find(|message| message.purpose == "confirm-contact");
    newest.expect("a message")
}

/// Its eight digits.
pub fn digits(message: &Message) -> String {
    let text = match &message.spoken {
        Some(spoken) => spoken.after_key.clone(),
        None => message.text.clone(),
    };
    let joined: String = text.chars().filter(|c| !matches!(c, ' ' | ',' | ';')).collect();
    let found = joined.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 8);
    found.unwrap_or_else(|| panic!("no code in {text}")).to_owned()
}

fn wrong(code: &str) -> String {
    let first = if code.starts_with('9') { '1' } else { '9' };
    format!("{first}{}", &code[1..])
}

pub async fn contacts_of(rig: &Rig, owner: &Owner) -> Vec<serde_json::Value> {
    let seen = rig.get(&format!("/v1/persons/{}", owner.id)).await.is(200);
    seen.body["contacts"].as_array().expect("contacts").clone()
}

pub async fn id_of(rig: &Rig, owner: &Owner, kind: &str) -> String {
    let all = contacts_of(rig, owner).await;
    let found = all.iter().find(|contact| contact["kind"] == kind).expect("such a contact");
    found["id"].as_str().expect("an id").to_owned()
}

/// What went to this number or address since there were `from` messages, by purpose.
pub fn told(rig: &Rig, from: usize, to: &str) -> Vec<String> {
    let messages = rig.sink.messages();
    let there = messages.iter().skip(from).filter(|message| message.to == to);
    there.map(|message| message.subject.clone().unwrap_or_else(|| message.text.clone())).collect()
}

on_both_engines! {
    /// CS-ENR-10: a number is added as it is typed, and confirmed by eight digits that went to it.
    async fn a_number_is_confirmed_by_the_code_that_went_to_it(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        page.says("Add a phone number").says("Germany (+49)");
        // Written as people write it, with a trunk zero, spaces and full-width digits.
        let page = enter(&browser, &page, "+49 (0)１５１ / 234567-55", "sms").await.is(200);
        page.says("Confirm your phone number").says("8-digit code");
        let message = newest(&rig).await;
        assert_eq!((message.to.as_str(), message.method), (NEW_E164, Method::Sms));
        let code = digits(&message);
        assert!(message.text.ends_with(&format!("\n@confirm.example #{code}")), "{}", message.text);
        // Six digits are no code here, and cost nothing.
        answer(&browser, &page, &code[..6]).await.is(422).says("The code has 8 digits. You entered 6 digits.");
        answer(&browser, &page, &wrong(&code)).await.is(422).says("You have 2 tries left with this code.");
        let all = contacts_of(&rig, &owner).await;
        assert_eq!(all.len(), 3);
        assert!(all[2].get("confirmed_at").is_none(), "not before the code");
        let done = answer(&browser, &page, &code).await.is(200);
        done.says("Confirmed. Codes can be sent there from now on.").says("+49 ·· 55").says("Work");
        let all = contacts_of(&rig, &owner).await;
        assert!(all[2].get("confirmed_at").is_some(), "{all:?}");
        assert_eq!((&all[2]["kind"], &all[2]["target"]), (&json!("mobile"), &json!("·· 55")));
        rig.deliver().await;
        assert!(told(&rig, 0, "anna@example.com").iter().any(|subject| subject == "A phone number was added"));
        assert!(told(&rig, 0, MOBILE).iter().any(|text| text.contains("was changed on")), "the other mobile hears of it");
        // It confirms orders from now on.
        let order = rig.post("/v1/orders", json!({
            "person": owner.id, "action": "restart", "title": "Restart", "object": "web-1", "return_to": crate::rig::RETURN_TO,
        })).await.is(201);
        let usable = order.body["methods"].as_array().expect("methods").iter();
        assert!(usable.filter(|row| row["target"] == "·· 55" && row["available"] == true).count() >= 1, "{}", order.text);
    }

    /// CS-DC-09: a landline is confirmed by a call; the code is spoken after a key, and a text message is refused in words.
    async fn a_landline_is_confirmed_by_a_call(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let refused = enter(&browser, &page, LANDLINE, "sms").await.is(422);
        refused.says("This looks like a landline.").says("Choose the phone call instead.");
        assert_eq!(contacts_of(&rig, &owner).await.len(), 2, "nothing is left of what was refused");
        let page = enter(&browser, &refused, "030 123456-12", "call").await.is(200);
        let message = newest(&rig).await;
        assert_eq!((message.to.as_str(), message.method), (LANDLINE, Method::Call));
        let spoken = message.spoken.clone().expect("a call");
        assert!(spoken.opening.contains("press 1") && !spoken.opening.contains(|c: char| ('2'..='9').contains(&c)), "{}", spoken.opening);
        answer(&browser, &page, &digits(&message)).await.is(200).says("Landline +49 ·· 12").says("by phone call.");
    }

    /// A mobile by WhatsApp, an address by mail: each by the way that will be used.
    async fn whatsapp_and_mail_confirm_what_they_reach(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let page = enter(&browser, &page, NEW, "whatsapp").await.is(200);
        let message = newest(&rig).await;
        assert_eq!(message.method, Method::WhatsApp);
        answer(&browser, &page, &digits(&message)).await.is(200).says("by WhatsApp.");
        let page = entry(&browser, "address").await;
        page.says("Add an e-mail address");
        let to = format!("{}/contact", change_of(&page));
        let refused = send(&browser, &page, &to, &[("address", "anna at example.com"), ("way", "email")]).await.is(422);
        refused.says("Write the address without spaces");
        let page = send(&browser, &refused, &to, &[("address", "second@Example.COM"), ("way", "email")]).await.is(200);
        let message = newest(&rig).await;
        assert_eq!((message.to.as_str(), message.subject.as_deref()), ("second@example.com", Some("Confirm your e-mail address")));
        let code = digits(&message);
        assert!(!message.subject.expect("a subject").contains(&code));
        answer(&browser, &page, &code).await.is(200).says("E-mail s…d@e…e.com").says("by e-mail.");
    }

    /// CS-DC-03: three tries, then another code; CS-DC-04: sending again sends the same one.
    async fn three_wrong_codes_end_it_and_a_new_code_goes_on(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let page = enter(&browser, &page, NEW, "sms").await.is(200);
        let code = digits(&newest(&rig).await);
        let to = format!("{}/code", change_of(&page));
        send(&browser, &page, &to, &[("do", "resend")]).await.is(429).says("ago. You can send it again from");
        rig.forward(31);
        let page = browser.open(&change_of(&page)).await.is(200);
        send(&browser, &page, &to, &[("do", "resend")]).await.is(200).says("It is the same code.");
        assert_eq!(digits(&newest(&rig).await), code);
        for _ in 0..3 {
            let page = browser.open(&change_of(&page)).await.is(200);
            answer(&browser, &page, &wrong(&code)).await.is(422);
        }
        let dead = browser.open(&change_of(&page)).await;
        dead.says("That code can no longer be used.").says("Send a new code");
        answer(&browser, &dead, &code).await.never_says("Confirmed. Codes can");
        rig.forward(31);
        let page = send(&browser, &dead, &to, &[("do", "new")]).await.is(200);
        let next = digits(&newest(&rig).await);
        assert_ne!(next, code);
        answer(&browser, &page, &next).await.is(200).says("Confirmed. Codes can");
    }

    /// CS-ENR-10: a code for the first number confirms no second one.
    async fn a_code_for_one_number_confirms_no_other(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let first = enter(&browser, &page, NEW, "sms").await.is(200);
        let code = digits(&newest(&rig).await);
        // In another tab: the victim's number in its place.
        let tab = browser.open(&format!("{}/contact", change_of(&page))).await.is(200);
        enter(&browser, &tab, "0151 23456766", "sms").await.is(200);
        answer(&browser, &first, &code).await.is(422);
        let all = contacts_of(&rig, &owner).await;
        assert_eq!(all.iter().map(|one| one["target"].as_str().expect("a target")).collect::<Vec<_>>(), ["a…a@e…e.com", "·· 47", "·· 66"]);
        assert!(all[2].get("confirmed_at").is_none());
    }

    /// CS-ENR-12: twenty strangers aim at a number; fifteen tries are looked at and five codes sent, its holder's own codes come all
    /// the same, and nothing tells a number that somebody has from one that nobody has.
    async fn strangers_can_neither_guess_nor_burn_a_number(db: TestDb) {
        let rig = Rig::new(db).await;
        let holder = Owner::new(&rig, "holder").await;
        let (mut looked_at, mut sent) = (0, 0);
        for at in 0..8 {
            let stranger = Owner::named(&rig, &format!("stranger{at}"), "+4915123450000").await;
            let browser = stranger.browser(&rig).await;
            let page = entry(&browser, "number").await;
            let page = enter(&browser, &page, MOBILE, "sms").await;
            if page.status.as_u16() == 429 {
                page.says("No more codes can be sent to this number today.");
                assert_eq!(contacts_of(&rig, &stranger).await.len(), 2);
                continue;
            }
            sent += 1;
            rig.deliver().await;
            for _ in 0..3 {
                let page = browser.open(&change_of(&page)).await.is(200);
                let refused = answer(&browser, &page, "12345678").await;
                looked_at += u32::from(refused.status.as_u16() == 422);
            }
        }
        assert_eq!((sent, looked_at), (5, 15));
        // The holder signs in and steps up as ever: another budget, and no entry in anybody's ledger.
        let session = rig.post(&format!("/v1/persons/{}/sessions", holder.id), json!({"reference": "s1"})).await.is(201);
        let order = rig.post("/v1/orders", json!({
            "person": holder.id, "session": session.str("id"), "action": "restart", "title": "Restart", "object": "web-1",
            "return_to": crate::rig::RETURN_TO,
        })).await.is(201);
        let challenge = rig.post(&format!("/v1/orders/{}/challenges", order.str("id")), json!({"method": "sms"})).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        rig.answer(challenge.str("id"), "sms", &code).await.is(200);
        // Tomorrow the number takes codes again.
        rig.forward(24 * 3_600);
        let stranger = Owner::named(&rig, "tomorrow", "+4915123450000").await;
        let browser = stranger.browser(&rig).await;
        let page = entry(&browser, "number").await;
        enter(&browser, &page, MOBILE, "sms").await.is(200);
        let known = newest(&rig).await.text;
        let other = Owner::named(&rig, "unused", "+4915123450000").await;
        let browser = other.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let unused = enter(&browser, &page, "0151 23456799", "sms").await.is(200);
        let strip = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        assert_eq!(strip(&known), strip(&newest(&rig).await.text));
        unused.says("Confirm your phone number");
    }

    /// Wrong codes that confirm a contact charge no ledger and end no session.
    async fn wrong_codes_of_a_contact_charge_no_ledger(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        for number in ["0151 23456771", "0151 23456772", "0151 23456773"] {
            let page = entry(&browser, "number").await;
            let page = enter(&browser, &page, number, "sms").await.is(200);
            for _ in 0..3 {
                let page = browser.open(&change_of(&page)).await.is(200);
                answer(&browser, &page, "00000000").await.is(422);
            }
            rig.forward(31);
        }
        // Nine misses: of the ledger's they would make the next proof wait for a minute. The fourth number of a day is too many.
        let page = entry(&browser, "number").await;
        enter(&browser, &page, "0151 23456774", "sms").await.is(429).says("You have added as many as you may for now.");
        assert_eq!(contacts_of(&rig, &owner).await.len(), 5);
    }

    /// A button pressed twice sends once, and pressed twelve times confirms once.
    async fn one_code_confirms_once_and_a_double_click_sends_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = entry(&browser, "number").await;
        let before = browser.messages().await;
        let to = format!("{}/contact", change_of(&page));
        let fields = [("country", "DE"), ("number", NEW), ("way", "sms")];
        let first = send_once(&browser, &page, &to, &fields).await.is(303);
        send_once(&browser, &page, &to, &fields).await.is(303);
        let page = browser.follow(first).await.is(200);
        assert_eq!(browser.messages().await, before + 1);
        let code = digits(&newest(&rig).await);
        let answers = futures_util::future::join_all((0..12).map(|_| answer(&browser, &page, &code))).await;
        assert!(answers.iter().any(|page| page.status.as_u16() == 200));
        let confirmed = rig.sink.messages().len();
        rig.deliver().await;
        let told = rig.sink.messages().split_off(confirmed);
        assert_eq!(told.iter().filter(|one| one.subject.as_deref() == Some("A phone number was added")).count(), 1);
    }
}
