//! The support desk: who may sit at it, what it shows, and what a check does and does not do.

use countersign_core::ids::PersonId;
use countersign_core::people::Staff;
use countersign_server::routes::Guard;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::people::{sign_in, with_app};
use crate::rig::{MOBILE, Rig, Someone};
use crate::staff::hire_with_app;
use crate::support_pin::{PIN, call_code, confirm, send, set, with_pin};

/// An agent at their desk.
pub async fn agent<'r>(rig: &'r Rig, name: &str) -> Browser<'r> {
    hire_with_app(rig, name, Staff::SupportAgent).await;
    let browser = Browser::new(rig);
    sign_in(rig, &browser, name).await;
    browser
}

/// Opens a person under a ticket number.
pub async fn open_case(desk: &Browser<'_>, term: &str, ticket: &str) -> Page {
    let page = desk.open("/support").await.is(200);
    let found = desk.post(&page, &[("term", term), ("ticket", ticket)]).await.is(200);
    found.says("1 person found");
    let person = found.html.split("name=\"person\" value=\"").nth(1).expect("somebody");
    let person = person.split('"').next().expect("an end");
    let case = desk.submit(&found, &[("person", person), ("ticket", ticket)]).await.is(200);
    assert!(case.at.starts_with("/support/cases/cas_"), "{}", case.at);
    case
}

fn path(case: &Page) -> String {
    case.at.split(['?', '#']).next().expect("a path").to_owned()
}

async fn check(desk: &Browser<'_>, case: &Page, pin: &str) -> Page {
    send(desk, case, &format!("{}/pin", path(case)), &[("caller_pin", pin)]).await
}

pub async fn check_code(desk: &Browser<'_>, case: &Page, code: &str) -> Page {
    send(desk, case, &format!("{}/call-code", path(case)), &[("caller_code", code)]).await
}

async fn mails(rig: &Rig) -> Vec<String> {
    rig.deliver().await;
    rig.sink.messages().into_iter().filter_map(|message| message.subject).collect()
}

