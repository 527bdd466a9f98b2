//! A person with a password, signed in, and an authenticator app that is no part of the program.

use std::time::Duration;

use countersign_app::session::hosted::{NewHosted, beginning};
use countersign_core::ids::{PersonId, SessionId};
use countersign_core::ports::Bearer;
use countersign_core::session::Factor;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::rig::{MOBILE, Rig};

pub const PASSWORD: &str = "three green hats on a pole";

/// A person of the portal's, with a password, a confirmed address and a confirmed mobile.
pub struct Owner {
    pub id: String,
}

impl Owner {
    pub async fn new(rig: &Rig, name: &str) -> Self {
        Self::named(rig, name, MOBILE).await
    }

    /// The same with another mobile.
    pub async fn named(rig: &Rig, name: &str, mobile: &str) -> Self {
        let body = json!({
            "email": format!("{name}@example.com"), "email_confirmed": true, "name": name,
            "password": PASSWORD,
            "phones": [{"number": mobile, "confirmed_at": "2029-11-01T00:00:00Z"}],
        });
        let person = rig.post("/v1/persons", body).await.is(201);
        Self { id: person.str("id").to_owned() }
    }

    pub fn person(&self) -> PersonId {
        PersonId::parse(&self.id).expect("an id")
    }

    /// A browser in which the password was just given.
    pub async fn browser<'r>(&self, rig: &'r Rig) -> Browser<'r> {
        self.browser_with(rig, None).await.0
    }

    /// The same, with the session's id and a second factor that was given.
    pub async fn browser_with<'r>(
        &self,
        rig: &'r Rig,
        factor: Option<Factor>,
    ) -> (Browser<'r>, SessionId) {
        let ctx = &rig.state.ctx;
        let cookie = ctx.random(Bearer::long);
        let id = ctx.random(SessionId::generate);
        let now = rig.clock.now();
        let times = ctx.policy.session_times(None);
        let session = beginning(id.clone(), self.person(), None, factor, now, times, now);
        let new = NewHosted { session, cookie_hash: cookie.hash(), client: None };
        let begun = ctx.store.write(async move |tx| tx.hosted_insert(&new).await);
        begun.await.expect("a session");
        let browser = Browser::new(rig);
        browser.plant("__Host-ses", cookie.reveal());
        (browser, id)
    }

    /// Turns an app on, up to the recovery codes; gives the app and the page that shows them.
    pub async fn app_up_to_codes(&self, rig: &Rig, browser: &Browser<'_>) -> (App, Page) {
        let page = connect_page(browser).await;
        let app = App::of(&page);
        let name = [("onetimecode", app.shows(rig, 0)), ("name", "Anna's phone".to_owned())];
        let fields: Vec<_> = name.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let codes = browser.submit(&page, &fields).await.is(200);
        (app, codes)
    }

    /// Turns an app on, codes saved; gives the app and the codes.
    pub async fn with_app(&self, rig: &Rig, browser: &Browser<'_>) -> (App, Vec<String>) {
        let (app, page) = self.app_up_to_codes(rig, browser).await;
        let codes = codes_of(&page);
        tick(browser, &page).await.is(200).says("Two-factor authentication is on");
        // The confirming code counts as used.
        rig.forward(60);
        (app, codes)
    }
}

/// From the first page to the one that connects an app, for a person without a second factor.
pub async fn connect_page(browser: &Browser<'_>) -> Page {
    let page = browser.open("/security/methods/app").await.is(200);
    let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
    let page = prove_by_mail(browser, &page).await;
    page.says("Connect your app");
    page
}

/// Confirms a change with a code by mail.
pub async fn prove_by_mail(browser: &Browser<'_>, page: &Page) -> Page {
    let sent = browser.submit(page, &[("way", &page.way("email"))]).await.is(200);
    let code = browser.code().await;
    browser.submit(&sent, &[("onetimecode", &code), ("do", "answer")]).await.is(200)
}

/// The first code of what is set up.
pub async fn first_code(browser: &Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, &[("onetimecode", code), ("do", "answer")]).await
}

