//! A database that is full, read-only, gone or silent is told apart, loses nothing, and is used again when it is back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use countersign_store::{Arg, Statement, StoreError, testing};
use countersign_testkit::pg_proxy::Line;
use countersign_testkit::{PgProxy, TestDb, db, on_both_engines, probe};

static PAGES: Statement = Statement::new("PROBE_PAGES", "PRAGMA max_page_count = 60");
static MORE_PAGES: Statement = Statement::new("PROBE_MORE_PAGES", "PRAGMA max_page_count = 100000");
static READ_ONLY: Statement = Statement::new("PROBE_READ_ONLY", "PRAGMA query_only = 1");

on_both_engines! {
    /// CS-OPS: a node before its migration is not ready, and says what to do.
    async fn a_migrated_database_is_ready(db: TestDb) {
        db.store.is_ready().await.expect("ready");
        assert_eq!(db.store.collation_is_bytewise().await, Ok(true));
    }

    /// A parameter too many or too few is a fault of the program on either engine, never a NULL.
    async fn parameters_are_counted(db: TestDb) {
        probe::make(&db.store).await;
        for args in [vec![], vec![Arg::from("a")], vec!["a".into(), 1_i64.into(), 2_i64.into()]] {
            let outcome = db.store.write(async move |tx| testing::execute(tx, &probe::INSERT, &args).await).await;
            assert!(matches!(outcome, Err(StoreError::Other { .. })), "{outcome:?}");
        }
    }
}

/// Cursors and uniqueness are decided bytewise; a database that folds or reorders letters is told to the operator.
#[test]
fn a_database_that_does_not_compare_bytewise_is_told() {
    db::run(TestDb::postgres, |db| async move {
        let name = format!("countersign_test_icu_{}", std::process::id());
        let script = |sql: String| {
            let url = db.url.clone();
            async move { testing::postgres_script(&url, &sql).await.expect("the server does it") }
        };
        script(format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
        ))
        .await;
        let own = db.url.split('?').next().and_then(|url| url.rsplit('/').next()).expect("a name");
        let store = db::open(&db.url.replace(own, &name), &db.key_file).await;
        assert_eq!(store.collation_is_bytewise().await, Ok(false));
        drop(store);
        script(format!("DROP DATABASE {name} WITH (FORCE)")).await;
    });
}

/// CS-AUD-06: on a full disk nothing is done by halves, and nobody is told that it was done.
#[test]
fn a_full_disk_is_told_and_takes_nothing_by_halves() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        db.store
            .write(async |tx| testing::fetch_optional(tx, &PAGES, &[]).await)
            .await
            .expect("it is set");
        let mut told = 0;
        let error = loop {
            let name = format!("{told:05}");
            let long = "x".repeat(3000);
            let outcome = db.store.write(async move |tx| {
                probe::insert(tx, &format!("{name}-a-{long}")).await?;
                probe::insert(tx, &format!("{name}-b-{long}")).await
            });
            match outcome.await {
                Ok(()) => told += 1,
                Err(error) => break error,
            }
            assert!(told < 1000, "the disk never fills");
        };
        assert_eq!(error, StoreError::Full);
        assert_eq!(probe::count(&db.store).await, 2 * told);
        db.store
            .write(async |tx| testing::fetch_optional(tx, &MORE_PAGES, &[]).await)
            .await
            .expect("it is set");
        db.store
            .write(async |tx| probe::insert(tx, "later").await)
            .await
            .expect("there is room again");
    });
}

/// A database that takes no writes is read on, and says so.
#[test]
fn a_read_only_database_is_told() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        db.store
            .write(async |tx| testing::fetch_optional(tx, &READ_ONLY, &[]).await)
            .await
            .expect("it is set");
        let outcome = db.store.write(async |tx| probe::insert(tx, "a").await).await;
        assert_eq!(outcome, Err(StoreError::ReadOnly));
        assert_eq!(db.store.is_ready().await, Err(StoreError::ReadOnly));
        assert_eq!(probe::count(&db.store).await, 0);
    });
    db::run(TestDb::postgres, |db| async move {
        probe::make(&db.store).await;
        let (_, name) = db.url.split_once("countersign_test_").expect("a test database");
        let name = name.split('?').next().unwrap_or_default();
        let sql = format!(
            "ALTER DATABASE countersign_test_{name} SET default_transaction_read_only = on"
        );
        testing::postgres_script(&db.url, &sql).await.expect("it is made read-only");
        let second = db.another_node().await;
        let outcome = second.write(async |tx| probe::insert(tx, "a").await).await;
        assert_eq!(outcome, Err(StoreError::ReadOnly));
        assert_eq!(second.is_ready().await, Err(StoreError::ReadOnly));
    });
}

/// SQLite goes on writing to a deleted file, and everything since is lost with the process: refused instead.
#[test]
fn a_file_that_was_moved_away_is_gone_until_it_is_back() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        let path = db.folder.path().join("countersign.db");
        let away = db.folder.path().join("elsewhere.db");
        std::fs::rename(&path, &away).expect("moved");
        let outcome = db.store.write(async |tx| probe::insert(tx, "a").await).await;
        assert_eq!(outcome, Err(StoreError::Gone));
        assert_eq!(db.store.is_ready().await, Err(StoreError::Gone));
        std::fs::rename(&away, &path).expect("moved back");
        db.store.is_ready().await.expect("ready again");
        db.store.write(async |tx| probe::insert(tx, "a").await).await.expect("it is back");
    });
}

