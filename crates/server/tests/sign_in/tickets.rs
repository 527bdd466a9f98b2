//! Tickets: from whoever cannot get in to the agent who opens the customer under the ticket's number.

use std::sync::{Arc, Mutex};

use countersign_core::ids::{PersonId, TicketId};
use countersign_core::people::Staff;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::browser::{Browser, ORIGIN, Page};
use crate::people::{sign_in, with_app};
use crate::rig::{Rig, Someone};
use crate::staff::hire_with_app;
use crate::support_desk::agent;
use crate::support_pin::send;

const FORM: &str = "/sign-in/recover/ticket";
const QUEUE: &str = "/support/tickets";
const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

/// Writes a ticket without being signed in.
pub async fn write(browser: &Browser<'_>, who: &str, text: &str) -> Page {
    let page = browser.open(FORM).await.is(200);
    let fields =
        [("kind", "no-way-in"), ("who", who), ("reach", "anna@new.example"), ("text", text)];
    send(browser, &page, FORM, &fields).await
}

/// The number that the page shows.
pub fn number(page: &Page) -> String {
    let text = page.text();
    let at = text.find("Your ticket number is T-").expect("a number");
    text[at + "Your ticket number is ".len()..].chars().take(11).collect()
}

/// The address of a ticket at the desk.
async fn place(desk: &Browser<'_>, number: &str) -> String {
    let page = desk.open(&format!("{QUEUE}?number={number}")).await.is(200);
    assert!(page.at.starts_with("/support/tickets/tic_"), "{}", page.at);
    page.at
}

async fn act(desk: &Browser<'_>, at: &str, what: &[(&str, &str)]) -> Page {
    let page = desk.open(at).await.is(200);
    send(desk, &page, at, what).await
}

async fn again(rig: &Rig, browser: &Browser<'_>, name: &str) {
    if !crate::people::is_signed_in(browser).await {
        sign_in(rig, browser, name).await;
    }
}

async fn kinds_of(rig: &Rig, someone: &Someone) -> Vec<String> {
    let id = PersonId::parse(&someone.id).expect("an id");
    let read = rig.state.ctx.store.read(async move |tx| tx.audit_of_person(&id, 50).await);
    read.await.expect("read").into_iter().map(|entry| entry.kind).collect()
}

/// One post as a ticket system got it.
#[derive(Clone)]
struct Post {
    id: String,
    signed: bool,
    body: Value,
}

/// A ticket system: answers with the statuses it is told, then with 204.
struct System {
    posts: Arc<Mutex<Vec<Post>>>,
    address: String,
}

impl System {
    async fn answering(statuses: &[u16]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}/hook?token=sesame", listener.local_addr().expect("bound"));
        let posts = Arc::new(Mutex::new(Vec::new()));
        let (seen, mut left) = (Arc::clone(&posts), statuses.to_vec());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut text = Vec::new();
                let (head, body) = loop {
                    let mut part = [0; 4_096];
                    let read = stream.read(&mut part).await.expect("read");
                    text.extend_from_slice(&part[..read]);
                    let whole = String::from_utf8_lossy(&text).into_owned();
                    let Some((head, body)) = whole.split_once("\r\n\r\n") else { continue };
                    let length = header(head, "content-length").parse::<usize>().expect("a length");
                    if body.len() >= length {
                        break (head.to_owned(), body.to_owned());
                    }
                };
                let hook = standardwebhooks::Webhook::new(SECRET).expect("a secret");
                let (id, at) = (header(&head, "webhook-id"), header(&head, "webhook-timestamp"));
                let expected = hook.sign(&id, at.parse().expect("seconds"), body.as_bytes());
                seen.lock().expect("posts").push(Post {
                    id,
                    signed: expected.expect("signed") == header(&head, "webhook-signature"),
                    body: serde_json::from_str(&body).expect("JSON"),
                });
                let status = if left.is_empty() { 204 } else { left.remove(0) };
                let answer = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(answer.as_bytes()).await.expect("written");
            }
        });
        Self { posts, address }
    }

    fn settings(&self) -> String {
        format!(
            "[tickets]\nurl = \"{}\"\nsecret = \"{SECRET}\"\ntimeout_seconds = 1\n",
            self.address
        )
    }

    fn posts(&self) -> Vec<Post> {
        self.posts.lock().expect("posts").clone()
    }
}

fn header(head: &str, name: &str) -> String {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
    line.expect(name).split_once(':').expect("a value").1.trim().to_owned()
}

