//! Random orders of steps, long ones: none of them sets a password or makes a session without the proofs it takes (CS-PW-10, CS-LOG-01).

use countersign_core::Entropy as _;
use countersign_testkit::{SeededEntropy, on_both_engines};

use crate::browser::{Browser, ORIGIN, Page};
use crate::people::{PASSWORD, first_step, is_signed_in, second_step, with_sms};
use crate::rig::{Rig, Someone};

const SAME: [(&str, &str); 2] = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
/// Walks against one person each, and steps of a walk.
const WALKS: u64 = 12;
const PER_PERSON: u64 = 15;
const LENGTH: usize = 8;
/// What the attacker would set.
const WANTED: &str = "copper-window-maple-31";

/// Numbers that repeat, so that a walk that got somewhere can be walked again.
struct Dice(SeededEntropy);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % most as u64).expect("small")
    }
}

/// One attacker: knows the victim's sign-in name and password, has an account and a mailbox of their own, and no code of the victim's.
struct Walker<'r> {
    browser: Browser<'r>,
    victim: String,
    /// A link that was mailed to the attacker, for the attacker's own account.
    own_link: String,
    /// The newest sign-in that waits for its second step.
    pending: String,
    /// The way to send a code that a page offered last.
    way: String,
    /// The newest token of each flow's forms: reset, second step, the rest.
    tokens: [String; 3],
}

type Step = (&'static str, &'static str, &'static str);

/// The calls of both flows. In addresses and fields: V the victim's name, N the wanted password, P the right one, W the way
/// that sends a code, S the pending sign-in, L the attacker's own link.
const STEPS: &[Step] = &[
    ("GET", "/sign-in/forgot", ""),
    ("POST", "/sign-in/forgot", "name=V"),
    ("POST", "/sign-in/forgot", "name=V&name=mallory%40example.com"),
    ("POST", "/sign-in/forgot", "name[]=mallory%40example.com&name=V"),
    ("POST", "/sign-in/forgot", "name=V%2Cmallory%40example.com"),
    ("GET", "/reset-password", ""),
    ("GET", "/reset-password/AAAAAAAAAAAAAAAAAAAAAA", ""),
    ("GET", "/reset-password/", ""),
    ("GET", "/reset-password/done", ""),
    ("POST", "/reset-password", ""),
    ("POST", "/reset-password", "new_password=N"),
    ("POST", "/reset-password", "new_password=N&name=V&email=V&person=V"),
    ("POST", "/reset-password", "new_password=N&token=&link="),
    ("POST", "/reset-password/done", "new_password=N"),
    ("GET", "L", ""),
    ("GET", "/sign-in?anew=yes", ""),
    ("POST", "/sign-in", "name=V&password=P"),
    ("POST", "/sign-in", "name=V&password="),
    ("POST", "/sign-in", "name=V&password=P&onetimecode=000000&second_factor=done"),
    ("GET", "S", ""),
    ("GET", "S/other", ""),
    ("POST", "S/send", "way=W"),
    ("POST", "S/send", "way=email"),
    ("POST", "S/other", "way=recovery-code"),
    ("POST", "S/code", ""),
    ("POST", "S/code", "onetimecode=&do=answer"),
    ("POST", "S/code", "onetimecode=000000&do=answer"),
    ("POST", "S/code", "do=resend"),
    ("POST", "S/recovery-code", "recoverycode="),
    ("POST", "S/recovery-code", "recoverycode=0000-0000-0000"),
    ("POST", "S/done", ""),
    ("GET", "/sign-in/after", ""),
    ("POST", "/sign-in/unlock", ""),
    ("GET", "/security", ""),
    ("GET", "/security/password", ""),
    ("POST", "/security/password", "current_password=P&new_password=N"),
    (
        "POST",
        "/security/password/chg_00000000000000000000000000",
        "current_password=P&new_password=N",
    ),
    ("POST", "/security/methods/off", ""),
    ("POST", "/sign-out", "do=here"),
    ("POST", "/activity/not-me", ""),
];

impl Walker<'_> {
    async fn take(&mut self, (method, path, body): Step) -> Page {
        let put = |text: &str| {
            text.replace('V', &self.victim.replace('@', "%40"))
                .replace("=W", &format!("={}", self.way))
                .replace("=N", &format!("={WANTED}"))
                .replace("=P", &format!("={}", PASSWORD.replace(' ', "+")))
        };
        let path = match path {
            "L" => self.own_link.clone(),
            path => match path.strip_prefix('S') {
                Some(rest) => format!("{}{rest}", self.pending),
                None => path.to_owned(),
            },
        };
        let token = &self.tokens[flow(&path)];
        let body = if method == "GET" {
            String::new()
        } else {
            format!("form_token={token}&{}", put(body))
        };
        let mut page = self.browser.ask(method, &path, body, &SAME).await;
        let led = page.at.clone();
        if page.status == 303 && led.starts_with("/sign-in/sin_") {
            let end = led.find('?').unwrap_or(led.len()).min("/sign-in/sin_".len() + 26);
            led[..end].clone_into(&mut self.pending);
        }
        if page.status == 303 && (led.starts_with(&self.pending) || led == "/reset-password") {
            let status = page.status;
            page = self.browser.ask("GET", &led, String::new(), &SAME).await;
            self.keep(&led, &page);
            page.status = status;
        } else {
            self.keep(&path, &page);
        }
        page
    }

    fn keep(&mut self, path: &str, page: &Page) {
        if let Some(token) = page.html.split("name=\"form_token\" value=\"").nth(1) {
            let token = token.split('"').next().unwrap_or_default();
            token.clone_into(&mut self.tokens[flow(path)]);
        }
        if let Some(way) = page.html.split("value=\"sms:").nth(1) {
            self.way = format!("sms:{}", way.split('"').next().unwrap_or_default());
        }
    }
}

