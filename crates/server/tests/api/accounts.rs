//! `/v1/accounts` and the members in them.

use countersign_testkit::{TestDb, db::run, on_both_engines};
use serde_json::{Value, json};

use crate::rig::{Answer, Rig, Someone};

/// Registers an account with this owner; its id.
pub async fn account(rig: &Rig, reference: &str, owner: &Someone) -> String {
    let new = json!({"reference": reference, "name": "Meier & Co.", "owner": owner.id});
    rig.post("/v1/accounts", new).await.is(201).str("id").to_owned()
}

/// Makes a person this in an account, in the portal's own name.
pub async fn join(rig: &Rig, account: &str, someone: &Someone, role: &str) {
    let path = format!("/v1/accounts/{account}/members/{}", someone.id);
    rig.call("PUT", &path, json!({"role": role})).await.is(200);
}

/// Opens a window in somebody's session, by a mailed code.
pub async fn window(rig: &Rig, someone: &Someone) {
    let challenge = rig.step_up(someone).await.is(201);
    let id = challenge.str("id").to_owned();
    rig.post(&format!("/v1/challenges/{id}/send"), json!({"method": "email"})).await.is(202);
    rig.deliver().await;
    let messages = rig.sink.messages();
    let mail = messages.iter().rev().find(|message| message.purpose != "notice");
    let text = &mail.expect("a mail").text;
    let code = text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
    rig.answer(&id, "email", code.expect("a code")).await.is(200);
}

/// The query that says on whose behalf.
pub fn acting(someone: &Someone) -> String {
    format!("acting_person={}&acting_session={}", someone.id, someone.session)
}

pub fn member_path(account: &str, person: &Someone, by: &Someone) -> String {
    format!("/v1/accounts/{account}/members/{}?{}", person.id, acting(by))
}

async fn put_by(rig: &Rig, account: &str, person: &Someone, role: &str, by: &Someone) -> Answer {
    rig.call("PUT", &member_path(account, person, by), json!({"role": role})).await
}

