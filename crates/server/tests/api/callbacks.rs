//! `/callbacks/{provider}/{what}`: what providers tell us, signed by the vendor's own library.

use std::sync::mpsc::Receiver;

use axum::body::Body;
use countersign_testkit::{TestDb, on_both_engines};
use http::Request;
use serde_json::{Value, json};
use url::form_urlencoded::{self, Serializer};

use crate::receiver::{self, next, origin, receiver};
use crate::rig::{Answer, Rig, Someone};
use crate::vendor::Vendor;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const ORIGIN: &str = "https://confirm.example";
const SID: &str = "CA00000000000000000000000000000001";

/// A server whose text messages and calls go to a provider of this name, and the provider.
async fn with_provider(db: TestDb, name: &str) -> (Rig, Receiver<receiver::Request>) {
    let taken = receiver::json(201, &json!({ "sid": SID }).to_string());
    let (url, requests) = receiver(taken);
    let provider = format!(
        "[[providers]]\nname = \"{name}\"\nkind = \"twilio\"\napi_url = \"{}\"\n\
         account = \"AC{}\"\nauth_token = \"{TOKEN}\"\nsms_from = \"Nordstroem\"\ncall_from = \"+4989123456\"\n",
        origin(&url),
        "0a".repeat(16)
    );
    (Rig::with(db, &provider).await, requests)
}

/// The challenge of an order, its code sent by this way.
async fn sent(rig: &Rig, someone: &Someone, method: &str, kind: &str) -> String {
    let order = rig.order(someone).await;
    let way = json!({"method": method, "contact": someone.contact(kind)});
    let challenges = format!("/v1/orders/{}/challenges", order.str("id"));
    let challenge = rig.post(&challenges, way.clone()).await.is(201).str("id").to_owned();
    rig.post(&format!("/v1/challenges/{challenge}/send"), way).await.is(202);
    rig.deliver().await;
    challenge
}

async fn post(rig: &Rig, path: &str, form: &[(&str, &str)], signature: Option<&str>) -> Answer {
    let body = Serializer::new(String::new()).extend_pairs(form).finish();
    let mut request = Request::builder()
        .method("POST")
        .uri(path)
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some(signature) = signature {
        request = request.header("x-twilio-signature", signature);
    }
    rig.send_from("203.0.113.7:1", request.body(Body::from(body)).expect("a request")).await
}

async fn signed(rig: &Rig, vendor: &mut Vendor, path: &str, form: &[(&str, &str)]) -> Answer {
    let signature = vendor.sign(&format!("{ORIGIN}{path}"), form);
    post(rig, path, form, Some(&signature)).await
}

/// How many reports of a provider were noted in this state.
async fn noted(rig: &Rig, provider: &str, state: &str) -> u64 {
    let metrics = rig.get("/metrics").await.is(200).text;
    let of_it = |line: &&str| {
        line.starts_with("countersign_reports_total{")
            && line.contains(&format!("provider=\"{provider}\""))
            && line.contains(&format!("state=\"{state}\""))
    };
    metrics
        .lines()
        .filter(of_it)
        .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
        .sum()
}

fn field(body: &[u8], name: &str) -> String {
    let mut fields = form_urlencoded::parse(body);
    fields.find(|(key, _)| key == name).expect("a field").1.into_owned()
}

/// The words of a document, and where its first key press goes.
fn heard(vendor: &mut Vendor, document: &str) -> (String, Option<String>) {
    let steps = vendor.read(document);
    let says = steps.iter().flat_map(|step| step["says"].as_array().expect("a list"));
    let words: Vec<&str> = says.filter_map(|say| say["text"].as_str()).collect();
    let action = steps.iter().find_map(|step| step["attributes"]["action"].as_str());
    (words.join(" "), action.map(str::to_owned))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).take(6).collect()
}

