//! The chain, strangers, areas and erasure.

use std::time::Duration;

use countersign_core::audit::{Personal, Walk};
use countersign_core::ids::EventId;
use countersign_core::session::Client;
use countersign_core::step_up::Area;
use countersign_store::{After, SignedHead, Statement, StrangerRefused, Turn, testing};

use crate::world::{HOUR, World};

use super::record;

static WINDOW: Statement = Statement::new(
    "TEST_WINDOW",
    "INSERT INTO windows (session, areas, challenge, opened_at, until) VALUES ($1, '', 'chl', $2, $3) \
        ON CONFLICT (session) DO UPDATE SET opened_at = EXCLUDED.opened_at, until = EXCLUDED.until",
);
const LEASE: Duration = Duration::from_secs(5);

/// CS-AUD-03
pub async fn chain(world: &World) {
    let now = world.now();
    let before = world.store.read(async |tx| tx.chain_tail().await).await.expect("read").records;
    let mut noted = record(world.draw(EventId::generate), now, "order.created");
    noted.facts = noted.facts.with("address", "192.0.2.9");
    world
        .write(async move |tx| {
            tx.audit_insert(&noted).await?;
            assert_eq!(tx.chain_tail().await?.records, before + 1);
            assert!(tx.chain_head().await?.is_none(), "nothing was chained yet");
            let waits = i64::try_from(tx.chain_waiting(100).await?.len()).expect("few");
            assert_eq!(waits, before + 1);
            while tx.chain_turn("a", now, LEASE, 3).await? != Turn::Chained(0) {}
            assert_eq!(tx.chain_tail().await?.records, 0);
            assert_eq!(tx.chain_turn("b", now, LEASE, 3).await?, Turn::NotMine);
            assert_eq!(tx.chain_turn("b", now.plus(LEASE), LEASE, 3).await?, Turn::Chained(0));
            assert_eq!(tx.chain_turn("a", now.plus(LEASE), LEASE, 3).await?, Turn::NotMine);

            let head = tx.chain_head().await?.expect("a head");
            assert_eq!((head.sequence, head.sealed), (before + 1, true));
            let mut walk = Walk::default();
            let page = tx.chain_page(0, 1_000).await?;
            for chained in &page {
                let step =
                    walk.step(chained.sequence, &chained.link, &chained.entry, &chained.personal);
                step.expect("in order");
            }
            assert_eq!(walk.at(), (head.sequence, head.link.as_str()));
            let part = page.iter().find_map(|chained| match &chained.personal {
                Personal::There { text, .. } if text.contains("192.0.2.9") => Some(text),
                _ => None,
            });
            assert_eq!(part.map(String::as_str), Some("{\"address\":\"192.0.2.9\"}"));

            let signed = |statement: &str| SignedHead {
                sequence: head.sequence,
                signed_at: now,
                statement: statement.to_owned(),
            };
            assert!(tx.head_newest().await?.is_none());
            tx.head_insert(&signed("first")).await?;
            tx.head_insert(&signed("second")).await?;
            let kept: Vec<_> = tx.heads().await?.into_iter().map(|head| head.statement).collect();
            assert_eq!(kept, ["first"]);
            assert_eq!(tx.head_newest().await?.expect("one").statement, "first");
            Ok(())
        })
        .await;
}

