//! The SMTP channel against a real server, well-behaved and not.

mod peer;

use std::io::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use countersign_channels::smtp::{Credentials, Security, Smtp, SmtpSettings};
use countersign_channels::{Channel as _, Message, SendError};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use peer::Peer;

/// 2026-01-01T12:00:00Z
const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);

fn settings(host: &str, port: u16) -> SmtpSettings {
    SmtpSettings {
        name: "mail-1".into(),
        host: host.to_owned(),
        port,
        security: Security::StartTls,
        credentials: Some(Credentials { name: "app".into(), password: "secret".into() }),
        root_certificate: None,
        hello_name: Some("countersign.test".into()),
        from_name: "Nordström Hosting".into(),
        from_address: "codes@nordstroem.example".into(),
        reply_to: Some("support@nordstroem.example".into()),
        connect_timeout: Duration::from_secs(2),
        send_timeout: Duration::from_secs(3),
    }
}

fn trusting(peer: &Peer) -> SmtpSettings {
    SmtpSettings { root_certificate: Some(peer.ca.clone()), ..settings("localhost", peer.port) }
}

fn smtp(settings: SmtpSettings) -> Smtp {
    Smtp::new(settings).expect("settings that work")
}

fn mail(to: &str) -> Message {
    Message {
        id: "job_0123456789abcdefghjkmnpqrs".into(),
        method: Method::Email,
        to: to.to_owned(),
        sender: None,
        subject: Some("Ihr Code für geschützte Bereiche".into()),
        text: "Sie möchten Rechnungen öffnen.\n\n482913\n".into(),
        html: Some("<p>Sie möchten Rechnungen öffnen.</p><p><b>482913</b></p>".into()),
        spoken: None,
        code: Some("482913".into()),
        purpose: "step-up",
        language: Language::De,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

fn retry(result: Result<countersign_channels::Sent, SendError>) -> String {
    match result {
        Err(SendError::Retry { reason, .. }) => reason,
        other => panic!("to be tried again, not {other:?}"),
    }
}

fn unknown(result: Result<countersign_channels::Sent, SendError>) -> String {
    match result {
        Err(SendError::Unknown { reason }) => reason,
        other => panic!("its fate is open, not {other:?}"),
    }
}

fn permanent(result: Result<countersign_channels::Sent, SendError>) -> String {
    match result {
        Err(SendError::Permanent(reason)) => reason,
        other => panic!("refused for good, not {other:?}"),
    }
}

#[tokio::test]
async fn a_mail_arrives_encrypted_signed_in_and_whole() {
    let peer = Peer::start("starttls");
    let sent = smtp(trusting(&peer)).send(&mail("mara@example.com"), NOW).await.expect("sent");
    let id = "<job_0123456789abcdefghjkmnpqrs@nordstroem.example>";
    assert_eq!(sent.reference.as_deref(), Some(id));

    let got = peer.mail();
    assert_eq!((&got["tls"], &got["authenticated"]), (&true.into(), &true.into()));
    assert_eq!(got["from"], "codes@nordstroem.example");
    assert_eq!(got["to"], serde_json::json!(["mara@example.com"]));
    let data = got["data"].as_str().expect("text");
    for line in [
        "To: mara@example.com",
        "Reply-To: support@nordstroem.example",
        "Auto-Submitted: auto-generated",
        "Content-Language: de",
        "Date: Thu, 01 Jan 2026 12:00:00 +0000",
        &format!("Message-ID: {id}"),
    ] {
        assert!(data.lines().any(|got| got == line), "{line} in {data}");
    }
    assert!(data.contains("multipart/alternative"), "{data}");
    assert!(data.contains("text/plain") && data.contains("text/html"), "{data}");
    assert!(data.contains("codes@nordstroem.example"), "{data}");
    assert!(data.is_ascii(), "headers and bodies are encoded: {data}");
}

#[tokio::test]
async fn tls_from_the_first_byte_works() {
    let peer = Peer::start("implicit");
    let settings = SmtpSettings { security: Security::ImplicitTls, ..trusting(&peer) };
    smtp(settings).send(&mail("mara@example.com"), NOW).await.expect("sent");
    let got = peer.mail();
    assert_eq!((&got["tls"], &got["authenticated"]), (&true.into(), &true.into()));
}

#[tokio::test]
async fn a_second_mail_goes_over_the_same_connection() {
    let peer = Peer::start("starttls");
    let smtp = smtp(trusting(&peer));
    smtp.send(&mail("one@example.com"), NOW).await.expect("sent");
    smtp.send(&mail("two@example.com"), NOW).await.expect("sent");
    let later = NOW.plus(Duration::from_mins(1));
    smtp.send(&mail("three@example.com"), later).await.expect("sent");
    let ports = [peer.mail(), peer.mail(), peer.mail()].map(|got| got["peer_port"].clone());
    assert_eq!(ports[0], ports[1], "kept");
    assert_ne!(ports[1], ports[2], "too old to be trusted");
}

#[tokio::test]
async fn a_connection_given_up_in_the_middle_serves_no_other_mail() {
    let peer = Peer::start("starttls");
    let smtp = smtp(trusting(&peer));
    smtp.send(&mail("one@example.com"), NOW).await.expect("sent");
    assert!(retry(smtp.send(&mail("hang@example.com"), NOW).await).contains("in time"));
    assert!(unknown(smtp.send(&mail("drop@example.com"), NOW).await).contains("broke"));
    assert!(permanent(smtp.send(&mail("nouser@example.com"), NOW).await).contains("550"));
    smtp.send(&mail("two@example.com"), NOW).await.expect("sent");
    assert_eq!(peer.mail()["to"], serde_json::json!(["one@example.com"]));
    assert_eq!(peer.mail()["to"], serde_json::json!(["two@example.com"]));
    assert!(peer.is_empty());
}

#[tokio::test]
async fn a_greylisted_mail_is_put_off_and_then_delivered() {
    let peer = Peer::start("starttls");
    let smtp = smtp(trusting(&peer));
    let reason = retry(smtp.send(&mail("grey@example.com"), NOW).await);
    assert_eq!(reason, "the mail server put the message off (451 4.7.1)");
    let first = smtp.send(&mail("grey@example.com"), NOW).await.expect("sent");
    let got = peer.mail();
    let id = format!("Message-ID: {}", first.reference.expect("an id"));
    assert!(got["data"].as_str().expect("text").contains(&id), "stable over tries");
}

#[tokio::test]
async fn a_full_mailbox_is_tried_again() {
    let peer = Peer::start("starttls");
    let reason = retry(smtp(trusting(&peer)).send(&mail("full@example.com"), NOW).await);
    assert_eq!(reason, "the mail server put the message off (452 4.2.2)");
}

/// CS-AUD-02: the server's text repeats the address, the reason does not.
#[tokio::test]
async fn a_refused_recipient_or_content_is_final_and_not_named() {
    let peer = Peer::start("starttls");
    let smtp = smtp(trusting(&peer));
    let reason = permanent(smtp.send(&mail("nouser@example.com"), NOW).await);
    assert_eq!(reason, "the mail server refused the message (550 5.1.1)");
    let reason = permanent(smtp.send(&mail("reject@example.com"), NOW).await);
    assert_eq!(reason, "the mail server refused the message (554 5.6.0)");
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let peer = Peer::start("starttls");
    smtp(trusting(&peer)).send(&mail("slow@example.com"), NOW).await.expect("sent");
    assert_eq!(peer.mail()["to"], serde_json::json!(["slow@example.com"]));
}

#[tokio::test]
async fn a_server_that_hangs_holds_a_send_no_longer_than_set() {
    let peer = Peer::start("starttls");
    for (to, expected) in [
        ("hang@example.com", "the mail server did not finish in time"),
        ("stall@example.com", "the mail server did not say in time whether it took the mail"),
    ] {
        let settings = SmtpSettings {
            connect_timeout: Duration::from_secs(1),
            send_timeout: Duration::from_secs(1),
            ..trusting(&peer)
        };
        let began = Instant::now();
        let result = smtp(settings).send(&mail(to), NOW).await;
        let stalled = to.starts_with("stall");
        let reason = if stalled { unknown(result) } else { retry(result) };
        assert_eq!(reason, expected);
        assert!(began.elapsed() < Duration::from_secs(3), "{to}");
    }
}

#[tokio::test]
async fn a_server_that_never_greets_or_drips_is_given_up_while_connecting() {
    for drips in [false, true] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            while !drips || stream.write_all(b"2").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        let settings =
            SmtpSettings { connect_timeout: Duration::from_secs(1), ..settings("127.0.0.1", port) };
        let began = Instant::now();
        let reason = retry(smtp(settings).send(&mail("mara@example.com"), NOW).await);
        assert_eq!(reason, "the mail server did not answer in time");
        assert!(began.elapsed() < Duration::from_secs(2));
    }
}

/// The server may have taken it: only the same server may be asked again, and it sees the same mail.
#[tokio::test]
async fn a_cut_after_the_content_leaves_its_fate_open() {
    let peer = Peer::start("starttls");
    let reason = unknown(smtp(trusting(&peer)).send(&mail("drop@example.com"), NOW).await);
    assert_eq!(reason, "the connection broke before the mail server said whether it took the mail");
}

/// DMARC (RFC 7489) wants sender and From of one domain; DKIM (RFC 6376) signatures hold when nothing is left to be rewritten
/// on the way, and a repetition is recognised when it is the same mail.
#[tokio::test]
async fn sender_and_from_are_aligned_and_a_repetition_is_the_same_mail() {
    let peer = Peer::start("starttls");
    let smtp = smtp(trusting(&peer));
    smtp.send(&mail("mara@example.com"), NOW).await.expect("sent");
    smtp.send(&mail("mara@example.com"), NOW).await.expect("sent");
    let (first, again) = (peer.mail(), peer.mail());
    assert_eq!(first["data"], again["data"]);
    assert_eq!(first["from"], "codes@nordstroem.example");
    let data = first["data"].as_str().expect("text");
    let (head, _) =
        data.split_once("\r\n\r\n").or_else(|| data.split_once("\n\n")).expect("a head");
    let from = head.lines().find(|line| line.starts_with("From: ")).expect("a From");
    assert!(from.ends_with("<codes@nordstroem.example>"), "{from}");
    let names: Vec<&str> = head
        .lines()
        .filter(|line| !line.starts_with([' ', '\t']))
        .filter_map(|line| line.split_once(": ").map(|(name, _)| name))
        .filter(|name| !name.starts_with("X-Peer"))
        .collect();
    let expected = [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Language",
        "Reply-To",
        "MIME-Version",
        "Content-Type",
    ];
    assert_eq!(names, expected);
    assert!(data.lines().all(|line| line.len() <= 78), "a long line would be folded: {data}");

    let plain = Message { html: None, subject: Some("x".into()), ..mail("jonas@example.com") };
    smtp.send(&plain, NOW).await.expect("sent");
    let other = peer.mail();
    let head = other["data"].as_str().expect("text");
    for name in expected {
        assert!(head.contains(&format!("{name}: ")), "{name} in every mail: {head}");
    }
}

#[tokio::test]
async fn a_closed_port_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let reason = retry(smtp(settings("127.0.0.1", port)).send(&mail("m@example.com"), NOW).await);
    assert_eq!(reason, "the mail server cannot be reached");
}

