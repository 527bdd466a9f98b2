//! Clients that hang up while their answer is looked at (CS-OPS-05).

use countersign_testkit::on_both_engines;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::rig::Rig;

/// Orders answered by clients that do not wait.
const ORDERS: usize = 24;

on_both_engines! {
    /// Each code is used with its success recorded, or unused and still good; nobody is stuck.
    async fn an_answer_whose_client_left_is_done_or_not_begun(db: TestDb) {
        let rig = Rig::new(db).await;
        let mut pending = Vec::new();
        for number in 0..ORDERS {
            let mobile = format!("+49151{:08}", 20_000_017 + number * 1_000_000);
            let someone = rig.person_at(&format!("p{number}"), &mobile).await;
            let order = rig.order(&someone).await.str("id").to_owned();
            let challenges = format!("/v1/orders/{order}/challenges");
            let challenge = rig.post(&challenges, json!({"method": "sms"})).await.is(201);
            let challenge = challenge.str("id").to_owned();
            let code = rig.sent_code(&challenge, "sms").await;
            pending.push((order, challenge, code));
        }
        let address = rig.listen().await;
        for (_, challenge, code) in &pending {
            let body = json!({"method": "sms", "code": code}).to_string();
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            let request = format!(
                "POST /v1/challenges/{challenge}/answer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                rig.key,
                body.len()
            );
            stream.write_all(request.as_bytes()).await.expect("written");
            drop(stream);
        }
        let mut done = 0;
        for (order, challenge, code) in &pending {
            let order = format!("/v1/orders/{order}");
            let again = rig.answer(challenge, "sms", code).await;
            match again.status.as_u16() {
                200 => {}
                409 => done += 1,
                _ => panic!("{}", again.text),
            }
            assert_eq!(rig.get(&order).await.is(200).str("state"), "authorised");
            rig.post(&format!("{order}/claim"), json!({})).await.is(200);
        }
        assert!(done > 0, "no answer ran: the test hung up too early to show anything");
    }
}
