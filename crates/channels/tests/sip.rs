//! Calls through a trunk that demands credentials (Kamailio) to a phone that records them (baresip).

mod caller;
mod voice;

use std::time::{Duration, Instant};

use caller::{NOW, english, message, outcome, permanent, place, retry, sip};
use countersign_channels::sip::{Credentials, Pace, SipSettings};
use countersign_channels::{Channel as _, Delivery, News, Report};
use countersign_core::people::Language;
use voice::{Voice, digits, loud_seconds};

fn settings(port: u16) -> SipSettings {
    caller::settings("127.0.0.3", port)
}

async fn listen<T: Send + 'static>(
    mut voice: Voice,
    act: impl FnOnce(&mut Voice) -> T + Send + 'static,
) -> (Voice, T) {
    let acted = tokio::task::spawn_blocking(move || {
        let done = act(&mut voice);
        (voice, done)
    });
    acted.await.expect("the callee acts")
}

fn spoken(heard: &[voice::Digit]) -> String {
    heard.iter().map(|digit| char::from(b'0' + digit.value)).collect()
}

/// CS-DC-09
#[tokio::test(flavor = "multi_thread")]
async fn a_callee_who_presses_1_hears_the_code_twice() {
    let voice = Voice::start("auto", "PCMU");
    let (sip, mut reports) = sip(settings(voice.trunk_port));
    let sending = place(sip, english("+4915123456789"));
    let (mut voice, ()) = listen(voice, |voice| {
        voice.wait_for("CALL_ESTABLISHED");
        voice.press("1");
        voice.wait_for("CALL_CLOSED");
    })
    .await;
    let sent = sending.await.expect("ends").expect("sent");
    let report = reports.recv().await.expect("a report");
    assert_eq!(
        report,
        News::Report(Report {
            reference: sent.reference.expect("one"),
            outcome: Delivery::Delivered
        })
    );

    let heard = digits(&voice.recording(), "en");
    assert_eq!(spoken(&heard), "482913482913", "{heard:?}");
    for pair in heard[..6].windows(2) {
        let gap = pair[1].from - pair[0].to;
        assert!((0.35..0.9).contains(&gap), "half a second between digits: {pair:?}");
    }
}

