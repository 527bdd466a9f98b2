//! Text messages and calls as requests: to the vendor's description, and to a server that answers what it likes.

use std::time::Duration;

use countersign_channels::twilio::{ApiKey, Twilio, TwilioSettings};
use countersign_channels::{Channel as _, Message, SendError, Sent, Spoken};
use countersign_core::people::{Language, Method};
use serde_json::json;

use super::NOW;
use super::prism::Prism;
use super::receiver::{json, next, origin, receiver};

pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";
pub const CALLBACK: &str = "https://id.nordstroem.example/callbacks/sms-1";

pub fn settings(api_url: &str) -> TwilioSettings {
    TwilioSettings {
        name: "sms-1".into(),
        api_url: api_url.to_owned(),
        account: format!("AC{}", "0a".repeat(16)),
        auth_token: TOKEN.into(),
        api_key: None,
        sms_from: Some("Nordstroem".into()),
        call_from: Some("+4989123456".into()),
        callback_url: CALLBACK.into(),
        timeout: Duration::from_secs(30),
    }
}

fn twilio(api_url: &str) -> Twilio {
    Twilio::new(settings(api_url)).expect("settings that work")
}

pub fn sms() -> Message {
    Message {
        id: "job_0123456789abcdefghjkmnpqrs".into(),
        method: Method::Sms,
        to: "+4915123456747".into(),
        sender: None,
        subject: None,
        text:
            "Nordström: 482913 öffnet geschützte Bereiche & mehr.\n@id.nordstroem.example #482913"
                .into(),
        html: None,
        spoken: None,
        code: Some("482913".into()),
        purpose: "step-up",
        language: Language::De,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

pub fn call() -> Message {
    let spoken = Spoken {
        opening: "Guten Tag, hier ist Nordström. Zum Anhören drücken Sie die 1.".into(),
        not_you: "Waren Sie das nicht, drücken Sie die 9.".into(),
        after_key: "Ihr Code lautet: 4, 8, 2, 9, 1, 3.".into(),
        after_nine: "Danke. Auf Wiederhören.".into(),
    };
    Message { method: Method::Call, spoken: Some(spoken), text: String::new(), ..sms() }
}

/// What the vendor published is what we send: the mock refuses what the vendor would refuse.
#[tokio::test]
async fn requests_are_as_the_vendor_described_them() {
    let prism = Prism::start("twilio_messages_calls.json");
    let ours = twilio(&prism.origin);
    let sent = ours.send(&sms(), NOW).await.expect("a text message");
    assert!(sent.reference.expect("a reference").starts_with("SM"));
    let sent = ours.send(&call(), NOW).await.expect("a call");
    assert!(sent.reference.expect("a reference").starts_with("CA"));
    ours.probe().await.expect("a probe");

    let service = format!("MG{}", "0b".repeat(16));
    let key = ApiKey { id: format!("SK{}", "0c".repeat(16)), secret: "s".into() };
    let other =
        TwilioSettings { sms_from: Some(service), api_key: Some(key), ..settings(&prism.origin) };
    Twilio::new(other)
        .expect("settings")
        .send(&sms(), NOW)
        .await
        .expect("by a service, with a key");

    // The mock does look: a path that the description does not know gets nothing through.
    let strange = TwilioSettings { api_url: format!("{}/other/", prism.origin), ..settings("") };
    let elsewhere = Twilio::new(strange).expect("settings").send(&sms(), NOW).await;
    assert!(elsewhere.is_ok(), "the path of the API is absolute: {elsewhere:?}");
    let client = reqwest::Client::new();
    let url = format!("{}/2010-04-01/Accounts/AC{}/Messages.json", prism.origin, "0a".repeat(16));
    let without_recipient = client.post(&url).basic_auth("a", Some("b")).form(&[("Body", "x")]);
    assert_eq!(without_recipient.send().await.expect("an answer").status(), 422);
    let without_sign_in = client.post(&url).form(&[("To", "+4915123456747")]);
    assert_eq!(without_sign_in.send().await.expect("an answer").status(), 401);
}

#[tokio::test]
async fn a_text_message_is_asked_for_with_its_report_and_its_end() {
    let (url, requests) = receiver(json(201, r#"{"sid":"SM00000000000000000000000000000001"}"#));
    let sent = twilio(&origin(&url)).send(&sms(), NOW).await.expect("sent");
    assert_eq!(sent.reference.as_deref(), Some("SM00000000000000000000000000000001"));
    let got = next(&requests);
    let account = format!("AC{}", "0a".repeat(16));
    let path = format!("POST /2010-04-01/Accounts/{account}/Messages.json HTTP/1.1");
    assert!(got.head.starts_with(&path), "{}", got.head);
    let basic = data_encoding::BASE64.encode(format!("{account}:{TOKEN}").as_bytes());
    assert_eq!(got.header("authorization"), format!("Basic {basic}"));
    assert_eq!(got.header("content-type"), "application/x-www-form-urlencoded");
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&got.body).into_owned().collect();
    let field =
        |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(field("To"), Some("+4915123456747"));
    assert_eq!(field("From"), Some("Nordstroem"));
    assert_eq!(field("Body"), Some(sms().text.as_str()));
    assert_eq!(field("StatusCallback"), Some(&*format!("{CALLBACK}/message")));
    assert_eq!(field("ValidityPeriod"), Some("600"), "no code arrives after its time");
}

/// What the route says holds for its message alone.
#[tokio::test]
async fn a_route_names_its_own_sender() {
    let (url, requests) = receiver(json(201, r#"{"sid":"SM00000000000000000000000000000001"}"#));
    let ours = twilio(&origin(&url));
    let service = format!("MG{}", "0b".repeat(16));
    for (message, sender, field) in [
        (sms(), "+12125550123", "From"),
        (sms(), service.as_str(), "MessagingServiceSid"),
        (call(), "+12125550123", "From"),
    ] {
        let message = Message { sender: Some(sender.to_owned()), ..message };
        ours.send(&message, NOW).await.expect("sent");
        let body = next(&requests).body;
        let mut form = url::form_urlencoded::parse(&body);
        let told = form.find(|(key, _)| key == "From" || key == "MessagingServiceSid");
        assert_eq!(told, Some((field.into(), sender.into())));
    }
    let odd = Message { sender: Some("Nordström AG".into()), ..sms() };
    let refused = ours.send(&odd, NOW).await;
    assert!(matches!(refused, Err(SendError::Retry { .. })), "{refused:?}");
}

/// CS-DC-09: what is handed over with the call holds no code.
#[tokio::test]
async fn a_call_is_asked_for_without_its_code() {
    let (url, requests) = receiver(json(201, r#"{"sid":"CA00000000000000000000000000000001"}"#));
    twilio(&origin(&url)).send(&call(), NOW).await.expect("sent");
    let got = next(&requests);
    assert!(got.head.contains("/Calls.json "), "{}", got.head);
    let body = String::from_utf8(got.body).expect("text");
    let form: Vec<(String, String)> =
        url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field = |name: &str| {
        form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    assert!(field("Twiml").contains("Zum Anhören drücken Sie die 1."), "{body}");
    assert!(!field("Twiml").contains("4, 8, 2") && !field("Twiml").contains("482913"), "{body}");
    assert_eq!((field("From"), field("TimeLimit")), ("+4989123456", "60"));
    assert_eq!(field("StatusCallback"), format!("{CALLBACK}/call"));
}

async fn outcome(answer: &'static str) -> Result<Sent, SendError> {
    twilio(&origin(&receiver(answer).0)).send(&sms(), NOW).await
}

async fn refused(status: u16, code: i64) -> SendError {
    let text = "recipient +4915123456747 and token 0123456789abcdef0123456789abcdef";
    let body = json!({"code": code, "message": text, "more_info": "", "status": status});
    outcome(json(status, &body.to_string())).await.expect_err("refused")
}

/// CS-AUD-02: the provider's own words repeat the number, ours do not.
#[tokio::test]
async fn what_is_about_the_recipient_is_final() {
    for (code, reason) in [
        (21_211, "there is no such number (21211)"),
        (21_610, "the recipient answered STOP (21610)"),
        (21_614, "the number takes no text messages (21614)"),
        (21_617, "the text is empty or too long (21617)"),
    ] {
        assert_eq!(refused(400, code).await, SendError::Permanent(reason.into()));
    }
}

#[tokio::test]
async fn everything_else_leaves_the_message_to_another_provider() {
    for (status, code) in [
        (401, 20_003),
        (403, 20_005),
        (400, 21_408),
        (400, 21_606),
        (400, 21_612),
        (400, 30_034),
        (404, 20_404),
        (400, 99_999),
        (429, 20_429),
        (400, 21_611),
        (500, 20_500),
        (503, 20_503),
    ] {
        let error = refused(status, code).await;
        assert!(matches!(error, SendError::Retry { .. }), "{status} {code}: {error:?}");
        let shown = format!("{error:?}");
        assert!(!shown.contains("+49") && !shown.contains(TOKEN), "{shown}");
    }
    for (code, words) in [(20_003, "sign us in"), (21_408, "does not serve the country")] {
        let error = refused(400, code).await.to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_missing_or_nonsense_is_told_from_a_refusal() {
    for answer in ["", "HTTP/1.1 2", "nonsense\r\n\r\n", json(502, ""), json(504, "{}")] {
        let result = outcome(answer).await;
        assert!(matches!(result, Err(SendError::Unknown { .. })), "{answer}: {result:?}");
    }
    for answer in [json(400, "<html>"), json(422, "{\"code\":\"x\"}")] {
        let result = outcome(answer).await;
        assert!(matches!(result, Err(SendError::Permanent(_))), "{answer}: {result:?}");
    }
    for taken in [json(201, "<html>"), json(201, "{\"sid\":\"a b\"}"), json(201, "{}")] {
        assert_eq!(outcome(taken).await, Ok(Sent { reference: None }), "{taken}");
    }
}

#[tokio::test]
async fn what_cannot_go_is_not_asked_for() {
    let (url, requests) = receiver(json(201, "{}"));
    let ours = twilio(&origin(&url));
    let late = NOW.plus(Duration::from_mins(10));
    for (message, now) in [
        (Message { to: "0151 23456747".into(), ..sms() }, NOW),
        (Message { to: "+4915123456747&From=x".into(), ..sms() }, NOW),
        (Message { text: "x".repeat(1601), ..sms() }, NOW),
        (Message { spoken: None, ..call() }, NOW),
        (Message { method: Method::WhatsApp, ..sms() }, NOW),
        (sms(), late),
    ] {
        let result = ours.send(&message, now).await;
        assert!(matches!(result, Err(SendError::Permanent(_))), "{result:?}");
    }
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
}

#[tokio::test]
async fn the_probe_signs_in_and_reads_no_message() {
    let (url, requests) = receiver(json(404, "{\"code\":20404}"));
    twilio(&origin(&url)).probe().await.expect("signed in");
    let got = next(&requests);
    assert!(got.head.starts_with("GET ") && got.head.contains("/Messages/SM0000"), "{}", got.head);
    for (status, words) in [(401, "refused to sign us in"), (500, "answers 500")] {
        let error = twilio(&origin(&receiver(json(status, "{}")).0)).probe().await;
        assert!(error.expect_err("broken").contains(words));
    }
}

#[test]
fn settings_that_cannot_work_name_what_is_wrong() {
    let good = || settings("https://api.twilio.com");
    let refused = |settings| Twilio::new(settings).expect_err("refused").to_string();
    for (settings, words) in [
        (TwilioSettings { account: "AC12".into(), ..good() }, "account must be AC and 32"),
        (TwilioSettings { account: format!("AC{}/..", "0".repeat(28)), ..good() }, "account must"),
        (TwilioSettings { auth_token: "".into(), ..good() }, "auth_token is empty"),
        (TwilioSettings { sms_from: Some("Nordström".into()), ..good() }, "sms_from must be"),
        (TwilioSettings { call_from: Some("089 123".into()), ..good() }, "call_from must be"),
        (TwilioSettings { sms_from: None, call_from: None, ..good() }, "carries nothing"),
        (TwilioSettings { api_url: "http://api.twilio.com".into(), ..good() }, "https://"),
        (TwilioSettings { api_url: "https://a:b@api.example".into(), ..good() }, "before the @"),
        (TwilioSettings { callback_url: "http://id.example/x".into(), ..good() }, "https://"),
        (TwilioSettings { timeout: Duration::from_millis(1), ..good() }, "below 1 second"),
    ] {
        let said = refused(settings);
        assert!(said.starts_with("channel sms-1: ") && said.contains(words), "{said}");
    }
    let texts_only = TwilioSettings { call_from: None, ..good() };
    assert_eq!(Twilio::new(texts_only).expect("settings").carries(), [Method::Sms]);
}

/// CS-AUD-02
#[test]
fn debug_shows_no_secret() {
    let key = ApiKey { id: format!("SK{}", "0c".repeat(16)), secret: "k3y-s3cret".into() };
    let settings = TwilioSettings { api_key: Some(key), ..settings("https://api.twilio.com") };
    let shown = format!("{settings:?} {:?}", Twilio::new(settings.clone()));
    assert!(shown.contains("sms-1"));
    assert!(!shown.contains(TOKEN) && !shown.contains("k3y-s3cret"), "{shown}");
}
