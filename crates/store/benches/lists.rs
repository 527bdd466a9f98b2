//! Every list that grows with its customers, at 100 thousand persons on SQLite: a page of it beside the barest query for as many rows.
//!
//! `cargo bench -p countersign-store --bench lists`. One account has all the persons, which no real one has, and another every
//! tenth. A list that shows what it finds is a few look-ups in either; one that finds nothing looks at everybody in the account. Each is read in turns
//! with the bare query, which goes to the file without this crate; only the ratio means anything on a machine that does other work.

use std::time::{Duration, Instant};

use countersign_core::Timestamp;
use countersign_core::access::Rights;
use countersign_core::ids::{AccountId, AuthenticatorId, EventId, PersonId, SessionId};
use countersign_core::people::{
    Account, Authenticator, AuthenticatorKind, Language, Membership, Role,
};
use countersign_core::session::Session;
use countersign_store::{
    AccountRecords, After, AuditRecord, NewAuthenticator, NewPerson, NewSession, PeopleFilter,
    PeoplePage, ReadTx, Store, StoreError, Tx,
};
use countersign_testkit::{SeededEntropy, TestDb};

const PERSONS: u32 = 100_000;
/// Persons written in one transaction.
const BATCH: u32 = 500;
/// Rows of a page, and the one more that says whether another follows.
const PAGE: u32 = 51;
const ROUNDS: usize = 9;
const NOW: Timestamp = Timestamp::from_ms(1_900_000_000_000);
/// What no list may take, in milliseconds.
const MOST: f64 = 50.0;

const BARE: &str = "SELECT person FROM memberships WHERE account = ?1 ORDER BY person LIMIT 51";

#[tokio::main]
async fn main() {
    let db = TestDb::sqlite().await;
    let store = db.store.clone();
    let mut rng = SeededEntropy::new(5);
    let (all, tenth) = (AccountId::generate(&mut rng), AccountId::generate(&mut rng));
    for (account, reference) in [(&all, "all"), (&tenth, "tenth")] {
        let account = Account {
            id: account.clone(),
            reference: reference.to_owned(),
            name: reference.to_owned(),
            created_at: NOW,
        };
        let put = async move |tx: &mut Tx| tx.account_insert(&account).await;
        store.write(put).await.expect("written");
    }
    fill(&store, &mut rng, [&all, &tenth]).await;
    println!(
        "{PERSONS} persons, in accounts of their own, all of them in one, every tenth in another"
    );

    let file = rusqlite::Connection::open(db.folder.path().join("countersign.db")).expect("opened");
    let mut beside = Beside { store, file, account: all.clone(), slow: Vec::new() };

    for (name, account, filter, search) in [
        ("people, all", &all, PeopleFilter::All, ""),
        ("people without a second factor", &all, PeopleFilter::Off, ""),
        ("people with text messages only: nobody, of a tenth", &tenth, PeopleFilter::PhoneOnly, ""),
        ("people by name: one, of a tenth", &tenth, PeopleFilter::All, "mara 77070"),
        ("people by name: nobody, of a tenth", &tenth, PeopleFilter::All, "no such name"),
        ("people by name: nobody, of all", &all, PeopleFilter::All, "no such name"),
    ] {
        let (account, search) = (account.clone(), search.to_owned());
        let page = PeoplePage { account, filter, search, before: None, limit: PAGE };
        let read = async move |tx: &mut ReadTx| Ok(tx.people_seen(&page).await?.len());
        beside.read(name, read).await;
    }
    let of = all.clone();
    let members = async move |tx: &mut ReadTx| Ok(tx.members_list(&of, None, PAGE).await?.len());
    beside.read("members", members).await;
    let accounts = async |tx: &mut ReadTx| Ok(tx.accounts_list(None, PAGE).await?.len());
    beside.read("accounts", accounts).await;
    for (name, is_proven, kinds) in [
        ("activity of the account, with a second factor", true, ""),
        ("activity of the account, without", false, ""),
        ("activity of a kind that never happened", true, "|nothing.such|"),
    ] {
        let wanted = AccountRecords {
            account: all.clone(),
            of: None,
            only_by: None,
            kinds: kinds.to_owned(),
            is_proven,
            after: After::newest(),
            since: Timestamp::from_ms(0),
            most: i64::from(PAGE),
        };
        let read = async move |tx: &mut ReadTx| Ok(tx.audit_of_account(&wanted).await?.len());
        beside.read(name, read).await;
    }
    let slow = beside.slow;
    println!("over {MOST} ms: {slow:?}");
}

