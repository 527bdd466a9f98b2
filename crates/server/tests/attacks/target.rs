//! Something to guess at: each line of the inventory, opened for a person and answered the way it is answered.

use std::time::Duration;

use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::{AuthenticatorKind, Method};
use countersign_server::inventory::Line;
use futures_util::future::join_all;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::owner::{Owner, change_of, prove_by_mail};
use crate::rig::{Answer, Node, Rig, Someone};

/// Before the address of a person whose second factor an answer takes away.
const GONE: &str = "gone:";

/// Whether an answer got through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It did.
    Let,
    /// It did not; the slug or the status.
    Refused(String),
}

impl Said {
    fn of(answer: &Answer) -> Self {
        if answer.status.is_success() { Self::Let } else { Self::Refused(answer.slug().to_owned()) }
    }
}

/// One challenge that waits for its code at one endpoint.
pub struct Target<'r> {
    rig: &'r Rig,
    /// Where the API takes answers; `None`: the page below does.
    api: Option<String>,
    page: Option<(Browser<'r>, Page)>,
    method: &'static str,
    /// The right code.
    pub code: String,
    /// Reads whether the effect happened: an open window, or an authorised order.
    effect: String,
}

impl<'r> Target<'r> {
    /// Opens the endpoint of this line for a person and has its code sent; `None`: it takes no short code.
    pub async fn open(rig: &'r Rig, line: &Line, someone: &Someone) -> Option<Self> {
        let step_up = match (line.method, line.path, line.purpose) {
            ("POST", "/v1/challenges/{id}/answer", purpose) => {
                return Self::api(rig, someone, purpose).await;
            }
            ("POST", "/confirm/{id}/code", _) => true,
            ("POST", "/orders/{id}/code", _) => false,
            ("POST", "/sign-in/{id}/code", _) => return Self::of_sign_in(rig, someone).await,
            ("POST", "/sign-in/recover/at/{id}/code", _) => {
                return Some(Self::of_recovery(rig, someone).await);
            }
            ("POST", "/security/changes/{id}/code", purpose) => {
                return Some(Self::of_change(rig, someone, purpose == "set-up").await);
            }
            _ => return None,
        };
        let method = if step_up { "email" } else { "sms" };
        let (link, effect) = if step_up {
            let link = rig.step_up(someone).await.is(201).str("confirm_url").to_owned();
            (link, format!("/v1/sessions/{}/windows", someone.session))
        } else {
            let order = rig.order(someone).await;
            (order.str("confirm_url").to_owned(), format!("/v1/orders/{}", order.str("id")))
        };
        let browser = Browser::new(rig);
        let page = browser.open(&link).await.is(200);
        let page = browser.submit(&page, &[("way", &page.way(method))]).await.is(200);
        let code = code(rig).await;
        Some(Self { rig, api: None, page: Some((browser, page)), method, code, effect })
    }

    /// The second step of a sign-in, of a person of its own whose second factor is text messages.
    async fn of_sign_in(rig: &'r Rig, someone: &Someone) -> Option<Self> {
        let name = format!("second-{}", &someone.id[4..12]);
        let second = crate::people::with_sms(rig, &name).await;
        let name = format!("{name}@example.com");
        let browser = Browser::new(rig);
        let led = crate::people::first_step(&browser, &name, crate::people::PASSWORD).await.is(303);
        let page = browser.follow(led).await.is(200);
        let code = code(rig).await;
        let effect = format!("/v1/persons/{}/sessions", second.id);
        Some(Self { rig, api: None, page: Some((browser, page)), method: "sms", code, effect })
    }

