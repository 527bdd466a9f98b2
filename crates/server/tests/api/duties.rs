//! `/v1/accounts/{id}/duties`: a second factor is required, and lifted again.

use countersign_app::duty;
use countersign_testkit::{TestDb, db::run, on_both_engines};
use serde_json::{Value, json};

use crate::access::{enrol, prove};
use crate::accounts::{account, acting, join, trail, window};
use crate::rig::{Answer, Rig, Someone};

async fn set(rig: &Rig, account: &str, of: &str, by: &Someone, body: Value) -> Answer {
    rig.call("PUT", &format!("/v1/accounts/{account}/duties/{of}?{}", acting(by)), body).await
}

async fn lift(rig: &Rig, account: &str, of: &str, by: &Someone) -> Answer {
    rig.call("DELETE", &format!("/v1/accounts/{account}/duties/{of}?{}", acting(by)), Value::Null)
        .await
}

fn of(someone: &Someone) -> String {
    format!("persons/{}", someone.id)
}

/// The mails about what is required, by subject.
fn told(rig: &Rig) -> Vec<String> {
    let about = |subject: &String| subject.contains("two-factor authentication");
    let subjects = rig.sink.messages().into_iter().filter_map(|mail| mail.subject);
    subjects.filter(about).collect()
}

on_both_engines! {
    /// CS-F2-03, CS-F2-05: forced by name, from a date or at once; told by mail, recorded with old and new; lifted again.
    async fn a_person_is_forced_told_and_let_off(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, tom) = (rig.person("mara").await, rig.person("tom").await);
        let id = account(&rig, "K-1", &mara).await;
        join(&rig, &id, &tom, "member").await;
        set(&rig, &id, &of(&tom), &mara, json!({})).await.refused(403, "step-up-required");
        window(&rig, &mara).await;

        let forced = set(&rig, &id, &of(&tom), &mara, json!({"ways": "any"})).await.is(200);
        assert_eq!(forced.body["people"], 1);
        assert_eq!(forced.body["unmet"], 1);
        assert_eq!(forced.body["sessions_ended"], 0, "the open session goes on");
        assert_eq!(forced.body["duty"]["person"], json!(tom.id));
        rig.get(&format!("/v1/sessions/{}", tom.session)).await.is(200);
        rig.deliver().await;
        assert_eq!(told(&rig), ["Meier & Co. now requires two-factor authentication"]);
        let mail = rig.sink.messages().pop().expect("a mail");
        assert!(mail.text.contains("mara switched it on"), "{}", mail.text);

        // The same again is the same: no second mail, no second record.
        set(&rig, &id, &of(&tom), &mara, json!({"ways": "any"})).await.is(200);
        rig.deliver().await;
        assert_eq!(told(&rig).len(), 1);
        let strict = json!({"ways": "app-or-passkey", "end_sessions": true});
        let changed = set(&rig, &id, &of(&tom), &mara, strict).await.is(200);
        assert_eq!(changed.body["sessions_ended"], 1);
        let session = rig.get(&format!("/v1/sessions/{}", tom.session)).await.is(200);
        assert_eq!(session.body["state"], "ended");

        let listed = rig.get(&format!("/v1/accounts/{id}/duties")).await.is(200);
        assert_eq!(listed.body["duties"].as_array().expect("duties").len(), 1);
        assert_eq!(listed.body["duties"][0]["ways"], "app-or-passkey");
        lift(&rig, &id, &of(&tom), &mara).await.is(204);
        lift(&rig, &id, &of(&tom), &mara).await.is(204);
        let listed = rig.get(&format!("/v1/accounts/{id}/duties")).await.is(200);
        assert_eq!(listed.body["duties"], json!([]));

        let records: Vec<(String, Value, Value)> = trail(&rig).await.into_iter()
            .filter(|record| record["type"].as_str().is_some_and(|kind| kind.starts_with("duty.")))
            .map(|record| {
                assert_eq!(record["actor"], json!(mara.id));
                assert_eq!(record["account"], json!(id));
                (record["type"].as_str().expect("a kind").to_owned(), record["reason"].clone(), record["person"].clone())
            })
            .collect();
        let whom = json!(tom.id);
        assert_eq!(records, [
            ("duty.set".to_owned(), json!("nothing to any"), whom.clone()),
            ("duty.set".to_owned(), json!("any to app-or-passkey"), whom.clone()),
            ("duty.lifted".to_owned(), json!("app-or-passkey to nothing"), whom),
        ]);
    }

    /// The rule of an account says whom it would hit, tells those, and reminds them before its date.
    async fn an_account_is_forced_from_a_date(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = rig.person("mara").await;
        let id = account(&rig, "K-1", &mara).await;
        let mut others = Vec::new();
        for name in ["tom", "uma", "vic"] {
            let someone = rig.person(name).await;
            join(&rig, &id, &someone, "member").await;
            others.push(someone);
        }
        window(&rig, &mara).await;
        set(&rig, &id, "account", &mara, json!({})).await.refused(403, "second-factor-required");
        prove(&rig, &mara).await;
        prove(&rig, &others[2]).await;

        let preview = format!("/v1/accounts/{id}/duties/preview?{}", acting(&mara));
        let page = rig.get(&format!("{preview}&limit=1")).await.is(200);
        assert_eq!((&page.body["people"], &page.body["unmet"]), (&json!(4), &json!(2)));
        let mut names = vec![page.body["persons"][0]["name"].as_str().expect("a name").to_owned()];
        let next = page.body["next_cursor"].as_str().expect("another page");
        let page = rig.get(&format!("{preview}&limit=1&cursor={next}")).await.is(200);
        names.push(page.body["persons"][0]["name"].as_str().expect("a name").to_owned());
        assert!(page.body.get("next_cursor").is_none());
        names.sort();
        assert_eq!(names, ["tom", "uma"]);
        let of_owners = rig.get(&format!("{preview}&role=owner")).await.is(200);
        assert_eq!((&of_owners.body["people"], &of_owners.body["unmet"]), (&json!(1), &json!(0)));

        let from = |days: u64| {
            let at = rig.clock.now().plus(std::time::Duration::from_hours(days * 24));
            countersign_app::signing::rfc3339(at)
        };
        for wrong in [from(400), "2026-01-01T00:00:00Z".to_owned(), "soon".to_owned()] {
            set(&rig, &id, "account", &mara, json!({"from": wrong})).await.refused(422, "invalid-value");
        }
        let answer = set(&rig, &id, "account", &mara, json!({"from": from(30)})).await.is(200);
        assert_eq!(answer.body["unmet"], 2);
        let tell = async |rig: &Rig| {
            duty::tell(&rig.state.ctx).await.expect("told");
            rig.deliver().await;
            told(rig).len()
        };
        assert_eq!(tell(&rig).await, 2, "those who do not meet it");
        assert_eq!(tell(&rig).await, 2, "once");
        rig.forward(23 * 24 * 3_600 + 60);
        assert_eq!(tell(&rig).await, 4, "a week before");
        enrol(&rig, &others[0]).await;
        rig.forward(6 * 24 * 3_600);
        assert_eq!(tell(&rig).await, 5, "a day before, whoever still has nothing");
        assert_eq!(tell(&rig).await, 5);
        rig.forward(2 * 24 * 3_600);
        assert_eq!(tell(&rig).await, 5, "from then on the sign-in tells");
    }
}

