//! Every statement prepares on both engines, with the same columns and parameters.

use countersign_store::{statements, testing};
use countersign_testkit::{TestDb, db};

/// What SQLite takes and PostgreSQL does not, or the other way round, is found here and not in production.
#[test]
fn every_statement_prepares_alike_on_both_engines() {
    db::run(TestDb::sqlite, |sqlite| async move {
        let postgres = TestDb::postgres().await;
        let mut wrong = Vec::new();
        let mut seen = 0;
        for statement in statements::all() {
            seen += 1;
            let name = statement.name();
            let here = testing::prepare(&sqlite.store, statement).await;
            let there = testing::prepare(&postgres.store, statement).await;
            let (here, there) = match (here, there) {
                (Ok(here), Ok(there)) => (here, there),
                (here, there) => {
                    wrong.push(format!("{name}: SQLite {here:?}, PostgreSQL {there:?}"));
                    continue;
                }
            };
            if here.columns != there.columns {
                wrong.push(format!("{name}: columns {:?} and {:?}", here.columns, there.columns));
            }
            if here.parameters != there.parameters {
                wrong.push(format!(
                    "{name}: {} and {} parameters",
                    here.parameters, there.parameters
                ));
            }
            for kind in there.types.iter().chain(&there.parameter_types) {
                if kind != "TEXT" && kind != "INT8" {
                    wrong.push(format!("{name}: {kind} is neither TEXT nor INT8"));
                }
            }
        }
        assert!(seen > 20, "the table of statements is empty");
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

/// Two statements of one name could not be told apart in logs and in the suite.
#[test]
fn names_are_used_once() {
    let mut names: Vec<_> = statements::all().map(countersign_store::Statement::name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
