//! `/v1/persons`.

use countersign_testkit::{TestDb, db::run};
use serde_json::json;

use crate::rig::Rig;

#[test]
fn a_person_is_registered_once_and_shown_with_masked_contacts() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let shown = rig.get(&format!("/v1/persons/{}", someone.id)).await.is(200);
        assert_eq!(shown.str("second_factor"), "none");
        assert_eq!(shown.body["contacts"][1]["kind"], "mobile");
        assert_eq!(shown.body["contacts"][1]["target"], "·· 47");
        assert_eq!(shown.body["contacts"][2]["kind"], "landline");
        assert!(!shown.text.contains("15123456747"), "{}", shown.text);
        let again = json!({"email": "MARA@Example.com", "name": "Mara"});
        rig.post("/v1/persons", again).await.refused(409, "email-taken");
    });
}

/// The scope that vouches is apart from the one that registers.
#[test]
fn confirmed_values_need_a_scope_of_their_own() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let key = rig.key_with(&["persons:write"]).await;
        for body in [
            json!({"email": "a@example.com", "name": "A", "email_confirmed": true}),
            json!({"email": "a@example.com", "name": "A", "phones": [{"number": "+4915123456747", "confirmed_at": "2029-01-01T00:00:00Z"}]}),
        ] {
            let refused =
                rig.call_as(&key, "POST", "/v1/persons", body).await.refused(403, "scope-missing");
            assert_eq!(refused.str("scope"), "contacts:confirm");
        }
        let plain = json!({"email": "a@example.com", "name": "A", "phones": [{"number": "+4915123456747"}]});
        rig.call_as(&key, "POST", "/v1/persons", plain).await.is(201);
    });
}

#[test]
fn a_value_that_cannot_be_used_is_named() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for (body, field) in [
            (json!({"email": "no address", "name": "A"}), "email"),
            (json!({"email": "a@example.com", "name": ""}), "name"),
            (
                json!({"email": "a@example.com", "name": "A", "phones": [{"number": "110"}]}),
                "phones[0].number",
            ),
            (
                json!({"email": "a@example.com", "name": "A", "phones": [{"number": "+4915123456747", "confirmed_at": "yesterday"}]}),
                "phones[0].confirmed_at",
            ),
            (json!({"email": "a@example.com", "name": "A", "language": "xx"}), "language"),
        ] {
            let refused = rig.post("/v1/persons", body).await.refused(422, "invalid-value");
            assert_eq!(refused.str("field"), field);
        }
    });
}
