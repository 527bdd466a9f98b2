//! What a person sees, at 100 thousand resources and 1 thousand groups on SQLite: a check against the bare look-up of one row, and pages.
//!
//! `cargo bench -p countersign-store --bench access`. Both sides read the same database through the same reader, in turns; only the ratio
//! means anything on a machine that does other work.

use std::time::{Duration, Instant};

use countersign_core::access::{Holder, Rights, Sight};
use countersign_core::ids::{AccountId, GroupId, PersonId, ResourceId, SessionId};
use countersign_core::people::{Account, Language, Membership, Role};
use countersign_core::session::Session;
use countersign_core::{Entropy, Timestamp};
use countersign_store::{
    Arg, Looking, NewPerson, NewResource, NewSession, SeenPage, Statement, Store, StoredGroup,
};
use countersign_testkit::{SeededEntropy, TestDb};

/// 100 data centres, 10 racks in each, 99 servers in each rack: 101,100 resources.
const CENTRES: usize = 100;
const RACKS: usize = 10;
const SERVERS: usize = 99;
const GROUPS: usize = 1_000;
/// Groups of the person who is asked for.
const OWN_GROUPS: usize = 20;
const CHECKS: u32 = 2_000;
const ROUNDS: usize = 7;
const NOW: Timestamp = Timestamp::from_ms(1_900_000_000_000);

static BARE: Statement = Statement::new(
    "BENCH_BARE",
    "SELECT id, name FROM resources WHERE account = $1 AND reference = $2",
);

#[tokio::main]
async fn main() {
    let db = TestDb::sqlite().await;
    let mut world =
        World { store: db.store.clone(), rng: SeededEntropy::new(5), resources: Vec::new() };
    let account = world.account().await;
    world.fill(&account).await;
    let (member, groups) = world.member(&account, Role::Member).await;
    world.groups(&account, &member, &groups).await;
    let (everything, _) = world.member(&account, Role::Administrator).await;
    let (top, _) = world.member(&account, Role::Member).await;
    for centre in 0..CENTRES {
        world.grant(&account, &format!("c{centre}"), &Holder::Person(top.person.clone())).await;
    }

    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let bare = world.bare(&account, round).await;
        let check = world.checks(&member, round).await;
        println!(
            "  bare {:6.2} µs   check {:6.2} µs   ratio {:5.2}",
            micros(bare),
            micros(check),
            micros(check) / micros(bare)
        );
        ratios.push(micros(check) / micros(bare));
    }
    ratios.sort_by(f64::total_cmp);
    println!("one check / the bare look-up of one row: median ratio {:.1}", ratios[ROUNDS / 2]);
    for (who, looking) in [
        ("an administrator, who sees all", &everything),
        ("a member of 20 groups", &member),
        ("a member to whom all of it is granted", &top),
    ] {
        let page = world.page(looking).await;
        println!("the first 50 of {who}: {:.1} ms", page.as_secs_f64() * 1e3);
    }
}

fn micros(each: Duration) -> f64 {
    each.as_secs_f64() * 1e6
}

struct World {
    store: Store,
    rng: SeededEntropy,
    resources: Vec<(String, ResourceId)>,
}

impl World {
    fn draw<T>(&mut self, make: impl FnOnce(&mut dyn Entropy) -> T) -> T {
        make(&mut self.rng)
    }

    async fn account(&mut self) -> AccountId {
        let account = Account {
            id: self.draw(AccountId::generate),
            reference: "K".to_owned(),
            name: "Meier & Co.".to_owned(),
            created_at: NOW,
        };
        let id = account.id.clone();
        self.store.write(async move |tx| tx.account_insert(&account).await).await.expect("written");
        id
    }

    async fn fill(&mut self, account: &AccountId) {
        for centre in 0..CENTRES {
            let mut lines = vec![self.line(format!("c{centre}"), None)];
            for rack in 0..RACKS {
                let inside = Some((lines[0].id.clone(), 0));
                lines.push(self.line(format!("c{centre}r{rack}"), inside));
                let place = lines.last().map(|line| (line.id.clone(), 1));
                for server in 0..SERVERS {
                    let line = self.line(format!("c{centre}r{rack}s{server}"), place.clone());
                    lines.push(line);
                }
            }
            self.resources
                .extend(lines.iter().map(|line| (line.reference.clone(), line.id.clone())));
            for some in lines.chunks(200) {
                let (some, account) = (some.to_vec(), account.clone());
                let put = async move |tx: &mut countersign_store::Tx| {
                    for line in &some {
                        tx.resource_put(&account, line).await?;
                    }
                    Ok(())
                };
                self.store.write(put).await.expect("written");
            }
        }
        println!("{} resources", self.resources.len());
    }

