//! A demo that runs for one test, and what a test does with it.

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A running demo; it ends with the test.
pub struct Demo {
    child: Child,
    out: BufReader<ChildStdout>,
    /// What `--json` printed.
    pub line: Value,
    http: Client,
}

impl Demo {
    /// Starts it on a folder and waits for its line.
    pub fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demo"))
            .arg("--json")
            .env("COUNTERSIGN_DEMO_DATA", folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the demo starts");
        let mut out = BufReader::new(child.stdout.take().expect("standard output"));
        let mut text = String::new();
        out.read_line(&mut text).expect("a line");
        let line = serde_json::from_str(&text).expect("a line of JSON");
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        Self { child, out, line, http: http.build().expect("a client") }
    }

    /// Ends it with SIGTERM; gives its status and what else it printed.
    pub fn stop(mut self) -> (ExitStatus, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(&id).status().expect("kill runs").success());
        let until = Instant::now() + Duration::from_secs(15);
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                break status;
            }
            assert!(Instant::now() < until, "the demo does not end on SIGTERM");
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("the rest");
        (status, rest)
    }

    /// A member of the line.
    pub fn text(&self, name: &str) -> &str {
        self.line[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.line))
    }

    /// A sample person, by the beginning of the address.
    pub fn person(&self, name: &str) -> &Value {
        let persons = self.line["persons"].as_array().expect("persons");
        let starts = |p: &&Value| p["email"].as_str().is_some_and(|email| email.starts_with(name));
        persons.iter().find(starts).expect("a sample person")
    }

    /// A call of the service API.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let request = self
            .http
            .request(method, format!("{}{path}", self.text("api")))
            .bearer_auth(self.text("api_key"));
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A POST of the service API that has to succeed.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(Method::POST, path, body).await;
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    /// A GET of the service API that has to succeed.
    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::GET, path, Value::Null).await;
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    /// A session of this person's at the portal.
    pub async fn session(&self, person: &str) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let reference = format!("test-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let body = json!({ "reference": reference, "device": "test-device" });
        let made = self.post(&format!("/v1/persons/{person}/sessions"), body).await;
        made["id"].as_str().expect("an id").to_owned()
    }

    /// What arrived for a number or address.
    pub async fn messages(&self, to: &str) -> Vec<Value> {
        let address = format!("{}/messages?to={}", self.text("phone"), to.replace('+', "%2B"));
        let answer = self.http.get(address).send().await.expect("an answer");
        answer.json().await.expect("a list")
    }

    /// The newest message of a purpose, waited for, and the six digits in it.
    pub async fn code(&self, to: &str, purpose: &str) -> (Value, String) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let messages = self.messages(to).await;
            if let Some(message) = messages.iter().find(|message| message["purpose"] == purpose) {
                let text = message["text"].as_str().expect("a text");
                let code = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
                return (message.clone(), code.expect("a code").to_owned());
            }
            assert!(Instant::now() < until, "no {purpose} message to {to}: {messages:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A client that follows no redirect.
    pub const fn http(&self) -> &Client {
        &self.http
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A row of `methods` for this method.
pub fn row<'a>(answer: &'a Value, method: &str) -> &'a Value {
    let rows = answer["methods"].as_array().expect("methods");
    rows.iter().find(|row| row["method"] == method).unwrap_or(&Value::Null)
}
