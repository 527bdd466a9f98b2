//! The database goes away between a provider's answer and its note: nothing is sent twice, and nothing waits for ever.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use countersign_app::delivery::{self, CallbackRequest};
use countersign_app::{Ctx, challenge, jobs};
use countersign_channels::{Delivery, News, Report};
use countersign_core::delivery::AttemptState;
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;
use countersign_store::ReadTx;
use countersign_testkit::pg_proxy::Line;
use countersign_testkit::{PgProxy, TestDb, db};

use rig::provider::Provider;
use rig::{Rig, Someone};

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

/// The code of an order, handed over to the provider; its challenge.
async fn handed_over(rig: &Rig, ctx: &Ctx) -> (Someone, ChallengeId) {
    let someone = rig.person("anna").await;
    let order = rig.order(&someone, false).await;
    let made = rig.order_challenge(&order.id, Method::Sms).await.expect("a challenge");
    let id = ChallengeId::parse(&made.id).expect("an id");
    let contact = Some(someone.contact("mobile"));
    challenge::send(ctx, &rig.asked(), id.clone(), Method::Sms, contact)
        .await
        .expect("the store works")
        .expect("it may be sent");
    jobs::run_waiting(ctx).await.expect("the jobs run");
    (someone, id)
}

async fn state(ctx: &Ctx, challenge: &ChallengeId) -> AttemptState {
    let id = challenge.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| tx.attempt_of_challenge(&id).await);
    read.await.expect("read").expect("a hand-over").state
}

/// A code that was handed over by a server whose line to the database can be cut.
struct Away {
    proxy: PgProxy,
    rig: Rig,
    alpha: Arc<Provider>,
    ctx: Arc<Ctx>,
    id: ChallengeId,
}

async fn away(db: TestDb) -> Away {
    let proxy = PgProxy::before(&db.url).await;
    let behind = db::open(&proxy.url, &db.key_file).await;
    let rig = Rig::new(db);
    let alpha = Arc::new(Provider::new("alpha"));
    let ctx = Arc::new(rig.on_store(behind, &[Arc::clone(&alpha)]));
    let (_, id) = handed_over(&rig, &ctx).await;
    Away { proxy, rig, alpha, ctx, id }
}

async fn until_delivered(rig: &Rig, challenge: &ChallengeId) {
    for _ in 0..500 {
        if state(&rig.ctx, challenge).await == AttemptState::Delivered {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the report is lost");
}

fn delivered() -> News {
    News::Report(Report { reference: "alpha-1".to_owned(), outcome: Delivery::Delivered })
}

/// A provider with a connection says it once: what it says while the database is away is noted when it is back.
#[test]
fn a_report_that_comes_while_the_database_is_away_is_noted_later() {
    db::run(TestDb::postgres, |db| async move {
        let Away { proxy, rig, alpha, ctx, id } = away(db).await;
        let workers = jobs::start(&ctx);
        proxy.set(Line::Cut);
        assert!(alpha.tell(delivered()), "somebody listens");
        // A flood behind it finds an end: the provider keeps what has no room.
        let flood =
            || News::Report(Report { reference: "x".to_owned(), outcome: Delivery::Delivered });
        let kept = (0..2_000).filter(|_| alpha.tell(flood())).count();
        assert!(kept <= 256, "{kept}");
        tokio::time::sleep(Duration::from_secs(2)).await;
        proxy.set(Line::Open);
        until_delivered(&rig, &id).await;
        workers.stop().await;
    });
}

/// What is told by a request is answered with an error that says "again", and noted when it is said again.
#[test]
fn a_callback_that_comes_while_the_database_is_away_is_to_be_repeated() {
    db::run(TestDb::postgres, |db| async move {
        let Away { proxy, rig, alpha, ctx, id } = away(db).await;
        alpha.says(vec![delivered()]);
        let request = CallbackRequest { verb: "POST", rest: "/message", headers: &[], body: b"" };
        proxy.set(Line::Cut);
        let error = delivery::callback(&ctx, "alpha", &request).await.expect_err("no database");
        assert!(error.is_passing(), "503 and not 500: {error}");
        proxy.set(Line::Open);
        let answered = delivery::callback(&ctx, "alpha", &request).await;
        assert_eq!(answered.expect("the database is back"), Ok(None));
        assert_eq!(state(&rig.ctx, &id).await, AttemptState::Delivered);
    });
}

/// Providers say it a few times, and an outage can outlast them: what was signed and said once is noted when the database is back.
#[test]
fn a_callback_that_is_never_repeated_is_noted_later() {
    db::run(TestDb::postgres, |db| async move {
        let Away { proxy, rig, alpha, ctx, id } = away(db).await;
        let workers = jobs::start(&ctx);
        alpha.says(vec![delivered()]);
        let request = CallbackRequest { verb: "POST", rest: "/message", headers: &[], body: b"" };
        proxy.set(Line::Cut);
        delivery::callback(&ctx, "alpha", &request).await.expect_err("no database");
        // However often it comes, it is told to come again, and noted once.
        for _ in 0..2 {
            delivery::callback(&ctx, "alpha", &request).await.expect_err("no database");
        }
        proxy.set(Line::Open);
        until_delivered(&rig, &id).await;
        workers.stop().await;
    });
}

/// What was told in the last moment is noted before the server ends.
#[test]
fn what_is_told_last_is_noted_before_the_end() {
    db::run(TestDb::sqlite, |db| async move {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = Arc::new(rig.with_providers(&[Arc::clone(&alpha)]));
        let (_, id) = handed_over(&rig, &ctx).await;
        let workers = jobs::start(&ctx);
        for _ in 0..100 {
            let early = Report { reference: "early".to_owned(), outcome: Delivery::Delivered };
            assert!(alpha.tell(News::Report(early)));
        }
        assert!(alpha.tell(delivered()));
        workers.stop().await;
        assert_eq!(state(&rig.ctx, &id).await, AttemptState::Delivered);
    });
}