    /// The second half of getting back in by two contacts, of a person of its own whose contacts are old enough.
    async fn of_recovery(rig: &'r Rig, someone: &Someone) -> Self {
        let name = format!("lost-{}@example.com", &someone.id[4..14]);
        let new = json!({
            "email": name, "name": "Lost", "password": crate::people::PASSWORD,
            "phones": [{"number": crate::rig::MOBILE, "confirmed_at": "2029-11-01T00:00:00Z"}],
        });
        let made = rig.post("/v1/persons", new).await.is(201);
        let lost =
            Someone { id: made.str("id").to_owned(), session: String::new(), body: made.body };
        let (person, mailbox) = (
            PersonId::parse(&lost.id).expect("an id"),
            ContactId::parse(&lost.contact("email")).expect("an id"),
        );
        let long_ago = rig.clock.now().minus(Duration::from_hours(8 * 24));
        let confirmed = rig.state.ctx.store.write(async move |tx| {
            tx.contact_confirm(&person, &mailbox, Method::Email, long_ago).await
        });
        assert!(confirmed.await.expect("the store works"));
        crate::people::enrol(rig, &lost, AuthenticatorKind::Totp).await;
        let browser = Browser::new(rig);
        let page = browser.open("/sign-in/recover").await.is(200);
        browser.post(&page, &[("do", "contacts"), ("name", &name)]).await.is(303);
        rig.deliver().await;
        let messages = rig.sink.messages();
        let start = format!("{ORIGIN}/sign-in/recover/contacts/");
        let mail = messages.iter().rev().find_map(|one| one.text.split(&start).nth(1));
        let link = format!("{start}{}", &mail.expect("a link")[..22]);
        let page = browser.open(&link).await.is(200);
        let page = browser.submit(&page, &[]).await.is(200);
        let page = browser.submit(&page, &[("way", &page.way("sms"))]).await.is(200);
        let code = code(rig).await;
        let effect = format!("{GONE}/v1/persons/{}", lost.id);
        Self { rig, api: None, page: Some((browser, page)), method: "sms", code, effect }
    }

    async fn api(rig: &'r Rig, someone: &Someone, purpose: &str) -> Option<Self> {
        if purpose.starts_with("order") {
            Self::of_order(rig, someone).await
        } else {
            Self::of_step_up(rig, someone).await
        }
    }

    /// The proof of a change, or the first code of a number that is turned on.
    async fn of_change(rig: &'r Rig, someone: &Someone, set_up: bool) -> Self {
        let browser = Owner { id: someone.id.clone() }.browser(rig).await;
        let page = browser.open("/security/methods/app").await.is(200);
        let way = if set_up { page.way("sms") } else { "totp".to_owned() };
        let page = browser.submit(&page, &[("way", &way)]).await.is(200);
        let (page, effect) = if set_up {
            (prove_by_mail(&browser, &page).await, format!("/v1/persons/{}", someone.id))
        } else {
            let effect = change_of(&page);
            (browser.submit(&page, &[("way", &page.way("email"))]).await.is(200), effect)
        };
        let code = code(rig).await;
        Self { rig, api: None, page: Some((browser, page)), method: "email", code, effect }
    }

    /// A step-up that the portal relays.
    pub async fn of_step_up(rig: &'r Rig, someone: &Someone) -> Option<Self> {
        let id = rig.step_up(someone).await.is(201).str("id").to_owned();
        let effect = format!("/v1/sessions/{}/windows", someone.session);
        Self::sent(rig, &id, "email", effect).await
    }

    /// An order that the portal relays.
    pub async fn of_order(rig: &'r Rig, someone: &Someone) -> Option<Self> {
        let order = rig.order(someone).await.str("id").to_owned();
        let way = json!({"method": "sms"});
        let challenge = rig.post(&format!("/v1/orders/{order}/challenges"), way).await.is(201);
        Self::sent(rig, challenge.str("id"), "sms", format!("/v1/orders/{order}")).await
    }

    async fn sent(rig: &'r Rig, id: &str, method: &'static str, effect: String) -> Option<Self> {
        let send = format!("/v1/challenges/{id}/send");
        rig.post(&send, json!({"method": method})).await.is(202);
        let code = code(rig).await;
        let api = Some(format!("/v1/challenges/{id}/answer"));
        Some(Self { rig, api, page: None, method, code, effect })
    }

