//! `Idempotency-Key` (CS-API-04).

use axum::body::Body;
use countersign_testkit::on_both_engines;
use http::Request;
use serde_json::{Value, json};

use crate::rig::{Answer, Rig};

async fn post(rig: &Rig, api_key: &str, path: &str, key: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {api_key}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()));
    rig.send(request.expect("a request")).await
}

on_both_engines! {
    /// POST repeated: the first result, one effect; another body: refused; another key's owner: a request of its own.
    async fn a_repeated_post_is_answered_with_the_first_outcome(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let body = Rig::order_body(&someone);
        let first = post(&rig, &rig.key, "/v1/orders", "k1", &body).await.is(201);
        rig.forward(60);
        let again = post(&rig, &rig.key, "/v1/orders", "k1", &body).await.is(201);
        assert_eq!(first.text, again.text);
        let list = rig.get(&format!("/v1/orders?person={}", someone.id)).await;
        assert_eq!(list.body["orders"].as_array().expect("orders").len(), 1);
        let mut changed = body.clone();
        changed["object"] = json!("web-2");
        post(&rig, &rig.key, "/v1/orders", "k1", &changed).await.refused(422, "idempotency-key-reused");
        let other = rig.key_with(&["orders:write"]).await;
        let theirs = post(&rig, &other, "/v1/orders", "k1", &body).await.is(201);
        assert_ne!(first.str("id"), theirs.str("id"));
    }

    /// A refusal is an outcome too: the repeated wrong answer costs no second try.
    async fn a_repeated_wrong_answer_costs_one_try(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let way = json!({"method": "sms"});
        let challenge = rig.post(&format!("/v1/orders/{}/challenges", order.str("id")), way).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let path = format!("/v1/challenges/{}/answer", challenge.str("id"));
        let body = json!({"method": "sms", "code": wrong});
        for _ in 0..4 {
            let refused = post(&rig, &rig.key, &path, "a1", &body).await.refused(422, "wrong-code");
            assert_eq!(refused.body["attempts_left"], 2);
        }
        rig.answer(challenge.str("id"), "sms", &code).await.is(200);
    }
}
