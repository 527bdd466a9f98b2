//! Contact details that are out of date, of somebody who can still sign in: one proof, two agents, a day, and no session ends.

use countersign_app::recovery;
use countersign_core::ids::{AuthenticatorId, PersonId};
use countersign_core::people::{Authenticator, AuthenticatorKind, ContactKind};
use countersign_core::support::RecoveryState;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page};
use crate::people::{PASSWORD, first_step, is_signed_in, sign_in};
use crate::recovery::{again, customer, decide, only, path, state, subjects};
use crate::rig::{MOBILE, Rig, Someone};
use crate::support_desk::{agent, check_code, open_case};
use crate::support_pin::{call_code, send};

const HOUR: u64 = 3_600;
/// Another mobile.
const NEW: &str = "+4915123456744";

/// Anna's browser, an agent she has said "Yes" to in her own session, and the form of that case.
async fn answered(rig: &Rig) -> (Browser<'_>, Browser<'_>, String) {
    let (hers, sam) = (Browser::new(rig), agent(rig, "sam").await);
    sign_in(rig, &hers, "anna").await;
    let case = open_case(&sam, "anna@example.com", "T-1").await;
    send(&sam, &case, &format!("{}/act", path(&case)), &[("do", "ask")]).await.is(200);
    let page = hers.open("/security").await.is(200);
    let question = page.html.split("name=\"question\" value=\"").nth(1).expect("a question");
    let question = question.split('"').next().expect("an end");
    let says = [("question", question), ("says", "yes")];
    send(&hers, &page, "/security/question", &says).await.is(200);
    let to = format!("{}/recovery", path(&case));
    (hers, sam, to)
}

/// Asks for new contacts with one proof.
async fn outdated(sam: &Browser<'_>, to: &str, new: &[(&str, &str)]) -> Page {
    let form = sam.open(to).await.is(200);
    let mut fields = vec![
        ("kind", "contact"),
        ("reason", "Old provider closed"),
        ("proof-document", "yes"),
        ("words-document", "Contract"),
        ("number", "anna@example.com"),
    ];
    fields.retain(|(name, _)| new.iter().all(|(other, _)| other != name));
    fields.extend(new);
    send(sam, &form, to, &fields).await
}

/// Codes at sign-in go to the person's mobile.
async fn text_at_sign_in(rig: &Rig, someone: &Someone) {
    let person = PersonId::parse(&someone.id).expect("an id");
    let (id, added_at) = (rig.state.ctx.random(AuthenticatorId::generate), rig.clock.now());
    let written = rig.state.ctx.store.write(async move |tx| {
        let known = tx.person_read(&person).await?.expect("a person").person;
        let mobile = known.contacts.iter().find(|one| one.kind == ContactKind::Mobile);
        let kind = AuthenticatorKind::Sms(mobile.expect("a mobile").id.clone());
        let way = Authenticator { id: id.clone(), kind, added_at, used_first: false };
        tx.authenticator_insert(&person, &way, None).await
    });
    written.await.expect("written");
}

/// The number that the form offers to replace.
async fn old_number(sam: &Browser<'_>, to: &str) -> String {
    let form = sam.open(to).await.is(200);
    let id = form.html.split("<option value=\"con_").nth(1).expect("a number").split('"').next();
    format!("con_{}", id.expect("an end"))
}

