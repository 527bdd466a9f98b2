//! What a person sees in a session: by list and by check alike, and never without the proof that a mark asks for.

use std::collections::BTreeSet;
use std::time::Duration;

use countersign_core::Entropy as _;
use countersign_core::access::{Holder, Sight};
use countersign_core::ids::ChallengeId;
use countersign_core::people::{Account, Authenticator, AuthenticatorKind, Method, Role};
use countersign_core::session::Session;
use countersign_store::{Looking, SeenPage};
use countersign_testkit::{SeededEntropy, on_both_engines};

use crate::conformance::access::{group, resource};
use crate::conformance::accounts::{account, member};
use crate::world::{Ask, Someone, World};

fn looking(world: &World, someone: &Someone, session: &Session, account: &Account) -> Looking {
    Looking {
        person: someone.id.clone(),
        session: session.id.clone(),
        account: account.id.clone(),
        now: world.now(),
    }
}

async fn sees(world: &World, looking: &Looking, reference: &str) -> bool {
    let sight = world.store.sight(looking, reference).await.expect("the store works");
    sight.is_some_and(Sight::sees)
}

/// Answers a step-up in this session with the app; the challenge.
async fn prove(world: &World, someone: &Someone, session: &Session) -> ChallengeId {
    world.clock.advance(Duration::from_mins(1));
    let challenge = world.step_up(someone, session).await;
    let code = world.app_code(someone);
    world.answer(Ask::step_up(&challenge, Method::Totp, &code)).await.expect("right");
    challenge
}

/// An account whose owner has an app, with a marked data centre and a server in it.
async fn marked(world: &World) -> (Account, Someone) {
    let account = account(world, "K").await;
    let owner = world.person("owner@example.com").await;
    member(world, &account, &owner, Role::Owner).await;
    let centre = resource(world, &account, "dc", None).await;
    resource(world, &account, "srv", Some("dc")).await;
    resource(world, &account, "open", None).await;
    let (id, now) = (account.id.clone(), world.now());
    assert!(world.write(async move |tx| tx.mark_put(&id, &centre, now).await).await);
    (account, owner)
}

