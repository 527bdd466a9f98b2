//! A table of the tests' own, so that the store's engine is tested apart from the domain.

use countersign_store::{Statement, Store, StoreError, Tx, testing};

/// Inserts `id` with `n`.
pub static INSERT: Statement =
    Statement::new("PROBE_INSERT", "INSERT INTO probe (id, n) VALUES ($1, $2)");
/// Raises `n` of `id` as long as it is below a limit.
pub static RAISE: Statement = Statement::new(
    "PROBE_RAISE",
    "UPDATE probe SET n = n + 1 WHERE id = $1 AND n < $2 RETURNING n",
);
/// How many rows there are, as `n`.
pub static COUNT: Statement =
    Statement::new("PROBE_COUNT", "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM probe");
/// `n` of `id`.
pub static READ: Statement = Statement::new("PROBE_READ", "SELECT n FROM probe WHERE id = $1");
/// Every `id`.
pub static ALL: Statement = Statement::new("PROBE_ALL", "SELECT id FROM probe ORDER BY id");
/// Does not prepare.
pub static BROKEN: Statement = Statement::new("PROBE_BROKEN", "SELECT nothing FROM nowhere");

/// Makes the table.
pub async fn make(store: &Store) {
    let text = "CREATE TABLE probe (id TEXT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)";
    testing::migrate_with(store, &[("9000_probe", text)]).await.expect("the table is made");
}

/// Inserts one row inside a plan.
pub async fn insert(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    testing::execute(tx, &INSERT, &[id.into(), 0_i64.into()]).await.map(drop)
}

/// How many rows there are.
pub async fn count(store: &Store) -> i64 {
    store
        .read(async |tx| {
            let row = testing::fetch_optional(tx, &COUNT, &[]).await?.expect("a count has a row");
            row.int("n")
        })
        .await
        .expect("the table can be read")
}

/// Every `id`, sorted bytewise.
pub async fn ids(store: &Store) -> Vec<String> {
    let rows = store.read(async |tx| testing::fetch_all(tx, &ALL, &[]).await).await;
    rows.expect("the table can be read").iter().map(|row| row.text("id").expect("an id")).collect()
}
