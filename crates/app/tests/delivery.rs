//! Hand-overs: at most as often as promised, whatever providers, workers and reports do.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use countersign_app::{Ctx, challenge, delivery, jobs, order};
use countersign_channels::{Delivery, Report};
use countersign_core::delivery::AttemptState;
use countersign_core::ids::{AttemptId, ChallengeId, JobId};
use countersign_core::people::Method;
use countersign_store::{ChallengeState, Lane, NewAttempt, Noted, ReadTx, StoredAttempt, Tx};
use countersign_testkit::on_both_engines;

use rig::provider::{Provider, put_off, refused, unknown};
use rig::{Rig, Someone};

async fn asked(rig: &Rig, ctx: &Ctx) -> (Someone, ChallengeId) {
    asked_by(rig, ctx, 1).await
}

async fn asked_by(rig: &Rig, ctx: &Ctx, number: u32) -> (Someone, ChallengeId) {
    asked_way(rig, ctx, number, Method::Sms).await
}

/// A person with an order, and a challenge of it whose code was asked for but not yet sent.
async fn asked_way(rig: &Rig, ctx: &Ctx, number: u32, by: Method) -> (Someone, ChallengeId) {
    // Each number in a range of its own.
    let mobile = format!("+49151{:08}", 20_000_017 + number * 1_000_000);
    let someone = rig.person_at(&format!("p{number}"), &mobile).await;
    let order = rig.order(&someone, false).await;
    let made = rig.order_challenge(&order.id, by).await.expect("a challenge");
    let id = ChallengeId::parse(&made.id).expect("an id");
    let contact = Some(someone.contact("mobile"));
    challenge::send(ctx, &rig.asked(), id.clone(), by, contact)
        .await
        .expect("the store works")
        .expect("it may be sent");
    (someone, id)
}

async fn attempt(ctx: &Ctx, challenge: &ChallengeId) -> StoredAttempt {
    let id = challenge.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| tx.attempt_of_challenge(&id).await);
    read.await.expect("read").expect("a hand-over")
}

fn report(reference: &str, outcome: Delivery) -> Report {
    Report { reference: reference.to_owned(), outcome }
}

