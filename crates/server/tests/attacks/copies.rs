//! Whoever has a copy of the database has no key to anything (CS-CRY-04, CS-AUD-02).

use std::collections::BTreeSet;

use countersign_testkit::on_both_engines;
use http::Request;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, other_than};
use crate::closed_lane::at_code;
use crate::owner::{Owner, PASSWORD};
use crate::people::{first_step, is_signed_in, second_step};
use crate::rig::Rig;
use crate::secrets::log;

/// Everything stored, each text once, without what no header takes.
fn copied(rig: &Rig) -> BTreeSet<String> {
    let texts = rig.every_text();
    texts
        .into_iter()
        .filter(|text| !text.is_empty() && text.bytes().all(|byte| (0x21..0x7f).contains(&byte)))
        .collect()
}

on_both_engines! {
    /// CS-CRY-04: every text of a copy, as session cookie, as the cookie of a mailed link, as API key and as one-time result.
    async fn a_copy_of_the_database_opens_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let mine = Browser::new(&rig);
        let page = at_code(&mine, PASSWORD).await;
        second_step(&mine, &page, &app.shows(&rig, 0)).await.is(303);
        let page = mine.open("/sign-in/forgot").await.is(200);
        mine.submit(&page, &[("name", "anna@example.com")]).await.is(200);
        rig.deliver().await;
        let texts = copied(&rig);
        assert!(texts.len() > 60, "{} texts", texts.len());
        assert!(texts.contains(anna.id.as_str()), "the copy holds the person");
        let thief = Browser::new(&rig);
        for text in texts {
            thief.plant("__Host-ses", &text);
            assert!(!is_signed_in(&thief).await, "{text} is a session");
            thief.plant("__Host-reset", &text);
            thief.ask("GET", "/reset-password", String::new(), &[]).await.is(410);
            let key = rig.call_as(&text, "GET", "/v1/orders", json!(null)).await;
            assert_eq!(key.status.as_u16(), 401, "{text} is a key");
            let result = rig.post("/v1/sign-ins/complete", json!({"result": text})).await;
            assert!(result.status.is_client_error(), "{text} is a result");
        }
        assert!(is_signed_in(&mine).await, "the one who has the cookie goes on");
    }

    /// CS-AUD-02, CS-CRY-01: what was typed or handed out, in the right fields and the wrong ones, is in no text of the database, no
    /// log line at its loudest and no metric.
    async fn nothing_secret_is_written_down(db: TestDb) {
        let log = log();
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, codes) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let mine = Browser::new(&rig);
        let page = at_code(&mine, PASSWORD).await;
        let (right, wrong) = (app.shows(&rig, 0), other_than(&app.shows(&rig, 0), 7));
        let page = second_step(&mine, &page, &wrong).await.is(422);
        second_step(&mine, &page, &right).await.is(303);
        // A password as a name, a code as a password, a code in the address, a cookie in a header.
        first_step(&Browser::new(&rig), "marked password as a name", "x").await.is(422);
        first_step(&Browser::new(&rig), "anna@example.com", "marked-wrong-password").await.is(422);
        first_step(&Browser::new(&rig), "anna@example.com", &codes[1]).await.is(422);
        mine.ask("GET", "/security?code=marked-query&password=marked-query", String::new(), &[("x-code", "marked-header")]).await;
        let marked = Request::post("/v1/orders")
            .header("authorization", "Bearer csk_marked-wrong-key")
            .header("idempotency-key", "marked-idempotency-key")
            .header("content-type", "application/json");
        rig.send(marked.body(json!({"password": "marked-json"}).to_string().into()).expect("one")).await.is(401);
        let page = mine.open("/sign-in/forgot").await.is(200);
        mine.submit(&page, &[("name", "anna@example.com")]).await.is(200);
        rig.deliver().await;
        let start = format!("{ORIGIN}/reset-password/");
        let messages = rig.sink.messages();
        let link = messages.iter().rev().find_map(|message| message.text.split_once(&start)).expect("a link").1;
        let link = link.split_whitespace().next().expect("an end").to_owned();
        Browser::new(&rig).open(&format!("{start}{link}")).await.is(200);
        let key = data_encoding::BASE32_NOPAD.encode(app.key());
        let mut secrets = vec![
            ("password", PASSWORD.to_owned()), ("app key", key), ("session", mine.cookie("__Host-ses")),
            ("device", mine.cookie("__Host-dev")), ("link", link), ("API key", rig.key.clone()),
            ("address", "anna@example.com".to_owned()), ("number", "15123456747".to_owned()),
        ];
        secrets.extend(codes.iter().map(|code| ("recovery code", code.clone())));
        secrets.extend(codes.iter().map(|code| ("recovery code", code.replace('-', ""))));
        for word in ["marked password as a name", "marked-wrong-password", "marked-query", "marked-header", "csk_marked-wrong-key",
            "marked-idempotency-key", "marked-json"]
        {
            secrets.push(("marked", word.to_owned()));
        }
        let stored = rig.every_text();
        let (logged, metrics) = (log.text(), rig.state.metrics.render());
        assert!(logged.contains("answered") && stored.contains(&anna.id));
        for (name, secret) in &secrets {
            assert!(!stored.iter().any(|text| text.contains(secret.as_str())), "{name} {secret} is stored");
            assert!(!logged.contains(secret.as_str()), "{name} {secret} is logged");
            assert!(!metrics.contains(secret.as_str()), "{name} {secret} is in the metrics");
        }
        // Six digits may stand in a time or a hash by chance; as a value of their own they never do.
        for code in [&right, &wrong] {
            assert!(!stored.iter().any(|text| text == code), "a code is stored");
        }
    }
}
