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
}
