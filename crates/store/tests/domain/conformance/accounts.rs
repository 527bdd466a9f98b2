//! Accounts, memberships, and what hangs on them.

use countersign_core::access::{Right, Rights};
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::{Account, Membership, Role};
use countersign_core::session::Session;
use countersign_store::OwnerKept;

use crate::world::{HOUR, Someone, World};

pub async fn account(world: &World, reference: &str) -> Account {
    let account = Account {
        id: world.draw(AccountId::generate),
        reference: reference.to_owned(),
        name: "Meier & Co.".to_owned(),
        created_at: world.now(),
    };
    let new = account.clone();
    assert!(world.write(async move |tx| tx.account_insert(&new).await).await);
    account
}

pub async fn member(world: &World, account: &Account, someone: &Someone, role: Role) -> Membership {
    let membership = Membership {
        account: account.id.clone(),
        person: someone.id.clone(),
        role,
        rights: Rights::default(),
        ends_at: None,
        added_at: world.now(),
    };
    let new = membership.clone();
    world
        .write(async move |tx| {
            assert!(tx.member_person_hold(&new.person).await?);
            assert!(tx.account_lock(&new.account).await?);
            tx.member_insert(&new).await
        })
        .await;
    membership
}

pub async fn accounts(world: &World) {
    let first = account(world, "K-1").await;
    let again = Account { id: world.draw(AccountId::generate), ..first.clone() };
    assert!(!world.write(async move |tx| tx.account_insert(&again).await).await, "one a reference");
    let (id, nowhere) = (first.id.clone(), world.draw(AccountId::generate));
    let renamed = world
        .write(async move |tx| {
            assert!(!tx.account_lock(&nowhere).await?);
            assert!(tx.account_rename(&id, "Meier").await?);
            let listed = tx.accounts_list(None, 10).await?;
            assert_eq!(listed.len(), 1);
            assert!(tx.account_by_reference("k-1").await?.is_none(), "letter by letter");
            tx.account_by_reference("K-1").await
        })
        .await;
    assert_eq!(renamed.map(|account| account.name).as_deref(), Some("Meier"));
    let id = first.id.clone();
    world.write(async move |tx| tx.account_delete(&id).await).await;
    let id = first.id.clone();
    assert!(world.write(async move |tx| tx.account_read(&id).await).await.is_none());
}

pub async fn memberships(world: &World) {
    let account = account(world, "K-2").await;
    let (ann, ben) = (world.person("ann@k2.example").await, world.person("ben@k2.example").await);
    let owner = member(world, &account, &ann, Role::Owner).await;
    let mut tech = member(world, &account, &ben, Role::TechnicalAdministrator).await;
    tech.rights = Rights::of(&["hosting".to_owned()], &Right::usual()).expect("listed");
    tech.ends_at = Some(world.now().plus(HOUR));
    let (changed, lowered) = (tech.clone(), Membership { role: Role::Member, ..owner.clone() });
    let now = world.now();
    let (alone, beside) = world
        .write(async move |tx| {
            assert_eq!(tx.member_change(&changed).await?, OwnerKept::Done);
            assert_eq!(tx.sole_owner_of(&lowered.person).await?, Some(lowered.account.clone()));
            let alone = tx.member_change(&lowered).await?;
            let second = Membership { role: Role::Owner, ..changed.clone() };
            tx.member_change(&second).await?;
            assert_eq!(tx.sole_owner_of(&lowered.person).await?, None);
            let beside = tx.member_change(&lowered).await?;
            // Back to how it was.
            tx.member_change(&Membership { role: Role::Owner, ..lowered.clone() }).await?;
            tx.member_change(&changed).await?;
            Ok((alone, beside))
        })
        .await;
    assert_eq!((alone, beside), (OwnerKept::LastOwner, OwnerKept::Done));
    let (id, ann_id, ben_id) = (account.id.clone(), ann.id.clone(), ben.id.clone());
    world
        .write(async move |tx| {
            assert_eq!(tx.member_read(&id, &ben_id).await?, Some(tech.clone()));
            let listed = tx.members_list(&id, None, 10).await?;
            assert_eq!(listed.len(), 2);
            assert!(listed.iter().all(|member| member.has_second_factor));
            assert_eq!(tx.accounts_of_person(&ben_id, now, None, 10).await?.len(), 1);
            let later = now.plus(HOUR);
            assert!(tx.accounts_of_person(&ben_id, later, None, 10).await?.is_empty(), "its time");
            let over = tx.members_over(now, 10).await?;
            assert!(over.iter().all(|one| one.person != ben_id), "not yet");
            let over = tx.members_over(later, 10).await?;
            assert!(over.iter().any(|one| (&one.account, &one.person) == (&id, &ben_id)));
            let closing = tx.members_to_close(&id, 10).await?;
            assert_eq!(closing.last().map(|member| &member.person), Some(&ann_id), "owners last");
            assert_eq!(tx.member_delete(&id, &ann_id).await?, OwnerKept::LastOwner);
            assert_eq!(tx.member_delete(&id, &ben_id).await?, OwnerKept::Done);
            tx.member_close(&id, &ann_id).await
        })
        .await;
    let nobody = world.draw(PersonId::generate);
    let forgotten = member(world, &account, &ben, Role::Member).await;
    world
        .write(async move |tx| {
            assert!(!tx.member_person_hold(&nobody).await?);
            tx.memberships_forget(&forgotten.person).await?;
            assert!(tx.member_read(&forgotten.account, &forgotten.person).await?.is_none());
            Ok(())
        })
        .await;
}

