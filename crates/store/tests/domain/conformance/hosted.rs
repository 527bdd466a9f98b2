//! Our own sessions: their cookies, their use, and what ends them.

use std::time::Duration;

use countersign_core::ids::{DeviceId, SessionId, SignInId};
use countersign_core::people::Method;
use countersign_core::session::{Factor, HostedSession};
use countersign_store::{Counted, DeviceCookie, DeviceFound, NewHosted, SignInState, StoredSignIn};

use crate::world::{HOUR, Someone, World};

/// A session of half an hour, at most twelve, with this cookie's hash.
pub fn new_hosted(world: &World, someone: &Someone, cookie: &str) -> NewHosted {
    let now = world.now();
    let session = HostedSession {
        id: world.draw(SessionId::generate),
        person: someone.id.clone(),
        device: None,
        created_at: now,
        used_at: now,
        expires_at: now.plus(HOUR / 2),
        ends_at: now.plus(12 * HOUR),
        ended: None,
        password_at: now,
        factor: None,
        owes_to: None,
    };
    NewHosted {
        session,
        cookie_hash: cookie.to_owned(),
        client: Some("192.0.2.1 Firefox".to_owned()),
    }
}

pub async fn sessions(world: &World) {
    let someone = world.person("hosted@example.com").await;
    let new = new_hosted(world, &someone, "cookie-1");
    let (id, expected, now) = (new.session.id.clone(), new.session.clone(), world.now());
    world
        .write(async move |tx| {
            tx.hosted_insert(&new).await?;
            let found = tx.hosted_by_cookie("cookie-1", now).await?.expect("by its cookie");
            assert_eq!((found.session, found.is_stale), (expected.clone(), false));
            assert!(tx.hosted_by_cookie("cookie-2", now).await?.is_none());

            // Use moves the end forwards; what comes too late revives nothing.
            let later = now.plus(HOUR / 4);
            tx.hosted_use(&id, later, later.plus(HOUR / 2)).await?;
            let used = tx.hosted_read(&id).await?.expect("by its id");
            assert_eq!((used.used_at, used.expires_at), (later, later.plus(HOUR / 2)));
            let dead = later.plus(HOUR);
            tx.hosted_use(&id, dead, dead.plus(HOUR)).await?;
            assert_eq!(tx.hosted_read(&id).await?.expect("there").used_at, later);

            // A new cookie; the one before reads for ten seconds.
            assert!(tx.hosted_rotate(&id, "cookie-1", "cookie-2", later).await?);
            assert!(!tx.hosted_rotate(&id, "cookie-1", "cookie-3", later).await?, "lost the race");
            let soon = later.plus(Duration::from_secs(9));
            assert!(tx.hosted_by_cookie("cookie-1", soon).await?.expect("for a moment").is_stale);
            let over = later.plus(Duration::from_secs(10));
            assert!(tx.hosted_by_cookie("cookie-1", over).await?.is_none());
            assert!(!tx.hosted_by_cookie("cookie-2", over).await?.expect("the new one").is_stale);

            let factor = Factor { method: Method::Totp, at: later };
            tx.hosted_factor_set(&id, Some(factor)).await?;
            tx.hosted_password_given(&id, later).await?;
            let given = tx.hosted_read(&id).await?.expect("there");
            assert_eq!((given.factor, given.password_at), (Some(factor), later));
            Ok(())
        })
        .await;
}

pub async fn securing(world: &World) {
    let someone = world.person("securing@example.com").await;
    let portal = world.session(&someone, "ref").await;
    let (mine, other) = (new_hosted(world, &someone, "mine"), new_hosted(world, &someone, "other"));
    let open = world.step_up(&someone, &portal).await;
    let kept = mine.session.id.clone();
    let (person, now) = (someone.id.clone(), world.now());
    world
        .write(async move |tx| {
            tx.hosted_insert(&mine).await?;
            tx.hosted_insert(&other).await?;
            let ended = tx.sessions_end_others(&person, Some(&kept), "elsewhere", now).await?;
            assert_eq!(ended, 2, "the portal's and the other of ours");
            let other = tx.hosted_read(&other.session.id).await?.expect("there");
            assert_eq!(other.ended, Some((now, "elsewhere".to_owned())));
            let challenge = tx.challenge_read(&open).await?.expect("there");
            assert_eq!(challenge.state.as_str(), "closed", "its session ended");
            assert_eq!(tx.hosted_read(&kept).await?.expect("there").ended, None);
            tx.device_recognise(&person, "phone", now, HOUR).await?;
            assert_eq!(tx.person_secured(&person, None, "password-changed", now).await?, 1);
            let ended = tx.hosted_read(&kept).await?.expect("there").ended;
            assert_eq!(ended, Some((now, "password-changed".to_owned())));
            Ok(())
        })
        .await;
}

pub async fn devices(world: &World) {
    let someone = world.person("devices@example.com").await;
    let (id, now) = (world.draw(DeviceId::generate), world.now());
    let person = someone.id.clone();
    let cookie = |after: &str| DeviceCookie {
        after: after.to_owned(),
        lasts: HOUR,
        client: Some("192.0.2.1 Firefox".to_owned()),
    };
    world
        .write(async move |tx| {
            tx.device_insert(&person, &id, &cookie("one"), now).await?;
            let found = tx.device_find(&person, "one", now).await?;
            assert_eq!(found, Some(DeviceFound::Recognised(id.clone())));
            assert!(tx.device_rotate(&person, &id, "one", &cookie("two"), now).await?);
            assert!(!tx.device_rotate(&person, &id, "one", &cookie("three"), now).await?);
            let found = tx.device_find(&person, "one", now).await?;
            assert_eq!(found, Some(DeviceFound::Older(id.clone())));
            assert_eq!(tx.device_find(&person, "two", now.plus(HOUR)).await?, None, "too late");
            let listed = tx.devices_of_person(&person, now).await?;
            assert_eq!(listed.len(), 1);
            assert_eq!(listed[0].client.as_deref(), Some("192.0.2.1 Firefox"));
            assert!(tx.device_forget(&person, &id).await?);
            assert!(!tx.device_forget(&person, &id).await?);
            tx.device_insert(&person, &id, &cookie("one"), now).await?;
            assert!(tx.devices_expire(now.plus(HOUR)).await? >= 1);
            Ok(())
        })
        .await;
}

