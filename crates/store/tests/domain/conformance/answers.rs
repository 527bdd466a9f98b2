//! Challenges, from the first send to the redeemed result.

use std::time::Duration;

use countersign_core::challenge::Refusal;
use countersign_core::people::Method;
use countersign_store::challenges::ChallengeState;

use crate::world::{Ask, HOUR, World, not};

pub async fn challenges(world: &World) {
    let someone = world.person("challenges@example.com").await;
    let session = world.session(&someone, "ref").await;
    let id = world.step_up(&someone, &session).await;
    let unsent = world.answer(Ask::step_up(&id, Method::Email, "000000")).await;
    assert_eq!(unsent.expect_err("no code was sent"), Refusal::NotSent);
    let code = world.send(&someone, &id).await;
    assert_eq!(world.send(&someone, &id).await, code, "sending again sends the same code");
    let (other, contact, now) = (id.clone(), someone.mobile.clone(), world.now());
    let moved = world
        .write(async move |tx| {
            tx.challenge_handed(&other, now).await?;
            tx.challenge_send_failed(&other, now).await?;
            tx.challenge_send(&other, Method::Sms, &contact.id, "index", "·· 89", now).await
        })
        .await;
    assert!(!moved, "the first send fixed method and contact");
    let fixed = world.answer(Ask::step_up(&id, Method::Totp, &code)).await;
    assert_eq!(fixed.expect_err("another method was fixed"), Refusal::MethodFixed);
    let elsewhere = world.answer(Ask::order(&id, Method::Email, &code)).await;
    assert_eq!(elsewhere.expect_err("another purpose"), Refusal::Closed);
    let wrong = world.answer(Ask::step_up(&id, Method::Email, &not(&code))).await;
    assert!(matches!(wrong, Err(Refusal::Wrong { tries_left: 4, .. })), "{wrong:?}");
    world.answer(Ask::step_up(&id, Method::Email, &code)).await.expect("the right code");
    let (passed, until) = (id.clone(), world.now().plus(Duration::from_mins(1)));
    let now = world.now();
    let redeemed = world
        .write(async move |tx| {
            tx.challenge_result_set(&passed, "hash", until).await?;
            let wrong = tx.challenge_redeem(&passed, "other", None, now).await?.is_some();
            let first = tx.challenge_redeem(&passed, "hash", None, now).await?.is_some();
            Ok((wrong, first, tx.challenge_redeem(&passed, "hash", None, now).await?.is_some()))
        })
        .await;
    assert_eq!(redeemed, (false, true, false));

    // A right code that comes late is given back.
    let late = world.step_up(&someone, &session).await;
    let code = world.send(&someone, &late).await;
    world.clock.advance(Duration::from_mins(10));
    let refused = world.answer(Ask::step_up(&late, Method::Email, &code)).await;
    assert_eq!(refused.expect_err("late"), Refusal::Late);
    let stored = {
        let id = late.clone();
        world.write(async move |tx| tx.challenge_read(&id).await).await.expect("it is there")
    };
    assert_eq!((stored.tries, stored.state), (0, ChallengeState::Open));
    let closed = late.clone();
    world.write(async move |tx| tx.challenge_close(&closed).await).await;
    let refused = world.answer(Ask::step_up(&late, Method::Email, &code)).await;
    assert_eq!(refused.expect_err("closed"), Refusal::Closed);

    // A recognised device has a lane of its own.
    let (person, now) = (someone.id.clone(), world.now());
    world.write(async move |tx| tx.device_recognise(&person, "phone", now, HOUR).await).await;
    let device = world.new_session(&someone, "on-phone", Some("phone"));
    let session = world.write(async move |tx| tx.session_open(&device).await).await;
    let id = world.step_up(&someone, &session).await;
    world.answer(Ask::step_up(&id, Method::Totp, &world.app_code(&someone))).await.expect("right");
}
