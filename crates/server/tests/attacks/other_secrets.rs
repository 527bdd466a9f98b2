//! Passwords, recovery codes and mailed links, along the inventory: guessed beyond their limit, used again, brought by somebody else, and
//! tried at a second node (CS-RL-01).

use countersign_server::inventory::{INVENTORY, Line};
use countersign_testkit::on_both_engines;

use crate::browser::{Browser, ORIGIN, Page};
use crate::owner::{Owner, PASSWORD, change_of};
use crate::people::{first_step, is_signed_in};
use crate::rig::Rig;

const NEW: &str = "copper-window-maple-31";
/// More than any limit here.
const MANY: u32 = 30;

/// How a value is brought to the endpoint, and how anybody sees that it got through.
enum Way {
    /// In a field of a page, beside others; `None`: whoever got through is signed in, otherwise a page says so.
    Field(Page, &'static str, Vec<(&'static str, String)>, Option<&'static str>),
    /// Behind this address; the page there is sent with these fields, and says so.
    Link(&'static str, Vec<(&'static str, &'static str)>, &'static str),
}

/// One endpoint, opened for a person of its own.
struct Lock<'r> {
    browser: Browser<'r>,
    way: Way,
    right: String,
    /// Whether few wrong ones shut it for the right one too. A link is too long to be guessed, and stays good.
    is_limited: bool,
    /// Whether the right one is used up.
    is_once: bool,
}

/// Paths that `open` knows.
const DRIVEN: [&str; 7] = [
    "/sign-in",
    "/sign-in/{id}/recovery-code",
    "/security/password",
    "/security/changes/{id}/password",
    "/security/changes/{id}/recovery-code",
    "/reset-password",
    "/activity/not-me",
];

/// Whether the attacks below reach this line.
pub fn is_driven(line: &Line) -> bool {
    line.method == "POST" && DRIVEN.contains(&line.path)
}

fn lines() -> Vec<&'static Line> {
    let lines: Vec<_> = INVENTORY.iter().filter(|line| is_driven(line)).collect();
    assert_eq!(lines.len(), DRIVEN.len(), "a path was renamed");
    lines
}

/// The newest mailed link that begins so; what follows.
async fn mailed(rig: &Rig, path: &str) -> String {
    rig.deliver().await;
    let start = format!("{ORIGIN}{path}");
    let messages = rig.sink.messages();
    let text = messages.iter().rev().find_map(|message| message.text.split_once(&start));
    text.expect("a link").1.split_whitespace().next().expect("an end").to_owned()
}

async fn with_app(rig: &Rig, name: &str) -> (Owner, Vec<String>) {
    let owner = Owner::new(rig, name).await;
    let (_, codes) = owner.with_app(rig, &owner.browser(rig).await).await;
    (owner, codes)
}

/// The page of a pending sign-in that takes a recovery code.
async fn at_recovery_code(browser: &Browser<'_>, name: &str) -> Page {
    let led = first_step(browser, &format!("{name}@example.com"), PASSWORD).await.is(303);
    let page = browser.follow(led).await.is(200);
    let other = browser.open(&format!("{}/other", page.at)).await.is(200);
    browser.submit(&other, &[("way", "recovery-code")]).await.is(200)
}

/// The same in a change.
async fn change_at_recovery_code(browser: &Browser<'_>) -> Page {
    let page = browser.open("/security/methods/app").await.is(200);
    let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
    let other = browser.open(&format!("{}/other", change_of(&page))).await.is(200);
    browser.submit(&other, &[("way", "recovery-code")]).await.is(200)
}

async fn open<'r>(rig: &'r Rig, line: &Line, name: &str) -> Lock<'r> {
    let lock = |browser, way, right: &str, is_limited, is_once| Lock {
        browser,
        way,
        right: right.to_owned(),
        is_limited,
        is_once,
    };
    let code = "recoverycode";
    match line.path {
        "/sign-in" => {
            Owner::new(rig, name).await;
            let browser = Browser::new(rig);
            let page = browser.open("/sign-in").await.is(200);
            let fields = vec![("name", format!("{name}@example.com"))];
            lock(browser, Way::Field(page, "password", fields, None), PASSWORD, true, false)
        }
        "/sign-in/{id}/recovery-code" => {
            let (_, codes) = with_app(rig, name).await;
            let browser = Browser::new(rig);
            let page = at_recovery_code(&browser, name).await;
            lock(browser, Way::Field(page, code, Vec::new(), None), &codes[0], true, true)
        }
        "/security/changes/{id}/recovery-code" => {
            let (owner, codes) = with_app(rig, name).await;
            let browser = owner.browser(rig).await;
            let page = change_at_recovery_code(&browser).await;
            let way = Way::Field(page, code, Vec::new(), Some("Connect your app"));
            lock(browser, way, &codes[0], true, true)
        }
        "/security/password" => {
            let browser = Owner::new(rig, name).await.browser(rig).await;
            let page = browser.open("/security/password").await.is(200);
            let fields = vec![("new_password", NEW.to_owned())];
            let way =
                Way::Field(page, "current_password", fields, Some("Use the new one from now on"));
            lock(browser, way, PASSWORD, true, true)
        }
        "/security/changes/{id}/password" => {
            let browser = Owner::new(rig, name).await.browser(rig).await;
            // By now the password of the sign-in was given too long ago.
            rig.forward(6 * 60);
            let page = browser.open("/security/methods/app").await.is(200);
            let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
            let way = Way::Field(page, "password", Vec::new(), Some("Send code"));
            lock(browser, way, PASSWORD, true, false)
        }
        "/reset-password" => {
            Owner::new(rig, name).await;
            let browser = Browser::new(rig);
            let page = browser.open("/sign-in/forgot").await.is(200);
            browser.submit(&page, &[("name", &format!("{name}@example.com"))]).await.is(200);
            let right = mailed(rig, "/reset-password/").await;
            let way = Way::Link(
                "/reset-password/",
                vec![("new_password", NEW)],
                "Your new password works",
            );
            lock(browser, way, &right, false, true)
        }
        "/activity/not-me" => {
            with_app(rig, name).await;
            let right = mailed(rig, "/activity/not-me/").await;
            let way = Way::Link("/activity/not-me/", Vec::new(), "Your account is secured");
            lock(Browser::new(rig), way, &right, false, true)
        }
        path => panic!("{path} has no driver"),
    }
}

