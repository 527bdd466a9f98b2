//! The description of the API.

use std::path::Path;

use countersign_server::routes::Guard;
use countersign_testkit::{TestDb, db::run};
use serde_json::{Value, json};

use crate::rig::Rig;

/// docs/integrators/openapi.json is what the code says; `UPDATE_SNAPSHOTS=1` writes it anew.
#[test]
fn the_snapshot_is_up_to_date() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let served = rig.get("/v1/openapi.json").await.is(200);
        assert_eq!(served.str("openapi"), "3.1.0");
        let pretty = serde_json::to_string_pretty(&served.body).expect("JSON") + "\n";
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/integrators/openapi.json");
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &pretty).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == pretty,
            "the API changed; look at it and run this test with UPDATE_SNAPSHOTS=1"
        );
    });
}

#[test]
fn every_reference_in_the_description_leads_somewhere() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let document = rig.get("/v1/openapi.json").await.is(200).body;
        let mut pending = vec![&document];
        let mut seen = 0;
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(members) => {
                    if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                        seen += 1;
                        let pointer = target.strip_prefix('#').expect("a local reference");
                        assert!(document.pointer(pointer).is_some(), "{target}");
                    }
                    pending.extend(members.values());
                }
                Value::Array(items) => pending.extend(items),
                _ => {}
            }
        }
        assert!(seen > 20, "{seen}");
    });
}

/// Whoever makes a client of the description sees which scope each call needs, and where an idempotency key goes.
#[test]
fn every_operation_names_its_scope_and_the_problems_it_shares() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let document = rig.get("/v1/openapi.json").await.is(200).body;
        for served in &rig.built.served {
            let Guard::Key(scope) = served.guard else { continue };
            let operation = &document["paths"][&served.path][served.method.to_lowercase()];
            let at = format!("{} {}", served.method, served.path);
            assert_eq!(operation["security"], json!([{"api_key": [scope]}]), "{at}");
            for status in ["401", "403", "500", "503"] {
                assert!(operation["responses"][status].is_object(), "{at}: {status}");
            }
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let key = json!({"$ref": "#/components/parameters/IdempotencyKey"});
            assert_eq!(parameters.contains(&key), served.method == "POST", "{at}");
        }
    });
}
