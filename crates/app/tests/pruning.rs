//! Records are kept as long as the operator says; what is left verifies from a signed checkpoint on, on both engines.

mod rig;

use std::borrow::Cow;
use std::time::Duration;

use countersign_app::operate::public_keys::public_keys_of;
use countersign_app::trail::{self, Report};
use countersign_core::policy::Policy;
use countersign_store::{ReadTx, Tx};
use countersign_testkit::on_both_engines;

use rig::Rig;

const DAY: Duration = Duration::from_hours(24);

async fn verified(rig: &Rig) -> Report {
    trail::verify(&rig.ctx.store, &[]).await.expect("the store works")
}

async fn exported(rig: &Rig) -> Vec<String> {
    let mut lines = Vec::new();
    let done = trail::export(&rig.ctx.store, |line| {
        lines.push(line.to_owned());
        Ok(())
    });
    done.await.expect("the store works").expect("written");
    lines
}

async fn offline(rig: &Rig, lines: &[String]) -> Report {
    let keys = public_keys_of(&rig.ctx.store).await.expect("the store works");
    let lines = lines.iter().map(|line| Ok(Cow::Borrowed(line.as_str())));
    trail::verify_export(lines, &keys, &[]).expect("readable")
}

/// Old records, chained and signed, and new ones behind them.
async fn two_ages(rig: &Rig) {
    // As a server notes its key at its start.
    let (kid, key) = (rig.ctx.signer.kid().to_owned(), rig.ctx.signer.public_key().to_owned());
    let now = rig.clock.now();
    let used = async move |tx: &mut Tx| tx.receipt_key_use(&kid, &key, now).await;
    rig.ctx.store.write(used).await.expect("noted");
    for at in 0..3 {
        rig.person(&format!("old{at}")).await;
    }
    trail::seal_waiting(&rig.ctx).await.expect("chained");
    trail::sign_head(&rig.ctx).await.expect("signed");
    rig.forward(DAY * 100);
    for at in 0..3 {
        rig.person(&format!("new{at}")).await;
    }
    trail::seal_waiting(&rig.ctx).await.expect("chained");
    trail::sign_head(&rig.ctx).await.expect("signed");
}

on_both_engines! {
    /// CS-AUD-03: what is older goes, and the rest verifies, in the database and in an export.
    async fn a_pruned_trail_verifies_from_its_checkpoint(db: TestDb) {
        let rig = Rig::with(db, Policy { activity_days: 90, ..Policy::default() });
        two_ages(&rig).await;
        let whole = verified(&rig).await;
        assert!(whole.holds && whole.pruned.is_none());
        assert_eq!(trail::prune(&rig.ctx).await.expect("pruned"), 6, "two records a person");
        let report = verified(&rig).await;
        assert!(report.holds, "{:?}", report.broken);
        assert_eq!((report.records, report.link), (whole.records, whole.link));
        assert_eq!(report.pruned.expect("pruned").sequence, 6);
        let left = rig.ctx.store.read(async |tx: &mut ReadTx| tx.chain_page(0, 100).await).await;
        assert_eq!(left.expect("read").len(), 6);
        assert_eq!(trail::prune(&rig.ctx).await.expect("again"), 6, "once");
        let lines = exported(&rig).await;
        let report = offline(&rig, &lines).await;
        assert!(report.holds, "{:?}", report.broken);

        // The last record stays however old it is: the head names it.
        rig.forward(DAY * 1_000);
        trail::prune(&rig.ctx).await.expect("pruned");
        let report = verified(&rig).await;
        assert!(report.holds, "{:?}", report.broken);
        assert_eq!(report.pruned.expect("pruned").sequence, whole.records - 1);
        rig.person("later").await;
        trail::seal_waiting(&rig.ctx).await.expect("chained");
        assert!(verified(&rig).await.holds);
    }

    /// CS-AUD-03: nobody with the database alone prunes more, moves the checkpoint, or passes a signed head off as one.
    async fn a_checkpoint_cannot_be_made_or_moved(db: TestDb) {
        let rig = Rig::with(db, Policy { activity_days: 90, ..Policy::default() });
        two_ages(&rig).await;
        trail::prune(&rig.ctx).await.expect("pruned");
        let lines = exported(&rig).await;
        // One record more is gone.
        let mut cut: Vec<String> = lines.clone();
        let first = cut.iter().position(|line| line.contains("\"line\":\"entry\"")).expect("an entry");
        cut.remove(first);
        let broken = offline(&rig, &cut).await.broken.expect("broken");
        assert_eq!((broken.sequence, broken.fault), (7, "missing"));
        // Without the checkpoint the beginning is missing.
        let without: Vec<String> =
            lines.iter().filter(|line| !line.contains("\"line\":\"checkpoint\"")).cloned().collect();
        assert_eq!(offline(&rig, &without).await.broken.expect("broken").sequence, 1);
        // A signed head in the place of a checkpoint.
        let head = lines.iter().find(|line| line.contains("\"line\":\"signed-head\"")).expect("a head");
        let statement = head.split("\"statement\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let statement = statement.expect("a statement").to_owned();
        let forged = format!("{{\"line\":\"checkpoint\",\"statement\":\"{statement}\"}}");
        let mut with: Vec<String> = without.clone();
        with.insert(0, forged);
        assert_eq!(offline(&rig, &with).await.broken.expect("broken").fault, "checkpoint-altered");
        // The same in the database.
        let moved = rig.ctx.store.write(async move |tx: &mut Tx| {
            let before = tx.checkpoint().await?.expect("a checkpoint");
            let next = tx.chain_page(before.sequence, 1).await?;
            let forged = countersign_store::Checkpoint {
                sequence: next[0].sequence,
                link: next[0].link.clone(),
                statement: statement.clone(),
                ..before.clone()
            };
            tx.prune(before.sequence, &forged).await
        });
        assert!(moved.await.expect("written"));
        let broken = verified(&rig).await.broken.expect("broken");
        assert_eq!(broken.fault, "checkpoint-altered");
    }

    /// An altered head is evidence: nothing is pruned behind it. Of two who prune at once one does.
    async fn nothing_is_pruned_twice(db: TestDb) {
        let rig = Rig::with(db, Policy { activity_days: 90, ..Policy::default() });
        two_ages(&rig).await;
        let (one, other) = tokio::join!(trail::prune(&rig.ctx), trail::prune(&rig.ctx));
        assert!(one.is_ok() && other.is_ok());
        trail::prune(&rig.ctx).await.expect("pruned");
        let report = verified(&rig).await;
        assert!(report.holds, "{:?}", report.broken);
        assert_eq!(report.pruned.expect("pruned").sequence, 6);
    }
}
