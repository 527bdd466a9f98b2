//! Callbacks signed by the vendor's own library: reports, and a call from ringing to its end.

use std::time::Duration;

use countersign_channels::callback::{Answered, Callback, CallbackRefused, CallbackRequest};
use countersign_channels::{Channel as _, Delivery, Message, News, Report, Twilio, Wish};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::NOW;
use super::twilio::{CALLBACK, TOKEN, call, settings};
use super::vendor::Vendor;

const SMS: &str = "SM00000000000000000000000000000001";
const CALL: &str = "CA00000000000000000000000000000001";

fn ours() -> Twilio {
    Twilio::new(settings("https://api.twilio.com")).expect("settings that work")
}

fn encoded(form: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(form).finish()
}

fn post(
    rest: &str,
    body: &str,
    signature: &str,
    now: Timestamp,
) -> Result<Callback, CallbackRefused> {
    let headers = [("x-twilio-signature", signature)];
    let request = CallbackRequest { verb: "POST", rest, headers: &headers, body: body.as_bytes() };
    ours().callback(&request, now)
}

/// A request as the vendor makes it.
fn signed(vendor: &mut Vendor, rest: &str, form: &[(&str, &str)]) -> Callback {
    let signature = vendor.sign(&format!("{CALLBACK}{rest}"), form);
    post(rest, &encoded(form), &signature, NOW).unwrap_or_else(|why| panic!("{rest}: {why:?}"))
}

fn answered(callback: Callback) -> Answered {
    match callback {
        Callback::Answered(answered) => answered,
        Callback::NeedsMessage { id, .. } => panic!("asks for {id}"),
    }
}

fn reports(callback: Callback) -> Vec<Report> {
    let answered = answered(callback);
    assert_eq!(answered.document, None);
    answered.news.into_iter().map(super::report_of).collect()
}

#[test]
fn a_report_signed_by_the_vendors_library_is_read() {
    let mut vendor = Vendor::start(TOKEN);
    let mut report = |status: &str, error: Option<&str>| {
        let mut form = vec![
            ("MessageSid", SMS),
            ("MessageStatus", status),
            ("To", "+4915123456747"),
            ("From", "Nordström & Söhne"),
            ("AccountSid", "AC0"),
            ("Empty", ""),
        ];
        form.extend(error.map(|error| ("ErrorCode", error)));
        reports(signed(&mut vendor, "/message", &form))
    };
    let one = |outcome| vec![Report { reference: SMS.into(), outcome }];
    assert_eq!(report("delivered", None), one(Delivery::Delivered));
    assert_eq!(report("failed", Some("21610")), one(Delivery::Refused));
    let reason = "the phone is switched off or out of reach (30003)".to_owned();
    assert_eq!(report("undelivered", Some("30003")), one(Delivery::Failed { reason }));
    assert_eq!(report("sent", None), []);
    assert_eq!(report("queued", None), []);
}

#[test]
fn the_end_of_a_call_is_reported() {
    let mut vendor = Vendor::start(TOKEN);
    for (status, words) in [
        ("busy", "the line was busy"),
        ("no-answer", "nobody answered"),
        ("failed", "the call could not be connected"),
        ("completed", "the call was answered, and nobody pressed 1"),
    ] {
        let form = [("CallSid", CALL), ("CallStatus", status), ("CallDuration", "12")];
        let outcome = Delivery::Failed { reason: words.into() };
        let expected = [Report { reference: CALL.into(), outcome }];
        assert_eq!(reports(signed(&mut vendor, "/call", &form)), expected);
    }
    let ringing = [("CallSid", CALL), ("CallStatus", "ringing")];
    assert_eq!(reports(signed(&mut vendor, "/call", &ringing)), []);
}

/// CS-SMS-07: the provider tells what people write to our number; STOP and START are read, and nobody is answered by us.
#[test]
fn what_people_write_is_read_as_a_wish() {
    let mut vendor = Vendor::start(TOKEN);
    let mut written = |body: &str, kind: Option<&str>| {
        let mut form = vec![("MessageSid", SMS), ("From", "+4915123456747"), ("Body", body)];
        form.extend(kind.map(|kind| ("OptOutType", kind)));
        let answered = answered(signed(&mut vendor, "/incoming", &form));
        let document = answered.document.expect("a document");
        assert_eq!(document.text, "<Response/>");
        answered.news
    };
    let wish = |wanted| {
        let from = "+4915123456747".to_owned();
        vec![News::Wish(Wish { from, method: Method::Sms, wanted })]
    };
    assert_eq!(written("Stop", None), wish(false));
    assert_eq!(written("Bitte keine mehr", Some("STOP")), wish(false));
    assert_eq!(written("start", Some("START")), wish(true));
    assert_eq!(written("help", Some("HELP")), []);
    assert_eq!(written("482913", None), []);
    let unsigned = post("/incoming", "From=%2B4915123456747&Body=STOP", "AAAA", NOW).err();
    assert_eq!(unsigned, Some(CallbackRefused::NotTheirs));
}

