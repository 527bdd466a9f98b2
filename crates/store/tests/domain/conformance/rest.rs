//! Jobs, send budgets, keys, outcomes and records.

use std::time::Duration;

use countersign_core::audit::Facts;
use countersign_core::ids::{ApiKeyId, ChallengeId, EventId, JobId, SendId};
use countersign_core::people::Method;
use countersign_store::jobs::{Lane, NewJob};
use countersign_store::{AuditRecord, Once, ReadTx, Seen, StoredApiKey};

use crate::world::{HOUR, World};

use super::record;

pub async fn jobs(world: &World) {
    let now = world.now();
    let job = NewJob {
        id: world.draw(JobId::generate),
        kind: "message",
        lane: Lane::Text,
        subject: "chl_x".to_owned(),
        detail: Some("snd_x".to_owned()),
        created_at: now,
        useless_after: now.plus(HOUR),
    };
    let (id, known) = (job.id.clone(), job.id.clone());
    let lease = now.plus(Duration::from_mins(1));
    world
        .write(async move |tx| {
            tx.job_insert(&job).await?;
            for other in [Lane::Mail, Lane::Call] {
                assert!(tx.job_claim(other, "c", now, lease).await?.is_none(), "not of {other:?}");
            }
            let claimed = tx.job_claim(Lane::Text, "a", now, lease).await?.expect("it waits");
            assert_eq!((claimed.id, claimed.tries), (id.clone(), 1));
            assert!(tx.job_claim(Lane::Text, "b", now, lease).await?.is_none(), "it is leased");
            assert!(!tx.job_done(&id, "b", now).await?, "not b's");
            // The lease runs out: another worker takes over, and the first can no longer end it.
            assert!(tx.job_claim(Lane::Text, "b", lease, lease.plus(HOUR)).await?.is_some());
            assert!(!tx.job_done(&id, "a", lease).await?, "the lease was lost");
            assert!(tx.job_retry(&id, "b", lease.plus(HOUR), "timed out").await?);
            assert!(
                tx.job_claim(Lane::Text, "a", lease, lease.plus(HOUR)).await?.is_none(),
                "not yet"
            );
            let later = lease.plus(HOUR);
            assert!(tx.job_claim(Lane::Text, "a", later, later.plus(HOUR)).await?.is_some());
            assert!(tx.job_failed(&id, "a", later, "refused").await?);
            assert!(!tx.job_done(&id, "a", later).await?, "it has ended");
            Ok(())
        })
        .await;
    let later = lease.plus(HOUR);
    let id = known.clone();
    let read = world.store.read(async move |tx: &mut ReadTx| tx.job_read(&id).await).await;
    let ended = read.expect("read").expect("an ended job is still there");
    assert_eq!((ended.id, ended.kind.as_str(), ended.tries), (known.clone(), "message", 3));
    world
        .write(async move |tx| {
            assert_eq!(tx.jobs_forget(later).await?, 0);
            assert_eq!(tx.jobs_forget(later.plus(HOUR)).await?, 1);
            Ok(())
        })
        .await;
    let read = world.store.read(async move |tx: &mut ReadTx| tx.job_read(&known).await).await;
    assert!(read.expect("read").is_none(), "it was forgotten");
}