/// CS-DC-09: an answering machine presses no key.
#[tokio::test(flavor = "multi_thread")]
async fn a_silent_callee_hears_the_opening_twice_and_no_digit() {
    let voice = Voice::start("auto", "PCMA");
    let pace = Pace { key: Duration::from_secs(1), ..Pace::default() };
    let (sip, mut reports) = sip(SipSettings { pace, ..settings(voice.trunk_port) });
    let once = Duration::from_secs(4);
    let sending = place(sip, english("+4915123456789"));
    let (mut voice, ()) = listen(voice, |voice| {
        voice.wait_for("CALL_ESTABLISHED");
        voice.wait_for("CALL_CLOSED");
    })
    .await;
    let why = permanent(sending.await.expect("ends"));
    assert!(why.contains("no key was pressed"), "{why}");
    assert!(reports.recv().await.is_none(), "nothing was delivered");

    let recording = voice.recording();
    assert_eq!(spoken(&digits(&recording, "en")), "");
    let loud = loud_seconds(&recording);
    assert!(loud > once.as_secs_f64(), "the opening was heard twice: {loud} s are loud");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_read_by_the_engine_and_eight_digits_come_in_two_groups() {
    let voice = Voice::start("auto", "PCMA");
    let (sip, mut reports) = sip(settings(voice.trunk_port));
    let opening = "Guten Tag, hier ist Nordström. Es geht um einen Auftrag: Snapshot zurückspielen, für web-1, \
        kostenlos, Auftragsnummer endet auf 7, K, 2, M. Um den Freigabecode zu hören, drücken Sie die 1.";
    let after_key = "Ihr Code lautet: 4, 8, 2, 9; 1, 3, 0, 7.";
    let sending = place(sip, message("+4930987654", Language::De, opening, after_key));
    let (mut voice, ()) = listen(voice, |voice| {
        voice.wait_for("CALL_ESTABLISHED");
        // Long enough for the engine's sentences to be heard.
        std::thread::sleep(Duration::from_secs(6));
        voice.press("5");
        voice.press("1");
        voice.wait_for("CALL_CLOSED");
    })
    .await;
    sending.await.expect("ends").expect("sent");
    assert_eq!(outcome(&mut reports).await, Delivery::Delivered);

    let recording = voice.recording();
    let heard = digits(&recording, "de");
    assert_eq!(spoken(&heard), "48291307", "{heard:?}");
    let between = heard[4].from - heard[3].to;
    assert!((0.85..1.6).contains(&between), "a second between the groups: {between}");
    let before = loud_seconds(&recording[..recording.len().min(6 * 8000)]);
    assert!(before > 3.0, "the order was read: {before} s are loud");
}

#[tokio::test(flavor = "multi_thread")]
async fn key_9_is_thanked_for_and_is_reported_as_a_refusal() {
    let voice = Voice::start("auto", "PCMU");
    let (sip, mut reports) = sip(settings(voice.trunk_port));
    let sending = place(sip, english("+4915123456789"));
    let (mut voice, thanks) = listen(voice, |voice| {
        voice.wait_for("CALL_ESTABLISHED");
        voice.press("9");
        let pressed = std::time::Instant::now();
        voice.wait_for("CALL_CLOSED");
        pressed.elapsed()
    })
    .await;
    let sent = sending.await.expect("ends").expect("taken");
    let report = reports.recv().await.expect("a report");
    assert_eq!(
        report,
        News::Report(Report {
            reference: sent.reference.expect("one"),
            outcome: Delivery::Refused
        })
    );
    assert_eq!(spoken(&digits(&voice.recording(), "en")), "");
    // "Thank you. The code will not be read out. Goodbye." takes its time.
    assert!(thanks > Duration::from_secs(2), "{thanks:?}");
}

/// The phone is told that the caller gave up (CANCEL): it does not ring on.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_nobody_answers_stops_ringing() {
    let voice = Voice::start("manual", "PCMU");
    let ring = Duration::from_secs(2);
    let (sip, _) = sip(SipSettings { ring, ..settings(voice.trunk_port) });
    let sending = place(sip, english("+4915123456789"));
    let (_voice, (rang, closed)) = listen(voice, |voice| {
        voice.wait_for("CALL_INCOMING");
        let rang = Instant::now();
        let closed = voice.wait_for("CALL_CLOSED");
        (rang.elapsed(), closed)
    })
    .await;
    assert_eq!(permanent(sending.await.expect("ends")), "nobody answered the call");
    assert!(rang < Duration::from_secs(20), "it rang {rang:?}: {closed}");
}

/// A callee who hangs up after the code was said once has it; before that, not.
#[tokio::test(flavor = "multi_thread")]
async fn a_callee_who_hangs_up_early_has_no_code() {
    let voice = Voice::start("auto", "PCMU");
    let (sip, _) = sip(settings(voice.trunk_port));
    let sending = place(sip, english("+4915123456789"));
    let (_voice, ()) = listen(voice, |voice| {
        voice.wait_for("CALL_ESTABLISHED");
        voice.hang_up();
        voice.wait_for("CALL_CLOSED");
    })
    .await;
    let why = permanent(sending.await.expect("ends"));
    assert_eq!(why, "the callee hung up without pressing a key");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trunks_refusals_are_told_apart() {
    let voice = Voice::start("manual", "PCMU");
    let (sip, mut reports) = sip(settings(voice.trunk_port));
    let call = async |to: &str| sip.send(&english(to), NOW).await;
    assert_eq!(permanent(call("+4915100000000").await), "the number is not in service (404)");
    assert_eq!(permanent(call("+4915100000033").await), "the callee declined the call (603)");
    assert_eq!(retry(call("+4915100000086").await).0, "the line is busy (486)");
    let (why, after) = retry(call("+4915100000003").await);
    assert_eq!(why, "the trunk has no line free or is broken (503)");
    assert_eq!(after, Some(Duration::from_secs(7)));
    assert!(permanent(call("015123").await).contains("international form"));
    assert_eq!(sip.probe().await, Ok(()));
    drop(sip);
    assert!(reports.recv().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_named_and_never_shown() {
    let voice = Voice::start("manual", "PCMU");
    let credentials = Some(Credentials { name: "shop".into(), password: "hunter2-wrong".into() });
    let (sip, _) = sip(SipSettings { credentials, ..settings(voice.trunk_port) });
    let (why, _) = retry(sip.send(&english("+4915123456789"), NOW).await);
    assert_eq!(why, "the trunk refused name and password (401)");
    assert_eq!(sip.probe().await, Err(why));
    assert!(!format!("{sip:?}").contains("hunter2"));
}
