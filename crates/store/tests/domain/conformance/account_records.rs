//! Records of an account, and pruning; persons who are disabled.

use std::time::Duration;

use countersign_core::ids::EventId;
use countersign_core::people::Role;
use countersign_store::{AccountRecords, After, Checkpoint};

use super::accounts::{account, member};
use super::record;
use crate::world::World;

pub async fn of_account(world: &World) {
    let here = account(world, "K-7").await;
    let ann = world.person("ann@k7.example").await;
    member(world, &here, &ann, Role::Owner).await;
    let session = world.session(&ann, "bound").await;
    let (now, id) = (world.now(), here.id.clone());
    let mut by_session = record(world.draw(EventId::generate), now, "order.created");
    by_session.person = Some(ann.id.clone());
    by_session.session = Some(session.id.clone());
    "key_x".clone_into(&mut by_session.actor);
    let mut marked = record(world.draw(EventId::generate), now, "resource.marked");
    marked.account = Some(here.id.clone());
    let (person, session) = (ann.id.clone(), session.id);
    world
        .write(async move |tx| {
            assert!(tx.session_account_set(&session, &id).await?);
            tx.audit_insert(&by_session).await?;
            tx.audit_insert(&marked).await?;
            let wanted = AccountRecords {
                account: id.clone(),
                of: None,
                only_by: None,
                kinds: String::new(),
                is_proven: true,
                after: After::newest(),
                since: now,
                most: 10,
            };
            let all = tx.audit_of_account(&wanted).await?;
            assert_eq!(all.len(), 2, "a session for an account is enough");
            let plain = AccountRecords { is_proven: false, ..wanted.clone() };
            let seen = tx.audit_of_account(&plain).await?;
            assert_eq!(seen.len(), 1);
            assert_eq!(seen[0].entry.kind, "order.created");
            let own = AccountRecords { only_by: Some(person.clone()), ..wanted.clone() };
            assert_eq!(tx.audit_of_account(&own).await?.len(), 1);
            let of = AccountRecords { of: Some(person.clone()), ..wanted.clone() };
            assert_eq!(tx.audit_of_account(&of).await?.len(), 1);
            let kind = AccountRecords { kinds: "|resource.marked|".to_owned(), ..wanted };
            assert_eq!(tx.audit_of_account(&kind).await?.len(), 1);

            let named = tx.person_named(&person).await?;
            assert_eq!(named.map(|(_, is_staff)| is_staff), Some(false));
            assert!(tx.person_disable(&person).await?);
            assert!(!tx.person_disable(&person).await?);
            assert!(tx.person_read(&person).await?.is_none());
            assert!(tx.person_named(&person).await?.is_some(), "a name is still one");
            assert!(tx.person_enable(&person).await?);
            assert!(!tx.person_enable(&person).await?);
            Ok(())
        })
        .await;
}

/// The last of all: it takes records away.
pub async fn pruned(world: &World) {
    let now = world.now();
    world
        .write(async move |tx| {
            let owner = "pruner";
            let later = now.plus(Duration::from_hours(24));
            while tx.chain_turn(owner, later, Duration::from_secs(5), 500).await?
                != countersign_store::Turn::Chained(0)
            {}
            let head = tx.chain_head().await?.expect("a head");
            assert!(tx.checkpoint().await?.is_none());
            assert!(
                tx.prunable(0, head.sequence, now.minus(Duration::from_hours(240_000)), 10)
                    .await?
                    .is_none()
            );
            let (sequence, link) =
                tx.prunable(0, head.sequence, later, 2).await?.expect("old enough");
            assert_eq!(sequence, 2);
            let checkpoint =
                Checkpoint { sequence, link, pruned_at: now, statement: "signed".to_owned() };
            assert!(tx.prune(0, &checkpoint).await?);
            assert!(!tx.prune(0, &checkpoint).await?, "from there once");
            assert_eq!(tx.checkpoint().await?.as_ref(), Some(&checkpoint));
            assert_eq!(tx.chain_page(0, 1).await?[0].sequence, 3);
            let last = tx.prunable(2, head.sequence, later, 100_000).await?.expect("more");
            assert_eq!(last.0, head.sequence - 1, "never the last one");
            Ok(())
        })
        .await;
}
