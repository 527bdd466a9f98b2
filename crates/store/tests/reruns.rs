//! Plans that run again, callers that go away, and readers beside a writer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_store::{ReadTx, Statement, StoreError, Tx, testing};
use countersign_testkit::{SeededEntropy, TestDb, db, on_both_engines, probe};

static RAISE_BOTH: Statement = Statement::new("TEST_RAISE_BOTH", "UPDATE probe SET n = n + 1");

on_both_engines! {
    /// CS-OPS-05: whatever is cancelled at whatever moment is done whole or not at all, and nobody is stuck behind it.
    async fn a_cancelled_write_is_whole_or_nothing(db: TestDb) {
        use countersign_core::Entropy as _;
        probe::make(&db.store).await;
        let mut rng = SeededEntropy::new(5);
        let mut writes = Vec::new();
        for number in 0..300 {
            let store = db.store.clone();
            writes.push(tokio::spawn(async move {
                store.write(async move |tx| {
                    probe::insert(tx, &format!("{number}-a")).await?;
                    probe::insert(tx, &format!("{number}-b")).await
                }).await
            }));
            let mut byte = [0];
            rng.fill(&mut byte);
            if byte[0] % 4 == 0 {
                tokio::task::yield_now().await;
            }
            if byte[0] % 2 == 0 {
                writes[usize::from(byte[0]) % writes.len()].abort();
            }
        }
        let mut told = Vec::new();
        for (number, write) in writes.into_iter().enumerate() {
            if matches!(write.await, Ok(Ok(()))) {
                told.push(number);
            }
        }
        db.store.write(async |tx| probe::insert(tx, "last").await).await.expect("nobody is stuck");
        let found = probe::ids(&db.store).await;
        let has = |id: String| found.binary_search(&id).is_ok();
        for number in 0..300 {
            assert_eq!(has(format!("{number}-a")), has(format!("{number}-b")), "{number}");
        }
        assert!(told.len() < 300, "some were cancelled");
        assert!(told.iter().all(|number| has(format!("{number}-a"))), "whoever was told yes is there");
    }
}

/// What breaks the order of locks is a deadlock: the server ends one of the two, and that one runs again.
#[test]
fn a_deadlock_is_run_again() {
    db::run(TestDb::postgres, |db| async move {
        probe::make(&db.store).await;
        db.store.write(insert_both).await.expect("inserted");
        let both_hold_one = Arc::new(tokio::sync::Barrier::new(2));
        let tasks = [["a", "b"], ["b", "a"]].map(|order| {
            let [first, second] = order.map(str::to_owned);
            let (store, gate) = (db.store.clone(), both_hold_one.clone());
            let runs = Arc::new(AtomicUsize::new(0));
            tokio::spawn(async move {
                store
                    .write(async move |tx| {
                        raise(tx, &first).await?;
                        // Only the first run meets the other one.
                        if runs.fetch_add(1, Ordering::SeqCst) == 0 {
                            gate.wait().await;
                        }
                        raise(tx, &second).await
                    })
                    .await
            })
        });
        for task in tasks {
            assert_eq!(task.await.expect("no panic"), Ok(()));
        }
        assert!(db.store.write_counts().reruns >= 1);
        assert_eq!(number_of(&db, "a").await, 2);
        assert_eq!(number_of(&db, "b").await, 2);
    });
}

/// A plan that says that somebody got in between is run again, from the beginning and without what it wrote.
#[test]
fn a_conflict_is_run_again_without_what_it_wrote() {
    db::run(TestDb::postgres, |db| async move {
        probe::make(&db.store).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = runs.clone();
        let outcome = db.store.write(async move |tx| {
            probe::insert(tx, "a").await?;
            if counted.fetch_add(1, Ordering::SeqCst) < 2 {
                Err(StoreError::Conflict)
            } else {
                Ok(())
            }
        });
        assert_eq!(outcome.await, Ok(()));
        assert_eq!((runs.load(Ordering::SeqCst), probe::count(&db.store).await), (3, 1));
        let outcome: Result<(), _> = db.store.write(async |_| Err(StoreError::Conflict)).await;
        assert_eq!(outcome, Err(StoreError::Busy), "in the end callers are told to come back");
    });
}

/// On SQLite a read sees one moment, however many statements it has and whatever is written meanwhile.
#[test]
fn a_read_sees_one_moment() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        db.store.write(insert_both).await.expect("inserted");
        let store = db.store.clone();
        let writer = tokio::spawn(async move {
            for _ in 0..300 {
                let raised =
                    store.write(async |tx| testing::execute(tx, &RAISE_BOTH, &[]).await).await;
                assert_eq!(raised, Ok(2));
            }
        });
        let mut seen = 0;
        while !writer.is_finished() {
            let pair = db.store.read(async |tx: &mut ReadTx| {
                let a = testing::fetch_optional(tx, &probe::READ, &["a".into()]).await?;
                // Lets the writer in between the two.
                tokio::task::yield_now().await;
                let b = testing::fetch_optional(tx, &probe::READ, &["b".into()]).await?;
                Ok((a.expect("a").int("n")?, b.expect("b").int("n")?))
            });
            let (a, b) = pair.await.expect("read");
            assert_eq!(a, b);
            seen = a;
        }
        writer.await.expect("written");
        assert!(seen <= 300);
        assert_eq!(number_of(&db, "a").await, 300);
    });
}

async fn insert_both(tx: &mut Tx) -> Result<(), StoreError> {
    probe::insert(tx, "a").await?;
    probe::insert(tx, "b").await
}

async fn raise(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    testing::execute(tx, &probe::RAISE, &[id.into(), 1000_i64.into()]).await.map(drop)
}

async fn number_of(db: &TestDb, id: &'static str) -> i64 {
    let row = db.store.read_hot(&probe::READ, &[id.into()]).await.expect("read");
    row.expect("it is there").int("n").expect("a number")
}