on_both_engines! {
    /// From the portal's reference to a list with roles, and away again.
    async fn an_account_has_members_with_roles(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let id = account(&rig, "K-1", &mara).await;
        let again = json!({"reference": "K-1", "name": "Another", "owner": tom.id});
        rig.post("/v1/accounts", again).await.refused(409, "reference-taken");
        join(&rig, &id, &tom, "member").await;

        let listed = rig.get(&format!("/v1/accounts/{id}/members")).await.is(200);
        let roles: Vec<(&str, &str)> = listed.body["members"].as_array().expect("members").iter()
            .map(|member| (member["name"].as_str().expect("a name"), member["role"].as_str().expect("a role")))
            .collect();
        assert!(roles.contains(&("mara", "owner")) && roles.contains(&("tom", "member")), "{roles:?}");
        let of_tom = rig.get(&format!("/v1/accounts?person={}", tom.id)).await.is(200);
        assert_eq!(of_tom.body["accounts"][0]["id"], json!(id));
        let called = rig.get("/v1/accounts?reference=K-1").await.is(200);
        assert_eq!(called.body["accounts"][0]["name"], "Meier & Co.");

        rig.call("DELETE", &format!("/v1/accounts/{id}"), Value::Null).await.is(204);
        rig.get(&format!("/v1/accounts/{id}")).await.refused(404, "not-found");
        let of_tom = rig.get(&format!("/v1/accounts?person={}", tom.id)).await.is(200);
        assert_eq!(of_tom.body, json!({"accounts": []}));
    }

    /// Lists end where they end, and nobody stands on two pages.
    async fn lists_come_in_pages(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = rig.person("mara").await;
        for number in 0..5 {
            account(&rig, &format!("K-{number}"), &mara).await;
            rig.forward(1);
        }
        let (mut seen, mut path) = (Vec::new(), "/v1/accounts?limit=2".to_owned());
        loop {
            let page = rig.get(&path).await.is(200);
            for account in page.body["accounts"].as_array().expect("accounts") {
                seen.push(account["reference"].as_str().expect("a reference").to_owned());
            }
            let Some(cursor) = page.body["next_cursor"].as_str() else { break };
            path = format!("/v1/accounts?limit=2&cursor={cursor}");
        }
        assert_eq!(seen, ["K-4", "K-3", "K-2", "K-1", "K-0"]);
    }

    /// CS-DEL-07: two owners who remove each other at the same moment leave one, in the portal's name and in their own.
    async fn two_owners_who_remove_each_other_leave_one(db: TestDb) {
        let rig = Rig::new(db).await;
        for round in 0..6 {
            let (ann, ben) = (rig.person(&format!("ann{round}")).await, rig.person(&format!("ben{round}")).await);
            let id = account(&rig, &format!("K-{round}"), &ann).await;
            join(&rig, &id, &ben, "owner").await;
            let (first, second) = if round % 2 == 0 {
                let of = |someone: &Someone| format!("/v1/accounts/{id}/members/{}", someone.id);
                (of(&ann), of(&ben))
            } else {
                window(&rig, &ann).await;
                window(&rig, &ben).await;
                (member_path(&id, &ann, &ben), member_path(&id, &ben, &ann))
            };
            let (one, other) = tokio::join!(
                rig.call("DELETE", &first, Value::Null),
                rig.call("DELETE", &second, Value::Null)
            );
            let gone = [&one, &other].into_iter().filter(|answer| answer.status == 204).count();
            assert_eq!(gone, 1, "{} {}", one.text, other.text);
            let left = rig.get(&format!("/v1/accounts/{id}/members")).await.is(200);
            assert_eq!(left.body["members"].as_array().expect("members").len(), 1, "round {round}");
            assert_eq!(left.body["members"][0]["role"], "owner");
        }
    }

    /// CS-DEL-06: with the membership go sessions for the account, or for none in particular, their windows and open orders; a
    /// session for another account goes on.
    async fn what_hangs_on_a_membership_ends_with_it(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let here = account(&rig, "here", &mara).await;
        let there = account(&rig, "there", &mara).await;
        join(&rig, &here, &tom, "administrator").await;
        join(&rig, &there, &tom, "member").await;
        let open = |reference: &str, account: &str| {
            json!({"reference": reference, "account": account})
        };
        let sessions = format!("/v1/persons/{}/sessions", tom.id);
        let bound = rig.post(&sessions, open("b", &here)).await.is(201).str("id").to_owned();
        let elsewhere = rig.post(&sessions, open("e", &there)).await.is(201).str("id").to_owned();
        window(&rig, &tom).await;
        let mut of_bound = Rig::order_body(&tom);
        of_bound["session"] = json!(bound);
        let order = rig.post("/v1/orders", of_bound).await.is(201).str("id").to_owned();
        let mut of_elsewhere = Rig::order_body(&tom);
        of_elsewhere["session"] = json!(elsewhere);
        let kept = rig.post("/v1/orders", of_elsewhere).await.is(201).str("id").to_owned();

        rig.call("PUT", &format!("/v1/accounts/{here}/members/{}", tom.id), json!({"role": "member"}))
            .await
            .is(200);

        for (session, state) in [(&tom.session, "ended"), (&bound, "ended"), (&elsewhere, "live")] {
            let read = rig.get(&format!("/v1/sessions/{session}")).await.is(200);
            assert_eq!(read.str("state"), state, "{session}");
        }
        let windows = rig.get(&format!("/v1/sessions/{}/windows", tom.session)).await.is(200);
        assert_eq!(windows.body["windows"], json!([]));
        assert_eq!(rig.get(&format!("/v1/orders/{order}")).await.is(200).str("state"), "cancelled");
        assert_eq!(rig.get(&format!("/v1/orders/{kept}")).await.is(200).str("state"), "open");
    }

    /// CS-DEL-07: the portal cannot erase an account's only owner either; a member it can, and the membership goes.
    async fn an_only_owner_is_not_erased(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let id = account(&rig, "K-1", &mara).await;
        join(&rig, &id, &tom, "owner").await;
        rig.call("DELETE", &format!("/v1/persons/{}", tom.id), Value::Null).await.is(204);
        let refused = rig.call("DELETE", &format!("/v1/persons/{}", mara.id), Value::Null).await;
        assert_eq!(refused.refused(409, "last-owner").str("account"), id);
        let left = rig.get(&format!("/v1/accounts/{id}/members")).await.is(200);
        assert_eq!(left.body["members"].as_array().expect("members").len(), 1);
        rig.get(&format!("/v1/persons/{}", mara.id)).await.is(200);
    }
}

