//! Receipts in the forms that centres send them in.

use proptest::prelude::*;

use super::*;

fn deliver(esm_class: u8, text: &str, parameters: &[(u16, &[u8])]) -> Vec<u8> {
    let mut body = b"\0\x01\x014915123456789\0\x05\0Nordstroem\0".to_vec();
    body.extend([esm_class, 0, 0, 0, 0, 0, 0, 0, 0]);
    body.push(u8::try_from(text.len()).expect("short"));
    body.extend(text.as_bytes());
    for (tag, value) in parameters {
        body.extend(tag.to_be_bytes());
        body.extend(u16::try_from(value.len()).expect("short").to_be_bytes());
        body.extend(*value);
    }
    body
}

fn receipt(text: &str, ids: ReceiptIds) -> Option<Incoming> {
    read(command::DELIVER_SM, &deliver(4, text, &[]), ids)
}

fn reported(reference: &str, outcome: Delivery) -> Incoming {
    Incoming::News(News::Report(Report { reference: reference.to_owned(), outcome }))
}

#[test]
fn the_text_form_is_read() {
    let text = "id:0a1B sub:001 dlvrd:001 submit date:2611220000 done date:2611220001 stat:DELIVRD err:000 text:Your";
    assert_eq!(receipt(text, ReceiptIds::Same), Some(reported("0a1B", Delivery::Delivered)));
    let odd = "ID: 0a1B Sub:001 Stat: delivrd Err:0";
    assert_eq!(receipt(odd, ReceiptIds::Same), Some(reported("0a1B", Delivery::Delivered)));
}

