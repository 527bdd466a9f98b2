//! Tests on real databases, with a clock that is moved by hand and randomness that repeats.

pub mod clock;
pub mod db;
pub mod entropy;
mod pg_cluster;
pub mod pg_proxy;
pub mod probe;

pub use clock::MovableClock;
pub use db::TestDb;
pub use entropy::SeededEntropy;
pub use pg_proxy::PgProxy;

/// How often a test does its thing: a few times in every run, many times where whoever runs it has the minutes (`scripts/endurance`).
pub fn rounds(few: usize, many: usize) -> usize {
    if is_long() { many } else { few }
}

/// Whether this is the long run: only there are numbers large enough for a rate to mean something.
pub fn is_long() -> bool {
    std::env::var_os("COUNTERSIGN_TEST_LONG").is_some()
}

/// Declares tests that run on both engines, by instantiation and not by copy.
///
/// Each body takes a [`TestDb`] with an empty, migrated database of its own. The tests are called
/// `NAME::on_sqlite` and `NAME::on_postgres`.
///
/// ```no_run
/// countersign_testkit::on_both_engines! {
///     /// What it shows (CS-…).
///     async fn the_store_is_ready(db: TestDb) {
///         db.store.is_ready().await.expect("ready");
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($db:ident: TestDb) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "a body may need nothing from around it")]
            use super::*;

            async fn body($db: $crate::TestDb) $body

            #[test]
            fn on_sqlite() {
                $crate::db::run($crate::TestDb::sqlite, body);
            }

            #[test]
            fn on_postgres() {
                $crate::db::run($crate::TestDb::postgres, body);
            }
        }
    )*};
}