#[tokio::test]
async fn a_wrong_password_sends_nothing_and_does_not_hammer() {
    let peer = Peer::start("starttls");
    let credentials = Some(Credentials { name: "app".into(), password: "wrong-Pa55".into() });
    let smtp = smtp(SmtpSettings { credentials, ..trusting(&peer) });
    let refused = smtp.send(&mail("mara@example.com"), NOW).await.expect_err("refused");
    let SendError::Retry { reason, after } = refused else { panic!("{refused:?}") };
    assert_eq!(reason, "the mail server refused name or password (535)");
    assert_eq!(after, Some(Duration::from_mins(1)));
    assert!(smtp.probe().await.expect_err("refused").contains("535"));
    assert!(!format!("{smtp:?}").contains("wrong-Pa55"));
    assert!(peer.is_empty());
}

#[tokio::test]
async fn a_sign_in_that_lapsed_is_not_the_messages_fault() {
    let peer = Peer::start("starttls");
    let reason = retry(smtp(trusting(&peer)).send(&mail("noauth@example.com"), NOW).await);
    assert_eq!(reason, "the mail server asks for another sign-in (530 5.7.0)");
}

/// A stranger on the line may strip the offer; neither password nor mail may follow.
#[tokio::test]
async fn a_server_without_starttls_gets_nothing() {
    let peer = Peer::start("plain");
    let reason =
        retry(smtp(settings("localhost", peer.port)).send(&mail("m@e.example"), NOW).await);
    assert_eq!(reason, "the mail server offers no STARTTLS");
    assert!(peer.is_empty());
}