/// CS-F2-03: not oneself, not a higher role, not from outside, not by a key alone; and an administrator not the whole account.
#[test]
fn nobody_forces_themselves_or_somebody_higher() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let (mara, adam) = (rig.person("mara").await, rig.person("adam").await);
        let (tom, eve) = (rig.person("tom").await, rig.person("eve").await);
        let id = account(&rig, "K-1", &mara).await;
        let hers = account(&rig, "K-2", &eve).await;
        join(&rig, &id, &adam, "administrator").await;
        join(&rig, &id, &tom, "member").await;
        for someone in [&mara, &adam, &tom, &eve] {
            window(&rig, someone).await;
            prove(&rig, someone).await;
        }
        for (of, by, status, slug) in [
            (of(&mara), &mara, 403, "not-allowed"),
            (of(&adam), &adam, 403, "not-allowed"),
            (of(&tom), &tom, 403, "not-allowed"),
            (of(&adam), &tom, 403, "not-allowed"),
            (of(&mara), &adam, 403, "not-allowed"),
            ("roles/owner".to_owned(), &adam, 403, "not-allowed"),
            ("account".to_owned(), &adam, 403, "not-allowed"),
            (of(&tom), &eve, 404, "not-found"),
            ("account".to_owned(), &eve, 404, "not-found"),
            ("roles/member".to_owned(), &eve, 404, "not-found"),
            (of(&eve), &mara, 404, "not-found"),
            ("roles/king".to_owned(), &mara, 404, "not-found"),
        ] {
            set(&rig, &id, &of, by, json!({})).await.refused(status, slug);
            lift(&rig, &id, &of, by).await.refused(status, slug);
        }
        let nobody = format!("/v1/accounts/{id}/duties/{}", of(&tom));
        rig.call("PUT", &nobody, json!({})).await.refused(400, "malformed-request");
        rig.call("DELETE", &nobody, Value::Null).await.refused(400, "malformed-request");
        for wrong in ["passkey", "sms", ""] {
            let body = json!({"ways": wrong});
            set(&rig, &id, &of(&tom), &mara, body).await.refused(422, "invalid-value");
        }
        let extra = json!({"ways": "any", "account": hers});
        set(&rig, &id, &of(&tom), &mara, extra).await.refused(400, "malformed-request");
        let listed = rig.get(&format!("/v1/accounts/{id}/duties")).await.is(200);
        assert_eq!(listed.body["duties"], json!([]));
        set(&rig, &id, "roles/administrator", &adam, json!({})).await.is(200);
    });
}
