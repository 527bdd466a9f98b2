//! Hand-overs of messages to providers, and reports on them.

use std::time::Duration;

use countersign_core::delivery::{AttemptState, Destination};
use countersign_core::ids::{AttemptId, ChallengeId, JobId, SendId};
use countersign_core::people::{Method, Role};
use countersign_store::{CostsOf, Ended, Handed, NewAttempt, Noted};

use super::accounts::{account, member};
use crate::world::{HOUR, World};

fn begun(world: &World, job: &JobId, number: i64, provider: &str) -> NewAttempt {
    NewAttempt {
        id: world.draw(AttemptId::generate),
        job: job.clone(),
        number,
        provider: provider.to_owned(),
        method: Method::Sms,
        purpose: "order".to_owned(),
        to: Destination::of("+4915123456789"),
        person: None,
        challenge: None,
        send: Some(world.draw(SendId::generate)),
        cost_micros: 70_000,
        price_micros: 0,
        currency: "EUR".to_owned(),
        begun_at: world.now(),
    }
}

fn taken(world: &World, reference: &str) -> Handed {
    Handed {
        state: AttemptState::HandedOver,
        reason: None,
        reference: Some(reference.to_owned()),
        at: world.now(),
        again_at: None,
    }
}

pub async fn hand_overs(world: &World) {
    let someone = world.person("attempts@example.com").await;
    let job = world.draw(JobId::generate);
    let challenge = world.draw(ChallengeId::generate);
    let now = world.now();
    let of = |number, provider| NewAttempt {
        person: Some(someone.id.clone()),
        challenge: Some(challenge.clone()),
        ..begun(world, &job, number, provider)
    };
    let (first, rival, second) = (of(1, "alpha"), of(1, "alpha"), of(2, "beta"));
    let put_off = Handed {
        state: AttemptState::PutOff,
        reason: Some("busy".to_owned()),
        reference: None,
        at: now,
        again_at: Some(now.plus(Duration::from_secs(9))),
    };
    let took = taken(world, "b-1");
    let (job, challenge) = (job.clone(), challenge.clone());
    world
        .write(async move |tx| {
            assert!(tx.attempt_begin(&first).await?);
            assert!(!tx.attempt_begin(&rival).await?, "its number is taken");
            assert_eq!(tx.attempt_end(&first.id, &put_off).await?, Ended::Noted);
            assert_eq!(
                tx.attempt_end(&first.id, &took).await?,
                Ended::ByAnother,
                "it has been said"
            );
            assert!(tx.attempt_begin(&second).await?);
            assert_eq!(tx.attempt_end(&second.id, &took).await?, Ended::Noted);
            let all = tx.attempts_of_job(&job).await?;
            let states: Vec<_> = all.iter().map(|one| (one.provider.as_str(), one.state)).collect();
            assert_eq!(
                states,
                [("alpha", AttemptState::PutOff), ("beta", AttemptState::HandedOver)]
            );
            assert_eq!(all[0].again_at, Some(now.plus(Duration::from_secs(9))));
            assert_eq!(all[1].to, Destination { country: "DE".into(), prefix: "+49".into() });
            let newest = tx.attempt_of_challenge(&challenge).await?.expect("two");
            assert_eq!(newest.id, second.id);
            Ok(())
        })
        .await;
}