on_both_engines! {
    /// CS-DC-09: the code exists only after 1 was pressed, and then it is the code that authorises the order.
    async fn a_call_reads_its_code_after_one_and_the_code_works(db: TestDb) {
        let (rig, requests) = with_provider(db, "voice-1").await;
        let someone = rig.person("mara").await;
        let challenge = sent(&rig, &someone, "call", "landline").await;
        let asked = next(&requests);
        let mut vendor = Vendor::start(TOKEN);
        let (opening, action) = heard(&mut vendor, &field(&asked.body, "Twiml"));
        assert!(opening.contains("press 1") && opening.contains("press 9"), "{opening}");
        let action = action.expect("an action");
        let path = action.strip_prefix(ORIGIN).expect("our origin").to_owned();
        assert!(path.starts_with("/callbacks/voice-1/key?m=job_"), "{path}");

        let one = [("CallSid", SID), ("Digits", "1"), ("CallStatus", "in-progress")];
        for signature in [None, Some("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")] {
            let refused = post(&rig, &path, &one, signature).await;
            assert_eq!(refused.refused(403, "signature-refused").body["code"], Value::Null);
        }
        let answer = signed(&rig, &mut vendor, &path, &one).await.is(200);
        assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let (words, _) = heard(&mut vendor, &answer.text);
        let code = digits(&words);
        assert_eq!(noted(&rig, "voice-1", "delivered").await, 1);
        // What the provider says afterwards, or twice, changes nothing.
        let ended = [("CallSid", SID), ("CallStatus", "completed")];
        signed(&rig, &mut vendor, "/callbacks/voice-1/call", &ended).await.is(204);
        signed(&rig, &mut vendor, &path, &one).await.is(200);
        assert_eq!(noted(&rig, "voice-1", "delivered").await, 1);
        assert_eq!(noted(&rig, "voice-1", "undelivered").await, 0);

        rig.answer(&challenge, "call", &code).await.is(200);
        let late = signed(&rig, &mut vendor, &path, &one).await.is(200);
        let (words, _) = heard(&mut vendor, &late.text);
        assert_eq!(words, "", "the challenge is over, and so is its code");
    }

    async fn nine_on_a_call_is_noted_as_a_refusal(db: TestDb) {
        let (rig, requests) = with_provider(db, "voice-9").await;
        let someone = rig.person("mara").await;
        sent(&rig, &someone, "call", "landline").await;
        let asked = next(&requests);
        let mut vendor = Vendor::start(TOKEN);
        let (_, action) = heard(&mut vendor, &field(&asked.body, "Twiml"));
        let action = action.expect("an action");
        let path = action.strip_prefix(ORIGIN).expect("our origin");
        let nine = [("CallSid", SID), ("Digits", "9")];
        let answer = signed(&rig, &mut vendor, path, &nine).await.is(200);
        let (words, further) = heard(&mut vendor, &answer.text);
        assert_eq!((words.as_str(), further), ("Thank you. The code will not be read out. Goodbye.", None));
        assert_eq!(noted(&rig, "voice-9", "declined").await, 1);
    }

    /// CS-API-05: a report makes no code right, whatever it says, how often it comes and in what order.
    async fn reports_are_noted_once_and_open_nothing(db: TestDb) {
        let (rig, requests) = with_provider(db, "sms-5").await;
        let someone = rig.person("mara").await;
        let challenge = sent(&rig, &someone, "sms", "mobile").await;
        let text = field(&next(&requests).body, "Body");
        let mut vendor = Vendor::start(TOKEN);
        let path = "/callbacks/sms-5/message";
        let failed = [("MessageSid", SID), ("MessageStatus", "undelivered"), ("ErrorCode", "30003")];
        let delivered = [("MessageSid", SID), ("MessageStatus", "delivered")];
        for form in [&failed[..], &delivered[..], &delivered[..], &failed[..]] {
            signed(&rig, &mut vendor, path, form).await.is(204);
        }
        assert_eq!(noted(&rig, "sms-5", "delivered").await, 1);
        assert_eq!(noted(&rig, "sms-5", "undelivered").await, 1);
        let verified = [("MessageSid", SID), ("MessageStatus", "verified"), ("Code", "approved")];
        signed(&rig, &mut vendor, path, &verified).await.is(204);
        let read = rig.get(&format!("/v1/challenges/{challenge}")).await.is(200);
        assert_eq!(read.str("state"), "open");
        let code = text.rsplit('#').next().expect("a code").to_owned();
        rig.answer(&challenge, "sms", &code).await.is(200);
    }

    async fn what_is_no_callback_is_refused_before_anything_is_looked_up(db: TestDb) {
        let (rig, _requests) = with_provider(db, "sms-6").await;
        let mut vendor = Vendor::start(TOKEN);
        let form = [("MessageSid", SID), ("MessageStatus", "delivered")];
        for path in [
            "/callbacks/other/message",
            "/callbacks/sink/message",
            "/callbacks/sms-6/other",
            "/callbacks/sms-6/",
            "/callbacks/sms-6",
            "/callbacks/SMS-6/message",
            "/callbacks/sms%2D6/message",
        ] {
            signed(&rig, &mut vendor, path, &form).await.refused(404, "not-found");
        }
        // Signed by another account, or for another origin.
        let url = format!("{ORIGIN}/callbacks/sms-6/message");
        let stranger = Vendor::start("ffffffffffffffffffffffffffffffff").sign(&url, &form);
        let elsewhere = vendor.sign("https://other.example/callbacks/sms-6/message", &form);
        for signature in [stranger, elsewhere] {
            let answer = post(&rig, "/callbacks/sms-6/message", &form, Some(&signature)).await;
            answer.refused(403, "signature-refused");
        }
        signed(&rig, &mut vendor, "/callbacks/sms-6/message", &[("MessageSid", SID)])
            .await
            .refused(400, "malformed-request");
        rig.call("PUT", "/callbacks/sms-6/message", json!({})).await.refused(405, "method-not-allowed");
    }

    async fn whatsapps_handshake_is_answered_with_its_challenge(db: TestDb) {
        let provider = "[[providers]]\nname = \"whatsapp-1\"\nkind = \"whatsapp-cloud\"\n\
            phone_number_id = \"106540352242922\"\naccess_token = \"EAAB\"\napp_secret = \"s\"\n\
            verify_token = \"chosen-by-us\"\ntemplate = \"code\"\n";
        let rig = Rig::with(db, provider).await;
        let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
        let path = format!("/callbacks/whatsapp-1/webhook?{query}");
        let answer = rig.get(&format!("{path}chosen-by-us")).await.is(200);
        assert_eq!(answer.text, "1158201444");
        assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
        rig.get(&format!("{path}guessed")).await.refused(403, "signature-refused");
    }
}
