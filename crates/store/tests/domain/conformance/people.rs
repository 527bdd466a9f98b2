//! Persons, their sessions and windows, and the visits of their browsers.

use countersign_core::challenge::Refusal;
use countersign_core::ids::VisitId;
use countersign_core::people::{ContactKind, Method};
use countersign_core::step_up::{Areas, Window};
use countersign_store::StoredVisit;

use crate::world::{Ask, HOUR, World};

pub async fn persons(world: &World) {
    let someone = world.person("anna@example.com").await;
    let id = someone.id.clone();
    let stored =
        world.write(async move |tx| tx.person_read(&id).await).await.expect("she is there");
    assert_eq!(stored.person.contacts, [someone.email.clone(), someone.mobile.clone()]);
    assert_eq!(stored.person.authenticators[0].id, someone.app);
    assert_eq!((stored.country.as_deref(), stored.created_at), (Some("DE"), world.now()));
    // The same address in another spelling of the caller's is the caller's to fold; the same text is refused.
    let again = world.new_person("anna@example.com");
    assert!(!world.write(async move |tx| tx.person_insert(&again).await).await);
    let taken = world
        .write(async move |tx| {
            let taken = tx.sign_in_is_taken("anna@example.com").await?;
            Ok((taken, tx.sign_in_is_taken("nobody@example.com").await?))
        })
        .await;
    assert_eq!(taken, (true, false));
    let twice = world.contact(ContactKind::Mobile, &someone.mobile.value);
    let (id, now) = (someone.id.clone(), world.now());
    assert!(!world.write(async move |tx| tx.contact_insert(&id, &twice, 2, now).await).await);
    let nobody = world.draw(countersign_core::ids::PersonId::generate);
    assert!(world.write(async move |tx| tx.person_read(&nobody).await).await.is_none());
}

pub async fn sessions_and_windows(world: &World) {
    let someone = world.person("sessions@example.com").await;
    let session = world.session(&someone, "ref").await;
    assert_eq!(world.session(&someone, "ref").await, session, "one reference, one session");
    let read = {
        let id = session.id.clone();
        world.write(async move |tx| tx.session_read(&id).await).await
    };
    assert_eq!(read, Some(session.clone()));
    let window = Window::stored(session.id.clone(), Areas::All, world.now().plus(HOUR));
    let challenge = world.step_up(&someone, &session).await;
    for _ in 0..2 {
        let (window, challenge, now) = (window.clone(), challenge.clone(), world.now());
        assert!(world.write(async move |tx| tx.window_open(&window, &challenge, now).await).await);
    }
    let open = world.store.window_read(&session.id, world.now()).await.expect("read");
    assert_eq!(open.expect("a live session").window, Some(window.clone()));
    let id = session.id.clone();
    let misses = world
        .write(async move |tx| {
            tx.session_miss(&id).await?;
            tx.session_miss(&id).await?;
            tx.session_miss_take_back(&id).await?;
            let misses = tx.session_miss(&id).await?;
            tx.session_misses_forget(&id).await?;
            Ok((misses, tx.session_miss(&id).await?))
        })
        .await;
    assert_eq!(misses, (2, 1));
    let held = someone.id.clone();
    world.write(async move |tx| tx.person_hold(&held).await).await;
    let (id, person, now) = (session.id.clone(), someone.id.clone(), world.now());
    let ended = world
        .write(async move |tx| {
            assert!(!tx.session_spent(&person, "ref", now).await?, "no wrong codes ended it");
            Ok((
                tx.session_end(&id, "signed-out", now).await?,
                tx.session_end(&id, "again", now).await?,
            ))
        })
        .await;
    assert_eq!(ended, (true, false));
    let ended = world.store.window_read(&session.id, world.now()).await.expect("read");
    assert!(ended.expect("the session is known").window.is_none());
    let closed =
        world.answer(Ask::step_up(&challenge, Method::Totp, &world.app_code(&someone))).await;
    assert_eq!(closed.expect_err("its session has ended"), Refusal::Closed);
    let (challenge, now) = (challenge.clone(), world.now());
    assert!(!world.write(async move |tx| tx.window_open(&window, &challenge, now).await).await);
    assert_ne!(world.session(&someone, "ref").await.id, session.id, "a new session after the end");
}

pub async fn visits(world: &World) {
    let someone = world.person("visits@example.com").await;
    let session = world.session(&someone, "ref").await;
    let challenge = world.step_up(&someone, &session).await;
    let visit = StoredVisit {
        sign_in: None,
        change: None,
        id: world.draw(VisitId::generate),
        person: someone.id.clone(),
        session: Some(session.id.clone()),
        order: None,
        challenge: Some(challenge.clone()),
        current: Some(challenge.clone()),
        return_to: Some("https://portal.example/back".to_owned()),
        created_at: world.now(),
        expires_at: world.now().plus(HOUR),
    };
    let next = world.step_up(&someone, &session).await;
    let (now, id) = (world.now(), visit.id.clone());
    let moved = world
        .write(async move |tx| {
            tx.visit_insert(&visit, "handle").await?;
            assert!(tx.visit_open("other", "cookie", now).await?.is_none());
            assert!(tx.visit_open("handle", "cookie", now).await?.is_some());
            assert!(tx.visit_open("handle", "thief", now).await?.is_none());
            let first = tx.visit_current_set(&visit.id, &next, Some(&challenge)).await?;
            Ok((first, tx.visit_current_set(&visit.id, &next, Some(&challenge)).await?))
        })
        .await;
    assert_eq!(moved, (true, false), "the second tab finds that another moved the page");
    let found = world.write(async move |tx| tx.visit_by_cookie("cookie").await).await;
    assert_eq!(found.expect("by its cookie").id, id);
    world.clock.advance(HOUR);
    let now = world.now();
    assert!(world.write(async move |tx| tx.visits_expire(now).await).await >= 1);
    assert!(world.write(async move |tx| tx.visit_by_cookie("cookie").await).await.is_none());
}