on_both_engines! {
    /// CS-SUP-04, CS-ENUM-04: to customers, operators and keys the desk does not exist.
    async fn the_desk_is_there_for_agents_only(db: TestDb) {
        let rig = Rig::new(db).await;
        with_app(&rig, "anna").await;
        hire_with_app(&rig, "olga", Staff::Operator).await;
        let sam = agent(&rig, "sam").await;
        let case = open_case(&sam, "anna@example.com", "T-1").await;
        let there = path(&case);
        for name in ["anna", "olga"] {
            let browser = Browser::new(&rig);
            sign_in(&rig, &browser, name).await;
            browser.open("/support").await.is(404);
            browser.open(&there).await.is(404);
            let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
            for to in ["/support".to_owned(), format!("{there}/pin"), format!("{there}/call-code"), format!("{there}/act")] {
                browser.ask("POST", &to, case.form(&[("caller_pin", PIN)]), &same).await.is(404);
            }
        }
        let nobody = Browser::new(&rig).ask("GET", "/support", String::new(), &[]).await.is(303);
        assert!(nobody.at.starts_with("/sign-in"));
        // No key compares a PIN: there is no such endpoint, and pages take no keys.
        for to in ["/v1/support/checks", "/v1/support/pin", "/v1/support/persons/x/pin"] {
            rig.post(to, json!({"pin": PIN})).await.refused(404, "not-found");
        }
        let paged = rig.post(&format!("{there}/pin"), json!({"caller_pin": PIN})).await;
        assert!(matches!(paged.status.as_u16(), 303 | 404), "{}", paged.status);
    }

    /// No look-up without a ticket number; masked contacts, methods by kind, nothing more; the person sees who looked.
    async fn a_look_up_needs_a_ticket_and_shows_no_secret(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, hers) = with_pin(&rig, "anna").await;
        rig.post("/v1/accounts", json!({"reference": "K-4711", "name": "Meier GmbH", "owner": anna.id})).await.is(201);
        let desk = agent(&rig, "sam").await;
        let page = desk.open("/support").await.is(200);
        page.says("Support desk").says("Find a customer");
        assert!(page.html.contains("class=\"top desk\""), "a rule of its own");
        desk.post(&page, &[("term", "anna@example.com"), ("ticket", "  ")]).await.is(422).says("Enter the ticket number.");
        desk.post(&page, &[("term", " "), ("ticket", "T-1")]).await.is(422).says("Enter a customer number");
        desk.post(&page, &[("person", &anna.id), ("ticket", "")]).await.is(422).says("Enter the ticket number.");
        desk.post(&page, &[("term", "nobody@example.com"), ("ticket", "T-1")]).await.is(200).says("Nobody found");
        desk.post(&page, &[("term", "sam@example.com"), ("ticket", "T-1")]).await.is(200).says("Nobody found");
        for term in ["K-4711", "ANNA@example.com", MOBILE, "+49 1512 345 67 47"] {
            desk.post(&page, &[("term", term), ("ticket", "T-1")]).await.is(200).says("1 person found");
        }
        let narrowed = [("term", "K-4711"), ("ends", "6747"), ("ticket", "T-1")];
        desk.post(&page, &narrowed).await.is(200).says("1 person found");
        let narrowed = [("term", "K-4711"), ("ends", "6748"), ("ticket", "T-1")];
        desk.post(&page, &narrowed).await.is(200).says("Nobody found");

        let case = open_case(&desk, "K-4711", "T-77").await;
        case.says("anna").says("Ticket T-77").says("Meier GmbH, no. K-4711 (owner)").says("a…a@e…e.com").says("·· 47");
        case.says("Authenticator app").says("Support PIN Set").says("Last sign-in");
        for secret in ["anna@example.com", MOBILE, "4567", PIN, "argon2"] {
            assert!(!case.html.contains(secret), "{secret}");
        }
        desk.open("/support").await.says("Your open cases").says("Ticket T-77");
        let seen = hers.open("/activity").await.is(200);
        seen.says("Support looked at your account").says("sam, Example support, ticket T-77");
        assert!(!seen.html.split("ticket T-77").next().expect("before").contains("127.0.0.1 T-77"));
        // Another agent's case is nobody else's.
        let tom = agent(&rig, "tom").await;
        tom.open(&path(&case)).await.is(404);
        check(&tom, &case, PIN).await.is(403);
    }

    /// CS-SUP-03: three wrong ones, by three agents, pause phone checks and nothing else; a new PIN begins anew. Told each time.
    async fn three_wrong_pins_pause_checks_until_a_new_one_is_set(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, hers) = with_pin(&rig, "anna").await;
        let mut told = Vec::new();
        for (name, left) in [("sam", "2 tries left"), ("tom", "1 try left"), ("uma", "That was the third")] {
            let desk = agent(&rig, name).await;
            let case = open_case(&desk, "anna@example.com", "T-1").await;
            if name == "tom" {
                check(&desk, &case, PIN).await.is(200).says("Correct at");
            }
            check(&desk, &case, "935174").await.is(200).says(left);
            told.push((desk, case));
        }
        let (desk, case) = &told[0];
        desk.open(&path(case)).await.says("Support PIN Paused");
        let form = [("caller_pin", PIN)];
        send(desk, case, &format!("{}/pin", path(case)), &form).await.is(200).says("Not compared").never_says("Correct at");
        let mails = mails(&rig).await;
        for (subject, times) in [
            ("Your support PIN was told wrong", 2), ("Your support PIN was checked: correct", 1),
            ("Your support PIN was told wrong 3 times", 1), ("Somebody wanted to give your support PIN", 1),
        ] {
            assert_eq!(mails.iter().filter(|mail| *mail == subject).count(), times, "{subject}: {mails:?}");
        }
        let texts: Vec<_> = rig.sink.messages().into_iter().filter(|message| message.text.contains("told wrong 3 times on the phone")).collect();
        assert_eq!(texts.len(), 1, "the third one by text message too");
        let list = hers.open("/activity").await.is(200);
        list.says("Support checked your support PIN: wrong").says("Support checked your support PIN: correct");
        list.says("sam, Example support, ticket T-1");
        hers.open("/security").await.says("Support PIN Paused").says("Set a new PIN");
        // Signing in goes on, and so does confirming.
        let other = Browser::new(&rig);
        sign_in(&rig, &other, "anna").await;
        let asks = other.open("/security/support-pin").await;
        let page = confirm(&rig, &other, &asks).await.is(200);
        page.says("Three wrong PINs were given on the phone.");
        set(&rig, &other, "935174").await.is(200).says("Support PIN Set");
        check(desk, case, "935174").await.is(200).says("Correct at");
        let view = rig.get(&format!("/v1/support/persons/{}", anna.id)).await.is(200);
        assert_eq!((view.str("support_pin"), view.body["checks"][0]["state"].as_str()), ("set", Some("right")));
    }

    /// CS-SUP-03: fifty at once compare three.
    async fn fifty_wrong_pins_at_once_are_three(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, _) = with_pin(&rig, "anna").await;
        // Three agents, since one makes twenty an hour.
        let mut desks = Vec::new();
        for name in ["sam", "tom", "uma"] {
            let desk = agent(&rig, name).await;
            let case = open_case(&desk, "anna@example.com", "T-1").await;
            desks.push((desk, case));
        }
        let pins: Vec<String> = (0..50).map(|at| format!("{}", 935_100 + at)).collect();
        join_all(pins.iter().enumerate().map(async |(at, pin)| {
            let (desk, case) = &desks[at % 3];
            check(desk, case, pin).await
        }))
        .await;
        let id = PersonId::parse(&anna.id).expect("an id");
        let checks = rig.state.ctx.store.read(async move |tx| tx.checks_of_person(&id).await).await.expect("read");
        let of = |state: &str| checks.iter().filter(|one| one.check.state.as_str() == state).count();
        assert_eq!((of("wrong"), of("right"), of("pending"), of("paused")), (3, 0, 0, 47));
    }

    /// CS-SUP-04: the 21st check in an hour is refused and compares nothing; the alarm is a record of its own.
    async fn an_agent_makes_twenty_checks_an_hour(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, hers) = with_pin(&rig, "anna").await;
        let desk = agent(&rig, "sam").await;
        let case = open_case(&desk, "anna@example.com", "T-1").await;
        for at in 0..20 {
            rig.forward(20);
            check(&desk, &case, PIN).await.is(200).says("Correct at");
            let _ = at;
        }
        let refused = check(&desk, &case, "935174").await.is(429);
        refused.says("You have made as many checks as an hour allows. Nothing was compared.");
        check_code(&desk, &case, "12345678").await.is(429);
        assert_eq!(rig.get(&format!("/v1/support/persons/{}", anna.id)).await.str("support_pin"), "set");
        let id = PersonId::parse(&anna.id).expect("an id");
        let entries = rig.state.ctx.store.read(async move |tx| tx.audit_of_person(&id, 50).await).await.expect("read");
        assert_eq!(entries.iter().filter(|entry| entry.kind == "support.limited").count(), 2);
        let _ = hers;
        // Persons count too: ten in an hour.
        rig.forward(3_600);
        let tom = agent(&rig, "tom").await;
        for at in 0..11 {
            let name = format!("p{at}");
            let new = json!({"email": format!("{name}@example.com"), "name": name});
            rig.post("/v1/persons", new).await.is(201);
            let case = open_case(&tom, &format!("{name}@example.com"), "T-2").await;
            let checked = check_code(&tom, &case, "12345678").await;
            checked.is(if at < 10 { 200 } else { 429 });
        }
    }

    /// CS-SUP-09: once, and three wrong void it; by text message to a number confirmed long ago, and not while the PIN is paused.
    async fn a_call_code_works_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let hers = Browser::new(&rig);
        sign_in(&rig, &hers, "anna").await;
        let page = hers.open("/security/call-code").await.is(200);
        let code = call_code(&hers.submit(&page, &[]).await);
        let desk = agent(&rig, "sam").await;
        let case = open_case(&desk, "anna@example.com", "T-1").await;
        case.says("Support PIN Not set");
        check_code(&desk, &case, "1234567").await.is(422).says("A call code has 8 digits. You entered 7 digits.");
        let wrong = format!("{:08}", (code.parse::<u64>().expect("digits") + 1) % 100_000_000);
        check_code(&desk, &case, &wrong).await.is(200).says("2 tries left with this code");
        check_code(&desk, &case, &code).await.is(200).says("Call code correct at");
        hers.open("/security/call-code").await.never_says("It works until");
        rig.forward(1);
        let twice = check_code(&desk, &case, &format!("{} {}", &code[..4], &code[4..])).await.is(200);
        twice.says("No call code to compare with");

        let sent = send(&desk, &case, &format!("{}/act", path(&case)), &[("do", "send-call-code")]).await.is(200);
        sent.says("A call code is on its way");
        rig.deliver().await;
        let message = rig.sink.messages().into_iter().rfind(|one| one.purpose == "call-code").expect("sent");
        assert_eq!(message.to, MOBILE);
        let digits: String = message.text.split("call code ").nth(1).expect("a code").chars().take(8).collect();
        assert!(!sent.html.contains(&digits), "agents see none");
        rig.forward(1);
        let again = send(&desk, &desk.open(&path(&case)).await, &format!("{}/act", path(&case)), &[("do", "send-call-code")]).await;
        again.is(200).says("A call code was sent a moment ago");
        for at in 1..=3 {
            let wrong = format!("{:08}", (digits.parse::<u64>().expect("digits") + at) % 100_000_000);
            check_code(&desk, &case, &wrong).await.is(200);
        }
        check_code(&desk, &case, &digits).await.is(200).says("this code works no longer");
        set_paused(&rig, &anna).await;
        rig.forward(3_600);
        sign_in(&rig, &desk, "sam").await;
        let case = open_case(&desk, "anna@example.com", "T-1").await;
        let paused = send(&desk, &case, &format!("{}/act", path(&case)), &[("do", "send-call-code")]).await.is(200);
        paused.says("The support PIN is paused, so no call code is sent");
    }

    /// One of fifty equal right codes is accepted.
    async fn fifty_right_call_codes_are_one(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let hers = Browser::new(&rig);
        sign_in(&rig, &hers, "anna").await;
        let page = hers.open("/security/call-code").await.is(200);
        let code = call_code(&hers.submit(&page, &[]).await);
        let mut desks = Vec::new();
        for name in ["sam", "tom", "uma"] {
            let desk = agent(&rig, name).await;
            let pages = [open_case(&desk, "anna@example.com", "T-1").await];
            desks.push((desk, pages));
        }
        join_all((0..50).map(async |at: usize| {
            let (desk, pages) = &desks[at % 3];
            let fresh = desk.open(&path(&pages[0])).await;
            check_code(desk, &fresh, &code).await
        }))
        .await;
        let id = PersonId::parse(&anna.id).expect("an id");
        let checks = rig.state.ctx.store.read(async move |tx| tx.checks_of_person(&id).await).await.expect("read");
        assert_eq!(checks.iter().filter(|one| one.check.state.as_str() == "right").count(), 1);
    }

    /// Asked in the person's own session, answered there, once; the portal may relay it.
    async fn the_customer_is_asked_in_their_own_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let hers = Browser::new(&rig);
        sign_in(&rig, &hers, "anna").await;
        hers.open("/security").await.never_says("Are you on the phone");
        let desk = agent(&rig, "sam").await;
        let case = open_case(&desk, "anna@example.com", "T-9").await;
        let ask = async |desk: &Browser<'_>| {
            let fresh = desk.open(&path(&case)).await;
            send(desk, &fresh, &format!("{}/act", path(&case)), &[("do", "ask")]).await.is(200)
        };
        ask(&desk).await.says("The customer has not answered yet.");
        let page = hers.open("/security").await.is(200);
        page.says("Are you on the phone with Example right now? Agent sam, ticket T-9.").says("No, that is not me");
        let question = page.html.split("name=\"question\" value=\"").nth(1).expect("a question");
        let question = question.split('"').next().expect("an end").to_owned();
        let fields = [("question", question.as_str()), ("says", "no")];
        send(&hers, &page, "/security/question", &fields).await.is(200).says("is told that the caller is not you").says("Secure my account");
        desk.open(&path(&case)).await.says("No, that is not me”. End the call.");
        let late = [("question", question.as_str()), ("says", "yes")];
        send(&hers, &page, "/security/question", &late).await.is(200).says("This question is over");
        desk.open(&path(&case)).await.never_says("says “Yes”");

        ask(&desk).await;
        let ben = with_app(&rig, "ben").await;
        let session = async |someone: &Someone| {
            let made = rig.post(&format!("/v1/persons/{}/sessions", someone.id), json!({"reference": "s1"})).await.is(201);
            made.str("id").to_owned()
        };
        let (of_anna, of_ben) = (session(&anna).await, session(&ben).await);
        let view = rig.get(&format!("/v1/support/persons/{}", anna.id)).await.is(200);
        let open = view.body["question"]["id"].as_str().expect("a question").to_owned();
        let to = format!("/v1/support/questions/{open}/answer");
        rig.post(&to, json!({"session": of_ben, "answer": "yes"})).await.refused(404, "not-found");
        rig.post(&to, json!({"session": of_anna, "answer": "perhaps"})).await.refused(422, "invalid-value");
        rig.post(&to, json!({"session": of_anna, "answer": "yes"})).await.is(204);
        rig.post(&to, json!({"session": of_anna, "answer": "no"})).await.refused(404, "not-found");
        desk.open(&path(&case)).await.says("the customer says “Yes”");

        ask(&desk).await;
        rig.forward(5 * 60);
        hers.open("/security").await.never_says("Are you on the phone");
        desk.open(&path(&case)).await.says("There was no answer.");
    }

    /// CS-SUP-05: after a match an agent can do what docs/operators/support.md lists, and no more; none of it changes the person.
    async fn a_match_changes_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, _) = with_pin(&rig, "anna").await;
        let desk = agent(&rig, "sam").await;
        let case = open_case(&desk, "anna@example.com", "T-1").await;
        check(&desk, &case, PIN).await.is(200).says("Correct at");
        let before = rig.get(&format!("/v1/persons/{}", anna.id)).await.text;
        let table = include_str!("../../../../docs/operators/support.md");
        let writes = rig.built.served.iter().filter(|served| {
            served.guard == Guard::Staff(Staff::SupportAgent) && served.method != "GET"
        });
        for served in writes {
            assert!(table.contains(&format!("`{} {}`", served.method, served.path)), "{} is not in the table", served.path);
            let to = served.path.replace("/support/cases/{id}", &path(&case));
            for fields in [vec![("do", "ask")], vec![("do", "send-call-code")], vec![("caller_pin", PIN)], vec![("do", "x")]] {
                let fresh = desk.open(&path(&case)).await;
                send(&desk, &fresh, &to, &fields).await;
            }
        }
        assert_eq!(rig.get(&format!("/v1/persons/{}", anna.id)).await.text, before);
        // An agent has a sign-in of their own; it opens nothing of the customer's.
        desk.open("/security").await.never_says("a…a@e…e.com");
    }
}

/// Three wrong ones, as the desk counts them.
async fn set_paused(rig: &Rig, someone: &Someone) {
    let person = PersonId::parse(&someone.id).expect("an id");
    let id = rig.state.ctx.random(countersign_core::ids::SupportPinId::generate);
    let now = rig.clock.now();
    let set = rig.state.ctx.store.write(async move |tx| {
        tx.support_pin_set(&person, &id, "$argon2id$", now).await?;
        for _ in 0..3 {
            tx.support_pin_charge(&person, &id, 3).await?;
        }
        Ok(())
    });
    set.await.expect("set");
}
