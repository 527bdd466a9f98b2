//! Step-up through the use cases, on both engines.

mod rig;

use std::time::Duration;

use countersign_app::step_up::{answer_step_up, complete, windows};
use countersign_app::visit;
use countersign_app::{Refused, challenge, session};
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_testkit::on_both_engines;

use rig::{Rig, wrong};

on_both_engines! {
    /// CS-STEP-02, CS-STEP-03.
    async fn a_mailed_code_opens_the_window_for_its_session_for_600_seconds(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let other = rig.session(&someone.id, "s2", None).await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let answer = Rig::answer_of(&challenge.id, Method::Email, &rig.sink.code());
        Rig::done(answer_step_up(&rig.ctx, &rig.asked(), answer).await);

        assert!(rig.is_open(&someone.session).await);
        assert!(!rig.is_open(&other).await, "another session stays closed");
        rig.forward(Duration::from_secs(599));
        assert!(rig.is_open(&someone.session).await);
        rig.forward(Duration::from_secs(2));
        assert!(!rig.is_open(&someone.session).await, "601 s later it is closed");
    }

    /// CS-DC-04, CS-SMS-04.
    async fn sending_again_sends_the_same_code_and_not_before_30_seconds(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        let first = rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        rig.forward(Duration::from_secs(29));
        let early = rig.send(&challenge.id, Method::Email, None).await;
        assert!(matches!(early, Err(Refused::TooSoon { until, .. }) if until == first.resend_after));
        rig.forward(Duration::from_secs(1));
        let again = rig.send(&challenge.id, Method::Email, None).await.expect("sent again");
        assert_eq!(rig.sink.code(), code);
        assert_eq!(again.expires_at, first.expires_at, "the end does not move");
        assert_eq!(rig.sink.messages().len(), 2);
    }

    /// CS-DC-02, CS-DC-03.
    async fn a_right_code_after_its_end_is_refused_and_costs_nothing(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        rig.forward(Duration::from_secs(601));
        for _ in 0..7 {
            let late = Rig::answer_of(&challenge.id, Method::Email, &code);
            let refused = answer_step_up(&rig.ctx, &rig.asked(), late).await.expect("the store");
            assert!(matches!(refused, Err(Refused::CodeExpired { .. })), "{refused:?}");
        }
        let bad = Rig::answer_of(&challenge.id, Method::Email, &wrong(&code));
        let refused = answer_step_up(&rig.ctx, &rig.asked(), bad).await.expect("the store");
        assert!(matches!(refused, Err(Refused::WrongCode { attempts_left: 4, .. })), "{refused:?}");
    }

    /// CS-DC-03, CS-STEP-10.
    async fn five_wrong_codes_end_challenge_and_session(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        for left in (0..5).rev() {
            let bad = Rig::answer_of(&challenge.id, Method::Email, &wrong(&code));
            let refused = answer_step_up(&rig.ctx, &rig.asked(), bad).await.expect("the store");
            let Err(Refused::WrongCode { attempts_left, session_ended, .. }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!((attempts_left, session_ended), (left, left == 0));
        }
        let right = Rig::answer_of(&challenge.id, Method::Email, &code);
        let refused = answer_step_up(&rig.ctx, &rig.asked(), right).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed), "the right code comes too late");
let open = windows(&rig.ctx, &someone.session, rig.clock.now()).await.expect("the store");
        assert_eq!(open, Ok(None), "the session is over");
        let next = rig.try_step_up(&someone).await;
        assert_eq!(next.err(), Some(Refused::SessionEnded));
        let anew = rig.try_session(&someone.id, "s1").await;
        assert_eq!(anew.err(), Some(Refused::SessionEnded), "the same session does not begin anew");
        let other = rig.try_session(&someone.id, "s2").await;
        assert!(other.is_ok(), "the person's other sessions live");
    }

    /// CS-TOTP-06: odd input is neither a try nor a ledger entry.
    async fn malformed_input_costs_no_try(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        for odd in ["", "12345", "+05924", "5924.0x", "1234567", "true"] {
            let answer = Rig::answer_of(&challenge.id, Method::Email, odd);
            let refused = answer_step_up(&rig.ctx, &rig.asked(), answer).await.expect("the store");
            assert!(matches!(refused, Err(Refused::MalformedCode { .. })), "{odd}: {refused:?}");
        }
        let bad = Rig::answer_of(&challenge.id, Method::Email, &wrong(&rig.sink.code()));
        let refused = answer_step_up(&rig.ctx, &rig.asked(), bad).await.expect("the store");
        assert!(matches!(refused, Err(Refused::WrongCode { attempts_left: 4, .. })));
    }

    /// CS-STEP-05, CS-DC-11: with a second factor on, step-up uses it.
    async fn a_second_factor_shuts_mail_out_and_opens_by_itself(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let challenge = rig.step_up(&someone).await;
        let refused = rig.send(&challenge.id, Method::Email, None).await;
        let reason = "second-factor-required".to_owned();
        assert_eq!(refused, Err(Refused::MethodUnavailable { reason }));
        assert!(rig.sink.messages().is_empty());
        let answer = Rig::answer_of(&challenge.id, Method::Totp, &rig.totp(&secret, 0));
        Rig::done(answer_step_up(&rig.ctx, &rig.asked(), answer).await);

        let again = rig.step_up(&someone).await;
        let same = Rig::answer_of(&again.id, Method::Totp, &rig.totp(&secret, 0));
        let refused = answer_step_up(&rig.ctx, &rig.asked(), same).await.expect("the store");
        assert_eq!(refused, Err(Refused::CodeUsed), "CS-TOTP-04");
        let earlier = Rig::answer_of(&again.id, Method::Totp, &rig.totp(&secret, -1));
        let refused = answer_step_up(&rig.ctx, &rig.asked(), earlier).await.expect("the store");
        assert_eq!(refused, Err(Refused::CodeUsed));
        let next = Rig::answer_of(&again.id, Method::Totp, &rig.totp(&secret, 1));
        Rig::done(answer_step_up(&rig.ctx, &rig.asked(), next).await);
    }

    /// The first send fixes method and contact; without a send there is nothing to answer.
    async fn the_first_send_fixes_the_way(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        let early = Rig::answer_of(&challenge.id, Method::Email, "123456");
        let refused = answer_step_up(&rig.ctx, &rig.asked(), early).await.expect("the store");
        assert_eq!(refused, Err(Refused::NotSent));
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        rig.forward(Duration::from_secs(31));
        let other = rig.send(&challenge.id, Method::WhatsApp, None).await;
        assert_eq!(other, Err(Refused::MethodFixed));
        let other = Rig::answer_of(&challenge.id, Method::WhatsApp, &rig.sink.code());
        let refused = answer_step_up(&rig.ctx, &rig.asked(), other).await.expect("the store");
        assert_eq!(refused, Err(Refused::MethodFixed));
    }

    /// CS-DC-05: another challenge, another code.
    async fn a_code_fits_its_own_challenge_only(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let (one, two) = (rig.step_up(&someone).await, rig.step_up(&someone).await);
        rig.send(&one.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        rig.forward(Duration::from_secs(30));
        rig.send(&two.id, Method::Email, None).await.expect("sent");
        assert_ne!(rig.sink.code(), code);
        let crossed = Rig::answer_of(&two.id, Method::Email, &code);
        let refused = answer_step_up(&rig.ctx, &rig.asked(), crossed).await.expect("the store");
        assert!(matches!(refused, Err(Refused::WrongCode { .. })));
    }

    /// A window opened at a hosted page counts only after the portal redeems what the same browser brought.
    async fn a_hosted_step_up_opens_nothing_before_the_portal_redeems_it_in_time(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        let url = challenge.confirm_url.clone().expect("a hosted page");
        let handle = Bearer::presented(url.reveal().split_once("handle=").expect("a handle").1);
        let opened = Rig::done(visit::open(&rig.ctx, &handle, None, rig.clock.now()).await);
        let second = visit::open(&rig.ctx, &handle, None, rig.clock.now()).await.expect("the store");
        assert_eq!(second.err(), Some(Refused::LinkUsed), "a second browser gets nothing");

        let choice = visit::VisitSend { method: Method::Email, contact: None, anew: false };
        Rig::done(visit::send(&rig.ctx, &rig.asked(), &opened.cookie, choice).await);
        countersign_app::jobs::run_waiting(&rig.ctx).await.expect("jobs");
        let typed = challenge::Typed(rig.sink.code());
        let asked = rig.asked();
        let left = visit::answer_step_up_visit(
            &rig.ctx, &asked, &opened.cookie, Method::Email, typed,
        );
        let target = Rig::done(left.await).return_to.expect("back to the portal");
        assert!(Rig::done(windows(&rig.ctx, &someone.session, rig.clock.now()).await).is_none());

        let result = target.split_once("result=").expect("a result").1;
        let id = ChallengeId::parse(&challenge.id).expect("an id");
        let forged = complete(&rig.ctx, &rig.asked(), id.clone(), Bearer::presented("guess"), None).await;
        assert_eq!(forged.expect("the store"), Err(Refused::ResultRefused));
        rig.forward(Duration::from_secs(59));
        let asked = rig.asked();
        let grant = complete(&rig.ctx, &asked, id.clone(), Bearer::presented(result), None).await;
        let grant = Rig::done(grant);
        let again = complete(&rig.ctx, &asked, id.clone(), Bearer::presented(result), None).await;
        assert_eq!(again.expect("the store"), Err(Refused::ResultRefused), "once only");
        let window = Rig::done(windows(&rig.ctx, &someone.session, rig.clock.now()).await);
        let until = window.expect("open").until;
        assert_eq!((until, grant.until), (grant.at + 600_000, grant.at + 600_000));
    }

    /// A one-time result is worth nothing after 60 s.
    async fn a_result_that_comes_late_opens_nothing(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let challenge = rig.step_up(&someone).await;
        let url = challenge.confirm_url.clone().expect("a hosted page");
        let handle = Bearer::presented(url.reveal().split_once("handle=").expect("a handle").1);
        let opened = Rig::done(visit::open(&rig.ctx, &handle, None, rig.clock.now()).await);
        let typed = challenge::Typed(rig.totp(&secret, 0));
        let asked = rig.asked();
        let left = visit::answer_step_up_visit(
            &rig.ctx, &asked, &opened.cookie, Method::Totp, typed,
        );
        let target = Rig::done(left.await).return_to.expect("back to the portal");
        let result = target.split_once("result=").expect("a result").1;
        rig.forward(Duration::from_secs(61));
        let id = ChallengeId::parse(&challenge.id).expect("an id");
        let late = complete(&rig.ctx, &rig.asked(), id, Bearer::presented(result), None).await;
        assert_eq!(late.expect("the store"), Err(Refused::ResultRefused));
    }

    /// CS-STEP-06: ending the session closes its window and its open challenges.
    async fn ending_a_session_closes_everything_in_it(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        Rig::done(session::end(&rig.ctx, &rig.asked(), someone.session.clone()).await);
        let answer = Rig::answer_of(&challenge.id, Method::Email, &rig.sink.code());
        let refused = answer_step_up(&rig.ctx, &rig.asked(), answer).await.expect("the store");
        assert_eq!(refused, Err(Refused::ChallengeClosed));
    }

    /// A send that no provider took is given back.
    async fn the_sixth_send_of_the_hour_is_refused_unless_sends_failed(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        rig.sink.break_it(true);
        for _ in 0..6 {
            let challenge = rig.step_up(&someone).await;
            rig.send(&challenge.id, Method::Email, None).await.expect("accepted");
        }
        rig.sink.break_it(false);
        for _ in 0..5 {
            let challenge = rig.step_up(&someone).await;
            rig.send(&challenge.id, Method::Email, None).await.expect("sent");
            rig.forward(Duration::from_secs(30));
        }
        let challenge = rig.step_up(&someone).await;
        let refused = rig.send(&challenge.id, Method::Email, None).await;
        assert!(matches!(refused, Err(Refused::TooManySends { count: 5, .. })), "{refused:?}");
        assert_eq!(rig.sink.messages().len(), 5);
    }

    /// A job whose code has expired is not delivered.
    async fn nothing_is_sent_after_the_code_expired(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        let id = ChallengeId::parse(&challenge.id).expect("an id");
        let sent = challenge::send(&rig.ctx, &rig.asked(), id, Method::Email, None).await;
        Rig::done(sent);
        rig.forward(Duration::from_secs(601));
        countersign_app::jobs::run_waiting(&rig.ctx).await.expect("jobs");
        assert!(rig.sink.messages().is_empty());
    }
}