/// After a restart of the server every pooled connection is dead; nobody is told so, because nothing had begun.
#[test]
fn a_restarted_server_is_not_noticed() {
    db::run(TestDb::postgres, |db| async move {
        probe::make(&db.store).await;
        let busy: Vec<_> = (0..8)
            .map(|_| {
                let store = db.store.clone();
                tokio::spawn(async move { probe::count(&store).await })
            })
            .collect();
        for reader in busy {
            reader.await.expect("read");
        }
        end_connections(&db.url).await;
        assert_eq!(probe::count(&db.store).await, 0);
        end_connections(&db.url).await;
        db.store.write(async |tx| probe::insert(tx, "a").await).await.expect("written");
        assert_eq!(probe::count(&db.store).await, 1);
    });
}

/// CS-RL-10: a server that is cut off or silent is told within five seconds, and used again when it is back.
#[test]
fn a_silent_server_is_gone_within_five_seconds_and_comes_back() {
    db::run(TestDb::postgres, |db| async move {
        probe::make(&db.store).await;
        let proxy = PgProxy::before(&db.url).await;
        let store = db::open(&proxy.url, &db.key_file).await;
        for line in [Line::Hangs, Line::Cut] {
            assert_eq!(probe::count(&store).await, probe::count(&db.store).await);
            proxy.set(line);
            let began = Instant::now();
            let outcome = store.write(async |tx| probe::insert(tx, "never").await).await;
            assert_eq!(outcome, Err(StoreError::Gone), "{line:?}");
            assert!(began.elapsed() < Duration::from_secs(5), "{line:?}: {:?}", began.elapsed());
            let began = Instant::now();
            let outcome = store.read_hot(&probe::READ, &["a".into()]).await;
            assert_eq!(outcome.expect_err("nothing can be read"), StoreError::Gone, "{line:?}");
            assert!(began.elapsed() < Duration::from_secs(5), "{line:?}: {:?}", began.elapsed());
            proxy.set(Line::Open);
            let name = format!("{line:?}");
            store.write(async move |tx| probe::insert(tx, &name).await).await.expect("it is back");
        }
        assert_eq!(probe::ids(&db.store).await, ["Cut", "Hangs"]);
    });
}

/// CS-RL-10: so is one that falls silent in the middle of a transaction; nothing waits for it a second time.
#[test]
fn a_server_that_falls_silent_half_way_is_gone_within_five_seconds() {
    db::run(TestDb::postgres, |db| async move {
        probe::make(&db.store).await;
        let proxy = Arc::new(PgProxy::before(&db.url).await);
        let store = db::open(&proxy.url, &db.key_file).await;
        let line = proxy.clone();
        let began = Instant::now();
        let outcome = store
            .write(async move |tx| {
                probe::insert(tx, "never").await?;
                line.set(Line::Hangs);
                probe::insert(tx, "nor this").await?;
                // What was under way may still have passed; the silence shows at the next word.
                probe::insert(tx, "nor that").await
            })
            .await;
        assert_eq!(outcome, Err(StoreError::Gone));
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_eq!(probe::count(&db.store).await, 0);
    });
}

/// A word from one node wakes a worker of another.
#[test]
fn a_job_wakes_the_other_node() {
    db::run(TestDb::postgres, |db| async move {
        let other = db::open(&db.url, &db.key_file).await;
        let mut wake = other.jobs_wake();
        let woken = tokio::spawn(async move { wake.heard().await });
        // The listener of either node may still be connecting: words are repeated, as jobs are.
        for _ in 0..100 {
            db.store.notify_jobs();
            if woken.is_finished() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nobody woke");
    });
}

/// A backup is a database of its own, readable by its owner alone, and never written over.
#[test]
fn a_backup_is_whole_private_and_never_written_over() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        db.store.write(async |tx| probe::insert(tx, "a").await).await.expect("inserted");
        let path = db.folder.path().join("backup.db");
        db.store.backup_to(&path).await.expect("copied");
        db.store.write(async |tx| probe::insert(tx, "b").await).await.expect("inserted");
        assert!(matches!(db.store.backup_to(&path).await, Err(StoreError::Setup(_))));
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &path.metadata().expect("it is there").permissions(),
        );
        assert_eq!(mode & 0o077, 0, "{mode:o}");
        let copy = db::open(&format!("sqlite:{}", path.display()), &db.key_file).await;
        assert_eq!(probe::ids(&copy).await, ["a"]);
    });
    db::run(TestDb::postgres, |db| async move {
        let error =
            db.store.backup_to(&db.folder.path().join("b")).await.expect_err("not ours to do");
        assert!(error.to_string().contains("pg_dump"), "{error}");
    });
}

async fn end_connections(url: &str) {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    testing::postgres_script(url, sql).await.expect("the other connections are ended");
}
