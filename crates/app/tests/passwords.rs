//! Passwords: how they are stored, what raising the cost does, and who waits for whom.

mod rig;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_app::people::{self, NewPersonAsk, password};
use countersign_app::{Ctx, ForeignHash, Refused};
use countersign_core::ids::PersonId;
use countersign_core::limits::Lane;
use countersign_core::policy::{HashCost, Policy};
use countersign_store::StoredPassword;
use countersign_testkit::{TestDb, on_both_engines};
use futures_util::future::join_all;

use rig::Rig;

const PASSWORD: &str = "lantern-gravel-tide-58";

async fn stored(rig: &Rig, name: &str) -> StoredPassword {
    let sign_in = format!("{name}@example.com");
    let read = rig.ctx.store.read(async move |tx| tx.password_by_sign_in(&sign_in).await);
    read.await.expect("the store works").expect("such a person")
}

fn asked_for(name: &str) -> NewPersonAsk {
    NewPersonAsk {
        email: format!("{name}@example.com"),
        email_confirmed: true,
        name: name.to_owned(),
        password: Some(PASSWORD.to_owned().into()),
        language: None,
        country: None,
        phones: Vec::new(),
        password_hash: None,
        totp: None,
        staff: None,
    }
}

async fn person(rig: &Rig, name: &str) -> PersonId {
    let view = Rig::done(people::create(&rig.ctx, &rig.asked(), asked_for(name)).await);
    PersonId::parse(&view.id).expect("an id")
}

async fn matches(ctx: &Ctx, stored: Option<&StoredPassword>, typed: &str) -> bool {
    let typed = typed.to_owned().into();
    password::matches(ctx, &Lane::Unrecognised, stored, typed).await.expect("a turn")
}

on_both_engines! {
    /// CS-PW-04: the row says how it was made; equal passwords make different rows; raised, the next use hashes anew.
    async fn a_hash_says_how_it_was_made_and_follows_the_cost(db: TestDb) {
        let raised = HashCost { memory_kib: 20_480, passes: 3 };
        let rig = Rig::new(db);
        let dearer = rig.under(Policy { hashing: raised, ..Policy::default() });
        person(&rig, "mara").await;
        person(&rig, "timo").await;
        let (mara, timo) = (stored(&rig, "mara").await, stored(&rig, "timo").await);
        let phc = mara.phc.clone().expect("a hash");
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_ne!(mara.phc, timo.phc);
        assert!(matches(&rig.ctx, Some(&mara), PASSWORD).await);
        assert_eq!(stored(&rig, "mara").await.phc, mara.phc, "nothing to hash anew");
        for wrong in ["lantern-gravel-tide-5", "Lantern-gravel-tide-58", " lantern-gravel-tide-58", ""] {
            assert!(!matches(&rig.ctx, Some(&mara), wrong).await, "{wrong}");
        }
        assert!(!matches(&rig.ctx, None, PASSWORD).await, "nobody has no password");
        assert!(matches(&dearer, Some(&mara), PASSWORD).await);
        let after = stored(&rig, "mara").await;
        assert!(after.phc.as_deref().expect("a hash").starts_with("$argon2id$v=19$m=20480,t=3,p=1$"));
        assert_eq!(after.version, mara.version, "the same password");
        assert!(matches(&rig.ctx, Some(&after), PASSWORD).await, "and still hers at the lower cost");
    }
}

/// PBKDF2 as Keycloak makes it, by Python's hashlib, and Argon2id with less work than ours, by argon2-cffi; of `PASSWORD` both.
const FOREIGN: [&str; 2] = [
    "$pbkdf2-sha512$i=1000$MDEyMzQ1Njc4OWFiY2RlZg$lNxn+KGyyamDWmQW+YBgHMnEv17A7nsSpecagpxKiHZ8+mdkejGNjoGXa0i2qQB9QEAXlqQF0lE3a4zP4IEDnQ",
    "$argon2id$v=19$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$rwbqvbZJ0ihCt+3Kz10fpkMRQ+G9Bv202ItUb+oy2W0",
];

on_both_engines! {
    /// The move from another system: the password works at once, no copy of the database knows it, and a hash of ours takes the
    /// place of theirs with the first sign-in.
    async fn a_hash_of_another_system_opens_once_and_is_replaced(db: TestDb) {
        let rig = Rig::new(db);
        for (name, phc) in ["mara", "timo"].into_iter().zip(FOREIGN) {
            let hash = ForeignHash::read(phc).expect(phc);
            let ask = NewPersonAsk { password: None, password_hash: Some(hash), ..asked_for(name) };
            Rig::done(people::create(&rig.ctx, &rig.asked(), ask).await);
            let before = stored(&rig, name).await;
            let kept = before.phc.clone().expect("a hash");
            assert!(!kept.contains(phc.rsplit('$').next().expect("an output")), "{kept}");
            assert!(!matches(&rig.ctx, Some(&before), "lantern-gravel-tide-5").await);
            assert!(!matches(&rig.ctx, Some(&before), phc).await, "the hash itself opens nothing");
            assert_eq!(stored(&rig, name).await.phc, before.phc, "a wrong one replaces nothing");
            assert!(matches(&rig.ctx, Some(&before), PASSWORD).await);
            let after = stored(&rig, name).await;
            assert!(after.phc.as_deref().expect("a hash").starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
            assert_eq!(after.version, before.version, "the same password");
            assert!(matches(&rig.ctx, Some(&after), PASSWORD).await);
        }
        let both = NewPersonAsk {
            password_hash: Some(ForeignHash::read(FOREIGN[0]).expect("a hash")),
            ..asked_for("noor")
        };
        let refused = people::create(&rig.ctx, &rig.asked(), both).await.expect("an answer").err();
        assert!(matches!(refused, Some(Refused::Invalid { field, .. }) if field == "password_hash"));
    }
}

/// CS-PW-05: strangers fill the pool, and a recognised device is served among the first of them.
#[test]
fn strangers_do_not_close_the_pool_to_recognised_devices() {
    countersign_testkit::db::run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db);
        person(&rig, "mara").await;
        let mara = stored(&rig, "mara").await;
        let served = Arc::new(AtomicUsize::new(0));
        let strangers = (0..60).map(|_| {
            let (ctx, served) = (Arc::clone(&rig.ctx), Arc::clone(&served));
            let mara = mara.clone();
            tokio::spawn(async move {
                let typed = "something else".to_owned().into();
                let answer = password::matches(&ctx, &Lane::Unrecognised, Some(&mara), typed).await;
                served.fetch_add(1, Ordering::SeqCst);
                answer
            })
        });
        let strangers: Vec<_> = strangers.collect();
        tokio::task::yield_now().await;
        let lane = Lane::Device("laptop".to_owned());
        let known =
            password::matches(&rig.ctx, &lane, Some(&mara), PASSWORD.to_owned().into()).await;
        let before = served.load(Ordering::SeqCst);
        assert!(known.expect("a turn"));
        assert!(before < 30, "{before} strangers came first");
        for answer in join_all(strangers).await {
            // Whoever waited for two seconds is told to come back; nobody gets in.
            assert!(!matches!(answer.expect("no panic"), Ok(true)));
        }
    });
}
