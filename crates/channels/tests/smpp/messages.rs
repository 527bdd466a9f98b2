//! What reaches the centre: alphabets, long texts, addresses, times.

use serde_json::json;

use super::peer::Peer;
use super::*;

#[tokio::test]
async fn a_message_arrives_as_it_was_meant() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let text_sent = "Ihr Code für [web-1] ~ 5 €: 482913\n@login.example #482913";
    let sent = smpp.send(&message("+4915123456701", text_sent), NOW).await.expect("taken");
    assert!(sent.reference.is_some_and(|reference| reference.starts_with('m')));

    let got = centre.next("submit").await;
    assert_eq!(text(&got, "text"), text_sent);
    assert_eq!(
        (text(&got, "from"), &got["ton"], &got["npi"]),
        ("Nordstroem", &json!(5), &json!(0))
    );
    assert_eq!(text(&got, "to"), "4915123456701");
    assert_eq!((&got["to_ton"], &got["to_npi"]), (&json!(1), &json!(1)));
    assert_eq!(
        (&got["coding"], &got["esm_class"], &got["receipt"]),
        (&json!(0), &json!(0), &json!(1))
    );
    // Ten minutes, of which a moment has passed.
    let validity = text(&got, "validity");
    assert!(validity == "000000001000000R" || validity.starts_with("00000000095"), "{validity}");
}

#[tokio::test]
async fn letters_outside_the_alphabet_make_it_ucs2() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let text_sent = "Twój kod 482913 — 🔐";
    smpp.send(&message("+48501234501", text_sent), NOW).await.expect("taken");
    let got = centre.next("submit").await;
    assert_eq!(text(&got, "text"), text_sent);
    assert_eq!(got["coding"], 8);
}

/// Every character of the alphabet, read back by somebody else's table.
#[tokio::test]
async fn the_whole_alphabet_is_read_back() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    for alphabet in [
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?",
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€",
    ] {
        smpp.send(&message("+4915123456701", alphabet), NOW).await.expect("taken");
        let got = centre.next("submit").await;
        assert_eq!(text(&got, "text"), alphabet);
        assert_eq!(got["coding"], 0);
    }
}

#[tokio::test]
async fn a_long_text_goes_in_parts_that_can_be_joined() {
    let long = "Die Sicherung [web-1] wird zurückgespielt; das kostet 5 €. ".repeat(4);
    for (long_messages, header) in [(LongMessages::Parts8, "0003"), (LongMessages::Parts16, "0804")]
    {
        let mut centre = Peer::plain();
        let smpp = smpp(SmppSettings { long_messages, ..settings(centre.port) });
        let sent = smpp.send(&message("+4915123456701", &long), NOW).await.expect("taken");
        assert!(sent.reference.is_some());
        let mut joined = String::new();
        for number in ["01", "02"] {
            let got = centre.next("submit").await;
            let told =
                text(&got["header"], "").to_owned() + got["header"][0].as_str().unwrap_or("");
            assert!(told.starts_with(header) && told.ends_with(&format!("02{number}")), "{told}");
            assert_eq!(got["esm_class"], 0x40);
            assert_eq!(got["receipt"], i32::from(number == "02"));
            joined += text(&got, "text");
        }
        assert_eq!(joined, long);
        assert!(centre.facts().await.iter().all(|fact| fact["ev"] != "submit"));
    }
}

#[tokio::test]
async fn a_long_text_goes_whole_where_the_centre_cuts() {
    let long = "Die Sicherung [web-1] wird zurückgespielt; das kostet 5 €. ".repeat(4);
    let mut centre = Peer::plain();
    let whole = SmppSettings { long_messages: LongMessages::Payload, ..settings(centre.port) };
    smpp(whole).send(&message("+4915123456701", &long), NOW).await.expect("taken");
    let got = centre.next("submit").await;
    assert_eq!(text(&got, "text"), long);
    assert_eq!((&got["esm_class"], &got["receipt"]), (&json!(0), &json!(1)));
}

/// The same parts again, so that a phone knows them: what a second try of a long message does.
#[tokio::test]
async fn a_second_try_sends_the_same_parts() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let long = message("+4915123456701", &"a".repeat(200));
    let other = Message { id: "job_other".into(), ..long.clone() };
    let mut headers = Vec::new();
    for message in [&long, &long, &other] {
        smpp.send(message, NOW).await.expect("taken");
        headers.push(centre.next("submit").await["header"].clone());
        centre.next("submit").await;
    }
    assert_eq!(headers[0], headers[1]);
    assert_ne!(headers[0], headers[2]);
}

#[tokio::test]
async fn senders_and_times_are_told_as_set() {
    let mut centre = Peer::plain();
    for (sender, ton, npi, from) in
        [("+4915112345678", 1, 1, "4915112345678"), ("12345", 3, 0, "12345")]
    {
        let sender = Sender::read(sender).expect("a sender");
        let told = SmppSettings {
            sender,
            validity: Validity::Absolute,
            service_type: "OTP".into(),
            receipts: false,
            ..settings(centre.port)
        };
        send(&smpp(told), "+4915123456701").await.expect("taken");
        let got = centre.next("submit").await;
        assert_eq!(
            (text(&got, "from"), &got["ton"], &got["npi"]),
            (from, &json!(ton), &json!(npi))
        );
        assert_eq!((text(&got, "validity"), text(&got, "service")), ("260101121000000+", "OTP"));
        assert_eq!(got["receipt"], 0);
    }
}

/// What the route says holds for its message alone; one that the centre would refuse is the operator's to mend, and another
/// provider may take the message.
#[tokio::test]
async fn a_route_names_its_own_sender() {
    let mut centre = Peer::plain();
    let smpp = smpp(SmppSettings { receipts: false, ..settings(centre.port) });
    for (of_route, ton, from) in [
        (Some("+4915112345678"), 1, "4915112345678"),
        (Some("12345"), 3, "12345"),
        (None, 5, "Nordstroem"),
    ] {
        let sender = of_route.map(str::to_owned);
        let message = Message { sender, ..message("+4915123456701", "x") };
        smpp.send(&message, NOW).await.expect("taken");
        let got = centre.next("submit").await;
        assert_eq!((text(&got, "from"), &got["ton"]), (from, &json!(ton)));
    }
    let odd = Message { sender: Some("Nordström".into()), ..message("+4915123456701", "x") };
    let refused = smpp.send(&odd, NOW).await;
    assert!(matches!(refused, Err(SendError::Retry { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_anything_connects() {
    // Nobody listens there, and nobody is asked.
    let smpp = smpp(settings(9));
    let number = "+4915123456701";
    let too_long = "a".repeat(1_700);
    for wrong in [
        message("mara@example.com", "x"),
        message("015123456701", "x"),
        message("+49;151", "x"),
        message(number, &too_long),
        Message { method: Method::Call, ..message(number, "x") },
    ] {
        let refused = smpp.send(&wrong, NOW).await;
        assert!(matches!(refused, Err(SendError::Permanent(_))), "{refused:?}");
    }
}
