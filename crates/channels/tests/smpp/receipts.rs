//! Receipts become reports: once each, by the right reference, and a flood of them drowns nothing.

use countersign_channels::{Delivery, News, Report, Wish};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::peer::Peer;
use super::*;

async fn report(reports: &mut mpsc::Receiver<News>) -> Report {
    let told = timeout(Duration::from_secs(30), reports.recv()).await;
    match told.expect("a report comes").expect("the channel lives") {
        News::Report(report) => report,
        News::Wish(wish) => panic!("no report: {wish:?}"),
    }
}

fn failed(report: &Report) -> &str {
    match &report.outcome {
        Delivery::Failed { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_receipt_says_what_became_of_it() {
    let centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let (tell, mut reports) = mpsc::channel(10);
    smpp.report_to(tell);
    for to in ["+4915123456701", "+4915123456744", "+4915123456755"] {
        let sent = send(&smpp, to).await.expect("taken");
        let told = report(&mut reports).await;
        assert_eq!(Some(&told.reference), sent.reference.as_ref());
        match &to[12..] {
            "44" => {
                assert_eq!(failed(&told), "the network could not deliver the message (error 027)");
            }
            "55" => assert!(failed(&told).contains("expired"), "{told:?}"),
            _ => assert_eq!(told.outcome, Delivery::Delivered),
        }
    }
}

/// Every way in which a centre spells the id, in the text, in the parameters, and in both.
#[tokio::test]
async fn the_reference_is_found_in_every_spelling() {
    for (ids, receipt_ids) in [
        ("same", ReceiptIds::Same),
        ("decimal", ReceiptIds::Decimal),
        ("hexadecimal", ReceiptIds::Hexadecimal),
    ] {
        for receipts in ["both", "text", "parameters"] {
            let centre = Peer::start(&json!({ "ids": ids, "receipts": receipts }));
            let smpp = smpp(SmppSettings { receipt_ids, ..settings(centre.port) });
            let (tell, mut reports) = mpsc::channel(10);
            smpp.report_to(tell);
            let sent = send(&smpp, "+4915123456701").await.expect("taken");
            let told = report(&mut reports).await;
            assert_eq!(Some(told.reference), sent.reference, "{ids} {receipts}");
        }
    }
}

/// 2,000 receipts come while nobody reads reports: messages go out all the same, what finds no place is left with the
/// centre, and nothing is kept beyond the channel's own bound.
#[tokio::test]
async fn a_flood_of_receipts_drowns_no_message() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let (tell, mut reports) = mpsc::channel(100);
    smpp.report_to(tell);
    send(&smpp, "+4915123456794").await.expect("taken");
    for _ in 0..20 {
        send(&smpp, "+4915123456701").await.expect("taken in the middle of it");
    }
    let (mut noted, mut put_off) = (0, 0);
    while noted + put_off < 2_000 {
        let fact = centre.next("receipt").await;
        match fact["status"].as_u64() {
            Some(0) => noted += 1,
            Some(0x64) => put_off += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(put_off > 0);
    assert_eq!(noted, 100, "as many as there was room for");
    for _ in 0..noted {
        report(&mut reports).await;
    }
    // With room again, receipts are taken again.
    let sent = send(&smpp, "+4915123456701").await.expect("taken");
    while Some(report(&mut reports).await.reference) != sent.reference {}
}

/// CS-SMS-07: what the recipient writes back to the sender is read and acknowledged.
#[tokio::test]
async fn stop_and_start_become_wishes() {
    let mut centre = Peer::plain();
    let smpp = smpp(SmppSettings { receipts: false, ..settings(centre.port) });
    let (tell, mut news) = mpsc::channel(10);
    smpp.report_to(tell);
    send(&smpp, "+4915123456793").await.expect("taken");
    for wanted in [false, true] {
        let told = timeout(Duration::from_secs(30), news.recv()).await.expect("it comes");
        let from = "+4915123456793".to_owned();
        assert_eq!(told, Some(News::Wish(Wish { from, method: Method::Sms, wanted })));
        assert_eq!(centre.next("written").await["status"], 0);
    }
}

#[tokio::test]
async fn without_a_listener_receipts_are_acknowledged() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    send(&smpp, "+4915123456701").await.expect("taken");
    assert_eq!(centre.next("receipt").await["status"], 0);
}
