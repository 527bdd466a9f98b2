//! WhatsApp: requests to the vendor's description, answers of all kinds, and webhooks signed by OpenSSL.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use countersign_channels::callback::{Callback, CallbackRefused, CallbackRequest};
use countersign_channels::whatsapp_cloud::WhatsAppCloudSettings;
use countersign_channels::{
    Channel as _, Delivery, Message, News, Report, SendError, Sent, WhatsAppCloud, Wish,
};
use countersign_core::people::{Language, Method};
use serde_json::{Value, json};

use super::NOW;
use super::prism::Prism;
use super::receiver::{json as answer, next, origin, receiver};

const APP_SECRET: &str = "0123456789abcdef0123456789abcdef";
const WAMID: &str = "wamid.HBgNNDkxNTEyMzQ1Njc0NxUCABEYEjQzMTA";

fn settings(api_url: &str) -> WhatsAppCloudSettings {
    WhatsAppCloudSettings {
        name: "whatsapp-1".into(),
        api_url: api_url.to_owned(),
        api_version: "v23.0".into(),
        phone_number_id: "106540352242922".into(),
        access_token: "EAABwzLixnjYBOZ".into(),
        app_secret: APP_SECRET.into(),
        verify_token: "chosen-by-us".into(),
        template: "sign_in_code".into(),
        english: "en_GB".into(),
        german: "de".into(),
        timeout: Duration::from_secs(30),
    }
}

fn whatsapp(api_url: &str) -> WhatsAppCloud {
    WhatsAppCloud::new(settings(api_url)).expect("settings that work")
}