    fn line(&mut self, reference: String, parent: Option<(ResourceId, i64)>) -> NewResource {
        NewResource {
            id: self.draw(ResourceId::generate),
            kind: "server".to_owned(),
            name: reference.clone(),
            reference,
            parent,
            created_at: NOW,
        }
    }

    /// A person of this role with a session, and ids for groups.
    async fn member(&mut self, account: &AccountId, role: Role) -> (Looking, Vec<GroupId>) {
        let person = self.draw(PersonId::generate);
        let session = self.draw(SessionId::generate);
        let groups = (0..GROUPS).map(|_| self.draw(GroupId::generate)).collect();
        let new = NewPerson {
            id: person.clone(),
            name: "Mara".to_owned(),
            language: Language::En,
            country: None,
            sign_in: person.to_string(),
            password_hash: None,
            staff: None,
            created_at: NOW,
        };
        let membership = Membership {
            account: account.clone(),
            person: person.clone(),
            role,
            rights: Rights::default(),
            ends_at: None,
            added_at: NOW,
        };
        let opened = NewSession {
            session: Session {
                id: session.clone(),
                person: person.clone(),
                reference: "s".to_owned(),
                device: None,
                expires_at: NOW.plus(Duration::from_hours(12)),
                ended_at: None,
            },
            client: None,
            created_at: NOW,
        };
        let begin = async move |tx: &mut countersign_store::Tx| {
            tx.person_insert(&new).await?;
            tx.member_insert(&membership).await?;
            tx.session_open(&opened).await?;
            Ok(())
        };
        self.store.write(begin).await.expect("written");
        (Looking { person, session, account: account.clone(), now: NOW }, groups)
    }

    /// A thousand groups with a rack each; the person is in some of them.
    async fn groups(&mut self, account: &AccountId, member: &Looking, ids: &[GroupId]) {
        for (at, id) in ids.iter().enumerate() {
            let group = StoredGroup { id: id.clone(), name: format!("g{at}"), created_at: NOW };
            let (account_id, person) = (account.clone(), member.person.clone());
            let make = async move |tx: &mut countersign_store::Tx| {
                tx.group_insert(&account_id, &group).await?;
                if at < OWN_GROUPS {
                    tx.group_join(&account_id, &group.id, &person, NOW).await?;
                }
                Ok(())
            };
            self.store.write(make).await.expect("written");
            let rack = format!("c{}r{}", at / RACKS, at % RACKS);
            self.grant(account, &rack, &Holder::Group(id.clone())).await;
        }
    }

    async fn grant(&self, account: &AccountId, reference: &str, holder: &Holder) {
        let found = self.resources.iter().find(|(known, _)| known == reference);
        let resource = found.expect("it was registered").1.clone();
        let (account, holder) = (account.clone(), holder.clone());
        let give = async move |tx: &mut countersign_store::Tx| {
            tx.grant_put(&account, &resource, &holder, NOW).await
        };
        self.store.write(give).await.expect("written");
    }

    /// The same resources in the same order for both sides, spread over all there are.
    fn asked(&self, round: usize) -> impl Iterator<Item = &str> {
        let all = self.resources.len();
        (0..CHECKS as usize)
            .map(move |at| self.resources[(at * 7_919 + round * 104_729) % all].0.as_str())
    }

    async fn bare(&self, account: &AccountId, round: usize) -> Duration {
        let begun = Instant::now();
        for reference in self.asked(round) {
            let args: [Arg; 2] = [account.into(), reference.into()];
            let row = self.store.read_hot(&BARE, &args).await.expect("read");
            assert!(row.is_some(), "it was registered");
        }
        begun.elapsed() / CHECKS
    }

    async fn checks(&self, looking: &Looking, round: usize) -> Duration {
        let (mut seen, begun) = (0u32, Instant::now());
        for reference in self.asked(round) {
            let sight = self.store.sight(looking, reference).await.expect("read");
            seen += u32::from(sight.is_some_and(Sight::sees));
        }
        let each = begun.elapsed() / CHECKS;
        assert!(seen > 0 && seen < CHECKS, "some are seen: {seen}");
        each
    }

    async fn page(&self, looking: &Looking) -> Duration {
        let begun = Instant::now();
        let looking = looking.clone();
        let page = SeenPage { kind: None, after: String::new(), limit: 51 };
        let read = self.store.read(async move |tx: &mut countersign_store::ReadTx| {
            let standing = tx.sight_role(&looking).await?.expect("present");
            tx.seen(&looking, standing, &page).await
        });
        assert_eq!(read.await.expect("read").len(), 51);
        begun.elapsed()
    }
}
