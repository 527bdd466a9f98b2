//! The contract from end to end: step-up, order, receipt.

use countersign_testkit::on_both_engines;
use serde_json::{Value, json};

use crate::rig::{RETURN_TO, Rig};

on_both_engines! {
    /// The portal's own page: ask, send, relay, look at the window, close it.
    async fn a_step_up_through_the_api_opens_a_window(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let challenge = rig.step_up(&someone).await.is(201);
        assert_eq!(challenge.str("state"), "open");
        assert!(challenge.str("confirm_url").starts_with("https://confirm.example/confirm"));
        assert_eq!(challenge.str("expires_at"), "2030-01-01T00:10:00.000Z");
        let ways = challenge.body["methods"].as_array().expect("methods");
        let email = ways.iter().find(|way| way["method"] == "email").expect("e-mail");
        assert_eq!((&email["available"], &email["kind"], &email["target"]), (&json!(true), &json!("email"), &json!("m…a@e…e.com")));
        assert_eq!(email["price"], json!({"value": "0.00", "currency": "EUR"}));

        let id = challenge.str("id").to_owned();
        let sent = rig.post(&format!("/v1/challenges/{id}/send"), json!({"method": "email"})).await.is(202);
        assert_eq!((sent.str("sent_at"), sent.str("resend_after")), ("2030-01-01T00:00:00.000Z", "2030-01-01T00:00:30.000Z"));
        rig.deliver().await;
        let code = mailed_code(&rig);
        let passed = rig.answer(&id, "email", &code).await.is(200);
        assert_eq!(passed.str("state"), "passed");
        assert_eq!(passed.body["grant"]["purpose"], "step-up");
        assert_eq!(passed.body["grant"]["window"]["until"], "2030-01-01T00:10:00.000Z");

        let windows = format!("/v1/sessions/{}/windows", someone.session);
        let open = rig.get(&windows).await.is(200);
        assert!(open.body["windows"][0]["areas"].as_array().expect("areas").contains(&json!("invoices")));
        rig.call("DELETE", &windows, Value::Null).await.is(204);
        assert_eq!(rig.get(&windows).await.is(200).body, json!({"windows": []}));
    }

    /// An order: created, challenged, answered, claimed once, its receipt checked offline.
    async fn an_order_ends_in_one_claim_and_a_receipt(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let id = order.str("id").to_owned();
        assert_eq!(order.str("digest").len(), 64);
        let path = format!("/v1/orders/{id}");
        rig.post(&format!("{path}/claim"), Value::Null).await.refused(409, "not-authorised");

        let way = json!({"method": "sms", "contact": someone.contact("mobile")});
        let challenge = rig.post(&format!("{path}/challenges"), way).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        let passed = rig.answer(challenge.str("id"), "sms", &code).await.is(200);
        assert_eq!(passed.body["grant"], json!({"purpose": "order", "at": "2030-01-01T00:00:00.000Z", "order": id}));

        let shown = rig.get(&path).await.is(200);
        assert_eq!((shown.str("state"), shown.str("method"), shown.str("target")), ("authorised", "sms", "·· 47"));
        assert_eq!(shown.body["details"], json!([{"label": "Taken on", "value": "12 May 2029"}]));
        rig.get(&format!("{path}/receipt")).await.refused(409, "not-authorised");

        let claimed = rig.post(&format!("{path}/claim"), Value::Null).await.is(200);
        assert_eq!(claimed.str("state"), "claimed");
        rig.post(&format!("{path}/claim"), Value::Null).await.refused(409, "already-claimed");
        assert_eq!(rig.get(&format!("{path}/receipt")).await.is(200).str("receipt"), claimed.str("receipt"));

        let keys = rig.get("/.well-known/jwks.json").await.is(200);
        let keys = serde_json::from_value(keys.body).expect("a key set");
        let claims = countersign_app::signing::verify(claimed.str("receipt"), &keys).expect("it holds");
        assert_eq!((claims.order, claims.digest.as_str(), claims.person), (id, order.str("digest"), someone.id));
        assert_eq!((claims.iss.as_str(), claims.aud.as_str(), claims.method.as_str()), ("https://confirm.example", "portal", "sms"));
    }
}

/// The six digits that stand alone in the newest mail.
fn mailed_code(rig: &Rig) -> String {
    let messages = rig.sink.messages();
    let text = &messages.last().expect("a mail").text;
    text.split(|c: char| !c.is_ascii_digit())
        .find(|word| word.len() == 6)
        .or_else(|| text.lines().find(|line| line.len() == 7 && line.contains(' ')))
        .unwrap_or_else(|| panic!("no code in {text}"))
        .to_owned()
}

/// CS-WEB-04: `return_to` is compared letter by letter.
#[test]
fn an_unregistered_return_target_is_refused() {
    countersign_testkit::db::run(countersign_testkit::TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        for target in [
            "https://portal.example/back/",
            "//portal.example/back",
            "https://portal.example/back?x=1",
            "https://e.com",
            "",
        ] {
            let mut order = Rig::order_body(&someone);
            order["return_to"] = json!(target);
            let refused = rig.post("/v1/orders", order).await.refused(422, "invalid-value");
            assert_eq!(refused.str("field"), "return_to", "{target}");
        }
        assert!(rig.order(&someone).await.text.contains("confirm_url"), "{RETURN_TO}");
    });
}
