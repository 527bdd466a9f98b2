//! A person's own list, its file, and "This was not me".

use std::time::Duration;

use countersign_app::mailed::{SecurityNotice, SecurityNoticeIds, Seen};
use countersign_app::session::hosted::NewHosted;
use countersign_core::ids::{PersonId, SessionId};
use countersign_core::ports::Bearer;
use countersign_core::session::{Client, HostedSession};
use countersign_testkit::on_both_engines;

use crate::browser::{Browser, ORIGIN};
use crate::passwords::{OLD, matches, person};
use crate::rig::Rig;

/// A browser in which this person is signed in.
async fn signed_in<'r>(rig: &'r Rig, person: &str) -> Browser<'r> {
    let (ctx, now) = (&rig.state.ctx, rig.state.ctx.clock.now());
    let cookie = ctx.random(Bearer::long);
    let session = HostedSession {
        id: ctx.random(SessionId::generate),
        person: PersonId::parse(person).expect("an id"),
        device: None,
        created_at: now,
        used_at: now,
        expires_at: now.plus(Duration::from_mins(30)),
        ends_at: now.plus(Duration::from_hours(12)),
        ended: None,
        password_at: now,
        factor: None,
        owes_to: None,
    };
    let new = NewHosted { session, cookie_hash: cookie.hash(), client: None };
    let opened = ctx.store.write(async move |tx| tx.hosted_insert(&new).await);
    opened.await.expect("written");
    let browser = Browser::new(rig);
    browser.plant("__Host-ses", cookie.reveal());
    browser
}

/// Tells the person something, and gives the "not me" link of the mail.
async fn not_me_link(rig: &Rig, person: &str) -> String {
    let ids = SecurityNoticeIds::draw(&rig.state.ctx);
    let person = PersonId::parse(person).expect("an id");
    let client = Client::new(Some([192, 0, 2, 7].into()), Some("Firefox/127.0 (Windows)"));
    let seen = Seen { at: rig.state.ctx.clock.now(), client };
    let told = rig.state.ctx.store.write(async move |tx| {
        ids.tell(tx, &person, SecurityNotice::PasswordChanged, &seen, seen.at).await
    });
    told.await.expect("told");
    rig.deliver().await;
    let mail = rig.sink.messages().pop().expect("a mail").text;
    let start = format!("{ORIGIN}/activity/not-me/");
    let rest = mail.split_once(&start).expect("our origin").1;
    let token: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    format!("{start}{token}")
}

