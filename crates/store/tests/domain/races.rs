//! Many at once: what can be had once is had once, and no limit is passed, on both engines.

use std::time::Duration;

use countersign_core::challenge::{AnyGrant, PurposeKind, Refusal};
use countersign_core::ids::{EventId, JobId, OrderId, SendId, VisitId};
use countersign_core::people::Method;
use countersign_store::jobs::{Lane, NewJob};
use countersign_store::orders::Authorisation;
use countersign_store::{Once, Seen, StoredVisit};
use countersign_testkit::on_both_engines;

use crate::world::{Ask, World, not};

/// Callers per race, and how often the race is run: one lucky order proves nothing.
const AT_ONCE: usize = 24;
const ROUNDS: usize = 20;

fn count<T>(answers: &[T], is: impl Fn(&T) -> bool) -> usize {
    answers.iter().filter(|answer| is(answer)).count()
}

on_both_engines! {
    /// CS-DC-06: of any number of right answers one gets the grant.
    async fn one_of_many_right_answers_wins(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        let session = world.session(&someone, "s").await;
        for round in 0..ROUNDS {
            let challenge = world.step_up(&someone, &session).await;
            let code = world.send(&someone, &challenge).await;
            let answers = world.at_once(AT_ONCE, |world, _| {
                let ask = Ask::step_up(&challenge, Method::Email, &code);
                async move { world.answer(ask).await }
            }).await;
            assert_eq!(count(&answers, Result::is_ok), 1, "round {round}");
            assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(Refusal::Closed))));
        }
    }

    /// CS-RL-05: the challenge's own tries hold, also where the person's lane would allow more.
    async fn no_more_wrong_answers_are_looked_at_than_there_are_tries(db: TestDb) {
        let world = World::new(&db);
        for round in 0..ROUNDS {
            let someone = world.person(&format!("{round}@example.com")).await;
            let session = world.session(&someone, "s").await;
            let mut new = world.new_step_up(&someone, &session);
            new.tries_limit = 3;
            let challenge = new.id.clone();
            world.write(async move |tx| tx.challenge_insert(&new).await).await;
            let code = world.send(&someone, &challenge).await;
            let answers = world.at_once(AT_ONCE, |world, _| {
                let ask = Ask::step_up(&challenge, Method::Email, &not(&code));
                async move { world.answer(ask).await }
            }).await;
            let looked_at = count(&answers, |a| matches!(a, Err(Refusal::Wrong { .. })));
            let closed = count(&answers, |a| matches!(a, Err(Refusal::Closed)));
            assert_eq!((looked_at, closed), (3, AT_ONCE - 3), "round {round}: {answers:?}");
        }
    }

    /// CS-RL-05: of a burst of wrong answers five are looked at, and the right one after them is not.
    async fn five_of_many_wrong_answers_are_looked_at(db: TestDb) {
        let world = World::new(&db);
        for round in 0..ROUNDS {
            let someone = world.person(&format!("{round}@example.com")).await;
            let session = world.session(&someone, "s").await;
            let challenge = world.step_up(&someone, &session).await;
            let code = world.send(&someone, &challenge).await;
            let answers = world.at_once(AT_ONCE, |world, _| {
                let ask = Ask::step_up(&challenge, Method::Email, &not(&code));
                async move { world.answer(ask).await }
            }).await;
            let looked_at = count(&answers, |a| matches!(a, Err(Refusal::Wrong { .. })));
            assert_eq!(looked_at, 5, "round {round}: {answers:?}");
            let late = world.answer(Ask::step_up(&challenge, Method::Email, &code)).await;
            assert!(matches!(late, Err(Refusal::Closed | Refusal::Wait { .. })), "round {round}: {late:?}");
        }
    }

    /// CS-TOTP-05: one step of the app, offered to many challenges of one person, gives one grant.
    async fn one_app_step_gives_one_grant(db: TestDb) {
        let world = World::new(&db);
        for round in 0..ROUNDS {
            let someone = world.person(&format!("{round}@example.com")).await;
            let session = world.session(&someone, "s").await;
            let mut challenges = Vec::new();
            for _ in 0..16 {
                challenges.push(world.step_up(&someone, &session).await);
            }
            let code = world.app_code(&someone);
            let answers = world.at_once(challenges.len(), |world, at| {
                let ask = Ask::step_up(&challenges[at], Method::Totp, &code);
                async move { world.answer(ask).await }
            }).await;
            assert_eq!(count(&answers, Result::is_ok), 1, "round {round}: {answers:?}");
            let used = count(&answers, |a| matches!(a, Err(Refusal::AlreadyUsed)));
            assert_eq!(used, 15, "round {round}: {answers:?}");
        }
    }

    /// CS-RL-03, CS-RL-06: guesses spread over many challenges of one person meet one ledger, burst after burst.
    async fn many_challenges_of_one_person_pass_no_limit(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        let mut looked_at = 0;
        for burst in 0..25 {
            let session = world.session(&someone, &format!("s{burst}")).await;
            let mut challenges = Vec::new();
            for _ in 0..AT_ONCE {
                challenges.push(world.step_up(&someone, &session).await);
            }
            let wrong = not(&world.app_code(&someone));
            let answers = world.at_once(AT_ONCE, |world, at| {
                let ask = Ask::step_up(&challenges[at], Method::Totp, &wrong);
                async move { world.answer(ask).await }
            }).await;
            let more = count(&answers, |a| matches!(a, Err(Refusal::Wrong { .. })));
            // The first five come at once; from then on one guess a wait, whatever the burst.
            assert!(more <= if burst == 0 { 5 } else { 1 }, "burst {burst}: {more}");
            assert!(!answers.iter().any(Result::is_ok));
            looked_at += more;
            world.clock.advance(Duration::from_secs(3601));
        }
        assert_eq!(looked_at, 20, "the unrecognised lane holds 20 a year");
        let session = world.session(&someone, "last").await;
        let challenge = world.step_up(&someone, &session).await;
        let right = Ask::step_up(&challenge, Method::Totp, &world.app_code(&someone));
        let refused = world.answer(right).await;
        assert!(matches!(refused, Err(Refusal::LaneClosed { .. })), "{refused:?}");
    }

    /// CS-ORD-08: an order's three tries hold over all its challenges, whatever method each has.
    async fn an_orders_three_tries_hold_over_all_its_challenges(db: TestDb) {
        let world = World::new(&db);
        for round in 0..ROUNDS {
            let someone = world.person(&format!("{round}@example.com")).await;
            let order = world.order(&someone).await;
            let mut challenges = Vec::new();
            for _ in 0..12 {
                challenges.push(world.order_challenge(&someone, &order).await);
            }
            let wrong = not(&world.app_code(&someone));
            let answers = world.at_once(challenges.len(), |world, at| {
                let ask = Ask::order(&challenges[at], Method::Totp, &wrong);
                async move { world.answer(ask).await }
            }).await;
            let looked_at = count(&answers, |a| matches!(a, Err(Refusal::Wrong { .. })));
            assert_eq!(looked_at, 3, "round {round}: {answers:?}");
        }
    }

    /// CS-ORD-06: an authorised order is claimed once; and it is claimed or cancelled, never both.
    async fn an_order_is_claimed_once_or_cancelled(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        for round in 0..ROUNDS {
            let order = world.order(&someone).await.order.id;
            authorise(&world, &order).await;
            let answers = world.at_once(AT_ONCE, |world, number| {
                let (order, now) = (order.clone(), world.now());
                async move {
                    world.write(async move |tx| match number % 4 {
                        0 => tx.order_cancel(&order, now).await,
                        _ => Ok(tx.order_claim(&order, now).await?.is_some()),
                    }).await
                }
            }).await;
            assert_eq!(count(&answers, |won| *won), 1, "round {round}");
        }
    }

    /// Of two replacements one stands, and what replaces an order is never authorised beside it.
    async fn an_order_is_replaced_once_or_authorised(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        for round in 0..ROUNDS {
            let order = world.order(&someone).await.order.id;
            let answers = world.at_once(8, |world, number| {
                let (order, person, now) = (order.clone(), someone.id.clone(), world.now());
                let by = world.draw(OrderId::generate);
                async move {
                    world.write(async move |tx| match number % 2 {
                        0 => Ok(tx.order_replace(&order, &by, &person, now).await?.is_some()),
                        _ => tx.order_cancel(&order, now).await,
                    }).await
                }
            }).await;
            assert_eq!(count(&answers, |won| *won), 1, "round {round}");
        }
    }

    /// CS-SMS-04: a budget that is read in one transaction and written in another would be passed by all at once.
    async fn sends_of_one_person_queue_at_their_budget(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        let session = world.session(&someone, "s").await;
        let challenge = world.step_up(&someone, &session).await;
        let sent = world.at_once(AT_ONCE, |world, _| {
            let (person, challenge) = (someone.id.clone(), challenge.clone());
            let (id, now) = (world.draw(SendId::generate), world.now());
            async move {
                world.write(async move |tx| {
                    let span = Duration::from_hours(1);
                    let before = tx.sends_lock(&person, PurposeKind::StepUp, now, span).await?;
                    if before.len() >= 5 {
                        return Ok(false);
                    }
                    tx.send_insert(&id, &challenge, &person, PurposeKind::StepUp, now).await?;
                    Ok(true)
                }).await
            }
        }).await;
        assert_eq!(count(&sent, |sent| *sent), 5);
    }

    /// Each job is leased once, and nobody draws a blank while one waits.
    async fn eight_workers_do_forty_jobs_once_each(db: TestDb) {
        let world = World::new(&db);
        let now = world.now();
        for _ in 0..40 {
            let job = NewJob {
                id: world.draw(JobId::generate),
                kind: "message",
                lane: Lane::Text,
                subject: "chl".to_owned(),
                detail: None,
                created_at: now,
                useless_after: now.plus(Duration::from_mins(10)),
            };
            world.write(async move |tx| tx.job_insert(&job).await).await;
        }
        let until = now.plus(Duration::from_mins(1));
        let done = world.at_once(8, |world, worker| async move {
            let owner = format!("w{worker}");
            let mut mine = Vec::new();
            // A worker rests at its first blank, so a blank while jobs wait would leave jobs behind.
            loop {
                let name = owner.clone();
                let job = world.write(async move |tx| tx.job_claim(Lane::Text, &name, now, until).await).await;
                let Some(job) = job else { break };
                mine.push(job.id.to_string());
            }
            mine
        }).await;
        let mut all: Vec<String> = done.into_iter().flatten().collect();
        all.sort();
        let leased = all.len();
        all.dedup();
        assert_eq!((leased, all.len()), (40, 40));
    }

    /// A link that two browsers open at once belongs to one of them.
    async fn a_handle_is_exchanged_once(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        for round in 0..ROUNDS {
            let visit = StoredVisit {
                id: world.draw(VisitId::generate),
                person: someone.id.clone(),
                session: None,
                order: None,
                sign_in: None,
                change: None,
                challenge: None,
                current: None,
                return_to: None,
                created_at: world.now(),
                expires_at: world.now().plus(Duration::from_mins(10)),
            };
            world.write(async move |tx| tx.visit_insert(&visit, &format!("handle{round}")).await).await;
            let opened = world.at_once(AT_ONCE, |world, browser| {
                let (cookie, now) = (format!("cookie{round}-{browser}"), world.now());
                async move {
                    world.write(async move |tx| {
                        tx.visit_open(&format!("handle{round}"), &cookie, now).await
                    }).await
                }
            }).await;
            assert_eq!(count(&opened, Option::is_some), 1, "round {round}");
        }
    }

    /// One sign-in address is one person; one reference is one session.
    async fn equal_names_at_once_are_one_thing(db: TestDb) {
        let world = World::new(&db);
        let written = world.at_once(AT_ONCE, |world, _| {
            let new = world.new_person("anna@example.com");
            async move { world.write(async move |tx| tx.person_insert(&new).await).await }
        }).await;
        assert_eq!(count(&written, |written| *written), 1);
        let someone = world.person("berta@example.com").await;
        let sessions = world.at_once(AT_ONCE, |world, _| {
            let new = world.new_session(&someone, "s", None);
            async move { world.write(async move |tx| tx.session_open(&new).await).await.id }
        }).await;
        assert!(sessions.windows(2).all(|pair| pair[0] == pair[1]), "{sessions:?}");
    }

    /// CS-API-04: of equal requests one runs, and the others are told its outcome.
    async fn one_idempotency_key_runs_once(db: TestDb) {
        let world = World::new(&db);
        for round in 0..ROUNDS {
            let once = Once {
                owner: "key".to_owned(),
                key_hash: format!("{round}"),
                request_hash: "same".to_owned(),
            };
            let seen = world.at_once(AT_ONCE, |world, caller| {
                let (once, now) = (once.clone(), world.now());
                async move {
                    world.write(async move |tx| {
                        let seen = tx.idempotency_claim(&once, now).await?;
                        if seen == Seen::First {
                            tx.idempotency_keep(&once, &format!("by {caller}")).await?;
                        }
                        Ok((caller, seen))
                    }).await
                }
            }).await;
            let first: Vec<_> = seen.iter().filter(|(_, seen)| *seen == Seen::First).collect();
            assert_eq!(first.len(), 1, "round {round}");
            let told = Seen::Before(format!("by {}", first[0].0));
            assert_eq!(count(&seen, |(_, seen)| *seen == told), AT_ONCE - 1, "round {round}");
        }
    }

    /// An end of a session and a right answer in it, at once: no window outlives the end.
    async fn no_window_outlives_its_session(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        for round in 0..ROUNDS {
            let session = world.session(&someone, &format!("s{round}")).await;
            let challenge = world.step_up(&someone, &session).await;
            let code = world.send(&someone, &challenge).await;
            world.at_once(2, |world, number| {
                let (session, challenge) = (session.id.clone(), challenge.clone());
                let ask = Ask::step_up(&challenge, Method::Email, &code);
                let grant = world.draw(countersign_core::ids::GrantId::generate);
                let now = world.now();
                async move {
                    if number == 0 {
                        return world.write(async move |tx| {
                            tx.session_end(&session, "signed-out", now).await.map(drop)
                        }).await;
                    }
                    let inner = world.clone();
                    world.write(async move |tx| {
                        let granted = inner.answer_in(tx, &ask, grant.clone()).await?;
                        if let Some(grant) = granted.ok().and_then(AnyGrant::narrow) {
                            let lasts = Duration::from_mins(10);
                            let window = countersign_core::step_up::Window::open(grant, lasts, false);
                            tx.window_open(&window, &challenge, now).await?;
                        }
                        Ok(())
                    }).await;
                }
            }).await;
            let window = world.store.window_read(&session.id, world.now()).await.expect("read");
            let window = window.expect("the session is known").window;
            assert!(window.is_none(), "round {round}: the session has ended");
            let live = world.session(&someone, &format!("s{round}")).await;
            assert_ne!(live.id, session.id);
        }
    }

    /// CS-AUD-06: whoever loses a race leaves no record of having won it.
    async fn records_stand_or_fall_with_what_they_record(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        let order = world.order(&someone).await.order.id;
        authorise(&world, &order).await;
        world.at_once(AT_ONCE, |world, _| {
            let (order, person, now) = (order.clone(), someone.id.clone(), world.now());
            let event = world.draw(EventId::generate);
            let record = crate::conformance::record(event, now, "order.claimed").about(&person, order.as_str(), None);
            async move {
                // Recorded first, then refused: the record goes with the rest.
                let _ = world.store.write(async move |tx| {
                    tx.audit_insert(&record).await?;
                    match tx.order_claim(&order, now).await? {
                        Some(_) => Ok(()),
                        None => Err(countersign_store::StoreError::Busy),
                    }
                }).await;
            }
        }).await;
        let person = someone.id.clone();
        let records = world.store.read(async move |tx| tx.audit_of_person(&person, 100).await).await;
        assert_eq!(records.expect("read").len(), 1);
    }
}

async fn authorise(world: &World, order: &OrderId) {
    let (order, now) = (order.clone(), world.now());
    let authorisation = Authorisation {
        at: now,
        claim_by: now.plus(Duration::from_mins(5)),
        method: Method::Totp,
        target: None,
        receipt: "receipt".to_owned(),
    };
    let done = world.write(async move |tx| tx.order_authorise(&order, &authorisation).await).await;
    assert!(done);
}