pub async fn sends_keys_and_records(world: &World) {
    let someone = world.person("rest@example.com").await;
    let session = world.session(&someone, "ref").await;
    let challenge = world.step_up(&someone, &session).await;
    let (person, now) = (someone.id.clone(), world.now());
    let purpose = countersign_core::challenge::PurposeKind::StepUp;
    let (first, second) = (world.draw(SendId::generate), world.draw(SendId::generate));
    let counted = world
        .write(async move |tx| {
            tx.send_insert(&first, &challenge, &person, purpose, now).await?;
            tx.send_insert(&second, &challenge, &person, purpose, now).await?;
            let both = tx.sends_lock(&person, purpose, now, HOUR).await?.len();
            tx.send_failed(&second, now).await?;
            assert_eq!(
                tx.sends_seen(&person, purpose, now, HOUR).await?,
                1,
                "what the page is told"
            );
            Ok((both, tx.sends_lock(&person, purpose, now, HOUR).await?.len()))
        })
        .await;
    assert_eq!(counted, (2, 1), "what no provider took is given back");

    let key = StoredApiKey {
        id: world.draw(ApiKeyId::generate),
        name: "portal".to_owned(),
        scopes: ["persons:read", "orders:write"].into_iter().collect(),
        expires_at: now.plus(HOUR),
        revoked_at: None,
    };
    let (written, id) = (key.clone(), key.id.clone());
    world.write(async move |tx| tx.api_key_insert(&written, "hash", now).await).await;
    let found = world.store.api_key_by_hash("hash").await.expect("read").expect("found");
    assert_eq!((&found.scopes, found.revoked_at), (&key.scopes, None));
    let revoked = world
        .write(async move |tx| {
            Ok((tx.api_key_revoke(&id, now).await?, tx.api_key_revoke(&id, now).await?))
        })
        .await;
    assert_eq!(revoked, (true, false));
    assert_eq!(
        world.store.api_key_by_hash("hash").await.expect("read").expect("found").revoked_at,
        Some(now)
    );
    let all =
        world.store.read(async |tx: &mut ReadTx| tx.api_keys_list().await).await.expect("read");
    assert_eq!(all.len(), 1, "a revoked key stays in the list");
    assert!(world.store.api_key_by_hash("HASH").await.expect("read").is_none());

    world
        .write(async move |tx| {
            tx.receipt_key_use("one", "public one", now).await?;
            tx.receipt_key_use("two", "public two", now.plus(HOUR)).await?;
            tx.receipt_key_use("two", "public two", now.plus(HOUR)).await
        })
        .await;
    let keys = world.store.read(async move |tx| tx.receipt_keys().await).await.expect("read");
    let spans: Vec<_> = keys.iter().map(|key| (key.kid.as_str(), key.valid_to)).collect();
    assert_eq!(spans, [("one", Some(now.plus(HOUR))), ("two", None)]);
    let back = now.plus(HOUR).plus(HOUR);
    world.write(async move |tx| tx.receipt_key_use("one", "public one", back).await).await;
    let keys = world.store.read(async move |tx| tx.receipt_keys().await).await.expect("read");
    let spans: Vec<_> = keys.iter().map(|key| (key.kid.as_str(), key.valid_to)).collect();
    assert_eq!(spans, [("one", None), ("two", Some(back))], "what it signs now must verify");

    let once = |request: &str| Once {
        owner: "key".to_owned(),
        key_hash: "k".to_owned(),
        request_hash: request.to_owned(),
    };
    let (same, other) = (once("same"), once("other"));
    let seen = world
        .write(async move |tx| {
            let first = tx.idempotency_claim(&same, now).await?;
            tx.idempotency_keep(&same, "outcome").await?;
            let again = tx.idempotency_claim(&same, now).await?;
            let other = tx.idempotency_claim(&other, now).await?;
            Ok((first, again, other, tx.idempotency_forget(now.plus(HOUR)).await?))
        })
        .await;
    assert_eq!(seen, (Seen::First, Seen::Before("outcome".to_owned()), Seen::OtherRequest, 1));

    let mut noted = record(world.draw(EventId::generate), now, "session.opened");
    noted.facts = Facts::default().with("address", "192.0.2.1");
    let noted = noted
        .about(&someone.id, session.id.as_str(), Some(&session.id))
        .by_method(Some(Method::Totp));
    let person = someone.id.clone();
    let listed = world
        .write(async move |tx| {
            tx.audit_insert(&noted).await?;
            tx.audit_of_person(&person, 10).await
        })
        .await;
    assert_eq!((listed.len(), listed[0].kind.as_str()), (1, "session.opened"));
    // Two wrong codes of one person and one of another are two persons.
    let (one, other) = (someone.id.clone(), world.person("other@example.com").await.id);
    let misses: Vec<AuditRecord> = [&one, &one, &other]
        .into_iter()
        .map(|person| {
            let record =
                record(world.draw(EventId::generate), now.plus(HOUR), "challenge.answered");
            record.about(person, "chl_x", None).refused().because("wrong-code")
        })
        .collect();
    let began = world.draw(EventId::generate);
    let missed = world
        .write(async move |tx| {
            for miss in &misses {
                tx.audit_insert(miss).await?;
            }
            assert_eq!(tx.failures_before(&one, now).await?, 2);
            assert_eq!(tx.failures_before(&one, now.plus(HOUR)).await?, 0);
            let began = record(began.clone(), now.plus(HOUR + HOUR / 2), "session.began");
            tx.audit_insert(&began.about(&one, "ses_x", None)).await?;
            assert_eq!(tx.failures_before(&one, now).await?, 0, "since the last sign-in");
            Ok((tx.persons_missed(now).await?, tx.persons_missed(now.plus(HOUR)).await?))
        })
        .await;
    assert_eq!(missed, (2, 0));
}

/// What nobody answered goes with its sends; what was answered, and what is younger, stays.
pub async fn unanswered_challenges(world: &World) {
    let someone = world.person("unanswered@example.com").await;
    let session = world.session(&someone, "ref").await;
    let challenge = world.step_up(&someone, &session).await;
    let (person, now, id) = (someone.id.clone(), world.now(), challenge.clone());
    let send = world.draw(SendId::generate);
    world
        .write(async move |tx| {
            let purpose = countersign_core::challenge::PurposeKind::StepUp;
            tx.send_insert(&send, &id, &person, purpose, now).await?;
            tx.challenges_forget(now).await
        })
        .await;
    let read = async |id: &ChallengeId| {
        let id = id.clone();
        let read = world.store.read(async move |tx: &mut ReadTx| tx.challenge_read(&id).await);
        read.await.expect("read")
    };
    assert!(read(&challenge).await.is_some(), "it is not over yet");
    let much_later = now.plus(HOUR * 24 * 365);
    world.write(async move |tx| tx.challenges_forget(much_later).await).await;
    assert!(read(&challenge).await.is_none(), "it was forgotten");
}
