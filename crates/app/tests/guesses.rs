//! Ways round the counting of guesses, each closed, on both engines.

mod rig;

use countersign_app::Refused;
use countersign_app::challenge::{Answer, Typed};
use countersign_app::step_up::{answer_step_up, complete};
use countersign_app::visit;
use countersign_core::ids::{ChallengeId, SessionId};
use countersign_core::people::Method;
use countersign_core::ports::Bearer;
use countersign_store::testing;
use countersign_store::{Statement, Tx};
use countersign_testkit::on_both_engines;

use rig::{Rig, Someone, wrong};

static SPOIL_KEYS: Statement =
    Statement::new("TEST_SPOIL_KEYS", "UPDATE authenticators SET secret_sealed = 'spoilt'");

/// A link that the person opened in some browser and answered there, and the result that browser would bring back.
async fn answered_elsewhere(rig: &Rig, someone: &Someone, code: &str) -> (ChallengeId, Bearer) {
    let challenge = rig.step_up(someone).await;
    let url = challenge.confirm_url.expect("a link");
    assert_eq!(format!("{url:?}"), "Link(..)", "a handle is not for logs");
    let handle = Bearer::presented(url.reveal().split_once("handle=").expect("a handle").1);
    let opened = Rig::done(visit::open(&rig.ctx, &handle, None, rig.clock.now()).await);
    let (asked, typed) = (rig.asked(), Typed(code.to_owned()));
    let left = visit::answer_step_up_visit(&rig.ctx, &asked, &opened.cookie, Method::Totp, typed);
    let target = Rig::done(left.await).return_to.expect("back to the portal");
    let result = target.split_once("result=").expect("a result").1;
    (ChallengeId::parse(&challenge.id).expect("an id"), Bearer::presented(result))
}

/// One wrong answer in this session, on a challenge of its own.
async fn miss(rig: &Rig, someone: &Someone, session: &SessionId, code: &str) -> Refused {
    let challenge = rig.step_up_in(someone, session).await;
    let bad = Rig::answer_of(&challenge.id, Method::Totp, code);
    let refused = answer_step_up(&rig.ctx, &rig.asked(), bad).await.expect("the store works");
    refused.expect_err("a wrong code")
}

on_both_engines! {
    /// CS-RL-05, CS-API-04: how long a run took that nobody counts would tell whether its code was right. With the key
    /// spoilt after the first run, whoever compares anything again fails.
    async fn an_answer_sent_again_is_not_compared_again(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let challenge = rig.step_up(&someone).await;
        let right = rig.totp(&secret, 0);
        let answer = |code: &str| Rig::answer_of(&challenge.id, Method::Totp, code);
        let ask = async |body: &str, given: Answer| {
            answer_step_up(&rig.ctx, &rig.once("once", body), given).await
        };
        let first = ask("a", answer(&wrong(&right))).await.expect("the store works");
        assert!(matches!(first, Err(Refused::WrongCode { attempts_left: 4, .. })), "{first:?}");

        let spoil = async |tx: &mut Tx| testing::execute(tx, &SPOIL_KEYS, &[]).await;
        rig.ctx.store.write(spoil).await.expect("spoilt");
        assert_eq!(ask("a", answer(&wrong(&right))).await, Ok(first), "the same form");
        let other = ask("b", answer(&right)).await;
        assert_eq!(other, Ok(Err(Refused::IdempotencyMismatch)), "another code under its mark");
    }

    /// CS-RL-03: what a right answer is worth goes to the browser that brings the result back. Whoever
    /// sent the link to somebody else has gained no lane of their own and no new row of tries.
    async fn an_answer_in_another_browser_recognises_nobodys_device(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let secret = rig.enrol_totp(&someone.id).await;
        let bad = wrong(&rig.totp(&secret, 0));
        for session in ["s2", "s3"] {
            let session = rig.session(&someone.id, session, None).await;
            for _ in 0..2 {
                miss(&rig, &someone, &session, &bad).await;
            }
        }
        let (challenge, result) = answered_elsewhere(&rig, &someone, &rig.totp(&secret, 0)).await;
        let fifth = miss(&rig, &someone, &someone.session, &bad).await;
        assert!(matches!(fifth, Refused::WrongCode { .. }), "{fifth:?}");
        let sixth = miss(&rig, &someone, &someone.session, &bad).await;
        assert!(matches!(sixth, Refused::GuessesWait { .. }), "the lane of strangers: {sixth:?}");

        Rig::done(complete(&rig.ctx, &rig.asked(), challenge, result, None).await);
        let own = miss(&rig, &someone, &someone.session, &bad).await;
        assert!(matches!(own, Refused::WrongCode { .. }), "recognised once redeemed: {own:?}");
    }
}
