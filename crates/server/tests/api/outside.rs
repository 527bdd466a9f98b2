//! Technical administrators: what their rights reach, what never opens, and what ends with them.

use countersign_app::accounts;
use countersign_testkit::{TestDb, on_both_engines};
use serde_json::{Value, json};

use crate::access::prove;
use crate::accounts::{account, acting, window};
use crate::rig::{RETURN_TO, Rig, Someone};

/// Two rights that reach something, and an area of the operator's own.
const RIGHTS: &str = "[areas.server-console]\nen = \"Server consoles\"\nde = \"Serverkonsolen\"\n\
    [rights.hosting]\nen = \"Hosting\"\nde = \"Webhosting\"\nareas = [\"server-console\"]\norders = [\"restore-snapshot\"]\n";

async fn join(rig: &Rig, account: &str, someone: &Someone, rights: &[&str], ends_at: Option<&str>) {
    let path = format!("/v1/accounts/{account}/members/{}", someone.id);
    let mut body = json!({"role": "technical-administrator", "rights": rights});
    if let Some(end) = ends_at {
        body["ends_at"] = json!(end);
    }
    rig.call("PUT", &path, body).await.is(200);
}

/// A session of the portal's for this account.
async fn session(rig: &Rig, someone: &Someone, account: &str) -> Someone {
    let new =
        json!({"reference": format!("for {account}"), "account": account, "device": "laptop"});
    let path = format!("/v1/persons/{}/sessions", someone.id);
    let id = rig.post(&path, new).await.is(201).str("id").to_owned();
    Someone { id: someone.id.clone(), session: id, body: someone.body.clone() }
}

async fn open(rig: &Rig, session: &str, query: &str) -> Vec<String> {
    let read = rig.get(&format!("/v1/sessions/{session}/windows{query}")).await.is(200);
    let areas = read.body["windows"][0]["areas"].as_array().cloned().unwrap_or_default();
    areas.iter().map(|area| area.as_str().expect("text").to_owned()).collect()
}

/// A step-up for everything, answered by mail.
async fn step_up(rig: &Rig, someone: &Someone) -> Vec<String> {
    let ask = json!({
        "person": someone.id, "purpose": "step-up", "session": someone.session, "return_to": RETURN_TO,
    });
    let id = rig.post("/v1/challenges", ask).await.is(201).str("id").to_owned();
    rig.post(&format!("/v1/challenges/{id}/send"), json!({"method": "email"})).await.is(202);
    rig.deliver().await;
    let messages = rig.sink.messages();
    let mail = messages.iter().rev().find(|message| message.purpose != "notice");
    let text = &mail.expect("a mail").text;
    let code = text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
    let answered = rig.answer(&id, "email", code.expect("a code")).await.is(200);
    let areas = answered.body["grant"]["window"]["areas"].as_array().cloned().unwrap_or_default();
    areas.iter().map(|area| area.as_str().expect("text").to_owned()).collect()
}

fn order(someone: &Someone, action: &str) -> Value {
    let mut body = Rig::order_body(someone);
    body["action"] = json!(action);
    body
}