impl Lock<'_> {
    /// A value that is not the right one, and not the same twice.
    fn wrong(&self, by: u32) -> String {
        match &self.way {
            Way::Field(_, "recoverycode", ..) => format!("0000-0000-{by:04}"),
            Way::Field(..) => format!("guess number {by}"),
            Way::Link(..) => format!("{by:A>22}"),
        }
    }

    /// Whether this value gets through, brought by this browser.
    async fn lets(&self, browser: &Browser<'_>, value: &str) -> bool {
        match &self.way {
            Way::Field(page, name, more, says) => {
                let mut fields: Vec<(&str, &str)> =
                    more.iter().map(|(name, value)| (*name, value.as_str())).collect();
                fields.push((name, value));
                let answer = browser.post(page, &fields).await;
                let answer = browser.follow(answer).await;
                assert!(answer.status.as_u16() <= 503, "{}", answer.text());
                match says {
                    Some(words) => answer.text().contains(words),
                    None => is_signed_in(browser).await,
                }
            }
            Way::Link(start, fields, words) => {
                let page = browser.open(&format!("{start}{value}")).await;
                if !page.html.contains("name=\"form_token\"") || page.status != 200 {
                    return false;
                }
                browser.submit(&page, fields).await.text().contains(words)
            }
        }
    }
}

on_both_engines! {
    /// Thirty wrong values; then the right one, which a limit refuses too, and which a long secret's owner still uses.
    async fn guessing_gets_nowhere(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().into_iter().enumerate() {
            let lock = open(&rig, line, &format!("p{at}")).await;
            for by in 1..=MANY {
                assert!(!lock.lets(&lock.browser, &lock.wrong(by)).await, "{} took a wrong one", line.path);
            }
            let through = lock.lets(&lock.browser, &lock.right).await;
            assert_eq!(through, !lock.is_limited, "{}: the right one after {MANY}", line.path);
            // Limits by address and by hour are not what the next line is about.
            rig.forward(3_600);
        }
    }

    /// The same value again, in the same place: what works once is used.
    async fn what_works_once_is_used(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().into_iter().enumerate() {
            let lock = open(&rig, line, &format!("p{at}")).await;
            assert!(lock.lets(&lock.browser, &lock.right).await, "{}: the right one", line.path);
            if !lock.is_once {
                continue;
            }
            let thief = Browser::new(&rig);
            let again = match &lock.way {
                Way::Link(..) => lock.lets(&thief, &lock.right).await,
                Way::Field(_, "recoverycode", ..) => {
                    let page = at_recovery_code(&thief, &format!("p{at}")).await;
                    let fields = [("recoverycode", lock.right.as_str())];
                    thief.post(&page, &fields).await;
                    is_signed_in(&thief).await
                }
                Way::Field(..) => lock.lets(&lock.browser, &lock.right).await,
            };
            assert!(!again, "{}: a second time", line.path);
            rig.forward(3_600);
        }
    }

    /// Another person's value, and the right one from a browser without what the page's own browser holds.
    async fn somebody_elses_is_worth_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().into_iter().enumerate() {
            let lock = open(&rig, line, &format!("p{at}")).await;
            let Way::Field(_, field, ..) = &lock.way else { continue };
            if *field == "recoverycode" {
                let other = open(&rig, line, &format!("q{at}")).await;
                assert!(!lock.lets(&lock.browser, &other.right).await, "{}: another's", line.path);
                assert!(other.lets(&other.browser, &other.right).await, "{}: its own", line.path);
            }
            let thief = Browser::new(&rig);
            assert!(!lock.lets(&thief, &lock.right).await, "{}: without the cookie", line.path);
            assert!(lock.lets(&lock.browser, &lock.right).await, "{}: nothing was used up", line.path);
            rig.forward(3_600);
        }
    }

    /// Wrong ones in turn at two nodes are one count; what is used here is used there.
    async fn two_nodes_are_one(db: TestDb) {
        let rig = Rig::new(db).await;
        let node = rig.another_node().await;
        for (at, line) in lines().into_iter().enumerate() {
            let lock = open(&rig, line, &format!("p{at}")).await;
            let there = Browser::at(&rig, node.state.clone());
            for by in 1..=12 {
                let browser = if by % 2 == 0 { &lock.browser } else { &there };
                there.continue_from(&lock.browser);
                assert!(!lock.lets(browser, &lock.wrong(by)).await, "{}", line.path);
            }
            there.continue_from(&lock.browser);
            if lock.is_limited {
                assert!(!lock.lets(&there, &lock.right).await, "{} at the other node", line.path);
                assert!(!lock.lets(&lock.browser, &lock.right).await, "{} here", line.path);
            } else {
                assert!(lock.lets(&there, &lock.right).await, "{} at the other node", line.path);
                assert!(!lock.lets(&lock.browser, &lock.right).await, "{} again here", line.path);
            }
            rig.forward(3_600);
        }
    }
}
