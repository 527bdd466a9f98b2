//! Kind `smpp`: an SMS centre, over a bind that is kept.

use std::time::Duration;

use countersign_app::operate::providers::ProviderSettings;
use countersign_app::operate::providers::smpp::{
    LineSecurity, LongMessages, ReceiptIds, Sender, SmppSettings, Validity,
};

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Switch, Text};
use crate::config::settings::{set, unset};

const SECURITY: [(&str, LineSecurity); 2] = [
    ("tls", LineSecurity::Tls),
    ("dangerous-plaintext-in-a-tunnel", LineSecurity::DangerousPlaintextInATunnel),
];
const LONG_MESSAGES: [(&str, LongMessages); 3] = [
    ("parts-16", LongMessages::Parts16),
    ("parts-8", LongMessages::Parts8),
    ("payload", LongMessages::Payload),
];
const VALIDITY: [(&str, Validity); 3] = [
    ("relative", Validity::Relative),
    ("absolute", Validity::Absolute),
    ("unsaid", Validity::Unsaid),
];
const RECEIPT_IDS: [(&str, ReceiptIds); 3] = [
    ("same", ReceiptIds::Same),
    ("decimal", ReceiptIds::Decimal),
    ("hexadecimal", ReceiptIds::Hexadecimal),
];

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "smpp",
    says: "Hands text messages to an SMS centre over SMPP 3.4, on one transceiver bind that is kept.",
    settings: &[
        unset("host", Text, "\"smpp.example.net\"", "a host name", "The SMS centre."),
        set(
            "port",
            Number,
            "3550",
            "1 to 65535",
            "Its port: 3550 is common with TLS, 2775 without.",
        ),
        set(
            "security",
            Text,
            "\"tls\"",
            "tls, dangerous-plaintext-in-a-tunnel",
            "How the connection is protected. Without TLS codes, numbers and the password are readable on the line: for a tunnel of yours (IPsec, WireGuard) and for this machine.",
        ),
        unset(
            "root_certificate",
            Text,
            "\"/etc/countersign/smsc-ca.pem\"",
            "a PEM file; with tls only",
            "Certificates to trust instead of the system's.",
        ),
        unset(
            "system_id",
            Text,
            "\"nordstroem\"",
            "1 to 15 plain characters",
            "Who you are to the centre.",
        ),
        unset(
            "password",
            Secret,
            "\"…\"",
            "at most 64 plain characters; SMPP itself allows 8",
            "Its password.",
        ),
        unset(
            "password_file",
            Text,
            "\"/run/secrets/smsc\"",
            "a file",
            "A file that holds the password instead.",
        ),
        set(
            "system_type",
            Text,
            "\"\"",
            "at most 12 plain characters",
            "What kind of system you are, where the centre asks for it.",
        ),
        set(
            "service_type",
            Text,
            "\"\"",
            "at most 5 plain characters",
            "The service you ask for, where the centre has several.",
        ),
        unset(
            "sender",
            Text,
            "\"Nordstroem\"",
            "a word of at most 11 letters, digits, inner spaces and & - . ; a number with its plus; or a short code of 3 to 8 digits",
            "Who messages are from. Register it with the centre; many networks replace or drop what they do not know.",
        ),
        unset(
            "sender_ton",
            Number,
            "5",
            "0 to 6, together with sender_npi",
            "Type of number of the sender, where the centre insists on another than the sender's form says.",
        ),
        unset(
            "sender_npi",
            Number,
            "0",
            "0 to 18, together with sender_ton",
            "Numbering plan of the sender, likewise.",
        ),
        set(
            "long_messages",
            Text,
            "\"parts-16\"",
            "parts-16, parts-8, payload",
            "How a text travels that fits in no single message: in parts with a 16-bit or 8-bit reference, or whole in message_payload.",
        ),
        set(
            "validity",
            Text,
            "\"relative\"",
            "relative, absolute, unsaid",
            "How the centre is told when to drop a message whose code has expired: as a span, as a date in UTC, or not at all.",
        ),
        set(
            "receipts",
            Switch,
            "true",
            "true, false",
            "Whether to ask for delivery receipts; routing and the desk live on them.",
        ),
        set(
            "receipt_ids",
            Text,
            "\"same\"",
            "same, decimal, hexadecimal",
            "How receipts spell a message's id: as the answer did, in decimal where the answer is hexadecimal, or in hexadecimal where it is decimal.",
        ),
        set(
            "window",
            Number,
            "10",
            "1 to 200",
            "Messages that may be unanswered at once; ask the centre.",
        ),
        unset(
            "per_second",
            Number,
            "20",
            "1 to 1000",
            "Messages a second that you agreed on; left out, as many as the centre answers.",
        ),
        set(
            "enquire_seconds",
            Number,
            "30",
            "5 to 600",
            "After so much silence the link is tried.",
        ),
        set(
            "connect_timeout_seconds",
            Number,
            "5",
            "1 to 60",
            "For connecting, encrypting and binding.",
        ),
        set(
            "send_timeout_seconds",
            Number,
            "15",
            "3 to 60",
            "For a whole send; what has not left after two thirds of it does not leave.",
        ),
    ],
    read,
};

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let is_plain = |text: &str, most: usize| {
        text.len() <= most && text.bytes().all(|octet| octet.is_ascii_graphic() || octet == b' ')
    };
    let seconds = Duration::from_secs;
    let host = entry.text("host", |text| !text.trim().is_empty());
    let security = entry.choice("security", &SECURITY)?;
    let root_certificate = entry.maybe("root_certificate", |text| !text.is_empty());
    if root_certificate.is_some() && security != LineSecurity::Tls {
        entry.refuse("root_certificate", "has no use without TLS");
    }
    let sender = sender(entry);
    let settings = SmppSettings {
        name: entry.name().to_owned(),
        host,
        port: entry.number("port", 1..=65_535),
        security,
        root_certificate: root_certificate.map(|file| entry.path(&file)),
        system_id: entry.text("system_id", |text| !text.is_empty() && is_plain(text, 15)),
        password: entry.secret("password")?,
        system_type: entry.text("system_type", |text| is_plain(text, 12)),
        service_type: entry.text("service_type", |text| is_plain(text, 5)),
        sender: sender?,
        long_messages: entry.choice("long_messages", &LONG_MESSAGES)?,
        validity: entry.choice("validity", &VALIDITY)?,
        receipts: entry.switch("receipts"),
        receipt_ids: entry.choice("receipt_ids", &RECEIPT_IDS)?,
        window: entry.number("window", 1..=200),
        per_second: entry.maybe_number("per_second", 1..=1000),
        enquire_every: seconds(entry.number("enquire_seconds", 5..=600)),
        connect_timeout: seconds(entry.number("connect_timeout_seconds", 1..=60)),
        send_timeout: seconds(entry.number("send_timeout_seconds", 3..=60)),
    };
    Some(ProviderSettings::Smpp(settings))
}

/// The sender, with the type and plan that the operator may insist on.
fn sender(entry: &mut Entry<'_, '_, '_>) -> Option<Sender> {
    let written = entry.text("sender", |_| true);
    let ton = entry.maybe_number("sender_ton", 0..=6);
    let npi = entry.maybe_number("sender_npi", 0..=18);
    let sender = match Sender::read(&written) {
        Ok(sender) => sender,
        // What is missing or no text was refused already.
        Err(_) if written.is_empty() => return None,
        Err(why) => {
            entry.refuse("sender", why);
            return None;
        }
    };
    match (ton, npi) {
        (Some(ton), Some(npi)) => Some(sender.numbered(ton, npi)),
        (None, None) => Some(sender),
        (Some(_), None) => {
            entry.refuse("sender_npi", "is missing beside sender_ton");
            None
        }
        (None, Some(_)) => {
            entry.refuse("sender_ton", "is missing beside sender_npi");
            None
        }
    }
}
