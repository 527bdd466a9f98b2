//! The bind: made, kept, made again, protected, given back.

use std::time::Instant;

use futures_util::future::join_all;
use serde_json::json;

use super::peer::Peer;
use super::*;

#[tokio::test]
async fn one_bind_carries_everything_within_its_window() {
    let mut centre = Peer::plain();
    let smpp = smpp(SmppSettings { window: 5, ..settings(centre.port) });
    let numbers: Vec<String> = (100..140).map(|n| format!("+49151234{n}92")).collect();
    for result in join_all(numbers.iter().map(|to| send(&smpp, to))).await {
        result.expect("taken");
    }
    let facts = centre.facts().await;
    let binds: Vec<_> = facts.iter().filter(|fact| fact["ev"] == "bind").collect();
    assert_eq!(binds.len(), 1);
    assert_eq!((&binds[0]["as"], &binds[0]["version"]), (&json!("bind_transceiver"), &json!(0x34)));
    let most = facts.iter().filter_map(|fact| fact["open"].as_u64()).max();
    assert_eq!(most, Some(5), "the window is used, and kept");
}

#[tokio::test]
async fn a_rate_is_kept() {
    let mut centre = Peer::plain();
    let smpp = smpp(SmppSettings { per_second: Some(20), ..settings(centre.port) });
    send(&smpp, "+4915123456701").await.expect("taken");
    let began = Instant::now();
    let numbers: Vec<String> = (100..120).map(|n| format!("+49151234{n}01")).collect();
    for result in join_all(numbers.iter().map(|to| send(&smpp, to))).await {
        result.expect("taken");
    }
    assert!(began.elapsed() >= Duration::from_millis(900), "{:?}", began.elapsed());
    centre.next("submit").await;
}

#[tokio::test]
async fn a_wrong_password_is_said_and_not_hammered() {
    let mut centre = Peer::plain();
    let wrong = SmppSettings { password: "wrong-one".into(), ..settings(centre.port) };
    let smpp = smpp(wrong);
    for _ in 0..5 {
        let Err(SendError::Retry { reason, after }) = send(&smpp, "+4915123456701").await else {
            panic!("nothing is sent");
        };
        assert!(reason.contains("refused system_id or password"), "{reason}");
        assert!(after > Some(Duration::from_secs(30)), "{after:?}");
        assert!(!reason.contains("wrong-one"));
    }
    let binds = centre.facts().await.iter().filter(|fact| fact["ev"] == "bind").count();
    assert_eq!(binds, 1);
    let probed = smpp.probe().await.expect_err("no bind");
    assert!(probed.contains("password"), "{probed}");
    assert!(!format!("{smpp:?}").contains("wrong-one"));
}

#[tokio::test]
async fn silence_is_filled_and_a_goodbye_is_said() {
    let mut centre = Peer::plain();
    let smpp =
        smpp(SmppSettings { enquire_every: Duration::from_secs(5), ..settings(centre.port) });
    send(&smpp, "+4915123456701").await.expect("taken");
    centre.next("enquire").await;
    // A message that is under way is waited for.
    let (sent, ()) = tokio::join!(send(&smpp, "+4915123456792"), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        smpp.stop().await;
    });
    sent.expect("answered before the goodbye");
    assert_eq!(centre.next("unbind").await["open"], 0);
    let Err(SendError::Retry { reason, .. }) = send(&smpp, "+4915123456701").await else {
        panic!("nothing is sent after the goodbye");
    };
    assert!(reason.contains("ended"), "{reason}");
}

#[tokio::test]
async fn a_dropped_channel_says_goodbye_too() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    send(&smpp, "+4915123456701").await.expect("taken");
    drop(smpp);
    centre.next("unbind").await;
}

#[tokio::test]
async fn a_centre_that_says_goodbye_or_dies_is_bound_again() {
    let mut centre = Peer::plain();
    let port = centre.port;
    let smpp = smpp(settings(port));
    send(&smpp, "+4915123456701").await.expect("taken");
    centre.next("submit").await;
    centre.order("unbind");
    centre.next("close").await;
    centre.next("bind").await;

    drop(centre);
    // Nobody listens: senders are told at once, not after their whole time.
    let mut again = Instant::now();
    while send(&smpp, "+4915123456701").await.is_ok() {
        again = Instant::now();
    }
    let Err(SendError::Retry { reason, after }) = send(&smpp, "+4915123456701").await else {
        panic!("nobody is there");
    };
    assert!(after.is_some() && !reason.is_empty());
    assert!(again.elapsed() < Duration::from_secs(10));

    let mut centre = Peer::start(&json!({ "port": port }));
    centre.next("bind").await;
    let began = Instant::now();
    while send(&smpp, "+4915123456701").await.is_err() {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(began.elapsed() < Duration::from_secs(30));
    }
}

#[tokio::test]
async fn a_centre_that_never_answers_the_bind_holds_nobody_up() {
    let centre = Peer::plain();
    let mute = SmppSettings {
        system_id: "mute".into(),
        connect_timeout: Duration::from_secs(1),
        ..settings(centre.port)
    };
    let smpp = smpp(mute);
    let began = Instant::now();
    let refused = send(&smpp, "+4915123456701").await;
    assert!(matches!(refused, Err(SendError::Retry { .. })), "{refused:?}");
    assert_eq!(smpp.probe().await, Err("the SMS centre did not answer in time".to_owned()));
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_probe_binds_and_leaves_or_trusts_the_bind_there_is() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    assert_eq!(smpp.probe().await, Ok(()));
    centre.next("unbind").await;
    send(&smpp, "+4915123456701").await.expect("taken");
    assert_eq!(smpp.probe().await, Ok(()));
    let binds = centre.facts().await.iter().filter(|fact| fact["ev"] == "bind").count();
    assert_eq!(binds, 1, "the channel's own; none for the second probe");
    // Another process of ours holds the only bind that the centre allows.
    let busy = SmppSettings { system_id: "busy".into(), ..settings(centre.port) };
    assert_eq!(Smpp::new(busy).expect("settings").probe().await, Ok(()));
    let nobody = Smpp::new(settings(9)).expect("settings");
    assert_eq!(nobody.probe().await, Err("the SMS centre cannot be reached".to_owned()));
}

#[tokio::test]
async fn with_tls_only_a_known_certificate_will_do() {
    let mut centre = Peer::start(&json!({ "tls": true }));
    let tls = SmppSettings {
        host: "localhost".into(),
        security: LineSecurity::Tls,
        root_certificate: Some(centre.ca.clone()),
        ..settings(centre.port)
    };
    send(&smpp(tls.clone()), "+4915123456701").await.expect("taken");
    assert_eq!(text(&centre.next("submit").await, "to"), "4915123456701");

    let refusal = "the SMS centre's certificate was refused";
    let stranger = SmppSettings { root_certificate: None, ..tls.clone() };
    assert_eq!(smpp(stranger).probe().await, Err(refusal.to_owned()));
    let misnamed = SmppSettings { host: "127.0.0.1".into(), ..tls.clone() };
    assert_eq!(smpp(misnamed).probe().await, Err(refusal.to_owned()));
    let plain = Peer::plain();
    let no_tls = SmppSettings { port: plain.port, connect_timeout: Duration::from_secs(2), ..tls };
    assert!(smpp(no_tls).probe().await.is_err());
}