pub async fn sign_ins(world: &World) {
    let someone = world.person("sign-ins@example.com").await;
    let now = world.now();
    let pending = StoredSignIn {
        id: world.draw(SignInId::generate),
        person: someone.id.clone(),
        device: None,
        destination: "?next=%2Fsecurity".to_owned(),
        client: Some("192.0.2.1 Firefox".to_owned()),
        state: SignInState::Pending,
        password_at: now,
        expires_at: now.plus(HOUR / 6),
        ends_at: now.plus(HOUR / 2),
        lane: Some("lnk_1".to_owned()),
    };
    let stopped = StoredSignIn { id: world.draw(SignInId::generate), ..pending.clone() };
    let session = new_hosted(world, &someone, "of-sign-in");
    world
        .write(async move |tx| {
            let id = &pending.id;
            tx.sign_in_insert(&pending).await?;
            assert!(tx.sign_in_extend(id, now, now.plus(HOUR)).await?);
            let read = tx.sign_in_read(id).await?.expect("there");
            assert_eq!((read.expires_at, &read.client), (pending.ends_at, &pending.client));
            assert_eq!(read.lane, pending.lane);
            assert!(!tx.sign_in_extend(id, pending.ends_at, now.plus(HOUR)).await?, "over");
            assert!(tx.sign_in_complete(id, pending.ends_at).await?.is_none(), "too late");
            assert!(tx.sign_in_complete(id, now).await?.is_some());
            assert!(tx.sign_in_complete(id, now).await?.is_none(), "once");
            tx.sign_in_insert(&stopped).await?;
            assert!(tx.sign_in_cancel(&stopped.id).await?);
            assert!(tx.sign_in_complete(&stopped.id, now).await?.is_none(), "stopped");

            tx.hosted_insert(&session).await?;
            let id = &session.session.id;
            tx.sign_in_result_insert("result", id, now.plus(HOUR / 60)).await?;
            assert_eq!(tx.sign_in_result_redeem("other", now).await?, None);
            assert_eq!(tx.sign_in_result_redeem("result", now.plus(HOUR / 60)).await?, None);
            assert_eq!(tx.sign_in_result_redeem("result", now).await?.as_ref(), Some(id));
            assert_eq!(tx.sign_in_result_redeem("result", now).await?, None, "once");
            let person = &session.session.person;
            let listed = tx.sessions_of_person(person, now, None, 10).await?;
            assert_eq!((listed.len(), listed[0].is_hosted), (1, true));
            let last = Some((listed[0].created_at, listed[0].id.to_string()));
            assert!(tx.sessions_of_person(person, now, last, 10).await?.is_empty());
            assert_eq!(tx.session_listed(id).await?.expect("there").client, session.client);
            assert_eq!(tx.sign_ins_forget(now.plus(HOUR)).await?, 3, "two sign-ins and a result");
            Ok(())
        })
        .await;
}

pub async fn passwords_tried(world: &World) {
    let someone = world.person("tries@example.com").await;
    let (person, now) = (someone.id.clone(), world.now());
    world
        .write(async move |tx| {
            let (who, address) = (Counted::person(&person), tx.counted_address("192.0.2.1"));
            for _ in 0..10 {
                assert!(tx.password_charge(Some(&address), &who, now).await?);
            }
            assert!(!tx.password_charge(Some(&address), &who, now).await?, "ten in ten minutes");
            let name = tx.counted_name("nobody@example.com");
            for _ in 0..10 {
                assert!(tx.password_charge(Some(&address), &name, now).await?);
            }
            let other = tx.counted_name("nobody-else@example.com");
            assert!(!tx.password_charge(Some(&address), &other, now).await?, "twenty from there");
            assert!(tx.password_charge(None, &Counted::device("dev_1"), now).await?);
            tx.password_was_right(Some(&address), &who, now).await?;
            assert!(tx.password_charge(Some(&address), &who, now).await?);

            assert!(tx.unlock_mail_charge(&person, now).await?);
            assert!(!tx.unlock_mail_charge(&person, now).await?, "not in a burst");
            assert!(!tx.browser_is_unlocked(&person, "browser", now).await?);
            tx.browser_unlock(&person, "browser", now.plus(HOUR)).await?;
            assert!(tx.browser_is_unlocked(&person, "browser", now).await?);
            assert!(tx.password_charge(None, &Counted::unlocked(&person, "browser"), now).await?);
            let forgotten = tx.password_tries_forget(now, now.plus(HOUR)).await?;
            assert_eq!(
                forgotten, 7,
                "name, address, person, device, mails, unlocked browser and its counter"
            );
            let day = HOUR * 24;
            assert!(tx.person_invite(&person, now.minus(day), now).await?);
            assert!(!tx.person_invite(&person, now.minus(day), now).await?, "not twice a day");
            assert!(tx.person_invite(&person, now, now.plus(day)).await?);
            Ok(())
        })
        .await;
}
