//! An order on its page: read, confirmed once, or not run.

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page, other_than};
use crate::rig::{RETURN_TO, Rig};

async fn opened(rig: &Rig, browser: &Browser<'_>, name: &str) -> (String, Page) {
    let someone = rig.person(name).await;
    let order = rig.order(&someone).await;
    let page = browser.open(order.str("confirm_url")).await.is(200);
    (order.str("id").to_owned(), page)
}

async fn sent(browser: &Browser<'_>, page: &Page) -> Page {
    browser.submit(page, &[("way", &page.way("sms"))]).await.is(200)
}

on_both_engines! {
    /// CS-ORD-02, CS-ORD-12.
    async fn an_order_is_read_confirmed_and_given_a_receipt(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        let (id, page) = opened(&rig, &browser, "anna").await;
        assert_eq!(page.at, format!("/orders/{id}"));
        for words in ["Confirm this order", "What you are about to confirm", "Restore snapshot",
            "web-1", "12 May 2029", "EUR 12.50", "This cannot be undone", "SMS to ·· 47",
            "Call to mobile ·· 47", "Call to landline ·· 12", "To be confirmed by anna"] {
            page.says(words);
        }
        page.never_says("E-mail ").never_says("WhatsApp");
        let page = sent(&browser, &page).await;
        page.says("What you are about to confirm").says("The message must show: Restore snapshot, web-1");
        let code = browser.code().await;
        let form = [("onetimecode", code.as_str()), ("do", "answer")];
        let done = browser.submit(&page, &form).await.is(200);
        done.says("Order confirmed").says("by text message to ·· 47").says("Confirmed by");
        assert!(done.html.contains(&format!("href=\"{RETURN_TO}\"")));
        // Sent twice, it is confirmed once and shows the same.
        browser.submit(&page, &form).await.is(200).says("Order confirmed");

        let receipt = browser.open(&format!("/orders/{id}/receipt")).await.is(200);
        assert_eq!(receipt.headers["content-type"], "application/jose");
        let claimed = rig.post(&format!("/v1/orders/{id}/claim"), json!({})).await.is(200);
        assert_eq!(claimed.str("receipt"), receipt.html);
        browser.open(&format!("/orders/{id}")).await.is(200)
            .says("Order already confirmed").says("It was handed to").says("once.");
    }

    /// CS-ORD-08.
    async fn three_wrong_codes_stop_it_for_the_right_one_too(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        let (id, page) = opened(&rig, &browser, "bert").await;
        let mut page = sent(&browser, &page).await;
        let code = browser.code().await;
        for (miss, words) in [(1, "You have 2 tries left, then this order is stopped."), (2, "You have 1 try left")] {
            let typed = other_than(&code, miss);
            page = browser.submit(&page, &[("onetimecode", &typed), ("do", "answer")]).await.is(422);
            page.says(words).says("Codes for signing in or for protected areas do not work here.");
        }
        let typed = other_than(&code, 3);
        let void = browser.submit(&page, &[("onetimecode", &typed), ("do", "answer")]).await.is(422);
        void.says("Three codes did not match, so this order was stopped. Nothing was changed.");
        assert!(!void.has_field() && void.title().starts_with("Error: "));
        let right = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await;
        right.says("Order stopped");
        assert_eq!(rig.get(&format!("/v1/orders/{id}")).await.str("state"), "void");
    }

    async fn an_order_that_is_not_to_run_is_stopped_from_either_page(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        let (id, page) = opened(&rig, &browser, "cleo").await;
        browser.submit(&page, &[("do", "stop")]).await.is(200)
            .says("You stopped this order. Nothing was changed.").says("I did not place this order");
        assert_eq!(rig.get(&format!("/v1/orders/{id}")).await.str("state"), "cancelled");
        let (id, page) = opened(&rig, &browser, "dora").await;
        let page = sent(&browser, &page).await;
        browser.submit(&page, &[("do", "stop")]).await.is(200).says("Order not run");
        assert_eq!(rig.get(&format!("/v1/orders/{id}")).await.str("state"), "cancelled");
        rig.post(&format!("/v1/orders/{id}/claim"), json!({})).await.refused(409, "not-authorised");
    }

    /// CS-ORD-01.
    async fn a_replaced_order_says_so_and_the_new_one_shows_what_changed(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        let someone = rig.person("emil").await;
        let old = rig.order(&someone).await;
        let page = browser.open(old.str("confirm_url")).await.is(200);
        let page = sent(&browser, &page).await;
        let code = browser.code().await;
        let mut body = Rig::order_body(&someone);
        body["object"] = json!("web-2");
        body["replaces"] = json!(old.str("id"));
        let new = rig.post("/v1/orders", body).await.is(201);
        let gone = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
        gone.says("This order was replaced at").says("Codes sent for it no longer work.");
        let shown = browser.open(new.str("confirm_url")).await.is(200);
        shown.says("Before: web-1. Now: web-2.").never_says("Before: Restore snapshot");
        let gone = browser.open(&format!("/orders/{}", old.str("id"))).await.is(200);
        gone.says("Review the new order");
    }

    /// CS-ORD-07.
    async fn an_order_that_waited_too_long_was_not_run(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        let (_, page) = opened(&rig, &browser, "fred").await;
        let page = sent(&browser, &page).await;
        let code = browser.code().await;
        rig.forward(15 * 60 + 1);
        let late = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await;
        late.says("This order waited longer than 15 minutes and was not run.");
        assert!(!late.has_field());
    }

    /// CS-ORD-09.
    async fn what_cannot_confirm_says_why(db: TestDb) {
        let rig = Rig::new(db).await;
        let browser = Browser::new(&rig);
        let body = |email: &str, phones: serde_json::Value| json!({
            "email": email, "email_confirmed": true, "name": "Gina", "language": "de", "phones": phones,
        });
        let new = json!([{"number": "+4915123456799", "confirmed_at": "2029-12-31T23:00:00Z"}]);
        for (person, words) in [
            (body("g1@example.com", json!([])), "brauchen Sie eine bestätigte Nummer"),
            (body("g2@example.com", new), "wurde erst kürzlich hinzugefügt"),
        ] {
            let person = rig.post("/v1/persons", person).await.is(201);
            let mut order = Rig::order_body(&crate::rig::Someone {
                id: person.str("id").to_owned(), session: String::new(), body: json!(null),
            });
            order.as_object_mut().expect("an object").remove("session");
            let order = rig.post("/v1/orders", order).await.is(201);
            let page = browser.open(order.str("confirm_url")).await.is(200);
            page.says("Diesen Auftrag freigeben").says(words);
            assert!(!page.text().contains("Code senden"), "{}", page.text());
        }
    }

    /// What is paid is what the button said.
    async fn a_price_is_agreed_to_before_anything_is_sent(db: TestDb) {
        let rig = Rig::with(db, "[prices]\nsms = \"0.09\"\n").await;
        let browser = Browser::new(&rig);
        let (_, page) = opened(&rig, &browser, "hans").await;
        page.says("EUR 0.09, on your next invoice").says("Send code for EUR 0.09");
        let way = page.way("sms");
        let refused = browser.submit(&page, &[("way", &way), ("agreed", "")]).await.is(422);
        refused.says("This way costs EUR 0.09.");
        assert_eq!(browser.messages().await, 0);
        browser.submit(&refused, &[("way", &way), ("agreed", "0.09 EUR")]).await.is(200);
        assert_eq!(browser.messages().await, 1);
    }
}
