//! A forgotten password, from the wish for a link to the new one.

use countersign_app::people::password;
use countersign_core::limits::Lane;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::rig::Rig;

pub const OLD: &str = "lantern-gravel-tide-58";
pub const NEW: &str = "copper-window-maple-31";

/// A person with a password and a confirmed address.
pub async fn person(rig: &Rig, name: &str) -> String {
    let new = json!({
        "email": format!("{name}@example.com"), "email_confirmed": true, "name": name, "password": OLD,
    });
    rig.post("/v1/persons", new).await.is(201).str("id").to_owned()
}

pub async fn matches(rig: &Rig, name: &str, typed: &str) -> bool {
    let sign_in = format!("{name}@example.com");
    let read = rig.state.ctx.store.read(async move |tx| tx.password_by_sign_in(&sign_in).await);
    let stored = read.await.expect("the store works");
    let typed = typed.to_owned().into();
    let lane = Lane::Device("test".to_owned());
    password::matches(&rig.state.ctx, &lane, stored.as_ref(), typed).await.expect("a turn")
}

/// Asks for a link, and gives the newest one that was mailed.
pub async fn link(rig: &Rig, browser: &Browser<'_>, name: &str) -> Option<String> {
    let page = browser.open("/sign-in/forgot").await.is(200);
    let sent = browser.submit(&page, &[("name", name)]).await.is(200);
    sent.says(
        "If we know these details, a mail with a link is on its way. It works for 30 minutes",
    );
    newest(rig).await
}

async fn newest(rig: &Rig) -> Option<String> {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let start = format!("{ORIGIN}/reset-password/");
    let text = messages.iter().rev().find_map(|message| message.text.split_once(&start))?.1;
    let token: String = text.chars().take_while(|c| !c.is_whitespace()).collect();
    Some(format!("{start}{token}"))
}

async fn set(browser: &Browser<'_>, link: &str, password: &str) -> Page {
    let page = browser.open(link).await.is(200);
    browser.submit(&page, &[("new_password", password)]).await
}

on_both_engines! {
    /// CS-PW-07, CS-PW-08, CS-WEB-07: asked, mailed, looked at, used once; nobody is signed in.
    async fn a_mailed_link_sets_a_password_once_and_signs_nobody_in(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "mara").await;
        let browser = Browser::new(&rig);
        let link = link(&rig, &browser, " MARA@example.com ").await.expect("a mail");
        for _ in 0..10 {
            for method in ["GET", "HEAD"] {
                let looked = browser.ask(method, &link, String::new(), &[]).await.is(303);
                assert_eq!(looked.at, "/reset-password", "the link leaves the address");
            }
        }
        let page = browser.open(&link).await.is(200);
        page.says("Set a new password").says("At least 8 characters.");
        assert!(page.html.contains("autocomplete=\"new-password\""));
        for (typed, words) in [
            ("", "Enter a new password."),
            ("seven77", "Use at least 8 characters."),
            ("password1", "This password is well known or contains your name or ours."),
            ("maramara", "This password is well known or contains your name or ours."),
            ("aaaaaaaaaaaa", "This password is too easy to guess."),
        ] {
            let refused = browser.submit(&page, &[("new_password", typed)]).await.is(422);
            refused.says(words);
            assert!(refused.title().starts_with("Error: ") && !refused.html.contains("value=\"seven77"));
        }
        assert!(matches(&rig, "mara", OLD).await, "asking and failing changes nothing");
        let done = browser.submit(&page, &[("new_password", NEW)]).await.is(200);
        done.says("Your new password works from now on, and all sessions have ended.");
        assert!(matches(&rig, "mara", NEW).await && !matches(&rig, "mara", OLD).await);
        let security = browser.ask("GET", "/security", String::new(), &[]).await;
        assert_ne!(security.status, 200, "nobody was signed in");
        browser.open(&link).await.is(410).says("This link has expired, was used or was replaced");
        rig.deliver().await;
        assert!(rig.sink.messages().last().expect("a notice").text.contains("A new password was set"));
    }

    /// CS-PW-07: of two links the newest; none after a new password, after 30 minutes, or for another person.
    async fn only_the_newest_link_works_and_only_for_its_person(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "mara").await;
        person(&rig, "timo").await;
        let browser = Browser::new(&rig);
        let first = link(&rig, &browser, "mara@example.com").await.expect("a mail");
        let second = link(&rig, &browser, "mara@example.com").await.expect("a mail");
        assert_ne!(first, second);
        browser.open(&first).await.is(410);
        set(&browser, &second, NEW).await.is(200);
        let third = link(&rig, &browser, "mara@example.com").await.expect("a mail");
        rig.forward(30 * 60);
        browser.open(&third).await.is(410);
        // Mara's link with Timo in every other field sets Mara's.
        let fourth = link(&rig, &browser, "mara@example.com").await.expect("a mail");
        let page = browser.open(&fourth).await.is(200);
        let fields = [("new_password", OLD), ("person", "timo"), ("name", "timo@example.com")];
        browser.submit(&page, &fields).await.is(200);
        assert!(matches(&rig, "mara", OLD).await);
        assert!(matches(&rig, "timo", OLD).await, "his was never changed");
    }

    /// CS-PW-07: 50 uses of one link with 50 passwords at once: one is set.
    async fn fifty_uses_of_one_link_set_one_password(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "mara").await;
        let browser = Browser::new(&rig);
        let link = link(&rig, &browser, "mara@example.com").await.expect("a mail");
        let page = browser.open(&link).await.is(200);
        let tries = (0..50).map(|n| {
            let (browser, page) = (&browser, &page);
            async move {
                let password = format!("{NEW}-{n}");
                let answer = browser.post(page, &[("new_password", &password)]).await;
                (answer.status == 303).then_some(password)
            }
        });
        let set: Vec<String> = join_all(tries).await.into_iter().flatten().collect();
        assert_eq!(set.len(), 1, "{set:?}");
        assert!(matches(&rig, "mara", &set[0]).await);
    }

    /// CS-PW-10: no order of steps without the mailed link reaches a new password.
    async fn nothing_without_the_link_sets_a_password(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "mara").await;
        let browser = Browser::new(&rig);
        let asked = browser.open("/sign-in/forgot").await.is(200);
        let token = asked.form(&[]);
        let steps = [
            ("GET", "/reset-password", String::new()),
            ("POST", "/reset-password", format!("{token}&new_password={NEW}")),
            ("POST", "/reset-password", String::new()),
            ("POST", "/sign-in/forgot", format!("{token}&name=mara%40example.com")),
            ("GET", "/reset-password/AAAAAAAAAAAAAAAAAAAAAA", String::new()),
            ("POST", "/reset-password", format!("{token}&new_password={NEW}&name=mara%40example.com")),
            ("GET", "/reset-password/done", String::new()),
        ];
        for first in &steps {
            for second in &steps {
                for third in &steps {
                    for (method, path, body) in [first, second, third] {
                        browser.ask(method, path, body.clone(), &[("origin", ORIGIN)]).await;
                    }
                }
            }
        }
        let twice = format!("{token}&name=mara%40example.com&name=timo%40example.com");
        browser.ask("POST", "/sign-in/forgot", twice, &[("origin", ORIGIN)]).await.is(400);
        assert!(matches(&rig, "mara", OLD).await);
    }
}

