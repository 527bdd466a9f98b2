//! Orders through the use cases, on both engines.

mod rig;

use std::time::Duration;

use countersign_app::order::{self, answer_order, cancel, claim};
use countersign_app::signing::{self, PublicKey, PublicKeys, ReceiptRefused, Signer};
use countersign_app::step_up::answer_step_up;
use countersign_app::{Refused, jobs, session};
use countersign_core::Timestamp;
use countersign_core::ids::OrderId;
use countersign_core::people::Method;
use countersign_testkit::on_both_engines;

use rig::{Rig, Someone, wrong};

/// Confirms an order by SMS and gives its id.
async fn confirmed(rig: &Rig, someone: &Someone) -> OrderId {
    let created = rig.order(someone, true).await;
    let challenge = rig.order_challenge(&created.id, Method::Sms).await.expect("begun");
    rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
    let answer = Rig::answer_of(&challenge.id, Method::Sms, &rig.sink.code());
    Rig::done(answer_order(&rig.ctx, &rig.asked(), answer).await);
    OrderId::parse(&created.id).expect("an order id")
}

async fn state(rig: &Rig, id: &OrderId) -> String {
    Rig::done(order::read(&rig.ctx, id, rig.clock.now()).await).state
}

fn keys(rig: &Rig) -> PublicKeys {
    let signer = &rig.ctx.signer;
    let from = Timestamp::from_ms(0);
    PublicKeys { keys: vec![PublicKey::ed25519(signer.kid(), signer.public_key(), from, None)] }
}

