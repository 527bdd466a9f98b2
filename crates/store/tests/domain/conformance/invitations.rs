//! Invitations: found by the newest mail's hash, decided once.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::access::{Invitation, InvitationState, Mailing, Rights};
use countersign_core::challenge::KeyId;
use countersign_core::ids::{ContactPersonId, InvitationId, PersonId};
use countersign_core::people::{Contact, ContactKind, ContactPerson, Language, Matter, Role};

use super::accounts::account;
use crate::world::World;

const WEEK: Duration = Duration::from_hours(7 * 24);

async fn invitation(world: &World, reference: &str, hash: &str) -> Invitation {
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
    let (key, hash) = (KeyId("k1".to_owned()), hash.to_owned());
    world.write(async move |tx| tx.invitation_insert(&written, &key, &hash).await).await;
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
            assert_eq!(listed, std::slice::from_ref(&of));
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

/// CS-ENR-11: a contact person's confirmed number counts for the persons of the account, as long as both stand there.
pub async fn contact_persons(world: &World) {
    let here = account(world, "K-reached").await;
    let ann = world.person("ann@reached.example").await;
    super::accounts::member(world, &here, &ann, Role::Member).await;
    let new = ContactPerson {
        id: world.draw(ContactPersonId::generate),
        account: here.id.clone(),
        matter: Matter::Billing,
        name: "Bea".to_owned(),
        contacts: vec![
            number(world, "+4915150000001", Some(world.now())),
            number(world, "+4915150000002", None),
        ],
        created_at: world.now(),
    };
    let (now, since) = (world.now(), world.now().minus(WEEK));
    let (person, of) = (ann.id, new.clone());
    let (mine, other) =
        (number(world, "+4915150000001", None), number(world, "+4915150000002", None));
    world
        .write(async move |tx| {
            tx.contact_person_insert(&of).await?;
            assert_eq!(tx.contact_persons(&of.account).await?, std::slice::from_ref(&of));
            let from = tx.contact_person_to_share(&person, &mine, since).await?;
            assert_eq!(from.as_ref(), Some(&of.contacts[0].id));
            assert!(tx.contact_person_to_share(&person, &other, since).await?.is_none());
            assert!(tx.contact_person_to_share(&person, &mine, now).await?.is_none(), "too old");
            assert!(tx.contact_add(&person, &mine, None, now).await?);
            assert!(tx.contact_share(&person, &mine.id, &of.contacts[0].id, now).await?);
            let read = tx.person_read(&person).await?.expect("ann").person;
            assert!(read.contact(&mine.id).is_some_and(|it| it.confirmed_at.is_some()));
            assert!(tx.contact_person_delete(&of.account, &of.id).await?);
            assert!(!tx.contact_person_delete(&of.account, &of.id).await?);
            let read = tx.person_read(&person).await?.expect("ann").person;
            let fell = read.contact(&mine.id).is_some_and(|it| it.confirmed_at.is_none());
            assert!(fell, "it fell with it");
            tx.contact_person_insert(&of).await?;
            tx.contact_persons_close(&of.account).await?;
            assert!(tx.contact_persons(&of.account).await?.is_empty());
            Ok(())
        })
        .await;
}

fn number(world: &World, value: &str, confirmed_at: Option<Timestamp>) -> Contact {
    Contact { confirmed_at, ..world.contact(ContactKind::Mobile, value) }
}