    /// Answers with this text.
    pub async fn answer(&self, code: &str) -> Said {
        if let Some(path) = &self.api {
            let body = json!({"method": self.method, "code": code});
            return Said::of(&self.rig.post(path, body).await);
        }
        let (browser, page) = self.page.as_ref().expect("a page or an address");
        let answer = browser.post(page, &[("onetimecode", code), ("do", "answer")]).await;
        self.said(&answer).await
    }

    /// Whoever comes when all is over is led away from the form too, but neither to the portal nor to an effect.
    async fn said(&self, answer: &Page) -> Said {
        match answer.status.as_u16() {
            303 if answer.at.starts_with("/sign-in/after") => Said::Let,
            303 if answer.at == "/sign-in/recover/done" => Said::Let,
            303 if answer.at.contains("result=") || self.took_effect().await => Said::Let,
            status => Said::Refused(status.to_string()),
        }
    }

    /// Answers at another node, as the same browser or portal.
    pub async fn answer_at(&self, node: &Node, code: &str) -> Said {
        if let Some(path) = &self.api {
            let body = json!({"method": self.method, "code": code});
            return Said::of(&self.rig.post_to(node, path, body).await);
        }
        let (browser, page) = self.page.as_ref().expect("a page or an address");
        let there = Browser::at(self.rig, node.state.clone());
        there.continue_from(browser);
        let answer = there.post(page, &[("onetimecode", code), ("do", "answer")]).await;
        browser.continue_from(&there);
        self.said(&answer).await
    }

    /// Answers with the right code from the browser of another target, with its cookies and its token; `None`: an endpoint of the
    /// API, whose caller is the portal.
    pub async fn answer_from(&self, other: &Self) -> Option<Said> {
        let ((_, page), (thief, own)) = (self.page.as_ref()?, other.page.as_ref()?);
        let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        let body = own.form(&[("onetimecode", &self.code), ("do", "answer")]);
        let answer = thief.ask("POST", &page.action(), body, &same).await;
        Some(self.said(&answer).await)
    }

    /// Whether it is answered at a page.
    pub fn is_page(&self) -> bool {
        self.page.is_some()
    }

    /// Many answers at once.
    pub async fn at_once(&self, codes: &[String]) -> Vec<Said> {
        join_all(codes.iter().map(|code| self.answer(code))).await
    }

    /// Whether the person's own answer took effect. A page's window waits for its redemption, so only orders tell there.
    pub async fn took_effect(&self) -> bool {
        if let Some((browser, _)) =
            self.page.as_ref().filter(|_| self.effect.starts_with("/security"))
        {
            return browser.open(&self.effect).await.text().contains("Connect your app");
        }
        if let Some(path) = self.effect.strip_prefix(GONE) {
            return self.rig.get(path).await.body["second_factor"] == "none";
        }
        let seen = self.rig.get(&self.effect).await;
        if let Some(sessions) = seen.body["sessions"].as_array() {
            return sessions.iter().any(|session| session["kind"] == "hosted");
        }
        if let Some(factor) = seen.body["second_factor"].as_str() {
            return factor != "none";
        }
        match seen.body["windows"].as_array() {
            Some(windows) => !windows.is_empty(),
            None => seen.status.is_success() && seen.str("state") == "authorised",
        }
    }
}

/// The newest code that was sent; notices have none.
async fn code(rig: &Rig) -> String {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let newest = messages.iter().rev().find(|message| message.purpose != "notice");
    let text = &newest.expect("a message").text;
    let mut digits = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 6);
    digits.next_back().expect("a code").to_owned()
}

/// A code that is not the right one, and not the same twice.
pub fn wrong(code: &str, by: u32) -> String {
    crate::browser::other_than(code, by)
}
