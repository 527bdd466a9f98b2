//! Messages per second through one SMPP bind, beside what the same SMS centre takes from a bare client, in one run.
//!
//! `scripts/bench smpp`. The centre is npm's smpp, which both meet alike; the bare client writes one frame, made once, as often
//! as the window allows, and counts answers. Only the ratio means anything on a machine that does other work.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use countersign_channels::smpp::{
    LineSecurity, LongMessages, ReceiptIds, Sender, Smpp, SmppSettings, Validity,
};
use countersign_channels::{Channel as _, Message};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);
const MESSAGES: usize = 10_000;
const ROUNDS: usize = 5;
const TO: &str = "4915123456701";
const TEXT: &str = "Nordstroem: 482913 opens invoices.\n@login.example #482913";

#[tokio::main]
async fn main() {
    let (centre, port) = centre();
    println!("{MESSAGES} messages a round, {ROUNDS} rounds; messages per second");
    for window in [1, 10, 50] {
        let smpp = Arc::new(Smpp::new(settings(port, window)).expect("settings"));
        let (mut bare_client, mut ratios) = (Bare::bind(port).await, Vec::new());
        // A round before, so that both sides of the line are warm.
        ours(&smpp, window).await;
        for _ in 0..ROUNDS {
            let (bare, ours) = (bare_client.round(window).await, ours(&smpp, window).await);
            ratios.push(ours / bare);
            println!(
                "window {window:>2}: bare client {bare:>7.0}, through the channel {ours:>7.0}"
            );
        }
        ratios.sort_by(f64::total_cmp);
        println!(
            "window {window:>2}: the channel reaches {:.2} of the bare client (median)",
            ratios[ROUNDS / 2]
        );
        smpp.stop().await;
    }
    drop(centre);
}

struct Centre(Child);

impl Drop for Centre {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

fn centre() -> (Centre, u16) {
    let mut child = Command::new("node")
        .args(["smsc.mjs", r#"{"quiet":true}"#])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sms"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = lines.next().expect("a line").expect("text");
    std::thread::spawn(move || lines.for_each(drop));
    let ready: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    let port = ready["port"].as_u64().expect("a port");
    (Centre(child), u16::try_from(port).expect("a port"))
}

fn settings(port: u16, window: usize) -> SmppSettings {
    SmppSettings {
        name: "bench".into(),
        host: "127.0.0.1".into(),
        port,
        security: LineSecurity::DangerousPlaintextInATunnel,
        root_certificate: None,
        system_id: "esme".into(),
        password: "pass".into(),
        system_type: String::new(),
        service_type: String::new(),
        sender: Sender::read("Nordstroem").expect("a sender"),
        long_messages: LongMessages::Parts16,
        validity: Validity::Relative,
        receipts: false,
        receipt_ids: ReceiptIds::Same,
        window,
        per_second: None,
        enquire_every: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(10),
        send_timeout: Duration::from_mins(1),
    }
}

/// As many senders as the window has places, and one more, so that there is always somebody waiting.
async fn ours(smpp: &Arc<Smpp>, window: usize) -> f64 {
    let (next, began) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut senders = JoinSet::new();
    for _ in 0..=window {
        let (smpp, next) = (Arc::clone(smpp), Arc::clone(&next));
        senders.spawn(async move {
            while next.fetch_add(1, Ordering::Relaxed) < MESSAGES {
                smpp.send(&message(), NOW).await.expect("taken");
            }
        });
    }
    senders.join_all().await;
    rate(began)
}

fn message() -> Message {
    Message {
        id: "job_0123456789abcdefghjkmnpqrs".into(),
        method: Method::Sms,
        to: format!("+{TO}"),
        sender: None,
        subject: None,
        text: TEXT.into(),
        html: None,
        spoken: None,
        code: None,
        purpose: "step-up",
        language: Language::En,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

fn rate(began: Instant) -> f64 {
    f64::from(u32::try_from(MESSAGES).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64()
}

/// A client that does nothing but write one frame and count answers.
struct Bare {
    line: TcpStream,
    frame: Vec<u8>,
}

impl Bare {
    async fn bind(port: u16) -> Self {
        let mut line = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
        line.set_nodelay(true).expect("a socket");
        line.write_all(&frame(9, b"esme\0pass\0\0\x34\0\0\0")).await.expect("written");
        answers(&mut line, 1).await;
        let mut body = b"\0\x05\0Nordstroem\0\x01\x01".to_vec();
        body.extend(TO.as_bytes());
        body.extend(b"\0\0\0\0\0");
        body.extend(b"000000001000000R\0\0\0\0\0");
        body.push(u8::try_from(TEXT.len()).expect("short"));
        body.extend(TEXT.as_bytes());
        Self { line, frame: frame(4, &body) }
    }

    async fn round(&mut self, window: usize) -> f64 {
        let began = Instant::now();
        self.line.write_all(&self.frame.repeat(window)).await.expect("written");
        let (mut sent, mut answered) = (window, 0);
        while answered < MESSAGES {
            let answers = answers(&mut self.line, MESSAGES - answered).await;
            answered += answers;
            let more = answers.min(MESSAGES - sent);
            self.line.write_all(&self.frame.repeat(more)).await.expect("written");
            sent += more;
        }
        rate(began)
    }
}

fn frame(id: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(16 + body.len()).expect("short");
    let mut frame: Vec<u8> =
        [length, id, 0, 1].iter().flat_map(|word| word.to_be_bytes()).collect();
    frame.extend_from_slice(body);
    frame
}

/// Reads at least one whole answer and at most so many; how many it was.
async fn answers(line: &mut TcpStream, most: usize) -> usize {
    let (mut read, mut count) = (Vec::with_capacity(4096), 0);
    loop {
        line.read_buf(&mut read).await.expect("an answer");
        while let Some(length) = read.first_chunk().map(|word| u32::from_be_bytes(*word) as usize) {
            if read.len() < length || count == most {
                break;
            }
            read.drain(..length);
            count += 1;
        }
        if count > 0 && read.is_empty() {
            return count;
        }
    }
}
