//! Assisted recovery: two kinds of proof, two agents, a wait that nobody shortens, and everybody told can stop it.

use countersign_core::ids::{AccountId, PersonId, RecoveryId};
use countersign_core::people::Staff;
use countersign_core::support::{RecoveryState, VOUCH_LASTS};
use countersign_testkit::on_both_engines;
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::people::{
    PASSWORD, at_code, first_step, is_signed_in, second_step, shown, sign_in, with_app,
};
use crate::rig::{MOBILE, Rig, Someone};
use crate::support_desk::{agent, open_case};
use crate::support_pin::send;

const HOUR: u64 = 3_600;

/// A person with an app whose address was confirmed long ago, in an account of their own or none.
pub async fn customer(rig: &Rig, name: &str, owner: bool) -> Someone {
    let someone = with_app(rig, name).await;
    if owner {
        let new = json!({"reference": format!("K-{name}"), "name": name, "owner": someone.id});
        rig.post("/v1/accounts", new).await.is(201);
    }
    // Contacts of the sample are confirmed when it is made; a week later they count.
    rig.forward(8 * 24 * HOUR);
    someone
}

/// An account "K-boss" of boss's, with anna as a member.
async fn owner_and_member(rig: &Rig) -> (Someone, Someone, String) {
    let (boss, anna) = (customer(rig, "boss", true).await, customer(rig, "anna", false).await);
    let accounts = rig.get(&format!("/v1/accounts?person={}", boss.id)).await.is(200);
    let account = accounts.body["accounts"][0]["id"].as_str().expect("an account").to_owned();
    let path = format!("/v1/accounts/{account}/members/{}", anna.id);
    rig.call("PUT", &path, json!({"role": "member"})).await.is(200);
    (boss, anna, account)
}

pub fn path(case: &Page) -> String {
    case.at.split(['?', '#']).next().expect("a path").to_owned()
}

/// A form that is good enough.
pub fn good(number: &str) -> Vec<(&str, &str)> {
    vec![
        ("kind", "recovery"),
        ("reason", "Lost phone and codes"),
        ("proof-mailbox", "yes"),
        ("words-mailbox", "Answered our mail with the phrase we sent"),
        ("proof-document", "yes"),
        ("words-document", "Passport, compared with the contract"),
        ("number", number),
    ]
}

/// Asks for a recovery; the page it leads to.
pub async fn ask(desk: &Browser<'_>, name: &str, fields: &[(&str, &str)]) -> Page {
    let case = open_case(desk, &format!("{name}@example.com"), "T-1").await;
    let to = format!("{}/recovery", path(&case));
    let form = desk.open(&to).await.is(200);
    send(desk, &form, &to, fields).await
}

/// The address of the one open recovery.
pub async fn only(desk: &Browser<'_>) -> String {
    let list = desk.open("/support").await.is(200);
    let found = list.html.split("href=\"/support/recoveries/").nth(1).expect("an open recovery");
    format!("/support/recoveries/{}", found.split('"').next().expect("an end"))
}

pub async fn decide(desk: &Browser<'_>, at: &str, what: &str) -> Page {
    let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    let token = desk.open("/support").await;
    let answer = desk.ask("POST", at, token.form(&[("do", what)]), &same).await;
    desk.follow(answer).await
}

/// Two agents and an approved recovery of this person.
pub async fn approved<'r>(
    rig: &'r Rig,
    name: &str,
    number: &str,
) -> (Browser<'r>, Browser<'r>, String) {
    let (sam, tom) = (agent(rig, "sam").await, agent(rig, "tom").await);
    ask(&sam, name, &good(number)).await.is(200).says("A second agent decides on it.");
    let at = only(&tom).await;
    decide(&tom, &at, "approve").await.is(200).says("Approved. Every contact is told now.");
    (sam, tom, at)
}

pub async fn again(rig: &Rig, browser: &Browser<'_>, name: &str) {
    if !is_signed_in(browser).await {
        sign_in(rig, browser, name).await;
    }
}

pub async fn state(rig: &Rig, at: &str) -> RecoveryState {
    let id = RecoveryId::parse(at.rsplit('/').next().expect("an id")).expect("an id");
    let read = rig.state.ctx.store.read(async move |tx| tx.recovery_read(&id).await).await;
    read.expect("read").expect("there").state
}