on_both_engines! {
    /// CS-DEL-01: for the account of somebody else only what a right reaches opens, whatever the window of the session covers.
    async fn only_what_a_right_reaches_opens(db: TestDb) {
        let rig = Rig::with(db, RIGHTS).await;
        let (mara, tec) = (rig.person("mara").await, rig.person("tec").await);
        let here = account(&rig, "here", &mara).await;
        join(&rig, &here, &tec, &["hosting", "register"], None).await;
        let bound = session(&rig, &tec, &here).await;

        for never in ["invoices", "personal-data", "payment-methods", "email-management"] {
            let ask = json!({
                "person": bound.id, "purpose": "step-up", "session": bound.session,
                "areas": [never], "return_to": RETURN_TO,
            });
            rig.post("/v1/challenges", ask).await.refused(403, "not-allowed");
        }
        let opened = step_up(&rig, &bound).await;
        assert_eq!(opened, ["domain-config", "server-console"]);
        assert_eq!(open(&rig, &bound.session, "").await, opened);

        // The same person's session for nobody in particular: what the portal shows of the account is asked for with it.
        window(&rig, &tec).await;
        let named = format!("?account={here}");
        assert_eq!(open(&rig, &tec.session, &named).await, opened);
        assert!(open(&rig, &tec.session, "").await.contains(&"invoices".to_owned()), "their own");
        let elsewhere = account(&rig, "elsewhere", &mara).await;
        assert!(open(&rig, &tec.session, &format!("?account={elsewhere}")).await.is_empty());
        assert!(open(&rig, &bound.session, &format!("?account={elsewhere}")).await.is_empty());
        let owner = session(&rig, &mara, &here).await;
        assert!(step_up(&rig, &owner).await.contains(&"invoices".to_owned()), "the owner's own");
    }

    /// CS-DEL-01: orders too, by action; what is never allowed is no order of theirs under any configuration.
    async fn only_what_a_right_reaches_is_ordered(db: TestDb) {
        let rig = Rig::with(db, RIGHTS).await;
        let (mara, tec) = (rig.person("mara").await, rig.person("tec").await);
        let here = account(&rig, "here", &mara).await;
        join(&rig, &here, &tec, &["hosting"], None).await;
        let bound = session(&rig, &tec, &here).await;
        rig.post("/v1/orders", order(&bound, "restore-snapshot")).await.is(201);
        for action in ["transfer-domain", "cancel-contract", "show-auth-code"] {
            rig.post("/v1/orders", order(&bound, action)).await.refused(403, "not-allowed");
        }
        let owner = session(&rig, &mara, &here).await;
        rig.post("/v1/orders", order(&owner, "transfer-domain")).await.is(201);
    }

    /// CS-DEL-06: with a right, with the membership and with its last day go windows and orders, at once and on every node.
    async fn what_was_open_ends_with_the_right(db: TestDb) {
        let rig = Rig::with(db, RIGHTS).await;
        let (mara, tec) = (rig.person("mara").await, rig.person("tec").await);
        let here = account(&rig, "here", &mara).await;
        join(&rig, &here, &tec, &["hosting"], None).await;
        let other = account(&rig, "other", &mara).await;
        join(&rig, &other, &tec, &["hosting"], None).await;
        let (bound, kept) = (session(&rig, &tec, &here).await, session(&rig, &tec, &other).await);
        step_up(&rig, &bound).await;
        let waiting = rig.post("/v1/orders", order(&bound, "restore-snapshot")).await.is(201).str("id").to_owned();

        join(&rig, &here, &tec, &["register"], None).await;
        assert!(open(&rig, &bound.session, "").await.is_empty());
        let read = rig.get(&format!("/v1/orders/{waiting}")).await.is(200);
        assert_eq!(read.str("state"), "cancelled");
        assert_eq!(rig.get(&format!("/v1/sessions/{}", kept.session)).await.is(200).str("state"), "live");

        // The last day: nothing runs, and nothing has to.
        let again = session(&rig, &tec, &other).await;
        step_up(&rig, &again).await;
        let end = rig.clock.now().plus(std::time::Duration::from_mins(5));
        join(&rig, &other, &tec, &["hosting"], Some(&countersign_app::signing::rfc3339(end))).await;
        let last = session(&rig, &tec, &other).await;
        assert_eq!(step_up(&rig, &last).await, ["server-console"]);
        let order_id = rig.post("/v1/orders", order(&last, "restore-snapshot")).await.is(201).str("id").to_owned();
        rig.forward(5 * 60);
        assert!(open(&rig, &last.session, "").await.is_empty());
        rig.post("/v1/orders", order(&last, "restore-snapshot")).await.refused(403, "not-allowed");
        let challenge = json!({"method": "sms"});
        rig.post(&format!("/v1/orders/{order_id}/challenges"), challenge).await.refused(403, "not-allowed");
        let seen = rig.post("/v1/access/check", json!({
            "person": last.id, "session": last.session, "account": other, "references": ["r"],
        })).await.is(200);
        assert_eq!(seen.body["results"][0]["visible"], Value::Bool(false));
    }

    /// When the agreed day is over, what was open ends by itself, the member goes from the list, and both sides can read why.
    async fn a_membership_ends_on_its_date(db: TestDb) {
        let rig = Rig::with(db, RIGHTS).await;
        let (mara, tec) = (rig.person("mara").await, rig.person("tec").await);
        let (here, other) = (account(&rig, "here", &mara).await, account(&rig, "other", &mara).await);
        let end = rig.clock.now().plus(std::time::Duration::from_hours(1));
        join(&rig, &here, &tec, &["hosting"], Some(&countersign_app::signing::rfc3339(end))).await;
        join(&rig, &other, &tec, &["hosting"], None).await;
        let (of_here, of_other) = (session(&rig, &tec, &here).await, session(&rig, &tec, &other).await);
        let is_open = async |session: &Someone| {
            rig.get(&format!("/v1/sessions/{}", session.session)).await.is(200).str("state") == "live"
        };
        let members = async || rig.get(&format!("/v1/accounts/{here}/members")).await.is(200).body["members"].as_array().map_or(0, Vec::len);
        assert_eq!(accounts::lapse(&rig.state.ctx).await.expect("the store works"), 0);
        assert!(is_open(&of_here).await);
        rig.forward(3_600);
        assert_eq!(accounts::lapse(&rig.state.ctx).await.expect("the store works"), 1);
        assert_eq!(accounts::lapse(&rig.state.ctx).await.expect("the store works"), 0, "once");
        assert_eq!((is_open(&of_here).await, is_open(&of_other).await), (false, true));
        assert_eq!(members().await, 1, "the owner alone");
        let read = rig.get(&format!("/v1/accounts/{here}/activity")).await.is(200);
        let kinds: Vec<_> = read.body["activity"].as_array().expect("records").iter().map(|one| one["kind"].clone()).collect();
        assert!(kinds.contains(&json!("member.ended")), "{kinds:?}");
        rig.deliver().await;
        let told = rig.sink.messages().iter().filter(|one| one.to == "tec@example.com" && one.text.contains("no longer have access")).count();
        assert_eq!(told, 1);
    }

    /// CS-DEL-08: every record of a session for an account names both, whoever asked for it.
    async fn what_is_done_is_recorded_for_the_account(db: TestDb) {
        let rig = Rig::with(db, RIGHTS).await;
        let (mara, tec) = (rig.person("mara").await, rig.person("tec").await);
        let here = account(&rig, "here", &mara).await;
        join(&rig, &here, &tec, &["hosting"], None).await;
        let bound = session(&rig, &tec, &here).await;
        step_up(&rig, &bound).await;
        rig.post("/v1/orders", order(&bound, "restore-snapshot")).await.is(201);
        let code_to = rig.sink.messages().iter().rev().find(|m| m.purpose != "notice").map(|m| m.to.clone());
        assert_eq!(code_to.as_deref(), Some("tec@example.com"), "the actor's own");
        countersign_app::trail::seal_waiting(&rig.state.ctx).await.expect("chained");
        let mut lines = Vec::new();
        let exported = countersign_app::trail::export(&rig.state.ctx.store, |line| {
            lines.push(serde_json::from_str::<Value>(line).expect("JSON"));
            Ok(())
        });
        exported.await.expect("the store works").expect("written");
        let of = |kind: &str| {
            let found = lines.iter().find(|line| line["type"] == kind && line["person"] == json!(bound.id));
            found.unwrap_or_else(|| panic!("no {kind}")).clone()
        };
        for kind in ["challenge.issued", "challenge.answered", "order.created"] {
            let record = of(kind);
            assert_eq!((&record["account"], &record["person"]), (&json!(here), &json!(bound.id)), "{kind}");
        }
        let mut verified = countersign_app::trail::verify(&rig.state.ctx.store, &[]).await.expect("read");
        assert!(verified.holds, "{:?}", verified.broken.take());
    }
}

/// CS-DEL-04: the list of who works from outside shows on behalf of whoever may see it only.
#[test]
fn a_technical_administrator_sees_none_of_the_others() {
    countersign_testkit::db::run(TestDb::sqlite, async |db| {
        let rig = Rig::with(db, RIGHTS).await;
        let (mara, tec) = (rig.person("mara").await, rig.person("tec").await);
        let here = account(&rig, "here", &mara).await;
        join(&rig, &here, &tec, &["hosting"], None).await;
        prove(&rig, &tec).await;
        let list = format!("/v1/accounts/{here}/members?{}", acting(&tec));
        rig.get(&list).await.refused(403, "not-allowed");
        let invitations = format!("/v1/accounts/{here}/invitations?{}", acting(&tec));
        rig.get(&invitations).await.refused(403, "not-allowed");
    });
}