#[tokio::test]
async fn a_certificate_of_a_stranger_or_for_another_name_is_refused() {
    let [peer, other, misnamed] = ["starttls", "implicit", "misnamed"].map(Peer::start);
    let implicit = Security::ImplicitTls;
    for settings in [
        settings("localhost", peer.port),
        SmtpSettings { root_certificate: Some(other.ca.clone()), ..trusting(&peer) },
        SmtpSettings { security: implicit, ..settings("localhost", other.port) },
        trusting(&misnamed),
    ] {
        let shown = format!("{settings:?}");
        let reason = retry(smtp(settings).send(&mail("mara@example.com"), NOW).await);
        assert_eq!(reason, "the mail server's certificate was refused", "{shown}");
    }
    assert!(peer.is_empty() && other.is_empty() && misnamed.is_empty());
}

#[tokio::test]
async fn plaintext_is_for_this_machine_alone() {
    let plain = |host: &str, port| SmtpSettings {
        security: Security::DangerousPlaintextOnLoopback,
        credentials: None,
        ..settings(host, port)
    };
    for host in ["mail.example.com", "10.0.0.1", "localhost.example.com"] {
        let refused = Smtp::new(plain(host, 25)).expect_err(host).to_string();
        assert!(refused.contains("TLS"), "{refused}");
    }
    let peer = Peer::start("plain");
    smtp(plain("localhost", peer.port)).send(&mail("mara@example.com"), NOW).await.expect("sent");
    assert_eq!(peer.mail()["tls"], false);
}