/// Which flow's token a path takes.
fn flow(path: &str) -> usize {
    let path = path.strip_prefix(ORIGIN).unwrap_or(path);
    if path.starts_with("/reset-password") {
        0
    } else if path.starts_with("/sign-in/sin_") {
        1
    } else {
        2
    }
}

async fn hash_of(rig: &Rig, sign_in: &str) -> Option<String> {
    let sign_in = sign_in.to_owned();
    let read = rig.state.ctx.store.read(async move |tx| tx.password_by_sign_in(&sign_in).await);
    read.await.expect("the store works").and_then(|stored| stored.phc)
}

/// The newest mailed link of this kind.
async fn mailed(rig: &Rig, browser: &Browser<'_>, name: &str) -> String {
    let page = browser.open("/sign-in/forgot").await.is(200);
    browser.submit(&page, &[("name", name)]).await.is(200);
    rig.deliver().await;
    let messages = rig.sink.messages();
    let start = format!("{ORIGIN}/reset-password/");
    let text = messages.iter().rev().find_map(|message| message.text.split_once(&start));
    let token = text.expect("a link").1.split_whitespace().next().expect("an end");
    format!("{start}{token}")
}

async fn hosted(rig: &Rig, someone: &Someone) -> usize {
    let sessions = rig.get(&format!("/v1/persons/{}/sessions", someone.id)).await.is(200);
    let sessions = sessions.body["sessions"].as_array().expect("sessions").clone();
    sessions.iter().filter(|session| session["kind"] == "hosted").count()
}

on_both_engines! {
    /// Eight steps, 180 times, by somebody who has the password: the victim's password stays, the victim has no session and two-factor
    /// authentication on, and the attacker's browser is signed in to nothing. Then the same calls in the right order work.
    async fn no_order_of_steps_gets_in(db: TestDb) {
        let rig = Rig::new(db).await;
        with_sms(&rig, "mallory").await;
        for person in 0..WALKS {
            // A person of their own for every few walks: limits that were met in one walk do not hide what another would reach.
            let name = format!("victim-{person}");
            let victim = with_sms(&rig, &name).await;
            let address = format!("{name}@example.com");
            let before = hash_of(&rig, &address).await.expect("a password");
            for walk in 0..PER_PERSON {
                let seed = person * 1_000 + walk;
                let mut dice = Dice(SeededEntropy::new(seed));
                // No more than ten links a day are mailed; and the waits after wrong codes end.
                rig.forward(3 * 3_600);
                let own_link = mailed(&rig, &Browser::new(&rig), "mallory@example.com").await;
                let browser = Browser::new(&rig).from(&format!("192.0.2.{walk}"));
                let pending = format!("/sign-in/sin_{}", "0".repeat(26));
                let mut walker = Walker {
                    browser,
                    victim: address.clone(),
                    own_link,
                    pending,
                    way: "sms".to_owned(),
                    tokens: Default::default(),
                };
                walker.take(("GET", "/sign-in/forgot", "")).await;
                // Every other walk begins where the password was right.
                if walk % 2 == 0 {
                    walker.take(("POST", "/sign-in", "name=V&password=P")).await;
                }
                let mut told = Vec::new();
                for _ in 0..LENGTH {
                    let step = STEPS[dice.below(STEPS.len())];
                    let page = walker.take(step).await;
                    told.push(format!("{} {} {} -> {}", step.0, step.1, step.2, page.status));
                    assert!(page.status.as_u16() < 500, "seed {seed}: {told:#?}");
                }
                assert!(!is_signed_in(&walker.browser).await, "seed {seed}: {told:#?}");
                assert_eq!(hash_of(&rig, &address).await.as_ref(), Some(&before), "seed {seed}: {told:#?}");
            }
            assert_eq!(hosted(&rig, &victim).await, 0, "{name}");
            let seen = rig.get(&format!("/v1/persons/{}", victim.id)).await;
            assert_eq!(seen.str("second_factor"), "sms");
        }
        // The same calls with the mailed link and the code.
        rig.forward(3_600 * 24);
        let victim = with_sms(&rig, "last").await;
        let browser = Browser::new(&rig);
        let link = mailed(&rig, &browser, "last@example.com").await;
        let page = browser.open(&link).await.is(200);
        browser.submit(&page, &[("new_password", WANTED)]).await.is(200);
        let led = first_step(&browser, "last@example.com", WANTED).await.is(303);
        let page = browser.follow(led).await.is(200);
        let code = browser.code().await;
        second_step(&browser, &page, &code).await.is(303);
        assert!(is_signed_in(&browser).await);
        assert_eq!(hosted(&rig, &victim).await, 1);
    }
}
