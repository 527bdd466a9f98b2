//! The database goes away between a provider's answer and its note: nothing is sent twice, and nothing waits for ever.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use countersign_app::{challenge, jobs};
use countersign_core::delivery::AttemptState;
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;
use countersign_store::ReadTx;
use countersign_testkit::pg_proxy::Line;
use countersign_testkit::{PgProxy, TestDb, db};

use rig::Rig;
use rig::provider::Provider;

/// The provider has taken the message, and the database is gone for a moment: the worker keeps its word until it can write it
/// down, and nobody asks again.
#[test]
fn a_database_that_is_away_for_a_moment_doubles_no_message() {
    db::run(TestDb::postgres, |db| async move {
        let proxy = Arc::new(PgProxy::before(&db.url).await);
        let behind = db::open(&proxy.url, &db.key_file).await;
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = rig.on_store(behind, &[Arc::clone(&alpha)]);
        let someone = rig.person("anna").await;
        let order = rig.order(&someone, false).await;
        let made = rig.order_challenge(&order.id, Method::Sms).await.expect("a challenge");
        let id = ChallengeId::parse(&made.id).expect("an id");
        let contact = Some(someone.contact("mobile"));
        challenge::send(&ctx, &rig.asked(), id.clone(), Method::Sms, contact)
            .await
            .expect("the store works")
            .expect("it may be sent");
        // As soon as the provider is asked the line is cut; a while later it is whole again.
        let cut = Arc::clone(&proxy);
        alpha.when_asked(move || {
            cut.set(Line::Cut);
            let whole = Arc::clone(&cut);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(3)).await;
                whole.set(Line::Open);
            });
        });
        jobs::run_waiting(&ctx).await.expect("the job was done when the database came back");
        assert_eq!(alpha.asked().len(), 1);
        let read = async move |tx: &mut ReadTx| tx.attempt_of_challenge(&id).await;
        let attempt = ctx.store.read(read).await.expect("read").expect("a hand-over");
        assert_eq!(attempt.state, AttemptState::HandedOver);
        rig.forward(Duration::from_mins(3));
        jobs::run_waiting(&ctx).await.expect("nothing waits");
        assert_eq!(alpha.asked().len(), 1);
    });
}