pub async fn pages(world: &World) {
    let someone = world.person("pages@example.com").await;
    let (person, now) = (someone.id.clone(), world.now());
    let session = world.session(&someone, "pages").await;
    let order = world.new_order(&someone, Some(&session));
    let (id, digest) = (order.order.id.clone(), order.digest.clone());
    let records: Vec<_> = ["code.sent", "order.created", "order.created"]
        .into_iter()
        .map(|kind| {
            let record = record(world.draw(EventId::generate), now, kind);
            record.about(&someone.id, "ord_x", None).with_fact("address", "192.0.2.3")
        })
        .collect();
    world
        .write(async move |tx| {
            for record in &records {
                tx.audit_insert(record).await?;
            }
            let kinds = "|order.created|order.claimed|";
            let first = tx.audit_page(&person, kinds, &After::newest(), now, 1).await?;
            let after = After { at: now, id: first[0].entry.id.clone() };
            let second = tx.audit_page(&person, kinds, &after, now, 5).await?;
            assert_eq!((first.len(), second.len()), (1, 1));
            assert_ne!(first[0].entry.id, second[0].entry.id);
            assert!(matches!(&first[0].personal, Personal::There { .. }));
            assert!(tx.audit_page(&person, "|code|", &After::newest(), now, 5).await?.is_empty());
            let later = now.plus(HOUR);
            assert!(tx.audit_page(&person, kinds, &After::newest(), later, 5).await?.is_empty());

            tx.order_insert(&order).await?;
            let stopped = tx.orders_stop(&person, now).await?;
            assert_eq!(stopped.len(), 1);
            assert_eq!((&stopped[0].id, &stopped[0].digest), (&id, &digest));
            assert!(tx.orders_stop(&person, now).await?.is_empty());
            assert!(!tx.password_void(&person, now).await?, "there was none");
            Ok(())
        })
        .await;
}

pub async fn strangers(world: &World) {
    let now = world.now();
    let refused = |event, at| StrangerRefused {
        event,
        at,
        kind: "sign-in.refused",
        reason: "no-such-name",
        client: Client::new(Some([203, 0, 113, 5].into()), None),
    };
    let minute = Duration::from_mins(1);
    let in_it = refused(world.draw(EventId::generate), now);
    let again = refused(world.draw(EventId::generate), now);
    let later = refused(world.draw(EventId::generate), now.plus(minute));
    let id = in_it.event.to_string();
    world
        .write(async move |tx| {
            for refused in [&in_it, &again, &later] {
                tx.stranger_refused(refused).await?;
            }
            assert_eq!(tx.strangers_record(now).await?, 0, "the minute is not over");
            assert_eq!(tx.strangers_record(now.plus(minute)).await?, 1);
            assert_eq!(tx.strangers_record(now.plus(minute)).await?, 0);
            let waiting = tx.chain_waiting(100).await?;
            let entry = waiting.iter().find(|entry| entry.id == id).expect("a record");
            assert_eq!(
                (entry.kind.as_str(), entry.outcome.as_str()),
                ("sign-in.refused", "refused")
            );
            assert_eq!(entry.reason.as_deref(), Some("no-such-name"));
            Ok(())
        })
        .await;
}

pub async fn areas(world: &World) {
    let someone = world.person("areas@example.com").await;
    let session = world.session(&someone, "areas").await;
    let area = Area::parse("invoices").expect("an area");
    let (id, now) = (session.id.clone(), world.now());
    world
        .write(async move |tx| {
            assert!(!tx.area_entered(&id, &area, now).await?, "no window is open");
            for opened in [now, now.plus(HOUR)] {
                let args =
                    [(&id).into(), opened.into(), opened.plus(Duration::from_mins(10)).into()];
                testing::execute(tx, &WINDOW, &args).await?;
                assert!(tx.area_entered(&id, &area, opened).await?, "the first time");
                assert!(!tx.area_entered(&id, &area, opened).await?, "not the second");
            }
            Ok(())
        })
        .await;
}

pub async fn erasure(world: &World) {
    let someone = world.person("erased@example.com").await;
    let session = world.session(&someone, "erased").await;
    let mut noted = record(world.draw(EventId::generate), world.now(), "session.registered");
    noted.facts = noted.facts.with("address", "192.0.2.10");
    let noted = noted.about(&someone.id, session.id.as_str(), Some(&session.id));
    let (person, now) = (someone.id.clone(), world.now());
    world
        .write(async move |tx| {
            tx.audit_insert(&noted).await?;
            assert!(tx.person_erase(&person, now).await?);
            assert!(!tx.person_erase(&person, now.plus(HOUR)).await?, "once");
            assert!(tx.person_read(&person).await?.is_none());
            let waiting = tx.chain_waiting(1_000).await?;
            let entry = waiting.iter().find(|entry| entry.id == noted.id.as_str());
            assert!(entry.expect("it stays").facts_hash.is_some());
            Ok(())
        })
        .await;
}