fn message() -> Message {
    Message {
        id: "job_1".into(),
        method: Method::WhatsApp,
        to: "+4915123456747".into(),
        sender: None,
        subject: None,
        text: "Nordström: 482913 öffnet geschützte Bereiche.".into(),
        html: None,
        spoken: None,
        code: Some("482913".into()),
        purpose: "step-up",
        language: Language::De,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

/// What the vendor published is what we send, and what our tests take for a webhook is what the vendor says it sends.
#[tokio::test]
async fn requests_and_webhooks_are_as_the_vendor_described_them() {
    let prism = Prism::start("meta_whatsapp.json");
    let ours = whatsapp(&prism.origin);
    let sent = ours.send(&message(), NOW).await.expect("taken");
    assert!(sent.reference.expect("a reference").starts_with("wamid."));

    let client = reqwest::Client::new();
    let url = format!("{}/v23.0/106540352242922/messages", prism.origin);
    let half = json!({"messaging_product": "whatsapp", "to": "+4915123456747", "type": "template"});
    let refused =
        client.post(&url).bearer_auth("EAAB").json(&half).send().await.expect("an answer");
    assert_eq!(refused.status(), 422, "the mock does look");

    let webhook = format!("{}/whatsapp/webhooks", prism.origin);
    for payload in [statuses(&[delivered()]), statuses(&[failed(131_026)])] {
        let seen = client.post(&webhook).bearer_auth("EAAB").json(&payload).send().await;
        let seen = seen.expect("an answer");
        assert!(seen.status().is_success(), "{}: {:?}", seen.status(), seen.text().await);
    }
}

#[tokio::test]
async fn a_code_goes_in_the_template_once_as_text_and_once_to_be_copied() {
    let (url, requests) = receiver(answer(200, &format!(r#"{{"messages":[{{"id":"{WAMID}"}}]}}"#)));
    let sent = whatsapp(&origin(&url)).send(&message(), NOW).await.expect("taken");
    assert_eq!(sent.reference.as_deref(), Some(WAMID));
    let got = next(&requests);
    assert!(got.head.starts_with("POST /v23.0/106540352242922/messages HTTP/1.1"), "{}", got.head);
    assert_eq!(got.header("authorization"), "Bearer EAABwzLixnjYBOZ");
    let code = json!([{"type": "text", "text": "482913"}]);
    let body: Value = serde_json::from_slice(&got.body).expect("JSON");
    assert_eq!(
        body,
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+4915123456747",
            "type": "template",
            "template": {
                "name": "sign_in_code", "language": {"policy": "deterministic", "code": "de"},
                "components": [
                    {"type": "body", "parameters": code},
                    {"type": "button", "sub_type": "url", "index": "0", "parameters": code},
                ],
            },
        })
    );
    whatsapp(&origin(&url))
        .send(&Message { language: Language::En, ..message() }, NOW)
        .await
        .expect("taken");
    let body: Value = serde_json::from_slice(&next(&requests).body).expect("JSON");
    assert_eq!(body["template"]["language"]["code"], "en_GB");
}

/// CS-ORD-09: the fixed text cannot name what the code would run.
#[tokio::test]
async fn what_the_fixed_text_cannot_say_is_not_sent() {
    let (url, requests) = receiver(answer(200, "{}"));
    let ours = whatsapp(&origin(&url));
    for (refused, now) in [
        (Message { purpose: "order", ..message() }, NOW),
        (Message { purpose: "notice", code: None, ..message() }, NOW),
        (Message { method: Method::Sms, ..message() }, NOW),
        (Message { to: "015123456747".into(), ..message() }, NOW),
        (message(), NOW.plus(Duration::from_mins(10))),
    ] {
        let result = ours.send(&refused, now).await;
        assert!(matches!(result, Err(SendError::Permanent(_))), "{result:?}");
    }
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
}

async fn outcome(answer: &'static str) -> Result<Sent, SendError> {
    whatsapp(&origin(&receiver(answer).0)).send(&message(), NOW).await
}

#[tokio::test]
async fn a_refusal_says_whether_another_provider_may_try() {
    let refused = async |status, code: i64| {
        let body = json!({"error": {"code": code, "message": "(+4915123456747) EAABwzLixnjYBOZ"}});
        outcome(answer(status, &body.to_string())).await.expect_err("refused")
    };
    let error = refused(400, 131_026).await;
    let reason = "the number has no WhatsApp that can take the message (131026)";
    assert_eq!(error, SendError::Permanent(reason.into()));
    for (status, code, words) in [
        (401, 190, "sign us in"),
        (403, 10, "sign us in"),
        (400, 132_001, "template"),
        (429, 130_429, "put the message off"),
        (400, 131_056, "put the message off"),
        (400, 131_042, "check its settings"),
        (500, 131_000, "put the message off (500)"),
    ] {
        let error = refused(status, code).await;
        assert!(matches!(error, SendError::Retry { .. }), "{code}: {error:?}");
        let shown = format!("{error:?}");
        assert!(shown.contains(words), "{shown}");
        assert!(!shown.contains("+49") && !shown.contains("EAAB"), "{shown}");
    }
    let result = outcome("HTTP/1.1 2").await;
    assert!(matches!(result, Err(SendError::Unknown { .. })), "{result:?}");
}

#[tokio::test]
async fn the_probe_signs_in_and_sends_nothing() {
    let (url, requests) = receiver(answer(200, r#"{"id":"106540352242922"}"#));
    whatsapp(&origin(&url)).probe().await.expect("signed in");
    let head = next(&requests).head;
    assert!(head.starts_with("GET /v23.0/106540352242922?fields=id HTTP/1.1"), "{head}");
    let expired = answer(401, r#"{"error":{"code":190}}"#);
    let error = whatsapp(&origin(&receiver(expired).0)).probe().await.expect_err("expired");
    assert!(error.contains("sign us in (190)"), "{error}");
}

fn delivered() -> Value {
    json!({"id": WAMID, "status": "delivered", "timestamp": "1767268810", "recipient_id": "4915123456747"})
}

fn failed(code: i64) -> Value {
    let error =
        json!({"code": code, "title": "Message undeliverable", "message": "to 4915123456747"});
    json!({"id": WAMID, "status": "failed", "timestamp": "1767268810", "recipient_id": "4915123456747", "errors": [error]})
}

fn statuses(list: &[Value]) -> Value {
    let metadata =
        json!({"display_phone_number": "4989123456", "phone_number_id": "106540352242922"});
    let value = json!({"messaging_product": "whatsapp", "metadata": metadata, "statuses": list});
    let change = json!({"field": "messages", "value": value});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "419561257915477", "changes": [change]}]})
}

/// The signature by a tool that nobody here wrote.
fn openssl(secret: &str, body: &[u8]) -> String {
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha256", "-hmac", secret])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl; run the tests with scripts/test, or `apt-get install openssl`");
    child.stdin.take().expect("a pipe").write_all(body).expect("a body");
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8(output.stdout).expect("text");
    format!("sha256={}", text.trim().rsplit(' ').next().expect("a digest"))
}

fn post(body: &[u8], signature: Option<&str>) -> Result<Callback, CallbackRefused> {
    let headers: Vec<_> =
        signature.map(|value| ("x-hub-signature-256", value)).into_iter().collect();
    let request = CallbackRequest { verb: "POST", rest: "/webhook", headers: &headers, body };
    whatsapp("https://graph.facebook.com").callback(&request, NOW)
}

fn reports(payload: &Value) -> Vec<Report> {
    news(payload).into_iter().map(super::report_of).collect()
}

fn news(payload: &Value) -> Vec<News> {
    let body = payload.to_string();
    match post(body.as_bytes(), Some(&openssl(APP_SECRET, body.as_bytes()))).expect("theirs") {
        Callback::Answered(answered) => answered.news,
        Callback::NeedsMessage { .. } => panic!("nothing to look up"),
    }
}

#[test]
fn signed_statuses_become_reports() {
    let report = |outcome| Report { reference: WAMID.into(), outcome };
    let read = json!({"id": WAMID, "status": "read", "timestamp": "1", "recipient_id": "49"});
    let sent = json!({"id": WAMID, "status": "sent", "timestamp": "1", "recipient_id": "49"});
    let reason = "the number has no WhatsApp that can take the message (131026)".to_owned();
    assert_eq!(
        reports(&statuses(&[sent, delivered(), read, failed(131_026), failed(131_050)])),
        [
            report(Delivery::Delivered),
            report(Delivery::Delivered),
            report(Delivery::Failed { reason }),
            report(Delivery::Refused),
        ]
    );
    assert_eq!(reports(&written("482913")), [], "what people write is left aside");
}

fn written(body: &str) -> Value {
    let message =
        json!({"from": "4915123456747", "id": WAMID, "type": "text", "text": {"body": body}});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
        {"field": "messages", "value": {"messages": [message]}}]}]})
}