pub async fn subjects(rig: &Rig, part: &str) -> usize {
    rig.deliver().await;
    let has = |subject: &Option<String>| subject.as_deref().is_some_and(|text| text.contains(part));
    rig.sink.messages().iter().filter(|message| has(&message.subject)).count()
}

/// The stop link of the newest mail that has one.
async fn stop_link(rig: &Rig) -> String {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let mail = messages.iter().rev().find(|one| one.text.contains("/sign-in/recover/status/"));
    let text = &mail.expect("a mail with a stop link").text;
    let start = text.find(ORIGIN).expect("a link");
    text[start..].split_whitespace().next().expect("an end").to_owned()
}

/// The stop code of the newest text message that has one.
async fn stop_code(rig: &Rig) -> String {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let text = messages.iter().rev().find(|one| one.text.contains("with code ")).expect("a text");
    assert_eq!(text.to, MOBILE);
    text.text.split("with code ").nth(1).expect("a code").chars().take(9).collect()
}

on_both_engines! {
    /// CS-SUP-06: a reason, two kinds of proof described, the customer number typed once more; nothing in the form shortens the wait.
    async fn one_proof_one_agent_or_a_time_in_the_form_is_not_enough(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", true).await;
        let sam = agent(&rig, "sam").await;
        for (change, told) in [
            (("reason", " "), "Write a reason"),
            (("proof-document", ""), "Too few kinds of proof"),
            (("words-document", " "), "Describe each proof"),
            (("proof-phone", "yes"), "Describe each proof"),
            (("number", "K-other"), "does not belong to this customer"),
            (("number", "anna@example.com"), "does not belong to this customer"),
            (("email", "no address"), "This is no e-mail address"),
            (("email", "sam@example.com"), "somebody signs in with it"),
        ] {
            let mut fields = good("K-anna");
            fields.retain(|(name, _)| *name != change.0);
            fields.push(change);
            ask(&sam, "anna", &fields).await.is(422).says(told);
        }
        let mut phone = good("K-anna");
        phone.extend([("proof-phone", "yes"), ("words-phone", "said the code")]);
        ask(&sam, "anna", &phone).await.is(422).says("No code that was sent to a number was checked in this case.");
        let mut contact = good("K-anna");
        contact.retain(|(name, _)| *name != "kind");
        contact.extend([("kind", "contact"), ("email", "new@example.com")]);
        ask(&sam, "anna", &contact).await.is(422).says("has not said “Yes”");

        let mut timed = good("K-anna");
        timed.extend([("opens_at", "0"), ("wait", "0"), ("approved_by", "sam")]);
        ask(&sam, "anna", &timed).await.is(200).says("A second agent decides on it.");
        ask(&sam, "anna", &good("K-anna")).await.is(422).says("is open already");
        let at = only(&sam).await;
        sam.open(&at).await.is(200).says("Another agent decides").never_says("Approve");
        decide(&sam, &at, "approve").await.is(200).says("under a sign-in of yours");
        decide(&sam, &at, "complete").await.is(200).says("It was decided on before, or has ended.");
        assert_eq!(state(&rig, &at).await, RecoveryState::Requested);
        // The same human's other sign-in: the same name.
        let other = hire_as(&rig, "sam2", " SAM ").await;
        decide(&other, &at, "approve").await.is(200).says("under a sign-in of yours");
        let tom = agent(&rig, "tom").await;
        decide(&tom, &at, "approve").await.is(200).says("Approved.");
        // An owner: 72 h.
        for desk in [&sam, &tom] {
            decide(desk, &at, "complete").await.says("Its time has not come.");
        }
        rig.forward(71 * HOUR);
        again(&rig, &sam, "sam").await;
        decide(&sam, &at, "complete").await.says("Its time has not come.");
        rig.forward(HOUR);
        again(&rig, &sam, "sam").await;
        decide(&sam, &at, "complete").await.is(200).says("Done. The mailbox on file gets a link");
    }

    /// CS-SUP-06, CS-SUP-07: told at start, half and end at every address and mobile on file; agents see no link and no code.
    async fn everybody_is_told_three_times_and_agents_see_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (sam, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        assert_eq!(subjects(&rig, "Reset of your sign-in was requested").await, 1);
        let (link, code) = (stop_link(&rig).await, stop_code(&rig).await);
        assert_eq!(code.len(), 9, "{code}");
        for desk in [&sam, &tom] {
            let page = desk.open(&at).await;
            assert!(!page.html.contains(&code) && !page.html.contains(link.rsplit('/').next().expect("a token")));
        }
        for text in rig.every_text() {
            let token = link.rsplit('/').next().expect("a token");
            assert!(!text.contains(token) && !text.contains(&code.replace('-', "")), "nothing sendable is stored");
        }
        rig.forward(12 * HOUR);
        assert_eq!(subjects(&rig, "Reset of your sign-in was requested").await, 2, "half");
        rig.forward(12 * HOUR);
        assert_eq!(subjects(&rig, "The reset of your sign-in is open now").await, 1, "end");
    }

    /// CS-SUP-06, CS-WEB-07: a link and a code look, and only the button stops; whoever comes later is told that it is over.
    async fn a_button_stops_it_and_a_scanner_does_not(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (_, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        let link = stop_link(&rig).await;
        let scanner = Browser::new(&rig);
        for _ in 0..3 {
            scanner.open(&link).await.is(200).says("It was approved and waits.").says("Stop this recovery");
        }
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting);
        let code = stop_code(&rig).await;
        let phone = Browser::new(&rig);
        let page = phone.open("/sign-in/recover").await.is(200);
        page.says("Get back into your account").never_says("anna");
        phone.post(&page, &[("stop_code", "0000-0000")]).await.is(422).says("We do not know this code");
        let found = phone.post(&page, &[("stop_code", &code.to_uppercase())]).await.is(200);
        found.says("Stop this recovery").never_says("anna");
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting, "looking stops nothing");
        phone.post(&found, &[("stop_code", &code), ("do", "stop")]).await.is(200).says("It is stopped. Nothing was changed.");
        assert_eq!(state(&rig, &at).await, RecoveryState::Stopped);
        assert_eq!(subjects(&rig, "The reset of your sign-in was stopped").await, 1);
        scanner.open(&link).await.is(200).says("It is stopped.").never_says("Stop this recovery");
        rig.forward(25 * HOUR);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.says("It was decided on before, or has ended.");
        let anna = Browser::new(&rig);
        sign_in(&rig, &anna, "anna").await;
        anna.open("/activity").await.says("What support was asked to do was stopped from one of your contacts").says("A second agent approved");
    }

    /// CS-SUP-06: signing in with the "lost" factor ends it.
    async fn a_sign_in_ends_it(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (_, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting, "a password alone is no sign-in");
        rig.forward(30);
        second_step(&browser, &page, &shown(&rig)).await.is(303);
        assert_eq!(state(&rig, &at).await, RecoveryState::SignedIn);
        assert_eq!(subjects(&rig, "The reset of your sign-in was stopped").await, 1);
        rig.forward(25 * HOUR);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.says("It was decided on before, or has ended.");
        sign_in(&rig, &Browser::new(&rig), "anna").await;
    }

    /// CS-SUP-08: sessions end, the old ways are gone, the ledger is empty, a factor is set up first, and nothing destructive is
    /// ordered for 72 h.
    async fn afterwards_everything_begins_anew(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = customer(&rig, "anna", false).await;
        let session = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s9"})).await.is(201);
        let anna = Someone { session: session.str("id").to_owned(), ..anna };
        let (_, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        rig.forward(24 * HOUR - 60);
        let session = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s10"})).await.is(201);
        let anna = Someone { session: session.str("id").to_owned(), ..anna };
        let waiting = rig.order(&anna).await.str("id").to_owned();
        let step_up = rig.step_up(&anna).await.is(201).str("id").to_owned();
        for at in 0..3 {
            rig.answer(&step_up, "totp", &format!("00000{at}")).await;
        }
        rig.forward(60);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.is(200).says("Done.");
        assert_eq!(rig.get(&format!("/v1/orders/{waiting}")).await.str("state"), "cancelled");
        assert_eq!(subjects(&rig, "The reset of your sign-in is done").await, 1);
        let person = rig.get(&format!("/v1/persons/{}", anna.id)).await.is(200);
        assert_eq!(person.str("second_factor"), "none");
        // The old password is gone, and the link to a new one lies in the mailbox on file.
        let browser = Browser::new(&rig);
        first_step(&browser, "anna@example.com", PASSWORD).await.is(422);
        let messages = rig.sink.messages();
        let reset = messages.iter().rev().find(|one| one.text.contains("/reset-password/")).expect("a link");
        assert_eq!(reset.to, "anna@example.com");
        let link = reset.text[reset.text.find(ORIGIN).expect("a link")..].split_whitespace().next().expect("an end").to_owned();
        let page = browser.open(&link).await.is(200);
        let fresh = "nine lamps beside a harbour";
        browser.submit(&page, &[("new_password", fresh)]).await.is(200);
        let led = first_step(&browser, "anna@example.com", fresh).await.is(303);
        let after = browser.follow(led).await;
        assert_eq!(after.at, "/security/methods", "forced set-up: {}", after.text());
        for path in ["/security", "/security/personal-data", "/activity", "/security/support-pin"] {
            let turned = browser.ask("GET", path, String::new(), &[]).await;
            assert_eq!((turned.status.as_u16(), turned.at.as_str()), (303, "/security/methods"), "{path}");
        }
        let session = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s11"})).await.is(201);
        let again = Someone { session: session.str("id").to_owned(), ..anna };
        let refused = rig.post("/v1/orders", Rig::order_body(&again)).await.refused(409, "recovered-recently");
        assert!(refused.body["until"].is_string());
        let mut mild = Rig::order_body(&again);
        mild["destructive"] = json!(false);
        rig.post("/v1/orders", mild).await.is(201);
        let id = PersonId::parse(&again.id).expect("an id");
        let ledger = rig.state.ctx.store.read(async move |tx| tx.person_read(&id).await).await.expect("read").expect("there");
        assert!(ledger.person.must_enrol);
        rig.forward(72 * HOUR);
        let session = rig.post(&format!("/v1/persons/{}/sessions", again.id), json!({"reference": "s12"})).await.is(201);
        let later = Someone { session: session.str("id").to_owned(), ..again };
        rig.order(&later).await;
    }

    /// CS-SUP-06: an owner's word is a proof once an owner has given it, and one of two.
    async fn an_owners_word_is_one_of_two_proofs(db: TestDb) {
        let rig = Rig::new(db).await;
        let (boss, anna, account) = owner_and_member(&rig).await;
        let sam = agent(&rig, "sam").await;
        let mut fields = good("K-boss");
        fields.retain(|(name, _)| !name.ends_with("document"));
        fields.extend([("proof-owner", "yes"), ("words-owner", "Called the owner back")]);
        ask(&sam, "anna", &fields).await.is(422).says("No owner has vouched for this customer").says("They do it on the person");
        let (owner, person) = (PersonId::parse(&boss.id).expect("an id"), PersonId::parse(&anna.id).expect("an id"));
        let account = AccountId::parse(&account).expect("an id");
        let (now, until) = (rig.clock.now(), rig.clock.now().plus(VOUCH_LASTS));
        let written = rig.state.ctx.store.write(async move |tx| {
            tx.vouch_set((&account, &person, &owner), "I know her voice", (now, until)).await
        });
        written.await.expect("written");
        let mut alone = fields.clone();
        alone.retain(|(name, _)| !name.ends_with("mailbox"));
        ask(&sam, "anna", &alone).await.is(422).says("Too few kinds of proof").says("I know her voice");
        ask(&sam, "anna", &fields).await.is(200).says("A second agent decides on it.");
    }

    /// CS-SUP-07, CS-SUP-08, CS-SMS-01: mailbox, then number; a stranger who knows a name makes no telephone ring, a new number or mailbox does
    /// not count, and afterwards everything begins anew.
    async fn whoever_has_mailbox_and_number_gets_back_alone(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let ask = async |what: &str, name: &str| {
            let page = browser.open("/sign-in/recover").await.is(200);
            send(&browser, &page, "/sign-in/recover", &[("do", what), ("name", name)]).await
        };
        let link = async || {
            rig.deliver().await;
            let messages = rig.sink.messages();
            let mail = messages.iter().rev().find(|one| one.text.contains("/sign-in/recover/contacts/"));
            mail.map(|mail| {
                let text = &mail.text;
                text[text.find(ORIGIN).expect("a link")..].split_whitespace().next().expect("an end").to_owned()
            })
        };
        let to_phones = || rig.sink.messages().iter().filter(|one| one.to == MOBILE).count();
        ask("contacts", " ").await.is(422).says("Enter your e-mail or sign-in name.");
        let nobody = ask("contacts", "nobody@example.com").await.is(200).text();
        let young = ask("contacts", "anna@example.com").await.is(200).text();
        assert_eq!(nobody, young, "every name gets one answer");
        assert_eq!(link().await, None, "contacts of today do not count");
        rig.forward(8 * 24 * HOUR);
        assert_eq!(ask("contacts", "anna@example.com").await.is(200).text(), nobody);
        let opened = link().await.expect("a link");
        assert_eq!(to_phones(), 0, "nobody's telephone rings for a name");

        let mine = Browser::new(&rig);
        let page = mine.open(&opened).await.is(200);
        page.says("Your mailbox is proven.");
        assert!(!page.at.contains(&opened[opened.len() - 22..]), "the secret part is in no address");
        rig.deliver().await;
        assert_eq!(to_phones(), 0, "looking sends nothing");
        let page = mine.submit(&page, &[]).await.is(200);
        let page = mine.submit(&page, &[("way", &page.way("sms"))]).await.is(200);
        rig.deliver().await;
        let messages = rig.sink.messages();
        let code = messages.iter().rev().find(|one| one.to == MOBILE).and_then(|one| one.code.clone()).expect("a code");
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let page = second_step(&mine, &page, wrong).await.is(422);
        first_step(&Browser::new(&rig), "anna@example.com", PASSWORD).await.is(303);
        let done = mine.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
        done.says("All sessions have ended.");

        first_step(&Browser::new(&rig), "anna@example.com", PASSWORD).await.is(422);
        assert_eq!(subjects(&rig, "Your sign-in was reset").await, 1);
        let messages = rig.sink.messages();
        assert!(messages.iter().any(|one| one.text.contains("/reset-password/")), "and a link for a new password");
        Browser::new(&rig).open(&opened).await.is(410).says("This link has expired, was used");
    }

    /// The owners of an account are asked by mail, once a day; nobody is named to whoever asks.
    async fn owners_are_asked_to_vouch(db: TestDb) {
        let rig = Rig::new(db).await;
        owner_and_member(&rig).await;
        let browser = Browser::new(&rig);
        for name in ["anna@example.com", "anna@example.com", "boss@example.com", "nobody@example.com"] {
            let page = browser.open("/sign-in/recover").await.is(200);
            let answer = send(&browser, &page, "/sign-in/recover", &[("do", "owner"), ("name", name)]).await;
            answer.is(200).says("the owners of the account get a mail").never_says("boss");
        }
        assert_eq!(subjects(&rig, "asks you to vouch").await, 1);
        let messages = rig.sink.messages();
        let mail = messages.iter().find(|one| one.text.contains("can vouch for them")).expect("a mail");
        assert_eq!(mail.to, "boss@example.com");
    }

    /// CS-SUP-07: whoever got into an account puts a mailbox of their own on file, and calls. A week before the case it does not count.
    async fn a_mailbox_of_last_week_gets_no_link(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        rig.forward(6 * 24 * HOUR);
        let (_, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        rig.forward(3 * 24 * HOUR);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.is(200).says("There is no mailbox that was confirmed more than 7 days before the case.");
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting, "nothing was ended");
        rig.deliver().await;
        assert!(rig.sink.messages().iter().all(|one| !one.text.contains("/reset-password/")));
        first_step(&Browser::new(&rig), "anna@example.com", PASSWORD).await.is(303);
    }

    /// CS-SUP-07: a new address gets nothing before the end, then the link; the old one hears of it, and stops working.
    async fn a_new_address_gets_its_link_after_the_wait(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", true).await;
        let (sam, tom) = (agent(&rig, "sam").await, agent(&rig, "tom").await);
        let mut fields = good("K-anna");
        fields.push(("email", "Anna@new.example"));
        ask(&sam, "anna", &fields).await.is(200);
        let at = only(&tom).await;
        tom.open(&at).await.says("Anna@new.example");
        decide(&tom, &at, "approve").await.is(200).says("Approved.");
        rig.deliver().await;
        assert!(rig.sink.messages().iter().all(|one| !one.to.contains("new.example")));
        rig.forward(72 * HOUR);
        rig.deliver().await;
        assert!(rig.sink.messages().iter().all(|one| !one.to.contains("new.example")));
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.is(200).says("Done.");
        rig.deliver().await;
        let messages = rig.sink.messages();
        let reset = messages.iter().rev().find(|one| one.text.contains("/reset-password/")).expect("a link");
        assert_eq!(reset.to, "Anna@new.example");
        assert!(messages.iter().any(|one| one.to == "anna@example.com" && one.subject.as_deref() == Some("An e-mail address was changed")));
        let browser = Browser::new(&rig);
        let link = reset.text[reset.text.find(ORIGIN).expect("a link")..].split_whitespace().next().expect("an end").to_owned();
        let page = browser.open(&link).await.is(200);
        browser.submit(&page, &[("new_password", "nine lamps beside a harbour")]).await.is(200);
        first_step(&browser, "anna@example.com", "nine lamps beside a harbour").await.is(422);
        first_step(&browser, "anna@new.example", "nine lamps beside a harbour").await.is(303);
    }

    /// Two approvals at once are one, and never the first agent's.
    async fn two_approvals_at_once_are_one(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let sam = agent(&rig, "sam").await;
        ask(&sam, "anna", &good("anna@example.com")).await.is(200);
        let at = only(&sam).await;
        let mut desks = Vec::new();
        for name in ["tom", "uma", "vic", "wes"] {
            desks.push(agent(&rig, name).await);
        }
        let said = join_all(desks.iter().map(|desk| decide(desk, &at, "approve"))).await;
        let approved = said.iter().filter(|page| page.text().contains("Every contact is told now")).count();
        assert_eq!(approved, 1);
        assert_eq!(subjects(&rig, "Reset of your sign-in was requested").await, 1, "told once");
    }

    /// Stop against complete: one of the two, and the person's state fits it.
    async fn a_stop_and_the_end_at_once_are_one_of_them(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = customer(&rig, "anna", false).await;
        let (_, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        let link = stop_link(&rig).await;
        rig.forward(24 * HOUR);
        again(&rig, &tom, "tom").await;
        let phone = Browser::new(&rig);
        let page = phone.open(&link).await.is(200);
        let (_, done) = join(phone.post(&page, &[("do", "stop")]), decide(&tom, &at, "complete")).await;
        let person = rig.get(&format!("/v1/persons/{}", anna.id)).await.is(200);
        match state(&rig, &at).await {
            RecoveryState::Stopped => assert_ne!(person.str("second_factor"), "none"),
            RecoveryState::Completed => {
                done.says("Done.");
                assert_eq!(person.str("second_factor"), "none");
            }
            other => panic!("{other:?}"),
        }
    }

    /// Reset against sign-in: either the sign-in ended the recovery, or no session outlived it.
    async fn the_end_and_a_sign_in_at_once_are_one_of_them(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = customer(&rig, "anna", false).await;
        let (_, tom, at) = approved(&rig, "anna", "anna@example.com").await;
        rig.forward(24 * HOUR);
        again(&rig, &tom, "tom").await;
        let browser = Browser::new(&rig);
        let page = at_code(&browser, "anna").await;
        rig.forward(30);
        let code = shown(&rig);
        join(second_step(&browser, &page, &code), decide(&tom, &at, "complete")).await;
        let signed_in = is_signed_in(&browser).await;
        let person = rig.get(&format!("/v1/persons/{}", anna.id)).await.is(200);
        match state(&rig, &at).await {
            RecoveryState::SignedIn => assert!(signed_in && person.str("second_factor") != "none"),
            RecoveryState::Completed => assert!(!signed_in && person.str("second_factor") == "none"),
            other => panic!("{other:?}"),
        }
    }
}

/// An agent of another sign-in under this name.
async fn hire_as<'r>(rig: &'r Rig, sign_in_name: &str, name: &str) -> Browser<'r> {
    let someone = crate::staff::hire_with_app(rig, sign_in_name, Staff::SupportAgent).await;
    let (id, name) = (PersonId::parse(&someone.id).expect("an id"), name.trim().to_owned());
    let renamed = rig.state.ctx.store.write(async move |tx| {
        tx.person_edit(&id, &name, countersign_core::people::Language::En).await
    });
    assert!(renamed.await.expect("renamed"));
    let browser = Browser::new(rig);
    sign_in(rig, &browser, sign_in_name).await;
    browser
}
