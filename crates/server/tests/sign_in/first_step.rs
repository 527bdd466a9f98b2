//! Sign-in name and password.

use countersign_testkit::{TestDb, on_both_engines};

use crate::browser::{Browser, ORIGIN, Page};
use crate::people::{PASSWORD, first_step, is_signed_in, person, sign_in, with_app};
use crate::rig::Rig;

/// The page without what differs each time by itself: its token.
fn shape(page: &Page) -> (u16, String, Vec<String>) {
    let html = match page.html.split_once("name=\"form_token\" value=\"") {
        Some((before, rest)) => format!("{before}{}", rest.split_once('"').map_or("", |(_, r)| r)),
        None => page.html.clone(),
    };
    let mut names: Vec<String> = page.headers.keys().map(ToString::to_string).collect();
    names.sort();
    (page.status.as_u16(), html, names)
}

on_both_engines! {
    /// F1.1, CS-LOG-06: name and password are enough without a second factor; the session's cookie is new.
    async fn name_and_password_sign_in(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        browser.plant("__Host-ses", "planted-planted-planted-planted-planted-pl0");
        let led = first_step(&browser, " Anna@Example.com ", PASSWORD).await.is(303);
        assert_eq!(led.at, "/sign-in/after");
        let cookie = browser.cookie("__Host-ses");
        assert_eq!((cookie.len(), cookie.starts_with("planted")), (43, false), "256 bits of our own");
        assert_eq!(browser.cookie("__Host-dev").len(), 22, "128 bits");
        assert!(is_signed_in(&browser).await);
        assert!(!browser.jar().contains_key("__Host-pre"));
    }

    /// CS-ENUM-01, CS-ENUM-03: unknown, wrong, without a password, with a second factor: one answer.
    async fn what_does_not_match_is_one_answer(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        with_app(&rig, "bert").await;
        rig.person("carl").await;
        let mut shapes = Vec::new();
        for name in ["anna@example.com", "bert@example.com", "carl@example.com", "nobody@example.com"] {
            let browser = Browser::new(&rig);
            let page = first_step(&browser, name, "another password").await.is(422);
            page.says("These details do not match. Check them or reset your password.");
            assert!(page.title().starts_with("Error: "), "{}", page.title());
            assert!(!browser.jar().contains_key("__Host-ses") && !browser.jar().contains_key("__Host-dev"));
            let (status, html, headers) = shape(&page);
            shapes.push((status, html.replace(name, "name"), headers));
        }
        assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]), "{shapes:#?}");
    }

    /// CS-ENUM-01: what is blocked is blocked alike, and no mail goes to whom we do not know.
    async fn too_many_is_one_answer_too(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let mut shapes = Vec::new();
        for (from, name) in ["anna@example.com", "nobody@example.com"].into_iter().enumerate() {
            let browser = Browser::new(&rig).from(&format!("192.0.2.{from}"));
            for _ in 0..10 {
                first_step(&browser, name, "another password").await.is(422);
            }
            let page = first_step(&browser, name, PASSWORD).await.is(429);
            page.says("Too many tries in this browser. If we know these details, a mail with a link is on its way.");
            shapes.push(shape(&page));
        }
        assert_eq!(shapes[0], shapes[1]);
    }

    /// F1.1: what is missing is said at its field, the name comes back, the password never does.
    async fn what_is_missing_is_said(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        first_step(&browser, " ", "something").await.is(422).says("Enter your e-mail or sign-in name.");
        let page = first_step(&browser, "anna@example.com", "").await.is(422);
        page.says("Enter your password.");
        assert!(page.html.contains("value=\"anna@example.com\""));
        let page = first_step(&browser, "anna@example.com", "marked-secret").await.is(422);
        assert!(!page.html.contains("marked-secret"));
        assert!(page.html.contains("autocomplete=\"current-password\""));
    }

    /// CS-WEB-01: another site can neither sign anybody in nor out.
    async fn forms_of_other_sites_are_refused(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = browser.open("/sign-in").await.is(200);
        let body = page.form(&[("name", "anna@example.com"), ("password", PASSWORD)]);
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
            browser.ask("POST", "/sign-in", body.clone(), &[(name, value)]).await.is(403);
        }
        // A token of another browser, and none.
        let other = Browser::new(&rig);
        other.open("/sign-in").await.is(200);
        let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        other.ask("POST", "/sign-in", body, &same).await.is(403);
        let bare = "name=anna%40example.com&password=x".to_owned();
        other.ask("POST", "/sign-in", bare, &same).await.is(403);
        sign_in(&rig, &browser, "anna").await;
        browser.ask("POST", "/sign-out", String::new(), &[("sec-fetch-site", "cross-site")]).await.is(403);
        assert!(is_signed_in(&browser).await);
    }

    /// CS-WEB-04: after signing in a browser goes to a page of ours or to a registered address, nowhere else.
    async fn nobody_is_led_elsewhere(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        browser.open("/sign-in/after").await;
        for to in [
            "next=//e.com", "next=/%5Ce.com", "next=https:e.com", "next=%09//e.com", "next=javascript:alert(1)",
            "next=https://e.com", "next=/a%0d%0aSet-Cookie:x=1", "return_to=https://e.com",
            "return_to=https://portal.example/back/", "return_to=https://portal.example/back%0d%0aX:y",
        ] {
            let led = browser.ask("GET", &format!("/sign-in/after?{to}"), String::new(), &[]).await.is(303);
            assert_eq!(led.at, "/security", "{to}");
        }
        let led = browser.ask("GET", "/sign-in/after?next=/sign-out", String::new(), &[]).await.is(303);
        assert_eq!(led.at, "/sign-out");
    }

    /// F1.4: who has no second factor is invited, once a day.
    async fn an_invitation_comes_once_a_day(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        let page = browser.open("/sign-in/after?next=/sign-out").await.is(200);
        page.says("Protect your sign-in with a second step. It takes about 2 minutes.").says("Turn it on").says("Later");
        let later = browser.open("/sign-in/after?next=/sign-out").await.is(200);
        later.says("You are signed in as").never_says("Protect your sign-in");
        for (hours, invited) in [(11, false), (14, true)] {
            rig.forward(hours * 3_600);
            let browser = Browser::new(&rig);
            sign_in(&rig, &browser, "anna").await;
            let page = browser.open("/sign-in/after?next=/sign-out").await.is(200);
            assert_eq!(page.text().contains("Protect your sign-in"), invited, "{hours}");
        }
    }

    /// CS-LOG-12: odd bytes are text.
    async fn text_from_outside_stays_text(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        for odd in ["anna@example.com\r\nSet-Cookie: x=1", "a\0b", "{\"$ne\":1}", "' OR 1=1 --", "tfa_verified=1;", &"x".repeat(20_000)] {
            let browser = Browser::new(&rig);
            first_step(&browser, odd, odd).await.is(422);
            assert!(!is_signed_in(&browser).await);
        }
        let browser = Browser::new(&rig);
        let page = browser.open("/sign-in").await.is(200);
        let doubled = format!("{}&name=bert%40example.com", page.form(&[("name", "anna@example.com"), ("password", PASSWORD)]));
        browser.ask("POST", "/sign-in", doubled, &[]).await.is(400);
    }
}

/// CS-PW-05: a value that no password can be is refused without being hashed.
#[test]
fn over_long_bodies_are_refused() {
    countersign_testkit::db::run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        browser.ask("POST", "/sign-in", "x".repeat(70_000), &[]).await.is(413);
        first_step(&browser, "anna@example.com", &"p".repeat(2_000)).await.is(422);
    });
}