on_both_engines! {
    /// What a provider took is booked to person, purpose and provider, without the number.
    async fn every_hand_over_is_written_down(db: TestDb) {
        let rig = Rig::new(db);
        let provider = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&provider)]);
        let (someone, challenge) = asked(&rig, &ctx).await;
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        let attempt = attempt(&ctx, &challenge).await;
        assert_eq!((attempt.provider.as_str(), attempt.state), ("alpha", AttemptState::HandedOver));
        assert_eq!(attempt.person.as_ref(), Some(&someone.id));
        assert_eq!((attempt.purpose.as_str(), attempt.to.country.as_str()), ("order", "DE"));
        assert!(!format!("{attempt:?}").contains("15123456747"));
    }

    /// A worker died after it had begun: whether the message went, nobody knows. The same provider is asked once more, with
    /// the same id, and no other; then it is over.
    async fn a_worker_that_dies_leaves_the_message_to_the_same_provider(db: TestDb) {
        let rig = Rig::new(db);
        let (alpha, beta) = (Arc::new(Provider::new("alpha")), Arc::new(Provider::new("beta")));
        let ctx = rig.with_providers(&[Arc::clone(&alpha), Arc::clone(&beta)]);
        let (someone, challenge) = asked(&rig, &ctx).await;
        let now = rig.clock.now();
        let lease = now.plus(Duration::from_mins(2));
        let died = ctx.random(AttemptId::generate);
        let person = someone.id.clone();
        let job: JobId = ctx
            .store
            .write(async move |tx: &mut Tx| {
                let job = tx.job_claim(Lane::Text, "dead", now, lease).await?.expect("it waits");
                let begun = NewAttempt {
                    id: died.clone(),
                    job: job.id.clone(),
                    number: 1,
                    provider: "beta".to_owned(),
                    method: Method::Sms,
                    purpose: "order".to_owned(),
                    to: countersign_core::delivery::Destination::default(),
                    person: Some(person.clone()),
                    challenge: Some(challenge.clone()),
                    send: None,
                    cost_micros: 0,
                    price_micros: 0,
                    currency: "EUR".to_owned(),
                    begun_at: now,
                };
                tx.attempt_begin(&begun).await?;
                Ok(job.id)
            })
            .await
            .expect("written");
        assert_eq!(jobs::run_waiting(&ctx).await.expect("the jobs run"), 0, "the lease holds");
        rig.forward(Duration::from_mins(2));
        beta.plan([unknown()]);
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        rig.forward(Duration::from_mins(1));
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert!(alpha.asked().is_empty(), "another provider could send it twice");
        let ids: Vec<_> = beta.asked().iter().map(|message| message.id.clone()).collect();
        assert_eq!(ids, [job.to_string()]);
        rig.forward(Duration::from_mins(1));
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!(beta.asked().len(), 1, "twice at worst");
    }

    /// A provider that refuses a message for good ends it, and the person may send again.
    async fn a_message_that_is_refused_for_good_is_not_tried_again(db: TestDb) {
        let rig = Rig::new(db);
        let provider = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&provider)]);
        provider.plan([put_off(), refused()]);
        let (_, challenge) = asked(&rig, &ctx).await;
        for _ in 0..4 {
            jobs::run_waiting(&ctx).await.expect("the jobs run");
            rig.forward(Duration::from_secs(40));
        }
        assert_eq!(provider.asked().len(), 2);
        assert_eq!(attempt(&ctx, &challenge).await.state, AttemptState::Failed);
    }

    /// CS-API-05: reports come late, twice, from the wrong provider or of nothing; none makes a code right.
    async fn reports_are_noted_once_and_open_nothing(db: TestDb) {
        let rig = Rig::new(db);
        let provider = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&provider)]);
        let (someone, challenge) = asked(&rig, &ctx).await;
        // Faster than the hand-over's note, and of another provider.
        let early = delivery::report(&ctx, "alpha", report("alpha-1", Delivery::Delivered)).await;
        assert_eq!(early.expect("noted"), Noted::Early);
        delivery::report(&ctx, "beta", report("alpha-1", Delivery::Refused)).await.expect("noted");
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!(attempt(&ctx, &challenge).await.state, AttemptState::Delivered);
        for _ in 0..2 {
            let failed = Delivery::Failed { reason: "absent".to_owned() };
            let again = delivery::report(&ctx, "alpha", report("alpha-1", failed)).await;
            assert_eq!(again.expect("noted"), Noted::Again);
        }
        let attempt = attempt(&ctx, &challenge).await;
        assert_eq!((attempt.state, attempt.reason), (AttemptState::Delivered, None));
        assert!(!rig.is_open(&someone.session).await);
    }

    /// CS-DC-09: key 9 kills the code, after it was heard and when the report is faster than our own note.
    async fn a_call_that_is_declined_kills_its_code_whenever_it_is_told(db: TestDb) {
        let rig = Rig::new(db);
        let provider = Arc::new(Provider::carrying("alpha", &[Method::Call]));
        let ctx = rig.with_providers(&[Arc::clone(&provider)]);
        for (number, early) in [(1, true), (2, false)] {
            let (_, id) = asked_way(&rig, &ctx, number, Method::Call).await;
            let told = |outcome| delivery::report(&ctx, "alpha", report(&format!("alpha-{number}"), outcome));
            if early {
                assert_eq!(told(Delivery::Refused).await.expect("noted"), Noted::Early);
                // The provider reports the end of every call.
                let ended = Delivery::Failed { reason: "completed".to_owned() };
                assert_eq!(told(ended).await.expect("noted"), Noted::Early);
            }
            jobs::run_waiting(&ctx).await.expect("the jobs run");
            if !early {
                let ended = Delivery::Failed { reason: "completed".to_owned() };
                for outcome in [ended, Delivery::Delivered, Delivery::Refused] {
                    assert!(matches!(told(outcome).await.expect("noted"), Noted::Noted(_)));
                }
            }
            assert_eq!(attempt(&ctx, &id).await.state, AttemptState::Declined);
            let read = id.clone();
            let read = async move |tx: &mut ReadTx| tx.challenge_read(&read).await;
            let left = ctx.store.read(read).await.expect("read").expect("a challenge");
            assert_eq!(left.state, ChallengeState::Closed, "early: {early}");
        }
    }

    /// A provider that is down costs nobody their code: the next one of the route gets it at once, and the first is left out
    /// until a probe goes through.
    async fn a_provider_that_is_down_is_passed_over_and_comes_back(db: TestDb) {
        let rig = Rig::new(db);
        let (alpha, beta) = (Arc::new(Provider::new("alpha")), Arc::new(Provider::new("beta")));
        let ctx = rig.with_providers(&[Arc::clone(&alpha), Arc::clone(&beta)]);
        alpha.always(Some(put_off()));
        for number in 1..5 {
            let (_, challenge) = asked_by(&rig, &ctx, number).await;
            jobs::run_waiting(&ctx).await.expect("the jobs run");
            let attempt = attempt(&ctx, &challenge).await;
            let outcome = (attempt.provider.as_str(), attempt.state);
            assert_eq!(outcome, ("beta", AttemptState::HandedOver), "{number}");
        }
        assert_eq!((alpha.asked().len(), beta.asked().len()), (3, 4), "three errors open the breaker");
        let codes: Vec<_> = beta.asked().iter().zip(alpha.asked()).map(|(b, a)| b.text == a.text).collect();
        assert_eq!(codes, [true; 3], "one code, whatever the route");
        // Half open: one probe, which fails, and then one that goes through.
        rig.forward(Duration::from_secs(31));
        asked_by(&rig, &ctx, 5).await;
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        asked_by(&rig, &ctx, 6).await;
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!((alpha.asked().len(), beta.asked().len()), (4, 6), "one probe");
        alpha.always(None);
        rig.forward(Duration::from_secs(61));
        for number in 7..9 {
            asked_by(&rig, &ctx, number).await;
            jobs::run_waiting(&ctx).await.expect("the jobs run");
        }
        assert_eq!((alpha.asked().len(), beta.asked().len()), (6, 6), "it is back");
    }

    /// Never after it expired: a message that no provider takes ends with its code, and the person hears that it failed.
    async fn a_message_ends_with_its_code(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&alpha)]);
        alpha.always(Some(put_off()));
        let (_, challenge) = asked(&rig, &ctx).await;
        for _ in 0..22 {
            jobs::run_waiting(&ctx).await.expect("the jobs run");
            rig.forward(Duration::from_secs(30));
        }
        let before = alpha.asked().len();
        alpha.always(None);
        rig.forward(Duration::from_mins(2));
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!(alpha.asked().len(), before);
        let id = challenge.clone();
        let read = ctx.store.read(async move |tx: &mut ReadTx| tx.challenge_read(&id).await).await;
        assert!(read.expect("read").expect("a challenge").failed_at.is_some());
    }

    /// Live switching: what is switched off gets nothing, on every node; with nobody left the way is closed, with its reason.
    async fn a_switch_works_without_a_restart(db: TestDb) {
        let rig = Rig::new(db);
        let (alpha, beta) = (Arc::new(Provider::new("alpha")), Arc::new(Provider::new("beta")));
        let ctx = rig.with_providers(&[Arc::clone(&alpha), Arc::clone(&beta)]);
        let now = rig.clock.now();
        ctx.store
            .write(async move |tx: &mut Tx| tx.provider_switch("alpha", false, now).await)
            .await
            .expect("switched");
        asked(&rig, &ctx).await;
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!((alpha.asked().len(), beta.asked().len()), (0, 1));
        ctx.store
            .write(async move |tx: &mut Tx| tx.provider_switch("beta", false, now).await)
            .await
            .expect("switched");
        jobs::run_waiting(&ctx).await.expect("the desk is read again");
        let someone = rig.person("berta").await;
        let made = Rig::done(order::create(&ctx, &rig.asked(), Rig::new_order(&someone, false)).await);
        let reasons: Vec<_> = made
            .methods
            .iter()
            .filter(|offer| offer.kind.as_deref() == Some("mobile"))
            .map(|offer| (offer.method.as_str(), offer.reason.as_deref()))
            .collect();
        assert!(reasons.contains(&("sms", Some("provider-outage"))), "{reasons:?}");
    }

    /// A provider whose messages do not arrive, by its own reports, is left out while another one is there.
    async fn a_provider_whose_messages_do_not_arrive_is_left_out(db: TestDb) {
        let rig = Rig::new(db);
        let (alpha, beta) = (Arc::new(Provider::new("alpha")), Arc::new(Provider::new("beta")));
        let ctx = rig.with_providers(&[Arc::clone(&alpha), Arc::clone(&beta)]);
        for number in 1..=21 {
            let (_, challenge) = asked_by(&rig, &ctx, number).await;
            jobs::run_waiting(&ctx).await.expect("the jobs run");
            // People whose message is lost find another way: nothing of it smells of fraud.
            let code = alpha.asked().pop().expect("a message").text;
            let answer = Rig::answer_of(challenge.as_str(), Method::Sms, &code);
            Rig::done(order::answer_order(&ctx, &rig.asked(), answer).await);
            let outcome = if number < 3 {
                Delivery::Delivered
            } else {
                Delivery::Failed { reason: "absent".to_owned() }
            };
            let reference = format!("alpha-{number}");
            delivery::report(&ctx, "alpha", report(&reference, outcome)).await.expect("noted");
            rig.forward(Duration::from_mins(4));
        }
        delivery::watch(&ctx).await.expect("watched");
        asked_by(&rig, &ctx, 30).await;
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!((alpha.asked().len(), beta.asked().len()), (21, 1));
    }
}
