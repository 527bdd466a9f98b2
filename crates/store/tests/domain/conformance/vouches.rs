//! An owner's word: one a pair, for a time, and of owners only.

use countersign_core::people::{Membership, Role};

use super::accounts::{account, member};
use crate::world::{HOUR, World};

pub async fn vouches(world: &World) {
    let account = account(world, "K-vouch").await;
    let (ann, ben) =
        (world.person("ann@vouch.example").await, world.person("ben@vouch.example").await);
    let second = world.person("second@vouch.example").await;
    let owner = member(world, &account, &ann, Role::Owner).await;
    member(world, &account, &second, Role::Owner).await;
    member(world, &account, &ben, Role::Member).await;
    let (now, later) = (world.now(), world.now().plus(HOUR));
    world
        .write(async move |tx| {
            let row = (&account.id, &ben.id, &ann.id);
            tx.vouch_set(row, "first words", (now, later)).await?;
            tx.vouch_set(row, "her voice", (now, later)).await?;
            let read = tx.vouches_of_person(&ben.id, now).await?;
            assert_eq!(read.len(), 1, "the newer one stands");
            assert_eq!((read[0].reason.as_str(), &read[0].owner), ("her voice", &ann.id));
            assert_eq!(tx.vouched_until(row, now).await?, Some(later));
            assert!(tx.vouches_of_person(&ben.id, later).await?.is_empty(), "its time");
            assert_eq!(tx.vouched_until(row, later).await?, None);
            tx.member_change(&Membership { role: Role::Member, ..owner.clone() }).await?;
            assert!(tx.vouches_of_person(&ben.id, now).await?.is_empty(), "an owner no more");
            tx.member_change(&owner).await?;
            assert_eq!(tx.vouches_of_person(&ben.id, now).await?.len(), 1);
            let owners = tx.owners_of(&account.id, now, 10).await?;
            assert_eq!(owners.len(), 2);
            assert!(owners.contains(&ann.id) && owners.contains(&second.id));
            assert!(tx.vouches_forget(later).await? >= 1);
            assert!(tx.vouches_of_person(&ben.id, now).await?.is_empty());
            Ok(())
        })
        .await;
}