pub async fn acting(world: &World) {
    let (here, there) = (account(world, "K-3").await, account(world, "K-4").await);
    let ann = world.person("ann@k3.example").await;
    member(world, &here, &ann, Role::Administrator).await;
    member(world, &there, &ann, Role::Member).await;
    let (loose, bound) = (world.session(&ann, "loose").await, world.session(&ann, "bound").await);
    let challenge = world.step_up(&ann, &bound).await;
    let of = |session: &Session| (ann.id.clone(), session.id.clone());
    let ((person, loose_id), (_, bound_id)) = (of(&loose), of(&bound));
    let (here_id, there_id, now) = (here.id.clone(), there.id.clone(), world.now());
    world
        .write(async move |tx| {
            assert!(tx.membership_hold(&here_id, &person, now).await?);
            assert!(tx.session_account_set(&bound_id, &here_id).await?);
            assert!(tx.session_account_set(&bound_id, &here_id).await?, "the same again");
            assert!(!tx.session_account_set(&bound_id, &there_id).await?, "for one account");
            for (session, account, role) in [
                (&loose_id, &here_id, Some(Role::Administrator)),
                (&loose_id, &there_id, Some(Role::Member)),
                (&bound_id, &here_id, Some(Role::Administrator)),
                (&bound_id, &there_id, None),
            ] {
                assert_eq!(tx.acting_role(account, &person, session, now).await?, role);
            }
            assert_eq!(tx.membership_ended(&person, &there_id, now).await?, 1, "the loose one");
            assert_eq!(tx.acting_role(&here_id, &person, &loose_id, now).await?, None);
            assert_eq!(tx.membership_ended(&person, &here_id, now).await?, 1);
            let closed = tx.challenge_read(&challenge).await?.expect("it is there");
            assert_eq!(closed.state, countersign_store::ChallengeState::Closed);
            Ok(())
        })
        .await;
}

/// Somebody who works for an account from outside: listed, and read with every window of a session for it.
pub async fn outside(world: &World) {
    let (here, there) = (account(world, "K-5").await, account(world, "K-6").await);
    let (ann, tec) = (world.person("ann@k5.example").await, world.person("tec@k5.example").await);
    member(world, &here, &ann, Role::Owner).await;
    let mut of = member(world, &here, &tec, Role::TechnicalAdministrator).await;
    of.rights = Rights::from_column("hosting");
    of.ends_at = Some(world.now().plus(HOUR));
    let (bound, loose) = (world.session(&tec, "bound").await, world.session(&tec, "loose").await);
    let anns = world.session(&ann, "own").await;
    let (now, end) = (world.now(), world.now().plus(HOUR));
    let (here_id, there_id, bound_id, loose_id) = (here.id, there.id, bound.id.clone(), loose.id);
    let (ann_id, anns_id, tec_id) = (ann.id, anns.id, tec.id);
    let after = of.clone();
    world
        .write(async move |tx| {
            assert_eq!(tx.member_change(&after).await?, OwnerKept::Done);
            assert!(tx.session_account_set(&bound_id, &here_id).await?);
            let outside = tx.members_outside(&here_id, now, 10).await?;
            assert_eq!(outside.len(), 1);
            assert_eq!(outside[0].membership, after);
            assert!(tx.members_outside(&here_id, end, 10).await?.is_empty(), "ended by its time");
            let looked_after = tx.accounts_looked_after(&ann_id, &anns_id, now).await?;
            assert_eq!(looked_after.len(), 1);
            assert!(tx.accounts_looked_after(&tec_id, &bound_id, now).await?.is_empty());
            assert!(
                tx.accounts_looked_after(&ann_id, &bound_id, now).await?.is_empty(),
                "not theirs"
            );
            assert!(!tx.session_proven(&bound_id, &tec_id, now).await?);

            let standing = Some((Role::TechnicalAdministrator, Rights::from_column("hosting")));
            let acts = tx.session_acts_for(&bound_id, now).await?.expect("for an account");
            assert_eq!((&acts.account, &acts.standing), (&here_id, &standing));
            let over = tx.session_acts_for(&bound_id, end).await?.expect("for an account");
            assert_eq!(over.standing, None, "ended by its time");
            assert!(tx.session_acts_for(&loose_id, now).await?.is_none());
            let named = tx.session_in_account(&loose_id, &here_id, now).await?.expect("a session");
            assert_eq!(named.standing, standing);
            for (session, account) in [(&loose_id, &there_id), (&bound_id, &there_id)] {
                let none = tx.session_in_account(session, account, now).await?.expect("a session");
                assert_eq!(none.standing, None);
            }
            Ok(())
        })
        .await;
    let open = world.store.window_read(&bound.id, now).await.expect("read").expect("a session");
    assert!(open.acts_for.is_some_and(|acts| acts.standing.is_some()));
}
