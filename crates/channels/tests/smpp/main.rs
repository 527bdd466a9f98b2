//! The SMPP channel against SMS centres that nobody here wrote, well-behaved and not.

mod link;
mod messages;
mod others;
mod peer;
mod receipts;
mod trouble;

use std::time::Duration;

use countersign_channels::smpp::{
    LineSecurity, LongMessages, ReceiptIds, Sender, Smpp, SmppSettings, Validity,
};
use countersign_channels::{Channel as _, Message, SendError, Sent};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Timestamp;
use serde_json::Value;

/// 2026-01-01T12:00:00Z
const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);

fn settings(port: u16) -> SmppSettings {
    SmppSettings {
        name: "aggregator".into(),
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
        receipts: true,
        receipt_ids: ReceiptIds::Same,
        window: 10,
        per_second: None,
        enquire_every: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(10),
        send_timeout: Duration::from_secs(15),
    }
}

fn smpp(settings: SmppSettings) -> Smpp {
    Smpp::new(settings).expect("settings that work")
}

fn message(to: &str, text: &str) -> Message {
    Message {
        id: format!("job_{to}"),
        method: Method::Sms,
        to: to.to_owned(),
        sender: None,
        subject: None,
        text: text.to_owned(),
        html: None,
        spoken: None,
        code: None,
        purpose: "step-up",
        language: Language::De,
        useless_after: NOW.plus(Duration::from_mins(10)),
    }
}

async fn send(smpp: &Smpp, to: &str) -> Result<Sent, SendError> {
    smpp.send(&message(to, "Nordstroem: 482913"), NOW).await
}

fn text<'a>(fact: &'a Value, member: &str) -> &'a str {
    fact[member].as_str().unwrap_or_default()
}
