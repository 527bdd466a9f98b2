//! A landline reads no text: it is called, and key 9 stops a recovery.

use countersign_app::delivery::{self, Delivery, Report};
use countersign_app::operate::open::Message;
use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::Contact;
use countersign_core::people::{ContactKind, Method};
use countersign_core::support::RecoveryState;
use countersign_testkit::on_both_engines;

use crate::recovery::{approved, customer, state, subjects};
use crate::rig::{LANDLINE, Rig, Someone};

/// A confirmed landline more.
async fn landline(rig: &Rig, someone: &Someone) {
    let person = PersonId::parse(&someone.id).expect("an id");
    let (id, now) = (rig.state.ctx.random(ContactId::generate), rig.clock.now());
    let added = rig.state.ctx.store.write(async move |tx| {
        let (kind, value) = (ContactKind::Landline, LANDLINE.to_owned());
        let new = Contact { id: id.clone(), kind, value, confirmed_at: None };
        tx.contact_add(&person, &new, None, now).await?;
        tx.contact_confirm(&person, &id, Method::Call, now).await
    });
    assert!(added.await.expect("written"));
}

async fn calls(rig: &Rig) -> Vec<Message> {
    rig.deliver().await;
    rig.sink.messages().into_iter().filter(|one| one.method == Method::Call).collect()
}

async fn key(rig: &Rig, call: &Message, outcome: Delivery) {
    let report = Report { reference: call.id.clone(), outcome };
    delivery::report(&rig.state.ctx, "sink", report).await.expect("noted");
}

on_both_engines! {
    /// CS-SUP-06: told at the start on the landline too. Listening and pressing 1 stop nothing, 9 does, once.
    async fn a_landline_is_called_and_key_nine_stops_it(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = customer(&rig, "anna", false).await;
        landline(&rig, &anna).await;
        let (_, _, at) = approved(&rig, "anna", "anna@example.com").await;
        let rung = calls(&rig).await;
        let [call] = rung.as_slice() else { panic!("one call: {}", rung.len()) };
        assert_eq!(call.to, LANDLINE);
        let spoken = call.spoken.clone().expect("words");
        assert!(spoken.opening.contains("reset the sign-in of your account"), "{}", spoken.opening);
        assert!(spoken.not_you.contains("press 9") && spoken.after_nine.contains("It is stopped"));
        assert!(call.code.is_none() && !call.text.contains("://"));
        key(&rig, call, Delivery::Delivered).await;
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting, "listening stops nothing");
        for _ in 0..2 {
            key(&rig, call, Delivery::Refused).await;
            assert_eq!(state(&rig, &at).await, RecoveryState::Stopped);
        }
        assert_eq!(subjects(&rig, "The reset of your sign-in was stopped").await, 1);
        rig.forward(25 * 3_600);
        assert_eq!(calls(&rig).await.len(), 1, "nobody is called about what is over");
    }
}
