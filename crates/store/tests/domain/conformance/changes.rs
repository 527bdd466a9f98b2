//! Changes of the ways to sign in, from the first password to the removed app; and recovery codes.

use std::time::Duration;

use countersign_core::challenge::{Payload, Proof, PurposeKind, Refusal, totp};
use countersign_core::ids::{AuthenticatorId, ChallengeId, ChangeId, GrantId, RecoverySetId};
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Method, RecoveryHash, TotpSecret,
};
use countersign_core::policy::ChangeKind;
use countersign_core::session::Session;
use countersign_store::{
    ChangeState, Charge, NewAuthenticator, RecoverySalt, StoreError, StoredChange, Tx,
};

use crate::world::{Ask, HOUR, Someone, World, not};

fn new_change(
    world: &World,
    someone: &Someone,
    session: &Session,
    kind: ChangeKind,
) -> StoredChange {
    StoredChange {
        id: world.draw(ChangeId::generate),
        person: someone.id.clone(),
        session: session.id.clone(),
        kind,
        subject: (kind != ChangeKind::TurnOn).then(|| someone.app.clone()),
        state: ChangeState::Open,
        password_at: None,
        password_tries: 0,
        granted_at: None,
        granted_by: None,
        way: None,
        contact: None,
        new_contact: None,
        new_authenticator: world.draw(AuthenticatorId::generate),
        first_step: 0,
        name: None,
        keep_old: false,
        recovery_set: None,
        goes_on_to: Some("/sign-in/after".to_owned()),
        created_at: world.now(),
        expires_at: world.now().plus(Duration::from_mins(30)),
    }
}

async fn begun(
    world: &World,
    someone: &Someone,
    session: &Session,
    kind: ChangeKind,
) -> StoredChange {
    let change = new_change(world, someone, session, kind);
    let new = change.clone();
    world.write(async move |tx| tx.change_insert(&new).await).await;
    change
}

pub async fn granted(
    world: &World,
    someone: &Someone,
    session: &Session,
    kind: ChangeKind,
) -> StoredChange {
    let change = begun(world, someone, session, kind).await;
    let (ask, now) = (change.clone(), world.now());
    let until = now.plus(Duration::from_mins(30));
    let granted = world
        .write(async move |tx| {
            let early = tx.change_grant(&ask.id, &ask.session, None, now, until).await?;
            assert!(!early, "nothing is granted before the password");
            let charged = tx.change_password_charge(&ask.id, &ask.session, now).await?;
            assert_eq!(charged, Some(1));
            assert!(tx.change_password_given(&ask.id, &ask.session, now).await?);
            tx.change_grant(&ask.id, &ask.session, Some(Method::Totp), now, until).await
        })
        .await;
    assert!(granted);
    change
}

async fn challenge(
    world: &World,
    someone: &Someone,
    payload: Payload,
    session: &Session,
) -> ChallengeId {
    let new = world.new_challenge(someone, payload, Some(session.id.clone()));
    let id = new.id.clone();
    world.write(async move |tx| tx.challenge_insert(&new).await).await;
    id
}

async fn read(world: &World, id: &ChangeId) -> StoredChange {
    let id = id.clone();
    world.write(async move |tx| tx.change_read(&id).await).await.expect("it is there")
}

