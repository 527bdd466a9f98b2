//! Invitations: found by the newest mail's hash, decided once.

use std::time::Duration;

use countersign_core::access::{Invitation, InvitationState, Mailing, Rights};
use countersign_core::challenge::KeyId;
use countersign_core::ids::{InvitationId, PersonId};
use countersign_core::people::{Language, Role};

use super::accounts::account;
use crate::world::World;

const WEEK: Duration = Duration::from_hours(7 * 24);

async fn invitation(world: &World, reference: &str, hash: &'static str) -> Invitation {
    let account = account(world, reference).await;
    let new = Invitation {
        id: world.draw(InvitationId::generate),
        account: account.id,
        inviter: Some(world.draw(PersonId::generate)),
        name: "Theo".to_owned(),
        email: "theo@it.example".to_owned(),
        language: Language::De,
        role: Role::TechnicalAdministrator,
        rights: Rights::from_column("hosting register"),
        ends_at: Some(world.now().plus(WEEK * 4)),
        created_at: world.now(),
        mailing: Mailing { number: 1, at: world.now(), expires_at: world.now().plus(WEEK) },
        decided: InvitationState::Pending,
        decided_at: None,
        person: None,
    };
    let written = new.clone();
    let key = KeyId("k1".to_owned());
    world.write(async move |tx| tx.invitation_insert(&written, &key, hash).await).await;
    new
}

pub async fn invitations(world: &World) {
    let new = invitation(world, "K-invited", "hash-1").await;
    let (of, now) = (new.clone(), world.now());
    let person = world.draw(PersonId::generate);
    world
        .write(async move |tx| {
            let found = tx.invitation_find("hash-1").await?.expect("found");
            assert_eq!((&found.invitation, found.key.0.as_str()), (&of, "k1"));
            assert!(tx.invitation_find("hash-2").await?.is_none());
            let listed = tx.invitations_list(&of.account, None, 10).await?;
            assert_eq!(listed, [of.clone()]);
            assert_eq!(tx.invitations_since(&of.account, now.minus(WEEK)).await?, 1);
            assert_eq!(tx.invitations_since(&of.account, now).await?, 0);

            // A newer mail takes the place of the older one; of two at once one does.
            let key = KeyId("k2".to_owned());
            let (later, end) = (now.plus(WEEK / 2), now.plus(WEEK * 3 / 2));
            assert!(tx.invitation_mail_again(&of.id, 1, (&key, "hash-2"), later, end).await?);
            assert!(!tx.invitation_mail_again(&of.id, 1, (&key, "hash-3"), later, end).await?);
            assert!(tx.invitation_find("hash-1").await?.is_none());
            let newer = tx.invitation_find("hash-2").await?.expect("found").invitation;
            assert_eq!(newer.mailing, Mailing { number: 2, at: later, expires_at: end });

            assert!(tx.invitation_enrol(&of.id, &person, later).await?);
            assert!(!tx.invitation_enrol(&of.id, &person, later).await?, "one sign-in");
            let accepted = InvitationState::Accepted;
            assert!(
                !tx.invitation_decide(&of, accepted, Some(&person), later).await?,
                "older mail"
            );
            assert!(!tx.invitation_decide(&newer, accepted, Some(&person), end).await?, "late");
            assert!(tx.invitation_decide(&newer, accepted, Some(&person), later).await?);
            assert!(!tx.invitation_decide(&newer, InvitationState::Declined, None, later).await?);
            assert!(!tx.invitation_withdraw(&of.id, later).await?);
            let read = tx.invitation_read(&of.id).await?.expect("read").invitation;
            assert_eq!((read.decided, read.person), (accepted, Some(person.clone())));
            assert_eq!(tx.invitations_forget(later).await?, 0);
            assert_eq!(tx.invitations_forget(end).await?, 1);
            assert!(tx.invitation_read(&of.id).await?.is_none());
            Ok(())
        })
        .await;
    let other = invitation(world, "K-withdrawn", "hash-9").await;
    let now = world.now();
    world
        .write(async move |tx| {
            assert!(tx.invitation_withdraw(&other.id, now).await?);
            assert!(!tx.invitation_withdraw(&other.id, now).await?);
            tx.invitations_close(&other.account).await?;
            assert!(tx.invitation_read(&other.id).await?.is_none());
            Ok(())
        })
        .await;
}