/// CS-API-05: unsigned, signed with another key, for another address, with another field, or moved: nothing happens.
#[test]
fn a_strangers_report_is_refused() {
    let mut vendor = Vendor::start(TOKEN);
    let form = [("MessageSid", SMS), ("MessageStatus", "delivered")];
    let body = encoded(&form);
    let url = format!("{CALLBACK}/message");
    let signature = vendor.sign(&url, &form);
    assert!(post("/message", &body, &signature, NOW).is_ok(), "the control");

    let stranger = Vendor::start("ffffffffffffffffffffffffffffffff").sign(&url, &form);
    let elsewhere = vendor.sign(&format!("{CALLBACK}/call"), &form);
    let changed = encoded(&[("MessageSid", SMS), ("MessageStatus", "failed")]);
    let more = format!("{body}&MessageStatus=failed");
    let other_host = vendor.sign("https://evil.example/callbacks/sms-1/message", &form);
    for (rest, body, signature) in [
        ("/message", &body, ""),
        ("/message", &body, "AAAA"),
        ("/message", &body, &*stranger),
        ("/message", &body, &*elsewhere),
        ("/message", &body, &*other_host),
        ("/message", &changed, &*signature),
        ("/message", &more, &*signature),
        ("/message?x=1", &body, &*signature),
        ("/call", &body, &*signature),
        ("/key", &body, &*signature),
    ] {
        let refused = post(rest, body, signature, NOW).err();
        assert_eq!(refused, Some(CallbackRefused::NotTheirs), "{rest} {body} {signature}");
    }
    let twice = [("x-twilio-signature", &*signature), ("x-twilio-signature", &*signature)];
    for headers in [&[][..], &twice[..]] {
        let request =
            CallbackRequest { verb: "POST", rest: "/message", headers, body: body.as_bytes() };
        assert_eq!(ours().callback(&request, NOW).err(), Some(CallbackRefused::NotTheirs));
    }
    for (verb, rest) in [("GET", "/message"), ("POST", "/"), ("POST", ""), ("POST", "/messages")] {
        let headers = [("x-twilio-signature", &*signature)];
        let request = CallbackRequest { verb, rest, headers: &headers, body: body.as_bytes() };
        assert_eq!(ours().callback(&request, NOW).err(), Some(CallbackRefused::NotFound));
    }
}

/// A phone that hears a call as the vendor would play it. It presses `keys` one after another and hears the rest.
struct Phone {
    vendor: Vendor,
    heard: Vec<String>,
    reports: Vec<Report>,
}

impl Phone {
    fn rings(message: &Message) -> (Self, String) {
        let mut phone = Self { vendor: Vendor::start(TOKEN), heard: vec![], reports: vec![] };
        let document = opening(message);
        // The vendor's parser reads it, so that a mistake in the XML fails here.
        phone.vendor.read(&document);
        (phone, document)
    }

    /// Plays a call to its end, as TwiML says: a key leaves the verb, silence goes on to the next one.
    fn plays(
        &mut self,
        mut document: String,
        keys: &str,
        message: Option<&Message>,
        now: Timestamp,
    ) {
        let mut keys = keys.chars();
        'documents: loop {
            for step in self.vendor.read(&document) {
                assert!(
                    matches!(step["verb"].as_str(), Some("Gather" | "Say" | "Hangup")),
                    "{step}"
                );
                for say in step["says"].as_array().expect("a list") {
                    self.heard.push(say["text"].as_str().expect("words").to_owned());
                }
                if step["verb"] == "Gather"
                    && let Some(key) = keys.next()
                {
                    document = self.presses(&step, key, message, now);
                    continue 'documents;
                }
            }
            return;
        }
    }

    fn presses(
        &mut self,
        gather: &Value,
        key: char,
        message: Option<&Message>,
        now: Timestamp,
    ) -> String {
        let action = gather["attributes"]["action"].as_str().expect("an action");
        let digits = key.to_string();
        let form = [("CallSid", CALL), ("Digits", &*digits), ("CallStatus", "in-progress")];
        let signature = self.vendor.sign(action, &form);
        let rest = action.strip_prefix(CALLBACK).expect("our address");
        let answered = match post(rest, &encoded(&form), &signature, now).expect("theirs") {
            Callback::Answered(answered) => answered,
            Callback::NeedsMessage { id, then } => {
                assert_eq!(id, call().id);
                then(message)
            }
        };
        self.reports.extend(answered.news.into_iter().map(super::report_of));
        answered.document.expect("a document").text
    }

    fn heard_a_digit(&self) -> bool {
        self.heard.iter().any(|text| text.contains("4, 8, 2, 9, 1, 3"))
    }
}

