//! Bad input over a real socket (CS-WEB-08): a clean answer that a client can read, and a server that lives on.

use std::net::SocketAddr;
use std::time::Duration;

use countersign_testkit::{TestDb, db::run};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::rig::Rig;

/// Writes raw bytes and reads until the server closes or has said `enough`.
async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(bytes).await.expect("the server reads all of it");
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    read.expect("an answer in time").expect("the connection is closed, not reset");
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(rig: &Rig, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST /v1/persons HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}\r\n{body}",
        rig.key
    )
    .into_bytes()
}

/// A client that writes everything before it reads finds the answer, not a reset connection.
#[test]
fn a_body_that_is_too_large_gets_an_answer_that_can_be_read() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let address = rig.listen().await;
        for size in [64 * 1024 + 1, 1024 * 1024, 6 * 1024 * 1024] {
            let body = "x".repeat(size);
            let announced = format!("Content-Length: {size}\r\n");
            let answer = raw(address, &post(&rig, &announced, &body)).await;
            assert!(
                answer.starts_with("HTTP/1.1 413 ") && answer.contains("request-too-large"),
                "{answer}"
            );
            let chunk = format!("{size:x}\r\n{body}\r\n0\r\n\r\n");
            let answer = raw(address, &post(&rig, "Transfer-Encoding: chunked\r\n", &chunk)).await;
            assert!(
                answer.starts_with("HTTP/1.1 413 ") && answer.contains("request-too-large"),
                "{answer}"
            );
        }
        let waits = post(&rig, "Content-Length: 70000\r\nExpect: 100-continue\r\n", "");
        let answer = raw(address, &waits).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    });
}

#[test]
fn a_body_of_64_kib_is_read() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let address = rig.listen().await;
        let body = format!("{{\"name\":\"{}\"}}", "x".repeat(64 * 1024 - 11));
        let answer =
            raw(address, &post(&rig, &format!("Content-Length: {}\r\n", body.len()), &body)).await;
        assert_eq!(body.len(), 64 * 1024);
        assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("email"), "{answer}");
    });
}

/// A Content-Length that lies: too long ends as a time-out or a broken body, two of them are refused.
#[test]
fn a_lying_content_length_does_nothing() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let address = rig.listen().await;
        let body = "{\"email\":\"a@example.com\",\"name\":\"A\"}";
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(&post(&rig, "Content-Length: 400\r\n", body)).await.expect("written");
        stream.shutdown().await.expect("half closed");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("text");
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
        for lie in [
            "Content-Length: 4\r\nContent-Length: 5\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: many\r\n",
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        ] {
            let answer = raw(address, &post(&rig, lie, "0\r\n\r\n")).await;
            assert!(answer.starts_with("HTTP/1.1 400 ") || answer.is_empty(), "{lie}: {answer}");
        }
        rig.post("/v1/persons", serde_json::json!({"email": "a@example.com", "name": "A"}))
            .await
            .is(201);
    });
}

#[test]
fn headers_are_bounded_in_number_and_size() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let address = rig.listen().await;
        let get = |headers: &str| {
            format!("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n")
        };
        let many = (0..70).map(|n| format!("X-{n}: 1\r\n")).collect::<Vec<_>>().concat();
        let wide = format!("X-Wide: {}\r\n", "x".repeat(17_000));
        for headers in [&many, &wide] {
            let answer = raw(address, get(headers).as_bytes()).await;
            assert!(
                answer.starts_with("HTTP/1.1 431 ") && answer.contains("headers-too-large"),
                "{answer}"
            );
        }
        let huge = format!("X-Huge: {}\r\n", "x".repeat(100_000));
        assert!(raw(address, get(&huge).as_bytes()).await.starts_with("HTTP/1.1 431 "));
        let long =
            format!("GET /{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "x".repeat(9_000));
        assert!(raw(address, long.as_bytes()).await.starts_with("HTTP/1.1 414 "));
        assert!(raw(address, get("").as_bytes()).await.starts_with("HTTP/1.1 200 "));
    });
}

/// A header or body that trickles in is cut off after 10 s, and others are served meanwhile.
#[test]
fn slow_requests_are_cut_off_and_hold_up_nobody() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let address = rig.listen().await;
        let begun = std::time::Instant::now();
        let slow_body = post(&rig, "Content-Length: 100\r\n", "{\"email\":");
        let slow = tokio::spawn(async move { raw(address, &slow_body).await });
        let silent = tokio::spawn(async move { raw(address, b"GET /healthz HT").await });
        let quick =
            raw(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert!(quick.starts_with("HTTP/1.1 200 ") && begun.elapsed() < Duration::from_secs(5));
        let answer = slow.await.expect("no panic");
        assert!(
            answer.starts_with("HTTP/1.1 408 ") && answer.contains("request-timeout"),
            "{answer}"
        );
        let answer = silent.await.expect("no panic");
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(begun.elapsed() < Duration::from_secs(15));
    });
}

#[test]
fn bodies_that_are_no_strict_json_are_refused_with_the_place() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let address = rig.listen().await;
        for (body, part) in [
            (
                "{\"email\":\"a@example.com\",\"email\":\"b@example.com\",\"name\":\"A\"}",
                "stands twice",
            ),
            ("{\"email\":[\"a@example.com\"],\"name\":\"A\"}", "/email must be a string"),
            ("[\"a@example.com\"]", "malformed-request"),
            ("\"a\"", "malformed-request"),
            ("null", "malformed-request"),
            ("{\"email\":\"a@example.com\",\"name\":\"A\",\"admin\":true}", "admin"),
            ("{\"email\":\"a@example.com\",\"name\":\"\\u0000\"}", "U+0000"),
            ("{\"email\":\"a@example.com\"", "Not JSON"),
        ] {
            let answer =
                raw(address, &post(&rig, &format!("Content-Length: {}\r\n", body.len()), body))
                    .await;
            assert!(
                answer.starts_with("HTTP/1.1 400 ") && answer.contains(part),
                "{body}: {answer}"
            );
        }
        let latin = b"{\"email\":\"a@example.com\",\"name\":\"\xe4\"}";
        let mut bytes = post(&rig, &format!("Content-Length: {}\r\n", latin.len()), "");
        bytes.extend_from_slice(latin);
        assert!(raw(address, &bytes).await.contains("not UTF-8"));
        let deep = format!("{{\"name\":{}{}}}", "[".repeat(4_000), "]".repeat(4_000));
        let answer =
            raw(address, &post(&rig, &format!("Content-Length: {}\r\n", deep.len()), &deep)).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    });
}

#[test]
fn a_body_of_another_type_is_refused() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
            let request = http::Request::post("/v1/persons")
                .header("authorization", format!("Bearer {}", rig.key))
                .header("content-type", kind)
                .body(axum::body::Body::from("{}"));
            rig.send(request.expect("a request")).await.refused(415, "unsupported-media-type");
        }
    });
}

/// Digits of other scripts are digits.
#[test]
fn a_code_in_other_digits_is_understood() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let someone = rig.person("mara").await;
        let order = rig.order(&someone).await;
        let path = format!("/v1/orders/{}/challenges", order.str("id"));
        let challenge = rig.post(&path, serde_json::json!({"method": "sms"})).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        let arabic: String =
            code.chars().filter_map(|c| char::from_u32(0x660 + c.to_digit(10)?)).collect();
        rig.answer(challenge.str("id"), "sms", &format!(" {arabic} ")).await.is(200);
    });
}
