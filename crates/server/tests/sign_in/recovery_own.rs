//! A recovery seen from a session of the person's: it says that it waits, and is stopped there or through the portal.

use countersign_core::support::RecoveryState;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::Browser;
use crate::people::sign_in;
use crate::recovery::{ask, customer, decide, good, only, state, subjects};
use crate::rig::{Rig, Someone};
use crate::support_desk::agent;
use crate::support_pin::send;

/// A session of the portal's own.
async fn portal_session(rig: &Rig, someone: &Someone) -> String {
    let body = json!({"reference": format!("own-{}", someone.id)});
    let answer = rig.post(&format!("/v1/persons/{}/sessions", someone.id), body).await.is(201);
    answer.str("id").to_owned()
}

on_both_engines! {
    /// Whoever is signed in sees that one waits, on every page of the area, and stops it there; nobody else can.
    async fn whoever_is_signed_in_sees_it_and_stops_it(db: TestDb) {
        let rig = Rig::new(db).await;
        customer(&rig, "anna", false).await;
        customer(&rig, "ben", false).await;
        let (hers, his) = (Browser::new(&rig), Browser::new(&rig));
        sign_in(&rig, &hers, "anna").await;
        sign_in(&rig, &his, "ben").await;
        hers.open("/security/recovery").await.is(200).never_says("Reset of your sign-in");
        let (sam, tom) = (agent(&rig, "sam").await, agent(&rig, "tom").await);
        ask(&sam, "anna", &good("anna@example.com")).await.is(200);
        hers.open("/security").await.is(200).never_says("give somebody access");
        let at = only(&tom).await;
        decide(&tom, &at, "approve").await.is(200);
        for page in ["/security", "/security/password", "/security/contacts"] {
            hers.open(page).await.is(200).says("Support was asked to give somebody access to your account anew.");
            his.open(page).await.is(200).never_says("give somebody access");
        }
        let page = his.open("/security").await.is(200);
        send(&his, &page, "/security/recovery", &[]).await.is(200);
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting, "another person's");
        let page = hers.open("/security/recovery").await.is(200);
        page.says("It was approved and waits.");
        assert_eq!(state(&rig, &at).await, RecoveryState::Waiting, "looking stops nothing");
        send(&hers, &page, "/security/recovery", &[]).await.is(200).says("It is stopped. Nothing was changed.");
        assert_eq!(state(&rig, &at).await, RecoveryState::Stopped);
        hers.open("/security").await.is(200).never_says("give somebody access").says("You stopped what support was asked to do");
        assert!(subjects(&rig, "was stopped").await > 0, "every contact is told");
    }

    /// A portal shows where one stands, and relays from a session of the person's that they did not ask for it.
    async fn a_portal_shows_it_and_relays_the_stop(db: TestDb) {
        let rig = Rig::new(db).await;
        let (anna, ben) = (customer(&rig, "anna", false).await, customer(&rig, "ben", false).await);
        let (at_api, stop) = (format!("/v1/persons/{}/recovery", anna.id), format!("/v1/persons/{}/recovery/stop", anna.id));
        let none = rig.get(&at_api).await.is(200);
        assert!(none.body.get("recovery").is_none() && none.body.get("restricted_until").is_none());
        let session = portal_session(&rig, &anna).await;
        rig.post(&stop, json!({ "session": session })).await.refused(404, "not-found");
        let (sam, tom) = (agent(&rig, "sam").await, agent(&rig, "tom").await);
        ask(&sam, "anna", &good("anna@example.com")).await.is(200);
        assert_eq!(rig.get(&at_api).await.is(200).body["recovery"]["state"], "requested");
        rig.post(&stop, json!({ "session": session })).await.refused(404, "not-found");
        let at = only(&tom).await;
        decide(&tom, &at, "approve").await.is(200);
        let waits = rig.get(&at_api).await.is(200);
        let shown = &waits.body["recovery"];
        assert_eq!((&shown["state"], &shown["kind"], &shown["ticket"]), (&json!("waiting"), &json!("recovery"), &json!("T-1")));
        assert!(shown["opens_at"].is_string() && shown["closed_at"].is_null());
        for secret in ["Passport", "phrase", "Lost phone", "@"] {
            assert!(!waits.body.to_string().contains(secret), "{secret}");
        }
        let his = portal_session(&rig, &ben).await;
        rig.post(&stop, json!({ "session": his })).await.refused(404, "not-found");
        rig.post(&stop, json!({ "session": session })).await.is(204);
        rig.post(&stop, json!({ "session": session })).await.is(204);
        assert_eq!(state(&rig, &at).await, RecoveryState::Stopped);
        assert_eq!(rig.get(&at_api).await.is(200).body["recovery"]["state"], "stopped");
        rig.get(&format!("/v1/persons/per_{}/recovery", "0".repeat(26))).await.refused(404, "not-found");
    }
}
