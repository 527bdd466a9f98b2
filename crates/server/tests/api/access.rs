//! `/v1/access`, and the groups, resources, grants and marks it is answered from.

use countersign_core::challenge::totp;
use countersign_core::ids::{AuthenticatorId, PersonId};
use countersign_core::people::{Authenticator, AuthenticatorKind, TotpSecret};
use countersign_testkit::{TestDb, db::run, on_both_engines};
use serde_json::{Value, json};

use crate::accounts::{account, acting, join, trail, window};
use crate::rig::{Answer, Rig, Someone};

/// Registers resources, `(reference, parent)`; what came of each.
async fn register(rig: &Rig, account: &str, lines: &[(&str, Option<&str>)]) -> Vec<Value> {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(reference, parent)| {
            json!({"reference": reference, "type": "server", "name": reference, "parent": parent})
        })
        .collect();
    let body = json!({"resources": lines});
    let done = rig.call("PUT", &format!("/v1/accounts/{account}/resources"), body).await.is(200);
    done.body["results"].as_array().expect("results").clone()
}

/// The id of a resource by the portal's name for it.
async fn id_of(rig: &Rig, account: &str, reference: &str) -> String {
    let path = format!("/v1/accounts/{account}/resources?reference={reference}");
    let found = rig.get(&path).await.is(200);
    found.body["resources"][0]["id"].as_str().expect("it is there").to_owned()
}

async fn check(rig: &Rig, account: &str, someone: &Someone, references: &[&str]) -> Vec<bool> {
    let ask = json!({
        "person": someone.id, "session": someone.session, "account": account,
        "references": references,
    });
    let checked = rig.post("/v1/access/check", ask).await.is(200);
    let results = checked.body["results"].as_array().expect("results").clone();
    results.iter().map(|result| result["visible"].as_bool().expect("yes or no")).collect()
}

async fn seen(rig: &Rig, account: &str, someone: &Someone) -> Answer {
    let Someone { id, session, .. } = someone;
    rig.get(&format!("/v1/access?person={id}&session={session}&account={account}")).await.is(200)
}

fn references(page: &Answer) -> Vec<String> {
    let mut references: Vec<String> = page.body["resources"]
        .as_array()
        .expect("resources")
        .iter()
        .map(|resource| resource["reference"].as_str().expect("a reference").to_owned())
        .collect();
    references.sort();
    references
}

/// Enrols an app, as an import would.
pub async fn enrol(rig: &Rig, someone: &Someone) -> TotpSecret {
    let secret = TotpSecret::from_bytes(b"12345678901234567890".to_vec());
    let person = PersonId::parse(&someone.id).expect("an id");
    let app = Authenticator {
        id: rig.state.ctx.random(AuthenticatorId::generate),
        kind: AuthenticatorKind::Totp,
        added_at: rig.clock.now(),
        used_first: false,
    };
    let key = secret.clone();
    let store = &rig.state.ctx.store;
    let enrolled =
        store.write(async move |tx| tx.authenticator_insert(&person, &app, Some(&key)).await);
    enrolled.await.expect("enrolled");
    secret
}

/// Enrols an app and confirms with it in the person's session.
pub async fn prove(rig: &Rig, someone: &Someone) {
    let secret = enrol(rig, someone).await;
    rig.forward(60);
    let challenge = rig.step_up(someone).await.is(201);
    let code = totp::hotp(&secret, totp::step_at(rig.clock.now())).reveal().to_owned();
    rig.answer(challenge.str("id"), "totp", &code).await.is(200);
}

