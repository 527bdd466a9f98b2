//! What every statement does, on both engines; ends by asking which statements nobody called.

pub mod access;
mod account_records;
pub mod accounts;
mod answers;
mod attempts;
mod brake;
mod changes;
pub mod contacts;
mod duties;
mod hosted;
mod invitations;
mod mailed;
mod orders;
mod passwords;
mod people;
mod recoveries;
mod rest;
mod staff;
mod support;
mod trail;
mod vouches;

use std::collections::BTreeSet;

use countersign_core::Timestamp;
use countersign_core::ids::EventId;
use countersign_store::{AuditRecord, Engine, Statement, StoreError, statements, testing};
use countersign_testkit::on_both_engines;

use crate::world::World;

on_both_engines! {
    /// A statement that no test calls is a statement that nobody knows to work.
    async fn every_statement_does_what_its_method_says(db: TestDb) {
        let world = World::new(&db);
        people::persons(&world).await;
        staff::staff(&world).await;
        people::sessions_and_windows(&world).await;
        answers::challenges(&world).await;
        changes::setting_up(&world).await;
        changes::recovery_codes(&world).await;
        people::visits(&world).await;
        orders::orders(&world).await;
        mailed::links(&world).await;
        mailed::reset_lanes(&world).await;
        mailed::notices(&world).await;
        rest::jobs(&world).await;
        attempts::hand_overs(&world).await;
        attempts::reports(&world).await;
        brake::providers(&world).await;
        brake::gauges(&world).await;
        brake::taps(&world).await;
        brake::opt_outs(&world).await;
        rest::sends_keys_and_records(&world).await;
        hosted::sessions(&world).await;
        hosted::securing(&world).await;
        hosted::devices(&world).await;
        hosted::sign_ins(&world).await;
        hosted::passwords_tried(&world).await;
        passwords::passwords(&world).await;
        passwords::kept_forms(&world).await;
        trail::areas(&world).await;
        trail::chain(&world).await;
        trail::pages(&world).await;
        trail::strangers(&world).await;
        trail::erasure(&world).await;
        accounts::accounts(&world).await;
        accounts::memberships(&world).await;
        accounts::acting(&world).await;
        accounts::outside(&world).await;
        invitations::invitations(&world).await;
        account_records::of_account(&world).await;
        invitations::contact_persons(&world).await;
        support::pins(&world).await;
        support::call_codes(&world).await;
        support::cases(&world).await;
        support::tickets(&world).await;
        recoveries::recoveries(&world).await;
        vouches::vouches(&world).await;
        duties::duties(&world).await;
        duties::tellings(&world).await;
        duties::enrolments(&world).await;
        duties::people(&world).await;
        contacts::contacts(&world).await;
        contacts::budgets(&world).await;
        contacts::shared(&world).await;
        access::groups(&world).await;
        access::resources(&world).await;
        access::sights(&world).await;
        account_records::pruned(&world).await;
        attempts::costs(&world).await;
        rest::unanswered_challenges(&world).await;
        db.store.is_ready().await.expect("ready");

        let ran = testing::statement_names_run();
        let silent: BTreeSet<&str> =
            statements::all().map(Statement::name).filter(|name| !ran.contains(name)).collect();
        assert!(silent.is_empty(), "nobody called {silent:?}");
        if db.store.engine() == Engine::Sqlite {
            columns_hold_what_they_say(&db);
        }
    }

    /// CS-CRY-01: the sealed address of one person in another's row is refused, and never read as "no address".
    async fn a_sealed_value_in_another_row_is_refused(db: TestDb) {
        static SWAP: Statement = Statement::new(
            "TEST_SWAP",
            "UPDATE contacts SET value_sealed = (SELECT o.value_sealed FROM contacts o WHERE o.id = $2) WHERE id = $1",
        );
        let world = World::new(&db);
        let (anna, berta) =
            (world.person("anna@example.com").await, world.person("berta@example.com").await);
        let (to, from) = (anna.email.id.clone(), berta.email.id.clone());
        world.write(async move |tx| testing::execute(tx, &SWAP, &[(&to).into(), (&from).into()]).await).await;
        let id = anna.id.clone();
        let read = world.store.read(async move |tx| tx.person_read(&id).await).await;
        let refused = StoreError::Sealed { table: "contacts".to_owned(), column: "value".to_owned() };
        assert_eq!(read.expect_err("moved"), refused);
    }
}

/// CS-CRY-01: whoever copies the file gets neither addresses nor numbers nor keys of apps.
#[test]
fn a_copy_of_the_file_holds_no_contact_and_no_app_key() {
    use countersign_testkit::{TestDb, db};
    db::run(TestDb::sqlite, |db| async move {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        world.session(&someone, "s").await;
        let copy = db.folder.path().join("copy.db");
        db.store.backup_to(&copy).await.expect("copied");
        let bytes = std::fs::read(copy).expect("read");
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(holds(someone.id.as_str().as_bytes()), "the copy holds the person");
        for secret in
            [b"anna@example".as_slice(), b"15123456789", b"192.0.2.1", someone.secret.bytes()]
        {
            assert!(!holds(secret), "{secret:?}");
        }
    });
}

/// A record about nothing yet.
pub fn record(id: EventId, at: Timestamp, kind: &'static str) -> AuditRecord {
    AuditRecord::new(id, at, kind, "system")
}

/// SQLite stores text in a BIGINT column without a word; PostgreSQL would refuse, but only in production.
fn columns_hold_what_they_say(db: &countersign_testkit::TestDb) {
    let wrong = testing::sqlite_columns_of_another_type(&db.store).expect("the schema can be read");
    assert!(wrong.is_empty(), "{wrong:?}");
}
