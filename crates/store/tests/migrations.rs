//! Migrations go forwards, all or nothing, and an applied file is never edited.

use countersign_store::{StoreError, testing};
use countersign_testkit::{on_both_engines, probe};

const FIRST: (&str, &str) = ("9001_first", "CREATE TABLE first (id TEXT NOT NULL PRIMARY KEY)");
const SECOND: (&str, &str) = (
    "9002_second",
    "CREATE TABLE second (id TEXT NOT NULL PRIMARY KEY); CREATE INDEX second_by_id ON second (id)",
);
const BROKEN: (&str, &str) = (
    "9003_broken",
    "CREATE TABLE third (id TEXT NOT NULL PRIMARY KEY); CREATE TABLE third (id TEXT)",
);

/// A file that is not in the list would never be applied, and nobody would notice before production.
#[test]
fn the_list_names_every_file_of_the_folder_in_order() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    files.sort();
    let listed: Vec<String> =
        testing::migration_names().iter().map(|name| format!("{name}.sql")).collect();
    assert_eq!(listed, files);
}

on_both_engines! {
    /// What was applied is not applied again; what was added since is.
    async fn only_what_is_missing_is_applied(db: TestDb) {
        db.store.migrate().await.expect("nothing to do");
        testing::migrate_with(&db.store, &[FIRST]).await.expect("applied");
        testing::migrate_with(&db.store, &[FIRST, SECOND]).await.expect("applied");
        testing::migrate_with(&db.store, &[FIRST, SECOND]).await.expect("nothing to do");
        db.store.is_ready().await.expect("what a newer version applied does not matter");
    }

    /// Somebody who edits an applied file has two databases that call themselves the same.
    async fn an_edited_file_is_refused(db: TestDb) {
        testing::migrate_with(&db.store, &[FIRST]).await.expect("applied");
        let edited = (FIRST.0, "CREATE TABLE first (id TEXT NOT NULL PRIMARY KEY, n BIGINT)");
        let error = testing::migrate_with(&db.store, &[edited, SECOND]).await.expect_err("refused");
        assert!(matches!(&error, StoreError::Migration(text) if text.contains("9001_first")), "{error}");
        testing::migrate_with(&db.store, &[FIRST, SECOND]).await.expect("nothing of the other was applied");
    }

    /// A migration that breaks half-way leaves the database as it was, for the version that runs on it.
    async fn a_broken_migration_leaves_nothing(db: TestDb) {
        testing::migrate_with(&db.store, &[FIRST, SECOND, BROKEN]).await.expect_err("it is broken");
        testing::migrate_with(&db.store, &[FIRST, SECOND]).await.expect("nothing was left of it");
    }

    /// Nodes that start together all migrate; one does it and the others find it done.
    async fn nodes_may_migrate_at_once(db: TestDb) {
        let mut nodes = Vec::new();
        for _ in 0..4 {
            let node = db.another_node().await;
            nodes.push(tokio::spawn(async move {
                probe::make(&node).await;
                testing::migrate_with(&node, &[FIRST, SECOND]).await
            }));
        }
        for node in nodes {
            node.await.expect("no panic").expect("migrated");
        }
    }
}

/// A node must not be sent requests before its schema is there.
#[test]
fn an_empty_database_is_not_ready_and_says_what_to_do() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("empty.db").display());
        let key_file = countersign_store::MasterKeys::generate(
            &mut countersign_testkit::SeededEntropy::new(1),
        );
        let store = countersign_testkit::db::open(&url, &key_file).await;
        let error = store.is_ready().await.expect_err("not ready");
        assert!(error.to_string().contains("countersign migrate"), "{error}");
    });
}
