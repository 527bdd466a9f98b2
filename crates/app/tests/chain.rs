//! The chain over the trail, on both engines: what was tampered with is named, what was erased verifies, and writers never
//! wait for the sealer.

mod rig;

use countersign_app::operate::public_keys::public_keys;
use countersign_app::people;
use countersign_app::signing::PublicKeys;
use countersign_app::step_up::answer_step_up;
use countersign_app::trail::{Report, export, seal_waiting, sign_head, verify, verify_export};
use countersign_core::people::Method;
use countersign_core::session::Client;
use countersign_store::testing::{execute, fetch_all};
use countersign_store::{ReadTx, Statement, Tx};
use countersign_testkit::on_both_engines;
use std::time::Duration;
use tokio::task::JoinSet;

use rig::{Rig, Someone, wrong};

/// A person with a wrong and a right answer behind them, all of it chained.
async fn lived(rig: &Rig) -> Someone {
    let someone = rig.person("anna").await;
    let challenge = rig.step_up(&someone).await;
    rig.send(&challenge.id, Method::Email, None).await.expect("sent");
    let code = rig.sink.code();
    for typed in [wrong(&code), code] {
        let answer = Rig::answer_of(&challenge.id, Method::Email, &typed);
        let _ = answer_step_up(&rig.ctx, &rig.asked(), answer).await.expect("the store works");
    }
    assert!(seal_waiting(&rig.ctx).await.expect("sealed") >= 5);
    someone
}

async fn verified(rig: &Rig) -> Report {
    verify(&rig.ctx.store, &[]).await.expect("it can be read")
}

async fn tamper(rig: &Rig, steps: Vec<&'static Statement>) {
    for step in steps {
        assert!(run(rig, step).await > 0, "{}", step.name());
    }
}

/// A statement that a plan can own: a bare reference would tie the plan to its lifetime.
struct Step(&'static Statement);

impl Step {
    const fn of(&self) -> &'static Statement {
        self.0
    }
}

async fn run(rig: &Rig, step: &'static Statement) -> u64 {
    let step = Step(step);
    let ran = rig.ctx.store.write(async move |tx: &mut Tx| execute(tx, step.of(), &[]).await);
    ran.await.expect("it runs")
}

async fn ask(rig: &Rig, what: &'static Statement) -> i64 {
    let what = Step(what);
    let read = async move |tx: &mut ReadTx| fetch_all(tx, what.of(), &[]).await?[0].int("sequence");
    rig.ctx.store.read(read).await.expect("read")
}

async fn change(rig: &Rig, steps: Vec<&'static Statement>) {
    for step in steps {
        run(rig, step).await;
    }
}

async fn exported(rig: &Rig) -> Vec<String> {
    let mut lines = Vec::new();
    let write = |line: &str| {
        lines.push(line.to_owned());
        Ok(())
    };
    export(&rig.ctx.store, write).await.expect("exported").expect("written");
    lines
}

fn verified_elsewhere(keys: &PublicKeys, lines: &[String]) -> Report {
    let lines = lines.iter().map(|line| Ok(line.as_str().into()));
    verify_export(lines, keys, &[]).expect("it can be read")
}

async fn keys(rig: &Rig) -> PublicKeys {
    public_keys(&rig.ctx).await.expect("keys")
}

/// A signed head needs its public key among those of the installation.
async fn publish_key(rig: &Rig) {
    let (kid, key) = (rig.ctx.signer.kid().to_owned(), rig.ctx.signer.public_key().to_owned());
    let now = rig.clock.now();
    let used = async move |tx: &mut Tx| tx.receipt_key_use(&kid, &key, now).await;
    rig.ctx.store.write(used).await.expect("noted");
}

fn broken(report: &Report) -> (i64, &'static str) {
    let broken = report.broken.as_ref().expect("broken");
    assert!(!report.holds);
    (broken.sequence, broken.fault)
}

