//! What was done for an account, and who may see it; and persons who are disabled.

use std::collections::BTreeSet;

use countersign_testkit::on_both_engines;
use serde_json::{Value, json};

use crate::access::prove;
use crate::accounts::{account, acting, join, window};
use crate::rig::{Answer, Rig, Someone};

async fn activity(rig: &Rig, account: &str, by: Option<&Someone>, more: &str) -> Answer {
    let by = by.map(acting).unwrap_or_default();
    rig.get(&format!("/v1/accounts/{account}/activity?{by}{more}")).await
}

fn kinds(answer: &Answer) -> Vec<String> {
    let list = answer.body["activity"].as_array().expect("records");
    list.iter().map(|one| one["kind"].as_str().expect("text").to_owned()).collect()
}

on_both_engines! {
    /// CS-AUD-04: an owner everybody's, anybody else their own; another account's nobody; in pages that end.
    async fn an_owner_sees_all_and_others_their_own(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tec, eve) =
            (rig.person("mara").await, rig.person("tec").await, rig.person("eve").await);
        let here = account(&rig, "here", &mara).await;
        let there = account(&rig, "there", &eve).await;
        join(&rig, &here, &tec, "technical-administrator").await;
        let sessions = format!("/v1/persons/{}/sessions", tec.id);
        let bound = rig.post(&sessions, json!({"reference": "b", "account": here})).await.is(201);
        let bound = Someone { session: bound.str("id").to_owned(), id: tec.id.clone(), body: Value::Null };
        rig.post("/v1/challenges", json!({
            "person": bound.id, "purpose": "step-up", "session": bound.session,
            "areas": ["domain-config"], "return_to": crate::rig::RETURN_TO,
        })).await.refused(403, "not-allowed");
        window(&rig, &mara).await;
        let group = format!("/v1/accounts/{here}/groups?{}", acting(&mara));
        rig.post(&group, json!({"name": "A"})).await.is(201);

        let all = activity(&rig, &here, Some(&mara), "").await.is(200);
        let seen = kinds(&all);
        for kind in ["account.created", "member.added", "session.registered", "group.created"] {
            assert!(seen.iter().any(|known| known == kind), "{kind} in {seen:?}");
        }
        let made = all.body["activity"].as_array().expect("records").iter()
            .find(|one| one["kind"] == "group.created").expect("it is there").clone();
        assert_eq!((&made["by"], &made["actor"]), (&json!("person"), &json!(mara.id)));

        let own = activity(&rig, &here, Some(&bound), "").await.is(200);
        let own_kinds: BTreeSet<String> = kinds(&own).into_iter().collect();
        assert!(!own_kinds.contains("group.created") && !own_kinds.contains("account.created"));
        assert!(own_kinds.contains("session.registered"), "{own_kinds:?}");
        // The filter opens nothing.
        let others = activity(&rig, &here, Some(&bound), &format!("&person={}", mara.id)).await.is(200);
        assert_eq!(others.body["activity"], json!([]));
        activity(&rig, &here, Some(&eve), "").await.refused(404, "not-found");
        let foreign = activity(&rig, &there, Some(&eve), "").await.is(200);
        assert!(!foreign.text.contains(&mara.id) && !foreign.text.contains(&tec.id));

        let of_mara = activity(&rig, &here, Some(&mara), &format!("&person={}&kind=group.created", mara.id)).await.is(200);
        assert_eq!(kinds(&of_mara), ["group.created"]);
        rig.forward(60);
        let now = countersign_app::signing::rfc3339(rig.clock.now());
        let later = activity(&rig, &here, Some(&mara), &format!("&since={now}")).await.is(200);
        assert_eq!(later.body["activity"], json!([]));
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = activity(&rig, &here, Some(&mara), &format!("&limit=2{cursor}")).await.is(200);
            paged.extend(kinds(&page));
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, seen);
    }

    /// CS-AUD-04, CS-F2-06: records of what is for sessions with a second factor are not there for others, whatever the role.
    async fn nothing_of_marked_resources_without_a_second_factor(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let here = account(&rig, "here", &mara).await;
        join(&rig, &here, &tom, "member").await;
        window(&rig, &mara).await;
        prove(&rig, &mara).await;
        let lines = json!({"resources": [
            {"reference": "dc", "type": "data-centre", "name": "Secret"},
            {"reference": "in", "type": "server", "name": "Inside", "parent": "dc"},
            {"reference": "open", "type": "server", "name": "Open"},
        ]});
        let put = rig.call("PUT", &format!("/v1/accounts/{here}/resources"), lines).await.is(200);
        let id = |at: usize| put.body["results"][at]["id"].as_str().expect("an id").to_owned();
        for at in 0..3 {
            let grant = format!("/v1/accounts/{here}/resources/{}/grants/{}?{}", id(at), tom.id, acting(&mara));
            rig.call("PUT", &grant, Value::Null).await.is(204);
        }
        let mark = format!("/v1/accounts/{here}/resources/{}/second-factor-only?{}", id(0), acting(&mara));
        rig.call("PUT", &mark, Value::Null).await.is(204);

        let proven = activity(&rig, &here, Some(&mara), "").await.is(200);
        assert!(proven.text.contains(&id(0)) && proven.text.contains(&id(1)) && proven.text.contains("resource.marked"));
        let sessions = format!("/v1/persons/{}/sessions", mara.id);
        let plain = rig.post(&sessions, json!({"reference": "plain"})).await.is(201).str("id").to_owned();
        let plain = Someone { session: plain, id: mara.id.clone(), body: Value::Null };
        let shown = activity(&rig, &here, Some(&plain), "").await.is(200);
        assert!(shown.text.contains(&id(2)), "what is not marked is there");
        for hidden in [id(0), id(1), "resource.marked".to_owned(), "resources.registered".to_owned()] {
            assert!(!shown.text.contains(&hidden), "{hidden}");
        }
        // What was marked and is gone stays unseen.
        rig.call("DELETE", &format!("/v1/accounts/{here}/resources/{}", id(0)), Value::Null).await.is(204);
        let shown = activity(&rig, &here, Some(&plain), "").await.is(200);
        for hidden in [id(0), id(1)] {
            assert!(!shown.text.contains(&hidden), "{hidden}");
        }
    }

    /// CS-DEL-07: the only owner is not disabled; of two who are disabled at once one is. What was open ends with it.
    async fn the_last_owner_who_can_sign_in_stays(db: TestDb) {
        let rig = Rig::new(db).await;
        for round in 0..4 {
            let (ann, ben) = (rig.person(&format!("ann{round}")).await, rig.person(&format!("ben{round}")).await);
            let id = account(&rig, &format!("K-{round}"), &ann).await;
            rig.post(&format!("/v1/persons/{}/disable", ann.id), Value::Null).await.refused(409, "last-owner");
            join(&rig, &id, &ben, "owner").await;
            let order = rig.order(&ann).await.str("id").to_owned();
            let of = |someone: &Someone| format!("/v1/persons/{}/disable", someone.id);
            let (first, second) = (of(&ann), of(&ben));
            let (one, other) =
                tokio::join!(rig.post(&first, Value::Null), rig.post(&second, Value::Null));
            let done = [&one, &other].into_iter().filter(|answer| answer.status == 204).count();
            assert_eq!(done, 1, "{} {}", one.text, other.text);
            let (gone, left) = if one.status == 204 { (&ann, &ben) } else { (&ben, &ann) };
            assert_eq!(rig.get(&format!("/v1/sessions/{}", gone.session)).await.is(200).str("state"), "ended");
            assert_eq!(rig.get(&format!("/v1/sessions/{}", left.session)).await.is(200).str("state"), "live");
            if gone.id == ann.id {
                assert_eq!(rig.get(&format!("/v1/orders/{order}")).await.is(200).str("state"), "cancelled");
            }
            rig.post(&of(gone), Value::Null).await.refused(404, "not-found");
            rig.post(&format!("/v1/persons/{}/enable", gone.id), Value::Null).await.is(204);
            rig.post(&format!("/v1/persons/{}/enable", gone.id), Value::Null).await.refused(404, "not-found");
            let sessions = format!("/v1/persons/{}/sessions", gone.id);
            rig.post(&sessions, json!({"reference": "again"})).await.is(201);
        }
    }
}