on_both_engines! {
    /// Groups and persons see what is granted to them, with all that lies in it; whoever leaves begins anew.
    async fn what_is_granted_is_seen(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let id = account(&rig, "K-1", &mara).await;
        join(&rig, &id, &tom, "member").await;
        register(&rig, &id, &[("dc", None), ("srv", Some("dc")), ("snap", Some("srv")), ("other", None)]).await;
        assert_eq!(references(&seen(&rig, &id, &mara).await), ["dc", "other", "snap", "srv"]);
        assert_eq!(seen(&rig, &id, &tom).await.body, json!({"resources": []}));

        let group = rig.post(&format!("/v1/accounts/{id}/groups"), json!({"name": "Operations"})).await.is(201);
        let group = group.str("id").to_owned();
        let server = id_of(&rig, &id, "srv").await;
        let grant = format!("/v1/accounts/{id}/resources/{server}/grants/{group}");
        rig.call("PUT", &grant, Value::Null).await.is(204);
        let in_group = format!("/v1/accounts/{id}/groups/{group}/members/{}", tom.id);
        rig.call("PUT", &in_group, Value::Null).await.is(204);
        let page = seen(&rig, &id, &tom).await;
        assert_eq!(references(&page), ["snap", "srv"]);
        assert!(!page.text.contains("\"dc\""), "what it lies in is not named: {}", page.text);
        assert_eq!(check(&rig, &id, &tom, &["dc", "snap", "nowhere", "srv"]).await, [false, true, false, true]);
        assert_eq!(check(&rig, &id, &tom, &["snap"]).await, [true]);

        rig.call("DELETE", &grant, Value::Null).await.is(204);
        assert_eq!(check(&rig, &id, &tom, &["snap", "srv"]).await, [false, false]);
        let to_tom = format!("/v1/accounts/{id}/resources/{server}/grants/{}", tom.id);
        rig.call("PUT", &to_tom, Value::Null).await.is(204);
        assert_eq!(check(&rig, &id, &tom, &["snap"]).await, [true]);
        let listed = rig.get(&format!("/v1/accounts/{id}/resources/{server}/grants")).await.is(200);
        assert_eq!(listed.body["grants"][0]["holder"], json!(tom.id));
        rig.call("DELETE", &format!("/v1/accounts/{id}/members/{}", tom.id), Value::Null).await.is(204);
        join(&rig, &id, &tom, "member").await;
        let listed = rig.get(&format!("/v1/accounts/{id}/groups/{group}/members")).await.is(200);
        assert_eq!(listed.body, json!({"members": []}));
        let listed = rig.get(&format!("/v1/accounts/{id}/resources/{server}/grants")).await.is(200);
        assert_eq!(listed.body, json!({"grants": []}));
    }

    /// CS-F2-06, CS-F2-08: what is marked does not exist for a session without a proven factor: not for an owner, in no list, at no
    /// id, in no page's end; and only a session that proved one sets the mark.
    async fn what_is_marked_does_not_exist_without_a_second_factor(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let id = account(&rig, "K-1", &mara).await;
        join(&rig, &id, &tom, "administrator").await;
        register(&rig, &id, &[("vault", None), ("key", Some("vault")), ("plain", None)]).await;
        let vault = id_of(&rig, &id, "vault").await;
        let mark = format!("/v1/accounts/{id}/resources/{vault}/second-factor-only");
        rig.call("PUT", &mark, Value::Null).await.refused(400, "malformed-request");
        window(&rig, &mara).await;
        let by_mara = format!("{mark}?{}", acting(&mara));
        rig.call("PUT", &by_mara, Value::Null).await.refused(403, "second-factor-required");
        prove(&rig, &mara).await;
        rig.call("PUT", &by_mara, Value::Null).await.is(204);

        assert_eq!(references(&seen(&rig, &id, &mara).await), ["key", "plain", "vault"]);
        window(&rig, &tom).await;
        assert_eq!(references(&seen(&rig, &id, &tom).await), ["plain"]);
        assert_eq!(check(&rig, &id, &tom, &["vault", "key", "plain"]).await, [false, false, true]);
        let nowhere = format!("rsc_{}", "0".repeat(26));
        for resource in [&vault, &nowhere] {
            let of = format!("/v1/accounts/{id}/resources/{resource}");
            for (method, path) in [
                ("GET", format!("{of}/grants?{}", acting(&tom))),
                ("PUT", format!("{of}/grants/{}?{}", tom.id, acting(&tom))),
                ("DELETE", format!("{of}/grants/{}?{}", tom.id, acting(&tom))),
            ] {
                let refused = rig.call(method, &path, Value::Null).await.refused(404, "not-found");
                assert_eq!(refused.str("detail"), "There is nothing here.");
            }
            for method in ["PUT", "DELETE"] {
                let path = format!("{of}/second-factor-only?{}", acting(&tom));
                rig.call(method, &path, Value::Null).await.refused(403, "second-factor-required");
            }
        }
        // A page is cut after what is hidden was left out: nothing is behind the last one.
        let Someone { id: person, session, .. } = &tom;
        let page = rig.get(&format!("/v1/access?person={person}&session={session}&account={id}&limit=1")).await;
        assert!(page.is(200).body.get("next_cursor").is_none());

        let trail = trail(&rig).await;
        let marked = trail.iter().find(|line| line["type"] == "resource.marked").expect("recorded");
        assert_eq!((&marked["actor"], &marked["subject"], &marked["account"]), (&json!(mara.id), &json!(vault), &json!(id)));
        rig.call("DELETE", &by_mara, Value::Null).await.is(204);
        assert_eq!(check(&rig, &id, &tom, &["vault", "key"]).await, [true, true]);
    }
}

