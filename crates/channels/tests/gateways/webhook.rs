//! The webhook channel against a receiver on this machine.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use countersign_channels::webhook::{Webhook, WebhookSettings};
use countersign_channels::{Channel as _, Message, SendError, Sent, Spoken};
use countersign_core::people::{Language, Method};
use serde_json::json;

use super::NOW;
use super::receiver::receiver;

const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

fn webhook(url: &str) -> Webhook {
    Webhook::new(WebhookSettings {
        name: "gateway".into(),
        url: url.into(),
        secret: SECRET.into(),
        carries: vec![Method::Sms, Method::Call, Method::Email],
        timeout: Duration::from_secs(1),
    })
    .expect("settings that work")
}

fn sms() -> Message {
    Message {
        id: "job_1".into(),
        method: Method::Sms,
        to: "+4915123456747".into(),
        sender: None,
        subject: None,
        text: "Nordstroem: 482913 öffnet".into(),
        html: None,
        spoken: None,
        code: Some("482913".into()),
        purpose: "step-up",
        language: Language::De,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

async fn outcome(answer: &'static str) -> Result<Sent, SendError> {
    webhook(&receiver(answer).0).send(&sms(), NOW).await
}

#[tokio::test]
async fn a_message_arrives_signed_and_whole() {
    let (url, requests) = receiver("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    let sent = webhook(&url).send(&sms(), NOW).await.expect("sent");
    assert_eq!(sent, Sent { reference: None });

    let got = requests.recv().expect("a request");
    assert!(got.head.starts_with("POST /messages?token=t0ken HTTP/1.1"), "{}", got.head);
    assert_eq!(got.header("content-type"), "application/json");
    assert_eq!(got.header("webhook-id"), "job_1");
    assert_eq!(got.header("webhook-timestamp"), "1767268800");
    let theirs = standardwebhooks::Webhook::new(SECRET).expect("a secret");
    let expected = theirs.sign("job_1", 1_767_268_800, &got.body).expect("a signature");
    assert_eq!(got.header("webhook-signature"), expected);
    let body: serde_json::Value = serde_json::from_slice(&got.body).expect("JSON");
    assert_eq!(
        body,
        json!({
            "id": "job_1", "channel": "sms", "to": "+4915123456747",
            "text": "Nordstroem: 482913 öffnet", "purpose": "step-up", "language": "de",
            "expires_at": "2026-01-01T12:10:00Z",
        })
    );
}

/// CS-DC-09: the gateway is told where the key press belongs.
#[tokio::test]
async fn a_call_comes_in_two_halves_and_a_mail_with_subject_and_html() {
    let (url, requests) =
        receiver("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let spoken =
        Spoken { opening: "Press 1.".into(), after_key: "4, 8".into(), ..Spoken::default() };
    let call = Message { method: Method::Call, spoken: Some(spoken), ..sms() };
    webhook(&url).send(&call, NOW).await.expect("sent");
    let body: serde_json::Value =
        serde_json::from_slice(&requests.recv().expect("a request").body).expect("JSON");
    assert_eq!(body["channel"], "call");
    assert_eq!(body["spoken"], json!({"opening": "Press 1.", "after_key": "4, 8"}));

    let (subject, html) = (Some("Your code".into()), Some("<b>482913</b>".into()));
    let mail = Message { method: Method::Email, subject, html, ..sms() };
    webhook(&url).send(&mail, NOW).await.expect("sent");
    let body: serde_json::Value =
        serde_json::from_slice(&requests.recv().expect("a request").body).expect("JSON");
    assert_eq!((&body["subject"], &body["html"]), (&json!("Your code"), &json!("<b>482913</b>")));
}

#[tokio::test]
async fn what_may_pass_is_tried_again_after_the_wait_asked_for() {
    let after = |result| match result {
        Err(SendError::Retry { after, .. }) => after,
        other => panic!("to be tried again, not {other:?}"),
    };
    for answer in [
        "HTTP/1.1 408 X\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 409 X\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 425 X\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 503 X\r\ncontent-length: 0\r\nretry-after: soon\r\n\r\n",
    ] {
        assert_eq!(after(outcome(answer).await), None, "{answer}");
    }
    let seconds = "HTTP/1.1 429 X\r\ncontent-length: 0\r\nretry-after: 30\r\n\r\n";
    assert_eq!(after(outcome(seconds).await), Some(Duration::from_secs(30)));
    let date =
        "HTTP/1.1 503 X\r\ncontent-length: 0\r\nretry-after: Thu, 01 Jan 2026 12:02:00 GMT\r\n\r\n";
    assert_eq!(after(outcome(date).await), Some(Duration::from_mins(2)));
}

#[tokio::test]
async fn what_is_wrong_with_the_message_is_final() {
    for status in [400, 413, 422] {
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
        let reason = format!("the receiver refused the message ({status})");
        assert_eq!(outcome(String::leak(answer)).await, Err(SendError::Permanent(reason)));
    }
}

/// Another provider may take the message meanwhile.
#[tokio::test]
async fn what_is_wrong_with_the_settings_is_not_the_messages_fault() {
    for status in [401, 403, 404, 405] {
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
        let reason = format!("the receiver turned the request away ({status}); check its settings");
        let after = Some(Duration::from_mins(1));
        let expected = Err(SendError::Retry { reason, after });
        assert_eq!(outcome(String::leak(answer)).await, expected);
    }
}

/// The message had left, and nobody says what became of it: no other provider may send it as well.
#[tokio::test]
async fn a_message_without_an_answer_has_an_open_fate() {
    for answer in [
        "this is no HTTP\r\n\r\n",
        "HTTP/1.1 20",
        "",
        "HTTP/1.1 502 X\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 504 X\r\ncontent-length: 0\r\n\r\n",
    ] {
        let result = outcome(answer).await;
        assert!(matches!(result, Err(SendError::Unknown { .. })), "{answer}: {result:?}");
    }
}

#[tokio::test]
async fn a_redirect_hands_the_code_to_nobody() {
    let (elsewhere, requests) = receiver("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let answer = format!("HTTP/1.1 307 X\r\nlocation: {elsewhere}\r\ncontent-length: 0\r\n\r\n");
    let result = outcome(String::leak(answer)).await;
    let Err(SendError::Retry { reason, .. }) = result else { panic!("{result:?}") };
    assert_eq!(reason, "the receiver redirects (307), which is not followed");
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
}

#[tokio::test]
async fn an_answer_may_name_the_message() {
    let named = "HTTP/1.1 202 X\r\ncontent-length: 20\r\n\r\n{\"reference\":\"SM-1\"}";
    assert_eq!(outcome(named).await.expect("sent").reference.as_deref(), Some("SM-1"));
    for nameless in [
        "HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\nOK",
        "HTTP/1.1 200 X\r\ncontent-length: 15\r\n\r\n{\"reference\":1}",
        "HTTP/1.1 200 X\r\ncontent-length: 20\r\n\r\n{\"reference\":\"a\\nb\"}",
        "HTTP/1.1 200 X\r\ncontent-length: 900\r\n\r\n{\"refer",
    ] {
        assert_eq!(outcome(nameless).await, Ok(Sent { reference: None }), "{nameless}");
    }
}

#[tokio::test]
async fn a_huge_answer_is_not_read_to_its_end() {
    let padding = " ".repeat(70_000);
    let answer = format!("HTTP/1.1 200 X\r\n\r\n{{\"reference\":\"SM-1\"{padding}}}");
    assert_eq!(outcome(String::leak(answer)).await, Ok(Sent { reference: None }));
}

/// CS-AUD-02: the reason names neither the URL, which may hold a token, nor the recipient.
#[tokio::test]
async fn a_receiver_that_is_silent_or_gone_is_told_apart_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/?token=t0ken", listener.local_addr().expect("an address"));
    let began = Instant::now();
    let result = webhook(&url).send(&sms(), NOW).await;
    let Err(SendError::Unknown { reason }) = result else { panic!("{result:?}") };
    assert_eq!(reason, "the receiver did not answer in time");
    assert!(began.elapsed() < Duration::from_secs(3));

    drop(listener);
    let result = webhook(&url).send(&sms(), NOW).await;
    let Err(SendError::Retry { reason, .. }) = result else { panic!("{result:?}") };
    assert_eq!(reason, "the receiver cannot be reached, or its certificate was refused");
}

#[tokio::test]
async fn a_method_it_does_not_carry_is_not_posted() {
    let (url, requests) = receiver("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let message = Message { method: Method::WhatsApp, ..sms() };
    let result = webhook(&url).send(&message, NOW).await;
    assert!(matches!(result, Err(SendError::Permanent(_))), "{result:?}");
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
}

#[tokio::test]
async fn the_probe_posts_nothing() {
    let (url, requests) = receiver("HTTP/1.1 405 X\r\ncontent-length: 0\r\n\r\n");
    webhook(&url).probe().await.expect("a receiver");
    assert!(requests.recv().expect("a request").head.starts_with("HEAD "));
    let (url, _requests) = receiver("HTTP/1.1 502 X\r\ncontent-length: 0\r\n\r\n");
    assert!(webhook(&url).probe().await.expect_err("broken").contains("502"));
}
