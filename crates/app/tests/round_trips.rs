//! What an answer costs on PostgreSQL: every statement is a round trip, and so are BEGIN and COMMIT.

mod rig;

use countersign_app::order::answer_order;
use countersign_app::step_up::answer_step_up;
use countersign_core::people::Method;
use countersign_store::testing::statements_run;
use countersign_testkit::{TestDb, db::run};

use rig::Rig;

/// BEGIN and COMMIT.
const FRAME: u64 = 2;

/// One test, because the count is the process's own.
#[test]
fn an_answer_costs_a_stated_number_of_round_trips() {
    run(TestDb::postgres, |db| async move {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        for (times, most) in [("first", 10), ("again", 9)] {
            let challenge = rig.step_up(&someone).await;
            rig.send(&challenge.id, Method::Email, None).await.expect("sent");
            let answer = Rig::answer_of(&challenge.id, Method::Email, &rig.sink.code());
            let before = statements_run();
            Rig::done(answer_step_up(&rig.ctx, &rig.once(times, "answer"), answer).await);
            let cost = statements_run() - before + FRAME;
            println!("step-up by mail, {times}, with an Idempotency-Key: {cost}");
            assert!(cost <= most, "{times}: {cost}");
        }
        let secret = rig.enrol_totp(&someone.id).await;
        let challenge = rig.step_up(&someone).await;
        let answer = Rig::answer_of(&challenge.id, Method::Totp, &rig.totp(&secret, 0));
        let before = statements_run();
        Rig::done(answer_step_up(&rig.ctx, &rig.once("totp", "answer"), answer).await);
        let cost = statements_run() - before + FRAME;
        println!("step-up by app, with an Idempotency-Key: {cost}");
        assert!(cost <= 10, "{cost}");

        let order = rig.order(&someone, true).await;
        for (method, most) in [(Method::Sms, 11), (Method::Totp, 12)] {
            let order =
                if method == Method::Sms { &order } else { &rig.order(&someone, true).await };
            let challenge = rig.order_challenge(&order.id, method).await.expect("begun");
            let code = if method == Method::Sms {
                rig.send(&challenge.id, method, None).await.expect("sent");
                rig.sink.code()
            } else {
                rig.totp(&secret, 1)
            };
            let answer = Rig::answer_of(&challenge.id, method, &code);
            let before = statements_run();
            Rig::done(
                answer_order(
                    &rig.ctx,
                    &rig.once(&format!("order {}", method.as_str()), "answer"),
                    answer,
                )
                .await,
            );
            let cost = statements_run() - before + FRAME;
            println!("order by {}, with an Idempotency-Key: {cost}", method.as_str());
            assert!(cost <= most, "{cost}");
        }
    });
}
