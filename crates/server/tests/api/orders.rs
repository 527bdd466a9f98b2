//! `/v1/orders`.

use countersign_testkit::{TestDb, db::run, on_both_engines};
use serde_json::{Value, json};

use crate::rig::Rig;

on_both_engines! {
    /// Cursors on every list.
    async fn orders_are_listed_in_pages_newest_first(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, other) = (rig.person("mara").await, rig.person("other").await);
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.push(rig.order(&mara).await.str("id").to_owned());
            rig.order(&other).await;
            rig.forward(1);
        }
        ids.reverse();
        let mut found = Vec::new();
        let mut path = format!("/v1/orders?person={}&limit=2", mara.id);
        loop {
            let page = rig.get(&path).await.is(200);
            let orders = page.body["orders"].as_array().expect("orders");
            assert!(orders.len() <= 2);
            found.extend(orders.iter().map(|order| order["id"].as_str().expect("an id").to_owned()));
            let Some(cursor) = page.body["next_cursor"].as_str() else { break };
            path = format!("/v1/orders?person={}&limit=2&cursor={cursor}", mara.id);
        }
        assert_eq!(found, ids);
    }
}

#[test]
fn a_replaced_or_cancelled_order_is_closed() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let first = rig.order(&someone).await;
        let mut body = Rig::order_body(&someone);
        body["replaces"] = first.body["id"].clone();
        let second = rig.post("/v1/orders", body.clone()).await.is(201);
        assert_ne!(first.str("digest"), second.str("digest"));
        let old = rig.get(&format!("/v1/orders/{}", first.str("id"))).await.is(200);
        assert_eq!((old.str("state"), old.str("replaced_by")), ("replaced", second.str("id")));
        rig.post("/v1/orders", body).await.refused(409, "order-closed");
        let path = format!("/v1/orders/{}", second.str("id"));
        assert_eq!(
            rig.post(&format!("{path}/cancel"), json!({})).await.is(200).str("state"),
            "cancelled"
        );
        rig.post(&format!("{path}/challenges"), json!({"method": "sms"}))
            .await
            .refused(409, "order-closed");
        rig.post(&format!("{path}/claim"), Value::Null).await.refused(409, "not-authorised");
    });
}

/// CS-ORD-07
#[test]
fn an_order_waits_its_time_and_no_longer() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        for (seconds, ok) in [(300, true), (3600, true), (299, false), (3601, false), (0, false)] {
            let mut body = Rig::order_body(&someone);
            body["expires_in"] = json!(seconds);
            assert_eq!(rig.post("/v1/orders", body).await.status == 201, ok, "{seconds}");
        }
        let order = rig.order(&someone).await;
        rig.forward(900);
        assert_eq!(
            rig.get(&format!("/v1/orders/{}", order.str("id"))).await.is(200).str("state"),
            "expired"
        );
    });
}

/// CS-ORD-09: a number confirmed a short time ago confirms no destructive order, and the row says from when on it does.
#[test]
fn a_new_number_is_listed_with_its_reason() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let new = json!({"email": "n@example.com", "name": "N", "phones": [{"number": "+4915123456747", "confirmed_at": "2029-12-31T23:00:00Z"}]});
        let person = rig.post("/v1/persons", new).await.is(201);
        let order = json!({"person": person.str("id"), "action": "delete-server", "title": "Delete server", "object": "web-1", "details": [], "destructive": true});
        let created = rig.post("/v1/orders", order).await.is(201);
        let row = &created.body["methods"][0];
        assert_eq!((&row["available"], &row["reason"]), (&json!(false), &json!("number-too-new")));
        assert_eq!(row["available_from"], "2030-01-01T23:00:00.000Z");
        let path = format!("/v1/orders/{}/challenges", created.str("id"));
        let refused =
            rig.post(&path, json!({"method": "sms"})).await.refused(422, "method-unavailable");
        assert_eq!(refused.str("reason"), "number-too-new");
    });
}

/// CS-ORD-02, CS-WEB-06: a line break would fake a line of the slip, a direction mark would turn its words round.
#[test]
fn words_that_could_read_otherwise_are_refused() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        for mark in
            ['\n', '\u{1f}', '\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{202e}', '\u{2067}']
        {
            let words = format!("web{mark}1");
            for (field, value) in [
                ("title", json!(words)),
                ("object", json!(words)),
                ("details", json!([{"label": words, "value": "x"}])),
                ("details", json!([{"label": "x", "value": words}])),
            ] {
                let mut order = Rig::order_body(&someone);
                order[field] = value;
                rig.post("/v1/orders", order).await.refused(422, "invalid-value");
            }
        }
    });
}
