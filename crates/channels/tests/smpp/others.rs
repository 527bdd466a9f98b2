//! The same wire, spoken by others: Kannel as a client of the same centre, and a second centre.

use countersign_channels::{Delivery, News};
use serde_json::json;
use tokio::sync::mpsc;

use super::peer::Peer;
use super::*;

/// Kannel, told to send one text.
async fn kannel_sends(kannel: &Peer, from: &str, to: &str, text: &str, coding: &str) {
    let ask = [
        ("username", "app"),
        ("password", "secret"),
        ("from", from),
        ("to", to),
        ("text", text),
        ("coding", coding),
        ("charset", "UTF-8"),
    ];
    let base = format!("http://127.0.0.1:{}/cgi-bin/sendsms", kannel.port);
    let url = url::Url::parse_with_params(&base, ask).expect("a URL");
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let answer = client.get(url).send().await.expect("Kannel answers");
    assert!(answer.status().is_success(), "{:?}", answer.text().await);
}

/// The body of a `submit_sm` as it crossed the line, in hexadecimal; without the header, which counts frames.
fn body(fact: &Value) -> String {
    text(fact, "raw")[32..].to_owned()
}

/// A gateway that has spoken SMPP for twenty years writes the same texts: every octet is the same.
#[tokio::test]
async fn kannel_writes_the_same_octets() {
    let mut centre = Peer::plain();
    let port = centre.port.to_string();
    let python = std::env::var("COUNTERSIGN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let kannel = Peer::run(&python, &["kannel.py", &port]);
    let smpp = smpp(SmppSettings {
        receipts: false,
        validity: Validity::Unsaid,
        long_messages: LongMessages::Parts8,
        ..settings(centre.port)
    });
    let (to, from) = ("+4915123456701", "Nordstroem");
    let long_gsm = "Die Sicherung [web-1] wird zurückgespielt; das kostet 5 €. ".repeat(4);
    let long_wide = "Сохранение восстанавливается; это стоит 5 €. ".repeat(3);
    for (text_sent, coding, parts) in [
        ("Nordstroem: 482913 opens invoices.\n@login.example #482913", "0", 1),
        ("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€", "0", 1),
        ("Twój kod: 482913 — 🔐", "2", 1),
        (&long_gsm, "0", 2),
        (&long_wide, "2", 3),
    ] {
        smpp.send(&message(to, text_sent), NOW).await.expect("taken");
        let mut ours = Vec::new();
        for _ in 0..parts {
            ours.push(body(&centre.next("submit").await));
        }
        kannel_sends(&kannel, from, to, text_sent, coding).await;
        for (number, mut ours) in (1..).zip(ours) {
            let mut theirs = body(&centre.next("submit").await);
            // It says that more will follow (more_messages_to_send), which nobody needs.
            theirs.truncate(theirs.strip_suffix("0426000101").map_or(theirs.len(), str::len));
            if parts > 1 {
                // The reference is each one's own.
                let header = |body: &str| body.find("050003").expect("a header") + 6;
                for body in [&mut ours, &mut theirs] {
                    let at = header(body);
                    body.replace_range(at..at + 2, "__");
                }
            }
            assert_eq!(ours, theirs, "{text_sent:?}, part {number}");
        }
    }
}

/// A second centre, of other authors in another language.
#[tokio::test]
async fn a_second_centre_takes_delivers_and_refuses() {
    let python = std::env::var("COUNTERSIGN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut centre = Peer::run(&python, &["smpp34_smsc.py"]);
    let long_messages = LongMessages::Payload;
    let smpp = smpp(SmppSettings { long_messages, ..settings(centre.port) });
    let (tell, mut reports) = mpsc::channel(10);
    smpp.report_to(tell);
    assert_eq!(smpp.probe().await, Ok(()));

    for (to, delivered) in [("+4915123456701", true), ("+4915123456744", false)] {
        let sent = smpp.send(&message(to, "Code: 5 €"), NOW).await.expect("taken");
        let got = centre.next("submit").await;
        assert_eq!(text(&got, "octets"), "436f64653a2035201b65");
        assert_eq!((&got["coding"], &got["receipt"]), (&json!(0), &json!(1)));
        assert_eq!((&got["ton"], &got["to_ton"]), (&json!(5), &json!(1)));
        let Some(News::Report(told)) = reports.recv().await else { panic!("no report") };
        assert_eq!(Some(told.reference), sent.reference);
        assert_eq!(told.outcome == Delivery::Delivered, delivered);
        assert_eq!(centre.next("receipt").await["status"], 0);
    }
    let refused = send(&smpp, "+4915123456700").await;
    assert!(matches!(refused, Err(SendError::Permanent(_))), "{refused:?}");

    let long = "a".repeat(300);
    smpp.send(&message("+4915123456701", &long), NOW).await.expect("taken");
    centre.next("submit").await;
    let got = centre.next("submit").await;
    assert_eq!(text(&got, "octets"), "");
    assert_eq!(got["parameters"]["1060"], "61".repeat(300));

    smpp.stop().await;
    centre.next("unbound").await;
}
