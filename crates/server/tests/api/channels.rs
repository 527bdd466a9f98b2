//! `/v1/channels`: what an operator's portal sees of providers, and does to them.

use countersign_testkit::on_both_engines;
use serde_json::{Value, json};

use crate::rig::{Rig, Someone};

/// The reason of the row by text message to the mobile; `None`: it can be used.
async fn sms_reason(rig: &Rig, someone: &Someone) -> Option<String> {
    let order = rig.order(someone).await;
    let mobile = someone.contact("mobile");
    let rows = order.body["methods"].as_array().expect("rows").clone();
    let row = rows.iter().find(|row| row["method"] == "sms" && row["contact"] == mobile.as_str());
    row.expect("a row")["reason"].as_str().map(str::to_owned)
}

on_both_engines! {
    async fn a_provider_is_switched_off_and_on_and_people_are_told(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        assert_eq!(sms_reason(&rig, &someone).await, None);
        rig.post("/v1/channels/sink/disable", Value::Null).await.is(204);
        assert_eq!(sms_reason(&rig, &someone).await.as_deref(), Some("provider-outage"));
        let listed = rig.get("/v1/channels").await.is(200);
        let provider = &listed.body["providers"][0];
        assert_eq!((&provider["name"], &provider["state"]), (&json!("sink"), &json!("off")));
        rig.post("/v1/channels/sink/enable", Value::Null).await.is(204);
        assert_eq!(sms_reason(&rig, &someone).await, None);
        rig.post("/v1/channels/nobody/disable", Value::Null).await.refused(404, "not-found");
    }

    async fn what_was_sent_and_answered_is_counted_by_provider_and_country(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let path = format!("/v1/orders/{}/challenges", order.str("id"));
        let challenge = rig.post(&path, json!({"method": "sms"})).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        rig.answer(challenge.str("id"), "sms", &code).await.is(200);
        let listed = rig.get("/v1/channels").await.is(200);
        let traffic = listed.body["providers"][0]["traffic"].as_array().expect("rows").clone();
        let row = traffic.iter().find(|row| row["method"] == "sms").expect("a row");
        assert_eq!((&row["country"], &row["sent"], &row["verified"]), (&json!("DE"), &json!(1), &json!(1)));
    }

    /// CS-SMS-03
    async fn a_route_says_where_a_message_would_go(db: TestDb) {
        let rig = Rig::new(db).await;
        let route = |method: &'static str, to: &'static str| {
            rig.post("/v1/channels/route", json!({"method": method, "to": to}))
        };
        let found = route("sms", "+4915123456789").await.is(200);
        assert_eq!((&found.body["served"], &found.body["providers"][0]["name"]), (&json!(true), &json!("sink")));
        let swiss = route("sms", "+41791234567").await.is(200);
        assert_eq!(swiss.str("reason"), "country-not-served");
        let premium = route("sms", "+499001234567").await.is(200);
        assert_eq!(premium.str("reason"), "number-kind-refused");
        route("sms", "0151 23456789").await.refused(422, "invalid-value");
        route("fax", "+4915123456789").await.refused(422, "method-unavailable");
        // There is no file of routes here, and the answer says how to name one.
        let refused = rig.post("/v1/channels/reload", Value::Null).await.refused(422, "invalid-value");
        assert!(refused.text.contains("sending.routes"), "{}", refused.text);
    }

    /// What a send costs is booked to account, person, purpose and provider, and read in pages.
    async fn costs_are_booked_to_account_person_purpose_and_provider(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let new = json!({"reference": "K-7", "name": "Meier", "owner": someone.id});
        let account = rig.post("/v1/accounts", new).await.is(201).str("id").to_owned();
        let order = rig.order(&someone).await;
        let path = format!("/v1/orders/{}/challenges", order.str("id"));
        let challenge = rig.post(&path, json!({"method": "sms"})).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        rig.answer(challenge.str("id"), "sms", &code).await.is(200);
        rig.deliver().await;
        rig.forward(60);
        let listed = rig.get(&format!("/v1/channels/costs?account={account}")).await.is(200);
        let rows = listed.body["costs"].as_array().expect("rows").clone();
        let purposes: Vec<_> = rows.iter().map(|row| row["purpose"].as_str().expect("one")).collect();
        assert!(purposes.contains(&"order") && purposes.contains(&"notice"), "{purposes:?}");
        for row in &rows {
            assert_eq!((&row["account"], &row["person"]), (&json!(account), &json!(someone.id)));
            assert_eq!((&row["provider"], &row["currency"]), (&json!("sink"), &json!("EUR")));
        }
        // In pages, and narrowed to somebody and to a span.
        let mut paged = Vec::new();
        let mut next = String::new();
        loop {
            let page = rig.get(&format!("/v1/channels/costs?limit=1{next}")).await.is(200);
            paged.extend(page.body["costs"].as_array().expect("rows").clone());
            let Some(cursor) = page.body["next_cursor"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(paged, rows);
        let of = rig.get(&format!("/v1/channels/costs?person={}", someone.id)).await.is(200);
        assert_eq!(of.body["costs"], json!(rows));
        let before = "from=2020-01-01T00:00:00Z&to=2020-01-31T00:00:00Z";
        let none = rig.get(&format!("/v1/channels/costs?{before}")).await.is(200);
        assert_eq!(none.body["costs"], json!([]));
        for odd in ["from=2020-01-01T00:00:00Z", "from=x", "to=2020-01-01T00:00:00Z&from=2020-02-01T00:00:00Z"] {
            rig.get(&format!("/v1/channels/costs?{odd}")).await.refused(422, "invalid-value");
        }
        rig.get("/v1/channels/costs?cursor=eHg6eA").await.refused(400, "malformed-request");
    }
}
