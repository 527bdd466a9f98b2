//! Providers that are switched or left out, what the brake counts, closed taps, and who wants no messages.

use std::time::Duration;

use countersign_core::challenge::PurposeKind;
use countersign_core::delivery::Trip;
use countersign_core::delivery::brake::Close;
use countersign_core::ids::SendId;
use countersign_core::people::Method;
use countersign_store::hour_of;

use crate::world::{HOUR, World};

pub async fn providers(world: &World) {
    let now = world.now();
    let later = now.plus(HOUR);
    let lease = Duration::from_mins(2);
    world
        .write(async move |tx| {
            assert!(tx.providers_read().await?.is_empty(), "on and well");
            assert!(tx.provider_open("alpha", Trip::Errors, later, now).await?);
            assert!(!tx.provider_open("alpha", Trip::Errors, later, now).await?, "it is open");
            assert!(!tx.provider_probe("alpha", lease, now).await?, "not before its time");
            assert!(tx.provider_probe("alpha", lease, later).await?);
            assert!(!tx.provider_probe("alpha", lease, later).await?, "one probes at a time");
            tx.provider_stay_open("alpha", later.plus(HOUR)).await?;
            let known = tx.providers_read().await?.remove(0);
            assert_eq!(known.open, Some((Trip::Errors, later.plus(HOUR))));
            assert_eq!((known.is_on, known.trips), (true, 2));
            assert!(tx.provider_close("alpha", later).await?);
            assert!(!tx.provider_close("alpha", later).await?, "it is closed");
            let known = tx.providers_read().await?.remove(0);
            assert_eq!((known.open, known.trips, known.changed_at), (None, 0, later));
            assert!(tx.provider_open("alpha", Trip::Delivery, later, now).await?, "again");
            tx.provider_switch("alpha", false, now).await?;
            let known = tx.providers_read().await?.remove(0);
            assert_eq!((known.is_on, known.open), (false, None), "a switch begins anew");
            tx.provider_switch("alpha", true, now).await?;
            assert!(tx.providers_read().await?[0].is_on);
            assert!(tx.attempts_seen("gamma", now.minus(HOUR)).await?.len() == 2);
            assert!(tx.attempts_seen("gamma", now).await?.is_empty());
            Ok(())
        })
        .await;
}

pub async fn gauges(world: &World) {
    let now = world.now();
    world
        .write(async move |tx| {
            let gauge = tx.gauge_lock("recipient", "x", HOUR, now).await?;
            assert_eq!(gauge.total(now), 0);
            tx.gauge_write("recipient", "x", &gauge.plus(3, now), now).await?;
            assert_eq!(tx.gauge_lock("recipient", "x", HOUR, now).await?.total(now), 3);
            assert_eq!(tx.gauge_read("recipient", "x", HOUR).await?.total(now), 3);
            assert_eq!(tx.gauge_read("range", "x", HOUR).await?.total(now), 0, "another kind");
            assert_eq!(tx.gauges_forget(now).await?, 0);
            assert_eq!(tx.gauges_forget(now.plus(HOUR)).await?, 1);
            Ok(())
        })
        .await;
}

/// CS-SMS-05
pub async fn taps(world: &World) {
    let someone = world.person("taps@example.com").await;
    let session = world.session(&someone, "taps").await;
    let challenge = world.step_up(&someone, &session).await;
    let (person, now) = (someone.id.clone(), world.now());
    let (here, nowhere) = (world.draw(SendId::generate), world.draw(SendId::generate));
    let until = now.plus(HOUR);
    world
        .write(async move |tx| {
            for send in [&here, &nowhere] {
                tx.send_insert(send, &challenge, &person, PurposeKind::StepUp, now).await?;
            }
            let range = tx.range_index("+4915123");
            assert_ne!(range, tx.range_index("+4915124"));
            assert_ne!(range, tx.asker_index("+4915123"));
            tx.send_place(&here, "TT", &range).await?;
            let before = now.minus(HOUR);
            for (kind, subject) in [("country", "TT"), ("range", range.as_str())] {
                let seen = tx.sends_to(kind, subject, before).await?;
                assert_eq!((seen.len(), seen[0].at, seen[0].verified), (1, now, false), "{kind}");
                assert!(tx.sends_to(kind, subject, now).await?.is_empty());
            }
            let hours = tx.sends_by_hour(before).await?;
            let hour = hours.iter().find(|hour| hour.country == "TT").expect("an hour");
            assert_eq!((hour.hour, hour.sent, hour.verified), (hour_of(now), 1, 0));

            assert_eq!(tx.sends_unanswered("range", &range, before).await?, 1);
            assert_eq!(tx.sends_unanswered("recipient", "nobody", before).await?, 0);

            assert!(!tx.tap_is_closed("country", "TT", now).await?);
            assert!(tx.tap_close("country", "TT", Close::Unanswered, now, until).await?);
            assert!(!tx.tap_close("country", "TT", Close::Surge, now, until).await?, "closed");
            assert!(tx.tap_is_closed("country", "TT", now).await?);
            assert!(!tx.tap_is_closed("range", "TT", now).await?);
            assert_eq!(tx.taps_closed("country", now).await?, ["TT"]);
            assert!(!tx.tap_is_closed("country", "TT", until).await?, "its hour is over");
            assert!(tx.tap_close("country", "TT", Close::Surge, until, until.plus(HOUR)).await?);
            assert!(tx.tap_open("country", "TT", until).await?);
            assert!(!tx.tap_open("country", "TT", until).await?, "it is open");
            assert!(tx.taps_closed("country", until).await?.is_empty());
            Ok(())
        })
        .await;
}

/// CS-SMS-07
pub async fn opt_outs(world: &World) {
    let someone = world.person("stop@example.com").await;
    let (person, mobile, now) = (someone.id.clone(), someone.mobile.clone(), world.now());
    world
        .write(async move |tx| {
            let index = tx.contact_index(&mobile);
            assert_eq!(index, tx.recipient_index(&mobile.value));
            assert!(tx.holders(&index, 99).await?.contains(&(person.clone(), mobile.id.clone())));
            assert_eq!(tx.holders(&index, 1).await?.len(), 1);
            let nobodys = tx.recipient_index("+4917099999999");
            assert!(tx.holders(&nobodys, 9).await?.is_empty());
            assert!(tx.opt_out(&index, Method::Sms, now).await?);
            assert!(!tx.opt_out(&index, Method::Sms, now).await?, "noted before");
            assert_eq!(tx.opted_out(&index).await?, [Method::Sms]);
            assert_eq!(tx.silenced(&person).await?, [(mobile.id.clone(), Method::Sms)]);
            assert!(!tx.opt_in(&index, Method::Call).await?, "another way");
            assert!(tx.opt_in(&index, Method::Sms).await?);
            assert!(tx.silenced(&person).await?.is_empty());
            Ok(())
        })
        .await;
}
