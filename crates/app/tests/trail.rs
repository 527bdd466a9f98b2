//! What the trail shows, and what the store gives away, on both engines.

mod rig;

use countersign_app::Refused;
use countersign_app::step_up::answer_step_up;
use countersign_core::people::Method;
use countersign_store::ReadTx;
use countersign_testkit::on_both_engines;

use rig::{Rig, wrong};

on_both_engines! {
    /// CS-AUD-01: a success and a refusal each leave one record, with method and reason.
    async fn answers_leave_their_records(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let challenge = rig.step_up(&someone).await;
        rig.send(&challenge.id, Method::Email, None).await.expect("sent");
        let code = rig.sink.code();
        let bad = Rig::answer_of(&challenge.id, Method::Email, &wrong(&code));
        let refused = answer_step_up(&rig.ctx, &rig.asked(), bad).await.expect("the store");
        assert!(matches!(refused, Err(Refused::WrongCode { .. })));
        let right = Rig::answer_of(&challenge.id, Method::Email, &code);
        Rig::done(answer_step_up(&rig.ctx, &rig.asked(), right).await);
        let person = someone.id.clone();
        let trail = rig.ctx.store.read(async move |tx: &mut ReadTx| tx.audit_of_person(&person, 50).await);
        let trail = trail.await.expect("the trail");
        let answers: Vec<_> = trail
            .iter()
            .filter(|entry| entry.kind == "challenge.answered")
            .map(|entry| (entry.outcome.as_str(), entry.reason.as_deref(), entry.method.as_deref()))
            .collect();
        assert_eq!(answers.len(), 2);
        assert!(answers.contains(&("success", Some("step-up"), Some("email"))));
        assert!(answers.contains(&("refused", Some("wrong-code"), Some("email"))));
        for kind in ["person.created", "session.registered", "challenge.issued", "code.sent"] {
            assert!(trail.iter().any(|entry| entry.kind == kind), "{kind}");
        }
    }

    /// CS-RL-11: one wrong code each on many persons is seen, though no ledger is charged twice.
    async fn wrong_codes_over_many_persons_are_counted_by_person(db: TestDb) {
        let rig = Rig::new(db);
        for at in 0..4 {
            let someone = rig.person(&format!("p{at}")).await;
            let challenge = rig.step_up(&someone).await;
            rig.send(&challenge.id, Method::Email, None).await.expect("sent");
            for _ in 0..2 {
                let bad = Rig::answer_of(&challenge.id, Method::Email, &wrong(&rig.sink.code()));
                let refused = answer_step_up(&rig.ctx, &rig.asked(), bad).await.expect("the store");
                assert!(refused.is_err());
            }
        }
        let since = countersign_core::Timestamp::from_ms(0);
        let missed = rig.ctx.store.read(async move |tx: &mut ReadTx| tx.persons_missed(since).await);
        assert_eq!(missed.await.expect("the trail"), 4);
    }
}