#[tokio::test]
async fn addresses_outside_ascii_arrive() {
    let peer = Peer::start("starttls");
    let smtp = smtp(trusting(&peer));
    smtp.send(&mail("mara@münchen.example"), NOW).await.expect("sent");
    assert_eq!(peer.mail()["to"], serde_json::json!(["mara@xn--mnchen-3ya.example"]));
    smtp.send(&mail("jörg@example.com"), NOW).await.expect("sent");
    assert_eq!(peer.mail()["to"], serde_json::json!(["jörg@example.com"]));
}

#[tokio::test]
async fn the_probe_signs_in_and_sends_nothing() {
    let peer = Peer::start("starttls");
    smtp(trusting(&peer)).probe().await.expect("a server that works");
    assert!(peer.is_empty());
}

#[test]
fn settings_that_cannot_work_name_what_is_wrong() {
    let refused = |settings| Smtp::new(settings).expect_err("refused").to_string();
    let base = || settings("mail.example.com", 587);
    let missing = Some("/nonexistent/ca.pem".into());
    assert!(refused(SmtpSettings { root_certificate: missing, ..base() }).contains("ca.pem"));
    assert!(refused(SmtpSettings { from_address: "codes".into(), ..base() }).contains("sender"));
    assert!(refused(SmtpSettings { host: String::new(), ..base() }).contains("host"));
    let short = Duration::from_millis(1);
    assert!(refused(SmtpSettings { send_timeout: short, ..base() }).contains("timeout"));
}

/// A server of the field, with the one mechanism it offers.
#[tokio::test]
async fn exim_takes_mails_over_either_mechanism_of_auth() {
    for mechanism in ["plain", "login"] {
        let peer = Peer::exim(mechanism);
        let smtp = smtp(trusting(&peer));
        smtp.probe().await.expect(mechanism);
        for to in ["mara@example.com", "jonas@example.com"] {
            smtp.send(&mail(to), NOW).await.expect(mechanism);
            let got = peer.mail();
            assert_eq!(got["to"], serde_json::json!([to]));
            let data = got["data"].as_str().expect("text");
            assert!(data.contains("with esmtpsa"), "encrypted and signed in: {data}");
        }
    }
}

#[tokio::test]
async fn exim_refuses_and_puts_off_as_it_says() {
    let peer = Peer::exim("plain");
    let smtp = smtp(trusting(&peer));
    let reason = permanent(smtp.send(&mail("nouser@example.com"), NOW).await);
    assert_eq!(reason, "the mail server refused the message (550 5.1.1)");
    let put_off = Message { subject: Some("defer".into()), ..mail("mara@example.com") };
    let reason = retry(smtp.send(&put_off, NOW).await);
    assert_eq!(reason, "the mail server put the message off (451 4.3.0)");
    let unknown = Credentials { name: "app".into(), password: "wrong".into() };
    let settings = SmtpSettings { credentials: Some(unknown), ..trusting(&peer) };
    let reason = retry(Smtp::new(settings).expect("settings").send(&put_off, NOW).await);
    assert_eq!(reason, "the mail server refused name or password (535)");
}

/// CS-AUD-02: with the feature `tracing`, lettre logs every line it writes, passwords and codes included.
#[test]
fn the_mail_library_is_built_without_its_log() {
    let manifest = include_str!("../../../Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("lettre =")).expect("a dependency");
    assert!(!line.contains("tracing"), "{line}");
}
