//! The panel as a browser without JavaScript meets it: cookies, forms, redirects.

use crate::running::Demo;
use reqwest::{Method, StatusCode, header};
use std::collections::HashMap;

/// A browser at the panel.
struct Browser<'d> {
    demo: &'d Demo,
    cookies: HashMap<String, String>,
}

/// What the browser got.
struct Page {
    status: StatusCode,
    location: String,
    text: String,
}

impl<'d> Browser<'d> {
    const fn cookies(&self) -> &HashMap<String, String> {
        &self.cookies
    }

    async fn signed_in(demo: &'d Demo, name: &str) -> Self {
        let mut browser = Self { demo, cookies: HashMap::new() };
        let person = demo.person(name);
        let text = |member: &str| person[member].as_str().expect("a text").to_owned();
        let form = [("email", text("email")), ("password", text("password"))];
        let page = browser.go(Method::POST, "/sign-in", &form).await;
        assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/servers"));
        assert!(!browser.cookies().is_empty());
        browser
    }

    async fn go(&mut self, method: Method, path: &str, form: &[(&str, String)]) -> Page {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let origin = self.demo.text("panel");
        let mut request = self
            .demo
            .http()
            .request(method.clone(), format!("{origin}{path}"))
            .header(header::COOKIE, cookies.join("; "));
        if method == Method::POST {
            request = request.header(header::ORIGIN, origin).form(form);
        }
        let answer = request.send().await.expect("an answer");
        for set in answer.headers().get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("a cookie").split(';').next().expect("a pair");
            let (name, value) = set.split_once('=').expect("a pair");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let location = answer.headers().get(header::LOCATION);
        let location = location.map_or("", |to| to.to_str().expect("an address")).to_owned();
        let status = answer.status();
        Page { status, location, text: answer.text().await.expect("a page") }
    }

    async fn get(&mut self, path: &str) -> Page {
        self.go(Method::GET, path, &[]).await
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.go(Method::POST, path, &form).await
    }

    /// The value of the form's radio button for a method.
    async fn way(&mut self, path: &str, method: &str) -> String {
        let page = self.get(path).await.text;
        let start = page.find(&format!("value=\"{method} ")).expect("the method is offered") + 7;
        page[start..].split('"').next().expect("a value").to_owned()
    }
}

/// Nothing of a protected area is shown before the code, everything after it, and nothing again after "Close now".
#[tokio::test]
async fn an_area_opens_with_a_code_typed_at_the_panel_and_closes_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let mut browser = Browser::signed_in(&demo, "jonas").await;
    let away = browser.get("/payment-methods").await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    assert!(away.location.starts_with(demo.text("pages")), "{}", away.location);

    let ask = browser.get("/payment-methods?inline").await.location;
    let way = browser.way(&ask, "email").await;
    browser.post(&format!("{ask}/send"), &[("way", &way)]).await;
    let (_, code) = demo.code("jonas@reedpress.example", "step-up").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let page = browser.post(&format!("{ask}/answer"), &[("onetimecode", wrong)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("does not match"));
    let page = browser.post(&format!("{ask}/answer"), &[("onetimecode", &code)]).await;
    assert_eq!(page.location, "/payment-methods");

    for area in ["/payment-methods", "/invoices", "/dns", "/mailboxes", "/personal-data"] {
        let page = browser.get(area).await;
        assert_eq!(page.status, StatusCode::OK, "{area}");
        assert!(page.text.contains("Protected areas are open until"), "{area}");
    }
    browser.post("/close", &[]).await;
    assert_eq!(browser.get("/invoices").await.status, StatusCode::SEE_OTHER);
}

/// The action runs after the confirmation and once, and the page shows a receipt that passed its check.
#[tokio::test]
async fn a_restore_runs_once_after_its_order_was_confirmed() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let mut browser = Browser::signed_in(&demo, "maren").await;
    let form = [("action", "restore-snapshot"), ("copy", "snap-51ab")];
    let away = browser.post("/servers/web-1/orders", &form).await;
    assert!(away.location.starts_with(demo.text("pages")), "{}", away.location);
    let order = browser.get("/return/order").await.location;
    assert!(browser.get(&order).await.text.contains("Waits for you"));
    assert!(!browser.get("/servers/web-1").await.text.contains("Disk restored"));

    let ask = browser.post(&format!("{order}/inline"), &[]).await.location;
    let way = browser.way(&ask, "sms").await;
    browser.post(&format!("{ask}/send"), &[("way", &way)]).await;
    let (_, code) = demo.code("+491713920013", "order").await;
    let page = browser.post(&format!("{ask}/answer"), &[("onetimecode", &code)]).await;
    assert_eq!(page.location, order);
    for _ in 0..2 {
        let page = browser.get(&order).await.text;
        assert!(
            page.contains("Confirmed and run") && page.contains("The signature fits"),
            "{page}"
        );
    }
    let server = browser.get("/servers/web-1").await.text;
    assert_eq!(server.matches("Disk restored to snap-51ab").count(), 1);

    let receipt = browser.get(&format!("{order}/receipt.jws")).await.text;
    let keys = browser.get(&format!("{order}/keys.json")).await.text;
    let (file, key_file) = (folder.path().join("receipt.jws"), folder.path().join("keys.json"));
    std::fs::write(&file, receipt).expect("a file");
    std::fs::write(&key_file, keys).expect("a file");
    let verify = std::process::Command::new(env!("CARGO_BIN_EXE_demo"))
        .args(["countersign", "receipt", "verify"])
        .arg(&file)
        .arg("--keys")
        .arg(&key_file)
        .output()
        .expect("the command runs");
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stderr));
}