/// CS-SMS-07: but for these two words.
#[test]
fn stop_and_start_are_wishes() {
    for (body, wanted) in [("STOP", false), ("start", true)] {
        let from = "+4915123456747".to_owned();
        let wish = News::Wish(Wish { from, method: Method::WhatsApp, wanted });
        assert_eq!(news(&written(body)), [wish]);
    }
}

/// CS-API-05
#[test]
fn a_strangers_webhook_is_refused() {
    let body = statuses(&[delivered()]).to_string();
    let signature = openssl(APP_SECRET, body.as_bytes());
    let stranger = openssl("another-secret", body.as_bytes());
    let changed = statuses(&[failed(1)]).to_string();
    for (body, signature) in [
        (&body, None),
        (&body, Some("")),
        (&body, Some("sha256=")),
        (&body, Some(&*signature.replace("sha256=", "sha1="))),
        (&body, Some(&signature[..signature.len() - 2])),
        (&body, Some(&*stranger)),
        (&changed, Some(&*signature)),
        (&format!("{body} "), Some(&*signature)),
    ] {
        let refused = post(body.as_bytes(), signature).err();
        assert_eq!(refused, Some(CallbackRefused::NotTheirs), "{signature:?}");
    }
    for nonsense in ["", "[]", "{}", "{\"entry\":1}", "\u{feff}{}"] {
        let signature = openssl(APP_SECRET, nonsense.as_bytes());
        let refused = post(nonsense.as_bytes(), Some(&signature)).err();
        assert_eq!(refused, Some(CallbackRefused::Unreadable), "{nonsense}");
    }
}

#[test]
fn the_handshake_gives_the_challenge_back_to_whoever_knows_the_token() {
    let get = |query: &str| {
        let rest = format!("/webhook?{query}");
        let request = CallbackRequest { verb: "GET", rest: &rest, headers: &[], body: b"" };
        whatsapp("https://graph.facebook.com").callback(&request, NOW)
    };
    let good = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=chosen-by-us";
    let Ok(Callback::Answered(answered)) = get(good) else { panic!("refused") };
    let document = answered.document.expect("a document");
    assert_eq!((document.kind, &*document.text), ("text/plain; charset=utf-8", "1158201444"));
    for (query, refused) in [
        ("", CallbackRefused::NotTheirs),
        ("hub.mode=subscribe&hub.challenge=1", CallbackRefused::NotTheirs),
        ("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", CallbackRefused::NotTheirs),
        ("hub.mode=subscribe&hub.challenge=1&hub.verify_token=chosen", CallbackRefused::NotTheirs),
        ("hub.mode=x&hub.challenge=1&hub.verify_token=chosen-by-us", CallbackRefused::NotTheirs),
        ("hub.mode=subscribe&hub.verify_token=chosen-by-us", CallbackRefused::Unreadable),
        (
            "hub.mode=subscribe&hub.challenge=%3Cscript%3E&hub.verify_token=chosen-by-us",
            CallbackRefused::Unreadable,
        ),
    ] {
        assert_eq!(get(query).err(), Some(refused), "{query}");
    }
}

#[test]
fn settings_that_cannot_work_name_what_is_wrong() {
    let good = || settings("https://graph.facebook.com");
    for (settings, words) in [
        (WhatsAppCloudSettings { api_version: "23".into(), ..good() }, "api_version"),
        (WhatsAppCloudSettings { phone_number_id: "+4989".into(), ..good() }, "phone_number_id"),
        (WhatsAppCloudSettings { template: "Sign in".into(), ..good() }, "template"),
        (WhatsAppCloudSettings { german: "de-DE".into(), ..good() }, "languages"),
        (WhatsAppCloudSettings { app_secret: "".into(), ..good() }, "app_secret"),
        (WhatsAppCloudSettings { verify_token: "".into(), ..good() }, "verify_token"),
        (WhatsAppCloudSettings { access_token: "a\nb".into(), ..good() }, "access_token"),
        (WhatsAppCloudSettings { api_url: "http://graph.facebook.com".into(), ..good() }, "https"),
    ] {
        let said = WhatsAppCloud::new(settings).expect_err("refused").to_string();
        assert!(said.starts_with("channel whatsapp-1: ") && said.contains(words), "{said}");
    }
    let shown = format!("{:?}", whatsapp("https://graph.facebook.com"));
    for secret in ["EAAB", APP_SECRET, "chosen-by-us"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
