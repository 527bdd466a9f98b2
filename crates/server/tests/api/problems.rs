//! Problem details and the headers of every answer (CS-ENUM-05, CS-WEB-03).

use axum::body::Body;
use countersign_testkit::{TestDb, db::run};
use http::Request;
use serde_json::Value;

use crate::rig::Rig;

#[test]
fn addresses_and_verbs_that_do_not_exist_are_problems() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for path in [
            "/",
            "/nothing",
            "/v1",
            "/v1/",
            "/v1/nothing",
            "/v1/orders/",
            "//v1/orders",
            "/V1/orders",
            "/v1/orders/x/../y",
        ] {
            let answer = rig.get(path).await.refused(404, "not-found");
            assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
        }
        for (method, path) in [
            ("PUT", "/v1/orders"),
            ("PATCH", "/v1/persons/x"),
            ("TRACE", "/healthz"),
            ("FOO", "/v1/orders"),
        ] {
            let answer =
                rig.call(method, path, Value::Null).await.refused(405, "method-not-allowed");
            assert!(answer.headers.contains_key("allow"), "{method} {path}");
        }
    });
}

#[test]
fn every_answer_carries_the_headers() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for path in [
            "/healthz",
            "/readyz",
            "/metrics",
            "/nothing",
            "/v1/orders",
            "/v1/openapi.json",
            "/.well-known/jwks.json",
        ] {
            let answer = rig.get(path).await;
            for (name, part) in [
                ("strict-transport-security", "max-age=31536000; includeSubDomains"),
                ("content-security-policy", "default-src 'none'"),
                ("content-security-policy", "frame-ancestors 'none'"),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cache-control", ""),
                ("x-request-id", "-"),
            ] {
                let value = answer.headers.get(name).and_then(|value| value.to_str().ok());
                assert!(
                    value.is_some_and(|value| value.contains(part)),
                    "{path}: {name} is {value:?}"
                );
            }
        }
    });
}

#[test]
fn a_problem_names_the_request_and_all_its_members() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let answer = rig.get("/v1/persons/x").await.is(404);
        assert_eq!(answer.str("type"), "https://countersign.dev/problems/not-found");
        assert_eq!(
            (answer.body["status"].as_u64(), answer.str("title").is_empty()),
            (Some(404), false)
        );
        let id = answer.headers["x-request-id"].to_str().expect("text");
        assert_eq!(answer.str("instance"), format!("urn:countersign:request:{id}"));
        // The caller's own id is not taken over: it would let them write into the log.
        let request = Request::get("/nothing").header("x-request-id", "forged").body(Body::empty());
        assert_ne!(rig.send(request.expect("a request")).await.headers["x-request-id"], "forged");
    });
}

/// CS-OPS-03: with the database away nothing is accepted and nothing is told.
#[test]
fn a_database_that_is_away_is_unavailable_and_recovers() {
    run(TestDb::sqlite, async |db| {
        let folder = db.folder.path().to_owned();
        let rig = Rig::new(db).await;
        rig.get("/readyz").await.is(200);
        let away = folder.with_extension("away");
        std::fs::rename(&folder, &away).expect("moved");
        let answer = rig.get("/readyz").await.refused(503, "unavailable");
        assert!(
            !answer.text.contains("sqlite") && !answer.text.contains("countersign.db"),
            "{}",
            answer.text
        );
        assert!(answer.headers.contains_key("retry-after"));
        rig.get("/healthz").await.is(200);
        std::fs::rename(&away, &folder).expect("moved back");
        rig.get("/readyz").await.is(200);
    });
}

/// Metrics are the operator's: for everybody else there are none, whatever they claim to be.
#[test]
fn metrics_do_not_exist_for_strangers() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let get = |forwarded: &str| {
            let request = Request::get("/metrics").header("x-forwarded-for", forwarded);
            request.body(Body::empty()).expect("a request")
        };
        rig.send_from("203.0.113.9:1", get("127.0.0.1")).await.refused(404, "not-found");
        let text = rig.send_from("127.0.0.1:1", get("")).await.is(200).text;
        assert!(text.contains("countersign_http_requests_total"), "{text}");
    });
}

/// CS-WEB-05
#[test]
fn no_other_origin_is_let_in() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for origin in ["null", "https://evil.example", "https://confirm.example.evil.net"] {
            for method in ["OPTIONS", "GET", "POST"] {
                let request = Request::builder().method(method).uri("/v1/orders");
                let request = request.header("origin", origin);
                let answer = rig.send(request.body(Body::empty()).expect("a request")).await;
                let mut names = answer.headers.keys().map(http::HeaderName::as_str);
                assert!(!names.any(|name| name.starts_with("access-control")), "{method} {origin}");
            }
        }
    });
}
