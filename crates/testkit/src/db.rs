//! A database of its own for every test, of either engine.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use countersign_store::{MasterKeys, Store, StoreOptions};
use tempfile::TempDir;

use crate::entropy::SeededEntropy;
use crate::pg_cluster;

/// An empty, migrated database and an open store on it.
pub struct TestDb {
    /// The store.
    pub store: Store,
    /// Where it is, as a setting would say it.
    pub url: String,
    /// The text of its key file.
    pub key_file: String,
    /// A folder that lives as long as the test, whatever part of this the test keeps.
    pub folder: Arc<TempDir>,
    drop_at_end: Option<(String, String)>,
}

impl TestDb {
    /// An SQLite file in a folder of its own.
    pub async fn sqlite() -> Self {
        let folder = folder();
        let url = format!("sqlite:{}", folder.path().join("countersign.db").display());
        Self::migrated(url, folder, None).await
    }

    /// A database on the server that `COUNTERSIGN_TEST_PG_URL` names, or on a private cluster.
    ///
    /// # Panics
    /// If there is no PostgreSQL. A test that needs one and cannot have it must fail, not pass.
    pub async fn postgres() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let server = pg_cluster::url();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("countersign_test_{}_{number}", std::process::id());
        let create = format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        );
        countersign_store::testing::postgres_script(&server, &create)
            .await
            .unwrap_or_else(|error| panic!("no test database could be made: {error}"));
        let url = with_database(&server, &name);
        Self::migrated(url, folder(), Some((server, name))).await
    }

    async fn migrated(url: String, folder: TempDir, drop_at_end: Option<(String, String)>) -> Self {
        let key_file = MasterKeys::generate(&mut SeededEntropy::new(1));
        let store = open(&url, &key_file).await;
        store.migrate().await.expect("the migrations apply");
        Self { store, url, key_file, folder: Arc::new(folder), drop_at_end }
    }

    /// Every value of every text column, as whoever copies the database reads it. Read beside the nodes, on a thread and a
    /// runtime of its own.
    pub fn every_text(&self) -> Vec<String> {
        let (url, key_file) = (self.url.clone(), self.key_file.clone());
        let reading = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
            runtime.block_on(async {
                let store = beside(&url, &key_file).await;
                countersign_store::testing::every_text(&store).await.expect("it is read")
            })
        });
        reading.join().expect("it is read")
    }

    /// A second handle, as a second node would open it; on SQLite, as a tool beside the node.
    pub async fn another_node(&self) -> Store {
        beside(&self.url, &self.key_file).await
    }
}

/// Runs a test body on a runtime of its own, and drops its database afterwards.
pub fn run<M, B>(make: impl FnOnce() -> M, body: impl FnOnce(TestDb) -> B)
where
    M: Future<Output = TestDb>,
    B: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    runtime.block_on(async {
        let db = make().await;
        let (leftover, folder) = (db.drop_at_end.clone(), db.folder.clone());
        let outcome = tokio::spawn(body(db)).await;
        if let Some((server, name)) = leftover {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = countersign_store::testing::postgres_script(&server, &sql).await;
        }
        drop(folder);
        if let Err(failure) = outcome {
            std::panic::resume_unwind(failure.into_panic());
        }
    });
}

/// Opens a store, as a serving node.
pub async fn open(url: &str, key_file: &str) -> Store {
    let options = StoreOptions::new(url, keys(key_file));
    Store::open(options).await.unwrap_or_else(|error| panic!("{url} does not open: {error}"))
}

/// Opens a store beside those that are open.
async fn beside(url: &str, key_file: &str) -> Store {
    let mut options = StoreOptions::new(url, keys(key_file));
    options.serves = false;
    Store::open(options).await.expect("the database opens once more")
}

fn keys(key_file: &str) -> MasterKeys {
    MasterKeys::parse(key_file).expect("a generated key file is taken")
}

fn folder() -> TempDir {
    tempfile::Builder::new().prefix("countersign-test").tempdir().expect("a folder can be made")
}

/// The URL of another database on the same server.
fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(b, q)| (b, Some(q)));
    let authority_end = base.find("://").map_or(0, |at| at + 3);
    let path = base[authority_end..].find('/').map_or(base.len(), |at| authority_end + at);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{name}{query}", &base[..path])
}
