//! Persons who can sign in, and the steps of doing so.

use countersign_core::challenge::totp;
use countersign_core::ids::{AuthenticatorId, ContactId, PersonId};
use countersign_core::people::{Authenticator, AuthenticatorKind, TotpSecret};
use http::StatusCode;
use serde_json::json;

use crate::browser::{Browser, Page};
use crate::rig::{MOBILE, Rig, Someone};

pub const PASSWORD: &str = "seven ferns under glass";

/// A person with a password and a confirmed mobile.
pub async fn person(rig: &Rig, name: &str) -> Someone {
    let new = json!({
        "email": format!("{name}@example.com"), "email_confirmed": true, "name": name,
        "password": PASSWORD,
        "phones": [{"number": MOBILE, "confirmed_at": "2029-11-01T00:00:00Z"}],
    });
    let person = rig.post("/v1/persons", new).await.is(201);
    let id = person.str("id").to_owned();
    Someone { id, session: String::new(), body: person.body }
}

/// A person whose second factor is an app.
pub async fn with_app(rig: &Rig, name: &str) -> Someone {
    let someone = person(rig, name).await;
    enrol(rig, &someone, AuthenticatorKind::Totp).await;
    someone
}

/// A person whose second factor is text messages.
pub async fn with_sms(rig: &Rig, name: &str) -> Someone {
    let someone = person(rig, name).await;
    let mobile = ContactId::parse(&someone.contact("mobile")).expect("an id");
    enrol(rig, &someone, AuthenticatorKind::Sms(mobile)).await;
    someone
}

/// Turns a second factor on, as an import would.
pub async fn enrol(rig: &Rig, someone: &Someone, kind: AuthenticatorKind) {
    let person = PersonId::parse(&someone.id).expect("an id");
    let key = matches!(kind, AuthenticatorKind::Totp).then(secret);
    let id = rig.state.ctx.random(AuthenticatorId::generate);
    let authenticator = Authenticator { id, kind, added_at: rig.clock.now(), used_first: false };
    let enrolled = rig.state.ctx.store.write(async move |tx| {
        tx.authenticator_insert(&person, &authenticator, key.as_ref()).await
    });
    enrolled.await.expect("enrolled");
}

fn secret() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890".to_vec())
}

/// What the app shows now.
pub fn shown(rig: &Rig) -> String {
    totp::hotp(&secret(), totp::step_at(rig.clock.now())).reveal().to_owned()
}

/// The first step; nothing followed.
pub async fn first_step(browser: &Browser<'_>, name: &str, password: &str) -> Page {
    let page = browser.open("/sign-in?anew=yes").await.is(200);
    browser.post(&page, &[("name", name), ("password", password)]).await
}

/// The first step of a person with an app, up to the page that takes its code.
pub async fn at_code(browser: &Browser<'_>, name: &str) -> Page {
    let led = first_step(browser, &format!("{name}@example.com"), PASSWORD).await.is(303);
    assert!(led.at.starts_with("/sign-in/sin_"), "{}", led.at);
    browser.follow(led).await.is(200)
}

/// The second step; nothing followed.
pub async fn second_step(browser: &Browser<'_>, page: &Page, code: &str) -> Page {
    browser.post(page, &[("onetimecode", code), ("do", "answer")]).await
}

/// Signs in all the way.
pub async fn sign_in(rig: &Rig, browser: &Browser<'_>, name: &str) {
    let led = first_step(browser, &format!("{name}@example.com"), PASSWORD).await.is(303);
    if led.at.starts_with("/sign-in/sin_") {
        let page = browser.follow(led).await.is(200);
        rig.forward(30);
        let code = shown(rig);
        assert_eq!(second_step(browser, &page, &code).await.status, StatusCode::SEE_OTHER);
    }
    assert!(is_signed_in(browser).await);
}

/// Whether this browser is signed in. Asks a page that is for signed-in persons only.
pub async fn is_signed_in(browser: &Browser<'_>) -> bool {
    let page = browser.ask("GET", "/sign-out", String::new(), &[]).await;
    page.text().contains("You are signed in as")
}
