//! Orders, to each of their ends.

use std::time::Duration;

use countersign_core::challenge::Refusal;
use countersign_core::ids::OrderId;
use countersign_core::order::OrderState;
use countersign_core::people::Method;
use countersign_store::orders::Authorisation;

use crate::world::{Ask, HOUR, World, not};

pub async fn orders(world: &World) {
    let someone = world.person("orders@example.com").await;
    let order = world.order(&someone).await;
    let id = order.order.id.clone();
    let read = {
        let id = id.clone();
        world.write(async move |tx| tx.order_read(&id).await).await.expect("it is there")
    };
    assert_eq!(read.order, order.order);
    assert_eq!(read.order.digest(), order.digest, "every word comes back as it was");

    // Right, with the app: charged, authorised, claimed once.
    let challenge = world.order_challenge(&someone, &order).await;
    world
        .answer(Ask::order(&challenge, Method::Totp, &world.app_code(&someone)))
        .await
        .expect("right");
    let (claim, now) = (id.clone(), world.now());
    let authorisation = Authorisation {
        at: now,
        claim_by: now.plus(Duration::from_mins(5)),
        method: Method::Totp,
        target: None,
        receipt: "receipt".to_owned(),
    };
    let claimed = world
        .write(async move |tx| {
            assert!(tx.order_claim(&claim, now).await?.is_none(), "not authorised");
            assert!(tx.order_authorise(&claim, &authorisation).await?);
            assert!(!tx.order_authorise(&claim, &authorisation).await?, "authorised once");
            let first = tx.order_claim(&claim, now).await?;
            Ok((
                first,
                tx.order_claim(&claim, now).await?.is_some(),
                tx.order_cancel(&claim, now).await?,
            ))
        })
        .await;
    assert_eq!(claimed.0.expect("the first").receipt.as_deref(), Some("receipt"));
    assert_eq!((claimed.1, claimed.2), (false, false), "claimed once, and past stopping");

    // The same step again: the try of the order is given back, because nothing was guessed.
    let second = world.order(&someone).await;
    let challenge = world.order_challenge(&someone, &second).await;
    let used = world.answer(Ask::order(&challenge, Method::Totp, &world.app_code(&someone))).await;
    assert_eq!(used.expect_err("that step was used"), Refusal::AlreadyUsed);

    // Three wrong codes stop an order; the fourth finds it closed.
    world.clock.advance(Duration::from_mins(2));
    for left in [2, 1, 0] {
        let challenge = world.order_challenge(&someone, &second).await;
        let wrong = not(&world.app_code(&someone));
        let answer = world.answer(Ask::order(&challenge, Method::Totp, &wrong)).await;
        assert!(
            matches!(answer, Err(Refusal::Wrong { tries_left, .. }) if tries_left == left),
            "{answer:?}"
        );
    }
    let id = second.order.id.clone();
    let stopped = world.write(async move |tx| tx.order_read(&id).await).await.expect("it is there");
    assert_eq!(stopped.state, OrderState::Void);

    // Replaced: the codes of the old one are dead.
    let old = world.order(&someone).await;
    let challenge = world.order_challenge(&someone, &old).await;
    let (id, by, person, now) =
        (old.order.id.clone(), world.draw(OrderId::generate), someone.id.clone(), world.now());
    let replaced = world
        .write(async move |tx| {
            let tries = tx.order_replace(&id, &by, &person, now).await?;
            tx.challenges_of_order_close(&id).await?;
            Ok((tries, tx.order_replace(&id, &by, &person, now).await?))
        })
        .await;
    assert_eq!(replaced, (Some(0), None));
    let dead = world.answer(Ask::order(&challenge, Method::Totp, &world.app_code(&someone))).await;
    assert_eq!(dead.expect_err("dead"), Refusal::Closed);

    // Newest first, and on from a cursor.
    let person = someone.id.clone();
    let pages = world
        .write(async move |tx| {
            let first = tx.orders_of_person(&person, None, 2).await?;
            let last = first.last().expect("two orders");
            let cursor = (last.order.created_at, last.order.id.to_string());
            Ok((first.clone(), tx.orders_of_person(&person, Some(cursor), 10).await?))
        })
        .await;
    assert_eq!((pages.0.len(), pages.1.len()), (2, 1));
    assert_eq!(pages.1[0].order.id, order.order.id, "the oldest comes last");

    // What the clock decides: an open order expires, an unclaimed one is void.
    let (waiting, unclaimed) = (world.order(&someone).await, world.order(&someone).await);
    let (id, now) = (unclaimed.order.id.clone(), world.now());
    let authorisation = Authorisation {
        at: now,
        claim_by: now.plus(Duration::from_mins(5)),
        method: Method::Sms,
        target: Some("·· 89".to_owned()),
        receipt: "receipt".to_owned(),
    };
    world.write(async move |tx| tx.order_authorise(&id, &authorisation).await).await;
    world.clock.advance(HOUR);
    let now = world.now();
    assert_eq!(world.write(async move |tx| tx.orders_lapse(now).await).await, 2);
    for (order, state) in [(waiting, OrderState::Expired), (unclaimed, OrderState::Void)] {
        let id = order.order.id.clone();
        let read =
            world.write(async move |tx| tx.order_read(&id).await).await.expect("it is there");
        assert_eq!(read.state, state);
    }
}