#[test]
fn failures_have_a_sentence_and_the_networks_number() {
    let told = |stat: &str, err: &str| match receipt(
        &format!("id:7 stat:{stat} err:{err}"),
        ReceiptIds::Same,
    ) {
        Some(Incoming::News(News::Report(Report {
            outcome: Delivery::Failed { reason }, ..
        }))) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(told("UNDELIV", "027"), "the network could not deliver the message (error 027)");
    assert_eq!(told("EXPIRED", "000"), "the phone was not reached before the message expired");
    assert_eq!(told("REJECTD", "+49151234"), "the network refused the message");
}

#[test]
fn a_state_on_the_way_is_no_end() {
    for stat in ["ACCEPTD", "ENROUTE", "UNKNOWN", "whatever"] {
        assert_eq!(receipt(&format!("id:7 stat:{stat}"), ReceiptIds::Same), Some(Incoming::Idle));
    }
    assert_eq!(receipt("stat:DELIVRD", ReceiptIds::Same), Some(Incoming::Idle));
    assert_eq!(receipt("", ReceiptIds::Same), Some(Incoming::Idle));
}

#[test]
fn parameters_go_before_the_text() {
    let body = deliver(
        4,
        "id:zzz stat:UNDELIV err:1",
        &[(RECEIPTED_MESSAGE_ID, b"m7\0"), (MESSAGE_STATE, &[2])],
    );
    assert_eq!(
        read(command::DELIVER_SM, &body, ReceiptIds::Same),
        Some(reported("m7", Delivery::Delivered))
    );
    // Parameters alone make a receipt, too.
    let body = deliver(0, "", &[(RECEIPTED_MESSAGE_ID, b"m7\0"), (MESSAGE_STATE, &[2])]);
    assert_eq!(
        read(command::DELIVER_SM, &body, ReceiptIds::Same),
        Some(reported("m7", Delivery::Delivered))
    );
    let body = deliver(4, "", &[(MESSAGE_PAYLOAD, b"id:m7 stat:DELIVRD")]);
    assert_eq!(
        read(command::DELIVER_SM, &body, ReceiptIds::Same),
        Some(reported("m7", Delivery::Delivered))
    );
}

#[test]
fn a_receipt_by_data_sm_is_read() {
    let mut body = b"\0\x01\x0149151\0\x05\0Nord\0\x04\0\0".to_vec();
    body.extend(b"\x00\x1E\x00\x03m7\0\x04\x27\x00\x01\x05");
    let told = read(command::DATA_SM, &body, ReceiptIds::Same);
    assert!(matches!(
        told,
        Some(Incoming::News(News::Report(Report { outcome: Delivery::Failed { .. }, .. })))
    ));
}

/// CS-API-05
#[test]
fn a_text_that_somebody_sent_is_no_receipt() {
    for esm_class in [0x00, 0x08, 0x10, 0x20, 0x40] {
        let body = deliver(esm_class, "id:m7 stat:DELIVRD", &[]);
        assert_eq!(read(command::DELIVER_SM, &body, ReceiptIds::Same), Some(Incoming::Idle));
    }
}

/// Written by a person: who, in which alphabet, and what.
fn wrote(ton: u8, from: &str, esm_class: u8, coding: u8, text: &[u8]) -> Option<Incoming> {
    let mut body = vec![0, ton, 1];
    body.extend(from.as_bytes());
    body.extend(b"\0\x05\0Nordstroem\0");
    body.extend([esm_class, 0, 0, 0, 0, 0, 0, coding, 0]);
    body.push(u8::try_from(text.len()).expect("short"));
    body.extend(text);
    read(command::DELIVER_SM, &body, ReceiptIds::Same)
}

/// CS-SMS-07
#[test]
fn stop_and_start_are_read_in_every_alphabet() {
    let wish = |wanted| {
        let from = "+4915123456789".to_owned();
        Some(Incoming::News(News::Wish(Wish { from, method: Method::Sms, wanted })))
    };
    assert_eq!(wrote(1, "4915123456789", 0, 0, b"Stop"), wish(false));
    assert_eq!(wrote(1, "4915123456789", 0, 3, b"START "), wish(true));
    assert_eq!(wrote(0, "+4915123456789", 0, 8, b"\0S\0t\0o\0p\0p"), wish(false));
}

/// A national number would be read as somebody else's, and a part of a long text is no word.
#[test]
fn what_is_not_surely_a_wish_is_none() {
    for odd in [
        wrote(2, "15123456789", 0, 0, b"STOP"),
        wrote(0, "15123456789", 0, 0, b"STOP"),
        wrote(5, "Somebody", 0, 0, b"STOP"),
        wrote(1, "4915123456789", 0x40, 0, b"STOP"),
        wrote(1, "4915123456789", 0, 0, b"STOP it, please"),
        wrote(1, "4915123456789", 0, 8, b"\xD8\0\0S"),
    ] {
        assert_eq!(odd, Some(Incoming::Idle));
    }
}

#[test]
fn two_spellings_of_an_id_are_one_reference() {
    let hex_first = ReceiptIds::Decimal;
    assert_eq!(hex_first.of_answer(b"1A2B").as_deref(), Some("6699"));
    assert_eq!(hex_first.of_answer(b"00001a2b").as_deref(), Some("6699"));
    assert_eq!(
        receipt("id:0000006699 stat:DELIVRD", hex_first),
        Some(reported("6699", Delivery::Delivered))
    );
    let decimal_first = ReceiptIds::Hexadecimal;
    assert_eq!(decimal_first.of_answer(b"6699").as_deref(), Some("6699"));
    assert_eq!(
        receipt("id:1A2B stat:DELIVRD", decimal_first),
        Some(reported("6699", Delivery::Delivered))
    );
    // The parameter spells it as the answer did.
    let body = deliver(4, "", &[(RECEIPTED_MESSAGE_ID, b"1A2B\0"), (MESSAGE_STATE, &[2])]);
    assert_eq!(
        read(command::DELIVER_SM, &body, hex_first),
        Some(reported("6699", Delivery::Delivered))
    );
    // What is no number stays what it is.
    assert_eq!(hex_first.of_answer(b"m-7").as_deref(), Some("m-7"));
}

#[test]
fn an_id_that_cannot_be_shown_is_none() {
    for id in [&b""[..], b"   ", b"a b", b"\x01\x02", &[0xFF; 5], &[b'a'; 201]] {
        assert_eq!(ReceiptIds::Same.of_answer(id), None);
    }
}

proptest! {
    #[test]
    fn nonsense_is_survived(body in prop::collection::vec(any::<u8>(), 0..400), data: bool) {
        let id = if data { command::DATA_SM } else { command::DELIVER_SM };
        for ids in [ReceiptIds::Same, ReceiptIds::Decimal, ReceiptIds::Hexadecimal] {
            let _ = read(id, &body, ids);
        }
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,15}") {
        let _ = receipt(&format!("id:{text} stat:{text} err:{text}"), ReceiptIds::Decimal);
    }
}
