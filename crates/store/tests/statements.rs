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

/// Nothing that is done for one person reads the rows of all others. What may look at a whole table stands
/// here with the reason why that table stays small or why nobody waits.
#[test]
fn no_statement_walks_a_table_that_grows() {
    const WHOLE: [(&str, &str); 15] = [
        ("API_KEYS_LIST", "as many as an operator made"),
        ("CHAIN_WAITING", "only what is not sealed yet, by its index"),
        ("CHAIN_TAIL", "only what is not sealed yet, by its index"),
        ("HEADS_READ", "for the proof of the whole trail"),
        ("HEAD_NEWEST", "one row, the last of its index"),
        ("MIGRATIONS_APPLIED", "one row a file"),
        ("PROVIDERS_READ", "one row a provider"),
        ("RECEIPT_KEYS", "one row a key"),
        ("RECEIPT_KEYS_RETIRE", "one row a key"),
        ("STAFF_LIST", "staff, by their index"),
        (
            "SHARED_CONTACTS_DROP",
            "only shared ones, by their index, when the operator ends sharing",
        ),
        ("RESOURCES_BELOW", "at most as many as the limit asks for"),
        ("SEEN_GRANTED", "a person and their groups"),
        ("SIGHT_ONE", "the name that is asked for"),
        ("SIGHT_MANY", "the names that are asked for"),
    ];
    db::run(TestDb::sqlite, |db| async move {
        let mut walks = Vec::new();
        for statement in statements::all() {
            let prepared = testing::prepare(&db.store, statement).await.expect("it prepares");
            let whole =
                |line: &&String| line.starts_with("SCAN ") && !line.ends_with("CONSTANT ROW");
            let found: Vec<_> = prepared.plan.iter().filter(whole).collect();
            let known = WHOLE.iter().any(|(name, _)| *name == statement.name());
            if known == found.is_empty() {
                walks.push(format!("{}: known {known}, {found:?}", statement.name()));
            }
            if statement.name().starts_with("ATTEMPT_") {
                let by_provider =
                    prepared.plan.iter().any(|line| line.contains("attempts_by_provider"));
                assert!(!by_provider, "{}: {:?}", statement.name(), prepared.plan);
            }
        }
        assert!(walks.is_empty(), "{walks:#?}");
    });
}