/// CS-DEL-02, CS-F2-03: on behalf of a member their role decides, and an open window is needed.
#[test]
fn on_behalf_of_a_member_the_role_and_a_window_decide() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let (owner, admin) = (rig.person("owner").await, rig.person("admin").await);
        let (tom, tech) = (rig.person("tom").await, rig.person("tech").await);
        let id = account(&rig, "K-1", &owner).await;
        join(&rig, &id, &admin, "administrator").await;
        join(&rig, &id, &tom, "member").await;
        join(&rig, &id, &tech, "technical-administrator").await;

        let closed = put_by(&rig, &id, &tom, "administrator", &admin).await;
        assert_eq!(closed.refused(403, "step-up-required").str("area"), "personal-data");
        for someone in [&owner, &admin, &tom, &tech] {
            window(&rig, someone).await;
        }
        put_by(&rig, &id, &tom, "administrator", &admin).await.is(200);
        put_by(&rig, &id, &tom, "owner", &admin).await.refused(403, "not-allowed");
        put_by(&rig, &id, &admin, "owner", &admin).await.refused(403, "not-allowed");
        put_by(&rig, &id, &owner, "member", &admin).await.refused(403, "not-allowed");
        put_by(&rig, &id, &tom, "owner", &owner).await.is(200);
        put_by(&rig, &id, &tech, "owner", &tech).await.refused(403, "not-allowed");
        let rights = json!({"role": "technical-administrator", "rights": ["hosting"]});
        rig.call("PUT", &member_path(&id, &tech, &tech), rights).await.refused(403, "not-allowed");
        rig.get(&format!("/v1/accounts/{id}/members?{}", acting(&tech)))
            .await
            .refused(403, "not-allowed");
        // Everybody may leave.
        rig.call("DELETE", &member_path(&id, &tech, &tech), Value::Null).await.is(204);
        // An audit record names both: who did it, and for which account.
        let trail = trail(&rig).await;
        let made = trail.iter().find(|line| line["reason"] == "member to administrator");
        let made = made.expect("recorded");
        assert_eq!((&made["actor"], &made["person"]), (&json!(admin.id), &json!(tom.id)));
        assert_eq!((&made["account"], &made["session"]), (&json!(id), &json!(admin.session)));
    });
}

/// CS-DEL-04, CS-ENUM-04: an account somebody does not belong to does not exist for them, whatever they name.
#[test]
fn of_another_account_nobody_learns_anything() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let (mara, eve) = (rig.person("mara").await, rig.person("eve").await);
        let hers = account(&rig, "hers", &mara).await;
        let eves = account(&rig, "eves", &eve).await;
        window(&rig, &eve).await;
        let nowhere = hers.replace(&hers[4..], &"0".repeat(hers.len() - 4));
        for id in [&hers, &nowhere] {
            let query = acting(&eve);
            let member = format!("/v1/accounts/{id}/members/{}?{query}", mara.id);
            for (method, path, body) in [
                ("GET", format!("/v1/accounts/{id}?{query}"), Value::Null),
                ("GET", format!("/v1/accounts/{id}/members?{query}"), Value::Null),
                ("GET", member.clone(), Value::Null),
                ("PUT", member.clone(), json!({"role": "member"})),
                ("DELETE", member, Value::Null),
            ] {
                rig.call(method, &path, body).await.refused(404, "not-found");
            }
        }
        // Neither another's session nor a session for another account lends a role.
        let borrowed = format!("acting_person={}&acting_session={}", mara.id, eve.session);
        rig.get(&format!("/v1/accounts/{hers}?{borrowed}")).await.refused(404, "not-found");
        let sessions = format!("/v1/persons/{}/sessions", mara.id);
        rig.post(&sessions, json!({"reference": "x", "account": eves}))
            .await
            .refused(422, "invalid-value");
        join(&rig, &eves, &mara, "administrator").await;
        let other = rig.post(&sessions, json!({"reference": "x", "account": eves})).await.is(201);
        let bound = format!("acting_person={}&acting_session={}", mara.id, other.str("id"));
        rig.get(&format!("/v1/accounts/{hers}?{bound}")).await.refused(404, "not-found");
        rig.get(&format!("/v1/accounts/{eves}?{bound}")).await.is(200);
    });
}

