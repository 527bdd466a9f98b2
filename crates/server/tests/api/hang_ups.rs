//! Clients that hang up while their answer is looked at (CS-OPS-05).

use countersign_core::challenge::totp;
use countersign_core::ids::{AuthenticatorId, PersonId};
use countersign_core::people::{Authenticator, AuthenticatorKind, TotpSecret};
use countersign_testkit::on_both_engines;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::rig::Rig;

/// Orders answered by clients that do not wait: a thousand in the long run.
fn orders() -> usize {
    countersign_testkit::rounds(60, 1_000)
}

fn secret() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890".to_vec())
}

/// An app, as an import brings it: its codes are sent by nobody, so that no limit on sending is met.
async fn enrol(rig: &Rig, person: &str) {
    let person = PersonId::parse(person).expect("an id");
    let authenticator = Authenticator {
        id: rig.state.ctx.random(AuthenticatorId::generate),
        kind: AuthenticatorKind::Totp,
        added_at: rig.clock.now(),
        used_first: false,
    };
    let enrolled = rig.state.ctx.store.write(async move |tx| {
        tx.authenticator_insert(&person, &authenticator, Some(&secret())).await
    });
    enrolled.await.expect("enrolled");
}

on_both_engines! {
    /// Each code is used with its success recorded, or unused and still good; nobody is stuck.
    async fn an_answer_whose_client_left_is_done_or_not_begun(db: TestDb) {
        let rig = Rig::new(db).await;
        let mut pending = Vec::new();
        for number in 0..orders() {
            let someone = rig.person(&format!("p{number}")).await;
            enrol(&rig, &someone.id).await;
            let order = rig.order(&someone).await.str("id").to_owned();
            let challenges = format!("/v1/orders/{order}/challenges");
            let challenge = rig.post(&challenges, json!({"method": "totp"})).await.is(201);
            let challenge = challenge.str("id").to_owned();
            pending.push((order, challenge));
        }
        let address = rig.listen().await;
        let code = totp::hotp(&secret(), totp::step_at(rig.clock.now())).reveal().to_owned();
        for (_, challenge) in &pending {
            let body = json!({"method": "totp", "code": code}).to_string();
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
        for (order, challenge) in &pending {
            let order = format!("/v1/orders/{order}");
            let again = rig.answer(challenge, "totp", &code).await;
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