/// Each line is taken or refused by itself, and the same again changes nothing.
#[test]
fn resources_are_registered_in_bulk_and_once() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let mara = rig.person("mara").await;
        let id = account(&rig, "K-1", &mara).await;
        let lines = [
            ("dc", None),
            ("srv", Some("dc")),
            ("lost", Some("nowhere")),
            (" x", None),
            ("dc", Some("srv")),
        ];
        let first = register(&rig, &id, &lines).await;
        let states: Vec<&str> =
            first.iter().map(|line| line["state"].as_str().expect("a state")).collect();
        assert_eq!(states, ["created", "created", "refused", "refused", "refused"]);
        assert_eq!(
            (&first[2]["field"], &first[3]["field"]),
            (&json!("parent"), &json!("reference"))
        );
        let again = register(&rig, &id, &lines[..2]).await;
        assert_eq!((&again[0]["state"], &again[0]["id"]), (&json!("known"), &first[0]["id"]));

        let many: Vec<Value> = (0..1_000)
            .map(|n| {
                let name = format!("a server with a rather long name, number {n}");
                json!({"reference": format!("srv-{n}"), "type": "server", "name": name, "parent": "dc"})
            })
            .collect();
        let path = format!("/v1/accounts/{id}/resources");
        let body = json!({"resources": many});
        assert!(body.to_string().len() > 64 * 1024);
        let done = rig.call("PUT", &path, body).await.is(200);
        assert!(
            done.body["results"]
                .as_array()
                .expect("results")
                .iter()
                .all(|r| r["state"] == "created")
        );
        let one = json!({"reference": "x", "type": "server", "name": "x"});
        let too_many = json!({"resources": vec![one; 1_001]});
        rig.call("PUT", &path, too_many).await.refused(422, "invalid-value");
        let centre = id_of(&rig, &id, "dc").await;
        let refused = rig.call("DELETE", &format!("{path}/{centre}"), Value::Null).await;
        assert_eq!(refused.refused(422, "invalid-value").str("field"), "resource");
        let server = id_of(&rig, &id, "srv-7").await;
        rig.call("DELETE", &format!("{path}/{server}"), Value::Null).await.is(204);
        rig.call("DELETE", &format!("{path}/{server}"), Value::Null)
            .await
            .refused(404, "not-found");
        let many: Vec<String> = (0..500).map(|n| format!("srv-{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let seen = check(&rig, &id, &mara, &many).await;
        assert_eq!(seen.iter().filter(|visible| !**visible).count(), 1);
        // Closing takes resources along, however many.
        rig.call("DELETE", &format!("/v1/accounts/{id}"), Value::Null).await.is(204);
        rig.get(&path).await.refused(404, "not-found");
    });
}

/// CS-DEL-02: groups and grants are for owners and administrators, in an open window; nothing reaches into another account.
#[test]
fn groups_and_grants_need_the_role_and_stay_in_the_account() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let (mara, tom, eve) =
            (rig.person("mara").await, rig.person("tom").await, rig.person("eve").await);
        let id = account(&rig, "K-1", &mara).await;
        let eves = account(&rig, "K-2", &eve).await;
        join(&rig, &id, &tom, "technical-administrator").await;
        register(&rig, &id, &[("srv", None)]).await;
        let server = id_of(&rig, &id, "srv").await;
        let groups = format!("/v1/accounts/{id}/groups?{}", acting(&mara));
        rig.post(&groups, json!({"name": "A"})).await.refused(403, "step-up-required");
        for someone in [&mara, &tom, &eve] {
            window(&rig, someone).await;
        }
        let group = rig.post(&groups, json!({"name": "A"})).await.is(201).str("id").to_owned();
        let by =
            |path: &str, someone: &Someone| format!("/v1/accounts/{id}/{path}?{}", acting(someone));
        let own = format!("groups/{group}/members/{}", tom.id);
        let grant = format!("resources/{server}/grants/{}", tom.id);
        for path in [&own, &grant] {
            rig.call("PUT", &by(path, &tom), Value::Null).await.refused(403, "not-allowed");
            rig.call("PUT", &by(path, &eve), Value::Null).await.refused(404, "not-found");
        }
        rig.get(&by("groups", &tom)).await.refused(403, "not-allowed");
        // Of another account: neither its groups and resources under mine, nor its persons in my groups.
        let crossed =
            format!("/v1/accounts/{eves}/groups/{group}/members/{}?{}", eve.id, acting(&eve));
        rig.call("PUT", &crossed, Value::Null).await.refused(404, "not-found");
        let crossed =
            format!("/v1/accounts/{eves}/resources/{server}/grants/{}?{}", eve.id, acting(&eve));
        rig.call("PUT", &crossed, Value::Null).await.refused(404, "not-found");
        let stranger = format!("groups/{group}/members/{}", eve.id);
        rig.call("PUT", &by(&stranger, &mara), Value::Null).await.refused(422, "invalid-value");
        let to_stranger = format!("resources/{server}/grants/{}", eve.id);
        rig.call("PUT", &by(&to_stranger, &mara), Value::Null).await.refused(404, "not-found");
        rig.call("PUT", &by(&own, &mara), Value::Null).await.is(204);
        rig.call("DELETE", &by(&format!("groups/{group}"), &mara), Value::Null).await.is(204);
    });
}
