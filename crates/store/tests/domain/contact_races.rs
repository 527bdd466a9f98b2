//! Many strangers at one number at once: its budget holds on both engines, and one right code confirms once.

use countersign_core::challenge::Refusal;
use countersign_core::people::{Contact, ContactKind};
use countersign_testkit::on_both_engines;

use crate::conformance::contacts::{add, confirm_ask, confirms, sent};
use crate::world::{Ask, World, not};

const AT_ONCE: usize = 24;
const VALUE: &str = "+4915123456755";

on_both_engines! {
    /// CS-ENR-12: twenty-four strangers answer at once; fifteen of them are looked at.
    async fn a_number_is_guessed_at_fifteen_times_a_day(db: TestDb) {
        let world = World::new(&db);
        let mut asks = Vec::new();
        for at in 0..AT_ONCE {
            let stranger = world.person(&format!("stranger{at}@example.com")).await;
            let session = world.session(&stranger, "s").await;
            let contact = add(&world, &stranger, VALUE).await;
            let challenge = confirms(&world, &stranger, &session, &contact).await;
            let code = sent(&world, &stranger, &challenge).await;
            asks.push(Ask { code: not(&code), ..confirm_ask(&challenge.id) });
        }
        let answers = world.at_once(AT_ONCE, |world, at| {
            let ask = asks[at].clone();
            async move { world.answer(ask).await }
        }).await;
        let looked_at = answers.iter().filter(|answer| matches!(answer, Err(Refusal::Wrong { .. }))).count();
        let spent = answers.iter().filter(|answer| matches!(answer, Err(Refusal::ContactSpent))).count();
        assert_eq!((looked_at, spent), (15, AT_ONCE - 15), "{answers:?}");
    }

    /// CS-ENR-12: of twenty-four sends at once five go out.
    async fn a_number_gets_five_codes_a_day(db: TestDb) {
        let world = World::new(&db);
        let taken = world.at_once(AT_ONCE, |world, _| async move {
            let contact: Contact = world.contact(ContactKind::Mobile, VALUE);
            let now = world.now();
            world.write(async move |tx| tx.contact_budget_send(&contact, now).await).await
        }).await;
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 5);
    }

    /// CS-DC-06: one code, one confirmation.
    async fn one_right_code_confirms_once(db: TestDb) {
        let world = World::new(&db);
        let someone = world.person("anna@example.com").await;
        let session = world.session(&someone, "s").await;
        let contact = add(&world, &someone, VALUE).await;
        let challenge = confirms(&world, &someone, &session, &contact).await;
        let code = sent(&world, &someone, &challenge).await;
        let answers = world.at_once(AT_ONCE, |world, _| {
            let ask = Ask { code: code.clone(), ..confirm_ask(&challenge.id) };
            async move { world.answer(ask).await }
        }).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    }
}