on_both_engines! {
    /// CS-AUD-03: what was chained holds, and what is not chained yet is counted.
    async fn an_untouched_trail_holds(db: TestDb) {
        let rig = Rig::new(db);
        publish_key(&rig).await;
        let keys = keys(&rig).await;
        lived(&rig).await;
        sign_head(&rig.ctx).await.expect("signed").expect("the first head");
        assert!(sign_head(&rig.ctx).await.expect("signed").is_none(), "nothing was added");
        let report = verified(&rig).await;
        assert!(report.holds && report.signed_heads == 1 && report.unsealed.records == 0, "{report:?}");
        rig.person("berta").await;
        let later = verified(&rig).await;
        assert!(later.holds && later.unsealed.records >= 2, "{later:?}");
        // The lease of the sealer before runs out.
        rig.forward(Duration::from_secs(6));
        seal_waiting(&rig.ctx).await.expect("sealed");
        assert!(sign_head(&rig.ctx).await.expect("signed").is_none(), "the last one is fresh");
        rig.forward(Duration::from_hours(24));
        sign_head(&rig.ctx).await.expect("signed").expect("at least daily");
        let lines = exported(&rig).await;
        let elsewhere = verified_elsewhere(&keys, &lines);
        assert_eq!(elsewhere, verified(&rig).await);
    }

    /// CS-AUD-03: a row that is deleted, edited, swapped or cut off is named as the first bad entry.
    async fn what_is_tampered_with_is_named(db: TestDb) {
        static DELETE: Statement = Statement::new("TEST_DELETE", "DELETE FROM audit_events WHERE sequence = 3");
        static CUT: Statement = Statement::new("TEST_CUT",
            "DELETE FROM audit_events WHERE sequence = (SELECT MAX(sequence) FROM audit_events)");
        static EDIT: Statement = Statement::new("TEST_EDIT",
            "UPDATE audit_events SET outcome = 'success', reason = 'step-up' WHERE outcome = 'refused'");
        static MOVE: Statement = Statement::new("TEST_MOVE", "UPDATE audit_events SET sequence = 999 WHERE sequence = 2");
        static DOWN: Statement = Statement::new("TEST_DOWN", "UPDATE audit_events SET sequence = 2 WHERE sequence = 3");
        static BACK: Statement = Statement::new("TEST_BACK", "UPDATE audit_events SET sequence = 3 WHERE sequence = 999");
        static BLANK: Statement = Statement::new("TEST_BLANK", "UPDATE audit_events SET facts_sealed = NULL WHERE sequence = 2");
        static FACTS: Statement = Statement::new("TEST_FACTS",
            "UPDATE audit_events SET facts_sealed = (SELECT o.facts_sealed FROM audit_events o WHERE o.sequence = 1) WHERE sequence = 2");
        static HEAD: Statement = Statement::new("TEST_HEAD", "UPDATE audit_chain SET sequence = sequence - 1");
        static GONE: Statement = Statement::new("TEST_GONE", "DELETE FROM audit_chain");
        static COUNT: Statement = Statement::new("TEST_COUNT", "SELECT MAX(sequence) AS sequence FROM audit_events");
        static REFUSED: Statement = Statement::new("TEST_REFUSED", "SELECT sequence FROM audit_events WHERE outcome = 'refused'");
        let rig = Rig::new(db);
        lived(&rig).await;
        let (last, refused) = (ask(&rig, &COUNT).await, ask(&rig, &REFUSED).await);
        let (lines, keys) = (exported(&rig).await, keys(&rig).await);
        let cases = [
            (vec![&EDIT], (refused, "altered")),
            (vec![&MOVE, &DOWN, &BACK], (2, "altered")),
            (vec![&FACTS], (2, "facts-altered")),
            (vec![&BLANK], (2, "facts-gone")),
            (vec![&DELETE], (3, "missing")),
            (vec![&CUT], (last, "cut")),
            (vec![&HEAD, &CUT], (last - 1, "head-altered")),
            (vec![&GONE, &CUT], (0, "head-altered")),
        ];
        for (steps, expected) in cases {
            let saved = restore_point(&rig).await;
            let name = steps[0].name();
            tamper(&rig, steps).await;
            let report = verified(&rig).await;
            assert_eq!(broken(&report), expected, "{name}");
            saved.restore(&rig).await;
        }
        assert!(verified(&rig).await.holds, "all was put back");
        // The same in an export: a line edited, taken out, or cut off before a signed head.
        let entry = |at: usize| lines.iter().position(|line| line.contains(&format!("\"sequence\":{at},"))).expect("a line");
        let mut edited = lines.clone();
        edited[entry(2)] = edited[entry(2)].replace("192.0.2.7", "192.0.2.8");
        assert_eq!(broken(&verified_elsewhere(&keys, &edited)), (2, "facts-altered"));
        let mut shorter = lines.clone();
        shorter.remove(entry(2));
        assert_eq!(broken(&verified_elsewhere(&keys, &shorter)), (2, "missing"));
    }

    /// CS-AUD-03: whoever cuts the trail together with its noted end cannot cut what somebody else kept.
    async fn a_head_kept_elsewhere_finds_the_cut(db: TestDb) {
        static OFF: Statement = Statement::new("TEST_OFF", "DELETE FROM audit_events WHERE sequence > 2");
        static HEADS: Statement = Statement::new("TEST_HEADS", "DELETE FROM audit_heads");
        static END: Statement = Statement::new("TEST_END",
            "UPDATE audit_chain SET sequence = 0, link = '0000000000000000000000000000000000000000000000000000000000000000'");
        let rig = Rig::new(db);
        publish_key(&rig).await;
        lived(&rig).await;
        sign_head(&rig.ctx).await.expect("signed").expect("a head");
        let kept = exported(&rig).await[0].clone();
        let statement = kept.split('"').find(|part| part.starts_with("ey")).expect("a statement").to_owned();
        tamper(&rig, vec![&OFF, &HEADS, &END]).await;
        let report = verify(&rig.ctx.store, &[statement]).await.expect("read");
        assert_eq!(broken(&report), (3, "cut"));
    }

    /// CS-AUD-03: 50 writers at once are chained without a gap, by three sealers of which one works.
    async fn writers_and_sealers_do_not_meet(db: TestDb) {
        let rig = Rig::new(db);
        let mut at_work = JoinSet::new();
        for at in 0..50 {
            let ctx = rig.ctx.clone();
            let asked = rig.asked();
            at_work.spawn(async move {
                let ask = people::NewPersonAsk {
                    email: format!("p{at}@example.com"),
                    email_confirmed: true,
                    name: format!("P {at}"),
                    password: None,
                    password_hash: None,
                    totp: None,
                    staff: None,
                    language: None,
                    country: None,
                    phones: Vec::new(),
                };
                people::create(&ctx, &asked, ask).await.expect("the store works").expect("created");
            });
        }
        for _ in 0..3 {
            let ctx = rig.ctx.clone();
            at_work.spawn(async move {
                for _ in 0..20 {
                    seal_waiting(&ctx).await.expect("sealed");
                    tokio::task::yield_now().await;
                }
            });
        }
        at_work.join_all().await;
        rig.forward(Duration::from_secs(6));
        seal_waiting(&rig.ctx).await.expect("sealed");
        let report = verified(&rig).await;
        assert!(report.holds, "{report:?}");
        assert_eq!((report.records, report.unsealed.records), (50, 0));
    }

    /// Erasing takes what names, reaches or traces a person; the chain verifies, and says how many parts were erased.
    async fn an_erased_person_leaves_a_trail_that_verifies(db: TestDb) {
        static LEFT: Statement = Statement::new("TEST_LEFT",
            "SELECT id AS holds FROM persons WHERE id = $1 AND (name <> '' OR password_hash IS NOT NULL OR state <> 'disabled') \
             UNION ALL SELECT id AS holds FROM contacts WHERE person = $1 AND value_sealed <> '' \
             UNION ALL SELECT id AS holds FROM authenticators WHERE person = $1 AND (secret_sealed IS NOT NULL OR state = 'active') \
             UNION ALL SELECT id AS holds FROM sessions WHERE person = $1 AND (reference <> '' OR client_sealed IS NOT NULL OR ended_at IS NULL) \
             UNION ALL SELECT id AS holds FROM challenges WHERE person = $1 AND (target IS NOT NULL OR recipient IS NOT NULL OR state = 'open') \
             UNION ALL SELECT id AS holds FROM orders WHERE person = $1 AND state IN ('open', 'authorised') \
             UNION ALL SELECT id AS holds FROM visits WHERE person = $1 \
             UNION ALL SELECT id AS holds FROM audit_events WHERE person = $1 AND facts_sealed IS NOT NULL AND type <> 'person.erased'");
        let rig = Rig::new(db);
        let someone = lived(&rig).await;
        rig.enrol_totp(&someone.id).await;
        rig.order(&someone, false).await;
        rig.step_up(&someone).await;
        let other = rig.person("berta").await;
        seal_waiting(&rig.ctx).await.expect("sealed");
        Rig::done(people::erase(&rig.ctx, &rig.asked(), someone.id.clone()).await);
        let again = people::erase(&rig.ctx, &rig.asked(), someone.id.clone()).await.expect("the store");
        assert!(again.is_err(), "as if they had never been");
        let id = someone.id.clone();
        let left = rig.ctx.store.read(async move |tx: &mut ReadTx| {
            fetch_all(tx, &LEFT, &[(&id).into()]).await?.iter().map(|row| row.text("holds")).collect::<Result<Vec<_>, _>>()
        });
        assert_eq!(left.await.expect("read"), Vec::<String>::new());
        let keys = keys(&rig).await;
        for _ in 0..2 {
            let report = verified(&rig).await;
            assert!(report.holds && report.erased >= 5, "{report:?}");
            let lines = exported(&rig).await;
            let elsewhere = verified_elsewhere(&keys, &lines);
            assert!(elsewhere.holds && elsewhere.erased == report.erased, "{elsewhere:?}");
            assert!(!lines.iter().any(|line| line.contains("anna@")), "no address");
            seal_waiting(&rig.ctx).await.expect("sealed");
        }
        assert!(!rig.is_open(&other.session).await);
        let reused = rig.person("anna").await;
        assert_ne!(reused.id, someone.id, "the address is free for another person");
    }

    /// CS-AUD-05: whatever a browser or a portal writes is one entry, one line, and short.
    async fn input_forges_no_entry(db: TestDb) {
        let rig = Rig::new(db);
        let forged = format!(
            "x\r\n{{\"line\":\"entry\",\"type\":\"person.erased\"}}\u{1b}[2J\u{2028}{}", "y".repeat(1 << 20)
        );
        let asked = countersign_app::Asked {
            client: Client::new(None, Some(&forged)),
            ..rig.asked()
        };
        let ask = people::NewPersonAsk {
            email: "carla@example.com".to_owned(),
            email_confirmed: true,
            name: "=1+1 \u{2028} {\"type\":\"x\"}".to_owned(),
            password: None,
            password_hash: None,
            totp: None,
            staff: None,
            language: None,
            country: None,
            phones: Vec::new(),
        };
        people::create(&rig.ctx, &asked, ask).await.expect("the store").expect("created");
        seal_waiting(&rig.ctx).await.expect("sealed");
        let lines = exported(&rig).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].len() < 2_000 && !lines[0].contains(['\r', '\n', '\u{1b}', '\u{2028}']), "{}", lines[0]);
        let line: serde_json::Value = serde_json::from_str(&lines[0]).expect("one line of JSON");
        assert_eq!(line["type"], "person.created");
        assert!(verified(&rig).await.holds);
    }

    /// CS-AUD-06: what cannot be recorded is not done.
    async fn without_its_record_nothing_happens(db: TestDb) {
        static AWAY: Statement = Statement::new("TEST_AWAY", "ALTER TABLE audit_events RENAME TO audit_elsewhere");
        static BACK: Statement = Statement::new("TEST_AWAY_BACK", "ALTER TABLE audit_elsewhere RENAME TO audit_events");
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let right = Rig::answer_of(&challenge.id, Method::Email, &rig.sink.code());
        change(&rig, vec![&AWAY]).await;
        assert!(answer_step_up(&rig.ctx, &rig.asked(), right.clone()).await.is_err());
        assert!(people::erase(&rig.ctx, &rig.asked(), someone.id.clone()).await.is_err());
        assert!(!rig.is_open(&someone.session).await, "no window without its record");
        change(&rig, vec![&BACK]).await;
        Rig::done(answer_step_up(&rig.ctx, &rig.asked(), right).await);
        assert!(rig.is_open(&someone.session).await);
    }
}

