//! A centre that refuses, hangs, lies and breaks: never twice, never lost without a word, never for ever.

use std::collections::HashMap;
use std::time::Instant;

use futures_util::future::join_all;

use super::peer::Peer;
use super::*;

fn retry(result: Result<Sent, SendError>) -> (String, Option<Duration>) {
    match result {
        Err(SendError::Retry { reason, after }) => (reason, after),
        other => panic!("to be tried again, not {other:?}"),
    }
}

fn unknown(result: Result<Sent, SendError>) -> String {
    match result {
        Err(SendError::Unknown { reason }) => reason,
        other => panic!("unknown, not {other:?}"),
    }
}

fn short(port: u16) -> SmppSettings {
    SmppSettings { send_timeout: Duration::from_secs(3), ..settings(port) }
}

async fn submits(centre: &mut Peer, to: &str) -> usize {
    let facts = centre.facts().await;
    facts.iter().filter(|fact| fact["ev"] == "submit" && text(fact, "to") == &to[1..]).count()
}

#[tokio::test]
async fn a_refusal_is_told_with_its_name() {
    let centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let refused = send(&smpp, "+4915123456700").await;
    assert_eq!(
        refused,
        Err(SendError::Permanent(
            "the SMS centre refused the message (status 0xb: destination address)".into()
        ))
    );
    let nacked = send(&smpp, "+4915123456789").await;
    assert!(matches!(nacked, Err(SendError::Permanent(_))), "{nacked:?}");
}

#[tokio::test]
async fn throttling_names_a_wait_and_holds_the_link_back() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    let (reason, after) = retry(send(&smpp, "+4915123456711").await);
    assert!(reason.contains("0x58: throttled"), "{reason}");
    assert_eq!(after, Some(Duration::from_secs(1)));
    // Whoever comes at once is held back, not refused.
    let began = Instant::now();
    send(&smpp, "+4915123456701").await.expect("taken");
    assert!(began.elapsed() >= Duration::from_millis(900));
    let (_, after) = retry(send(&smpp, "+4915123456712").await);
    assert!(after.is_some());
    assert_eq!(submits(&mut centre, "+4915123456711").await, 1);
}

/// A later part that is throttled goes again by itself: the first part must not go twice.
#[tokio::test]
async fn a_throttled_part_is_tried_again_alone() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    // The centre throttles a number's first two frames; the first part uses one of them up.
    let first = retry(smpp.send(&message("+4915123456711", &"a".repeat(200)), NOW).await);
    assert_eq!(first.1, Some(Duration::from_secs(1)));
    retry(send(&smpp, "+4915123456711").await);
    smpp.send(&message("+4915123456711", &"a".repeat(200)), NOW).await.expect("taken");
    assert_eq!(submits(&mut centre, "+4915123456711").await, 4);
}

#[tokio::test]
async fn without_an_answer_it_is_unknown_and_was_sent_once() {
    let mut centre = Peer::plain();
    let smpp = smpp(short(centre.port));
    let began = Instant::now();
    let (silent, other) = tokio::join!(send(&smpp, "+4915123456722"), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        send(&smpp, "+4915123456701").await
    });
    unknown(silent);
    other.expect("others are not held up");
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(submits(&mut centre, "+4915123456722").await, 1);
    // The link was not given up for it: one bind only.
    send(&smpp, "+4915123456702").await.expect("taken");
    assert!(centre.facts().await.iter().all(|fact| fact["ev"] != "bind"));
}

#[tokio::test]
async fn a_cut_connection_is_unknown_and_the_next_message_goes() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    unknown(send(&smpp, "+4915123456733").await);
    assert_eq!(submits(&mut centre, "+4915123456733").await, 1);
    // A bind that died young is made again after a second.
    let mut tries = 0;
    while let Err(error) = send(&smpp, "+4915123456701").await {
        let (_, after) = retry(Err(error));
        tokio::time::sleep(after.unwrap_or(Duration::from_millis(100))).await;
        tries += 1;
        assert!(tries < 20);
    }
}

#[tokio::test]
async fn a_centre_that_went_deaf_is_noticed_and_left() {
    let mut centre = Peer::plain();
    let smpp = smpp(short(centre.port));
    unknown(send(&smpp, "+4915123456723").await);
    // The unanswered message makes the link ask; a second later it gives the connection up, and binds anew.
    centre.next("close").await;
    centre.next("bind").await;
    let mut tries = 0;
    while let Err(error) = send(&smpp, "+4915123456701").await {
        let (_, after) = retry(Err(error));
        tokio::time::sleep(after.unwrap_or(Duration::from_millis(100))).await;
        tries += 1;
        assert!(tries < 20);
    }
}

