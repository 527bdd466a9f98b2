//! Passwords with their versions, and forms that wait.

use countersign_core::ids::KeptFormId;
use countersign_core::people::Language;
use countersign_store::KeptForm;

use crate::world::{HOUR, World};

pub async fn passwords(world: &World) {
    let someone = world.person("password@example.com").await;
    let (id, now) = (someone.id.clone(), world.now());
    let stored = world.write(async move |tx| tx.password_by_sign_in("password@example.com").await);
    let stored = stored.await.expect("it is hers");
    assert_eq!((&stored.person, stored.version, stored.set_at), (&id, 0, None));
    assert!(stored.phc.is_none());
    assert!(world.write(async move |tx| tx.password_by_sign_in("x@y.z").await).await.is_none());
    let set = world
        .write(async move |tx| {
            let first = tx.password_set(&id, 0, "phc-1", now).await?;
            let late = tx.password_set(&id, 0, "phc-2", now).await?;
            let other = tx.password_rehash(&id, "phc-2", "phc-3").await?;
            let same = tx.password_rehash(&id, "phc-1", "phc-4").await?;
            Ok((first, late, other, same, tx.password_read(&id).await?))
        })
        .await;
    let (first, late, other, same, read) = set;
    assert_eq!((first, late, other, same), (true, false, false, true));
    let read = read.expect("she is there");
    assert_eq!((read.phc.as_deref(), read.version, read.set_at), (Some("phc-4"), 1, Some(now)));
    let id = someone.id.clone();
    let edited = world
        .write(async move |tx| {
            assert!(tx.person_edit(&id, "Berta", Language::En).await?);
            tx.person_read(&id).await
        })
        .await;
    let person = edited.expect("she is there").person;
    assert_eq!((person.name.as_str(), person.language), ("Berta", Language::En));
}

pub async fn kept_forms(world: &World) {
    let (anna, berta) =
        (world.person("kept-a@example.com").await, world.person("kept-b@example.com").await);
    let kept = KeptForm {
        id: world.draw(KeptFormId::generate),
        person: anna.id.clone(),
        form: "personal-data".to_owned(),
        fields: "name=Anna".to_owned().into(),
    };
    let (new, now, end) = (kept.clone(), world.now(), world.now().plus(HOUR));
    world.write(async move |tx| tx.kept_form_insert(&new, now, end).await).await;
    let (id, other) = (kept.id.clone(), berta.id.clone());
    let foreign = world.write(async move |tx| tx.kept_form_read(&id, &other, now).await).await;
    assert!(foreign.is_none(), "a form is its person's");
    let (id, person) = (kept.id.clone(), anna.id.clone());
    let (read, late, removed, again) = world
        .write(async move |tx| {
            let read = tx.kept_form_read(&id, &person, now).await?;
            let late = tx.kept_form_read(&id, &person, end).await?;
            let removed = tx.kept_form_remove(&id, &person).await?;
            Ok((read, late, removed, tx.kept_form_remove(&id, &person).await?))
        })
        .await;
    assert_eq!(read.expect("it waits").fields.as_str(), "name=Anna");
    assert!(late.is_none() && removed && !again);
    let (new, now) = (kept, world.now());
    world.write(async move |tx| tx.kept_form_insert(&new, now, end).await).await;
    world.clock.advance(HOUR);
    let now = world.now();
    assert_eq!(world.write(async move |tx| tx.kept_forms_expire(now).await).await, 1);
}
