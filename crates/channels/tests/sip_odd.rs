//! Calls through trunks that are silent, slow, hostile or just unusual, played by the test.

mod caller;
mod trunk;

use std::time::Duration;

use caller::{NOW, english, message, outcome, permanent, place, retry, sip};
use countersign_channels::sip::{Engine, Pace, SipSettings};
use countersign_channels::{Channel as _, Delivery, Message};
use countersign_core::people::Language;
use tokio::net::UdpSocket;
use trunk::{Trunk, press, sdp};

/// As short as a call can be.
fn short() -> Message {
    message("+4915123456789", Language::En, "Goodbye.", "7, 7, 7, 7.")
}

/// The wait for a second wish is no matter of these tests.
fn quick(settings: SipSettings) -> SipSettings {
    SipSettings { pace: Pace { again: Duration::ZERO, ..settings.pace }, ..settings }
}

#[tokio::test]
async fn a_silent_trunk_is_asked_again_then_given_up_and_looked_up_anew() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(SipSettings { trunk_timeout: Duration::from_secs(1), ..trunk.settings() });
    let mut ports = Vec::new();
    for _ in 0..2 {
        let (why, _) = retry(sip.send(&short(), NOW).await);
        assert_eq!(why, "the trunk does not answer");
        let (first, second) = (trunk.hear().await, trunk.hear().await);
        assert_eq!((first.method(), &first.text), ("INVITE", &second.text), "the same again");
        ports.push(first.header("Via").to_owned());
        // What else was sent meanwhile.
        while trunk.signals.try_recv(&mut [0; 4096]).is_ok() {}
    }
    let port = |via: &str| via.split(';').next().map(str::to_owned);
    assert_ne!(port(&ports[0]), port(&ports[1]), "a fresh socket");
}

/// Whose number is shown: the route's for its call, and else the trunk's.
#[tokio::test]
async fn a_route_names_its_own_number() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(SipSettings { trunk_timeout: Duration::from_secs(1), ..trunk.settings() });
    for (of_route, shown) in [(Some("+12125550123"), "12125550123"), (None, "4930123456")] {
        let message = Message { sender: of_route.map(str::to_owned), ..short() };
        retry(sip.send(&message, NOW).await);
        let invite = trunk.hear().await;
        assert!(invite.header("From").contains(shown), "{}", invite.header("From"));
        while trunk.signals.try_recv(&mut [0; 4096]).is_ok() {}
    }
}

#[tokio::test]
async fn a_key_may_come_by_info() {
    for (kind, body) in
        [("application/dtmf-relay", "Signal= 1\r\nDuration=160\r\n"), ("application/dtmf", "1")]
    {
        let trunk = Trunk::start().await;
        let (sip, mut reports) = sip(quick(trunk.settings()));
        let sending = place(sip, short());
        let invite = trunk.pick_up().await;
        trunk.ask("INFO", &invite, "far", &format!("Content-Type: {kind}\r\n"), body).await;
        assert!(trunk.hear().await.text.starts_with("SIP/2.0 200 "));
        trunk.hear_bye().await;
        sending.await.expect("ends").expect("sent");
        assert_eq!(outcome(&mut reports).await, Delivery::Delivered);
    }
}

/// The far end must be named by both tags: nobody else on the trunk ends or answers this call.
#[tokio::test]
async fn a_request_of_another_call_changes_nothing() {
    let trunk = Trunk::start().await;
    let (sip, mut reports) = sip(quick(trunk.settings()));
    let sending = place(sip, short());
    let invite = trunk.pick_up().await;
    for method in ["BYE", "INFO", "INVITE"] {
        trunk.ask(method, &invite, "other", "Content-Type: application/dtmf\r\n", "9").await;
        assert!(trunk.hear().await.text.starts_with("SIP/2.0 481 "));
    }
    trunk.press(&invite, 1).await;
    trunk.hear_bye().await;
    sending.await.expect("ends").expect("sent");
    assert_eq!(outcome(&mut reports).await, Delivery::Delivered);
}

#[tokio::test]
async fn a_callee_who_hangs_up_within_the_code_has_not_heard_it() {
    let trunk = Trunk::start().await;
    let (sip, mut reports) = sip(trunk.settings());
    let sending = place(sip, english("+4915123456789"));
    let invite = trunk.pick_up().await;
    trunk.press(&invite, 1).await;
    // The code begins half a second of silence later.
    hear_voice(&trunk.voice, 60).await;
    trunk.ask("BYE", &invite, "far", "", "").await;
    let why = permanent(sending.await.expect("ends"));
    assert_eq!(why, "the callee hung up before the code had been spoken whole");
    assert!(reports.recv().await.is_none());
}

