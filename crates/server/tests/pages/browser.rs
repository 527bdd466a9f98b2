//! A browser without scripts: it keeps cookies, follows what it is led to, and fills in forms.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::body::Body;
use countersign_server::http::ClientAddress;
use countersign_server::pages::trouble_page;
use countersign_server::routes;
use countersign_server::state::AppState;
use http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

use crate::rig::Rig;

pub const ORIGIN: &str = "https://confirm.example";

/// A browser with a profile of its own.
pub struct Browser<'r> {
    rig: &'r Rig,
    router: axum::Router,
    cookies: Mutex<BTreeMap<String, String>>,
    peer: String,
    pub language: &'static str,
}

/// What it was answered.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
    /// The address it is at, or was led to.
    pub at: String,
}

impl<'r> Browser<'r> {
    pub fn new(rig: &'r Rig) -> Self {
        Self::at(rig, rig.state.clone())
    }

    /// A browser that is served by another node.
    pub fn at(rig: &'r Rig, state: AppState) -> Self {
        let ids = countersign_server::http::request_id::RequestIds::starting_with([3; 6]);
        let trouble = trouble_page(state.pages.clone());
        let built = routes::build(state, ids.into(), trouble);
        Self {
            rig,
            router: built.router,
            cookies: Mutex::default(),
            peer: "127.0.0.1".to_owned(),
            language: "en-GB",
        }
    }

    /// The same browser at another address.
    pub fn from(mut self, address: &str) -> Self {
        address.clone_into(&mut self.peer);
        self
    }

    /// One request, nothing followed.
    pub async fn ask(
        &self,
        method: &str,
        address: &str,
        body: String,
        extra: &[(&str, &str)],
    ) -> Page {
        let path = address.strip_prefix(ORIGIN).unwrap_or(address);
        let jar: Vec<_> = self
            .cookies
            .lock()
            .expect("the jar")
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept", "text/html")
            .header("accept-language", self.language)
            .header("cookie", jar.join("; "));
        if method == "POST" {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body)).expect("a request");
        let peer = format!("{}:4711", self.peer).parse().expect("an address");
        let proxies = &self.rig.state.config.trusted_proxies;
        let client = ClientAddress::of(peer, request.headers(), proxies);
        request.extensions_mut().insert(client);
        let response = self.router.clone().oneshot(request).await.expect("never fails");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        for cookie in parts.headers.get_all("set-cookie") {
            let text = cookie.to_str().expect("text");
            for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
                assert!(text.starts_with("__Host-") && text.contains(part), "{text}");
            }
            let (name, value) =
                text.split(';').next().and_then(|p| p.split_once('=')).expect("one");
            let mut jar = self.cookies.lock().expect("the jar");
            if text.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let led = parts.headers.get("location").map(|to| to.to_str().expect("text").to_owned());
        Page {
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8(bytes.to_vec()).expect("text"),
            at: led.unwrap_or_else(|| path.to_owned()),
        }
    }

    /// Puts a cookie into the jar that the server did not set under this name.
    pub fn plant(&self, name: &str, value: &str) {
        self.cookies.lock().expect("the jar").insert(name.to_owned(), value.to_owned());
    }

    /// Takes over every cookie of another one: the same browser, at another node.
    pub fn continue_from(&self, other: &Browser<'_>) {
        *self.cookies.lock().expect("the jar") = other.jar();
    }

    /// Every cookie it has.
    pub fn jar(&self) -> BTreeMap<String, String> {
        self.cookies.lock().expect("the jar").clone()
    }

    /// The value of the one cookie whose name begins so.
    pub fn cookie(&self, start: &str) -> String {
        let jar = self.cookies.lock().expect("the jar");
        let found = jar.iter().find(|(name, _)| name.starts_with(start));
        found.expect("a cookie").1.clone()
    }

    /// Opens an address and follows redirects inside the server.
    pub async fn open(&self, address: &str) -> Page {
        let page = self.ask("GET", address, String::new(), &[]).await;
        self.follow(page).await
    }

    /// Follows where it is led, as long as that is ours.
    pub async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..5 {
            if page.status != StatusCode::SEE_OTHER || !page.at.starts_with('/') {
                break;
            }
            let at = page.at.clone();
            page = self.ask("GET", &at, String::new(), &[]).await;
        }
        page
    }

    /// Sends the page's form with these fields; nothing followed.
    pub async fn post(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        self.ask("POST", &page.action(), page.form(fields), &same).await
    }

    /// Sends the page's form and goes where it leads.
    pub async fn submit(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let answer = self.post(page, fields).await;
        self.follow(answer).await
    }

    /// The newest code of six digits that came by text message, or by mail.
    pub async fn code(&self) -> String {
        self.rig.deliver().await;
        let messages = self.rig.sink.messages();
        let code = |text: &str| {
            let mut words = text.split(|c: char| !c.is_ascii_digit());
            words.rfind(|word| word.len() == 6).map(str::to_owned)
        };
        let mut brings_codes = messages.iter().rev().filter(|message| message.purpose != "notice");
        brings_codes.find_map(|message| code(&message.text)).expect("a code")
    }

    /// How many messages were sent so far.
    pub async fn messages(&self) -> usize {
        self.rig.deliver().await;
        self.rig.sink.messages().len()
    }
}

impl Page {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "no \"{words}\" in: {}", self.text());
        self
    }

    #[track_caller]
    pub fn never_says(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "\"{words}\" in: {}", self.text());
        self
    }

    /// The words of the page.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        for c in self.html.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => text.push(c),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn title(&self) -> &str {
        self.between("<title>", "</title>").unwrap_or_default()
    }

    pub fn has_field(&self) -> bool {
        self.html.contains("name=\"onetimecode\"")
    }

    /// The value of the way whose method this is.
    pub fn way(&self, method: &str) -> String {
        let start = format!("value=\"{method}:");
        let rest = self.html.split(&start).nth(1).unwrap_or_else(|| panic!("no {method}"));
        format!("{method}:{}", rest.split('"').next().expect("an end"))
    }

    /// Where its form is sent.
    pub fn action(&self) -> String {
        let action = self.between("action=\"", "\"");
        let action = action.unwrap_or_else(|| panic!("no form: {}", self.text()));
        action.replace("&#38;", "&").replace("&amp;", "&")
    }

    pub fn form(&self, fields: &[(&str, &str)]) -> String {
        let token = self.between("name=\"form_token\" value=\"", "\"").expect("a token");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("form_token", token);
        form.extend_pairs(fields);
        form.finish()
    }

    fn between(&self, start: &str, end: &str) -> Option<&str> {
        self.html.split_once(start)?.1.split_once(end).map(|(found, _)| found)
    }
}

/// A code that is not this one.
pub fn other_than(code: &str, by: u32) -> String {
    format!("{:06}", (code.parse::<u32>().expect("a code") + by) % 1_000_000)
}