pub async fn setting_up(world: &World) {
    let someone = world.person("set-up@example.com").await;
    let session = world.session(&someone, "ref").await;
    let first = begun(world, &someone, &session, ChangeKind::Replace).await;
    let change = granted(world, &someone, &session, ChangeKind::Replace).await;
    assert_eq!(read(world, &first.id).await.state, ChangeState::Closed, "one a session");

    // The key is made once, and is the one a code is measured by.
    let (ask, now) = (change.clone(), world.now());
    let secret = TotpSecret::from_bytes(b"a key of twenty byte".to_vec());
    let (made, other) = (secret.clone(), TotpSecret::from_bytes(b"another one of these".to_vec()));
    let key = world
        .write(async move |tx| {
            assert!(tx.change_way_set(&ask, Method::Totp, None, true, now).await?);
            tx.change_key_set(&ask.id, &made).await?;
            tx.change_key_set(&ask.id, &other).await?;
            tx.change_name_set(&ask.id, "My phone").await?;
            tx.change_key(&ask.id).await
        })
        .await
        .expect("a key");
    assert_eq!((&key.secret, &key.authenticator), (&secret, &change.new_authenticator));

    let payload = || Payload::SetUp { session: session.id.clone(), change: change.id.clone() };
    let id = challenge(world, &someone, payload(), &session).await;
    let code = totp::hotp(&secret, totp::step_at(world.now())).reveal().to_owned();
    let ask = |code: &str| Ask {
        challenge: id.clone(),
        purpose: PurposeKind::SetUp,
        method: Method::Totp,
        code: code.to_owned(),
    };
    let old = world.answer(ask(&world.app_code(&someone))).await;
    assert!(matches!(old, Err(Refusal::Wrong { .. })), "the old key is no proof of the new one");
    world.answer(ask(&code)).await.expect("the first code");

    let stored = read(world, &change.id).await;
    assert_eq!(stored.first_step, i64::try_from(totp::step_at(world.now())).expect("a step"));
    assert!(stored.keep_old && stored.name.as_deref() == Some("My phone"), "{stored:?}");
    let new = NewAuthenticator {
        authenticator: Authenticator {
            id: change.new_authenticator.clone(),
            kind: AuthenticatorKind::Totp,
            added_at: world.now(),
            used_first: false,
        },
        secret: Some(secret.clone()),
        first_step: stored.first_step,
        name: stored.name.clone(),
    };
    let (person, ask, now) = (someone.id.clone(), change.clone(), world.now());
    let spent = world
        .write(async move |tx| {
            tx.authenticator_enrol(&person, &new).await?;
            let other_kind =
                tx.change_spend(&ask.id, &ask.session, ChangeKind::Remove, now).await?;
            let once = tx.change_spend(&ask.id, &ask.session, ask.kind, now).await?;
            Ok([other_kind, once, tx.change_spend(&ask.id, &ask.session, ask.kind, now).await?])
        })
        .await;
    assert_eq!(spent, [false, true, false]);
    two_keys(world, &someone, &session, &secret).await;
    listed(world, &someone, &session, &change.new_authenticator).await;
}

/// CS-TOTP-03 "the confirming code counts as used", CS-TOTP-10: a wrong code is charged once for each key.
async fn two_keys(world: &World, someone: &Someone, session: &Session, secret: &TotpSecret) {
    let id = world.step_up(someone, session).await;
    let code = totp::hotp(secret, totp::step_at(world.now())).reveal().to_owned();
    let used = world.answer(Ask::step_up(&id, Method::Totp, &code)).await;
    assert_eq!(used.expect_err("the confirming code"), Refusal::AlreadyUsed);
    world.clock.advance(Duration::from_secs(30));
    let code = totp::hotp(secret, totp::step_at(world.now())).reveal().to_owned();
    world.answer(Ask::step_up(&id, Method::Totp, &code)).await.expect("the second key");
    let id = world.step_up(someone, session).await;
    world
        .answer(Ask::step_up(&id, Method::Totp, &world.app_code(someone)))
        .await
        .expect("the first");
    for _ in 0..2 {
        let id = world.step_up(someone, session).await;
        let wrong = world.answer(Ask::step_up(&id, Method::Totp, &not(&code))).await;
        assert!(matches!(wrong, Err(Refusal::Wrong { .. })), "{wrong:?}");
    }
    let id = world.step_up(someone, session).await;
    let wrong = world.answer(Ask::step_up(&id, Method::Totp, &not(&code))).await;
    assert!(matches!(wrong, Err(Refusal::Wrong { .. })), "{wrong:?}");
    // One at the set-up, three times two here: the eighth guess of a lane waits.
    let id = world.step_up(someone, session).await;
    let waits = world.answer(Ask::step_up(&id, Method::Totp, &not(&code))).await;
    assert!(matches!(waits, Err(Refusal::Wait { .. })), "{waits:?}");
}