/// Waits for so many packets of voice.
async fn hear_voice(socket: &UdpSocket, packets: usize) {
    for _ in 0..packets {
        socket.recv(&mut [0; 400]).await.expect("voice");
    }
}

#[tokio::test]
async fn a_send_that_is_dropped_while_it_rings_stops_the_ringing() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(trunk.settings());
    let sending = place(sip, short());
    let invite = trunk.hear_method("INVITE").await;
    trunk.answer(&invite, "180 Ringing", "far", "", "").await;
    // Whatever is read before the 180, the CANCEL comes only after it.
    tokio::task::yield_now().await;
    sending.abort();
    let cancel = trunk.hear_method("CANCEL").await;
    assert_eq!(cancel.header("Via"), invite.header("Via"), "the same transaction");
    trunk.answer(&cancel, "200 OK", "far", "", "").await;
    trunk.answer(&invite, "487 Request Terminated", "far", "", "").await;
    assert_eq!(trunk.hear_method("ACK").await.header("Via"), invite.header("Via"));
}

#[tokio::test]
async fn a_send_that_is_dropped_within_the_call_hangs_up() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(trunk.settings());
    let sending = place(sip, english("+4915123456789"));
    trunk.pick_up().await;
    hear_voice(&trunk.voice, 5).await;
    sending.abort();
    trunk.hear_bye().await;
}

#[tokio::test]
async fn who_answers_while_we_give_up_is_hung_up_on() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(SipSettings { ring: Duration::from_secs(1), ..trunk.settings() });
    let sending = place(sip, short());
    let invite = trunk.hear_method("INVITE").await;
    trunk.answer(&invite, "180 Ringing", "far", "", "").await;
    let cancel = trunk.hear_method("CANCEL").await;
    trunk.answer(&cancel, "200 OK", "far", "", "").await;
    trunk.answer(&invite, "200 OK", "far", "", &sdp(&trunk.voice)).await;
    trunk.hear_method("ACK").await;
    trunk.hear_bye().await;
    assert_eq!(permanent(sending.await.expect("ends")), "nobody answered the call");
    assert!(trunk.voice.try_recv(&mut [0; 400]).is_err(), "nothing was said");
}

#[tokio::test]
async fn a_trunk_that_never_lets_it_ring_is_not_the_callees_fault() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(SipSettings { ring: Duration::from_secs(1), ..trunk.settings() });
    let sending = place(sip, short());
    let invite = trunk.hear_method("INVITE").await;
    trunk.answer(&invite, "100 Trying", "far", "", "").await;
    let cancel = trunk.hear_method("CANCEL").await;
    trunk.answer(&cancel, "200 OK", "far", "", "").await;
    trunk.answer(&invite, "487 Request Terminated", "far", "", "").await;
    assert!(retry(sending.await.expect("ends")).0.contains("did not put the call through"));
}

#[tokio::test]
async fn an_answer_that_we_cannot_speak_on_is_acknowledged_and_ended() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(trunk.settings());
    let sending = place(sip, short());
    let invite = trunk.hear_method("INVITE").await;
    let other = sdp(&trunk.voice).replace("RTP/AVP 0 101", "RTP/AVP 9 101");
    trunk.answer(&invite, "200 OK", "far", "", &other).await;
    trunk.hear_method("ACK").await;
    trunk.hear_bye().await;
    assert!(retry(sending.await.expect("ends")).0.contains("not G.711"));
}

/// A number that rings in two places can be answered in both (RFC 3261 section 13.2.2.4).
#[tokio::test]
async fn a_second_answer_is_ended_and_a_repeated_one_acknowledged_again() {
    let trunk = Trunk::start().await;
    let (sip, mut reports) = sip(quick(trunk.settings()));
    let sending = place(sip, short());
    let invite = trunk.pick_up().await;
    trunk.answer(&invite, "200 OK", "far", "", &sdp(&trunk.voice)).await;
    assert!(trunk.hear_method("ACK").await.header("To").ends_with("tag=far"));
    trunk.answer(&invite, "200 OK", "second", "", &sdp(&trunk.voice)).await;
    assert!(trunk.hear_method("ACK").await.header("To").ends_with("tag=second"));
    let bye = trunk.hear_method("BYE").await;
    assert!(bye.header("To").ends_with("tag=second"), "{}", bye.text);
    assert!(bye.text.starts_with("BYE sip:second@far.example"), "{}", bye.text);
    trunk.press(&invite, 1).await;
    assert!(trunk.hear_bye().await.header("To").ends_with("tag=far"));
    sending.await.expect("ends").expect("sent");
    assert_eq!(outcome(&mut reports).await, Delivery::Delivered);
}

