//! A gateway by template against a receiver on this machine.

use std::time::Duration;

use countersign_channels::http_gateway::{
    GatewayBody, GatewayVerb, HttpGateway, HttpGatewaySettings, SuccessRule,
};
use countersign_channels::{Channel as _, Message, SendError, Sent, Spoken};
use countersign_core::people::{Language, Method};
use serde_json::{Value, json};

use super::NOW;
use super::receiver::{json as answer, next, origin, receiver};

const TEXT: &str = "Nordström: \"482913\" & more\n</x> {to} %41 +1\\";

fn settings(url: &str) -> HttpGatewaySettings {
    HttpGatewaySettings {
        name: "gateway-1".into(),
        verb: GatewayVerb::Post,
        url: url.to_owned(),
        headers: vec![("X-Api-Key".into(), "{secret}".into())],
        body: GatewayBody::Json(
            r#"{"to":"{to}","text":"{text}","meta":[{"id":"{id}","until":"{expires}"},1,true,null]}"#.into(),
        ),
        secret: Some("s3cret".into()),
        sender: None,
        carries: vec![Method::Sms],
        success: SuccessRule::default(),
        timeout: Duration::from_secs(10),
    }
}

fn gateway(settings: HttpGatewaySettings) -> HttpGateway {
    HttpGateway::new(settings).expect("settings that work")
}