async fn listed(world: &World, someone: &Someone, session: &Session, new: &AuthenticatorId) {
    let (person, id, now) = (someone.id.clone(), new.clone(), world.now());
    let (session, old) = (session.id.clone(), someone.app.clone());
    world
        .write(async move |tx| {
            assert!(tx.authenticator_rename(&person, &id, "Tablet").await?);
            assert!(tx.authenticator_use_first(&person, &id, now).await?);
            let list = tx.authenticators_list(&person, None).await?;
            assert_eq!(list.len(), 2);
            let named = list.iter().find(|known| known.authenticator.id == id).expect("listed");
            assert!(named.authenticator.used_first && named.last_used.is_some(), "{list:?}");
            assert_eq!(named.name.as_deref(), Some("Tablet"));
            assert!(tx.authenticator_remove(&person, &old, now).await?);
            assert!(!tx.authenticator_remove(&person, &old, now).await?);
            assert_eq!(tx.authenticators_turn_off(&person, &session, now).await?, 1);
            // Turned off: gone for everybody but the session that did it.
            let read = tx.person_read(&person).await?.expect("she is there");
            assert!(!read.person.has_second_factor());
            let kept = tx.person_read_in(&person, Some(&session)).await?.expect("she is there");
            assert_eq!(kept.person.authenticators.len(), 1);
            assert!(tx.authenticators_list(&person, Some(&session)).await?[0].ending);
            Ok(())
        })
        .await;
}

fn set(world: &World) -> (RecoverySalt, Vec<RecoveryHash>) {
    let salt = RecoverySalt { set: world.draw(RecoverySetId::generate), salt: vec![7; 16] };
    (salt, (0..10).map(|n| RecoveryHash::from_bytes([n; 32])).collect())
}

/// Answers as a use case does: charged in one transaction, settled in another.
async fn answer(
    world: &World,
    id: &ChallengeId,
    hash: u8,
    address: Option<&'static str>,
) -> Result<(), Refusal> {
    let (charged, now) = (id.clone(), world.now());
    let (purpose, address) = (PurposeKind::ChangeAuthenticator, address.map(str::to_owned));
    let charge = world
        .write(async move |tx| tx.recovery_charge(&charged, purpose, address.as_deref(), now).await)
        .await;
    let salt = charge?;
    let (inner, id, grant) = (world.clone(), id.clone(), world.draw(GrantId::generate));
    world
        .write(async move |tx| {
            settle(inner.clone(), tx, &id, salt.as_ref(), hash, grant.clone()).await
        })
        .await
}