#[tokio::test]
async fn late_and_double_answers_tell_nobody_twice() {
    let mut centre = Peer::plain();
    let smpp = smpp(short(centre.port));
    unknown(send(&smpp, "+4915123456766").await);
    let double = send(&smpp, "+4915123456777").await.expect("taken");
    // The late answer comes in between, and is not taken for another message's.
    centre.next("receipt").await;
    let mut references = vec![double.reference];
    for to in ["+4915123456701", "+4915123456777", "+4915123456702"] {
        references.push(send(&smpp, to).await.expect("taken").reference);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    references.push(send(&smpp, "+4915123456703").await.expect("taken").reference);
    let told = references.len();
    references.sort();
    references.dedup();
    assert_eq!(references.len(), told, "each answer belongs to one message");
    assert_eq!(submits(&mut centre, "+4915123456766").await, 0, "seen before, and only then");
}

#[tokio::test]
async fn nonsense_is_unknown_and_odd_acceptances_are_acceptances() {
    let mut centre = Peer::plain();
    let smpp = smpp(settings(centre.port));
    // A body that is missing, and a name that cannot be shown: taken, without a reference.
    for to in ["+4915123456790", "+4915123456791"] {
        assert_eq!(send(&smpp, to).await, Ok(Sent { reference: None }));
    }
    unknown(send(&smpp, "+4915123456788").await);
    centre.next("close").await;
    assert_eq!(submits(&mut centre, "+4915123456788").await, 0, "it went once, before");
}

/// What is full takes no more: with a window of one and a slow centre, those that find no place in time are known to
/// have stayed at home.
#[tokio::test]
async fn a_slow_centre_gets_what_it_can_take_and_the_rest_stays_at_home() {
    let mut centre = Peer::plain();
    let smpp = smpp(SmppSettings { window: 1, ..short(centre.port) });
    let numbers: Vec<String> = (100..140).map(|n| format!("+49151234{n}92")).collect();
    let results = join_all(numbers.iter().map(|to| send(&smpp, to))).await;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for fact in centre.facts().await {
        if fact["ev"] == "submit" {
            assert_eq!(fact["open"], 1, "never more than the window");
            *seen.entry(format!("+{}", text(&fact, "to"))).or_default() += 1;
        }
    }
    let mut at_home = 0;
    for (to, result) in numbers.iter().zip(results) {
        let times = seen.get(to).copied().unwrap_or_default();
        match result {
            Ok(_) | Err(SendError::Unknown { .. }) => assert_eq!(times, 1),
            Err(SendError::Retry { .. }) => {
                assert_eq!(times, 0, "{to}");
                at_home += 1;
            }
            Err(SendError::Permanent(reason)) => panic!("{reason}"),
        }
    }
    assert!(at_home > 0 && !seen.is_empty());
}

/// Many messages at once, with every fault among them: each reached the centre at most once, and what is said of it is
/// true.
#[tokio::test]
async fn what_is_said_of_a_message_is_true() {
    let mut centre = Peer::plain();
    let smpp = smpp(short(centre.port));
    // Alone one is taken; how many of the crowd are, is a matter of how busy the machine is.
    send(&smpp, "+4915122999901").await.expect("taken");
    let faults =
        ["01", "02", "00", "92", "22", "44", "77", "90", "33", "01", "88", "12", "03", "95"];
    let numbers: Vec<String> =
        (0..280).map(|n| format!("+4915{:06}{}", 123_000 + n, faults[n % faults.len()])).collect();
    let results = join_all(numbers.iter().map(|to| async {
        tokio::time::timeout(Duration::from_secs(20), send(&smpp, to)).await.expect("it ends")
    }))
    .await;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for fact in centre.facts().await {
        if fact["ev"] == "submit" {
            *seen.entry(format!("+{}", text(&fact, "to"))).or_default() += 1;
        }
    }
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    for (to, result) in numbers.iter().zip(&results) {
        let times = seen.get(to).copied().unwrap_or_default();
        assert!(times <= 1, "{to} went {times} times: {result:?}");
        let kind = match result {
            Ok(_) => "taken",
            Err(SendError::Permanent(_)) => "refused",
            Err(SendError::Unknown { .. }) => "unknown",
            Err(SendError::Retry { reason, .. }) if reason.contains("queue full") => "put off",
            Err(SendError::Retry { .. }) => "not sent",
        };
        match kind {
            // The line may have broken with the message on it.
            "unknown" => {}
            "not sent" => assert_eq!(times, 0, "{to}: {result:?}"),
            _ => assert_eq!(times, 1, "{to}: {result:?}"),
        }
        *kinds.entry(kind).or_default() += 1;
    }
    for kind in ["unknown", "not sent"] {
        assert!(kinds.contains_key(kind), "{kinds:?}");
    }
}