/// The document that goes out with the request for the call.
fn opening(message: &Message) -> String {
    use super::receiver::{json, next, origin, receiver};
    let (url, requests) = receiver(json(201, "{}"));
    let channel = Twilio::new(settings(&origin(&url))).expect("settings");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(channel.send(message, NOW)).expect("sent");
    let body = next(&requests).body;
    let mut fields = url::form_urlencoded::parse(&body);
    fields.find(|(name, _)| name == "Twiml").expect("a document").1.into_owned()
}

/// What is said before a key.
fn asked() -> String {
    let spoken = call().spoken.expect("words");
    format!("{} {}", spoken.opening, spoken.not_you)
}

fn report(outcome: Delivery) -> Report {
    Report { reference: CALL.into(), outcome }
}

/// CS-DC-09: an answering machine presses nothing. It hears the opening twice, no digit, and the end.
#[test]
fn silence_hears_the_opening_twice_and_no_digit() {
    let (mut phone, document) = Phone::rings(&call());
    let steps = phone.vendor.read(&document);
    assert!(steps[..2].iter().all(|step| step["attributes"]["timeout"] == "10"), "{steps:?}");
    assert_eq!(steps[2]["verb"], "Hangup");
    phone.plays(document, "", Some(&call()), NOW);
    assert_eq!(phone.heard, [asked(), asked()]);
    assert_eq!(phone.reports, []);
}

#[test]
fn one_hears_the_code_and_once_more_on_request() {
    let (mut phone, document) = Phone::rings(&call());
    phone.plays(document, "11", Some(&call()), NOW);
    let spoken = call().spoken.expect("words");
    assert_eq!(phone.heard, [asked(), spoken.after_key.clone(), spoken.after_key]);
    assert_eq!(phone.reports, [report(Delivery::Delivered), report(Delivery::Delivered)]);
}

#[test]
fn nine_says_that_it_was_not_them_and_hears_no_digit() {
    let (mut phone, document) = Phone::rings(&call());
    phone.plays(document, "9", Some(&call()), NOW);
    assert_eq!(phone.heard, [asked(), "Danke. Auf Wiederhören.".to_owned()]);
    assert_eq!(phone.reports, [report(Delivery::Refused)]);

    // It counts after the message is over as well: somebody was called who did not want it.
    let (mut phone, document) = Phone::rings(&call());
    phone.plays(document, "9", None, NOW);
    assert_eq!(phone.reports, [report(Delivery::Refused)]);
}

#[test]
fn another_key_hears_the_opening_again() {
    let (mut phone, document) = Phone::rings(&call());
    phone.plays(document, "5#1", Some(&call()), NOW);
    let spoken = call().spoken.expect("words");
    assert_eq!(phone.heard, [asked(), asked(), asked(), spoken.after_key]);
}

/// The challenge was answered or has expired while it rang.
#[test]
fn a_message_that_is_over_is_not_read_out() {
    let (mut phone, document) = Phone::rings(&call());
    phone.plays(document, "1", None, NOW);
    assert!(!phone.heard_a_digit(), "{:?}", phone.heard);
    assert_eq!(phone.reports, []);
}

/// CS-API-05: the same signed key press, later: the code is not asked for again.
#[test]
fn a_key_press_that_is_replayed_after_five_minutes_hears_nothing() {
    let (mut phone, document) = Phone::rings(&call());
    let later = NOW.plus(Duration::from_secs(301));
    phone.plays(document, "1", Some(&call()), later);
    assert!(!phone.heard_a_digit(), "{:?}", phone.heard);
    let (mut phone, document) = Phone::rings(&call());
    phone.plays(document, "1", Some(&call()), NOW.plus(Duration::from_secs(299)));
    assert!(phone.heard_a_digit(), "the control");
}

#[test]
fn a_call_speaks_the_persons_language() {
    for (language, expected) in [(Language::De, "de-DE"), (Language::En, "en-GB")] {
        let message = Message { language, ..call() };
        let (mut phone, document) = Phone::rings(&message);
        let steps = phone.vendor.read(&document);
        let code = phone.presses(&steps[0], '1', Some(&message), NOW);
        for step in [&steps[0], &phone.vendor.read(&code)[0]] {
            assert_eq!(step["says"][0]["language"], expected, "{step}");
        }
    }
}

/// Words of an order are words, whatever they hold.
#[test]
fn markup_in_an_order_is_read_out_not_obeyed() {
    let mut message = call();
    let words = "<Hangup/></Say><Dial>+19005550100</Dial> & \"'\u{7}";
    message.spoken.as_mut().expect("words").opening = words.into();
    let (mut phone, document) = Phone::rings(&message);
    phone.plays(document, "", Some(&message), NOW);
    assert!(phone.heard[0].starts_with(&words.replace('\u{7}', " ")), "{:?}", phone.heard);
}