/// A changed order is another order: the old one is replaced, and its code confirms nothing.
#[tokio::test]
async fn a_changed_order_replaces_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let mut browser = Browser::signed_in(&demo, "maren").await;
    let form = [("action", "restore-snapshot"), ("copy", "snap-51ab")];
    browser.post("/servers/web-1/orders", &form).await;
    let old = browser.get("/return/order").await.location;
    let ask = browser.post(&format!("{old}/inline"), &[]).await.location;
    let way = browser.way(&ask, "sms").await;
    browser.post(&format!("{ask}/send"), &[("way", &way)]).await;
    let (_, code) = demo.code("+491713920013", "order").await;

    browser.post(&format!("{old}/change"), &[("copy", "snap-7f2c")]).await;
    let new = browser.get("/return/order").await.location;
    assert_ne!(old, new);
    let page = browser.post(&format!("{ask}/answer"), &[("onetimecode", &code)]).await;
    assert_eq!(page.location, old);
    assert!(browser.get(&old).await.text.contains("Another order took the place of this one"));
    assert!(browser.get(&new).await.text.contains("Waits for you"));
    assert!(!browser.get("/servers/web-1").await.text.contains("Disk restored"));
}

/// Three wrong codes stop an order, for the right code too, and the panel says so.
#[tokio::test]
async fn three_wrong_codes_stop_an_order_for_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let mut browser = Browser::signed_in(&demo, "maren").await;
    browser.post("/servers/web-1/orders", &[("action", "delete-server")]).await;
    let order = browser.get("/return/order").await.location;
    let ask = browser.post(&format!("{order}/inline"), &[]).await.location;
    let way = browser.way(&ask, "sms").await;
    browser.post(&format!("{ask}/send"), &[("way", &way)]).await;
    let (_, code) = demo.code("+491713920013", "order").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..2 {
        let page = browser.post(&format!("{ask}/answer"), &[("onetimecode", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = browser.post(&format!("{ask}/answer"), &[("onetimecode", wrong)]).await;
    assert_eq!(page.location, order);
    browser.post(&format!("{ask}/answer"), &[("onetimecode", &code)]).await;
    assert!(browser.get(&order).await.text.contains("Stopped: wrong codes"));
    assert_eq!(browser.get("/servers/web-1").await.status, StatusCode::OK, "the server is there");
}

/// A form that meets a closed window comes back as it was typed.
#[tokio::test]
async fn what_was_typed_is_kept_while_the_person_confirms() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let mut browser = Browser::signed_in(&demo, "jonas").await;
    let form =
        [("company", "Reed Press"), ("street", "New Lane 7"), ("town", "Bristol"), ("vat", "")];
    let away = browser.post("/personal-data", &form).await;
    assert!(away.location.starts_with(demo.text("pages")), "{}", away.location);

    let ask = browser.get("/personal-data?inline").await.location;
    let way = browser.way(&ask, "email").await;
    browser.post(&format!("{ask}/send"), &[("way", &way)]).await;
    let (_, code) = demo.code("jonas@reedpress.example", "step-up").await;
    browser.post(&format!("{ask}/answer"), &[("onetimecode", &code)]).await;
    let page = browser.get("/personal-data").await.text;
    assert!(page.contains("Nothing was lost") && page.contains("New Lane 7"), "{page}");
    let saved = browser.post("/personal-data", &form).await;
    assert_eq!(saved.location, "/personal-data?saved");
    assert!(browser.get("/personal-data").await.text.contains("New Lane 7"));
}

/// The panel believes forms only from its own pages, whatever cookies come with them.
#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let browser = Browser::signed_in(&demo, "maren").await;
    let cookies: Vec<_> =
        browser.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let answer = demo
        .http()
        .post(format!("{}/servers/web-1/orders", demo.text("panel")))
        .header(header::COOKIE, cookies.join("; "))
        .header(header::ORIGIN, "http://localhost:9")
        .form(&[("action", "delete-server")])
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}
