//! What a script may rely on: one line, the same one from the same folder, an end on SIGTERM, no forged messages.

use crate::running::Demo;
use reqwest::StatusCode;
use serde_json::json;

/// Persons, key and addresses are kept; standard output has the line and nothing else.
#[tokio::test]
async fn the_same_folder_gives_the_same_line_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Demo::start(folder.path());
    let line = first.line.clone();
    let (status, rest) = first.stop();
    assert!(status.success(), "{status}");
    assert_eq!(rest, "", "standard output has more than the line");

    let second = Demo::start(folder.path());
    assert_eq!(second.line["api_key"], line["api_key"]);
    assert_eq!(second.line["persons"], line["persons"]);
    let maren = second.person("maren");
    let path = format!("/v1/persons/{}", maren["id"].as_str().expect("an id"));
    assert_eq!(second.get(&path).await["email"], maren["email"]);
}

/// Only Countersign puts messages on the phone.
#[tokio::test]
async fn the_phone_takes_no_message_without_a_fitting_signature() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path());
    let forged = json!({
        "id": "job_1", "channel": "sms", "to": "+491713920013", "purpose": "order", "text": "123456",
    });
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let answer = demo
        .http()
        .post(format!("{}/hook", demo.text("phone")))
        .header("webhook-id", "job_1")
        .header("webhook-timestamp", now.expect("a time").as_secs().to_string())
        .header("webhook-signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        .json(&forged)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(demo.messages("+491713920013").await, Vec::<serde_json::Value>::new());
}