on_both_engines! {
    /// CS-F2-07: a step-up with the app in this very session opens what is marked; a code by mail does not, nor does another
    /// session's proof.
    async fn a_mark_asks_for_a_proof_in_the_session(db: TestDb) {
        let world = World::new(&db);
        let (account, owner) = marked(&world).await;
        let (here, there) = (world.session(&owner, "here").await, world.session(&owner, "there").await);
        assert!(sees(&world, &looking(&world, &owner, &here, &account), "open").await);
        let by_mail = world.step_up(&owner, &here).await;
        let code = world.send(&owner, &by_mail).await;
        world.answer(Ask::step_up(&by_mail, Method::Email, &code)).await.expect("right");
        for reference in ["dc", "srv"] {
            assert!(!sees(&world, &looking(&world, &owner, &here, &account), reference).await, "{reference}");
        }
        prove(&world, &owner, &here).await;
        for reference in ["dc", "srv"] {
            assert!(sees(&world, &looking(&world, &owner, &here, &account), reference).await, "{reference}");
            assert!(!sees(&world, &looking(&world, &owner, &there, &account), reference).await, "{reference}");
        }
    }

    /// CS-F2-07: a factor that somebody else removes is gone at once, and one that was enrolled later was not proven here.
    async fn a_removed_factor_counts_no_more_and_a_later_one_not_yet(db: TestDb) {
        let world = World::new(&db);
        let (account, owner) = marked(&world).await;
        let session = world.session(&owner, "s").await;
        prove(&world, &owner, &session).await;
        assert!(sees(&world, &looking(&world, &owner, &session, &account), "srv").await);
        world.clock.advance(Duration::from_secs(1));
        let (person, old, now) = (owner.id.clone(), owner.app.clone(), world.now());
        let new = Authenticator {
            id: world.draw(countersign_core::ids::AuthenticatorId::generate),
            kind: AuthenticatorKind::Totp,
            added_at: now,
            used_first: false,
        };
        let secret = owner.secret.clone();
        world.write(async move |tx| {
            assert!(tx.authenticator_remove(&person, &old, now).await?);
            tx.authenticator_insert(&person, &new, Some(&secret)).await
        }).await;
        assert!(!sees(&world, &looking(&world, &owner, &session, &account), "srv").await);
        prove(&world, &owner, &session).await;
        assert!(sees(&world, &looking(&world, &owner, &session, &account), "srv").await);
    }

    /// CS-F2-07: whoever turns their own off keeps it in the session at hand, and in no other one.
    async fn a_factor_that_was_turned_off_counts_until_the_session_ends(db: TestDb) {
        let world = World::new(&db);
        let (account, owner) = marked(&world).await;
        let (here, there) = (world.session(&owner, "here").await, world.session(&owner, "there").await);
        prove(&world, &owner, &here).await;
        prove(&world, &owner, &there).await;
        let (person, session, now) = (owner.id.clone(), here.id.clone(), world.now());
        world.write(async move |tx| tx.authenticators_turn_off(&person, &session, now).await).await;
        assert!(sees(&world, &looking(&world, &owner, &here, &account), "srv").await);
        assert!(!sees(&world, &looking(&world, &owner, &there, &account), "srv").await);
    }

    /// ADR 5, CS-F2-07: a right code on our page, from a link that somebody sent, opens nothing in the sender's session until the
    /// portal brought the result.
    async fn a_result_that_was_not_redeemed_proves_nothing(db: TestDb) {
        let world = World::new(&db);
        let (account, owner) = marked(&world).await;
        let session = world.session(&owner, "s").await;
        let challenge = prove(&world, &owner, &session).await;
        let (held, until) = (challenge.clone(), world.now().plus(Duration::from_mins(1)));
        world.write(async move |tx| tx.challenge_result_set(&held, "result", until).await).await;
        assert!(!sees(&world, &looking(&world, &owner, &session, &account), "srv").await);
        let now = world.now();
        let redeemed = world.write(async move |tx| tx.challenge_redeem(&challenge, "result", None, now).await);
        assert!(redeemed.await.is_some());
        assert!(sees(&world, &looking(&world, &owner, &session, &account), "srv").await);
    }

    /// CS-DEL-04, CS-DEL-06: an ended session, one for another account, and a membership that ended see nothing.
    async fn who_is_not_present_sees_nothing(db: TestDb) {
        let world = World::new(&db);
        let (here, owner) = marked(&world).await;
        let there = account(&world, "there").await;
        member(&world, &there, &owner, Role::Owner).await;
        resource(&world, &there, "theirs", None).await;
        let (loose, bound) = (world.session(&owner, "loose").await, world.session(&owner, "bound").await);
        let (session, id) = (bound.id.clone(), there.id.clone());
        assert!(world.write(async move |tx| tx.session_account_set(&session, &id).await).await);
        assert!(sees(&world, &looking(&world, &owner, &loose, &here), "open").await);
        assert!(!sees(&world, &looking(&world, &owner, &loose, &here), "theirs").await, "another account's");
        assert!(!sees(&world, &looking(&world, &owner, &bound, &here), "open").await);
        assert!(sees(&world, &looking(&world, &owner, &bound, &there), "theirs").await);
        let eve = world.person("eve@example.com").await;
        assert!(!sees(&world, &looking(&world, &eve, &loose, &here), "open").await, "another's session");
        let (session, now) = (loose.id.clone(), world.now());
        world.write(async move |tx| tx.session_end(&session, "portal", now).await).await;
        assert!(!sees(&world, &looking(&world, &owner, &loose, &here), "open").await);
    }

    /// CS-F2-06: list, single check and check of many agree, for every role, in trees, groups and marks drawn at random; pages
    /// are full until the last one.
    async fn lists_and_checks_agree(db: TestDb) {
        let world = World::new(&db);
        let mut rng = SeededEntropy::new(11);
        let mut below = |n: usize| {
            let mut byte = [0u8; 2];
            rng.fill(&mut byte);
            usize::from(u16::from_be_bytes(byte)) % n
        };
        let account = account(&world, "K").await;
        let mut persons = Vec::new();
        for (at, role) in Role::ALL.into_iter().enumerate() {
            let someone = world.person(&format!("{at}@example.com")).await;
            member(&world, &account, &someone, role).await;
            persons.push(someone);
        }
        let mut tree = Vec::new();
        for number in 0..40 {
            let parent = (number > 0 && below(4) > 0).then(|| format!("r{}", below(number)));
            tree.push(resource(&world, &account, &format!("r{number}"), parent.as_deref()).await);
        }
        let (mut holders, now) = (Vec::new(), world.now());
        for number in 0..4 {
            let id = group(&world, &account, &format!("g{number}")).await;
            for someone in persons.iter().filter(|_| below(2) == 0) {
                let (account, id, person) = (account.id.clone(), id.clone(), someone.id.clone());
                world.write(async move |tx| tx.group_join(&account, &id, &person, now).await).await;
            }
            holders.push(Holder::Group(id));
        }
        holders.extend(persons.iter().map(|someone| Holder::Person(someone.id.clone())));
        for _ in 0..10 {
            let (resource, holder) = (tree[below(40)].clone(), holders[below(holders.len())].clone());
            let account = account.id.clone();
            world.write(async move |tx| tx.grant_put(&account, &resource, &holder, now).await).await;
        }
        for _ in 0..3 {
            let (account, resource) = (account.id.clone(), tree[20 + below(20)].clone());
            world.write(async move |tx| tx.mark_put(&account, &resource, now).await).await;
        }
        let references: Vec<String> = (0..40).map(|number| format!("r{number}")).collect();
        let mut sizes = BTreeSet::new();
        for someone in &persons {
            let session = world.session(someone, "s").await;
            for proven in [false, true] {
                if proven {
                    prove(&world, someone, &session).await;
                }
                let looking = looking(&world, someone, &session, &account);
                let listed = listed(&world, &looking).await;
                let (asked, many) = (looking.clone(), references.clone());
                let checked = world.write(async move |tx| tx.sights(&asked, &many).await).await;
                let checked: BTreeSet<String> =
                    checked.into_iter().filter(|(_, sight)| sight.sees()).map(|(name, _)| name).collect();
                assert_eq!(listed, checked, "{} {proven}", someone.email.value);
                for (reference, id) in references.iter().zip(&tree).step_by(7) {
                    assert_eq!(sees(&world, &looking, reference).await, listed.contains(reference));
                    let (asked, id) = (looking.clone(), id.clone());
                    let by_id = world.write(async move |tx| tx.sight_by_id(&asked, &id).await).await;
                    assert_eq!(by_id.is_some_and(Sight::sees), listed.contains(reference));
                }
                sizes.insert(listed.len());
            }
        }
        assert!(sizes.contains(&40), "an owner with a proof sees all: {sizes:?}");
        assert!(sizes.len() > 3, "the drawing tells persons and sessions apart: {sizes:?}");
    }
}

/// Everything the person sees, page by page; what a page names as its parent is seen too.
async fn listed(world: &World, looking: &Looking) -> BTreeSet<String> {
    let (mut seen, mut parents, mut after) = (BTreeSet::new(), BTreeSet::new(), String::new());
    loop {
        let page = SeenPage { kind: Some("server".to_owned()), after: after.clone(), limit: 7 };
        let asked = looking.clone();
        let rows = world
            .write(async move |tx| match tx.sight_role(&asked).await? {
                Some(standing) => tx.seen(&asked, standing, &page).await,
                None => Ok(Vec::new()),
            })
            .await;
        let full = rows.len() == 7;
        for row in rows {
            after = row.id.to_string();
            parents.extend(row.parent);
            assert!(seen.insert(row.reference), "nobody stands on two pages");
        }
        if !full {
            assert!(parents.is_subset(&seen), "{parents:?} {seen:?}");
            return seen;
        }
    }
}