#[tokio::test]
async fn the_voice_follows_where_the_far_end_moves_it() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(quick(trunk.settings()));
    let sending = place(sip, short());
    let invite = trunk.pick_up().await;
    let other = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
    trunk.ask("INVITE", &invite, "far", "Content-Type: application/sdp\r\n", &sdp(&other)).await;
    let answer = trunk.hear().await;
    assert!(
        answer.text.starts_with("SIP/2.0 200 ") && answer.text.contains("m=audio "),
        "{}",
        answer.text
    );
    hear_voice(&other, 3).await;
    trunk.ask("UPDATE", &invite, "far", "Content-Type: application/sdp\r\n", "v=0\r\n").await;
    assert!(trunk.hear().await.text.starts_with("SIP/2.0 488 "));
    press(&other, &invite, 1).await;
    trunk.hear_bye().await;
    sending.await.expect("ends").expect("sent");
}

/// CS-DC-09: a key that a stranger on the network sends is none.
#[tokio::test]
async fn a_flood_of_garbage_and_a_strangers_keys_change_nothing() {
    let trunk = Trunk::start().await;
    let pace = Pace { key: Duration::ZERO, again: Duration::ZERO, ..Pace::default() };
    let (sip, _) = sip(SipSettings { pace, ..trunk.settings() });
    let sending = place(sip, short());
    let invite = trunk.pick_up().await;
    let stranger = UdpSocket::bind("127.0.0.9:0").await.expect("a socket");
    let mut noise = 1u32;
    for round in 0..3000u32 {
        let garbage: Vec<u8> = (0..round % 300)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                noise.to_be_bytes()[0]
            })
            .collect();
        trunk.say(&garbage).await;
        let _ = trunk.voice.send_to(&garbage, ("127.0.0.1", invite.voice_port())).await;
        if round % 100 == 0 {
            press(&stranger, &invite, 1).await;
        }
    }
    trunk.hear_bye().await;
    let why = permanent(sending.await.expect("ends"));
    assert!(why.contains("no key was pressed"), "{why}");
}

/// Registered once, for as long as the trunk says; the demand for a password is met.
#[tokio::test]
async fn a_registration_is_kept_and_renewed_before_it_ends() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(SipSettings { register: true, ..trunk.settings() });
    let sip = std::sync::Arc::new(sip);
    let demand =
        "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"\r\n";
    for (later_s, registers) in [(0, true), (299, false), (301, true)] {
        let (caller, at) = (std::sync::Arc::clone(&sip), NOW.plus(Duration::from_secs(later_s)));
        let sending = tokio::spawn(async move { caller.send(&short(), at).await });
        if registers {
            let first = trunk.hear_method("REGISTER").await;
            assert!(first.header("Authorization").is_empty());
            trunk.answer(&first, "401 Unauthorized", "r", demand, "").await;
            let second = trunk.hear_method("REGISTER").await;
            let signed = second.header("Authorization");
            assert!(
                signed.contains("algorithm=SHA-256") && signed.contains("qop=auth"),
                "{signed}"
            );
            trunk.answer(&second, "200 OK", "r", "Expires: 400\r\n", "").await;
        }
        let next = trunk.hear().await;
        assert_eq!(next.method(), "INVITE", "{later_s}");
        trunk.answer(&next, "486 Busy Here", "far", "", "").await;
        assert_eq!(trunk.hear().await.method(), "ACK");
        assert_eq!(retry(sending.await.expect("ends")).0, "the line is busy (486)");
    }
}

/// RFC 7616 section 3.3: `stale` means that the password was right.
#[tokio::test]
async fn a_nonce_that_was_too_old_is_no_wrong_password() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(trunk.settings());
    let sending = place(sip, short());
    let demand = |stale| {
        format!(
            "Proxy-Authenticate: Digest realm=\"x\", nonce=\"{stale}\", stale={stale}, qop=\"auth\"\r\n"
        )
    };
    for (stale, status) in [(false, "407 Ask"), (true, "407 Ask"), (true, "407 Ask")] {
        let invite = trunk.hear_method("INVITE").await;
        trunk.answer(&invite, status, "far", &demand(stale), "").await;
        assert_eq!(trunk.hear().await.method(), "ACK");
    }
    assert_eq!(retry(sending.await.expect("ends")).0, "the trunk refused name and password (407)");
}

