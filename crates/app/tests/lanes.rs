//! Calls have workers of their own: telephones that ring hold up neither mails nor texts, and no stop waits for them.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use countersign_app::{Ctx, challenge, jobs};
use countersign_core::delivery::AttemptState;
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;
use countersign_store::ReadTx;
use countersign_testkit::on_both_engines;

use rig::provider::Provider;
use rig::{Rig, Someone};

/// Calls that one node makes at once.
const CALLS: usize = 16;

fn providers() -> (Arc<Provider>, Arc<Provider>) {
    (
        Arc::new(Provider::carrying("trunk", &[Method::Call])),
        Arc::new(Provider::carrying("post", &[Method::Email, Method::Sms])),
    )
}

/// A person, and the code of an order that is on its way to them by this method.
async fn ordered(rig: &Rig, ctx: &Ctx, number: usize, method: Method) -> (Someone, ChallengeId) {
    let mobile = format!("+49151{:08}", 20_000_017 + number * 1_000_000);
    let someone = rig.person_at(&format!("p{number}"), &mobile).await;
    let order = rig.order(&someone, false).await;
    let made = rig.order_challenge(&order.id, method).await.expect("a challenge");
    let id = ChallengeId::parse(&made.id).expect("an id");
    let contact = Some(someone.contact("mobile"));
    challenge::send(ctx, &rig.asked(), id.clone(), method, contact)
        .await
        .expect("the store works")
        .expect("it may be sent");
    (someone, id)
}

async fn mailed(rig: &Rig, ctx: &Ctx, someone: &Someone) {
    let made = rig.step_up(someone).await;
    let id = ChallengeId::parse(&made.id).expect("an id");
    let contact = Some(someone.contact("email"));
    challenge::send(ctx, &rig.asked(), id, Method::Email, contact)
        .await
        .expect("the store works")
        .expect("it may be sent");
}

/// Until a provider was asked so often; nobody waits for ever.
async fn until(provider: &Provider, asked: usize) {
    for _ in 0..600 {
        if provider.asked().len() >= asked {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("asked {} times instead of {asked}", provider.asked().len());
}

on_both_engines! {
    /// As many telephones ring as may, and one more waits: a mail and a text go out all the same, and at once.
    async fn mail_and_texts_go_out_while_telephones_ring(db: TestDb) {
        let rig = Rig::new(db);
        let (trunk, post) = providers();
        let ctx = Arc::new(rig.with_providers(&[Arc::clone(&trunk), Arc::clone(&post)]));
        trunk.hold(true);
        for number in 0..=CALLS {
            ordered(&rig, &ctx, number, Method::Call).await;
        }
        let workers = jobs::start(&ctx);
        until(&trunk, CALLS).await;
        let (someone, _) = ordered(&rig, &ctx, 50, Method::Sms).await;
        mailed(&rig, &ctx, &someone).await;
        until(&post, 2).await;
        assert_eq!(trunk.asked().len(), CALLS, "one more waits for its turn");
        trunk.hold(false);
        until(&trunk, CALLS + 1).await;
        workers.stop().await;
    }

    /// A provider of texts that hangs takes the texts' workers, and no mail waits for them.
    async fn mail_goes_out_while_texts_hang(db: TestDb) {
        let rig = Rig::new(db);
        let texts = Arc::new(Provider::carrying("texts", &[Method::Sms]));
        let post = Arc::new(Provider::carrying("post", &[Method::Email]));
        let ctx = Arc::new(rig.with_providers(&[Arc::clone(&texts), Arc::clone(&post)]));
        texts.hold(true);
        let mut someone = None;
        for number in 0..9 {
            someone = Some(ordered(&rig, &ctx, number, Method::Sms).await.0);
        }
        let workers = jobs::start(&ctx);
        until(&texts, 8).await;
        mailed(&rig, &ctx, &someone.expect("somebody")).await;
        until(&post, 1).await;
        texts.hold(false);
        until(&texts, 9).await;
        workers.stop().await;
    }

    /// A server that stops while a telephone rings hangs up and says so: the next node calls again, once, and does not wait
    /// until a lease has run out.
    async fn a_stop_hangs_up_and_leaves_the_call_to_the_next_node(db: TestDb) {
        let rig = Rig::new(db);
        let (trunk, post) = providers();
        let ctx = Arc::new(rig.with_providers(&[Arc::clone(&trunk), Arc::clone(&post)]));
        trunk.hold(true);
        let (_, challenge) = ordered(&rig, &ctx, 1, Method::Call).await;
        let workers = jobs::start(&ctx);
        until(&trunk, 1).await;
        workers.stop_within(Duration::from_millis(50)).await;
        let id = challenge.clone();
        let read = ctx.store.read(async move |tx: &mut ReadTx| tx.attempt_of_challenge(&id).await);
        let attempt = read.await.expect("read").expect("a hand-over");
        assert_eq!(attempt.state, AttemptState::Unknown);
        trunk.hold(false);
        let next = rig.with_providers(&[Arc::clone(&trunk), Arc::clone(&post)]);
        rig.forward(Duration::from_secs(20));
        jobs::run_waiting(&next).await.expect("the jobs run");
        assert_eq!(trunk.asked().len(), 2);
        let ids: Vec<_> = trunk.asked().into_iter().map(|message| message.id).collect();
        assert_eq!(ids[0], ids[1], "the same message");
    }
}
