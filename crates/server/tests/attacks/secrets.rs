//! What a stranger could read afterwards: logs, metrics, answers and the database hold no secret (CS-AUD-02, CS-DC-07).

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use countersign_testkit::{TestDb, db::run};
use http::Request;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::browser::{Browser, other_than};
use crate::rig::{LANDLINE, MOBILE, Rig};

/// What this process logs, at debug level; begun once.
pub fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    let begin = || {
        let log = Log::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_writer(log.clone())
            .init();
        log
    };
    LOG.get_or_init(begin).clone()
}

/// What was logged.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Everything so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("the log")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// Something that must not be found; some of it may be in answers: what was typed wrong stays in its field.
struct Secret {
    name: &'static str,
    text: String,
    in_answers: bool,
}

fn secret(name: &'static str, text: impl Into<String>) -> Secret {
    Secret { name, text: text.into(), in_answers: false }
}

fn shown(name: &'static str, text: impl Into<String>) -> Secret {
    Secret { name, text: text.into(), in_answers: true }
}

/// CS-AUD-02, CS-DC-07, CS-CRY-01, CS-CRY-04: a step-up and an order, right and wrong, with everything logged.
#[test]
fn no_secret_is_left_behind() {
    let log = log();
    run(TestDb::sqlite, move |db| async move {
        let folder = db.folder.clone();
        let rig = Rig::new(db).await;
        let someone = rig.person("anna").await;
        let mut answers = String::new();
        let mut secrets = vec![
            secret("API key", &rig.key),
            secret("mobile", MOBILE.trim_start_matches("+49")),
            secret("landline", LANDLINE.trim_start_matches("+49")),
            // The portal that registered it may read it; nobody else.
            shown("address", "anna@example.com"),
        ];

        let challenge = rig.step_up(&someone).await.is(201);
        let link = challenge.str("confirm_url").to_owned();
        secrets.push(shown("handle", link.split_once("handle=").expect("a handle").1));
        let browser = Browser::new(&rig);
        let opened = browser.ask("GET", &link, String::new(), &[]).await.is(303);
        let cookie = opened.headers["set-cookie"].to_str().expect("text");
        let cookie = cookie.split_once('=').and_then(|(_, rest)| rest.split_once(';'));
        secrets.push(secret("visit cookie", cookie.expect("a cookie").0));
        let page = browser.follow(opened).await.is(200);
        answers.push_str(&page.html);
        let page = browser.submit(&page, &[("way", &page.way("email"))]).await.is(200);
        answers.push_str(&page.html);
        let code = browser.code().await;
        let bad = other_than(&code, 7);
        let wrong = browser.post(&page, &[("onetimecode", &bad), ("do", "answer")]).await;
        answers.push_str(&wrong.html);
        let left = browser.post(&wrong, &[("onetimecode", &code), ("do", "answer")]).await.is(303);
        answers.push_str(&left.html);
        let result = left.at.split_once("result=").expect("a result").1.to_owned();
        secrets.extend([secret("mailed code", code), shown("wrong code", bad)]);
        let complete = format!("/v1/challenges/{}/complete", challenge.str("id"));
        answers.push_str(&rig.post(&complete, json!({"result": result})).await.is(200).text);
        secrets.push(secret("one-time result", result));

        let order = rig.order(&someone).await;
        let way = json!({"method": "sms"});
        let challenges = format!("/v1/orders/{}/challenges", order.str("id"));
        let asked = rig.post(&challenges, way).await.is(201);
        let code = rig.sent_code(asked.str("id"), "sms").await;
        answers.push_str(&rig.answer(asked.str("id"), "sms", &other_than(&code, 9)).await.text);
        let marked = Request::post(format!("/v1/challenges/{}/answer", asked.str("id")))
            .header("authorization", format!("Bearer {}", rig.key))
            .header("content-type", "application/json")
            .header("idempotency-key", "marked-idempotency-key")
            .body(json!({"method": "sms", "code": code}).to_string().into())
            .expect("a request");
        answers.push_str(&rig.send(marked).await.is(200).text);
        secrets.extend([
            secret("SMS code", code),
            secret("idempotency key", "marked-idempotency-key"),
        ]);
        answers.push_str(&rig.get(&format!("/v1/orders/{}", order.str("id"))).await.text);
        answers.push_str(&rig.get("/v1/challenges/482911?handle=marked-handle").await.text);
        secrets.push(secret("query", "marked-handle"));
        rig.call_as("csk_marked-key", "GET", "/v1/orders", json!(null))
            .await
            .refused(401, "unauthenticated");
        secrets.push(secret("wrong key", "csk_marked-key"));
        rig.deliver().await;

        let metrics = rig.state.metrics.render();
        let logged = log.text();
        assert!(
            logged.contains("answered") && metrics.contains("countersign_"),
            "something was said"
        );
        let mut stored = Vec::new();
        for file in std::fs::read_dir(folder.path()).expect("the folder") {
            stored.extend(std::fs::read(file.expect("a file").path()).expect("a readable file"));
        }
        assert!(stored.windows(16).any(|part| part == b"Restore snapshot"), "the database is read");
        for Secret { name, text, in_answers } in &secrets {
            assert!(!logged.contains(text.as_str()), "{name} is logged");
            assert!(!metrics.contains(text.as_str()), "{name} is in the metrics");
            assert!(*in_answers || !answers.contains(text.as_str()), "{name} is answered");
            let found = stored.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!found, "{name} is in the database");
        }
    });
}