/// CS-API-05
pub async fn reports(world: &World) {
    let job = world.draw(JobId::generate);
    let now = world.now();
    let (early, late) = (begun(world, &job, 1, "gamma"), begun(world, &job, 2, "gamma"));
    let (early_took, late_took) = (taken(world, "g-1"), taken(world, "g-2"));
    let call =
        NewAttempt { method: Method::Call, ..begun(world, &world.draw(JobId::generate), 1, "sip") };
    let called = taken(world, "c-1");
    world
        .write(async move |tx| {
            use AttemptState::{Declined, Delivered, Undelivered};
            // The report is faster than the note of the hand-over.
            let noted = tx.attempt_report("gamma", "g-1", Delivered, None, now).await?;
            assert_eq!(noted, Noted::Early);
            assert!(tx.attempt_begin(&early).await?);
            assert!(matches!(tx.attempt_end(&early.id, &early_took).await?, Ended::Reported(_)));
            assert_eq!(tx.attempts_of_job(&job).await?[0].state, Delivered);

            assert!(tx.attempt_begin(&late).await?);
            assert_eq!(tx.attempt_end(&late.id, &late_took).await?, Ended::Noted);
            let lost = tx.attempt_report("gamma", "g-2", Undelivered, Some("absent"), now).await?;
            let Noted::Noted(attempt) = lost else { panic!("{lost:?}") };
            assert_eq!((attempt.id, attempt.reason.as_deref()), (late.id.clone(), Some("absent")));
            let again = tx.attempt_report("gamma", "g-2", Undelivered, Some("absent"), now).await?;
            assert_eq!(again, Noted::Again);
            // Lost, and found after all; what was delivered stays so.
            let found = tx.attempt_report("gamma", "g-2", Delivered, None, now).await?;
            assert!(matches!(found, Noted::Noted(_)));
            for state in [Undelivered, Declined, Delivered] {
                let noted = tx.attempt_report("gamma", "g-2", state, None, now).await?;
                assert_eq!(noted, Noted::Again);
            }
            // Who heard the code and says then that it was not them.
            assert!(tx.attempt_begin(&call).await?);
            tx.attempt_end(&call.id, &called).await?;
            for state in [Undelivered, Delivered, Declined] {
                let noted = tx.attempt_report("sip", "c-1", state, None, now).await?;
                assert!(matches!(noted, Noted::Noted(one) if one.state == state));
            }
            assert_eq!(tx.attempt_report("sip", "c-1", Delivered, None, now).await?, Noted::Again);
            // Another provider's reference is another message.
            let noted = tx.attempt_report("delta", "g-2", Undelivered, None, now).await?;
            assert_eq!(noted, Noted::Early);
            let stats = tx.channel_stats(now.minus(Duration::from_mins(1))).await?;
            let gamma = stats.iter().find(|stat| stat.provider == "gamma").expect("a row");
            assert_eq!((gamma.hand_overs, gamma.state, gamma.verified), (2, Delivered, 0));
            assert_eq!((gamma.cost_micros, gamma.waited_ms), (140_000, 0));
            let failed = tx.attempts_failed(now.minus(Duration::from_mins(1))).await?;
            let failed: Vec<_> = failed.iter().map(|one| one.provider.as_str()).collect();
            assert_eq!(failed, ["sip", "alpha"], "beta and gamma took theirs");
            let minutes = now.plus(Duration::from_mins(10));
            assert_eq!(tx.early_reports_forget(minutes).await?, 1);
            Ok(())
        })
        .await;
}

/// What a provider took is booked to the one account of its person; what it refused costs nothing.
pub async fn costs(world: &World) {
    let (single, double) =
        (world.person("one@example.com").await, world.person("two@example.com").await);
    let (first, second) = (account(world, "C-1").await, account(world, "C-2").await);
    for (account, someone) in [(&first, &single), (&first, &double), (&second, &double)] {
        member(world, account, someone, Role::Owner).await;
    }
    let now = world.now();
    let all = CostsOf {
        from: now.minus(HOUR),
        to: now.plus(HOUR),
        account: Some(first.id.clone()),
        person: None,
        page: (10, 0),
    };
    let new = |of: &crate::world::Someone, provider: &str| NewAttempt {
        person: Some(of.id.clone()),
        ..begun(world, &world.draw(JobId::generate), 1, provider)
    };
    let attempts = [
        new(&single, "delta"),
        new(&single, "delta"),
        new(&single, "epsilon"),
        new(&single, "zeta"),
        new(&double, "delta"),
    ];
    let refused = Handed { state: AttemptState::Failed, ..taken(world, "no") };
    let took = taken(world, "d-1");
    let (single, double) = (single.id.clone(), double.id.clone());
    world
        .write(async move |tx| {
            for attempt in &attempts {
                assert!(tx.attempt_begin(attempt).await?);
                let came = if attempt.provider == "zeta" { &refused } else { &took };
                assert_eq!(tx.attempt_end(&attempt.id, came).await?, Ended::Noted);
            }
            let of_first = tx.costs(&all).await?;
            let seen: Vec<_> = of_first
                .iter()
                .map(|cost| (cost.provider.as_str(), cost.messages, cost.cost_micros))
                .collect();
            assert_eq!(seen, [("delta", 2, 140_000), ("epsilon", 1, 70_000)]);
            assert!(of_first.iter().all(|cost| cost.person.as_ref() == Some(&single)));
            let second_page = CostsOf { page: (1, 1), ..all.clone() };
            assert_eq!(tx.costs(&second_page).await?, of_first[1..]);
            // Of two accounts nobody knows which: it is booked to the person alone.
            let of_double = CostsOf { account: None, person: Some(double.clone()), ..all.clone() };
            let booked = tx.costs(&of_double).await?;
            assert_eq!((booked.len(), &booked[0].account), (1, &None));
            assert!(tx.costs(&CostsOf { to: now, ..all.clone() }).await?.is_empty(), "before now");
            let totals = tx.cost_totals(now.minus(HOUR), now.plus(HOUR)).await?;
            let delta = totals.iter().find(|cost| cost.provider == "delta").expect("a row");
            assert_eq!((delta.messages, delta.cost_micros), (3, 210_000));
            Ok(())
        })
        .await;
}
