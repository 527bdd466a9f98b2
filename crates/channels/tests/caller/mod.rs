//! Our side of the calls in tests: settings, messages, and what a send came to.

use std::time::Duration;

use countersign_channels::sip::{Credentials, Engine, NumberFormat, Pace, Sip, SipSettings};
use countersign_channels::{Channel as _, Delivery, Message, News, SendError, Sent, Spoken};
use countersign_core::people::{Language, Method};
use countersign_core::ports::{Entropy, Timestamp};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// 2026-01-01T12:00:00Z
pub const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);

struct Counting(u8);

impl Entropy for Counting {
    fn fill(&mut self, buf: &mut [u8]) {
        buf.fill_with(|| {
            self.0 = self.0.wrapping_mul(5).wrapping_add(1);
            self.0
        });
    }
}

/// A trunk at `host` that knows us as `shop`.
pub fn settings(host: &str, port: u16) -> SipSettings {
    SipSettings {
        name: "trunk".into(),
        host: host.into(),
        port,
        domain: None,
        account: None,
        credentials: Some(Credentials { name: "shop".into(), password: "trunkpass".into() }),
        register: true,
        caller: Some("+4930123456".into()),
        number_format: NumberFormat::Plus,
        local: Some("127.0.0.2:0".parse().expect("an address")),
        public_address: None,
        rtp_ports: None,
        trunk_timeout: Duration::from_secs(20),
        ring: Duration::from_secs(30),
        calls_at_once: 2,
        prompts: None,
        engine: Some(Engine { timeout: Duration::from_secs(8), ..Engine::espeak() }),
        pace: Pace { again: Duration::from_millis(500), ..Pace::default() },
    }
}

/// The channel, and what it reports.
pub fn sip(settings: SipSettings) -> (Sip, mpsc::Receiver<News>) {
    let sip = Sip::new(settings, Box::new(Counting(7))).expect("settings that work");
    let (sender, receiver) = mpsc::channel(8);
    sip.report_to(sender);
    (sip, receiver)
}

/// What the next report says.
pub async fn outcome(news: &mut mpsc::Receiver<News>) -> Delivery {
    match news.recv().await.expect("a report") {
        News::Report(report) => report.outcome,
        News::Wish(wish) => panic!("no report: {wish:?}"),
    }
}

/// A message of these two halves.
pub fn message(to: &str, language: Language, opening: &str, after_key: &str) -> Message {
    Message {
        id: "job_0123456789abcdefghjkmnpqrs".into(),
        method: Method::Call,
        to: to.into(),
        sender: None,
        subject: None,
        text: format!("{opening}\n\n{after_key}"),
        html: None,
        spoken: Some(Spoken {
            opening: opening.into(),
            after_key: after_key.into(),
            after_nine: thanks(language).into(),
            ..Spoken::default()
        }),
        code: None,
        purpose: "sign-in",
        language,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

/// A code to sign in, in English.
pub fn english(to: &str) -> Message {
    let opening = "You asked for a code to sign in. To hear it, press 1.";
    message(to, Language::En, opening, "Your code is 4, 8, 2, 9, 1, 3. Again: 4, 8, 2, 9, 1, 3.")
}

/// Sends on a task, so that the test can be the callee meanwhile.
pub fn place(sip: Sip, message: Message) -> JoinHandle<Result<Sent, SendError>> {
    tokio::spawn(async move { sip.send(&message, NOW).await })
}

/// Why a send was refused for good.
pub fn permanent(result: Result<Sent, SendError>) -> String {
    match result {
        Err(SendError::Permanent(reason)) => reason,
        other => panic!("refused for good, not {other:?}"),
    }
}

/// Why a send may be tried again, and when.
pub fn retry(result: Result<Sent, SendError>) -> (String, Option<Duration>) {
    match result {
        Err(SendError::Retry { reason, after }) => (reason, after),
        other => panic!("to be tried again, not {other:?}"),
    }
}

/// As the server says it.
fn thanks(language: Language) -> &'static str {
    match language {
        Language::En => "Thank you. The code will not be read out. Goodbye.",
        Language::De => "Danke. Der Code wird nicht vorgelesen. Auf Wiederhören.",
    }
}
