//! Mails per second through one SMTP server, beside what the same server takes from a bare client, in one run.
//!
//! `scripts/bench smtp`. The server is aiosmtpd, which both meet alike, in plain text on loopback; the bare client says MAIL, RCPT and DATA over
//! connections that it keeps and sends one mail, made once. Only the ratio means anything on a machine that does other work.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use countersign_channels::smtp::{Security, Smtp, SmtpSettings};
use countersign_channels::{Channel as _, Message};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);
const MAILS: usize = 1_500;
const ROUNDS: usize = 5;
const TO: &str = "mara@example.com";

#[tokio::main]
async fn main() {
    let (server, port) = server();
    println!("{MAILS} mails a round, {ROUNDS} rounds; mails per second");
    for senders in [1, 4] {
        let smtp = Arc::new(Smtp::new(settings(port)).expect("settings"));
        let mut ratios = Vec::new();
        // A round before, so that connections are kept.
        ours(&smtp, senders).await;
        for _ in 0..ROUNDS {
            let (bare, ours) = (bare(port, senders).await, ours(&smtp, senders).await);
            ratios.push(ours / bare);
            println!("senders {senders}: bare client {bare:>6.0}, through the channel {ours:>6.0}");
        }
        ratios.sort_by(f64::total_cmp);
        println!(
            "senders {senders}: the channel reaches {:.2} of the bare client (median)",
            ratios[ROUNDS / 2]
        );
    }
    drop(server);
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

fn server() -> (Server, u16) {
    let python = std::env::var("COUNTERSIGN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(python)
        .args(["smtp_peer.py", "plain"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/mail"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = lines.next().expect("a line").expect("text");
    std::thread::spawn(move || lines.for_each(drop));
    let ready: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    let port = ready["port"].as_u64().expect("a port");
    (Server(child), u16::try_from(port).expect("a port"))
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        name: "bench".into(),
        host: "127.0.0.1".into(),
        port,
        security: Security::DangerousPlaintextOnLoopback,
        credentials: None,
        root_certificate: None,
        hello_name: Some("countersign.test".into()),
        from_name: "Nordstroem".into(),
        from_address: "codes@nordstroem.example".into(),
        reply_to: None,
        connect_timeout: Duration::from_secs(10),
        send_timeout: Duration::from_mins(1),
    }
}

async fn ours(smtp: &Arc<Smtp>, senders: usize) -> f64 {
    let (next, began) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut all = JoinSet::new();
    for _ in 0..senders {
        let (smtp, next) = (Arc::clone(smtp), Arc::clone(&next));
        all.spawn(async move {
            while next.fetch_add(1, Ordering::Relaxed) < MAILS {
                smtp.send(&message(), NOW).await.expect("taken");
            }
        });
    }
    all.join_all().await;
    rate(began)
}

fn message() -> Message {
    Message {
        id: "job_0123456789abcdefghjkmnpqrs".into(),
        method: Method::Email,
        to: TO.into(),
        sender: None,
        subject: Some("Your code for protected areas".into()),
        text: "You want to open invoices.\n\n482913\n\nWas it not you? Call us.\n".repeat(3),
        html: Some("<p>You want to open invoices.</p><p><b>482913</b></p>".repeat(3)),
        spoken: None,
        code: None,
        purpose: "step-up",
        language: Language::En,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

/// A client that does nothing but say the four lines of a mail and wait for each answer.
async fn bare(port: u16, senders: usize) -> f64 {
    let (next, began) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut all = JoinSet::new();
    for _ in 0..senders {
        let next = Arc::clone(&next);
        all.spawn(async move {
            let line = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
            line.set_nodelay(true).expect("a socket");
            let mut line = tokio::io::BufReader::new(line);
            answer(&mut line).await;
            say(&mut line, "EHLO countersign.test\r\n").await;
            let mail = format!(
                "From: codes@nordstroem.example\r\nTo: {TO}\r\nSubject: Your code\r\n\r\n{}.\r\n",
                "You want to open invoices. 482913 Was it not you?\r\n".repeat(24)
            );
            while next.fetch_add(1, Ordering::Relaxed) < MAILS {
                say(&mut line, "MAIL FROM:<codes@nordstroem.example>\r\n").await;
                say(&mut line, &format!("RCPT TO:<{TO}>\r\n")).await;
                say(&mut line, "DATA\r\n").await;
                say(&mut line, &mail).await;
            }
        });
    }
    all.join_all().await;
    rate(began)
}

async fn say(line: &mut tokio::io::BufReader<TcpStream>, words: &str) {
    line.get_mut().write_all(words.as_bytes()).await.expect("written");
    answer(line).await;
}

/// Reads one whole answer, which agrees.
async fn answer(line: &mut tokio::io::BufReader<TcpStream>) {
    let mut text = String::new();
    loop {
        text.clear();
        line.read_line(&mut text).await.expect("an answer");
        assert!(text.starts_with(['2', '3']), "{text}");
        if text.as_bytes().get(3) == Some(&b' ') {
            return;
        }
    }
}

fn rate(began: Instant) -> f64 {
    f64::from(u32::try_from(MAILS).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64()
}