fn message() -> Message {
    Message {
        id: "job_1".into(),
        method: Method::Sms,
        to: "+4915123456747".into(),
        sender: None,
        subject: None,
        text: TEXT.into(),
        html: None,
        spoken: None,
        code: Some("482913".into()),
        purpose: "step-up",
        language: Language::De,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

/// Whatever a text holds, it stays the text: in JSON, in a form, in a URL.
#[tokio::test]
async fn values_are_written_as_their_place_demands() {
    let (url, requests) = receiver(answer(200, "{}"));
    gateway(settings(&url)).send(&message(), NOW).await.expect("taken");
    let got = next(&requests);
    assert!(got.head.starts_with("POST /messages?token=t0ken HTTP/1.1"), "{}", got.head);
    assert_eq!(got.header("x-api-key"), "s3cret");
    assert_eq!(got.header("content-type"), "application/json");
    let body: Value = serde_json::from_slice(&got.body).expect("JSON");
    let meta = json!([{"id": "job_1", "until": "1767269400"}, 1, true, null]);
    assert_eq!(body, json!({"to": "+4915123456747", "text": TEXT, "meta": meta}));

    let fields =
        [("recipient", "{digits}"), ("msg", "{text}"), ("key", "{secret}"), ("fix", "a&b={{}}")];
    let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    let form = HttpGatewaySettings {
        body: GatewayBody::Form(fields),
        headers: Vec::new(),
        verb: GatewayVerb::Put,
        ..settings(&url)
    };
    gateway(form).send(&message(), NOW).await.expect("taken");
    let got = next(&requests);
    assert!(got.head.starts_with("PUT "), "{}", got.head);
    let read: Vec<(String, String)> = url::form_urlencoded::parse(&got.body).into_owned().collect();
    let expected =
        [("recipient", "4915123456747"), ("msg", TEXT), ("key", "s3cret"), ("fix", "a&b={}")];
    assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let get = HttpGatewaySettings {
        verb: GatewayVerb::Get,
        url: format!("{}/send/{{digits}}?k={{secret}}&m={{text}}&x=1", origin(&url)),
        body: GatewayBody::None,
        headers: Vec::new(),
        ..settings(&url)
    };
    gateway(get).send(&message(), NOW).await.expect("taken");
    let got = next(&requests);
    let target = got.head.split(' ').nth(1).expect("a target");
    let sent = url::Url::parse(&format!("http://x{target}")).expect("a URL");
    assert_eq!(sent.path(), "/send/4915123456747");
    let read: Vec<(String, String)> = sent.query_pairs().into_owned().collect();
    let expected = [("k", "s3cret"), ("m", TEXT), ("x", "1")];
    assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

/// Who a message is from: the route's word, and else the setting's.
#[tokio::test]
async fn a_route_names_its_own_sender() {
    let (url, requests) = receiver(answer(200, "{}"));
    let fields = [("to", "{to}"), ("text", "{text}"), ("from", "{sender}")];
    let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    let ours = gateway(HttpGatewaySettings {
        body: GatewayBody::Form(fields),
        sender: Some("Nordstroem".into()),
        ..settings(&url)
    });
    for (of_route, from) in [(None, "Nordstroem"), (Some("+12125550123"), "+12125550123")] {
        let message = Message { sender: of_route.map(str::to_owned), ..message() };
        ours.send(&message, NOW).await.expect("taken");
        let body = next(&requests).body;
        let told = url::form_urlencoded::parse(&body).find(|(name, _)| name == "from");
        assert_eq!(told.expect("a sender").1, from);
    }
}

async fn outcome(rule: SuccessRule, answer: &'static str) -> Result<Sent, SendError> {
    let url = receiver(answer).0;
    let settings = HttpGatewaySettings { success: rule, ..settings(&url) };
    gateway(settings).send(&message(), NOW).await
}

#[tokio::test]
async fn the_rule_says_when_a_message_is_taken_and_what_it_is_known_by() {
    let rule = || SuccessRule {
        statuses: vec![200],
        pointer: Some("/messages/0/status".into()),
        equals: Some("0".into()),
        reference: Some("/messages/0/id".into()),
    };
    for body in
        [r#"{"messages":[{"status":"0","id":"A-1"}]}"#, r#"{"messages":[{"status":0,"id":"A-1"}]}"#]
    {
        let sent = outcome(rule(), answer(200, body)).await.expect("taken");
        assert_eq!(sent.reference.as_deref(), Some("A-1"));
    }
    let nameless = answer(200, r#"{"messages":[{"status":"0"}]}"#);
    assert_eq!(outcome(rule(), nameless).await, Ok(Sent { reference: None }));

    let refused = outcome(rule(), answer(200, r#"{"messages":[{"status":"7"}]}"#)).await;
    assert!(matches!(refused, Err(SendError::Retry { .. })), "{refused:?}");
    let other_status = outcome(rule(), answer(202, r#"{"messages":[{"status":"0"}]}"#)).await;
    assert!(matches!(other_status, Err(SendError::Retry { .. })), "{other_status:?}");
    // 200 and nonsense: it may have been taken.
    for nonsense in ["", "OK", "{}", r#"{"messages":[{"status":[0]}]}"#] {
        let result = outcome(rule(), answer(200, nonsense)).await;
        assert!(matches!(result, Err(SendError::Unknown { .. })), "{nonsense}: {result:?}");
    }
    assert_eq!(
        outcome(SuccessRule::default(), answer(204, "")).await,
        Ok(Sent { reference: None })
    );
    let permanent = outcome(SuccessRule::default(), answer(400, "+4915123456747 s3cret")).await;
    assert_eq!(
        permanent,
        Err(SendError::Permanent("the gateway refused the message (400)".into()))
    );
    let missing = outcome(SuccessRule::default(), "HTTP/1.1").await;
    assert!(matches!(missing, Err(SendError::Unknown { .. })), "{missing:?}");
}

/// CS-DC-09: a template for calls keeps the two halves apart.
#[tokio::test]
async fn a_call_is_handed_over_in_its_two_halves() {
    let (url, requests) = receiver(answer(200, "{}"));
    let body = r#"{"to":"{to}","say":"{opening}","on_1":"{after_key}"}"#;
    let calls = || HttpGatewaySettings {
        carries: vec![Method::Call],
        body: GatewayBody::Json(body.into()),
        ..settings(&url)
    };
    let spoken =
        Spoken { opening: "Press 1.".into(), after_key: "4, 8".into(), ..Spoken::default() };
    let call = Message { method: Method::Call, spoken: Some(spoken), ..message() };
    gateway(calls()).send(&call, NOW).await.expect("taken");
    let body: Value = serde_json::from_slice(&next(&requests).body).expect("JSON");
    assert_eq!(body, json!({"to": "+4915123456747", "say": "Press 1.", "on_1": "4, 8"}));
    let silent = gateway(calls()).send(&Message { spoken: None, ..call }, NOW).await;
    assert!(matches!(silent, Err(SendError::Permanent(_))), "{silent:?}");
    let sms = gateway(calls()).send(&message(), NOW).await;
    assert!(matches!(sms, Err(SendError::Permanent(_))), "{sms:?}");
}

#[tokio::test]
async fn the_probe_sends_no_message() {
    let (url, requests) = receiver(answer(405, ""));
    gateway(settings(&url)).probe().await.expect("a server");
    let head = next(&requests).head;
    assert!(head.starts_with("HEAD / HTTP/1.1"), "{head}");
    assert!(!head.contains("s3cret") && !head.contains("t0ken"), "{head}");
}

#[test]
fn a_template_that_cannot_work_is_refused_with_words_that_name_the_fix() {
    let good = || settings("https://gw.example/send");
    let json = |text: &str| HttpGatewaySettings { body: GatewayBody::Json(text.into()), ..good() };
    let url = |text: &str| HttpGatewaySettings { url: text.into(), ..good() };
    let header = |name: &str, value: &str| {
        let headers = vec![("X-Api-Key".into(), "{secret}".into()), (name.into(), value.into())];
        HttpGatewaySettings { headers, ..good() }
    };
    let rule = |success| HttpGatewaySettings { success, ..good() };
    let carries = |carries| HttpGatewaySettings { carries, ..good() };
    let text = |text: &str| Some(text.to_owned());
    for (settings, words) in [
        (json(r#"{"to":"{too}","text":"{text}"}"#), "the json names {too}, which is not known"),
        (json(r#"{"to":{to},"text":"{text}"}"#), "places stand within quotes"),
        (json(r#"{"to":"{to}","text":"{text"}"#), "single {; write {{"),
        (json(r#"{"text":"{text}"}"#), "no place says who gets the message"),
        (json(r#"{"to":"{to}"}"#), "no place brings the message"),
        (json(r#"{"to":"{to}","t":"{opening}","u":"{text}"}"#), "belong to calls"),
        (url("https://{to}.example/"), "has a place in its host"),
        (url("https://gw.example/{text}"), "has {text} in its path"),
        (url("https://gw.example/#x"), "fragment"),
        (url("http://gw.example/"), "must begin with https://"),
        (url("https://name:pw@gw.example/"), "before the @"),
        (url("gw.example"), "cannot be read"),
        (header("X Y", "1"), "no name of a header"),
        (header("Content-Type", "text/plain"), "leave it out"),
        (header("X-Text", "{text}"), "headers.X-Text has {text}"),
        (header("X-Text", "ä\n"), "holds what no header may"),
        (HttpGatewaySettings { secret: None, ..good() }, "{secret} is used, and secret is not set"),
        (header("X-From", "{sender}"), "{sender} is used, and sender is not set"),
        (HttpGatewaySettings { sender: text("A"), ..good() }, "{sender} stands nowhere"),
        (HttpGatewaySettings { headers: vec![], ..good() }, "{secret} stands nowhere"),
        (HttpGatewaySettings { verb: GatewayVerb::Get, ..good() }, "GET has no body"),
        (carries(vec![]), "carries must hold"),
        (carries(vec![Method::Email]), "mail goes by smtp or webhook"),
        (carries(vec![Method::Call]), "use {opening} and {after_key}, not {text}"),
        (
            rule(SuccessRule { pointer: text("a"), equals: text("b"), ..SuccessRule::default() }),
            "begins with /",
        ),
        (rule(SuccessRule { pointer: text("/a"), ..SuccessRule::default() }), "belong together"),
        (rule(SuccessRule { statuses: vec![302], ..SuccessRule::default() }), "only 200 to 299"),
    ] {
        let said = HttpGateway::new(settings).expect_err(words).to_string();
        assert!(said.starts_with("channel gateway-1: ") && said.contains(words), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }
    let shown = format!("{:?} {:?}", good(), HttpGateway::new(good()));
    assert!(!shown.contains("s3cret"), "{shown}");
}
