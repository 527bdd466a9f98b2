//! Handles and one-time results: too long to be guessed, good once, and only for their own (CS-WEB-07).

use countersign_server::inventory::INVENTORY;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use serde_json::json;

use crate::browser::Browser;
use crate::rig::{Rig, Someone};

/// A step-up answered on its page, and the result its browser brings back.
async fn answered(rig: &Rig, someone: &Someone) -> (String, String) {
    let challenge = rig.step_up(someone).await.is(201);
    let browser = Browser::new(rig);
    let page = browser.open(challenge.str("confirm_url")).await.is(200);
    let page = browser.submit(&page, &[("way", &page.way("email"))]).await.is(200);
    let code = browser.code().await;
    let left = browser.post(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(303);
    let result = left.at.split("&result=").nth(1).expect("a result").to_owned();
    (format!("/v1/challenges/{}/complete", challenge.str("id")), result)
}

/// Every line is attacked: by the walks over short codes or other secrets, here, or where it is named.
#[test]
fn no_line_of_the_inventory_is_forgotten() {
    let here = [
        "/v1/challenges/{id}/complete",
        "/confirm",
        "/orders/{id}",
        // In the tests of the pages: the same function as without a second factor, behind a proof.
        "/security/password/{id}",
        // In tests/sign_in: links that unlock, and results of sign-ins.
        "/sign-in/unlock",
        "/v1/sign-ins/complete",
        // In tests/factor/forced.rs: used once, the newest only, in a session whose password was right.
        "/sign-in/set-up",
        // In tests/callbacks.rs and in the channels: strangers, changes, replays.
        "/callbacks/{provider}/{what}",
        // In tests/sign_in/support_desk.rs: three wrong ones, fifty at once, another agent's case.
        "/support/cases/{id}/pin",
        "/support/cases/{id}/call-code",
        // In tests/factor/invited.rs: used once, the newest mail only, nobody but the invited person.
        "/people/invitations/answer",
        "/people/invitations/access",
        // In tests/sign_in/recovery.rs: it stops and opens nothing; a link that shows how far it is; one half of two, over when used.
        "/sign-in/recover",
        "/sign-in/recover/status",
        "/sign-in/recover/contacts",
    ];
    for line in INVENTORY {
        let walked = line.secret.starts_with("code") || crate::other_secrets::is_driven(line);
        let attacked = walked || here.contains(&line.path);
        assert!(attacked, "{} {} is not attacked yet", line.method, line.path);
    }
}

on_both_engines! {
    /// Once, within 60 s, for its own challenge.
    async fn a_result_is_redeemed_once_and_for_its_own_challenge(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, bert) = (rig.person("anna").await, rig.person("bert").await);
        let (complete, result) = answered(&rig, &anna).await;
        let (others, theirs) = answered(&rig, &bert).await;
        for at in 0..30 {
            let guess = json!({"result": format!("{at:0>22}")});
            rig.post(&complete, guess).await.refused(409, "result-refused");
        }
        rig.post(&complete, json!({"result": theirs})).await.refused(409, "result-refused");
        rig.post(&others, json!({"result": result})).await.refused(409, "result-refused");
        let body = json!({"result": result});
        let at_once = join_all((0..50).map(|_| rig.post(&complete, body.clone()))).await;
        assert_eq!(at_once.iter().filter(|answer| answer.status == 200).count(), 1);
        rig.forward(61);
        rig.post(&others, json!({"result": theirs})).await.refused(409, "result-refused");
        let windows = rig.get(&format!("/v1/sessions/{}/windows", bert.session)).await.is(200);
        assert_eq!(windows.body["windows"], json!([]), "a result that came late opens nothing");
    }

    /// CS-ORD-11: of fifty browsers one gets the page; a handle opens only its own.
    async fn a_handle_opens_one_page_in_one_browser(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = rig.person("anna").await;
        let step_up = rig.step_up(&someone).await.is(201).str("confirm_url").to_owned();
        let order = rig.order(&someone).await;
        for link in [step_up.as_str(), order.str("confirm_url")] {
            let browsers: Vec<_> = (0..50).map(|_| Browser::new(&rig)).collect();
            let asked = browsers.iter().map(|browser| browser.ask("GET", link, String::new(), &[]));
            let opened = join_all(asked).await;
            let cookies = opened.iter().filter(|page| page.headers.contains_key("set-cookie"));
            assert_eq!(cookies.count(), 1, "{link:.40}");
        }
        let mine = rig.order(&someone).await;
        let handle = mine.str("confirm_url").split_once("?handle=").expect("a handle").1.to_owned();
        for elsewhere in [format!("/orders/{}", order.str("id")), "/confirm".to_owned()] {
            let refused = Browser::new(&rig).open(&format!("{elsewhere}?handle={handle}")).await;
            assert!(!refused.headers.contains_key("set-cookie") && refused.status == 410);
        }
    }
}
