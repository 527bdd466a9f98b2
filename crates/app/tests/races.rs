//! Many at once: what can be had once is had once, and no limit is passed, on both engines.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;

use countersign_app::accounts::{self, By, MemberAsk, NewAccountAsk};
use countersign_app::challenge::{self, Typed};
use countersign_app::contact;
use countersign_app::order::{answer_order, claim};
use countersign_app::step_up::answer_step_up;
use countersign_app::{Outcome, Refused};
use countersign_core::ids::{AccountId, ChallengeId, OrderId};
use countersign_core::people::{Method, Role};
use countersign_testkit::on_both_engines;

use rig::{Rig, wrong};

const AT_ONCE: usize = 50;

/// How often a client asks again that is told to come back later.
const ASKED_AGAIN: usize = 5;

/// Runs `make(0..n)` in tasks of their own, released together. On a crowded machine the queue at one row may be longer than a
/// request waits; who is told so asks again, as a client does.
async fn at_once<T, F, M>(n: usize, make: M) -> Vec<Result<T, Refused>>
where
    T: Send + 'static,
    F: Future<Output = Outcome<T>> + Send + 'static,
    M: Fn(usize) -> F,
{
    let gate = Arc::new(tokio::sync::Barrier::new(n));
    let tasks = (0..n).map(|at| {
        let gate = Arc::clone(&gate);
        let tries: Vec<F> = (0..ASKED_AGAIN).map(|_| make(at)).collect();
        tokio::spawn(async move {
            gate.wait().await;
            for work in tries {
                match work.await {
                    Err(busy) if busy.is_passing() => {}
                    done => return done.expect("the store works"),
                }
            }
            panic!("the store stayed busy")
        })
    });
    join_all(tasks).await.into_iter().map(|done| done.expect("no panic")).collect()
}

fn won<T>(outcomes: &[Result<T, Refused>]) -> usize {
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}