async fn settle(
    world: World,
    tx: &mut Tx,
    id: &ChallengeId,
    salt: Option<&RecoverySalt>,
    hash: u8,
    grant: GrantId,
) -> Result<Result<(), Refusal>, StoreError> {
    let purpose = PurposeKind::ChangeAuthenticator;
    let settled = tx.recovery_settle(id, purpose, salt, world.now()).await?;
    let Charge { challenge, mut meter } = match settled {
        Ok(charge) => charge,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let proof = Proof::RecoveryCode(RecoveryHash::from_bytes([hash; 32]));
    match world.checker.check(challenge, &proof, world.now()) {
        Ok(proven) => Ok(tx.challenge_pass(proven, &mut meter, grant).await?.map(drop)),
        Err(refusal) => {
            tx.recovery_miss(&meter).await?;
            Ok(Err(refusal))
        }
    }
}

pub async fn recovery_codes(world: &World) {
    let someone = world.person("recovery@example.com").await;
    let session = world.session(&someone, "ref").await;
    let change = begun(world, &someone, &session, ChangeKind::NewCodes).await;
    let (ask, now) = (change.clone(), world.now());
    let given =
        world.write(async move |tx| tx.change_password_given(&ask.id, &ask.session, now).await);
    assert!(given.await, "a change takes no code before the password");
    let payload =
        || Payload::ChangeAuthenticator { session: session.id.clone(), change: change.id.clone() };
    let none = challenge(world, &someone, payload(), &session).await;
    let wrong = Refusal::Wrong { tries_left: 4, clock_off_minutes: None };
    assert_eq!(answer(world, &none, 1, None).await, Err(wrong), "no set, no success");

    let ((salt, hashes), person, now) = (set(world), someone.id.clone(), world.now());
    let new = salt.clone();
    world.write(async move |tx| tx.recovery_set_insert(&person, &new, &hashes, now).await).await;
    let waiting = challenge(world, &someone, payload(), &session).await;
    assert!(answer(world, &waiting, 1, None).await.is_err(), "a set counts from its tick on");
    let (person, id, change_id) = (someone.id.clone(), salt.set.clone(), change.id.clone());
    world
        .write(async move |tx| {
            assert!(!tx.change_codes_set(&change_id, &id).await?, "not before it is granted");
            assert!(tx.recovery_facts(&person).await?.is_none());
            assert!(tx.recovery_is_waiting(&person).await?);
            assert!(!tx.recovery_check(&person, now).await?, "not before it is valid");
            assert!(tx.recovery_set_confirm(&person, &id, "Anna Meier", now).await?);
            let facts = tx.recovery_facts(&person).await?.expect("a set");
            assert_eq!((facts.unused, facts.saved_by.as_str()), (10, "Anna Meier"));
            assert_eq!((facts.created_at, facts.confirmed_at, facts.checked_at), (now, now, None));
            assert!(!tx.recovery_is_waiting(&person).await?);
            assert!(
                tx.recovery_check(&person, now).await? && !tx.recovery_check(&person, now).await?
            );
            let facts = tx.recovery_facts(&person).await?.expect("a set");
            assert_eq!(facts.checked_at, Some(now), "once");
            let read = tx.person_read(&person).await?.expect("she is there");
            assert_eq!(read.person.recovery_codes, 10);
            Ok(())
        })
        .await;
    let id = challenge(world, &someone, payload(), &session).await;
    answer(world, &id, 3, Some("192.0.2.1")).await.expect("a right one");
    let id = challenge(world, &someone, payload(), &session).await;
    assert!(answer(world, &id, 3, Some("192.0.2.1")).await.is_err(), "once");
    // A step-up takes none, right or wrong.
    let step_up = world.step_up(&someone, &session).await;
    let (id, now) = (step_up, world.now());
    let closed = world
        .write(async move |tx| tx.recovery_charge(&id, PurposeKind::StepUp, None, now).await)
        .await;
    assert_eq!(closed.expect_err("never for areas"), Refusal::Closed);
    // Twenty an hour from one address, whoever they are for.
    let mut waits = 0;
    for _ in 0..22 {
        let id = challenge(world, &someone, payload(), &session).await;
        let answered = answer(world, &id, 99, Some("192.0.2.1")).await;
        waits += usize::from(matches!(answered, Err(Refusal::Wait { .. })));
    }
    assert_eq!(waits, 4, "two were tried before");
    let id = challenge(world, &someone, payload(), &session).await;
    answer(world, &id, 4, Some("192.0.2.2")).await.expect("another address");

    let (person, change_id, later) =
        (someone.id.clone(), change.id.clone(), world.now().plus(HOUR));
    let forgotten = world
        .write(async move |tx| {
            tx.recovery_void(&person).await?;
            assert!(tx.recovery_salt(&person).await?.is_none());
            tx.change_close(&change_id).await?;
            Ok((tx.recovery_addresses_forget(later).await?, tx.changes_expire(later).await?))
        })
        .await;
    assert!(forgotten.0 == 2 && forgotten.1 >= 1, "{forgotten:?}");
}
