//! Beside a portal: one link, one browser, one visit; and forms only from our own pages.

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, ORIGIN};
use crate::rig::{RETURN_TO, Rig};

on_both_engines! {
    /// CS-WEB-07: looking uses nothing up; opening does, for everybody else.
    async fn a_link_opens_once_in_one_browser(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("anna").await;
        for (link, secret) in [
            (rig.step_up(&someone).await.is(201).str("confirm_url").to_owned(), "Invoices"),
            (rig.order(&someone).await.str("confirm_url").to_owned(), "web-1"),
        ] {
            let scanner = Browser::new(&rig);
            let looked = scanner.ask("HEAD", &link, String::new(), &[]).await;
            assert!(looked.status.is_success() && looked.headers.get("set-cookie").is_none());
            let ahead = scanner.ask("GET", &link, String::new(), &[("sec-purpose", "prefetch")]).await;
            assert!(ahead.headers.get("set-cookie").is_none());

            let (first, second) = (Browser::new(&rig), Browser::new(&rig));
            let page = first.open(&link).await.is(200);
            page.says(secret);
            for address in [link.as_str(), page.at.as_str()] {
                let refused = second.open(address).await.is(410);
                refused.says("This link was already opened").never_says(secret).never_says("·· 47");
                assert!(!refused.html.contains("<form"));
            }
            first.open(&page.at).await.is(200).says(secret);
        }
        let browser = Browser::new(&rig);
        browser.open("/confirm?handle=AAAAAAAAAAAAAAAAAAAAAA").await.is(410);
        browser.open("/confirm").await.is(404).says("Page not found");
        browser.open("/confirm/nonsense").await.is(404).says("Page not found");
    }

    /// Two visits of one browser stand side by side.
    async fn pages_open_at_once_do_not_meet(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("bert").await;
        let browser = Browser::new(&rig);
        let order = browser.open(rig.order(&someone).await.str("confirm_url")).await.is(200);
        let step_up = browser.open(rig.step_up(&someone).await.str("confirm_url")).await.is(200);
        browser.open(&order.at).await.is(200).says("Confirm this order");
        browser.open(&step_up.at).await.is(200).says("Confirm it's you");
        // The token of one page is none of another's.
        let body = step_up.form(&[("do", "stop")]);
        let same = [("origin", ORIGIN)];
        browser.ask("POST", &format!("{}/send", order.at), body, &same).await.is(403);
    }

    /// CS-DC-05: the cookie of one's own visit shows no other visit, whatever name it is given.
    async fn a_cookie_opens_its_own_page_only(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, eve) = (rig.person("anna").await, rig.person("eve").await);
        let (hers, mine) = (Browser::new(&rig), Browser::new(&rig));
        for (link, own) in [
            (rig.step_up(&anna).await, rig.step_up(&eve).await),
            (rig.order(&anna).await, rig.order(&eve).await),
        ] {
            let page = hers.open(link.str("confirm_url")).await.is(200);
            let seen = mine.open(own.str("confirm_url")).await.is(200);
            let name = |page: &str| format!("__Host-{}", page.rsplit('/').next().expect("an id"));
            mine.plant(&name(&page.at), &mine.cookie(&name(&seen.at)));
            mine.open(&page.at).await.is(410);
        }
    }

    /// Every link of ours on every page leads somewhere.
    async fn links_lead_somewhere(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("emil").await;
        let browser = Browser::new(&rig);
        let mut pages = vec![browser.open("/help").await];
        for link in [rig.step_up(&someone).await, rig.order(&someone).await] {
            let page = browser.open(link.str("confirm_url")).await.is(200);
            let way = if page.at.starts_with("/orders") { "sms" } else { "email" };
            let code = browser.submit(&page, &[("way", &page.way(way))]).await.is(200);
            let other = browser.open(&format!("{}/other", page.at)).await.is(200);
            let help = browser.open(&format!("{}/help", page.at)).await.is(200);
            help.says("I did not get the code").says("Back to the code");
            pages.extend([page, code, other, help]);
        }
        for page in &pages {
            for href in page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let ours = href.starts_with('/') || href.starts_with('?');
                let address =
                    if href.starts_with('?') { format!("{}{href}", page.at) } else { href.to_owned() };
                if ours {
                    let led = browser.open(&address).await;
                    assert_eq!(led.status, 200, "{address} on {}", page.at);
                }
            }
        }
    }

    /// CS-WEB-01.
    async fn a_form_from_elsewhere_does_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("cleo").await;
        let browser = Browser::new(&rig);
        let page = browser.open(rig.step_up(&someone).await.str("confirm_url")).await.is(200);
        let form = page.form(&[("way", &page.way("email"))]);
        let action = format!("{}/send", page.at);
        for headers in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "https://shop.confirm.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", ORIGIN)],
        ] {
            let refused = browser.ask("POST", &action, form.clone(), headers).await.is(403);
            refused.says("This was not sent from our page");
        }
        let bare = "way=email".to_owned();
        browser.ask("POST", &action, bare, &[("origin", ORIGIN)]).await.is(403);
        let doubled = format!("{form}&way=email");
        browser.ask("POST", &action, doubled, &[("origin", ORIGIN)]).await.is(400);
        let as_get = browser.ask("GET", &action, String::new(), &[]).await;
        assert_eq!(as_get.status, 405);
        assert_eq!(browser.messages().await, 0);
    }

    /// CS-WEB-03, CS-WEB-02.
    async fn pages_carry_their_headers_and_allow_the_way_back(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("dora").await;
        let browser = Browser::new(&rig);
        let page = browser.open(rig.step_up(&someone).await.str("confirm_url")).await.is(200);
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        let origin = RETURN_TO.strip_suffix("/back").expect("an origin");
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(policy.contains(&format!("form-action 'self' {origin};")), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.headers["cache-control"], "no-store");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        let style = page.html.split("href=\"/static/style.css").nth(1).expect("a sheet");
        let style = format!("/static/style.css{}", style.split('"').next().expect("an end"));
        let sheet = browser.open(&style).await.is(200);
        assert_eq!(sheet.headers["content-type"], "text/css; charset=utf-8");
        assert!(sheet.headers["cache-control"].to_str().expect("text").contains("immutable"));
        browser.open("/static/../Cargo.toml").await.is(404);
    }

    /// The person's language, else the browser's, and what is picked stays.
    async fn a_page_speaks_the_language_of_its_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let person = json!({"email": "e@example.com", "email_confirmed": true, "name": "E", "language": "de"});
        let person = rig.post("/v1/persons", person).await.is(201);
        let session = rig.post(
            &format!("/v1/persons/{}/sessions", person.str("id")),
            json!({"reference": "s"}),
        ).await.is(201);
        let ask = json!({"person": person.str("id"), "purpose": "step-up", "session": session.str("id")});
        let challenge = rig.post("/v1/challenges", ask).await.is(201);
        let browser = Browser::new(&rig);
        let page = browser.open(challenge.str("confirm_url")).await.is(200);
        page.says("Bestätigen Sie, dass Sie es sind");
        assert!(page.html.contains("<html lang=\"de\">"));
        browser.open(&format!("{}?lang=en", page.at)).await.is(200).says("Confirm it's you");
        browser.open(&page.at).await.is(200).says("Confirm it's you");
        let mut other = Browser::new(&rig);
        other.language = "de-AT, en;q=0.5";
        other.open(&page.at).await.is(410).says("Dieser Link wurde schon geöffnet");
    }
}