on_both_engines! {
    /// CS-DC-06, CS-STEP-11.
    async fn fifty_right_answers_open_one_window(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        for round in 0..5 {
            let challenge = rig.step_up(&someone).await;
            rig.send(&challenge.id, Method::Email, None).await.expect("sent");
            let answer = Rig::answer_of(&challenge.id, Method::Email, &rig.sink.code());
            let outcomes = at_once(AT_ONCE, |_| {
                let (ctx, asked, answer) = (Arc::clone(&rig.ctx), rig.asked(), answer.clone());
                async move { answer_step_up(&ctx, &asked, answer).await }
            })
            .await;
            assert_eq!(won(&outcomes), 1, "round {round}");
        }
    }

    /// CS-RL-05: of 50 different codes at most 5 are looked at, and the right one among them wins only if it was.
    async fn a_burst_of_guesses_passes_no_limit(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        let outcomes = at_once(AT_ONCE, |_| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.asked());
            let answer = Rig::answer_of(&challenge.id, Method::Email, &wrong(&code));
            async move { answer_step_up(&ctx, &asked, answer).await }
        })
        .await;
        let looked_at =
            outcomes.iter().filter(|o| matches!(o, Err(Refused::WrongCode { .. }))).count();
        assert_eq!(looked_at, 5);
    }

    /// CS-TOTP-05: one step, many challenges of one person, one grant.
    async fn one_app_code_offered_to_many_challenges_wins_once(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let mut challenges = Vec::new();
        for at in 0..24 {
            let session = rig.session(&someone.id, &format!("r{at}"), None).await;
            challenges.push(rig.step_up_in(&someone, &session).await.id);
        }
        let code = rig.totp(&secret, 0);
        let outcomes = at_once(challenges.len(), |at| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.asked());
            let answer = Rig::answer_of(&challenges[at], Method::Totp, &code);
            async move { answer_step_up(&ctx, &asked, answer).await }
        })
        .await;
        assert_eq!(won(&outcomes), 1);
        assert!(outcomes.iter().all(|o| matches!(o, Ok(_) | Err(Refused::CodeUsed))), "{outcomes:?}");
    }

    /// CS-RL-03, CS-RL-06: guesses spread over many challenges of one person meet one ledger.
    async fn guesses_spread_over_many_challenges_meet_one_ledger(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let mut challenges = Vec::new();
        for at in 0..30 {
            let session = rig.session(&someone.id, &format!("r{at}"), None).await;
            challenges.push(rig.step_up_in(&someone, &session).await.id);
        }
        let bad = wrong(&rig.totp(&secret, 0));
        let outcomes = at_once(challenges.len(), |at| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.asked());
            let answer = Rig::answer_of(&challenges[at], Method::Totp, &bad);
            async move { answer_step_up(&ctx, &asked, answer).await }
        })
        .await;
        let looked_at =
            outcomes.iter().filter(|o| matches!(o, Err(Refused::WrongCode { .. }))).count();
        let waiting =
            outcomes.iter().filter(|o| matches!(o, Err(Refused::GuessesWait { .. }))).count();
        assert_eq!((looked_at, waiting), (5, 25), "the sixth waits, right or wrong");
        let right = Rig::answer_of(&challenges[29], Method::Totp, &rig.totp(&secret, 0));
        let early = answer_step_up(&rig.ctx, &rig.asked(), right).await.expect("the store");
        assert!(matches!(early, Err(Refused::GuessesWait { .. })), "CS-RL-11: {early:?}");

        // A year of patience: the lane holds 20 and then refuses the right code too.
        let mut compared = 5;
        for _ in 0..40 {
            rig.forward(Duration::from_secs(3_601));
            let session = rig.session(&someone.id, &format!("later{compared}"), None).await;
            let challenge = rig.step_up_in(&someone, &session).await.id;
            let answer = Rig::answer_of(&challenge, Method::Totp, &wrong(&rig.totp(&secret, 0)));
            match answer_step_up(&rig.ctx, &rig.asked(), answer).await.expect("the store") {
                Err(Refused::WrongCode { .. }) => compared += 1,
                Err(Refused::GuessesClosed { everywhere: false, .. }) => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(compared, 20);
        let session = rig.session(&someone.id, "last", None).await;
        let challenge = rig.step_up_in(&someone, &session).await.id;
        let right = Rig::answer_of(&challenge, Method::Totp, &rig.totp(&secret, 0));
        let refused = answer_step_up(&rig.ctx, &rig.asked(), right).await.expect("the store");
        assert!(matches!(refused, Err(Refused::GuessesClosed { .. })), "{refused:?}");
    }

    /// CS-ORD-06.
    async fn an_order_is_authorised_once_and_claimed_once(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let order = rig.order(&someone, true).await;
        let challenge = rig.order_challenge(&order.id, Method::Sms).await.expect("begun");
        rig.send(&challenge.id, Method::Sms, None).await.expect("sent");
        let answer = Rig::answer_of(&challenge.id, Method::Sms, &rig.sink.code());
        let answered = at_once(AT_ONCE, |_| {
            let (ctx, asked, answer) = (Arc::clone(&rig.ctx), rig.asked(), answer.clone());
            async move { answer_order(&ctx, &asked, answer).await }
        })
        .await;
        assert_eq!(won(&answered), 1);
        let id = OrderId::parse(&order.id).expect("an id");
        let claimed = at_once(AT_ONCE, |_| {
            let (ctx, asked, id) = (Arc::clone(&rig.ctx), rig.asked(), id.clone());
            async move { claim(&ctx, &asked, id).await }
        })
        .await;
        assert_eq!(won(&claimed), 1);
        assert!(claimed.iter().all(|o| matches!(o, Ok(_) | Err(Refused::AlreadyClaimed))));
    }

    /// CS-ORD-08: the order's tries hold over all its challenges at once.
    async fn an_orders_three_tries_hold_over_many_challenges_at_once(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let order = rig.order(&someone, true).await;
        let mut challenges = Vec::new();
        for _ in 0..10 {
            let begun = rig.order_challenge(&order.id, Method::Totp).await;
            challenges.push(begun.expect("begun").id);
        }
        let bad = wrong(&rig.totp(&secret, 0));
        let outcomes = at_once(challenges.len(), |at| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.asked());
            let answer = Rig::answer_of(&challenges[at], Method::Totp, &bad);
            async move { answer_order(&ctx, &asked, answer).await }
        })
        .await;
        let looked_at =
            outcomes.iter().filter(|o| matches!(o, Err(Refused::WrongCode { .. }))).count();
        assert_eq!(looked_at, 3);
        let stops = outcomes
            .iter()
            .filter(|o| matches!(o, Err(Refused::WrongCode { order_void: true, .. })))
            .count();
        assert_eq!(stops, 1, "one of them stopped it, and one mail goes out");
    }

    /// CS-SMS-04, CS-STEP-11.
    async fn fifty_sends_at_once_are_one_message(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        let id = ChallengeId::parse(&challenge.id).expect("an id");
        let outcomes = at_once(AT_ONCE, |_| {
            let (ctx, asked, id) = (Arc::clone(&rig.ctx), rig.asked(), id.clone());
            async move { challenge::send(&ctx, &asked, id, Method::Email, None).await }
        })
        .await;
        assert_eq!(won(&outcomes), 1);
        countersign_app::jobs::run_waiting(&rig.ctx).await.expect("jobs");
        assert_eq!(rig.sink.messages().len(), 1);
    }

    /// CS-SMS-02: of fifty test messages asked for at once three go out.
    async fn fifty_test_messages_at_once_are_three(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let mobile = someone.contact("mobile");
        let outcomes = at_once(AT_ONCE, |_| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.asked());
            let (person, mobile) = (someone.id.clone(), mobile.clone());
            async move { contact::send_trial(&ctx, &asked, &person, &mobile).await }
        })
        .await;
        assert_eq!(won(&outcomes), 3);
        countersign_app::jobs::run_waiting(&rig.ctx).await.expect("jobs");
        assert_eq!(rig.sink.messages().len(), 3);
    }

    /// A membership whose date has come is ended by one of all the nodes that see it.
    async fn a_membership_ends_once_whoever_sees_it(db: TestDb) {
        let rig = Rig::new(db);
        let (mara, adam) = (rig.person("mara").await, rig.person("adam").await);
        let ask = NewAccountAsk { reference: "K-1".to_owned(), name: "Meier".to_owned(), owner: mara.id.clone() };
        let made = Rig::done(accounts::create(&rig.ctx, &rig.asked(), ask).await);
        let ask = MemberAsk {
            account: AccountId::parse(&made.id).expect("an id"),
            person: adam.id.clone(),
            role: Role::Member,
            rights: Vec::new(),
            ends_at: Some(rig.asked().now.plus(Duration::from_hours(1))),
            may_add: true,
        };
        Rig::done(accounts::put_member(&rig.ctx, &rig.asked(), By::Portal, ask).await);
        rig.forward(Duration::from_hours(1));
        let nodes = join_all((0..8).map(|_| accounts::lapse(&rig.ctx))).await;
        let ended: u64 = nodes.into_iter().map(|ended| ended.expect("the store works")).sum();
        assert_eq!(ended, 1);
        countersign_app::jobs::run_waiting(&rig.ctx).await.expect("jobs");
        let told = rig.sink.messages().iter().filter(|one| one.text.starts_with("access-removed")).count();
        assert_eq!(told, 1);
    }

    /// CS-STEP-11: starting anew is no way round the spacing, so fifty starts bring one message.
    async fn fifty_starts_at_once_are_one_message(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let mut started = Vec::new();
        for _ in 0..AT_ONCE {
            let challenge = rig.step_up(&someone).await;
            started.push(ChallengeId::parse(&challenge.id).expect("an id"));
        }
        let outcomes = at_once(AT_ONCE, |at| {
            let (ctx, asked, id) = (Arc::clone(&rig.ctx), rig.asked(), started[at].clone());
            async move { challenge::send(&ctx, &asked, id, Method::Email, None).await }
        })
        .await;
        assert_eq!(won(&outcomes), 1);
        assert!(outcomes.iter().all(|sent| matches!(sent, Ok(_) | Err(Refused::TooSoon { .. }))));
        countersign_app::jobs::run_waiting(&rig.ctx).await.expect("jobs");
        assert_eq!(rig.sink.messages().len(), 1);
    }

    /// CS-API-04: equal requests with one key at once run once and are answered alike.
    async fn one_idempotency_key_runs_once_under_load(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        let outcomes = at_once(AT_ONCE, |_| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.once("k", "answer"));
            let mut answer = Rig::answer_of(&challenge.id, Method::Email, "");
            answer.code = Typed(code.clone());
            async move { answer_step_up(&ctx, &asked, answer).await }
        })
        .await;
        assert_eq!(won(&outcomes), AT_ONCE);
        assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