/// Never delivered after it expired.
#[tokio::test]
async fn a_code_that_would_expire_within_the_call_is_not_spoken() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(trunk.settings());
    let sending =
        place(sip, Message { useless_after: NOW.plus(Duration::from_secs(3)), ..short() });
    trunk.pick_up().await;
    trunk.hear_bye().await;
    assert!(permanent(sending.await.expect("ends")).contains("would expire"));
}

#[tokio::test]
async fn no_more_calls_are_placed_than_the_trunk_takes() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(SipSettings { calls_at_once: 1, ..trunk.settings() });
    let sip = std::sync::Arc::new(sip);
    let first = std::sync::Arc::clone(&sip);
    let sending = tokio::spawn(async move { first.send(&short(), NOW).await });
    let invite = trunk.hear_method("INVITE").await;
    let (why, _) = retry(sip.send(&short(), NOW).await);
    assert!(why.contains("calls_at_once"), "{why}");
    trunk.answer(&invite, "486 Busy Here", "far", "", "").await;
    assert_eq!(retry(sending.await.expect("ends")).0, "the line is busy (486)");
}

/// Without its engine a call that needs it rings nobody, and `doctor` says why.
#[tokio::test]
async fn a_missing_speech_engine_is_found_before_anybody_is_called() {
    let trunk = Trunk::start().await;
    let command = vec!["no-such-engine".to_owned()];
    let engine = Some(Engine { command, timeout: Duration::from_secs(5) });
    let (broken, _) = sip(SipSettings { engine, ..trunk.settings() });
    let (none, _) = sip(SipSettings { engine: None, ..trunk.settings() });
    let order =
        message("+4915123456789", Language::En, "Restore snapshot.", "Your code is 7, 7, 7, 7.");
    let (why, _) = retry(broken.send(&order, NOW).await);
    assert!(why.contains("no-such-engine is not installed"), "{why}");
    assert!(retry(none.send(&order, NOW).await).0.contains("no speech engine"));
    assert!(trunk.signals.try_recv(&mut [0; 400]).is_err(), "nobody was called");

    let probing = tokio::spawn(async move { broken.probe().await });
    let options = trunk.hear_method("OPTIONS").await;
    trunk.answer(&options, "405 Method Not Allowed", "p", "", "").await;
    let why = probing.await.expect("ends").expect_err("the engine is missing");
    assert!(why.contains("no-such-engine is not installed"), "{why}");
}

#[tokio::test]
async fn a_probe_registers_nothing_and_names_a_silent_trunk() {
    let trunk = Trunk::start().await;
    let register = SipSettings { register: true, engine: None, ..trunk.settings() };
    let (asking, _) = sip(register.clone());
    let probing = tokio::spawn(async move { asking.probe().await });
    let asked = trunk.hear_method("REGISTER").await;
    assert!(asked.header("Contact").is_empty() && asked.header("Expires").is_empty());
    trunk.answer(&asked, "200 OK", "p", "", "").await;
    assert_eq!(probing.await.expect("ends"), Ok(()));

    let (silent, _) = sip(SipSettings { trunk_timeout: Duration::from_millis(300), ..register });
    assert_eq!(silent.probe().await, Err("the trunk does not answer".to_owned()));
}

#[tokio::test]
async fn a_text_too_long_for_a_call_and_other_messages_ring_nobody() {
    let trunk = Trunk::start().await;
    let pace = Pace { call: Duration::from_secs(3), ..Pace::default() };
    let (sip, _) = sip(SipSettings { pace, ..trunk.settings() });
    assert!(permanent(sip.send(&short(), NOW).await).contains("too long"));
    let unspoken = Message { spoken: None, ..short() };
    assert!(permanent(sip.send(&unspoken, NOW).await).contains("calls only"));
    let odd = Message { to: "+49;phone-context=evil".into(), ..short() };
    assert!(permanent(sip.send(&odd, NOW).await).contains("international form"));
    assert!(trunk.signals.try_recv(&mut [0; 400]).is_err(), "nobody was called");
}

/// CS-DC-09: whatever the texts were made into, the code is not part of what a machine would record.
#[tokio::test]
async fn an_opening_that_holds_the_code_rings_nobody() {
    let trunk = Trunk::start().await;
    let (sip, _) = sip(trunk.settings());
    for opening in ["Your code is 7, 8, 7, 9.", "Your code is 7879.", "No. 1: 78 79."] {
        let leaky = message("+4915123456789", Language::En, opening, "7, 8, 7, 9.");
        let leaky = Message { code: Some("7879".into()), ..leaky };
        assert!(permanent(sip.send(&leaky, NOW).await).contains("holds the code"), "{opening}");
    }
    assert!(trunk.signals.try_recv(&mut [0; 400]).is_err(), "nobody was called");
}