on_both_engines! {
    /// It works signed out and signed in. CS-ENUM-01: whom it is about makes no difference, and five a day come from one
    /// address, whomever they are about.
    async fn a_ticket_gets_the_same_answer_whomever_it_is_about(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let stranger = Browser::new(&rig).from("192.0.2.9");
        for page in ["/sign-in/recover", "/help"] {
            let page = stranger.open(page).await.is(200);
            assert!(page.html.contains("/sign-in/recover"), "a way there");
        }
        let plain = |page: &Page| {
            page.says("What happens next").says("support reads it and answers where you said");
            page.text().replace(&number(page), "T")
        };
        let known = write(&stranger, "anna@example.com", "Lost my phone").await.is(200);
        let unknown = write(&stranger, "nobody@example.com", "Lost my phone").await.is(200);
        assert_eq!(plain(&known), plain(&unknown));
        assert_ne!(number(&known), number(&unknown));
        // What is missing is named, and what was typed stays.
        let page = stranger.open(FORM).await;
        for (field, told) in [("who", "Enter your e-mail"), ("reach", "Enter an e-mail address or a phone number"), ("text", "Write what is wrong")] {
            let fields = [("who", "w-typed"), ("reach", "r-typed"), ("text", "t-typed")];
            let fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, if name == field { " \r\n\u{202e}" } else { value })).collect();
            let refused = send(&stranger, &page, FORM, &fields).await.is(422);
            refused.says(told);
            assert_eq!(refused.html.matches("-typed").count(), 2, "{field}");
        }
        // Pressed twice it is one ticket.
        let fields = [("who", "x"), ("reach", "x"), ("text", "twice")];
        let once = send(&stranger, &page, FORM, &fields).await.is(200);
        assert_eq!(number(&send(&stranger, &page, FORM, &fields).await), number(&once));
        for text in ["four", "five"] {
            write(&stranger, "anna@example.com", text).await.is(200);
        }
        let refused = write(&stranger, "anna@example.com", "six").await.is(429);
        refused.says("this one was not sent");
        let elsewhere = Browser::new(&rig).from("192.0.2.10");
        write(&elsewhere, "x", "seven").await.is(200);

        let hers = Browser::new(&rig).from("192.0.2.9");
        sign_in(&rig, &hers, "anna").await;
        assert!(hers.open("/security/contacts").await.html.contains(FORM) || hers.open("/security").await.is(200).html.contains("/security"));
        let page = hers.open(&format!("{FORM}?about=outdated")).await.is(200);
        assert!(!page.html.contains("name=\"who\""), "we know who it is");
        let fields = [("kind", "outdated"), ("reach", "+49 30 1"), ("text", "New address"), ("who", "nobody@example.com")];
        number(&send(&hers, &page, FORM, &fields).await.is(200));
        assert!(kinds_of(&rig, &anna).await.iter().any(|kind| kind == "ticket.written"));
        hers.open("/activity").await.is(200).says("You wrote to support");
        rig.forward(24 * 3_600);
        write(&stranger, "anna@example.com", "the next day").await.is(200);
    }

    /// What was written is shown as it is and runs nowhere; the desk is for agents only; each change leaves a record.
    async fn an_agent_works_a_ticket_through(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        hire_with_app(&rig, "olga", Staff::Operator).await;
        let stranger = Browser::new(&rig).from("192.0.2.9");
        let text = "Lost <b>phone</b>\r\n<script>alert(1)</script>\u{202e}\u{0}";
        let theirs = number(&write(&stranger, "anna@example.com", text).await.is(200));
        let hers = Browser::new(&rig);
        sign_in(&rig, &hers, "anna").await;
        let page = hers.open(FORM).await.is(200);
        let own = number(&send(&hers, &page, FORM, &[("reach", "+49 30 1"), ("text", "New address")]).await.is(200));

        let desk = agent(&rig, "sam").await;
        let queue = desk.open(QUEUE).await.is(200);
        queue.says("anna@example.com").says("Written signed in").says(&theirs).says(&own);
        assert!(queue.html.find(&theirs) < queue.html.find(&own), "the longest waiting first");
        let at = place(&desk, &theirs.to_lowercase().replace('-', " ").replace(' ', "%20")).await;
        let shown = desk.open(&at).await.is(200);
        shown.says("It proves nothing about who they are.");
        assert!(shown.html.contains("Lost &#60;b&#62;phone&#60;/b&#62;\n&#60;script&#62;alert(1)&#60;/script&#62;</blockquote>"), "{}", shown.html);
        desk.open(&format!("{QUEUE}?number=T-0000-0000")).await.is(422).says("There is no ticket with this number here.");

        act(&desk, &at, &[("do", "take")]).await.is(200).says("The ticket is yours.").says("In work: sam");
        act(&desk, &at, &[("do", "note"), ("note", " \r\n")]).await.is(422).says("Write a note");
        act(&desk, &at, &[("do", "note"), ("note", "Called back")]).await.is(200).says("Called back").says("sam");
        let tom = agent(&rig, "tom").await;
        let other = tom.open(&at).await.is(200);
        let from = other.html.split("name=\"from\" value=\"").nth(1).expect("sam").split('"').next().expect("an end").to_owned();
        act(&tom, &at, &[("do", "take")]).await.says("a colleague was faster");
        act(&tom, &at, &[("do", "put-back")]).await.says("a colleague was faster");
        act(&tom, &at, &[("do", "take-over"), ("from", &from)]).await.says("The ticket is yours.").says("In work: tom");
        again(&rig, &desk, "sam").await;
        act(&desk, &at, &[("do", "take-over"), ("from", &from)]).await.says("a colleague was faster");
        act(&tom, &at, &[("do", "put-back")]).await.says("It is in the queue again.");
        act(&tom, &at, &[("do", "what")]).await.is(400);

        // The look-up takes the ticket's number along; of a customer who wrote signed in the ticket opens the case.
        let found = desk.open(&at).await.is(200);
        let found = send(&desk, &found, "/support", &[("ticket", &theirs), ("term", "anna@example.com")]).await.is(200);
        found.says("1 person found");
        assert!(found.html.contains(&format!("name=\"ticket\" value=\"{theirs}\"")));
        let mine = place(&desk, &own).await;
        let page = desk.open(&mine).await.is(200);
        let case = desk.submit(&page, &[("ticket", &own), ("person", &anna.id)]).await;
        let case = if case.at.starts_with("/support/cases/") { case } else {
            send(&desk, &page, "/support", &[("ticket", &own), ("person", &anna.id)]).await
        };
        case.is(200).says("The customer wrote this ticket signed in").says("Look at the ticket");

        act(&desk, &at, &[("do", "close")]).await.is(200).says("The ticket is closed.");
        act(&desk, &at, &[("do", "close")]).await.says("a colleague was faster");
        desk.open(QUEUE).await.never_says(&theirs).says(&own);
        desk.open(&format!("{QUEUE}?show=closed")).await.says(&theirs).never_says(&own);
        act(&desk, &at, &[("do", "reopen")]).await.is(200).says("The ticket is open again.");
        act(&desk, &mine, &[("do", "take")]).await.is(200);
        act(&desk, &mine, &[("do", "close")]).await.is(200);
        let kinds = kinds_of(&rig, &anna).await;
        for kind in ["ticket.written", "ticket.taken", "ticket.closed"] {
            assert!(kinds.iter().any(|known| known == kind), "{kind}: {kinds:?}");
        }
        let seen = hers.open("/activity").await.is(200);
        seen.says("Support closed your ticket").says(&format!("sam, Example support, ticket {own}"));

        let olga = Browser::new(&rig);
        sign_in(&rig, &olga, "olga").await;
        for browser in [&hers, &olga] {
            for name in [QUEUE, at.as_str()] {
                browser.open(name).await.is(404);
            }
            let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
            browser.ask("POST", &at, shown.form(&[("do", "close")]), &same).await.is(404);
        }
        assert!(Browser::new(&rig).ask("GET", QUEUE, String::new(), &[]).await.at.starts_with("/sign-in"));
        for text in rig.every_text() {
            assert!(!text.contains("Lost <b>phone") && !text.contains("Called back") && !text.contains("anna@new.example"), "sealed: {text}");
        }
    }

    /// Fifty agents' presses at once: one takes it, and it is closed once.
    async fn fifty_at_once_take_a_ticket_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let stranger = Browser::new(&rig).from("192.0.2.9");
        let number = number(&write(&stranger, "x", "x").await.is(200));
        let (sam, tom) = (agent(&rig, "sam").await, agent(&rig, "tom").await);
        let at = place(&sam, &number).await;
        for (what, told) in [("take", "The ticket is yours."), ("close", "The ticket is closed.")] {
            let pages = join_all((0..50).map(async |turn: usize| {
                let desk = [&sam, &tom][turn % 2];
                let page = desk.open(&at).await;
                send(desk, &page, &at, &[("do", what)]).await
            }))
            .await;
            let done = pages.iter().filter(|page| page.at.ends_with("?done=taken") || page.at.ends_with("?done=closed")).count();
            assert_eq!(done, 1, "{what}");
            assert!(pages.iter().any(|page| page.text().contains(told)));
        }
        let id = TicketId::parse(at.rsplit('/').next().expect("an id")).expect("an id");
        let read = rig.state.ctx.store.read(async move |tx| tx.ticket_read(&id).await).await;
        assert!(read.expect("read").expect("there").closed_at.is_some());
    }

    /// A ticket is handed over until the system takes it: signed, under one id, whatever it answers meanwhile; and nothing
    /// that is not the ticket's goes along.
    async fn a_ticket_is_handed_over_until_it_is_taken(db: TestDb) {
        let system = System::answering(&[503, 400]).await;
        let rig = Rig::with(db, &system.settings()).await;
        let anna = with_app(&rig, "anna").await;
        let hers = Browser::new(&rig);
        sign_in(&rig, &hers, "anna").await;
        let page = hers.open(FORM).await.is(200);
        let fields = [("kind", "outdated"), ("reach", "+49 30 1"), ("text", "New\r\naddress")];
        let number = number(&send(&hers, &page, FORM, &fields).await.is(200));
        rig.deliver().await;
        assert_eq!(system.posts().len(), 1, "503: later");
        let desk = agent(&rig, "sam").await;
        desk.open(QUEUE).await.is(200).says("Not handed over yet");
        let at = place(&desk, &number).await;
        desk.open(&at).await.says("your ticket system has not taken it");
        rig.forward(600);
        rig.deliver().await;
        assert_eq!(system.posts().len(), 2, "a wrong setting there loses nothing");
        rig.forward(600);
        rig.deliver().await;
        rig.forward(600);
        rig.deliver().await;
        let posts = system.posts();
        assert_eq!(posts.len(), 3, "taken once");
        assert!(posts.iter().all(|post| post.signed && post.id == posts[0].id && post.body == posts[0].body));
        let body = &posts[0].body;
        assert_eq!((body["type"].as_str(), body["data"]["number"].as_str()), (Some("ticket.written"), Some(number.as_str())));
        let data = body["data"].as_object().expect("an object");
        assert_eq!(data["text"], "New\naddress");
        assert_eq!((data["person"].as_str(), data["signed_in"].as_bool()), (Some(anna.id.as_str()), Some(true)));
        let mut names: Vec<_> = data.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["id", "kind", "language", "number", "person", "reach", "signed_in", "state", "text", "written_at"]);
        again(&rig, &desk, "sam").await;
        desk.open(QUEUE).await.is(200).says(&number).never_says("Not handed over yet");
        act(&desk, &at, &[("do", "close")]).await.is(200);
        rig.deliver().await;
        let posts = system.posts();
        assert_eq!(posts.len(), 4);
        assert_eq!((posts[3].body["type"].as_str(), posts[3].body["data"]["state"].as_str()), (Some("ticket.closed"), Some("closed")));
        assert_ne!(posts[3].id, posts[0].id);
        for text in rig.every_text() {
            assert!(!text.contains("sesame"), "the address is a secret: {text}");
        }
    }

    /// The operator's own system reads tickets and closes them, and does nothing else with them.
    async fn a_key_reads_and_closes_tickets(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let mut numbers = Vec::new();
        for at in 0..3 {
            let stranger = Browser::new(&rig).from(&format!("192.0.2.{at}"));
            numbers.push(number(&write(&stranger, "anna@example.com", &format!("text {at}")).await));
            rig.forward(1);
        }
        let first = rig.get("/v1/support/tickets?limit=2").await.is(200);
        let listed = first.body["tickets"].as_array().expect("a list");
        assert_eq!((listed.len(), listed[0]["number"].as_str()), (2, Some(numbers[2].as_str())));
        assert!(listed[0].get("person").is_none() && listed[0]["signed_in"] == false && listed[0]["who"] == "anna@example.com");
        let rest = rig.get(&format!("/v1/support/tickets?limit=2&cursor={}", first.str("next_cursor"))).await.is(200);
        assert_eq!(rest.body["tickets"].as_array().expect("a list").len(), 1);
        assert!(rest.body.get("next_cursor").is_none());
        let id = listed[0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(rig.get(&format!("/v1/support/tickets/{id}")).await.is(200).str("text"), "text 2");
        let to = format!("/v1/support/tickets/{id}/close");
        let closed = rig.post(&to, json!({})).await.is(200);
        assert_eq!(closed.str("state"), "closed");
        let again = rig.post(&to, json!({})).await.is(200);
        assert_eq!(again.str("closed_at"), closed.str("closed_at"));
        let open = rig.get("/v1/support/tickets?state=open").await.is(200);
        assert_eq!(open.body["tickets"].as_array().expect("a list").len(), 2);
        rig.get("/v1/support/tickets?state=done").await.refused(400, "malformed-request");
        for to in ["/v1/support/tickets/x", "/v1/support/tickets/tic_00000000000000000000000000"] {
            rig.get(to).await.refused(404, "not-found");
        }
        rig.post("/v1/support/tickets/tic_00000000000000000000000000/close", json!({})).await.refused(404, "not-found");
        rig.post(&to, json!({"reason": "x"})).await.refused(400, "malformed-request");
        let _ = anna;
    }
}
