//! A second node, or the same one after a restart: what is used up or ended is so everywhere (CS-RL-10).

use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use serde_json::json;

use crate::browser::{Browser, other_than};
use crate::closed_lane::at_code;
use crate::owner::{Owner, PASSWORD};
use crate::people::{is_signed_in, second_step};
use crate::rig::Rig;

on_both_engines! {
    /// CS-RL-10, CS-LOG-10: four wrong codes here and one there are five; then no right one helps, on either.
    async fn tries_are_counted_across_nodes(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let here = Browser::new(&rig);
        let mut page = at_code(&here, PASSWORD).await;
        for by in 1..=4 {
            page = second_step(&here, &page, &other_than(&app.shows(&rig, 0), by)).await.is(422);
        }
        let node = rig.another_node().await;
        let there = Browser::at(&rig, node.state.clone());
        there.continue_from(&here);
        let dead = second_step(&there, &page, &other_than(&app.shows(&rig, 0), 9)).await.is(422);
        assert!(!dead.has_field(), "{}", dead.text());
        for browser in [&there, &here] {
            second_step(browser, &page, &app.shows(&rig, 0)).await;
            assert!(!is_signed_in(browser).await);
        }
        // A sixth waits, in a new sign-in and at the other node too.
        let anew = Browser::at(&rig, node.state.clone());
        let page = at_code(&anew, PASSWORD).await;
        second_step(&anew, &page, &app.shows(&rig, 0)).await.is(429);
    }

    /// CS-TOTP-04, CS-LOG-08: a step that was used here is refused there; a session that ended here is over there.
    async fn what_is_used_or_ended_is_so_at_the_other_node(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let here = Browser::new(&rig);
        let page = at_code(&here, PASSWORD).await;
        let code = app.shows(&rig, 0);
        second_step(&here, &page, &code).await.is(303);
        let node = rig.another_node().await;
        let there = Browser::at(&rig, node.state.clone());
        let page = at_code(&there, PASSWORD).await;
        second_step(&there, &page, &code).await.is(422).says("You have already used this code.");
        assert!(!is_signed_in(&there).await);
        there.continue_from(&here);
        assert!(is_signed_in(&there).await, "a session is one at every node");
        let out = here.open("/sign-out").await.is(200);
        here.submit(&out, &[("do", "here")]).await.is(200);
        assert!(!is_signed_in(&there).await, "at once");
    }

    /// CS-RC-04: one recovery code, fifty pending sign-ins, half of them at the other node: one session; then it is used for good.
    async fn a_recovery_code_works_once_across_nodes(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (_, codes) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let node = rig.another_node().await;
        let mut at = Vec::new();
        for number in 0..50 {
            let state = if number % 2 == 0 { rig.state.clone() } else { node.state.clone() };
            // Twenty tries an hour and address: so that this is about the code and not about the limit.
            let browser = Browser::at(&rig, state).from(&format!("192.0.2.{number}"));
            let page = at_code(&browser, PASSWORD).await;
            let other = browser.open(&format!("{}/other", page.at)).await.is(200);
            let page = browser.submit(&other, &[("way", "recovery-code")]).await.is(200);
            at.push((browser, page));
        }
        let fields = [("recoverycode", codes[0].as_str())];
        join_all(at.iter().map(|(browser, page)| browser.post(page, &fields))).await;
        let mut sessions = 0;
        for (browser, _) in &at {
            sessions += usize::from(is_signed_in(browser).await);
        }
        assert_eq!(sessions, 1);
    }

    /// CS-ORD-06, CS-DC-06: an order that was authorised here is not authorised again there, and claimed once.
    async fn an_order_is_authorised_once_across_nodes(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("anna").await;
        let order = rig.order(&someone).await.str("id").to_owned();
        let way = json!({"method": "sms"});
        let challenge = rig.post(&format!("/v1/orders/{order}/challenges"), way).await.is(201);
        let code = rig.sent_code(challenge.str("id"), "sms").await;
        let node = rig.another_node().await;
        let answer = format!("/v1/challenges/{}/answer", challenge.str("id"));
        let body = json!({"method": "sms", "code": code});
        rig.post_to(&node, &answer, body.clone()).await.is(200);
        assert!(rig.post(&answer, body).await.status.is_client_error());
        let claim = format!("/v1/orders/{order}/claim");
        rig.post(&claim, json!({})).await.is(200);
        rig.post_to(&node, &claim, json!({})).await.refused(409, "already-claimed");
    }
}