/// The trail as it stood, to try the next way of tampering on.
struct RestorePoint;

static KEEP_EVENTS: Statement =
    Statement::new("TEST_KEEP_EVENTS", "CREATE TABLE kept_events AS SELECT * FROM audit_events");
static KEEP_CHAIN: Statement =
    Statement::new("TEST_KEEP_CHAIN", "CREATE TABLE kept_chain AS SELECT * FROM audit_chain");
static WIPE_EVENTS: Statement = Statement::new("TEST_WIPE_EVENTS", "DELETE FROM audit_events");
static WIPE_CHAIN: Statement = Statement::new("TEST_WIPE_CHAIN", "DELETE FROM audit_chain");
static FILL_EVENTS: Statement =
    Statement::new("TEST_FILL_EVENTS", "INSERT INTO audit_events SELECT * FROM kept_events");
static FILL_CHAIN: Statement =
    Statement::new("TEST_FILL_CHAIN", "INSERT INTO audit_chain SELECT * FROM kept_chain");
static DROP_EVENTS: Statement = Statement::new("TEST_DROP_EVENTS", "DROP TABLE kept_events");
static DROP_CHAIN: Statement = Statement::new("TEST_DROP_CHAIN", "DROP TABLE kept_chain");

async fn restore_point(rig: &Rig) -> RestorePoint {
    change(rig, vec![&KEEP_EVENTS, &KEEP_CHAIN]).await;
    RestorePoint
}

impl RestorePoint {
    async fn restore(self, rig: &Rig) {
        let steps: Vec<&'static Statement> =
            vec![&WIPE_EVENTS, &WIPE_CHAIN, &FILL_EVENTS, &FILL_CHAIN, &DROP_EVENTS, &DROP_CHAIN];
        change(rig, steps).await;
    }
}