/// CS-ENUM-01: every name gets the same answer, with the same headers; only the known one a mail, and 5 in an hour at most.
#[test]
fn asking_says_nothing_of_who_is_known() {
    countersign_testkit::db::run(countersign_testkit::TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        person(&rig, "mara").await;
        let browser = Browser::new(&rig);
        let page = browser.open("/sign-in/forgot").await.is(200);
        browser.submit(&page, &[("name", "  ")]).await.is(422).says("Enter your e-mail");
        let mut answers = Vec::new();
        for name in ["mara@example.com", "nobody@example.com", "not an address"] {
            let answer = browser.post(&page, &[("name", name)]).await.is(303);
            answers.push((answer.at.clone(), answer.headers.len()));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(browser.messages().await, 1);
        for _ in 0..9 {
            let page = browser.open("/sign-in/forgot").await;
            browser.submit(&page, &[("name", "mara@example.com")]).await.is(200);
            rig.deliver().await;
        }
        assert_eq!(browser.messages().await, 5);
        // Whoever uses up the ten of a day leaves one an hour to the person.
        for _ in 0..3 {
            rig.forward(3_601);
            for _ in 0..9 {
                let asking = Browser::new(&rig);
                let page = asking.open("/sign-in/forgot").await;
                asking.submit(&page, &[("name", "mara@example.com")]).await.is(200);
                rig.deliver().await;
            }
        }
        assert_eq!(browser.messages().await, 5 + 5 + 1 + 1);
    });
}

/// CS-PW-09: whatever the request says of its host, the mail's link is of the configured origin.
#[test]
fn the_mailed_link_is_of_the_configured_origin() {
    countersign_testkit::db::run(countersign_testkit::TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for (at, (header, value)) in [
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "host=evil.example;proto=http"),
            ("x-original-host", "evil.example"),
            ("x-forwarded-proto", "http"),
        ]
        .into_iter()
        .enumerate()
        {
            person(&rig, &format!("p{at}")).await;
            let browser = Browser::new(&rig);
            let page = browser.open("/sign-in/forgot").await.is(200);
            let form = page.form(&[("name", &format!("p{at}@example.com"))]);
            let headers = [("origin", ORIGIN), (header, value)];
            browser.ask("POST", "/sign-in/forgot", form, &headers).await.is(303);
            let link = newest(&rig).await.expect("a mail");
            assert!(!rig.sink.messages().iter().any(|message| message.text.contains("evil")));
            let page = browser.open(&link).await.is(200);
            assert_eq!(page.headers["referrer-policy"], "no-referrer");
        }
    });
}
