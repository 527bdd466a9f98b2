//! Who may call what (CS-API-02), and the inventory (CS-RL-01).

use countersign_app::operate::api_key::SCOPES;
use countersign_server::inventory::{COMPARES_NOTHING, INVENTORY};
use countersign_server::routes::Guard;
use countersign_testkit::{TestDb, db::run};
use serde_json::{Value, json};

use crate::rig::Rig;

/// Every route of the API, without a key, with a dead one, with every scope but its own.
#[test]
fn every_route_is_closed_without_its_own_scope() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let dead = rig.key_with(&["persons:read"]).await;
        let mut seen = 0;
        for served in &rig.built.served {
            let Guard::Key(scope) = served.guard else { continue };
            seen += 1;
            let path = served.path.replace("{id}", "x");
            let others: Vec<&str> =
                SCOPES.iter().map(|(name, _)| *name).filter(|name| *name != scope).collect();
            assert_eq!(others.len(), SCOPES.len() - 1, "{scope} is no scope");
            let key = rig.key_with(&others).await;
            let refused = rig
                .call_as(&key, served.method, &path, json!({}))
                .await
                .refused(403, "scope-missing");
            assert_eq!(refused.str("scope"), scope, "{path}");
            for key in ["", "csk_", &format!("{dead}x"), &dead.to_uppercase()] {
                let answer = rig
                    .call_as(key, served.method, &path, json!({}))
                    .await
                    .refused(401, "unauthenticated");
                assert!(answer.headers.contains_key("www-authenticate"));
            }
        }
        assert_eq!(seen, 79);
    });
}

/// The OpenAPI document and the list of routes name the same endpoints, so no route of the API lacks a scope.
#[test]
fn the_document_and_the_routes_agree() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let mut documented = Vec::new();
        for (path, item) in &rig.built.openapi.paths.paths {
            for (method, there) in [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("DELETE", item.delete.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
            ] {
                if there {
                    documented.push((method, path.clone()));
                }
            }
        }
        for (method, path) in &documented {
            let served = rig.built.served.iter().find(|s| s.method == *method && s.path == *path);
            assert!(matches!(served.map(|s| s.guard), Some(Guard::Key(_))), "{method} {path}");
        }
        assert_eq!(documented.len(), 79);
    });
}

/// CS-API-01
#[test]
fn an_ended_key_is_refused_at_once() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        rig.get("/v1/persons/x").await.refused(404, "not-found");
        rig.forward(90 * 24 * 3_600);
        rig.get("/v1/persons/x").await.refused(401, "unauthenticated");
    });
}

/// CS-RL-01: every route that changes something is in the inventory, or was found to compare nothing.
#[test]
fn the_inventory_knows_every_route() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let listed = |method: &str, path: &str| {
            INVENTORY.iter().filter(|line| line.method == method && line.path == path).count()
                + COMPARES_NOTHING.iter().filter(|line| **line == (method, path)).count()
        };
        for served in rig.built.served.iter().filter(|served| served.method != "GET") {
            assert_eq!(listed(served.method, &served.path), 1, "{} {}", served.method, served.path);
        }
        let lines = INVENTORY
            .iter()
            .map(|line| (line.method, line.path))
            .chain(COMPARES_NOTHING.iter().copied());
        for (method, path) in lines {
            let served = rig
                .built
                .served
                .iter()
                .any(|served| served.method == method && served.path == path);
            assert!(served, "{method} {path} is listed and not served");
        }
    });
}

/// CS-API-03, CS-STEP-09: no field, header or parameter turns a key into a proof.
#[test]
fn a_key_with_every_scope_passes_no_challenge_by_itself() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let challenge = rig.step_up(&someone).await.is(201);
        let answer = format!("/v1/challenges/{}/answer", challenge.str("id"));
        for body in [
            json!({}),
            json!({"method": "email"}),
            json!({"method": "email", "code": ""}),
            json!({"method": "email", "code": "123456", "force": true}),
        ] {
            let refused = rig.post(&answer, body).await;
            assert!(refused.status.is_client_error(), "{}", refused.text);
        }
        let windows = rig.get(&format!("/v1/sessions/{}/windows", someone.session)).await.is(200);
        assert_eq!(windows.body["windows"], Value::Array(vec![]));
    });
}
