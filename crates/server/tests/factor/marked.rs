//! What only a session with a second factor sees, while the factor comes and goes.

use countersign_core::ids::{AccountId, ResourceId, SessionId};
use countersign_core::people::Method;
use countersign_core::session::Factor;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::changing::{confirms, prove};
use crate::owner::{Owner, change_of, send};
use crate::rig::Rig;

/// An account of this person's with one resource, marked; the account.
async fn marked(rig: &Rig, owner: &Owner) -> String {
    let new = json!({"reference": "K-1", "name": "K", "owner": owner.id});
    let account = rig.post("/v1/accounts", new).await.is(201).str("id").to_owned();
    let line =
        json!({"resources": [{"reference": "vault", "type": "data-centre", "name": "Vault"}]});
    let put = rig.call("PUT", &format!("/v1/accounts/{account}/resources"), line).await.is(200);
    let resource = ResourceId::parse(put.body["results"][0]["id"].as_str().expect("an id"));
    let (id, resource) = (AccountId::parse(&account).expect("an id"), resource.expect("an id"));
    let now = rig.clock.now();
    let store = &rig.state.ctx.store;
    store.write(async move |tx| tx.mark_put(&id, &resource, now).await).await.expect("marked");
    account
}

async fn sees(rig: &Rig, account: &str, owner: &Owner, session: &SessionId) -> bool {
    let ask = json!({
        "person": owner.id, "session": session.as_str(), "account": account, "references": ["vault"],
    });
    let checked = rig.post("/v1/access/check", ask).await.is(200);
    checked.body["results"][0]["visible"].as_bool().expect("yes or no")
}

on_both_engines! {
    /// CS-F2-07: a session that is older than the enrolment, or began with a recovery code, sees nothing of it; one that began with
    /// the factor, or confirmed with it, does.
    async fn the_factor_has_to_be_proven_in_the_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let account = marked(&rig, &owner).await;
        let (browser, older) = owner.browser_with(&rig, None).await;
        let (app, _) = owner.with_app(&rig, &browser).await;
        assert!(!sees(&rig, &account, &owner, &older).await, "older than the enrolment");
        assert!(confirms(&rig, &browser, &app).await);
        assert!(sees(&rig, &account, &owner, &older).await, "confirmed with it");
        for (method, expected) in [(Method::Totp, true), (Method::RecoveryCode, false), (Method::Sms, false)] {
            let factor = Factor { method, at: rig.clock.now() };
            let (_, session) = owner.browser_with(&rig, Some(factor)).await;
            assert_eq!(sees(&rig, &account, &owner, &session).await, expected, "{method:?}");
        }
    }

    /// CS-F2-07, CS-F2-08: turned off by the person it counts until the session ends; that no owner sees the marked ones from then
    /// on is in the trail.
    async fn turned_off_it_is_gone_from_the_next_sign_in(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let account = marked(&rig, &owner).await;
        let (browser, session) = owner.browser_with(&rig, None).await;
        let (app, _) = owner.with_app(&rig, &browser).await;
        assert!(confirms(&rig, &browser, &app).await);
        rig.forward(60);
        let list = browser.open("/security/methods").await.is(200);
        let page = send(&browser, &list, "/security/methods/off", &[]).await.is(200);
        let page = prove(&rig, &browser, &page, &app).await.is(200);
        send(&browser, &page, &format!("{}/act", change_of(&page)), &[]).await.is(200);
        assert!(sees(&rig, &account, &owner, &session).await, "the open session");
        let (_, next) = owner.browser_with(&rig, None).await;
        assert!(!sees(&rig, &account, &owner, &next).await, "the next one");

        let mut lines = Vec::new();
        let exported = countersign_app::trail::export(&rig.state.ctx.store, |line| {
            lines.push(line.to_owned());
            Ok(())
        });
        exported.await.expect("the store works").expect("written");
        let noted = lines.iter().filter(|line| line.contains("\"resources.out-of-sight\"")).count();
        assert_eq!(noted, 1);
    }
}
