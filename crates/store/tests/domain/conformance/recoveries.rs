//! Assisted recoveries: asked for once, approved by another, ended once.

use std::time::Duration;

use countersign_core::challenge::KeyId;
use countersign_core::ids::RecoveryId;
use countersign_core::support::{RecoveryKind, RecoveryState, RecoveryStop};
use countersign_store::NewRecovery;

use crate::world::{HOUR, World};

pub async fn recoveries(world: &World) {
    let anna = world.person("recover@example.com").await.id;
    let (sam, tom) =
        (world.person("sam@desk.example").await.id, world.person("tom@desk.example").await.id);
    let now = world.now();
    let new = |kind| NewRecovery {
        stop: RecoveryStop {
            id: world.draw(RecoveryId::generate),
            person: anna.clone(),
            key: KeyId("k1".to_owned()),
        },
        kind,
        ticket: "T-1".to_owned(),
        reason: "lost".to_owned(),
        proofs: "[]".to_owned(),
        new_contact: Some("{}".to_owned()),
        requested_by: sam.clone(),
        requested_at: now,
    };
    let (one, two) = (new(RecoveryKind::Recovery), new(RecoveryKind::Contact));
    let three = new(RecoveryKind::Recovery);
    let opens = now.plus(HOUR);
    world
        .write(async move |tx| {
            assert!(tx.recovery_of_person(&anna).await?.is_none());
            assert!(tx.recovery_insert(&one, "token-1", "code-1").await?);
            assert!(!tx.recovery_insert(&two, "token-2", "code-2").await?, "one a person");
            let id = &one.stop.id;
            assert!(!tx.recovery_approve(id, &sam, now, opens).await?, "not by who asked");
            assert!(!tx.recovery_complete(id, &tom, opens).await?, "not approved");
            assert!(tx.recovery_approve(id, &tom, now, opens).await?);
            assert!(!tx.recovery_approve(id, &tom, now, opens).await?, "once");
            assert!(
                !tx.recovery_complete(id, &tom, opens.minus(Duration::from_millis(1))).await?,
                "too early"
            );
            let read = tx.recovery_read(id).await?.expect("there");
            assert_eq!(
                (read.state, read.opens_at, read.approved_by),
                (RecoveryState::Waiting, Some(opens), Some(tom.clone()))
            );
            assert_eq!(
                (read.asked.reason.as_str(), read.asked.new_contact.as_deref()),
                ("lost", Some("{}"))
            );
            assert_eq!(tx.recovery_by_token("token-1").await?.expect("found").asked.stop, one.stop);
            assert_eq!(tx.recovery_by_code("code-1").await?.expect("found").asked.stop, one.stop);
            assert!(tx.recovery_by_code("code-2").await?.is_none());
            assert_eq!(tx.recoveries_open().await?.len(), 1);
            tx.recovery_hold(&anna).await?;
            assert!(tx.recovery_complete(id, &tom, opens).await?);
            assert!(
                !tx.recovery_close(id, RecoveryState::Stopped, "contact", opens).await?,
                "over"
            );
            assert!(tx.recoveries_open().await?.is_empty());

            assert!(tx.recovery_insert(&two, "token-2", "code-2").await?);
            assert_eq!(
                tx.recovery_signed_in(&anna, now).await?,
                None,
                "a new address is no lost way in"
            );
            assert!(tx.recovery_close(&two.stop.id, RecoveryState::Stopped, "contact", now).await?);
            assert!(
                !tx.recovery_close(&two.stop.id, RecoveryState::Cancelled, "x", now).await?,
                "once"
            );
            assert!(tx.recovery_insert(&three, "token-3", "code-3").await?);
            assert_eq!(tx.recovery_signed_in(&anna, now).await?, Some(three.stop.id.clone()));
            assert_eq!(
                tx.recovery_of_person(&anna).await?.map(|one| one.state.is_open()),
                Some(false)
            );

            assert_eq!(tx.person_rests(&anna, now).await?, None);
            tx.person_recovered(&anna, now, opens).await?;
            let person = tx.person_read(&anna).await?.expect("there").person;
            assert!(person.must_enrol && person.authenticators.is_empty());
            assert_eq!(tx.person_rests(&anna, now).await?, Some(opens));
            assert_eq!(tx.person_rests(&anna, opens).await?, None);
            tx.person_enrolled(&anna).await?;
            assert!(!tx.person_read(&anna).await?.expect("there").person.must_enrol);
            Ok(())
        })
        .await;
}