/// Sends a form of this page to that address, and goes where it leads.
pub async fn send(browser: &Browser<'_>, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    let answer = send_once(browser, page, to, fields).await;
    browser.follow(answer).await
}

/// The same, and stays.
pub async fn send_once(
    browser: &Browser<'_>,
    page: &Page,
    to: &str,
    fields: &[(&str, &str)],
) -> Page {
    let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    browser.ask("POST", to, page.form(fields), &same).await
}

/// The value of a hidden field.
pub fn hidden(page: &Page, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.html.split(&start).nth(1).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().expect("an end").to_owned()
}

/// The address of the change that a page is part of, without what follows its id.
pub fn change_of(page: &Page) -> String {
    let at = page.html.find("/security/changes/chg_").expect("a change");
    page.html[at..at + "/security/changes/chg_".len() + 26].to_owned()
}

/// The codes that a page shows.
pub fn codes_of(page: &Page) -> Vec<String> {
    let list = page.html.split("id=\"codes\"").nth(1).expect("codes").split("</ol>").next();
    list.expect("an end")
        .split("<li>")
        .skip(1)
        .map(|item| item.split('<').next().expect("a code").trim().to_owned())
        .collect()
}

/// Ticks the box.
pub async fn tick(browser: &Browser<'_>, page: &Page) -> Page {
    let set = hidden(page, "set");
    let fields = [("set", set.as_str()), ("saved", "yes"), ("saved_by", "Anna Meier")];
    send(browser, page, &format!("{}/codes", change_of(page)), &fields).await
}

/// An authenticator app: RFC 6238 once more, from the key that the page shows, with an HMAC of its own.
pub struct App {
    key: Vec<u8>,
}

impl App {
    /// Reads the key that a person would type.
    pub fn of(page: &Page) -> Self {
        let shown = page.html.split("id=\"key\" dir=\"ltr\">").nth(1).expect("a key");
        let text: String =
            shown.split('<').next().expect("an end").chars().filter(|c| *c != ' ').collect();
        assert_eq!(text.len(), 32, "160 bits");
        Self { key: data_encoding::BASE32_NOPAD.decode(text.as_bytes()).expect("base32") }
    }

    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// What it shows, some steps from now.
    pub fn shows(&self, rig: &Rig, steps: i64) -> String {
        let now = Duration::from_millis(u64::try_from(rig.clock.now().ms()).expect("after 1970"));
        let step = (now.as_secs() / 30).checked_add_signed(steps).expect("a step");
        let tag = hmac_sha1(&self.key, &step.to_be_bytes());
        let at = usize::from(tag[19] & 15);
        let word = u32::from_be_bytes(tag[at..at + 4].try_into().expect("four bytes"));
        format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
    }
}

/// RFC 2104 over RFC 3174.
fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut block = [0u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |byte: u8| block.iter().map(|b| b ^ byte).collect::<Vec<_>>();
    let inner = sha1(&[pad(0x36).as_slice(), message].concat());
    sha1(&[pad(0x5c).as_slice(), inner.as_slice()].concat())
}

#[expect(clippy::many_single_char_names, reason = "the letters of the standard")]
fn sha1(message: &[u8]) -> [u8; 20] {
    let mut h: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(message.len() as u64 * 8).to_be_bytes());
    for chunk in padded.chunks(64) {
        let mut w = [0u32; 80];
        for (word, bytes) in w.iter_mut().zip(chunk.chunks(4)) {
            *word = u32::from_be_bytes(bytes.try_into().expect("four bytes"));
        }
        for at in 16..80 {
            w[at] = (w[at - 3] ^ w[at - 8] ^ w[at - 14] ^ w[at - 16]).rotate_left(1);
        }
        let [mut a, mut b, mut c, mut d, mut e] = h;
        for (at, word) in w.iter().enumerate() {
            let (f, k) = match at {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let next = a
                .rotate_left(5)
                .wrapping_add(f)
                .wrapping_add(e)
                .wrapping_add(k)
                .wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (sum, part) in h.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut out = [0u8; 20];
    for (bytes, word) in out.chunks_mut(4).zip(h) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    out
}