on_both_engines! {
    /// An outdated address of somebody who can sign in: one proof beside their session, told to the old one, 24 h, and no
    /// session ends.
    async fn an_outdated_address_is_replaced_without_ending_sessions(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (hers, sam, to) = answered(&rig).await;
        let tom = agent(&rig, "tom").await;
        outdated(&sam, &to, &[]).await.is(422).says("Enter the new address or the new number.");
        outdated(&sam, &to, &[("email", "anna@new.example")]).await.is(200).says("A second agent decides on it.");
        let at = only(&tom).await;
        decide(&tom, &at, "approve").await.is(200);
        assert_eq!(subjects(&rig, "New contact for your account was requested").await, 1);
        assert_eq!(subjects(&rig, "Reset of your sign-in").await, 0, "nothing says more than is done");
        rig.forward(24 * HOUR);
        again(&rig, &tom, "tom").await;
        // The person signs in all the while: this is no recovery of a lost way in.
        sign_in(&rig, &hers, "anna").await;
        let asked = Browser::new(&rig);
        let page = asked.open("/sign-in/forgot").await.is(200);
        asked.submit(&page, &[("name", "anna@example.com")]).await;
        rig.deliver().await;
        let link = rig.sink.messages().iter().rev().find_map(|one| {
            let at = one.text.find("/reset-password/")?;
            one.text[at..].split_whitespace().next().map(str::to_owned)
        });
        let link = link.expect("a link in the old mailbox");
        decide(&tom, &at, "complete").await.is(200).says("no session has ended");
        Browser::new(&rig).open(&link).await.is(410);
        let browser = Browser::new(&rig);
        let led = first_step(&browser, "anna@new.example", PASSWORD).await.is(303);
        assert!(led.at.starts_with("/sign-in/sin_"), "the second factor stays");
        assert!(is_signed_in(&hers).await, "no session ends");
    }

    /// An outdated number of somebody who can sign in takes the place of the old one after 24 h: the old one is told and forgotten, the new one is
    /// confirmed and too new for what destroys. A number that sign-in codes go to is replaced by nobody with one proof.
    async fn an_outdated_number_is_replaced_after_a_day(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = customer(&rig, "anna", false).await;
        let (hers, sam, to) = answered(&rig).await;
        let tom = agent(&rig, "tom").await;
        let old = old_number(&sam, &to).await;
        for (phone, told) in [
            ("01512 3456789", "Type it with its country code"),
            ("+49 900 1234567", "no number that codes can be sent to"),
            ("+44 7400 123456", "no number that codes can be sent to"),
            (MOBILE, "has confirmed this number already"),
        ] {
            outdated(&sam, &to, &[("phone", phone), ("instead_of", &old)]).await.is(422).says(told);
        }
        let stranger = format!("con_{}", "0".repeat(26));
        outdated(&sam, &to, &[("phone", NEW), ("instead_of", &stranger)]).await.is(422);
        outdated(&sam, &to, &[("phone", NEW), ("instead_of", &old)]).await.is(200).says("A second agent decides on it.");
        let at = only(&tom).await;
        tom.open(&at).await.says("in place of").says(NEW);
        decide(&tom, &at, "approve").await.is(200);
        rig.deliver().await;
        let to_old = |rig: &Rig, part: &str| rig.sink.messages().iter().filter(|one| one.to == MOBILE && one.text.contains(part)).count();
        assert_eq!(to_old(&rig, "change contacts of your account"), 1);
        rig.forward(24 * HOUR - 60);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.says("Its time has not come.");
        rig.deliver().await;
        assert!(rig.sink.messages().iter().all(|one| one.to != NEW), "it gets nothing before");
        rig.forward(60);
        sign_in(&rig, &hers, "anna").await;
        decide(&tom, &at, "complete").await.is(200).says("no session has ended");
        rig.deliver().await;
        assert_eq!(to_old(&rig, "was removed from your account"), 1);
        assert!(is_signed_in(&hers).await, "no session ends");
        let person = rig.get(&format!("/v1/persons/{}", anna.id)).await.is(200);
        let contacts = person.body["contacts"].to_string();
        assert!(contacts.contains(" 44") && !contacts.contains(" 47"), "{contacts}");
        let session = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s9"})).await.is(201);
        let anna = Someone { session: session.str("id").to_owned(), ..anna };
        let order = rig.order(&anna).await;
        let methods = order.body["methods"].to_string();
        assert!(methods.contains("number-too-new"), "{methods}");
    }

    /// What takes two kinds of proof by the one way is not had with one by the other.
    async fn a_number_of_the_sign_in_takes_a_recovery(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = customer(&rig, "anna", false).await;
        text_at_sign_in(&rig, &anna).await;
        let (_, sam, to) = answered(&rig).await;
        let old = old_number(&sam, &to).await;
        let fields = [("phone", NEW), ("instead_of", old.as_str())];
        outdated(&sam, &to, &fields).await.is(422).says("Codes at sign-in go to that number.");
        outdated(&sam, &to, &[("phone", NEW)]).await.is(200).says("A second agent decides on it.");
    }

    /// CS-SUP-05, CS-SUP-06: whoever has a session reads out what it shows. It is no second proof beside the session; only a code that
    /// went to a number on file proves the number, and no session shows that one.
    async fn what_a_session_shows_is_no_proof_of_a_phone(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (hers, sam, to) = answered(&rig).await;
        let case = to.trim_end_matches("/recovery").to_owned();
        let by_phone = [("proof-document", ""), ("proof-phone", "yes"), ("words-phone", "Said it"), ("email", "anna@new.example")];
        let page = hers.open("/security/call-code").await.is(200);
        let code = call_code(&hers.submit(&page, &[]).await);
        check_code(&sam, &sam.open(&case).await, &code).await.is(200).says("Call code correct at");
        outdated(&sam, &to, &by_phone).await.is(422).says("No code that was sent to a number was checked in this case.");

        rig.forward(60);
        send(&sam, &sam.open(&case).await, &format!("{case}/act"), &[("do", "send-call-code")]).await.is(200);
        rig.deliver().await;
        hers.open("/security/call-code").await.is(200).never_says("It works until");
        let message = rig.sink.messages().into_iter().rfind(|one| one.purpose == "call-code").expect("sent");
        let sent: String = message.text.split("call code ").nth(1).expect("a code").chars().take(8).collect();
        check_code(&sam, &sam.open(&case).await, &sent).await.is(200).says("Call code correct at");
        outdated(&sam, &to, &by_phone).await.is(200).says("A second agent decides on it.");
    }

    /// Somebody was in the account and asked support for a mailbox of their own. Whoever secures the account has ended that too.
    async fn securing_the_account_ends_what_was_asked_in_it(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (hers, sam, to) = answered(&rig).await;
        let tom = agent(&rig, "tom").await;
        outdated(&sam, &to, &[("email", "anna@new.example")]).await.is(200);
        let at = only(&tom).await;
        decide(&tom, &at, "approve").await.is(200);
        let page = hers.open("/activity").await.is(200);
        send(&hers, &page, "/activity/not-me", &[]).await.is(200);
        assert_eq!(state(&rig, &at).await, RecoveryState::Stopped);
        assert_eq!(subjects(&rig, "The new contact for your account was stopped").await, 1);
        rig.forward(24 * HOUR);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "complete").await.says("It was decided on before, or has ended.");
    }

    /// Proofs grow old: what nobody decides on for seven days is over.
    async fn a_request_lapses_after_a_week(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        let (_, sam, to) = answered(&rig).await;
        let tom = agent(&rig, "tom").await;
        outdated(&sam, &to, &[("email", "anna@new.example")]).await.is(200);
        let at = only(&tom).await;
        rig.forward(7 * 24 * HOUR - 1);
        assert_eq!(recovery::lapse(&rig.state.ctx).await.expect("the store works"), 0);
        rig.forward(1);
        assert_eq!(recovery::lapse(&rig.state.ctx).await.expect("the store works"), 1);
        assert_eq!(state(&rig, &at).await, RecoveryState::Cancelled);
        again(&rig, &tom, "tom").await;
        decide(&tom, &at, "approve").await.says("It was decided on before, or has ended.");
    }
}