on_both_engines! {
    /// CS-WEB-07, CS-ENR-08: looking does nothing, the button ends sessions, stops orders and starts a new password, once.
    async fn a_mailed_link_secures_the_account_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let owner = person(&rig, "berta").await;
        let inside = signed_in(&rig, &owner).await;
        let link = not_me_link(&rig, &owner).await;
        let stranger = Browser::new(&rig);
        for _ in 0..10 {
            for method in ["GET", "HEAD"] {
                let looked = stranger.ask(method, &link, String::new(), &[]).await.is(303);
                assert_eq!(looked.at, "/activity/not-me", "the link leaves the address");
            }
        }
        let page = stranger.open(&link).await.is(200);
        page.says("end all sessions").says("stop every order").says("Secure my account");
        assert!(matches(&rig, "berta", OLD).await, "looking changes nothing");
        inside.open("/activity").await.is(200);
        let done = stranger.submit(&page, &[]).await.is(200);
        done.says("Your account is secured").says("Report number:").says("We have mailed you a link");
        assert!(!matches(&rig, "berta", OLD).await, "the present password works no longer");
        assert_ne!(inside.ask("GET", "/activity", String::new(), &[]).await.status, 200);
        stranger.open(&link).await.is(410).says("This link has expired or was used.");
        rig.deliver().await;
        let mails = rig.sink.messages();
        assert!(mails.iter().any(|mail| mail.text.contains(&format!("{ORIGIN}/reset-password/"))));
        drop(someone);
    }

    /// F15: from the list the same page, for whoever is signed in; an order that waits is stopped.
    async fn the_list_leads_to_the_same_page(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await.is(201);
        let browser = signed_in(&rig, &someone.id).await;
        let page = browser.open("/activity/not-me").await.is(200);
        browser.submit(&page, &[]).await.is(200).says("Your account is secured");
        let stopped = rig.get(&format!("/v1/orders/{}", order.str("id"))).await.is(200);
        assert_eq!(stopped.str("state"), "cancelled");
        browser.open("/activity/not-me").await.is(410);
    }

    /// F15: newest first, by day, in words, with address and browser behind each entry; narrowed, paged, and as a file.
    async fn a_person_sees_their_own_records(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let other = rig.person("berta").await;
        rig.forward(1);
        rig.order(&someone).await.is(201);
        let foreign = rig.order(&other).await.is(201);
        let browser = signed_in(&rig, &someone.id).await;
        let page = browser.open("/activity").await.is(200);
        page.says("Activity").says("time zone").says("was placed").says("The account was set up here");
        let reference = foreign.str("id");
        assert!(!page.html.contains(&reference[reference.len() - 4..]), "nothing of others");
        assert!(page.html.find("was placed") < page.html.find("The account was set up here"));
        let orders = browser.open("/activity?kind=orders").await.is(200);
        assert!(!orders.html.contains("The account was set up here"));
        for _ in 0..60 {
            rig.order(&someone).await.is(201);
        }
        let first = browser.open("/activity?kind=orders").await.is(200);
        assert_eq!(first.html.matches("<details>").count() - 1, 50, "one is the footer's");
        let next = first.html.split_once("after=").expect("a next page").1;
        let next = next.split('"').next().expect("a cursor").to_owned();
        let second = browser.open(&format!("/activity?kind=orders&after={next}")).await.is(200);
        assert_eq!(second.html.matches("<details>").count() - 1, 11);
        let file = browser.ask("GET", "/activity/download?kind=orders", String::new(), &[]).await.is(200);
        assert_eq!(file.html.lines().count(), 62);
        assert!(file.headers["content-type"].to_str().expect("text").starts_with("text/csv"));
        // The clock stands in November 2029.
        let none = browser.open("/activity?from=2030-06-01").await.is(200);
        none.says("Nothing of this kind on these days.").never_says("was placed");
        browser.open("/activity?to=2029-01-01").await.is(200).says("Nothing of this kind on these days.");
        browser.open("/activity?from=2029-01-01&to=2030-06-01&kind=orders").await.is(200).says("was placed");
        for (days, words) in [
            ("from=yesterday", "Enter a date like 2026-05-12."),
            ("to=2029-02-30", "Enter a date like 2026-05-12."),
            ("from=2029-12-02&to=2029-12-01", "The last day lies before the first."),
        ] {
            let refused = browser.open(&format!("/activity?{days}")).await.is(422);
            refused.says(words);
            assert!(refused.title().starts_with("Error: "));
            browser.ask("GET", &format!("/activity/download?{days}"), String::new(), &[]).await.is(400);
        }
        let stranger = Browser::new(&rig).ask("GET", "/activity", String::new(), &[]).await;
        assert_eq!(stranger.status, 303);
    }

    /// CS-PW-09: the mailed link names the configured origin, whatever the request calls us.
    async fn a_hostile_host_reaches_no_mail(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "mara").await;
        let browser = Browser::new(&rig);
        let page = browser.open("/sign-in/forgot").await.is(200);
        let token = page.html.split_once("name=\"form_token\" value=\"").expect("a form").1;
        let token = token.split('"').next().expect("a token");
        let body = format!("form_token={token}&name=mara%40example.com");
        for (name, value) in [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "host=evil.example;proto=http"),
            ("x-original-host", "evil.example"),
            ("x-forwarded-proto", "http"),
        ] {
            browser.ask("POST", "/sign-in/forgot", body.clone(), &[(name, value), ("origin", ORIGIN)]).await;
        }
        rig.deliver().await;
        let mails = rig.sink.messages();
        assert!(mails.iter().any(|mail| mail.text.contains(&format!("{ORIGIN}/reset-password/"))));
        assert!(!mails.iter().any(|mail| mail.text.contains("evil.example")));
    }
}
