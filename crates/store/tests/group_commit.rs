//! Plans share a commit on SQLite and stand alone all the same; on both engines a plan is all or nothing.

use std::time::Duration;

use countersign_store::{Store, StoreError, testing};
use countersign_testkit::{TestDb, db, on_both_engines, probe};

on_both_engines! {
    /// A refusal is an `Ok`; an `Err` takes everything back.
    async fn an_error_takes_back_everything_of_its_plan(db: TestDb) {
        probe::make(&db.store).await;
        let outcome: Result<(), _> = db.store.write(async |tx| {
            probe::insert(tx, "a").await?;
            Err(StoreError::Gone)
        }).await;
        assert_eq!(outcome, Err(StoreError::Gone));
        assert_eq!(probe::count(&db.store).await, 0);
    }

    /// PostgreSQL turns the COMMIT of a failed transaction into a ROLLBACK without a word: a plan that swallows an error must
    /// not be told that it was done (CS-AUD-06).
    async fn a_swallowed_error_is_not_told_as_done(db: TestDb) {
        probe::make(&db.store).await;
        let outcome = db.store.write(async |tx| {
            probe::insert(tx, "a").await?;
            let _ = testing::execute(tx, &probe::BROKEN, &[]).await;
            Ok(())
        }).await;
        assert!(outcome.is_err(), "{outcome:?}");
        assert_eq!(probe::count(&db.store).await, 0);
    }

    /// CS-OPS-05: a panic is an error to its caller and nothing to anybody else.
    async fn a_panic_leaves_nothing_and_the_store_goes_on(db: TestDb) {
        probe::make(&db.store).await;
        let outcome: Result<(), _> = db.store.write(async |tx| {
            probe::insert(tx, "a").await?;
            panic!("on purpose");
        }).await;
        assert!(matches!(outcome, Err(StoreError::Other { .. })), "{outcome:?}");
        db.store.write(async |tx| probe::insert(tx, "a").await).await.expect("the store goes on");
        assert_eq!(probe::count(&db.store).await, 1);
    }

    /// On SQLite the inner write would wait for the outer one, on PostgreSQL it may starve the pool.
    async fn a_write_inside_a_write_is_refused(db: TestDb) {
        probe::make(&db.store).await;
        let inner = db.store.clone();
        let outcome = db.store.write(async move |_| {
            inner.write(async |tx| probe::insert(tx, "a").await).await
        }).await;
        assert!(matches!(outcome, Err(StoreError::Other { .. })), "{outcome:?}");
        assert_eq!(probe::count(&db.store).await, 0);
    }

    /// A guarded UPDATE lets exactly as many through as its guard says, however many come at once.
    async fn a_guard_holds_against_fifty_at_once(db: TestDb) {
        probe::make(&db.store).await;
        db.store.write(async |tx| probe::insert(tx, "a").await).await.expect("inserted");
        let raised = all_at_once(&db.store, 50, |store, _| async move {
            store.write(async |tx| {
                let row = testing::fetch_optional(tx, &probe::RAISE, &["a".into(), 5_i64.into()]).await?;
                Ok(row.is_some())
            }).await.expect("a guard is no error")
        }).await;
        assert_eq!(raised.iter().filter(|raised| **raised).count(), 5);
    }
}

/// Of 200 plans at once, those that fail, break a statement (and tell or hide it), panic or hang leave nothing and are told so; their
/// neighbours in the same commit are kept.
#[test]
fn neighbours_in_a_group_do_not_notice_a_failure() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        let told = all_at_once(&db.store, 200, |store, number| async move {
            let outcome = store
                .write(async move |tx| {
                    probe::insert(tx, &format!("{number:03}")).await?;
                    match number % 10 {
                        0 => Err(StoreError::Gone),
                        3 => testing::execute(tx, &probe::BROKEN, &[]).await.map(drop),
                        5 => {
                            let _ = testing::execute(tx, &probe::BROKEN, &[]).await;
                            Ok(())
                        }
                        6 => panic!("on purpose"),
                        9 if number == 99 => std::future::pending().await,
                        _ => Ok(()),
                    }
                })
                .await;
            (format!("{number:03}"), outcome.is_ok())
        })
        .await;
        let kept: Vec<String> =
            told.iter().filter(|(_, ok)| *ok).map(|(id, _)| id.clone()).collect();
        assert_eq!(kept.len(), 119);
        assert_eq!(probe::ids(&db.store).await, kept);
    });
}

/// Without the shared flush every closure would wait for its own: the point of the writer.
#[test]
fn plans_that_wait_together_share_a_commit() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        let before = db.store.write_counts();
        all_at_once(&db.store, 256, |store, number| async move {
            let plan = async move |tx: &mut countersign_store::Tx| {
                probe::insert(tx, &number.to_string()).await
            };
            store.write(plan).await.expect("inserted");
        })
        .await;
        let after = db.store.write_counts();
        assert_eq!(after.plans - before.plans, 256);
        let commits = after.commits - before.commits;
        assert!(commits <= 64, "256 plans took {commits} commits");
    });
}

/// CS-OPS-05: a client that hangs up cannot take back the count it cost.
#[test]
fn a_caller_that_hangs_up_is_counted_all_the_same() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        for number in 0..3 {
            let mut write = Box::pin(
                db.store.write(async move |tx| probe::insert(tx, &number.to_string()).await),
            );
            // One poll queues the plan; then the caller is gone.
            let _ =
                std::future::poll_fn(|cx| std::task::Poll::Ready(write.as_mut().poll(cx))).await;
            drop(write);
        }
        db.store.write(async |tx| probe::insert(tx, "last").await).await.expect("inserted");
        assert_eq!(probe::count(&db.store).await, 4);
    });
}

/// A plan that never pauses is stopped too: the writer is everybody's.
#[test]
fn a_plan_that_runs_on_and_on_is_stopped() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        let outcome = db
            .store
            .write(async |tx| {
                for number in 0.. {
                    probe::insert(tx, &format!("{number}")).await?;
                }
                Ok(())
            })
            .await;
        assert_eq!(outcome, Err(StoreError::Busy));
        assert_eq!(probe::count(&db.store).await, 0);
    });
}

/// Two nodes on one file would each group and wake for themselves; several nodes need PostgreSQL.
#[test]
fn a_second_node_on_one_file_is_refused_and_a_tool_is_not() {
    db::run(TestDb::sqlite, |db| async move {
        let keys = countersign_store::MasterKeys::parse(&db.key_file).expect("keys");
        let second = Store::open(countersign_store::StoreOptions::new(&db.url, keys)).await;
        assert!(matches!(second, Err(StoreError::Setup(_))), "{second:?}");
        let tool = db.another_node().await;
        probe::make(&tool).await;
        tool.write(async |tx| probe::insert(tx, "a").await).await.expect("a tool may write");
        assert_eq!(probe::count(&db.store).await, 1);
    });
}

/// Runs `call` `count` times at once, and returns the answers in order.
async fn all_at_once<T: Send + 'static, C, F>(store: &Store, count: usize, call: C) -> Vec<T>
where
    C: Fn(Store, usize) -> F,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> =
        (0..count).map(|number| tokio::spawn(call(store.clone(), number))).collect();
    let mut answers = Vec::with_capacity(count);
    for task in tasks {
        let answer = tokio::time::timeout(Duration::from_mins(1), task).await;
        answers.push(answer.expect("nobody is stuck").expect("the caller does not panic"));
    }
    answers
}
