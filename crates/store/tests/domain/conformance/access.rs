//! Groups, resources, grants and marks.

use countersign_core::access::Holder;
use countersign_core::ids::{GroupId, ResourceId};
use countersign_core::people::{Account, Role};
use countersign_store::{NewResource, Put, Registered, StoredGroup};

use super::accounts::{account, member};
use crate::world::World;

/// Registers a resource; its id.
pub async fn resource(
    world: &World,
    account: &Account,
    reference: &str,
    parent: Option<&str>,
) -> ResourceId {
    let id = world.draw(ResourceId::generate);
    let (account, reference) = (account.id.clone(), reference.to_owned());
    let (parent, now) = (parent.map(str::to_owned), world.now());
    world
        .write(async move |tx| {
            let parent = match &parent {
                Some(parent) => tx.resource_by_reference(&account, parent).await?,
                None => None,
            };
            let new = NewResource {
                id: id.clone(),
                kind: "server".to_owned(),
                name: reference.clone(),
                reference: reference.clone(),
                parent: parent.map(|parent| (parent.id, parent.depth)),
                created_at: now,
            };
            assert_eq!(tx.resource_put(&account, &new).await?, Registered::Created);
            Ok(new.id)
        })
        .await
}

/// Makes a group.
pub async fn group(world: &World, account: &Account, name: &str) -> GroupId {
    let group = StoredGroup {
        id: world.draw(GroupId::generate),
        name: name.to_owned(),
        created_at: world.now(),
    };
    let (id, account) = (group.id.clone(), account.id.clone());
    world.write(async move |tx| tx.group_insert(&account, &group).await).await;
    id
}

pub async fn groups(world: &World) {
    let (here, there) = (account(world, "G-1").await, account(world, "G-2").await);
    let ann = world.person("ann@g.example").await;
    member(world, &here, &ann, Role::Member).await;
    let (ours, theirs) = (group(world, &here, "ours").await, group(world, &there, "theirs").await);
    let (here_id, there_id, now) = (here.id.clone(), there.id.clone(), world.now());
    let (ann, gone) = (ann.id.clone(), ours.clone());
    world
        .write(async move |tx| {
            assert!(tx.group_join(&here_id, &ours, &ann, now).await?);
            assert!(!tx.group_join(&here_id, &ours, &ann, now).await?, "in it already");
            assert!(!tx.group_join(&there_id, &theirs, &ann, now).await?, "not of that account");
            assert!(!tx.group_join(&here_id, &theirs, &ann, now).await?, "of another account");
            assert!(tx.group_has(&ours, &ann).await?);
            assert_eq!(tx.group_members_list(&ours, None, 10).await?, [(ann.clone(), now)]);
            assert_eq!(tx.groups_list(&here_id, None, 10).await?.len(), 1);
            tx.access_forget(&ann, Some(&there_id)).await?;
            assert!(tx.group_has(&ours, &ann).await?, "only of that account");
            assert!(tx.group_leave(&ours, &ann).await?);
            tx.group_join(&here_id, &ours, &ann, now).await?;
            assert!(!tx.group_delete(&there_id, &ours).await?);
            assert!(tx.group_delete(&here_id, &ours).await?);
            assert!(tx.group_read(&here_id, &gone).await?.is_none());
            tx.groups_forget(&there_id).await?;
            assert!(tx.groups_list(&there_id, None, 10).await?.is_empty());
            Ok(())
        })
        .await;
}