/// Reads lists in turns with the bare query.
struct Beside {
    store: Store,
    file: rusqlite::Connection,
    account: AccountId,
    /// Lists that take too long.
    slow: Vec<&'static str>,
}

impl Beside {
    async fn read<F>(&mut self, name: &'static str, read: F)
    where
        F: AsyncFn(&mut ReadTx) -> Result<usize, StoreError> + Clone + Send + 'static,
    {
        let (mut bare, mut list, mut rows) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            assert_eq!(self.bare(), PAGE as usize);
            bare.push(begun.elapsed());
            let begun = Instant::now();
            rows = self.store.read(read.clone()).await.expect("read");
            list.push(begun.elapsed());
        }
        let (bare, list) = (median(bare), median(list));
        let ratio = list / bare;
        println!(
            "  {list:8.2} ms   bare {bare:6.2} ms   ratio {ratio:7.1}   {rows:3} rows   {name}"
        );
        if list > MOST {
            self.slow.push(name);
        }
    }

    fn bare(&self) -> usize {
        let mut query = self.file.prepare_cached(BARE).expect("prepared");
        let rows = query.query_map([self.account.as_str()], |row| row.get::<_, String>(0));
        rows.expect("read").filter_map(Result::ok).count()
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// Persons with an account, a session and a record each; every third has an app.
async fn fill(store: &Store, rng: &mut SeededEntropy, shared: [&AccountId; 2]) {
    for batch in 0..PERSONS / BATCH {
        let lines: Vec<_> = (0..BATCH).map(|at| line(rng, shared, batch * BATCH + at)).collect();
        let put = async move |tx: &mut Tx| {
            for line in &lines {
                line.put(tx).await?;
            }
            Ok(())
        };
        store.write(put).await.expect("written");
    }
}

struct Line {
    person: NewPerson,
    own: Account,
    memberships: Vec<Membership>,
    session: NewSession,
    app: Option<NewAuthenticator>,
    record: AuditRecord,
}

fn line(rng: &mut SeededEntropy, [all, tenth]: [&AccountId; 2], number: u32) -> Line {
    let id = PersonId::generate(rng);
    let at = NOW.plus(Duration::from_secs(u64::from(number)));
    let own = Account {
        id: AccountId::generate(rng),
        reference: format!("K-{number}"),
        name: format!("Customer {number}"),
        created_at: at,
    };
    let member = |account: &AccountId, role| Membership {
        account: account.clone(),
        person: id.clone(),
        role,
        rights: Rights::default(),
        ends_at: None,
        added_at: at,
    };
    let session = Session {
        id: SessionId::generate(rng),
        person: id.clone(),
        reference: format!("s{number}"),
        device: None,
        expires_at: at.plus(Duration::from_hours(12)),
        ended_at: None,
    };
    let app = number.is_multiple_of(3).then(|| NewAuthenticator {
        authenticator: Authenticator {
            id: AuthenticatorId::generate(rng),
            kind: AuthenticatorKind::Totp,
            added_at: at,
            used_first: false,
        },
        secret: Some(countersign_core::people::TotpSecret::generate(rng)),
        first_step: 0,
        name: None,
    });
    let record = AuditRecord {
        person: Some(id.clone()),
        account: Some(all.clone()),
        ..AuditRecord::new(EventId::generate(rng), at, "session.began", id.as_str())
    };
    let mut memberships = vec![member(&own.id, Role::Owner), member(all, Role::Member)];
    if number.is_multiple_of(10) {
        memberships.push(member(tenth, Role::Member));
    }
    Line {
        memberships,
        person: NewPerson {
            id,
            name: format!("Mara {number}"),
            language: Language::En,
            country: None,
            sign_in: format!("mara.{number}@example.com"),
            password_hash: None,
            staff: None,
            created_at: at,
        },
        own,
        session: NewSession { session, client: None, created_at: at },
        app,
        record,
    }
}

impl Line {
    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.person_insert(&self.person).await?;
        tx.account_insert(&self.own).await?;
        for membership in &self.memberships {
            tx.member_insert(membership).await?;
        }
        tx.session_open(&self.session).await?;
        if let Some(app) = &self.app {
            tx.authenticator_enrol(&self.person.id, app).await?;
        }
        tx.audit_insert(&self.record).await
    }
}
