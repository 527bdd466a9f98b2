//! Mailed links and notices.

use std::time::Duration;

use countersign_core::challenge::KeyId;
use countersign_core::ids::{ChallengeId, JobId, LinkId, PersonId};
use countersign_core::limits::{GuessLedger, Lane};
use countersign_core::mailed::{LinkKind, MailedLink};
use countersign_store::{Statement, testing};

use crate::world::{HOUR, World};

fn link(world: &World, person: &PersonId, kind: LinkKind) -> MailedLink {
    MailedLink {
        id: world.draw(LinkId::generate),
        kind,
        person: person.clone(),
        binding: "1".to_owned(),
        key: KeyId("k1".to_owned()),
    }
}

/// CS-PW-07: the newest of its kind only, once, in time; notices keep theirs beside each other.
pub async fn links(world: &World) {
    let someone = world.person("links@example.com").await;
    let (person, now) = (someone.id.clone(), world.now());
    let (old, new) = (link(world, &person, LinkKind::Reset), link(world, &person, LinkKind::Reset));
    let (one, two) = (link(world, &person, LinkKind::NotMe), link(world, &person, LinkKind::NotMe));
    let end = now.plus(HOUR);
    world
        .write(async move |tx| {
            for (link, hash) in [(&old, "old"), (&new, "new"), (&one, "one"), (&two, "two")] {
                tx.link_insert(link, hash, now, end).await?;
            }
            assert!(tx.link_find("old", LinkKind::Reset, now).await?.is_none(), "replaced");
            assert!(tx.link_read(&old.id).await?.is_none());
            assert!(!tx.link_burn(&old.id, now).await?);
            assert!(tx.link_find("new", LinkKind::Unlock, now).await?.is_none(), "another kind");
            assert!(tx.link_find("new", LinkKind::Reset, end).await?.is_none(), "too late");
            assert!(!tx.link_burn(&new.id, end).await?, "too late");
            let found = tx.link_find("new", LinkKind::Reset, now).await?.expect("the newest");
            assert_eq!((&found.link, found.is_open(now)), (&new, true));
            assert!(tx.link_burn(&new.id, now).await?);
            assert!(!tx.link_burn(&new.id, now).await?, "once");
            assert!(tx.link_find("new", LinkKind::Reset, now).await?.is_none());
            for hash in ["one", "two"] {
                assert!(tx.link_find(hash, LinkKind::NotMe, now).await?.is_some(), "{hash}");
            }
            assert_eq!(tx.links_void(&person, LinkKind::NotMe).await?, 2);
            assert!(tx.link_find("one", LinkKind::NotMe, now).await?.is_none());
            assert_eq!((tx.links_forget(now).await?, tx.links_forget(end).await?), (0, 1));
            Ok(())
        })
        .await;
}

pub async fn notices(world: &World) {
    let someone = world.person("notices@example.com").await;
    let (person, now) = (someone.id.clone(), world.now());
    let (sent, lost) = (world.draw(JobId::generate), world.draw(JobId::generate));
    let span = Duration::from_mins(15);
    world
        .write(async move |tx| {
            tx.notice_insert(&sent, &person, "words", now.plus(HOUR)).await?;
            tx.notice_insert(&lost, &person, "words", now.plus(HOUR)).await?;
            let read = tx.notice_read(&sent).await?.expect("kept");
            assert_eq!(read.as_slice(), b"words");
            tx.notice_delete(&sent).await?;
            assert!(tx.notice_read(&sent).await?.is_none());
            assert_eq!(tx.notices_forget(now).await?, 0);
            assert_eq!(tx.notices_forget(now.plus(HOUR)).await?, 1);

            assert!(tx.notice_pause(&person, "new-device", now, span).await?);
            assert!(!tx.notice_pause(&person, "new-device", now, span).await?);
            assert!(tx.notice_pause(&person, "other", now, span).await?);
            let just_before = now.plus(span).minus(Duration::from_millis(1));
            assert!(!tx.notice_pause(&person, "new-device", just_before, span).await?);
            assert!(tx.notice_pause(&person, "new-device", now.plus(span), span).await?);
            Ok(())
        })
        .await;
}

static LEDGER: Statement =
    Statement::new("TEST_LEDGER", "UPDATE guess_ledgers SET entries = $2 WHERE person = $1");

/// CS-RL-04: a reset opens a lane where strangers closed theirs, twice a year.
pub async fn reset_lanes(world: &World) {
    let someone = world.person("lanes@example.com").await;
    let (person, now) = (someone.id.clone(), world.now());
    let links: Vec<LinkId> = (0..4).map(|_| world.draw(LinkId::generate)).collect();
    let day = now.plus(24 * HOUR);
    let (id, first) = (person.clone(), links[0].clone());
    let opened = world
        .write(async move |tx| tx.reset_lane_open(&first, &id, "browser", now, day).await)
        .await;
    assert!(!opened, "nothing is closed");
    let mut ledger = GuessLedger::default();
    for _ in 0..20 {
        ledger.charge(Lane::Unrecognised, &world.draw(ChallengeId::generate), now);
    }
    let (id, entries) = (person.clone(), ledger.to_column());
    world
        .write(async move |tx| {
            testing::execute(tx, &LEDGER, &[(&id).into(), entries.clone().into()]).await
        })
        .await;
    world
        .write(async move |tx| {
            assert!(tx.reset_lane_open(&links[1], &person, "browser", now, day).await?);
            let found = tx.reset_lane_find(&person, "browser", now).await?;
            assert_eq!(found.as_deref(), Some(links[1].as_str()));
            assert!(tx.reset_lane_find(&person, "another", now).await?.is_none());
            assert!(tx.reset_lane_find(&person, "browser", day).await?.is_none(), "for a day");
            assert!(tx.reset_lane_open(&links[2], &person, "another", now, day).await?);
            assert!(!tx.reset_lane_open(&links[3], &person, "third", now, day).await?, "twice");
            assert_eq!(tx.reset_lanes_opened(&person, now).await?, 2);
            assert_eq!(tx.reset_lanes_opened(&person, now.plus(366 * 24 * HOUR)).await?, 0);
            assert_eq!(tx.reset_lanes_forget(now.minus(HOUR)).await?, 0);
            assert_eq!(tx.reset_lanes_forget(now).await?, 2);
            Ok(())
        })
        .await;
}