/// CS-API-03: a key that serves pages gives nobody a role; nor does a member take in whomever they name.
#[test]
fn a_key_alone_changes_no_role() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let (mara, tom, eve) =
            (rig.person("mara").await, rig.person("tom").await, rig.person("eve").await);
        let id = account(&rig, "K-1", &mara).await;
        join(&rig, &id, &tom, "member").await;
        window(&rig, &mara).await;
        let key = rig.key_with(&["members:write"]).await;
        let path = format!("/v1/accounts/{id}/members/{}", tom.id);
        for method in ["PUT", "DELETE"] {
            let refused = rig.call_as(&key, method, &path, json!({"role": "owner"})).await;
            assert_eq!(refused.refused(403, "scope-missing").str("scope"), "members:provision");
        }
        let stranger = member_path(&id, &eve, &mara);
        let taken = rig.call_as(&key, "PUT", &stranger, json!({"role": "member"})).await;
        assert_eq!(taken.refused(422, "invalid-value").str("field"), "person");
        let raised = json!({"role": "administrator"});
        rig.call_as(&key, "PUT", &member_path(&id, &tom, &mara), raised).await.is(200);
    });
}

/// CS-DEL-01: rights are named, of the operator's list, and some never are; the time of a technical administrator runs out.
#[test]
fn a_technical_administrator_has_named_rights_until_the_end() {
    run(TestDb::sqlite, async |db| {
        let rig =
            Rig::with(db, "[policy]\ntechnical_rights = [\"hosting\", \"certificates\"]\n").await;
        let (mara, tech) = (rig.person("mara").await, rig.person("tech").await);
        let id = account(&rig, "K-1", &mara).await;
        let path = format!("/v1/accounts/{id}/members/{}", tech.id);
        for (body, field) in [
            (json!({"role": "technical-administrator", "rights": ["invoices"]}), "rights[0]"),
            (
                json!({"role": "technical-administrator", "rights": ["hosting", "register"]}),
                "rights[1]",
            ),
            (json!({"role": "member", "rights": ["hosting"]}), "rights"),
            (json!({"role": "owner", "ends_at": "2031-01-01T00:00:00Z"}), "ends_at"),
            (json!({"role": "member", "ends_at": "2029-01-01T00:00:00Z"}), "ends_at"),
            (json!({"role": "manager"}), "role"),
        ] {
            let refused = rig.call("PUT", &path, body).await.refused(422, "invalid-value");
            assert_eq!(refused.str("field"), field);
        }
        let until = json!({
            "role": "technical-administrator", "rights": ["hosting", "certificates"],
            "ends_at": "2030-01-01T01:00:00Z",
        });
        let made = rig.call("PUT", &path, until).await.is(200);
        assert_eq!(made.body["rights"], json!(["certificates", "hosting"]));
        let seen = format!("/v1/accounts/{id}?{}", acting(&tech));
        rig.get(&seen).await.is(200);
        rig.forward(3_601);
        rig.get(&seen).await.refused(404, "not-found");
        rig.get(&path).await.refused(404, "not-found");
    });
}

/// Every line of the exported trail.
pub async fn trail(rig: &Rig) -> Vec<Value> {
    let mut lines = Vec::new();
    let store = rig.state.ctx.store.clone();
    let exported = countersign_app::trail::export(&store, |line| {
        lines.push(serde_json::from_str(line).expect("JSON"));
        Ok(())
    });
    exported.await.expect("the store works").expect("written");
    lines
}