on_both_engines! {
    /// CS-ORD-06, CS-ORD-12.
    async fn an_order_is_confirmed_claimed_once_and_its_receipt_holds_offline(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let id = confirmed(&rig, &someone).await;
        assert_eq!(state(&rig, &id).await, "authorised");
        let claimed = Rig::done(claim(&rig.ctx, &rig.asked(), id.clone()).await);
        let again = claim(&rig.ctx, &rig.asked(), id.clone()).await.expect("the store");
        assert_eq!(again.err(), Some(Refused::AlreadyClaimed));

        let claims = signing::verify(&claimed.receipt, &keys(&rig)).expect("a receipt");
        let order = Rig::done(order::read(&rig.ctx, &id, rig.clock.now()).await);
        assert_eq!(claims.digest, order.digest);
        assert_eq!((claims.order, claims.person), (order.id, order.person));
        assert_eq!((claims.method.as_str(), claims.aud.as_str()), ("sms", "https://portal.example"));

        let (head, rest) = claimed.receipt.split_once('.').expect("a JWS");
        let (body, signature) = rest.split_once('.').expect("a JWS");
        let other = Signer::from_seed(&[8; 32]).expect("a signer");
        let stranger = PublicKeys {
            keys: vec![PublicKey::ed25519(other.kid(), other.public_key(), Timestamp::from_ms(0), None)],
        };
        let altered = format!("{head}.{}A.{signature}", &body[..body.len() - 1]);
        assert!(signing::verify(&altered, &keys(&rig)).is_err());
        assert!(matches!(
            signing::verify(&claimed.receipt, &stranger),
            Err(ReceiptRefused::UnknownKey(_))
        ));
    }

    /// CS-ORD-08: three wrong codes over all its challenges; the person is told.
    async fn three_wrong_codes_stop_the_order_whatever_challenge_they_are_given_to(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let created = rig.order(&someone, true).await;
        let sms = rig.order_challenge(&created.id, Method::Sms).await.expect("begun");
        rig.send(&sms.id, Method::Sms, None).await.expect("sent");
        let sms_code = rig.sink.code();
        let call = rig.order_challenge(&created.id, Method::Call).await.expect("begun");
        rig.send(&call.id, Method::Call, None).await.expect("sent");
        let call_code = rig.sink.code();
        assert_ne!(sms_code, call_code, "another method is another code");
        let tries = [(&sms, Method::Sms, 2), (&call, Method::Call, 1), (&sms, Method::Sms, 0)];
        for (challenge, method, left) in tries {
            let code = if method == Method::Sms { &sms_code } else { &call_code };
            let answer = Rig::answer_of(&challenge.id, method, &wrong(code));
            let refused = answer_order(&rig.ctx, &rig.asked(), answer).await.expect("the store");
            let Err(Refused::WrongCode { attempts_left, order_void, .. }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!((attempts_left, order_void), (left, left == 0));
        }
        let answer = Rig::answer_of(&call.id, Method::Call, &call_code);
        let refused = answer_order(&rig.ctx, &rig.asked(), answer).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed));
        let id = OrderId::parse(&created.id).expect("an id");
        assert_eq!(state(&rig, &id).await, "void");
        jobs::run_waiting(&rig.ctx).await.expect("jobs");
        let told = rig.sink.messages();
        assert_eq!(told.last().map(|m| (m.method, m.text.as_str())), Some((Method::Email, "stopped")));
        let refused = rig.order_challenge(&created.id, Method::Sms).await.err();
        assert_eq!(refused, Some(Refused::OrderClosed { state: "void".to_owned() }));
    }

    /// CS-ORD-01, CS-ORD-03.
    async fn an_order_that_was_replaced_is_void_and_its_code_dead(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let first = rig.order(&someone, true).await;
        let challenge = rig.order_challenge(&first.id, Method::Sms).await.expect("begun");
        rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
        let code = rig.sink.code();
        let bad = Rig::answer_of(&challenge.id, Method::Sms, &wrong(&code));
        assert!(answer_order(&rig.ctx, &rig.asked(), bad).await.expect("the store").is_err());

        let mut ask = Rig::new_order(&someone, true);
        ask.replaces = Some(OrderId::parse(&first.id).expect("an id"));
        "web-2".clone_into(&mut ask.object);
        let second = Rig::done(order::create(&rig.ctx, &rig.asked(), ask.clone()).await);
        assert_ne!(second.digest, first.digest);
        let late = Rig::answer_of(&challenge.id, Method::Sms, &code);
        let refused = answer_order(&rig.ctx, &rig.asked(), late).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed));
        let next = rig.order_challenge(&second.id, Method::Sms).await.expect("begun");
        rig.send(&next.id, Method::Sms, None).await.expect("sent");
        let crossed = Rig::answer_of(&next.id, Method::Sms, &code);
        let refused = answer_order(&rig.ctx, &rig.asked(), crossed).await.expect("the store");
        assert!(matches!(refused, Err(Refused::WrongCode { attempts_left: 1, .. })), "tries used stay used: {refused:?}");
        let again = order::create(&rig.ctx, &rig.asked(), ask).await.expect("the store");
        assert_eq!(again.err(), Some(Refused::OrderClosed { state: "replaced".to_owned() }));
    }

    /// CS-ORD-07, CS-ORD-05.
    async fn orders_lapse_unanswered_and_unclaimed(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let waiting = rig.order(&someone, true).await;
        let challenge = rig.order_challenge(&waiting.id, Method::Sms).await.expect("begun");
        rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
        let code = rig.sink.code();
        rig.forward(Duration::from_secs(15 * 60 + 1));
        let late = Rig::answer_of(&challenge.id, Method::Sms, &code);
        let refused = answer_order(&rig.ctx, &rig.asked(), late).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed));
        let refused = rig.order_challenge(&waiting.id, Method::Sms).await.err();
        assert_eq!(refused, Some(Refused::OrderClosed { state: "expired".to_owned() }));

        let id = confirmed(&rig, &someone).await;
        rig.forward(Duration::from_secs(3_601));
        let refused = claim(&rig.ctx, &rig.asked(), id.clone()).await.expect("the store").err();
        assert_eq!(refused, Some(Refused::NotAuthorised { state: "void".to_owned() }));
    }

    /// CS-ORD-11: the session it came from ended in between.
    async fn an_order_of_an_ended_session_is_neither_confirmed_nor_claimed(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let id = confirmed(&rig, &someone).await;
        let open = rig.order(&someone, true).await;
        let challenge = rig.order_challenge(&open.id, Method::Sms).await.expect("begun");
        rig.forward(Duration::from_secs(31));
        rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
        Rig::done(session::end(&rig.ctx, &rig.asked(), someone.session.clone()).await);
        let answer = Rig::answer_of(&challenge.id, Method::Sms, &rig.sink.code());
        let refused = answer_order(&rig.ctx, &rig.asked(), answer).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed));
        let refused = claim(&rig.ctx, &rig.asked(), id).await.expect("the store").err();
        assert!(matches!(refused, Some(Refused::NotAuthorised { .. })), "{refused:?}");
    }

    /// CS-ORD-09, CS-ORD-10.
    async fn mail_confirms_no_order_and_an_orders_code_opens_no_window(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let order = rig.order(&someone, false).await;
        let refused = rig.order_challenge(&order.id, Method::Email).await.err();
        let reason = "not-for-orders".to_owned();
        assert_eq!(refused, Some(Refused::MethodUnavailable { reason }));
        let refused = rig.order_challenge(&order.id, Method::RecoveryCode).await.err();
        assert!(matches!(refused, Some(Refused::MethodUnavailable { .. })));

        let challenge = rig.order_challenge(&order.id, Method::Sms).await.expect("begun");
        rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
        let code = rig.sink.code();
        let as_step_up = Rig::answer_of(&challenge.id, Method::Sms, &code);
        let refused = answer_step_up(&rig.ctx, &rig.asked(), as_step_up).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed), "the wrong purpose finds no challenge");
        let answer = Rig::answer_of(&challenge.id, Method::Sms, &code);
        Rig::done(answer_order(&rig.ctx, &rig.asked(), answer).await);
    }

    /// *Do not run this order*: its codes are dead, and stopping twice is no error.
    async fn a_stopped_order_stays_stopped(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let created = rig.order(&someone, false).await;
        let challenge = rig.order_challenge(&created.id, Method::Sms).await.expect("begun");
        rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
        let id = OrderId::parse(&created.id).expect("an id");
        for _ in 0..2 {
            let stopped = Rig::done(cancel(&rig.ctx, &rig.asked(), id.clone()).await);
            assert_eq!(stopped.state, "cancelled");
        }
        let answer = Rig::answer_of(&challenge.id, Method::Sms, &rig.sink.code());
        let refused = answer_order(&rig.ctx, &rig.asked(), answer).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed));
        let refused = claim(&rig.ctx, &rig.asked(), id).await.expect("the store").err();
        assert_eq!(refused, Some(Refused::NotAuthorised { state: "cancelled".to_owned() }));
    }

    /// CS-ORD-06, CS-API-04: a repeated request is answered alike and runs once; another body under the same key is refused.
    async fn a_repeated_request_gets_the_first_outcome(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let id = confirmed(&rig, &someone).await;
        let first = Rig::done(claim(&rig.ctx, &rig.once("k", "claim"), id.clone()).await);
        let again = Rig::done(claim(&rig.ctx, &rig.once("k", "claim"), id.clone()).await);
        assert_eq!(first.receipt, again.receipt);
        let other = claim(&rig.ctx, &rig.once("k", "other"), id).await.expect("the store").err();
        assert_eq!(other, Some(Refused::IdempotencyMismatch));
    }
}
