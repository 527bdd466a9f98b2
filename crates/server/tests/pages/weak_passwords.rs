//! Values that guessers try first, at every way that sets a password (CS-PW-03).

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::app_code::{enrol, shown};
use crate::browser::{Browser, ORIGIN, Page};
use crate::passwords::{NEW, link, matches, person};
use crate::rig::Rig;
use crate::security::signed_in;

/// Twenty listed values of every kind that lists hold, then five made of the product's name, the portal's, the person's name and
/// sign-in address, and their doublings.
const WEAK: &str = include_str!("../data/weak-passwords.txt");

fn weak() -> impl Iterator<Item = &'static str> {
    assert_eq!(WEAK.lines().count(), 25);
    WEAK.lines()
}

const REASON: &str = "This password is well known or contains your name or ours.";

/// Every value in the page's field, and the reason each time; the form stays and nothing typed comes back.
async fn refused_on(browser: &Browser<'_>, page: &Page, more: &[(&str, &str)]) {
    for value in weak() {
        let fields = [more, &[("new_password", value)]].concat();
        let refused = browser.submit(page, &fields).await;
        assert_eq!(refused.status, 422, "{value} was taken");
        refused.says(REASON);
        assert!(!refused.html.contains(&format!("value=\"{value}")), "{value} is shown again");
    }
}

async fn rig(db: countersign_testkit::TestDb) -> Rig {
    Rig::with(db, "name = \"Nordlicht Hosting\"\n").await
}

on_both_engines! {
    /// The service API: refused with the reason, and nobody is registered.
    async fn the_api_registers_nobody_with_one(db: TestDb) {
        let rig = rig(db).await;
        let email = "mara.weber@example.com";
        for value in weak() {
            let new = json!({"email": email, "name": "Mara Weber", "password": value});
            let refused = rig.post("/v1/persons", new).await.refused(422, "invalid-value");
            assert_eq!((refused.str("field"), refused.str("reason")), ("password", "well-known"), "{value}");
            assert!(!refused.text.contains(value), "{}", refused.text);
        }
        let new = json!({"email": email, "name": "Mara Weber", "password": NEW});
        rig.post("/v1/persons", new).await.is(201);
    }

    /// The security area, with the present password; then the same after a second factor; then a mailed link.
    async fn the_pages_set_none(db: TestDb) {
        let rig = rig(db).await;
        let mara = person(&rig, "mara.weber").await;
        let old = crate::passwords::OLD;
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open("/security/password").await.is(200);
        refused_on(&browser, &page, &[("current_password", old)]).await;

        let stranger = Browser::new(&rig);
        let mailed = link(&rig, &stranger, "mara.weber@example.com").await.expect("a mail");
        let page = stranger.open(&mailed).await.is(200);
        refused_on(&stranger, &page, &[]).await;

        enrol(&rig, &mara).await;
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open("/security/password").await.is(200);
        let page = browser.submit(&page, &[]).await.is(200);
        let code = shown(&rig, 0);
        let page = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
        assert!(page.action().starts_with("/security/password/chg_"), "{}", page.action());
        refused_on(&browser, &page, &[("current_password", old)]).await;
        assert!(matches(&rig, "mara.weber", old).await, "the password is as it was");
        // The walk is about the values: with another one the same form works.
        let fields = [("current_password", old), ("new_password", NEW)];
        browser.submit(&page, &fields).await.is(200).says("Changed.");
        assert!(matches(&rig, "mara.weber", NEW).await);
    }

    /// The word beside the field is that of the check behind the form, for whoever types; other sites are told none.
    async fn the_words_beside_the_field_are_those_of_the_check(db: TestDb) {
        let rig = rig(db).await;
        let stranger = Browser::new(&rig);
        let said = async |browser: &Browser<'_>, value: &str, german: bool| {
            let body: String = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("new_password", value)
                .finish();
            let path = if german { "/password-strength?lang=de" } else { "/password-strength" };
            browser.ask("POST", path, body, &[("origin", ORIGIN)]).await.is(200).text()
        };
        for value in weak().take(20) {
            assert_eq!(said(&stranger, value, false).await, "Well known, or made of your name or ours.", "{value}");
        }
        for (value, word) in [
            ("short", "Too short: at least 8 characters."),
            ("qwerty2021", "Too easy to guess."),
            ("k7#pV2x!", "Good."),
            (NEW, "Very good."),
        ] {
            assert_eq!(said(&stranger, value, false).await, word, "{value}");
        }
        assert_eq!(said(&stranger, "short", true).await, "Zu kurz: mindestens 8 Zeichen.");

        // Whose name it is, only the person's own session knows.
        let mara = person(&rig, "mara.weber").await;
        let (browser, _) = signed_in(&rig, &mara).await;
        assert_eq!(said(&browser, "Mara.Weber.Mara", false).await, "Well known, or made of your name or ours.");
        assert_ne!(said(&stranger, "Mara.Weber.Mara", false).await, "Well known, or made of your name or ours.");

        for (body, headers, status) in [
            ("new_password=short", [("origin", "https://elsewhere.example")], 403),
            ("", [("origin", ORIGIN)], 204),
            ("new_password=", [("origin", ORIGIN)], 204),
        ] {
            let answer = stranger.ask("POST", "/password-strength", body.to_owned(), &headers).await;
            assert_eq!(answer.status, status, "{body}");
            assert!(!answer.text().contains("Too short"), "{}", answer.text());
        }
        let long = format!("new_password={}", "x".repeat(1_025));
        stranger.ask("POST", "/password-strength", long, &[("origin", ORIGIN)]).await.is(204);
    }
}