pub async fn resources(world: &World) {
    let here = account(world, "R-1").await;
    let ann = world.person("ann@r.example").await;
    member(world, &here, &ann, Role::Owner).await;
    let centre = resource(world, &here, "dc", None).await;
    let server = resource(world, &here, "srv", Some("dc")).await;
    let snapshot = resource(world, &here, "snap", Some("srv")).await;
    let holder = Holder::Person(ann.id.clone());
    let stranger = Holder::Person(world.person("eve@r.example").await.id);
    let (account, now, ann_id) = (here.id.clone(), world.now(), ann.id.clone());
    let other = world.draw(ResourceId::generate);
    world
        .write(async move |tx| {
            let known = tx.resource_by_reference(&account, "snap").await?.expect("it is there");
            assert_eq!((known.depth, known.parent.as_deref()), (2, Some("srv")));
            let again = NewResource {
                id: other.clone(),
                kind: "volume".to_owned(),
                name: "renamed".to_owned(),
                reference: "snap".to_owned(),
                parent: Some((server.clone(), 1)),
                created_at: now,
            };
            let put = tx.resource_put(&account, &again).await?;
            assert_eq!(put, Registered::Known(snapshot.clone()));
            let moved = NewResource { parent: Some((centre.clone(), 0)), ..again };
            assert_eq!(tx.resource_put(&account, &moved).await?, Registered::Elsewhere);
            let read = tx.resource_read(&account, &snapshot).await?.expect("it is there");
            assert_eq!((read.name.as_str(), read.kind.as_str()), ("renamed", "volume"));
            assert_eq!(tx.resources_list(&account, "", 10).await?.len(), 3);
            assert_eq!(tx.resources_below(&centre, 10).await?, 3);
            assert_eq!(tx.resources_below(&centre, 2).await?, 2);

            assert_eq!(tx.grant_put(&account, &server, &holder, now).await?, Put::Done);
            assert_eq!(tx.grant_put(&account, &server, &holder, now).await?, Put::Same);
            assert_eq!(tx.grant_put(&account, &server, &stranger, now).await?, Put::NobodyThere);
            assert_eq!(tx.grants_list(&server, None, 10).await?, [(holder.clone(), now)]);
            assert!(tx.grant_delete(&account, &server, &holder).await?);
            assert!(!tx.grant_delete(&account, &server, &holder).await?);
            assert!(tx.mark_put(&account, &server, now).await?);
            assert!(!tx.mark_put(&account, &server, now).await?);
            assert!(tx.has_owner_with_second_factor(&account).await?);
            assert_eq!(tx.marks_hidden_by(&ann_id).await?, std::slice::from_ref(&account));
            assert!(tx.mark_delete(&account, &server).await?);
            assert!(tx.marks_hidden_by(&ann_id).await?.is_empty());

            assert_eq!(tx.resource_delete(&server).await?, 2, "with what lies in it");
            assert_eq!(tx.resources_list(&account, "", 10).await?.len(), 1);
            assert_eq!(tx.resources_below(&centre, 10).await?, 1);
            assert_eq!(tx.resources_close(&account).await?, 1);
            tx.marks_forget(&account).await
        })
        .await;
}

pub async fn sights(world: &World) {
    use countersign_core::access::Sight;
    use countersign_store::{Looking, SeenPage};

    let here = account(world, "S-1").await;
    let (owner, guest) =
        (world.person("owner@s.example").await, world.person("guest@s.example").await);
    member(world, &here, &owner, Role::Owner).await;
    member(world, &here, &guest, Role::Member).await;
    let one = resource(world, &here, "one", None).await;
    for (someone, sees) in [(owner, 1), (guest, 0)] {
        let session = world.session(&someone, "s").await;
        let looking = Looking {
            person: someone.id.clone(),
            session: session.id.clone(),
            account: here.id.clone(),
            now: world.now(),
        };
        let sight = world.store.sight(&looking, "one").await.expect("the store works");
        assert_eq!(sight.is_some_and(Sight::sees), sees == 1);
        let (id, page) = (one.clone(), SeenPage { kind: None, after: String::new(), limit: 9 });
        let seen = world
            .write(async move |tx| {
                let by_id = tx.sight_by_id(&looking, &id).await?;
                assert_eq!(by_id, sight);
                let many = tx.sights(&looking, &["one".to_owned(), "two".to_owned()]).await?;
                assert_eq!(many.len(), 1);
                let standing = tx.sight_role(&looking).await?.expect("present");
                tx.seen(&looking, standing, &page).await
            })
            .await;
        assert_eq!(seen.len(), sees);
    }
}
