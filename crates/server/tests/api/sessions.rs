//! `/v1/sessions`.

use countersign_testkit::{TestDb, db::run};
use serde_json::{Value, json};

use crate::rig::Rig;

/// CS-STEP-06: ending a session ends its window and its open challenges.
#[test]
fn an_ended_session_enters_nothing_and_answers_nothing() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let challenge = rig.step_up(&someone).await.is(201);
        let path = format!("/v1/sessions/{}", someone.session);
        rig.call("DELETE", &path, Value::Null).await.is(204);
        rig.call("DELETE", &path, Value::Null).await.is(204);
        let windows = rig.get(&format!("{path}/windows")).await.is(200);
        assert_eq!(windows.body, json!({"windows": []}));
        rig.answer(challenge.str("id"), "email", "000000").await.refused(409, "challenge-closed");
        rig.step_up(&someone).await.refused(409, "session-ended");
    });
}

#[test]
fn the_same_reference_is_the_same_session() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let path = format!("/v1/persons/{}/sessions", someone.id);
        let body =
            json!({"reference": "s1", "client": {"ip": "203.0.113.9", "user_agent": "Firefox"}});
        assert_eq!(rig.post(&path, body).await.is(201).str("id"), someone.session);
        let bad = json!({"reference": "s2", "client": {"ip": "here"}});
        assert_eq!(
            rig.post(&path, bad).await.refused(422, "invalid-value").str("field"),
            "client.ip"
        );
    });
}
