//! `/v1/challenges`.

use countersign_testkit::{TestDb, db::run};
use serde_json::{Value, json};

use crate::rig::Rig;

fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

/// CS-ORD-08, and the members the contract names.
#[test]
fn wrong_codes_are_counted_down_and_void_an_order() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let challenges = format!("/v1/orders/{}/challenges", order.str("id"));
        let challenge = rig.post(&challenges, json!({"method": "sms"})).await.is(201);
        let id = challenge.str("id");
        rig.answer(id, "sms", "000000").await.refused(409, "not-sent");
        let code = rig.sent_code(id, "sms").await;
        rig.answer(id, "call", &code).await.refused(409, "method-fixed");
        let malformed = rig.answer(id, "sms", "12345").await.refused(422, "malformed-code");
        assert!(!malformed.text.contains("12345"));
        for left in [2, 1, 0] {
            let wrong = rig.answer(id, "sms", &other(&code)).await.refused(422, "wrong-code");
            assert_eq!(wrong.body["attempts_left"], left);
        }
        rig.answer(id, "sms", &code).await.refused(409, "challenge-closed");
        assert_eq!(
            rig.get(&format!("/v1/orders/{}", order.str("id"))).await.is(200).str("state"),
            "void"
        );
    });
}

/// CS-SMS-04
#[test]
fn a_resend_waits_thirty_seconds_and_says_so() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let challenge = rig.step_up(&someone).await.is(201);
        let send = format!("/v1/challenges/{}/send", challenge.str("id"));
        let body = json!({"method": "email"});
        rig.post(&send, body.clone()).await.is(202);
        rig.forward(10);
        let soon = rig.post(&send, body.clone()).await.refused(429, "too-soon");
        assert_eq!(soon.headers["retry-after"], "20");
        rig.forward(20);
        rig.post(&send, body).await.is(202);
        rig.post(&send, json!({"method": "sms"})).await.refused(409, "method-fixed");
    });
}

/// CS-DC-02: told apart from wrong, since it was given back.
#[test]
fn a_right_code_that_comes_late_is_refused_by_name() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let challenges = format!("/v1/orders/{}/challenges", order.str("id"));
        let challenge = rig.post(&challenges, json!({"method": "sms"})).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        rig.forward(601);
        rig.answer(challenge.str("id"), "sms", &code).await.refused(422, "code-expired");
    });
}

/// CS-DC-07: a code leaves only by its channel.
#[test]
fn no_answer_of_the_api_holds_a_code() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let challenges = format!("/v1/orders/{}/challenges", order.str("id"));
        let challenge = rig.post(&challenges, json!({"method": "sms"})).await.is(201);
        let sent = rig
            .post(&format!("/v1/challenges/{}/send", challenge.str("id")), json!({"method": "sms"}))
            .await;
        rig.deliver().await;
        let code = rig.sink.code();
        let shown = rig.get(&format!("/v1/challenges/{}", challenge.str("id"))).await.is(200);
        assert_eq!(shown.str("purpose"), "order");
        let metrics = rig.get("/metrics").await.is(200);
        for answer in [order, challenge, sent, shown, metrics] {
            assert!(!answer.text.contains(&code), "{}", answer.text);
        }
    });
}

/// CS-ENUM-04, CS-DC-05: ids of others, of another kind or of nothing read alike.
#[test]
fn unknown_ids_of_every_kind_read_alike() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let unknown = "chl_00000000000000000000000000";
        for id in
            [unknown, someone.id.as_str(), "chl_", "x", "%00", "chl_0000000000000000000000000%2e"]
        {
            rig.get(&format!("/v1/challenges/{id}")).await.refused(404, "not-found");
        }
        rig.answer(unknown, "sms", "123456").await.refused(409, "challenge-closed");
        rig.post(&format!("/v1/challenges/{unknown}/complete"), json!({"result": "x"}))
            .await
            .refused(409, "result-refused");
        for (field, value) in [
            ("person", json!("per_00000000000000000000000000")),
            ("person", json!("x")),
            ("session", json!("ses_00000000000000000000000000")),
        ] {
            let mut ask =
                json!({"person": someone.id, "purpose": "step-up", "session": someone.session});
            ask[field] = value;
            assert_eq!(
                rig.post("/v1/challenges", ask).await.refused(422, "invalid-value").str("field"),
                field
            );
        }
    });
}

/// CS-STEP-05, CS-ORD-09
#[test]
fn odd_methods_are_unavailable_or_unreadable_and_send_nothing() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let challenge = rig.step_up(&someone).await.is(201);
        let send = format!("/v1/challenges/{}/send", challenge.str("id"));
        for method in ["recovery-code", "pin", "none", "", "SMS", "sms ", "passkey"] {
            rig.post(&send, json!({"method": method})).await.refused(422, "method-unavailable");
        }
        rig.post(&send, json!({"method": ["sms"]})).await.refused(400, "malformed-request");
        rig.post(&send, json!({"method": "email", "to": "evil@example.com"}))
            .await
            .refused(400, "malformed-request");
        let stranger = rig
            .post(
                "/v1/persons",
                json!({"email": "b@example.com", "email_confirmed": true, "name": "B"}),
            )
            .await
            .is(201);
        let contact: &Value = &stranger.body["contacts"][0]["id"];
        rig.post(&send, json!({"method": "email", "contact": contact}))
            .await
            .refused(422, "method-unavailable");
        rig.deliver().await;
        assert!(rig.sink.messages().is_empty());
    });
}
